# Durations that `survival.R` and `distributions.R` share. The first four sets are printed in the
# literature and come with R; only time and whether it ended are taken.
suppressPackageStartupMessages({library(survival); library(MASS)})
whole <- function(time, event) list(time = time, event = as.integer(event), count = rep(1, length(time)))

# Days from a customer's first to the second day with a purchase, to the end of the file where none is.
first_gaps <- function(path, end = as.Date("1998-06-30")) {
  orders <- unique(read.csv(path, colClasses = "character")[c("customer_id", "order_date")])
  orders <- orders[order(orders$customer_id, orders$order_date), ]
  days <- split(as.integer(as.Date(orders$order_date)), orders$customer_id)
  second <- vapply(days, function(d) d[2], 1L)
  first <- vapply(days, function(d) d[1], 1L)
  gap <- ifelse(is.na(second), as.integer(end) - first, second - first)
  table <- aggregate(list(count = rep(1, length(gap))),
                     list(time = gap, event = as.integer(!is.na(second))), sum)
  as.list(table[order(table$time, table$event), ])
}

durations <- function(path) list(
  # Freireich and others (1963), weeks to relapse: with 6-mercaptopurine, and of all patients.
  treated = with(gehan[gehan$treat == "6-MP", ], whole(time, cens)),
  gehan = with(gehan, whole(time, cens)),
  # Miller (1981), weeks; Kalbfleisch and Prentice (1980), days; Edmunson and others (1979), days.
  leukemia = with(leukemia, whole(time, status)),
  veteran = with(veteran, whole(time, status)),
  ovarian = with(ovarian, whole(futime, fustat)),
  cdnow = first_gaps(path))
