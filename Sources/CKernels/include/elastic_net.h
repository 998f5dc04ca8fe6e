#ifndef CKERNELS_ELASTIC_NET_H
#define CKERNELS_ELASTIC_NET_H

#include <stdint.h>

// Coordinate descent on  1/2 d'Hd - r'd + sum_j (l1[j] |b[j]| + l2[j] b[j]^2 / 2)  over b, where d is
// what b has moved: H is symmetric p x p, r is kept equal to the gradient at b. A sweep visits all
// coordinates, then the non-zero ones until none moves the gradient by more than `tolerance`; the
// descent ends when a full sweep moves nothing, or after max_sweeps. Returns the last sweep's
// largest movement.
double ck_elastic_net_descend(const double *h, int64_t p, const double *l1, const double *l2,
                              double *r, double *b, int64_t max_sweeps, double tolerance);

#endif
