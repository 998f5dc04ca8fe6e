// Eight short decimal texts at once, a 64-bit lane each: the steps of ck_parse_short without a branch.
// Needs what wide.h says.
#ifndef CKERNELS_NUMBERS_EIGHT_H
#define CKERNELS_NUMBERS_EIGHT_H

#if defined(__x86_64__)
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "include/delimited.h"
#include "wide.h"

// The lanes that were read, a bit each, and those of them that are empty.
typedef struct ck_lanes {
  uint8_t read, empty;
} ck_lanes;

// Of the fields places[i] + column: writes the values of the lanes that hold digits with or without a point and a sign, eight bytes at
// the most, and NaN for empty ones; other lanes may hold anything and keep their old value. 64 bytes
// behind the text are readable.
static inline __attribute__((always_inline)) CK_WIDE ck_lanes
ck_parse_eight(const uint8_t *bytes, const ck_range *fields, const uint32_t places[8],
               uint32_t column, double values[8]) {
  uint64_t texts[8] __attribute__((aligned(64))), lengths[8] __attribute__((aligned(64)));
  for (int i = 0; i < 8; ++i) {
    ck_range field = fields[places[i] + column];
    // Keeps the compiler from gather instructions, which take three times as long.
    __asm__("" : "+r"(field.begin));
    memcpy(&texts[i], bytes + field.begin, 8);
    lengths[i] = field.end - field.begin;
  }
  __m512i text = _mm512_load_si512(texts), length = _mm512_load_si512(lengths);
  const __m512i one = _mm512_set1_epi64(1), eight = _mm512_set1_epi64(8);
  const __mmask8 fits = _mm512_cmple_epu64_mask(length, eight);
  const __mmask8 empty = _mm512_testn_epi64_mask(length, length);
  const __mmask8 negative = _mm512_cmpeq_epi64_mask(
      _mm512_and_si512(text, _mm512_set1_epi64(0xFF)), _mm512_set1_epi64('-'));
  text = _mm512_mask_srli_epi64(text, negative, text, 8);
  length = _mm512_mask_sub_epi64(length, negative, length, one);
  // The last byte of each text becomes the highest of its lane.
  const __m512i unused = _mm512_slli_epi64(_mm512_sub_epi64(eight, length), 3);
  const __m512i used = _mm512_sllv_epi64(_mm512_set1_epi64(-1), unused);
  text = _mm512_sllv_epi64(text, unused);
  // The highest bit of the byte of the first point; 0 where there is none.
  const __m512i other = _mm512_xor_si512(text, _mm512_set1_epi8('.'));
  __m512i point = _mm512_andnot_si512(other, _mm512_sub_epi64(other, _mm512_set1_epi8(1)));
  point = _mm512_and_si512(point, _mm512_set1_epi8((char)0x80));
  point = _mm512_and_si512(point, _mm512_sub_epi64(_mm512_setzero_si512(), point));
  const __mmask8 pointed = _mm512_test_epi64_mask(point, point);
  const __m512i figures =
      _mm512_and_si512(_mm512_sub_epi8(text, _mm512_set1_epi8('0')), used);
  const __mmask64 wrong = _mm512_cmpgt_epu8_mask(figures, _mm512_set1_epi8(9))
                          & ~_mm512_movepi8_mask(point);
  const __m512i wrong_bytes = _mm512_movm_epi8(wrong);
  const __mmask8 right = _mm512_testn_epi64_mask(wrong_bytes, wrong_bytes);
  // The figures before the point move into its place.
  const __m512i before = _mm512_sub_epi64(_mm512_srli_epi64(point, 7), one);
  const __m512i through = _mm512_or_si512(_mm512_slli_epi64(before, 8), _mm512_set1_epi64(0xFF));
  const __m512i moved = _mm512_slli_epi64(_mm512_and_si512(figures, before), 8);
  const __m512i digits = _mm512_mask_or_epi64(figures, pointed, moved,
                                              _mm512_andnot_si512(through, figures));
  const __m512i pairs = _mm512_maddubs_epi16(digits, _mm512_set1_epi16(1 << 8 | 10));
  const __m512i fours = _mm512_madd_epi16(pairs, _mm512_set1_epi32(1 << 16 | 100));
  const __m512i whole = _mm512_add_epi64(_mm512_mul_epu32(fours, _mm512_set1_epi64(10000)),
                                         _mm512_srli_epi64(fours, 32));
  // Decimals: bytes behind the point. Without a point they are eight, which looks up 1 as well.
  const __m512d powers = _mm512_setr_pd(1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7);
  const __m512i decimals = _mm512_srli_epi64(_mm512_lzcnt_epi64(point), 3);
  __m512d value = _mm512_div_pd(_mm512_cvtepi64_pd(whole), _mm512_permutexvar_pd(decimals, powers));
  value = _mm512_mask_xor_pd(value, negative, value, _mm512_set1_pd(-0.0));
  value = _mm512_mask_mov_pd(value, empty, _mm512_set1_pd(NAN));
  const __mmask8 has_digits = _mm512_cmpgt_epi64_mask(length, _mm512_maskz_mov_epi64(pointed, one));
  const uint8_t read = (uint8_t)((has_digits & fits & right) | empty);
  _mm512_mask_storeu_pd(values, read, value);
  return (ck_lanes){read, empty};
}

#endif
#endif
