# Parses a customer file into columns: Rscript parse.R CUSTOMERS.csv
folder <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
source(file.path(folder, "peer.R"))
suppressMessages(library(data.table))
setDTthreads(threads)
begin <- now()
data <- fread(commandArgs(TRUE)[1], nThread = threads)
taken <- now() - begin
cat(sprintf('{"parse_s": %.3f, "rows": %d, "sum_x1": %.6f}\n', taken, nrow(data), sum(data$x1)))
