#include "services/callers/keys.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/param_build.h>
#include <openssl/x509.h>
#include <sys/stat.h>

#include <chrono>
#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "services/callers/json.h"
#include "spdlog/spdlog.h"

namespace placet::callers {
namespace {

constexpr size_t kCoordinate = 32;

template <class T, void (*Free)(T*)>
struct Freed {
  void operator()(T* thing) const { Free(thing); }
};
using Context = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX, EVP_MD_CTX_free>>;
using Signature = std::unique_ptr<ECDSA_SIG, Freed<ECDSA_SIG, ECDSA_SIG_free>>;
using Number = std::unique_ptr<BIGNUM, Freed<BIGNUM, BN_free>>;

const unsigned char* Bytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

Number NumberOfBytes(absl::string_view bytes) {
  return Number(BN_bin2bn(Bytes(bytes), static_cast<int>(bytes.size()), nullptr));
}

// r and s as the DER that OpenSSL wants; "" where they are not 32 bytes each.
std::string DerOf(absl::string_view signature) {
  if (signature.size() != 2 * kCoordinate) return "";
  const Signature sig(ECDSA_SIG_new());
  Number r = NumberOfBytes(signature.substr(0, kCoordinate));
  Number s = NumberOfBytes(signature.substr(kCoordinate));
  if (ECDSA_SIG_set0(sig.get(), r.get(), s.get()) != 1) return "";
  r.release();
  s.release();
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(sig.get(), &der);
  std::string bytes(reinterpret_cast<char*>(der), size > 0 ? static_cast<size_t>(size) : 0);
  OPENSSL_free(der);
  return bytes;
}

std::shared_ptr<EVP_PKEY> Own(EVP_PKEY* key) {
  return std::shared_ptr<EVP_PKEY>(key, &EVP_PKEY_free);
}

// SubjectPublicKeyInfo of P-256 up to the point. d2i refuses what does not lie on the curve.
std::shared_ptr<EVP_PKEY> EcKey(const Point& point) {
  static constexpr char kHead[] =
      "\x30\x59\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07"
      "\x03\x42\x00\x04";
  const std::string der =
      absl::StrCat(absl::string_view(kHead, sizeof kHead - 1), point.x, point.y);
  const unsigned char* at = Bytes(der);
  return Own(d2i_PUBKEY(nullptr, &at, static_cast<long>(der.size())));
}

std::shared_ptr<EVP_PKEY> RsaKey(absl::string_view modulus, absl::string_view exponent) {
  const Number n = NumberOfBytes(modulus), e = NumberOfBytes(exponent);
  if (BN_num_bits(n.get()) < 2048 || BN_num_bits(n.get()) > 8192) return nullptr;
  OSSL_PARAM_BLD* build = OSSL_PARAM_BLD_new();
  OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_N, n.get());
  OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_E, e.get());
  OSSL_PARAM* params = OSSL_PARAM_BLD_to_param(build);
  EVP_PKEY_CTX* context = EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr);
  EVP_PKEY* key = nullptr;
  if (EVP_PKEY_fromdata_init(context) == 1) {
    EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, params);
  }
  EVP_PKEY_CTX_free(context);
  OSSL_PARAM_free(params);
  OSSL_PARAM_BLD_free(build);
  return key == nullptr ? nullptr : Own(key);
}

absl::Status Bad(absl::string_view what) { return absl::InvalidArgumentError(what); }

absl::StatusOr<std::pair<std::string, PublicKey>> ReadEc(const rapidjson::Value& jwk,
                                                         Naming naming) {
  const auto x = Unbase64(TextOf(jwk, "x").value_or(""));
  const auto y = Unbase64(TextOf(jwk, "y").value_or(""));
  if (TextOf(jwk, "crv") != "P-256" || !x || !y || x->size() != kCoordinate ||
      y->size() != kCoordinate) {
    return Bad("a key of type EC is not of the curve P-256");
  }
  const Point point{*x, *y};
  const std::string kid = TextOf(jwk, "kid").value_or("");
  if (naming == Naming::kByThumbprint && kid != Thumbprint(point)) {
    return Bad("the kid of a key is not its thumbprint (RFC 7638)");
  }
  const auto key = EcKey(point);
  if (key == nullptr) return Bad("a key of type EC does not lie on its curve");
  return std::pair(kid, PublicKey(Algorithm::kEs256, key));
}

absl::StatusOr<std::pair<std::string, PublicKey>> ReadRsa(const rapidjson::Value& jwk) {
  const auto n = Unbase64(TextOf(jwk, "n").value_or(""));
  const auto e = Unbase64(TextOf(jwk, "e").value_or(""));
  const auto key = n && e ? RsaKey(*n, *e) : nullptr;
  if (key == nullptr) return Bad("a key of type RSA has fewer than 2048 bits, or is malformed");
  return std::pair(TextOf(jwk, "kid").value_or(""), PublicKey(Algorithm::kRs256, key));
}

absl::StatusOr<std::pair<std::string, PublicKey>> ReadKey(const rapidjson::Value& jwk,
                                                          Naming naming) {
  if (!jwk.IsObject()) return Bad("a key is not an object");
  if (jwk.HasMember("d") || jwk.HasMember("k")) return Bad("a key is not public");
  const std::string type = TextOf(jwk, "kty").value_or("");
  auto read =
      type == "EC" ? ReadEc(jwk, naming)
      : type == "RSA" && naming == Naming::kFree
          ? ReadRsa(jwk)
          : absl::StatusOr<std::pair<std::string, PublicKey>>(Bad("a key is of no known type"));
  if (!read.ok()) return read;
  if (read->first.empty()) return Bad("a key has no kid");
  if (jwk.HasMember("alg") && TextOf(jwk, "alg") != NameOf(read->second.algorithm())) {
    return Bad("a key is for another algorithm");
  }
  return read;
}

