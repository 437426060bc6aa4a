#include "services/ballots/count.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/ballots/decide.h"
#include "services/ballots/rules/rules.h"
#include "services/ballots/store_rows.h"
#include "services/ballots/words.h"

namespace placet::ballots {
namespace {

bool Chose(const pb::Vote& vote, absl::string_view question, absl::string_view choice) {
  return std::any_of(vote.answers().begin(), vote.answers().end(),
                     [&](const pb::QuestionAnswer& answer) {
                       return answer.question() == question && answer.choice() == choice;
                     });
}

// Why a vote enters no sum; UNSPECIFIED where it does.
pb::LeftOutReason WhyLeftOut(const rules::Rule& rule, const Body& body) {
  if (!body.vote) return pb::LEFT_OUT_REASON_UNSPECIFIED;
  const rules::Cast cast = CastOf(body);
  const pb::Answer answer = body.vote->answer();
  if (answer == pb::ANSWER_COMMENTS || answer == pb::ANSWER_NO_COMMENTS) {
    return pb::LEFT_OUT_REASON_COMMENTS_ONLY;
  }
  if (!HasVote(rule, body)) return pb::LEFT_OUT_REASON_NOT_ENTITLED;
  if (answer == pb::ANSWER_ABSTAIN) return pb::LEFT_OUT_REASON_ABSTAINED;
  if (rules::Counted(rule, cast)) return pb::LEFT_OUT_REASON_UNSPECIFIED;
  return answer == pb::ANSWER_DISAPPROVE ? pb::LEFT_OUT_REASON_NO_WITHOUT_REASONS
                                         : pb::LEFT_OUT_REASON_YES_WITHOUT_REASONS;
}

// `map` says what stands for each body; bodies that nobody lists one by one have not voted.
template <class Map>
rules::Votes Sum(const rules::Rule& rule, const CountFacts& facts, Map map) {
  rules::Votes votes;
  const rules::Cast other{.status = rules::Status::kNeither, .full_member = true};
  for (int i = 0; i < facts.others; ++i) rules::Add(votes, rule, other);
  for (const Body& body : facts.bodies) rules::Add(votes, rule, map(body));
  return votes;
}

// As each body would count with the status that it had at opening.
rules::Cast CastAtOpening(const Body& body) {
  rules::Cast cast = CastOf(body);
  cast.status = ToRules(body.status_at_opening);
  return cast;
}

// --- Questions.

bool Holds(const google::protobuf::RepeatedPtrField<std::string>& list, absl::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

const pb::QuestionAnswer* AnswerTo(const Body& body, const std::string& question) {
  if (!body.vote) return nullptr;
  for (const pb::QuestionAnswer& answer : body.vote->answers()) {
    if (answer.question() == question) return &answer;
  }
  return nullptr;
}

void CountChoices(const rules::Rule& rule, const std::vector<Body>& bodies,
                  const pb::Question& question, pb::QuestionTally& out) {
  for (const std::string& choice : question.choices()) {
    pb::ChoiceCount& count = *out.add_choices();
    count.set_choice(choice);
    for (const Body& body : bodies) {
      const pb::QuestionAnswer* answer = AnswerTo(body, question.id());
      if (answer == nullptr || answer->choice() != choice || !HasVote(rule, body)) continue;
      count.set_all_bodies(count.all_bodies() + 1);
      if (body.status == pb::MEMBER_STATUS_P) count.set_p_members(count.p_members() + 1);
    }
  }
}

void DecideQuestion(const rules::Rule& rule, const CountFacts& facts, const pb::Question& question,
                    pb::QuestionTally& out) {
  const rules::Criterion* criterion = rules::FreeCriterion(question.criterion());
  if (criterion == nullptr) return;
  const rules::Votes votes =
      Sum(rule, facts, [&](const Body& body) { return CastOn(question, body); });
  *out.mutable_p_members() = ToContract(votes.p_members);
  const rules::Judgement judgement = rules::Judge(*criterion, votes);
  *out.mutable_criterion() = ToContract(judgement);
  out.set_verdict(judgement.denominator == 0 ? pb::VERDICT_NO_VALID_VOTES
                  : judgement.met            ? pb::VERDICT_APPROVED
                                             : pb::VERDICT_NOT_APPROVED);
}

// Each question by itself. The ballot's verdict is that of its one question, where only one is
// decided; of several, each stands for itself.
void CountQuestions(const CountFacts& facts, const rules::Rule& rule, pb::Tally& tally) {
  int decided = 0;
  const pb::Ballot shown = decide::Shown(*facts.ballot.ballot, "", absl::InfinitePast());
  for (const pb::Question& question : shown.questions()) {
    if (question.choices().empty()) continue;
    pb::QuestionTally& out = *tally.add_questions();
    out.set_question(question.id());
    CountChoices(rule, facts.bodies, question, out);
    DecideQuestion(rule, facts, question, out);
    if (out.verdict() == pb::VERDICT_UNSPECIFIED) continue;
    tally.set_verdict(++decided == 1 ? out.verdict() : pb::VERDICT_FOR_A_PERSON);
  }
}

// --- What a reader of the tally must know.

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
    change.set_member(NameOf(body));
    change.set_at_opening(body.status_at_opening);
    change.set_at_closing(body.status);
  }
  tally.set_deciding_status(pb::STATUS_MOMENT_CLOSING);
  // Where one body's status changed, a verdict that differs would tell its vote.
  if (rule.by_question || decide::IsAnonymous(*facts.ballot.ballot)) return;
  const rules::Outcome outcome = rules::Tally(rule, Sum(rule, facts, CastAtOpening));
  tally.set_verdict_by_status_at_opening(ToContract(outcome.verdict));
  const bool same_proposal = std::string(outcome.proposal) == tally.proposal();
  if (tally.verdict_by_status_at_opening() != tally.verdict() || !same_proposal) {
    AddWarning(tally, pb::WARNING_KIND_STATUS_MATTERS,
               "counted by the status at opening the verdict would be another; the Directives do "
               "not say which moment decides, Placet takes the status at closing",
               "");
  }
}

// NP: for some weeks reasons and experts may be supplied, which can change what counts.
void WarnOfGrace(const rules::Rule& rule, pb::Tally& tally) {
  if (rule.grace_weeks == 0 || !tally.final()) return;
  const bool experts_short = std::any_of(tally.criteria().begin(), tally.criteria().end(),
                                         [](const pb::Criterion& criterion) {
                                           return criterion.denominator() == 0 && !criterion.met();
                                         });
  if (tally.p_members().no_without_reasons() == 0 && !experts_short) return;
  AddWarning(tally, pb::WARNING_KIND_MAY_BE_SUPPLIED,
             absl::StrCat("reasons for a disapproval and names of experts may still be supplied "
                          "for ",
                          rule.grace_weeks, " weeks; the count must then be made again"),
             std::string(rule.grace_clause));
}

void WarnOfUnsureRule(const rules::Rule& rule, pb::Tally& tally) {
  if (!rule.unsure.empty()) {
    AddWarning(tally, pb::WARNING_KIND_UNSURE_RULE, std::string(rule.unsure),
               std::string(rule.clause));
  }
}

void ListBodies(const CountFacts& facts, const rules::Rule& rule, pb::Tally& tally) {
  const bool named = !decide::IsAnonymous(*facts.ballot.ballot);
  for (const Body& body : facts.bodies) {
    const pb::LeftOutReason reason = WhyLeftOut(rule, body);
    if (named && reason != pb::LEFT_OUT_REASON_UNSPECIFIED) {
      auto& left_out = *tally.add_left_out();
      left_out.set_member(NameOf(body));
      left_out.set_reason(reason);
    }
    // Comments sent before a body owed a vote are none.
    const bool voted = body.vote && reason != pb::LEFT_OUT_REASON_COMMENTS_ONLY;
    if (!voted && body.status == pb::MEMBER_STATUS_P && HasVote(rule, body)) {
      tally.add_p_members_not_voting(NameOf(body));
    }
  }
}

// A vote of a body that has none with its status at closing. Whose status changed is known, so the
// one row that counts nowhere would tell whose it is.
bool TellsWhose(const pb::ResultRow& row) {
  const bool votes = row.entitlement() == pb::ENTITLEMENT_MUST_VOTE ||
                     row.entitlement() == pb::ENTITLEMENT_MAY_VOTE;
  const bool comments =
      row.answer() == pb::ANSWER_COMMENTS || row.answer() == pb::ANSWER_NO_COMMENTS;
  return !votes && !comments;
}

// What was received, without what tells from whom; sorted by what it says.
void TakeNames(pb::Result& result) {
  std::vector<std::pair<std::string, pb::ResultRow>> received;
  for (const pb::ResultRow& row : result.rows()) {
    if (row.answer() == pb::ANSWER_UNSPECIFIED || TellsWhose(row)) continue;
    pb::ResultRow nameless;
    nameless.set_answer(row.answer());
    nameless.set_text(row.text());
    nameless.set_counting(row.counting());
    *nameless.mutable_answers() = row.answers();
    received.emplace_back(nameless.SerializeAsString(), std::move(nameless));
  }
  std::sort(received.begin(), received.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  result.clear_rows();
  for (auto& [bytes, row] : received) *result.add_rows() = std::move(row);
}

}  // namespace

std::string NameOf(const Body& body) {
  const bool person = body.status_at_opening == pb::MEMBER_STATUS_EXPERT;
  return absl::StrCat(person ? "people/" : "members/", body.member);
}

rules::Cast CastOf(const Body& body) {
  rules::Cast cast{.status = ToRules(body.status), .full_member = body.full_member};
  cast.body = body.member;
  if (body.vote) Take(*body.vote, cast);
  return cast;
}

bool HasVote(const rules::Rule& rule, const Body& body) {
  const rules::Entitlement entitlement = rules::EntitlementOf(rule, CastOf(body));
  return entitlement == rules::Entitlement::kMustVote ||
         entitlement == rules::Entitlement::kMayVote;
}

rules::Cast CastOn(const pb::Question& question, const Body& body) {
  rules::Cast cast = CastOf(body);
  cast.has_reasons = true;
  cast.answer.reset();
  const pb::QuestionAnswer* answer = AnswerTo(body, question.id());
  if (answer == nullptr) return cast;
  cast.answer = Holds(question.yes_choices(), answer->choice())  ? rules::Answer::kYes
                : Holds(question.no_choices(), answer->choice()) ? rules::Answer::kNo
                                                                 : rules::Answer::kAbstain;
  return cast;
}

void Take(const pb::Vote& vote, rules::Cast& cast) {
  cast.answer = ToRules(vote.answer());
  cast.has_reasons = !absl::StripAsciiWhitespace(vote.text()).empty();
  cast.names_expert = vote.experts_size() > 0;
  cast.takes_part = Chose(vote, "active-part", "yes");
  cast.uses = Chose(vote, "adopted", "yes") || Chose(vote, "used", "yes");
}

Judged Judge(const rules::Rule& rule, const rules::Votes& votes) {
  const rules::Outcome outcome = rules::Tally(rule, votes);
  Judged judged;
  for (const rules::Judgement& judgement : outcome.Judgements()) {
    *judged.criteria.Add() = ToContract(judgement);
  }
  judged.verdict = ToContract(outcome.verdict);
  judged.proposal = std::string(outcome.proposal);
  return judged;
}

pb::Tally Count(const CountFacts& facts, absl::Time as_of, bool final) {
  const pb::Ballot& ballot = *facts.ballot.ballot;
  const rules::Rule& rule = *decide::RuleOf(ballot, facts.ballot.committee_reference, as_of);
  pb::Tally tally = Count(facts, rule, as_of, final);
  const rules::Rule* parallel = decide::ParallelRuleOf(ballot);
  if (parallel != nullptr) *tally.mutable_parallel() = Count(facts, *parallel, as_of, final);
  return tally;
}

pb::Tally Count(const CountFacts& facts, const rules::Rule& rule, absl::Time as_of, bool final) {
  const rules::Votes votes = Sum(rule, facts, CastOf);
  Judged judged = Judge(rule, votes);
  pb::Tally tally;
  tally.set_ballot(facts.ballot.ballot->name());
  SetTime(*tally.mutable_as_of(), as_of);
  tally.set_final(final);
  tally.set_rules_edition(std::string(rule.edition));
  *tally.mutable_p_members() = ToContract(votes.p_members);
  *tally.mutable_all_bodies() = ToContract(votes.all_bodies);
  *tally.mutable_criteria() = std::move(judged.criteria);
  tally.set_verdict(judged.verdict);
  tally.set_proposal(judged.proposal);
  CountQuestions(facts, rule, tally);
  ListBodies(facts, rule, tally);
  CompareStatuses(facts, rule, tally);
  WarnOfGrace(rule, tally);
  WarnOfUnsureRule(rule, tally);
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
  const rules::Rule& rule = *decide::RuleOf(ballot, "", absl::InfinitePast());
  pb::Result result;
  *result.mutable_ballot() = ballot;
  *result.mutable_tally() = tally;
  if (facts.ballot.project) *result.mutable_project() = *facts.ballot.project;
  int others = facts.others;
  for (const Body& body : facts.bodies) {
    if (body.status == pb::MEMBER_STATUS_NEITHER && !body.vote) {
      if (HasVote(rule, body)) ++others;
      continue;
    }
    pb::ResultRow& row = *result.add_rows();
    row.set_member(NameOf(body));
    row.set_country(body.country);
    row.set_acronym(body.acronym);
    row.set_status_at_opening(body.status_at_opening);
    row.set_status(body.status);
    row.set_secretariat(body.member == facts.ballot.secretariat);
    row.set_entitlement(ToContract(rules::EntitlementOf(rule, CastOf(body))));
    if (!body.vote) continue;
    row.set_answer(body.vote->answer());
    row.set_text(body.vote->text());
    row.set_counting(WhyLeftOut(rule, body) == pb::LEFT_OUT_REASON_UNSPECIFIED
                         ? pb::COUNTING_COUNTED
                         : pb::COUNTING_LEFT_OUT);
    row.set_moment(body.vote->moment());
    row.set_on_behalf(body.vote->on_behalf());
    *row.mutable_experts() = body.vote->experts();
    *row.mutable_answers() = body.vote->answers();
  }
  result.set_others_not_voting(others);
  if (decide::IsAnonymous(ballot)) TakeNames(result);
  return result;
}

}  // namespace placet::ballots
