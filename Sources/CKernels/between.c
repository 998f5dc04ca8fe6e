// Each value is written and some count: a branch would be guessed wrongly where many lie within.

#include "between.h"

int64_t ck_between(const double *values, int64_t n, double low, double high, double *out,
                   int64_t *below) {
  int64_t count = 0, less = 0;
  for (int64_t i = 0; i < n; i++) {
    double value = values[i];
    out[count] = value;
    count += (low <= value) & (value <= high);
    less += value < low;
  }
  *below = less;
  return count;
}
