# Wilson's interval of a share: prop.test without continuity correction.
source("json.R")
cases <- list(c(0, 1), c(1, 1), c(0, 30), c(30, 30), c(1, 10), c(5, 10), c(29, 30), c(81, 263),
              c(15, 148), c(1, 100000), c(49123, 100000), c(3, 7))
intervals <- list()
for (confidence in c(0.8, 0.95, 0.99)) {
  for (case in cases) {
    limits <- suppressWarnings(
      prop.test(case[1], case[2], conf.level = confidence, correct = FALSE)$conf.int)
    intervals <- c(intervals, list(list(
      successes = scalar(case[1]), trials = scalar(case[2]), confidence = scalar(confidence),
      low = scalar(limits[1]), high = scalar(limits[2]))))
  }
}
write_json(list(software = software(), intervals = intervals), "wilson.json")
