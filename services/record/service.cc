#include "services/record/service.h"

#include <grpcpp/impl/codegen/proto_utils.h>

#include <algorithm>
#include <limits>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "services/record/leaf.h"
#include "services/record/refuse.h"
#include "services/rpc/names.h"
#include "services/rpc/paging.h"

namespace placet::record {
namespace {

constexpr int kEntriesPerCheck = 2000;
constexpr int kEntriesPerPiece = 50;
constexpr size_t kBytesPerPiece = 1 << 20;

std::vector<Node> NodesOf(const std::vector<Range>& ranges) {
  std::vector<Node> nodes;
  for (const Range& range : ranges) {
    for (const Node& node : FullNodes(range)) nodes.push_back(node);
  }
  return nodes;
}

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
      *response.add_findings() =
          Differs(*entry, "the event is not the one that was sealed under its number", found, sealed);
    }
    ++entry;
  }
}

grpc::ByteBuffer Serialized(const pb::Bundle& bundle) {
  grpc::ByteBuffer buffer;
  bool own = false;
  grpc::GenericSerialize<grpc::ProtoBufferWriter, pb::Bundle>(bundle, &buffer, &own);
  return buffer;
}

}  // namespace

Access::Answer<Access::Belongings> Access::Belonging(const rpc::Call&, std::string ballot) {
  co_return NotFound(ballot);
}

Records::Records(Log& log, Sealer* sealer, Access& access,
                 std::map<std::string, PublicKey> witnesses, rpc::Clock clock)
    : Served("placet.record.v1.RecordService", std::move(clock)),
      log_(log),
      sealer_(sealer),
      access_(access),
      witnesses_(std::move(witnesses)) {
  Unary("GetLatestHead", &Records::GetLatestHead);
  Unary("ListTreeHeads", &Records::ListTreeHeads);
  Unary("GetInclusionProof", &Records::GetInclusionProof);
  Unary("GetConsistencyProof", &Records::GetConsistencyProof);
  Unary("GetEntry", &Records::GetEntry);
  Unary("GetReceipt", &Records::GetReceipt);
  Download("ExportBundle", &Records::ExportBundle);
  Unary("CheckLog", &Records::CheckLog);
  Unary("AddCosignature", &Records::AddCosignature);
}

void Records::WriteNote(pb::TreeHead& head) const {
  if (sealer_ == nullptr || head.key_id() != sealer_->public_key().id()) return;
  std::string note = Note(head, sealer_->public_key());
  for (const pb::Cosignature& cosignature : head.cosignatures()) {
    const auto witness = witnesses_.find(cosignature.witness());
    if (witness != witnesses_.end()) note += CosignatureLine(cosignature, witness->second);
  }
  head.set_note(note);
}

Records::Answer<pb::TreeHead> Records::Newest(const Call& call) {
  absl::StatusOr<std::optional<pb::TreeHead>> head = co_await log_.LoadHead(call.deadline, -1);
  if (!head.ok()) co_return head.status();
  if (!*head) co_return NoHead();
  WriteNote(**head);
  co_return **std::move(head);
}

// Where this process seals, a head is made at once.
Records::Answer<pb::TreeHead> Records::Covering(const Call& call, int64_t sequence) {
  if (sealer_ != nullptr) {
    absl::StatusOr<pb::TreeHead> sealed = co_await sealer_->Covered(sequence, call.deadline);
    if (!sealed.ok()) co_return sealed.status();
  }
  absl::StatusOr<pb::TreeHead> head = co_await Newest(call);
  if (!head.ok()) co_return head.status();
  if (head->size() < sequence) co_return BeyondHead(sequence, head->size());
  co_return head;
}

Records::Answer<int64_t> Records::SizeOf(const Call& call, int64_t asked) {
  absl::StatusOr<pb::TreeHead> head = co_await Newest(call);
  if (!head.ok()) co_return head.status();
  if (asked < 0) co_return Invalid("tree_size", "must not be negative");
  if (asked > head->size()) co_return BeyondHead(asked, head->size());
  co_return asked == 0 ? head->size() : asked;
}

