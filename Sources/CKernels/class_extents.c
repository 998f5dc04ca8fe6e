// Range and count of a column's values in the rows of each of two classes.

#include "class_extents.h"
#include "clones.h"

#include <math.h>
#include <string.h>

enum { LANES = 8 };
typedef double lanes __attribute__((vector_size(64), aligned(8)));
typedef int64_t integers __attribute__((vector_size(64), aligned(8)));
typedef int8_t bytes __attribute__((vector_size(8), aligned(1)));

typedef struct {
  lanes low, high;
  integers count;
} spans;

INLINE void start(spans *s) {
  memset(s, 0, sizeof *s);
  s->low += INFINITY;
  s->high -= INFINITY;
}

// Of the lanes in `mask`; a comparison with NaN is false.
INLINE void widen(spans *s, const lanes *x, const integers *mask) {
  integers below = (*x < s->low) & *mask, above = (*x > s->high) & *mask;
  s->low = (lanes)((below & (integers)*x) | (~below & (integers)s->low));
  s->high = (lanes)((above & (integers)*x) | (~above & (integers)s->high));
  s->count -= (*x == *x) & *mask;
}

INLINE void finish(const spans *s, ck_class_extent *extent) {
  *extent = (ck_class_extent){INFINITY, -INFINITY, 0};
  for (int k = 0; k < LANES; k++) {
    if (s->low[k] < extent->lowest) extent->lowest = s->low[k];
    if (s->high[k] > extent->highest) extent->highest = s->high[k];
    extent->count += s->count[k];
  }
}

CLONES void ck_class_extents(const double *values, const bool *labels, int64_t n,
                             ck_class_extent *extents) {
  spans classes[2];
  start(&classes[0]);
  start(&classes[1]);
  for (int64_t i = 0; i < n; i += LANES) {
    int64_t rows = n - i < LANES ? n - i : LANES;
    lanes x;
    bytes label = {0};
    if (rows == LANES) {
      memcpy(&x, values + i, sizeof x);
      memcpy(&label, labels + i, sizeof label);
    } else {
      x = (lanes){NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
      memcpy(&x, values + i, (size_t)rows * sizeof(double));
      memcpy(&label, labels + i, (size_t)rows);
    }
    integers ones = __builtin_convertvector(label != 0, integers), zeros = ~ones;
    widen(&classes[0], &x, &zeros);
    widen(&classes[1], &x, &ones);
  }
  finish(&classes[0], &extents[0]);
  finish(&classes[1], &extents[1]);
}
