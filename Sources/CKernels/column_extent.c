#include "clones.h"
#include "column_extent.h"

#include <math.h>
#include <string.h>

#pragma STDC FP_CONTRACT OFF

// Always eight lanes, however wide the machine's registers are: the same sums everywhere.
enum { LANES = 8 };
typedef double lanes __attribute__((vector_size(64), aligned(8)));
typedef int64_t integers __attribute__((vector_size(64), aligned(8)));

CLONES ck_extent ck_column_extent(const double *values, int64_t n, double origin) {
  lanes low, high, sum = {0}, squares = {0};
  integers bad = {0};
  for (int k = 0; k < LANES; k++) {
    low[k] = INFINITY;
    high[k] = -INFINITY;
  }
  for (int64_t i = 0; i < n; i += LANES) {
    lanes x;
    if (n - i >= LANES) {
      memcpy(&x, values + i, sizeof x);
    } else {
      // The lanes behind the last value hold the first one, which counts once only: see below.
      for (int k = 0; k < LANES; k++) x[k] = i + k < n ? values[i + k] : values[0];
    }
    // inf - inf and NaN differ from 0.
    bad -= (x - x) != 0.0;
    integers below = x < low, above = x > high;
    low = (lanes)((below & (integers)x) | (~below & (integers)low));
    high = (lanes)((above & (integers)x) | (~above & (integers)high));
    lanes distance = x - origin;
    if (n - i < LANES)
      for (int k = 0; k < LANES; k++)
        if (i + k >= n) distance[k] = 0.0;
    sum += distance;
    squares += distance * distance;
  }
  ck_extent result = {INFINITY, -INFINITY, 0.0, 0.0, 0};
  for (int k = 0; k < LANES; k++) {
    if (low[k] < result.lowest) result.lowest = low[k];
    if (high[k] > result.highest) result.highest = high[k];
    result.sum += sum[k];
    result.squares += squares[k];
    result.not_finite += bad[k];
  }
  return result;
}
