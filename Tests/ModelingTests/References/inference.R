# Inference of logistic regressions: profile limits, likelihood ratios, variance inflation, sandwich
# standard errors, and Firth's estimates.
#   Rscript inference.R ../../../notebooks-data/telco/customers.csv [../../../../shared/data]
# writes inference.json and, with the second argument, inference_shared.json of data that are not
# part of the project. Terms as in glm.R.
#
# Profile limits are roots (uniroot) of the deviance of glm.fit(offset =) at epsilon 1e-14. Firth's
# estimates come from brglm2 (type AS_mean, epsilon 1e-12); its profiles and p-values from the
# scoring below, which keeps the hat values of all columns while one coefficient is held, as Heinze &
# Schemper (2002) and logistf do, and which is checked against brglm2 where nothing is held.
suppressMessages({library(sandwich); library(brglm2); library(car)})
source("json.R")
arguments <- commandArgs(TRUE)
read <- function(path) {
  read.csv(path, check.names = FALSE, na.strings = c("", "NA"), encoding = "UTF-8", stringsAsFactors = FALSE)
}
folder <- function(file) {
  if (file == "notebooks-data/telco/customers.csv") arguments[1]
  else if (startsWith(file, "data/")) file else file.path(arguments[2], file)
}

# The design matrix and the variable of each column; no gaps.
design <- function(data, columns, categorical) {
  X <- list("(Intercept)" = rep(1, nrow(data)))
  variable <- ""
  for (name in columns) {
    x <- data[[name]]
    if (is.numeric(x) && !(name %in% categorical)) {
      X[[name]] <- x
      variable <- c(variable, name)
    } else {
      levels <- sort(as.character(unique(x)), method = "radix")
      for (level in levels[-1]) {
        X[[paste0(name, "=", level)]] <- as.numeric(x == level)
        variable <- c(variable, name)
      }
    }
  }
  list(X = do.call(cbind, X), variable = variable)
}

tight <- glm.control(epsilon = 1e-14, maxit = 200)
# Without a start of ours: from a far one glm.fit, which never halves a step that makes the deviance
# larger, runs away.
ml <- function(X, y, w, offset = rep(0, length(y))) {
  fit <- suppressWarnings(glm.fit(X, y, weights = w, offset = offset, family = binomial(),
                                  control = tight))
  score <- crossprod(X, w * (y - fit$fitted.values)) / sqrt(colSums(w * X^2))
  stopifnot(abs(score) < 1e-6)
  fit
}
loglik <- function(eta, y, w) sum(w * ifelse(y == 1, plogis(eta, log.p = TRUE), plogis(-eta, log.p = TRUE)))

root <- function(f, near, far) {
  for (k in 1:60) { if (f(far) > 0) break; far <- near + 2 * (far - near) }
  uniroot(f, sort(c(near, far)), tol = 1e-13 * max(1e-3, abs(near), abs(far)), maxiter = 1000)$root
}

profile_ends <- function(X, y, w, fit, se, critical) {
  top <- loglik(fit$linear.predictors, y, w)
  sapply(seq_len(ncol(X)), function(j) {
    f <- function(t) {
      held <- if (ncol(X) == 1) t * X[, j] else
        ml(X[, -j, drop = FALSE], y, w, offset = t * X[, j])$linear.predictors
      2 * (top - loglik(held, y, w)) - critical
    }
    b <- fit$coefficients[j]
    c(root(f, b, b - 2.5 * se[j]), root(f, b, b + 2.5 * se[j]))
  })
}

firth <- function(X, y, w, held = NULL, value = 0, start = rep(0, ncol(X))) {
  beta <- start
  beta[held] <- value
  free <- setdiff(seq_len(ncol(X)), held)
  at <- function(beta) {
    eta <- drop(X %*% beta)
    W <- w * plogis(eta) * plogis(-eta)
    R <- qr(sqrt(W) * X)
    h <- rowSums(qr.Q(R)^2)
    list(value = loglik(eta, y, w) + sum(log(abs(diag(qr.R(R))))),
         U = drop(crossprod(X, w * (y - plogis(eta)) + h * (0.5 - plogis(eta)))),
         I = crossprod(sqrt(W) * X))
  }
  here <- at(beta)
  for (k in 1:5000) {
    if (!length(free)) break
    d <- sqrt(diag(here$I))[free]
    step <- solve(here$I[free, free, drop = FALSE] / outer(d, d), here$U[free] / d) / d
    done <- max(abs(step) * d) < 1e-11
    if (done) break
    for (half in 0:40) {
      new <- beta
      new[free] <- beta[free] + step / 2^half
      there <- at(new)
      if (is.finite(there$value) && there$value >= here$value - 1e-12 * (1 + abs(here$value))) break
    }
    beta <- new
    here <- there
  }
  stopifnot(!length(free) || done)
  list(coefficients = beta, value = here$value, se = sqrt(diag(solve(here$I))))
}

