// A cell of a column without the blanks around it.
#ifndef CKERNELS_DELIMITED_FIELD_H
#define CKERNELS_DELIMITED_FIELD_H

#include "include/delimited.h"

static inline ck_range field_of(const ck_column *column, uint32_t record) {
  ck_range range = column->fields[column->record_fields[record] + column->column];
  const uint8_t *bytes = column->bytes;
  if (range.begin < range.end && bytes[range.begin] > ' ' && bytes[range.end - 1] > ' ')
    return range;
  while (range.begin < range.end
         && (bytes[range.begin] == ' ' || bytes[range.begin] == '\t'))
    ++range.begin;
  while (range.begin < range.end
         && (bytes[range.end - 1] == ' ' || bytes[range.end - 1] == '\t'))
    --range.end;
  return range;
}

#endif
