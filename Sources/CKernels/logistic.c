// Weighted log-likelihood, score and information of a logistic model in one pass over the rows.

#include "logistic.h"

#include <stddef.h>
#include <string.h>

#pragma STDC FP_CONTRACT OFF

#if defined(__x86_64__) && defined(__ELF__)
#define CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CLONES
#endif
#define INLINE static inline __attribute__((always_inline))

// Always eight lanes, however wide the machine's registers are: the same sums everywhere.
typedef double lanes __attribute__((vector_size(64), aligned(8)));
typedef int64_t integers __attribute__((vector_size(64), aligned(8)));

enum { BLOCK = CK_LOGISTIC_BLOCK, LANES = 8 };

INLINE void splat(double value, lanes *out) {
  *out = (lanes){value, value, value, value, value, value, value, value};
}

// The sum of the lanes, in a fixed tree.
INLINE double sum(const lanes *x) {
  return (((*x)[0] + (*x)[4]) + ((*x)[2] + (*x)[6])) + (((*x)[1] + (*x)[5]) + ((*x)[3] + (*x)[7]));
}

INLINE void choose(const integers *mask, const lanes *yes, const lanes *no, lanes *out) {
  *out = (lanes)((*mask & (integers)*yes) | (~*mask & (integers)*no));
}

// exp(x) for x <= 0 (0 below -708): ck_exp's reduction and series, a lane each.
INLINE void exp_negative(const lanes *x, lanes *out) {
  const double magic = 0x1.8p52;
  lanes floor_argument;
  splat(-708.0, &floor_argument);
  integers tiny = *x < floor_argument;
  lanes safe;
  choose(&tiny, &floor_argument, x, &safe);
  lanes shifted = safe * 0x1.71547652b82fep0 + magic;
  lanes k = shifted - magic;
  lanes high = safe - k * 0x1.62e42feep-1;
  lanes low = k * 0x1.a39ef35793c76p-33;
  lanes r = high - low;
  lanes q = r * (1.0 / 6227020800.0) + 1.0 / 479001600.0;
  q = q * r + 1.0 / 39916800.0;
  q = q * r + 1.0 / 3628800.0;
  q = q * r + 1.0 / 362880.0;
  q = q * r + 1.0 / 40320.0;
  q = q * r + 1.0 / 5040.0;
  q = q * r + 1.0 / 720.0;
  q = q * r + 1.0 / 120.0;
  q = q * r + 1.0 / 24.0;
  q = q * r + 1.0 / 6.0;
  q = q * r + 0.5;
  lanes value = 1.0 + (r + (((high - r) - low) + q * (r * r)));
  // The low bits of `shifted` hold k: move them to the exponent.
  integers power = ((integers)shifted + 1023) << 52;
  lanes zero = {0};
  lanes product = value * (lanes)power;
  choose(&tiny, &zero, &product, out);
}

// log(1 + e) for 0 <= e <= 1: with s = e/(2+e) <= 1/3, log(1+e) = 2 atanh(s).
INLINE void log1p_unit(const lanes *e, lanes *out) {
  lanes s = *e / (2.0 + *e);
  lanes t = s * s;
  lanes q = t * (2.0 / 35.0) + 2.0 / 33.0;
  q = q * t + 2.0 / 31.0;
  q = q * t + 2.0 / 29.0;
  q = q * t + 2.0 / 27.0;
  q = q * t + 2.0 / 25.0;
  q = q * t + 2.0 / 23.0;
  q = q * t + 2.0 / 21.0;
  q = q * t + 2.0 / 19.0;
  q = q * t + 2.0 / 17.0;
  q = q * t + 2.0 / 15.0;
  q = q * t + 2.0 / 13.0;
  q = q * t + 2.0 / 11.0;
  q = q * t + 2.0 / 9.0;
  q = q * t + 2.0 / 7.0;
  q = q * t + 2.0 / 5.0;
  q = q * t + 2.0 / 3.0;
  *out = 2.0 * s + (s * t) * q;
}

// A block of the standardised design: z[j * BLOCK + i], rows beyond the last are 0.
INLINE void load_block(const ck_logistic_data *data, int64_t start, int64_t rows, double *z) {
  for (int64_t j = 0; j < data->p; j++) {
    const double *column = data->columns[j] + start;
    double *out = z + j * BLOCK;
    double center = data->center[j], factor = data->scale[j];
    for (int64_t i = 0; i < rows; i++) out[i] = (column[i] - center) * factor;
    for (int64_t i = rows; i < BLOCK; i++) out[i] = 0.0;
  }
}

