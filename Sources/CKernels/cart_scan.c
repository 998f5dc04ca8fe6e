// The best cut of a sorted column.

#include <stddef.h>

#include "cart.h"
#include "cart_split.h"
#include "clones.h"

#pragma STDC FP_CONTRACT OFF

typedef double lanes __attribute__((vector_size(64), aligned(8)));
typedef int64_t integers __attribute__((vector_size(64), aligned(8)));
typedef int32_t halves __attribute__((vector_size(32), aligned(4)));

enum { LANES = 8, BLOCK = 256 };

int64_t ck_tree_known(const double *numbers, const uint32_t *rows, int64_t count) {
  // Missing values are one run, so the last entry that begins a run tells of all after it.
  int64_t last = count - 1;
  while (last > 0 && !(rows[last] & CK_TREE_STEP)) last--;
  if (last < 0) return 0;
  double value = numbers[row_of(rows[last])];
  return value != value ? last : count;
}

// What a scan for cuts holds: sums of the rows with a value, of those without, and the best so far.
typedef struct {
  const uint32_t *rows;
  int64_t known;
  const ck_tree_options *options;
  row_data data;
  tally present, missing;
  double parent;
  ck_tree_cut best;
  int64_t place;  // the entry below the best cut
} scan;

INLINE void consider_after(scan *s, int64_t i, const tally *low) {
  tally left = with_weights(*low, &s->data);
  tally right = with_weights(difference(s->present, *low), &s->data);
  if (consider_gaps(s->options, s->parent, s->data.center, &left, &right, &s->missing, &s->best))
    s->place = i;
}

INLINE void scan_all(scan *s) {
  tally low = {0};
  for (int64_t i = 0; i + 1 < s->known; i++) {
    add(&low, s->rows[i], &s->data);
    if (s->rows[i + 1] & CK_TREE_STEP) consider_after(s, i, &low);
  }
}

// Gini of whole rows: with l0 and l1 the rows of the low side, T0 and T1 those of both, s0 and s1 the
// scales, the improvement is 2 (s0 s1 d)^2 / (L H T), d = l1 T0 - l0 T1 and L, H, T the scaled rows
// of low, high and both sides. d is exact below 2^26 rows, so that this form is right to a few units
// in the last place, and which cuts may be better than the best so far is told without a division,
// eight at a time. Those are judged as all others are.
typedef struct {
  double t0, t1, s0, s1, factor, limit;
} screen;

INLINE void set_limit(screen *c, const scan *s) {
  // Half of the tolerance is far more than rounding.
  c->limit = s->best.improvement + 0.5 * s->options->tolerance;
}

INLINE screen screen_of(const scan *s) {
  double s0 = s->options->scale[0], s1 = s->options->scale[1];
  screen c = {.t0 = (double)(s->present.rows - s->present.ones), .t1 = (double)s->present.ones,
              .s0 = s0, .s1 = s1};
  c.factor = 2 * (s0 * s1) * (s0 * s1) / (s0 * c.t0 + s1 * c.t1);
  set_limit(&c, s);
  return c;
}

// Whether any of eight cuts, after entries i to i + 7, may be better; ones are the low sides'.
INLINE int may_be_better(const screen *c, int64_t i, const int32_t *ones, const uint32_t *next) {
  lanes low1 = __builtin_convertvector(*(const halves *)ones, lanes);
  lanes steps = {1, 2, 3, 4, 5, 6, 7, 8};
  lanes low0 = (steps + (double)i) - low1;
  lanes d = low1 * c->t0 - low0 * c->t1;
  lanes low = low0 * c->s0 + low1 * c->s1;
  lanes high = (c->t0 - low0) * c->s0 + (c->t1 - low1) * c->s1;
  integers better = (d * d) * c->factor > (low * high) * c->limit;
  halves is_step = *(const halves *)next < 0;
  better &= __builtin_convertvector(is_step, integers);
  return __builtin_reduce_or(better) != 0;
}

// ones[k] = those of the entries before first + k + 1.
INLINE int32_t count_ones(const uint32_t *rows, int64_t size, int32_t before, int32_t *ones) {
  for (int64_t k = 0; k < size; k++) {
    before += (int32_t)(rows[k] & 1);
    ones[k] = before;
  }
  return before;
}

INLINE void consider_some(scan *s, int64_t first, int64_t size, const int32_t *ones) {
  for (int64_t k = 0; k < size; k++) {
    if (!(s->rows[first + k + 1] & CK_TREE_STEP)) continue;
    tally low = {.rows = first + k + 1, .ones = ones[k]};
    consider_after(s, first + k, &low);
  }
}

CLONES static void scan_gini(scan *s) {
  int64_t leaf = s->options->min_leaf > 1 ? s->options->min_leaf : 1;
  int32_t ones[BLOCK], before = 0;
  for (int64_t i = 0; i + 1 < leaf && i < s->known; i++) before += (int32_t)(s->rows[i] & 1);
  screen c = screen_of(s);
  for (int64_t start = leaf - 1, end = s->known - leaf; start < end; start += BLOCK) {
    int64_t size = end - start < BLOCK ? end - start : BLOCK, k = 0;
    before = count_ones(s->rows + start, size, before, ones);
    for (; k + LANES <= size; k += LANES) {
      if (!may_be_better(&c, start + k, ones + k, s->rows + start + k + 1)) continue;
      consider_some(s, start + k, LANES, ones + k);
      set_limit(&c, s);
    }
    consider_some(s, start + k, size - k, ones + k);
    set_limit(&c, s);
  }
}

INLINE void scan_cuts(scan *s) {
  const ck_tree_options *options = s->options;
  int is_whole = !s->data.weights && !s->data.target;
  if (is_whole && options->criterion == CK_GINI && s->missing.rows == 0 && s->known < 1 << 26)
    scan_gini(s);
  else
    scan_all(s);
}

INLINE ck_tree_cut best_cut(const double *numbers, const uint32_t *rows, int64_t count,
                            const double *weights, const double *target,
                            const ck_tree_options *options) {
  scan s = {.rows = rows, .options = options, .data = {weights, target, 0}, .place = -1};
  s.known = ck_tree_known(numbers, rows, count);
  int64_t taken = options->available_only ? s.known : count;
  if (target) s.data.center = ck_tree_mean(rows, taken, (const int32_t *)0, 0, weights, target);
  for (int64_t i = s.known; i < taken; i++) add(&s.missing, rows[i], &s.data);
  for (int64_t i = 0; i < s.known; i++) add(&s.present, rows[i], &s.data);
  s.missing = with_weights(s.missing, &s.data);
  tally all = together(with_weights(s.present, &s.data), s.missing);
  double sums[2] = {all.w0, all.w1}, nothing[2] = {0, 0};
  s.parent = parent_of(options, sums, nothing);
  s.best.missing = count - s.known;
  scan_cuts(&s);
  if (s.best.found) s.best.cut = cut_after(numbers, rows, s.place);
  return s.best;
}

ck_tree_cut ck_tree_best_cut(const double *numbers, const uint32_t *rows, int64_t count,
                             const double *weights, const double *target,
                             const ck_tree_options *options) {
  // Copies of the loop: the one without weights and target counts whole numbers.
  const double *none = (const double *)0;
  if (target) return best_cut(numbers, rows, count, weights, target, options);
  return weights ? best_cut(numbers, rows, count, weights, none, options)
                 : best_cut(numbers, rows, count, none, none, options);
}
