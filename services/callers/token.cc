#include "services/callers/token.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "services/callers/json.h"
#include "services/callers/jws.h"
#include "services/rpc/names.h"

namespace placet::callers {
namespace {

using rapidjson::Document;

absl::Status Bad(absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("the token ", what));
}

// The claims of a token whose signature holds.
absl::StatusOr<Document> VerifiedClaims(absl::string_view token, KeySet& keys,
                                        Algorithm algorithm) {
  const auto jws = ParseJws(token);
  if (!jws.ok()) return jws.status();
  // Before any key is used: who could choose the algorithm could choose one that the public key
  // serves as a secret for, or none.
  if (jws->alg != NameOf(algorithm)) return Bad("is signed by another algorithm");
  const auto key = keys.Find(jws->kid);
  if (key == nullptr || key->algorithm() != algorithm) return Bad("is signed by an unknown key");
  if (!key->Verifies(jws->protects, jws->signature)) return Bad("does not bear out its signature");
  auto claims = ParseObject(jws->payload);
  if (!claims.ok()) return Bad("has claims that are no JSON object");
  return claims;
}

std::optional<absl::Time> TimeOf(const Document& claims, const char* name) {
  const std::optional<double> seconds = NumberOf(claims, name);
  if (!seconds || !(*seconds >= 0) || !(*seconds < 253402300800.0)) return std::nullopt;
  return absl::UnixEpoch() + absl::Seconds(*seconds);
}

bool IsFor(const Document& claims, const std::string& audience) {
  const auto found = claims.FindMember("aud");
  if (found == claims.MemberEnd()) return false;
  if (!found->value.IsArray()) return TextOf(claims, "aud") == audience;
  for (const auto& one : found->value.GetArray()) {
    if (!one.IsString() || absl::string_view(one.GetString(), one.GetStringLength()) != audience) {
      continue;
    }
    // Of several audiences one is the party that asked for the token: us, or it is not for us.
    return found->value.Size() == 1 || TextOf(claims, "azp") == audience;
  }
  return false;
}

// The times of a token; its end.
absl::StatusOr<absl::Time> CheckTimes(const Document& claims, bool needs_begin, absl::Time now) {
  const auto expires = TimeOf(claims, "exp"), issued = TimeOf(claims, "iat");
  const auto begins = TimeOf(claims, "nbf");
  if (!expires || !issued) return Bad("does not say from when until when it holds");
  if (claims.HasMember("nbf") ? !begins.has_value() : needs_begin) {
    return Bad("does not say from when it holds");
  }
  if (*issued > now + kSkew || begins.value_or(*issued) > now + kSkew) {
    return Bad("does not hold yet");
  }
  if (*expires <= now - kSkew) return absl::DeadlineExceededError("the token has expired");
  return *expires;
}

absl::StatusOr<absl::Time> CheckParties(const Document& claims, const Expected& expected,
                                        bool needs_begin, absl::Time now) {
  if (TextOf(claims, "iss") != expected.issuer) return Bad("was given by another issuer");
  if (!IsFor(claims, expected.audience)) return Bad("is meant for another audience");
  return CheckTimes(claims, needs_begin, now);
}

}  // namespace

absl::StatusOr<SignedIn> CheckAccess(absl::string_view token, KeySet& keys,
                                     const Expected& expected, absl::Time now) {
  const auto claims = VerifiedClaims(token, keys, expected.algorithm);
  if (!claims.ok()) return claims.status();
  const auto expires = CheckParties(*claims, expected, true, now);
  if (!expires.ok()) return expires.status();
  // A sign-in that is revoked is remembered for as long as a token lives, and no longer.
  if (*expires - *TimeOf(*claims, "iat") > kLifetime) return Bad("lives longer than any of ours");
  SignedIn who{std::string(token), TextOf(*claims, "sub").value_or(""),
               TextOf(*claims, "sid").value_or(""), *expires};
  if (!rpc::IdIn("people", who.person)) return Bad("is not about a person");
  if (!rpc::IsId(who.sign_in)) return Bad("names no sign-in");
  return who;
}

absl::StatusOr<IdToken> CheckIdToken(absl::string_view token, KeySet& keys,
                                     const Expected& expected, const std::string& claim,
                                     absl::Time now) {
  const auto claims = VerifiedClaims(token, keys, expected.algorithm);
  if (!claims.ok()) return claims.status();
  const auto expires = CheckParties(*claims, expected, false, now);
  if (!expires.ok()) return expires.status();
  IdToken id{TextOf(*claims, claim.c_str()).value_or(""), TextOf(*claims, "nonce").value_or(""),
             *expires};
  if (id.subject.empty()) return Bad(absl::StrCat("has no claim ", claim));
  return id;
}

std::string IssuerOf(absl::string_view token) {
  const auto jws = ParseJws(token);
  if (!jws.ok()) return "";
  const auto claims = ParseObject(jws->payload);
  return claims.ok() ? TextOf(*claims, "iss").value_or("") : "";
}

}  // namespace placet::callers
