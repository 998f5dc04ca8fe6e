# Standard errors of the logistic recalibration of scores that judging.R has too: glm; clustered, three
# rows a cluster, by sandwich.
suppressPackageStartupMessages(library(sandwich))
source("json.R")
read <- function(path) read.csv(path, colClasses = "character", na.strings = c("", "NA"))
n_ <- as.numeric
sets <- list(
  cdnow = local({
    d <- read("data/real_cdnow.csv"); r <- n_(d$recency_days); k <- n_(d$orders)
    list(y = d$churned == "1", continuous = (r + 30) / (r + 30 + 40 * k), tied = 4 / (4 + k))
  }),
  credit = local({
    d <- read("data/real_credit_data.csv"); d <- d[!is.na(d$Income), ]
    a <- n_(d$Amount); s <- n_(d$Seniority)
    list(y = d$Status == "bad", continuous = a / (a + 8 * n_(d$Income) + 100 * s + 300),
         tied = ifelse(s < 2, 3 / 7, ifelse(s < 5, 1 / 3, ifelse(s < 9, 1 / 4, 1 / 8))))
  })
)
tight <- glm.control(epsilon = 1e-14, maxit = 100)
# glm's covariance is that of the step before the last: once more, from the estimates.
settled <- function(formula) {
  fit <- glm(formula, family = binomial, control = tight)
  for (i in 1:3) fit <- glm(formula, family = binomial, control = tight, start = coef(fit))
  fit
}
line <- function(fit, place) {
  row <- coef(summary(fit))[place, ]
  clusters <- (seq_along(fit$y) - 1) %/% 3
  clustered <- sqrt(vcovCL(fit, clusters, type = "HC0", cadjust = TRUE)[place, place])
  list(value = scalar(row[[1]]), standard_error = scalar(row[[2]]),
       clustered = scalar(clustered),
       low = scalar(row[[1]] - qnorm(0.975) * row[[2]]),
       high = scalar(row[[1]] + qnorm(0.975) * row[[2]]))
}
cases <- list()
for (name in names(sets)) for (score in c("continuous", "tied")) {
  y <- sets[[name]]$y; l <- qlogis(sets[[name]][[score]])
  cases <- c(cases, list(list(
    set = scalar(name), score = scalar(score),
    intercept = line(settled(y ~ offset(l)), 1),
    slope = line(settled(y ~ l), 2))))
}
write_json(list(software = software("sandwich"), cases = cases), "recalibration.json")
