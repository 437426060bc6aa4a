// Public keys, and the file that holds them: a JSON Web Key Set (RFC 7517).
#pragma once

#include <openssl/evp.h>

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace placet::callers {

enum class Algorithm { kEs256, kRs256 };
const char* NameOf(Algorithm algorithm);

class PublicKey {
 public:
  PublicKey(Algorithm algorithm, std::shared_ptr<EVP_PKEY> key)
      : algorithm_(algorithm), key_(std::move(key)) {}
  Algorithm algorithm() const { return algorithm_; }
  // `signature` as a token has it: 32 bytes each of r and s, or what RSA makes.
  bool Verifies(absl::string_view text, absl::string_view signature) const;

 private:
  Algorithm algorithm_;
  std::shared_ptr<EVP_PKEY> key_;
};

using Keys = std::map<std::string, PublicKey>;  // by kid

// Our own sets name each key by its thumbprint (RFC 7638), so that a name cannot be given to
// another key; those of other issuers as they like.
enum class Naming { kByThumbprint, kFree };
absl::StatusOr<Keys> ParseKeySet(absl::string_view json, Naming naming);

// The coordinates of an EC P-256 key, 32 bytes each.
struct Point {
  std::string x, y;
};
absl::StatusOr<Point> PointOf(EVP_PKEY* key);
// RFC 7638, and the key as a member of a set.
std::string Thumbprint(const Point& point);
std::string JwkOf(const Point& point);

// A file that is read again when it changes.
class KeySet {
 public:
  KeySet(std::string path, Naming naming) : path_(std::move(path)), naming_(naming) {}

  // Reads it now; an error where it cannot be used. What was read before stays in use.
  absl::Status Load();
  // Looks whether the file has changed, no more than a few times in a second.
  void Refresh();
  // Nothing where there is no such key, also not in the file as it is now.
  std::shared_ptr<const PublicKey> Find(const std::string& kid);
  // Changes with the keys: what was verified with others is to be verified again.
  int64_t generation();

 private:
  void RefreshAfter(int64_t nanoseconds);

  const std::string path_;
  const Naming naming_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const PublicKey>> keys_;  // guarded by mutex_
  int64_t generation_ = 0;                                        // guarded by mutex_
  std::string seen_;                                              // guarded by mutex_: of the file
  int64_t looked_ = 0;                                            // guarded by mutex_
};

// The content of a file; NOT_FOUND.
absl::StatusOr<std::string> ReadFile(const std::string& path);
// What changes when a file is replaced or written.
std::string Mark(const std::string& path);

}  // namespace placet::callers
