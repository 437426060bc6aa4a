#include "services/ballots/words.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace placet::ballots {
namespace {

using rules::Kind;

constexpr std::pair<Kind, pb::BallotKind> kKinds[] = {
    {Kind::kNp, pb::BALLOT_KIND_NP},
    {Kind::kDis, pb::BALLOT_KIND_DIS},
    {Kind::kFdis, pb::BALLOT_KIND_FDIS},
    {Kind::kPwi, pb::BALLOT_KIND_PWI},
    {Kind::kCd, pb::BALLOT_KIND_CD},
    {Kind::kCdConsultation, pb::BALLOT_KIND_CD_CONSULTATION},
    {Kind::kMinorRevision, pb::BALLOT_KIND_MINOR_REVISION},
    {Kind::kDam, pb::BALLOT_KIND_DAM},
    {Kind::kFdam, pb::BALLOT_KIND_FDAM},
    {Kind::kFastTrackDis, pb::BALLOT_KIND_FAST_TRACK_DIS},
    {Kind::kFastTrackFdis, pb::BALLOT_KIND_FAST_TRACK_FDIS},
    {Kind::kDts, pb::BALLOT_KIND_DTS},
    {Kind::kDtr, pb::BALLOT_KIND_DTR},
    {Kind::kDpas, pb::BALLOT_KIND_DPAS},
    {Kind::kConversion, pb::BALLOT_KIND_CONVERSION},
    {Kind::kReview, pb::BALLOT_KIND_SYSTEMATIC_REVIEW},
    {Kind::kWithdrawal, pb::BALLOT_KIND_WITHDRAWAL},
    {Kind::kReinstatementDis, pb::BALLOT_KIND_REINSTATEMENT_DIS},
    {Kind::kReinstatementFdis, pb::BALLOT_KIND_REINSTATEMENT_FDIS},
    {Kind::kGuide, pb::BALLOT_KIND_GUIDE},
    {Kind::kCib, pb::BALLOT_KIND_CIB},
    {Kind::kResolution, pb::BALLOT_KIND_RESOLUTION},
    {Kind::kNewCommittee, pb::BALLOT_KIND_NEW_COMMITTEE},
    {Kind::kProjectCommittee, pb::BALLOT_KIND_PROJECT_COMMITTEE},
    {Kind::kNewSubcommittee, pb::BALLOT_KIND_NEW_SUBCOMMITTEE},
    {Kind::kDissolution, pb::BALLOT_KIND_DISSOLUTION},
    {Kind::kScope, pb::BALLOT_KIND_SCOPE},
    {Kind::kConvenor, pb::BALLOT_KIND_CONVENOR},
    {Kind::kChair, pb::BALLOT_KIND_CHAIR},
    {Kind::kLiaison, pb::BALLOT_KIND_LIAISON},
    {Kind::kAllMembers, pb::BALLOT_KIND_ALL_MEMBERS},
    {Kind::kWgConsultation, pb::BALLOT_KIND_WG_CONSULTATION},
};
static_assert(std::size(kKinds) + 1 == pb::BallotKind_ARRAYSIZE);

// By the number in the contract.
constexpr auto kKindOf = [] {
  std::array<Kind, pb::BallotKind_ARRAYSIZE> kinds{};
  for (const auto& [kind, number] : kKinds) kinds[static_cast<size_t>(number)] = kind;
  return kinds;
}();

// Enumerators of both stand in the same order, that of the contract one later: it has a zero.
template <class To, class From>
To OneLater(From from) {
  return static_cast<To>(static_cast<int>(from) + 1);
}
static_assert(static_cast<int>(rules::Answer::kReply) + 1 == pb::ANSWER_REPLY);
static_assert(static_cast<int>(rules::Answer::kAbstain) + 1 == pb::ANSWER_ABSTAIN);
static_assert(static_cast<int>(rules::Answer::kWithdraw) + 1 == pb::ANSWER_WITHDRAW);
static_assert(static_cast<int>(rules::Status::kExpert) + 1 == pb::MEMBER_STATUS_EXPERT);
static_assert(static_cast<int>(rules::Entitlement::kObserves) + 1 == pb::ENTITLEMENT_OBSERVES);
static_assert(static_cast<int>(rules::Verdict::kForAPerson) + 1 == pb::VERDICT_FOR_A_PERSON);
static_assert(static_cast<int>(rules::Sureness::kAssumed) + 1 == pb::SURENESS_ASSUMED);
static_assert(static_cast<int>(rules::Electorate::kWeighted) + 1 == pb::ELECTORATE_WEIGHTED);
static_assert(static_cast<int>(rules::Office::kCommitteeManager) + 1 ==
              pb::OFFICE_COMMITTEE_MANAGER);
static_assert(static_cast<int>(rules::Subject::kCommittee) + 1 == pb::SUBJECT_COMMITTEE);
static_assert(static_cast<int>(rules::TextRule::kCompulsory) + 1 == pb::TEXT_RULE_COMPULSORY);
static_assert(static_cast<int>(rules::Comparison::kAtMost) + 1 == pb::COMPARISON_AT_MOST);

bool IsNumber(const rules::Criterion& criterion) {
  return criterion.whole == rules::Whole::kNumberOfPMembers ||
         criterion.whole == rules::Whole::kNumber;
}

const char* PartInWords(rules::Part part) {
  switch (part) {
    case rules::Part::kYes:
      return "yes";
    case rules::Part::kNo:
      return "no";
    case rules::Part::kExpertBodies:
    case rules::Part::kExpertBodiesOfAll:
      return "bodies with experts";
    case rules::Part::kParticipants:
      return "bodies taking part";
    case rules::Part::kUsers:
      return "countries using it";
    case rules::Part::kConfirm:
      return "confirm";
    case rules::Part::kRevise:
      return "revise";
    case rules::Part::kWithdraw:
      return "withdraw";
  }
  return "";
}

bool IsOfReview(rules::Part part) {
  return part == rules::Part::kConfirm || part == rules::Part::kRevise ||
         part == rules::Part::kWithdraw;
}

const char* WholeInWords(const rules::Criterion& criterion) {
  if (IsOfReview(criterion.part)) return "(confirm + revise + withdraw)";
  return criterion.whole == rules::Whole::kWeightsVoting ? "(weight of yes + weight of no)"
                                                         : "(yes + no)";
}

// "3 * yes >= 2 * (yes + no)": the comparison that is made, in whole numbers.
std::string FormulaOf(const rules::Criterion& criterion, int bound_numerator) {
  const char* sign = criterion.comparison == rules::Comparison::kAtLeast    ? " >= "
                     : criterion.comparison == rules::Comparison::kMoreThan ? " > "
                                                                            : " <= ";
  std::string part = PartInWords(criterion.part);
  if (IsNumber(criterion)) return absl::StrCat(part, sign, bound_numerator);
  if (criterion.whole == rules::Whole::kWeightsVoting) part = absl::StrCat("weight of ", part);
  const auto times = [](int factor, const std::string& term) {
    return factor == 1 ? term : absl::StrCat(factor, " * ", term);
  };
  return absl::StrCat(times(criterion.bound_denominator, part), sign,
                      times(bound_numerator, WholeInWords(criterion)));
}

void Split(std::string_view list, google::protobuf::RepeatedPtrField<std::string>& out) {
  for (absl::string_view item :
       absl::StrSplit(absl::string_view(list.data(), list.size()), '|', absl::SkipEmpty())) {
    *out.Add() = std::string(item);
  }
}

// A criterion of a row, which has no numbers yet. Its bound is that of a small committee.
pb::Criterion Unapplied(const rules::Criterion& criterion) {
  rules::Judgement judgement{.criterion = &criterion};
  judgement.bound_numerator = criterion.bound_numerator;
  judgement.bound_denominator = criterion.bound_denominator;
  return ToContract(judgement);
}

// Reviews propose, and so do rows that only advise: whatever the criteria say, a person decides.
bool Advises(const rules::Rule& rule) {
  return rule.advice ||
         std::any_of(rule.criteria.begin(), rule.criteria.end(),
                     [](const auto& criterion) { return !criterion.action.empty(); });
}

void FillPeriods(const rules::Rule& rule, pb::Rule& out) {
  if (rule.period.Exists()) *out.add_periods() = ToContract(rule.period);
  for (const rules::Period& period : rule.periods) *out.add_periods() = ToContract(period);
  out.set_any_period(rule.any_period);
  if (rule.translation.Exists()) *out.mutable_translation() = ToContract(rule.translation);
  if (rule.revised.Exists()) *out.add_revised_periods() = ToContract(rule.revised);
  for (const rules::Period& period : rule.revised_periods) {
    *out.add_revised_periods() = ToContract(period);
  }
}

}  // namespace

