// What consensus is shown from: similar comments, groups, days, findings. Over the same lanes as
// store.h; groups are changed by its ChangeComments.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "placet/comments/v1/consensus_service.pb.h"
#include "services/async/task.h"
#include "services/comments/facts.h"
#include "services/pg/lane.h"
#include "services/rpc/call.h"
#include "services/rpc/writes.h"

namespace placet::comments {

std::span<const pg::Statement> ConsensusStatements();

// Two comments of different bodies whose texts are alike.
struct Pair {
  int first = 0;
  int second = 0;
  int percent = 0;
};

struct GroupFacts {
  std::optional<Replay> replay;
  std::string title;
  int64_t version = 0;  // 0: there is none
  int64_t next = 0;     // number of the next one
};

struct FindingFacts {
  std::optional<Replay> replay;
  std::vector<pb::Finding> findings;  // oldest first
  pb::BallotCounts counts;
};

class ConsensusStore {
 public:
  template <class T>
  using Answer = async::Task<absl::StatusOr<T>>;

  ConsensusStore(pg::Lane& reads, pg::Lane& writes) : reads_(reads), writes_(writes) {}

  // The most alike first.
  Answer<std::vector<Pair>> ListPairs(const rpc::Call& call, std::string ballot, int least_percent);
  Answer<GroupFacts> LoadGroup(const rpc::Call& call, std::string ballot, int64_t number);
  Answer<pb::ListGroupsResponse> ListGroups(const rpc::Call& call, std::string ballot);
  Answer<pb::Progress> GetProgress(const rpc::Call& call, std::string ballot);
  Answer<FindingFacts> LoadFindings(const rpc::Call& call, std::string ballot);
  // Guarded by the number of findings that were loaded.
  Answer<pb::Finding> RecordFinding(const rpc::Call& call, std::string ballot,
                                    const pb::Finding& finding, int64_t number);

 private:
  pg::Lane& reads_;
  rpc::Writes writes_;
};

}  // namespace placet::comments
