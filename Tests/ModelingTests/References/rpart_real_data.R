# Writes data/real_*.csv: real data sets for rpart_real.R (sources and licences: data/REAL_DATA.md).
#   Rscript rpart_real_data.R FEATURES.csv
# FEATURES.csv is what the tool makes of the CDNOW orders:
#   churn features notebooks-data/cdnow/orders.csv --as-of 1997-09-30 --horizon 273 -o FEATURES.csv
library(modeldata)
cdnow_path <- commandArgs(TRUE)[1]

# UTF-8, LF, an empty cell is missing; factors as their text, numbers as R shows 15 digits.
put <- function(data, name) {
  for (column in names(data)) {
    x <- data[[column]]
    text <- if (is.numeric(x)) vapply(x, format, "", digits = 15, trim = TRUE) else as.character(x)
    text[is.na(x)] <- ""
    stopifnot(!grepl('[",\n]|^NA$', text))
    data[[column]] <- text
  }
  out <- file(file.path("data", paste0("real_", name, ".csv")), "wb")
  writeLines(c(paste(names(data), collapse = ","), do.call(paste, c(data, sep = ","))), out, sep = "\n")
  close(out)
}
# Case weights that are no part of the originals: whole numbers, quarters and tenths.
weighted <- function(data) {
  i <- seq_len(nrow(data)) - 1
  data$weight_whole <- i %% 3 + 1
  data$weight_quarters <- ((i * 5) %% 7 + 1) / 4
  data$weight_tenths <- ((i * 3) %% 11 + 2) / 10
  data
}
take <- function(name) {
  data(list = name, package = "modeldata", envir = environment())
  as.data.frame(get(name))
}

put(take("mlc_churn"), "mlc_churn")
put(weighted(take("attrition")), "attrition")
put(weighted(take("credit_data")), "credit_data")

scat <- take("scat")
scat$bobcat <- ifelse(scat$Species == "bobcat", "yes", "no")
put(weighted(scat), "scat")

penguins <- take("penguins")
put(weighted(penguins[!is.na(penguins$body_mass_g), ]), "penguins")

lending <- take("lending_club")
put(weighted(lending[seq(1, nrow(lending), 2), c(
  "funded_amnt", "term", "int_rate", "sub_grade", "addr_state", "verification_status", "annual_inc",
  "emp_length", "inq_last_6mths", "revol_util", "all_util", "total_bal_il", "Class")]), "lending_club")

put(weighted(take("Sacramento")), "sacramento")

put(take("ames")[c(
  "MS_SubClass", "MS_Zoning", "Lot_Frontage", "Lot_Area", "Neighborhood", "Bldg_Type", "House_Style",
  "Overall_Cond", "Year_Built", "Exterior_1st", "Mas_Vnr_Area", "Foundation", "Bsmt_Exposure",
  "Total_Bsmt_SF", "Heating_QC", "Gr_Liv_Area", "Full_Bath", "Fireplaces", "Garage_Type", "Garage_Area",
  "Sale_Condition", "Sale_Price")], "ames")

put(weighted(take("biomass")[-1]), "biomass")

cdnow <- read.csv(cdnow_path, colClasses = c(customer_id = "character"))
cdnow <- cdnow[seq(1, nrow(cdnow), 8), ]
cdnow <- cdnow[vapply(cdnow, function(x) length(unique(x)) > 1, NA)]
round_to <- function(x) if (is.numeric(x)) round(x, 6) else x
put(weighted(as.data.frame(lapply(cdnow, round_to))), "cdnow")
