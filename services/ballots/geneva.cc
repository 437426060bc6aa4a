#include "services/ballots/geneva.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"

namespace placet::ballots::geneva {
namespace {

const absl::TimeZone& Zone() {
  static const absl::TimeZone zone = [] {
    absl::TimeZone found;
    if (!absl::LoadTimeZone("Europe/Zurich", &found)) {
      std::fputs("the time zone Europe/Zurich is missing: install tzdata\n", stderr);
      std::abort();
    }
    return found;
  }();
  return zone;
}

absl::CivilDay Parse(absl::string_view day) {
  absl::CivilDay parsed;
  absl::ParseCivilTime(day, &parsed);
  return parsed;
}

}  // namespace

std::string DayOf(absl::Time instant) {
  return absl::FormatCivilTime(absl::ToCivilDay(instant, Zone()));
}

absl::Time EndOf(absl::string_view day) { return absl::FromCivil(Parse(day) + 1, Zone()); }

std::string AddDays(absl::string_view day, int days) {
  return absl::FormatCivilTime(Parse(day) + days);
}

std::string AddWeeks(absl::string_view day, int weeks) { return AddDays(day, 7 * weeks); }

std::string AddMonths(absl::string_view day, int months) {
  const absl::CivilDay from = Parse(day);
  const absl::CivilMonth month = absl::CivilMonth(from) + months;
  const absl::CivilDay last = absl::CivilDay(month + 1) - 1;
  return absl::FormatCivilTime(std::min(absl::CivilDay(month) + (from.day() - 1), last));
}

std::string Print(absl::Time instant) {
  const absl::CivilMinute minute = absl::ToCivilMinute(instant, Zone());
  if (minute.hour() == 0 && minute.minute() == 0) {
    return absl::StrCat(absl::FormatCivilTime(absl::CivilDay(minute) - 1), " 24:00");
  }
  return absl::FormatTime("%Y-%m-%d %H:%M", instant, Zone());
}

}  // namespace placet::ballots::geneva
