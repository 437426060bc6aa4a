// CastVote.
#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "services/ballots/checks.h"
#include "services/ballots/count.h"
#include "services/ballots/geneva.h"
#include "services/ballots/questions.h"
#include "services/ballots/words.h"
#include "services/rpc/names.h"
#include "services/rpc/refuse.h"

namespace placet::ballots::decide {
namespace {

std::string OffersInWords(const rules::Rule& rule, rules::Entitlement entitlement) {
  std::string words;
  for (int number = 1; number < pb::Answer_ARRAYSIZE; ++number) {
    const auto answer = static_cast<pb::Answer>(number);
    if (rules::FindOffer(rule, entitlement, *ToRules(answer)) == nullptr) continue;
    absl::StrAppend(&words, words.empty() ? "" : ", ", pb::Answer_Name(answer));
  }
  return words;
}

absl::Status NotEntitled(const CastFacts& facts, pb::Entitlement entitlement) {
  return rpc::Refuse(
      kPrecondition, pb::ERROR_REASON_NOT_ENTITLED,
      absl::StrCat(NameOf(*facts.body), " has no vote on this kind of ballot"), "check the roll",
      {{"member", NameOf(*facts.body)}, {"entitlement", pb::Entitlement_Name(entitlement)}});
}

// Of a body without a vote: it is asked nothing.
bool IsComments(const pb::Vote& vote) {
  return vote.answer() == pb::ANSWER_COMMENTS || vote.answer() == pb::ANSWER_NO_COMMENTS;
}

// Is this answer offered to this body, and has it the text that it needs?
absl::Status CheckOffer(const CastFacts& facts, const rules::Rule& rule, const pb::Vote& vote) {
  const rules::Entitlement entitlement = rules::EntitlementOf(rule, CastOf(*facts.body));
  const std::optional<rules::Answer> answer = ToRules(vote.answer());
  if (!answer) return Invalid("vote.answer", "is no answer that this service knows");
  const rules::Offer* offer = rules::FindOffer(rule, entitlement, *answer);
  if (offer == nullptr) {
    const std::string offers = OffersInWords(rule, entitlement);
    const bool may_vote =
        entitlement == rules::Entitlement::kMustVote || entitlement == rules::Entitlement::kMayVote;
    if (!may_vote && !(IsComments(vote) && !offers.empty())) {
      return NotEntitled(facts, ToContract(entitlement));
    }
    return rpc::WithField(
        rpc::Refuse(absl::StatusCode::kInvalidArgument, pb::ERROR_REASON_ANSWER_NOT_OFFERED,
                    absl::StrCat(pb::Answer_Name(vote.answer()), " is not offered here"),
                    absl::StrCat("answer with one of ", offers), {{"offered", offers}}),
        "vote.answer", absl::StrCat("must be one of ", offers));
  }
  if (offer->text == rules::TextRule::kCompulsory && IsBlank(vote.text())) {
    return rpc::WithField(
        rpc::Refuse(absl::StatusCode::kInvalidArgument, pb::ERROR_REASON_TEXT_MISSING,
                    absl::StrCat(pb::Answer_Name(vote.answer()), " needs a text"),
                    "say why in text", {}),
        "vote.text", "is required with this answer");
  }
  if (offer->text == rules::TextRule::kNone && !IsBlank(vote.text())) {
    return Invalid("vote.text", "this answer takes no text");
  }
  return absl::OkStatus();
}

bool CountsExperts(const rules::Rule& rule) {
  return std::any_of(rule.criteria.begin(), rule.criteria.end(), [](const auto& criterion) {
    return criterion.part == rules::Part::kExpertBodies ||
           criterion.part == rules::Part::kExpertBodiesOfAll;
  });
}

// Experts are asked for where a criterion counts them, or a question speaks of taking part.
bool AsksForExperts(const rules::Rule& rule) {
  return CountsExperts(rule) ||
         std::any_of(rule.questions.begin(), rule.questions.end(),
                     [](const rules::Question& question) { return question.id == "active-part"; });
}

absl::Status CheckVote(const CastFacts& facts, const rules::Rule& rule, const pb::Vote& vote) {
  absl::Status status = CheckOffer(facts, rule, vote);
  if (!status.ok()) return status;
  if (vote.experts_size() > 0 && (IsComments(vote) || !AsksForExperts(rule))) {
    return Invalid("vote.experts", "this kind of ballot asks this body for no experts");
  }
  if (IsComments(vote)) {
    return vote.answers().empty() ? absl::OkStatus()
                                  : Invalid("vote.answers", "comments answer no questions");
  }
  if (vote.answers().empty() && rule.questions.empty() && !rule.own_questions) {
    return absl::OkStatus();  // most votes: nothing is asked, nothing was answered
  }
  return questions::CheckAnswers(Shown(*facts.ballot, "", absl::InfinitePast()), vote);
}

absl::Status CheckOnRoll(const CastFacts& facts, const std::string& member) {
  if (facts.body) return absl::OkStatus();
  return rpc::Refuse(
      kPrecondition, pb::ERROR_REASON_NOT_ON_ROLL,
      absl::StrCat("members/", member, " is not on the roll of ", facts.ballot->name()),
      "check the roll", {{"member", member}});
}

absl::Status CheckCounting(const CastFacts& facts, const rules::Rule& rule) {
  if (!rule.late_votes_count) {
    return rpc::Refuse(kPrecondition, pb::ERROR_REASON_LATE_VOTE_UNCOUNTABLE,
                       absl::StrCat("late votes on a ", std::string(rules::KindName(rule.kind)),
                                    " are not counted"),
                       "record it without count", {{"clause", std::string(rule.clause)}});
  }
  if (facts.revision > 0) {
    return rpc::Refuse(kPrecondition, pb::ERROR_REASON_VOTE_STANDS,
                       absl::StrCat(NameOf(*facts.body), " voted in time"),
                       "record it without count", {{"member", NameOf(*facts.body)}});
  }
  return absl::OkStatus();
}

bool IsApproval(pb::Answer answer) {
  return answer == pb::ANSWER_APPROVE || answer == pb::ANSWER_APPROVE_WITH_COMMENTS;
}

// Reasons for a disapproval that had none, or experts with an approval that named none (2.3.5).
bool Supplies(const pb::Vote& stands, const pb::Vote& wanted) {
  if (stands.answer() == pb::ANSWER_DISAPPROVE && wanted.answer() == pb::ANSWER_DISAPPROVE) {
    return IsBlank(stands.text()) && !IsBlank(wanted.text());
  }
  return IsApproval(stands.answer()) && IsApproval(wanted.answer()) && stands.experts().empty() &&
         !wanted.experts().empty();
}

// While the ballot is open, or what the rules let come after closing. The last day of a grace ends
// like that of a ballot.
absl::StatusOr<pb::VoteMoment> MomentOf(const CastFacts& facts, const rpc::Call& call,
                                        const pb::Vote& wanted) {
  const pb::Ballot& ballot = *facts.ballot;
  const absl::Status open = NeedsOpen(ballot, call.now);
  if (open.ok()) return pb::VOTE_MOMENT_UNSPECIFIED;
  const rules::Rule* rule = RuleOf(ballot, "", call.now);
  const bool closed = StateAt(ballot, call.now) == pb::BALLOT_STATE_CLOSED;
  if (!closed || rule == nullptr || !facts.body || !facts.body->vote) return open;
  const std::string today = geneva::DayOf(call.now);
  if (today <= ballot.change_until()) return pb::VOTE_MOMENT_CHANGED_AFTER_MEETING;
  const bool grace =
      rule->grace_weeks > 0 && today <= geneva::AddWeeks(ballot.end_date(), rule->grace_weeks);
  if (grace && Supplies(*facts.body->vote, wanted)) return pb::VOTE_MOMENT_SUPPLIED;
  return open;
}

// The vote as it will be stored, but for when and for whom it came.
pb::Vote Prepared(const CastFacts& facts, const rpc::Call& call, const rules::Rule& rule,
                  const pb::Vote& wanted) {
  pb::Vote vote = wanted;
  vote.DiscardUnknownFields();  // nobody has limited them
  vote.clear_late_reason();
  vote.clear_late_approver();
  vote.set_revision(facts.revision + 1);
  vote.set_caster(call.caller);
  *vote.mutable_cast_time() = StampOf(call.now);
  vote.set_etag(rpc::Etag(vote.revision()));
  AddWarnings(&rule, vote);
  return vote;
}

// A clause as it is said to a voter: "2.6.2" of "ISO/IEC Directives Part 1, 2020, 2.6.2".
absl::string_view TextClause(const rules::Rule& rule) {
  switch (rule.kind) {
    case rules::Kind::kNp:
      return "2.3.4";
    case rules::Kind::kCd:
      return "2.5.6";
    case rules::Kind::kFdis:
    case rules::Kind::kMinorRevision:
    case rules::Kind::kFdam:
    case rules::Kind::kFastTrackFdis:
    case rules::Kind::kReinstatementFdis:
      return "2.7.2";
    case rules::Kind::kNewCommittee:
    case rules::Kind::kProjectCommittee:
      return "1.5.6";
    default:
      return "2.6.2";
  }
}

}  // namespace

void AddWarnings(const rules::Rule* rule, pb::Vote& vote) {
  vote.clear_warnings();
  if (rule == nullptr) return;
  rules::Cast cast;
  Take(vote, cast);
  const bool approves =
      vote.answer() == pb::ANSWER_APPROVE || vote.answer() == pb::ANSWER_APPROVE_WITH_COMMENTS;
  const bool lacks_text = (vote.answer() == pb::ANSWER_DISAPPROVE || approves) &&
                          !cast.has_reasons && !rules::Counted(*rule, cast);
  if (lacks_text) {
    auto& warning = *vote.add_warnings();
    warning.set_kind(approves ? pb::WARNING_KIND_YES_WITHOUT_REASONS
                              : pb::WARNING_KIND_NO_WITHOUT_REASONS);
    warning.set_text(absl::StrCat(approves ? "an approval" : "a disapproval",
                                  " without reasons is received but not counted"));
    warning.set_clause(std::string(TextClause(*rule)));
  }
  if (CountsExperts(*rule) && approves && vote.experts().empty()) {
    auto& warning = *vote.add_warnings();
    warning.set_kind(pb::WARNING_KIND_NO_EXPERT);
    warning.set_text("no expert is named: this approval does not count as taking part");
    warning.set_clause(rule->kind == rules::Kind::kNp ? "2.3.5" : "Annex K");
  }
}

const Grant* CastingGrant(const CastFacts& facts, const std::string& member, const pb::Vote& vote) {
  const std::string committee = CommitteeId(facts.ballot->committee());
  if (!facts.ballot->group().empty()) return ExpertGrant(facts.asker, member, *facts.ballot);
  const Grant* voter = GrantForMember(facts.asker, members::ROLE_VOTER, member, committee);
  if (voter != nullptr || IsBlank(vote.behalf_reason() + vote.late_reason())) return voter;
  const rules::Rule* rule = RuleOf(*facts.ballot, "", absl::InfinitePast());
  // The answer tells how often the body has voted: no office where positions are shown to nobody.
  const bool early = rule != nullptr && IsBlank(vote.late_reason());
  if (early && !SeesEarly(EarlyOf(*facts.ballot, rule), committee, facts.asker)) return nullptr;
  return rule == nullptr ? nullptr : OfficeGrant(*rule, facts.asker, committee);
}

absl::StatusOr<pb::Vote> CastVote(const CastFacts& facts, const rpc::Call& call,
                                  const pb::Vote& wanted) {
  const auto ids = rpc::ParseName("ballots/*/votes/*", wanted.name());
  if (!facts.ballot) return NotFound(absl::StrCat("ballots/", (*ids)[0]));
  const std::string& member = (*ids)[1];
  const Grant* grant = CastingGrant(facts, member, wanted);
  if (grant == nullptr && !facts.ballot->group().empty()) {
    return RoleMissing("expert", absl::StrCat(facts.ballot->group(), ", and people/", member));
  }
  if (grant == nullptr) return RoleMissing("voter", absl::StrCat("members/", member));
  absl::StatusOr<pb::VoteMoment> moment = MomentOf(facts, call, wanted);
  if (!moment.ok()) return moment.status();
  absl::Status status = CheckOnRoll(facts, member);
  if (status.ok()) status = CheckEtag(wanted.name(), wanted.etag(), facts.revision);
  if (!status.ok()) return status;
  const rules::Rule& rule = *RuleOf(*facts.ballot, "", call.now);
  status = CheckVote(facts, rule, wanted);
  if (!status.ok()) return status;
  pb::Vote vote = Prepared(facts, call, rule, wanted);
  vote.set_moment(*moment);
  vote.set_on_behalf(grant->role != members::ROLE_VOTER && grant->role != members::ROLE_EXPERT);
  if (!vote.on_behalf()) vote.clear_behalf_reason();
  return vote;
}

// It counts only where the rules let it, the officer says so, and the body did not vote in time.
absl::StatusOr<pb::Vote> RecordLateVote(const CastFacts& facts, const rpc::Call& call,
                                        const pb::RecordLateVoteRequest& request) {
  const auto ids = rpc::ParseName("ballots/*/votes/*", request.vote().name());
  if (!facts.ballot) return NotFound(absl::StrCat("ballots/", (*ids)[0]));
  const pb::Ballot& ballot = *facts.ballot;
  const rules::Rule* rule = RuleOf(ballot, "", call.now);
  if (rule == nullptr) return NotFound(ballot.name());
  absl::Status status = NeedsOffice(*rule, facts.asker, CommitteeId(ballot.committee()));
  if (status.ok()) status = NeedsClosed(ballot, call.now);
  if (status.ok() && IsAnonymous(ballot)) status = Anonymous(ballot);
  if (status.ok()) status = CheckOnRoll(facts, (*ids)[1]);
  if (status.ok()) status = CheckVote(facts, *rule, request.vote());
  if (status.ok() && request.count()) status = CheckCounting(facts, *rule);
  if (!status.ok()) return status;
  pb::Vote vote = Prepared(facts, call, *rule, request.vote());
  vote.set_moment(pb::VOTE_MOMENT_LATE);
  vote.set_on_behalf(true);
  vote.clear_behalf_reason();
  vote.set_late_reason(request.reason());
  vote.set_late_approver(request.approver().empty() ? call.caller : request.approver());
  return vote;
}

}  // namespace placet::ballots::decide
