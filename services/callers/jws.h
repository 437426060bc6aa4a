// A signed token in its compact form (RFC 7515), taken apart before any key is looked at. Nothing
// in here is believed yet.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace placet::callers {

// Beyond this nothing is read.
inline constexpr size_t kLongestToken = 8192;

struct Jws {
  std::string alg;
  std::string kid;
  std::string payload;    // JSON
  std::string protects;   // what the signature is over
  std::string signature;  // raw
};

// Refuses what is not three parts of canonical base64url, a header that asks for extensions
// (`crit`) or brings keys of its own, and types other than those of a token. An error never quotes
// the token.
absl::StatusOr<Jws> ParseJws(absl::string_view token);

}  // namespace placet::callers
