// What the scans for cuts share, over sorted values and over bins: sums of sides, and the judgement of
// one cut.
#ifndef CKERNELS_CART_SPLIT_H
#define CKERNELS_CART_SPLIT_H

#include <stddef.h>
#include <string.h>

#include "cart.h"
#include "clones.h"

#pragma STDC FP_CONTRACT OFF

INLINE uint32_t row_of(uint32_t entry) { return (entry & ~CK_TREE_STEP) >> 1; }

// Rows and sums of a side. Classes: w0 and w1 are the weights of both; without case weights they
// follow from the whole numbers, which are faster to count. Numbers: w0 is the weight, w1 the
// weighted sum of target - center.
typedef struct {
  int64_t rows, ones;
  double w0, w1;
} tally;

// What a scan reads beside the column; the same pointers in all its steps.
typedef struct {
  const double *weights, *target;
  double center;
} row_data;

INLINE void add(tally *t, uint32_t entry, const row_data *data) {
  int64_t one = entry & 1;
  t->rows++;
  t->ones += one;
  if (data->target) {
    double weight = data->weights ? data->weights[row_of(entry)] : 1.0;
    t->w0 += weight;
    t->w1 += weight * (data->target[row_of(entry)] - data->center);
  } else if (data->weights) {
    double weight = data->weights[row_of(entry)];
    t->w1 += one ? weight : 0.0;
    t->w0 += one ? 0.0 : weight;
  }
}

INLINE tally with_weights(tally t, const row_data *data) {
  if (!data->weights && !data->target) {
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

// A node's part of the sum of squares that its mean explains, about the center of the scan.
INLINE double explained(double w0, double w1) { return w0 > 0 ? w1 * w1 / w0 : 0; }

// The impurity of both sides together; for numbers what their common mean explains, negative.
INLINE double parent_of(const ck_tree_options *options, const double *a, const double *b) {
  double w0 = a[0] + b[0], w1 = a[1] + b[1];
  if (options->criterion == CK_SQUARES) return -explained(w0, w1);
  return ck_tree_impurity(options->criterion, w0 * options->scale[0], w1 * options->scale[1]);
}

INLINE double improvement_of(const ck_tree_options *options, double parent, const double *low,
                             const double *high) {
  if (options->criterion == CK_SQUARES)
    return parent + explained(low[0], low[1]) + explained(high[0], high[1]);
  double s0 = options->scale[0], s1 = options->scale[1];
  double l0 = low[0] * s0, l1 = low[1] * s1, h0 = high[0] * s0, h1 = high[1] * s1;
  double l = l0 + l1, h = h0 + h1;
  // gini by one division in place of two
  if (options->criterion == CK_GINI && l > 0 && h > 0)
    return parent - 2 * ((l0 * l1 * h + h0 * h1 * l) / (l * h));
  return parent - ck_tree_impurity(options->criterion, l0, l1) -
         ck_tree_impurity(options->criterion, h0, h1);
}

// The cut between two neighbouring values.
INLINE double midpoint(double below, double above) {
  double cut = below / 2 + above / 2;
  return cut > below ? cut : above;  // neighbours without a number between them
}

// The cut between an entry and the next.
INLINE double cut_after(const double *numbers, const uint32_t *rows, int64_t place) {
  return midpoint(numbers[row_of(rows[place])], numbers[row_of(rows[place + 1])]);
}

// One cut: taken if it is better than the best so far by more than the tolerance; returns whether.
INLINE int consider(const ck_tree_options *options, double parent, double center,
                    const tally *low, const tally *high, int32_t missing_low, ck_tree_cut *best) {
  if (low->rows < options->min_leaf || high->rows < options->min_leaf) return 0;
  double l[2] = {low->w0, low->w1}, h[2] = {high->w0, high->w1};
  double improvement = improvement_of(options, parent, l, h);
  if (!(improvement > best->improvement + options->tolerance)) return 0;
  if (!ck_tree_is_allowed(options, l, h, center)) return 0;
  best->improvement = improvement;
  memcpy(best->low, l, sizeof l);
  memcpy(best->high, h, sizeof h);
  best->missing_low = missing_low;
  best->found = 1;
  return 1;
}

// Likewise with the rows without a value, where there are any, on both sides in turn.
INLINE int consider_gaps(const ck_tree_options *options, double parent, double center,
                         const tally *low, const tally *high, const tally *missing,
                         ck_tree_cut *best) {
  if (missing->rows == 0) return consider(options, parent, center, low, high, 0, best);
  tally low_more = together(*low, *missing), high_more = together(*high, *missing);
  int first = consider(options, parent, center, &low_more, high, 1, best);
  int second = consider(options, parent, center, low, &high_more, 0, best);
  return first || second;
}

// Weights of the rows that the primary split sends left and right.
typedef struct {
  int64_t rows;
  double left, right;
} sides;

INLINE void add_side(sides *s, uint32_t entry, const double *weights, const uint8_t *side) {
  uint8_t where = side[row_of(entry)];
  if (where > 1) return;
  double weight = weights ? weights[row_of(entry)] : 1.0;
  s->rows++;
  s->left += where ? weight : 0.0;
  s->right += where ? 0.0 : weight;
}

// At least two rows of known side on each side of the cut.
INLINE int consider_surrogate(const sides *all, const sides *low, double tolerance,
                              ck_tree_surrogate *best) {
  if (low->rows < 2 || all->rows - low->rows < 2) return 0;
  double low_right = low->right + (all->left - low->left);
  double low_left = low->left + (all->right - low->right);
  double agreement = low_right > low_left ? low_right : low_left;
  if (!(agreement > best->agreement + tolerance)) return 0;
  best->agreement = agreement;
  best->low_is_left = low_left > low_right;
  best->found = 1;
  return 1;
}

#endif
