// What the other two services know: ballots and who may do what. Asked for each call, in the name
// of the caller, through their public rpcs; nothing is kept, so nothing is ever out of date.
#pragma once

#include <grpcpp/channel.h>

#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "placet/ballots/v1/analysis.grpc.pb.h"
#include "placet/ballots/v1/ballot_service.grpc.pb.h"
#include "placet/members/v1/member_service.grpc.pb.h"
#include "services/async/task.h"
#include "services/comments/facts.h"
#include "services/rpc/call.h"

namespace placet::comments {

// Codes in the first column of a table, in capitals, and the national body that each means: country
// codes, acronyms, identifiers.
using Codes = std::map<std::string, std::string>;

class Peers {
 public:
  template <class T>
  using Answer = async::Task<absl::StatusOr<T>>;

  Peers(const std::shared_ptr<grpc::Channel>& members,
        const std::shared_ptr<grpc::Channel>& ballots);

  // The ballot, and what the caller holds today. NOT_FOUND where there is no such ballot.
  Answer<Scene> Look(const rpc::Call& call, std::string ballot);
  // What the caller holds today.
  Answer<std::vector<Grant>> GrantsHeld(const rpc::Call& call);
  Answer<Codes> LoadCodes(const rpc::Call& call);
  // REFERENCE_UNKNOWN where there is no such person, or body; "" is nobody, and known.
  async::Task<absl::Status> CheckPerson(const rpc::Call& call, std::string field, std::string name);
  async::Task<absl::Status> CheckMember(const rpc::Call& call, std::string field, std::string name);
  // Refusals of the ballots come through as they are.
  Answer<ballots_pb::Vote> CastVote(const rpc::Call& call,
                                    const ballots_pb::CastVoteRequest& request);
  Answer<ballots_pb::Vote> GetVote(const rpc::Call& call, std::string name);
  Answer<ballots_pb::Result> GetResult(const rpc::Call& call, std::string ballot);
  Answer<ballots_pb::WhatIfResponse> WhatIf(const rpc::Call& call,
                                            const ballots_pb::WhatIfRequest& request);
  Answer<ballots_pb::ListBallotsResponse> ListBallots(const rpc::Call& call, std::string project);

 private:
  // What the directory calls the liaison of a grant; "": it is none today.
  Answer<std::string> OrganizationOf(const rpc::Call& call, const Grant& grant);

  const std::unique_ptr<placet::members::v1::MemberService::Stub> members_;
  const std::unique_ptr<ballots_pb::BallotService::Stub> ballots_;
  const std::unique_ptr<ballots_pb::AnalysisService::Stub> analyses_;
};

}  // namespace placet::comments
