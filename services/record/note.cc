#include "services/record/note.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <sys/stat.h>

#include <cstdio>
#include <fstream>
#include <sstream>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "google/protobuf/util/time_util.h"
#include "services/record/merkle.h"

namespace placet::record {
namespace {

using google::protobuf::util::TimeUtil;

constexpr char kTimeForm[] = "%Y-%m-%dT%H:%M:%E6SZ";
constexpr char kDash[] = "\xe2\x80\x94 ";  // an em dash: how a line of a signature begins
constexpr char kEd25519 = 1;               // kinds of signed-note keys
constexpr char kCosignature = 4;

const unsigned char* Unsigned(absl::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

std::shared_ptr<EVP_PKEY> Shared(EVP_PKEY* key) { return {key, &EVP_PKEY_free}; }

// The first four bytes by which a line of a note says whose it is.
std::string KeyHash(absl::string_view name, char kind, absl::string_view raw) {
  return ToBytes(Sha256(absl::StrCat(name, "\n", std::string(1, kind), raw))).substr(0, 4);
}

std::string BigEndian(int64_t number) {
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<char>(static_cast<uint64_t>(number) >> shift));
  }
  return bytes;
}

bool IsEd25519(const EVP_PKEY* key) {
  return key != nullptr && EVP_PKEY_get_base_id(key) == EVP_PKEY_ED25519;
}

}  // namespace

absl::StatusOr<PublicKey> PublicKey::Of(std::shared_ptr<EVP_PKEY> key) {
  if (!IsEd25519(key.get())) return absl::InvalidArgumentError("is no public key of Ed25519");
  PublicKey made;
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(key.get(), &der);
  made.der_.assign(reinterpret_cast<char*>(der), static_cast<size_t>(size));
  OPENSSL_free(der);
  made.id_ = ToBytes(Sha256(made.der_));
  made.raw_ = made.der_.substr(made.der_.size() - 32);
  made.key_ = std::move(key);
  return made;
}

absl::StatusOr<PublicKey> PublicKey::FromPem(absl::string_view pem) {
  BIO* bio = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
  EVP_PKEY* key = PEM_read_bio_PUBKEY(bio, nullptr, nullptr, nullptr);
  BIO_free(bio);
  return Of(Shared(key));
}

absl::StatusOr<PublicKey> PublicKey::FromDer(absl::string_view der) {
  const unsigned char* bytes = Unsigned(der);
  return Of(Shared(d2i_PUBKEY(nullptr, &bytes, static_cast<long>(der.size()))));
}

absl::StatusOr<PublicKey> PublicKey::Load(const std::string& file) {
  std::ifstream in(file);
  std::stringstream text;
  text << in.rdbuf();
  absl::StatusOr<PublicKey> key = FromPem(text.str());
  if (!key.ok())
    return absl::InvalidArgumentError(absl::StrCat(file, " is no public key of Ed25519"));
  return key;
}

bool PublicKey::Verifies(absl::string_view text, absl::string_view signature) const {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  const bool well = EVP_DigestVerifyInit(context, nullptr, nullptr, nullptr, key_.get()) == 1 &&
                    EVP_DigestVerify(context, Unsigned(signature), signature.size(), Unsigned(text),
                                     text.size()) == 1;
  EVP_MD_CTX_free(context);
  return well;
}

absl::StatusOr<SigningKey> SigningKey::Load(const std::string& file) {
  struct stat about = {};
  if (stat(file.c_str(), &about) != 0) {
    return absl::NotFoundError(absl::StrCat(file, " cannot be read"));
  }
  if ((about.st_mode & 077) != 0) {
    return absl::PermissionDeniedError(
        absl::StrCat(file, " may be read by others than its owner: chmod 600"));
  }
  std::FILE* in = std::fopen(file.c_str(), "r");
  if (in == nullptr) return absl::NotFoundError(absl::StrCat(file, " cannot be read"));
  SigningKey made;
  made.key_ = Shared(PEM_read_PrivateKey(in, nullptr, nullptr, nullptr));
  std::fclose(in);
  absl::StatusOr<PublicKey> key = PublicKey::Of(made.key_);
  if (!key.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(file, " is no private key of Ed25519"));
  }
  made.public_ = *std::move(key);
  return made;
}

std::string SigningKey::Sign(absl::string_view text) const {
  std::string signature(64, '\0');
  size_t size = signature.size();
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  EVP_DigestSignInit(context, nullptr, nullptr, nullptr, key_.get());
  EVP_DigestSign(context, reinterpret_cast<unsigned char*>(signature.data()), &size, Unsigned(text),
                 text.size());
  EVP_MD_CTX_free(context);
  return signature;
}

std::string HeadText(const pb::TreeHead& head) {
  const absl::Time time = absl::FromUnixMicros(TimeUtil::TimestampToMicroseconds(head.time()));
  return absl::StrCat(head.log(), "\n", head.size(), "\n", absl::Base64Escape(head.root()), "\n",
                      "time ", absl::FormatTime(kTimeForm, time, absl::UTCTimeZone()), "\n");
}

std::string CosignedText(const pb::TreeHead& head, int64_t time) {
  return absl::StrCat("cosignature/v1\ntime ", time, "\n", HeadText(head));
}

std::string Note(const pb::TreeHead& head, const PublicKey& key) {
  return absl::StrCat(
      HeadText(head), "\n", kDash, head.log(), " ",
      absl::Base64Escape(KeyHash(head.log(), kEd25519, key.raw()) + head.signature()), "\n");
}

std::string CosignatureLine(const pb::Cosignature& cosignature, const PublicKey& witness) {
  const std::string hash = KeyHash(cosignature.witness(), kCosignature, witness.raw());
  return absl::StrCat(
      kDash, cosignature.witness(), " ",
      absl::Base64Escape(hash + BigEndian(cosignature.time()) + cosignature.signature()), "\n");
}

std::optional<pb::TreeHead> ParseNote(absl::string_view note) {
  const std::vector<std::string> lines = absl::StrSplit(note, '\n');
  pb::TreeHead head;
  int64_t size = 0;
  std::string root;
  absl::Time time;
  if (lines.size() < 6 || !absl::SimpleAtoi(lines[1], &size) || size < 0 ||
      !absl::Base64Unescape(lines[2], &root) || root.size() != sizeof(Hash) ||
      !absl::ParseTime(absl::StrCat("time ", kTimeForm), lines[3], absl::UTCTimeZone(), &time,
                       nullptr) ||
      !lines[4].empty()) {
    return std::nullopt;
  }
  head.set_log(lines[0]);
  head.set_size(size);
  head.set_root(root);
  *head.mutable_time() = TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(time));
  const std::string begin = absl::StrCat(kDash, head.log(), " ");
  absl::string_view line = lines[5];
  std::string signature;
  if (!absl::ConsumePrefix(&line, begin) || !absl::Base64Unescape(line, &signature) ||
      signature.size() != 68) {
    return std::nullopt;
  }
  head.set_signature(signature.substr(4));
  head.set_note(std::string(note));
  return head;
}

void SignHead(const SigningKey& key, pb::TreeHead& head) {
  head.set_key_id(key.public_key().id());
  head.set_signature(key.Sign(HeadText(head)));
  head.set_note(Note(head, key.public_key()));
}

bool VerifyHead(const PublicKey& key, const pb::TreeHead& head) {
  return key.Verifies(HeadText(head), head.signature());
}

}  // namespace placet::record
