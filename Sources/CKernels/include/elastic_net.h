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

// Rows of a block: those of twenty columns fit the nearest cache.
#define CK_NET_BLOCK 128

// Rows in blocks, one after the other. A block is p columns of CK_NET_BLOCK numbers, then the side of
// each row (1 or -1), then its weight: 0 where a row fills up the block.
typedef struct {
  const double *blocks;
  int64_t p;
} ck_net_rows;

// Sums below are made block by block in order, so that they depend on first and last alone. A beta has
// p + 1 numbers, intercept first.

// Adds the score X'W(y - mu) of blocks first ..< last at each of several betas, one after the other in
// an array, to as many scores. Model m leaves out blocks left_out[2 m] ..< left_out[2 m + 1]. A block
// is read once for all of them.
void ck_net_scores(const ck_net_rows *rows, int64_t first, int64_t last, int64_t models,
                   const double *betas, const int64_t *left_out, double *scores);

// The log-likelihood of blocks first ..< last with the linear predictor cut to -limit ... limit.
double ck_net_likelihood(const ck_net_rows *rows, int64_t first, int64_t last, const double *beta,
                         double limit);

// Adds the information X'W mu(1 - mu) X over the intercept and the columns at `places` to the lower
// triangle of the row-major (count + 1) x (count + 1) matrix.
void ck_net_information(const ck_net_rows *rows, int64_t first, int64_t last, const double *beta,
                        const int64_t *places, int64_t count, double *information);

#endif
