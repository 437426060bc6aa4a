#include "services/ballots/count.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/ballots/decide.h"
#include "services/ballots/rules/rules.h"
#include "services/ballots/store_rows.h"

namespace placet::ballots {
namespace {

bool MayVote(const pb::Ballot& ballot, const Body& body) {
  const pb::Entitlement entitlement = decide::EntitlementOf(ballot, body);
  return entitlement == pb::ENTITLEMENT_MUST_VOTE || entitlement == pb::ENTITLEMENT_MAY_VOTE;
}

rules::Status RulesStatus(pb::MemberStatus status) {
  return status == pb::MEMBER_STATUS_P   ? rules::Status::kP
         : status == pb::MEMBER_STATUS_O ? rules::Status::kO
                                         : rules::Status::kNeither;
}

rules::Answer RulesAnswer(pb::Answer answer) {
  switch (answer) {
    case pb::ANSWER_APPROVE:
      return rules::Answer::kYes;
    case pb::ANSWER_APPROVE_WITH_COMMENTS:
      return rules::Answer::kYesWithComments;
    case pb::ANSWER_DISAPPROVE:
      return rules::Answer::kNo;
    default:
      return rules::Answer::kAbstain;
  }
}

bool HasReasons(const pb::Vote& vote) { return !absl::StripAsciiWhitespace(vote.text()).empty(); }

// Why a vote enters no sum; UNSPECIFIED where it does.
pb::LeftOutReason WhyLeftOut(const pb::Ballot& ballot, const Body& body) {
  if (!body.vote) return pb::LEFT_OUT_REASON_UNSPECIFIED;
  if (!MayVote(ballot, body)) return pb::LEFT_OUT_REASON_NOT_ENTITLED;
  if (body.vote->answer() == pb::ANSWER_ABSTAIN) return pb::LEFT_OUT_REASON_ABSTAINED;
  if (body.vote->answer() == pb::ANSWER_DISAPPROVE && !HasReasons(*body.vote)) {
    return pb::LEFT_OUT_REASON_NO_WITHOUT_REASONS;
  }
  return pb::LEFT_OUT_REASON_UNSPECIFIED;
}

// By the status that bodies had at one moment.
rules::Votes Sum(const rules::Rule& rule, const CountFacts& facts, pb::MemberStatus Body::*status) {
  rules::Votes votes;
  const Position other{.status = pb::MEMBER_STATUS_NEITHER, .full_member = true};
  for (int i = 0; i < facts.others; ++i) Add(votes, rule, other);
  for (const Body& body : facts.bodies) {
    Position position{.status = body.*status, .full_member = body.full_member};
    if (body.vote) Take(*body.vote, position);
    Add(votes, rule, position);
  }
  return votes;
}

void Fill(const rules::Counts& counts, pb::Counts& out) {
  out.set_entitled(counts.entitled);
  out.set_yes(counts.yes);
  out.set_yes_with_comments(counts.yes_with_comments);
  out.set_no(counts.no);
  out.set_no_without_reasons(counts.no_without_reasons);
  out.set_abstain(counts.abstain);
  out.set_not_voting(counts.not_voting);
}

pb::Verdict VerdictOf(rules::Verdict verdict) {
  switch (verdict) {
    case rules::Verdict::kApproved:
      return pb::VERDICT_APPROVED;
    case rules::Verdict::kNotApproved:
      return pb::VERDICT_NOT_APPROVED;
    case rules::Verdict::kNoValidVotes:
      return pb::VERDICT_NO_VALID_VOTES;
    case rules::Verdict::kForAPerson:
      return pb::VERDICT_FOR_A_PERSON;
  }
  return pb::VERDICT_UNSPECIFIED;
}

// "3 * yes >= 2 * (yes + no)": the comparison that was made, in whole numbers.
std::string FormulaOf(const rules::Judgement& judgement) {
  const rules::Criterion& criterion = *judgement.criterion;
  const char* sign = criterion.comparison == rules::Comparison::kAtLeast    ? " >= "
                     : criterion.comparison == rules::Comparison::kMoreThan ? " > "
                                                                            : " <= ";
  const char* part = criterion.part == rules::Part::kYes  ? "yes"
                     : criterion.part == rules::Part::kNo ? "no"
                                                          : "bodies with experts";
  if (criterion.whole == rules::Whole::kNumberOfPMembers) {
    return absl::StrCat(part, sign, judgement.bound_numerator);
  }
  const auto times = [](int factor, const std::string& term) {
    return factor == 1 ? term : absl::StrCat(factor, " * ", term);
  };
  return absl::StrCat(times(judgement.bound_denominator, part), sign,
                      times(judgement.bound_numerator, "(yes + no)"));
}

void Fill(const rules::Judgement& judgement, pb::Criterion& out) {
  const rules::Criterion& criterion = *judgement.criterion;
  out.set_id(std::string(criterion.id));
  out.set_text(std::string(criterion.text));
  out.set_clause(std::string(criterion.clause));
  out.set_formula(FormulaOf(judgement));
  out.set_numerator(judgement.numerator);
  out.set_denominator(judgement.denominator);
  out.set_bound_numerator(judgement.bound_numerator);
  out.set_bound_denominator(judgement.bound_denominator);
  out.set_comparison(criterion.comparison == rules::Comparison::kAtLeast ? pb::COMPARISON_AT_LEAST
                     : criterion.comparison == rules::Comparison::kMoreThan
                         ? pb::COMPARISON_MORE_THAN
                         : pb::COMPARISON_AT_MOST);
  out.set_met(judgement.met);
  out.set_distance(judgement.distance);
}

void AddWarning(pb::Tally& tally, pb::WarningKind kind, const std::string& text,
                const std::string& clause) {
  auto& warning = *tally.add_warnings();
  warning.set_kind(kind);
  warning.set_text(text);
  warning.set_clause(clause);
}

// What the status at opening would have said, and whose status changed.
void CompareStatuses(const CountFacts& facts, const rules::Rule& rule, pb::Tally& tally) {
  for (const Body& body : facts.bodies) {
    if (body.status == body.status_at_opening) continue;
    auto& change = *tally.add_status_changes();
    change.set_member(absl::StrCat("members/", body.member));
    change.set_at_opening(body.status_at_opening);
    change.set_at_closing(body.status);
  }
  const rules::Votes votes = Sum(rule, facts, &Body::status_at_opening);
  const rules::Outcome outcome = rules::Tally(rule, votes);
  tally.set_deciding_status(pb::STATUS_MOMENT_CLOSING);
  tally.set_verdict_by_status_at_opening(VerdictOf(outcome.verdict));
  if (tally.verdict_by_status_at_opening() != tally.verdict()) {
    AddWarning(tally, pb::WARNING_KIND_STATUS_MATTERS,
               "counted by the status at opening the verdict would be another; the Directives do "
               "not say which moment decides, Placet takes the status at closing",
               "");
  }
}

// NP: for some weeks reasons and experts may be supplied, which can change what counts.
void WarnOfGrace(const rules::Rule& rule, pb::Tally& tally) {
  if (rule.grace_weeks == 0 || !tally.final()) return;
  const bool experts_short = [&] {
    for (const pb::Criterion& criterion : tally.criteria()) {
      if (criterion.denominator() == 0 && !criterion.met()) return true;
    }
    return false;
  }();
  if (tally.p_members().no_without_reasons() == 0 && !experts_short) return;
  AddWarning(tally, pb::WARNING_KIND_MAY_BE_SUPPLIED,
             absl::StrCat("reasons for a disapproval and names of experts may still be supplied "
                          "for ",
                          rule.grace_weeks, " weeks; the count must then be made again"),
             std::string(rule.grace_clause));
}

}  // namespace

void Take(const pb::Vote& vote, Position& position) {
  position.answer = vote.answer();
  position.has_reasons = HasReasons(vote);
  position.names_expert = vote.experts_size() > 0;
}

void Add(rules::Votes& votes, const rules::Rule& rule, const Position& position) {
  const pb::Entitlement entitlement =
      decide::EntitlementOf(rule, position.status, position.full_member);
  if (entitlement != pb::ENTITLEMENT_MUST_VOTE && entitlement != pb::ENTITLEMENT_MAY_VOTE) return;
  std::optional<rules::Answer> answer;
  if (position.answer) answer = RulesAnswer(*position.answer);
  rules::Add(votes, RulesStatus(position.status), answer, position.has_reasons,
             position.names_expert);
}

Judged Judge(const rules::Rule& rule, const rules::Votes& votes) {
  const rules::Outcome outcome = rules::Tally(rule, votes);
  Judged judged;
  for (const rules::Judgement& judgement : outcome.Judgements()) {
    Fill(judgement, *judged.criteria.Add());
  }
  judged.verdict = VerdictOf(outcome.verdict);
  return judged;
}

pb::Tally Count(const CountFacts& facts, absl::Time as_of, bool final) {
  const pb::Ballot& ballot = *facts.ballot.ballot;
  const rules::Rule& rule = *decide::RuleOf(ballot, facts.ballot.committee_reference, as_of);
  const rules::Votes votes = Sum(rule, facts, &Body::status);
  Judged judged = Judge(rule, votes);
  pb::Tally tally;
  tally.set_ballot(ballot.name());
  SetTime(*tally.mutable_as_of(), as_of);
  tally.set_final(final);
  tally.set_rules_edition(std::string(rule.edition));
  Fill(votes.p_members, *tally.mutable_p_members());
  Fill(votes.all_bodies, *tally.mutable_all_bodies());
  *tally.mutable_criteria() = std::move(judged.criteria);
  tally.set_verdict(judged.verdict);
  for (const Body& body : facts.bodies) {
    const pb::LeftOutReason reason = WhyLeftOut(ballot, body);
    if (reason != pb::LEFT_OUT_REASON_UNSPECIFIED) {
      auto& left_out = *tally.add_left_out();
      left_out.set_member(absl::StrCat("members/", body.member));
      left_out.set_reason(reason);
    } else if (!body.vote && body.status == pb::MEMBER_STATUS_P && MayVote(ballot, body)) {
      tally.add_p_members_not_voting(absl::StrCat("members/", body.member));
    }
  }
  CompareStatuses(facts, rule, tally);
  WarnOfGrace(rule, tally);
  return tally;
}

pb::RollEntry EntryOf(const pb::Ballot& ballot, const Body& body, bool sees) {
  pb::RollEntry entry;
  entry.set_name(absl::StrCat(ballot.name(), "/roll/", body.member));
  entry.set_country(body.country);
  entry.set_acronym(body.acronym);
  entry.set_status_at_opening(body.status_at_opening);
  entry.set_status(body.status);
  entry.set_entitlement(decide::EntitlementOf(ballot, body));
  entry.set_voted(sees && body.vote.has_value());
  return entry;
}

pb::Result ResultOf(const CountFacts& facts, const pb::Ballot& ballot, const pb::Tally& tally) {
  pb::Result result;
  *result.mutable_ballot() = ballot;
  *result.mutable_tally() = tally;
  *result.mutable_project() = *facts.ballot.project;
  int others = facts.others;
  for (const Body& body : facts.bodies) {
    if (body.status == pb::MEMBER_STATUS_NEITHER && !body.vote) {
      if (MayVote(ballot, body)) ++others;
      continue;
    }
    pb::ResultRow& row = *result.add_rows();
    row.set_member(absl::StrCat("members/", body.member));
    row.set_country(body.country);
    row.set_acronym(body.acronym);
    row.set_status_at_opening(body.status_at_opening);
    row.set_status(body.status);
    row.set_secretariat(body.member == facts.ballot.secretariat);
    row.set_entitlement(decide::EntitlementOf(ballot, body));
    if (!body.vote) continue;
    row.set_answer(body.vote->answer());
    row.set_text(body.vote->text());
    row.set_counting(WhyLeftOut(ballot, body) == pb::LEFT_OUT_REASON_UNSPECIFIED
                         ? pb::COUNTING_COUNTED
                         : pb::COUNTING_LEFT_OUT);
    *row.mutable_experts() = body.vote->experts();
    *row.mutable_answers() = body.vote->answers();
  }
  result.set_others_not_voting(others);
  return result;
}

}  // namespace placet::ballots
