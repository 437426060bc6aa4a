// Ballots from creation to closing.
#include "services/ballots/service.h"

#include "absl/strings/str_cat.h"
#include "services/ballots/decide.h"
#include "services/ballots/openings.h"
#include "services/ballots/parse.h"
#include "services/ballots/results.h"
#include "services/ballots/store_rows.h"
#include "services/ballots/words.h"
#include "services/rpc/refuse.h"

namespace placet::ballots {
namespace {

// A key of list_ballots or of list_vote_revisions goes into SQL as a time or a number.
bool IsBallotKey(const std::string& key) {
  const size_t bar = key.find('|');
  absl::Time time;
  std::string error;
  return key.empty() ||
         (bar != std::string::npos && rpc::IsId(key.substr(bar + 1)) &&
          (key.substr(0, bar) == "infinity" ||
           (rpc::IsDate(key.substr(0, 10)) &&
            absl::ParseTime("%Y-%m-%dT%H:%M:%E6S%Ez", key.substr(0, bar) + ":00", &time, &error))));
}

}  // namespace

Ballots::Ballots(Store& store, Keeper& keeper, pg::Tail& tail, rpc::Clock clock)
    : Served(pb::BallotService::service_full_name(), std::move(clock)),
      store_(store),
      keeper_(keeper) {
  Unary("GetProject", &Ballots::GetProject);
  Unary("ListProjects", &Ballots::ListProjects);
  Unary("PutProject", &Ballots::PutProject);
  Unary("ListStageHistory", &Ballots::ListStageHistory);
  Unary("GetBallot", &Ballots::GetBallot);
  Unary("ListBallots", &Ballots::ListBallots);
  Unary("CreateBallot", &Ballots::CreateBallot);
  Unary("OpenBallot", &Ballots::OpenBallot);
  Unary("ScheduleBallot", &Ballots::ScheduleBallot);
  Unary("ExtendBallot", &Ballots::ExtendBallot);
  Unary("CloseBallot", &Ballots::CloseBallot);
  Unary("CancelBallot", &Ballots::CancelBallot);
  Unary("ListRoll", &Ballots::ListRoll);
  Unary("CastVote", &Ballots::CastVote);
  Unary("RecordLateVote", &Ballots::RecordLateVote);
  Unary("EraseExpert", &Ballots::EraseExpert);
  Unary("AllowChanges", &Ballots::AllowChanges);
  Unary("ListResultVersions", &Ballots::ListResultVersions);
  Unary("GetVote", &Ballots::GetVote);
  Unary("ListVotes", &Ballots::ListVotes);
  Unary("ListVoteRevisions", &Ballots::ListVoteRevisions);
  Unary("GetTally", &Ballots::GetTally);
  Unary("GetResult", &Ballots::GetResult);
  Unary("RenderResult", &Ballots::RenderResult);
  Stream("WatchEvents", &Ballots::Watch, tail);
}

Ballots::Answer<pb::Ballot> Ballots::GetBallot(const Call& call,
                                               const pb::GetBallotRequest& request) {
  absl::StatusOr<Move> move = co_await BeginMove(call, request.name());
  if (!move.ok()) co_return move.status();
  if (!move->facts.ballot) co_return decide::NotFound(request.name());
  co_return decide::Shown(*move->facts.ballot, move->facts.committee_reference, call.now);
}

Ballots::Answer<pb::ListBallotsResponse> Ballots::ListBallots(
    const Call& call, const pb::ListBallotsRequest& request) {
  absl::Status status = OptionalId("committees", "committee", request.committee());
  if (status.ok()) status = OptionalId("projects", "project", request.project());
  if (status.ok()) status = OptionalId("members", "voter", request.voter());
  if (status.ok() && request.due() && request.voter().empty()) {
    status = Invalid("voter", "is required with due");
  }
  absl::StatusOr<rpc::Paging> paging = ParsePaging(request);
  if (status.ok()) status = paging.status();
  if (status.ok() && !IsBallotKey(paging->after)) {
    status = Invalid("page_token", "is not a token of this list");
  }
  if (!status.ok()) co_return status;
  absl::StatusOr<std::vector<std::string>> committees = std::vector<std::string>();
  if (!request.voter().empty()) {
    absl::StatusOr<ProjectFacts> facts = co_await store_.LoadProject(call, "", "");
    if (!facts.ok()) co_return facts.status();
    committees = decide::MayAskFor(LastId(request.voter()), facts->asker);
    if (!committees.ok()) co_return committees.status();
  }
  co_return co_await store_.ListBallots(call, request, *committees, paging->size, paging->after);
}

Ballots::Answer<pb::Ballot> Ballots::CreateBallot(const Call& call,
                                                  const pb::CreateBallotRequest& request) {
  pb::Ballot wanted = request.ballot();
  if (!request.like().empty()) {
    absl::StatusOr<std::string> other = Id("ballots", "like", request.like());
    if (!other.ok()) co_return other.status();
    absl::StatusOr<BallotFacts> like = co_await store_.LoadBallot(call, *other, "", "");
    if (!like.ok()) co_return like.status();
    if (!like->ballot) co_return decide::NotFound(request.like());
    wanted = decide::Like(*like->ballot, std::move(wanted));
  }
  if (wanted.kind() == pb::BALLOT_KIND_UNSPECIFIED) co_return Invalid("ballot.kind", "is required");
  absl::Status status = OptionalId("projects", "ballot.project", wanted.project());
  if (status.ok()) status = OptionalId("committees", "ballot.committee", wanted.committee());
  if (!status.ok()) co_return status;
  const std::string project = LastId(wanted.project());
  const std::string committee = project.empty() ? LastId(wanted.committee()) : "";
  std::string id = request.ballot_id();
  if (id.empty()) {
    absl::StatusOr<BallotFacts> about = co_await store_.LoadBallot(call, "", project, committee);
    if (!about.ok()) co_return about.status();
    id = decide::IdOf(decide::ReferenceFor(*about, wanted, call.now));
  }
  if (!rpc::IsId(id)) co_return Invalid("ballot_id", "must be 1 to 63 of [a-z0-9.-]");
  absl::StatusOr<BallotFacts> facts = co_await store_.LoadBallot(call, id, project, committee);
  if (!facts.ok()) co_return facts.status();
  absl::StatusOr<bool> replayed = decide::Replayed(facts->asker, call);
  if (!replayed.ok()) co_return replayed.status();
  absl::StatusOr<pb::Ballot> ballot = facts->ballot.value_or(pb::Ballot());
  if (!*replayed) {
    ballot = decide::CreateBallot(*facts, call, id, wanted);
    if (ballot.ok()) ballot = co_await store_.CreateBallot(call, *facts, *ballot);
    if (!ballot.ok()) co_return ballot.status();
  }
  co_return decide::Shown(*std::move(ballot), facts->committee_reference, call.now);
}

Ballots::Answer<Ballots::Move> Ballots::BeginMove(const Call& call, std::string name) {
  absl::StatusOr<std::string> id = Id("ballots", "name", name);
  if (!id.ok()) co_return id.status();
  absl::StatusOr<BallotFacts> facts = co_await store_.LoadBallot(call, *id, "", "");
  if (!facts.ok()) co_return facts.status();
  absl::StatusOr<bool> replayed = decide::Replayed(facts->asker, call);
  if (!replayed.ok()) co_return replayed.status();
  co_return Move{*std::move(facts), *replayed};
}

Ballots::Answer<pb::Ballot> Ballots::EndMove(const Call& call, const BallotFacts& facts,
                                             const pb::Ballot& ballot, std::string stage) {
  pb::Project project = facts.project.value_or(pb::Project());
  if (!stage.empty()) {
    project = decide::Moved(std::move(project), stage, facts.project_version + 1, ballot.name());
  }
  absl::StatusOr<pb::Ballot> moved = co_await store_.MoveBallot(call, facts, ballot, project);
  if (!moved.ok()) co_return moved.status();
  co_return decide::Shown(*std::move(moved), facts.committee_reference, call.now);
}

async::Task<bool> Ballots::Refreshed(const absl::Status& refusal) {
  const std::string reason = rpc::ReasonOf(refusal);
  if (reason != "ROLE_MISSING" && reason != "REFERENCE_UNKNOWN" && reason != "SECRET_WHILE_OPEN") {
    co_return false;
  }
  const absl::Status status = co_await keeper_.CatchUp();
  co_return status.ok();
}

Ballots::Answer<pb::Ballot> Ballots::OpenBallot(const Call& call,
                                                const pb::OpenBallotRequest& request) {
  absl::StatusOr<bool> current = co_await CaughtUp(keeper_);
  if (!current.ok()) co_return current.status();
  absl::StatusOr<Move> move = co_await BeginMove(call, request.name());
  if (!move.ok()) co_return move.status();
  const BallotFacts& facts = move->facts;
  if (move->replayed) co_return decide::Shown(*facts.ballot, facts.committee_reference, call.now);
  absl::StatusOr<pb::Ballot> ballot = co_await Open(store_, call, facts, request);
  if (!ballot.ok()) co_return ballot.status();
  co_return decide::Shown(*std::move(ballot), facts.committee_reference, call.now);
}

Ballots::Answer<pb::Ballot> Ballots::ScheduleBallot(const Call& call,
                                                    const pb::ScheduleBallotRequest& request) {
  absl::StatusOr<Move> move = co_await BeginMove(call, request.name());
  if (!move.ok()) co_return move.status();
  const BallotFacts& facts = move->facts;
  if (move->replayed) co_return decide::Shown(*facts.ballot, facts.committee_reference, call.now);
  absl::StatusOr<pb::Ballot> ballot = decide::ScheduleBallot(facts, call, request);
  if (!ballot.ok()) co_return ballot.status();
  co_return co_await EndMove(call, facts, *ballot, "");
}

Ballots::Answer<pb::Ballot> Ballots::ExtendBallot(const Call& call,
                                                  const pb::ExtendBallotRequest& request) {
  absl::StatusOr<Move> move = co_await BeginMove(call, request.name());
  if (!move.ok()) co_return move.status();
  const BallotFacts& facts = move->facts;
  if (move->replayed) co_return decide::Shown(*facts.ballot, facts.committee_reference, call.now);
  absl::StatusOr<pb::Ballot> ballot = decide::ExtendBallot(facts, call, request);
  if (!ballot.ok()) co_return ballot.status();
  co_return co_await EndMove(call, facts, *ballot, "");
}

// Two steps: from the first commit on no vote is accepted, so the second counts what cannot change.
// A crash in between loses nothing: the keeper, or whoever asks for the result, records it.
Ballots::Answer<pb::Ballot> Ballots::CloseBallot(const Call& call,
                                                 const pb::CloseBallotRequest& request) {
  absl::StatusOr<Move> move = co_await BeginMove(call, request.name());
  if (!move.ok()) co_return move.status();
  if (!move->replayed) {
    absl::StatusOr<pb::Ballot> ballot = decide::CloseBallot(move->facts, call, request);
    if (!ballot.ok()) co_return ballot.status();
    ballot = co_await EndMove(call, move->facts, *ballot, "");
    if (!ballot.ok()) co_return ballot.status();
  }
  absl::StatusOr<bool> current = co_await CaughtUp(keeper_);
  if (!current.ok()) co_return current.status();
  absl::StatusOr<CountFacts> facts = co_await Record(store_, call, LastId(request.name()));
  if (!facts.ok()) co_return facts.status();
  co_return decide::Shown(*facts->ballot.ballot, facts->ballot.committee_reference, call.now);
}

Ballots::Answer<pb::Ballot> Ballots::AllowChanges(const Call& call,
                                                  const pb::AllowChangesRequest& request) {
  absl::StatusOr<CountFacts> settled =
      co_await Settled(store_, keeper_, call, request.name(), Store::Bodies::kToCount);
  if (!settled.ok()) co_return settled.status();
  absl::StatusOr<Move> move = co_await BeginMove(call, request.name());
  if (!move.ok()) co_return move.status();
  const BallotFacts& facts = move->facts;
  if (move->replayed) co_return decide::Shown(*facts.ballot, facts.committee_reference, call.now);
  absl::StatusOr<pb::Ballot> ballot = decide::AllowChanges(facts, call, request);
  if (!ballot.ok()) co_return ballot.status();
  co_return co_await EndMove(call, facts, *ballot, "");
}

Ballots::Answer<pb::Ballot> Ballots::CancelBallot(const Call& call,
                                                  const pb::CancelBallotRequest& request) {
  absl::StatusOr<Move> move = co_await BeginMove(call, request.name());
  if (!move.ok()) co_return move.status();
  const BallotFacts& facts = move->facts;
  if (move->replayed) co_return decide::Shown(*facts.ballot, facts.committee_reference, call.now);
  absl::StatusOr<pb::Ballot> ballot = decide::CancelBallot(facts, call, request);
  if (!ballot.ok()) co_return ballot.status();
  const rules::Rule* rule = decide::RuleOf(*facts.ballot, facts.committee_reference, call.now);
  const bool was_open = facts.ballot->state() == pb::BALLOT_STATE_OPEN;
  const bool moved_it = rule != nullptr && facts.project && !rule->stage_open.empty() &&
                        facts.project->stage() == rule->stage_open;
  // Named first: g++ 12 frees a conditional temporary of a co_await expression twice.
  const std::string stage = was_open && moved_it ? ballot->stage_before() : "";
  co_return co_await EndMove(call, facts, *ballot, stage);
}

}  // namespace placet::ballots
