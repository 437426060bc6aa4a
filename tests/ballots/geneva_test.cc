#include "services/ballots/geneva.h"

#include <gtest/gtest.h>

namespace placet::ballots::geneva {
namespace {

std::string Utc(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone());
}

absl::Time At(const char* text) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, text, &time, &error)) << error;
  return time;
}

TEST(Geneva, EndsADayAtMidnightThereAlsoWhenTheClocksChange) {
  EXPECT_EQ(Utc(EndOf("2026-11-23")), "2026-11-23T23:00:00Z");
  EXPECT_EQ(Utc(EndOf("2026-07-01")), "2026-07-01T22:00:00Z");
  EXPECT_EQ(Utc(EndOf("2027-03-27")), "2027-03-27T23:00:00Z") << "winter";
  EXPECT_EQ(Utc(EndOf("2027-03-28")), "2027-03-28T22:00:00Z") << "a day of 23 hours";
  EXPECT_EQ(Utc(EndOf("2026-10-24")), "2026-10-24T22:00:00Z") << "summer";
  EXPECT_EQ(Utc(EndOf("2026-10-25")), "2026-10-25T23:00:00Z") << "a day of 25 hours";
  EXPECT_EQ(EndOf("2027-03-28") - EndOf("2027-03-27"), absl::Hours(23));
  EXPECT_EQ(EndOf("2026-10-25") - EndOf("2026-10-24"), absl::Hours(25));
}

TEST(Geneva, KnowsTheDayOfAnInstant) {
  EXPECT_EQ(DayOf(At("2026-11-23T22:59:59Z")), "2026-11-23");
  EXPECT_EQ(DayOf(At("2026-11-23T23:00:00Z")), "2026-11-24");
  EXPECT_EQ(DayOf(At("2027-03-28T21:59:59Z")), "2027-03-28");
  EXPECT_EQ(DayOf(At("2027-03-28T22:00:00Z")), "2027-03-29");
  EXPECT_EQ(DayOf(At("2026-10-25T22:59:59Z")), "2026-10-25");
}

TEST(Geneva, EndsEachDayWhereTheNextBegins) {
  for (const char* day : {"2024-02-29", "2026-10-25", "2027-03-28", "2026-12-31"}) {
    EXPECT_EQ(DayOf(EndOf(day) - absl::Microseconds(1)), day);
    EXPECT_EQ(DayOf(EndOf(day)), AddWeeks(DayOf(EndOf(day)), 0));
    EXPECT_NE(DayOf(EndOf(day)), day);
  }
}

TEST(Geneva, AddsWeeksByTheCalendar) {
  EXPECT_EQ(AddWeeks("2026-03-02", 12), "2026-05-25");
  EXPECT_EQ(AddWeeks("2026-12-28", 1), "2027-01-04");
  EXPECT_EQ(AddWeeks("2024-02-22", 1), "2024-02-29");
}

TEST(Geneva, PrintsMidnightAsTheEndOfADay) {
  EXPECT_EQ(Print(EndOf("2026-11-22")), "2026-11-22 24:00");
  EXPECT_EQ(Print(At("2026-11-23T13:05:59Z")), "2026-11-23 14:05");
}

}  // namespace
}  // namespace placet::ballots::geneva
