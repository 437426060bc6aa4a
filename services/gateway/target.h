// The target of a request (RFC 9112, 3.2), taken apart; nothing in here knows HTTP libraries.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace placet::gateway {

inline constexpr size_t kLongestTarget = 16'384;  // bytes; a GET carries its message there

struct Target {
  std::string authority;  // of "http://authority/path"; "" in the usual form
  // Decoded, without the first slash: {"session", "refresh"}; {""} of "/".
  std::vector<std::string> segments;
  std::vector<std::pair<std::string, std::string>> query;  // decoded, each name once

  // The value of a name, nullptr: it is not there.
  const std::string* Find(absl::string_view name) const;
};

// INVALID_ARGUMENT: not a target of one of both forms, percent signs without two hexadecimal
// digits, control characters, text that is not UTF-8, segments "." and "..", slashes and
// backslashes within a segment, a name of the query twice.
absl::StatusOr<Target> ParseTarget(absl::string_view target);

// The path again, shortened and with nothing that a log line could not hold.
std::string PathForLog(const Target& target);

}  // namespace placet::gateway
