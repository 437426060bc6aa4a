// What the arithmetic and the services take for granted: a row that breaks it does not compile.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "rules.h"

namespace placet::ballots::rules::table {

// Is it one of the items of a list separated by '|'?
constexpr bool Lists(std::string_view list, std::string_view item) {
  while (true) {
    const std::size_t bar = list.find('|');
    if (list.substr(0, bar) == item) return true;
    if (bar == std::string_view::npos) return false;
    list.remove_prefix(bar + 1);
  }
}

constexpr bool AllListed(std::string_view items, std::string_view list) {
  while (!items.empty()) {
    const std::size_t bar = items.find('|');
    if (!Lists(list, items.substr(0, bar))) return false;
    if (bar == std::string_view::npos) return true;
    items.remove_prefix(bar + 1);
  }
  return true;
}

// Periods.

constexpr bool IsLength(const Period& period) {
  return (period.weeks > 0) != (period.months > 0) && period.weeks >= 0 && period.months >= 0 &&
         !period.source.empty();
}

constexpr bool Exists(const Period& period) { return period.weeks != 0 || period.months != 0; }

constexpr bool IsProposed(const Period& period) {
  return IsLength(period) && period.condition.empty();
}

constexpr bool ArePermitted(std::span<const Period> periods) {
  for (const Period& period : periods) {
    if (!IsLength(period) || period.condition.empty()) return false;
  }
  return true;
}

constexpr bool HasPeriods(const Rule& rule) {
  const bool proposed = Exists(rule.period) ? IsProposed(rule.period) : rule.any_period;
  const bool translated = !Exists(rule.translation) || IsProposed(rule.translation);
  const bool revised =
      Exists(rule.revised) ? IsProposed(rule.revised) : rule.revised_periods.empty();
  return proposed && translated && revised && ArePermitted(rule.periods) &&
         ArePermitted(rule.revised_periods);
}

// Criteria.

constexpr bool IsNumber(const Criterion& criterion) {
  return criterion.whole == Whole::kNumber || criterion.whole == Whole::kNumberOfPMembers;
}

// A no is borne up to a bound; everything else has to reach one.
constexpr bool IsComparable(const Criterion& criterion) {
  return (criterion.part == Part::kNo) == (criterion.comparison == Comparison::kAtMost) &&
         !(IsNumber(criterion) && criterion.comparison == Comparison::kMoreThan);
}

constexpr bool IsBounded(const Criterion& criterion) {
  if (criterion.whole == Whole::kNumberOfPMembers) {
    return criterion.comparison == Comparison::kAtLeast && criterion.bound_numerator > 0 &&
           criterion.small_committee > 0 && criterion.bound_large >= criterion.bound_numerator;
  }
  if (criterion.small_committee != 0 || criterion.bound_large != 0) return false;
  if (criterion.whole == Whole::kNumber) {
    return criterion.bound_denominator == 1 &&
           criterion.bound_numerator >= (criterion.part == Part::kNo ? 0 : 1);
  }
  return criterion.bound_numerator > 0 && criterion.bound_numerator < criterion.bound_denominator;
}

// Experts, participants and users are counted, and are no part of anything.
constexpr bool IsPartOfItsWhole(const Criterion& criterion) {
  const bool vote = criterion.part == Part::kYes || criterion.part == Part::kNo;
  const bool action = criterion.part == Part::kConfirm || criterion.part == Part::kRevise ||
                      criterion.part == Part::kWithdraw;
  if (criterion.whole == Whole::kWeightsVoting) return vote;
  return vote || action || IsNumber(criterion);
}

constexpr bool IsWellFormed(const Criterion& criterion) {
  return !criterion.id.empty() && !criterion.text.empty() && !criterion.clause.empty() &&
         IsComparable(criterion) && IsBounded(criterion) && IsPartOfItsWhole(criterion);
}

constexpr bool Asks(const Rule& rule, std::string_view question) {
  for (const Question& asked : rule.questions) {
    if (asked.id == question) return true;
  }
  return false;
}

// What a criterion counts, the row has to ask for.
constexpr bool CanBeAnswered(const Rule& rule, const Criterion& criterion) {
  if (criterion.part == Part::kParticipants) return Asks(rule, "active-part");
  if (criterion.part == Part::kUsers) return Asks(rule, "adopted") && Asks(rule, "used");
  if (criterion.whole == Whole::kWeightsVoting) return !rule.weights.empty();
  return true;
}

constexpr bool HasCriteria(const Rule& rule) {
  if (rule.criteria.size() > std::size_t{kMostCriteria}) return false;
  if ((rule.advice || rule.by_question) && rule.criteria.empty()) return false;
  for (std::size_t i = 0; i < rule.criteria.size(); ++i) {
    const Criterion& criterion = rule.criteria[i];
    if (!IsWellFormed(criterion) || !CanBeAnswered(rule, criterion)) return false;
    for (const Criterion& earlier : rule.criteria.first(i)) {
      if (earlier.id == criterion.id) return false;
    }
  }
  return true;
}

// Answers.

constexpr bool Offers(const Rule& rule, Answer answer) {
  for (const Offer& offer : rule.answers) {
    if (offer.answer == answer) return true;
  }
  return false;
}

constexpr bool HasAnswers(const Rule& rule) {
  const bool consultation =
      rule.electorate == Electorate::kNobody || rule.electorate == Electorate::kExperts;
  if (consultation) return rule.answers.empty() && rule.criteria.empty() && !rule.p_must;
  for (std::size_t i = 0; i < rule.answers.size(); ++i) {
    for (const Offer& earlier : rule.answers.first(i)) {
      if (earlier.answer == rule.answers[i].answer) return false;
    }
  }
  const bool replies = Offers(rule, Answer::kReply);
  if (replies != rule.own_questions || (rule.by_question && !replies)) return false;
  if (Offers(rule, Answer::kComments) || Offers(rule, Answer::kNoComments)) return false;
  return replies ? rule.answers.size() == 1 : Offers(rule, Answer::kAbstain);
}

// Questions.

// "adopted=yes|maybe": of a question that comes before, or "answer=abstain": of the vote.
constexpr bool IsCondition(std::span<const Question> earlier, std::string_view condition) {
  const std::size_t equals = condition.find('=');
  if (equals == std::string_view::npos || equals + 1 == condition.size()) return false;
  const std::string_view choices = condition.substr(equals + 1);
  if (condition.substr(0, equals) == "answer") {
    return AllListed(choices, "abstain|confirm|revise|withdraw");
  }
  for (const Question& question : earlier) {
    if (question.id == condition.substr(0, equals)) return AllListed(choices, question.choices);
  }
  return false;
}

constexpr bool HasQuestions(std::span<const Question> questions) {
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const Question& question = questions[i];
    if (question.id.empty() || question.text.empty() || question.source.empty()) return false;
    if (!AllListed(question.text_needed, question.choices)) return false;
    if (!AllListed(question.text_refused, question.choices)) return false;
    const std::span<const Question> earlier = questions.first(i);
    if (!question.only_if.empty() && !IsCondition(earlier, question.only_if)) return false;
    for (const Question& other : earlier) {
      if (other.id == question.id) return false;
    }
  }
  return true;
}

