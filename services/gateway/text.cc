#include "services/gateway/text.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace placet::gateway {
namespace {

// Bytes of the character that begins with this one; 0: none does.
size_t LengthAt(unsigned char first) {
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return 2;
  if (first >= 0xE0 && first <= 0xEF) return 3;
  return first >= 0xF0 && first <= 0xF4 ? 4 : 0;
}

// Overlong forms, surrogates and what lies beyond U+10FFFF, told by the second byte.
bool IsForbidden(unsigned char first, unsigned char second) {
  return (first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) ||
         (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F);
}

int Sextet(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+' || c == '-') return 62;
  return c == '/' || c == '_' ? 63 : -1;
}

}  // namespace

bool IsUtf8(absl::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  for (size_t i = 0; i < text.size();) {
    const size_t length = LengthAt(byte(i));
    if (length == 0 || length > text.size() - i) return false;
    for (size_t j = 1; j < length; ++j) {
      if ((byte(i + j) & 0xC0) != 0x80) return false;
    }
    if (length > 2 && IsForbidden(byte(i), byte(i + 1))) return false;
    i += length;
  }
  return true;
}

bool EqualInConstantTime(absl::string_view a, absl::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::optional<std::string> AnyBase64(absl::string_view text) {
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3 + 3);
  uint32_t bits = 0;
  int count = 0;  // of sextets since the last whole group
  bool padded = false;
  const auto end_group = [&] {
    if (count == 1) return false;
    if (count >= 2) bytes.push_back(static_cast<char>(bits >> (count == 2 ? 4 : 10)));
    if (count == 3) bytes.push_back(static_cast<char>(bits >> 2));
    bits = 0;
    count = 0;
    return true;
  };
  for (char c : text) {
    if (c == '=') {
      if (count > 0 ? !end_group() : !padded) return std::nullopt;
      padded = true;
      continue;
    }
    const int sextet = Sextet(c);
    if (sextet < 0) return std::nullopt;
    padded = false;
    bits = bits << 6 | static_cast<uint32_t>(sextet);
    if (++count < 4) continue;
    for (int shift : {16, 8, 0}) bytes.push_back(static_cast<char>(bits >> shift));
    bits = 0;
    count = 0;
  }
  if (!end_group()) return std::nullopt;
  return bytes;
}

std::string PercentEncode(absl::string_view text) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string encoded;
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7F && c != '%') {
      encoded.push_back(c);
    } else {
      encoded.push_back('%');
      encoded.push_back(kHex[byte >> 4]);
      encoded.push_back(kHex[byte & 15]);
    }
  }
  return encoded;
}

std::string RandomText(size_t bytes) {
  std::string random(bytes, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(random.data()), static_cast<int>(bytes)) != 1) {
    std::abort();  // without randomness nothing in here is safe
  }
  return absl::WebSafeBase64Escape(random);
}

}  // namespace placet::gateway
