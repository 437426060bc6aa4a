#include "services/members/issuers.h"

#include "absl/strings/str_cat.h"
#include "services/callers/json.h"

namespace placet::members {

absl::StatusOr<std::unique_ptr<Issuers>> Issuers::Read(const std::string& path) {
  auto issuers = std::make_unique<Issuers>();
  if (path.empty()) return issuers;
  const auto text = callers::ReadFile(path);
  if (!text.ok()) return text.status();
  const auto json = callers::ParseObject(*text);
  if (!json.ok())
    return absl::InvalidArgumentError(absl::StrCat(path, " ", json.status().message()));
  const auto list = json->FindMember("issuers");
  if (list == json->MemberEnd() || !list->value.IsArray()) {
    return absl::InvalidArgumentError(absl::StrCat(path, " has no list of issuers"));
  }
  for (const rapidjson::Value& one : list->value.GetArray()) {
    if (!one.IsObject()) return absl::InvalidArgumentError("an issuer is not an object");
    const auto text_of = [&](const char* name) { return callers::TextOf(one, name).value_or(""); };
    absl::Status status =
        issuers->Add(text_of("issuer"), text_of("audience"), text_of("algorithm"),
                     callers::TextOf(one, "claim").value_or("sub"), text_of("keys"));
    if (!status.ok()) return status;
  }
  return issuers;
}

absl::Status Issuers::Add(const std::string& issuer, const std::string& audience,
                          const std::string& algorithm, const std::string& claim,
                          const std::string& keys) {
  const bool rsa = algorithm == NameOf(callers::Algorithm::kRs256);
  if (issuer.empty() || audience.empty() || keys.empty() ||
      (!rsa && algorithm != NameOf(callers::Algorithm::kEs256))) {
    return absl::InvalidArgumentError(
        "an issuer needs issuer, audience, keys, and algorithm RS256 or ES256");
  }
  Issuer& added = issuers_.emplace_back();
  added.expected = {issuer, audience,
                    rsa ? callers::Algorithm::kRs256 : callers::Algorithm::kEs256};
  added.claim = claim;
  added.keys = std::make_unique<callers::KeySet>(keys, callers::Naming::kFree);
  return added.keys->Load();
}

absl::StatusOr<Issuers::Found> Issuers::Check(const std::string& id_token, absl::Time now) {
  const std::string named = callers::IssuerOf(id_token);
  for (Issuer& issuer : issuers_) {
    if (issuer.expected.issuer != named) continue;
    issuer.keys->Refresh();
    auto token = callers::CheckIdToken(id_token, *issuer.keys, issuer.expected, issuer.claim, now);
    if (!token.ok()) return token.status();
    return Found{named, *std::move(token)};
  }
  return absl::InvalidArgumentError("the token is of no issuer that is known here");
}

}  // namespace placet::members
