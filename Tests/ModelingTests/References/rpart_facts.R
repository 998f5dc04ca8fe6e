# What rpart does, tried out: every fact in README.md that hangs on behaviour is asserted here.
#   Rscript rpart_facts.R
library(rpart)
RNGversion("4.0.0")
plain <- function(...) rpart.control(xval = 0, maxcompete = 0, maxsurrogate = 0, usesurrogate = 0, ...)
grow <- function(d, w = rep(1, nrow(d)), ..., split = "gini") {
  d$w <- w
  rpart(y ~ . - w, d, weights = w, method = "class", parms = list(split = split), control = plain(...))
}
leaves <- function(m) m$frame[m$frame$var == "<leaf>", ]
say <- function(...) cat(..., "\n")

# 1. Complexity of leaves: not tried -> cp; tried and undone -> what was computed (<= cp).
d <- data.frame(y = factor(rep(c("n", "y", "n", "y"), c(30, 10, 8, 24))), x = rep(1:4, c(30, 10, 8, 24)))
m <- grow(d, cp = 0.01, minsplit = 100)
say("root too small to be tried: complexity", m$frame$complexity)
stopifnot(m$frame$complexity == 0.01)
m <- grow(d, cp = 0.9, minsplit = 2, minbucket = 1)
say("root tried and undone at cp 0.9: complexity", m$frame$complexity, "cptable", m$cptable)
m <- grow(data.frame(y = factor(rep(c("n", "y"), 30)), x = 1), cp = 0.01)
say("no split exists (constant column): complexity", m$frame$complexity)
stopifnot(m$frame$complexity == 0.01)

# 2. minsplit counts rows, zero weights included; minbucket counts rows of positive weight.
d <- data.frame(y = factor(rep(c("n", "y"), each = 10)), x = 1:20)
stopifnot(nrow(grow(d, rep(100, 20), minsplit = 21, minbucket = 1)$frame) == 1)  # weight is no help
stopifnot(nrow(grow(d, rep(c(1, 0), 10), minsplit = 20, minbucket = 1)$frame) == 3)  # 10 weigh 0
stopifnot(nrow(grow(d, rep(c(1, 0), 10), minsplit = 2, minbucket = 5)$frame) == 3)
stopifnot(nrow(grow(d, rep(c(1, 0), 10), minsplit = 2, minbucket = 6)$frame) == 1)
m <- grow(d, rep(c(1, 0), 10), minsplit = 2, minbucket = 5)
say("threshold between rows of positive weight:", m$splits[1, "index"], "n", m$frame$n, "wt", m$frame$wt)
stopifnot(m$splits[1, "index"] == 10)  # rows 9 and 11 weigh 1, row 10 weighs 0
# A leaf may hold fewer rows than minsplit; a node of exactly minsplit rows is tried.
stopifnot(nrow(grow(d, minsplit = 20, minbucket = 10)$frame) == 3)
# maxdepth counts edges from the root.
stopifnot(nrow(grow(d, minsplit = 2, minbucket = 1, maxdepth = 1)$frame) == 3)

# 3. A tie of classes goes to the first class.
m <- grow(data.frame(y = factor(rep(c("n", "y"), 10)), x = 1), cp = 0.5)
stopifnot(m$frame$yval == 1, m$frame$dev == 10)

