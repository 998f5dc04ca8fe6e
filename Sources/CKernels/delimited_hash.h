// Hashes of texts, and whether two are the same, without a byte behind them being read.
#ifndef CKERNELS_DELIMITED_HASH_H
#define CKERNELS_DELIMITED_HASH_H

#include <stddef.h>
#include <stdint.h>

#include "short_words.h"

static inline int is_same(const uint8_t *a, const uint8_t *b, size_t length) {
  for (; length > 16; a += 8, b += 8, length -= 8)
    if (ck_load8(a) != ck_load8(b)) return 0;
  uint64_t x[2], y[2];
  ck_short_words(a, length, x);
  ck_short_words(b, length, y);
  return x[0] == y[0] && x[1] == y[1];
}

static inline uint64_t mix(uint64_t a, uint64_t b) {
  const unsigned __int128 product = (unsigned __int128)a * b;
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

// After Wang Yi's wyhash: 128-bit products of the text and secrets.
static inline uint64_t hash(uint64_t seed, const uint8_t *bytes, size_t length) {
  uint64_t state = seed ^ (length * 0x9E3779B97F4A7C15ull);
  for (; length > 16; bytes += 16, length -= 16)
    state = mix(state ^ ck_load8(bytes) ^ 0xA0761D6478BD642Full,
                ck_load8(bytes + 8) ^ seed ^ 0xE7037ED1A0B428DBull);
  uint64_t words[2];
  ck_short_words(bytes, length, words);
  state = mix(state ^ words[0] ^ 0x8EBC6AF09C88C6E3ull, words[1] ^ seed ^ 0x589965CC75374CC3ull);
  return mix(state ^ seed, 0x1D8E4E27C47D124Full);
}

#endif
