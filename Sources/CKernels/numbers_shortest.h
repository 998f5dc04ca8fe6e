// The shortest text of a double of ordinary size.
#ifndef CKERNELS_NUMBERS_SHORTEST_H
#define CKERNELS_NUMBERS_SHORTEST_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// Writes plain digits for a number of a magnitude from 1e-4 to below 2^53; `text` has room for 40 bytes.
// Returns their length, 23 at the most.
size_t ck_write_shortest(double value, char *text);

#ifdef __cplusplus
}
#endif

#endif
