# Logistic regressions by R's glm, as a start for glm.py, which writes the final numbers.
#   Rscript glm.R ../../../notebooks-data/telco/customers.csv
# Terms: (Intercept), then column by column: `col`, or `col=level` for all levels but the first in
# code-point order, then `col is missing` directly after an imputed column.
source("json.R")
telco_path <- commandArgs(TRUE)[1]
read <- function(path) {
  read.csv(path, check.names = FALSE, na.strings = "", encoding = "UTF-8", stringsAsFactors = FALSE)
}

code_point_order <- function(levels) sort(levels, method = "radix")

median_of <- function(x) { x <- sort(x); n <- length(x); (x[(n + 1) %/% 2] + x[n %/% 2 + 1]) / 2 }

# The design matrix, with names; the indicator of a gap pattern appears once.
design <- function(data, columns) {
  X <- list("(Intercept)" = rep(1, nrow(data)))
  patterns <- list()
  for (name in columns) {
    x <- data[[name]]
    gap <- is.na(x)
    if (is.numeric(x)) {
      x[gap] <- median_of(x[!gap])
      X[[name]] <- x
      if (any(gap) && !any(vapply(patterns, identical, NA, gap))) {
        patterns <- c(patterns, list(gap))
        X[[paste(name, "is missing")]] <- as.numeric(gap)
      }
    } else {
      levels <- code_point_order(unique(x[!gap]))
      if (any(gap)) { levels <- c(levels, "(missing)"); x[gap] <- "(missing)" }
      for (level in levels[-1]) X[[paste0(name, "=", level)]] <- as.numeric(x == level)
    }
  }
  do.call(cbind, X)
}

fit <- function(file, target, columns, weights = "1", drop = FALSE, note = "") {
  data <- if (file == "telco") read(telco_path) else read(file.path("data", file))
  if (drop) data <- data[complete.cases(data[columns]), ]
  y <- data[[target]]
  if (is.character(y)) y <- as.numeric(y == "Yes")
  i <- seq_along(y) - 1
  w <- eval(str2lang(weights), c(list(i = i), as.list(data)))
  w <- rep(w, length.out = length(y))
  X <- design(data, columns)
  first <- suppressWarnings(glm.fit(X, y, weights = w, family = binomial()))
  kept <- !is.na(first$coefficients)
  tight <- glm.control(epsilon = 1e-14, maxit = 100)
  # With epsilon 1e-14 the rank test of glm.fit would be void; the kept columns have full rank.
  last <- suppressWarnings(glm.fit(X[, kept, drop = FALSE], y, weights = w, family = binomial(),
                                   control = tight))
  class(last) <- c("glm", "lm")
  s <- summary.glm(last)$coefficients
  spread <- function(v) { out <- rep(NA_real_, ncol(X)); out[kept] <- v; out }
  list(file = scalar(if (file == "telco") "notebooks-data/telco/customers.csv" else paste0("data/", file)),
       target = scalar(target), columns = columns, weights = scalar(weights), drop = scalar(drop),
       note = scalar(note), rows = scalar(length(y)), terms = colnames(X), aliased = unname(!kept),
       coef = spread(s[, 1]), se = spread(s[, 2]),
       deviance = scalar(last$deviance), null_deviance = scalar(last$null.deviance),
       df_residual = scalar(last$df.residual), df_null = scalar(last$df.null),
       fitted_first10 = unname(last$fitted.values[1:10]),
       r_iterations = scalar(last$iter), r_converged = scalar(last$converged))
}

telco_features <- setdiff(names(read(telco_path)), c("churn", "total_charges"))
some <- c("tenure", "contract", "monthly_charges", "payment_method")
fits <- list(
  telco_all = fit("telco", "churn", telco_features,
                  note = "rank deficient: levels without internet or phone service"),
  telco_all_complete = fit("telco", "churn", c(telco_features, "total_charges"), drop = TRUE,
                           note = "the 11 rows without total_charges are dropped; rank deficient"),
  telco_weights_integer = fit("telco", "churn", some, weights = "i %% 4",
                              note = "i is the row from 0; some weights are 0"),
  telco_weights_fraction = fit("telco", "churn", some, weights = "i %% 5 / 4"),
  telco_intercept = fit("telco", "churn", character()),
  cases_levels = fit("glm_cases.csv", "y", c("x1", "city", "x2", "plan"),
                     note = "seven levels whose code-point order is not that of a dictionary"),
  cases_weights_integer = fit("glm_cases.csv", "y", c("x1", "x2", "plan"), weights = "weight_integer"),
  cases_weights_fraction = fit("glm_cases.csv", "y", c("x1", "x2", "city"), weights = "weight_fraction"),
  cases_imputed = fit("glm_cases.csv", "y", c("gap_a", "gap_b", "plan_gap", "gap_c"),
                      note = "medians and indicators; gap_a and gap_b are missing on the same rows"),
  cases_aliased = fit("glm_cases.csv", "y", c("x1", "x_twice", "x2", "constant", "plan", "plan_copy", "x_sum"),
                      note = "x2 = x_twice/2, constant, plan_copy renames plan, x_sum = x1 + x2"),
  scales_plain = fit("glm_scales.csv", "y", c("a", "b")),
  scales_offset = fit("glm_scales.csv", "y", c("a_offset", "b_offset"), note = "columns around 1e6"),
  scales_large_small = fit("glm_scales.csv", "y", c("a_large", "b_small"), note = "columns times 1e9 and 1e-9"),
  extreme_probabilities = fit("glm_scales.csv", "y_steep", c("steep", "b"),
                              note = "most fitted probabilities are next to 0 or 1"),
  rare_events = fit("glm_rare.csv", "y", c("visits", "days"))
)
write_json(list(software = software(), fits = fits), "glm.json")
