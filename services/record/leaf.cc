#include "services/record/leaf.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_replace.h"
#include "google/protobuf/util/time_util.h"

namespace placet::record {
namespace {

constexpr char kVersion = 1;
constexpr int64_t kMicrosTo2000 = int64_t{946684800} * 1000000;

template <class Number>
void AppendBigEndian(std::string& bytes, Number number) {
  for (int shift = static_cast<int>(sizeof(Number)) * 8 - 8; shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<char>(static_cast<uint64_t>(number) >> shift));
  }
}

void AppendPrefixed(std::string& bytes, absl::string_view part) {
  AppendBigEndian(bytes, static_cast<uint32_t>(part.size()));
  bytes.append(part.data(), part.size());
}

// Sixteen bytes; zeros where there is none.
std::string UuidBytes(const std::string& uuid) {
  std::string bytes = absl::HexStringToBytes(absl::StrReplaceAll(uuid, {{"-", ""}}));
  bytes.resize(16, '\0');
  return bytes;
}

}  // namespace

std::string LeafBytes(const pb::Entry& entry) {
  std::string bytes;
  bytes.reserve(96 + entry.actor().size() + entry.subject().size() + entry.ballot().size() +
                entry.fingerprint().size() + entry.extra().size() + entry.change().size());
  bytes.push_back(kVersion);
  AppendBigEndian(bytes, entry.sequence());
  std::string blind = entry.blind();
  blind.resize(16, '\0');
  bytes += blind;
  AppendBigEndian(bytes,
                  google::protobuf::util::TimeUtil::TimestampToMicroseconds(entry.commit_time()) -
                      kMicrosTo2000);
  AppendPrefixed(bytes, entry.actor());
  AppendPrefixed(bytes, entry.subject());
  AppendPrefixed(bytes, entry.ballot());
  bytes += UuidBytes(entry.request_id());
  AppendPrefixed(bytes, entry.fingerprint());
  AppendPrefixed(bytes, entry.extra());
  bytes += entry.change();
  return bytes;
}

Hash LeafOf(const pb::Entry& entry) { return LeafHash(LeafBytes(entry)); }

}  // namespace placet::record
