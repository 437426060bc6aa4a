// The opening of a ballot: now, or on a day to come.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/ballots/checks.h"
#include "services/ballots/geneva.h"
#include "services/ballots/periods.h"
#include "services/ballots/words.h"
#include "services/rpc/names.h"
#include "services/rpc/refuse.h"

namespace placet::ballots::decide {
namespace {

absl::Status StageForbids(const pb::Project& project, const rules::Rule& rule) {
  std::string allowed;
  for (std::string_view stage : rule.stages_before) {
    absl::StrAppend(&allowed, allowed.empty() ? "" : " or ", std::string(stage));
  }
  return rpc::Refuse(
      kPrecondition, pb::ERROR_REASON_STAGE_FORBIDS,
      absl::StrCat(project.name(), " is at stage ", project.stage(), "; a ",
                   std::string(rules::KindName(rule.kind)), " ballot opens from ", allowed),
      "move the project to that stage first",
      {{"project", project.name()}, {"stage", project.stage()}, {"allowed", allowed}});
}

// May the ballot open now, whatever its dates?
absl::Status CheckOpening(const BallotFacts& facts, const rules::Rule& rule) {
  const pb::Ballot& ballot = *facts.ballot;
  const bool moves = facts.project && !rule.stage_open.empty();
  if (moves && facts.project_busy) {
    return rpc::Refuse(kPrecondition, pb::ERROR_REASON_PROJECT_BUSY,
                       absl::StrCat(ballot.project(), " has an open ballot"),
                       "wait for its closing, or cancel it", {{"project", ballot.project()}});
  }
  const auto& before = rule.stages_before;
  if (moves && std::find(before.begin(), before.end(), facts.project->stage()) == before.end()) {
    return StageForbids(*facts.project, rule);
  }
  if (rule.electorate == rules::Electorate::kExperts) {
    if (facts.experts > 0) return absl::OkStatus();
    return rpc::Refuse(kPrecondition, pb::ERROR_REASON_EMPTY_ROLL,
                       absl::StrCat(ballot.group(), " has no expert today"),
                       "enter the group's experts first", {{"group", ballot.group()}});
  }
  const bool without_p = rule.electorate == rules::Electorate::kAllBodies &&
                         std::any_of(rule.criteria.begin(), rule.criteria.end(),
                                     [](const auto& c) { return c.needs_p_members; });
  if (facts.p_members == 0 && !without_p) {
    return rpc::Refuse(kPrecondition, pb::ERROR_REASON_EMPTY_ROLL,
                       absl::StrCat(ballot.committee(), " has no P-member today"),
                       "enter the committee's seats first", {{"committee", ballot.committee()}});
  }
  return absl::OkStatus();
}

absl::Status NeedsDraft(const pb::Ballot& ballot) {
  if (ballot.state() == pb::BALLOT_STATE_DRAFT) return absl::OkStatus();
  return rpc::Refuse(kPrecondition, pb::ERROR_REASON_BALLOT_NOT_DRAFT,
                     absl::StrCat(ballot.name(), " was opened or cancelled before"),
                     "create another ballot", {{"ballot", ballot.name()}});
}

}  // namespace

absl::StatusOr<pb::Ballot> OpenBallot(const BallotFacts& facts, const rpc::Call& call,
                                      const pb::OpenBallotRequest& request) {
  absl::StatusOr<const rules::Rule*> rule = BeginMove(facts, call, request.name(), request.etag());
  if (!rule.ok()) return rule.status();
  pb::Ballot ballot = *facts.ballot;
  absl::Status status = NeedsDraft(ballot);
  if (status.ok()) status = CheckOpening(facts, **rule);
  if (!status.ok()) return status;
  const std::string today = geneva::DayOf(call.now);
  if (ballot.end_date().empty()) ballot.set_end_date(periods::Proposed(**rule, ballot, today));
  if (ballot.end_date() < today) {
    return Invalid("ballot.end_date", absl::StrCat(ballot.end_date(), " is over"));
  }
  status = periods::Check(**rule, ballot, today);
  if (!status.ok()) return status;
  ballot.set_rules_edition(std::string((*rule)->edition));
  ballot.set_state(pb::BALLOT_STATE_OPEN);
  ballot.set_opener(call.caller);
  if (facts.project) {
    ballot.set_stage_before(facts.project->stage());
    ballot.set_title(facts.project->title());
  }
  *ballot.mutable_open_time() = StampOf(call.now);
  *ballot.mutable_close_time() = StampOf(geneva::EndOf(ballot.end_date()));
  ballot.set_etag(rpc::Etag(facts.version + 1));
  return ballot;
}

// Stage and roll are looked at on the day; its length can be looked at now.
absl::StatusOr<pb::Ballot> ScheduleBallot(const BallotFacts& facts, const rpc::Call& call,
                                          const pb::ScheduleBallotRequest& request) {
  absl::StatusOr<const rules::Rule*> rule = BeginMove(facts, call, request.name(), request.etag());
  if (!rule.ok()) return rule.status();
  pb::Ballot ballot = *facts.ballot;
  absl::Status status = NeedsDraft(ballot);
  if (!status.ok()) return status;
  const std::string& day = request.opens_on();
  if (!day.empty() && (!rpc::IsDate(day) || day <= geneva::DayOf(call.now))) {
    return Invalid("opens_on", "must be a day later than today in Geneva");
  }
  if (!day.empty() && !ballot.end_date().empty()) {
    if (ballot.end_date() < day) {
      return Invalid("opens_on", absl::StrCat("is after the last day, ", ballot.end_date()));
    }
    status = periods::Check(**rule, ballot, day);
    if (!status.ok()) return status;
  }
  ballot.set_opens_on(day);
  ballot.set_scheduler(day.empty() ? "" : call.caller);
  ballot.clear_opening_refused();
  ballot.set_etag(rpc::Etag(facts.version + 1));
  return ballot;
}

}  // namespace placet::ballots::decide