std::optional<rules::Kind> ToRules(pb::BallotKind kind) {
  if (kind == pb::BALLOT_KIND_UNSPECIFIED || !pb::BallotKind_IsValid(kind)) return std::nullopt;
  return kKindOf[static_cast<size_t>(kind)];
}

rules::Status ToRules(pb::MemberStatus status) {
  return status == pb::MEMBER_STATUS_P        ? rules::Status::kP
         : status == pb::MEMBER_STATUS_O      ? rules::Status::kO
         : status == pb::MEMBER_STATUS_EXPERT ? rules::Status::kExpert
                                              : rules::Status::kNeither;
}

std::optional<rules::Answer> ToRules(pb::Answer answer) {
  if (answer == pb::ANSWER_UNSPECIFIED || !pb::Answer_IsValid(answer)) return std::nullopt;
  return static_cast<rules::Answer>(static_cast<int>(answer) - 1);
}

pb::BallotKind ToContract(rules::Kind kind) {
  for (const auto& [own, number] : kKinds) {
    if (own == kind) return number;
  }
  return pb::BALLOT_KIND_UNSPECIFIED;
}

pb::Answer ToContract(rules::Answer answer) { return OneLater<pb::Answer>(answer); }

pb::Entitlement ToContract(rules::Entitlement entitlement) {
  return OneLater<pb::Entitlement>(entitlement);
}

