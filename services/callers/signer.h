// The keys that sign access tokens: a folder of EC P-256 keys in PEM, of which the newest by name
// signs. A key is added by putting its public half into the key set first and then its file into
// the folder; nothing is restarted.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/callers/token.h"

namespace placet::callers {

class Signer {
 public:
  Signer(std::string folder, std::string issuer, std::string audience)
      : folder_(std::move(folder)), issuer_(std::move(issuer)), audience_(std::move(audience)) {}

  // Reads the folder; an error where a key can be read by others, or none signs.
  absl::Status Load();
  // An access token for a person.
  SignedIn Sign(const std::string& person, const std::string& sign_in, absl::Time now);

 private:
  struct Key {
    std::shared_ptr<EVP_PKEY> key;
    std::string kid;
  };

  std::shared_ptr<const Key> Current();

  const std::string folder_;
  const std::string issuer_;
  const std::string audience_;
  std::mutex mutex_;
  std::shared_ptr<const Key> key_;  // guarded by mutex_
  std::string seen_;                // guarded by mutex_: names and marks of the files
};

// A signature over `text` as a token has it: r and s.
std::string SignEs256(EVP_PKEY* key, absl::string_view text);
absl::StatusOr<std::shared_ptr<EVP_PKEY>> ReadPrivateKey(const std::string& path);

}  // namespace placet::callers
