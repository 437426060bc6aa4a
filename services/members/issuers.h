// The OpenID Connect issuers whose ID tokens are taken, as the operator names them in a file:
//
//   {"issuers": [{"issuer": "https://id.example.org", "audience": "placet", "algorithm": "RS256",
//                 "keys": "/etc/placet/id.example.org.jwks", "claim": "sub"}]}
//
// `keys` is a JWKS file, read again when it changes; `claim` says who it is and may be left away.
#pragma once

#include <list>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "services/callers/token.h"

namespace placet::members {

class Issuers {
 public:
  struct Found {
    std::string issuer;
    callers::IdToken token;
  };

  // None where the path is empty.
  static absl::StatusOr<std::unique_ptr<Issuers>> Read(const std::string& path);

  // INVALID_ARGUMENT or DEADLINE_EXCEEDED, with what is wrong.
  absl::StatusOr<Found> Check(const std::string& id_token, absl::Time now);

 private:
  struct Issuer {
    callers::Expected expected;
    std::string claim;
    std::unique_ptr<callers::KeySet> keys;
  };

  absl::Status Add(const std::string& issuer, const std::string& audience,
                   const std::string& algorithm, const std::string& claim, const std::string& keys);

  std::list<Issuer> issuers_;
};

}  // namespace placet::members
