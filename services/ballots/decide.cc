// What every decision about a ballot begins with, and the moves of one that is open or over.
#include "services/ballots/decide.h"

#include "absl/strings/str_cat.h"
#include "services/ballots/checks.h"
#include "services/ballots/count.h"
#include "services/ballots/geneva.h"
#include "services/ballots/words.h"
#include "services/rpc/names.h"
#include "services/rpc/refuse.h"

namespace placet::ballots::decide {

absl::Status RulesUnknown(const pb::Ballot& ballot) {
  const std::string kind = pb::BallotKind_Name(ballot.kind());
  return rpc::Refuse(
      absl::StatusCode::kInvalidArgument, pb::ERROR_REASON_RULES_UNKNOWN,
      absl::StrCat("there are no rules for ", kind, " in edition \"", ballot.rules_edition(), "\""),
      "leave rules_edition empty for the one in force, or name another",
      {{"kind", kind}, {"edition", ballot.rules_edition()}});
}

absl::StatusOr<const rules::Rule*> BeginMove(const BallotFacts& facts, const rpc::Call& call,
                                             const std::string& name, const std::string& etag) {
  if (!facts.ballot) return NotFound(name);
  const rules::Rule* rule = RuleOf(*facts.ballot, facts.committee_reference, call.now);
  if (rule == nullptr) return RulesUnknown(*facts.ballot);
  absl::Status status = NeedsOffice(*rule, facts.asker, CommitteeId(facts.ballot->committee()));
  if (status.ok()) status = CheckEtag(name, etag, facts.version);
  if (!status.ok()) return status;
  return rule;
}

const rules::Rule* RuleOf(const pb::Ballot& ballot, const std::string& committee_reference,
                          absl::Time now) {
  const std::optional<rules::Kind> kind = ToRules(ballot.kind());
  if (!kind) return nullptr;
  if (!ballot.rules_edition().empty()) return rules::FindRule(*kind, ballot.rules_edition());
  return rules::RuleInForce(*kind, committee_reference, geneva::DayOf(now));
}

const rules::Rule* ParallelRuleOf(const pb::Ballot& ballot) {
  const std::optional<rules::Kind> kind = ToRules(ballot.kind());
  return kind && !ballot.parallel_edition().empty()
             ? rules::FindRule(*kind, ballot.parallel_edition())
             : nullptr;
}

bool WeighsBodies(const pb::Ballot& ballot) {
  const auto weighs = [](const rules::Rule* rule) {
    return rule != nullptr && rule->electorate == rules::Electorate::kWeighted;
  };
  return weighs(RuleOf(ballot, "", absl::InfinitePast())) || weighs(ParallelRuleOf(ballot));
}

pb::Ballot Shown(pb::Ballot ballot, const std::string& committee_reference, absl::Time now) {
  const rules::Rule* rule = RuleOf(ballot, committee_reference, now);
  ballot.set_result_recorded(ballot.state() == pb::BALLOT_STATE_CLOSED);
  ballot.set_state(StateAt(ballot, now));
  ballot.set_committee_reference(committee_reference);
  if (rule == nullptr || rule->own_questions) return ballot;
  ballot.clear_questions();
  for (const rules::Question& question : rule->questions) {
    *ballot.add_questions() = ToContract(question);
  }
  return ballot;
}

pb::Entitlement EntitlementOf(const pb::Ballot& ballot, const Body& body) {
  const rules::Rule* rule = RuleOf(ballot, "", absl::InfinitePast());
  if (rule == nullptr) return pb::ENTITLEMENT_UNSPECIFIED;
  return ToContract(rules::EntitlementOf(*rule, CastOf(body)));
}

absl::StatusOr<pb::Ballot> ExtendBallot(const BallotFacts& facts, const rpc::Call& call,
                                        const pb::ExtendBallotRequest& request) {
  absl::StatusOr<const rules::Rule*> rule = BeginMove(facts, call, request.name(), request.etag());
  if (!rule.ok()) return rule.status();
  absl::Status status = NeedsOpen(*facts.ballot, call.now);
  if (!status.ok()) return status;
  if (!rpc::IsDate(request.end_date())) {
    return Invalid("end_date", "must be a day such as 2026-11-23");
  }
  if (request.end_date() <= facts.ballot->end_date()) {
    return Invalid("end_date", absl::StrCat("must be later than ", facts.ballot->end_date()));
  }
  pb::Ballot ballot = *facts.ballot;
  ballot.set_end_date(request.end_date());
  *ballot.mutable_close_time() = StampOf(geneva::EndOf(request.end_date()));
  ballot.set_reason(request.reason());
  ballot.set_etag(rpc::Etag(facts.version + 1));
  return ballot;
}

absl::StatusOr<pb::Ballot> CloseBallot(const BallotFacts& facts, const rpc::Call& call,
                                       const pb::CloseBallotRequest& request) {
  absl::StatusOr<const rules::Rule*> rule = BeginMove(facts, call, request.name(), request.etag());
  if (!rule.ok()) return rule.status();
  absl::Status status = NeedsOpen(*facts.ballot, call.now);
  if (!status.ok()) return status;
  pb::Ballot ballot = *facts.ballot;
  *ballot.mutable_close_time() = StampOf(call.now);
  ballot.set_end_date(geneva::DayOf(call.now));
  ballot.set_reason(request.reason());
  ballot.set_etag(rpc::Etag(facts.version + 1));
  return ballot;
}

absl::StatusOr<pb::Ballot> AllowChanges(const BallotFacts& facts, const rpc::Call& call,
                                        const pb::AllowChangesRequest& request) {
  absl::StatusOr<const rules::Rule*> rule = BeginMove(facts, call, request.name(), request.etag());
  if (!rule.ok()) return rule.status();
  absl::Status status = NeedsClosed(*facts.ballot, call.now);
  if (!status.ok()) return status;
  if ((*rule)->change_weeks == 0) {
    return rpc::Refuse(kPrecondition, pb::ERROR_REASON_CHANGES_FORBIDDEN,
                       absl::StrCat("votes on a ", std::string(rules::KindName((*rule)->kind)),
                                    " are not changed after a meeting"),
                       "votes stand; a revised draft is balloted anew",
                       {{"edition", std::string((*rule)->edition)}});
  }
  const std::string today = geneva::DayOf(call.now);
  if (!rpc::IsDate(request.meeting_date()) || request.meeting_date() > today ||
      request.meeting_date() < facts.ballot->end_date()) {
    return Invalid("meeting_date", "must be a day from the closing of the ballot until today");
  }
  pb::Ballot ballot = *facts.ballot;
  ballot.set_change_until(geneva::AddWeeks(request.meeting_date(), (*rule)->change_weeks));
  ballot.set_etag(rpc::Etag(facts.version + 1));
  return ballot;
}

absl::StatusOr<pb::Ballot> CancelBallot(const BallotFacts& facts, const rpc::Call& call,
                                        const pb::CancelBallotRequest& request) {
  absl::StatusOr<const rules::Rule*> rule = BeginMove(facts, call, request.name(), request.etag());
  if (!rule.ok()) return rule.status();
  if (facts.ballot->state() != pb::BALLOT_STATE_DRAFT) {
    absl::Status status = NeedsOpen(*facts.ballot, call.now);
    if (!status.ok()) return status;
  }
  pb::Ballot ballot = *facts.ballot;
  ballot.set_state(pb::BALLOT_STATE_CANCELLED);
  ballot.set_reason(request.reason());
  ballot.set_etag(rpc::Etag(facts.version + 1));
  return ballot;
}

}  // namespace placet::ballots::decide
