// What a column spans: its range and its sums about a point, in one pass.
#ifndef CKERNELS_COLUMN_EXTENT_H
#define CKERNELS_COLUMN_EXTENT_H

#include <stdint.h>

typedef struct ck_extent {
  double lowest, highest;  // +inf and -inf of no value
  double sum, squares;     // of value - origin
  int64_t not_finite;      // values that are NaN or infinite; the rest is of no use then
} ck_extent;

ck_extent ck_column_extent(const double *values, int64_t n, double origin);

#endif