pb::Verdict ToContract(rules::Verdict verdict) { return OneLater<pb::Verdict>(verdict); }

pb::Sureness ToContract(rules::Sureness sureness) { return OneLater<pb::Sureness>(sureness); }

pb::Counts ToContract(const rules::Counts& counts) {
  pb::Counts out;
  out.set_entitled(counts.entitled);
  out.set_yes(counts.yes);
  out.set_yes_with_comments(counts.yes_with_comments);
  out.set_yes_without_reasons(counts.yes_without_reasons);
  out.set_no(counts.no);
  out.set_no_without_reasons(counts.no_without_reasons);
  out.set_abstain(counts.abstain);
  out.set_confirm(counts.confirm);
  out.set_revise(counts.revise);
  out.set_withdraw(counts.withdraw);
  out.set_reply(counts.reply);
  out.set_not_voting(counts.not_voting);
  return out;
}

pb::Question ToContract(const rules::Question& question) {
  pb::Question out;
  out.set_id(std::string(question.id));
  out.set_text(std::string(question.text));
  out.set_source(std::string(question.source));
  out.set_only_if(std::string(question.only_if));
  Split(question.choices, *out.mutable_choices());
  Split(question.text_needed, *out.mutable_text_needed());
  Split(question.text_refused, *out.mutable_text_refused());
  return out;
}