firth_part <- function(X, y, w, variable, critical, ends) {
  control <- list(epsilon = 1e-12, maxit = 10000, type = "AS_mean")
  reference <- suppressWarnings(glm(y ~ X - 1, family = binomial(), weights = w,
                                    method = "brglmFit", control = control))
  b <- unname(coef(reference))
  own <- firth(X, y, w, start = b)
  se <- unname(summary(reference)$coefficients[, 2])
  stopifnot(abs(own$coefficients - b) < 1e-7 * pmax(abs(b), se))
  own$coefficients <- unname(own$coefficients)
  # With one coefficient held the penalised likelihood may have several maxima: the largest of those
  # reached directly and along the path from the estimate.
  fall <- function(held, value = 0) {
    best <- firth(X, y, w, held, value, own$coefficients)$value
    if (length(held) == 1 && length(y) < 500) {
      path <- own$coefficients
      for (t in seq(own$coefficients[held], value, length.out = 25)[-1]) {
        step <- firth(X, y, w, held, t, path)
        path <- step$coefficients
      }
      best <- max(best, step$value)
    }
    2 * (own$value - best)
  }
  one <- function(j) fall(j)
  statistic <- sapply(seq_along(b), one)
  limits <- if (!ends) NULL else sapply(seq_along(b), function(j) {
    f <- function(t) fall(j, t) - critical
    x <- own$coefficients[j]
    c(root(f, x, x - 2.5 * se[j]), root(f, x, x + 2.5 * se[j]))
  })
  variables <- unique(variable[-1])
  list(coef = b, se = se, penalized_loglik = scalar(own$value),
       p = pchisq(statistic, 1, lower.tail = FALSE),
       low = if (ends) limits[1, ] else NULL, high = if (ends) limits[2, ] else NULL,
       drop_one = sapply(variables, function(v) fall(which(variable == v))),
       whole = scalar(fall(2:ncol(X))))
}

inference <- function(file, target, event, columns, categorical = character(), weights = "1",
                      clusters = "i %% 200", rows = Inf, ml_too = TRUE, firth_too = TRUE,
                      firth_ends = TRUE) {
  data <- read(folder(file))
  data <- data[complete.cases(data[c(columns, target)]), ]
  data <- data[seq_len(min(rows, nrow(data))), ]
  y <- as.numeric(as.character(data[[target]]) == event)
  i <- seq_along(y) - 1
  w <- rep(eval(str2lang(weights), c(list(i = i), as.list(data))), length.out = length(y))
  cluster <- eval(str2lang(clusters))
  made <- design(data, columns, categorical)
  X <- made$X
  variable <- made$variable
  critical <- qchisq(0.95, 1)
  result <- list(file = scalar(file), target = scalar(target), event = scalar(event),
                 columns = I(columns), categorical = I(categorical), weights = scalar(weights),
                 clusters = scalar(clusters), rows = scalar(length(y)), terms = colnames(X))
  if (ml_too) {
    fit <- suppressWarnings(glm(y ~ X - 1, family = binomial(), weights = w, control = tight))
    # Once more from the estimate: glm's covariance belongs to the step before its last.
    fit <- suppressWarnings(glm(y ~ X - 1, family = binomial(), weights = w, control = tight,
                                start = coef(fit)))
    V <- unname(vcov(fit))
    se <- sqrt(diag(V))
    b <- unname(coef(fit))
    top <- loglik(fit$linear.predictors, y, w)
    share <- sum(w * y) / sum(w)
    bottom <- loglik(rep(qlogis(share), length(y)), y, w)
    ends <- unname(profile_ends(X, y, w, list(coefficients = b, linear.predictors = fit$linear.predictors), se, critical))
    R <- cov2cor(V[-1, -1, drop = FALSE])
    variables <- unique(variable[-1])
    places <- lapply(variables, function(v) which(variable[-1] == v))
    gvif <- sapply(places, function(p) {
      if (length(p) == ncol(R)) 1 else
        det(R[p, p, drop = FALSE]) * det(R[-p, -p, drop = FALSE]) / det(R)
    })
    if (length(variables) > 1) {
      frame <- data[columns]
      for (name in columns) if (name %in% categorical || is.character(frame[[name]]))
        frame[[name]] <- factor(frame[[name]], levels = sort(as.character(unique(frame[[name]])), method = "radix"))
      formula <- reformulate(paste0("`", columns, "`"), "y")
      environment(formula) <- environment()
      by_car <- vif(suppressWarnings(glm(formula, family = binomial(), data = cbind(frame, y = y), weights = w, control = tight)))
      by_car <- if (is.matrix(by_car)) by_car[, 1] else by_car
      # car sees the covariance of the step before the last.
      stopifnot(abs(unname(by_car) / gvif - 1) < 1e-6)
    }
    lengths <- sqrt(colSums(w * X^2))
    total <- sum(w)
    # From centred columns and carried back: products of covariances lose digits to large means.
    means <- c(0, colMeans(X[, -1, drop = FALSE]))
    centred <- sweep(X, 2, means)
    around <- suppressWarnings(glm(y ~ centred - 1, family = binomial(), weights = w, control = tight))
    around <- suppressWarnings(glm(y ~ centred - 1, family = binomial(), weights = w, control = tight,
                                   start = coef(around)))
    back <- diag(ncol(X))
    back[1, ] <- back[1, ] - means
    spread <- function(V) unname(sqrt(diag(back %*% V %*% t(back))))
    result$ml <- list(
      coef = b, se = se, low = ends[1, ], high = ends[2, ],
      whole = scalar(2 * (top - bottom)),
      variables = variables, df = lengths(places),
      drop_one = sapply(places, function(p) {
        rest <- ml(X[, -(p + 1), drop = FALSE], y, w)
        2 * (top - loglik(rest$linear.predictors, y, w))
      }),
      gvif = gvif, condition = scalar(kappa(sweep(sqrt(w) * X, 2, lengths, "/"), exact = TRUE)),
      mcfadden = scalar(1 - top / bottom),
      nagelkerke = scalar(expm1(2 * (bottom - top) / total) / expm1(2 * bottom / total)),
      se_hc0 = spread(vcovHC(around, type = "HC0")),
      se_hc1 = spread(vcovHC(around, type = "HC1")),
      se_clustered = spread(vcovCL(around, cluster = cluster, type = "HC0", cadj = TRUE)))
    result$ml$p_drop_one <- pchisq(result$ml$drop_one, result$ml$df, lower.tail = FALSE)
  }
  if (firth_too) result$firth <- firth_part(X, y, w, variable, critical, firth_ends)
  result
}