int64_t Nanoseconds() {
  return std::chrono::steady_clock::now().time_since_epoch() / std::chrono::nanoseconds(1);
}

}  // namespace

const char* NameOf(Algorithm algorithm) {
  return algorithm == Algorithm::kEs256 ? "ES256" : "RS256";
}

bool PublicKey::Verifies(absl::string_view text, absl::string_view signature) const {
  static EVP_MD* const sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  const std::string wanted =
      algorithm_ == Algorithm::kEs256 ? DerOf(signature) : std::string(signature);
  if (wanted.empty()) return false;
  const Context context(EVP_MD_CTX_new());
  return EVP_DigestVerifyInit(context.get(), nullptr, sha256, nullptr, key_.get()) == 1 &&
         EVP_DigestVerify(context.get(), Bytes(wanted), wanted.size(), Bytes(text), text.size()) ==
             1;
}

absl::StatusOr<Keys> ParseKeySet(absl::string_view json, Naming naming) {
  const auto set = ParseObject(json);
  if (!set.ok()) return set.status();
  const auto list = set->FindMember("keys");
  if (list == set->MemberEnd() || !list->value.IsArray()) return Bad("there are no keys");
  Keys keys;
  for (const rapidjson::Value& jwk : list->value.GetArray()) {
    // Keys of another issuer that are not for signatures we know are none of ours.
    const bool other = naming == Naming::kFree && jwk.IsObject() &&
                       (TextOf(jwk, "use").value_or("sig") != "sig" ||
                        (TextOf(jwk, "alg").value_or("ES256") != "ES256" &&
                         TextOf(jwk, "alg").value_or("RS256") != "RS256"));
    if (other) continue;
    auto key = ReadKey(jwk, naming);
    if (!key.ok()) return key.status();
    if (!keys.insert(*std::move(key)).second) return Bad("two keys have the same kid");
  }
  if (keys.empty()) return Bad("there is no key for signatures");
  return keys;
}

absl::StatusOr<Point> PointOf(EVP_PKEY* key) {
  char group[32] = "";
  unsigned char point[65];
  size_t size = 0;
  if (EVP_PKEY_get_group_name(key, group, sizeof group, nullptr) != 1 ||
      absl::string_view(group) != "prime256v1" ||
      EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point, &size) !=
          1 ||
      size != sizeof point || point[0] != 4) {
    return Bad("is not a key of the curve P-256 with its point uncompressed");
  }
  const std::string bytes(reinterpret_cast<char*>(point) + 1, 2 * kCoordinate);
  return Point{bytes.substr(0, kCoordinate), bytes.substr(kCoordinate)};
}

std::string Thumbprint(const Point& point) {
  return Base64(Sha256(absl::StrCat(R"({"crv":"P-256","kty":"EC","x":")", Base64(point.x),
                                    R"(","y":")", Base64(point.y), R"("})")));
}

std::string JwkOf(const Point& point) {
  return absl::StrCat(R"({"kty":"EC","crv":"P-256","alg":"ES256","use":"sig","kid":")",
                      Thumbprint(point), R"(","x":")", Base64(point.x), R"(","y":")",
                      Base64(point.y), R"("})");
}

absl::Status KeySet::Load() {
  const std::string mark = Mark(path_);
  const auto json = ReadFile(path_);
  const absl::StatusOr<Keys> keys =
      json.ok() ? ParseKeySet(*json, naming_) : absl::StatusOr<Keys>(json.status());
  std::lock_guard lock(mutex_);
  seen_ = mark;
  if (!keys.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(path_, ": ", keys.status().message()));
  }
  keys_.clear();
  for (const auto& [kid, key] : *keys) keys_[kid] = std::make_shared<const PublicKey>(key);
  ++generation_;
  return absl::OkStatus();
}

void KeySet::RefreshAfter(int64_t nanoseconds) {
  {
    std::lock_guard lock(mutex_);
    const int64_t now = Nanoseconds();
    if (now - looked_ < nanoseconds) return;
    looked_ = now;
    if (Mark(path_) == seen_) return;
  }
  const absl::Status loaded = Load();
  if (loaded.ok()) {
    spdlog::info("keys: {} read again", path_);
  } else {
    spdlog::error("keys: {}; those read before stay in use", std::string(loaded.message()));
  }
}

void KeySet::Refresh() { RefreshAfter(500'000'000); }

std::shared_ptr<const PublicKey> KeySet::Find(const std::string& kid) {
  for (const bool again : {false, true}) {
    if (again) RefreshAfter(50'000'000);
    std::lock_guard lock(mutex_);
    const auto found = keys_.find(kid);
    if (found != keys_.end()) return found->second;
  }
  return nullptr;
}

int64_t KeySet::generation() {
  std::lock_guard lock(mutex_);
  return generation_;
}

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string content{std::istreambuf_iterator<char>(file), {}};
  if (!file.is_open() || file.bad()) {
    return absl::NotFoundError(absl::StrCat(path, " cannot be read"));
  }
  return content;
}

std::string Mark(const std::string& path) {
  struct stat found = {};
  if (stat(path.c_str(), &found) != 0) return "";
  return absl::StrCat(found.st_ino, " ", found.st_size, " ", found.st_mtim.tv_sec, ".",
                      found.st_mtim.tv_nsec);
}

}  // namespace placet::callers
