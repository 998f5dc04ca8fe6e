# Kaplan-Meier curves: survival::survfit with log-log intervals.
source("json.R")
source("durations.R")
shares <- c(0.1, 0.25, 0.3, 0.5, 0.6, 0.75, 0.9)

made_up <- list(
  ties = whole(c(3, 1, 3, 2, 3, 2, 5, 5, 5, 8), c(1, 1, 0, 1, 1, 0, 0, 1, 1, 0)),
  ten = whole(10:1, rep(1, 10)),
  all_censored = whole(c(1, 2, 2, 4), rep(0, 4)),
  one_event = whole(7, 1),
  one_censored = whole(7, 0),
  at_zero = whole(c(0, 0, 1, 2, 2.5), c(1, 0, 1, 0, 1)))

curve <- function(set, places = NULL) {
  row <- rep(seq_along(set$time), set$count)
  data <- data.frame(time = set$time[row], event = set$event[row])
  fit <- function(level) {
    summary(survfit(Surv(time, event) ~ 1, data, conf.type = "log-log", conf.int = level))
  }
  found <- fit(0.95)
  model <- survfit(Surv(time, event) ~ 1, data)
  reached <- sapply(shares, function(p) c(found$time[1 - found$surv >= p - 1e-9], NA)[1])
  # quantile() gives the middle of a step whose height is the share, else the same.
  flat <- sapply(shares, function(p) any(abs(1 - found$surv - p) < 1e-9))
  stopifnot(all.equal(reached[!flat], unname(quantile(model, shares, conf.int = FALSE))[!flat]))
  keep <- if (is.null(places)) seq_along(found$time) else intersect(places, seq_along(found$time))
  # std.err of the summary is that of S; that of log S is the root of Greenwood's sum.
  root <- model$std.err[match(found$time, model$time)]
  narrow <- fit(0.8)
  list(
    input = set, subjects = scalar(nrow(data)), event_times = scalar(length(found$time)),
    time = found$time[keep], at_risk = found$n.risk[keep], events = found$n.event[keep],
    survival = found$surv[keep], log_standard_error = root[keep],
    low = found$lower[keep], high = found$upper[keep],
    low_80 = narrow$lower[keep], high_80 = narrow$upper[keep],
    shares = shares, reached = reached)
}

sets <- durations(commandArgs(TRUE)[1])
curves <- lapply(c(sets[names(sets) != "cdnow"], made_up), curve)
curves$cdnow <- curve(sets$cdnow, c(1, 7, 30, 60, 120, 250, 350, 450, 500, 520))
write_json(list(software = software("survival"), curves = curves), "survival.json")
