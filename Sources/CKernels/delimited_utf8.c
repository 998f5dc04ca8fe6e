// Is it UTF-8? ASCII goes 16 bytes at a time; the rest by the table of Unicode 15, section 3.9.
#include <string.h>

#include "include/delimited.h"

// Length of the character at `bytes`, 0 when invalid, -1 when the bytes end within it.
static int character(const uint8_t *bytes, size_t left) {
  const uint8_t lead = bytes[0];
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  const int length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  uint8_t low = 0x80, high = 0xBF;
  if (lead == 0xE0) low = 0xA0;
  if (lead == 0xED) high = 0x9F;
  if (lead == 0xF0) low = 0x90;
  if (lead == 0xF4) high = 0x8F;
  for (int i = 1; i < length; ++i) {
    if ((size_t)i == left) return -1;
    if (bytes[i] < low || bytes[i] > high) return 0;
    low = 0x80;
    high = 0xBF;
  }
  return length;
}

size_t ck_utf8_prefix(const uint8_t *bytes, size_t length, int *invalid) {
  size_t at = 0;
  *invalid = 0;
  while (at < length) {
    while (length - at >= 16) {
      uint64_t words[2];
      memcpy(words, bytes + at, 16);
      if ((words[0] | words[1]) & 0x8080808080808080ull) break;
      at += 16;
    }
    if (at == length) break;
    const int step = character(bytes + at, length - at);
    if (step <= 0) {
      *invalid = step == 0;
      break;
    }
    at += (size_t)step;
  }
  return at;
}
