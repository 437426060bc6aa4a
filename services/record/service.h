// RecordService for the log of one service: heads and proofs are public, entries are told to those
// who may see the event (Access asks the service's own rule).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "placet/record/v1/record_service.grpc.pb.h"
#include "services/record/log.h"
#include "services/record/note.h"
#include "services/record/sealer.h"
#include "services/rpc/serve.h"

namespace placet::record {

// What only the service knows: who sees what, and what belongs to a ballot.
class Access {
 public:
  template <class T>
  using Answer = async::Task<absl::StatusOr<T>>;

  virtual ~Access() = default;
  // May the caller see the event as it is, now?
  virtual Answer<bool> Sees(const rpc::Call& call, pb::Entry entry) = 0;
  // Is the caller of the central secretariat?
  virtual Answer<bool> MayCheck(const rpc::Call& call) = 0;

  // Of a ballot whose votes the caller may see: its events, the sizes of the heads that its results
  // name, its rows.
  struct Belongings {
    std::vector<int64_t> sequences;
    std::vector<int64_t> named;
    std::vector<pb::StoredRow> rows;
  };
  virtual Answer<Belongings> Belonging(const rpc::Call& call, std::string ballot);
};

class Records final : public rpc::Served<pb::RecordService::Service> {
 public:
  // `sealer`: nullptr where this process does not seal. Witnesses by name.
  Records(Log& log, Sealer* sealer, Access& access, std::map<std::string, PublicKey> witnesses,
          rpc::Clock clock);

 private:
  template <class T>
  using Answer = async::Task<absl::StatusOr<T>>;
  using Call = rpc::Call;

  Answer<pb::TreeHead> GetLatestHead(const Call&, const pb::GetLatestHeadRequest&);
  Answer<pb::ListTreeHeadsResponse> ListTreeHeads(const Call&, const pb::ListTreeHeadsRequest&);
  Answer<pb::InclusionProof> GetInclusionProof(const Call&, const pb::GetInclusionProofRequest&);
  Answer<pb::ConsistencyProof> GetConsistencyProof(const Call&,
                                                   const pb::GetConsistencyProofRequest&);
  Answer<pb::Entry> GetEntry(const Call&, const pb::GetEntryRequest&);
  Answer<pb::ProvenReceipt> GetReceipt(const Call&, const pb::GetReceiptRequest&);
  async::Task<absl::Status> ExportBundle(const Call&, const pb::ExportBundleRequest&, rpc::Feed&);
  Answer<pb::CheckLogResponse> CheckLog(const Call&, const pb::CheckLogRequest&);
  Answer<pb::TreeHead> AddCosignature(const Call&, const pb::AddCosignatureRequest&);

  Answer<pb::TreeHead> Newest(const Call& call);
  Answer<pb::TreeHead> Covering(const Call& call, int64_t sequence);
  // The size asked for, 0 being that of the newest head.
  Answer<int64_t> SizeOf(const Call& call, int64_t asked);
  Answer<pb::InclusionProof> Prove(const Call& call, int64_t sequence, int64_t size);
  Answer<pb::ConsistencyProof> ProveConsistency(const Call& call, int64_t first, int64_t size);
  Answer<std::vector<Hash>> Hashes(const Call& call, std::vector<Range> ranges);
  Answer<pb::Bundle> BundleHead(const Call& call, const pb::ExportBundleRequest& request,
                                const Access::Belongings& belongings);
  // The notes of a head, with the lines of those witnesses whose keys are known.
  void WriteNote(pb::TreeHead& head) const;

  Log& log_;
  Sealer* const sealer_;
  Access& access_;
  const std::map<std::string, PublicKey> witnesses_;
};

}  // namespace placet::record