pb::Period ToContract(const rules::Period& period) {
  pb::Period out;
  out.set_weeks(period.weeks);
  out.set_months(period.months);
  out.set_sureness(ToContract(period.sureness));
  out.set_source(std::string(period.source));
  out.set_condition(std::string(period.condition));
  return out;
}

pb::Criterion ToContract(const rules::Judgement& judgement) {
  const rules::Criterion& criterion = *judgement.criterion;
  pb::Criterion out;
  out.set_id(std::string(criterion.id));
  out.set_text(std::string(criterion.text));
  out.set_clause(std::string(criterion.clause));
  out.set_formula(FormulaOf(criterion, judgement.bound_numerator));
  out.set_numerator(judgement.numerator);
  out.set_denominator(judgement.denominator);
  out.set_bound_numerator(judgement.bound_numerator);
  out.set_bound_denominator(judgement.bound_denominator);
  out.set_comparison(OneLater<pb::Comparison>(criterion.comparison));
  out.set_met(judgement.met);
  out.set_distance(judgement.distance);
  out.set_sureness(ToContract(criterion.sureness));
  return out;
}

pb::Rule ToContract(const rules::Rule& rule) {
  pb::Rule out;
  out.set_kind(ToContract(rule.kind));
  out.set_kind_name(std::string(rules::KindName(rule.kind)));
  out.set_edition(std::string(rule.edition));
  out.set_clause(std::string(rule.clause));
  out.set_subject(OneLater<pb::Subject>(rule.subject));
  out.set_electorate(OneLater<pb::Electorate>(rule.electorate));
  out.set_p_members_must(rule.p_must && rule.electorate != rules::Electorate::kNobody &&
                         rule.electorate != rules::Electorate::kExperts);
  out.set_opened_by(OneLater<pb::Office>(rule.opened_by));
  out.set_seen_early(OneLater<pb::Early>(rule.seen_early));
  out.set_seen_early_sureness(ToContract(rule.seen_early_sureness));
  out.set_seen_early_source(std::string(rule.seen_early_source));
  for (const rules::Offer& offer : rule.answers) {
    pb::Offer& offered = *out.add_answers();
    offered.set_answer(ToContract(offer.answer));
    offered.set_text(OneLater<pb::TextRule>(offer.text));
  }
  FillPeriods(rule, out);
  for (const rules::Criterion& criterion : rule.criteria)
    *out.add_criteria() = Unapplied(criterion);
  out.set_by_question(rule.by_question);
  out.set_not_met(ToContract(Advises(rule) ? rules::Verdict::kForAPerson : rule.not_met));
  out.set_advice(rule.advice);
  for (const rules::Question& question : rule.questions)
    *out.add_questions() = ToContract(question);
  out.set_own_questions(rule.own_questions);
  for (std::string_view stage : rule.stages_before) out.add_stages_before(std::string(stage));
  out.set_stage_open(std::string(rule.stage_open));
  out.set_stage_closed(std::string(rule.stage_closed));
  out.set_grace_weeks(rule.grace_weeks);
  out.set_grace_clause(std::string(rule.grace_clause));
  out.set_change_weeks(rule.change_weeks);
  out.set_change_clause(std::string(rule.change_clause));
  out.set_late_votes_count(rule.late_votes_count);
  for (const rules::Weight& weight : rule.weights) {
    pb::Weight& weighed = *out.add_weights();
    weighed.set_member(absl::StrCat("members/", std::string(weight.body)));
    weighed.set_weight(weight.weight);
  }
  out.set_unsure(std::string(rule.unsure));
  return out;
}

pb::Edition ToContract(const rules::Edition& edition) {
  pb::Edition out;
  out.set_id(std::string(edition.id));
  out.set_organization(std::string(edition.organization));
  out.set_title(std::string(edition.title));
  out.set_from(std::string(edition.from));
  out.set_from_sureness(ToContract(edition.from_sureness));
  out.set_source(std::string(edition.source));
  out.set_until(std::string(edition.until));
  return out;
}

}  // namespace placet::ballots
