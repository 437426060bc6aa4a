// DecisionService: settle the result, load, decide, store.
#pragma once

#include <string>

#include "placet/ballots/v1/decision_service.grpc.pb.h"
#include "services/ballots/comment_follower.h"
#include "services/ballots/keeper.h"
#include "services/ballots/store.h"
#include "services/ballots/store_decisions.h"
#include "services/rpc/serve.h"

namespace placet::ballots {

class Decisions final : public rpc::Served<pb::DecisionService::Service> {
 public:
  // `store`: of the ballots, whose results have to be recorded first.
  Decisions(Store& store, DecisionStore& decisions, Keeper& keeper, CommentFollower& comments,
            rpc::Clock clock);

 private:
  template <class T>
  using Answer = async::Task<absl::StatusOr<T>>;
  using Call = rpc::Call;

  Answer<pb::DecisionForm> GetDecisionForm(const Call&, const pb::GetDecisionFormRequest&);
  Answer<pb::Decision> DecideBallot(const Call&, const pb::DecideBallotRequest&);
  Answer<pb::Decision> ObjectToDecision(const Call&, const pb::ObjectToDecisionRequest&);
  Answer<pb::Decision> GetDecision(const Call&, const pb::GetDecisionRequest&);
  Answer<pb::ListDecisionsResponse> ListDecisions(const Call&, const pb::ListDecisionsRequest&);
  Answer<pb::RenderDecisionResponse> RenderDecision(const Call&, const pb::RenderDecisionRequest&);

  // The facts about ballots/{ballot} with its result recorded, or why it has none. `member`: whose
  // status on the roll is asked for.
  Answer<DecisionFacts> Settle(const Call& call, std::string ballot, std::string member);
  async::Task<bool> Refreshed(const absl::Status& refusal) override;

  Store& store_;
  DecisionStore& decisions_;
  Keeper& keeper_;
  CommentFollower& comments_;
};

}  // namespace placet::ballots
