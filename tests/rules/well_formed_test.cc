// A malformed row does not compile: each way to break one is found.

#include "services/ballots/rules/well_formed.h"

#include <gtest/gtest.h>

#include <string_view>
#include <vector>

#include "services/ballots/rules/rules.h"

namespace placet::ballots::rules {
namespace {

using table::IsWellFormed;

Rule Good(Kind kind = Kind::kNp) { return *FindRule(kind, "ISO-2022"); }

template <class Break>
bool SurvivesBreaking(Kind kind, Break broken) {
  Rule rule = Good(kind);
  EXPECT_TRUE(IsWellFormed(rule));
  broken(rule);
  return IsWellFormed(rule);
}

template <class Break>
bool CriterionSurvives(Kind kind, Break broken) {
  Criterion criterion = Good(kind).criteria.front();
  EXPECT_TRUE(IsWellFormed(criterion));
  broken(criterion);
  return IsWellFormed(criterion);
}

TEST(WellFormed, PeriodsAreNeededAndSayWhenTheyMayBeChosen) {
  EXPECT_FALSE(SurvivesBreaking(Kind::kNp, [](Rule& rule) { rule.period = {}; }));
  EXPECT_FALSE(SurvivesBreaking(Kind::kNp, [](Rule& rule) { rule.period.months = 3; }));
  EXPECT_FALSE(SurvivesBreaking(Kind::kNp, [](Rule& rule) { rule.period.source = {}; }));
  EXPECT_FALSE(SurvivesBreaking(Kind::kNp, [](Rule& rule) { rule.period.condition = "never"; }));
  EXPECT_FALSE(SurvivesBreaking(Kind::kDis, [](Rule& rule) { rule.revised = {}; }));
  static constexpr Period kNoCondition[] = {{.weeks = 8, .source = "somewhere"}};
  EXPECT_FALSE(SurvivesBreaking(Kind::kNp, [](Rule& rule) { rule.periods = kNoCondition; }));
}

TEST(WellFormed, FractionsLieBetweenNothingAndAll) {
  EXPECT_FALSE(CriterionSurvives(Kind::kDtr, [](Criterion& c) { c.bound_numerator = 0; }));
  EXPECT_FALSE(CriterionSurvives(Kind::kDtr, [](Criterion& c) { c.bound_numerator = 2; }));
  EXPECT_FALSE(CriterionSurvives(Kind::kDtr, [](Criterion& c) { c.small_committee = 16; }));
  EXPECT_FALSE(CriterionSurvives(Kind::kDtr, [](Criterion& c) { c.part = Part::kExpertBodies; }));
  EXPECT_FALSE(CriterionSurvives(Kind::kDtr, [](Criterion& c) { c.text = {}; }));
}

TEST(WellFormed, ANoIsBorneAndEverythingElseIsReached) {
  EXPECT_FALSE(CriterionSurvives(Kind::kDtr, [](Criterion& c) { c.part = Part::kNo; }));
  EXPECT_FALSE(CriterionSurvives(Kind::kWithdrawal,
                                 [](Criterion& c) { c.comparison = Comparison::kAtLeast; }));
  EXPECT_FALSE(
      CriterionSurvives(Kind::kReview, [](Criterion& c) { c.comparison = Comparison::kMoreThan; }));
  EXPECT_FALSE(CriterionSurvives(Kind::kReview, [](Criterion& c) { c.bound_numerator = 0; }));
  EXPECT_TRUE(CriterionSurvives(Kind::kWithdrawal, [](Criterion& c) { c.bound_numerator = 0; }));
}

TEST(WellFormed, CriteriaAreFewAndEachIsThereOnce) {
  static const std::vector<Criterion> many(kMostCriteria + 1, Good(Kind::kDtr).criteria.front());
  static const std::vector<Criterion> twice(2, Good(Kind::kDtr).criteria.front());
  EXPECT_FALSE(SurvivesBreaking(Kind::kDtr, [](Rule& rule) { rule.criteria = many; }));
  EXPECT_FALSE(SurvivesBreaking(Kind::kDtr, [](Rule& rule) { rule.criteria = twice; }));
  EXPECT_FALSE(SurvivesBreaking(Kind::kCib, [](Rule& rule) { rule.criteria = {}; }));
}

TEST(WellFormed, WhatIsCountedIsAsked) {
  EXPECT_FALSE(SurvivesBreaking(Kind::kNewCommittee, [](Rule& rule) { rule.questions = {}; }));
  EXPECT_FALSE(SurvivesBreaking(Kind::kReview, [](Rule& rule) { rule.questions = {}; }));
}

TEST(WellFormed, AnswersIncludeToAbstainAndStandForVotes) {
  static constexpr Offer kNoAbstention[] = {{Answer::kYes}, {Answer::kNo}};
  static constexpr Offer kTwice[] = {{Answer::kYes}, {Answer::kYes}, {Answer::kAbstain}};
  EXPECT_FALSE(SurvivesBreaking(Kind::kNp, [](Rule& rule) { rule.answers = kNoAbstention; }));
  EXPECT_FALSE(SurvivesBreaking(Kind::kNp, [](Rule& rule) { rule.answers = kTwice; }));
  EXPECT_FALSE(SurvivesBreaking(Kind::kNp, [](Rule& rule) { rule.answers = {}; }));
  EXPECT_FALSE(SurvivesBreaking(Kind::kNp, [](Rule& rule) { rule.own_questions = true; }));
  EXPECT_FALSE(
      SurvivesBreaking(Kind::kNp, [](Rule& rule) { rule.electorate = Electorate::kNobody; }));
}

TEST(WellFormed, QuestionsDependOnEarlierOnesOrOnTheVote) {
  const auto with = [](std::string_view only_if, std::string_view text_needed = {}) {
    const Question questions[] = {{"first", "?", "yes|no", "", "here"},
                                  {"second", "?", "a|b", text_needed, "here", only_if}};
    return table::HasQuestions(questions);
  };
  EXPECT_TRUE(with("first=yes"));
  EXPECT_TRUE(with("first=yes|no", "a|b"));
  EXPECT_TRUE(with("answer=abstain"));
  EXPECT_FALSE(with("first=maybe"));
  EXPECT_FALSE(with("first="));
  EXPECT_FALSE(with("first"));
  EXPECT_FALSE(with("second=a"));
  EXPECT_FALSE(with("answer=perhaps"));
  EXPECT_FALSE(with("", "c"));
}

TEST(WellFormed, StagesAreOfProjectsOnly) {
  EXPECT_FALSE(SurvivesBreaking(Kind::kNp, [](Rule& rule) { rule.stage_closed = {}; }));
  EXPECT_FALSE(SurvivesBreaking(Kind::kNp, [](Rule& r) { r.subject = Subject::kCommittee; }));
  EXPECT_FALSE(SurvivesBreaking(Kind::kCib, [](Rule& rule) { rule.stage_open = "10.20"; }));
}

TEST(WellFormed, WeightsGoWithAWeightedVote) {
  EXPECT_FALSE(
      SurvivesBreaking(Kind::kDis, [](Rule& rule) { rule.electorate = Electorate::kWeighted; }));
  static constexpr Weight kTwice[] = {{"de", 29}, {"de", 29}};
  EXPECT_FALSE(SurvivesBreaking(Kind::kDis, [](Rule& rule) {
    rule.electorate = Electorate::kWeighted;
    rule.weights = kTwice;
  }));
}

TEST(WellFormed, RowsHaveOneEditionAndAreThereOnce) {
  const std::vector<Rule> twice(2, Good());
  EXPECT_FALSE(table::AreWellFormed(twice));
  std::vector<Rule> stray(1, Good());
  EXPECT_FALSE(table::AreEditionsOf(AllEditions(), stray));  // the other editions have no rows
  stray.assign(AllRules().begin(), AllRules().end());
  EXPECT_TRUE(table::AreEditionsOf(AllEditions(), stray));
  stray.back().edition = "ISO-1999";
  EXPECT_FALSE(table::AreEditionsOf(AllEditions(), stray));
}

}  // namespace
}  // namespace placet::ballots::rules
