#ifndef CKERNELS_VALUE_BINS_H
#define CKERNELS_VALUE_BINS_H

#include <stdint.h>

// How a column of numbers spreads over fixed cuts: what drift is measured by.

// above[k] becomes the number of values above cuts[k]; the result is the number of NaN.
int64_t ck_count_above(const double *values, int64_t n, const double *cuts, int32_t cut_count,
                       int64_t *above);

#endif
