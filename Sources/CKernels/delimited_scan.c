// Finds records and fields. A block of 64 bytes becomes bit masks (a bit for each byte that may
// end a field, or that matters within quotes); the scan then jumps from set bit to set bit. After
// G. Langdale and D. Lemire (2019), "Parsing gigabytes of JSON per second", without their quote
// parity: a quote opens a field only at its beginning, elsewhere it is an ordinary byte.
#include <string.h>

#include "clones.h"
#include "include/delimited.h"
#include "wide.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#define UNQUOTE 0x80000000u

typedef struct cursor {
  const uint8_t *bytes;
  uint32_t length;
  uint32_t block;   // the masks are of the 64 bytes from here
  uint64_t ends;    // separators and line breaks
  uint64_t quoted;  // quotes and line breaks
  uint32_t nul;     // first NUL byte seen, or length
  uint8_t separator, quote, blanks;
} cursor;

#if defined(__SSE2__)
INLINE uint64_t equal_mask(const uint8_t *block, uint8_t byte) {
  const __m128i wanted = _mm_set1_epi8((char)byte);
  uint64_t mask = 0;
  for (int i = 0; i < 4; ++i) {
    const __m128i part = _mm_loadu_si128((const __m128i *)(block + 16 * i));
    mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(part, wanted)) << (16 * i);
  }
  return mask;
}
#else
INLINE uint64_t equal_mask(const uint8_t *block, uint8_t byte) {
  uint64_t mask = 0;
  for (int i = 0; i < 64; ++i) mask |= (uint64_t)(block[i] == byte) << i;
  return mask;
}
#endif

INLINE void load(cursor *c, uint32_t block) {
  const uint8_t *bytes = c->bytes + block;
  const uint32_t left = c->length - block;
  const uint64_t valid = left >= 64 ? ~0ull : (1ull << left) - 1;
  const uint64_t breaks = equal_mask(bytes, '\n') | equal_mask(bytes, '\r');
  uint64_t separators = equal_mask(bytes, c->separator);
  if (c->blanks) separators = equal_mask(bytes, ' ') | equal_mask(bytes, '\t');
  c->block = block;
  c->ends = (separators | breaks) & valid;
  c->quoted = (equal_mask(bytes, c->quote) | breaks) & valid;
  const uint64_t nul = equal_mask(bytes, 0) & valid;
  if (nul && c->nul == c->length) c->nul = block + (uint32_t)__builtin_ctzll(nul);
}

// The first byte from `from` on with a bit in the mask, or the length.
#define NEXT(name, mask)                                             \
  INLINE uint32_t name(cursor *c, uint32_t from) {                   \
    if (from >= c->length) return c->length;                         \
    uint32_t block = from & ~63u;                                    \
    if (block != c->block) load(c, block);                           \
    uint64_t bits = c->mask & (~0ull << (from & 63));                \
    while (bits == 0) {                                              \
      if (c->length - block <= 64) return c->length;                 \
      block += 64;                                                   \
      load(c, block);                                                \
      bits = c->mask;                                                \
    }                                                                \
    return block + (uint32_t)__builtin_ctzll(bits);                  \
  }

NEXT(next_end, ends)
NEXT(next_quoted, quoted)

INLINE int is_blank(uint8_t byte) { return byte == ' ' || byte == '\t'; }

INLINE int is_break(uint8_t byte) { return byte == '\n' || byte == '\r'; }

// `range` begins behind an opening quote and ends where the field does.
static void unquote(uint8_t *bytes, uint8_t quote, ck_range *range) {
  uint32_t from = range->begin & ~UNQUOTE, to = from;
  const uint32_t end = range->end;
  range->begin = from;
  for (; from < end; ++from) {
    if (bytes[from] == quote) {
      if (from + 1 >= end || bytes[from + 1] != quote) break;
      ++from;
    }
    bytes[to++] = bytes[from];
  }
  const uint32_t closed = to;
  int text_follows = 0;
  for (++from; from < end; ++from) {
    text_follows |= !is_blank(bytes[from]);
    bytes[to++] = bytes[from];
  }
  range->end = text_follows ? to : closed;
}

// Where the text behind the opening quote begins, 0 when the field is not quoted. Blanks may
// stand before the quote, and the = of a spreadsheet's text cell ="007".
INLINE uint32_t quoted_begin(const cursor *c, uint32_t at) {
  const uint8_t *bytes = c->bytes;
  while (at < c->length && bytes[at] == ' ') ++at;
  if (at + 1 < c->length && bytes[at] == '=' && bytes[at + 1] == c->quote) ++at;
  return at < c->length && bytes[at] == c->quote ? at + 1 : 0;
}