Records::Answer<pb::TreeHead> Records::GetLatestHead(const Call& call,
                                                     const pb::GetLatestHeadRequest&) {
  co_return co_await Newest(call);
}

Records::Answer<pb::ListTreeHeadsResponse> Records::ListTreeHeads(
    const Call& call, const pb::ListTreeHeadsRequest& request) {
  const absl::StatusOr<rpc::Paging> paging =
      rpc::ParsePaging(request, pb::ERROR_REASON_INVALID_FIELD);
  if (!paging.ok()) co_return paging.status();
  int64_t below = std::numeric_limits<int64_t>::max();
  if (!paging->after.empty() && !absl::SimpleAtoi(paging->after, &below)) {
    co_return Invalid("page_token", "is not a token of this list");
  }
  absl::StatusOr<std::vector<pb::TreeHead>> heads =
      co_await log_.ListHeads(call.deadline, below, paging->size + 1);
  if (!heads.ok()) co_return heads.status();
  pb::ListTreeHeadsResponse response;
  for (pb::TreeHead& head : *heads) {
    if (response.heads_size() == paging->size) {
      response.set_next_page_token(
          rpc::PageToken(absl::StrCat(response.heads().rbegin()->size())));
      break;
    }
    WriteNote(head);
    *response.add_heads() = std::move(head);
  }
  co_return response;
}

Records::Answer<std::vector<Hash>> Records::Hashes(const Call& call, std::vector<Range> ranges) {
  std::vector<TileKey> keys;
  for (const Node& node : NodesOf(ranges)) keys.push_back(TileOf(node));
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  absl::StatusOr<std::map<TileKey, std::string>> tiles =
      co_await log_.LoadTiles(call.deadline, std::move(keys));
  if (!tiles.ok()) co_return tiles.status();
  std::vector<Hash> hashes;
  for (const Range& range : ranges) {
    std::vector<Hash> full;
    for (const Node& node : FullNodes(range)) {
      const std::optional<Hash> hash = HashIn((*tiles)[TileOf(node)], node);
      if (!hash) co_return TileGone(TileOf(node));
      full.push_back(*hash);
    }
    hashes.push_back(Fold(full));
  }
  co_return hashes;
}

Records::Answer<pb::InclusionProof> Records::Prove(const Call& call, int64_t sequence,
                                                   int64_t size) {
  const auto index = static_cast<uint64_t>(sequence - 1);
  std::vector<Range> ranges = InclusionPath(index, static_cast<uint64_t>(size));
  ranges.push_back({index, index + 1});
  absl::StatusOr<std::vector<Hash>> hashes = co_await Hashes(call, std::move(ranges));
  if (!hashes.ok()) co_return hashes.status();
  pb::InclusionProof proof;
  proof.set_sequence(sequence);
  proof.set_tree_size(size);
  proof.set_leaf(ToBytes(hashes->back()));
  hashes->pop_back();
  for (const Hash& hash : *hashes) proof.add_path(ToBytes(hash));
  co_return proof;
}

Records::Answer<pb::ConsistencyProof> Records::ProveConsistency(const Call& call, int64_t first,
                                                                int64_t size) {
  std::vector<Range> ranges =
      ConsistencyPath(static_cast<uint64_t>(first), static_cast<uint64_t>(size));
  absl::StatusOr<std::vector<Hash>> hashes = co_await Hashes(call, std::move(ranges));
  if (!hashes.ok()) co_return hashes.status();
  pb::ConsistencyProof proof;
  proof.set_first_size(first);
  proof.set_tree_size(size);
  for (const Hash& hash : *hashes) proof.add_path(ToBytes(hash));
  co_return proof;
}

