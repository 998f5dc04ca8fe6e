# What rpart does with gaps, surrogates, priors, losses and regression, tried out: the facts in
# README.md ("rpart_real.json") that hang on behaviour are asserted here.
#   Rscript rpart_surrogate_facts.R
library(rpart)
grow <- function(d, w = rep(1, nrow(d)), ..., minsplit = 2, minbucket = 1, cp = 0, maxdepth = 1,
                 maxsurrogate = 30, xval = 0, parms = list(split = "gini"), method = "class") {
  d$w <- w
  if (method == "anova") parms <- NULL
  rpart(y ~ . - w, d, weights = w, method = method, parms = parms,
        control = rpart.control(minsplit = minsplit, minbucket = minbucket, cp = cp, maxdepth = maxdepth,
                                maxsurrogate = maxsurrogate, maxcompete = 30, usesurrogate = 2, xval = xval))
}
surrogate_rows <- function(m) m$splits[seq_len(nrow(m$splits)) > 1 + m$frame$ncompete[1], , drop = FALSE]
surrogates <- function(m) as.character(rownames(surrogate_rows(m)))
say <- function(...) cat(..., "\n")

# 1. A category is a surrogate only if at least two rows disagree and at least two agree: a copy is none.
g <- rep(c("a", "b", "c", "d"), each = 25)
d <- data.frame(y = factor(ifelse(g %in% c("a", "b"), "n", "y")), g = factor(g))
moved <- function(k) { h <- g; h[seq_len(k)] <- "c"; factor(h) }
d$k0 <- moved(0); d$k1 <- moved(1); d$k2 <- moved(2)
d$one <- factor(c("p", rep("q", 99)))     # sends a single row left
stopifnot(identical(surrogates(grow(d)), c("k2", "one")))
# Rows of weight 0 are not counted.
stopifnot(identical(surrogates(grow(d, c(0, rep(1, 99)))), character()))
# 2. A number must send two rows each way, and a copy is a surrogate.
x <- data.frame(y = d$y, x = 1:100, copy = (1:100)^2, one = c(0, rep(1, 99)), two = c(0, 0, rep(1, 98)))
m <- grow(x)
stopifnot(identical(surrogates(m), c("copy", "two")), surrogate_rows(m)["copy", "adj"] == 1)
# 3. Thresholds of a surrogate lie between values of any rows of the node, those without a value in the
# split's feature and of weight 0 among them; thresholds of splits between rows of positive weight.
x <- data.frame(y = factor(rep(c("n", "y"), c(10, 11))), x = c(1:10, 11:20, NA),
                z = c(30, 2:10, 12:21, 10.5))
stopifnot(surrogate_rows(grow(x))["z", "index"] == 10.25)
x$x[21] <- 10.7
m <- grow(x, c(rep(1, 20), 0))
stopifnot(m$splits[1, "index"] == 10.5, surrogate_rows(m)["z", "index"] == 10.25)
# 4. Agreement: weight of rows sent alike, over the weight of all rows whose value in the split's feature
# is known; rows that lack the surrogate's value count as disagreeing.
x <- data.frame(y = factor(rep(c("n", "y"), each = 10)), x = 1:20, z = c(1:9, NA, 11:20))
m <- grow(x)
s <- surrogate_rows(m)["z", ]
stopifnot(s[["improve"]] == 19 / 20, abs(s[["adj"]] - 0.9) < 1e-12)
# 5. A level of a surrogate with as much weight on both sides goes with the majority of the rows that
# have a level, to the right if that is even too.
x <- data.frame(y = factor(rep(c("n", "y"), c(12, 8))), x = 1:20,
                g = factor(c(rep("a", 9), "t", "t", "b", "t", "t", rep("b", 5), "a")))
