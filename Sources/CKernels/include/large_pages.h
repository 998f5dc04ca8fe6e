// Asks for large pages where memory will be filled.
#ifndef CKERNELS_LARGE_PAGES_H
#define CKERNELS_LARGE_PAGES_H

#include <stddef.h>

// Of memory that is about to be written for the first time: one fault in place of 512, where the
// system grants it. Changes no content; nothing where the memory is small.
void ck_prefer_large_pages(void *start, size_t size);

#endif