Records::Answer<pb::InclusionProof> Records::GetInclusionProof(
    const Call& call, const pb::GetInclusionProofRequest& request) {
  if (request.sequence() < 1) co_return Invalid("sequence", "must be 1 or more");
  absl::StatusOr<int64_t> size = co_await SizeOf(call, request.tree_size());
  if (!size.ok()) co_return size.status();
  if (request.sequence() > *size) co_return BeyondHead(request.sequence(), *size);
  co_return co_await Prove(call, request.sequence(), *size);
}

Records::Answer<pb::ConsistencyProof> Records::GetConsistencyProof(
    const Call& call, const pb::GetConsistencyProofRequest& request) {
  if (request.first_size() < 0) co_return Invalid("first_size", "must not be negative");
  absl::StatusOr<int64_t> size = co_await SizeOf(call, request.tree_size());
  if (!size.ok()) co_return size.status();
  if (request.first_size() > *size) co_return BeyondHead(request.first_size(), *size);
  co_return co_await ProveConsistency(call, request.first_size(), *size);
}

Records::Answer<pb::Entry> Records::GetEntry(const Call& call, const pb::GetEntryRequest& request) {
  if (request.sequence() < 1) co_return Invalid("sequence", "must be 1 or more");
  std::vector<int64_t> wanted(1, request.sequence());
  absl::StatusOr<std::vector<pb::Entry>> entries =
      co_await log_.LoadEntries(call.deadline, std::move(wanted));
  if (!entries.ok()) co_return entries.status();
  if (entries->empty()) co_return NotFound(absl::StrCat("event ", request.sequence()));
  absl::StatusOr<bool> sees = co_await access_.Sees(call, (*entries)[0]);
  if (!sees.ok()) co_return sees.status();
  if (!*sees) co_return EntryHidden();
  co_return std::move((*entries)[0]);
}

Records::Answer<pb::ProvenReceipt> Records::GetReceipt(const Call& call,
                                                       const pb::GetReceiptRequest& request) {
  pb::GetEntryRequest wanted;
  wanted.set_sequence(request.sequence());
  absl::StatusOr<pb::Entry> entry = co_await GetEntry(call, wanted);
  if (!entry.ok()) co_return entry.status();
  absl::StatusOr<pb::TreeHead> head = co_await Covering(call, request.sequence());
  if (!head.ok()) co_return head.status();
  absl::StatusOr<pb::InclusionProof> proof = co_await Prove(call, request.sequence(), head->size());
  if (!proof.ok()) co_return proof.status();
  pb::ProvenReceipt receipt;
  *receipt.mutable_entry() = *std::move(entry);
  *receipt.mutable_proof() = *std::move(proof);
  *receipt.mutable_head() = *std::move(head);
  if (sealer_ != nullptr) receipt.set_public_key(sealer_->public_key().der());
  co_return receipt;
}

Records::Answer<pb::Bundle> Records::BundleHead(const Call& call,
                                                const pb::ExportBundleRequest& request,
                                                const Access::Belongings& belongings) {
  const int64_t last = belongings.sequences.empty()
                           ? 0
                           : *std::max_element(belongings.sequences.begin(),
                                               belongings.sequences.end());
  absl::StatusOr<pb::TreeHead> head = co_await Covering(call, last);
  if (!head.ok()) co_return head.status();
  pb::Bundle bundle;
  bundle.set_ballot(request.ballot());
  if (sealer_ != nullptr) bundle.set_public_key(sealer_->public_key().der());
  std::vector<int64_t> sizes(request.kept_sizes().begin(), request.kept_sizes().end());
  for (const int64_t size : belongings.named) {
    absl::StatusOr<std::optional<pb::TreeHead>> named =
        co_await log_.LoadHead(call.deadline, size);
    if (!named.ok()) co_return named.status();
    if (!*named) continue;  // the check will say so
    WriteNote(**named);
    *bundle.add_named() = **std::move(named);
    sizes.push_back(size);
  }
  for (const int64_t size : sizes) {
    if (size < 0 || size > head->size()) continue;
    absl::StatusOr<pb::ConsistencyProof> proof =
        co_await ProveConsistency(call, size, head->size());
    if (!proof.ok()) co_return proof.status();
    *bundle.add_consistency() = *std::move(proof);
  }
  *bundle.mutable_head() = *std::move(head);
  co_return bundle;
}

