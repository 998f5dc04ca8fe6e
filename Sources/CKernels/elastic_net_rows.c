// A logistic model over the blocks of an elastic net: scores, of several models at once, the
// information and the likelihood.

#include <stddef.h>

#include "elastic_net.h"
#include "logistic_lanes.h"

#pragma STDC FP_CONTRACT OFF

enum { LANES = 8, BLOCK = CK_NET_BLOCK, GROUP = 2 * LANES };

// A block's columns, sides and weights.
INLINE const double *block_of(const ck_net_rows *rows, int64_t k) {
  return rows->blocks + k * (rows->p + 2) * BLOCK;
}

// Two groups of lanes at once, as each sum waits for its last addition.
INLINE void linear_predictor(const double *z, int64_t p, const double *beta, double *eta) {
  for (int64_t i = 0; i < BLOCK; i += GROUP) {
    lanes first, second;
    splat(beta[0], &first);
    second = first;
    for (int64_t j = 0; j < p; j++) {
      if (beta[j + 1] == 0.0) continue;
      const double *column = z + j * BLOCK + i;
      first += *(const lanes *)column * beta[j + 1];
      second += *(const lanes *)(column + LANES) * beta[j + 1];
    }
    *(lanes *)(eta + i) = first;
    *(lanes *)(eta + i + LANES) = second;
  }
}

// With t = side * eta and e = exp(-|t|), the probability of the other side is e/(1+e) or 1/(1+e), so
// that nothing cancels.
typedef struct {
  lanes t, negative, e, inverse, small;
} quantities;

INLINE void quantities_of(const double *eta, const double *side, quantities *q) {
  q->t = *(const lanes *)eta * *(const lanes *)side;
  lanes zero = {0}, minus = -q->t;
  integers positive = q->t > zero;
  choose(&positive, &minus, &q->t, &q->negative);
  exp_negative(&q->negative, &q->e);
  q->inverse = 1.0 / (1.0 + q->e);
  q->small = q->e * q->inverse;
}

// exp(x) for x <= 0 (0 below -708) of two groups at once: ck_exp's reduction, and its series up to
// the 12th power, which leaves out 2e-16 of the value. Each step of a series waits for the one before,
// so that two take no longer than one.
INLINE void exp_pair(const lanes *x, lanes *out) {
  const double magic = 0x1.8p52;
  lanes lowest, zero = {0}, shifted[2], high[2], low[2], r[2], q[2];
  splat(-708.0, &lowest);
  integers tiny[2];
#pragma clang loop unroll(full)
  for (int g = 0; g < 2; g++) {
    tiny[g] = x[g] < lowest;
    lanes safe;
    choose(&tiny[g], &lowest, &x[g], &safe);
    shifted[g] = safe * 0x1.71547652b82fep0 + magic;
    lanes k = shifted[g] - magic;
    high[g] = safe - k * 0x1.62e42feep-1;
    low[g] = k * 0x1.a39ef35793c76p-33;
    r[g] = high[g] - low[g];
    q[g] = r[g] * (1.0 / 479001600.0) + 1.0 / 39916800.0;
  }
  static const double series[] = {1.0 / 3628800.0, 1.0 / 362880.0, 1.0 / 40320.0, 1.0 / 5040.0,
                                  1.0 / 720.0, 1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5};
#pragma clang loop unroll(full)
  for (int term = 0; term < 9; term++) {
    q[0] = q[0] * r[0] + series[term];
    q[1] = q[1] * r[1] + series[term];
  }
#pragma clang loop unroll(full)
  for (int g = 0; g < 2; g++) {
    lanes value = 1.0 + (r[g] + (((high[g] - r[g]) - low[g]) + q[g] * (r[g] * r[g])));
    integers power = ((integers)shifted[g] + 1023) << 52;
    lanes product = value * (lanes)power;
    choose(&tiny[g], &zero, &product, &out[g]);
  }
}

// w (y - mu) in place of eta.
INLINE void residuals(const double *side, const double *weight, double *eta) {
  for (int64_t i = 0; i < BLOCK; i += GROUP) {
    lanes *h = (lanes *)(eta + i), negative[2], e[2], zero = {0}, one;
    const lanes *s = (const lanes *)(side + i), *w = (const lanes *)(weight + i);
    splat(1.0, &one);
#pragma clang loop unroll(full)
    for (int g = 0; g < 2; g++) {
      h[g] *= s[g];
      lanes minus = -h[g];
      integers positive = h[g] > zero;
      choose(&positive, &minus, &h[g], &negative[g]);
    }
    exp_pair(negative, e);
#pragma clang loop unroll(full)
    for (int g = 0; g < 2; g++) {
      integers positive = h[g] > zero;
      lanes part;
      choose(&positive, &e[g], &one, &part);
      h[g] = w[g] * (s[g] * (part / (1.0 + e[g])));
    }
  }
}

// w mu (1 - mu) in place of eta.
INLINE void curvatures(const double *side, const double *weight, double *eta) {
  for (int64_t i = 0; i < BLOCK; i += LANES) {
    quantities q;
    quantities_of(eta + i, side + i, &q);
    *(lanes *)(eta + i) = *(const lanes *)(weight + i) * (q.small * q.inverse);
  }
}

