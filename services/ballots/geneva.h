// Days and instants in Geneva, where ISO's clocks are (absl's zone Europe/Zurich).
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace placet::ballots::geneva {

// The day of an instant, "2026-11-23".
std::string DayOf(absl::Time instant);

// The first instant after a day: a ballot whose last day it is closes then. `day` must be a date.
absl::Time EndOf(absl::string_view day);

// The day that many days or weeks later, or months: the last of a month where it has no such day.
std::string AddDays(absl::string_view day, int days);
std::string AddWeeks(absl::string_view day, int weeks);
std::string AddMonths(absl::string_view day, int months);

// "2026-11-23 14:05"; midnight is the end of the day before: "2026-11-22 24:00".
std::string Print(absl::Time instant);

}  // namespace placet::ballots::geneva
