#include "services/members/fields.h"

#include <cstdio>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace placet::members {
namespace {

// Without the zone no day could be told: better no service than a wrong day.
absl::TimeZone LoadGeneva() {
  absl::TimeZone zone;
  if (!absl::LoadTimeZone("Europe/Zurich", &zone)) {
    std::fputs("the time zone Europe/Zurich is missing: install tzdata\n", stderr);
    std::exit(1);
  }
  return zone;
}

}  // namespace

absl::Status Invalid(absl::string_view field, absl::string_view description) {
  return rpc::Invalid(pb::ERROR_REASON_INVALID_FIELD, field, description);
}

std::string Today(const rpc::Call& call) {
  static const absl::TimeZone geneva = LoadGeneva();
  return absl::FormatCivilTime(absl::ToCivilDay(call.now, geneva));
}

absl::StatusOr<std::vector<std::string>> Ids(absl::string_view field, absl::string_view pattern,
                                             absl::string_view name) {
  auto ids = rpc::ParseName(pattern, name);
  if (ids) return *std::move(ids);
  return Invalid(field,
                 absl::StrCat("is not of the form ", absl::StrReplaceAll(pattern, {{"*", "{id}"}}),
                              ", identifiers being 1 to 63 of [a-z0-9.-]"));
}

std::string RefId(absl::string_view collection, absl::string_view name) {
  return rpc::IdIn(collection, name).value_or("");
}

absl::Status CheckRef(absl::string_view field, absl::string_view collection,
                      absl::string_view name) {
  if (name.empty()) return absl::OkStatus();
  return Ids(field, absl::StrCat(collection, "/*"), name).status();
}

absl::Status CheckDay(absl::string_view field, absl::string_view day) {
  if (day.empty() || rpc::IsDate(day)) return absl::OkStatus();
  return Invalid(field, "is not a day like 2018-03-13");
}

absl::StatusOr<std::string> DayOrToday(absl::string_view field, absl::string_view day,
                                       const rpc::Call& call) {
  if (absl::Status malformed = CheckDay(field, day); !malformed.ok()) return malformed;
  return day.empty() ? Today(call) : std::string(day);
}

absl::Status CheckPeriod(absl::string_view field, const pb::Period& period) {
  const std::string until = absl::StrCat(field, ".until");
  absl::Status status = CheckDay(absl::StrCat(field, ".from"), period.from());
  status.Update(CheckDay(until, period.until()));
  if (!status.ok()) return status;
  if (!period.from().empty() && !period.until().empty() && period.until() <= period.from()) {
    return Invalid(until, absl::StrCat("is not after the first day, ", period.from()));
  }
  return absl::OkStatus();
}

bool HoldsOn(const pb::Period& period, absl::string_view day) {
  // ISO 8601: days compare as text.
  return period.from() <= day && (period.until().empty() || day < period.until());
}

}  // namespace placet::members