INLINE void linear_predictor(const double *z, int64_t p, const double *beta, double *eta) {
  for (int64_t i = 0; i < BLOCK; i += LANES) {
    lanes total;
    splat(beta[0], &total);
    for (int64_t j = 0; j < p; j++) total += *(const lanes *)(z + j * BLOCK + i) * beta[j + 1];
    *(lanes *)(eta + i) = total;
  }
}

INLINE void load_outcome(const ck_logistic_data *data, int64_t start, int64_t rows, double *y,
                         double *weight) {
  for (int64_t i = 0; i < rows; i++) y[i] = data->labels[start + i] ? 1.0 : 0.0;
  for (int64_t i = 0; i < rows; i++) weight[i] = data->weights ? data->weights[start + i] : 1.0;
  for (int64_t i = rows; i < BLOCK; i++) y[i] = weight[i] = 0.0;
}

// With e = exp(-|eta|): mu is 1/(1+e) or e/(1+e) and mu(1-mu) = e/(1+e)^2, so that 1 - mu never
// cancels; the log-likelihood of a row is -log(1+e), less |eta| where the sign is wrong.
INLINE double row_quantities(const double *eta, const double *y, const double *weight,
                             double *residual, double *curvature) {
  lanes total = {0};
  for (int64_t i = 0; i < BLOCK; i += LANES) {
    lanes h = *(const lanes *)(eta + i), t = *(const lanes *)(y + i);
    lanes w = *(const lanes *)(weight + i), zero = {0}, e, softplus;
    integers positive = h > zero, one = t > zero;
    lanes minus = -h, negative;
    choose(&positive, &minus, &h, &negative);
    exp_negative(&negative, &e);
    log1p_unit(&e, &softplus);
    lanes inverse = 1.0 / (1.0 + e), small = e * inverse;
    // P(the side that eta is not on) = small; the residual is +/- small or +/- inverse.
    integers agree = ~(positive ^ one);
    lanes size, miss;
    choose(&agree, &small, &inverse, &size);
    choose(&agree, &zero, &negative, &miss);
    lanes opposite = -size, signed_size;
    choose(&one, &size, &opposite, &signed_size);
    *(lanes *)(residual + i) = w * signed_size;
    *(lanes *)(curvature + i) = w * (small * inverse);
    total += w * (miss - softplus);
  }
  return sum(&total);
}

INLINE double block_dot(const double *a, const double *b) {
  lanes total = {0};
  for (int64_t i = 0; i < BLOCK; i += LANES)
    total += *(const lanes *)(a + i) * *(const lanes *)(b + i);
  return sum(&total);
}

INLINE double block_sum(const double *a) {
  lanes total = {0};
  for (int64_t i = 0; i < BLOCK; i += LANES) total += *(const lanes *)(a + i);
  return sum(&total);
}

// Four columns of z against one weighted column: one load of the weighted column for four sums.
INLINE void block_dot4(const double *a, const double *z, double *out) {
  lanes t0 = {0}, t1 = {0}, t2 = {0}, t3 = {0};
  for (int64_t i = 0; i < BLOCK; i += LANES) {
    lanes x = *(const lanes *)(a + i);
    t0 += x * *(const lanes *)(z + i);
    t1 += x * *(const lanes *)(z + BLOCK + i);
    t2 += x * *(const lanes *)(z + 2 * BLOCK + i);
    t3 += x * *(const lanes *)(z + 3 * BLOCK + i);
  }
  out[0] += sum(&t0);
  out[1] += sum(&t1);
  out[2] += sum(&t2);
  out[3] += sum(&t3);
}

INLINE void add_information(const double *z, int64_t p, const double *curvature, double *weighted,
                            double *information) {
  information[0] += block_sum(curvature);
  for (int64_t j = 0; j < p; j++) {
    const double *column = z + j * BLOCK;
    for (int64_t i = 0; i < BLOCK; i++) weighted[i] = column[i] * curvature[i];
    double *row = information + (j + 1) * (p + 1);
    row[0] += block_sum(weighted);
    int64_t k = 0;
    for (; k + 4 <= j + 1; k += 4) block_dot4(weighted, z + k * BLOCK, row + 1 + k);
    for (; k <= j; k++) row[1 + k] += block_dot(weighted, z + k * BLOCK);
  }
}

int64_t ck_logistic_scratch(int64_t p) { return (p + 6) * BLOCK; }

