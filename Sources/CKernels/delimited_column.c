// One column of a batch at a time: numbers, codes, packed text.
#include <math.h>
#include <string.h>

#include "delimited_field.h"
#include "include/delimited.h"
#include "numbers_eight.h"
#include "numbers_short.h"

static inline void read_number(const ck_column *column, uint32_t r, const ck_missing *missing,
                               double *values, uint8_t *kinds, uint64_t counts[4]) {
  const ck_range range = field_of(column, r);
  const uint8_t *text = column->bytes + range.begin;
  const size_t length = range.end - range.begin;
  int kind = CK_NUMBER;
  if (missing->first[*text >> 6] >> (*text & 63) & 1
      || !ck_parse_short(text, length, &values[r]))
    kind = ck_parse_number(text, length, missing, &values[r]);
  if (kind != CK_NUMBER) values[r] = NAN;
  kinds[r] = (uint8_t)kind;
  ++counts[kind];
}

#if defined(__x86_64__)
// Whether a text that begins as a number does may stand for a missing value.
static int has_numeric_token(const ck_missing *missing) {
  for (const char *byte = "-.0123456789"; *byte; ++byte)
    if (missing->first[*byte >> 6] >> (*byte & 63) & 1) return 1;
  return 0;
}

// Reads groups of eight records; returns where the first incomplete group begins.
static CK_WIDE uint32_t read_eights(const ck_column *column, const ck_missing *missing,
                                    double *values, uint8_t *kinds, uint64_t counts[4]) {
  uint64_t numbers = 0, empty = 0;
  uint32_t r = 0;
  for (; r + 8 <= column->record_count; r += 8) {
    uint64_t keep;
    memcpy(&keep, column->keep + r, 8);
    if (keep != 0x0101010101010101ull) {
      for (uint32_t i = r; i < r + 8; ++i)
        if (column->keep[i]) read_number(column, i, missing, values, kinds, counts);
      continue;
    }
    const ck_lanes lanes = ck_parse_eight(column->bytes, column->fields,
                                          column->record_fields + r, column->column, values + r);
    _mm_storel_epi64((__m128i *)(kinds + r), _mm_maskz_set1_epi8(lanes.empty, CK_MISSING));
    numbers += (unsigned)__builtin_popcount(lanes.read & ~lanes.empty);
    empty += (unsigned)__builtin_popcount(lanes.empty);
    for (uint32_t left = (uint8_t)~lanes.read; left; left &= left - 1)
      read_number(column, r + (uint32_t)__builtin_ctz(left), missing, values, kinds, counts);
  }
  counts[CK_NUMBER] += numbers;
  counts[CK_MISSING] += empty;
  return r;
}
#endif

static inline int is_missing(const ck_missing *missing, const uint8_t *text, size_t length) {
  // Most texts begin as no token does.
  return length == 0
         || ((missing->first[*text >> 6] >> (*text & 63) & 1) && ck_is_missing(text, length, missing));
}

void ck_column_numbers(const ck_column *column, const ck_missing *missing, double *values,
                       uint8_t *kinds, uint64_t counts[4]) {
  uint32_t r = 0;
#if defined(__x86_64__)
  if (ck_is_wide() && !has_numeric_token(missing))
    r = read_eights(column, missing, values, kinds, counts);
#endif
  for (; r < column->record_count; ++r)
    if (column->keep[r]) read_number(column, r, missing, values, kinds, counts);
}

int ck_column_codes(const ck_column *column, const ck_missing *missing, ck_interner *interner,
                    int32_t *codes) {
  for (uint32_t r = 0; r < column->record_count; ++r) {
    if (!column->keep[r]) continue;
    const ck_range range = field_of(column, r);
    const uint8_t *text = column->bytes + range.begin;
    const size_t length = range.end - range.begin;
    codes[r] = -1;
    if (is_missing(missing, text, length)) continue;
    codes[r] = ck_interner_code(interner, text, length);
    if (codes[r] < 0) return 1;
  }
  return 0;
}

void ck_column_find(const ck_column *column, const ck_missing *missing,
                    const ck_interner *interner, int32_t *codes) {
  for (uint32_t r = 0; r < column->record_count; ++r) {
    if (!column->keep[r]) continue;
    const ck_range range = field_of(column, r);
    const uint8_t *text = column->bytes + range.begin;
    const size_t length = range.end - range.begin;
    if (is_missing(missing, text, length)) {
      codes[r] = -1;
      continue;
    }
    const int32_t code = ck_interner_find(interner, text, length);
    codes[r] = code < 0 ? -2 : code;
  }
}

size_t ck_column_text_size(const ck_column *column) {
  size_t size = 0;
  for (uint32_t r = 0; r < column->record_count; ++r) {
    if (!column->keep[r]) continue;
    const ck_range range = field_of(column, r);
    size += range.end - range.begin;
  }
  return size;
}

size_t ck_column_text(const ck_column *column, const ck_missing *missing, uint8_t *text,
                      uint64_t base, uint64_t *ends) {
  size_t size = 0, kept = 0;
  for (uint32_t r = 0; r < column->record_count; ++r) {
    if (!column->keep[r]) continue;
    const ck_range range = field_of(column, r);
    const size_t length = range.end - range.begin;
    if (!is_missing(missing, column->bytes + range.begin, length)) {
      memcpy(text + size, column->bytes + range.begin, length);
      size += length;
    }
    ends[kept++] = base + size;
  }
  return size;
}
