// Decimal text to the nearest double. Fast path of W. D. Clinger (1990), "How to read floating
// point numbers accurately": up to 19 digits that fit 2^53 and a power of ten up to 22 are both
// exact, so one multiplication or division rounds once. Everything else goes to std::from_chars.
#include "include/numbers.h"

#include <string.h>

#pragma STDC FP_CONTRACT OFF

static inline int is_blank(uint8_t byte) { return byte == ' ' || byte == '\t'; }

static inline int is_digit(uint8_t byte) { return (uint8_t)(byte - '0') < 10; }

static inline void trim(const uint8_t **text, const uint8_t **end) {
  while (*text < *end && is_blank(**text)) ++*text;
  while (*text < *end && is_blank((*end)[-1])) --*end;
}

static int is_missing_trimmed(const uint8_t *text, size_t length, const ck_missing *missing) {
  if (length == 0) return 1;
  if (length > missing->longest || !(missing->first[text[0] >> 6] >> (text[0] & 63) & 1)) return 0;
  for (uint32_t i = 0; i < missing->count; ++i) {
    const uint32_t begin = missing->offsets[i];
    if (missing->offsets[i + 1] - begin == length
        && memcmp(missing->bytes + begin, text, length) == 0)
      return 1;
  }
  return 0;
}

int ck_is_missing(const uint8_t *text, size_t length, const ck_missing *missing) {
  const uint8_t *end = text + length;
  trim(&text, &end);
  return is_missing_trimmed(text, (size_t)(end - text), missing);
}

static int equals_ignoring_case(const uint8_t *text, size_t length, const char *lower) {
  if (strlen(lower) != length) return 0;
  for (size_t i = 0; i < length; ++i)
    if ((text[i] | 0x20) != (uint8_t)lower[i]) return 0;
  return 1;
}

// Text that is no number: is it meant as one? Infinities, NaN, and digits with commas are.
static int broken_or_word(const uint8_t *text, const uint8_t *end) {
  if (text < end && (*text == '+' || *text == '-')) ++text;
  const size_t length = (size_t)(end - text);
  if (equals_ignoring_case(text, length, "inf") || equals_ignoring_case(text, length, "infinity")
      || equals_ignoring_case(text, length, "nan"))
    return CK_BROKEN;
  int digits = 0, commas = 0;
  for (; text < end; ++text) {
    if (is_digit(*text)) digits = 1;
    else if (*text == ',') commas = 1;
    else if (*text != '.') return CK_WORD;
  }
  return digits && commas ? CK_BROKEN : CK_WORD;
}

// A number of the right form that from_chars calls out of range: 0 when too small, else broken.
static int out_of_range(const uint8_t *text, const uint8_t *end, int64_t exponent, double *value) {
  const int negative = *text == '-';
  int64_t magnitude = exponent;
  int started = 0, fraction = 0;
  for (; text < end && (*text | 0x20) != 'e'; ++text) {
    if (*text == '.') fraction = 1;
    if (!is_digit(*text)) continue;
    if (*text != '0') started = 1;
    if (started && !fraction) ++magnitude;
    if (!started && fraction) --magnitude;
  }
  if (magnitude > 0) return CK_BROKEN;
  *value = negative ? -0.0 : 0.0;
  return CK_NUMBER;
}

static const double powers_of_ten[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                       1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                       1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

static int parse_trimmed(const uint8_t *text, const uint8_t *end, double *value) {
  const uint8_t *at = text;
  const int negative = *at == '-';
  if (*at == '-' || *at == '+') ++at;
  uint64_t digits = 0;
  const uint8_t *start = at;
  while (at < end && is_digit(*at)) digits = digits * 10 + (uint64_t)(*at++ - '0');
  ptrdiff_t digit_count = at - start;
  int64_t exponent = 0;
  if (at < end && *at == '.') {
    const uint8_t *point = ++at;
    while (at < end && is_digit(*at)) digits = digits * 10 + (uint64_t)(*at++ - '0');
    digit_count += at - point;
    exponent = -(int64_t)(at - point);
  }
  if (digit_count == 0) return broken_or_word(text, end);
  int64_t written = 0;
  if (at < end && (*at | 0x20) == 'e') {
    ++at;
    const int down = at < end && *at == '-';
    if (at < end && (*at == '-' || *at == '+')) ++at;
    if (at == end) return CK_WORD;
    for (; at < end && is_digit(*at); ++at)
      if (written < 1000000000) written = written * 10 + (*at - '0');
    if (down) written = -written;
  }
  if (at != end) return broken_or_word(text, end);
  exponent += written;
  if (digit_count <= 19 && digits <= (1ull << 53) && exponent >= -22 && exponent <= 22) {
    const double whole = (double)digits;
    const double result =
        exponent < 0 ? whole / powers_of_ten[-exponent] : whole * powers_of_ten[exponent];
    *value = negative ? -result : result;
    return CK_NUMBER;
  }
  if (*text == '+') ++text;
  if (ck_from_chars((const char *)text, (const char *)end, value) == 0) return CK_NUMBER;
  return out_of_range(text, end, written, value);
}

int ck_parse_number(const uint8_t *text, size_t length, const ck_missing *missing, double *value) {
  const uint8_t *end = text + length;
  trim(&text, &end);
  if (is_missing_trimmed(text, (size_t)(end - text), missing)) return CK_MISSING;
  return parse_trimmed(text, end, value);
}