INLINE double block_sum(const double *a) {
  lanes total = {0};
  for (int64_t i = 0; i < BLOCK; i += LANES) total += *(const lanes *)(a + i);
  return sum(&total);
}

INLINE double block_dot(const double *a, const double *b) {
  lanes total = {0};
  for (int64_t i = 0; i < BLOCK; i += LANES)
    total += *(const lanes *)(a + i) * *(const lanes *)(b + i);
  return sum(&total);
}

// Four columns against one: one load of it for four sums.
INLINE void block_dot4(const double *a, const double *b0, const double *b1, const double *b2,
                       const double *b3, double *out) {
  lanes t0 = {0}, t1 = {0}, t2 = {0}, t3 = {0};
  for (int64_t i = 0; i < BLOCK; i += LANES) {
    lanes x = *(const lanes *)(a + i);
    t0 += x * *(const lanes *)(b0 + i);
    t1 += x * *(const lanes *)(b1 + i);
    t2 += x * *(const lanes *)(b2 + i);
    t3 += x * *(const lanes *)(b3 + i);
  }
  out[0] += sum(&t0);
  out[1] += sum(&t1);
  out[2] += sum(&t2);
  out[3] += sum(&t3);
}

INLINE void add_score(const double *z, int64_t p, const double *residual, double *out) {
  out[0] += block_sum(residual);
  int64_t j = 0;
  for (; j + 4 <= p; j += 4) {
    const double *b = z + j * BLOCK;
    block_dot4(residual, b, b + BLOCK, b + 2 * BLOCK, b + 3 * BLOCK, out + 1 + j);
  }
  for (; j < p; j++) out[1 + j] += block_dot(residual, z + j * BLOCK);
}

CLONES void ck_net_scores(const ck_net_rows *rows, int64_t first, int64_t last, int64_t models,
                          const double *betas, const int64_t *left_out, double *scores) {
  int64_t p = rows->p;
  double eta[BLOCK];
  for (int64_t k = first; k < last; k++) {
    const double *z = block_of(rows, k), *side = z + p * BLOCK;
    for (int64_t m = 0; m < models; m++) {
      if (left_out[2 * m] <= k && k < left_out[2 * m + 1]) continue;
      linear_predictor(z, p, betas + m * (p + 1), eta);
      residuals(side, side + BLOCK, eta);
      add_score(z, p, eta, scores + m * (p + 1));
    }
  }
}

CLONES double ck_net_likelihood(const ck_net_rows *rows, int64_t first, int64_t last,
                                const double *beta, double limit) {
  int64_t p = rows->p;
  double eta[BLOCK];
  lanes total = {0};
  for (int64_t k = first; k < last; k++) {
    const double *z = block_of(rows, k), *side = z + p * BLOCK, *weight = side + BLOCK;
    linear_predictor(z, p, beta, eta);
    for (int64_t i = 0; i < BLOCK; i++) {
      double high = eta[i] > limit ? limit : eta[i];
      eta[i] = high < -limit ? -limit : high;
    }
    for (int64_t i = 0; i < BLOCK; i += LANES) {
      quantities q;
      quantities_of(eta + i, side + i, &q);
      lanes zero = {0}, miss, softplus;
      integers positive = q.t > zero;
      log1p_unit(&q.e, &softplus);
      choose(&positive, &zero, &q.negative, &miss);
      total += *(const lanes *)(weight + i) * (miss - softplus);
    }
  }
  return sum(&total);
}

// One row of the triangle: columns places[0 ..< count] against a weighted column.
INLINE void add_row(const double *z, const int64_t *places, int64_t count, const double *weighted,
                    double *row) {
  row[0] += block_sum(weighted);
  int64_t b = 0;
  for (; b + 4 <= count; b += 4)
    block_dot4(weighted, z + places[b] * BLOCK, z + places[b + 1] * BLOCK,
               z + places[b + 2] * BLOCK, z + places[b + 3] * BLOCK, row + 1 + b);
  for (; b < count; b++) row[1 + b] += block_dot(weighted, z + places[b] * BLOCK);
}

CLONES void ck_net_information(const ck_net_rows *rows, int64_t first, int64_t last,
                               const double *beta, const int64_t *places, int64_t count,
                               double *information) {
  int64_t p = rows->p;
  double curvature[BLOCK], weighted[BLOCK];
  for (int64_t k = first; k < last; k++) {
    const double *z = block_of(rows, k), *side = z + p * BLOCK;
    linear_predictor(z, p, beta, curvature);
    curvatures(side, side + BLOCK, curvature);
    information[0] += block_sum(curvature);
    for (int64_t a = 0; a < count; a++) {
      const double *column = z + places[a] * BLOCK;
      for (int64_t i = 0; i < BLOCK; i++) weighted[i] = column[i] * curvature[i];
      add_row(z, places, a + 1, weighted, information + (a + 1) * (count + 1));
    }
  }
}
