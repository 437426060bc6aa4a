#include "clients/cli/time.h"

#include <cstdint>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "clients/cli/error.h"

namespace placet::cli {
namespace {

struct Zone {
  absl::TimeZone zone;
  std::string word;
};

// Geneva keeps the time of Europe/Zurich. Without the time zone database it is UTC, and says so.
const Zone& GenevaZone() {
  static const Zone* const zone = [] {
    auto* made = new Zone{absl::UTCTimeZone(), "Geneva"};
    if (!absl::LoadTimeZone("Europe/Zurich", &made->zone)) made->word = "UTC";
    return made;
  }();
  return *zone;
}

// The largest fitting unit; two days and more are days, one hour and more are hours.
std::string Length(absl::Duration length) {
  const int64_t hours = absl::ToInt64Hours(length);
  if (hours >= 48) return absl::StrCat(hours / 24, " days");
  if (hours >= 1) return absl::StrCat(hours, " h");
  const int64_t minutes = absl::ToInt64Minutes(length);
  if (minutes >= 1) return absl::StrCat(minutes, " min");
  return "less than a minute";
}

}  // namespace

absl::Time ParseMoment(absl::string_view text) {
  absl::Time moment;
  std::string error;
  if (absl::ParseTime(absl::RFC3339_full, text, &moment, &error)) return moment;
  const absl::TimeZone& zone = GenevaZone().zone;
  if (absl::ParseTime("%Y-%m-%d %H:%M", text, zone, &moment, &error)) return moment;
  absl::CivilDay day;
  if (absl::ParseCivilTime(text, &day)) return absl::FromCivil(day + 1, zone);
  throw Usage(absl::StrCat("\"", text, "\" is not a moment"),
              "write 2027-02-15, \"2027-02-15 14:05\" (Geneva) or 2027-02-15T13:05:00Z");
}

google::protobuf::Timestamp ToTimestamp(absl::Time instant) {
  google::protobuf::Timestamp timestamp;
  const int64_t micros = absl::ToUnixMicros(instant);
  int64_t seconds = micros / 1'000'000;
  if (micros % 1'000'000 < 0) --seconds;  // nanos count forward, before 1970 too
  timestamp.set_seconds(seconds);
  timestamp.set_nanos(static_cast<int32_t>((micros - seconds * 1'000'000) * 1000));
  return timestamp;
}

absl::Time ToTime(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) + absl::Nanoseconds(timestamp.nanos());
}

std::string Geneva(absl::Time instant) {
  const Zone& geneva = GenevaZone();
  const absl::CivilSecond civil = absl::ToCivilSecond(instant, geneva.zone);
  const absl::CivilDay day(civil);
  const bool midnight = absl::FromCivil(day, geneva.zone) == instant;
  if (midnight) return absl::StrCat(absl::FormatCivilTime(day - 1), " 24:00 ", geneva.word);
  return absl::StrCat(absl::FormatTime("%Y-%m-%d %H:%M ", instant, geneva.zone), geneva.word);
}

std::string Utc(absl::Time instant) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", instant, absl::UTCTimeZone());
}

std::string Left(absl::Time instant, absl::Time now) {
  if (instant > now) return absl::StrCat("in ", Length(instant - now));
  return absl::StrCat("closed ", Length(now - instant), " ago");
}

}  // namespace placet::cli
