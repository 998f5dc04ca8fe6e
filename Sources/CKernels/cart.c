// The loops of CART that touch every row of a node: scan for cuts, mark sides, partition.

#include "cart.h"

#include <stddef.h>
#include <string.h>

#include "cart_split.h"
#include "elementary.h"

#pragma STDC FP_CONTRACT OFF

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

ck_tree_surrogate ck_tree_best_surrogate(const double *numbers, const uint32_t *rows,
                                         int64_t count, const double *weights,
                                         const uint8_t *side, double tolerance) {
  sides all = {0}, low = {0};
  int64_t known = ck_tree_known(numbers, rows, count), place = -1;
  for (int64_t i = 0; i < known; i++) add_side(&all, rows[i], weights, side);
  ck_tree_surrogate best = {.agreement = all.left > all.right ? all.left : all.right};
  for (int64_t i = 0; i + 1 < known; i++) {
    add_side(&low, rows[i], weights, side);
    if (!(rows[i + 1] & CK_TREE_STEP)) continue;
    if (consider_surrogate(&all, &low, tolerance, &best)) place = i;
  }
  if (best.found) best.cut = cut_after(numbers, rows, place);
  return best;
}

void ck_tree_count_sides(const uint32_t *rows, int64_t count, const int32_t *codes,
                         const double *weights, const uint8_t *side, int32_t levels,
                         ck_tree_level *counts) {
  for (int64_t i = 0; i < count; i++) {
    uint32_t row = row_of(rows[i]);
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
    uint32_t row = row_of(rows[i]);
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
    uint32_t row = row_of(rows[i]);
    if (codes && (codes[row] < 0 || codes[row] >= levels)) continue;
    double w = weights ? weights[row] : 1.0;
    weight += w;
    sum += w * target[row];
  }
  return weight > 0 ? sum / weight : 0;
}

// The first of the known entries whose value is not below the cut.
static int64_t first_above(const double *numbers, const uint32_t *rows, int64_t known, double cut) {
  int64_t first = 0;
  while (known > 0) {
    int64_t half = known / 2;
    int is_below = numbers[row_of(rows[first + half])] < cut;
    first += is_below ? half + 1 : 0;
    known = is_below ? known - half - 1 : half;
  }
  return first;
}

void ck_tree_mark_cut(const double *numbers, const uint32_t *rows, int64_t count, double cut,
                      int32_t low_is_left, uint8_t missing, uint8_t *side) {
  int64_t known = ck_tree_known(numbers, rows, count);
  int64_t border = first_above(numbers, rows, known, cut);
  uint8_t low = low_is_left != 0, high = !low;
  for (int64_t i = 0; i < border; i++) side[row_of(rows[i])] = low;
  for (int64_t i = border; i < known; i++) side[row_of(rows[i])] = high;
  for (int64_t i = known; i < count; i++) side[row_of(rows[i])] = missing;
}

INLINE void set_bits(const uint32_t *rows, int64_t first, int64_t last, uint32_t value,
                     uint32_t *bits) {
  for (int64_t i = first; i < last; i++) {
    uint32_t row = row_of(rows[i]), bit = (uint32_t)1 << (row & 31);
    bits[row >> 5] = (bits[row >> 5] & ~bit) | (value ? bit : 0);
  }
}

void ck_tree_mark_bits(const double *numbers, const uint32_t *rows, int64_t count, double cut,
                       int32_t low_is_left, uint8_t missing, uint32_t *bits) {
  int64_t known = ck_tree_known(numbers, rows, count);
  int64_t border = first_above(numbers, rows, known, cut);
  set_bits(rows, 0, border, low_is_left != 0, bits);
  set_bits(rows, border, known, low_is_left == 0, bits);
  set_bits(rows, known, count, missing, bits);
}

void ck_tree_mark_levels(const uint32_t *rows, int64_t count, const int32_t *codes, int32_t levels,
                         const uint8_t *left, uint8_t *side) {
  for (int64_t i = 0; i < count; i++) {
    int32_t code = codes[row_of(rows[i])];
    side[row_of(rows[i])] = left[code < 0 || code >= levels ? levels : code];
  }
}

void ck_tree_set_bits(const uint32_t *rows, int64_t count, const uint8_t *side, uint32_t *bits) {
  for (int64_t i = 0; i < count; i++) set_bits(rows, i, i + 1, side[row_of(rows[i])], bits);
}

int64_t ck_tree_partition(uint32_t *rows, int64_t count, const uint32_t *bits, uint32_t *scratch) {
  int64_t left = 0, right = 0;
  uint32_t left_step = 0, right_step = 0;
  // Both places are written and one of them counts: a branch on the side would be guessed wrongly
  // half of the time. left never runs ahead of i. A step waits until its side has an entry.
  for (int64_t i = 0; i < count; i++) {
    uint32_t entry = rows[i], row = row_of(entry);
    uint32_t goes_left = bits[row >> 5] >> (row & 31) & 1;
    left_step |= entry & CK_TREE_STEP;
    right_step |= entry & CK_TREE_STEP;
    rows[left] = entry | left_step;
    scratch[right] = entry | right_step;
    left += goes_left;
    right += 1 - goes_left;
    left_step &= goes_left - 1;
    right_step &= -goes_left;
  }
  memcpy(rows + left, scratch, (size_t)right * sizeof(uint32_t));
  return left;
}

int64_t ck_tree_filter(const uint32_t *rows, int64_t count, const uint8_t *keep, uint8_t wanted,
                       uint32_t *out) {
  int64_t kept = 0;
  uint32_t step = 0;
  for (int64_t i = 0; i < count; i++) {
    step |= rows[i] & CK_TREE_STEP;
    uint32_t is_kept = keep[row_of(rows[i])] == wanted;
    out[kept] = rows[i] | step;
    kept += is_kept;
    step &= is_kept - 1;
  }
  return kept;
}

ck_tree_counts ck_tree_tally(const uint32_t *rows, int64_t count, const double *weights,
                             const uint8_t *side, uint8_t wanted) {
  ck_tree_counts counts = {0};
  for (int64_t i = 0; i < count; i++) {
    if (side && side[row_of(rows[i])] != wanted) continue;
    double weight = weights ? weights[row_of(rows[i])] : 1.0;
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
    if (side && side[row_of(rows[i])] != wanted) continue;
    double weight = weights ? weights[row_of(rows[i])] : 1.0;
    moments.rows++;
    moments.weight += weight;
    sum += weight * target[row_of(rows[i])];
  }
  moments.mean = moments.weight > 0 ? sum / moments.weight : 0;
  // A second pass: squares about the mean lose no digits.
  for (int64_t i = 0; i < count; i++) {
    if (side && side[row_of(rows[i])] != wanted) continue;
    double distance = target[row_of(rows[i])] - moments.mean;
    moments.squares += (weights ? weights[row_of(rows[i])] : 1.0) * distance * distance;
  }
  return moments;
}