async::Task<absl::Status> Records::ExportBundle(const Call& call,
                                                const pb::ExportBundleRequest& request,
                                                rpc::Feed& feed) {
  absl::StatusOr<Access::Belongings> belongings =
      co_await access_.Belonging(call, request.ballot());
  if (!belongings.ok()) co_return belongings.status();
  absl::StatusOr<pb::Bundle> piece = co_await BundleHead(call, request, *belongings);
  if (!piece.ok()) co_return piece.status();
  const int64_t size = piece->head().size();
  const grpc::ByteBuffer first = Serialized(*piece);
  const bool begun = co_await feed.Write(first);
  if (!begun) co_return absl::CancelledError("the caller has left");
  const std::vector<int64_t>& all = belongings->sequences;
  for (size_t from = 0; from < all.size(); from += kEntriesPerPiece) {
    std::vector<int64_t> some(all.begin() + static_cast<long>(from),
                              all.begin() + static_cast<long>(
                                                std::min(all.size(), from + kEntriesPerPiece)));
    absl::StatusOr<std::vector<pb::Entry>> entries =
        co_await log_.LoadEntries(call.deadline, std::move(some));
    if (!entries.ok()) co_return entries.status();
    for (pb::Entry& entry : *entries) {
      absl::StatusOr<pb::InclusionProof> proof = co_await Prove(call, entry.sequence(), size);
      if (!proof.ok()) co_return proof.status();
      pb::Bundle part;
      pb::ProvenEntry& proven = *part.add_entries();
      *proven.mutable_entry() = std::move(entry);
      *proven.mutable_path() = proof->path();
      const grpc::ByteBuffer bytes = Serialized(part);
      const bool written = co_await feed.Write(bytes);
      if (!written) co_return absl::CancelledError("the caller has left");
    }
  }
  pb::Bundle rows;
  for (pb::StoredRow& row : belongings->rows) {
    *rows.add_rows() = std::move(row);
    if (rows.ByteSizeLong() < kBytesPerPiece) continue;
    const grpc::ByteBuffer bytes = Serialized(rows);
    const bool written = co_await feed.Write(bytes);
    if (!written) co_return absl::CancelledError("the caller has left");
    rows.Clear();
  }
  const grpc::ByteBuffer bytes = Serialized(rows);
  const bool written = co_await feed.Write(bytes);
  co_return written ? absl::OkStatus() : absl::CancelledError("the caller has left");
}

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

Records::Answer<pb::TreeHead> Records::AddCosignature(const Call& call,
                                                      const pb::AddCosignatureRequest& request) {
  absl::StatusOr<std::optional<pb::TreeHead>> head =
      co_await log_.LoadHead(call.deadline, request.size());
  if (!head.ok()) co_return head.status();
  if (request.size() < 1 || !*head) {
    co_return NotFound(absl::StrCat("head of size ", request.size()));
  }
  const pb::Cosignature& cosignature = request.cosignature();
  const auto witness = witnesses_.find(cosignature.witness());
  if (witness == witnesses_.end()) co_return WitnessUnknown(cosignature.witness());
  if (!witness->second.Verifies(CosignedText(**head, cosignature.time()), cosignature.signature())) {
    co_return SignatureInvalid();
  }
  absl::StatusOr<bool> added =
      co_await log_.AddCosignature(call, request.size(), cosignature);
  if (!added.ok()) co_return added.status();
  head = co_await log_.LoadHead(call.deadline, request.size());
  if (!head.ok()) co_return head.status();
  WriteNote(**head);
  co_return **std::move(head);
}

}  // namespace placet::record
