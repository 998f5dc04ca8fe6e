#ifndef CKERNELS_HISTOGRAM_H
#define CKERNELS_HISTOGRAM_H

#include <stdint.h>

#include "cart.h"

// Columns cut once into bins: a row's bin is one byte, and a node is judged by its sums per bin.

enum { CK_BINS = 256, CK_BIN_MISSING = CK_BINS - 1 };  // at most 255 bins, the last place for NaN

// The bin of each value: the last whose lower bound is not above it. lower holds CK_BINS places in
// ascending order, infinite from `bins` on. lowest and highest (CK_BINS each) become the least and
// greatest value of each bin among the rows with keep = 1, infinite where it has none.
void ck_bin_assign(const double *values, const uint8_t *keep, int64_t n, const double *lower,
                   int32_t bins, uint8_t *codes, double *lowest, double *highest);

// Adds a node's rows to its histogram of a column: counts[bin] is the number of rows in the low half
// and of churned rows in the high half. sums is NULL for classes without weights, else holds a pair
// a bin, as ck_tree_improvement has it. rows are entries as in cart.h, codes are indexed by row.
void ck_bin_count(const uint32_t *rows, int64_t count, const uint8_t *codes,
                  const double *weights, const double *target, double center, uint64_t *counts,
                  double *sums);

// counts[i] = all[i] - part[i].
void ck_bin_subtract(const uint64_t *all, const uint64_t *part, int64_t n, uint64_t *counts);

// The best cut between bins that have rows, as ck_tree_best_cut finds it between values.
ck_tree_cut ck_bin_best_cut(const uint64_t *counts, const double *sums, const double *lowest,
                            const double *highest, double center,
                            const ck_tree_options *options);

// side[row] = sides[bin of the row].
void ck_bin_mark(const uint32_t *rows, int64_t count, const uint8_t *codes, const uint8_t *sides,
                 uint8_t *side);
// The same as bits, one a row: whether the row goes left.
void ck_bin_mark_bits(const uint32_t *rows, int64_t count, const uint8_t *codes,
                      const uint8_t *sides, uint32_t *bits);

// The cut between bins that best imitates a split, as ck_tree_best_surrogate finds it between values.
// counts is the node's histogram of the column.
ck_tree_surrogate ck_bin_best_surrogate(const uint32_t *rows, int64_t count, const uint8_t *codes,
                                        const double *weights, const uint8_t *side,
                                        const uint64_t *counts, const double *lowest,
                                        const double *highest, double tolerance);

#endif
