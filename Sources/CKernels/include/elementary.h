#ifndef CKERNELS_ELEMENTARY_H
#define CKERNELS_ELEMENTARY_H

// Elementary functions with the same bits on every x86-64 machine: no libm (glibc picks an FMA
// variant by CPU) and no contraction. Errors are below 1 unit in the last place (log1p, expm1: 2).

double ck_exp(double x);
double ck_log(double x);
double ck_log1p(double x);
double ck_expm1(double x);

#endif
