# Measures of two scores on four published sets of data, by pROC, glm and rms.
#   Rscript judging.R ../../../notebooks-data/telco/customers.csv     then judging.py adds the rest
suppressPackageStartupMessages({ library(pROC); library(rms); library(splines) })
source("json.R")
telco_path <- commandArgs(TRUE)[1]
read <- function(path) read.csv(path, colClasses = "character", na.strings = c("", "NA"))
n_ <- as.numeric

# Scores of +, * and / alone, in this order of operations: the same bits in every language.
sets <- list(
  telco = local({
    d <- read(telco_path); m <- n_(d$monthly_charges)
    list(y = d$churn == "Yes", a = m / (m + 60 + 4 * n_(d$tenure)),
         b = unname(c("Month-to-month" = 3 / 7, "One year" = 1 / 9, "Two year" = 1 / 35)[d$contract]))
  }),
  cdnow = local({
    d <- read("data/real_cdnow.csv"); r <- n_(d$recency_days); k <- n_(d$orders)
    list(y = d$churned == "1", a = (r + 30) / (r + 30 + 40 * k), b = 4 / (4 + k))
  }),
  credit = local({
    d <- read("data/real_credit_data.csv"); d <- d[!is.na(d$Income), ]
    a <- n_(d$Amount); s <- n_(d$Seniority)
    list(y = d$Status == "bad", a = a / (a + 8 * n_(d$Income) + 100 * s + 300),
         b = ifelse(s < 2, 3 / 7, ifelse(s < 5, 1 / 3, ifelse(s < 9, 1 / 4, 1 / 8))))
  }),
  lending = local({
    d <- read("data/real_lending_club.csv"); r <- n_(d$int_rate); k <- floor(r / 4)
    list(y = d$Class == "bad", a = r / (r + 100 + n_(d$annual_inc) / 500), b = (k + 1) / (k + 30))
  })
)

tight <- glm.control(epsilon = 1e-14, maxit = 100)
auc_of <- function(y, p) {
  r <- roc(y, p, levels = c(FALSE, TRUE), direction = "<", quiet = TRUE)
  ci <- as.numeric(ci.auc(r, method = "delong", conf.level = .95))
  list(auc = scalar(as.numeric(auc(r))), auc_variance = scalar(var(r, method = "delong")),
       auc_low = scalar(ci[1]), auc_high = scalar(ci[3]))
}
line <- function(y, l) {
  slope <- coef(glm(y ~ l, family = binomial, control = tight))[[2]]
  list(calibration_intercept =
         scalar(coef(glm(y ~ offset(l), family = binomial, control = tight))[[1]]),
       calibration_slope = scalar(slope))
}
# Quantile of type 1 at k / parts of sorted values, its place in whole numbers.
at <- function(sorted, k, parts) sorted[pmax(1, (length(sorted) * k + parts - 1) %/% parts)]
curve <- function(y, p, cluster = NULL, has_rms = TRUE) {
  x <- sort(p)
  grid <- unique(at(x, 0:49, 49))
  distinct <- length(unique(x))
  l <- qlogis(p)
  basis <- function(v) cbind(1, v)
  knots <- NULL
  for (places in list(c(5, 35, 65, 95), c(10, 50, 90))) {
    q <- qlogis(at(x, places, 100))
    if (distinct > length(q) && all(diff(q) > 0)) {
      knots <- q
      basis <- function(v) {
        cbind(1, ns(v, knots = knots[-c(1, length(knots))],
                    Boundary.knots = knots[c(1, length(knots))]))
      }
      break
    }
  }
  X <- basis(l)
  beta <- coef(suppressWarnings(glm(y ~ X - 1, family = binomial, control = tight)))
  mu <- as.vector(plogis(X %*% beta))
  V <- solve(crossprod(X * sqrt(mu * (1 - mu))))
  G <- basis(qlogis(grid))
  eta <- as.vector(G %*% beta)
  se <- sqrt(rowSums((G %*% V) * G))
  if (has_rms) {
    # rms fits the same curve with its own basis (a restricted cubic spline) and its own optimiser.
    frame <- data.frame(y = y, l = l)
    if (is.null(knots)) f <- lrm(y ~ l, frame, tol = 1e-14) else {
      knots_ <<- knots
      f <- lrm(y ~ rcs(l, knots_), frame, tol = 1e-14)
    }
    other <- predict(f, data.frame(l = qlogis(grid)), se.fit = TRUE)
    stopifnot(abs(other$linear.predictors - eta) < 1e-6, abs(other$se.fit / se - 1) < 1e-5)
  }
  limits <- function(se) {
    list(low = plogis(eta - qnorm(.975) * se), high = plogis(eta + qnorm(.975) * se))
  }
  result <- list(degrees_of_freedom = scalar(ncol(X) - 1), predicted = grid, observed = plogis(eta))
  if (is.null(cluster)) return(c(result, limits(se)))
  g <- length(unique(cluster))
  S <- V %*% crossprod(rowsum(X * (y - mu), cluster)) %*% V * g / (g - 1)
  c(result, limits(sqrt(rowSums((G %*% S) * G))))
}

out <- lapply(sets, function(s) {
  i <- seq_along(s$y) - 1
  repeated <- rep(i + 1, i %% 4)
  one <- function(p) {
    l <- qlogis(p)
    stopifnot(abs(val.prob(p, as.numeric(s$y), pl = FALSE)[["Slope"]] -
                    unclass(line(s$y, l)$calibration_slope)) < 1e-6)
    list(first_scores = p[1:40],
         measures = c(auc_of(s$y, p), line(s$y, l)),
         weighted = line(s$y[repeated], l[repeated]),
         curve = curve(s$y, p), clustered_curve = curve(s$y, p, i %/% 3, FALSE),
         weighted_curve = curve(s$y[repeated], p[repeated], has_rms = FALSE)[1:3])
  }
  r <- lapply(s[c("a", "b")], function(p) {
    roc(s$y, p, levels = c(FALSE, TRUE), direction = "<", quiet = TRUE)
  })
  t <- roc.test(r$a, r$b, paired = TRUE, method = "delong", conf.level = .95)
  list(rows = scalar(length(s$y)), churned = scalar(sum(s$y)), continuous = one(s$a), tied = one(s$b),
       paired = list(auc_difference = scalar(as.numeric(auc(r$a)) - as.numeric(auc(r$b))),
                     low = scalar(t$conf.int[1]), high = scalar(t$conf.int[2]),
                     z = scalar(t$statistic[[1]]), p_value = scalar(t$p.value)))
})
write_json(list(software = software(c("pROC", "rms")), sets = out), "judging.json")
