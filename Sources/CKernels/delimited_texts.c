// Columns of ids, days and short texts, and hashes of records: cells of the common shape. What
// the others mean is the caller's to find out.
#include "delimited_field.h"
#include "delimited_hash.h"
#include "include/delimited.h"

// Letters, digits, _ and -, in a text that does not begin with a digit also @ and .: no spreadsheet
// has put anything around such an id or made a number of it, and nothing in it is masked.
static inline int is_plain(const uint8_t *text, size_t length) {
  if (length == 0) return 0;
  const int may_have_point = (uint8_t)(*text - '0') >= 10;
  for (size_t i = 0; i < length; ++i) {
    const uint8_t byte = text[i];
    if ((uint8_t)(byte - '0') < 10 || (uint8_t)((byte | 0x20) - 'a') < 26) continue;
    if (byte == '_' || byte == '-') continue;
    if (!may_have_point || (byte != '@' && byte != '.')) return 0;
  }
  return 1;
}

static inline int has_text(const uint8_t *text, size_t length, const ck_missing *missing) {
  return !(missing->first[*text >> 6] >> (*text & 63) & 1) || !ck_is_missing(text, length, missing);
}

void ck_column_ids(const ck_column *column, const ck_missing *missing, uint64_t seed,
                   ck_text *ids) {
  for (uint32_t r = 0; r < column->record_count; ++r) {
    ids[r] = (ck_text){0, 0, 0};
    if (!column->keep[r]) continue;
    const ck_range range = field_of(column, r);
    const uint8_t *text = column->bytes + range.begin;
    const uint32_t length = range.end - range.begin;
    if (is_plain(text, length) && has_text(text, length, missing))
      ids[r] = (ck_text){text, (uint32_t)hash(seed, text, length), length};
  }
}

uint64_t ck_fingerprint(const uint8_t *bytes, size_t length) {
  return hash(0x9E3779B97F4A7C15ull, bytes, length);
}

void ck_column_fingerprints(const ck_column *column, const ck_missing *missing,
                            uint64_t *fingerprints) {
  for (uint32_t r = 0; r < column->record_count; ++r) {
    fingerprints[r] = 0;
    if (!column->keep[r]) continue;
    const ck_range range = field_of(column, r);
    const uint8_t *text = column->bytes + range.begin;
    const uint32_t length = range.end - range.begin;
    if (is_plain(text, length) && has_text(text, length, missing))
      fingerprints[r] = ck_fingerprint(text, length);
  }
}

void ck_record_fingerprints(const ck_column *column, uint64_t *fingerprints) {
  for (uint32_t r = 0; r < column->record_count; ++r) {
    const uint32_t first = column->record_fields[r], end = column->record_fields[r + 1];
    if (first == end) {
      fingerprints[r] = 0;
      continue;
    }
    const uint32_t begin = column->fields[first].begin;
    fingerprints[r] = ck_fingerprint(column->bytes + begin, column->fields[end - 1].end - begin);
  }
}

// The day of a text that begins with the same ten bytes and has a plain time behind them, THH:MM:SS.
static inline int is_time_of_day(const uint8_t *text, size_t length) {
  const uint8_t *t = text + 10;
  const unsigned hour = (t[1] - '0') * 10u + (t[2] - '0'), minute = (t[4] - '0') * 10u + (t[5] - '0'),
                 second = (t[7] - '0') * 10u + (t[8] - '0');
  int are_digits = 1;
  for (int i = 1; i < 9; i += 3)
    are_digits &= (uint8_t)(t[i] - '0') < 10 && (uint8_t)(t[i + 1] - '0') < 10;
  return length == 19 && (t[0] == 'T' || t[0] == ' ') && t[3] == ':' && t[6] == ':' && are_digits
         && hour < 24 && minute < 60 && second < 60;
}

// Exports go by time: most times are of the day of the one before.
void ck_column_days(const ck_column *column, int32_t none, int32_t *days) {
  uint64_t first = 0, last = 0;
  int32_t latest = none;
  for (uint32_t r = 0; r < column->record_count; ++r) {
    days[r] = none;
    if (!column->keep[r]) continue;
    const ck_range range = field_of(column, r);
    const uint8_t *text = column->bytes + range.begin;
    const size_t length = range.end - range.begin;
    if (latest != none && ck_load8(text) == first && ck_load8(text + 2) == last
        && is_time_of_day(text, length)) {
      days[r] = latest;
      continue;
    }
    if (!ck_parse_day(text, length, &days[r])) days[r] = none;
    if (length == 19 && days[r] != none) {
      first = ck_load8(text);
      last = ck_load8(text + 2);
      latest = days[r];
    }
  }
}

// Texts of up to 16 bytes that were seen lately, and their codes: columns of few texts need no look
// into a table.
typedef struct memo {
  uint64_t first, last;
  uint32_t length;
  int32_t code;
} memo;

enum { MEMOS = 64 };

static int32_t code_by(memo *memos, ck_interner *interner, const uint8_t *text, uint32_t length) {
  if (length > 16) return ck_interner_code(interner, text, length);
  uint64_t words[2];
  ck_short_words(text, length, words);
  memo *m = memos + ((words[0] ^ words[1] * 3 ^ length) * 0x9E3779B97F4A7C15ull >> 58);
  if (m->code >= 0 && m->first == words[0] && m->last == words[1] && m->length == length)
    return m->code;
  *m = (memo){words[0], words[1], length, ck_interner_code(interner, text, length)};
  return m->code;
}

int ck_column_texts(const ck_column *column, const ck_missing *missing, ck_interner *interner,
                    int32_t unread, int32_t *codes) {
  memo memos[MEMOS];
  for (int i = 0; i < MEMOS; ++i) memos[i].code = -1;
  for (uint32_t r = 0; r < column->record_count; ++r) {
    codes[r] = unread;
    if (!column->keep[r]) continue;
    const ck_range range = field_of(column, r);
    const uint8_t *text = column->bytes + range.begin;
    const uint32_t length = range.end - range.begin;
    if (length && missing && (*text == '=' || *text == '\'')) continue;
    if (missing && (!length || !has_text(text, length, missing))) {
      codes[r] = -1;
      continue;
    }
    codes[r] = code_by(memos, interner, text, length);
    if (codes[r] < 0) return 1;
  }
  return 0;
}
