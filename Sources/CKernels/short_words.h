// Short texts as whole words: no loop over bytes, and no byte beyond the text is touched.
#ifndef CKERNELS_SHORT_WORDS_H
#define CKERNELS_SHORT_WORDS_H

#include <stdint.h>
#include <string.h>

static inline uint64_t ck_load4(const uint8_t *bytes) {
  uint32_t word;
  memcpy(&word, bytes, 4);
  return word;
}

static inline uint64_t ck_load8(const uint8_t *bytes) {
  uint64_t word;
  memcpy(&word, bytes, 8);
  return word;
}

// At most sixteen bytes as two words, which may overlap: with the length they tell the text.
static inline void ck_short_words(const uint8_t *bytes, size_t length, uint64_t words[2]) {
  words[0] = words[1] = 0;
  if (length >= 8) {
    words[0] = ck_load8(bytes);
    words[1] = ck_load8(bytes + length - 8);
  } else if (length >= 4) {
    words[0] = ck_load4(bytes);
    words[1] = ck_load4(bytes + length - 4);
  } else if (length > 0) {
    words[0] = (uint64_t)bytes[0] << 16 | (uint64_t)bytes[length / 2] << 8 | bytes[length - 1];
  }
}

// Writes what ck_short_words has read.
static inline void ck_store_short(uint8_t *bytes, size_t length, const uint64_t words[2]) {
  if (length >= 8) {
    memcpy(bytes, &words[0], 8);
    memcpy(bytes + length - 8, &words[1], 8);
  } else if (length >= 4) {
    const uint32_t halves[2] = {(uint32_t)words[0], (uint32_t)words[1]};
    memcpy(bytes, &halves[0], 4);
    memcpy(bytes + length - 4, &halves[1], 4);
  } else if (length > 0) {
    bytes[0] = (uint8_t)(words[0] >> 16);
    bytes[length / 2] = (uint8_t)(words[0] >> 8);
    bytes[length - 1] = (uint8_t)words[0];
  }
}

#endif
