// Instants as people of the committees read them: Geneva's clock, and how long there is left.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"

namespace placet::cli {

absl::Time ToTime(const google::protobuf::Timestamp& timestamp);

// "2026-11-23 14:05 Geneva"; midnight is the end of the day before: "2027-02-15 24:00 Geneva".
std::string Geneva(absl::Time instant);

// "2027-02-15T23:00:00Z"
std::string Utc(absl::Time instant);

// The moment of "2027-02-15T23:00:00Z", of "2027-02-15 14:05" in Geneva, or the end of the day
// "2027-02-15" there. Throws Usage for anything else.
absl::Time ParseMoment(absl::string_view text);

google::protobuf::Timestamp ToTimestamp(absl::Time instant);

// How far `instant` lies ahead of `now`: "in 12 days", "in 3 h", "in 5 min"; once it has come:
// "closed 2 days ago". Never says more than there is: parts of a unit are dropped.
std::string Left(absl::Time instant, absl::Time now);

}  // namespace placet::cli
