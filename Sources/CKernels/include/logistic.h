#ifndef CKERNELS_LOGISTIC_H
#define CKERNELS_LOGISTIC_H

#include <stddef.h>
#include <stdint.h>

// Rows of one block; a design is worked through block by block so that a block stays in cache.
#define CK_LOGISTIC_BLOCK 256

// A design of n rows and p columns, without its intercept column. Column j of the fit is
// (columns[j][i] - center[j]) * scale[j].
typedef struct {
  const double *const *columns;
  const double *center;
  const double *scale;
  int64_t p;
  const uint8_t *labels;  // 1 or 0
  const double *weights;  // case weights, or NULL for 1
} ck_logistic_data;

// Doubles of scratch that ck_logistic_pass wants for p columns.
int64_t ck_logistic_scratch(int64_t p);

// One pass over rows first ..< last (first a multiple of the block) at coefficients beta (p + 1,
// intercept first): adds the weighted log-likelihood to *log_likelihood, the score X'W(y - mu) to
// gradient (p + 1) and the information X'W mu(1 - mu) X to the lower triangle of the row-major
// (p + 1) x (p + 1) matrix information. The sums are made block by block in row order, eight
// partial sums a block, so the result depends on first and last alone, not on the machine.
void ck_logistic_pass(const ck_logistic_data *data, int64_t first, int64_t last, const double *beta,
                      double *log_likelihood, double *gradient, double *information,
                      double *scratch);

// The log-likelihood of rows first ..< last alone, for step-halving.
double ck_logistic_likelihood(const ck_logistic_data *data, int64_t first, int64_t last,
                              const double *beta, double *scratch);

// Firth's part of the score: adds sum h_i (1/2 - mu_i) z_i over rows first ..< last to gradient
// (p + 1), with the hat values h_i = w_i mu_i (1 - mu_i) |root' z_i|^2. root is column-major,
// (p + 1) x (p + 1), root root' the inverse of the information. Scratch as for ck_logistic_pass.
void ck_logistic_hat_score(const ck_logistic_data *data, int64_t first, int64_t last,
                           const double *beta, const double *root, double *gradient,
                           double *scratch);

// residuals[i - first] = w_i (y_i - mu_i) of rows first ..< last.
void ck_logistic_residuals(const ck_logistic_data *data, int64_t first, int64_t last,
                           const double *beta, double *residuals, double *scratch);

// Adds s_c s_c' of clusters first ..< last to the lower triangle of the row-major (p + 1) x (p + 1)
// matrix scatter, where s_c sums residuals[i] z_i over the rows order[starts[c] ..< starts[c + 1]].
// total is scratch of p + 1 doubles.
void ck_logistic_scatter(const ck_logistic_data *data, const int64_t *order, const int64_t *starts,
                         int64_t first, int64_t last, const double *residuals, double *scatter,
                         double *total);

// probabilities[i] = 1 / (1 + exp(-eta[i])), without loss at either end.
void ck_logistic_probabilities(const double *eta, int64_t n, double *probabilities);

#endif
