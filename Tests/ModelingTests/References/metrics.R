# Scores, labels and weights to measure, with the measures that R computes (pROC, glm).
#   Rscript metrics.R          then metrics.py adds the rest
suppressPackageStartupMessages(library(pROC))
source("json.R")
RNGversion("4.0.0")
set.seed(20240601)
draw <- function(p) as.integer(runif(length(p)) < p)

n <- 2000
eta <- rnorm(n, -1, 1.3)
sets <- list(
  twelve = list(y = c(0,0,1,0,0,1,0,1,1,0,1,1),
                a = c(.11,.08,.35,.42,.22,.61,.55,.72,.49,.31,.93,.88),
                b = c(.11,.08,.35,.42,.22,.61,.55,.72,.49,.31,.93,.88)^2),
  ties = local({ p <- sample(1:9, 200, TRUE) / 10
                 list(y = draw(p), a = p, w = sample(0:4, 200, TRUE)) }),
  large = list(y = draw(plogis(eta)), a = round(plogis(eta + rnorm(n, 0, .5)), 12),
               b = round(plogis(.6 * eta + rnorm(n, 0, .9)), 12), w = round(rexp(n), 3)),
  five_levels = local({ p <- sample(c(.04, .11, .27, .5, .83), 1000, TRUE, c(5, 3, 2, 1, 1))
                        q <- ifelse(runif(1000) < .2, .27, p)
                        list(y = draw(p), a = p, b = q) }),
  rare = local({ p <- plogis(rnorm(1000, -4.4, 1)); list(y = draw(p), a = round(p, 12)) }),
  inverted = local({ p <- runif(60); list(y = draw(1 - p), a = round(p, 10), b = round(1 - p^2, 10)) }),
  near_edges = local({ e <- rnorm(150, 0, 12); p <- pmin(pmax(plogis(e), 1e-14), 1 - 1e-13)
                       list(y = draw(plogis(e / 4)), a = p) }),
  at_edges = list(y = c(0,0,0,0,0,1,0,1,1,1,1,0,1,1,1,0),
                  a = c(0,0,1e-17,1e-16,2e-15,.01,.2,.3,.5,.7,.9,.99,1-1e-15,1,1,1)),
  perfect = list(y = rep(0:1, c(25, 15)), a = c(seq(.02, .5, .02), seq(.55, .97, .03))),
  constant = list(y = rep(c(0, 1, 0, 0, 1), 10), a = rep(.3, 50))
)

auc_of <- function(y, s) {
  r <- roc(y, s, levels = c(0, 1), direction = "<", quiet = TRUE)
  v <- suppressWarnings(var(r, method = "delong"))
  a <- as.numeric(auc(r))
  half <- qnorm(.975) * sqrt(v)
  ci <- suppressWarnings(as.numeric(ci.auc(r, method = "delong", conf.level = .95)))
  if (a < 1 && v > 0) stopifnot(abs(ci - pmin(pmax(c(a - half, a, a + half), 0), 1)) < 1e-12)
  none <- v == 0
  list(auc = scalar(a), auc_variance = scalar(v),
       auc_low = scalar(if (none) NA_real_ else max(0, a - half)),
       auc_high = scalar(if (none) NA_real_ else min(1, a + half)))
}
calibration <- function(y, p) {
  if (any(p <= 0 | p >= 1)) return(list(calibration_intercept = NULL, calibration_slope = NULL))
  l <- qlogis(p)
  tight <- glm.control(epsilon = 1e-14, maxit = 100)
  intercept <- coef(glm(y ~ offset(l), family = binomial, control = tight))[[1]]
  slope <- suppressWarnings(glm(y ~ l, family = binomial, control = tight))
  # No slope under perfect separation, nor from one distinct score.
  none <- max(abs(slope$fitted.values - y)) < 1e-6 || length(unique(l)) == 1
  list(calibration_intercept = scalar(intercept),
       calibration_slope = scalar(if (none) NA_real_ else coef(slope)[[2]]))
}
out <- lapply(sets, function(s) {
  one <- function(p) c(auc_of(s$y, p), calibration(s$y, p))
  result <- list(labels = s$y, scores = s$a)
  if (!is.null(s$b)) result$scores_b <- s$b
  if (!is.null(s$w)) result$weights <- s$w
  result$measures <- one(s$a)
  if (!is.null(s$b)) {
    result$measures_b <- one(s$b)
    r <- lapply(s[c("a", "b")], function(p) {
      roc(s$y, p, levels = c(0, 1), direction = "<", quiet = TRUE)
    })
    d <- as.numeric(auc(r$a)) - as.numeric(auc(r$b))
    v <- var(r$a, method = "delong") + var(r$b, method = "delong") -
      2 * cov(r$a, r$b, method = "delong")
    t <- roc.test(r$a, r$b, paired = TRUE, method = "delong")
    z <- if (v > 1e-15) d / sqrt(v) else NA_real_   # no variance, no test
    stopifnot(is.na(z) || abs(z - t$statistic) < 1e-9)
    result$paired <- list(auc_difference = scalar(d), se = scalar(sqrt(max(v, 0))), z = scalar(z),
                          p_value = scalar(2 * pnorm(-abs(z))))
  }
  result
})

probs <- c(0, .05, .1, .25, .3333, .5, .8, .9, .999, 1)
columns <- list(one = 3.5, two = c(2, -1), ten = (1:10)^2, eleven = c(5, 3, 8, 1, 9, 2, 7, 2, 2, 6, 4),
                repeated = rep(c(0, .5), c(17, 4)), hundred = round(rnorm(100), 3))
quantiles <- lapply(columns, function(x) {
  list(values = x, probabilities = probs, quantiles = unname(quantile(x, probs, type = 7)))
})
write_json(list(software = software("pROC"), sets = out, quantiles = quantiles), "metrics.json")
