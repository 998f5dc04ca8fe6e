# Maximum-likelihood fits of durations that ended: normal, log-normal, gamma.
source("json.R")
source("durations.R")
probabilities <- c(0.001, 0.1, 0.5, 0.9, 0.999)

# The root of ln k - digamma(k) = s, from the wide bracket of its bounds.
gamma_shape <- function(x) {
  s <- log(mean(x)) - mean(log(x))
  excess <- function(u) u - digamma(exp(u)) - s
  exp(uniroot(excess, log(c(0.5, 1) / s), tol = 1e-15, maxiter = 10000)$root)
}

described <- function(x, loglik, p, d, q) {
  points <- unname(quantile(x, c(0, 0.1, 0.5, 0.9, 1), type = 1)) * 1.25
  sorted <- sort(x)
  n <- length(x)
  below <- p(sorted)
  list(log_likelihood = scalar(loglik), aic = scalar(4 - 2 * loglik),
       points = points, cumulative = p(points), density = d(points), quantiles = q(probabilities),
       # As ks.test has it.
       kolmogorov_smirnov = scalar(max(below - (0:(n - 1)) / n, (1:n) / n - below)))
}

fits <- function(set) {
  ended <- set$event == 1
  x <- rep(set$time[ended], set$count[ended])
  n <- length(x)
  m <- mean(x); s <- sqrt(mean((x - m)^2))
  ml <- mean(log(x)); sl <- sqrt(mean((log(x) - ml)^2))
  k <- gamma_shape(x); r <- k / m
  # fitdistr minimises without derivatives, and gives up on some of the made-up sets.
  shape <- tryCatch(suppressWarnings(fitdistr(x / m, "gamma", control = list(reltol = 1e-14)))$estimate[["shape"]],
                    error = function(e) NA)
  list(
    values = set$time[ended], counts = set$count[ended],
    normal = c(list(mean = scalar(m), standard_deviation = scalar(s)),
               described(x, sum(dnorm(x, m, s, log = TRUE)), function(q) pnorm(q, m, s),
                         function(q) dnorm(q, m, s), function(p) qnorm(p, m, s))),
    log_normal = c(list(mean_log = scalar(ml), standard_deviation_log = scalar(sl),
                        mean = scalar(exp(ml + sl^2 / 2))),
                   described(x, sum(dlnorm(x, ml, sl, log = TRUE)), function(q) plnorm(q, ml, sl),
                             function(q) dlnorm(q, ml, sl), function(p) qlnorm(p, ml, sl))),
    gamma = c(list(shape = scalar(k), rate = scalar(r), mean = scalar(m),
                   fitdistr_shape = scalar(shape)),
              described(x, sum(dgamma(x, k, r, log = TRUE)), function(q) pgamma(q, k, r),
                        function(q) dgamma(q, k, r), function(p) qgamma(p, k, r))))
}

sets <- durations(commandArgs(TRUE)[1])
# Far from 0 with little spread (farther, ln of the mean less mean of the ln has no digits left), and over many orders of size.
sets$narrow <- whole(100 + c(3, 1, 4, 1, 5, 9, 2, 6), rep(1, 8))
sets$wide <- whole(c(1e-8, 3e-5, 0.02, 1, 40, 9e3, 2e6), rep(1, 7))
sets$two <- whole(c(2, 5), c(1, 1))
write_json(list(software = software("MASS"), probabilities = probabilities,
                fits = lapply(sets[names(sets) != "gehan"], fits)), "distributions.json")
