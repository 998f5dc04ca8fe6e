// The system clears and maps memory page by page when it is first touched, which takes as long as
// reading numbers into it.

#define _GNU_SOURCE
#include "large_pages.h"

#include <stdint.h>
#if defined(__linux__)
#include <sys/mman.h>
#endif

void ck_prefer_large_pages(void *start, size_t size) {
#if defined(__linux__) && defined(MADV_HUGEPAGE)
  const uintptr_t large = (uintptr_t)1 << 21;
  // Whole large pages within the memory: what lies beside it is another's.
  uintptr_t first = ((uintptr_t)start + large - 1) & ~(large - 1);
  uintptr_t last = ((uintptr_t)start + size) & ~(large - 1);
  // Advice that is not taken is no error.
  if (first < last) (void)madvise((void *)first, last - first, MADV_HUGEPAGE);
#else
  (void)start;
  (void)size;
#endif
}
