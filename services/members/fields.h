// What is read out of a request's strings: identifiers, days, periods, pages. Each function answers
// the value or the refusal that names the field. Used by the service before it loads, and by
// decide.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "placet/members/v1/member_service.pb.h"
#include "services/rpc/call.h"
#include "services/rpc/paging.h"
#include "services/rpc/refuse.h"

namespace placet::members {

namespace pb = placet::members::v1;

// INVALID_ARGUMENT with reason INVALID_FIELD.
absl::Status Invalid(absl::string_view field, absl::string_view description);

// The day of the call in Geneva, where ISO keeps its calendar.
std::string Today(const rpc::Call& call);

// The identifiers in a name: Ids("seat.name", "committees/*/seats/*", name) -> {committee, member}.
absl::StatusOr<std::vector<std::string>> Ids(absl::string_view field, absl::string_view pattern,
                                             absl::string_view name);

// The identifier in a reference that may be empty; "" where it is empty or malformed (CheckRef says
// which).
std::string RefId(absl::string_view collection, absl::string_view name);
absl::Status CheckRef(absl::string_view field, absl::string_view collection,
                      absl::string_view name);

// A day as given; today where none is.
absl::StatusOr<std::string> DayOrToday(absl::string_view field, absl::string_view day,
                                       const rpc::Call& call);
absl::Status CheckDay(absl::string_view field, absl::string_view day);  // may be empty
absl::Status CheckPeriod(absl::string_view field, const pb::Period& period);

// Does a period hold on a day?
bool HoldsOn(const pb::Period& period, absl::string_view day);

template <class Request>
absl::StatusOr<rpc::Paging> ParsePaging(const Request& request) {
  return rpc::ParsePaging(request, pb::ERROR_REASON_INVALID_FIELD);
}

}  // namespace placet::members
