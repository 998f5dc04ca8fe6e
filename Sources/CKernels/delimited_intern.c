// Byte strings to dense codes: open addressing with linear probing over packed bytes. The hash
// is seeded, so that no file can be made to collide; codes do not depend on the seed.
#include <stdlib.h>
#include <string.h>

#include "include/delimited.h"
#include "short_words.h"

struct ck_interner {
  uint64_t seed;
  uint32_t count, capacity;  // codes given, room in ends[] and hashes[]
  uint32_t mask;             // slots - 1
  uint64_t size, room;       // packed bytes
  uint8_t *bytes;
  uint64_t *ends;    // ends[code + 1] is where the bytes of code end
  uint32_t *hashes;  // upper half of the hash of each code
  int32_t *slots;    // code, or -1
};

static inline uint64_t mix(uint64_t a, uint64_t b) {
  const unsigned __int128 product = (unsigned __int128)a * b;
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

// After Wang Yi's wyhash: 128-bit products of the text and secrets.
static inline uint64_t hash(uint64_t seed, const uint8_t *bytes, size_t length) {
  uint64_t state = seed ^ (length * 0x9E3779B97F4A7C15ull);
  for (; length > 16; bytes += 8, length -= 8)
    state = mix(state ^ 0xA0761D6478BD642Full, ck_load8(bytes) ^ seed ^ 0xE7037ED1A0B428DBull);
  uint64_t words[2];
  ck_short_words(bytes, length, words);
  state = mix(state ^ words[0] ^ 0x8EBC6AF09C88C6E3ull, words[1] ^ seed ^ 0x589965CC75374CC3ull);
  return mix(state ^ seed, 0x1D8E4E27C47D124Full);
}

// Without a call for short texts.
static inline int equal(const uint8_t *a, const uint8_t *b, size_t length) {
  if (length > 16) return memcmp(a, b, length) == 0;
  uint64_t x[2], y[2];
  ck_short_words(a, length, x);
  ck_short_words(b, length, y);
  return x[0] == y[0] && x[1] == y[1];
}

ck_interner *ck_interner_create(uint64_t seed) {
  ck_interner *t = calloc(1, sizeof *t);
  if (!t) return NULL;
  t->seed = seed;
  t->capacity = 16;
  t->mask = 31;
  t->room = 256;
  t->bytes = malloc(t->room);
  t->ends = calloc(t->capacity + 1, sizeof *t->ends);
  t->hashes = malloc(t->capacity * sizeof *t->hashes);
  t->slots = malloc((t->mask + 1) * sizeof *t->slots);
  if (!t->bytes || !t->ends || !t->hashes || !t->slots) {
    ck_interner_destroy(t);
    return NULL;
  }
  memset(t->slots, 0xFF, (t->mask + 1) * sizeof *t->slots);
  return t;
}

static void *duplicate(const void *from, size_t size) {
  void *to = malloc(size);
  if (to) memcpy(to, from, size);
  return to;
}

ck_interner *ck_interner_copy(const ck_interner *from) {
  ck_interner *t = duplicate(from, sizeof *from);
  if (!t) return NULL;
  t->bytes = malloc(from->room);
  if (t->bytes) memcpy(t->bytes, from->bytes, from->size);
  t->ends = duplicate(from->ends, ((size_t)from->capacity + 1) * sizeof *from->ends);
  t->hashes = duplicate(from->hashes, from->capacity * sizeof *from->hashes);
  t->slots = duplicate(from->slots, ((size_t)from->mask + 1) * sizeof *from->slots);
  if (!t->bytes || !t->ends || !t->hashes || !t->slots) {
    ck_interner_destroy(t);
    return NULL;
  }
  return t;
}

void ck_interner_destroy(ck_interner *t) {
  if (!t) return;
  free(t->bytes);
  free(t->ends);
  free(t->hashes);
  free(t->slots);
  free(t);
}

uint32_t ck_interner_count(const ck_interner *t) { return t->count; }

const uint8_t *ck_interner_bytes(const ck_interner *t, uint32_t code, size_t *length) {
  *length = (size_t)(t->ends[code + 1] - t->ends[code]);
  return t->bytes + t->ends[code];
}

// The slot of the bytes, or the empty one where they belong. The upper half of the hash is kept
// to tell strings apart, the lower half chooses the slot.
static inline uint32_t find_slot(const ck_interner *t, uint64_t h, const uint8_t *bytes,
                                 size_t length) {
  uint32_t slot = (uint32_t)h & t->mask;
  for (;; slot = (slot + 1) & t->mask) {
    const int32_t code = t->slots[slot];
    if (code < 0) return slot;
    const uint64_t begin = t->ends[code];
    if (t->hashes[code] == (uint32_t)(h >> 32) && t->ends[code + 1] - begin == length
        && equal(t->bytes + begin, bytes, length))
      return slot;
  }
}

static int grow_codes(ck_interner *t) {
  const uint32_t capacity = t->capacity * 2;
  const uint32_t slot_count = capacity * 2;
  uint64_t *ends = realloc(t->ends, ((size_t)capacity + 1) * sizeof *ends);
  if (!ends) return 1;
  t->ends = ends;
  uint32_t *hashes = realloc(t->hashes, capacity * sizeof *hashes);
  if (!hashes) return 1;
  t->hashes = hashes;
  int32_t *slots = malloc(slot_count * sizeof *slots);
  if (!slots) return 1;
  memset(slots, 0xFF, slot_count * sizeof *slots);
  free(t->slots);
  t->slots = slots;
  t->capacity = capacity;
  t->mask = slot_count - 1;
  for (uint32_t code = 0; code < t->count; ++code) {
    const uint64_t begin = t->ends[code];
    uint32_t slot =
        (uint32_t)hash(t->seed, t->bytes + begin, (size_t)(t->ends[code + 1] - begin)) & t->mask;
    while (slots[slot] >= 0) slot = (slot + 1) & t->mask;
    slots[slot] = (int32_t)code;
  }
  return 0;
}

static int grow_bytes(ck_interner *t, size_t more) {
  uint64_t room = t->room;
  while (room - t->size < more) room *= 2;
  uint8_t *bytes = realloc(t->bytes, room);
  if (!bytes) return 1;
  t->bytes = bytes;
  t->room = room;
  return 0;
}

int32_t ck_interner_code(ck_interner *t, const uint8_t *bytes, size_t length) {
  const uint64_t h = hash(t->seed, bytes, length);
  uint32_t slot = find_slot(t, h, bytes, length);
  if (t->slots[slot] >= 0) return t->slots[slot];
  if (t->count == t->capacity) {
    if (t->capacity >= 1u << 29 || grow_codes(t)) return -1;
    slot = find_slot(t, h, bytes, length);
  }
  if (t->room - t->size < length && grow_bytes(t, length)) return -1;
  if (length) memcpy(t->bytes + t->size, bytes, length);
  t->size += length;
  const int32_t code = (int32_t)t->count++;
  t->ends[code + 1] = t->size;
  t->hashes[code] = (uint32_t)(h >> 32);
  t->slots[slot] = code;
  return code;
}

int32_t ck_interner_find(const ck_interner *t, const uint8_t *bytes, size_t length) {
  return t->slots[find_slot(t, hash(t->seed, bytes, length), bytes, length)];
}
