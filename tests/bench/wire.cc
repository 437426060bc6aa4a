#include "tests/bench/wire.h"

#include <cstdint>

namespace placet::bench {
namespace {

constexpr uint32_t kVersion = 1, kEntries = 6;  // of Board

void PutString(std::string& into, int field, std::string_view text) {
  if (text.empty()) return;
  into.push_back(static_cast<char>(field << 3 | 2));
  into.push_back(static_cast<char>(text.size()));  // below 128 bytes
  into.append(text);
}

uint64_t TakeVarint(std::string_view& bytes) {
  uint64_t value = 0;
  for (int shift = 0; !bytes.empty(); shift += 7) {
    const auto byte = static_cast<uint8_t>(bytes.front());
    bytes.remove_prefix(1);
    value |= static_cast<uint64_t>(byte & 0x7f) << shift;
    if (byte < 0x80) break;
  }
  return value;
}

// The first field of that number, where it is a string or a message.
bool Find(std::string_view bytes, uint32_t wanted, std::string_view& found) {
  while (!bytes.empty()) {
    const uint64_t tag = TakeVarint(bytes);
    if ((tag & 7) == 0) {
      TakeVarint(bytes);
      continue;
    }
    if ((tag & 7) != 2) return false;
    const uint64_t length = TakeVarint(bytes);
    if (length > bytes.size()) return false;
    found = bytes.substr(0, length);
    if (tag >> 3 == wanted) return true;
    bytes.remove_prefix(length);
  }
  return false;
}

}  // namespace

std::string BoardRequest(std::string_view committee, std::string_view member,
                         std::string_view version) {
  std::string request;
  PutString(request, 1, committee);
  PutString(request, 2, member);
  PutString(request, 3, version);
  return request;
}

std::string VersionOf(std::string_view board) {
  std::string_view version;
  return Find(board, kVersion, version) ? std::string(version) : "";
}

bool HasEntries(std::string_view board) {
  std::string_view entry;
  return Find(board, kEntries, entry);
}

}  // namespace placet::bench
