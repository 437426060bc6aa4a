// What both service*.cc read out of requests. Nobody else includes it.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "placet/ballots/v1/ballot_service.pb.h"
#include "services/ballots/decide.h"
#include "services/rpc/names.h"
#include "services/rpc/paging.h"

namespace placet::ballots {

using decide::Invalid;

// The identifier behind a collection, or which field is wrong.
inline absl::StatusOr<std::string> Id(absl::string_view collection, absl::string_view field,
                                      const std::string& name) {
  std::optional<std::string> id = rpc::IdIn(collection, name);
  if (id) return *std::move(id);
  return Invalid(field, absl::StrCat("must be ", collection, "/{id}"));
}

// The same where the field may be empty.
inline absl::Status OptionalId(absl::string_view collection, absl::string_view field,
                               const std::string& name) {
  return name.empty() ? absl::OkStatus() : Id(collection, field, name).status();
}

template <class Request>
absl::StatusOr<rpc::Paging> ParsePaging(const Request& request) {
  return rpc::ParsePaging(request, pb::ERROR_REASON_INVALID_FIELD);
}

}  // namespace placet::ballots