// The closing quote of a field, or the length; *line counts the line breaks on the way.
INLINE uint32_t closing_quote(cursor *c, uint32_t at, uint32_t *line, int *doubled) {
  for (;;) {
    at = next_quoted(c, at);
    if (at == c->length) return at;
    const uint8_t byte = c->bytes[at];
    const uint8_t next = at + 1 < c->length ? c->bytes[at + 1] : 0;
    if (byte == c->quote) {
      if (next != c->quote) return at;
      *doubled = 1;
      at += 2;
    } else {
      *line += byte == '\n' || next != '\n';
      at += 1;
    }
  }
}

typedef struct record {
  uint32_t at, line, fields;
  int dirty;
} record;

enum { COMPLETE, INCOMPLETE, FULL };

// Reads the record that begins at r->at; the fields go behind `first`.
INLINE int scan_record(cursor *c, ck_scan *s, uint32_t first, record *r) {
  const uint8_t *bytes = c->bytes;
  for (;;) {
    if (c->blanks) {
      while (r->at < c->length && is_blank(bytes[r->at])) ++r->at;
      if (r->at == c->length && !s->final) return INCOMPLETE;
      if (r->at == c->length) return COMPLETE;
      if (is_break(bytes[r->at])) break;
    }
    if (r->fields == s->max_fields) {
      s->fault = CK_SCAN_TOO_WIDE;
      s->fault_line = r->line;
      return INCOMPLETE;
    }
    if (first + r->fields == s->field_capacity) return FULL;
    ck_range *field = &s->fields[first + r->fields];
    uint32_t begin = r->at, end;
    const uint8_t opening = begin < c->length ? bytes[begin] : 0;
    const uint32_t inner =
        (opening == c->quote || opening == ' ' || opening == '=') && opening != c->separator
            ? quoted_begin(c, begin)
            : 0;
    if (inner == 0) {
      end = next_end(c, begin);
      r->at = end;
    } else {
      int doubled = 0;
      const uint32_t open_line = r->line;
      begin = inner;
      end = closing_quote(c, begin, &r->line, &doubled);
      if (end == c->length) {
        s->in_quotes = 1;
        s->open_line = open_line;
        return INCOMPLETE;
      }
      r->at = next_end(c, end + 1);
      if (doubled || r->at != end + 1) {
        begin |= UNQUOTE;
        end = r->at;
        r->dirty = 1;
      }
    }
    field->begin = begin;
    field->end = end;
    ++r->fields;
    if (r->at == c->length) return s->final ? COMPLETE : INCOMPLETE;
    if (is_break(bytes[r->at])) break;
    ++r->at;
  }
  if (bytes[r->at] == '\r') {
    if (r->at + 1 == c->length && !s->final) return INCOMPLETE;
    if (r->at + 1 < c->length && bytes[r->at + 1] == '\n') ++r->at;
  }
  ++r->at;
  ++r->line;
  return COMPLETE;
}

// Whether the record is an empty line (a line of blanks, where blanks separate) to be passed over.
INLINE int is_empty_line(const cursor *c, const ck_scan *s, uint32_t begin, const record *r) {
  if (s->keep_empty) return 0;
  return c->blanks ? r->fields == 0 : is_break(c->bytes[begin]);
}

// Bits of the separators, and of the control characters up to CR, which line breaks are among.
INLINE void plain_masks(const uint8_t *block, uint8_t separator, uint64_t *separators,
                        uint64_t *controls) {
  *separators = equal_mask(block, separator);
#if defined(__SSE2__)
  const __m128i last = _mm_set1_epi8('\r');
  uint64_t mask = 0;
  for (int i = 0; i < 4; ++i) {
    const __m128i part = _mm_loadu_si128((const __m128i *)(block + 16 * i));
    const __m128i low = _mm_cmpeq_epi8(_mm_min_epu8(part, last), part);
    mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(low) << (16 * i);
  }
  *controls = mask & ~*separators;
#else
  *controls = 0;
  for (int i = 0; i < 64; ++i) *controls |= (uint64_t)(block[i] <= '\r') << i;
  *controls &= ~*separators;
#endif
}

// Text without a quote, while it is scanned.
typedef struct plain {
  const uint8_t *bytes;
  uint32_t length;
  uint32_t begin, count, start;  // of the field; fields so far, and before this record
  uint32_t skipped;              // the LF of a CRLF
} plain;

