#include "services/ballots/service.h"

#include <grpcpp/impl/codegen/proto_utils.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/ballots/count.h"
#include "services/ballots/decide.h"
#include "services/ballots/sheet.h"
#include "services/ballots/store_rows.h"
#include "services/rpc/names.h"
#include "services/rpc/refuse.h"

namespace placet::ballots {
namespace {

constexpr int kEventsPerPage = 500;

absl::Status Invalid(absl::string_view field, absl::string_view description) {
  return rpc::Invalid(pb::ERROR_REASON_INVALID_FIELD, field, description);
}

// The identifier behind a collection, or which field is wrong.
absl::StatusOr<std::string> Id(absl::string_view collection, absl::string_view field,
                               const std::string& name) {
  std::optional<std::string> id = rpc::IdIn(collection, name);
  if (id) return *std::move(id);
  return Invalid(field, absl::StrCat("must be ", collection, "/{id}"));
}

// The same where the field may be empty.
absl::Status OptionalId(absl::string_view collection, absl::string_view field,
                        const std::string& name) {
  return name.empty() ? absl::OkStatus() : Id(collection, field, name).status();
}

struct VoteId {
  std::string ballot;
  std::string member;
};

absl::StatusOr<VoteId> ParseVote(absl::string_view field, const std::string& name) {
  const auto ids = rpc::ParseName("ballots/*/votes/*", name);
  if (!ids) return Invalid(field, "must be ballots/{ballot}/votes/{member}");
  return VoteId{(*ids)[0], (*ids)[1]};
}

struct Paging {
  int size = 0;
  std::string after;
};

template <class Request>
absl::StatusOr<Paging> ParsePaging(const Request& request) {
  const std::optional<int> size = rpc::PageSize(request.page_size());
  if (!size) return Invalid("page_size", "must not be negative");
  const std::optional<std::string> after = rpc::ParsePageToken(request.page_token());
  if (!after) return Invalid("page_token", "is not a token of this service");
  return Paging{*size, *after};
}

// A page of a list that is in memory and ordered by member.
template <class Response, class Each>
void Fill(const std::vector<Body>& bodies, const Paging& paging, Response& response, Each each) {
  std::vector<const Body*> ordered;
  for (const Body& body : bodies) {
    if (body.member > paging.after) ordered.push_back(&body);
  }
  std::sort(ordered.begin(), ordered.end(),
            [](const Body* a, const Body* b) { return a->member < b->member; });
  int filled = 0;
  const Body* last = nullptr;
  for (const Body* body : ordered) {
    if (filled == paging.size) {
      response.set_next_page_token(rpc::PageToken(last->member));
      return;
    }
    if (each(*body)) {
      ++filled;
      last = body;
    }
  }
}

// A key of list_ballots or of list_vote_revisions goes into SQL as a time or a number.
bool IsBallotKey(const std::string& key) {
  const size_t bar = key.find('|');
  absl::Time time;
  std::string error;
  return key.empty() ||
         (bar != std::string::npos && rpc::IsId(key.substr(bar + 1)) &&
          (key.substr(0, bar) == "infinity" ||
           absl::ParseTime("%Y-%m-%dT%H:%M:%E6S%Ez", key.substr(0, bar) + ":00", &time, &error)));
}

bool IsNumberKey(const std::string& key) {
  int64_t number = 0;
  return key.empty() || (absl::SimpleAtoi(key, &number) && number >= 0);
}

// What the caller may see of an event.
pb::Event Seen(StoredEvent stored, const Asker& asker, absl::Time now) {
  if (!stored.event.has_vote()) return std::move(stored.event);
  const auto ids = rpc::ParseName("ballots/*/votes/*", stored.event.subject());
  if (ids && decide::SeesBody(stored.ballot, (*ids)[1], asker, now)) {
    return std::move(stored.event);
  }
  stored.event.mutable_hidden();
  stored.event.clear_actor();
  stored.event.set_subject(stored.ballot.name());
  return std::move(stored.event);
}

}  // namespace

Ballots::Ballots(Store& store, Keeper& keeper, pg::Tail& tail, rpc::Clock clock)
    : Served(pb::BallotService::service_full_name(), std::move(clock)),
      store_(store),
      keeper_(keeper) {
  Unary("GetProject", &Ballots::GetProject);
  Unary("ListProjects", &Ballots::ListProjects);
  Unary("PutProject", &Ballots::PutProject);
  Unary("GetBallot", &Ballots::GetBallot);
  Unary("ListBallots", &Ballots::ListBallots);
  Unary("CreateBallot", &Ballots::CreateBallot);
  Unary("OpenBallot", &Ballots::OpenBallot);
  Unary("ExtendBallot", &Ballots::ExtendBallot);
  Unary("CloseBallot", &Ballots::CloseBallot);
  Unary("CancelBallot", &Ballots::CancelBallot);
  Unary("ListRoll", &Ballots::ListRoll);
  Unary("CastVote", &Ballots::CastVote);
  Unary("GetVote", &Ballots::GetVote);
  Unary("ListVotes", &Ballots::ListVotes);
  Unary("ListVoteRevisions", &Ballots::ListVoteRevisions);
  Unary("GetTally", &Ballots::GetTally);
  Unary("GetResult", &Ballots::GetResult);
  Unary("RenderResult", &Ballots::RenderResult);
  Stream("WatchEvents", &Ballots::Watch, tail);
}

Ballots::Answer<pb::Project> Ballots::GetProject(const Call& call,
                                                 const pb::GetProjectRequest& request) {
  absl::StatusOr<std::string> id = Id("projects", "name", request.name());
  if (!id.ok()) co_return id.status();
  absl::StatusOr<ProjectFacts> facts = co_await store_.LoadProject(call, *id, "");
  if (!facts.ok()) co_return facts.status();
  if (!facts->project) co_return decide::NotFound(request.name());
  co_return *facts->project;
}

Ballots::Answer<pb::ListProjectsResponse> Ballots::ListProjects(
    const Call& call, const pb::ListProjectsRequest& request) {
  absl::Status status = OptionalId("committees", "committee", request.committee());
  absl::StatusOr<Paging> paging = ParsePaging(request);
  if (status.ok()) status = paging.status();
  if (!status.ok()) co_return status;
  co_return co_await store_.ListProjects(call, LastId(request.committee()), paging->size,
                                         paging->after);
}

Ballots::Answer<pb::Project> Ballots::PutProject(const Call& call,
                                                 const pb::PutProjectRequest& request) {
  absl::StatusOr<std::string> id = Id("projects", "project.name", request.project().name());
  if (!id.ok()) co_return id.status();
  absl::StatusOr<ProjectFacts> facts =
      co_await store_.LoadProject(call, *id, LastId(request.project().committee()));
  if (!facts.ok()) co_return facts.status();
  absl::StatusOr<bool> replayed = decide::Replayed(facts->asker, call);
  if (!replayed.ok()) co_return replayed.status();
  if (*replayed) co_return *facts->project;
  absl::StatusOr<pb::Project> project = decide::PutProject(*facts, request.project());
  if (!project.ok()) co_return project.status();
  co_return co_await store_.PutProject(call, *facts, *project);
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
  absl::StatusOr<Paging> paging = ParsePaging(request);
  if (status.ok()) status = paging.status();
  if (status.ok() && !IsBallotKey(paging->after)) {
    status = Invalid("page_token", "is not a token of this list");
  }
  if (!status.ok()) co_return status;
  if (!request.voter().empty()) {
    absl::StatusOr<ProjectFacts> facts = co_await store_.LoadProject(call, "", "");
    if (!facts.ok()) co_return facts.status();
    status = decide::MayAskFor(LastId(request.voter()), facts->asker);
    if (!status.ok()) co_return status;
  }
  co_return co_await store_.ListBallots(call, request, paging->size, paging->after);
}

Ballots::Answer<pb::Ballot> Ballots::CreateBallot(const Call& call,
                                                  const pb::CreateBallotRequest& request) {
  absl::StatusOr<std::string> project =
      Id("projects", "ballot.project", request.ballot().project());
  if (!project.ok()) co_return project.status();
  std::string id = request.ballot_id();
  if (id.empty()) {
    absl::StatusOr<ProjectFacts> facts = co_await store_.LoadProject(call, *project, "");
    if (!facts.ok()) co_return facts.status();
    const pb::Ballot& ballot = request.ballot();
    id = decide::IdOf(
        decide::ReferenceOf(facts->project.value_or(pb::Project()), ballot.kind(), ballot.draft()));
  }
  if (!rpc::IsId(id)) co_return Invalid("ballot_id", "must be 1 to 63 of [a-z0-9.-]");
  absl::StatusOr<BallotFacts> facts = co_await store_.LoadBallot(call, id, *project);
  if (!facts.ok()) co_return facts.status();
  absl::StatusOr<bool> replayed = decide::Replayed(facts->asker, call);
  if (!replayed.ok()) co_return replayed.status();
  absl::StatusOr<pb::Ballot> ballot = facts->ballot.value_or(pb::Ballot());
  if (!*replayed) {
    ballot = decide::CreateBallot(*facts, call, id, request.ballot());
    if (ballot.ok()) ballot = co_await store_.CreateBallot(call, *facts, *ballot);
    if (!ballot.ok()) co_return ballot.status();
  }
  co_return decide::Shown(*std::move(ballot), facts->committee_reference, call.now);
}

Ballots::Answer<Ballots::Move> Ballots::BeginMove(const Call& call, std::string name) {
  absl::StatusOr<std::string> id = Id("ballots", "name", name);
  if (!id.ok()) co_return id.status();
  absl::StatusOr<BallotFacts> facts = co_await store_.LoadBallot(call, *id, "");
  if (!facts.ok()) co_return facts.status();
  absl::StatusOr<bool> replayed = decide::Replayed(facts->asker, call);
  if (!replayed.ok()) co_return replayed.status();
  co_return Move{*std::move(facts), *replayed};
}

Ballots::Answer<pb::Ballot> Ballots::EndMove(const Call& call, const BallotFacts& facts,
                                             const pb::Ballot& ballot, std::string stage) {
  pb::Project project = *facts.project;
  if (!stage.empty()) project = decide::Moved(std::move(project), stage, facts.project_version + 1);
  absl::StatusOr<pb::Ballot> moved = co_await store_.MoveBallot(call, facts, ballot, project);
  if (!moved.ok()) co_return moved.status();
  co_return decide::Shown(*std::move(moved), facts.committee_reference, call.now);
}

Ballots::Answer<bool> Ballots::CaughtUp() {
  absl::Status status = co_await keeper_.CatchUp();
  if (status.ok()) co_return true;
  co_return rpc::Refuse(absl::StatusCode::kUnavailable, pb::ERROR_REASON_DIRECTORY_BEHIND,
                        "the directory cannot be reached, so the roll is not certain",
                        "repeat the request with the same request_id when the directory is back");
}

Ballots::Answer<pb::Ballot> Ballots::OpenBallot(const Call& call,
                                                const pb::OpenBallotRequest& request) {
  absl::StatusOr<bool> current = co_await CaughtUp();
  if (!current.ok()) co_return current.status();
  absl::StatusOr<Move> move = co_await BeginMove(call, request.name());
  if (!move.ok()) co_return move.status();
  const BallotFacts& facts = move->facts;
  if (move->replayed) co_return decide::Shown(*facts.ballot, facts.committee_reference, call.now);
  absl::StatusOr<pb::Ballot> ballot = decide::OpenBallot(facts, call, request);
  if (!ballot.ok()) co_return ballot.status();
  const rules::Rule& rule = *decide::RuleOf(*ballot, facts.committee_reference, call.now);
  const pb::Project project =
      decide::Moved(*facts.project, std::string(rule.stage_open), facts.project_version + 1);
  const bool all_bodies = rule.electorate == rules::Electorate::kAllBodies;
  ballot = co_await store_.OpenBallot(call, facts, *ballot, project, all_bodies);
  if (!ballot.ok()) co_return ballot.status();
  co_return decide::Shown(*std::move(ballot), facts.committee_reference, call.now);
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
  absl::StatusOr<CountFacts> facts = co_await Settled(call, request.name());
  if (!facts.ok()) co_return facts.status();
  co_return decide::Shown(*facts->ballot.ballot, facts->ballot.committee_reference, call.now);
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
  const bool moved_it = rule != nullptr && facts.project->stage() == rule->stage_open;
  co_return co_await EndMove(call, facts, *ballot,
                             was_open && moved_it ? ballot->stage_before() : "");
}

Ballots::Answer<pb::ListRollResponse> Ballots::ListRoll(const Call& call,
                                                        const pb::ListRollRequest& request) {
  absl::StatusOr<std::string> id = Id("ballots", "parent", request.parent());
  absl::StatusOr<Paging> paging = ParsePaging(request);
  if (!id.ok() || !paging.ok()) co_return id.ok() ? paging.status() : id.status();
  absl::StatusOr<CountFacts> facts = co_await store_.LoadCount(call, *id);
  if (!facts.ok()) co_return facts.status();
  if (!facts->ballot.ballot) co_return decide::NotFound(request.parent());
  const pb::Ballot& ballot = *facts->ballot.ballot;
  pb::ListRollResponse response;
  Fill(facts->bodies, *paging, response, [&](const Body& body) {
    if (request.status() != pb::MEMBER_STATUS_UNSPECIFIED && request.status() != body.status) {
      return false;
    }
    const bool sees = decide::SeesBody(ballot, body.member, facts->ballot.asker, call.now);
    *response.add_entries() = EntryOf(ballot, body, sees);
    return true;
  });
  co_return response;
}

Ballots::Answer<pb::Vote> Ballots::CastVote(const Call& call, const pb::CastVoteRequest& request) {
  absl::StatusOr<VoteId> id = ParseVote("vote.name", request.vote().name());
  if (!id.ok()) co_return id.status();
  absl::StatusOr<CastFacts> facts = co_await store_.LoadCast(call, id->ballot, id->member);
  if (!facts.ok()) co_return facts.status();
  absl::StatusOr<bool> replayed = decide::Replayed(facts->asker, call);
  if (!replayed.ok()) co_return replayed.status();
  if (*replayed) co_return *facts->body->vote;
  absl::StatusOr<pb::Vote> vote = decide::CastVote(*facts, call, request.vote());
  if (!vote.ok() || request.validate_only()) co_return vote;
  co_return co_await store_.CastVote(call, *facts, *vote);
}

Ballots::Answer<pb::Vote> Ballots::GetVote(const Call& call, const pb::GetVoteRequest& request) {
  absl::StatusOr<VoteId> id = ParseVote("name", request.name());
  if (!id.ok()) co_return id.status();
  absl::StatusOr<CastFacts> facts = co_await store_.LoadCast(call, id->ballot, id->member);
  if (!facts.ok()) co_return facts.status();
  if (!facts->ballot) co_return decide::NotFound(absl::StrCat("ballots/", id->ballot));
  if (!decide::SeesBody(*facts->ballot, id->member, facts->asker, call.now)) {
    co_return decide::MaySeeAll(*facts->ballot, facts->asker, call.now);
  }
  if (!facts->body || !facts->body->vote) co_return decide::NotFound(request.name());
  co_return *facts->body->vote;
}

Ballots::Answer<pb::ListVotesResponse> Ballots::ListVotes(const Call& call,
                                                          const pb::ListVotesRequest& request) {
  absl::StatusOr<std::string> id = Id("ballots", "parent", request.parent());
  absl::StatusOr<Paging> paging = ParsePaging(request);
  if (!id.ok() || !paging.ok()) co_return id.ok() ? paging.status() : id.status();
  absl::StatusOr<CountFacts> facts = co_await store_.LoadCount(call, *id);
  if (!facts.ok()) co_return facts.status();
  if (!facts->ballot.ballot) co_return decide::NotFound(request.parent());
  pb::ListVotesResponse response;
  Fill(facts->bodies, *paging, response, [&](const Body& body) {
    const bool sees =
        decide::SeesBody(*facts->ballot.ballot, body.member, facts->ballot.asker, call.now);
    if (sees && body.vote) *response.add_votes() = *body.vote;
    return sees && body.vote.has_value();
  });
  co_return response;
}

Ballots::Answer<pb::ListVoteRevisionsResponse> Ballots::ListVoteRevisions(
    const Call& call, const pb::ListVoteRevisionsRequest& request) {
  absl::StatusOr<VoteId> id = ParseVote("name", request.name());
  absl::StatusOr<Paging> paging = ParsePaging(request);
  if (!id.ok() || !paging.ok()) co_return id.ok() ? paging.status() : id.status();
  if (!IsNumberKey(paging->after)) co_return Invalid("page_token", "is not a token of this list");
  absl::StatusOr<CastFacts> facts = co_await store_.LoadCast(call, id->ballot, id->member);
  if (!facts.ok()) co_return facts.status();
  if (!facts->ballot) co_return decide::NotFound(absl::StrCat("ballots/", id->ballot));
  if (!decide::SeesBody(*facts->ballot, id->member, facts->asker, call.now)) {
    co_return decide::MaySeeAll(*facts->ballot, facts->asker, call.now);
  }
  if (!facts->body || !facts->body->vote) co_return decide::NotFound(request.name());
  co_return co_await store_.ListVoteRevisions(call, request.name(), paging->size, paging->after);
}

Ballots::Answer<CountFacts> Ballots::Settled(const Call& call, std::string name) {
  absl::StatusOr<std::string> id = Id("ballots", "name", name);
  if (!id.ok()) co_return id.status();
  absl::StatusOr<CountFacts> facts = co_await store_.LoadCount(call, *id);
  if (!facts.ok()) co_return facts.status();
  if (!facts->ballot.ballot) co_return decide::NotFound(name);
  const bool closed = decide::StateAt(*facts->ballot.ballot, call.now) == pb::BALLOT_STATE_CLOSED;
  if (!closed || facts->recorded) co_return facts;
  absl::StatusOr<bool> current = co_await CaughtUp();
  if (!current.ok()) co_return current.status();
  co_return co_await Record(store_, call, *id);
}

Ballots::Answer<pb::Tally> Ballots::GetTally(const Call& call, const pb::GetTallyRequest& request) {
  absl::StatusOr<CountFacts> facts = co_await Settled(call, request.name());
  if (!facts.ok()) co_return facts.status();
  const pb::Ballot& ballot = *facts->ballot.ballot;
  if (facts->recorded) co_return *facts->recorded;
  absl::Status status = decide::MaySeeTally(ballot, facts->ballot.asker, call.now);
  if (!status.ok()) co_return status;
  co_return Count(*facts, call.now, false);
}

Ballots::Answer<pb::Result> Ballots::GetResult(const Call& call,
                                               const pb::GetResultRequest& request) {
  absl::StatusOr<CountFacts> facts = co_await Settled(call, request.name());
  if (!facts.ok()) co_return facts.status();
  if (!facts->recorded) co_return decide::NoResult(*facts->ballot.ballot, call.now);
  const pb::Ballot ballot =
      decide::Shown(*facts->ballot.ballot, facts->ballot.committee_reference, call.now);
  co_return ResultOf(*facts, ballot, *facts->recorded);
}

Ballots::Answer<pb::RenderResultResponse> Ballots::RenderResult(
    const Call& call, const pb::RenderResultRequest& request) {
  pb::GetResultRequest get;
  get.set_name(request.name());
  absl::StatusOr<pb::Result> result = co_await GetResult(call, get);
  if (!result.ok()) co_return result.status();
  pb::RenderResultResponse response;
  if (request.format() == pb::SHEET_FORMAT_TEXT) {
    response.set_media_type("text/plain; charset=utf-8");
    response.set_content(sheet::Text(*result));
  } else if (request.format() == pb::SHEET_FORMAT_CSV) {
    response.set_media_type("text/csv; charset=utf-8");
    response.set_content(sheet::Csv(*result));
  } else {
    response.set_media_type("application/json");
    response.set_content(sheet::Json(*result));
  }
  co_return response;
}

Ballots::Answer<rpc::Page> Ballots::Watch(const Call& call, const pb::WatchEventsRequest& request,
                                          int64_t after) {
  if (after < 0) co_return Invalid("after_sequence", "must not be negative");
  absl::StatusOr<EventPage> read =
      co_await store_.LoadEvents(call, after, request.subject_prefix(), kEventsPerPage);
  if (!read.ok()) co_return read.status();
  const Asker asker{std::move(read->grants), std::nullopt};
  rpc::Page page;
  page.at_head = read->events.size() < kEventsPerPage;
  page.after = std::max(after, read->head);
  for (StoredEvent& stored : read->events) {
    if (!page.at_head) page.after = stored.event.sequence();
    const pb::Event event = Seen(std::move(stored), asker, call.now);
    if (!absl::StartsWith(event.subject(), request.subject_prefix())) continue;
    bool own = false;
    grpc::GenericSerialize<grpc::ProtoBufferWriter, pb::Event>(event, &page.events.emplace_back(),
                                                               &own);
  }
  co_return page;
}

}  // namespace placet::ballots