// The rest.

// A project has a stage to come from and two to go to; a committee has none.
constexpr bool HasStages(const Rule& rule) {
  const bool all =
      !rule.stages_before.empty() && !rule.stage_open.empty() && !rule.stage_closed.empty();
  const bool none =
      rule.stages_before.empty() && rule.stage_open.empty() && rule.stage_closed.empty();
  return rule.subject == Subject::kProject ? all : none;
}

constexpr bool HasWeights(const Rule& rule) {
  for (std::size_t i = 0; i < rule.weights.size(); ++i) {
    if (rule.weights[i].weight <= 0 || rule.weights[i].body.size() != 2) return false;
    for (const Weight& earlier : rule.weights.first(i)) {
      if (earlier.body == rule.weights[i].body) return false;
    }
  }
  return (rule.electorate == Electorate::kWeighted) == !rule.weights.empty();
}

constexpr bool HasExtensions(const Rule& rule) {
  return rule.grace_weeks >= 0 && (rule.grace_weeks > 0) == !rule.grace_clause.empty() &&
         rule.change_weeks >= 0 && (rule.change_weeks > 0) == !rule.change_clause.empty();
}

constexpr bool IsWellFormed(const Rule& rule) {
  return !rule.clause.empty() && HasPeriods(rule) && HasCriteria(rule) && HasAnswers(rule) &&
         HasQuestions(rule.questions) && HasStages(rule) && HasWeights(rule) && HasExtensions(rule);
}

constexpr bool AreWellFormed(std::span<const Rule> rules) {
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (!IsWellFormed(rules[i])) return false;
    for (const Rule& earlier : rules.first(i)) {
      if (earlier.kind == rules[i].kind && earlier.edition == rules[i].edition) return false;
    }
  }
  return true;
}

constexpr bool AreWellFormed(std::span<const Criterion> criteria) {
  for (const Criterion& criterion : criteria) {
    if (!IsWellFormed(criterion)) return false;
  }
  return true;
}

// "2016-05-01"
constexpr bool IsDay(std::string_view day) {
  if (day.size() != 10) return false;
  for (std::size_t i = 0; i < day.size(); ++i) {
    const bool dash = i == 4 || i == 7;
    if (dash ? day[i] != '-' : (day[i] < '0' || day[i] > '9')) return false;
  }
  return true;
}

constexpr bool IsEditionOf(const Edition& edition, std::span<const Rule> rules) {
  for (const Rule& rule : rules) {
    if (rule.edition == edition.id) return true;
  }
  return false;
}

// Oldest first, each with rows, and each row in one of them.
constexpr bool AreEditionsOf(std::span<const Edition> editions, std::span<const Rule> rules) {
  for (std::size_t i = 0; i < editions.size(); ++i) {
    const Edition& edition = editions[i];
    if (edition.source.empty() || edition.title.empty() || !IsDay(edition.from)) return false;
    if (!edition.until.empty() && !(IsDay(edition.until) && edition.from < edition.until)) {
      return false;
    }
    if (!IsEditionOf(edition, rules)) return false;
    for (const Edition& earlier : editions.first(i)) {
      if (earlier.id == edition.id || earlier.from > edition.from) return false;
    }
  }
  for (const Rule& rule : rules) {
    bool found = false;
    for (const Edition& edition : editions) found = found || edition.id == rule.edition;
    if (!found) return false;
  }
  return true;
}

}  // namespace placet::ballots::rules::table
