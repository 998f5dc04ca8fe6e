#ifndef CKERNELS_CART_H
#define CKERNELS_CART_H

#include <stdint.h>

// A column sorted by value, missing values (NaN) last. rows[i] is twice the row's number plus its
// label, so that a scan reads two arrays from front to back and nothing else.

// Sorts a column of n values (n < 2^31), stable. scratch_values and scratch_rows hold n each.
void ck_tree_sort(const double *values, const uint8_t *labels, int64_t n, double *sorted_values,
                  uint32_t *sorted_rows, double *scratch_values, uint32_t *scratch_rows);

enum { CK_GINI = 0, CK_ENTROPY = 1 };

// n times the impurity of a node with class weights w0 and w1: gini 2 w0 w1 / (w0 + w1), entropy
// -(w0 ln(w0/w) + w1 ln(w1/w)).
double ck_tree_impurity(int32_t criterion, double w0, double w1);

typedef struct {
  int32_t criterion;
  int64_t min_leaf;  // rows, missing ones included
  double tolerance;  // an improvement counts as greater only by more than this
} ck_tree_options;

typedef struct {
  double improvement;  // decrease of impurity times weight; 0 where there is no split
  double cut;          // the low side holds the values < cut
  double low[2], high[2];  // class weights of both sides
  int64_t missing;         // rows without a value
  int32_t missing_low;     // 1: they go with the low side; where there are none, 1: it is the heavier
  int32_t found;
} ck_tree_cut;

// The best cut of a node's segment of a sorted column. weights is indexed by row, or NULL for 1.
ck_tree_cut ck_tree_best_cut(const double *values, const uint32_t *rows, int64_t count,
                             const double *weights, const ck_tree_options *options);

// Row count and class weights of each level; level -1 is counted in the extra last place.
typedef struct {
  int64_t rows;
  double w0, w1;
} ck_tree_level;
void ck_tree_count_levels(const uint32_t *rows, int64_t count, const int32_t *codes,
                          const double *weights, int32_t levels, ck_tree_level *counts);

// side[row] = 1 for the rows that go left.
void ck_tree_mark_cut(const double *values, const uint32_t *rows, int64_t count, double cut,
                      int32_t low_is_left, int32_t missing_left, uint8_t *side);
// left has one entry a level, and a last one for rows without a level.
void ck_tree_mark_levels(const uint32_t *rows, int64_t count, const int32_t *codes, int32_t levels,
                         const uint8_t *left, uint8_t *side);

typedef struct {
  int64_t rows, churned;
  double w0, w1;
} ck_tree_counts;

// Counts and class weights of the rows with side 1, or of all where side is NULL.
ck_tree_counts ck_tree_tally(const uint32_t *rows, int64_t count, const double *weights,
                             const uint8_t *side);

// Moves the rows with side 1 to the front, both parts in their old order; values may be NULL.
// Returns how many they are.
int64_t ck_tree_partition(double *values, uint32_t *rows, int64_t count, const uint8_t *side,
                          double *scratch_values, uint32_t *scratch_rows);

// Copies the entries whose row has keep[row] = wanted; values may be NULL. Returns how many.
int64_t ck_tree_filter(const double *values, const uint32_t *rows, int64_t count,
                       const uint8_t *keep, uint8_t wanted, double *out_values, uint32_t *out_rows);

#endif
