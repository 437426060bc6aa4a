// Keys and tokens as tests need them: good ones, and ones with any part replaced.
#pragma once

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "services/callers/json.h"
#include "services/callers/keys.h"
#include "services/callers/signer.h"

namespace placet::testing {

using Pkey = std::shared_ptr<EVP_PKEY>;

inline Pkey NewEcKey() { return Pkey(EVP_EC_gen("P-256"), &EVP_PKEY_free); }
inline Pkey NewRsaKey(unsigned bits = 2048) { return Pkey(EVP_RSA_gen(bits), &EVP_PKEY_free); }

inline std::string Jwk(const Pkey& key) { return callers::JwkOf(*callers::PointOf(key.get())); }
inline std::string KidOf(const Pkey& key) {
  return callers::Thumbprint(*callers::PointOf(key.get()));
}
inline std::string SetOf(const std::vector<std::string>& jwks) {
  return absl::StrCat("{\"keys\":[", absl::StrJoin(jwks, ","), "]}");
}

inline std::string RsaJwk(const Pkey& key, const std::string& kid) {
  const auto bytes_of = [&](const char* name) {
    BIGNUM* number = nullptr;
    EVP_PKEY_get_bn_param(key.get(), name, &number);
    std::string bytes(static_cast<size_t>(BN_num_bytes(number)), '\0');
    BN_bn2bin(number, reinterpret_cast<unsigned char*>(bytes.data()));
    BN_free(number);
    return callers::Base64(bytes);
  };
  return absl::StrCat(R"({"kty":"RSA","alg":"RS256","use":"sig","kid":")", kid, R"(","n":")",
                      bytes_of("n"), R"(","e":")", bytes_of("e"), R"("})");
}

inline std::string PublicPem(const Pkey& key) {
  BIO* bio = BIO_new(BIO_s_mem());
  PEM_write_bio_PUBKEY(bio, key.get());
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  std::string pem(data, static_cast<size_t>(size));
  BIO_free(bio);
  return pem;
}

inline void WriteFile(const std::string& path, const std::string& content, mode_t mode = 0600) {
  // Beside it and then renamed, as an operator does it: nobody reads a half.
  const std::string beside = path + ".new";
  std::ofstream(beside, std::ios::binary) << content;
  chmod(beside.c_str(), mode);
  std::filesystem::rename(beside, path);
}

inline void WriteKey(const std::string& path, const Pkey& key, mode_t mode = 0600) {
  BIO* bio = BIO_new(BIO_s_mem());
  PEM_write_bio_PrivateKey(bio, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  WriteFile(path, std::string(data, static_cast<size_t>(size)), mode);
  BIO_free(bio);
}

// A folder that goes with the test.
class Folder {
 public:
  Folder() {
    char path[] = "/tmp/placet-keys.XXXXXX";
    if (mkdtemp(path) == nullptr) std::abort();
    path_ = path;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string operator/(const std::string& name) const { return absl::StrCat(path_, "/", name); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// A token in parts, good until a test changes one.
struct Token {
  std::string header, payload;

  Token(const std::string& kid, absl::Time now)
      : header(absl::StrCat(R"({"typ":"JWT","alg":"ES256","kid":")", kid, R"("})")),
        payload(Claims("placet", "placet", "people/anna", now, now + absl::Minutes(15))) {}

  static std::string Claims(const std::string& issuer, const std::string& audience,
                            const std::string& subject, absl::Time begins, absl::Time ends,
                            const std::string& more = R"(,"sid":"s1")") {
    return absl::StrCat(R"({"iss":")", issuer, R"(","aud":")", audience, R"(","sub":")", subject,
                        R"(","iat":)", absl::ToUnixSeconds(begins), R"(,"nbf":)",
                        absl::ToUnixSeconds(begins), R"(,"exp":)", absl::ToUnixSeconds(ends), more,
                        "}");
  }

  std::string Protects() const {
    return absl::StrCat(callers::Base64(header), ".", callers::Base64(payload));
  }
  std::string With(const std::string& signature) const {
    return absl::StrCat(Protects(), ".", callers::Base64(signature));
  }
  std::string SignedBy(const Pkey& key) const {
    return With(callers::SignEs256(key.get(), Protects()));
  }
  // As RS256.
  std::string SignedByRsa(const Pkey& key) const {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    const std::string text = Protects();
    size_t size = 1024;
    std::string signature(size, '\0');
    EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, key.get());
    EVP_DigestSign(context, reinterpret_cast<unsigned char*>(signature.data()), &size,
                   reinterpret_cast<const unsigned char*>(text.data()), text.size());
    EVP_MD_CTX_free(context);
    signature.resize(size);
    return With(signature);
  }
};

}  // namespace placet::testing