# 4. Ties: first column of the formula; within a column the lowest cut; levels by share, then number.
d <- data.frame(y = factor(rep(c("n", "y", "n"), c(10, 10, 10))), b = rep(1:3, each = 10))
d$a <- d$b
m <- grow(d, minsplit = 2, minbucket = 1, cp = 0, maxdepth = 1)
stopifnot(rownames(m$splits)[1] == "b", m$splits[1, "index"] == 1.5)
d <- data.frame(y = factor(rep(rep(c("n", "y"), c(3, 1)), 4)), g = factor(rep(c("d", "c", "b", "a"), each = 4)))
d <- rbind(d, data.frame(y = factor(rep("y", 8), c("n", "y")), g = rep("e", 8)))
m <- grow(d, minsplit = 2, minbucket = 1, cp = 0)
stopifnot(identical(c(m$csplit[1, ]), c(1L, 1L, 1L, 1L, 3L)))
# Levels are cut from the highest share of the second class downwards, equal shares by number:
# a cut of equal improvement near the high end wins (of a number, the lowest cut wins).
d <- data.frame(y = factor(rep(c("n", "y", "n", "y"), c(10, 5, 5, 10))), g = factor(rep(c("a", "b", "c"), each = 10)))
for (rule in c("gini", "information")) {
  m <- grow(d, minsplit = 2, minbucket = 1, cp = 0, maxdepth = 1, split = rule)
  stopifnot(identical(c(m$csplit), c(1L, 1L, 3L)))
  m <- grow(transform(d, g = as.numeric(g)), minsplit = 2, minbucket = 1, cp = 0, maxdepth = 1, split = rule)
  stopifnot(m$splits[1, "index"] == 1.5)
}
d <- data.frame(y = factor(c(rep(c("n", "y"), 10), rep("y", 5))), g = factor(rep(c("a", "b", "c"), c(10, 10, 5))))
m <- grow(d, minsplit = 2, minbucket = 10, cp = -1, maxdepth = 1)
say("shares a = b < c, ten rows at least on a side, sides of a b c:", m$csplit)
stopifnot(identical(c(m$csplit), c(3L, 1L, 3L)))  # a joins c
d <- data.frame(y = factor(rep(c("n", "y"), 20)), g = factor(rep(c("a", "b"), each = 20)))
stopifnot(nrow(grow(d, minsplit = 2, minbucket = 1, cp = -1)$frame) == 1)  # improvement 0 is no split
# A level the node lacks is neither side (2 in csplit); prediction stops at the node.
d <- data.frame(y = factor(rep(c("n", "y"), each = 20)), g = factor(rep(c("a", "b"), each = 20), c("a", "b", "z")))
m <- grow(d, minsplit = 2, minbucket = 1)
stopifnot(m$csplit[1, ] == c(1, 3, 2))
stopifnot(predict(m, data.frame(g = factor("z", levels = c("a", "b", "z")), w = 1))[1, 2] == 0.5)

# 5. improve = sum of weights x decrease of impurity, gini: 1 - sum p^2, information: natural log.
d <- data.frame(y = factor(rep(c("n", "y", "y"), c(12, 3, 15))), x = rep(1:2, 15:15), stringsAsFactors = TRUE)
w <- rep(c(2, 1), 15)
gini <- function(y, w) { p <- tapply(w, y, sum, default = 0) / sum(w); sum(w) * (1 - sum(p^2)) }
entropy <- function(y, w) {
  p <- tapply(w, y, sum, default = 0) / sum(w); p <- p[p > 0]; -sum(w) * sum(p * log(p))
}
for (rule in c("gini", "information")) {
  m <- grow(d, w, minsplit = 2, minbucket = 1, maxdepth = 1, split = rule)
  f <- if (rule == "gini") gini else entropy
  left <- d$x < m$splits[1, "index"]
  gain <- f(d$y, w) - f(d$y[left], w[left]) - f(d$y[!left], w[!left])
  stopifnot(abs(gain - m$splits[1, "improve"]) < 1e-12)
}

# 6. xerror and xstd by hand. Let R0 be the loss of the whole root, W all weight, W_f that of a fold's
# training rows. The fold tree is grown with threshold alpha = cp R0 W_f / W on the loss scale, and
# row k of the table is judged at beta_k = sqrt(cp_(k-1) cp_k) R0 W_f / W, beta_1 = infinity.
set.seed(1)
for (trial in 1:30) {
  n <- 300
  d <- data.frame(x = round(rnorm(n), 1), z = rnorm(n), g = factor(sample(letters[1:5], n, TRUE)))
  d$y <- factor(ifelse(runif(n) < plogis(d$x + (d$g == "b") - 0.3), "y", "n"))
  d$w <- if (trial %% 2) rep(1, n) else sample(1:3, n, TRUE)
  fold <- sample(rep(1:5, length.out = n))
  cp <- c(0.002, 0.01, 0)[trial %% 3 + 1]
  m <- rpart(y ~ x + z + g, d, weights = w, method = "class",
             control = rpart.control(xval = fold, cp = cp, maxsurrogate = 0, usesurrogate = 0, maxcompete = 0))
  t <- m$cptable
  R0 <- m$frame$dev[1]; W <- sum(d$w)
  beta <- c(Inf, sqrt(t[-1, "CP"] * t[-nrow(t), "CP"])) * R0
  lost <- matrix(0, n, nrow(t))
  for (f in 1:5) {
    out <- fold == f
    share <- sum(d$w[!out]) / W
    rest <- d[!out, ]
    Rf <- min(tapply(rest$w, rest$y, sum))
    mf <- rpart(y ~ x + z + g, rest, weights = w, method = "class",
                control = plain(cp = cp * R0 * share / Rf))
    for (k in seq_len(nrow(t))) {
      level <- beta[k] * share / Rf     # as a cp of the fold's tree
      cut <- if (is.infinite(level)) snip.rpart(mf, 1) else prune(mf, cp = level)
      lost[out, k] <- as.character(predict(cut, d[out, ], type = "class")) != as.character(d$y[out])
    }
  }
  risk <- colSums(lost * d$w)
  stopifnot(max(abs(risk / R0 - t[, "xerror"])) < 1e-9)
  stopifnot(max(abs(sqrt(colSums(lost^2 * d$w) - risk^2 / W) / R0 - t[, "xstd"])) < 1e-9)
}
say("xerror and xstd reproduced in 30 trials")

