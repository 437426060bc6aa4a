// Pure: what similar comments come to, who opposes and for which comments, which path leads to
// approval, what a finding becomes.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "placet/comments/v1/consensus_service.pb.h"
#include "services/comments/decide.h"
#include "services/comments/store_consensus.h"

namespace placet::comments::decide {

// Pairs that hang together, the most alike first; each comment in at most one group.
struct AlikeComments {
  std::vector<int64_t> numbers;
  int percent = 0;  // of the least alike pair that joined it
};
std::vector<AlikeComments> Joined(const std::vector<Pair>& pairs);
// `comments`: those of all groups, by number.
pb::ProposeGroupsResponse Proposed(const std::vector<AlikeComments>& groups,
                                   const std::map<int64_t, pb::Comment>& comments);

// `facts`: the comments that are in the group, and those that shall be.
absl::StatusOr<DecidedChange> PutGroup(const Scene& scene, const GroupFacts& group,
                                       const ChangeFacts& facts, const rpc::Call& call,
                                       const pb::PutGroupRequest& request);

// The bodies that vote against it, those with the fewest comments left first.
std::vector<pb::Opposition> Oppositions(const ballots_pb::Result& result,
                                        const std::vector<Stored>& comments);
// The comments of an opposition that are not settled to its satisfaction.
std::vector<std::string> Unsettled(const pb::Opposition& opposition);
// Asks what the verdict would be, had the first `turned` of these approved.
ballots_pb::WhatIfRequest Turned(const std::string& ballot,
                                 const std::vector<pb::Opposition>& oppositions, size_t turned);

absl::StatusOr<pb::Finding> RecordFinding(const Scene& scene, const FindingFacts& facts,
                                          const ballots_pb::Result& result, const rpc::Call& call,
                                          const pb::RecordFindingRequest& request);

}  // namespace placet::comments::decide
