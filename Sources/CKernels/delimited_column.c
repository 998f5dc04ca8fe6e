// One column of a batch at a time: numbers, codes, packed text.
#include <math.h>
#include <string.h>

#include "delimited_field.h"
#include "include/delimited.h"
#include "numbers_short.h"

void ck_column_numbers(const ck_column *column, const ck_missing *missing, double *values,
                       uint8_t *kinds, uint64_t counts[4]) {
  uint64_t numbers = 0;
  for (uint32_t r = 0; r < column->record_count; ++r) {
    if (!column->keep[r]) continue;
    const ck_range range = field_of(column, r);
    const uint8_t *text = column->bytes + range.begin;
    const size_t length = range.end - range.begin;
    if (!(missing->first[*text >> 6] >> (*text & 63) & 1)
        && ck_parse_short(text, length, &values[r])) {
      kinds[r] = CK_NUMBER;
      ++numbers;
      continue;
    }
    const int kind = ck_parse_number(text, length, missing, &values[r]);
    if (kind != CK_NUMBER) values[r] = NAN;
    kinds[r] = (uint8_t)kind;
    ++counts[kind];
  }
  counts[CK_NUMBER] += numbers;
}

int ck_column_codes(const ck_column *column, const ck_missing *missing, ck_interner *interner,
                    int32_t *codes) {
  for (uint32_t r = 0; r < column->record_count; ++r) {
    if (!column->keep[r]) continue;
    const ck_range range = field_of(column, r);
    const uint8_t *text = column->bytes + range.begin;
    const size_t length = range.end - range.begin;
    codes[r] = -1;
    if (ck_is_missing(text, length, missing)) continue;
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
    if (ck_is_missing(text, length, missing)) {
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
    if (length && !ck_is_missing(column->bytes + range.begin, length, missing)) {
      memcpy(text + size, column->bytes + range.begin, length);
      size += length;
    }
    ends[kept++] = base + size;
  }
  return size;
}
