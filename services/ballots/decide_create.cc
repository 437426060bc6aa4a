// A ballot as it is prepared.
#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/ballots/checks.h"
#include "services/ballots/geneva.h"
#include "services/ballots/questions.h"
#include "services/ballots/words.h"
#include "services/rpc/names.h"
#include "services/rpc/refuse.h"

namespace placet::ballots::decide {
namespace {

absl::Status AlreadyExists(const pb::Ballot& ballot) {
  return rpc::Refuse(absl::StatusCode::kAlreadyExists, pb::ERROR_REASON_ALREADY_EXISTS,
                     absl::StrCat(ballot.name(), " exists"), "choose another ballot_id",
                     {{"ballot", ballot.name()}});
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

// Where one kind of body votes, so that no difference of two counts tells a vote, and where the
// votes do not say who will take part in something.
bool MayBeAnonymous(const rules::Rule& rule) {
  return rule.subject == rules::Subject::kCommittee && rule.questions.empty() &&
         rule.electorate == rules::Electorate::kPMembers;
}

// What a creator gives, against the rules of the kind.
absl::Status CheckGiven(const pb::Ballot& wanted, const std::string& committee,
                        const rules::Rule* rule) {
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
  const bool of_group = rule->electorate == rules::Electorate::kExperts;
  const auto group = rpc::ParseName("committees/*/groups/*", wanted.group());
  if (!of_group && !wanted.group().empty()) {
    return Invalid("ballot.group", "has no meaning for this kind");
  }
  if (of_group && (!group || group->at(0) != CommitteeId(committee))) {
    return Invalid("ballot.group", absl::StrCat("must be a group of ", committee));
  }
  if (IsAnonymous(wanted) && !MayBeAnonymous(*rule)) {
    return Invalid("ballot.visibility",
                   "may be anonymous only where P-members decide a matter of the committee");
  }
  return questions::Check(wanted, *rule);
}

}  // namespace

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

pb::Ballot Like(const pb::Ballot& other, pb::Ballot wanted) {
  if (wanted.project().empty() && wanted.committee().empty()) {
    wanted.set_project(other.project());
    if (other.project().empty()) wanted.set_committee(other.committee());
  }
  if (wanted.kind() == pb::BALLOT_KIND_UNSPECIFIED) wanted.set_kind(other.kind());
  if (wanted.project().empty() && wanted.title().empty()) wanted.set_title(other.title());
  if (wanted.note().empty()) wanted.set_note(other.note());
  if (wanted.documents().empty()) *wanted.mutable_documents() = other.documents();
  if (wanted.questions().empty()) *wanted.mutable_questions() = other.questions();
  if (wanted.parallel_edition().empty()) wanted.set_parallel_edition(other.parallel_edition());
  if (wanted.group().empty()) wanted.set_group(other.group());
  if (wanted.visibility() == pb::VISIBILITY_UNSPECIFIED) wanted.set_visibility(other.visibility());
  return wanted;
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
  status = CheckGiven(wanted, committee, rule);
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
  ballot.clear_opens_on();
  ballot.clear_scheduler();
  ballot.clear_opening_refused();
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

}  // namespace placet::ballots::decide
