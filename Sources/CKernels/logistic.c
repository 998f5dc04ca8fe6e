// Weighted log-likelihood, score and information of a logistic model in one pass over the rows.

#include "logistic.h"

#include <stddef.h>
#include <string.h>

#include "logistic_lanes.h"

#pragma STDC FP_CONTRACT OFF

enum { BLOCK = CK_LOGISTIC_BLOCK, LANES = 8 };

// Columns of z in memory: whole groups of four.
INLINE int64_t padded(int64_t p) { return (p + 3) & ~(int64_t)3; }

// A block of the standardised design: z[j * BLOCK + i], rows beyond the last are 0.
INLINE void load_block(const ck_logistic_data *data, int64_t start, int64_t rows, double *z) {
  // Columns that fill the last group of four.
  for (int64_t i = data->p * BLOCK; i < padded(data->p) * BLOCK; i++) z[i] = 0.0;
  for (int64_t j = 0; j < data->p; j++) {
    const double *column = data->columns[j] + start;
    double *out = z + j * BLOCK;
    double center = data->center[j], factor = data->scale[j];
    for (int64_t i = 0; i < rows; i++) out[i] = (column[i] - center) * factor;
    for (int64_t i = rows; i < BLOCK; i++) out[i] = 0.0;
  }
}

// Two groups of lanes at a time: one sum would wait for its own last addition.
INLINE void linear_predictor(const double *z, int64_t p, const double *beta, double *eta) {
  for (int64_t i = 0; i < BLOCK; i += 2 * LANES) {
    lanes a, b;
    splat(beta[0], &a);
    b = a;
    for (int64_t j = 0; j < p; j++) {
      a += *(const lanes *)(z + j * BLOCK + i) * beta[j + 1];
      b += *(const lanes *)(z + j * BLOCK + i + LANES) * beta[j + 1];
    }
    *(lanes *)(eta + i) = a;
    *(lanes *)(eta + i + LANES) = b;
  }
}

