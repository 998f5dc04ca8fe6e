# Bases of natural cubic splines by R's splines::ns, and logistic regressions with interactions,
# splines, log1p and standardised columns by glm.
#   Rscript design.R ../../../notebooks-data/telco/customers.csv
source("json.R")
library(splines)
telco_path <- commandArgs(TRUE)[1]
set.seed(20, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")

# Bases: the training values, values to look the basis up at (outside the boundary among them).
basis <- function(x, df, at) {
  b <- ns(x, df = df)
  flat <- function(m) unname(lapply(seq_len(ncol(m)), function(j) as.numeric(m[, j])))
  list(x = x, df = scalar(df), knots = as.numeric(attr(b, "knots")),
       boundary = as.numeric(attr(b, "Boundary.knots")),
       training = flat(unclass(b)), at = at, values = flat(unclass(predict(b, at))))
}
normal <- round(rnorm(60), 3)
ties <- c(rep(1, 9), rep(2, 8), 3:20, rep(7, 5))
skewed <- round(exp(rnorm(80, 3, 1.5)), 2)
offset <- 1e6 + (1:50)^2 / 8
around <- function(x) {
  r <- diff(range(x))
  c(min(x) - r, min(x) - r / 7, min(x), mean(x), max(x), max(x) + r / 3, max(x) + 10 * r)
}
bases <- list(
  normal_1 = basis(normal, 1, around(normal)), normal_2 = basis(normal, 2, around(normal)),
  normal_3 = basis(normal, 3, around(normal)), normal_4 = basis(normal, 4, around(normal)),
  normal_10 = basis(normal, 10, around(normal)), ties_4 = basis(ties, 4, around(ties)),
  skewed_5 = basis(skewed, 5, around(skewed)), offset_4 = basis(offset, 4, around(offset)),
  few_3 = basis(c(0, 1, 2, 3), 3, around(0:3)))

# A made-up file: three numbers, two columns of levels, fractional weights.
n <- 400
made <- data.frame(
  a = round(rnorm(n), 3), b = round(exp(rnorm(n, 2, 1)), 2), c = round(runif(n, -50, 150), 1),
  plan = sample(c("basic", "gold", "silver"), n, TRUE, c(0.5, 0.3, 0.2)),
  city = sample(c("Ulm", "Bonn", "Kiel", "Jena"), n, TRUE),
  weight = round(runif(n, 0.2, 3), 2))
eta <- with(made, -0.4 + sin(2 * a) + 0.5 * log1p(b) - 0.01 * c + 0.8 * (plan == "gold") * a -
              0.7 * (plan == "silver") * (city == "Kiel") - 0.6)
made$y <- as.integer(runif(n) < plogis(eta))
write.csv(made, "data/design_cases.csv", row.names = FALSE, quote = FALSE)

read <- function(path) read.csv(path, na.strings = "", stringsAsFactors = FALSE)
telco <- read(telco_path)
telco <- telco[c("tenure", "monthly_charges", "contract", "internet_service", "churn")]
cases <- read("data/design_cases.csv")

# R's names of terms as the workbench writes them.
rename <- function(terms, data) {
  one <- function(part) {
    if (grepl("^ns\\(", part)) {
      return(sub("^ns\\(([^,]+), df = ([0-9]+)\\)([0-9]*)$", "ns(\\1,\\2)[\\3]", part))
    }
    part <- sub("^scale\\((.*)\\)$", "standardize(\\1)", part)
    for (column in names(data)) {
      if (is.character(data[[column]]) && startsWith(part, column)) {
        return(sub(column, paste0(column, "="), part, fixed = TRUE))
      }
    }
    part
  }
  unname(sub("[]", "[1]", vapply(strsplit(terms, ":", fixed = TRUE), function(parts) {
    paste(vapply(parts, one, ""), collapse = ":")
  }, ""), fixed = TRUE))
}

fit <- function(file, formula, columns, weights = NULL, transforms = character(), interactions = character()) {
  data <- if (file == "telco") telco else cases
  data$y <- if (file == "telco") as.integer(data$churn == "Yes") else data$y
  w <- if (is.null(weights)) rep(1, nrow(data)) else data[[weights]]
  environment(formula) <- environment()
  model <- suppressWarnings(glm(formula, binomial(), data, weights = w,
                                control = glm.control(epsilon = 1e-14, maxit = 100)))
  s <- summary(model)$coefficients
  stopifnot(!anyNA(coef(model)))
  list(file = scalar(if (file == "telco") "notebooks-data/telco/customers.csv" else "data/design_cases.csv"),
       target = scalar(if (file == "telco") "churn" else "y"), columns = columns,
       weights = if (is.null(weights)) NULL else scalar(weights), transforms = transforms,
       interactions = interactions, terms = rename(rownames(s), data),
       coef = unname(s[, 1]), se = unname(s[, 2]), deviance = scalar(deviance(model)),
       fitted_first10 = unname(fitted(model)[1:10]))
}

fits <- list(
  telco_numbers = fit("telco", y ~ tenure + monthly_charges + tenure:monthly_charges,
                      c("tenure", "monthly_charges"), interactions = c("tenure:monthly_charges")),
  telco_number_level = fit("telco", y ~ tenure + contract + internet_service + tenure:contract,
                           c("tenure", "contract", "internet_service"),
                           interactions = c("tenure:contract")),
  telco_levels = fit("telco", y ~ tenure + contract + internet_service + contract:internet_service,
                     c("tenure", "contract", "internet_service"),
                     interactions = c("contract:internet_service")),
  telco_splines = fit("telco", y ~ ns(tenure, df = 4) + ns(monthly_charges, df = 3) + contract,
                      c("tenure", "monthly_charges", "contract"),
                      transforms = c("tenure:ns(4)", "monthly_charges:ns(3)")),
  cases_splines_levels = fit("cases", y ~ ns(a, df = 3) + plan + ns(a, df = 3):plan, c("a", "plan"),
                             weights = "weight", transforms = c("a:ns(3)"),
                             interactions = c("a:plan")),
  cases_transforms = fit("cases", y ~ a + log1p(b) + scale(c) + plan,
                         c("a", "b", "c", "plan"),
                         transforms = c("b:log1p", "c:standardize")),
  cases_all = fit("cases", y ~ ns(a, df = 2) + log1p(b) + scale(c) + plan + city +
                    log1p(b):scale(c) + plan:city + ns(a, df = 2):log1p(b),
                  c("a", "b", "c", "plan", "city"), weights = "weight",
                  transforms = c("a:ns(2)", "b:log1p", "c:standardize"),
                  interactions = c("b:c", "plan:city", "a:b"))
)
write_json(list(software = software("splines"), bases = bases, fits = fits), "design.json")
