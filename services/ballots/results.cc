#include "services/ballots/results.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "services/ballots/count.h"
#include "services/ballots/decide.h"
#include "services/ballots/keeper.h"
#include "services/ballots/parse.h"
#include "services/ballots/store_rows.h"
#include "services/pg/sqlstate.h"
#include "services/rpc/names.h"
#include "services/rpc/refuse.h"

namespace placet::ballots {
namespace {

constexpr int kMostRecordings = 3;

pb::ResultCause CauseOf(pb::VoteMoment moment) {
  switch (moment) {
    case pb::VOTE_MOMENT_SUPPLIED:
      return pb::RESULT_CAUSE_SUPPLIED;
    case pb::VOTE_MOMENT_CHANGED_AFTER_MEETING:
      return pb::RESULT_CAUSE_CHANGED_AFTER_MEETING;
    case pb::VOTE_MOMENT_LATE:
      return pb::RESULT_CAUSE_LATE_VOTE;
    default:
      return pb::RESULT_CAUSE_CLOSING;
  }
}

// Which version of the result this is, and the votes since the last one that brought it: what the
// newest of them was is the cause.
void SayWhy(const CountFacts& facts, pb::Tally& tally) {
  tally.set_version(1);
  tally.set_cause(pb::RESULT_CAUSE_CLOSING);
  if (!facts.recorded) return;
  tally.set_version(facts.recorded->version() + 1);
  std::map<std::string, int> known;  // revisions that stood before
  for (const auto& counted : facts.recorded->counted_after_closing()) {
    known[counted.member()] = counted.revision();
  }
  absl::Time newest = absl::InfinitePast();
  for (const Body& body : facts.bodies) {
    if (!body.vote || body.vote->moment() == pb::VOTE_MOMENT_UNSPECIFIED) continue;
    const std::string member = NameOf(body);
    auto& counted = *tally.add_counted_after_closing();
    counted.set_member(member);
    counted.set_revision(body.vote->revision());
    const auto found = known.find(member);
    if (found != known.end() && found->second == body.vote->revision()) continue;
    tally.add_caused_by(member);
    if (GetTime(body.vote->cast_time()) < newest) continue;
    newest = GetTime(body.vote->cast_time());
    tally.set_cause(CauseOf(body.vote->moment()));
  }
}

// The tally to record; the ballot of the facts becomes one whose result is recorded.
pb::Tally Closed(CountFacts& facts) {
  pb::Ballot& ballot = *facts.ballot.ballot;
  pb::Tally tally = Count(facts, GetTime(ballot.close_time()), true);
  SayWhy(facts, tally);
  ballot.set_state(pb::BALLOT_STATE_CLOSED);
  ballot.set_result_recorded(true);
  ballot.set_etag(rpc::Etag(facts.ballot.version + 1));
  return tally;
}

// Bodies that have neither seat nor vote are all alike, unless a count weighs each of them.
async::Task<absl::StatusOr<CountFacts>> LoadToCount(Store& store, const rpc::Call& call,
                                                    std::string id, Store::Bodies bodies) {
  absl::StatusOr<CountFacts> facts = co_await store.LoadCount(call, id, bodies);
  if (!facts.ok() || facts->others == 0 || !decide::WeighsBodies(*facts->ballot.ballot)) {
    co_return facts;
  }
  co_return co_await store.LoadCount(call, id, Store::Bodies::kAll);
}

// What was counted, and the head in whose tree all of it is. Where no record is kept, neither.
async::Task<absl::Status> NameHead(Store& store, const rpc::Call& call, const CountFacts& facts,
                                   pb::Tally& tally) {
  if (store.sealer() == nullptr) co_return absl::OkStatus();
  int64_t last = 0;
  for (const Body& body : facts.bodies) {
    pb::CountedBody& counted = *tally.add_counted();
    counted.set_member(NameOf(body));
    counted.set_sequence(body.vote_event);
    counted.set_status_at_opening(body.status_at_opening);
    counted.set_status(body.status);
    counted.set_full_member(body.full_member);
    counted.set_country(body.country);
    counted.set_acronym(body.acronym);
    last = std::max(last, body.vote_event);
  }
  tally.set_others(facts.others);
  if (!facts.ballot.secretariat.empty()) {
    tally.set_secretariat(absl::StrCat("members/", facts.ballot.secretariat));
  }
  absl::StatusOr<record::pb::TreeHead> head = co_await store.sealer()->Covered(last, call.deadline);
  if (!head.ok()) co_return head.status();
  tally.mutable_head()->set_log(head->log());
  tally.mutable_head()->set_size(head->size());
  *tally.mutable_head()->mutable_time() = head->time();
  tally.mutable_head()->set_root(head->root());
  co_return absl::OkStatus();
}

async::Task<absl::StatusOr<CountFacts>> RecordOnce(Store& store, const rpc::Call& call,
                                                   std::string id) {
  absl::StatusOr<CountFacts> facts = co_await LoadToCount(store, call, id, Store::Bodies::kSeen);
  if (!facts.ok()) co_return facts.status();
  if (!facts->ballot.ballot) co_return decide::NotFound(absl::StrCat("ballots/", id));
  pb::Ballot& ballot = *facts->ballot.ballot;
  if (facts->HasResult() || decide::StateAt(ballot, call.now) != pb::BALLOT_STATE_CLOSED) {
    co_return facts;
  }
  pb::Tally tally = Closed(*facts);
  absl::Status named = co_await NameHead(store, call, *facts, tally);
  if (!named.ok()) co_return named;
  const rules::Rule& rule = *decide::RuleOf(ballot, "", call.now);
  pb::Project project = facts->ballot.project.value_or(pb::Project());
  const bool first = !facts->recorded;
  if (first && !rule.stage_open.empty() && project.stage() == rule.stage_open) {
    project = decide::Moved(std::move(project), std::string(rule.stage_closed),
                            facts->ballot.project_version + 1, ballot.name());
  }
  rpc::Call own = call;
  own.caller = kService;
  absl::StatusOr<pb::Tally> recorded =
      co_await store.RecordResult(own, *facts, ballot, project, tally);
  if (!recorded.ok()) co_return recorded.status();
  facts->recorded = *std::move(recorded);
  facts->recorded_revisions = facts->revisions;
  co_return facts;
}

}  // namespace

// Keeper, CloseBallot and readers may record at the same time: the first wins, the others read it.
async::Task<absl::StatusOr<CountFacts>> Record(Store& store, const rpc::Call& call,
                                               std::string id) {
  absl::StatusOr<CountFacts> facts = co_await RecordOnce(store, call, id);
  for (int run = 1; pg::IsStale(facts.status()) && run < kMostRecordings; ++run) {
    facts = co_await RecordOnce(store, call, id);
  }
  co_return facts;
}

async::Task<absl::StatusOr<bool>> CaughtUp(Keeper& keeper) {
  absl::Status status = co_await keeper.CatchUp();
  if (status.ok()) co_return true;
  co_return rpc::Refuse(absl::StatusCode::kUnavailable, pb::ERROR_REASON_DIRECTORY_BEHIND,
                        "the directory cannot be reached, so the roll is not certain",
                        "repeat the request with the same request_id when the directory is back");
}

async::Task<absl::StatusOr<CountFacts>> Settled(Store& store, Keeper& keeper, const rpc::Call& call,
                                                std::string name, Store::Bodies bodies) {
  absl::StatusOr<std::string> id = Id("ballots", "name", name);
  if (!id.ok()) co_return id.status();
  absl::StatusOr<CountFacts> facts = co_await LoadToCount(store, call, *id, bodies);
  if (!facts.ok()) co_return facts.status();
  if (!facts->ballot.ballot) co_return decide::NotFound(name);
  const bool closed = decide::StateAt(*facts->ballot.ballot, call.now) == pb::BALLOT_STATE_CLOSED;
  if (!closed || facts->HasResult()) co_return facts;
  if (!facts->recorded) {  // the roll of a ballot with a result changes no more
    absl::StatusOr<bool> current = co_await CaughtUp(keeper);
    if (!current.ok()) co_return current.status();
  }
  if (call.ask_only) {  // to record is the service's own act, and not what was asked about
    facts->recorded = Closed(*facts);
    facts->recorded_revisions = facts->revisions;
    co_return facts;
  }
  absl::StatusOr<CountFacts> recorded = co_await Record(store, call, *id);
  if (!recorded.ok() || bodies != Store::Bodies::kAll) co_return recorded;
  co_return co_await store.LoadCount(call, *id, bodies);
}

}  // namespace placet::ballots
