# The versions of those packages that are installed, as JSON: Rscript versions.R PACKAGE ...
found <- Filter(function(name) nzchar(system.file(package = name)), commandArgs(TRUE))
texts <- vapply(found, function(name) as.character(packageVersion(name)), "")
cat("{", paste(sprintf('"%s": "%s"', found, texts), collapse = ", "), "}\n", sep = "")
