# One tree of depth 10 with leaves of 50 rows: Rscript tree.R fit|cv NUMBERS.csv
# cv: pruned where the error of 10 folds (row modulo 10) is least.
arguments <- commandArgs(TRUE)
folder <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
source(file.path(folder, "peer.R"))
library(rpart)
data <- numbers(arguments[2])
y <- data$churn
data$churn <- factor(y)
is_cv <- arguments[1] == "cv"
control <- rpart.control(maxdepth = 10, minbucket = 50, minsplit = 100, cp = if (is_cv) 0 else -1,
                         xval = 0, maxcompete = 0, maxsurrogate = 0, usesurrogate = 0)
if (is_cv) control$xval <- (seq_along(y) - 1) %% 10 + 1
before <- processor(); begin <- now()
model <- rpart(churn ~ ., data, method = "class", control = control)
more <- ""
if (is_cv) {
  table <- model$cptable
  best <- which.min(table[, "xerror"])
  model <- prune(model, table[best, "CP"])
  more <- sprintf(', "xerror": %.12g, "best_cp": %.12g', table[best, "xerror"], table[best, "CP"])
}
taken <- took(now() - begin, before)
leaf <- as.integer(factor(model$where))
count <- tabulate(leaf)
share <- as.numeric(rowsum(as.numeric(y), leaf)) / count
ranks <- rank(share[leaf])
ones <- sum(y)
auc <- (sum(ranks[y == 1]) - ones * (ones + 1) / 2) / (as.numeric(ones) * (length(y) - ones))
cat(sprintf('{"read_s": %.3f, "leaves": %d, "gini": %.12g, "auc": %.12g%s, %s}\n', read_seconds,
            length(count), sum(count * 2 * share * (1 - share)) / length(y), auc, more, taken))
