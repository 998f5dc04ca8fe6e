# The invented data of penalized.R: more columns than rows, and columns in correlated pairs.
set.seed(11)
X <- round(matrix(rnorm(30 * 60), 30), 2)
y <- as.integer(X[, 1] - X[, 2] + 0.5 * X[, 3] + rnorm(30) > 0)
write.csv(data.frame(y = y, setNames(as.data.frame(X), paste0("x", 1:60))), "data/penalized_wide.csv",
          row.names = FALSE, quote = FALSE)
n <- 300
X <- matrix(rnorm(n * 8), n)
for (j in c(2, 4, 6)) X[, j] <- X[, j - 1] + 0.1 * X[, j]
X <- round(X %*% diag(c(1, 1, 100, 100, .01, .01, 1, 1)) + rep(c(0, 0, 1e4, 0, 0, 0, 5, 0), each = n), 4)
eta <- X[, 1] - 0.5 * X[, 2] + 0.01 * (X[, 3] - 1e4) + 50 * X[, 6] - 1
y <- as.integer(runif(n) < plogis(eta))
write.csv(data.frame(y = y, setNames(as.data.frame(X), paste0("x", 1:8))), "data/penalized_blocks.csv",
          row.names = FALSE, quote = FALSE)
