// The quotients of a block are made on whole vectors, and added in the order of the rows.

#include "clones.h"
#include "scaled_sums.h"

#pragma STDC FP_CONTRACT OFF

enum { BLOCK = 256 };

CLONES void ck_scaled_sums(const double *values, int64_t n, double unit, double center,
                           double count, double *sum, double *squares) {
  double first[BLOCK], second[BLOCK];
  double total = *sum, total_of_squares = *squares;
  for (int64_t start = 0; start < n; start += BLOCK) {
    const double *block = values + start;
    int64_t rows = n - start < BLOCK ? n - start : BLOCK;
    for (int64_t i = 0; i < rows; i++) {
      double scaled = block[i] / unit - center;
      double one = scaled / count, two = scaled * scaled / count;
      // Adding 0 changes no sum.
      int is_known = block[i] == block[i];
      first[i] = is_known ? one : 0.0;
      second[i] = is_known ? two : 0.0;
    }
    for (int64_t i = 0; i < rows; i++) {
      total += first[i];
      total_of_squares += second[i];
    }
  }
  *sum = total;
  *squares = total_of_squares;
}
