#include "clients/cli/time.h"

#include <gtest/gtest.h>

#include <string>

#include "clients/cli/error.h"

namespace placet::cli {
namespace {

absl::Time At(const std::string& text) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, text, &time, &error)) << error;
  return time;
}

TEST(Geneva, ShowsWinterAndSummerTime) {
  EXPECT_EQ(Geneva(At("2026-11-23T13:05:59Z")), "2026-11-23 14:05 Geneva");
  EXPECT_EQ(Geneva(At("2026-07-23T13:05:00Z")), "2026-07-23 15:05 Geneva");
}

TEST(Geneva, ShowsMidnightAsTheEndOfTheDayBefore) {
  EXPECT_EQ(Geneva(At("2027-02-15T23:00:00Z")), "2027-02-15 24:00 Geneva");
  EXPECT_EQ(Geneva(At("2026-12-31T23:00:00Z")), "2026-12-31 24:00 Geneva");
  EXPECT_EQ(Geneva(At("2026-07-31T22:00:00Z")), "2026-07-31 24:00 Geneva");
}

TEST(Geneva, ShowsTheSecondAfterMidnightAsTheNewDay) {
  EXPECT_EQ(Geneva(At("2027-02-15T23:00:01Z")), "2027-02-16 00:00 Geneva");
  EXPECT_EQ(Geneva(At("2027-02-15T22:59:59Z")), "2027-02-15 23:59 Geneva");
}

TEST(Geneva, KeepsTheDayOnWhichTheClockIsPutBack) {
  EXPECT_EQ(Geneva(At("2026-10-24T22:00:00Z")), "2026-10-24 24:00 Geneva");
  EXPECT_EQ(Geneva(At("2026-10-25T23:00:00Z")), "2026-10-25 24:00 Geneva");
}

TEST(Utc, ShowsTheInstantAsIsoWritesIt) {
  EXPECT_EQ(Utc(At("2027-02-15T23:00:00Z")), "2027-02-15T23:00:00Z");
}

TEST(ToTime, KeepsSecondsAndTheirParts) {
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(1);
  timestamp.set_nanos(500'000'000);
  EXPECT_EQ(ToTime(timestamp), absl::FromUnixMillis(1500));
}

TEST(Left, NamesDaysThenHoursThenMinutesAndDropsParts) {
  const absl::Time now = At("2026-11-23T12:00:00Z");
  EXPECT_EQ(Left(now + absl::Hours(24 * 12 + 23), now), "in 12 days");
  EXPECT_EQ(Left(now + absl::Hours(48), now), "in 2 days");
  EXPECT_EQ(Left(now + absl::Hours(47), now), "in 47 h");
  EXPECT_EQ(Left(now + absl::Minutes(200), now), "in 3 h");
  EXPECT_EQ(Left(now + absl::Minutes(59), now), "in 59 min");
  EXPECT_EQ(Left(now + absl::Seconds(59), now), "in less than a minute");
}

TEST(Left, SaysClosedFromTheInstantOfClosingOn) {
  const absl::Time now = At("2026-11-23T12:00:00Z");
  EXPECT_EQ(Left(now, now), "closed less than a minute ago");
  EXPECT_EQ(Left(now - absl::Hours(3), now), "closed 3 h ago");
  EXPECT_EQ(Left(now - absl::Hours(71), now), "closed 2 days ago");
}

TEST(ParseMoment, TakesInstantsGenevasClockAndDays) {
  EXPECT_EQ(Utc(ParseMoment("2027-02-15T23:00:00Z")), "2027-02-15T23:00:00Z");
  EXPECT_EQ(Utc(ParseMoment("2027-02-15 14:05")), "2027-02-15T13:05:00Z");
  EXPECT_EQ(Geneva(ParseMoment("2027-02-15")), "2027-02-15 24:00 Geneva");
  for (const char* text : {"", "yesterday", "2027-02-30", "14:05"}) {
    EXPECT_THROW(ParseMoment(text), Usage) << text;
  }
}

TEST(ToTimestamp, IsTheInverseOfToTime) {
  for (const char* text : {"2027-02-15T23:00:00.25Z", "1969-12-31T23:59:59.75Z"}) {
    const absl::Time moment = ParseMoment(text);
    EXPECT_EQ(ToTime(ToTimestamp(moment)), moment);
    EXPECT_GE(ToTimestamp(moment).nanos(), 0);
  }
}

}  // namespace
}  // namespace placet::cli
