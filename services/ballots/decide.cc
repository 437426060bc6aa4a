// Projects, and ballots from creation to closing.
#include "services/ballots/decide.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/ballots/checks.h"
#include "services/ballots/count.h"
#include "services/ballots/geneva.h"
#include "services/ballots/periods.h"
#include "services/ballots/questions.h"
#include "services/ballots/stages.h"
#include "services/ballots/tracks.h"
#include "services/ballots/words.h"
#include "services/rpc/names.h"
#include "services/rpc/refuse.h"

namespace placet::ballots::decide {
namespace {

absl::Status RulesUnknown(const pb::Ballot& ballot) {
  const std::string kind = pb::BallotKind_Name(ballot.kind());
  return rpc::Refuse(
      absl::StatusCode::kInvalidArgument, pb::ERROR_REASON_RULES_UNKNOWN,
      absl::StrCat("there are no rules for ", kind, " in edition \"", ballot.rules_edition(), "\""),
      "leave rules_edition empty for the one in force, or name another",
      {{"kind", kind}, {"edition", ballot.rules_edition()}});
}

absl::Status AlreadyExists(const pb::Ballot& ballot) {
  return rpc::Refuse(absl::StatusCode::kAlreadyExists, pb::ERROR_REASON_ALREADY_EXISTS,
                     absl::StrCat(ballot.name(), " exists"), "choose another ballot_id",
                     {{"ballot", ballot.name()}});
}

// What every move of an existing ballot begins with.
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

absl::Status CheckProject(const pb::Project& wanted) {
  if (!rpc::IdIn("projects", wanted.name())) {
    return Invalid("project.name", "must be projects/{project}");
  }
  if (!rpc::IdIn("committees", wanted.committee())) {
    return Invalid("project.committee", "must be committees/{committee}");
  }
  if (FindStage(wanted.stage()) == nullptr) {
    return Invalid("project.stage", "must be a harmonized stage code such as 40.20");
  }
  if (wanted.edition() < 0) return Invalid("project.edition", "must not be negative");
  return tracks::Check(wanted);
}

// An extension is the technical management board's, and the central secretariat writes it down.
absl::Status CheckExtension(const ProjectFacts& facts, const pb::Project& wanted) {
  const int present = facts.project ? facts.project->extension_months() : 0;
  if (wanted.extension_months() == present) return absl::OkStatus();
  return NeedsCentralSecretariat(facts.asker, "extensions by the technical management board");
}

// The project, or the committee, that the ballot is about.
absl::Status CheckSubject(const BallotFacts& facts, const pb::Ballot& wanted) {
  const auto missing = [](absl::string_view field, const std::string& name) {
    return rpc::WithField(
        rpc::Refuse(kPrecondition, pb::ERROR_REASON_REFERENCE_UNKNOWN,
                    absl::StrCat("there is no ", name), "create it first", {{"name", name}}),
        field, "does not exist");
  };
  if (!wanted.project().empty()) {
    return facts.project ? absl::OkStatus() : missing("ballot.project", wanted.project());
  }
  if (wanted.committee().empty()) return Invalid("ballot.project", "is required for most kinds");
  return facts.committee_reference.empty() ? missing("ballot.committee", wanted.committee())
                                           : absl::OkStatus();
}

absl::Status CheckDocuments(const pb::Ballot& wanted) {
  for (int i = 0; i < wanted.documents_size(); ++i) {
    const std::string& hash = wanted.documents(i).sha256();
    const bool hex = std::all_of(hash.begin(), hash.end(),
                                 [](unsigned char c) { return absl::ascii_isxdigit(c); });
    if (!hash.empty() && (hash.size() != 64 || !hex)) {
      return Invalid(absl::StrCat("ballot.documents[", i, "].sha256"),
                     "must be 64 hexadecimal digits");
    }
  }
  return absl::OkStatus();
}

// What a creator gives, against the rules of the kind.
absl::Status CheckGiven(const pb::Ballot& wanted, const rules::Rule* rule) {
  absl::Status status = CheckDocuments(wanted);
  if (!status.ok()) return status;
  if (wanted.draft() < 0 || wanted.draft() > 99) return Invalid("ballot.draft", "must be 1 to 99");
  if (!wanted.end_date().empty() && !rpc::IsDate(wanted.end_date())) {
    return Invalid("ballot.end_date", "must be a day such as 2026-11-23");
  }
  if (rule == nullptr) return RulesUnknown(wanted);
  if (rule->subject == rules::Subject::kProject && wanted.project().empty()) {
    return Invalid("ballot.project", "is required for this kind");
  }
  if (wanted.project().empty() && IsBlank(wanted.title())) {
    return Invalid("ballot.title", "is required where there is no project");
  }
  if (!wanted.parallel_edition().empty() && ParallelRuleOf(wanted) == nullptr) {
    return Invalid("ballot.parallel_edition", "has no rules for this kind");
  }
  return questions::Check(wanted, *rule);
}

// May the ballot open now, whatever its dates?
absl::Status CheckOpening(const BallotFacts& facts, const rules::Rule& rule) {
  const pb::Ballot& ballot = *facts.ballot;
  if (rule.electorate == rules::Electorate::kExperts) {
    return rpc::Refuse(kPrecondition, pb::ERROR_REASON_NO_ROLL_OF_PERSONS,
                       absl::StrCat(std::string(rules::KindName(rule.kind)),
                                    " is answered by persons, and a roll is one of bodies"),
                       "ask the experts by other means", {{"ballot", ballot.name()}});
  }
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

}  // namespace

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

std::string ReferenceOf(const pb::Project& project, pb::BallotKind kind, int draft) {
  const std::optional<rules::Kind> known = ToRules(kind);
  const std::string label = known ? std::string(rules::KindName(*known)) : "";
  const std::string suffix = draft > 1 ? absl::StrCat(".", draft) : "";
  // "ISO 20435" -> "ISO/DIS 20435"; "ISO/IEC 27001" -> "ISO/IEC DIS 27001"; a year is not part of a
  // draft's number.
  const std::vector<std::string> words = absl::StrSplit(project.reference(), ' ');
  const bool is_number = words.size() == 2 && !words[1].empty() &&
                         absl::ascii_isdigit(static_cast<unsigned char>(words[1][0]));
  if (!is_number) return absl::StrCat(project.reference(), " ", label, suffix);
  const std::string number = words[1].substr(0, words[1].find(':'));
  const bool joint = absl::StrContains(words[0], "/");
  return absl::StrCat(words[0], joint ? " " : "/", label, " ", number, suffix);
}

std::string ReferenceFor(const BallotFacts& facts, const pb::Ballot& wanted, absl::Time now) {
  if (!wanted.project().empty()) {
    return ReferenceOf(facts.project.value_or(pb::Project()), wanted.kind(),
                       std::max(1, wanted.draft()));
  }
  if (!wanted.reference().empty()) return wanted.reference();
  const std::optional<rules::Kind> kind = ToRules(wanted.kind());
  return absl::StrCat(facts.committee_reference, " ",
                      kind ? std::string(rules::KindName(*kind)) : "", " ", geneva::DayOf(now));
}

std::string IdOf(const std::string& reference) {
  std::string id;
  for (unsigned char c : reference) {
    const bool keep = absl::ascii_isalnum(c) || c == '.';
    if (keep) {
      id.push_back(absl::ascii_tolower(c));
    } else if (!id.empty() && id.back() != '-') {
      id.push_back('-');
    }
  }
  while (!id.empty() && id.back() == '-') id.pop_back();
  return id.substr(0, 63);
}

absl::StatusOr<pb::Project> PutProject(const ProjectFacts& facts,
                                       const pb::PutProjectRequest& request) {
  const pb::Project& wanted = request.project();
  absl::Status status = CheckProject(wanted);
  if (!status.ok()) return status;
  status = NeedsCommitteeManager(facts.asker, CommitteeId(wanted.committee()));
  if (status.ok() && facts.project) {
    status = NeedsCommitteeManager(facts.asker, CommitteeId(facts.project->committee()));
  }
  if (!status.ok()) return status;
  if (!facts.committee_exists) {
    return rpc::WithField(
        rpc::Refuse(kPrecondition, pb::ERROR_REASON_REFERENCE_UNKNOWN,
                    absl::StrCat("the directory has no ", wanted.committee()),
                    "create the committee first", {{"committee", wanted.committee()}}),
        "project.committee", "does not exist");
  }
  if (!facts.project && !wanted.etag().empty()) return EtagMismatch(wanted.name(), "");
  if (facts.project) status = CheckEtag(wanted.name(), wanted.etag(), facts.version);
  if (status.ok()) status = CheckExtension(facts, wanted);
  if (!status.ok()) return status;
  pb::Project project = wanted;
  project.DiscardUnknownFields();  // nobody has limited them
  project.clear_limit_dates();
  project.clear_warnings();
  project.clear_override_reason();
  project.clear_cause();
  if (facts.project) {
    status = tracks::CheckMove(*facts.project, wanted.stage());
    if (!status.ok() && IsBlank(request.override_reason())) return status;
    if (!status.ok()) project.set_override_reason(request.override_reason());
  }
  if (project.edition() == 0) project.set_edition(1);
  return Moved(std::move(project), wanted.stage(), facts.version + 1);
}

pb::Project Moved(pb::Project project, const std::string& stage, int64_t version,
                  const std::string& cause) {
  project.set_stage(stage);
  project.set_cause(cause);
  const StageCode* code = FindStage(stage);
  project.set_stage_name(code == nullptr ? "" : std::string(code->name));
  project.set_etag(rpc::Etag(version));
  return project;
}

absl::StatusOr<pb::Ballot> CreateBallot(const BallotFacts& facts, const rpc::Call& call,
                                        const std::string& id, const pb::Ballot& wanted) {
  absl::Status status = CheckSubject(facts, wanted);
  if (!status.ok()) return status;
  // With the id taken, the project that came along is that ballot's, and not the one to ask a role
  // for.
  if (facts.ballot && facts.ballot->project() != wanted.project()) {
    return AlreadyExists(*facts.ballot);
  }
  const std::string committee = facts.project ? facts.project->committee() : wanted.committee();
  status = NeedsCommitteeManager(facts.asker, CommitteeId(committee));
  if (!status.ok()) return status;
  const rules::Rule* rule = RuleOf(wanted, facts.committee_reference, call.now);
  status = CheckGiven(wanted, rule);
  if (!status.ok()) return status;
  if (facts.ballot) return AlreadyExists(*facts.ballot);
  pb::Ballot ballot = wanted;
  ballot.DiscardUnknownFields();  // nobody has limited them
  ballot.clear_open_time();
  ballot.clear_close_time();
  ballot.clear_opener();
  ballot.clear_reason();
  ballot.clear_stage_before();
  ballot.clear_result_recorded();
  ballot.clear_committee_reference();
  ballot.set_name(absl::StrCat("ballots/", id));
  ballot.set_draft(std::max(1, wanted.draft()));
  ballot.set_committee(committee);
  ballot.set_reference(ReferenceFor(facts, wanted, call.now));
  if (facts.project) ballot.set_title(facts.project->title());
  for (pb::Question& question : *ballot.mutable_questions()) question.set_source(call.caller);
  ballot.set_state(pb::BALLOT_STATE_DRAFT);
  ballot.set_creator(call.caller);
  ballot.set_etag(rpc::Etag(1));
  return ballot;
}

absl::StatusOr<pb::Ballot> OpenBallot(const BallotFacts& facts, const rpc::Call& call,
                                      const pb::OpenBallotRequest& request) {
  absl::StatusOr<const rules::Rule*> rule = BeginMove(facts, call, request.name(), request.etag());
  if (!rule.ok()) return rule.status();
  pb::Ballot ballot = *facts.ballot;
  if (ballot.state() != pb::BALLOT_STATE_DRAFT) {
    return rpc::Refuse(kPrecondition, pb::ERROR_REASON_BALLOT_NOT_DRAFT,
                       absl::StrCat(ballot.name(), " was opened or cancelled before"),
                       "create another ballot", {{"ballot", ballot.name()}});
  }
  absl::Status status = CheckOpening(facts, **rule);
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
