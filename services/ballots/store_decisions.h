// The store of decisions: as store.h, over the same lanes.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "absl/status/statusor.h"
#include "placet/ballots/v1/decision_service.pb.h"
#include "services/async/task.h"
#include "services/ballots/decide_decision.h"
#include "services/pg/lane.h"
#include "services/rpc/call.h"
#include "services/rpc/writes.h"

namespace placet::ballots {

std::span<const pg::Statement> DecisionStatements();

class DecisionStore {
 public:
  template <class T>
  using Answer = async::Task<absl::StatusOr<T>>;

  DecisionStore(pg::Lane& reads, pg::Lane& writes) : reads_(reads), writes_(writes) {}

  // The ballot with its result and decisions; `member`: whose status on the roll is asked for.
  Answer<DecisionFacts> LoadDecision(const rpc::Call& call, std::string ballot, std::string member);
  // The tally that an event recorded.
  Answer<pb::Tally> LoadTally(const rpc::Call& call, int64_t event);
  Answer<pb::ListDecisionsResponse> ListDecisions(const rpc::Call& call,
                                                  const pb::ListDecisionsRequest& request, int size,
                                                  std::string after);
  // `project`: as it was moved, or as it is where the decision moves nothing.
  Answer<pb::Decision> DecideBallot(const rpc::Call& call, const DecisionFacts& facts,
                                    const pb::Decision& decision, const pb::Project& project);
  // The decision with the objection of `member` as its last.
  Answer<pb::Decision> ObjectToDecision(const rpc::Call& call, const DecisionFacts& facts,
                                        const pb::Decision& decision, std::string member);

 private:
  pg::Lane& reads_;
  rpc::Writes writes_;
};

}  // namespace placet::ballots
