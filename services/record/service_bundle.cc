// Bundles: all that is needed to check a ballot, in pieces.
#include <grpcpp/impl/codegen/proto_utils.h>

#include <algorithm>

#include "services/record/service.h"

namespace placet::record {
namespace {

constexpr size_t kEntriesPerRead = 50;
constexpr size_t kBytesPerPiece = 1 << 20;

grpc::ByteBuffer Serialized(const pb::Bundle& bundle) {
  grpc::ByteBuffer buffer;
  bool own = false;
  grpc::GenericSerialize<grpc::ProtoBufferWriter, pb::Bundle>(bundle, &buffer, &own);
  return buffer;
}

}  // namespace

Records::Answer<pb::Bundle> Records::BundleHead(const Call& call,
                                                const pb::ExportBundleRequest& request,
                                                const Access::Belongings& belongings) {
  const int64_t last =
      belongings.sequences.empty()
          ? 0
          : *std::max_element(belongings.sequences.begin(), belongings.sequences.end());
  absl::StatusOr<pb::TreeHead> head = co_await Covering(call, last);
  if (!head.ok()) co_return head.status();
  pb::Bundle bundle;
  bundle.set_ballot(request.ballot());
  if (sealer_ != nullptr) bundle.set_public_key(sealer_->public_key().der());
  std::vector<int64_t> sizes(request.kept_sizes().begin(), request.kept_sizes().end());
  for (const int64_t size : belongings.named) {
    absl::StatusOr<std::optional<pb::TreeHead>> named = co_await log_.LoadHead(call.deadline, size);
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
  for (size_t from = 0; from < all.size(); from += kEntriesPerRead) {
    std::vector<int64_t> some(
        all.begin() + static_cast<long>(from),
        all.begin() + static_cast<long>(std::min(all.size(), from + kEntriesPerRead)));
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

}  // namespace placet::record