// A record ends with the fields before `count`, and the next begins at `next`. 0 at the last one.
INLINE int end_record(ck_scan *s, record *r, plain *p, uint32_t count, uint32_t next) {
  s->record_lines[s->record_count++] = r->line;
  s->record_fields[s->record_count] = p->start = count;
  r->at = s->consumed = next;
  s->lines = ++r->line;
  return s->record_count < s->max_records;
}

// The ends within 64 bytes, one after the other. 0 to stop before the record.
INLINE int plain_block(ck_scan *s, record *r, plain *p, uint32_t block, uint64_t separators,
                       uint64_t controls) {
  const uint8_t *bytes = p->bytes;
  for (uint64_t ends = separators | controls; ends; ends &= ends - 1) {
    const uint32_t at = block + (uint32_t)__builtin_ctzll(ends);
    if (ends & -ends & separators) {
      s->fields[p->count++] = (ck_range){p->begin, at};
      p->begin = at + 1;
      continue;
    }
    const uint8_t byte = bytes[at];
    if (byte == 0) return 0;
    if (!is_break(byte) || at == p->skipped) continue;
    if (byte == '\r' && at + 1 == p->length) return 0;
    const uint32_t next = at + 1 + (byte == '\r' && bytes[at + 1] == '\n');
    if (next == at + 2) p->skipped = at + 1;
    if (p->count == p->start && p->begin == at && !s->keep_empty) {
      // An empty line.
      r->at = s->consumed = next;
      s->lines = ++r->line;
    } else {
      s->fields[p->count++] = (ck_range){p->begin, at};
      if (p->count - p->start > s->max_fields) return 0;
      if (!end_record(s, r, p, p->count, next)) return 0;
    }
    p->begin = next;
  }
  return 1;
}

// Whether 64 bytes from `block` on can be scanned.
INLINE int has_room(const ck_scan *s, const plain *p, uint32_t block) {
  return block + 64 <= p->length && p->count + 64 <= s->field_capacity
         && p->count - p->start <= s->max_fields;
}

#if defined(__x86_64__)
static const uint8_t byte_places[64] __attribute__((aligned(64))) = {
    0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
    22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
    44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};

// Stores the fields that end at `block` plus each of 16 bytes; the first begins at `begin`.
INLINE CK_PACKS void store_fields(ck_range *fields, uint32_t block, uint32_t begin, __m128i bytes,
                                 uint32_t count) {
  const __m512i low = _mm512_setr_epi32(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
  const __m512i high = _mm512_add_epi32(low, _mm512_set1_epi32(8));
  const __m512i ends =
      _mm512_add_epi32(_mm512_cvtepu8_epi32(bytes), _mm512_set1_epi32((int)block));
  const __m512i before = _mm512_set1_epi32((int)(begin - 1));
  const __m512i begins =
      _mm512_add_epi32(_mm512_alignr_epi32(ends, before, 15), _mm512_set1_epi32(1));
  _mm512_storeu_si512(fields, _mm512_permutex2var_epi32(begins, low, ends));
  if (count > 8) _mm512_storeu_si512(fields + 8, _mm512_permutex2var_epi32(begins, high, ends));
}

// As plain_block, where all breaks are LFs and no line is empty: the places of the ends are packed
// together in registers, so that few branches hang on how many there are.
INLINE CK_PACKS int wide_block(ck_scan *s, record *r, plain *p, uint32_t block, uint64_t separators,
                              uint64_t breaks) {
  const uint64_t ends = separators | breaks;
  const uint32_t count = p->count, found = (uint32_t)__builtin_popcountll(ends);
  uint8_t packed[64];
  const __m512i places = _mm512_maskz_compress_epi8(ends, _mm512_load_si512(byte_places));
  ck_range *fields = s->fields + count;
  store_fields(fields, block, p->begin, _mm512_castsi512_si128(places), found);
  if (found > 16) {
    _mm512_storeu_si512(packed, places);
    for (uint32_t done = 16; done < found; done += 16)
      store_fields(fields + done, block, block + packed[done - 1] + 1,
                   _mm_loadu_si128((const __m128i *)(packed + done)), found - done);
  }
  p->count += found;
  if (found) p->begin = block + 64 - (uint32_t)__builtin_clzll(ends);
  for (; breaks; breaks &= breaks - 1) {
    const uint64_t before = (breaks & -breaks) - 1;
    const uint32_t fields = count + (uint32_t)__builtin_popcountll(ends & before) + 1;
    if (fields - p->start > s->max_fields) return 0;
    const uint32_t at = block + (uint32_t)__builtin_ctzll(breaks);
    if (!end_record(s, r, p, fields, at + 1)) return 0;
  }
  return 1;
}

static CK_PACKS void scan_wide(ck_scan *s, record *r, plain *p) {
  // What is stored behind the last field of a block lies within the room for 64 more.
  for (uint32_t block = 0; has_room(s, p, block); block += 64) {
    const __m512i bytes = _mm512_loadu_si512(p->bytes + block);
    const uint64_t separators = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8((char)s->separator));
    const uint64_t controls =
        _mm512_cmple_epu8_mask(bytes, _mm512_set1_epi8('\r')) & ~separators;
    const uint64_t feeds = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\n'));
    const int is_usual = controls == feeds && !(feeds & (feeds << 1 | (p->begin == block)))
                         && p->skipped != block;
    if (is_usual ? !wide_block(s, r, p, block, separators, feeds)
                 : !plain_block(s, r, p, block, separators, controls))
      return;
  }
}
#endif

