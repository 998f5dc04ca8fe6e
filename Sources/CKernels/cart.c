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

typedef struct {
  int64_t rows;
  double w[2];
} tally;

static void add(tally *t, uint32_t entry, const double *weights) {
  t->rows++;
  t->w[entry & 1] += weights ? weights[entry >> 1] : 1.0;
}

static tally difference(const tally *all, const tally *part) {
  return (tally){all->rows - part->rows, {all->w[0] - part->w[0], all->w[1] - part->w[1]}};
}

static tally together(const tally *a, const tally *b) {
  return (tally){a->rows + b->rows, {a->w[0] + b->w[0], a->w[1] + b->w[1]}};
}

static double weight(const tally *t) { return t->w[0] + t->w[1]; }

static void consider(const ck_tree_options *options, double parent, const tally *low,
                     const tally *high, double below, double above, int32_t missing_low,
                     ck_tree_cut *best) {
  if (low->rows < options->min_leaf || high->rows < options->min_leaf) return;
  double improvement = parent - ck_tree_impurity(options->criterion, low->w[0], low->w[1]) -
                       ck_tree_impurity(options->criterion, high->w[0], high->w[1]);
  if (!(improvement > best->improvement + options->tolerance)) return;
  double cut = below / 2 + above / 2;
  if (!(cut > below)) cut = above;  // neighbours without a number between them
  *best = (ck_tree_cut){improvement,
                        cut,
                        {low->w[0], low->w[1]},
                        {high->w[0], high->w[1]},
                        best->missing,
                        missing_low,
                        1};
}

ck_tree_cut ck_tree_best_cut(const double *values, const uint32_t *rows, int64_t count,
                             const double *weights, const ck_tree_options *options) {
  tally present = {0}, missing = {0}, low = {0};
  int64_t known = count;
  while (known > 0 && values[known - 1] != values[known - 1])
    add(&missing, rows[--known], weights);
  for (int64_t i = 0; i < known; i++) add(&present, rows[i], weights);
  tally all = together(&present, &missing);
  double parent = ck_tree_impurity(options->criterion, all.w[0], all.w[1]);
  ck_tree_cut best = {.missing = missing.rows};
  for (int64_t i = 0; i + 1 < known; i++) {
    add(&low, rows[i], weights);
    if (!(values[i] < values[i + 1])) continue;
    tally high = difference(&present, &low);
    if (missing.rows == 0) {
      consider(options, parent, &low, &high, values[i], values[i + 1], weight(&low) >= weight(&high),
               &best);
    } else {
      tally low_more = together(&low, &missing), high_more = together(&high, &missing);
      consider(options, parent, &low_more, &high, values[i], values[i + 1], 1, &best);
      consider(options, parent, &low, &high_more, values[i], values[i + 1], 0, &best);
    }
  }
  return best;
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
  for (int64_t i = 0; i < count; i++) {
    uint32_t row = rows[i];
    double value = values ? values[i] : 0.0;
    if (side[row >> 1]) {
      rows[left] = row;
      if (values) values[left] = value;
      left++;
    } else {
      scratch_rows[right] = row;
      if (values) scratch_values[right] = value;
      right++;
    }
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
