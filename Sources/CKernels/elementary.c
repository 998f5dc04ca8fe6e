#include "elementary.h"

#include <stdint.h>
#include <string.h>

#pragma STDC FP_CONTRACT OFF

static double from_bits(uint64_t bits) {
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

static uint64_t to_bits(double value) {
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

static double infinity(void) { return from_bits(0x7ff0000000000000u); }
static double not_a_number(void) { return from_bits(0x7ff8000000000000u); }

// ln 2 in two parts: the first has 21 trailing zero bits, so that k * LN2_HIGH is exact.
static const double LN2_HIGH = 0x1.62e42feep-1;
static const double LN2_LOW = 0x1.a39ef35793c76p-33;
static const double LOG2_E = 0x1.71547652b82fep0;

// exp(r) - 1 - r on |r| <= ln(2)/2 by its Taylor series: the first term left out is below 2^-59.
static double exp_tail(double r) {
  double q = 1.0 / 6227020800.0;
  q = q * r + 1.0 / 479001600.0;
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
  return q * (r * r);
}

// 2^k for k in -1022 ... 1023.
static double power_of_two(int64_t k) { return from_bits((uint64_t)(k + 1023) << 52); }

// value * 2^k, in two steps so that results below the normal range round once.
static double scale(double value, int64_t k) {
  int64_t half = k / 2;
  return value * power_of_two(half) * power_of_two(k - half);
}

// x = k ln 2 + (high - low), |high - low| <= ln(2)/2. Cody & Waite (1980), chapter 6.
static int64_t reduce(double x, double *high, double *low) {
  double magic = 0x1.8p52;
  double k = (x * LOG2_E + magic) - magic;
  *high = x - k * LN2_HIGH;
  *low = k * LN2_LOW;
  return (int64_t)k;
}

double ck_exp(double x) {
  if (x != x) return x;
  if (x > 709.79) return infinity();
  if (x < -745.2) return 0.0;
  double high, low;
  int64_t k = reduce(x, &high, &low);
  double r = high - low;
  return scale(1.0 + (r + (((high - r) - low) + exp_tail(r))), k);
}

double ck_expm1(double x) {
  if (x != x) return x;
  if (x > 709.79) return infinity();
  if (x < -38.0) return -1.0;
  double high, low;
  int64_t k = reduce(x, &high, &low);
  double r = high - low;
  double tail = ((high - r) - low) + exp_tail(r);
  if (k == 0) return r + tail;
  if (k > 60) return scale(1.0 + (r + tail), k) - 1.0;
  double two = power_of_two(k);
  return (two - 1.0) + (two * r + two * tail);
}

// 2 atanh(s) - 2 s over s, for s^2 <= 0.0295: the first term left out is below 2^-62 of the sum.
static double atanh_tail(double s2) {
  double q = 2.0 / 23.0;
  q = q * s2 + 2.0 / 21.0;
  q = q * s2 + 2.0 / 19.0;
  q = q * s2 + 2.0 / 17.0;
  q = q * s2 + 2.0 / 15.0;
  q = q * s2 + 2.0 / 13.0;
  q = q * s2 + 2.0 / 11.0;
  q = q * s2 + 2.0 / 9.0;
  q = q * s2 + 2.0 / 7.0;
  q = q * s2 + 2.0 / 5.0;
  q = q * s2 + 2.0 / 3.0;
  return q * s2;
}

// log(1 + f) + correction + k ln 2 for 1 + f in [sqrt(1/2), sqrt(2)]. With s = f/(2+f),
// log(1+f) = 2 atanh(s) = f - (f^2/2 - s (f^2/2 + tail)): no rounded 2 s in the leading term.
static double log_of_reduced(double f, double correction, int64_t k) {
  double s = f / (2.0 + f);
  double half_square = 0.5 * f * f;
  double tail = s * (half_square + atanh_tail(s * s));
  double dk = (double)k;
  return dk * LN2_HIGH - ((half_square - (tail + (dk * LN2_LOW + correction))) - f);
}

// value = 2^k m with m in [sqrt(1/2), sqrt(2)); value is positive and finite.
static int64_t split(double value, double *m) {
  int64_t k = 0;
  if (value < 0x1p-1022) {
    value *= 0x1p54;
    k = -54;
  }
  uint64_t bits = to_bits(value);
  k += (int64_t)(bits >> 52) - 1023;
  *m = from_bits((bits & 0x000fffffffffffffu) | 0x3ff0000000000000u);
  if (*m > 0x1.6a09e667f3bcdp0) {
    *m *= 0.5;
    k += 1;
  }
  return k;
}

double ck_log(double x) {
  if (x != x || x < 0.0) return not_a_number();
  if (x == 0.0) return -infinity();
  if (x == infinity()) return x;
  double m;
  int64_t k = split(x, &m);
  return log_of_reduced(m - 1.0, 0.0, k);
}

double ck_log1p(double x) {
  if (x != x || x < -1.0) return not_a_number();
  if (x == -1.0) return -infinity();
  if (x == infinity()) return x;
  if (x > -0.29 && x < 0.41) return log_of_reduced(x, 0.0, 0);
  double u = 1.0 + x;
  double m;
  int64_t k = split(u, &m);
  // What rounding 1 + x lost, relative to u.
  double lost = x < 1.0 ? x - (u - 1.0) : 1.0 - (u - x);
  return log_of_reduced(m - 1.0, lost / u, k);
}
