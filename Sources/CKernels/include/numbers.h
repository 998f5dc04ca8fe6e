// Exact number parsing and calendar days, on bytes that need no terminating zero.
#ifndef CKERNELS_NUMBERS_H
#define CKERNELS_NUMBERS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// What a cell holds.
enum {
  CK_NUMBER = 0,
  CK_MISSING = 1,
  CK_BROKEN = 2,
  CK_WORD = 3,
};

// The texts that stand for a missing value: `count` texts packed one after the other in `bytes`,
// text i from offsets[i] to offsets[i + 1]. Bit b of first[] is set where a text begins with b.
typedef struct ck_missing {
  const uint8_t *bytes;
  const uint32_t *offsets;
  uint32_t count;
  uint32_t longest;
  uint64_t first[4];
} ck_missing;

// 1 when the text, without blanks around it, is empty or one of the missing texts.
int ck_is_missing(const uint8_t *text, size_t length, const ck_missing *missing);

// Reads the whole text, blanks around it ignored; the value is written for CK_NUMBER only.
int ck_parse_number(const uint8_t *text, size_t length, const ck_missing *missing, double *value);

// std::from_chars on [0-9.eE+-] text that is known to be a number: 0, or 1 when out of range.
int ck_from_chars(const char *first, const char *last, double *value);

// The shortest text that reads back to the same finite number, without a terminating zero: plain
// digits from 1e-4 up to 2^53, an exponent beyond. Returns its length.
enum { CK_NUMBER_ROOM = 40 };
size_t ck_write_number(double value, char *text);

// Days since 1970-01-01 of the proleptic Gregorian calendar; no check of the arguments.
int32_t ck_days_from_civil(int32_t year, int32_t month, int32_t day);
void ck_civil_from_days(int32_t days, int32_t *year, int32_t *month, int32_t *day);

// Days in the month, 0 when there is no such month.
int32_t ck_days_in_month(int32_t year, int32_t month);

// 1 when the whole text (blanks around it ignored) is a day in 1900...2200, with or without a time.
int ck_parse_day(const uint8_t *text, size_t length, int32_t *days);

#ifdef __cplusplus
}
#endif

#endif
