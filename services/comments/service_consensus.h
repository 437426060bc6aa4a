// ConsensusService: parse, look at ballot and rights, load, decide, store.
#pragma once

#include <string>
#include <vector>

#include "placet/comments/v1/consensus_service.grpc.pb.h"
#include "services/comments/decide_consensus.h"
#include "services/comments/peers.h"
#include "services/comments/store.h"
#include "services/comments/store_consensus.h"
#include "services/rpc/serve.h"

namespace placet::comments {

class Consensuses final : public rpc::Served<pb::ConsensusService::Service> {
 public:
  // All of them outlive this.
  Consensuses(Store& comments, ConsensusStore& store, Peers& peers, rpc::Clock clock);

 private:
  template <class T>
  using Answer = async::Task<absl::StatusOr<T>>;
  using Call = rpc::Call;

  Answer<pb::ProposeGroupsResponse> ProposeGroups(const Call&, const pb::ProposeGroupsRequest&);
  Answer<pb::Group> PutGroup(const Call&, const pb::PutGroupRequest&);
  Answer<pb::ListGroupsResponse> ListGroups(const Call&, const pb::ListGroupsRequest&);
  Answer<pb::Progress> GetProgress(const Call&, const pb::GetProgressRequest&);
  Answer<pb::Consensus> GetConsensus(const Call&, const pb::GetConsensusRequest&);
  Answer<pb::Finding> RecordFinding(const Call&, const pb::RecordFindingRequest&);
  Answer<pb::ListFindingsResponse> ListFindings(const Call&, const pb::ListFindingsRequest&);

  // A ballot that has closed: before, nothing here may be seen.
  struct Closed {
    Scene scene;
    std::string ballot;  // id
  };
  Answer<Closed> Look(const Call& call, std::string field, std::string name);
  Answer<pb::Group> Repeated(const Call& call, std::string subject);
  // All comments of a ballot, without the long texts that never change.
  Answer<std::vector<Stored>> All(const Call& call, std::string ballot);
  // Those of the group, and those that shall be in it.
  Answer<ChangeFacts> LoadMembers(const Call& call, const Closed& closed,
                                  const pb::PutGroupRequest& request);
  Answer<pb::BallotConsensus> ConsensusOf(const Call& call, std::string name);
  async::Task<absl::Status> AddPath(const Call& call, std::vector<pb::Opposition> oppositions,
                                    pb::BallotConsensus& consensus);

  Store& comments_;
  ConsensusStore& store_;
  Peers& peers_;
};

}  // namespace placet::comments
