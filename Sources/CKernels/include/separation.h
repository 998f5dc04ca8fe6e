#ifndef CKERNELS_SEPARATION_H
#define CKERNELS_SEPARATION_H

#include <stdint.h>

#include "logistic.h"

// Signed rows s_i (1, z_i) of a design, s_i = 1 for label 1 and -1 for label 0, z standardised as
// ck_logistic_data says, each brought to length 1.

// inverse[i] = 1 / length of row i; 0 for a row of weight 0, which then counts for nothing.
void ck_separation_inverse_lengths(const ck_logistic_data *data, int64_t n, double *inverse);

// sum (p + 1) = the sum of the unit rows; rows with inverse 0 are left out.
void ck_separation_sum(const ck_logistic_data *data, int64_t n, const double *inverse, double *sum);

// products[i] = unit row i times direction (p + 1); 0 where inverse is 0. Returns the smallest.
double ck_separation_products(const ck_logistic_data *data, int64_t n, const double *inverse,
                              const double *direction, double *products);

// The rows with the smallest products below limit, smallest first, no two with the same product.
// Returns how many; at most capacity.
int64_t ck_separation_violators(const double *products, int64_t n, double limit, int64_t capacity,
                                int64_t *rows);

#endif
