// Hashes of texts, and whether two are the same, without a byte behind them being read.
#ifndef CKERNELS_DELIMITED_HASH_H
#define CKERNELS_DELIMITED_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline uint64_t word_at(const uint8_t *bytes) {
  uint64_t word;
  memcpy(&word, bytes, 8);
  return word;
}

// At most 8 bytes: two texts of one length have the same word just when they are the same.
static inline uint64_t tail_word(const uint8_t *bytes, size_t length) {
  if (length >= 4) {
    uint32_t first, last;
    memcpy(&first, bytes, 4);
    memcpy(&last, bytes + length - 4, 4);
    return first | (uint64_t)last << 32;
  }
  if (length == 0) return 0;
  return bytes[0] | (uint64_t)bytes[length / 2] << 8 | (uint64_t)bytes[length - 1] << 16;
}

static inline int is_same(const uint8_t *a, const uint8_t *b, size_t length) {
  for (; length > 8; a += 8, b += 8, length -= 8)
    if (word_at(a) != word_at(b)) return 0;
  return tail_word(a, length) == tail_word(b, length);
}

static inline uint64_t mix(uint64_t a, uint64_t b) {
  const unsigned __int128 product = (unsigned __int128)a * b;
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

// After Wang Yi's wyhash: 128-bit products of the text and secrets.
static inline uint64_t hash(uint64_t seed, const uint8_t *bytes, size_t length) {
  uint64_t state = seed ^ (length * 0x9E3779B97F4A7C15ull);
  for (; length > 16; bytes += 16, length -= 16)
    state = mix(state ^ word_at(bytes) ^ 0xA0761D6478BD642Full,
                word_at(bytes + 8) ^ seed ^ 0xE7037ED1A0B428DBull);
  uint64_t first = 0;
  if (length > 8) {
    first = word_at(bytes);
    bytes += 8;
    length -= 8;
  }
  state = mix(state ^ first ^ 0x8EBC6AF09C88C6E3ull,
              tail_word(bytes, length) ^ seed ^ 0x589965CC75374CC3ull);
  return mix(state ^ seed, 0x1D8E4E27C47D124Full);
}

#endif
