// CastVote.
#include <algorithm>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/ballots/checks.h"
#include "services/rpc/names.h"
#include "services/rpc/refuse.h"

namespace placet::ballots::decide {
namespace {

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

}  // namespace

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

const Grant* VoterGrant(const Asker& asker, const std::string& member,
                        const std::string& committee) {
  return GrantForMember(asker, members::ROLE_VOTER, member, committee);
}

absl::StatusOr<pb::Vote> CastVote(const CastFacts& facts, const rpc::Call& call,
                                  const pb::Vote& wanted) {
  const auto ids = rpc::ParseName("ballots/*/votes/*", wanted.name());
  if (!facts.ballot) return NotFound(absl::StrCat("ballots/", (*ids)[0]));
  const std::string& member = (*ids)[1];
  const std::string committee = CommitteeId(facts.ballot->committee());
  if (VoterGrant(facts.asker, member, committee) == nullptr) {
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
  status = CheckEtag(wanted.name(), wanted.etag(), facts.revision);
  if (!status.ok()) return status;
  const rules::Rule& rule = *RuleOf(*facts.ballot, "", call.now);
  status = CheckVote(wanted, rule);
  if (!status.ok()) return status;
  pb::Vote vote = wanted;
  vote.DiscardUnknownFields();  // nobody has limited them
  vote.set_revision(facts.revision + 1);
  vote.set_caster(call.caller);
  *vote.mutable_cast_time() = StampOf(call.now);
  vote.set_etag(rpc::Etag(vote.revision()));
  AddWarnings(facts.ballot->kind(), vote);
  return vote;
}

}  // namespace placet::ballots::decide
