#include "clients/cli/request_id.h"

#include <openssl/sha.h>

#include <array>
#include <random>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace placet::cli {
namespace {

// The first 16 bytes as a UUID of the given version.
std::string Uuid(std::string bytes, unsigned version) {
  bytes.resize(16);
  bytes[6] = static_cast<char>((static_cast<unsigned char>(bytes[6]) & 0x0F) | (version << 4));
  bytes[8] = static_cast<char>((static_cast<unsigned char>(bytes[8]) & 0x3F) | 0x80);
  const std::string hex = absl::BytesToHexString(bytes);
  return absl::StrCat(hex.substr(0, 8), "-", hex.substr(8, 4), "-", hex.substr(12, 4), "-",
                      hex.substr(16, 4), "-", hex.substr(20));
}

}  // namespace

std::string NewRequestId() {
  std::random_device random;
  std::string bytes;
  while (bytes.size() < 16) bytes += static_cast<char>(random() & 0xFF);
  return Uuid(bytes, 4);
}

std::string RequestIdOf(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) absl::StrAppend(&text, part.size(), ":", part);
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest;
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  return Uuid(std::string(digest.begin(), digest.end()), 5);
}

std::string FillRequestId(google::protobuf::Message& request, absl::string_view id) {
  const auto* field = request.GetDescriptor()->FindFieldByName("request_id");
  if (field == nullptr) return "";
  const auto* reflection = request.GetReflection();
  if (reflection->GetString(request, field).empty()) {
    reflection->SetString(&request, field, std::string(id));
  }
  return reflection->GetString(request, field);
}

}  // namespace placet::cli
