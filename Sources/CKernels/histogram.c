// The loops of histogram growth: a row's bin, the sums of a node per bin, the scans over bins.

#include "histogram.h"

#include <math.h>
#include <stddef.h>

#include "cart_split.h"

#pragma STDC FP_CONTRACT OFF

enum { BLOCK = 8 };

// Binary search of several values side by side, without branches: each waits for its own loads only.
INLINE void search_block(const double *values, const double *lower, int32_t *places) {
  for (int j = 0; j < BLOCK; j++) places[j] = 0;
  // Unrolled, so that the places stay in registers: six times as fast.
#pragma clang loop unroll(full)
  for (int32_t step = CK_BINS / 2; step > 0; step /= 2) {
#pragma clang loop unroll(full)
    for (int j = 0; j < BLOCK; j++)
      places[j] += step & -(int32_t)(lower[places[j] + step] <= values[j]);
  }
}

INLINE void assign_one(double value, int32_t place, int32_t bins, int keep, uint8_t *code,
                       double *lowest, double *highest) {
  // An infinite value may have run past the last bound.
  int32_t bin = value != value ? CK_BIN_MISSING : place < bins ? place : bins - 1;
  *code = (uint8_t)bin;
  if (!keep) return;
  if (value < lowest[bin]) lowest[bin] = value;
  if (value > highest[bin]) highest[bin] = value;
}

void ck_bin_assign(const double *values, const uint8_t *keep, int64_t n, const double *lower,
                   int32_t bins, uint8_t *codes, double *lowest, double *highest) {
  for (int b = 0; b < CK_BINS; b++) {
    lowest[b] = INFINITY;
    highest[b] = -INFINITY;
  }
  for (int64_t start = 0; start < n; start += BLOCK) {
    int64_t size = n - start < BLOCK ? n - start : BLOCK;
    double block[BLOCK] = {0};
    int32_t places[BLOCK];
    memcpy(block, values + start, (size_t)size * sizeof(double));
    search_block(block, lower, places);
    for (int64_t j = 0; j < size; j++)
      assign_one(block[j], places[j], bins, keep[start + j], &codes[start + j], lowest, highest);
  }
}

void ck_bin_count(const uint32_t *rows, int64_t count, const uint8_t *codes,
                  const double *weights, const double *target, double center, uint64_t *counts,
                  double *sums) {
  for (int64_t i = 0; i < count; i++)
    counts[codes[row_of(rows[i])]] += 1 + ((uint64_t)(rows[i] & 1) << 32);
  if (!sums) return;
  for (int64_t i = 0; i < count; i++) {
    uint32_t row = row_of(rows[i]);
    double *pair = sums + 2 * codes[row];
    double weight = weights ? weights[row] : 1.0;
    if (target) {
      pair[0] += weight;
      pair[1] += weight * (target[row] - center);
    } else {
      pair[rows[i] & 1] += weight;
    }
  }
}

void ck_bin_subtract(const uint64_t *all, const uint64_t *part, int64_t n, uint64_t *counts) {
  // Neither half of a place is smaller in the part, so nothing is borrowed between them.
  for (int64_t i = 0; i < n; i++) counts[i] = all[i] - part[i];
}

INLINE int64_t rows_of(uint64_t count) { return (int64_t)(count & UINT32_MAX); }

INLINE tally bin_tally(const uint64_t *counts, const double *sums, int bin) {
  tally t = {.rows = rows_of(counts[bin]), .ones = (int64_t)(counts[bin] >> 32)};
  t.w0 = sums ? sums[2 * bin] : (double)(t.rows - t.ones);
  t.w1 = sums ? sums[2 * bin + 1] : (double)t.ones;
  return t;
}

ck_tree_cut ck_bin_best_cut(const uint64_t *counts, const double *sums, const double *lowest,
                            const double *highest, double center,
                            const ck_tree_options *options) {
  tally present = {0}, low = {0}, gaps = bin_tally(counts, sums, CK_BIN_MISSING), none = {0};
  tally missing = options->available_only ? none : gaps;
  for (int b = 0; b < CK_BIN_MISSING; b++) present = together(present, bin_tally(counts, sums, b));
  tally all = together(present, missing);
  double whole[2] = {all.w0, all.w1}, nothing[2] = {0, 0};
  double parent = parent_of(options, whole, nothing);
  ck_tree_cut best = {.missing = gaps.rows};
  int last = -1;
  for (int b = 0; b < CK_BIN_MISSING; b++) {
    if (rows_of(counts[b]) == 0) continue;
    if (last >= 0) {
      tally high = difference(present, low);
      if (consider_gaps(options, parent, center, &low, &high, &missing, &best))
        best.cut = midpoint(highest[last], lowest[b]);
    }
    low = together(low, bin_tally(counts, sums, b));
    last = b;
  }
  return best;
}

void ck_bin_mark(const uint32_t *rows, int64_t count, const uint8_t *codes, const uint8_t *sides,
                 uint8_t *side) {
  for (int64_t i = 0; i < count; i++) side[row_of(rows[i])] = sides[codes[row_of(rows[i])]];
}

void ck_bin_mark_bits(const uint32_t *rows, int64_t count, const uint8_t *codes,
                      const uint8_t *sides, uint32_t *bits) {
  for (int64_t i = 0; i < count; i++) {
    uint32_t row = row_of(rows[i]), bit = (uint32_t)1 << (row & 31);
    bits[row >> 5] = (bits[row >> 5] & ~bit) | (sides[codes[row]] ? bit : 0);
  }
}

// Rows and weights of known side per bin: those of side 1 are left. Without case weights both are
// whole numbers and share a word, left in the high half.
static void count_sides(const uint32_t *rows, int64_t count, const uint8_t *codes,
                        const double *weights, const uint8_t *side, sides *bins) {
  if (weights) {
    for (int64_t i = 0; i < count; i++)
      add_side(&bins[codes[row_of(rows[i])]], rows[i], weights, side);
    return;
  }
  uint64_t counts[CK_BINS] = {0};
  for (int64_t i = 0; i < count; i++) {
    uint64_t where = side[row_of(rows[i])];
    counts[codes[row_of(rows[i])]] += (where <= 1) + ((where & 1) << 32);
  }
  for (int b = 0; b < CK_BINS; b++) {
    double left = (double)(counts[b] >> 32);
    bins[b] = (sides){rows_of(counts[b]), left, (double)rows_of(counts[b]) - left};
  }
}

INLINE void add_sides(sides *a, const sides *b) {
  a->rows += b->rows;
  a->left += b->left;
  a->right += b->right;
}

ck_tree_surrogate ck_bin_best_surrogate(const uint32_t *rows, int64_t count, const uint8_t *codes,
                                        const double *weights, const uint8_t *side,
                                        const uint64_t *counts, const double *lowest,
                                        const double *highest, double tolerance) {
  sides bins[CK_BINS] = {0}, all = {0}, low = {0};
  count_sides(rows, count, codes, weights, side, bins);
  for (int b = 0; b < CK_BIN_MISSING; b++) add_sides(&all, &bins[b]);
  ck_tree_surrogate best = {.agreement = all.left > all.right ? all.left : all.right};
  int last = -1;
  for (int b = 0; b < CK_BIN_MISSING; b++) {
    if (rows_of(counts[b]) == 0) continue;
    if (last >= 0 && consider_surrogate(&all, &low, tolerance, &best))
      best.cut = midpoint(highest[last], lowest[b]);
    add_sides(&low, &bins[b]);
    last = b;
  }
  return best;
}
