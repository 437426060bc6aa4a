// What may be decided: rows of the rules in the words of the contract, with days.
#include <string>

#include "services/ballots/decide.h"
#include "services/ballots/decide_decision.h"
#include "services/ballots/geneva.h"
#include "services/ballots/stages.h"
#include "services/ballots/words.h"
#include "services/rpc/names.h"

namespace placet::ballots::decide {
namespace {

std::string ToText(std::string_view text) { return std::string(text); }

std::string StageName(std::string_view stage) {
  const StageCode* code = FindStage(stage);
  return code == nullptr ? "" : ToText(code->name);
}

// Verdicts stand in the same order, that of the contract one later: it has a zero.
rules::Verdict ToRules(pb::Verdict verdict) {
  if (verdict == pb::VERDICT_UNSPECIFIED) return rules::Verdict::kForAPerson;
  return static_cast<rules::Verdict>(static_cast<int>(verdict) - 1);
}

pb::NeedStanding StandingOf(rules::Need need, const pb::Tally& tally) {
  if (need == rules::Need::kNothing) return pb::NEED_STANDING_UNSPECIFIED;
  if (need != rules::Need::kNoNegativeVotes) return pb::NEED_STANDING_TO_AFFIRM;
  const pb::Counts& all = tally.all_bodies();
  return all.no() + all.no_without_reasons() == 0 ? pb::NEED_STANDING_HOLDS
                                                  : pb::NEED_STANDING_DOES_NOT_HOLD;
}

pb::DueStart ToContract(rules::Start start) {
  switch (start) {
    case rules::Start::kClosing:
      return pb::DUE_START_CLOSING;
    case rules::Start::kDecision:
      return pb::DUE_START_DECISION;
    case rules::Start::kMeeting:
      return pb::DUE_START_MEETING;
  }
  return pb::DUE_START_UNSPECIFIED;
}

// A due "decision" is met by a decision that moves the project; one that asks further does not.
pb::DecisionDue ToContract(const rules::Due& row, const rules::Decision& option,
                           const std::string& closing, const std::string& today) {
  pb::DecisionDue due;
  due.set_id(ToText(row.id));
  due.set_text(ToText(row.text));
  due.set_start(ToContract(row.start));
  due.set_weeks(row.weeks);
  due.set_months(row.months);
  due.set_form(ToText(row.form));
  due.set_clause(ToText(row.clause));
  due.set_sureness(ballots::ToContract(row.sureness));
  due.set_done(row.id == "decision" && !option.stage.empty());
  if (row.start == rules::Start::kMeeting) return due;
  const std::string& from = row.start == rules::Start::kClosing ? closing : today;
  due.set_day(row.weeks > 0 ? geneva::AddWeeks(from, row.weeks)
                            : geneva::AddMonths(from, row.months));
  return due;
}

pb::ObjectionRule ToContract(const rules::Objection& row, const std::string& today) {
  pb::ObjectionRule rule;
  rule.set_members(row.members);
  rule.set_weeks(row.weeks);
  rule.set_until(geneva::AddWeeks(today, row.weeks));
  rule.set_clause(ToText(row.clause));
  return rule;
}

}  // namespace

rules::PermittedList PermittedFor(const DecisionFacts& facts, bool one_sided) {
  const rules::Rule* rule = RuleOf(*facts.ballot, facts.committee_reference, absl::InfinitePast());
  if (rule == nullptr) return {};
  return rules::PermittedOutcomes(*rule, ToRules(facts.tally.verdict()), facts.tally.proposal(),
                                  one_sided);
}

pb::DecisionOption OptionOf(const DecisionFacts& facts, const rules::Permitted& permitted,
                            const std::string& today) {
  const rules::Decision& row = *permitted.decision;
  pb::DecisionOption option;
  option.set_id(ToText(row.id));
  option.set_text(ToText(row.text));
  option.set_proposed(permitted.proposed);
  option.set_needs_reason(permitted.needs_reason);
  if (permitted.moves && facts.project) {
    option.set_stage(ToText(row.stage));
    option.set_stage_name(StageName(row.stage));
    option.set_next_stage(ToText(row.next));
    option.set_next_stage_name(StageName(row.next));
  }
  option.set_new_project_stage(ToText(row.new_project));
  option.set_need(ToText(rules::NeedText(row.need)));
  option.set_need_standing(StandingOf(row.need, facts.tally));
  for (const rules::Due& due : row.dues) {
    *option.add_dues() = ToContract(due, row, facts.ballot->end_date(), today);
  }
  if (row.objection.Exists()) *option.mutable_objection_rule() = ToContract(row.objection, today);
  option.set_clause(ToText(row.clause));
  option.set_sureness(ballots::ToContract(row.sureness));
  option.set_source(ToText(row.source));
  return option;
}

pb::DecisionForm FormOf(const DecisionFacts& facts, const rpc::Call& call, bool one_sided) {
  pb::DecisionForm form;
  *form.mutable_ballot() = Shown(*facts.ballot, facts.committee_reference, call.now);
  if (facts.project) *form.mutable_project() = *facts.project;
  *form.mutable_tally() = facts.tally;
  form.set_result_event(facts.result_event);
  for (const rules::Permitted& permitted : PermittedFor(facts, one_sided)) {
    *form.add_options() = OptionOf(facts, permitted, geneva::DayOf(call.now));
  }
  if (!facts.decisions.empty()) {
    *form.mutable_decision() = Shown(facts, facts.decisions.back(), call.now);
  }
  if (facts.comments) *form.mutable_comments() = *facts.comments;
  form.set_etag(rpc::Etag(facts.version));
  return form;
}

}  // namespace placet::ballots::decide
