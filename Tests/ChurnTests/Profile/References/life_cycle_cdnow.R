# The first repurchase and the ladder of CDNOW's customers by survival::survfit.
#   Rscript life_cycle_cdnow.R ../../../../notebooks-data/cdnow/orders.csv
# writes life_cycle_cdnow_survival.json; R 4.2.2, survival 3.5.3, 17 digits.
library(survival)
source("../../../ModelingTests/References/json.R")
orders <- read.csv(commandArgs(TRUE)[1], colClasses = c("character", "Date", "numeric", "numeric"))
# Purchase occasions: a customer's days with an order.
occasions <- unique(orders[c("customer_id", "order_date")])
occasions <- occasions[order(occasions$customer_id, occasions$order_date), ]
days <- as.integer(occasions$order_date)
end <- max(days)
customer <- occasions$customer_id
k <- ave(days, customer, FUN = seq_along)
last <- c(customer[-1] != customer[-length(customer)], TRUE)
gap <- ifelse(last, end, c(days[-1], NA)) - days
at <- function(fit, day) summary(fit, times = day, extend = TRUE)

first <- k == 1
fit <- survfit(Surv(gap[first], !last[first]) ~ 1, conf.type = "log-log")
n <- sum(first)
needed <- if (n >= 1000) 100 else ceiling(n / 10)
tau <- max(fit$time[fit$n.risk >= needed])
returned <- 1 - at(fit, tau)$surv
cuts <- sapply(c(0.3, 0.6, 0.9), function(share)
  min(fit$time[1 - fit$surv >= share * returned * (1 - 1e-12)]))
horizon <- 365
steps <- lapply(1:10, function(step) {
  own <- k == step
  fit <- survfit(Surv(gap[own], !last[own]) ~ 1, conf.type = "log-log")
  there <- at(fit, horizon)
  list(k = scalar(step), share = scalar(1 - there$surv), low = scalar(1 - there$upper),
       high = scalar(1 - there$lower), at_risk = scalar(sum(gap[own] >= horizon)))
})
write_json(list(
  software = c(software(), list(survival = scalar(as.character(packageVersion("survival"))))),
  tau = scalar(tau), at_risk = scalar(sum(gap[first] >= tau)), returned = scalar(returned),
  returned_low = scalar(1 - at(fit, tau)$upper), returned_high = scalar(1 - at(fit, tau)$lower),
  cuts = cuts, horizon = scalar(horizon), steps = steps), "life_cycle_cdnow_survival.json")
