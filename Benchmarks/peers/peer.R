# Shared by the peers in R: what a job took, and the threads that it may use.
threads <- as.integer(Sys.getenv("BENCHMARK_THREADS", "2"))
now <- function() as.numeric(proc.time()[3])
processor <- function() sum(proc.time()[c(1, 2, 4, 5)], na.rm = TRUE)
peak <- function() {
  line <- grep("VmHWM", readLines("/proc/self/status"), value = TRUE)
  as.numeric(gsub("[^0-9]", "", line)) / 1024
}

# Members of a line of JSON; job_s is from the start of the process until now.
took <- function(seconds, processor_before) {
  sprintf('"fit_s": %.3f, "job_s": %.3f, "fit_cpu_s": %.3f, "fit_rss_mb": %.0f',
          seconds, now(), processor() - processor_before, peak())
}

# churn and x1 ... x20; read_seconds tells what the reading took.
numbers <- function(file) {
  suppressMessages(library(data.table))
  setDTthreads(threads)
  begin <- now()
  data <- fread(file, nThread = threads)
  setDF(data)
  read_seconds <<- now() - begin
  data
}
