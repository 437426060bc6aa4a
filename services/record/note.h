// Keys, and the text of a head that is signed: a checkpoint as C2SP's tlog-checkpoint and
// signed-note have it, so that witnesses of other logs can read it. services/record/README.md.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "placet/record/v1/log.pb.h"

typedef struct evp_pkey_st EVP_PKEY;

namespace placet::record {

namespace pb = placet::record::v1;

// An Ed25519 key that only verifies.
class PublicKey {
 public:
  static absl::StatusOr<PublicKey> FromPem(absl::string_view pem);
  static absl::StatusOr<PublicKey> FromDer(absl::string_view der);
  static absl::StatusOr<PublicKey> Load(const std::string& file);  // PEM

  bool Verifies(absl::string_view text, absl::string_view signature) const;
  const std::string& der() const { return der_; }  // SubjectPublicKeyInfo
  const std::string& id() const { return id_; }    // SHA-256 of it
  const std::string& raw() const { return raw_; }  // 32 bytes

 private:
  friend class SigningKey;
  static absl::StatusOr<PublicKey> Of(std::shared_ptr<EVP_PKEY> key);

  std::shared_ptr<EVP_PKEY> key_;
  std::string der_;
  std::string id_;
  std::string raw_;
};

class SigningKey {
 public:
  // PKCS#8 in PEM, as `openssl genpkey -algorithm ed25519` writes it. A file that others than its
  // owner may read is refused.
  static absl::StatusOr<SigningKey> Load(const std::string& file);

  std::string Sign(absl::string_view text) const;
  const PublicKey& public_key() const { return public_; }

 private:
  std::shared_ptr<EVP_PKEY> key_;
  PublicKey public_;
};

// The lines that are signed, each with its end: origin, size, root in base64, time.
std::string HeadText(const pb::TreeHead& head);
// The lines that a witness signs.
std::string CosignedText(const pb::TreeHead& head, int64_t time);
// HeadText, an empty line, the line of the signature.
std::string Note(const pb::TreeHead& head, const PublicKey& key);
// The line of a witness.
std::string CosignatureLine(const pb::Cosignature& cosignature, const PublicKey& witness);

// log, size, root, time and signature of a note; nothing where it has not this form.
std::optional<pb::TreeHead> ParseNote(absl::string_view note);

// Signs log, size, time and root, and fills key_id, signature and note.
void SignHead(const SigningKey& key, pb::TreeHead& head);
// Is the signature this key's?
bool VerifyHead(const PublicKey& key, const pb::TreeHead& head);

}  // namespace placet::record
