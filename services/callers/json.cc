#include "services/callers/json.h"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"

namespace placet::callers {
namespace {

absl::string_view NameOf(const rapidjson::Value& name) {
  return absl::string_view(name.GetString(), name.GetStringLength());
}

// An object within an object is never asked for its members, so the outer ones are enough.
bool NamesOneTwice(const rapidjson::Value& object) {
  absl::flat_hash_set<absl::string_view> names;
  return std::any_of(object.MemberBegin(), object.MemberEnd(),
                     [&](const auto& member) { return !names.insert(NameOf(member.name)).second; });
}

}  // namespace

absl::StatusOr<rapidjson::Document> ParseObject(absl::string_view json) {
  rapidjson::Document document;
  // Iterative: nesting costs memory and no stack.
  document.Parse<rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag>(
      json.data(), json.size());
  if (document.HasParseError() || !document.IsObject()) {
    return absl::InvalidArgumentError("is not a JSON object");
  }
  if (NamesOneTwice(document)) return absl::InvalidArgumentError("names a member twice");
  return document;
}

std::optional<std::string> TextOf(const rapidjson::Value& object, const char* name) {
  const auto found = object.FindMember(name);
  if (found == object.MemberEnd() || !found->value.IsString()) return std::nullopt;
  return std::string(found->value.GetString(), found->value.GetStringLength());
}

std::optional<double> NumberOf(const rapidjson::Value& object, const char* name) {
  const auto found = object.FindMember(name);
  if (found == object.MemberEnd() || !found->value.IsNumber()) return std::nullopt;
  return found->value.GetDouble();
}

std::optional<std::string> Unbase64(absl::string_view text) {
  const bool letters = std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return absl::ascii_isalnum(c) || c == '-' || c == '_';
  });
  std::string bytes;
  if (!letters || !absl::WebSafeBase64Unescape(text, &bytes) || Base64(bytes) != text) {
    return std::nullopt;
  }
  return bytes;
}

std::string Base64(absl::string_view bytes) { return absl::WebSafeBase64Escape(bytes); }

std::string Sha256(absl::string_view bytes) {
  // Looked up once: OpenSSL's one-call forms look the algorithm up each time.
  static EVP_MD* const sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(digest.data()), nullptr,
             sha256, nullptr);
  return digest;
}

}  // namespace placet::callers
