// What a column spans in the rows of each of two classes, in one pass.
#ifndef CKERNELS_CLASS_EXTENTS_H
#define CKERNELS_CLASS_EXTENTS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct ck_class_extent {
  double lowest, highest;  // +inf and -inf of no value
  int64_t count;           // values that are not NaN
} ck_class_extent;

// extents[0] of the rows whose label is false, extents[1] of the others.
void ck_class_extents(const double *values, const bool *labels, int64_t n,
                      ck_class_extent *extents);

#endif
