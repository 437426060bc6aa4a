#include "services/ballots/decide.h"

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/util/time_util.h"
#include "placet/members/v1/members.pb.h"
#include "services/ballots/geneva.h"
#include "services/ballots/stages.h"
#include "services/rpc/names.h"
#include "services/rpc/refuse.h"

namespace placet::ballots::decide {
namespace {

namespace members = placet::members::v1;
using google::protobuf::util::TimeUtil;

constexpr auto kPrecondition = absl::StatusCode::kFailedPrecondition;

absl::Time TimeOf(const google::protobuf::Timestamp& stamp) {
  return absl::FromUnixMicros(TimeUtil::TimestampToMicroseconds(stamp));
}

google::protobuf::Timestamp StampOf(absl::Time time) {
  return TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(time));
}

absl::Status Invalid(absl::string_view field, absl::string_view description) {
  return rpc::Invalid(pb::ERROR_REASON_INVALID_FIELD, field, description);
}

std::string CommitteeId(const std::string& name) {
  return rpc::IdIn("committees", name).value_or("");
}

// Does the caller hold the role for this committee?
bool HasForCommittee(const Asker& asker, members::Role role, const std::string& committee) {
  return std::any_of(asker.grants.begin(), asker.grants.end(), [&](const Grant& grant) {
    return grant.role == role && grant.member.empty() &&
           (grant.committee.empty() || grant.committee == committee);
  });
}

// Does the caller hold the role for this body, in every committee or in this one? A grant for
// every body is one for this body.
bool HasForMember(const Asker& asker, members::Role role, const std::string& member,
                  const std::string& committee) {
  return std::any_of(asker.grants.begin(), asker.grants.end(), [&](const Grant& grant) {
    return grant.role == role && (grant.member.empty() || grant.member == member) &&
           (grant.committee.empty() || grant.committee == committee);
  });
}

absl::Status RoleMissing(const std::string& role, const std::string& scope) {
  return rpc::Refuse(absl::StatusCode::kPermissionDenied, pb::ERROR_REASON_ROLE_MISSING,
                     absl::StrCat("this needs the role ", role, " for ", scope),
                     "ask the central secretariat or your member administrator for the role",
                     {{"role", role}, {"scope", scope}});
}

bool IsSecretariat(const Asker& asker) {
  return HasForCommittee(asker, members::ROLE_CENTRAL_SECRETARIAT, "");
}

absl::Status NeedsCommitteeManager(const Asker& asker, const std::string& committee) {
  if (IsSecretariat(asker) || HasForCommittee(asker, members::ROLE_COMMITTEE_MANAGER, committee)) {
    return absl::OkStatus();
  }
  return RoleMissing("committee manager", absl::StrCat("committees/", committee));
}

// Who may open a kind of ballot may also extend, close and cancel it.
absl::Status NeedsOffice(const rules::Rule& rule, const Asker& asker,
                         const std::string& committee) {
  if (rule.opened_by == rules::Office::kCommitteeManager) {
    return NeedsCommitteeManager(asker, committee);
  }
  if (IsSecretariat(asker)) return absl::OkStatus();
  return RoleMissing("central secretariat",
                     absl::StrCat("every ", std::string(rules::KindName(rule.kind)), " ballot"));
}

absl::Status EtagMismatch(const std::string& name, const std::string& present) {
  return rpc::Refuse(absl::StatusCode::kAborted, pb::ERROR_REASON_ETAG_MISMATCH,
                     absl::StrCat(name, " was changed since it was read; its etag is ", present),
                     "read it again and decide anew", {{"name", name}, {"etag", present}});
}

absl::Status CheckEtag(const std::string& name, const std::string& given, int64_t version) {
  const std::string present = rpc::Etag(version);
  if (given.empty() || given == present) return absl::OkStatus();
  return EtagMismatch(name, present);
}

absl::Status RulesUnknown(const pb::Ballot& ballot) {
  const std::string kind = pb::BallotKind_Name(ballot.kind());
  return rpc::Refuse(
      absl::StatusCode::kInvalidArgument, pb::ERROR_REASON_RULES_UNKNOWN,
      absl::StrCat("there are no rules for ", kind, " in edition \"", ballot.rules_edition(), "\""),
      "leave rules_edition empty for the one in force, or name another",
      {{"kind", kind}, {"edition", ballot.rules_edition()}});
}

// An open ballot, or why it is none.
absl::Status NeedsOpen(const pb::Ballot& ballot, absl::Time now) {
  const auto refuse = [&](pb::ErrorReason reason, absl::string_view what,
                          absl::string_view remedy) {
    return rpc::Refuse(kPrecondition, reason, absl::StrCat(ballot.name(), " ", what), remedy,
                       {{"ballot", ballot.name()}});
  };
  switch (StateAt(ballot, now)) {
    case pb::BALLOT_STATE_OPEN:
      return absl::OkStatus();
    case pb::BALLOT_STATE_DRAFT:
      return refuse(pb::ERROR_REASON_BALLOT_NOT_OPEN, "has not been opened",
                    "wait until it is opened");
    case pb::BALLOT_STATE_CANCELLED:
      return refuse(pb::ERROR_REASON_BALLOT_CANCELLED, "was cancelled", "nothing can be done");
    default:
      return refuse(
          pb::ERROR_REASON_BALLOT_CLOSED,
          absl::StrCat("closed on ", geneva::Print(TimeOf(ballot.close_time())), ", Geneva time"),
          "read the result");
  }
}

absl::StatusOr<const rules::Rule*> NeedsRule(const BallotFacts& facts, absl::Time now) {
  const rules::Rule* rule = RuleOf(*facts.ballot, facts.committee_reference, now);
  if (rule == nullptr) return RulesUnknown(*facts.ballot);
  return rule;
}

// What every move of an existing ballot begins with.
absl::StatusOr<const rules::Rule*> BeginMove(const BallotFacts& facts, const rpc::Call& call,
                                             const std::string& name, const std::string& etag) {
  if (!facts.ballot) return NotFound(name);
  absl::StatusOr<const rules::Rule*> rule = NeedsRule(facts, call.now);
  if (!rule.ok()) return rule;
  absl::Status status = NeedsOffice(**rule, facts.asker, CommitteeId(facts.ballot->committee()));
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

bool IsBlank(const std::string& text) { return absl::StripAsciiWhitespace(text).empty(); }

bool Lists(std::string_view choices, const std::string& choice) {
  const std::vector<std::string> all = absl::StrSplit(std::string(choices), '|');
  return std::find(all.begin(), all.end(), choice) != all.end();
}

absl::Status CheckAnswer(const pb::QuestionAnswer& answer, const rules::Rule& rule,
                         const std::string& path) {
  const auto question =
      std::find_if(rule.questions.begin(), rule.questions.end(),
                   [&](const rules::Question& q) { return q.id == answer.question(); });
  if (question == rule.questions.end()) {
    return Invalid(path + ".question",
                   absl::StrCat("this ballot has no question \"", answer.question(), "\""));
  }
  if (question->choices.empty()) {
    if (!answer.choice().empty()) return Invalid(path + ".choice", "this question wants a text");
  } else if (!Lists(question->choices, answer.choice())) {
    return Invalid(path + ".choice",
                   absl::StrCat("must be one of ", std::string(question->choices)));
  }
  if (!question->text_needed.empty() && Lists(question->text_needed, answer.choice()) &&
      IsBlank(answer.text())) {
    return Invalid(path + ".text",
                   absl::StrCat("the choice \"", answer.choice(), "\" needs a text"));
  }
  return absl::OkStatus();
}

absl::Status CheckVote(const pb::Vote& vote, const rules::Rule& rule) {
  const bool is_np = rule.kind == rules::Kind::kNp;
  if (!is_np && vote.experts_size() > 0) {
    return Invalid("vote.experts", "only a new work item proposal asks for experts");
  }
  std::set<std::string> seen;
  for (int i = 0; i < vote.answers_size(); ++i) {
    const std::string path = absl::StrCat("vote.answers[", i, "]");
    absl::Status status = CheckAnswer(vote.answers(i), rule, path);
    if (!status.ok()) return status;
    if (!seen.insert(vote.answers(i).question()).second) {
      return Invalid(path + ".question", "is answered twice");
    }
  }
  return absl::OkStatus();
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
  return absl::OkStatus();
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

}  // namespace

absl::Status NotFound(const std::string& name) {
  return rpc::Refuse(absl::StatusCode::kNotFound, pb::ERROR_REASON_NOT_FOUND,
                     absl::StrCat("there is no ", name), "check the name", {{"name", name}});
}

absl::StatusOr<bool> Replayed(const Asker& asker, const rpc::Call& call) {
  if (!asker.replay) return false;
  if (*asker.replay == call.fingerprint) return true;
  return rpc::WithField(
      rpc::Refuse(absl::StatusCode::kInvalidArgument, pb::ERROR_REASON_REQUEST_ID_REUSED,
                  "this request_id was used for another request", "choose a new request_id",
                  {{"request_id", call.request_id}}),
      "request_id", "was used for another request");
}

pb::BallotState StateAt(const pb::Ballot& ballot, absl::Time now) {
  if (ballot.state() == pb::BALLOT_STATE_OPEN && now >= TimeOf(ballot.close_time())) {
    return pb::BALLOT_STATE_CLOSED;
  }
  return ballot.state();
}

const rules::Rule* RuleOf(const pb::Ballot& ballot, const std::string& committee_reference,
                          absl::Time now) {
  rules::Kind kind;
  switch (ballot.kind()) {
    case pb::BALLOT_KIND_NP:
      kind = rules::Kind::kNp;
      break;
    case pb::BALLOT_KIND_DIS:
      kind = rules::Kind::kDis;
      break;
    case pb::BALLOT_KIND_FDIS:
      kind = rules::Kind::kFdis;
      break;
    default:
      return nullptr;
  }
  if (!ballot.rules_edition().empty()) return rules::FindRule(kind, ballot.rules_edition());
  const rules::Edition* edition = rules::EditionInForce(committee_reference, geneva::DayOf(now));
  return edition == nullptr ? nullptr : rules::FindRule(kind, edition->id);
}

pb::Ballot Shown(pb::Ballot ballot, const std::string& committee_reference, absl::Time now) {
  const rules::Rule* rule = RuleOf(ballot, committee_reference, now);
  ballot.set_result_recorded(ballot.state() == pb::BALLOT_STATE_CLOSED);
  ballot.set_state(StateAt(ballot, now));
  ballot.set_committee_reference(committee_reference);
  ballot.clear_questions();
  if (rule == nullptr) return ballot;
  for (const rules::Question& question : rule->questions) {
    auto& shown = *ballot.add_questions();
    shown.set_id(std::string(question.id));
    shown.set_text(std::string(question.text));
    shown.set_source(std::string(question.source));
    for (absl::string_view choice :
         absl::StrSplit(std::string(question.choices), '|', absl::SkipEmpty())) {
      shown.add_choices(std::string(choice));
    }
    for (absl::string_view choice :
         absl::StrSplit(std::string(question.text_needed), '|', absl::SkipEmpty())) {
      shown.add_text_needed(std::string(choice));
    }
  }
  return ballot;
}

pb::Entitlement EntitlementOf(const pb::Ballot& ballot, const Body& body) {
  const rules::Rule* rule = RuleOf(ballot, "", absl::InfinitePast());
  if (rule == nullptr) return pb::ENTITLEMENT_UNSPECIFIED;
  const rules::Status status = body.status == pb::MEMBER_STATUS_P   ? rules::Status::kP
                               : body.status == pb::MEMBER_STATUS_O ? rules::Status::kO
                                                                    : rules::Status::kNeither;
  switch (rules::EntitlementOf(*rule, status, body.full_member)) {
    case rules::Entitlement::kMustVote:
      return pb::ENTITLEMENT_MUST_VOTE;
    case rules::Entitlement::kMayVote:
      return pb::ENTITLEMENT_MAY_VOTE;
    case rules::Entitlement::kMayComment:
      return pb::ENTITLEMENT_MAY_COMMENT;
    case rules::Entitlement::kObserves:
      return pb::ENTITLEMENT_OBSERVES;
  }
  return pb::ENTITLEMENT_UNSPECIFIED;
}

bool SeesAll(const pb::Ballot& ballot, const Asker& asker, absl::Time now) {
  const std::string committee = CommitteeId(ballot.committee());
  return StateAt(ballot, now) == pb::BALLOT_STATE_CLOSED || IsSecretariat(asker) ||
         HasForCommittee(asker, members::ROLE_COMMITTEE_MANAGER, committee) ||
         HasForCommittee(asker, members::ROLE_BALLOT_MONITOR, committee);
}

bool SeesBody(const pb::Ballot& ballot, const std::string& member, const Asker& asker,
              absl::Time now) {
  const std::string committee = CommitteeId(ballot.committee());
  return SeesAll(ballot, asker, now) ||
         HasForMember(asker, members::ROLE_VOTER, member, committee) ||
         HasForMember(asker, members::ROLE_BALLOT_MONITOR, member, committee) ||
         HasForMember(asker, members::ROLE_MEMBER_ADMINISTRATOR, member, committee);
}

absl::Status MaySeeAll(const pb::Ballot& ballot, const Asker& asker, absl::Time now) {
  if (SeesAll(ballot, asker, now)) return absl::OkStatus();
  return rpc::Refuse(
      absl::StatusCode::kPermissionDenied, pb::ERROR_REASON_SECRET_WHILE_OPEN,
      absl::StrCat("votes and counts of ", ballot.name(), " are not shown before it has closed"),
      "wait for the closing; committee managers and ballot monitors see it now",
      {{"ballot", ballot.name()}});
}

absl::Status NoResult(const pb::Ballot& ballot, absl::Time now) {
  absl::Status status = NeedsOpen(ballot, now);
  if (!status.ok()) return status;
  return rpc::Refuse(kPrecondition, pb::ERROR_REASON_BALLOT_STILL_OPEN,
                     absl::StrCat(ballot.name(), " is open until ",
                                  geneva::Print(TimeOf(ballot.close_time())), ", Geneva time"),
                     "ask again after it has closed", {{"ballot", ballot.name()}});
}

absl::Status MaySeeTally(const pb::Ballot& ballot, const Asker& asker, absl::Time now) {
  absl::Status status = NeedsOpen(ballot, now);
  return status.ok() ? MaySeeAll(ballot, asker, now) : status;
}

absl::Status MayAskFor(const std::string& member, const Asker& asker) {
  if (IsSecretariat(asker)) return absl::OkStatus();
  for (const Grant& grant : asker.grants) {
    const bool for_body = grant.member == member || grant.member.empty();
    const bool role = grant.role == members::ROLE_VOTER ||
                      grant.role == members::ROLE_BALLOT_MONITOR ||
                      grant.role == members::ROLE_MEMBER_ADMINISTRATOR ||
                      grant.role == members::ROLE_COMMITTEE_MANAGER;
    if (for_body && role) return absl::OkStatus();
  }
  return RoleMissing("voter, ballot monitor or administrator", absl::StrCat("members/", member));
}

std::string ReferenceOf(const pb::Project& project, pb::BallotKind kind, int draft) {
  const std::string label = kind == pb::BALLOT_KIND_NP    ? "NP"
                            : kind == pb::BALLOT_KIND_DIS ? "DIS"
                                                          : "FDIS";
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

absl::StatusOr<pb::Project> PutProject(const ProjectFacts& facts, const pb::Project& wanted) {
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
  if (!status.ok()) return status;
  pb::Project project = wanted;
  if (project.edition() == 0) project.set_edition(1);
  return Moved(std::move(project), wanted.stage(), facts.version + 1);
}

pb::Project Moved(pb::Project project, const std::string& stage, int64_t version) {
  project.set_stage(stage);
  const StageCode* code = FindStage(stage);
  project.set_stage_name(code == nullptr ? "" : std::string(code->name));
  project.set_etag(rpc::Etag(version));
  return project;
}

absl::StatusOr<pb::Ballot> CreateBallot(const BallotFacts& facts, const rpc::Call& call,
                                        const std::string& id, const pb::Ballot& wanted) {
  if (!facts.project) {
    return rpc::WithField(rpc::Refuse(kPrecondition, pb::ERROR_REASON_REFERENCE_UNKNOWN,
                                      absl::StrCat("there is no ", wanted.project()),
                                      "create the project first", {{"project", wanted.project()}}),
                          "ballot.project", "does not exist");
  }
  absl::Status status = NeedsCommitteeManager(facts.asker, CommitteeId(facts.project->committee()));
  if (status.ok()) status = CheckDocuments(wanted);
  if (!status.ok()) return status;
  if (wanted.draft() < 0 || wanted.draft() > 99) return Invalid("ballot.draft", "must be 1 to 99");
  if (!wanted.end_date().empty() && !rpc::IsDate(wanted.end_date())) {
    return Invalid("ballot.end_date", "must be a day such as 2026-11-23");
  }
  if (RuleOf(wanted, facts.committee_reference, call.now) == nullptr) return RulesUnknown(wanted);
  const std::string name = absl::StrCat("ballots/", id);
  if (facts.ballot) {
    return rpc::Refuse(absl::StatusCode::kAlreadyExists, pb::ERROR_REASON_ALREADY_EXISTS,
                       absl::StrCat(name, " exists"), "choose another ballot_id",
                       {{"ballot", name}});
  }
  pb::Ballot ballot;
  ballot.set_name(name);
  ballot.set_project(wanted.project());
  ballot.set_kind(wanted.kind());
  ballot.set_draft(std::max(1, wanted.draft()));
  ballot.set_rules_edition(wanted.rules_edition());
  ballot.set_note(wanted.note());
  *ballot.mutable_documents() = wanted.documents();
  ballot.set_end_date(wanted.end_date());
  ballot.set_committee(facts.project->committee());
  ballot.set_reference(ReferenceOf(*facts.project, wanted.kind(), ballot.draft()));
  ballot.set_title(facts.project->title());
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
  if (facts.project_busy) {
    return rpc::Refuse(kPrecondition, pb::ERROR_REASON_PROJECT_BUSY,
                       absl::StrCat(ballot.project(), " has an open ballot"),
                       "wait for its closing, or cancel it", {{"project", ballot.project()}});
  }
  const auto& before = (*rule)->stages_before;
  if (std::find(before.begin(), before.end(), facts.project->stage()) == before.end()) {
    return StageForbids(*facts.project, **rule);
  }
  if (facts.p_members == 0) {
    return rpc::Refuse(kPrecondition, pb::ERROR_REASON_EMPTY_ROLL,
                       absl::StrCat(ballot.committee(), " has no P-member today"),
                       "enter the committee's seats first", {{"committee", ballot.committee()}});
  }
  const std::string today = geneva::DayOf(call.now);
  if (ballot.end_date().empty()) {
    const bool revised = ballot.draft() > 1 && (*rule)->revised_period_weeks > 0;  // 2.6.4
    ballot.set_end_date(
        geneva::AddWeeks(today, revised ? (*rule)->revised_period_weeks : (*rule)->period_weeks));
  }
  if (ballot.end_date() < today) {
    return Invalid("ballot.end_date", absl::StrCat(ballot.end_date(), " is over"));
  }
  ballot.set_rules_edition(std::string((*rule)->edition));
  ballot.set_state(pb::BALLOT_STATE_OPEN);
  ballot.set_opener(call.caller);
  ballot.set_stage_before(facts.project->stage());
  ballot.set_title(facts.project->title());
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

absl::StatusOr<pb::Vote> CastVote(const CastFacts& facts, const rpc::Call& call,
                                  const pb::Vote& wanted) {
  const auto ids = rpc::ParseName("ballots/*/votes/*", wanted.name());
  if (!facts.ballot) return NotFound(absl::StrCat("ballots/", (*ids)[0]));
  const std::string& member = (*ids)[1];
  const std::string committee = CommitteeId(facts.ballot->committee());
  if (!HasForMember(facts.asker, members::ROLE_VOTER, member, committee)) {
    return RoleMissing("voter", absl::StrCat("members/", member));
  }
  absl::Status status = NeedsOpen(*facts.ballot, call.now);
  if (!status.ok()) return status;
  if (!facts.body) {
    return rpc::Refuse(
        kPrecondition, pb::ERROR_REASON_NOT_ON_ROLL,
        absl::StrCat("members/", member, " is not on the roll of ", facts.ballot->name()),
        "check the roll", {{"member", member}});
  }
  const pb::Entitlement entitlement = EntitlementOf(*facts.ballot, *facts.body);
  if (entitlement != pb::ENTITLEMENT_MUST_VOTE && entitlement != pb::ENTITLEMENT_MAY_VOTE) {
    return rpc::Refuse(kPrecondition, pb::ERROR_REASON_NOT_ENTITLED,
                       absl::StrCat("members/", member, " has no vote on this kind of ballot"),
                       "check the roll",
                       {{"member", member}, {"entitlement", pb::Entitlement_Name(entitlement)}});
  }
  const int revision = facts.body->vote ? facts.body->vote->revision() : 0;
  status = CheckEtag(wanted.name(), wanted.etag(), revision);
  if (!status.ok()) return status;
  const rules::Rule& rule = *RuleOf(*facts.ballot, "", call.now);
  status = CheckVote(wanted, rule);
  if (!status.ok()) return status;
  pb::Vote vote = wanted;
  vote.set_revision(revision + 1);
  vote.set_caster(call.caller);
  *vote.mutable_cast_time() = StampOf(call.now);
  vote.set_etag(rpc::Etag(vote.revision()));
  AddWarnings(facts.ballot->kind(), vote);
  return vote;
}

void AddWarnings(pb::BallotKind kind, pb::Vote& vote) {
  vote.clear_warnings();
  const bool is_np = kind == pb::BALLOT_KIND_NP;
  const bool approves =
      vote.answer() == pb::ANSWER_APPROVE || vote.answer() == pb::ANSWER_APPROVE_WITH_COMMENTS;
  if (vote.answer() == pb::ANSWER_DISAPPROVE && IsBlank(vote.text())) {
    auto& warning = *vote.add_warnings();
    warning.set_kind(pb::WARNING_KIND_NO_WITHOUT_REASONS);
    warning.set_text("a disapproval without reasons is received but not counted");
    warning.set_clause(is_np ? "2.3.4" : kind == pb::BALLOT_KIND_FDIS ? "2.7.2" : "2.6.2");
  }
  if (is_np && approves && vote.experts().empty()) {
    auto& warning = *vote.add_warnings();
    warning.set_kind(pb::WARNING_KIND_NO_EXPERT);
    warning.set_text("no expert is named: this approval does not count as taking part");
    warning.set_clause("2.3.5");
  }
}

}  // namespace placet::ballots::decide
