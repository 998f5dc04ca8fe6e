// Counts the cells of a column that hold no value.
#include "clones.h"
#include "include/gaps.h"

CLONES int64_t ck_count_nan(const double *values, int64_t n) {
  int64_t count = 0;
  for (int64_t i = 0; i < n; ++i) count += values[i] != values[i];
  return count;
}

CLONES int64_t ck_count_code(const int32_t *codes, int64_t n, int32_t code) {
  int64_t count = 0;
  for (int64_t i = 0; i < n; ++i) count += codes[i] == code;
  return count;
}
