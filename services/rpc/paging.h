// Which rows of a list are asked for: read out of page_size and page_token of any list request.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "services/rpc/names.h"
#include "services/rpc/refuse.h"

namespace placet::rpc {

struct Paging {
  int size = 0;
  std::string after;  // key of the last row of the page before, "" at the beginning
};

template <class Request, class Reason>
absl::StatusOr<Paging> ParsePaging(const Request& request, Reason invalid_field) {
  const std::optional<int> size = PageSize(request.page_size());
  if (!size) return Invalid(invalid_field, "page_size", "must not be negative");
  const std::optional<std::string> after = ParsePageToken(request.page_token());
  if (!after) return Invalid(invalid_field, "page_token", "is not a token that this service gave");
  return Paging{*size, *after};
}

}  // namespace placet::rpc
