// The score of a logistic model over columns that are standardised already, which an elastic net
// evaluates far more often than anything else.

#include <stddef.h>
#include <string.h>

#include "elastic_net.h"
#include "logistic_lanes.h"

#pragma STDC FP_CONTRACT OFF

// Twenty columns of a block fit the nearest cache, so that the second reading costs little.
enum { LANES = 8, BLOCK = 128, GROUP = 2 * LANES };

// Columns from the first row of a block on.
typedef struct {
  const double *const *columns;
  int64_t offset;
} block;

INLINE const lanes *at(const block *b, int64_t j, int64_t i) {
  return (const lanes *)(b->columns[j] + b->offset + i);
}

// Two groups of lanes at once, as each sum waits for its last addition.
INLINE void linear_predictor(const block *b, int64_t p, const double *beta, double *eta) {
  for (int64_t i = 0; i < BLOCK; i += GROUP) {
    lanes first, second;
    splat(beta[0], &first);
    second = first;
    for (int64_t j = 0; j < p; j++) {
      if (beta[j + 1] == 0.0) continue;
      first += *at(b, j, i) * beta[j + 1];
      second += *at(b, j, i + LANES) * beta[j + 1];
    }
    *(lanes *)(eta + i) = first;
    *(lanes *)(eta + i + LANES) = second;
  }
}

// w (y - mu) in place of eta: with e = exp(-|eta|), mu is 1/(1+e) or e/(1+e), so that 1 - mu never
// cancels.
INLINE void residuals(const double *y, const double *weight, double *eta) {
  for (int64_t i = 0; i < BLOCK; i += LANES) {
    lanes h = *(const lanes *)(eta + i), t = *(const lanes *)(y + i);
    lanes zero = {0}, e, negative, size;
    integers positive = h > zero, one = t > zero;
    lanes minus = -h;
    choose(&positive, &minus, &h, &negative);
    exp_negative(&negative, &e);
    lanes inverse = 1.0 / (1.0 + e), small = e * inverse;
    integers agree = ~(positive ^ one);
    choose(&agree, &small, &inverse, &size);
    lanes opposite = -size, residual;
    choose(&one, &size, &opposite, &residual);
    *(lanes *)(eta + i) = *(const lanes *)(weight + i) * residual;
  }
}

INLINE void add_dots4(const block *b, int64_t j, const double *r, double *out) {
  lanes t0 = {0}, t1 = {0}, t2 = {0}, t3 = {0};
  for (int64_t i = 0; i < BLOCK; i += LANES) {
    lanes x = *(const lanes *)(r + i);
    t0 += x * *at(b, j, i);
    t1 += x * *at(b, j + 1, i);
    t2 += x * *at(b, j + 2, i);
    t3 += x * *at(b, j + 3, i);
  }
  out[j + 1] += sum(&t0);
  out[j + 2] += sum(&t1);
  out[j + 3] += sum(&t2);
  out[j + 4] += sum(&t3);
}

INLINE void add_dot(const block *b, int64_t j, const double *r, double *out) {
  lanes total = {0};
  for (int64_t i = 0; i < BLOCK; i += LANES) total += *(const lanes *)(r + i) * *at(b, j, i);
  out[j + 1] += sum(&total);
}

INLINE void add_score(const block *b, int64_t p, const double *r, double *out) {
  lanes total = {0};
  for (int64_t i = 0; i < BLOCK; i += LANES) total += *(const lanes *)(r + i);
  out[0] += sum(&total);
  int64_t j = 0;
  for (; j + 4 <= p; j += 4) add_dots4(b, j, r, out);
  for (; j < p; j++) add_dot(b, j, r, out);
}

int64_t ck_elastic_net_scratch(int64_t p) { return (p + 3) * BLOCK + p; }

// The rows of a block that the data end in, with zeros behind them.
INLINE void pad(const ck_logistic_data *data, int64_t start, int64_t rows, double *z) {
  memset(z, 0, (size_t)(data->p * BLOCK) * sizeof(double));
  for (int64_t j = 0; j < data->p; j++)
    memcpy(z + j * BLOCK, data->columns[j] + start, (size_t)rows * sizeof(double));
}

INLINE void load_outcome(const ck_logistic_data *data, int64_t start, int64_t rows, double *y,
                         double *weight) {
  for (int64_t i = 0; i < rows; i++) y[i] = data->labels[start + i] ? 1.0 : 0.0;
  for (int64_t i = 0; i < rows; i++) weight[i] = data->weights ? data->weights[start + i] : 1.0;
  for (int64_t i = rows; i < BLOCK; i++) y[i] = weight[i] = 0.0;
}

CLONES void ck_elastic_net_score(const ck_logistic_data *data, int64_t first, int64_t last,
                                 const double *beta, double *gradient, double *scratch) {
  int64_t p = data->p;
  double *z = scratch, *eta = z + p * BLOCK, *y = eta + BLOCK, *weight = y + BLOCK;
  const double **padded = (const double **)(weight + BLOCK);
  for (int64_t start = first; start < last; start += BLOCK) {
    int64_t rows = last - start < BLOCK ? last - start : BLOCK;
    block b = {data->columns, start};
    if (rows < BLOCK) {
      pad(data, start, rows, z);
      for (int64_t j = 0; j < p; j++) padded[j] = z + j * BLOCK;
      b = (block){padded, 0};
    }
    linear_predictor(&b, p, beta, eta);
    load_outcome(data, start, rows, y, weight);
    residuals(y, weight, eta);
    add_score(&b, p, eta, gradient);
  }
}
