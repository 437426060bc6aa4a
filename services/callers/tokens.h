// The tokens that this process has verified, and the sign-ins that were revoked. Verifying costs
// more than all else of a vote, so a token that was good is remembered until it ends.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "services/callers/token.h"

namespace placet::callers {

// Sign-ins that were revoked while their tokens may still live.
class Revoked {
 public:
  // True: it was not known yet. Forgotten when the last token of the sign-in has ended.
  bool Add(const std::string& sign_in, absl::Time revoked, absl::Time now);
  bool Has(const std::string& sign_in) const;

 private:
  mutable std::mutex mutex_;
  absl::flat_hash_map<std::string, absl::Time> until_;  // guarded by mutex_
  absl::Time swept_ = absl::InfinitePast();             // guarded by mutex_
};

class Tokens {
 public:
  // `keys` outlives this.
  Tokens(KeySet& keys, Expected expected) : keys_(keys), expected_(std::move(expected)) {}

  // As CheckAccess; PERMISSION_DENIED where the sign-in was revoked.
  absl::StatusOr<std::shared_ptr<const SignedIn>> Check(absl::string_view token, absl::Time now);

  Revoked& revoked() { return revoked_; }
  const Revoked& revoked() const { return revoked_; }

 private:
  using Verified = absl::flat_hash_map<std::string, std::shared_ptr<const SignedIn>>;

  std::shared_ptr<const SignedIn> Find(const std::string& digest, int64_t generation);
  void Keep(const std::string& digest, std::shared_ptr<const SignedIn> who, int64_t generation);

  KeySet& keys_;
  const Expected expected_;
  Revoked revoked_;
  std::mutex mutex_;
  // By SHA-256. Two halves: when the younger is full, the elder is forgotten.
  Verified younger_, elder_;  // guarded by mutex_
  int64_t generation_ = -1;   // guarded by mutex_: of the keys that verified them
};

}  // namespace placet::callers
