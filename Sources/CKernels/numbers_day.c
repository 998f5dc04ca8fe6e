// Calendar days: the algorithms of H. Hinnant (2013), "chrono-compatible low-level date
// algorithms", and a reader of ISO-like dates that validates and needs no locale.
#include "include/numbers.h"

int32_t ck_days_from_civil(int32_t year, int32_t month, int32_t day) {
  year -= month <= 2;
  const int32_t era = (year >= 0 ? year : year - 399) / 400;
  const int32_t year_of_era = year - era * 400;
  const int32_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const int32_t day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

void ck_civil_from_days(int32_t days, int32_t *year, int32_t *month, int32_t *day) {
  const int64_t shifted = (int64_t)days + 719468;
  const int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  const int32_t day_of_era = (int32_t)(shifted - era * 146097);
  const int32_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const int32_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int32_t shifted_month = (5 * day_of_year + 2) / 153;
  *day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
  *month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  *year = (int32_t)(year_of_era + era * 400) + (*month <= 2);
}

int32_t ck_days_in_month(int32_t year, int32_t month) {
  static const int8_t lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (month < 1 || month > 12) return 0;
  const int leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return lengths[month - 1] + (month == 2 && leap);
}

typedef struct text {
  const uint8_t *at, *end;
} text;

// Up to `most` digits, or -1 when there are fewer than `least`.
static int32_t digits(text *t, int least, int most) {
  int32_t value = 0;
  int count = 0;
  while (count < most && t->at < t->end && (uint8_t)(*t->at - '0') < 10) {
    value = value * 10 + (*t->at++ - '0');
    ++count;
  }
  return count < least ? -1 : value;
}

static int accept(text *t, uint8_t byte) {
  if (t->at == t->end || *t->at != byte) return 0;
  ++t->at;
  return 1;
}

// HH:MM[:SS[.fff]] and Z or an offset, to the end of the text. A leap second may be written.
static int is_time(text *t) {
  const int32_t hour = digits(t, 1, 2);
  if (hour < 0 || hour > 23 || !accept(t, ':')) return 0;
  const int32_t minute = digits(t, 2, 2);
  if (minute < 0 || minute > 59) return 0;
  if (accept(t, ':')) {
    const int32_t second = digits(t, 2, 2);
    if (second < 0 || second > 60) return 0;
    if (accept(t, '.') && digits(t, 1, 9) < 0) return 0;
  }
  if (t->at == t->end || (accept(t, 'Z') && t->at == t->end)) return 1;
  while (accept(t, ' ')) {}
  if (!accept(t, '+') && !accept(t, '-')) return 0;
  const int32_t offset_hours = digits(t, 2, 2);
  accept(t, ':');
  const int32_t offset_minutes = digits(t, 2, 2);
  return offset_hours >= 0 && offset_hours <= 23 && offset_minutes >= 0 && offset_minutes <= 59
         && t->at == t->end;
}

int ck_parse_day(const uint8_t *bytes, size_t length, int32_t *days) {
  text t = {bytes, bytes + length};
  while (t.at < t.end && (*t.at == ' ' || *t.at == '\t')) ++t.at;
  while (t.at < t.end && (t.end[-1] == ' ' || t.end[-1] == '\t')) --t.end;
  const int32_t year = digits(&t, 4, 4);
  if (year < 1900 || year > 2200) return 0;
  const uint8_t mark = t.at < t.end ? *t.at : 0;
  const int marked = mark == '-' || mark == '/';
  if (marked) ++t.at;
  const int32_t month = digits(&t, mark == '/' ? 1 : 2, 2);
  if (marked && !accept(&t, mark)) return 0;
  const int32_t day = digits(&t, mark == '/' ? 1 : 2, 2);
  if (month < 1 || day < 1 || day > ck_days_in_month(year, month)) return 0;
  if (t.at < t.end) {
    if (!accept(&t, 'T')) {
      if (!accept(&t, ' ') && !accept(&t, '\t')) return 0;
      while (accept(&t, ' ') || accept(&t, '\t')) {}
    }
    if (!is_time(&t)) return 0;
  }
  *days = ck_days_from_civil(year, month, day);
  return 1;
}
