# Classification trees by rpart, without priors, losses, gaps or surrogates.
#   Rscript rpart.R ../../../notebooks-data/telco/customers.csv
library(rpart)
source("json.R")
telco_path <- commandArgs(TRUE)[1]
read <- function(path) {
  read.csv(path, check.names = FALSE, na.strings = "", encoding = "UTF-8", stringsAsFactors = FALSE)
}
# Levels in code-point order: rpart breaks ties between levels by their number.
as_factors <- function(d) {
  for (name in names(d)) if (is.character(d[[name]])) {
    d[[name]] <- factor(d[[name]], levels = sort(unique(d[[name]]), method = "radix"))
  }
  d
}

tree <- function(file, target, columns, split = "gini", control = list(), weights = NULL,
                 folds = NULL, complete = FALSE, note = "") {
  data <- read(if (file == "telco") telco_path else file.path("data", file))
  if (complete) data <- data[complete.cases(data[columns]), ]
  i <- seq_len(nrow(data)) - 1
  w <- if (is.null(weights)) rep(1, nrow(data)) else data[[weights]]
  fold <- if (is.null(folds)) 0 else eval(str2lang(folds), c(list(i = i), as.list(data)))
  frame <- as_factors(data[c(target, columns)])
  options <- modifyList(list(minsplit = 20, minbucket = 7, cp = 0.01, maxdepth = 30), control)
  settings <- do.call(rpart.control, c(options, list(
    xval = fold, maxcompete = 0, maxsurrogate = 0, usesurrogate = 0)))
  model <- rpart(reformulate(paste0("`", columns, "`"), target), frame, weights = w,
                 method = "class", parms = list(split = split), control = settings)
  whole <- update_cp(model, frame, w, settings)
  list(file = scalar(if (file == "telco") "notebooks-data/telco/customers.csv" else paste0("data/", file)),
       target = scalar(target), columns = columns, complete_rows_only = scalar(complete),
       split = scalar(split), control = lapply(options, scalar),
       weights = scalar(if (is.null(weights)) NA_character_ else weights),
       folds = scalar(if (is.null(folds)) NA_character_ else folds), note = scalar(note),
       rows = scalar(nrow(frame)), classes = attr(model, "ylevels"),
       equals_pruned_from_zero =
         scalar(if (options$cp > 0) identical(rownames(whole$frame), rownames(model$frame)) else NA),
       nodes = nodes(model), cp_table = cp_table(model),
       importance = lapply(as.list(model$variable.importance), scalar),
       predicted_first50 = unname(predict(model, frame[1:50, ])[, 2]),
       leaf_first50 = as.numeric(rownames(model$frame))[model$where[1:50]])
}

# The same tree grown at cp 0 and pruned: rpart's early stop can make it larger.
update_cp <- function(model, frame, w, settings) {
  cp <- settings$cp
  settings$cp <- 0
  settings$xval <- 0
  prune(rpart(formula(model$terms), frame, weights = w, method = "class",
              parms = list(split = c("gini", "information")[model$parms$split]), control = settings),
        cp = cp)
}

nodes <- function(model) {
  frame <- model$frame
  split <- 0
  lapply(seq_len(nrow(frame)), function(k) {
    y <- frame$yval2[k, ]
    node <- list(node = scalar(as.numeric(rownames(frame)[k])), rows = scalar(frame$n[k]),
                 weight = scalar(frame$wt[k]), class_weights = unname(y[2:3]),
                 class = scalar(frame$yval[k]), loss = scalar(frame$dev[k]),
                 complexity = scalar(frame$complexity[k]), probability = scalar(y[[5]]))
    if (frame$var[k] == "<leaf>") return(node)
    split <<- split + 1
    s <- model$splits[split, ]
    name <- as.character(frame$var[k])
    node$feature <- scalar(name)
    if (abs(s[["ncat"]]) == 1) {
      node$operator <- scalar(if (s[["ncat"]] < 0) "<" else ">=")
      node$threshold <- scalar(s[["index"]])
    } else {
      levels <- attr(model, "xlevels")[[name]]
      side <- model$csplit[s[["index"]], seq_along(levels)]
      node$left_levels <- levels[side == 1]
      node$right_levels <- levels[side == 3]
      node$absent_levels <- levels[side == 2]
    }
    node$improve <- scalar(s[["improve"]])
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

features <- setdiff(names(read(telco_path)), c("churn", "total_charges"))
synthetic <- c("region", "product", "score", "value")
ties <- c("noise", "u", "u_copy", "u_reversed", "u_levels", "v")
trees <- list(
  telco_gini = tree("telco", "churn", features),
  telco_information = tree("telco", "churn", features, "information", list(cp = 0.003)),
  telco_complete_cv = tree("telco", "churn", c(features, "total_charges"), "gini",
                           list(cp = 0.002, minsplit = 40, minbucket = 15), complete = TRUE,
                           folds = "i %% 10 + 1", note = "i is the row from 0 among the complete ones"),
  telco_information_cv = tree("telco", "churn", features, "information",
                              list(cp = 0.001, minsplit = 60, minbucket = 20), folds = "i %% 7 + 1"),
  telco_depth4 = tree("telco", "churn", features, "gini", list(cp = 0, maxdepth = 4, minbucket = 50)),
  telco_keep_all = tree("telco", "churn", features, "information",
                        list(cp = -1, maxdepth = 5, minsplit = 2, minbucket = 1),
                        note = "cp below 0: no split is undone"),
  levels_gini = tree("tree_levels.csv", "y", synthetic, "gini", list(cp = 0.005)),
  levels_information = tree("tree_levels.csv", "y", synthetic, "information", list(cp = 0.005)),
  levels_weights = tree("tree_levels.csv", "y", synthetic, "gini", list(cp = 0.004), weights = "weight",
                        note = "integer weights, some 0"),
  # Cross-validated without `region`: a left-out level that a node lacks trips rpart (README.md).
  levels_weights_cv = tree("tree_levels.csv", "y", synthetic[-1], "gini", list(cp = 0.002, minsplit = 30),
                           weights = "weight", folds = "fold"),
  levels_information_zero = tree("tree_levels.csv", "y", synthetic, "information", list(cp = 0)),
  levels_full = tree("tree_levels.csv", "y", c("product", "score"), "gini",
                     list(cp = 0, minsplit = 2, minbucket = 1)),
  ties_gini = tree("tree_ties.csv", "y", ties, "gini", list(cp = 0, minsplit = 10, minbucket = 3)),
  ties_information = tree("tree_ties.csv", "y", c("v", "u_copy", "u", "noise"), "information",
                          list(cp = 1e-9, minsplit = 9, minbucket = 2)),
  early_stop = tree("tree_early.csv", "y", c("x", "z", "g"), "gini",
                    list(cp = 0.0345, minsplit = 6, minbucket = 2),
                    note = "grown at cp 0 and pruned at 0.0345 it has two nodes more"),
  root_only = tree("tree_ties.csv", "y", "noise", "gini", list(cp = 0.9))
)
write_json(list(software = software("rpart"), trees = trees), "rpart.json")
