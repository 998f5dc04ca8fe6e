# Trees by rpart on real data, with surrogates, competitors, priors, losses, weights and regression.
#   Rscript rpart_real.R ../../../notebooks-data/telco/customers.csv
library(rpart)
source("json.R")
telco_path <- commandArgs(TRUE)[1]
# Numbers where every cell that is present is one, else levels in code-point order.
read <- function(path) {
  cells <- read.csv(path, check.names = FALSE, na.strings = "", encoding = "UTF-8",
                    colClasses = "character")
  as.data.frame(lapply(cells, function(x) {
    number <- suppressWarnings(as.numeric(x))
    if (identical(is.na(number), is.na(x))) number
    else factor(x, levels = sort(unique(x), method = "radix"))
  }), optional = TRUE)
}

tree <- function(file, target, columns, method = "class", split = "gini", control = list(),
                 prior = NULL, loss = c(fp = 1, fn = 1), weights = NULL, folds = NULL, note = "") {
  data <- read(if (file == "telco") telco_path else file.path("data", file))
  columns <- if (is.function(columns)) columns(names(data), target) else columns
  w <- if (is.null(weights)) rep(1, nrow(data)) else data[[weights]]
  fold <- if (is.null(folds)) 0 else eval(str2lang(folds), list(i = seq_len(nrow(data)) - 1))
  frame <- data[c(target, columns)]
  stopifnot(!anyNA(frame[[target]]))
  if (method == "class") {
    frame[[target]] <- factor(frame[[target]], levels = sort(unique(as.character(frame[[target]])), method = "radix"))
  }
  options <- modifyList(list(minsplit = 20, minbucket = 7, cp = 0.01, maxdepth = 30), control)
  settings <- do.call(rpart.control, c(options, list(
    xval = fold, maxcompete = 4, maxsurrogate = 5, usesurrogate = 2)))
  # Rows of the loss matrix are the true classes: c(0, fn, fp, 0) by columns.
  parms <- list(split = split, loss = matrix(c(0, loss[["fn"]], loss[["fp"]], 0), 2))
  if (!is.null(prior)) parms$prior <- prior
  if (method == "anova") parms <- NULL
  model <- rpart(reformulate(paste0("`", columns, "`"), target), frame, weights = w, method = method,
                 parms = parms, control = settings)
  leaf <- as.numeric(rownames(model$frame))[rpart:::pred.rpart(model, rpart:::rpart.matrix(
    model.frame(delete.response(model$terms), frame, na.action = na.pass)))]
  grown <- as.numeric(rownames(model$frame))[model$where]
  predicted <- predict(model, frame)
  if (method == "class") predicted <- predicted[, 2]
  # The leaf says it all, for rows with gaps too.
  value <- if (method == "class") model$frame$yval2[, 5] else model$frame$yval
  stopifnot(predicted == value[match(leaf, rownames(model$frame))])
  list(file = scalar(if (file == "telco") "notebooks-data/telco/customers.csv" else paste0("data/", file)),
       target = scalar(target), columns = columns, method = scalar(method),
       classes = if (method == "class") attr(model, "ylevels") else character(),
       split = scalar(if (method == "class") split else NA_character_), control = lapply(options, scalar),
       prior = if (is.null(prior)) scalar(NA_real_) else prior,
       loss = lapply(as.list(loss), scalar),
       weights = scalar(if (is.null(weights)) NA_character_ else weights),
       folds = scalar(if (is.null(folds)) NA_character_ else folds), note = scalar(note),
       rows = scalar(nrow(frame)), rows_with_gaps = scalar(sum(!complete.cases(frame))),
       rows_grown_elsewhere = scalar(sum(grown != leaf)),
       nodes = nodes(model, frame, w), cp_table = cp_table(model),
       importance = lapply(as.list(model$variable.importance), scalar),
       leaf = leaf, predicted_first50 = unname(predicted[1:50]))
}

