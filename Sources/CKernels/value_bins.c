// Counts a column's values above each of a few cuts: comparisons without a branch, on whole vectors.

#include "clones.h"
#include "value_bins.h"

// Stays in the nearest cache while each cut passes over it.
enum { BLOCK = 1024 };

CLONES int64_t ck_count_above(const double *values, int64_t n, const double *cuts,
                              int32_t cut_count, int64_t *above) {
  int64_t missing = 0;
  for (int32_t k = 0; k < cut_count; k++) above[k] = 0;
  for (int64_t start = 0; start < n; start += BLOCK) {
    const double *block = values + start;
    int64_t size = n - start < BLOCK ? n - start : BLOCK;
    for (int64_t i = 0; i < size; i++) missing += block[i] != block[i];
    for (int32_t k = 0; k < cut_count; k++) {
      int64_t count = 0;
      double cut = cuts[k];
      for (int64_t i = 0; i < size; i++) count += block[i] > cut;
      above[k] += count;
    }
  }
  return missing;
}
