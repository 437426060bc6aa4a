#include "services/ballots/service_analysis.h"

#include <grpcpp/impl/codegen/proto_utils.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/ballots/analyse.h"
#include "services/ballots/checks.h"
#include "services/ballots/count.h"
#include "services/ballots/geneva.h"
#include "services/ballots/parse.h"
#include "services/ballots/results.h"
#include "services/ballots/store_rows.h"
#include "services/ballots/words.h"
#include "services/rpc/refuse.h"

namespace placet::ballots {
namespace {

constexpr size_t kEventsPerPage = 500;

// The instant for which a count stands: its closing once that is over.
absl::Time MomentOf(const CountFacts& facts, const rpc::Call& call) {
  const pb::Ballot& ballot = *facts.ballot.ballot;
  const bool closed = decide::StateAt(ballot, call.now) == pb::BALLOT_STATE_CLOSED;
  return closed ? GetTime(ballot.close_time()) : call.now;
}

pb::Tally TallyOf(const CountFacts& facts, const rpc::Call& call) {
  return facts.recorded ? *facts.recorded : Count(facts, MomentOf(facts, call), false);
}

absl::StatusOr<const rules::Rule*> RuleFor(const CountFacts& facts, const std::string& edition) {
  const pb::Ballot& ballot = *facts.ballot.ballot;
  if (edition.empty()) return decide::RuleOf(ballot, "", absl::InfinitePast());
  const rules::Rule* rule = rules::FindRule(*ToRules(ballot.kind()), edition);
  if (rule != nullptr) return rule;
  return rpc::WithField(
      rpc::Refuse(absl::StatusCode::kInvalidArgument, pb::ERROR_REASON_RULES_UNKNOWN,
                  absl::StrCat("there are no rules for ", pb::BallotKind_Name(ballot.kind()),
                               " in edition \"", edition, "\""),
                  "ask ListRules for the editions of this kind", {{"edition", edition}}),
      "rules_edition", "has no row for this kind of ballot");
}

// The part of the ballot's time that is over, of 1.
double PartOver(const pb::Ballot& ballot, absl::Time now) {
  const absl::Time open = GetTime(ballot.open_time());
  const absl::Duration whole = GetTime(ballot.close_time()) - open;
  if (whole <= absl::ZeroDuration()) return 1;
  return std::clamp(absl::FDivDuration(now - open, whole), 0.0, 1.0);
}

}  // namespace

Analyses::Analyses(Store& store, Keeper& keeper, pg::Tail& tail, rpc::Clock clock)
    : Served(pb::AnalysisService::service_full_name(), std::move(clock)),
      store_(store),
      keeper_(keeper) {
  Unary("GetDecided", &Analyses::GetDecided);
  Unary("WhatIf", &Analyses::WhatIf);
  Unary("GetRollAt", &Analyses::GetRollAt);
  Unary("GetForecast", &Analyses::GetForecast);
  Stream("WatchTally", &Analyses::WatchTally, tail);
}

async::Task<bool> Analyses::Refreshed(const absl::Status& refusal) {
  const std::string reason = rpc::ReasonOf(refusal);
  if (reason != "ROLE_MISSING" && reason != "SECRET_WHILE_OPEN") co_return false;
  const absl::Status status = co_await keeper_.CatchUp();
  co_return status.ok();
}

Analyses::Answer<CountFacts> Analyses::Counted(const Call& call, std::string name) {
  absl::StatusOr<CountFacts> facts =
      co_await Settled(store_, keeper_, call, std::move(name), Store::Bodies::kAll);
  if (!facts.ok()) co_return facts;
  const pb::Ballot& ballot = *facts->ballot.ballot;
  absl::Status status = facts->recorded
                            ? decide::MaySeeAll(ballot, facts->ballot.asker, call.now)
                            : decide::MaySeeTally(ballot, facts->ballot.asker, call.now);
  if (!status.ok()) co_return status;
  co_return facts;
}

Analyses::Answer<CountFacts> Analyses::AsOf(const Call& call, CountFacts facts,
                                            const google::protobuf::Timestamp& moment) {
  const absl::Time at = GetTime(moment);
  const pb::Ballot& ballot = *facts.ballot.ballot;
  if (!ballot.has_open_time() || at < GetTime(ballot.open_time())) {
    co_return rpc::Refuse(absl::StatusCode::kFailedPrecondition, pb::ERROR_REASON_NOT_YET_OPEN_THEN,
                          absl::StrCat(ballot.name(), " was not open at that moment"),
                          "ask for a moment since it was opened", {{"ballot", ballot.name()}});
  }
  absl::StatusOr<std::vector<HistoryEntry>> history =
      co_await store_.LoadHistory(call, LastId(ballot.name()));
  if (!history.ok()) co_return history.status();
  co_return analyse::AsOf(std::move(facts), *history, at);
}

Analyses::Answer<pb::Decided> Analyses::GetDecided(const Call& call,
                                                   const pb::GetDecidedRequest& request) {
  absl::StatusOr<CountFacts> facts = co_await Counted(call, request.name());
  if (!facts.ok()) co_return facts.status();
  absl::StatusOr<const rules::Rule*> rule = RuleFor(*facts, "");
  if (!rule.ok()) co_return rule.status();
  co_return analyse::Decide(*facts, **rule, TallyOf(*facts, call));
}

Analyses::Answer<pb::WhatIfResponse> Analyses::WhatIf(const Call& call,
                                                      const pb::WhatIfRequest& request) {
  absl::StatusOr<CountFacts> facts = co_await Counted(call, request.name());
  if (!facts.ok()) co_return facts.status();
  absl::StatusOr<const rules::Rule*> rule = RuleFor(*facts, request.rules_edition());
  if (!rule.ok()) co_return rule.status();
  pb::WhatIfResponse response;
  *response.mutable_as_is() = TallyOf(*facts, call);
  absl::Time moment = MomentOf(*facts, call);
  if (request.has_as_of()) {
    moment = std::min(moment, GetTime(request.as_of()));
    facts = co_await AsOf(call, *std::move(facts), request.as_of());
    if (!facts.ok()) co_return facts.status();
  }
  facts = analyse::Changed(*std::move(facts), **rule, request);
  if (!facts.ok()) co_return facts.status();
  *response.mutable_what_if() = request.rules_edition().empty()
                                    ? Count(*facts, moment, false)
                                    : Count(*facts, **rule, moment, false);
  for (pb::Difference& difference : analyse::Compare(response.as_is(), response.what_if())) {
    *response.add_differences() = std::move(difference);
  }
  co_return response;
}

Analyses::Answer<pb::RollAt> Analyses::GetRollAt(const Call& call,
                                                 const pb::GetRollAtRequest& request) {
  absl::StatusOr<CountFacts> facts =
      co_await Settled(store_, keeper_, call, request.name(), Store::Bodies::kAll);
  if (!facts.ok()) co_return facts.status();
  absl::Time moment = MomentOf(*facts, call);
  if (request.has_as_of()) {
    moment = std::min(moment, GetTime(request.as_of()));
    facts = co_await AsOf(call, *std::move(facts), request.as_of());
    if (!facts.ok()) co_return facts.status();
  }
  const pb::Ballot& ballot = *facts->ballot.ballot;
  const std::string id = LastId(ballot.name());
  absl::StatusOr<std::vector<RollOrigin>> origins = std::vector<RollOrigin>();
  if (ballot.has_open_time()) {
    origins = co_await store_.LoadRollOrigins(call, id, geneva::DayOf(moment));
    if (!origins.ok()) co_return origins.status();
  }
  pb::RollAt roll;
  SetTime(*roll.mutable_as_of(), moment);
  for (const Body& body : facts->bodies) {
    const bool sees = decide::SeesWhetherVoted(ballot, body.member, facts->ballot.asker, call.now);
    *roll.add_entries() = EntryOf(ballot, body, sees);
  }
  std::sort(roll.mutable_entries()->begin(), roll.mutable_entries()->end(),
            [](const auto& a, const auto& b) { return a.name() < b.name(); });
  const Asker& asker = facts->ballot.asker;
  const bool sees_voted = decide::SeesAll(ballot, asker, call.now) ||
                          decide::WatchesOver(LastId(ballot.committee()), asker);
  for (pb::RollFlag& flag : analyse::Flags(*facts, *origins, sees_voted)) {
    *roll.add_flags() = std::move(flag);
  }
  co_return roll;
}

Analyses::Answer<pb::Forecast> Analyses::GetForecast(const Call& call,
                                                     const pb::GetForecastRequest& request) {
  absl::StatusOr<CountFacts> facts = co_await Counted(call, request.name());
  if (!facts.ok()) co_return facts.status();
  const pb::Ballot& ballot = *facts->ballot.ballot;
  absl::StatusOr<const rules::Rule*> rule = RuleFor(*facts, "");
  if (!rule.ok()) co_return rule.status();
  const double over = PartOver(ballot, call.now);
  absl::StatusOr<std::vector<VotingRecord>> records =
      co_await store_.LoadVotingRecords(call, LastId(ballot.name()), over);
  if (!records.ok()) co_return records.status();
  co_return analyse::Foresee(*facts, **rule, *records);
}

// One page: the tally, where an event of this ballot came after the last one told. Names that begin
// with this ballot's are others'.
Analyses::Answer<rpc::Page> Analyses::WatchTally(const Call& call,
                                                 const pb::WatchTallyRequest& request,
                                                 int64_t after) {
  absl::StatusOr<std::string> id = Id("ballots", "name", request.name());
  if (!id.ok()) co_return id.status();
  const bool first = after <= 0;
  const int64_t since = first ? std::numeric_limits<int64_t>::max() : after;
  absl::StatusOr<EventPage> read =
      co_await store_.LoadEvents(call, since, request.name(), kEventsPerPage);
  if (!read.ok()) co_return read.status();
  rpc::Page page;
  page.at_head = read->events.size() < kEventsPerPage;
  page.after = page.at_head ? std::max(after, read->head) : read->events.back().event.sequence();
  const bool changed =
      std::any_of(read->events.begin(), read->events.end(), [&](const StoredEvent& stored) {
        const std::string& subject = stored.event.subject();
        return subject == request.name() || absl::StartsWith(subject, request.name() + "/");
      });
  if (!first && !changed) co_return page;
  absl::StatusOr<CountFacts> facts = co_await Counted(call, request.name());
  if (!facts.ok()) co_return facts.status();
  bool own = false;
  grpc::GenericSerialize<grpc::ProtoBufferWriter, pb::Tally>(TallyOf(*facts, call),
                                                             &page.events.emplace_back(), &own);
  co_return page;
}

}  // namespace placet::ballots
