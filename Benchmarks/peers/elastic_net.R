# Elastic-net path with 10-fold cross-validation: Rscript elastic_net.R cv|cv_par NUMBERS.csv
arguments <- commandArgs(TRUE)
folder <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
source(file.path(folder, "peer.R"))
suppressMessages(library(glmnet))
data <- numbers(arguments[2])
y <- data$churn
x <- as.matrix(data[, -1])
folds <- (seq_along(y) - 1) %% 10 + 1
if (arguments[1] == "cv_par") {
  suppressMessages(library(doMC))
  registerDoMC(threads)
}
before <- processor(); begin <- now()
model <- cv.glmnet(x, y, family = "binomial", alpha = 0.5, foldid = folds,
                   type.measure = "deviance", parallel = arguments[1] == "cv_par")
taken <- took(now() - begin, before)
best <- which(model$lambda == model$lambda.min)
one <- which(model$lambda == model$lambda.1se)
cat(sprintf(paste0('{"read_s": %.3f, "n_lambda": %d, "lambda_min": %.12g, "cv_dev_min": %.12g, ',
                   '"lambda_1se": %.12g, "nz_1se": %d, %s}\n'),
            read_seconds, length(model$lambda), model$lambda.min, model$cvm[best],
            model$lambda.1se, model$nzero[one], taken))