# The condition that sends a row to child 2 * node.
rule <- function(model, s) {
  name <- rownames(model$splits)[s]
  row <- model$splits[s, ]
  levels <- attr(model, "xlevels")[[name]]
  if (is.null(levels)) {
    return(list(feature = scalar(name), operator = scalar(if (row[["ncat"]] < 0) "<" else ">="),
                threshold = scalar(row[["index"]])))
  }
  side <- model$csplit[row[["index"]], seq_along(levels)]
  list(feature = scalar(name), left_levels = levels[side == 1], right_levels = levels[side == 3])
}

nodes <- function(model, frame, w) {
  f <- model$frame
  inner <- f$var != "<leaf>"
  first <- cumsum(c(1, ifelse(inner, 1 + f$ncompete + f$nsurrogate, 0)))
  # All nodes a row passes are its leaf's ancestors.
  grown <- as.numeric(rownames(f))[model$where]
  lapply(seq_len(nrow(f)), function(k) {
    number <- as.numeric(rownames(f)[k])
    node <- list(node = scalar(number), rows = scalar(f$n[k]), weight = scalar(f$wt[k]))
    if (model$method == "class") {
      y <- f$yval2[k, ]
      node <- c(node, list(class_weights = unname(y[2:3]), class = scalar(f$yval[k]),
                           value = scalar(y[[5]])))
    } else node$value <- scalar(f$yval[k])
    node <- c(node, list(loss = scalar(f$dev[k]), complexity = scalar(f$complexity[k])))
    if (!inner[k]) return(node)
    s <- first[k]
    others <- function(from, count, what) lapply(from + seq_len(count), function(t) c(rule(model, t), what(t)))
    node <- c(node, rule(model, s), list(improve = scalar(model$splits[[s, "improve"]]),
      competitors = others(s, f$ncompete[k], function(t) list(improve = scalar(model$splits[[t, "improve"]]))),
      surrogates = others(s + f$ncompete[k], f$nsurrogate[k], function(t) list(
        agreement = scalar(model$splits[[t, "improve"]]),
        adjusted_agreement = scalar(model$splits[[t, "adj"]])))))
    # The last resort: the side with more weight among the rows whose value is known.
    here <- grown
    while (any(here > number)) here[here > number] <- here[here > number] %/% 2
    here <- here == number
    known <- frame[[as.character(f$var[k])]][here]
    left <- if (is.null(node$threshold)) known %in% node$left_levels
      else if (node$operator == "<") known < node$threshold else known >= node$threshold
    total <- function(side) sum(w[here][!is.na(known) & side])
    node$majority <- scalar(if (total(left) >= total(!left)) "left" else "right")
    node
  })
}

cp_table <- function(model) {
  t <- model$cptable
  lapply(seq_len(nrow(t)), function(k) {
    row <- list(cp = scalar(t[[k, 1]]), splits = scalar(t[[k, 2]]), relative_error = scalar(t[[k, 3]]))
    if (ncol(t) == 5) row <- c(row, list(cv_error = scalar(t[[k, 4]]), cv_std = scalar(t[[k, 5]])))
    row
  })
}

