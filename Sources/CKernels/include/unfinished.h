// The hidden files of outputs that are not finished, for signals that end the program. Safe from any
// thread; the handler calls nothing but unlink, signal and raise.
#ifndef CKERNELS_UNFINISHED_H
#define CKERNELS_UNFINISHED_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// Keeps the name until it is removed: its slot, -1 where there is no room.
int32_t ck_unfinished_add(const char *name);
// Forgets the name; -1 is allowed.
void ck_unfinished_remove(int32_t slot);
// From now on SIGINT, SIGTERM and SIGHUP remove the files first, then end the process as they would
// have. A signal that is ignored stays so.
void ck_unfinished_handle_signals(void);

// Has the system begin to write bytes of a file to the disk, without waiting for them; nothing where
// it knows no such call.
void ck_begin_writing(int32_t descriptor, int64_t offset, int64_t size);

#ifdef __cplusplus
}
#endif

#endif
