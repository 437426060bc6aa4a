#include "services/ballots/decide_decision.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/ballots/checks.h"
#include "services/ballots/geneva.h"
#include "services/ballots/stages.h"
#include "services/rpc/names.h"
#include "services/rpc/refuse.h"

namespace placet::ballots::decide {
namespace {

const pb::Decision* Latest(const DecisionFacts& facts) {
  return facts.decisions.empty() ? nullptr : &facts.decisions.back();
}

std::string PermittedIds(const rules::PermittedList& list) {
  std::string ids;
  for (const rules::Permitted& permitted : list) {
    absl::StrAppend(&ids, ids.empty() ? "" : ", ", std::string(permitted.decision->id));
  }
  return ids;
}

absl::Status Forbidden(const DecisionFacts& facts, const rules::PermittedList& list,
                       const pb::DecideBallotRequest& request) {
  const std::string permitted = PermittedIds(list);
  const bool with_other = PermittedFor(facts, !request.one_sided()).Find(request.option());
  std::string remedy = permitted.empty()
                           ? "the rules know no decision after this ballot; override_stage is left"
                           : absl::StrCat("choose one of ", permitted);
  if (with_other) {
    absl::StrAppend(&remedy, request.one_sided() ? "; it is permitted without one_sided"
                                                 : "; it is permitted with one_sided");
  }
  return rpc::WithField(
      rpc::Refuse(kPrecondition, pb::ERROR_REASON_DECISION_FORBIDDEN,
                  absl::StrCat("the rules do not permit \"", request.option(),
                               "\" after the result of ", facts.ballot->name()),
                  remedy, {{"permitted", permitted}, {"ballot", facts.ballot->name()}}),
      "option", absl::StrCat("must be one of ", permitted));
}

absl::Status ReasonMissing(absl::string_view what) {
  return rpc::WithField(
      rpc::Refuse(absl::StatusCode::kInvalidArgument, pb::ERROR_REASON_REASON_MISSING,
                  absl::StrCat(what, " is recorded only with a reason"), "say why in reason", {}),
      "reason", "is required here");
}

absl::Status CheckNeed(const DecisionFacts& facts, const pb::DecisionOption& option,
                       bool affirmed) {
  if (option.need_standing() == pb::NEED_STANDING_UNSPECIFIED ||
      option.need_standing() == pb::NEED_STANDING_HOLDS ||
      (option.need_standing() == pb::NEED_STANDING_TO_AFFIRM && affirmed)) {
    return absl::OkStatus();
  }
  const bool fails = option.need_standing() == pb::NEED_STANDING_DOES_NOT_HOLD;
  return rpc::WithField(
      rpc::Refuse(kPrecondition, pb::ERROR_REASON_NEED_NOT_AFFIRMED,
                  absl::StrCat("\"", option.id(), "\" needs that this holds: ", option.need(),
                               fails ? " The tally shows that it does not." : ""),
                  fails ? "choose another decision" : "affirm it with affirm_need, if it holds",
                  {{"need", option.need()}, {"ballot", facts.ballot->name()}}),
      "affirm_need", fails ? "cannot be affirmed" : "must be true for this decision");
}

// From where an option moves the project: the stage after closing, or the one in which the decision
// that it takes the place of has left it.
absl::Status CheckStage(const DecisionFacts& facts, const rules::Decision& row) {
  const std::string& stage = facts.project->stage();
  const pb::Decision* earlier = Latest(facts);
  std::string allowed = std::string(row.from);
  if (earlier != nullptr && !earlier->stage().empty() && earlier->stage() != allowed) {
    absl::StrAppend(&allowed, " or ", earlier->stage());
    if (stage == earlier->stage()) return absl::OkStatus();
  }
  if (stage == row.from) return absl::OkStatus();
  return rpc::Refuse(kPrecondition, pb::ERROR_REASON_STAGE_FORBIDS,
                     absl::StrCat(facts.project->name(), " is at stage ", stage, ", and \"",
                                  std::string(row.id), "\" moves it from ", allowed),
                     "move the project back first, or decide with override_stage",
                     {{"project", facts.project->name()}, {"stage", stage}, {"allowed", allowed}});
}

// What comes before any decision: who, on what, and whether there is one.
absl::Status CheckBegin(const DecisionFacts& facts, const pb::DecideBallotRequest& request) {
  const pb::Ballot& ballot = *facts.ballot;
  absl::Status status = NeedsCommitteeManager(facts.asker, CommitteeId(ballot.committee()));
  if (status.ok()) status = CheckEtag(ballot.name(), request.etag(), facts.version);
  if (!status.ok()) return status;
  if (request.result_event() != 0 && request.result_event() != facts.result_event) {
    return rpc::Refuse(
        kPrecondition, pb::ERROR_REASON_RESULT_SUPERSEDED,
        absl::StrCat("the result of ", ballot.name(),
                     " is not the one that was looked at: it stands in event ", facts.result_event),
        "read the form again and decide anew",
        {{"ballot", ballot.name()}, {"result_event", absl::StrCat(facts.result_event)}});
  }
  const pb::Decision* earlier = Latest(facts);
  if (earlier == nullptr || !IsBlank(request.cause())) return absl::OkStatus();
  return rpc::WithField(
      rpc::Refuse(kPrecondition, pb::ERROR_REASON_ALREADY_DECIDED,
                  absl::StrCat("it was decided on ", ballot.name(), ": ", earlier->name()),
                  "give the cause if this decision is to take its place",
                  {{"decision", earlier->name()}}),
      "cause", "is required where there is a decision");
}

// Each comment has to be answered before the project goes on (2.5.3, 2.6.5).
absl::Status CheckComments(const DecisionFacts& facts, const std::string& stage) {
  const int left = facts.comments ? facts.comments->without_disposition() : 0;
  if (stage.empty() || left == 0) return absl::OkStatus();
  return rpc::Refuse(
      kPrecondition, pb::ERROR_REASON_COMMENTS_UNRESOLVED,
      absl::StrCat(left, left == 1 ? " comment" : " comments", " of ", facts.comments->total(),
                   " on ", facts.ballot->name(), left == 1 ? " has" : " have",
                   " no disposition, and the project moves on only when each has one"),
      "propose or decide a disposition for each comment",
      {{"ballot", facts.ballot->name()}, {"without_disposition", absl::StrCat(left)}});
}

// What every decision records, whatever it decides.
pb::Decision Begun(const DecisionFacts& facts, const rpc::Call& call,
                   const pb::DecideBallotRequest& request) {
  pb::Decision decision;
  const pb::Decision* earlier = Latest(facts);
  decision.set_name(absl::StrCat(facts.ballot->name(), "/decisions/", facts.decisions.size() + 1));
  decision.set_ballot(facts.ballot->name());
  decision.set_committee(facts.ballot->committee());
  decision.set_project(facts.ballot->project());
  if (facts.project) decision.set_stage_before(facts.project->stage());
  decision.set_reason(request.reason());
  decision.set_one_sided(request.one_sided());
  decision.set_result_event(facts.result_event);
  decision.set_verdict(facts.tally.verdict());
  decision.set_decider(call.caller);
  *decision.mutable_decide_time() = StampOf(call.now);
  if (earlier != nullptr) {
    decision.set_cause(request.cause());
    decision.set_supersedes(earlier->name());
  }
  decision.set_state(pb::DECISION_STATE_STANDS);
  decision.set_etag(rpc::Etag(facts.version + 1));
  return decision;
}

absl::StatusOr<pb::Decision> Overridden(const DecisionFacts& facts, pb::Decision decision,
                                        const pb::DecideBallotRequest& request) {
  const std::string& stage = request.override_stage();
  if (!request.option().empty()) return Invalid("option", "must be empty with override_stage");
  if (!facts.project) return Invalid("override_stage", "the ballot has no project to be moved");
  if (FindStage(stage) == nullptr) {
    return Invalid("override_stage", "must be a harmonized stage code such as 40.98");
  }
  if (IsBlank(request.reason())) return ReasonMissing("a decision outside the options");
  absl::Status status = CheckComments(facts, stage);
  if (!status.ok()) return status;
  decision.set_overridden(true);
  decision.set_text(absl::StrCat("An officer decides outside the options: the project is at ",
                                 stage, " from now on."));
  decision.set_stage(stage);
  decision.set_sureness(pb::SURENESS_ASSUMED);
  decision.set_source(
      absl::StrCat("no row of the rules; the table of stages ",
                   MayMove(facts.project->stage(), stage) ? "lets " : "does not let ", stage,
                   " follow ", facts.project->stage()));
  return decision;
}

void Take(const pb::DecisionOption& option, pb::Decision& decision) {
  decision.set_option(option.id());
  decision.set_text(option.text());
  decision.set_stage(option.stage());
  decision.set_next_stage(option.next_stage());
  decision.set_new_project_stage(option.new_project_stage());
  if (option.need_standing() == pb::NEED_STANDING_TO_AFFIRM) decision.set_affirmed(option.need());
  decision.set_proposed(option.proposed());
  decision.set_clause(option.clause());
  decision.set_sureness(option.sureness());
  decision.set_source(option.source());
  *decision.mutable_dues() = option.dues();
  if (option.has_objection_rule()) *decision.mutable_objection_rule() = option.objection_rule();
}

}  // namespace

absl::StatusOr<pb::Decision> DecideBallot(const DecisionFacts& facts, const rpc::Call& call,
                                          const pb::DecideBallotRequest& request) {
  absl::Status status = CheckBegin(facts, request);
  if (!status.ok()) return status;
  pb::Decision decision = Begun(facts, call, request);
  if (!request.override_stage().empty()) return Overridden(facts, std::move(decision), request);
  if (request.option().empty()) return Invalid("option", "is required without override_stage");
  const rules::PermittedList list = PermittedFor(facts, request.one_sided());
  const rules::Permitted* permitted = list.Find(request.option());
  if (permitted == nullptr) return Forbidden(facts, list, request);
  const pb::DecisionOption option = OptionOf(facts, *permitted, geneva::DayOf(call.now));
  status = CheckNeed(facts, option, request.affirm_need());
  if (!status.ok()) return status;
  if (option.needs_reason() && IsBlank(request.reason())) {
    return ReasonMissing(absl::StrCat("\"", option.id(), "\""));
  }
  if (!option.stage().empty()) status = CheckStage(facts, *permitted->decision);
  if (status.ok()) status = CheckComments(facts, option.stage());
  if (!status.ok()) return status;
  Take(option, decision);
  return decision;
}

pb::Project MovedBy(const DecisionFacts& facts, const pb::Decision& decision) {
  if (!facts.project) return {};
  if (decision.stage().empty() || decision.stage() == facts.project->stage()) return *facts.project;
  pb::Project project =
      Moved(*facts.project, decision.stage(), facts.project_version + 1, decision.name());
  if (!MayMove(facts.project->stage(), decision.stage())) {
    project.set_override_reason(decision.overridden() ? decision.reason() : decision.cause());
  }
  return project;
}

}  // namespace placet::ballots::decide
