# JSON with 17 significant digits (jsonlite stops at 15): every number reads back to the same double.
# Lists become objects or arrays, vectors arrays, `scalar(x)` a single value; NA, NaN, Inf are null.
scalar <- function(x) structure(x, class = c("scalar", class(x)))

json <- function(x, indent = 1) {
  pad <- strrep(" ", indent)
  if (is.null(x)) return("null")
  if (inherits(x, "scalar")) return(atom(unclass(x)))
  if (is.list(x)) {
    if (!length(x)) return(if (is.null(names(x))) "[]" else "{}")
    parts <- vapply(x, json, "", indent = indent + 1)
    if (is.null(names(x))) {
      return(paste0("[\n", pad, paste(parts, collapse = paste0(",\n", pad)), "]"))
    }
    return(paste0("{\n", pad,
                  paste0(quoted(names(x)), ": ", parts, collapse = paste0(",\n", pad)), "}"))
  }
  paste0("[", paste(atom(x), collapse = ","), "]")
}
quoted <- function(x) paste0('"', gsub('"', '\\"', gsub("\\", "\\\\", x, fixed = TRUE), fixed = TRUE), '"')
atom <- function(x) {
  if (is.character(x)) return(ifelse(is.na(x), "null", quoted(x)))
  if (is.logical(x)) return(ifelse(is.na(x), "null", ifelse(x, "true", "false")))
  x <- unclass(x)
  ifelse(is.finite(x), sub("e\\+?(-?)0*", "e\\1", sprintf("%.17g", x)), "null")
}
write_json <- function(x, path) writeLines(enc2utf8(json(x)), path, useBytes = TRUE)
software <- function(packages = character()) {
  c(list(R = scalar(paste(R.version$major, R.version$minor, sep = "."))),
    sapply(packages, function(p) scalar(as.character(packageVersion(p))), simplify = FALSE))
}
