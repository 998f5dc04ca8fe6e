// What a numeric feature adds to the log-odds of each row.
#include "clones.h"
#include "include/logistic_score.h"

#pragma STDC FP_CONTRACT OFF

// Within ±limit; a NaN, of a slope beyond all numbers, is the lower end.
static inline __attribute__((always_inline)) double contribution(double value, double slope,
                                                                 double gap, double limit) {
  double result = value != value ? gap : slope * value;
  result = result >= -limit ? result : -limit;
  return result < limit ? result : limit;
}

CLONES void ck_logistic_contributions(const double *values, int64_t n, double slope, double gap,
                                      double limit, double *contributions) {
  for (int64_t i = 0; i < n; ++i) contributions[i] = contribution(values[i], slope, gap, limit);
}

CLONES void ck_logistic_add(const double *values, int64_t n, double slope, double gap, double limit,
                            double *sums) {
  for (int64_t i = 0; i < n; ++i) sums[i] += contribution(values[i], slope, gap, limit);
}
