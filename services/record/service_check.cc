// Every event against what was sealed.
#include <algorithm>

#include "absl/strings/escaping.h"
#include "services/record/leaf.h"
#include "services/record/refuse.h"
#include "services/record/service.h"

namespace placet::record {
namespace {

constexpr int kEntriesPerCheck = 2000;

pb::Finding Differs(const pb::Entry& entry, const std::string& text, const Hash& found,
                    absl::string_view expected) {
  pb::Finding finding;
  finding.set_sequence(entry.sequence());
  finding.set_place(entry.subject());
  finding.set_text(text);
  finding.set_found(absl::BytesToHexString(ToBytes(found)));
  finding.set_expected(absl::BytesToHexString(expected));
  return finding;
}

pb::Finding Gone(int64_t sequence) {
  pb::Finding finding;
  finding.set_sequence(sequence);
  finding.set_text("the event is missing");
  return finding;
}

absl::string_view Sealed(const std::map<TileKey, std::string>& tiles, int64_t sequence) {
  const auto index = static_cast<uint64_t>(sequence - 1);
  const auto tile = tiles.find({0, index / kTileWidth});
  const size_t at = index % kTileWidth * sizeof(Hash);
  if (tile == tiles.end() || tile->second.size() < at + sizeof(Hash)) return "";
  return absl::string_view(tile->second).substr(at, sizeof(Hash));
}

// Each event of the span against what was sealed; `until` is the last that was looked at.
void Compare(const std::vector<pb::Entry>& entries, const std::map<TileKey, std::string>& tiles,
             int64_t after, int64_t until, pb::CheckLogResponse& response) {
  auto entry = entries.begin();
  for (int64_t sequence = after + 1; sequence <= until; ++sequence) {
    if (entry == entries.end() || entry->sequence() != sequence) {
      *response.add_findings() = Gone(sequence);
      continue;
    }
    const Hash leaf = LeafOf(*entry);
    const absl::string_view sealed = Sealed(tiles, sequence);
    if (ToBytes(leaf) != entry->leaf()) {
      *response.add_findings() =
          Differs(*entry, "the event's bytes do not give its leaf", leaf, entry->leaf());
    }
    if (!sealed.empty() && entry->leaf() != sealed) {
      const Hash found = ToHash(entry->leaf()).value_or(Hash());
      *response.add_findings() = Differs(
          *entry, "the event is not the one that was sealed under its number", found, sealed);
    }
    ++entry;
  }
}

}  // namespace

Records::Answer<pb::CheckLogResponse> Records::CheckLog(const Call& call,
                                                        const pb::CheckLogRequest& request) {
  const int64_t after = request.after_sequence();
  if (after < 0) co_return Invalid("after_sequence", "must not be negative");
  absl::StatusOr<bool> may = co_await access_.MayCheck(call);
  if (!may.ok()) co_return may.status();
  if (!*may) co_return SecretariatOnly();
  absl::StatusOr<pb::TreeHead> head = co_await Newest(call);
  if (!head.ok()) co_return head.status();
  absl::StatusOr<std::vector<pb::Entry>> entries =
      co_await log_.ListEntries(call.deadline, after, kEntriesPerCheck);
  if (!entries.ok()) co_return entries.status();
  // Beyond the head there is nothing to compare with; before it something may be missing.
  int64_t until = std::max(after, std::min(head->size(), after + kEntriesPerCheck));
  if (!entries->empty()) {
    until = std::min(std::max(until, entries->back().sequence()), after + kEntriesPerCheck);
  }
  std::vector<TileKey> keys;
  for (int64_t tile = after / 256; tile * 256 < until; ++tile) {
    keys.push_back({0, static_cast<uint64_t>(tile)});
  }
  absl::StatusOr<std::map<TileKey, std::string>> tiles =
      co_await log_.LoadTiles(call.deadline, std::move(keys));
  if (!tiles.ok()) co_return tiles.status();
  pb::CheckLogResponse response;
  Compare(*entries, *tiles, after, until, response);
  response.set_checked_until(until);
  response.set_tree_size(head->size());
  co_return response;
}

}  // namespace placet::record
