// The loops of CART that touch every row of a node: sort once, scan for cuts, partition.

#include "cart.h"

#include <stddef.h>
#include <string.h>

#include "cart_split.h"
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

double ck_tree_improvement(const ck_tree_options *options, const double *low,
                           const double *high) {
  return improvement_of(options, parent_of(options, low, high), low, high);
}

// What a side predicts: the mean, or the share of ones under the prior.
static double value_of(const ck_tree_options *options, const double *side, double center) {
  if (options->criterion == CK_SQUARES) return side[0] > 0 ? center + side[1] / side[0] : center;
  double one = side[1] * options->prior[1], all = side[0] * options->prior[0] + one;
  return all > 0 ? one / all : 0;
}

int32_t ck_tree_is_allowed(const ck_tree_options *options, const double *low, const double *high,
                           double center) {
  if (!options->is_constrained) return 1;
  double a = value_of(options, low, center), b = value_of(options, high, center);
  if (options->monotone > 0 && a > b) return 0;
  if (options->monotone < 0 && a < b) return 0;
  return options->lower <= a && a <= options->upper && options->lower <= b && b <= options->upper;
}

INLINE ck_tree_cut best_cut(const double *values, const uint32_t *rows, int64_t count,
                            const double *weights, const double *target,
                            const ck_tree_options *options) {
  tally present = {0}, missing = {0}, low = {0};
  row_data data = {weights, target, 0};
  int64_t known = count;
  while (known > 0 && values[known - 1] != values[known - 1]) known--;
  int64_t taken = options->available_only ? known : count;
  if (target) data.center = ck_tree_mean(rows, taken, (const int32_t *)0, 0, weights, target);
  for (int64_t i = known; i < taken; i++) add(&missing, rows[i], &data);
  for (int64_t i = 0; i < known; i++) add(&present, rows[i], &data);
  missing = with_weights(missing, &data);
  tally all = together(with_weights(present, &data), missing);
  double sums[2] = {all.w0, all.w1}, nothing[2] = {0, 0};
  double parent = parent_of(options, sums, nothing);
  ck_tree_cut best = {.missing = count - known};
  for (int64_t i = 0; i + 1 < known; i++) {
    add(&low, rows[i], &data);
    if (!(values[i] < values[i + 1])) continue;
    tally left = with_weights(low, &data);
    tally right = with_weights(difference(present, low), &data);
    consider_gaps(options, parent, data.center, &left, &right, &missing, values[i], values[i + 1],
                  &best);
  }
  return best;
}

ck_tree_cut ck_tree_best_cut(const double *values, const uint32_t *rows, int64_t count,
                             const double *weights, const double *target,
                             const ck_tree_options *options) {
  // Copies of the loop: the one without weights and target counts whole numbers.
  const double *none = (const double *)0;
  if (target) return best_cut(values, rows, count, weights, target, options);
  return weights ? best_cut(values, rows, count, weights, none, options)
                 : best_cut(values, rows, count, none, none, options);
}

ck_tree_surrogate ck_tree_best_surrogate(const double *values, const uint32_t *rows,
                                         int64_t count, const double *weights,
                                         const uint8_t *side, double tolerance) {
  sides all = {0}, low = {0};
  int64_t known = count;
  while (known > 0 && values[known - 1] != values[known - 1]) known--;
  for (int64_t i = 0; i < known; i++) add_side(&all, rows[i], weights, side);
  ck_tree_surrogate best = {.agreement = all.left > all.right ? all.left : all.right};
  for (int64_t i = 0; i + 1 < known; i++) {
    add_side(&low, rows[i], weights, side);
    if (values[i] < values[i + 1])
      consider_surrogate(&all, &low, values[i], values[i + 1], tolerance, &best);
  }
  return best;
}

void ck_tree_count_sides(const uint32_t *rows, int64_t count, const int32_t *codes,
                         const double *weights, const uint8_t *side, int32_t levels,
                         ck_tree_level *counts) {
  for (int64_t i = 0; i < count; i++) {
    uint32_t row = rows[i] >> 1;
    int32_t code = codes[row];
    if (code < 0 || code >= levels || side[row] > 1) continue;
    double weight = weights ? weights[row] : 1.0;
    counts[code].rows++;
    counts[code].left += side[row];
    if (side[row])
      counts[code].w1 += weight;
    else
      counts[code].w0 += weight;
  }
}

void ck_tree_count_levels(const uint32_t *rows, int64_t count, const int32_t *codes,
                          const double *weights, const double *target, double center,
                          int32_t levels, ck_tree_level *counts) {
  for (int64_t i = 0; i < count; i++) {
    uint32_t row = rows[i] >> 1;
    int32_t code = codes[row];
    ck_tree_level *level = &counts[code < 0 || code >= levels ? levels : code];
    double weight = weights ? weights[row] : 1.0;
    level->rows++;
    if (target) {
      level->w0 += weight;
      level->w1 += weight * (target[row] - center);
    } else if (rows[i] & 1) {
      level->w1 += weight;
    } else {
      level->w0 += weight;
    }
  }
}

double ck_tree_mean(const uint32_t *rows, int64_t count, const int32_t *codes, int32_t levels,
                    const double *weights, const double *target) {
  double weight = 0, sum = 0;
  for (int64_t i = 0; i < count; i++) {
    uint32_t row = rows[i] >> 1;
    if (codes && (codes[row] < 0 || codes[row] >= levels)) continue;
    double w = weights ? weights[row] : 1.0;
    weight += w;
    sum += w * target[row];
  }
  return weight > 0 ? sum / weight : 0;
}

void ck_tree_mark_cut(const double *values, const uint32_t *rows, int64_t count, double cut,
                      int32_t low_is_left, uint8_t missing, uint8_t *side) {
  for (int64_t i = 0; i < count; i++) {
    double value = values[i];
    uint8_t left = (value < cut) == (low_is_left != 0);
    side[rows[i] >> 1] = value != value ? missing : left;
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
                             const uint8_t *side, uint8_t wanted) {
  ck_tree_counts counts = {0};
  for (int64_t i = 0; i < count; i++) {
    if (side && side[rows[i] >> 1] != wanted) continue;
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

ck_tree_moments ck_tree_moments_of(const uint32_t *rows, int64_t count, const double *weights,
                                   const double *target, const uint8_t *side, uint8_t wanted) {
  ck_tree_moments moments = {0};
  double sum = 0;
  for (int64_t i = 0; i < count; i++) {
    if (side && side[rows[i] >> 1] != wanted) continue;
    double weight = weights ? weights[rows[i] >> 1] : 1.0;
    moments.rows++;
    moments.weight += weight;
    sum += weight * target[rows[i] >> 1];
  }
  moments.mean = moments.weight > 0 ? sum / moments.weight : 0;
  // A second pass: squares about the mean lose no digits.
  for (int64_t i = 0; i < count; i++) {
    if (side && side[rows[i] >> 1] != wanted) continue;
    double distance = target[rows[i] >> 1] - moments.mean;
    moments.squares += (weights ? weights[rows[i] >> 1] : 1.0) * distance * distance;
  }
  return moments;
}