# The endometrial pattern: an indicator that only one class has; and complete separation by x.
set.seed(20240607)
n <- 60
x <- round(rnorm(n), 3)
z <- round(rnorm(n, 10, 4), 2)
y <- as.numeric(runif(n) < plogis(-0.5 + x))
quasi <- ifelse(y == 1 & runif(n) < 0.3, 1, 0)
write.csv(data.frame(y = y, x = x, z = z, quasi = quasi, y_complete = as.numeric(x > 0.1),
                     weight = round(runif(n, 0.5, 3), 2)),
          "data/separated.csv", row.names = FALSE, quote = FALSE)

telco <- "notebooks-data/telco/customers.csv"
some <- c("tenure", "contract", "monthly_charges", "payment_method")
cases <- "data/glm_cases.csv"
made <- "data/separated.csv"
fits <- list(
  telco = inference(telco, "churn", "Yes", some, firth_ends = FALSE),
  telco_weights = inference(telco, "churn", "Yes", some, weights = "i %% 3 + 1", rows = 1500, firth_ends = FALSE),
  cases = inference(cases, "y", "1", c("x1", "x2", "city", "plan"), clusters = "i %% 17"),
  cases_weights = inference(cases, "y", "1", c("x1", "x2", "plan"), weights = "weight_fraction + 0.1"),
  one_column = inference(cases, "y", "1", "x1", rows = 100, clusters = "i %/% 4"),
  offset = inference("data/glm_scales.csv", "y", "1", c("a_offset", "b_offset"), firth_too = FALSE),
  quasi_separated = inference(made, "y", "1", c("x", "z", "quasi"), ml_too = FALSE),
  completely_separated = inference(made, "y_complete", "1", c("x", "z"), ml_too = FALSE),
  separated_weights = inference(made, "y", "1", c("x", "z", "quasi"), weights = "weight", ml_too = FALSE)
)
packages <- c("sandwich", "brglm2", "car")
write_json(list(software = software(packages), fits = fits), "inference.json")

if (length(arguments) > 1) {
  german <- setdiff(names(read(folder("oracles/germancredit.csv"))), "creditability")
  shared <- list(
    ucla_admit = inference("oracles/ucla_admit.csv", "admit", "1", c("gre", "gpa", "rank"), "rank"),
    kyphosis = inference("oracles/kyphosis.csv", "Kyphosis", "present", c("Age", "Number", "Start"), clusters = "i %/% 3"),
    spector = inference("oracles/spector_program_effectiveness.csv", "grade", "increase", c("average", "testscore", "participation"), clusters = "i %% 10"),
    donner = inference("oracles/donner.csv", "survived", "1", c("age", "sex"), clusters = "i %/% 5"),
    german = inference("oracles/germancredit.csv", "creditability", "bad",
                       c("status_of_existing_checking_account", "duration_in_month", "credit_amount", "age_in_years", "purpose", "housing"),
                       firth_ends = FALSE),
    default = inference("pathology/default_islr_rare.csv", "default", "Yes", c("balance", "income", "student"), firth_ends = FALSE),
    completely_separated = inference("pathology/complete_separation_synthetic.csv", "y", "1", c("x", "z"), ml_too = FALSE)
  )
  write_json(list(software = software(packages), fits = shared), "inference_shared.json")
}
