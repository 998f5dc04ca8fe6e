// Counts the cells of a column that hold no value.
#include "include/gaps.h"

#if defined(__x86_64__) && defined(__ELF__)
#define CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CLONES
#endif

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