CLONES void ck_logistic_pass(const ck_logistic_data *data, int64_t first, int64_t last,
                             const double *beta, double *log_likelihood, double *gradient,
                             double *information, double *scratch) {
  int64_t p = data->p;
  double *z = scratch, *eta = z + p * BLOCK, *y = eta + BLOCK, *weight = y + BLOCK;
  double *residual = weight + BLOCK, *curvature = residual + BLOCK, *weighted = curvature + BLOCK;
  for (int64_t start = first; start < last; start += BLOCK) {
    int64_t rows = last - start < BLOCK ? last - start : BLOCK;
    load_block(data, start, rows, z);
    linear_predictor(z, p, beta, eta);
    load_outcome(data, start, rows, y, weight);
    *log_likelihood += row_quantities(eta, y, weight, residual, curvature);
    gradient[0] += block_sum(residual);
    for (int64_t j = 0; j < p; j++) gradient[j + 1] += block_dot(z + j * BLOCK, residual);
    add_information(z, p, curvature, weighted, information);
  }
}

CLONES double ck_logistic_likelihood(const ck_logistic_data *data, int64_t first, int64_t last,
                                     const double *beta, double *scratch) {
  int64_t p = data->p;
  double *z = scratch, *eta = z + p * BLOCK, *y = eta + BLOCK, *weight = y + BLOCK;
  double *residual = weight + BLOCK, *curvature = residual + BLOCK;
  double total = 0.0;
  for (int64_t start = first; start < last; start += BLOCK) {
    int64_t rows = last - start < BLOCK ? last - start : BLOCK;
    load_block(data, start, rows, z);
    linear_predictor(z, p, beta, eta);
    load_outcome(data, start, rows, y, weight);
    total += row_quantities(eta, y, weight, residual, curvature);
  }
  return total;
}

CLONES void ck_logistic_probabilities(const double *eta, int64_t n, double *probabilities) {
  for (int64_t start = 0; start < n; start += LANES) {
    lanes h = {0}, zero = {0}, e;
    int64_t rows = n - start < LANES ? n - start : LANES;
    memcpy(&h, eta + start, (size_t)rows * sizeof(double));
    integers positive = h > zero;
    lanes minus = -h, negative, p;
    choose(&positive, &minus, &h, &negative);
    exp_negative(&negative, &e);
    lanes inverse = 1.0 / (1.0 + e), small = e * inverse;
    choose(&positive, &inverse, &small, &p);
    memcpy(probabilities + start, &p, (size_t)rows * sizeof(double));
  }
}

CLONES double ck_logistic_gradient(const ck_logistic_data *data, int64_t first, int64_t last,
                                   const double *beta, double *gradient, double *scratch) {
  int64_t p = data->p;
  double *z = scratch, *eta = z + p * BLOCK, *y = eta + BLOCK, *weight = y + BLOCK;
  double *residual = weight + BLOCK, *curvature = residual + BLOCK;
  double total = 0.0;
  for (int64_t start = first; start < last; start += BLOCK) {
    int64_t rows = last - start < BLOCK ? last - start : BLOCK;
    load_block(data, start, rows, z);
    linear_predictor(z, p, beta, eta);
    load_outcome(data, start, rows, y, weight);
    total += row_quantities(eta, y, weight, residual, curvature);
    gradient[0] += block_sum(residual);
    int64_t j = 0;
    for (; j + 4 <= p; j += 4) block_dot4(residual, z + j * BLOCK, gradient + j + 1);
    for (; j < p; j++) gradient[j + 1] += block_dot(z + j * BLOCK, residual);
  }
  return total;
}

CLONES double ck_logistic_clipped_likelihood(const ck_logistic_data *data, int64_t first,
                                             int64_t last, const double *beta, double limit,
                                             double *scratch) {
  int64_t p = data->p;
  double *z = scratch, *eta = z + p * BLOCK, *y = eta + BLOCK, *weight = y + BLOCK;
  double *residual = weight + BLOCK, *curvature = residual + BLOCK;
  double total = 0.0;
  for (int64_t start = first; start < last; start += BLOCK) {
    int64_t rows = last - start < BLOCK ? last - start : BLOCK;
    load_block(data, start, rows, z);
    linear_predictor(z, p, beta, eta);
    for (int64_t i = 0; i < BLOCK; i++) {
      double high = eta[i] > limit ? limit : eta[i];
      eta[i] = high < -limit ? -limit : high;
    }
    load_outcome(data, start, rows, y, weight);
    total += row_quantities(eta, y, weight, residual, curvature);
  }
  return total;
}
