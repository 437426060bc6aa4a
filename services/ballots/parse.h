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

struct Paging {
  int size = 0;
  std::string after;
};

template <class Request>
absl::StatusOr<Paging> ParsePaging(const Request& request) {
  const std::optional<int> size = rpc::PageSize(request.page_size());
  if (!size) return Invalid("page_size", "must not be negative");
  const std::optional<std::string> after = rpc::ParsePageToken(request.page_token());
  if (!after) return Invalid("page_token", "is not a token of this service");
  return Paging{*size, *after};
}

}  // namespace placet::ballots