static void scan_narrow(ck_scan *s, record *r, plain *p) {
  for (uint32_t block = 0; has_room(s, p, block); block += 64) {
    uint64_t separators, controls;
    plain_masks(p->bytes + block, s->separator, &separators, &controls);
    if (!plain_block(s, r, p, block, separators, controls)) return;
  }
}

// Records of text without a quote: every separator ends a field, every line break a record. Ends
// before the first record with anything unusual about it, and leaves that one to scan_record.
// Returns the number of fields.
static uint32_t scan_plain(const uint8_t *bytes, uint32_t length, ck_scan *s, record *r) {
  plain p = {bytes, length, 0, 0, 0, UINT32_MAX};
#if defined(__x86_64__)
  if (ck_packs()) scan_wide(s, r, &p);
  else
#endif
    scan_narrow(s, r, &p);
  return p.start;
}

void ck_scan_records(uint8_t *bytes, uint32_t length, ck_scan *s) {
  cursor c = {bytes, length, UINT32_MAX, 0, 0, length, s->separator, s->quote, s->blanks};
  record r = {0, 0, 0, 0};
  uint32_t first = 0;
  s->record_count = s->consumed = s->lines = s->open_line = s->fault_line = 0;
  s->in_quotes = s->full = 0;
  s->fault = CK_SCAN_OK;
  s->record_fields[0] = 0;
  if (!s->blanks && !memchr(bytes, s->quote, length)) first = scan_plain(bytes, length, s, &r);
  while (r.at < length && s->record_count < s->max_records) {
    const uint32_t begin = r.at, line = r.line;
    r.fields = 0;
    r.dirty = 0;
    const int outcome = scan_record(&c, s, first, &r);
    if (c.nul < (outcome == COMPLETE ? r.at : length) || s->fault) {
      if (c.nul < length) {
        s->fault = CK_SCAN_NUL;
        s->fault_line = line + (uint32_t)ck_count_lines(bytes + begin, c.nul - begin);
      }
      return;
    }
    if (outcome == FULL) s->full = 1;
    if (outcome != COMPLETE) break;
    // An empty line that is a record takes a field too.
    if (r.fields == 0 && s->keep_empty && first == s->field_capacity) {
      s->full = 1;
      break;
    }
    s->consumed = r.at;
    s->lines = r.line;
    if (is_empty_line(&c, s, begin, &r)) continue;
    if (c.blanks && r.fields == 0) {
      s->fields[first] = (ck_range){begin, begin};
      r.fields = 1;
    }
    for (uint32_t i = 0; r.dirty && i < r.fields; ++i)
      if (s->fields[first + i].begin & UNQUOTE) unquote(bytes, s->quote, &s->fields[first + i]);
    s->record_lines[s->record_count++] = line;
    first += r.fields;
    s->record_fields[s->record_count] = first;
  }
  if (s->in_quotes && s->final) {
    s->fault = CK_SCAN_OPEN_QUOTE;
    s->fault_line = s->open_line;
  }
}

size_t ck_count_lines(const uint8_t *bytes, size_t length) {
  size_t lines = 0;
  for (size_t i = 0; i < length; ++i)
    lines += bytes[i] == '\n' || (bytes[i] == '\r' && (i + 1 == length || bytes[i + 1] != '\n'));
  return lines;
}
