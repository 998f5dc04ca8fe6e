// Delimited text: where records and fields are, whether bytes are UTF-8, strings to codes.
#ifndef CKERNELS_DELIMITED_H
#define CKERNELS_DELIMITED_H

#include <stddef.h>
#include <stdint.h>

#include "numbers.h"

#ifdef __cplusplus
extern "C" {
#endif

// Bytes begin ..< end of the scanned buffer.
typedef struct ck_range {
  uint32_t begin, end;
} ck_range;

enum {
  CK_SCAN_OK = 0,
  CK_SCAN_NUL = 1,         // a NUL byte
  CK_SCAN_OPEN_QUOTE = 2,  // the input ends within quotes
  CK_SCAN_TOO_WIDE = 3,    // a record of more than max_fields fields
};

// One scan of a buffer. Record r has the fields record_fields[r] ..< record_fields[r + 1] and
// begins record_lines[r] line breaks after the buffer's beginning.
typedef struct ck_scan {
  // Dialect and limits.
  uint8_t separator, quote;
  uint8_t blanks;      // fields are separated by runs of blanks, in place of the separator
  uint8_t keep_empty;  // an empty line is a record of one empty field
  uint8_t final;       // nothing follows the buffer
  uint32_t max_fields, max_records;
  // Room for results: record_fields has room for max_records + 1.
  ck_range *fields;
  uint32_t field_capacity;
  uint32_t *record_fields, *record_lines;
  // Results.
  uint32_t record_count;
  uint32_t consumed;    // bytes of the complete records
  uint32_t lines;       // line breaks in them
  uint32_t open_line;   // line breaks before the quote that is open at the end, if one is
  uint8_t in_quotes;    // the buffer ends within quotes
  uint8_t full;         // the field capacity ended the scan
  uint32_t fault_line;  // line breaks before the fault
  int fault;
} ck_scan;

// Finds the complete records of `bytes` (length below 2^31, 64 readable bytes behind them) and
// removes the quotes of quoted fields in place.
void ck_scan_records(uint8_t *bytes, uint32_t length, ck_scan *scan);

// Line breaks (LF, CRLF, lone CR) in the bytes.
size_t ck_count_lines(const uint8_t *bytes, size_t length);

// Length of the longest valid UTF-8 prefix that ends between characters. `invalid` is 1 when the
// rest can be no beginning of a character.
size_t ck_utf8_prefix(const uint8_t *bytes, size_t length, int *invalid);

// Byte strings to codes 0, 1, 2... in order of first appearance.
typedef struct ck_interner ck_interner;

ck_interner *ck_interner_create(uint64_t seed);
ck_interner *ck_interner_copy(const ck_interner *interner);
void ck_interner_destroy(ck_interner *interner);
uint32_t ck_interner_count(const ck_interner *interner);
// The code of the bytes, given a new one when they are new; -1 when memory or codes run out.
int32_t ck_interner_code(ck_interner *interner, const uint8_t *bytes, size_t length);
// The code of the bytes, -1 when they have none.
int32_t ck_interner_find(const ck_interner *interner, const uint8_t *bytes, size_t length);
const uint8_t *ck_interner_bytes(const ck_interner *interner, uint32_t code, size_t *length);

// A text and its hash by the seed of an interner, so that other threads may hash.
typedef struct ck_text {
  const uint8_t *bytes;
  uint32_t hash, length;
} ck_text;

uint64_t ck_interner_seed(const ck_interner *interner);
ck_text ck_hashed_text(uint64_t seed, const uint8_t *bytes, uint32_t length);
// As ck_interner_code of one text after the other; 0, or 1 when memory or codes run out.
int ck_interner_codes(ck_interner *interner, const ck_text *texts, size_t count, int32_t *codes);

// One column of scanned records; 64 bytes behind the text are readable.
typedef struct ck_column {
  const uint8_t *bytes;
  const ck_range *fields;
  const uint32_t *record_fields;
  const uint8_t *keep;  // records with 0 are passed over
  uint32_t record_count, column;
} ck_column;

// values[r] and kinds[r] of every kept record; counts[kind] are added to. A value that is no
// number is NaN.
void ck_column_numbers(const ck_column *column, const ck_missing *missing, double *values,
                       uint8_t *kinds, uint64_t counts[4]);

// codes[r] of every kept record, -1 for missing. 0, or 1 when the interner is full.
int ck_column_codes(const ck_column *column, const ck_missing *missing, ck_interner *interner,
                    int32_t *codes);

// As ck_column_codes, by an interner that takes no new text: -2 for a text that it does not know.
void ck_column_find(const ck_column *column, const ck_missing *missing,
                    const ck_interner *interner, int32_t *codes);

// ids[r] of every kept record whose id is plain (ASCII letters, digits, _ and -, in one that does
// not begin with a digit also @ and .) and not missing; no bytes for all others.
void ck_column_ids(const ck_column *column, const ck_missing *missing, uint64_t seed, ck_text *ids);

// A hash of a text, the same in every run. No protection against texts made to collide.
uint64_t ck_fingerprint(const uint8_t *bytes, size_t length);

// Of every plain id, as of ck_column_ids; 0 for all others.
void ck_column_fingerprints(const ck_column *column, const ck_missing *missing,
                            uint64_t *fingerprints);

// Of all bytes of every record from its first field to its last; 0 without a field. The column does
// not matter.
void ck_record_fingerprints(const ck_column *column, uint64_t *fingerprints);

// Days of every kept record, `none` where there is no day.
void ck_column_days(const ck_column *column, int32_t none, int32_t *days);

// Codes of the texts of every kept record, -1 for missing, `unread` for one that begins with = or '
// (a spreadsheet's marks) and for records that are not kept. Without `missing` every text is one,
// the empty one, too. 0, or 1 when the interner is full.
int ck_column_texts(const ck_column *column, const ck_missing *missing, ck_interner *interner,
                    int32_t unread, int32_t *codes);

// Bytes that ck_column_text will write.
size_t ck_column_text_size(const ck_column *column);

// Packs the trimmed text of every kept record behind each other; a missing one is empty.
// ends[k] is the end of the k-th kept record's text, counted from `base`. Returns the bytes written.
size_t ck_column_text(const ck_column *column, const ck_missing *missing, uint8_t *text,
                      uint64_t base, uint64_t *ends);

// Writes a cell, in quotes only where they must be; with a ' in front of what a spreadsheet would run,
// unless `is_raw`. `out` has room for twice the length and three more. Returns the bytes written.
size_t ck_write_cell(const uint8_t *text, size_t length, uint8_t separator, int is_raw,
                     uint8_t *out);

// Writes a whole number; `out` has room for 20 bytes. Returns the bytes written.
size_t ck_write_integer(int64_t number, uint8_t *out);

// Writes a day as YYYY-MM-DD, 10 bytes; returns 0 for a year that has no four digits.
size_t ck_write_day(int32_t days, uint8_t *out);

#ifdef __cplusplus
}
#endif

#endif
