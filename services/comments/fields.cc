#include "services/comments/fields.h"

#include <cstdio>
#include <cstdlib>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "services/rpc/names.h"
#include "services/rpc/refuse.h"

namespace placet::comments {
namespace {

// Without the zone no day could be told: better no service than a wrong day.
absl::TimeZone Geneva() {
  static const absl::TimeZone geneva = [] {
    absl::TimeZone zone;
    if (!absl::LoadTimeZone("Europe/Zurich", &zone)) {
      std::fputs("the time zone Europe/Zurich is missing: install tzdata\n", stderr);
      std::exit(1);
    }
    return zone;
  }();
  return geneva;
}

}  // namespace

absl::Status Invalid(absl::string_view field, absl::string_view description) {
  return rpc::Invalid(pb::ERROR_REASON_INVALID_FIELD, field, description);
}

absl::Status NotFound(absl::string_view name) {
  return rpc::Refuse(absl::StatusCode::kNotFound, pb::ERROR_REASON_NOT_FOUND,
                     absl::StrCat("there is no ", name, ", or none that the caller may see"),
                     "check the name; while a ballot is open each body sees its own comments alone",
                     {{"name", std::string(name)}});
}

std::string DayOf(absl::Time time) {
  return absl::FormatCivilTime(absl::ToCivilDay(time, Geneva()));
}

std::string Print(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%S, Geneva time", time, Geneva());
}

absl::StatusOr<std::string> BallotId(absl::string_view field, absl::string_view name) {
  auto id = rpc::IdIn("ballots", name);
  if (id) return *std::move(id);
  return Invalid(field, "is not of the form ballots/{ballot}");
}

absl::StatusOr<std::string> OptionalId(absl::string_view field, absl::string_view collection,
                                       absl::string_view name) {
  if (name.empty()) return std::string();
  auto id = rpc::IdIn(collection, name);
  if (id) return *std::move(id);
  return Invalid(field, absl::StrCat("is not of the form ", collection, "/{id}"));
}

absl::StatusOr<Numbered> ParseNumbered(absl::string_view field, absl::string_view collection,
                                       absl::string_view name) {
  const auto ids = rpc::ParseName(absl::StrCat("ballots/*/", collection, "/*"), name);
  int number = 0;
  if (ids && absl::SimpleAtoi((*ids)[1], &number) && number > 0 &&
      absl::StrCat(number) == (*ids)[1]) {
    return Numbered{(*ids)[0], number};
  }
  return Invalid(field,
                 absl::StrCat("is not of the form ballots/{ballot}/", collection, "/{number}"));
}

std::string NumberedName(absl::string_view ballot, absl::string_view collection, int64_t number) {
  return absl::StrCat("ballots/", ballot, "/", collection, "/", number);
}

absl::Status CheckDay(absl::string_view field, absl::string_view day) {
  if (day.empty() || rpc::IsDate(day)) return absl::OkStatus();
  return Invalid(field, "is not a day like 2026-03-13");
}

absl::Status CheckFilter(absl::string_view field, const pb::CommentFilter& filter,
                         const std::string& ballot) {
  const auto at = [&](absl::string_view part) { return absl::StrCat(field, ".", part); };
  absl::Status status = OptionalId(at("member"), "members", filter.member()).status();
  status.Update(OptionalId(at("assignee"), "people", filter.assignee()).status());
  status.Update(CheckDay(at("due_before"), filter.due_before()));
  if (!status.ok() || filter.group().empty()) return status;
  const auto group = ParseNumbered(at("group"), "groups", filter.group());
  if (!group.ok()) return group.status();
  return group->ballot == ballot ? absl::OkStatus()
                                 : Invalid(at("group"), "is one of another ballot");
}

int64_t VersionOf(absl::string_view etag) {
  int64_t version = 0;
  if (!absl::ConsumePrefix(&etag, "\"") || !absl::ConsumeSuffix(&etag, "\"")) return 0;
  return absl::SimpleAtoi(etag, &version) && version > 0 ? version : 0;
}

std::string LastId(absl::string_view name) {
  return std::string(name.substr(name.rfind('/') + 1));  // npos + 1 == 0
}

std::string NameOf(absl::string_view collection, absl::string_view id) {
  return id.empty() ? "" : absl::StrCat(collection, "/", id);
}

}  // namespace placet::comments
