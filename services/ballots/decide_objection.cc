// How a decision stands: objections to it, and what is overdue.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/ballots/checks.h"
#include "services/ballots/decide_decision.h"
#include "services/ballots/geneva.h"
#include "services/rpc/names.h"
#include "services/rpc/refuse.h"

namespace placet::ballots::decide {
namespace {

absl::Status Refuse(const pb::Decision& decision, pb::ErrorReason reason, absl::string_view what,
                    absl::string_view remedy) {
  return rpc::Refuse(kPrecondition, reason, absl::StrCat(decision.name(), what), remedy,
                     {{"decision", decision.name()}});
}

// May anybody object to this decision now?
absl::Status CheckObjectable(const DecisionFacts& facts, const pb::Decision& decision,
                             const std::string& today) {
  if (decision.name() != facts.decisions.back().name()) {
    return Refuse(decision, pb::ERROR_REASON_DECISION_SUPERSEDED,
                  " was replaced by a later decision",
                  absl::StrCat("look at ", facts.decisions.back().name()));
  }
  if (!decision.has_objection_rule()) {
    return Refuse(decision, pb::ERROR_REASON_OBJECTION_NOT_FORESEEN,
                  " is one to which the rules foresee no objection",
                  "speak to the secretariat of the committee");
  }
  if (today > decision.objection_rule().until()) {
    return Refuse(decision, pb::ERROR_REASON_OBJECTION_TOO_LATE,
                  absl::StrCat(" could be objected to until ", decision.objection_rule().until()),
                  "speak to the secretariat of the committee");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<pb::Decision> FindDecision(const DecisionFacts& facts, int number) {
  const auto count = static_cast<int>(facts.decisions.size());
  if (number == 0) number = count;
  if (number < 1 || number > count) {
    return NotFound(absl::StrCat("decision on ", facts.ballot->name()));
  }
  return facts.decisions[static_cast<size_t>(number) - 1];
}

absl::StatusOr<pb::Decision> ObjectToDecision(const DecisionFacts& facts, const rpc::Call& call,
                                              const pb::ObjectToDecisionRequest& request,
                                              int number) {
  const std::string member = rpc::IdIn("members", request.member()).value_or("");
  const std::string committee = CommitteeId(facts.ballot->committee());
  if (!HasForMember(facts.asker, members::ROLE_VOTER, member, committee)) {
    return RoleMissing("voter", request.member());
  }
  absl::StatusOr<pb::Decision> decision = FindDecision(facts, number);
  if (!decision.ok()) return decision.status();
  absl::Status status = CheckObjectable(facts, *decision, geneva::DayOf(call.now));
  if (!status.ok()) return status;
  if (facts.member_status != pb::MEMBER_STATUS_P) {
    return Refuse(*decision, pb::ERROR_REASON_NOT_P_MEMBER,
                  absl::StrCat(" can be objected to by P-members, and ", request.member(),
                               " was none at closing"),
                  "check the roll");
  }
  if (IsBlank(request.reason())) return Invalid("reason", "is required");
  for (const pb::Objection& objection : decision->objections()) {
    if (objection.member() != request.member()) continue;
    return Refuse(*decision, pb::ERROR_REASON_ALREADY_OBJECTED,
                  absl::StrCat(" has an objection of ", request.member()),
                  "nothing is to be done: one of each body counts");
  }
  pb::Objection& objection = *decision->add_objections();
  objection.set_member(request.member());
  objection.set_reason(request.reason());
  objection.set_person(call.caller);
  *objection.mutable_object_time() = StampOf(call.now);
  decision->set_etag(rpc::Etag(facts.version + 1));
  return Shown(*std::move(decision), call.now);
}

pb::Decision Shown(pb::Decision decision, absl::Time now) {
  const bool objected = decision.has_objection_rule() &&
                        decision.objections_size() >= decision.objection_rule().members();
  decision.set_state(!decision.superseded_by().empty() ? pb::DECISION_STATE_SUPERSEDED
                     : objected                        ? pb::DECISION_STATE_OBJECTED
                                                       : pb::DECISION_STATE_STANDS);
  const bool stands = decision.superseded_by().empty();
  const std::string today = geneva::DayOf(now);
  for (pb::DecisionDue& due : *decision.mutable_dues()) {
    due.set_overdue(stands && !due.done() && !due.day().empty() && due.day() < today);
  }
  return decision;
}

pb::Decision Shown(const DecisionFacts& facts, pb::Decision decision, absl::Time now) {
  for (const pb::Decision& later : facts.decisions) {
    if (later.supersedes() == decision.name()) decision.set_superseded_by(later.name());
  }
  decision.set_result_superseded(decision.result_event() != facts.result_event);
  decision.set_etag(rpc::Etag(facts.version));
  return Shown(std::move(decision), now);
}

}  // namespace placet::ballots::decide
