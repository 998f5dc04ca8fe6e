// The loops of CART that touch every row of a node: sort once, scan for cuts, partition.

#include "cart.h"

#include <stddef.h>
#include <string.h>

#include "elementary.h"

#pragma STDC FP_CONTRACT OFF

enum { DIGIT_BITS = 11, DIGITS = 6, BUCKETS = 1 << DIGIT_BITS };

// Maps a double to an integer of the same order, NaN above all; -0 equals 0.
static uint64_t sort_key(double value) {
  if (value != value) return UINT64_MAX;
  value += 0.0;
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  return (bits >> 63) ? ~bits : bits | 0x8000000000000000u;
}

static uint32_t digit(double value, int place) {
  return (uint32_t)(sort_key(value) >> (place * DIGIT_BITS)) & (BUCKETS - 1);
}

// One stable pass of the radix sort. Returns 0 and does nothing where all keys share the digit.
static int sort_pass(const double *values, const uint32_t *rows, int64_t n, int place,
                     double *out_values, uint32_t *out_rows) {
  int64_t start[BUCKETS] = {0};
  for (int64_t i = 0; i < n; i++) start[digit(values[i], place)]++;
  if (start[digit(values[0], place)] == n) return 0;
  int64_t total = 0;
  for (int b = 0; b < BUCKETS; b++) {
    int64_t size = start[b];
    start[b] = total;
    total += size;
  }
  for (int64_t i = 0; i < n; i++) {
    int64_t slot = start[digit(values[i], place)]++;
    out_values[slot] = values[i];
    out_rows[slot] = rows[i];
  }
  return 1;
}

void ck_tree_sort(const double *values, const uint8_t *labels, int64_t n, double *sorted_values,
                  uint32_t *sorted_rows, double *scratch_values, uint32_t *scratch_rows) {
  if (n == 0) return;
  double *from_values = sorted_values, *to_values = scratch_values;
  uint32_t *from_rows = sorted_rows, *to_rows = scratch_rows;
  memcpy(from_values, values, (size_t)n * sizeof(double));
  for (int64_t i = 0; i < n; i++) from_rows[i] = (uint32_t)i * 2 + (labels[i] ? 1 : 0);
  for (int place = 0; place < DIGITS; place++) {
    if (!sort_pass(from_values, from_rows, n, place, to_values, to_rows)) continue;
    double *v = from_values;
    from_values = to_values;
    to_values = v;
    uint32_t *r = from_rows;
    from_rows = to_rows;
    to_rows = r;
  }
  if (from_values != sorted_values) {
    memcpy(sorted_values, from_values, (size_t)n * sizeof(double));
    memcpy(sorted_rows, from_rows, (size_t)n * sizeof(uint32_t));
  }
}

double ck_tree_impurity(int32_t criterion, double w0, double w1) {
  double w = w0 + w1;
  if (w0 <= 0 || w1 <= 0) return 0;
  if (criterion == CK_GINI) return 2 * w0 * (w1 / w);
  return -(w0 * ck_log(w0 / w) + w1 * ck_log(w1 / w));
}

// Rows and class weights of a side. Without case weights the class weights follow from the whole
// numbers, which are faster to count.
typedef struct {
  int64_t rows, ones;
  double w0, w1;
} tally;

#define INLINE static inline __attribute__((always_inline))

INLINE void add(tally *t, uint32_t entry, const double *weights) {
  int64_t one = entry & 1;
  t->rows++;
  t->ones += one;
  if (weights) {
    double weight = weights[entry >> 1];
    t->w1 += one ? weight : 0.0;
    t->w0 += one ? 0.0 : weight;
  }
}

INLINE tally with_weights(tally t, const double *weights) {
  if (!weights) {
    t.w1 = (double)t.ones;
    t.w0 = (double)(t.rows - t.ones);
  }
  return t;
}

INLINE tally difference(tally all, tally part) {
  return (tally){all.rows - part.rows, all.ones - part.ones, all.w0 - part.w0, all.w1 - part.w1};
}

INLINE tally together(tally a, tally b) {
  return (tally){a.rows + b.rows, a.ones + b.ones, a.w0 + b.w0, a.w1 + b.w1};
}

// parent - impurity(low) - impurity(high); for gini by one division in place of two.
INLINE double improvement_of(int32_t criterion, double parent, const tally *low,
                             const tally *high) {
  if (criterion == CK_GINI) {
    double l = low->w0 + low->w1, h = high->w0 + high->w1;
    if (l > 0 && h > 0)
      return parent - 2 * ((low->w0 * low->w1 * h + high->w0 * high->w1 * l) / (l * h));
  }
  return parent - ck_tree_impurity(criterion, low->w0, low->w1) -
         ck_tree_impurity(criterion, high->w0, high->w1);
}

INLINE void consider(const ck_tree_options *options, double parent, const tally *low,
                     const tally *high, double below, double above, int32_t missing_low,
                     ck_tree_cut *best) {
  if (low->rows < options->min_leaf || high->rows < options->min_leaf) return;
  double improvement = improvement_of(options->criterion, parent, low, high);
  if (!(improvement > best->improvement + options->tolerance)) return;
  double cut = below / 2 + above / 2;
  if (!(cut > below)) cut = above;  // neighbours without a number between them
  best->improvement = improvement;
  best->cut = cut;
  best->low[0] = low->w0;
  best->low[1] = low->w1;
  best->high[0] = high->w0;
  best->high[1] = high->w1;
  best->missing_low = missing_low;
  best->found = 1;
}

