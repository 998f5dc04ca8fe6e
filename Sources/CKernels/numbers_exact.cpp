// Exact conversions: the nearest double of any decimal text, the shortest text of any double.
#include <charconv>
#include <cmath>

#include "include/numbers.h"
#include "numbers_shortest.h"

extern "C" int ck_from_chars(const char *first, const char *last, double *value) {
  auto result = std::from_chars(first, last, *value);
  return result.ec == std::errc() && result.ptr == last ? 0 : 1;
}

extern "C" size_t ck_write_number(double value, char *text) {
  const double size = std::fabs(value);
  if (size >= 1e-4 && size < 0x1p53) return ck_write_shortest(value, text);
  const bool plain = value == 0 || (size >= 1e-4 && size <= 0x1p53);
  const auto format = plain ? std::chars_format::fixed : std::chars_format::scientific;
  return static_cast<size_t>(std::to_chars(text, text + CK_NUMBER_ROOM, value, format).ptr - text);
}
