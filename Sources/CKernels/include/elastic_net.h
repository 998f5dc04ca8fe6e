#ifndef CKERNELS_ELASTIC_NET_H
#define CKERNELS_ELASTIC_NET_H

#include <stdint.h>

#include "logistic.h"

// Coordinate descent on  1/2 d'Hd - r'd + sum_j (l1[j] |b[j]| + l2[j] b[j]^2 / 2)  over b, where d is
// what b has moved: H is symmetric p x p, r is kept equal to the gradient at b. A sweep visits all
// coordinates, then the non-zero ones until none moves the gradient by more than `tolerance`; the
// descent ends when a full sweep moves nothing, or after max_sweeps. Returns the last sweep's
// largest movement.
double ck_elastic_net_descend(const double *h, int64_t p, const double *l1, const double *l2,
                              double *r, double *b, int64_t max_sweeps, double tolerance);

// Doubles of scratch that ck_elastic_net_score wants for p columns.
int64_t ck_elastic_net_scratch(int64_t p);

// Adds the score X'W(y - mu) of rows first ..< last at beta (p + 1, intercept first) to gradient
// (p + 1): ck_logistic_gradient's, without the likelihood, of columns with center 0 and scale 1. The
// sums are made in blocks of 128 rows from `first` on.
void ck_elastic_net_score(const ck_logistic_data *data, int64_t first, int64_t last,
                          const double *beta, double *gradient, double *scratch);

#endif
