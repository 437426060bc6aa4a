// BallotService: one short method per rpc: parse, load, decide, store.
#pragma once

#include <cstdint>
#include <string>

#include "placet/ballots/v1/ballot_service.grpc.pb.h"
#include "services/ballots/keeper.h"
#include "services/ballots/store.h"
#include "services/pg/tail.h"
#include "services/rpc/serve.h"

namespace placet::ballots {

// What the caller may see of an event.
pb::Event Seen(StoredEvent stored, const Asker& asker, absl::Time now);

class Ballots final : public rpc::Served<pb::BallotService::Service> {
 public:
  Ballots(Store& store, Keeper& keeper, pg::Tail& tail, rpc::Clock clock);

 private:
  template <class T>
  using Answer = async::Task<absl::StatusOr<T>>;
  using Call = rpc::Call;

  Answer<pb::Project> GetProject(const Call&, const pb::GetProjectRequest&);
  Answer<pb::ListProjectsResponse> ListProjects(const Call&, const pb::ListProjectsRequest&);
  Answer<pb::Project> PutProject(const Call&, const pb::PutProjectRequest&);
  Answer<pb::ListStageHistoryResponse> ListStageHistory(const Call&,
                                                        const pb::ListStageHistoryRequest&);
  Answer<pb::Ballot> GetBallot(const Call&, const pb::GetBallotRequest&);
  Answer<pb::ListBallotsResponse> ListBallots(const Call&, const pb::ListBallotsRequest&);
  Answer<pb::Ballot> CreateBallot(const Call&, const pb::CreateBallotRequest&);
  Answer<pb::Ballot> OpenBallot(const Call&, const pb::OpenBallotRequest&);
  Answer<pb::Ballot> ScheduleBallot(const Call&, const pb::ScheduleBallotRequest&);
  Answer<pb::Ballot> ExtendBallot(const Call&, const pb::ExtendBallotRequest&);
  Answer<pb::Ballot> CloseBallot(const Call&, const pb::CloseBallotRequest&);
  Answer<pb::Ballot> CancelBallot(const Call&, const pb::CancelBallotRequest&);
  Answer<pb::ListRollResponse> ListRoll(const Call&, const pb::ListRollRequest&);
  Answer<pb::Vote> CastVote(const Call&, const pb::CastVoteRequest&);
  Answer<pb::Vote> RecordLateVote(const Call&, const pb::RecordLateVoteRequest&);
  Answer<pb::Vote> EraseExpert(const Call&, const pb::EraseExpertRequest&);
  Answer<pb::Ballot> AllowChanges(const Call&, const pb::AllowChangesRequest&);
  Answer<pb::ListResultVersionsResponse> ListResultVersions(const Call&,
                                                            const pb::ListResultVersionsRequest&);
  Answer<pb::Vote> GetVote(const Call&, const pb::GetVoteRequest&);
  Answer<pb::ListVotesResponse> ListVotes(const Call&, const pb::ListVotesRequest&);
  Answer<pb::ListVoteRevisionsResponse> ListVoteRevisions(const Call&,
                                                          const pb::ListVoteRevisionsRequest&);
  Answer<pb::Tally> GetTally(const Call&, const pb::GetTallyRequest&);
  Answer<pb::Result> GetResult(const Call&, const pb::GetResultRequest&);
  Answer<pb::RenderResultResponse> RenderResult(const Call&, const pb::RenderResultRequest&);
  Answer<rpc::Page> Watch(const Call&, const pb::WatchEventsRequest&, int64_t after);

  // The ballot of a move, or the answer of a repeated one (`replayed`).
  struct Move {
    BallotFacts facts;
    bool replayed = false;
  };
  Answer<Move> BeginMove(const Call& call, std::string name);
  // Extends, closes or cancels once decided.
  Answer<pb::Ballot> EndMove(const Call& call, const BallotFacts& facts, const pb::Ballot& ballot,
                             std::string stage);
  Answer<pb::Vote> LastLateVote(const Call& call, std::string ballot, std::string member);
  // The facts of a vote on a ballot whose time is over, with its result recorded.
  Answer<CastFacts> LoadAfterClosing(const Call& call, const std::string& ballot,
                                     const std::string& member);
  // Roles and committees are read from the copy of the directory: nobody is refused because it is
  // behind.
  async::Task<bool> Refreshed(const absl::Status& refusal) override;

  Store& store_;
  Keeper& keeper_;
};

}  // namespace placet::ballots
