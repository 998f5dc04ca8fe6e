# Elastic nets by glmnet, each polished to the optimum: glmnet stops up to 4e-6 away from it.
#   Rscript penalized.R ../../../notebooks-data/telco/customers.csv
# Terms as in glm.R. Solutions: intercept first, columns in their own units.
suppressMessages(library(glmnet))
source("json.R")
telco_path <- commandArgs(TRUE)[1]
glmnet.control(pmin = 1e-16)

read <- function(file) {
  path <- if (file == "telco") telco_path else file.path("data", file)
  read.csv(path, check.names = FALSE, na.strings = "", encoding = "UTF-8", stringsAsFactors = FALSE)
}

design <- function(data, columns) {
  X <- list()
  for (name in columns) {
    x <- data[[name]]
    if (is.numeric(x)) X[[name]] <- x
    else for (level in sort(unique(x), method = "radix")[-1]) {
      X[[paste0(name, "=", level)]] <- as.numeric(x == level)
    }
  }
  do.call(cbind, X)
}

# Newton on the non-zero coefficients with their signs held, and a check of the optimality conditions;
# coordinates that break them change sides.
polish <- function(Z, y, w, lambda, alpha, f, start) {
  b <- start
  for (round in 1:50) {
    A <- c(TRUE, b[-1] != 0 | f == 0)
    s <- sign(b); s[1] <- 0
    l1 <- lambda * alpha * c(0, f); l2 <- lambda * (1 - alpha) * c(0, f)
    ZA <- cbind(1, Z)[, A, drop = FALSE]
    for (i in 1:60) {
      mu <- as.vector(plogis(ZA %*% b[A]))
      g <- as.vector(crossprod(ZA, w * (y - mu))) - (l2 * b + l1 * s)[A]
      H <- crossprod(ZA, ZA * (w * mu * (1 - mu))) + diag(l2[A], sum(A))
      step <- solve(H, g)
      b[A] <- b[A] + step
      if (max(abs(step)) < 1e-14 * (1 + max(abs(b)))) break
    }
    mu <- as.vector(plogis(cbind(1, Z) %*% b))
    slope <- as.vector(crossprod(cbind(1, Z), w * (y - mu)))
    turned <- A & l1 > 0 & sign(b) != s
    missed <- !A & abs(slope) > l1 * (1 + 1e-9)
    if (!any(turned | missed)) break
    b[turned] <- 0
    b[missed] <- sign(slope[missed]) * 1e-10
  }
  wrong <- ifelse(b == 0, pmax(abs(slope) - l1, 0), abs(slope - l2 * b - sign(b) * l1))
  stopifnot(max(wrong) < 1e-13)
  b
}

fit <- function(file, target, columns, alpha, weights = "1", factors = NULL, folds = 0) {
  data <- read(file)
  y <- data[[target]]
  if (is.character(y)) y <- as.numeric(y == "Yes")
  i <- seq_along(y) - 1
  w <- rep(eval(str2lang(weights), c(list(i = i), as.list(data))), length.out = length(y))
  X <- design(data, columns)
  f <- if (is.null(factors)) rep(1, ncol(X)) else factors
  used <- w > 0
  net <- glmnet(X[used, ], y[used], family = "binomial", weights = w[used], alpha = alpha,
                penalty.factor = f, thresh = 1e-14, maxit = 1e7,
                lambda.min.ratio = if (sum(used) < ncol(X)) 0.01 else 1e-4)
  share <- w / sum(w)
  m <- colSums(X * share); s <- sqrt(colSums((X - rep(m, each = nrow(X)))^2 * share))
  Z <- (X - rep(m, each = nrow(X))) / rep(s, each = nrow(X))
  count <- length(net$lambda)
  places <- unique(round(c(2, count * c(.1, .25, .5, .75), count)))
  solutions <- lapply(places, function(k) {
    rough <- net$beta[, k] * s
    b <- polish(Z, y, share, net$lambda[k], alpha, f * length(f) / sum(f),
                c(net$a0[k] + sum(net$beta[, k] * m), rough))
    eta <- as.vector(cbind(1, Z) %*% b)
    slopes <- b[-1] / s
    list(place = scalar(k - 1), lambda = scalar(net$lambda[k]),
         coef = unname(c(b[1] - sum(slopes * m), slopes)),
         glmnet_distance = scalar(max(abs(b[-1] - rough))),
         log_likelihood = scalar(sum(w * (y * plogis(eta, log.p = TRUE) +
                                          (1 - y) * plogis(-eta, log.p = TRUE)))))
  })
  out <- list(file = scalar(if (file == "telco") "notebooks-data/telco/customers.csv" else paste0("data/", file)),
              target = scalar(target), columns = columns, weights = scalar(weights),
              alpha = scalar(alpha), factors = f, terms = colnames(X), sd = unname(s),
              lambda = net$lambda, df = as.numeric(net$df), dev_ratio = net$dev.ratio,
              solutions = solutions)
  if (folds > 0) {
    # Fold of a row: its number, from 0, modulo the folds.
    cv <- cv.glmnet(X, y, family = "binomial", weights = w, alpha = alpha, penalty.factor = f,
                    lambda = net$lambda, foldid = i %% folds + 1, type.measure = "deviance",
                    thresh = 1e-14, maxit = 1e7)
    out <- c(out, list(cv = list(folds = scalar(folds), deviance = unname(cv$cvm), sd = unname(cv$cvsd),
                                 min = scalar(match(cv$lambda.min, net$lambda) - 1),
                                 one_se = scalar(match(cv$lambda.1se, net$lambda) - 1))))
  }
  out
}

telco_features <- setdiff(names(read("telco")), c("churn", "total_charges"))
some <- c("tenure", "contract", "monthly_charges", "payment_method", "paperless_billing")
wide <- paste0("x", 1:60)
blocks <- paste0("x", 1:8)
fits <- list(
  telco_ridge = fit("telco", "churn", telco_features, 0),
  telco_net = fit("telco", "churn", telco_features, 0.5, folds = 5),
  telco_lasso = fit("telco", "churn", some, 1, folds = 10),
  telco_weights = fit("telco", "churn", some, 1, weights = "i %% 4"),
  cases_levels = fit("glm_cases.csv", "y", c("x1", "city", "x2", "plan"), 1, folds = 5),
  cases_weights = fit("glm_cases.csv", "y", c("x1", "x2", "city"), 0.3, weights = "weight_fraction", folds = 4),
  correlated_lasso = fit("penalized_blocks.csv", "y", blocks, 1, folds = 5),
  correlated_factors = fit("penalized_blocks.csv", "y", blocks, 0.8, factors = c(0, 1, 1, 2, .5, 1, 3, 1)),
  correlated_ridge = fit("penalized_blocks.csv", "y", blocks, 0, factors = c(1, 1, 0, 2, 1, 1, 1, 1), folds = 5),
  wide_lasso = fit("penalized_wide.csv", "y", wide, 1),
  wide_net = fit("penalized_wide.csv", "y", wide, 0.5),
  wide_ridge = fit("penalized_wide.csv", "y", wide, 0)
)
write_json(list(software = software("glmnet"), fits = fits), "penalized.json")
