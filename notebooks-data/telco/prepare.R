# Writes customers.csv from the data set wa_churn of the R package modeldata (1.1.0).
#   Rscript prepare.R > customers.csv
data(wa_churn, package = "modeldata")
cell <- function(x) if (is.na(x)) "" else if (is.numeric(x)) format(x, digits = 15) else x
columns <- lapply(wa_churn, function(column) {
  vapply(if (is.factor(column)) as.character(column) else column, cell, "")
})
cat(paste0('"', names(columns), '"', collapse = ","), "\n", sep = "")
write.table(as.data.frame(columns), stdout(),
            sep = ",", quote = FALSE, row.names = FALSE, col.names = FALSE)
