// Coordinate descent for a quadratic with an elastic-net penalty (Friedman, Hastie & Tibshirani 2010,
// section 2.2: covariance updates).

#include "elastic_net.h"

#include <math.h>

#pragma STDC FP_CONTRACT OFF

static double soft_threshold(double x, double limit) {
  if (x > limit) return x - limit;
  return x < -limit ? x + limit : 0.0;
}

// One coordinate to its minimum; returns how far the gradient moved.
static double descend_one(const double *h, int64_t p, int64_t j, double l1, double l2, double *r,
                          double *b) {
  const double *column = h + j * p;
  double curvature = column[j] + l2;
  if (!(curvature > 0.0)) return 0.0;
  double next = soft_threshold(r[j] + column[j] * b[j], l1) / curvature;
  double step = next - b[j];
  if (step == 0.0) return 0.0;
  b[j] = next;
  for (int64_t i = 0; i < p; i++) r[i] -= column[i] * step;
  return fabs(step) * curvature;
}

static double sweep(const double *h, int64_t p, const double *l1, const double *l2, double *r,
                    double *b, int all) {
  double largest = 0.0;
  for (int64_t j = 0; j < p; j++) {
    if (!all && b[j] == 0.0) continue;
    double moved = descend_one(h, p, j, l1[j], l2[j], r, b);
    if (moved > largest) largest = moved;
  }
  return largest;
}

double ck_elastic_net_descend(const double *h, int64_t p, const double *l1, const double *l2,
                              double *r, double *b, int64_t max_sweeps, double tolerance) {
  double moved = 0.0;
  for (int64_t count = 0; count < max_sweeps; count++) {
    moved = sweep(h, p, l1, l2, r, b, 1);
    if (moved <= tolerance) return moved;
    double inner = moved;
    while (inner > tolerance && ++count < max_sweeps) inner = sweep(h, p, l1, l2, r, b, 0);
  }
  return moved;
}