# 7. The cp table: first row the root's complexity with 0 splits, last row the option cp; values fall
# strictly; prune(cp of row k) has the splits and the loss of row k. A root alone has one row.
set.seed(3)
for (trial in 1:300) {
  n <- 150
  d <- data.frame(x = round(rnorm(n), 1), z = round(rnorm(n), 1), g = factor(sample(letters[1:6], n, TRUE)))
  d$y <- factor(ifelse(runif(n) < plogis(d$x * d$z), "y", "n"), c("n", "y"))
  cp <- c(0, 0.004, 0.02)[trial %% 3 + 1]
  m <- grow(d, cp = cp, minsplit = 6, minbucket = 2)
  t <- m$cptable
  if (nrow(m$frame) == 1) { stopifnot(nrow(t) == 1); next }
  stopifnot(t[1, "nsplit"] == 0, abs(t[nrow(t), "CP"] - cp) < 1e-15, diff(t[, "CP"]) < 0,
            t[1, "CP"] == m$frame$complexity[1])
  for (k in seq_len(nrow(t))) {
    f <- prune(m, cp = t[k, "CP"])$frame
    stopifnot(sum(f$var != "<leaf>") == t[k, "nsplit"],
              abs(sum(f$dev[f$var == "<leaf>"]) / f$dev[1] - t[k, "rel error"]) < 1e-12)
  }
}
say("cp tables agree with pruning in 300 trials")

# 8. Growing at cp and growing at 0, then pruning at cp: how often do they differ?
set.seed(2)
inner_only <- function(a, b) {
  inner <- function(m) rownames(m$frame)[m$frame$var != "<leaf>"]
  node <- setdiff(inner(a), inner(b))
  paste0(node, " (", signif(a$frame[node, "complexity"] * a$frame$dev[1], 4), ")")
}
different <- ties <- 0
for (trial in 1:2000) {
  n <- sample(c(60, 200), 1)
  d <- data.frame(x = round(rnorm(n), 1), z = round(rnorm(n), 1), g = factor(sample(letters[1:6], n, TRUE)))
  d$y <- factor(ifelse(runif(n) < plogis(d$x * d$z), "y", "n"), c("n", "y"))
  cp <- sample(c(0.003, 0.0123, 0.0345, 0.0789), 1)
  a <- grow(d, cp = cp, minsplit = 6, minbucket = 2)
  b <- prune(grow(d, cp = 0, minsplit = 6, minbucket = 2), cp = cp)
  if (!identical(rownames(a$frame), rownames(b$frame))) {
    different <- different + 1
    say("  cp", cp, "in losses", cp * a$frame$dev[1], "grown", nrow(a$frame), "nodes, pruned", nrow(b$frame),
        "; inner nodes only in the pruned one:", inner_only(b, a), "; only in the grown one:", inner_only(a, b))
  }
  gaps <- -diff(a$cptable[, "CP"]) / a$cptable[-nrow(a$cptable), "CP"]
  ties <- ties + any(gaps > 0 & gaps < 1e-9)
}
say("grown at cp against pruned from 0:", different, "of 2000 trees differ")
say("cp tables with two values closer than 1e-9:", ties, "of 2000")
