// Eight numbers at a time, and the functions of a logistic model on them.
#ifndef CKERNELS_LOGISTIC_LANES_H
#define CKERNELS_LOGISTIC_LANES_H

#include <stdint.h>

#include "clones.h"

#pragma STDC FP_CONTRACT OFF

// Always eight lanes, however wide the machine's registers are: the same sums everywhere.
typedef double lanes __attribute__((vector_size(64), aligned(8)));
typedef int64_t integers __attribute__((vector_size(64), aligned(8)));

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

#endif