m <- grow(x)
s <- nrow(m$splits)
stopifnot(rownames(m$splits)[s] == "g", identical(c(m$csplit[m$splits[s, "index"], ]), c(1L, 3L, 1L)))
# 6. The last resort. Growing goes with the weight of the rows whose value is known, predicting with the
# number of rows (of any kind) in the children: with weights these can differ. Even: the row stays.
x <- data.frame(y = factor(c(rep("n", 6), rep("y", 10), "y")), x = c(1:16, NA))
m <- grow(x, c(rep(5, 6), rep(1, 11)))
leaf <- rownames(m$frame)[m$where]
new <- rownames(m$frame)[rpart:::pred.rpart(m, rpart:::rpart.matrix(model.frame(
  delete.response(m$terms), transform(x, w = 1), na.action = na.pass)))]
say("heavier left, more rows right: grown into", leaf[17], "predicted at", new[17])
stopifnot(leaf[17] == "2", new[17] == "3")
x <- data.frame(y = factor(c(rep("n", 8), rep("y", 8), "y")), x = c(1:16, NA))
m <- grow(x)
stopifnot(rownames(m$frame)[m$where[17]] == "1", m$frame$n == c(17, 8, 8))
# 7. Improvement by available cases: of a class tree it is the decrease among the rows with a value,
# not scaled up; of regression it is divided by the risk of the whole node.
x <- data.frame(y = c(rep(0, 8), rep(3, 8), 9, 1), x = c(1:16, NA, NA))
m <- grow(x, method = "anova")
ss <- function(y) sum((y - mean(y))^2)
stopifnot(all.equal(m$splits[[1, "improve"]], (ss(x$y[1:16]) - 0) / ss(x$y)))
x$y <- factor(rep(c("n", "y", "n"), c(8, 8, 2)))
stopifnot(all.equal(grow(x)$splits[[1, "improve"]], 8))
# 8. Regression: levels are ordered by their mean from the lowest, equal means by number, cut from that
# end, the first best wins; child 2n has the lower mean. So a joins b, not c with the far end.
x <- data.frame(y = rep(c(0, 1, 2), each = 10), g = factor(rep(c("c", "b", "a"), each = 10)))
m <- grow(x, method = "anova")     # c | b a and c b | a improve alike
stopifnot(identical(c(m$csplit[1, ]), c(3L, 3L, 1L)))
# 9. Priors and losses: the root's loss, the probability and the altered priors.
set.seed(4)
x <- data.frame(y = factor(rep(c("n", "y"), c(60, 20))), x = c(rnorm(60), rnorm(20, 2)))
prior <- c(0.3, 0.7); fp <- 2; fn <- 5
m <- grow(x, parms = list(split = "gini", prior = prior, loss = matrix(c(0, fn, fp, 0), 2)))
stopifnot(all.equal(m$frame$dev[1], min(0.7 * fn, 0.3 * fp) * 80), m$frame$yval[1] == 2,
          abs(m$frame$yval2[1, 5] - 0.7) < 1e-12)
altered <- prior * c(fp, fn) / sum(prior * c(fp, fn)) / c(60, 20) * 80
gini <- function(rows) {
  a <- c(sum(rows & x$y == "n"), sum(rows & x$y == "y")) * altered
  sum(a) * (1 - sum((a / sum(a))^2))
}
left <- x$x < m$splits[1, "index"]
stopifnot(all.equal(gini(left | TRUE) - gini(left) - gini(!left), m$splits[[1, "improve"]]))
p <- m$frame$yval2[2, ]
stopifnot(all.equal(p[[5]], p[[3]] * 0.7 / 20 / (p[[2]] * 0.3 / 60 + p[[3]] * 0.7 / 20)))
# 10. Cross-validation swaps the two losses: a root that calls everybody n makes errors of fn each; they
# are counted as fp.
m <- grow(x, parms = list(split = "gini", loss = matrix(c(0, fn, fp, 0), 2)), maxdepth = 3,
          xval = rep(1:4, 20))
say("losses fp 2, fn 5, root calls n: first xerror", m$cptable[1, "xerror"])
stopifnot(m$frame$yval[1] == 1, all.equal(m$cptable[[1, "xerror"]], fp / fn))
