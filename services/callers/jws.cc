#include "services/callers/jws.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/callers/json.h"

namespace placet::callers {
namespace {

absl::Status Bad(absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("the token ", what));
}

absl::Status ReadHeader(absl::string_view json, Jws& jws) {
  const auto header = ParseObject(json);
  if (!header.ok()) return Bad("has a header that is no JSON object");
  // What a header may say about keys is for others to believe.
  for (const char* member : {"crit", "jwk", "jku", "x5c", "x5u", "b64", "zip"}) {
    if (header->HasMember(member)) return Bad(absl::StrCat("has a header with ", member));
  }
  if (header->HasMember("typ")) {
    const std::string type = TextOf(*header, "typ").value_or("");
    if (!absl::EqualsIgnoreCase(type, "JWT") && !absl::EqualsIgnoreCase(type, "at+jwt")) {
      return Bad("is of another type");
    }
  }
  jws.alg = TextOf(*header, "alg").value_or("");
  jws.kid = TextOf(*header, "kid").value_or("");
  if (jws.alg.empty()) return Bad("names no algorithm");
  if (jws.kid.empty()) return Bad("names no key");
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Jws> ParseJws(absl::string_view token) {
  if (token.size() > kLongestToken) return Bad("is too long");
  const std::vector<absl::string_view> parts = absl::StrSplit(token, '.');
  if (parts.size() != 3) return Bad("does not consist of three parts");
  const auto header = Unbase64(parts[0]);
  auto payload = Unbase64(parts[1]);
  auto signature = Unbase64(parts[2]);
  if (!header || !payload || !signature) return Bad("is not base64url");
  Jws jws;
  if (absl::Status bad = ReadHeader(*header, jws); !bad.ok()) return bad;
  jws.payload = *std::move(payload);
  jws.protects = std::string(token.substr(0, parts[0].size() + 1 + parts[1].size()));
  jws.signature = *std::move(signature);
  return jws;
}

}  // namespace placet::callers
