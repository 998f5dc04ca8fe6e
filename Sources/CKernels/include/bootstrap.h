#ifndef CKERNELS_BOOTSTRAP_H
#define CKERNELS_BOOTSTRAP_H

#include <stdint.h>

// One replicate of a bootstrap of rankings: how often each unit (a row or a cluster) was drawn, and
// what contacting the highest scores first then finds.

// Draws as many units as there are, each any one, and adds 1 to counts[unit] for each draw. state is
// that of xoshiro256** (SeededGenerator) and advances; the numbers are those of Lemire's (2019) method.
void ck_bootstrap_draw(uint64_t state[4], int64_t units, uint32_t *counts);

// The sum of counts[i] values[i].
double ck_bootstrap_sum(const uint32_t *counts, const double *values, int64_t units);

// Rows of one model from the highest score to the lowest. An entry is four times the row's unit, plus
// 2 on the last row of a tie, plus 1 where the row churned. weights are in the same order; NULL for 1.
typedef struct {
  const uint32_t *entries;
  const double *weights;
  int64_t n;
} ck_bootstrap_ranking;

// captured[t] = the churned weight among the first targets[t] of weight (ascending, above 0), a tie at
// the edge in proportion; targets beyond the end capture all.
void ck_bootstrap_captured(const uint32_t *counts, const ck_bootstrap_ranking *ranking,
                           const double *targets, int64_t target_count, double *captured);

// The weight contacted at the most profitable cut between ties; of profits equal within tolerance the
// first, 0 where no contact pays.
double ck_bootstrap_best(const uint32_t *counts, const ck_bootstrap_ranking *ranking,
                         double profit_churned, double profit_stayed, double tolerance);

#endif
