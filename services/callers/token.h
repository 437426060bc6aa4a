// Is a token to be believed, and what does it say? Pure but for the key set.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/callers/keys.h"
#include "services/callers/signed_in.h"

namespace placet::callers {

// Clocks may differ by this much.
inline constexpr absl::Duration kSkew = absl::Seconds(30);
// What an access token lives, and how long a revoked sign-in is to be remembered.
inline constexpr absl::Duration kLifetime = absl::Minutes(15);
inline constexpr absl::Duration kRemembered = absl::Minutes(16);

// What a token must be. The algorithm is ours to choose, never the token's.
struct Expected {
  std::string issuer;
  std::string audience;
  Algorithm algorithm = Algorithm::kEs256;
};

// INVALID_ARGUMENT: not to be believed; DEADLINE_EXCEEDED: it was once. An error says which rule is
// broken and never quotes the token.
absl::StatusOr<SignedIn> CheckAccess(absl::string_view token, KeySet& keys,
                                     const Expected& expected, absl::Time now);

// An ID token (OpenID Connect Core 1.0, 3.1.3.7).
struct IdToken {
  std::string subject;  // value of the claim that was asked for
  std::string nonce;
  absl::Time expires;
};
absl::StatusOr<IdToken> CheckIdToken(absl::string_view token, KeySet& keys,
                                     const Expected& expected, const std::string& claim,
                                     absl::Time now);

// The issuer that an ID token names; not to be believed, good to look its keys up. "" where there
// is none.
std::string IssuerOf(absl::string_view token);

}  // namespace placet::callers
