// What is read out of a request's strings: names, numbers, days, filters. Each function answers the
// value or the refusal that names the field. Used by the service before it loads, and by decide.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "placet/comments/v1/changes.pb.h"
#include "placet/comments/v1/errors.pb.h"
#include "services/rpc/call.h"
#include "services/rpc/paging.h"

namespace placet::comments {

namespace pb = placet::comments::v1;

// INVALID_ARGUMENT with reason INVALID_FIELD.
absl::Status Invalid(absl::string_view field, absl::string_view description);
absl::Status NotFound(absl::string_view name);

// The day of an instant in Geneva, where ISO keeps its calendar; and how an instant is printed.
std::string DayOf(absl::Time time);
std::string Print(absl::Time time);

// "ballots/iso-dis-1" -> "iso-dis-1".
absl::StatusOr<std::string> BallotId(absl::string_view field, absl::string_view name);
// "members/de" -> "de"; "" where the field is empty.
absl::StatusOr<std::string> OptionalId(absl::string_view field, absl::string_view collection,
                                       absl::string_view name);

// "ballots/iso-dis-1/comments/17" -> {"iso-dis-1", 17}; also of changes, groups, findings.
struct Numbered {
  std::string ballot;
  int number = 0;
};
absl::StatusOr<Numbered> ParseNumbered(absl::string_view field, absl::string_view collection,
                                       absl::string_view name);
std::string NumberedName(absl::string_view ballot, absl::string_view collection, int64_t number);

// What is malformed in a filter; `field` is its own.
absl::Status CheckFilter(absl::string_view field, const pb::CommentFilter& filter,
                         const std::string& ballot);
absl::Status CheckDay(absl::string_view field, absl::string_view day);  // may be empty

// The version that an etag stands for; 0 where it is none of ours.
int64_t VersionOf(absl::string_view etag);

// "de" of "members/de"; "" of "".
std::string LastId(absl::string_view name);
// "members/" + id; "" of "".
std::string NameOf(absl::string_view collection, absl::string_view id);

template <class Request>
absl::StatusOr<rpc::Paging> ParsePaging(const Request& request) {
  return rpc::ParsePaging(request, pb::ERROR_REASON_INVALID_FIELD);
}

}  // namespace placet::comments
