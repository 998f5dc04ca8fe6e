#ifndef LIBFUZZER_H
#define LIBFUZZER_H

#include <stddef.h>
#include <stdint.h>

/// libFuzzer's entry for programs with a main of their own.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*one)(const uint8_t *data, size_t size));
/// Its own mutations of bytes; the new size.
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t maximum);

#endif
