// The arithmetic at every boundary, against fractions compared in another way and against search.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <optional>
#include <random>
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
  Votes votes;
  Add(votes, Status::kP, Answer::kYes, false, true);
  Add(votes, Status::kP, Answer::kYesWithComments, true, true);
  EXPECT_EQ(votes.expert_bodies, 2);
  Add(votes, Status::kP, Answer::kYes, false, false);
  Add(votes, Status::kP, Answer::kNo, true, true);
  Add(votes, Status::kP, Answer::kAbstain, false, true);
  Add(votes, Status::kP, std::nullopt, false, true);
  Add(votes, Status::kO, Answer::kYes, false, true);
  Add(votes, Status::kNeither, Answer::kYes, false, true);
  EXPECT_EQ(votes.expert_bodies, 2);
}

TEST(Experts, AreMoreOnceASeventeenthPMemberJoinsThoughItVotesYes) {
  Votes votes;
  for (int i = 0; i < 16; ++i) Add(votes, Status::kP, Answer::kYes, false, i < 4);
  EXPECT_EQ(Tally(Row(Kind::kNp), votes).verdict, Verdict::kApproved);
  Add(votes, Status::kP, Answer::kYes, false, false);
  EXPECT_EQ(Tally(Row(Kind::kNp), votes).verdict, Verdict::kNotApproved);
}

