// The shortest decimal text that reads back to the same double. After R. Giulietti (2020), "The
// Schubfach way to render doubles", as in A. Buschmann's Drachennest, for the magnitudes that files are
// full of: there the powers of ten are exact.
#include "numbers_shortest.h"

#include <string.h>

// 10^e times a power of two, as 128 bits of which the highest is set: the upper half first.
static const uint64_t powers[21][2] = {
    {0x8000000000000000ull, 0x0000000000000000ull},
    {0xa000000000000000ull, 0x0000000000000000ull},
    {0xc800000000000000ull, 0x0000000000000000ull},
    {0xfa00000000000000ull, 0x0000000000000000ull},
    {0x9c40000000000000ull, 0x0000000000000000ull},
    {0xc350000000000000ull, 0x0000000000000000ull},
    {0xf424000000000000ull, 0x0000000000000000ull},
    {0x9896800000000000ull, 0x0000000000000000ull},
    {0xbebc200000000000ull, 0x0000000000000000ull},
    {0xee6b280000000000ull, 0x0000000000000000ull},
    {0x9502f90000000000ull, 0x0000000000000000ull},
    {0xba43b74000000000ull, 0x0000000000000000ull},
    {0xe8d4a51000000000ull, 0x0000000000000000ull},
    {0x9184e72a00000000ull, 0x0000000000000000ull},
    {0xb5e620f480000000ull, 0x0000000000000000ull},
    {0xe35fa931a0000000ull, 0x0000000000000000ull},
    {0x8e1bc9bf04000000ull, 0x0000000000000000ull},
    {0xb1a2bc2ec5000000ull, 0x0000000000000000ull},
    {0xde0b6b3a76400000ull, 0x0000000000000000ull},
    {0x8ac7230489e80000ull, 0x0000000000000000ull},
    {0xad78ebc5ac620000ull, 0x0000000000000000ull},
};

// The upper 64 of the 192 bits of power · factor; its last bit is set where the others are not zero.
static inline uint64_t round_to_odd(const uint64_t power[2], uint64_t factor) {
  const uint64_t below = (uint64_t)((unsigned __int128)power[1] * factor >> 64);
  const unsigned __int128 product = (unsigned __int128)power[0] * factor + below;
  return (uint64_t)(product >> 64) | ((uint64_t)product > 1);
}

typedef struct decimal {
  uint64_t digits;
  int exponent;
} decimal;

// The decimal nearest to significand · 2^exponent among the shortest that round to it. Its digits may
// end in zeros.
static inline decimal shortest(uint64_t significand, int exponent) {
  const uint64_t odd = significand & 1;
  // Below a power of two the numbers are closer.
  const uint64_t closer = significand == (uint64_t)1 << 52;
  // Integer parts of e·log10(2), of that and log10(3/4), and of e·log2(10).
  const int k = (exponent * 1262611 - (closer ? 524031 : 0)) >> 22;
  const int shift = exponent + (-k * 1741647 >> 19) + 1;
  const uint64_t *power = powers[-k];
  // Four times the ends of what rounds to the number, and the number, in units of 10^k.
  const uint64_t lower = round_to_odd(power, (4 * significand - 2 + closer) << shift) + odd;
  const uint64_t value = round_to_odd(power, 4 * significand << shift);
  const uint64_t upper = round_to_odd(power, (4 * significand + 2) << shift) - odd;
  const uint64_t whole = value / 4, tens = whole / 10;
  const int tens_fit = lower <= 40 * tens, next_tens_fit = 40 * tens + 40 <= upper;
  const int fits = lower <= 4 * whole, next_fits = 4 * whole + 4 <= upper;
  const int rounds_up = (value & 3) + (whole & 1) > 2;
  // A digit less where exactly one of two neighbours rounds to the number; else the only
  // one of two with all digits, or the nearer of both. No branches: any of these is as likely.
  const uint64_t all = whole + (uint64_t)(fits != next_fits ? next_fits : rounds_up);
  const int is_shorter = tens_fit != next_tens_fit;
  const uint64_t digits = is_shorter ? tens + (uint64_t)next_tens_fit : all;
  return (decimal){digits, k + is_shorter};
}

// Eight digits, the first in the lowest byte.
static inline uint64_t eight_digits(uint32_t number) {
  uint64_t parts = number / 10000 | (uint64_t)(number % 10000) << 32;
  uint64_t upper = (parts * 10486 >> 20) & 0x0000007F0000007Full;
  parts = upper | (parts - 100 * upper) << 16;
  upper = (parts * 103 >> 10) & 0x000F000F000F000Full;
  parts = upper | (parts - 10 * upper) << 8;
  return parts | 0x3030303030303030ull;
}

enum { DIGITS = 17 };

// Writes 17 digits, with zeros in front.
static inline void write_digits(uint64_t number, char *text) {
  const uint64_t upper = number / 100000000;
  const uint64_t words[2] = {eight_digits((uint32_t)(upper % 100000000)),
                             eight_digits((uint32_t)(number % 100000000))};
  text[0] = (char)('0' + upper / 100000000);
  memcpy(text + 1, words, 16);
}

size_t ck_write_shortest(double value, char *text) {
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  const uint64_t fraction = bits & (((uint64_t)1 << 52) - 1);
  const decimal number =
      shortest(fraction | (uint64_t)1 << 52, (int)(bits >> 52 & 0x7FF) - 1075);
  // What lies behind the digits is copied too, where a fixed size is quicker, and written over.
  char digits[2 * DIGITS] = {0};
  write_digits(number.digits, digits);
  int first = (number.digits < 10000000000000000) + (number.digits < 1000000000000000);
  int end = DIGITS;
  while (digits[first] == '0') ++first;
  while (digits[end - 1] == '0') --end;
  const int count = end - first, before = DIGITS - first + number.exponent;
  char *at = text;
  if (bits >> 63) *at++ = '-';
  if (before <= 0) {
    memcpy(at, "0.0000", 6);
    at += 2 - before;
    memcpy(at, digits + first, DIGITS);
    return (size_t)(at + count - text);
  }
  memcpy(at, digits + first, DIGITS);
  if (count > before) {
    at[before] = '.';
    memcpy(at + before + 1, digits + first + before, DIGITS);
    return (size_t)(at + count + 1 - text);
  }
  if (count < before) memset(at + count, '0', (size_t)(before - count));
  return (size_t)(at + before - text);
}
