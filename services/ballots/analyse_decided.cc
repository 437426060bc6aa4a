// How far a ballot is decided: by its vote, or each of its own questions by itself.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/ballots/analyse.h"
#include "services/ballots/count.h"
#include "services/ballots/rules/analysis.h"
#include "services/ballots/words.h"

namespace placet::ballots::analyse {
namespace {

std::string Name(const std::string& member) { return absl::StrCat("members/", member); }

// The same question asked of the votes to come and of all votes.
struct Both {
  rules::Analysis remaining;
  rules::Analysis changed;
};

Both AnalyzeBoth(const rules::Rule& rule, const std::vector<rules::Cast>& casts) {
  return {rules::Analyze(rule, casts, rules::Scope::kRemaining),
          rules::Analyze(rule, casts, rules::Scope::kChanged)};
}

// A vote as the rules think it up; `question` is the one that it answers, nullptr: none.
pb::VoteChange ToContract(const rules::Change& change, const CountFacts& facts,
                          const pb::Question* question) {
  pb::VoteChange to;
  to.set_member(Name(facts.bodies[change.body].member));
  if (question != nullptr) {
    const bool yes = change.cast.answer == rules::Answer::kYes;
    const bool no = change.cast.answer == rules::Answer::kNo;
    to.set_answer(pb::ANSWER_REPLY);
    pb::QuestionAnswer& answer = *to.add_answers();
    answer.set_question(question->id());
    answer.set_choice(yes ? question->yes_choices(0) : no ? question->no_choices(0) : "");
    return to;
  }
  if (change.cast.answer) to.set_answer(ballots::ToContract(*change.cast.answer));
  to.set_with_text(change.cast.has_reasons);
  to.set_names_expert(change.cast.names_expert);
  to.set_takes_part(change.cast.takes_part);
  to.set_uses(change.cast.uses);
  return to;
}

pb::Flip ToContract(const rules::Flip& flip, const CountFacts& facts,
                    const pb::Question* question) {
  pb::Flip out;
  out.set_possible(flip.has_value());
  if (!flip) return out;
  out.set_votes(static_cast<int32_t>(flip->size()));
  for (const rules::Change& change : *flip) {
    *out.add_changes() = ToContract(change, facts, question);
  }
  return out;
}

void AddCriteria(const Both& both, const CountFacts& facts, const pb::Question* question,
                 pb::Decided& decided) {
  for (size_t i = 0; i < both.changed.criteria.size(); ++i) {
    const rules::Judgement& judgement = both.changed.outcome.Judgements()[i];
    pb::CriterionFlip& flip = *decided.add_criteria();
    flip.set_criterion(question == nullptr ? std::string(judgement.criterion->id)
                                           : absl::StrCat("question ", question->id()));
    flip.set_met(judgement.met);
    *flip.mutable_by_remaining() = ToContract(both.remaining.criteria[i], facts, question);
    *flip.mutable_by_changed() = ToContract(both.changed.criteria[i], facts, question);
  }
}

void SetVerdict(const Both& both, const CountFacts& facts, const pb::Question* question,
                pb::Decided& decided) {
  *decided.mutable_verdict_by_remaining() = ToContract(both.remaining.verdict, facts, question);
  *decided.mutable_verdict_by_changed() = ToContract(both.changed.verdict, facts, question);
  for (size_t body : both.changed.pivotal) decided.add_pivotal(Name(facts.bodies[body].member));
}

// The row as if one question were its vote.
rules::Rule OnOneQuestion(rules::Rule rule, const rules::Criterion& criterion) {
  static constexpr rules::Offer kOffers[] = {
      {rules::Answer::kYes}, {rules::Answer::kNo}, {rules::Answer::kAbstain}};
  rule.answers = kOffers;
  rule.criteria = {&criterion, 1};
  rule.by_question = false;
  return rule;
}

// True where no vote to come changes any of them. With one that decides, the verdict is its own.
bool DecideQuestions(const CountFacts& facts, const rules::Rule& rule, pb::Decided& decided) {
  bool all = true;
  int deciding = 0;
  for (const pb::Question& question : facts.ballot.ballot->questions()) {
    const rules::Criterion* criterion = rules::FreeCriterion(question.criterion());
    if (criterion == nullptr) continue;
    std::vector<rules::Cast> casts;
    for (const Body& body : facts.bodies) casts.push_back(CastOn(question, body));
    const Both both = AnalyzeBoth(OnOneQuestion(rule, *criterion), casts);
    AddCriteria(both, facts, &question, decided);
    all = all && both.remaining.Decided();
    if (++deciding == 1) SetVerdict(both, facts, &question, decided);
  }
  if (deciding > 1) {
    decided.clear_verdict_by_remaining();
    decided.clear_verdict_by_changed();
    decided.clear_pivotal();
  }
  return all;
}

bool DecideVote(const CountFacts& facts, const rules::Rule& rule, pb::Decided& decided) {
  std::vector<rules::Cast> casts;
  for (const Body& body : facts.bodies) casts.push_back(CastOf(body));
  const Both both = AnalyzeBoth(rule, casts);
  AddCriteria(both, facts, nullptr, decided);
  SetVerdict(both, facts, nullptr, decided);
  return both.remaining.Decided();
}

}  // namespace

pb::Decided Decide(const CountFacts& facts, const rules::Rule& rule, pb::Tally tally) {
  pb::Decided decided;
  const bool settled = rule.own_questions ? DecideQuestions(facts, rule, decided)
                                          : DecideVote(facts, rule, decided);
  decided.set_decided(tally.final() || settled);
  for (const Body& body : facts.bodies) {
    if (!body.vote && HasVote(rule, body)) decided.add_remaining(Name(body.member));
  }
  *decided.mutable_tally() = std::move(tally);
  return decided;
}

}  // namespace placet::ballots::analyse
