// Byte strings to dense codes: open addressing with linear probing over packed bytes. The hash
// is seeded, so that no file can be made to collide; codes do not depend on the seed.
#include <stdlib.h>
#include <string.h>

#include "delimited_hash.h"
#include "include/delimited.h"

// The lower half of the hash chooses the slot; it is kept to tell strings apart and to move them.
typedef struct slot {
  uint32_t hash;
  int32_t code;  // -1 where it is empty
} slot;

struct ck_interner {
  uint64_t seed;
  uint32_t count, capacity;  // codes given, room in ends[]
  uint32_t mask;             // slots - 1
  uint64_t size, room;       // packed bytes
  uint8_t *bytes;
  uint64_t *ends;  // ends[code + 1] is where the bytes of code end
  slot *slots;
};

ck_interner *ck_interner_create(uint64_t seed) {
  ck_interner *t = calloc(1, sizeof *t);
  if (!t) return NULL;
  t->seed = seed;
  t->capacity = 16;
  t->mask = 31;
  t->room = 256;
  t->bytes = malloc(t->room);
  t->ends = calloc(t->capacity + 1, sizeof *t->ends);
  t->slots = malloc((t->mask + 1) * sizeof *t->slots);
  if (!t->bytes || !t->ends || !t->slots) {
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
  t->slots = duplicate(from->slots, ((size_t)from->mask + 1) * sizeof *from->slots);
  if (!t->bytes || !t->ends || !t->slots) {
    ck_interner_destroy(t);
    return NULL;
  }
  return t;
}

void ck_interner_destroy(ck_interner *t) {
  if (!t) return;
  free(t->bytes);
  free(t->ends);
  free(t->slots);
  free(t);
}

uint32_t ck_interner_count(const ck_interner *t) { return t->count; }

const uint8_t *ck_interner_bytes(const ck_interner *t, uint32_t code, size_t *length) {
  *length = (size_t)(t->ends[code + 1] - t->ends[code]);
  return t->bytes + t->ends[code];
}

// The slot of the bytes, or the empty one where they belong.
static inline uint32_t find_slot(const ck_interner *t, uint32_t h, const uint8_t *bytes,
                                 size_t length) {
  uint32_t place = h & t->mask;
  for (;; place = (place + 1) & t->mask) {
    const slot s = t->slots[place];
    if (s.code < 0) return place;
    if (s.hash != h) continue;
    const uint64_t begin = t->ends[s.code];
    if (t->ends[s.code + 1] - begin == length && is_same(t->bytes + begin, bytes, length))
      return place;
  }
}

static int grow_codes(ck_interner *t) {
  const uint32_t capacity = t->capacity * 2;
  const uint32_t slot_count = capacity * 2, mask = slot_count - 1;
  uint64_t *ends = realloc(t->ends, ((size_t)capacity + 1) * sizeof *ends);
  if (!ends) return 1;
  t->ends = ends;
  slot *slots = malloc(slot_count * sizeof *slots);
  if (!slots) return 1;
  memset(slots, 0xFF, slot_count * sizeof *slots);
  for (uint32_t from = 0; from <= t->mask; ++from) {
    if (t->slots[from].code < 0) continue;
    uint32_t to = t->slots[from].hash & mask;
    while (slots[to].code >= 0) to = (to + 1) & mask;
    slots[to] = t->slots[from];
  }
  free(t->slots);
  t->slots = slots;
  t->capacity = capacity;
  t->mask = mask;
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

static int32_t code_of(ck_interner *t, uint32_t h, const uint8_t *bytes, size_t length) {
  uint32_t place = find_slot(t, h, bytes, length);
  if (t->slots[place].code >= 0) return t->slots[place].code;
  if (t->count == t->capacity) {
    if (t->capacity >= 1u << 29 || grow_codes(t)) return -1;
    place = find_slot(t, h, bytes, length);
  }
  if (t->room - t->size < length && grow_bytes(t, length)) return -1;
  if (length) memcpy(t->bytes + t->size, bytes, length);
  t->size += length;
  const int32_t code = (int32_t)t->count++;
  t->ends[code + 1] = t->size;
  t->slots[place] = (slot){h, code};
  return code;
}

int32_t ck_interner_code(ck_interner *t, const uint8_t *bytes, size_t length) {
  return code_of(t, (uint32_t)hash(t->seed, bytes, length), bytes, length);
}

int32_t ck_interner_find(const ck_interner *t, const uint8_t *bytes, size_t length) {
  return t->slots[find_slot(t, (uint32_t)hash(t->seed, bytes, length), bytes, length)].code;
}

uint64_t ck_interner_seed(const ck_interner *t) { return t->seed; }

ck_text ck_hashed_text(uint64_t seed, const uint8_t *bytes, uint32_t length) {
  return (ck_text){bytes, (uint32_t)hash(seed, bytes, length), length};
}

// A large table is in no near cache, and each of its parts says where the next is: the parts are
// asked for some texts ahead of the one that is looked up.
enum { SLOT_AHEAD = 32, ENDS_AHEAD = 20, BYTES_AHEAD = 10 };

static inline int32_t likely_code(const ck_interner *t, const ck_text *text) {
  return t->slots[text->hash & t->mask].code;
}

int ck_interner_codes(ck_interner *t, const ck_text *texts, size_t count, int32_t *codes) {
  for (size_t i = 0; i < count; ++i) {
    if (i + SLOT_AHEAD < count) {
      __builtin_prefetch(t->slots + (texts[i + SLOT_AHEAD].hash & t->mask));
      __builtin_prefetch(texts[i + SLOT_AHEAD].bytes);
    }
    if (i + ENDS_AHEAD < count) {
      const int32_t code = likely_code(t, texts + i + ENDS_AHEAD);
      if (code >= 0) __builtin_prefetch(t->ends + code);
    }
    if (i + BYTES_AHEAD < count) {
      const int32_t code = likely_code(t, texts + i + BYTES_AHEAD);
      if (code >= 0) __builtin_prefetch(t->bytes + t->ends[code]);
    }
    codes[i] = code_of(t, texts[i].hash, texts[i].bytes, texts[i].length);
    if (codes[i] < 0) return 1;
  }
  return 0;
}