INLINE void load_outcome(const ck_logistic_data *data, int64_t start, int64_t rows, double *y,
                         double *weight) {
  for (int64_t i = 0; i < rows; i++) y[i] = data->labels[start + i] ? 1.0 : 0.0;
  // Two loops: one with the question inside becomes masked loads from nowhere, which are slow.
  if (data->weights)
    memcpy(weight, data->weights + start, (size_t)rows * sizeof(double));
  else
    for (int64_t i = 0; i < rows; i++) weight[i] = 1.0;
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

INLINE double block_sum(const double *a) {
  lanes total = {0};
  for (int64_t i = 0; i < BLOCK; i += LANES) total += *(const lanes *)(a + i);
  return sum(&total);
}

// Four columns of z against one weighted column, of which the first `count` sums are wanted: one load
// of the weighted column for four sums, none of which waits for another.
INLINE void block_dot4(const double *a, const double *z, int64_t count, double *out) {
  lanes t0 = {0}, t1 = {0}, t2 = {0}, t3 = {0};
  for (int64_t i = 0; i < BLOCK; i += LANES) {
    lanes x = *(const lanes *)(a + i);
    t0 += x * *(const lanes *)(z + i);
    t1 += x * *(const lanes *)(z + BLOCK + i);
    t2 += x * *(const lanes *)(z + 2 * BLOCK + i);
    t3 += x * *(const lanes *)(z + 3 * BLOCK + i);
  }
  out[0] += sum(&t0);
  if (count > 1) out[1] += sum(&t1);
  if (count > 2) out[2] += sum(&t2);
  if (count > 3) out[3] += sum(&t3);
}

// The first `count` columns of z against a.
INLINE void block_products(const double *a, const double *z, int64_t count, double *out) {
  for (int64_t k = 0; k < count; k += 4)
    block_dot4(a, z + k * BLOCK, count - k < 4 ? count - k : 4, out + k);
}

enum { LINE = 8, BLOCK_LINES = BLOCK / LINE };

// Asks for some lines of the next block, so that they are there when it is loaded. Line k of all is
// line k mod 32 of column k / 32.
INLINE void prefetch_lines(const ck_logistic_data *data, int64_t next, int64_t last, int64_t from,
                           int64_t to) {
  for (int64_t k = from; k < to && k < data->p * BLOCK_LINES; k++) {
    int64_t row = next + k % BLOCK_LINES * LINE;
    if (row < last) __builtin_prefetch(data->columns[k / BLOCK_LINES] + row);
  }
}

// Four columns of z, which stay in the nearest cache, against each weighted column from theirs on.
INLINE void add_information(const ck_logistic_data *data, int64_t start, int64_t last,
                            const double *z, const double *curvature, double *weighted,
                            double *information, double *first) {
  int64_t p = data->p, size = p + 1;
  information[0] += block_sum(curvature);
  memset(first, 0, (size_t)p * sizeof(double));
  block_products(curvature, z, p, first);
  for (int64_t j = 0; j < p; j++) {
    information[(j + 1) * size] += first[j];
    const double *column = z + j * BLOCK;
    double *out = weighted + j * BLOCK;
    for (int64_t i = 0; i < BLOCK; i++) out[i] = column[i] * curvature[i];
  }
  int64_t asked = 0, step = 8 * BLOCK_LINES / (p + 4) + 1;
  for (int64_t k = 0; k < p; k += 4)
    for (int64_t j = k; j < p; j++) {
      prefetch_lines(data, start + BLOCK, last, asked, asked + step);
      asked += step;
      block_dot4(weighted + j * BLOCK, z + k * BLOCK, j - k < 3 ? j - k + 1 : 4,
                 information + (j + 1) * size + 1 + k);
    }
}

int64_t ck_logistic_scratch(int64_t p) { return (padded(p) + p + 6) * BLOCK + p; }

CLONES void ck_logistic_pass(const ck_logistic_data *data, int64_t first, int64_t last,
                             const double *beta, double *log_likelihood, double *gradient,
                             double *information, double *scratch) {
  int64_t p = data->p;
  double *z = scratch, *eta = z + padded(p) * BLOCK, *y = eta + BLOCK, *weight = y + BLOCK;
  double *residual = weight + BLOCK, *curvature = residual + BLOCK, *weighted = curvature + BLOCK;
  for (int64_t start = first; start < last; start += BLOCK) {
    int64_t rows = last - start < BLOCK ? last - start : BLOCK;
    load_block(data, start, rows, z);
    linear_predictor(z, p, beta, eta);
    load_outcome(data, start, rows, y, weight);
    *log_likelihood += row_quantities(eta, y, weight, residual, curvature);
    gradient[0] += block_sum(residual);
    block_products(residual, z, p, gradient + 1);
    add_information(data, start, last, z, curvature, weighted, information, weighted + p * BLOCK);
  }
}

CLONES double ck_logistic_likelihood(const ck_logistic_data *data, int64_t first, int64_t last,
                                     const double *beta, double *scratch) {
  int64_t p = data->p;
  double *z = scratch, *eta = z + padded(p) * BLOCK, *y = eta + BLOCK, *weight = y + BLOCK;
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

// 1/2 - mu = -/+ (1 - e) / (2 (1 + e)) with e = exp(-|eta|).
INLINE void half_minus_probability(const double *eta, double *out) {
  for (int64_t i = 0; i < BLOCK; i += LANES) {
    lanes h = *(const lanes *)(eta + i), zero = {0}, e, negative, value;
    integers positive = h > zero;
    lanes minus = -h;
    choose(&positive, &minus, &h, &negative);
    exp_negative(&negative, &e);
    lanes size = 0.5 * ((1.0 - e) / (1.0 + e));
    lanes opposite = -size;
    choose(&positive, &opposite, &size, &value);
    *(lanes *)(out + i) = value;
  }
}

// total[i] = the squared length of root' z_i.
INLINE void squared_lengths(const double *z, int64_t p, const double *root, double *total) {
  memset(total, 0, BLOCK * sizeof(double));
  for (int64_t k = 0; k <= p; k++) {
    const double *vector = root + k * (p + 1);
    for (int64_t i = 0; i < BLOCK; i += LANES) {
      lanes part;
      splat(vector[0], &part);
      for (int64_t j = 0; j < p; j++)
        if (vector[j + 1] != 0.0) part += *(const lanes *)(z + j * BLOCK + i) * vector[j + 1];
      *(lanes *)(total + i) += part * part;
    }
  }
}

CLONES void ck_logistic_hat_score(const ck_logistic_data *data, int64_t first, int64_t last,
                                  const double *beta, const double *root, double *gradient,
                                  double *scratch) {
  int64_t p = data->p;
  double *z = scratch, *eta = z + padded(p) * BLOCK, *y = eta + BLOCK, *weight = y + BLOCK;
  double *residual = weight + BLOCK, *curvature = residual + BLOCK, *hat = curvature + BLOCK;
  for (int64_t start = first; start < last; start += BLOCK) {
    int64_t rows = last - start < BLOCK ? last - start : BLOCK;
    load_block(data, start, rows, z);
    linear_predictor(z, p, beta, eta);
    load_outcome(data, start, rows, y, weight);
    row_quantities(eta, y, weight, residual, curvature);
    squared_lengths(z, p, root, hat);
    half_minus_probability(eta, residual);
    for (int64_t i = 0; i < BLOCK; i++) hat[i] = hat[i] * curvature[i] * residual[i];
    gradient[0] += block_sum(hat);
    block_products(hat, z, p, gradient + 1);
  }
}

CLONES void ck_logistic_residuals(const ck_logistic_data *data, int64_t first, int64_t last,
                                  const double *beta, double *residuals, double *scratch) {
  int64_t p = data->p;
  double *z = scratch, *eta = z + padded(p) * BLOCK, *y = eta + BLOCK, *weight = y + BLOCK;
  double *residual = weight + BLOCK, *curvature = residual + BLOCK;
  for (int64_t start = first; start < last; start += BLOCK) {
    int64_t rows = last - start < BLOCK ? last - start : BLOCK;
    load_block(data, start, rows, z);
    linear_predictor(z, p, beta, eta);
    load_outcome(data, start, rows, y, weight);
    row_quantities(eta, y, weight, residual, curvature);
    memcpy(residuals + (start - first), residual, (size_t)rows * sizeof(double));
  }
}

void ck_logistic_scatter(const ck_logistic_data *data, const int64_t *order, const int64_t *starts,
                         int64_t first, int64_t last, const double *residuals, double *scatter,
                         double *total) {
  int64_t p = data->p;
  for (int64_t c = first; c < last; c++) {
    memset(total, 0, (size_t)(p + 1) * sizeof(double));
    for (int64_t place = starts[c]; place < starts[c + 1]; place++) {
      int64_t i = order[place];
      double u = residuals[i];
      total[0] += u;
      for (int64_t j = 0; j < p; j++)
        total[j + 1] += u * ((data->columns[j][i] - data->center[j]) * data->scale[j]);
    }
    for (int64_t j = 0; j <= p; j++)
      for (int64_t k = 0; k <= j; k++) scatter[j * (p + 1) + k] += total[j] * total[k];
  }
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
