// Cells that hold no value.
#ifndef CKERNELS_GAPS_H
#define CKERNELS_GAPS_H

#include <stdint.h>

int64_t ck_count_nan(const double *values, int64_t n);

int64_t ck_count_code(const int32_t *codes, int64_t n, int32_t code);

#endif
