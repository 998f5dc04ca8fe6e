// Cells of delimited text (RFC 4180). Most are short and need no quotes: they are looked through and
// copied as two words.
#include <string.h>

#include "include/delimited.h"
#include "short_words.h"

static inline uint64_t has(uint64_t word, uint8_t byte) {
  const uint64_t ones = 0x0101010101010101ull;
  const uint64_t other = word ^ (ones * byte);
  return (other - ones) & ~other & (ones << 7);
}

// Whether a byte makes quotes necessary wherever it stands.
static inline uint64_t is_special(uint64_t word, uint8_t separator) {
  return has(word, separator) | has(word, '"') | has(word, '\n') | has(word, '\r');
}

static inline int is_blank(uint8_t byte) { return byte == ' ' || byte == '\t'; }

// Whether a spreadsheet would run the text, which is not empty.
static int is_formula(const uint8_t *text, size_t length) {
  const uint32_t no_offset = 0;
  const ck_missing nothing = {NULL, &no_offset, 0, 0, {0, 0, 0, 0}};
  double value;
  switch (*text) {
    case '=': case '@': case '\t': case '\r': return 1;
    case '+': case '-': return ck_parse_number(text, length, &nothing, &value) != CK_NUMBER;
    default: return 0;
  }
}

static size_t write_quoted(const uint8_t *text, size_t length, int formula, uint8_t *out) {
  uint8_t *at = out;
  *at++ = '"';
  if (formula) *at++ = '\'';
  for (size_t i = 0; i < length; ++i) {
    if (text[i] == '"') *at++ = '"';
    *at++ = text[i];
  }
  *at++ = '"';
  return (size_t)(at - out);
}

size_t ck_write_cell(const uint8_t *text, size_t length, uint8_t separator, int is_raw,
                     uint8_t *out) {
  if (length == 0) return 0;
  uint64_t words[2] = {0, 0}, special = is_blank(text[0]) || is_blank(text[length - 1]);
  size_t at = 0;
  for (; length - at > 16; at += 8) special |= is_special(ck_load8(text + at), separator);
  ck_short_words(text + at, length - at, words);
  special |= is_special(words[0], separator) | is_special(words[1], separator);
  const int formula = !is_raw && is_formula(text, length);
  if (special) return write_quoted(text, length, formula, out);
  if (formula) *out = '\'';
  memcpy(out + formula, text, at);
  ck_store_short(out + formula + at, length - at, words);
  return length + (size_t)formula;
}

size_t ck_write_integer(int64_t number, uint8_t *out) {
  uint8_t digits[20];
  uint64_t left = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
  size_t count = 0;
  do digits[count++] = (uint8_t)('0' + left % 10);
  while (left /= 10);
  const size_t sign = number < 0;
  if (sign) *out = '-';
  for (size_t i = 0; i < count; ++i) out[sign + i] = digits[count - 1 - i];
  return sign + count;
}

size_t ck_write_day(int32_t days, uint8_t *out) {
  int32_t year, month, day;
  ck_civil_from_days(days, &year, &month, &day);
  if (year < 0 || year > 9999) return 0;
  const int32_t pairs[] = {year / 100, year % 100, month, day};
  for (int i = 0; i < 4; ++i) {
    uint8_t *at = out + 2 * i + (i > 1 ? i - 1 : 0);
    at[0] = (uint8_t)('0' + pairs[i] / 10);
    at[1] = (uint8_t)('0' + pairs[i] % 10);
  }
  out[4] = out[7] = '-';
  return 10;
}
