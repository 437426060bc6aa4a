#include "services/ballots/service_decisions.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/ballots/count.h"
#include "services/ballots/decide_decision.h"
#include "services/ballots/form.h"
#include "services/ballots/parse.h"
#include "services/ballots/results.h"
#include "services/ballots/store_rows.h"
#include "services/rpc/refuse.h"

namespace placet::ballots {
namespace {

// The ballot's name, and the number of the decision; 0: the one there is.
struct DecisionId {
  std::string ballot;
  int number = 0;
};

absl::StatusOr<DecisionId> ParseDecision(absl::string_view field, const std::string& name) {
  if (rpc::IdIn("ballots", name)) return DecisionId{name, 0};
  const auto ids = rpc::ParseName("ballots/*/decisions/*", name);
  int number = 0;
  if (!ids || !absl::SimpleAtoi((*ids)[1], &number) || number < 1) {
    return Invalid(field, "must be ballots/{ballot}/decisions/{number}, or ballots/{ballot}");
  }
  return DecisionId{absl::StrCat("ballots/", (*ids)[0]), number};
}

// The decision of the request that was done before, as it is now.
absl::StatusOr<pb::Decision> Repeated(const DecisionFacts& facts, absl::Time now) {
  absl::StatusOr<DecisionId> id = ParseDecision("request_id", facts.replayed);
  if (!id.ok()) return id.status();
  absl::StatusOr<pb::Decision> decision = decide::FindDecision(facts, id->number);
  if (!decision.ok()) return decision.status();
  return decide::Shown(facts, *std::move(decision), now);
}

// A key of list_decisions goes into SQL as a day.
bool IsDecisionKey(const std::string& key) {
  const size_t bar = key.find('|');
  if (key.empty()) return true;
  if (bar == std::string::npos || !rpc::IsId(key.substr(bar + 1))) return false;
  return key.substr(0, bar) == "infinity" || rpc::IsDate(key.substr(0, bar));
}

}  // namespace

Decisions::Decisions(Store& store, DecisionStore& decisions, Keeper& keeper,
                     CommentFollower& comments, rpc::Clock clock)
    : Served(pb::DecisionService::service_full_name(), std::move(clock)),
      store_(store),
      decisions_(decisions),
      keeper_(keeper),
      comments_(comments) {
  Unary("GetDecisionForm", &Decisions::GetDecisionForm);
  Unary("DecideBallot", &Decisions::DecideBallot);
  Unary("ObjectToDecision", &Decisions::ObjectToDecision);
  Unary("GetDecision", &Decisions::GetDecision);
  Unary("ListDecisions", &Decisions::ListDecisions);
  Unary("RenderDecision", &Decisions::RenderDecision);
}

async::Task<bool> Decisions::Refreshed(const absl::Status& refusal) {
  if (rpc::ReasonOf(refusal) != "ROLE_MISSING") co_return false;
  const absl::Status status = co_await keeper_.CatchUp();
  co_return status.ok();
}

Decisions::Answer<DecisionFacts> Decisions::Settle(const Call& call, std::string ballot,
                                                   std::string member) {
  absl::StatusOr<CountFacts> settled =
      co_await Settled(store_, keeper_, call, ballot, Store::Bodies::kToCount);
  if (!settled.ok()) co_return settled.status();
  if (!settled->recorded) co_return decide::NoResult(*settled->ballot.ballot, call.now);
  absl::StatusOr<DecisionFacts> facts =
      co_await decisions_.LoadDecision(call, LastId(ballot), std::move(member));
  if (call.ask_only && facts.ok() && facts->result_event == 0) {  // due, and not recorded yet
    facts->ballot = settled->ballot.ballot;
    facts->tally = *settled->recorded;
  }
  co_return facts;
}

Decisions::Answer<pb::DecisionForm> Decisions::GetDecisionForm(
    const Call& call, const pb::GetDecisionFormRequest& request) {
  absl::StatusOr<std::string> id = Id("ballots", "ballot", request.ballot());
  if (!id.ok()) co_return id.status();
  absl::StatusOr<DecisionFacts> facts = co_await Settle(call, request.ballot(), "");
  if (!facts.ok()) co_return facts.status();
  // To look at it, nobody needs the comments.
  absl::StatusOr<std::optional<pb::CommentStanding>> comments =
      co_await comments_.Ask(call, request.ballot());
  if (comments.ok()) facts->comments = *std::move(comments);
  co_return decide::FormOf(*facts, call, request.one_sided());
}

Decisions::Answer<pb::Decision> Decisions::DecideBallot(const Call& call,
                                                        const pb::DecideBallotRequest& request) {
  absl::StatusOr<std::string> id = Id("ballots", "ballot", request.ballot());
  if (!id.ok()) co_return id.status();
  absl::StatusOr<DecisionFacts> facts = co_await Settle(call, request.ballot(), "");
  if (!facts.ok()) co_return facts.status();
  absl::StatusOr<bool> replayed = decide::Replayed(facts->asker, call);
  if (!replayed.ok()) co_return replayed.status();
  if (*replayed) co_return Repeated(*facts, call.now);
  absl::StatusOr<std::optional<pb::CommentStanding>> comments =
      co_await comments_.Ask(call, request.ballot());
  if (!comments.ok()) co_return comments.status();
  facts->comments = *std::move(comments);
  absl::StatusOr<pb::Decision> decision = decide::DecideBallot(*facts, call, request);
  if (!decision.ok()) co_return decision.status();
  decision =
      co_await decisions_.DecideBallot(call, *facts, *decision, decide::MovedBy(*facts, *decision));
  if (!decision.ok()) co_return decision.status();
  co_return decide::Shown(*std::move(decision), call.now);
}

Decisions::Answer<pb::Decision> Decisions::ObjectToDecision(
    const Call& call, const pb::ObjectToDecisionRequest& request) {
  absl::StatusOr<DecisionId> id = ParseDecision("decision", request.decision());
  if (!id.ok()) co_return id.status();
  absl::StatusOr<std::string> member = Id("members", "member", request.member());
  if (!member.ok()) co_return member.status();
  absl::StatusOr<DecisionFacts> facts = co_await Settle(call, id->ballot, *member);
  if (!facts.ok()) co_return facts.status();
  absl::StatusOr<bool> replayed = decide::Replayed(facts->asker, call);
  if (!replayed.ok()) co_return replayed.status();
  if (*replayed) co_return Repeated(*facts, call.now);
  absl::StatusOr<pb::Decision> decision =
      decide::ObjectToDecision(*facts, call, request, id->number);
  if (!decision.ok()) co_return decision.status();
  decision = co_await decisions_.ObjectToDecision(call, *facts, *decision, *member);
  if (!decision.ok()) co_return decision.status();
  co_return decide::Shown(*std::move(decision), call.now);
}

Decisions::Answer<pb::Decision> Decisions::GetDecision(const Call& call,
                                                       const pb::GetDecisionRequest& request) {
  absl::StatusOr<DecisionId> id = ParseDecision("name", request.name());
  if (!id.ok()) co_return id.status();
  absl::StatusOr<DecisionFacts> facts = co_await Settle(call, id->ballot, "");
  if (!facts.ok()) co_return facts.status();
  absl::StatusOr<pb::Decision> decision = decide::FindDecision(*facts, id->number);
  if (!decision.ok()) co_return decision.status();
  co_return decide::Shown(*facts, *std::move(decision), call.now);
}

Decisions::Answer<pb::ListDecisionsResponse> Decisions::ListDecisions(
    const Call& call, const pb::ListDecisionsRequest& request) {
  absl::Status status = OptionalId("committees", "committee", request.committee());
  if (status.ok() && !request.due_before().empty() && !rpc::IsDate(request.due_before())) {
    status = Invalid("due_before", "must be a day such as 2026-11-23");
  }
  absl::StatusOr<rpc::Paging> paging = ParsePaging(request);
  if (status.ok()) status = paging.status();
  if (status.ok() && !IsDecisionKey(paging->after)) {
    status = Invalid("page_token", "is not a token of this list");
  }
  if (!status.ok()) co_return status;
  co_return co_await decisions_.ListDecisions(call, request, paging->size, paging->after);
}

Decisions::Answer<pb::RenderDecisionResponse> Decisions::RenderDecision(
    const Call& call, const pb::RenderDecisionRequest& request) {
  absl::StatusOr<DecisionId> id = ParseDecision("name", request.name());
  if (!id.ok()) co_return id.status();
  if (!pb::DecisionFormat_IsValid(request.format())) co_return Invalid("format", "is not known");
  absl::StatusOr<DecisionFacts> facts = co_await Settle(call, id->ballot, "");
  if (!facts.ok()) co_return facts.status();
  absl::StatusOr<pb::Decision> decision = decide::FindDecision(*facts, id->number);
  if (!decision.ok()) co_return decision.status();
  const pb::Decision shown = decide::Shown(*facts, *std::move(decision), call.now);
  absl::StatusOr<pb::Tally> tally = co_await decisions_.LoadTally(call, shown.result_event());
  if (!tally.ok()) co_return tally.status();
  absl::StatusOr<CountFacts> count =
      co_await store_.LoadCount(call, LastId(id->ballot), Store::Bodies::kSeen);
  if (!count.ok()) co_return count.status();
  absl::StatusOr<std::vector<pb::Vote>> late =
      co_await store_.ListLateVotes(call, LastId(id->ballot));
  if (!late.ok()) co_return late.status();
  absl::StatusOr<std::optional<pb::CommentStanding>> comments =
      co_await comments_.Ask(call, id->ballot);
  pb::DecisionReport report;
  if (comments.ok() && *comments) *report.mutable_comment_standing() = **comments;
  *report.mutable_decision() = shown;
  *report.mutable_result() =
      ResultOf(*count, decide::Shown(*facts->ballot, facts->committee_reference, call.now), *tally);
  for (pb::Vote& vote : *late) *report.mutable_result()->add_late_votes() = std::move(vote);
  for (const pb::Decision& other : facts->decisions) {
    if (other.name() == shown.name()) break;
    *report.add_earlier() = decide::Shown(*facts, other, call.now);
  }
  co_return form::Render(std::move(report), request.format());
}

}  // namespace placet::ballots
