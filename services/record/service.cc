#include "services/record/service.h"

#include <algorithm>
#include <limits>

#include "absl/strings/numbers.h"
#include "services/record/refuse.h"
#include "services/rpc/names.h"
#include "services/rpc/paging.h"

namespace placet::record {
namespace {

std::vector<Node> NodesOf(const std::vector<Range>& ranges) {
  std::vector<Node> nodes;
  for (const Range& range : ranges) {
    for (const Node& node : FullNodes(range)) nodes.push_back(node);
  }
  return nodes;
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
      response.set_next_page_token(rpc::PageToken(absl::StrCat(response.heads().rbegin()->size())));
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
  if (!witness->second.Verifies(CosignedText(**head, cosignature.time()),
                                cosignature.signature())) {
    co_return SignatureInvalid();
  }
  absl::StatusOr<bool> added = co_await log_.AddCosignature(call, request.size(), cosignature);
  if (!added.ok()) co_return added.status();
  head = co_await log_.LoadHead(call.deadline, request.size());
  if (!head.ok()) co_return head.status();
  WriteNote(**head);
  co_return **std::move(head);
}

}  // namespace placet::record
