# Orders to one row of features a customer, CSV to CSV: Rscript features.R ORDERS.csv OUT.csv
# The columns are those of features.py.
arguments <- commandArgs(TRUE)
folder <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
source(file.path(folder, "peer.R"))
suppressMessages(library(data.table))
setDTthreads(threads)
data <- fread(arguments[1], nThread = threads,
              select = c("order_id", "customer_id", "timestamp", "amount", "category"))
data[, t := as.numeric(timestamp)]
setorder(data, customer_id, t, order_id)
data[, gap := (t - shift(t)) / 86400]
data[, rn := rowid(customer_id)]
data[rn == 1L, gap := NA]
result <- data[, .(n_orders = .N, amount_sum = sum(amount), first_ts = first(timestamp),
                   last_ts = last(timestamp), mean_gap_days = mean(gap, na.rm = TRUE),
                   sd_gap_days = sd(gap, na.rm = TRUE), first_amount = first(amount)),
               by = customer_id]
categories <- unique(data, by = c("customer_id", "category"))[
  , .(n_categories = .N), by = customer_id]
result[categories, n_categories := i.n_categories, on = "customer_id"]
end <- as.numeric(as.POSIXct("2026-01-01", tz = "UTC"))
result[, recency_days := (end - as.numeric(last_ts)) / 86400]
result[is.nan(mean_gap_days), mean_gap_days := NA]
fwrite(result, arguments[2], nThread = threads)
cat(sprintf('{"job_s": %.3f}\n', now()))
