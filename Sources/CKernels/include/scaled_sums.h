// Sums of a column in its own unit, for a mean and a deviation that never leave the range of double.
#ifndef CKERNELS_SCALED_SUMS_H
#define CKERNELS_SCALED_SUMS_H

#include <stdint.h>

// With s = value / unit - center of each value that is not NaN, one after the other:
// *sum += s / count, *squares += s * s / count.
void ck_scaled_sums(const double *values, int64_t n, double unit, double center, double count,
                    double *sum, double *squares);

#endif
