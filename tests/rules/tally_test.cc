// The arithmetic at every boundary, against fractions compared in another way and against search.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "services/ballots/rules/rules.h"

namespace placet::ballots::rules {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr int kLargestCommittee = 200;

// Criteria as the rows have them: the tests judge what is shipped.
const Criterion& Named(std::string_view id) {
  for (const Rule& rule : AllRules()) {
    for (const Criterion& criterion : rule.criteria) {
      if (criterion.id == id) return criterion;
    }
  }
  ADD_FAILURE() << "no criterion " << id;
  return AllRules().front().criteria.front();
}

const Criterion& TwoThirds() { return Named("two-thirds-p"); }
const Criterion& Quarter() { return Named("quarter-negative-all"); }
const Criterion& Majority() { return Named("majority-p"); }
const Criterion& Experts() { return Named("experts-p"); }

const Rule& Row(Kind kind) { return *FindRule(kind, "ISO-2022"); }

// A member body and what it sent.
Cast Voting(Status status, std::optional<Answer> answer, bool has_reasons = false,
            bool names_expert = false) {
  return {.status = status,
          .full_member = true,
          .answer = answer,
          .has_reasons = has_reasons,
          .names_expert = names_expert};
}

// Compares a/b with c/d by their continued fractions: whole parts first, then what is left over,
// turned upside down. No products, so nothing in common with the arithmetic under test.
int Compare(int a, int b, int c, int d) {
  if (a / b != c / d) return a / b < c / d ? -1 : 1;
  const int left_over_1 = a % b;
  const int left_over_2 = c % d;
  if (left_over_1 == 0 || left_over_2 == 0) return (left_over_1 != 0) - (left_over_2 != 0);
  return Compare(d, left_over_2, b, left_over_1);
}

// A committee in which all that vote are P-members.
Votes OfPMembers(int yes, int no) {
  Votes votes;
  votes.p_members = {.entitled = yes + no, .yes = yes, .no = no};
  votes.all_bodies = votes.p_members;
  return votes;
}

// Bounds that no row has yet. With them one more positive vote is worth more than one step, so that
// a distance has to be rounded up.
constexpr Criterion kThreeFifths = {.id = "three-fifths-p",
                                    .text = "",
                                    .clause = "",
                                    .part = Part::kYes,
                                    .whole = Whole::kPMembersVoting,
                                    .comparison = Comparison::kAtLeast,
                                    .bound_numerator = 3,
                                    .bound_denominator = 5};
constexpr Criterion kTwoSevenths = {.id = "two-sevenths-negative-all",
                                    .text = "",
                                    .clause = "",
                                    .part = Part::kNo,
                                    .whole = Whole::kAllBodiesVoting,
                                    .comparison = Comparison::kAtMost,
                                    .bound_numerator = 2,
                                    .bound_denominator = 7};

const Criterion& ShippedOrMadeUp(std::string_view id) {
  if (id == kThreeFifths.id) return kThreeFifths;
  return id == kTwoSevenths.id ? kTwoSevenths : Named(id);
}

// Whether the criterion holds, decided without the library.
bool Holds(const Criterion& criterion, int yes, int no) {
  if (yes + no == 0) return false;
  if (criterion.id == "two-thirds-p") return Compare(yes, yes + no, 2, 3) >= 0;
  if (criterion.id == "majority-p") return Compare(yes, yes + no, 1, 2) > 0;
  if (criterion.id == "quarter-negative-all") return Compare(no, yes + no, 1, 4) <= 0;
  if (criterion.id == kThreeFifths.id) return Compare(yes, yes + no, 3, 5) >= 0;
  if (criterion.id == kTwoSevenths.id) return Compare(no, yes + no, 2, 7) <= 0;
  ADD_FAILURE() << criterion.id;
  return false;
}

int DistanceBySearch(const Criterion& criterion, int yes, int no) {
  int distance = 0;
  if (Holds(criterion, yes, no)) {
    while (Holds(criterion, yes, no + distance + 1)) ++distance;
  } else {
    while (!Holds(criterion, yes + distance, no)) ++distance;
  }
  return distance;
}

class EverySplit : public ::testing::TestWithParam<std::string_view> {};

INSTANTIATE_TEST_SUITE_P(Fractions, EverySplit,
                         ::testing::Values("two-thirds-p", "quarter-negative-all", "majority-p",
                                           "three-fifths-p", "two-sevenths-negative-all"),
                         [](const auto& param) {
                           std::string name(param.param);
                           std::erase(name, '-');
                           return name;
                         });

TEST_P(EverySplit, OfEverySizeIsJudgedAsTheExactFractionSays) {
  const Criterion& criterion = ShippedOrMadeUp(GetParam());
  int splits = 0;
  for (int size = 1; size <= kLargestCommittee; ++size) {
    for (int yes = 0; yes <= size; ++yes, ++splits) {
      const Judgement judgement = Judge(criterion, OfPMembers(yes, size - yes));
      ASSERT_EQ(judgement.met, Holds(criterion, yes, size - yes)) << yes << " of " << size;
      ASSERT_EQ(judgement.denominator, size);
      ASSERT_EQ(judgement.numerator, criterion.part == Part::kNo ? size - yes : yes);
    }
  }
  EXPECT_EQ(splits, 20300);
}

TEST_P(EverySplit, OfEverySizeIsAsFarFromItsBoundAsASearchFinds) {
  const Criterion& criterion = ShippedOrMadeUp(GetParam());
  for (int size = 0; size <= kLargestCommittee; ++size) {
    for (int yes = 0; yes <= size; ++yes) {
      ASSERT_EQ(Judge(criterion, OfPMembers(yes, size - yes)).distance,
                DistanceBySearch(criterion, yes, size - yes))
          << yes << " of " << size;
    }
  }
}

TEST(ContinuedFractions, CompareAsFractionsDo) {
  EXPECT_EQ(Compare(2, 3, 4, 6), 0);
  EXPECT_EQ(Compare(7, 11, 2, 3), -1);
  EXPECT_EQ(Compare(5, 7, 2, 3), 1);
  EXPECT_EQ(Compare(0, 5, 1, 4), -1);
  EXPECT_EQ(Compare(1, 1, 1, 4), 1);
}

TEST(TwoThirds, IsReachedAtExactlyTwoThirds) {
  EXPECT_TRUE(Judge(TwoThirds(), OfPMembers(8, 4)).met);
  EXPECT_EQ(Judge(TwoThirds(), OfPMembers(8, 4)).distance, 0);
  EXPECT_FALSE(Judge(TwoThirds(), OfPMembers(7, 4)).met);
  EXPECT_EQ(Judge(TwoThirds(), OfPMembers(7, 4)).distance, 1);
}

TEST(TwoThirds, LooksAtPMembersOnly) {
  Votes votes = OfPMembers(7, 4);
  votes.all_bodies.yes += 100;
  EXPECT_FALSE(Judge(TwoThirds(), votes).met);
}

TEST(Quarter, MayBeNegativeExactly) {
  EXPECT_TRUE(Judge(Quarter(), OfPMembers(12, 4)).met);
  EXPECT_EQ(Judge(Quarter(), OfPMembers(12, 4)).distance, 0);
  EXPECT_FALSE(Judge(Quarter(), OfPMembers(12, 5)).met);
  EXPECT_EQ(Judge(Quarter(), OfPMembers(12, 5)).distance, 3);
}

TEST(Quarter, LooksAtAllBodies) {
  Votes votes = OfPMembers(12, 4);
  ++votes.all_bodies.no;
  EXPECT_FALSE(Judge(Quarter(), votes).met);
}

TEST(Majority, IsNotReachedByATie) {
  EXPECT_FALSE(Judge(Majority(), OfPMembers(5, 5)).met);
  EXPECT_EQ(Judge(Majority(), OfPMembers(5, 5)).distance, 1);
  EXPECT_EQ(Tally(Row(Kind::kDtr), OfPMembers(5, 5)).verdict, Verdict::kNotApproved);
  EXPECT_EQ(Tally(Row(Kind::kDtr), OfPMembers(6, 5)).verdict, Verdict::kApproved);
}

TEST(Fractions, OfABillionVotesDoNotOverflow) {
  const Judgement met = Judge(TwoThirds(), OfPMembers(1'000'000'000, 500'000'000));
  EXPECT_TRUE(met.met);
  EXPECT_EQ(met.distance, 0);
  const Judgement missed = Judge(TwoThirds(), OfPMembers(1'000'000'000, 500'000'001));
  EXPECT_FALSE(missed.met);
  EXPECT_EQ(missed.distance, 2);
}

TEST(Experts, AreFourUpToSixteenPMembersAndFiveFromSeventeenOn) {
  for (int p_members = 1; p_members <= kLargestCommittee; ++p_members) {
    const int bound = p_members <= 16 ? 4 : 5;
    for (int named = 0; named <= p_members; ++named) {
      Votes votes;
      votes.p_members.entitled = p_members;
      votes.expert_bodies = named;
      const Judgement judgement = Judge(Experts(), votes);
      ASSERT_EQ(judgement.met, named >= bound) << named << " of " << p_members;
      ASSERT_EQ(judgement.distance, std::abs(named - bound));
      ASSERT_EQ(judgement.numerator, named);
      ASSERT_EQ(judgement.bound_numerator, bound);
      ASSERT_EQ(judgement.denominator, 0);
    }
  }
}

TEST(Experts, CountOnlyIfNamedByAPMemberThatApproves) {
  const Rule& rule = Row(Kind::kDis);  // one where all vote
  Votes votes;
  Add(votes, rule, Voting(Status::kP, Answer::kYes, false, true));
  Add(votes, rule, Voting(Status::kP, Answer::kYesWithComments, true, true));
  EXPECT_EQ(votes.expert_bodies, 2);
  Add(votes, rule, Voting(Status::kP, Answer::kYes));
  Add(votes, rule, Voting(Status::kP, Answer::kNo, true, true));
  Add(votes, rule, Voting(Status::kP, Answer::kAbstain, false, true));
  Add(votes, rule, Voting(Status::kP, std::nullopt, false, true));
  Add(votes, rule, Voting(Status::kO, Answer::kYes, false, true));
  Add(votes, rule, Voting(Status::kNeither, Answer::kYes, false, true));
  EXPECT_EQ(votes.expert_bodies, 2);
  EXPECT_EQ(votes.expert_bodies_of_all, 4);
}

TEST(Experts, AreMoreOnceASeventeenthPMemberJoinsThoughItVotesYes) {
  const Rule& rule = Row(Kind::kNp);
  Votes votes;
  for (int i = 0; i < 16; ++i) Add(votes, rule, Voting(Status::kP, Answer::kYes, false, i < 4));
  EXPECT_EQ(Tally(rule, votes).verdict, Verdict::kApproved);
  Add(votes, rule, Voting(Status::kP, Answer::kYes));
  EXPECT_EQ(Tally(rule, votes).verdict, Verdict::kNotApproved);
}

TEST(Add, CountsEachAnswerInItsOwnCounter) {
  const Rule& rule = Row(Kind::kDis);
  Votes votes;
  Add(votes, rule, Voting(Status::kP, Answer::kYes));
  Add(votes, rule, Voting(Status::kP, Answer::kYesWithComments, true));
  Add(votes, rule, Voting(Status::kP, Answer::kNo, true));
  Add(votes, rule, Voting(Status::kP, Answer::kNo));
  Add(votes, rule, Voting(Status::kP, Answer::kAbstain, true));
  Add(votes, rule, Voting(Status::kP, std::nullopt));
  const Counts expected{.entitled = 6,
                        .yes = 2,
                        .yes_with_comments = 1,
                        .no = 1,
                        .no_without_reasons = 1,
                        .abstain = 1,
                        .not_voting = 1};
  EXPECT_TRUE(votes.p_members == expected);
  EXPECT_TRUE(votes.all_bodies == expected);
}

TEST(Add, CountsTheActionsOfAReview) {
  const Rule& rule = Row(Kind::kReview);
  Votes votes;
  for (const Answer answer : {Answer::kConfirm, Answer::kConfirm, Answer::kConfirm, Answer::kRevise,
                              Answer::kRevise, Answer::kWithdraw, Answer::kAbstain}) {
    Add(votes, rule, Voting(Status::kP, answer, true));
  }
  const Counts expected{.entitled = 7, .abstain = 1, .confirm = 3, .revise = 2, .withdraw = 1};
  EXPECT_TRUE(votes.p_members == expected);
}

TEST(Add, CountsRepliesToQuestionsOfABallotsOwn) {
  Votes votes;
  Add(votes, Row(Kind::kCib), Voting(Status::kP, Answer::kReply));
  EXPECT_TRUE(votes.p_members == (Counts{.entitled = 1, .reply = 1}));
}

TEST(Add, KeepsBodiesThatAreNoPMembersOutOfTheirCounts) {
  const Rule& rule = Row(Kind::kDis);
  Votes votes;
  Add(votes, rule, Voting(Status::kO, Answer::kYes));
  Add(votes, rule, Voting(Status::kNeither, Answer::kNo, true));
  EXPECT_TRUE(votes.p_members == Counts{});
  EXPECT_TRUE(votes.all_bodies == (Counts{.entitled = 2, .yes = 1, .no = 1}));
}

TEST(Add, LeavesOutWhoeverHasNoVote) {
  Votes votes;
  Add(votes, Row(Kind::kDtr), Voting(Status::kO, Answer::kYes));
  Add(votes, Row(Kind::kDis), {.status = Status::kP, .full_member = false, .answer = Answer::kYes});
  Add(votes, Row(Kind::kCdConsultation), Voting(Status::kP, Answer::kComments, true));
  Add(votes, Row(Kind::kWgConsultation), Voting(Status::kP, Answer::kComments, true));
  EXPECT_TRUE(votes == Votes{});
}

bool HasAFraction(const Rule& rule) {
  if (rule.by_question) return false;
  return std::ranges::any_of(rule.criteria, [](const Criterion& criterion) {
    return criterion.whole != Whole::kNumber && criterion.whole != Whole::kNumberOfPMembers;
  });
}

TEST(NoValidVotes, IsTheVerdictWhereNobodyVotedYesOrNo) {
  for (const Rule& rule : AllRules()) {
    if (!HasAFraction(rule)) continue;
    SCOPED_TRACE(std::string(rule.edition) + " " + std::string(KindName(rule.kind)));
    Votes votes;
    Cast cast = Voting(Status::kP, Answer::kAbstain);
    cast.body = "de";
    for (int i = 0; i < 5; ++i) Add(votes, rule, cast);
    for (int i = 0; i < 4; ++i) Add(votes, rule, Voting(Status::kO, Answer::kAbstain));
    const Offer* no = FindOffer(rule, Entitlement::kMustVote, Answer::kNo);
    if (no != nullptr && no->text == TextRule::kNeededToCount) {
      Add(votes, rule, Voting(Status::kP, Answer::kNo));
    }
    const Outcome outcome = Tally(rule, votes);
    EXPECT_EQ(outcome.verdict, rule.advice ? Verdict::kForAPerson : Verdict::kNoValidVotes);
    for (const Judgement& judgement : outcome.Judgements()) {
      EXPECT_FALSE(judgement.met);
      EXPECT_TRUE(judgement.criterion->whole != Whole::kPMembersVoting || judgement.distance == 1);
    }
  }
}

TEST(NoValidVotes, TakesPrecedenceOverACriterionThatFails) {
  Votes votes;
  votes.all_bodies = {.entitled = 9, .yes = 1, .no = 8};  // all of them O-members
  const Outcome outcome = Tally(Row(Kind::kDis), votes);
  EXPECT_EQ(outcome.verdict, Verdict::kNoValidVotes);
  ASSERT_THAT(outcome.Judgements(), SizeIs(2));
  EXPECT_FALSE(outcome.judgements[1].met);
}

Rule With(std::span<const Criterion> criteria) {
  Rule rule = Row(Kind::kDtr);
  rule.criteria = criteria;
  return rule;
}

TEST(NoCriteria, LeaveTheVerdictToAPerson) {
  const Outcome outcome = Tally(With({}), OfPMembers(9, 0));
  EXPECT_EQ(outcome.verdict, Verdict::kForAPerson);
  EXPECT_THAT(outcome.Judgements(), IsEmpty());
}

TEST(TooManyCriteria, LeaveTheVerdictToAPerson) {
  const std::vector<Criterion> criteria(kMostCriteria + 1, Majority());
  EXPECT_EQ(Tally(With(criteria), OfPMembers(9, 0)).verdict, Verdict::kForAPerson);
  EXPECT_EQ(Tally(With(std::span(criteria).first(kMostCriteria)), OfPMembers(9, 0)).verdict,
            Verdict::kApproved);
}

TEST(Judgements, PointToTheCriteriaOfTheRowInTheirOrder) {
  for (const Rule& rule : AllRules()) {
    if (rule.by_question) continue;
    const Outcome outcome = Tally(rule, OfPMembers(3, 1));
    ASSERT_THAT(outcome.Judgements(), SizeIs(rule.criteria.size()));
    for (std::size_t i = 0; i < rule.criteria.size(); ++i) {
      EXPECT_EQ(outcome.judgements[i].criterion, &rule.criteria[i]);
    }
  }
}

}  // namespace
}  // namespace placet::ballots::rules