# All columns but the target, the weights and others named.
but <- function(...) function(names, target) {
  setdiff(names, c(target, "weight_whole", "weight_quarters", "weight_tenths", ...))
}
trees <- list(
  churn_gini = tree("real_mlc_churn.csv", "churn", but(), control = list(cp = 0.005)),
  churn_information_prior = tree("real_mlc_churn.csv", "churn", but("voice_mail_plan"), split = "information",
                                 prior = c(0.5, 0.5), control = list(cp = 0.005)),
  churn_loss_cv = tree("real_mlc_churn.csv", "churn", but("voice_mail_plan"), loss = c(fp = 1, fn = 5),
                       control = list(cp = 0.004, minsplit = 40, minbucket = 15), folds = "i %% 10 + 1",
                       note = "51 levels: left-out rows meet levels that a node lacks"),
  attrition_prior = tree("real_attrition.csv", "Attrition", but(), prior = c(0.6, 0.4),
                         control = list(cp = 0.006, minsplit = 26, minbucket = 5)),
  attrition_information_weights_prior = tree("real_attrition.csv", "Attrition", but(), split = "information",
    prior = c(0.3, 0.7), weights = "weight_quarters", control = list(cp = 0.011)),
  credit_gini = tree("real_credit_data.csv", "Status", but(), control = list(cp = 0.003)),
  credit_information_cv = tree("real_credit_data.csv", "Status", but(), split = "information",
                               control = list(cp = 0.004), folds = "i %% 10 + 1"),
  credit_prior_loss = tree("real_credit_data.csv", "Status", but(), prior = c(0.5, 0.5),
                           loss = c(fp = 4, fn = 1), control = list(cp = 0.006, minbucket = 15)),
  credit_prior_cv = tree("real_credit_data.csv", "Status", but(), prior = c(0.4, 0.6),
                         control = list(cp = 0.003, minsplit = 30), folds = "i %% 7 + 1"),
  credit_quarters = tree("real_credit_data.csv", "Status", but(), weights = "weight_quarters",
                         split = "information", control = list(cp = 0.005)),
  scat_gini = tree("real_scat.csv", "bobcat", but("Species"), control = list(cp = 0, minsplit = 6, minbucket = 2)),
  scat_information_weights = tree("real_scat.csv", "bobcat", but("Species"), split = "information",
    weights = "weight_whole", control = list(cp = 0.005, minsplit = 10, minbucket = 4)),
  lending_prior = tree("real_lending_club.csv", "Class", but("int_rate"), prior = c(0.45, 0.55),
                       control = list(cp = 0.006, minbucket = 10)),
  lending_loss_cv = tree("real_lending_club.csv", "Class", but(), split = "information",
                         loss = c(fp = 12, fn = 1), weights = "weight_whole",
                         control = list(cp = 0.006, minsplit = 60, minbucket = 20), folds = "i %% 5 + 1"),
  scat_tenths = tree("real_scat.csv", "bobcat", but("Species"), weights = "weight_tenths",
                     control = list(cp = 0.01, minsplit = 12, minbucket = 5)),
  telco_gini = tree("telco", "churn", but(), control = list(cp = 0.002)),
  telco_prior_loss_cv = tree("telco", "churn", but(
    "online_security", "online_backup", "device_protection", "streaming_tv", "streaming_movies",
    "phone_service"), split = "information", prior = c(0.7, 0.3),
                             loss = c(fp = 2, fn = 3), control = list(cp = 0.004), folds = "i %% 10 + 1"),
  cdnow_gini = tree("real_cdnow.csv", "churned", but("customer_id"), control = list(cp = 0.002)),
  cdnow_weights = tree("real_cdnow.csv", "churned", but("customer_id"), split = "information",
                       weights = "weight_quarters", prior = c(0.5, 0.5), control = list(cp = 0.004)),
  sacramento_price = tree("real_sacramento.csv", "price", but(), "anova", control = list(cp = 0.003)),
  sacramento_weights_cv = tree("real_sacramento.csv", "price", but("longitude"), "anova", weights = "weight_quarters",
                               control = list(cp = 0.01), folds = "i %% 10 + 1"),
  ames_price_cv = tree("real_ames.csv", "Sale_Price", but(), "anova", control = list(cp = 0.004),
                       folds = "i %% 10 + 1"),
  penguins_mass = tree("real_penguins.csv", "body_mass_g", but("species", "island"), "anova",
                       control = list(cp = 0, minsplit = 10, minbucket = 3)),
  penguins_weights_cv = tree("real_penguins.csv", "body_mass_g", but(), "anova", weights = "weight_tenths",
                             control = list(cp = 0.002), folds = "i %% 10 + 1"),
  credit_amount = tree("real_credit_data.csv", "Amount", but(), "anova", control = list(cp = 0.002)),
  biomass_quarters = tree("real_biomass.csv", "HHV", but(), "anova", weights = "weight_quarters",
                        control = list(cp = 0.001, minsplit = 8, minbucket = 3))
)
for (name in names(trees)) {
  t <- trees[[name]]
  cat(name, "rows", t$rows, "with gaps", t$rows_with_gaps, "grown elsewhere", t$rows_grown_elsewhere,
      "nodes", length(t$nodes), "cp rows", length(t$cp_table), "\n")
}
write_json(list(software = software(c("rpart", "modeldata")), trees = trees), "rpart_real.json")
