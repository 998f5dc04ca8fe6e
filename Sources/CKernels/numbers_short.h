// Decimal text of at most eight bytes, which is most numbers of a customer file: all digits at once.
// After D. Lemire and W. Muła's reading of eight digits by three multiplications (in fast_float,
// 2021), with the point moved out of the way first.
#ifndef CKERNELS_NUMBERS_SHORT_H
#define CKERNELS_NUMBERS_SHORT_H

#include <stdint.h>
#include <string.h>

// 1 and the value for digits with or without a point and a sign; 0 for all else, which need not be
// wrong. Eight bytes from `text` on must be readable, and one more behind a sign.
static inline __attribute__((always_inline)) int ck_parse_short(const uint8_t *text, size_t length,
                                                                double *value) {
  static const double powers[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7};
  const uint64_t ones = 0x0101010101010101ull, zeros = 0x3030303030303030ull;
  const int negative = length > 0 && *text == '-';
  text += negative;
  length -= (size_t)negative;
  if (length - 1 > 7) return 0;
  uint64_t bytes;
  memcpy(&bytes, text, 8);
  const unsigned unused = 8 * (8 - (unsigned)length);
  // Zeros behind the text, which cannot be taken for a point.
  bytes = bytes << unused >> unused;
  const uint64_t other = bytes ^ (ones * '.');
  const uint64_t point = (other - ones) & ~other & (ones << 7);
  unsigned digits = (unsigned)length, decimals = 0;
  if (point) {
    const unsigned before = (unsigned)__builtin_ctzll(point) & ~7u;
    const uint64_t low = ((uint64_t)1 << before) - 1;
    bytes = (bytes & low) | (bytes >> 8 & ~low);
    digits -= 1;
    decimals = digits - before / 8;
    if (digits == 0) return 0;
  }
  const unsigned fill = 8 * (8 - digits);
  // The first digit has the highest place: leading zeros take the bytes in front of it.
  bytes = fill ? bytes << fill | zeros >> (64 - fill) : bytes;
  const uint64_t figures = bytes - zeros;
  if ((figures | (figures + ones * 0x76)) & (ones << 7)) return 0;
  uint64_t sum = figures * 10 + (figures >> 8);
  sum = ((sum & 0x000000FF000000FFull) * 0x000F424000000064ull
         + (sum >> 16 & 0x000000FF000000FFull) * 0x0000271000000001ull)
        >> 32;
  const double result = (double)(uint32_t)sum / powers[decimals];
  *value = negative ? -result : result;
  return 1;
}

#endif
