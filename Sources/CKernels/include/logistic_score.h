// What a numeric feature adds to the log-odds of each row: slope times the value, `gap` for NaN,
// within ±limit.
#ifndef CKERNELS_LOGISTIC_SCORE_H
#define CKERNELS_LOGISTIC_SCORE_H

#include <stdint.h>

void ck_logistic_contributions(const double *values, int64_t n, double slope, double gap,
                               double limit, double *contributions);

// The same, added to `sums`.
void ck_logistic_add(const double *values, int64_t n, double slope, double gap, double limit,
                     double *sums);

#endif
