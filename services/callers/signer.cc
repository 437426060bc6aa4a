#include "services/callers/signer.h"

#include <openssl/ecdsa.h>
#include <openssl/pem.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/callers/json.h"
#include "spdlog/spdlog.h"

namespace placet::callers {
namespace {

namespace fs = std::filesystem;

// The keys of a folder, oldest name first.
std::vector<std::string> KeyFiles(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none)) {
    if (entry.path().extension() == ".pem") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string MarkAll(const std::vector<std::string>& files) {
  std::string mark;
  for (const std::string& file : files) absl::StrAppend(&mark, file, " ", Mark(file), "\n");
  return mark;
}

bool IsPrivate(const std::string& path) {
  struct stat found = {};
  return stat(path.c_str(), &found) == 0 && (found.st_mode & (S_IRWXG | S_IRWXO)) == 0;
}

}  // namespace

absl::StatusOr<std::shared_ptr<EVP_PKEY>> ReadPrivateKey(const std::string& path) {
  if (!IsPrivate(path)) {
    return absl::FailedPreconditionError(
        absl::StrCat(path, " can be read by others: chmod 600 it, or make a new key"));
  }
  FILE* file = std::fopen(path.c_str(), "r");
  if (file == nullptr) return absl::NotFoundError(absl::StrCat(path, " cannot be read"));
  EVP_PKEY* key = PEM_read_PrivateKey(file, nullptr, nullptr, nullptr);
  std::fclose(file);
  if (key == nullptr) return absl::InvalidArgumentError(absl::StrCat(path, " is no key in PEM"));
  return std::shared_ptr<EVP_PKEY>(key, &EVP_PKEY_free);
}

absl::Status Signer::Load() {
  const std::vector<std::string> files = KeyFiles(folder_);
  if (files.empty()) {
    return absl::NotFoundError(absl::StrCat("there is no signing key in ", folder_, ": *.pem"));
  }
  auto read = std::make_shared<Key>();
  for (const std::string& file : files) {
    auto key = ReadPrivateKey(file);
    if (!key.ok()) return key.status();
    const auto point = PointOf(key->get());
    if (!point.ok()) {
      return absl::InvalidArgumentError(absl::StrCat(file, " ", point.status().message()));
    }
    *read = Key{*std::move(key), Thumbprint(*point)};
  }
  std::lock_guard lock(mutex_);
  key_ = std::move(read);
  seen_ = MarkAll(files);
  return absl::OkStatus();
}

std::shared_ptr<const Signer::Key> Signer::Current() {
  const std::string mark = MarkAll(KeyFiles(folder_));
  {
    std::lock_guard lock(mutex_);
    if (mark == seen_) return key_;
  }
  const absl::Status loaded = Load();
  std::lock_guard lock(mutex_);
  if (loaded.ok()) {
    spdlog::info("keys: tokens are signed by {}", key_->kid);
  } else {
    seen_ = mark;
    spdlog::error("keys: {}; the one before goes on signing", std::string(loaded.message()));
  }
  return key_;
}

SignedIn Signer::Sign(const std::string& person, const std::string& sign_in, absl::Time now) {
  const std::shared_ptr<const Key> key = Current();
  const int64_t issued = absl::ToUnixSeconds(now);
  const absl::Time expires = absl::FromUnixSeconds(issued) + kLifetime;
  const std::string text = absl::StrCat(
      Base64(absl::StrCat(R"({"typ":"JWT","alg":"ES256","kid":")", key->kid, R"("})")), ".",
      Base64(absl::StrCat(R"({"iss":")", issuer_, R"(","aud":")", audience_, R"(","sub":")", person,
                          R"(","sid":")", sign_in, R"(","iat":)", issued, R"(,"nbf":)", issued,
                          R"(,"exp":)", absl::ToUnixSeconds(expires), "}")));
  return SignedIn{absl::StrCat(text, ".", Base64(SignEs256(key->key.get(), text))), person, sign_in,
                  expires};
}

std::string SignEs256(EVP_PKEY* key, absl::string_view text) {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  unsigned char der[128];
  size_t size = sizeof der;
  const bool signed_now =
      EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, key) == 1 &&
      EVP_DigestSign(context, der, &size, reinterpret_cast<const unsigned char*>(text.data()),
                     text.size()) == 1;
  EVP_MD_CTX_free(context);
  if (!signed_now) return "";
  const unsigned char* at = der;
  ECDSA_SIG* signature = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(size));
  std::string raw(64, '\0');
  auto* bytes = reinterpret_cast<unsigned char*>(raw.data());
  BN_bn2binpad(ECDSA_SIG_get0_r(signature), bytes, 32);
  BN_bn2binpad(ECDSA_SIG_get0_s(signature), bytes + 32, 32);
  ECDSA_SIG_free(signature);
  return raw;
}

}  // namespace placet::callers
