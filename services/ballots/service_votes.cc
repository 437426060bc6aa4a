// Rolls, votes, tallies, results, events.
#include <grpcpp/impl/codegen/proto_utils.h>

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/ballots/count.h"
#include "services/ballots/decide.h"
#include "services/ballots/obligations.h"
#include "services/ballots/parse.h"
#include "services/ballots/results.h"
#include "services/ballots/service.h"
#include "services/ballots/sheet.h"
#include "services/ballots/store_rows.h"

namespace placet::ballots {
namespace {

constexpr int kEventsPerPage = 500;

struct VoteId {
  std::string ballot;
  std::string member;
};

absl::StatusOr<VoteId> ParseVote(absl::string_view field, const std::string& name) {
  const auto ids = rpc::ParseName("ballots/*/votes/*", name);
  if (!ids) return Invalid(field, "must be ballots/{ballot}/votes/{member}");
  return VoteId{(*ids)[0], (*ids)[1]};
}

// A page of a list that is in memory and ordered by member.
template <class Response, class Each>
void Fill(const std::vector<Body>& bodies, const rpc::Paging& paging, Response& response,
          Each each) {
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

bool IsNumberKey(const std::string& key) {
  int64_t number = 0;
  return key.empty() || (absl::SimpleAtoi(key, &number) && number >= 0);
}

// Keeps its number and its moment. Not its ballot: how often somebody has voted on one would tell
// that a vote was changed, and where few have voted, whose.
pb::Event Hidden(pb::Event event) {
  event.mutable_hidden();
  event.clear_actor();
  event.clear_subject();
  return event;
}

}  // namespace

pb::Event Seen(StoredEvent stored, const Asker& asker, absl::Time now) {
  if (stored.event.has_reminder() && !obligations::SeesReminder(stored.event.reminder(), asker)) {
    stored.event.set_subject(stored.event.reminder().committee());
    stored.event.mutable_hidden();
    stored.event.clear_actor();
  }
  if (stored.event.has_comments()) {
    if (!decide::SeesAll(stored.ballot, asker, now)) return Hidden(std::move(stored.event));
    if (decide::StateAt(stored.ballot, now) != pb::BALLOT_STATE_CLOSED) {
      const int total = stored.event.comments().total();  // and not how far they are
      stored.event.mutable_comments()->Clear();
      stored.event.mutable_comments()->set_total(total);
    }
  }
  if (!stored.event.has_vote() && !stored.event.has_erasure()) return std::move(stored.event);
  if (decide::SeesBody(stored.ballot, LastId(stored.event.subject()), asker, now)) {
    return std::move(stored.event);
  }
  return Hidden(std::move(stored.event));
}

Ballots::Answer<pb::ListRollResponse> Ballots::ListRoll(const Call& call,
                                                        const pb::ListRollRequest& request) {
  absl::StatusOr<std::string> id = Id("ballots", "parent", request.parent());
  absl::StatusOr<rpc::Paging> paging = ParsePaging(request);
  if (!id.ok() || !paging.ok()) co_return id.ok() ? paging.status() : id.status();
  absl::StatusOr<CountFacts> facts = co_await store_.LoadCount(call, *id, Store::Bodies::kAll);
  if (!facts.ok()) co_return facts.status();
  if (!facts->ballot.ballot) co_return decide::NotFound(request.parent());
  const pb::Ballot& ballot = *facts->ballot.ballot;
  pb::ListRollResponse response;
  Fill(facts->bodies, *paging, response, [&](const Body& body) {
    if (request.status() != pb::MEMBER_STATUS_UNSPECIFIED && request.status() != body.status) {
      return false;
    }
    const bool sees = decide::SeesWhetherVoted(ballot, body.member, facts->ballot.asker, call.now);
    *response.add_entries() = EntryOf(ballot, body, sees);
    return true;
  });
  co_return response;
}

Ballots::Answer<pb::Vote> Ballots::CastVote(const Call& call, const pb::CastVoteRequest& request) {
  absl::StatusOr<VoteId> id = ParseVote("vote.name", request.vote().name());
  if (!id.ok()) co_return id.status();
  std::optional<CastFacts> known = store_.KnownCast(call, id->ballot, id->member);
  if (known && !request.validate_only() && !call.ask_only) {
    // What is known may be old: good enough for a write whose guard looks again, never to refuse.
    absl::StatusOr<pb::Vote> vote = decide::CastVote(*known, call, request.vote());
    if (vote.ok()) {
      vote = co_await store_.CastVote(call, *known, *vote);
      if (!pg::IsStale(vote.status())) co_return vote;
    }
  }
  absl::StatusOr<CastFacts> facts = co_await store_.LoadCast(call, id->ballot, id->member);
  if (!facts.ok()) co_return facts.status();
  absl::StatusOr<bool> replayed = decide::Replayed(facts->asker, call);
  if (!replayed.ok()) co_return replayed.status();
  if (*replayed) co_return co_await store_.WithReceipt(call, *facts->body->vote);
  absl::StatusOr<pb::Vote> vote = decide::CastVote(*facts, call, request.vote());
  if (!vote.ok() || request.validate_only()) co_return vote;
  const bool closed = vote->moment() != pb::VOTE_MOMENT_UNSPECIFIED;
  if (closed) {  // the result without this vote comes first
    facts = co_await LoadAfterClosing(call, id->ballot, id->member);
    if (!facts.ok()) co_return facts.status();
    vote = decide::CastVote(*facts, call, request.vote());
    if (!vote.ok()) co_return vote;
  }
  vote = co_await store_.CastVote(call, *facts, *vote);
  if (vote.ok() &&
      closed) {  // the next version of the result; if not now, the next reader makes it
    (void)co_await Record(store_, call, id->ballot);
  }
  co_return vote;
}

Ballots::Answer<CastFacts> Ballots::LoadAfterClosing(const Call& call, const std::string& ballot,
                                                     const std::string& member) {
  absl::StatusOr<CountFacts> settled = co_await Settled(
      store_, keeper_, call, absl::StrCat("ballots/", ballot), Store::Bodies::kToCount);
  if (!settled.ok()) co_return settled.status();
  co_return co_await store_.LoadCast(call, ballot, member);
}

Ballots::Answer<pb::Vote> Ballots::RecordLateVote(const Call& call,
                                                  const pb::RecordLateVoteRequest& request) {
  absl::StatusOr<VoteId> id = ParseVote("vote.name", request.vote().name());
  if (!id.ok()) co_return id.status();
  if (!request.approver().empty() && !rpc::IdIn("people", request.approver())) {
    co_return Invalid("approver", "must be people/{person}");
  }
  absl::StatusOr<CastFacts> facts = co_await LoadAfterClosing(call, id->ballot, id->member);
  if (!facts.ok()) co_return facts.status();
  absl::StatusOr<bool> replayed = decide::Replayed(facts->asker, call);
  if (!replayed.ok()) co_return replayed.status();
  if (*replayed && request.count()) co_return *facts->body->vote;
  if (*replayed) co_return co_await LastLateVote(call, id->ballot, id->member);
  absl::StatusOr<pb::Vote> vote = decide::RecordLateVote(*facts, call, request);
  if (!vote.ok()) co_return vote;
  if (!request.count()) co_return co_await store_.RecordLateVote(call, *facts, *vote);
  vote = co_await store_.CastVote(call, *facts, *vote);
  if (vote.ok()) (void)co_await Record(store_, call, id->ballot);
  co_return vote;
}

Ballots::Answer<pb::Vote> Ballots::LastLateVote(const Call& call, std::string ballot,
                                                std::string member) {
  absl::StatusOr<std::vector<pb::Vote>> votes = co_await store_.ListLateVotes(call, ballot);
  if (!votes.ok()) co_return votes.status();
  const std::string name = absl::StrCat("ballots/", ballot, "/votes/", member);
  const auto last = std::find_if(votes->rbegin(), votes->rend(),
                                 [&](const pb::Vote& vote) { return vote.name() == name; });
  if (last == votes->rend()) co_return decide::NotFound(name);
  co_return *last;
}

Ballots::Answer<pb::Vote> Ballots::EraseExpert(const Call& call,
                                               const pb::EraseExpertRequest& request) {
  absl::StatusOr<VoteId> id = ParseVote("name", request.name());
  if (!id.ok()) co_return id.status();
  absl::StatusOr<CastFacts> facts = co_await store_.LoadCast(call, id->ballot, id->member);
  if (!facts.ok()) co_return facts.status();
  absl::StatusOr<bool> replayed = decide::Replayed(facts->asker, call);
  if (!replayed.ok()) co_return replayed.status();
  if (!facts->ballot) co_return decide::NotFound(absl::StrCat("ballots/", id->ballot));
  if (!*replayed) {
    absl::Status may = decide::MayEraseExpert(*facts, call, id->member);
    if (!may.ok()) co_return may;
    absl::StatusOr<int64_t> versions =
        co_await store_.CountNaming(call, id->ballot, id->member, request.display_name());
    if (!versions.ok()) co_return versions.status();
    if (*versions == 0) co_return Invalid("display_name", "is in no version of this vote");
    absl::StatusOr<bool> erased = co_await store_.EraseExpert(call, id->ballot, id->member,
                                                              request.display_name(), *versions);
    if (!erased.ok()) co_return erased.status();
    facts = co_await store_.LoadCast(call, id->ballot, id->member);
    if (!facts.ok()) co_return facts.status();
  }
  if (facts->body && facts->body->vote) co_return *facts->body->vote;
  co_return co_await LastLateVote(call, id->ballot, id->member);
}

Ballots::Answer<pb::ListResultVersionsResponse> Ballots::ListResultVersions(
    const Call& call, const pb::ListResultVersionsRequest& request) {
  absl::StatusOr<std::string> id = Id("ballots", "parent", request.parent());
  if (!id.ok()) co_return id.status();
  absl::StatusOr<CountFacts> facts =
      co_await Settled(store_, keeper_, call, request.parent(), Store::Bodies::kToCount);
  if (!facts.ok()) co_return facts.status();
  if (!facts->recorded) co_return decide::NoResult(*facts->ballot.ballot, call.now);
  absl::StatusOr<std::vector<pb::Tally>> versions = co_await store_.ListResultVersions(call, *id);
  if (!versions.ok()) co_return versions.status();
  pb::ListResultVersionsResponse response;
  for (pb::Tally& version : *versions) *response.add_versions() = std::move(version);
  co_return response;
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
  absl::StatusOr<rpc::Paging> paging = ParsePaging(request);
  if (!id.ok() || !paging.ok()) co_return id.ok() ? paging.status() : id.status();
  absl::StatusOr<CountFacts> facts = co_await store_.LoadCount(call, *id, Store::Bodies::kSeen);
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
  absl::StatusOr<rpc::Paging> paging = ParsePaging(request);
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

Ballots::Answer<pb::Tally> Ballots::GetTally(const Call& call, const pb::GetTallyRequest& request) {
  absl::StatusOr<CountFacts> facts =
      co_await Settled(store_, keeper_, call, request.name(), Store::Bodies::kToCount);
  if (!facts.ok()) co_return facts.status();
  const pb::Ballot& ballot = *facts->ballot.ballot;
  if (facts->recorded) co_return *facts->recorded;
  absl::Status status = decide::MaySeeTally(ballot, facts->ballot.asker, call.now);
  if (!status.ok()) co_return status;
  co_return Count(*facts, call.now, false);
}

Ballots::Answer<pb::Result> Ballots::GetResult(const Call& call,
                                               const pb::GetResultRequest& request) {
  absl::StatusOr<CountFacts> facts =
      co_await Settled(store_, keeper_, call, request.name(), Store::Bodies::kSeen);
  if (!facts.ok()) co_return facts.status();
  if (!facts->recorded) co_return decide::NoResult(*facts->ballot.ballot, call.now);
  const pb::Ballot ballot =
      decide::Shown(*facts->ballot.ballot, facts->ballot.committee_reference, call.now);
  absl::StatusOr<std::vector<pb::Vote>> late =
      co_await store_.ListLateVotes(call, LastId(request.name()));
  if (!late.ok()) co_return late.status();
  pb::Result result = ResultOf(*facts, ballot, *facts->recorded);
  for (pb::Vote& vote : *late) *result.add_late_votes() = std::move(vote);
  co_return result;
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