TEST(Add, CountsEachAnswerInItsOwnCounter) {
  Votes votes;
  Add(votes, Status::kP, Answer::kYes, false, false);
  Add(votes, Status::kP, Answer::kYesWithComments, true, false);
  Add(votes, Status::kP, Answer::kNo, true, false);
  Add(votes, Status::kP, Answer::kNo, false, false);
  Add(votes, Status::kP, Answer::kAbstain, true, false);
  Add(votes, Status::kP, std::nullopt, false, false);
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

TEST(Add, KeepsBodiesThatAreNoPMembersOutOfTheirCounts) {
  Votes votes;
  Add(votes, Status::kO, Answer::kYes, false, false);
  Add(votes, Status::kNeither, Answer::kNo, true, false);
  EXPECT_TRUE(votes.p_members == Counts{});
  EXPECT_TRUE(votes.all_bodies == (Counts{.entitled = 2, .yes = 1, .no = 1}));
}

TEST(NoValidVotes, IsTheVerdictWhereNobodyVotedYesOrNo) {
  Votes votes;
  for (int i = 0; i < 5; ++i) Add(votes, Status::kP, Answer::kAbstain, false, false);
  for (int i = 0; i < 4; ++i) Add(votes, Status::kO, Answer::kAbstain, false, false);
  Add(votes, Status::kP, Answer::kNo, false, false);
  for (const Rule& rule : AllRules()) {
    const Outcome outcome = Tally(rule, votes);
    EXPECT_EQ(outcome.verdict, Verdict::kNoValidVotes) << KindName(rule.kind);
    for (const Judgement& judgement : outcome.Judgements()) EXPECT_FALSE(judgement.met);
    EXPECT_EQ(outcome.judgements[0].distance, 1);
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

TEST(NoCriteria, LeaveTheVerdictToAPerson) {
  const Outcome outcome = Tally(std::span<const Criterion>{}, OfPMembers(9, 0));
  EXPECT_EQ(outcome.verdict, Verdict::kForAPerson);
  EXPECT_THAT(outcome.Judgements(), IsEmpty());
}

TEST(TooManyCriteria, LeaveTheVerdictToAPerson) {
  const std::vector<Criterion> criteria(kMostCriteria + 1, Majority());
  EXPECT_EQ(Tally(criteria, OfPMembers(9, 0)).verdict, Verdict::kForAPerson);
  EXPECT_EQ(Tally(std::span(criteria).first(kMostCriteria), OfPMembers(9, 0)).verdict,
            Verdict::kApproved);
}

TEST(Judgements, PointToTheCriteriaOfTheRowInTheirOrder) {
  for (const Rule& rule : AllRules()) {
    const Outcome outcome = Tally(rule, OfPMembers(3, 1));
    ASSERT_THAT(outcome.Judgements(), SizeIs(rule.criteria.size()));
    for (std::size_t i = 0; i < rule.criteria.size(); ++i) {
      EXPECT_EQ(outcome.judgements[i].criterion, &rule.criteria[i]);
    }
  }
}

// Properties, on many made-up committees. The seeds are fixed: a failure can be repeated.

struct Body {
  Status status;
  std::optional<Answer> answer;
  bool has_reasons;
  bool names_expert;
};

Votes Counted(const std::vector<Body>& bodies) {
  Votes votes;
  for (const Body& body : bodies) {
    Add(votes, body.status, body.answer, body.has_reasons, body.names_expert);
  }
  return votes;
}

Votes CountedWith(std::vector<Body> bodies, Answer answer, bool has_reasons) {
  bodies.back().answer = answer;
  bodies.back().has_reasons = has_reasons;
  return Counted(bodies);
}

// The last body is entitled and has not voted: what it does is what a test is about. It does not
// join with its vote, because a larger committee may need more experts.
std::vector<Body> MadeUpCommittee(const Rule& rule, std::mt19937& random) {
  const auto below = [&](int bound) {
    return static_cast<int>(random() % static_cast<unsigned>(bound));
  };
  const bool all_vote = rule.electorate == Electorate::kAllBodies;
  std::vector<Body> bodies;
  const int size = 1 + below(30);
  const int yes_in_ten = below(11);
  for (int i = 0; i < size; ++i) {
    Body body{.status = all_vote ? static_cast<Status>(below(3)) : Status::kP,
              .answer = std::nullopt,
              .has_reasons = below(5) != 0,
              .names_expert = below(2) == 0};
    if (i + 1 < size && below(8) != 0) {
      body.answer = below(10) < yes_in_ten ? Answer::kYes : static_cast<Answer>(1 + below(3));
    }
    bodies.push_back(body);
  }
  return bodies;
}

bool Approved(const Rule& rule, const Votes& votes) {
  return Tally(rule, votes).verdict == Verdict::kApproved;
}

// No criterion that was met is not any more; none that was not is farther from its bound. Of the
// verdicts only "approved" is better than the rest: a no turns "nobody voted" into "not approved".
void ExpectNoWorse(const Rule& rule, const Votes& before, const Votes& after) {
  EXPECT_LE(Approved(rule, before), Approved(rule, after));
  const Outcome old_outcome = Tally(rule, before);
  const Outcome new_outcome = Tally(rule, after);
  for (int i = 0; i < old_outcome.size; ++i) {
    const Judgement& was = old_outcome.judgements[i];
    const Judgement& is = new_outcome.judgements[i];
    ASSERT_LE(was.met, is.met);
    if (was.met) {
      ASSERT_GE(is.distance, was.distance);
    }
    if (!is.met) {
      ASSERT_LE(is.distance, was.distance);
    }
  }
}

void ExpectSameJudgements(const Rule& rule, const Votes& one, const Votes& other) {
  const Outcome a = Tally(rule, one);
  const Outcome b = Tally(rule, other);
  ASSERT_EQ(a.verdict, b.verdict);
  ASSERT_EQ(a.size, b.size);
  for (int i = 0; i < a.size; ++i) {
    ASSERT_EQ(a.judgements[i].numerator, b.judgements[i].numerator);
    ASSERT_EQ(a.judgements[i].denominator, b.judgements[i].denominator);
    ASSERT_EQ(a.judgements[i].met, b.judgements[i].met);
    ASSERT_EQ(a.judgements[i].distance, b.judgements[i].distance);
  }
}

template <class Check>
void OnMadeUpCommittees(unsigned seed, Check check) {
  std::mt19937 random(seed);
  for (const Rule& rule : AllRules()) {
    for (int i = 0; i < 2000; ++i) {
      check(rule, MadeUpCommittee(rule, random), random);
      if (::testing::Test::HasFailure()) {
        FAIL() << rule.edition << " " << KindName(rule.kind) << ", committee " << i;
      }
    }
  }
}

TEST(Property, AYesMoreNeverHurts) {
  OnMadeUpCommittees(1, [](const Rule& rule, const std::vector<Body>& bodies, std::mt19937&) {
    ExpectNoWorse(rule, Counted(bodies), CountedWith(bodies, Answer::kYes, false));
    ExpectNoWorse(rule, Counted(bodies), CountedWith(bodies, Answer::kYesWithComments, true));
  });
}

TEST(Property, ANoMoreNeverHelps) {
  OnMadeUpCommittees(2, [](const Rule& rule, const std::vector<Body>& bodies, std::mt19937&) {
    ExpectNoWorse(rule, CountedWith(bodies, Answer::kNo, true), Counted(bodies));
  });
}

TEST(Property, TheOrderOfVotesDoesNotMatter) {
  OnMadeUpCommittees(3, [](const Rule&, std::vector<Body> bodies, std::mt19937& random) {
    const Votes in_order = Counted(bodies);
    std::shuffle(bodies.begin(), bodies.end(), random);
    EXPECT_TRUE(Counted(bodies) == in_order);
  });
}

TEST(Property, AnAbstentionChangesNothingButItsOwnCounter) {
  OnMadeUpCommittees(4, [](const Rule& rule, const std::vector<Body>& bodies, std::mt19937&) {
    Votes expected = Counted(bodies);
    const Votes abstained = CountedWith(bodies, Answer::kAbstain, true);
    ExpectSameJudgements(rule, expected, abstained);
    const bool p_member = bodies.back().status == Status::kP;
    for (Counts* counts : {&expected.all_bodies, p_member ? &expected.p_members : nullptr}) {
      if (counts == nullptr) continue;
      --counts->not_voting;
      ++counts->abstain;
    }
    EXPECT_TRUE(abstained == expected);
  });
}

TEST(Property, ANoWithoutReasonsChangesNothingButItsOwnCounter) {
  OnMadeUpCommittees(5, [](const Rule& rule, const std::vector<Body>& bodies, std::mt19937&) {
    Votes expected = Counted(bodies);
    const Votes unreasoned = CountedWith(bodies, Answer::kNo, false);
    ExpectSameJudgements(rule, expected, unreasoned);
    const bool p_member = bodies.back().status == Status::kP;
    for (Counts* counts : {&expected.all_bodies, p_member ? &expected.p_members : nullptr}) {
      if (counts == nullptr) continue;
      --counts->not_voting;
      ++counts->no_without_reasons;
    }
    EXPECT_TRUE(unreasoned == expected);
  });
}

TEST(Property, EveryBodyIsInExactlyOneCounter) {
  OnMadeUpCommittees(6, [](const Rule&, const std::vector<Body>& bodies, std::mt19937&) {
    const Votes votes = Counted(bodies);
    EXPECT_EQ(votes.all_bodies.entitled, static_cast<int>(bodies.size()));
    for (const Counts& counts : {votes.p_members, votes.all_bodies}) {
      EXPECT_EQ(counts.entitled, counts.yes + counts.no + counts.no_without_reasons +
                                     counts.abstain + counts.not_voting);
      EXPECT_LE(counts.yes_with_comments, counts.yes);
    }
  });
}

}  // namespace
}  // namespace placet::ballots::rules
