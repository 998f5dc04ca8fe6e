// Sorts a column of numbers by radix, and says where its value changes.
//
// The keys of most columns differ in few bits below the highest one that differs at all. So the rows
// are sorted by the 32 bits from there on, three digits at most; rows that share these 32 bits are
// sorted by the rest, which is another 32 bits at most.

#include <stddef.h>
#include <string.h>

#include "cart.h"

#pragma STDC FP_CONTRACT OFF

enum { DIGIT_BITS = 11, DIGITS = 3, BUCKETS = 1 << DIGIT_BITS, SHORT_RUN = 32, AHEAD = 32 };

// Maps a number to an integer of the same order; -0 equals 0.
static inline uint64_t sort_key(double value) {
  value += 0.0;
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  return (bits >> 63) ? ~bits : bits | 0x8000000000000000u;
}

// An item is 32 bits of a key above the entry.
static inline uint32_t digit(uint64_t item, int place) {
  return (uint32_t)(item >> (32 + place * DIGIT_BITS)) & (BUCKETS - 1);
}

static void swap(uint64_t **a, uint64_t **b) {
  uint64_t *kept = *a;
  *a = *b;
  *b = kept;
}

// One stable pass; nothing where all items share the digit.
static void sort_pass(uint64_t **from, uint64_t **to, int64_t n, int place, int64_t *counts) {
  uint64_t *items = *from, *out = *to;
  if (counts[digit(items[0], place)] == n) return;
  int64_t total = 0;
  for (int b = 0; b < BUCKETS; b++) {
    int64_t size = counts[b];
    counts[b] = total;
    total += size;
  }
  for (int64_t i = 0; i < n; i++) out[counts[digit(items[i], place)]++] = items[i];
  swap(from, to);
}

// Sorts items by their high half; the result may stand in scratch, which is what it returns then.
static uint64_t *sort_items(uint64_t *items, uint64_t *scratch, int64_t n) {
  int64_t counts[DIGITS][BUCKETS] = {{0}};
  for (int64_t i = 0; i < n; i++) {
    uint64_t item = items[i];
    for (int place = 0; place < DIGITS; place++) counts[place][digit(item, place)]++;
  }
  for (int place = 0; place < DIGITS; place++)
    sort_pass(&items, &scratch, n, place, counts[place]);
  return items;
}

static void sort_short(uint64_t *items, int64_t n) {
  for (int64_t i = 1; i < n; i++) {
    uint64_t item = items[i];
    int64_t j = i;
    for (; j > 0 && items[j - 1] >> 32 > item >> 32; j--) items[j] = items[j - 1];
    items[j] = item;
  }
}

// Sorts the rows of a run, whose keys agree above the low `bits`, by these.
static void sort_run(const double *values, uint64_t *items, uint64_t *scratch, int64_t n,
                     int bits) {
  uint64_t mask = ((uint64_t)1 << bits) - 1;
  int is_sorted = 1;
  for (int64_t i = 0; i < n; i++) {
    uint32_t entry = (uint32_t)items[i];
    items[i] = (sort_key(values[entry >> 1]) & mask) << 32 | entry;
    is_sorted &= i == 0 || items[i - 1] >> 32 <= items[i] >> 32;
  }
  if (is_sorted) return;
  if (n <= SHORT_RUN) {
    sort_short(items, n);
    return;
  }
  uint64_t *sorted = sort_items(items, scratch, n);
  if (sorted != items) memcpy(items, sorted, (size_t)n * sizeof *items);
}

// Entries from items that are in the order of their high halves; marks where those grow.
static void write_run(const uint64_t *items, int64_t n, uint32_t *entries) {
  entries[0] = (uint32_t)items[0] | CK_TREE_STEP;
  for (int64_t i = 1; i < n; i++)
    entries[i] = (uint32_t)items[i] | (items[i - 1] >> 32 < items[i] >> 32 ? CK_TREE_STEP : 0);
}

// The lowest of the 32 bits of the keys from the highest that is not the same in all.
static int lowest_bit(const double *values, int64_t n) {
  uint64_t varying = 0, first = 0;
  int is_first = 1;
  for (int64_t i = 0; i < n; i++) {
    if (values[i] != values[i]) continue;
    uint64_t key = sort_key(values[i]);
    if (is_first) first = key;
    is_first = 0;
    varying |= key ^ first;
  }
  return varying >> 32 ? 32 - __builtin_clzll(varying) : 0;
}

int64_t ck_tree_sort(const double *values, const uint8_t *labels, int64_t n, uint32_t *entries,
                     uint64_t *items, uint64_t *scratch) {
  int bits = lowest_bit(values, n);
  int64_t known = 0, missing = 0;
  for (int64_t i = 0; i < n; i++) {
    uint32_t entry = (uint32_t)i * 2 + (labels[i] ? 1 : 0);
    items[known] = (sort_key(values[i]) >> bits) << 32 | entry;
    entries[missing] = entry;
    int is_known = values[i] == values[i];
    known += is_known;
    missing += 1 - is_known;
  }
  memmove(entries + known, entries, (size_t)missing * sizeof *entries);
  if (missing > 0) entries[known] |= CK_TREE_STEP;
  if (known == 0) return 0;
  uint64_t *sorted = sort_items(items, scratch, known);
  uint64_t *spare = sorted == items ? scratch : items;
  for (int64_t start = 0, end; start < known; start = end) {
    end = start;
    for (; end < known && sorted[end] >> 32 == sorted[start] >> 32; end++)
      // sort_run will want it, and the rows of a run lie anywhere.
      if (bits > 0 && end + AHEAD < known)
        __builtin_prefetch(&values[(uint32_t)sorted[end + AHEAD] >> 1]);
    if (bits > 0 && end - start > 1) sort_run(values, sorted + start, spare, end - start, bits);
    write_run(sorted + start, end - start, entries + start);
  }
  return known;
}

ck_tree_pairs ck_tree_count_pairs(const uint32_t *entries, int64_t n, const double *weights) {
  ck_tree_pairs pairs = {0.0, 0.0, 0.0};
  double zeros = 0.0, ones = 0.0;  // of the rows with one value
  for (int64_t i = 0; i < n; i++) {
    uint32_t entry = entries[i];
    if (entry & CK_TREE_STEP) {
      pairs.won += ones * (pairs.w0 + zeros / 2.0);
      pairs.w0 += zeros;
      pairs.w1 += ones;
      zeros = ones = 0.0;
    }
    double weight = weights ? weights[(entry & ~CK_TREE_STEP) >> 1] : 1.0;
    // Labels come in no order: a branch would be guessed wrongly.
    zeros += entry & 1 ? 0.0 : weight;
    ones += entry & 1 ? weight : 0.0;
  }
  pairs.won += ones * (pairs.w0 + zeros / 2.0);
  pairs.w0 += zeros;
  pairs.w1 += ones;
  return pairs;
}
