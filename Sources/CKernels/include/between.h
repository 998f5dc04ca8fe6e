// Finds the values between two bounds.
#ifndef CKERNELS_BETWEEN_H
#define CKERNELS_BETWEEN_H

#include <stdint.h>

// Copies the values from low to high, both included, in their order; out has room for n. Returns how
// many they are; *below are less than low.
int64_t ck_between(const double *values, int64_t n, double low, double high, double *out,
                   int64_t *below);

#endif
