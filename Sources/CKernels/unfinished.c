// The hidden files that a signal must remove before it ends the program. A handler may call few
// functions and take no lock, so the names stand in fixed memory, each with a state of its own.

#define _GNU_SOURCE
#include "include/unfinished.h"

#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

enum { SLOTS = 32, NAME_BYTES = 4096 };
enum { FREE, CHANGING, USED };

static char names[SLOTS][NAME_BYTES];
static atomic_int states[SLOTS];

int32_t ck_unfinished_add(const char *name) {
  size_t length = strlen(name);
  if (length >= NAME_BYTES) return -1;
  for (int32_t slot = 0; slot < SLOTS; slot++) {
    int expected = FREE;
    if (!atomic_compare_exchange_strong(&states[slot], &expected, CHANGING)) continue;
    memcpy(names[slot], name, length + 1);
    atomic_store(&states[slot], USED);
    return slot;
  }
  return -1;
}

void ck_unfinished_remove(int32_t slot) {
  if (slot >= 0 && slot < SLOTS) atomic_store(&states[slot], FREE);
}

static void remove_and_end(int signal_number) {
  for (int slot = 0; slot < SLOTS; slot++) {
    if (atomic_load(&states[slot]) == USED) unlink(names[slot]);
  }
  // Back to what the signal does by itself; it comes again when this handler returns.
  signal(signal_number, SIG_DFL);
  raise(signal_number);
}

void ck_unfinished_handle_signals(void) {
  const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
    struct sigaction now;
    // Whoever starts a program in the background may have it ignore interrupts.
    if (sigaction(numbers[i], NULL, &now) != 0 || now.sa_handler == SIG_IGN) continue;
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = remove_and_end;
    sigemptyset(&action.sa_mask);
    sigaction(numbers[i], &action, NULL);
  }
}

void ck_begin_writing(int32_t descriptor, int64_t offset, int64_t size) {
#if defined(__linux__)
  // A hint: whether the disk takes the bytes is seen when the file is closed.
  (void)sync_file_range(descriptor, offset, size, SYNC_FILE_RANGE_WRITE);
#endif
}
