# The seeded synthetic data of this folder.
#   Rscript make_data.R
RNGversion("4.0.0")
number <- function(x, digits = 15) {
  out <- if (is.numeric(x)) sprintf(paste0("%.", digits, "g"), x) else as.character(x)
  ifelse(is.na(x), "", out)
}
save <- function(d, path) {
  write.table(as.data.frame(lapply(d, number), check.names = FALSE), path,
              sep = ",", quote = FALSE, row.names = FALSE, fileEncoding = "UTF-8")
}
chance <- function(eta) as.integer(runif(length(eta)) < plogis(eta))

# Logistic fits: weights, levels in an order that needs code points, gaps, collinear columns.
set.seed(20240501)
n <- 400
x1 <- round(rnorm(n), 4)
x2 <- round(rexp(n, 0.2), 3)
city <- sample(c("apple", "Banana", "Z\u00fcrich", "zebra", "10", "9", "\u00c5rhus"), n, TRUE)
plan <- sample(c("free", "pro", "Pro+"), n, TRUE, c(0.6, 0.3, 0.1))
y <- chance(-0.4 + 0.8 * x1 - 0.1 * x2 + 0.5 * (city == "zebra") - 0.7 * (plan == "pro"))
gap_a <- round(x1 + rnorm(n), 3); gap_b <- round(x2 * runif(n), 3); gap_c <- round(rnorm(n, 10), 2)
lost <- sample(n, 60)
gap_a[lost] <- NA; gap_b[lost] <- NA     # missing on the same rows: they share one indicator
gap_c[sample(n, 41)] <- NA
plan_gap <- ifelse(runif(n) < 0.12, NA, plan)
save(list(y = y, x1 = x1, x2 = x2, city = city, plan = plan,
          gap_a = gap_a, gap_b = gap_b, gap_c = gap_c, plan_gap = plan_gap,
          weight_integer = sample(0:4, n, TRUE, c(1, 4, 2, 1, 1)),
          weight_fraction = ifelse(runif(n) < 0.1, 0, round(runif(n, 0.05, 3), 3)),
          x_sum = round(x1 + x2, 6), x_twice = 2 * x2, constant = 7,
          plan_copy = ifelse(plan == "pro", "b", ifelse(plan == "free", "a", "c"))),
     "data/glm_cases.csv")

# Columns of awkward size, and probabilities next to 0 and 1.
set.seed(20240502)
n <- 250
a <- round(rnorm(n), 3); b <- round(rnorm(n), 3)
y <- chance(0.3 + a - 0.6 * b)
steep <- round(rnorm(n, 0, 8), 3)
y_steep <- chance(1.6 * steep + 0.5 * b)
save(list(y = y, a = a, b = b, a_offset = 1e6 + a, b_offset = 1e6 - 2 * b,
          a_large = a * 1e9, b_small = b * 1e-9, steep = steep, y_steep = y_steep),
     "data/glm_scales.csv")

# Rare events: about 0.6 %.
set.seed(20240503)
n <- 3000
visits <- rpois(n, 4); days <- round(rexp(n, 1 / 60), 1)
save(list(y = chance(-6.3 - 0.2 * visits + 0.015 * days), visits = visits, days = days),
     "data/glm_rare.csv")

# Trees: many levels (with one that a node may lack), ties in x, integer weights with zeros, folds.
set.seed(20240504)
n <- 800
region <- sample(sprintf("r%02d", 1:26), n, TRUE, prob = 1 / (1:26 + 3))
product <- sample(c("a", "B", "c", "D", "e", "F", "g"), n, TRUE)
score <- sample(0:12, n, TRUE)
value <- round(rgamma(n, 2, 0.02), 1)
effect <- setNames(rnorm(26), sprintf("r%02d", 1:26))
y <- chance(-0.5 + effect[region] + 0.15 * (score - 6) * (product %in% c("a", "D", "g")) -
              0.006 * value)
save(list(y = ifelse(y == 1, "yes", "no"), region = region, product = product, score = score,
          value = value, weight = sample(0:5, n, TRUE, c(1, 5, 3, 2, 1, 1)),
          fold = sample(rep(1:10, length.out = n)), fold5 = sample(rep(1:5, length.out = n))),
     "data/tree_levels.csv")

# Trees: exact ties between columns and between cuts, and full growth on few rows.
set.seed(20240505)
n <- 120
u <- sample(1:8, n, TRUE)
save(list(y = ifelse(chance(0.9 * (u - 4.5)) == 1, "yes", "no"), noise = sample(1:5, n, TRUE),
          u = u, u_copy = u, u_reversed = 9 - u,
          u_levels = letters[u], v = round(rnorm(n), 1)),
     "data/tree_ties.csv")

# Trees: rpart stops here earlier than its own pruning would (README.md, "Which nodes are tried").
set.seed(1134)
n <- 100
x <- round(rnorm(n), 1); z <- round(rnorm(n), 1); g <- sample(letters[1:6], n, TRUE)
save(list(y = ifelse(runif(n) < plogis(x * z), "yes", "no"), x = x, z = z, g = g),
     "data/tree_early.csv")
