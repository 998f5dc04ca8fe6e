# Logistic regression without a penalty: Rscript logistic.R glm|fastglm NUMBERS.csv
arguments <- commandArgs(TRUE)
folder <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
source(file.path(folder, "peer.R"))
data <- numbers(arguments[2])
y <- as.double(data$churn)
if (arguments[1] == "glm") {
  before <- processor(); begin <- now()
  model <- glm(churn ~ ., binomial, data)
  errors <- sqrt(diag(vcov(model)))
  taken <- took(now() - begin, before)
  beta <- coef(model)
  x <- as.matrix(data[, -1])
} else {
  suppressMessages(library(fastglm))
  x <- as.matrix(data[, -1])
  storage.mode(x) <- "double"
  before <- processor(); begin <- now()
  model <- fastglmPure(cbind(1, x), y, family = binomial(), method = 2)
  taken <- took(now() - begin, before)
  beta <- model$coefficients
  errors <- model$se
}
eta <- as.numeric(beta[1] + x %*% beta[-1])
loglik <- sum(y * eta - ifelse(eta > 0, eta + log1p(exp(-eta)), log1p(exp(eta))))
cat(sprintf('{"read_s": %.3f, "loglik": %.6f, "se_x1": %.12f, %s}\n',
            read_seconds, loglik, unname(errors)[2], taken))