INLINE ck_tree_cut best_cut(const double *values, const uint32_t *rows, int64_t count,
                            const double *weights, const ck_tree_options *options) {
  tally present = {0}, missing = {0}, low = {0};
  int64_t known = count;
  while (known > 0 && values[known - 1] != values[known - 1])
    add(&missing, rows[--known], weights);
  for (int64_t i = 0; i < known; i++) add(&present, rows[i], weights);
  missing = with_weights(missing, weights);
  tally all = together(with_weights(present, weights), missing);
  double parent = ck_tree_impurity(options->criterion, all.w0, all.w1);
  ck_tree_cut best = {.missing = missing.rows};
  for (int64_t i = 0; i + 1 < known; i++) {
    add(&low, rows[i], weights);
    if (!(values[i] < values[i + 1])) continue;
    tally left = with_weights(low, weights);
    tally right = with_weights(difference(present, low), weights);
    if (missing.rows == 0) {
      int32_t low_is_larger = left.w0 + left.w1 >= right.w0 + right.w1;
      consider(options, parent, &left, &right, values[i], values[i + 1], low_is_larger, &best);
    } else {
      tally left_more = together(left, missing), right_more = together(right, missing);
      consider(options, parent, &left_more, &right, values[i], values[i + 1], 1, &best);
      consider(options, parent, &left, &right_more, values[i], values[i + 1], 0, &best);
    }
  }
  return best;
}

ck_tree_cut ck_tree_best_cut(const double *values, const uint32_t *rows, int64_t count,
                             const double *weights, const ck_tree_options *options) {
  // Two copies of the loop: the one without weights counts whole numbers.
  return weights ? best_cut(values, rows, count, weights, options)
                 : best_cut(values, rows, count, (const double *)0, options);
}

void ck_tree_count_levels(const uint32_t *rows, int64_t count, const int32_t *codes,
                          const double *weights, int32_t levels, ck_tree_level *counts) {
  for (int64_t i = 0; i < count; i++) {
    uint32_t row = rows[i] >> 1;
    int32_t code = codes[row];
    ck_tree_level *level = &counts[code < 0 || code >= levels ? levels : code];
    double weight = weights ? weights[row] : 1.0;
    level->rows++;
    if (rows[i] & 1)
      level->w1 += weight;
    else
      level->w0 += weight;
  }
}

void ck_tree_mark_cut(const double *values, const uint32_t *rows, int64_t count, double cut,
                      int32_t low_is_left, int32_t missing_left, uint8_t *side) {
  for (int64_t i = 0; i < count; i++) {
    double value = values[i];
    int left = value != value ? missing_left : (value < cut) == (low_is_left != 0);
    side[rows[i] >> 1] = (uint8_t)(left != 0);
  }
}

void ck_tree_mark_levels(const uint32_t *rows, int64_t count, const int32_t *codes, int32_t levels,
                         const uint8_t *left, uint8_t *side) {
  for (int64_t i = 0; i < count; i++) {
    int32_t code = codes[rows[i] >> 1];
    side[rows[i] >> 1] = left[code < 0 || code >= levels ? levels : code];
  }
}

int64_t ck_tree_partition(double *values, uint32_t *rows, int64_t count, const uint8_t *side,
                          double *scratch_values, uint32_t *scratch_rows) {
  int64_t left = 0, right = 0;
  // Both places are written and one of them counts: a branch on the side would be guessed wrongly
  // half of the time. left never runs ahead of i.
  for (int64_t i = 0; i < count; i++) {
    uint32_t row = rows[i];
    int64_t goes_left = side[row >> 1] != 0;
    rows[left] = row;
    scratch_rows[right] = row;
    if (values) {
      double value = values[i];
      values[left] = value;
      scratch_values[right] = value;
    }
    left += goes_left;
    right += 1 - goes_left;
  }
  memcpy(rows + left, scratch_rows, (size_t)right * sizeof(uint32_t));
  if (values) memcpy(values + left, scratch_values, (size_t)right * sizeof(double));
  return left;
}

int64_t ck_tree_filter(const double *values, const uint32_t *rows, int64_t count,
                       const uint8_t *keep, uint8_t wanted, double *out_values,
                       uint32_t *out_rows) {
  int64_t kept = 0;
  for (int64_t i = 0; i < count; i++) {
    if (keep[rows[i] >> 1] != wanted) continue;
    out_rows[kept] = rows[i];
    if (values) out_values[kept] = values[i];
    kept++;
  }
  return kept;
}

ck_tree_counts ck_tree_tally(const uint32_t *rows, int64_t count, const double *weights,
                             const uint8_t *side) {
  ck_tree_counts counts = {0};
  for (int64_t i = 0; i < count; i++) {
    if (side && !side[rows[i] >> 1]) continue;
    double weight = weights ? weights[rows[i] >> 1] : 1.0;
    counts.rows++;
    if (rows[i] & 1) {
      counts.churned++;
      counts.w1 += weight;
    } else {
      counts.w0 += weight;
    }
  }
  return counts;
}
