#ifndef CKERNELS_CART_H
#define CKERNELS_CART_H

#include <stdint.h>

// An entry is a row of a node: twice the row's number plus its label (rows < 2^30). A column sorted by
// value, missing values (NaN) last, is an array of entries; the top bit marks those whose value is
// greater than that of the entry before, the first of a segment and the first without a value among
// them. So a scan reads one array from front to back and nothing else; the values stand by row.
#define CK_TREE_STEP 0x80000000u

// Sorts a column of n values (n < 2^30), stable. items and scratch hold n each. Returns how many have
// a value.
int64_t ck_tree_sort(const double *values, const uint8_t *labels, int64_t n, uint32_t *entries,
                     uint64_t *items, uint64_t *scratch);

typedef struct {
  double w0, w1;  // weights of the rows of each label
  double won;     // weight of the pairs of both whose row of label 1 has the greater value, ties half
} ck_tree_pairs;

// Of a sorted column whose values are all present. weights NULL is 1. Sums go in the order of the
// entries, value by value.
ck_tree_pairs ck_tree_count_pairs(const uint32_t *entries, int64_t n, const double *weights);

// How many entries of a sorted segment have a value.
int64_t ck_tree_known(const double *numbers, const uint32_t *rows, int64_t count);

// CK_SQUARES: the target is a number, and a node's impurity its sum of squares about its mean.
enum { CK_GINI = 0, CK_ENTROPY = 1, CK_SQUARES = 2 };

// n times the impurity of a node with class weights w0 and w1: gini 2 w0 w1 / (w0 + w1), entropy
// -(w0 ln(w0/w) + w1 ln(w1/w)).
double ck_tree_impurity(int32_t criterion, double w0, double w1);

typedef struct {
  int32_t criterion;
  int32_t available_only;  // 1: rows without a value take no part; 0: they are tried on both sides
  int64_t min_leaf;        // rows that take part
  double tolerance;        // an improvement counts as greater only by more than this
  double scale[2];         // factors of the class weights in the impurity: altered priors
  double prior[2];         // factors of the class weights in a node's value
  int32_t is_constrained;  // whether the next three apply
  int32_t monotone;        // 1: the high side's value must not be below the low side's; -1: above
  double lower, upper;     // bounds of both sides' values
} ck_tree_options;

// The pair of sums of a side: class weights; or weight, and weighted sum of target - center.
// Decrease of impurity times weight.
double ck_tree_improvement(const ck_tree_options *options, const double *low, const double *high);
// Whether the sides keep the constraints.
int32_t ck_tree_is_allowed(const ck_tree_options *options, const double *low, const double *high,
                           double center);

typedef struct {
  double improvement;  // 0 where there is no split
  double cut;          // the low side holds the values < cut
  double low[2], high[2];  // sums of both sides
  int64_t missing;         // rows without a value
  int32_t missing_low;     // 1: they go with the low side
  int32_t found;
} ck_tree_cut;

// The best cut of a node's segment of a sorted column. numbers, weights and target are indexed by
// row; weights NULL is 1, target NULL means classes.
ck_tree_cut ck_tree_best_cut(const double *numbers, const uint32_t *rows, int64_t count,
                             const double *weights, const double *target,
                             const ck_tree_options *options);

typedef struct {
  double agreement;  // weight of the rows that go where the primary split sends them
  double cut;
  int32_t low_is_left, found;
} ck_tree_surrogate;

// The cut that best imitates a split: side[row] is 1 left, 0 right, else unknown. At least two rows
// of known side go each way, and the agreement is above that of sending all one way.
ck_tree_surrogate ck_tree_best_surrogate(const double *numbers, const uint32_t *rows, int64_t count,
                                         const double *weights, const uint8_t *side,
                                         double tolerance);

// Row count and sums of each level; level -1 is counted in the extra last place.
typedef struct {
  int64_t rows;
  int64_t left;  // set by ck_tree_count_sides only: rows of side 1
  double w0, w1;
} ck_tree_level;
void ck_tree_count_levels(const uint32_t *rows, int64_t count, const int32_t *codes,
                          const double *weights, const double *target, double center,
                          int32_t levels, ck_tree_level *counts);
// The same of the sides in place of the classes: w0 right, w1 left; rows of unknown side and rows
// without a level are left out.
void ck_tree_count_sides(const uint32_t *rows, int64_t count, const int32_t *codes,
                         const double *weights, const uint8_t *side, int32_t levels,
                         ck_tree_level *counts);
// Weighted mean of the target, over the rows with a level where codes is not NULL.
double ck_tree_mean(const uint32_t *rows, int64_t count, const int32_t *codes, int32_t levels,
                    const double *weights, const double *target);

// side[row] = 1 for the rows that go left, 0 right; `missing` for those without a value.
void ck_tree_mark_cut(const double *numbers, const uint32_t *rows, int64_t count, double cut,
                      int32_t low_is_left, uint8_t missing, uint8_t *side);
// The same as bits, one a row: whether the row goes left.
void ck_tree_mark_bits(const double *numbers, const uint32_t *rows, int64_t count, double cut,
                       int32_t low_is_left, uint8_t missing, uint32_t *bits);
// left has one entry a level, and a last one for rows without a level.
void ck_tree_mark_levels(const uint32_t *rows, int64_t count, const int32_t *codes, int32_t levels,
                         const uint8_t *left, uint8_t *side);

typedef struct {
  int64_t rows, churned;
  double w0, w1;
} ck_tree_counts;

// Counts and class weights of the rows with side = wanted, or of all where side is NULL.
ck_tree_counts ck_tree_tally(const uint32_t *rows, int64_t count, const double *weights,
                             const uint8_t *side, uint8_t wanted);

typedef struct {
  int64_t rows;
  double weight, mean, squares;  // squares about the mean, weighted
} ck_tree_moments;

// Likewise of a target.
ck_tree_moments ck_tree_moments_of(const uint32_t *rows, int64_t count, const double *weights,
                                   const double *target, const uint8_t *side, uint8_t wanted);

// bits, one a row: whether the row's side is not 0.
void ck_tree_set_bits(const uint32_t *rows, int64_t count, const uint8_t *side, uint32_t *bits);

// Moves the rows whose bit is set to the front, both parts in their old order. Returns how many they
// are. scratch holds as many entries as there may be.
int64_t ck_tree_partition(uint32_t *rows, int64_t count, const uint32_t *bits, uint32_t *scratch);

// Copies the entries whose row has keep[row] = wanted; out holds one more than these. Returns how many.
int64_t ck_tree_filter(const uint32_t *rows, int64_t count, const uint8_t *keep, uint8_t wanted,
                       uint32_t *out);

#endif
