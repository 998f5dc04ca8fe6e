// The exact fallback of number parsing: the nearest double of any decimal text.
#include <charconv>

#include "include/numbers.h"

extern "C" int ck_from_chars(const char *first, const char *last, double *value) {
  auto result = std::from_chars(first, last, *value);
  return result.ec == std::errc() && result.ptr == last ? 0 : 1;
}
