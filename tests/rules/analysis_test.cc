// How few votes turn a ballot, on ballots small enough to see it. What holds of all ballots is in
// property_test.cc.

#include "services/ballots/rules/analysis.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "sample_rules.h"
#include "services/ballots/rules/rules.h"

namespace placet::ballots::rules {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::Optional;
using ::testing::SizeIs;

using Casts = std::vector<Cast>;

Cast Body(Status status, std::optional<Answer> answer = std::nullopt) {
  return {.status = status, .full_member = true, .answer = answer, .has_reasons = true};
}

Cast Expert() {
  Cast cast = Body(Status::kP, Answer::kYes);
  cast.names_expert = true;
  return cast;
}

Cast Weighty(std::string_view body, std::optional<Answer> answer = std::nullopt) {
  Cast cast = Body(Status::kNeither, answer);
  cast.body = body;
  return cast;
}

Cast Reviewer(std::optional<Answer> answer, bool uses) {
  Cast cast = Body(Status::kP, answer);
  cast.uses = uses;
  return cast;
}

Casts Together(std::initializer_list<std::pair<int, Cast>> groups) {
  Casts casts;
  for (const auto& [count, cast] : groups) {
    casts.insert(casts.end(), static_cast<std::size_t>(count), cast);
  }
  return casts;
}

auto Sends(std::size_t body, Answer answer) {
  return AllOf(Field(&Change::body, body),
               Field(&Change::cast, Field(&Cast::answer, Optional(answer))));
}

std::vector<std::size_t> FromTo(std::size_t first, std::size_t last) {
  std::vector<std::size_t> bodies;
  for (std::size_t body = first; body <= last; ++body) bodies.push_back(body);
  return bodies;
}

// 8 of 12 P-members in favour, 4 of 16 bodies against: both bounds are reached exactly.
Casts DisAtBothBounds() {
  return Together({{8, Body(Status::kP, Answer::kYes)},
                   {4, Body(Status::kP, Answer::kNo)},
                   {4, Body(Status::kO, Answer::kYes)}});
}

TEST(Dis, AtItsBoundsFailsByOneVoteThatRemains) {
  Casts casts = DisAtBothBounds();
  casts.push_back(Body(Status::kP));
  casts.push_back(Body(Status::kO));
  const Analysis analysis = Analyze(samples::kDis, casts, Scope::kRemaining);
  EXPECT_EQ(analysis.outcome.verdict, Verdict::kApproved);
  EXPECT_THAT(analysis.verdict, Optional(ElementsAre(Sends(16, Answer::kNo))));
  EXPECT_THAT(analysis.pivotal, ElementsAre(16, 17));  // the O-member by the quarter alone
}

TEST(Dis, AsksForTheReasonsWithoutWhichANoDoesNotCount) {
  Casts casts = DisAtBothBounds();
  casts.push_back(Body(Status::kP));
  casts.back().has_reasons = false;
  const Analysis analysis = Analyze(samples::kDis, casts, Scope::kRemaining);
  ASSERT_THAT(analysis.verdict, Optional(SizeIs(1)));
  EXPECT_TRUE(analysis.verdict->front().cast.has_reasons);
}

TEST(Dis, AtItsBoundsFailsIfAnyYesIsTakenBackButNotByThoseThatVotedNo) {
  const Analysis analysis = Analyze(samples::kDis, DisAtBothBounds(), Scope::kChanged);
  EXPECT_THAT(analysis.verdict, Optional(SizeIs(1)));
  std::vector<std::size_t> in_favour = FromTo(0, 7);
  for (const std::size_t body : FromTo(12, 15)) in_favour.push_back(body);
  EXPECT_EQ(analysis.pivotal, in_favour);
}

TEST(Dis, TellsEachCriterionFromTheVerdict) {
  const Casts casts = Together({{9, Body(Status::kP, Answer::kYes)},
                                {3, Body(Status::kP, Answer::kNo)},
                                {2, Body(Status::kO, Answer::kNo)},
                                {2, Body(Status::kO)},
                                {1, Body(Status::kP)}});
  const Analysis analysis = Analyze(samples::kDis, casts, Scope::kRemaining);
  ASSERT_THAT(analysis.criteria, SizeIs(2));
  // 9 of 12 would still be 9 of 13: more than two thirds, whatever the last P-member says.
  EXPECT_EQ(analysis.criteria[0], std::nullopt);
  // 5 of 14 are against; 5 of 20 would do, but only 3 votes remain.
  EXPECT_FALSE(analysis.outcome.judgements[1].met);
  EXPECT_EQ(analysis.criteria[1], std::nullopt);
  EXPECT_TRUE(analysis.Decided());
}

TEST(Dis, ThatNobodyVotedOnIsApprovedByOnePMember) {
  const Casts casts = Together({{2, Body(Status::kO)}, {3, Body(Status::kP)}});
  const Analysis analysis = Analyze(samples::kDis, casts, Scope::kRemaining);
  EXPECT_EQ(analysis.outcome.verdict, Verdict::kNoValidVotes);
  EXPECT_THAT(analysis.verdict, Optional(ElementsAre(Sends(2, Answer::kYes))));
  EXPECT_THAT(analysis.pivotal, ElementsAre(2, 3, 4));
}

TEST(Dis, OfAllBodiesTakesMoreThanAQuarterOfThemToFail) {
  const Casts casts(170, Body(Status::kP, Answer::kYes));
  const Analysis analysis = Analyze(samples::kDis, casts, Scope::kChanged);
  EXPECT_THAT(analysis.criteria[0], Optional(SizeIs(57)));  // 113 of 170
  EXPECT_THAT(analysis.verdict, Optional(SizeIs(43)));      // 4 * 43 > 170
  EXPECT_EQ(analysis.verdict->back().body, 42u);            // the first bodies stand for all
  EXPECT_EQ(analysis.pivotal, FromTo(0, 169));
}

TEST(Np, LacksAnExpertThatOneWhoIsSilentMayName) {
  const Casts casts =
      Together({{3, Expert()}, {5, Body(Status::kP, Answer::kYes)}, {2, Body(Status::kP)}});
  const Analysis analysis = Analyze(samples::kNp, casts, Scope::kRemaining);
  EXPECT_EQ(analysis.outcome.verdict, Verdict::kNotApproved);
  EXPECT_EQ(analysis.criteria[0], std::nullopt);
  ASSERT_THAT(analysis.verdict, Optional(ElementsAre(Sends(8, Answer::kYes))));
  EXPECT_TRUE(analysis.verdict->front().cast.names_expert);
  EXPECT_THAT(analysis.pivotal, ElementsAre(8, 9));
}

TEST(Np, LacksAnExpertThatAnyOneInFavourMayAddIfVotesMayChange) {
  const Casts casts = Together({{3, Expert()},
                                {5, Body(Status::kP, Answer::kYes)},
                                {1, Body(Status::kP, Answer::kNo)},
                                {1, Body(Status::kO)}});
  const Analysis analysis = Analyze(samples::kNp, casts, Scope::kChanged);
  EXPECT_THAT(analysis.verdict, Optional(SizeIs(1)));
  EXPECT_EQ(analysis.pivotal, FromTo(3, 8));  // the no as well: as a yes with an expert
}

TEST(Np, AsksForNoExpertWhereThereAreEnough) {
  const Casts casts =
      Together({{4, Expert()}, {3, Body(Status::kP, Answer::kNo)}, {2, Body(Status::kP)}});
  const Analysis remaining = Analyze(samples::kNp, casts, Scope::kRemaining);
  ASSERT_THAT(remaining.verdict, Optional(SizeIs(2)));  // 6 of 9
  for (const Change& change : *remaining.verdict) EXPECT_FALSE(change.cast.names_expert);
  const Analysis changed = Analyze(samples::kNp, casts, Scope::kChanged);
  ASSERT_THAT(changed.verdict, Optional(ElementsAre(Sends(4, Answer::kYes))));  // 5 of 7
  EXPECT_FALSE(changed.verdict->front().cast.names_expert);
}

TEST(Np, OfMoreThanSixteenNeedsAFifthExpert) {
  const Casts small = Together({{4, Expert()}, {12, Body(Status::kP)}});
  EXPECT_EQ(Analyze(samples::kNp, small, Scope::kRemaining).outcome.verdict, Verdict::kApproved);
  const Casts large = Together({{4, Expert()}, {13, Body(Status::kP)}});
  const Analysis analysis = Analyze(samples::kNp, large, Scope::kRemaining);
  EXPECT_THAT(analysis.criteria[1], Optional(SizeIs(1)));
  EXPECT_THAT(analysis.verdict, Optional(SizeIs(1)));
}

TEST(Dtr, IsDecidedOnceTheRestCannotMakeAMajority) {
  Casts casts = Together({{6, Body(Status::kP, Answer::kYes)},
                          {4, Body(Status::kP, Answer::kNo)},
                          {1, Body(Status::kP)}});
  EXPECT_TRUE(Analyze(samples::kDtr, casts, Scope::kRemaining).Decided());
  casts.push_back(Body(Status::kP));  // a tie is no majority
  const Analysis analysis = Analyze(samples::kDtr, casts, Scope::kRemaining);
  EXPECT_THAT(analysis.verdict,
              Optional(ElementsAre(Sends(10, Answer::kNo), Sends(11, Answer::kNo))));
}

TEST(Assent, ThatOffersNoNoIsLostOnlyIfAllThatVotedAbstain) {
  const Rule rule = samples::Sample(Kind::kDtr, Electorate::kPMembers, samples::kAssent,
                                    samples::kAssentCriteria);
  const Casts casts = Together({{3, Body(Status::kP, Answer::kYes)}, {2, Body(Status::kP)}});
  EXPECT_TRUE(Analyze(rule, casts, Scope::kRemaining).Decided());
  const Analysis analysis = Analyze(rule, casts, Scope::kChanged);
  ASSERT_THAT(analysis.verdict, Optional(SizeIs(3)));
  EXPECT_EQ(WhatIf(rule, casts, *analysis.verdict).verdict, Verdict::kNoValidVotes);
  EXPECT_THAT(analysis.pivotal, ElementsAre(0, 1, 2));
}

TEST(Review, LosesItsProposalToATieAndGoesToTheOtherActionIfAVoteChanges) {
  const Casts casts = Together({{5, Reviewer(Answer::kConfirm, true)},
                                {4, Reviewer(Answer::kRevise, true)},
                                {1, Reviewer(std::nullopt, false)}});
  const Analysis remaining = Analyze(samples::kReview, casts, Scope::kRemaining);
  EXPECT_EQ(remaining.outcome.proposal, "confirm");
  ASSERT_THAT(remaining.verdict, Optional(ElementsAre(Sends(9, Answer::kRevise))));
  EXPECT_EQ(WhatIf(samples::kReview, casts, *remaining.verdict).proposal, "");
  EXPECT_THAT(remaining.criteria[2], std::nullopt);  // 5 of 10 would not be more than half

  const Analysis changed = Analyze(samples::kReview, casts, Scope::kChanged);
  EXPECT_THAT(changed.verdict, Optional(SizeIs(1)));
  EXPECT_THAT(changed.pivotal, ElementsAre(0, 1, 2, 3, 4, 9));
}

TEST(Review, IsForWithdrawalIfOneOfTwoUsersStopsUsing) {
  const Casts casts =
      Together({{2, Reviewer(Answer::kConfirm, true)}, {7, Reviewer(Answer::kConfirm, false)}});
  const Analysis analysis = Analyze(samples::kReview, casts, Scope::kChanged);
  ASSERT_THAT(analysis.verdict, Optional(ElementsAre(Sends(0, Answer::kConfirm))));
  EXPECT_FALSE(analysis.verdict->front().cast.uses);
  EXPECT_EQ(WhatIf(samples::kReview, casts, *analysis.verdict).proposal, "withdraw");
  EXPECT_THAT(analysis.pivotal, ElementsAre(0, 1));
}

TEST(Weights, DecideThatOneLargeBodyIsWorthSeveralSmallOnes) {
  const Casts casts = {Weighty("de", Answer::kYes),
                       Weighty("es", Answer::kYes),
                       Weighty("at", Answer::kYes),
                       Weighty("cy", Answer::kYes),
                       Weighty("mt"),
                       Weighty("nl"),
                       Weighty("be"),
                       Weighty("xx")};
  // 70 in favour: they bear 28 against, which are all that remain and 3 votes of 7.
  EXPECT_TRUE(Analyze(samples::kWeighted, casts, Scope::kRemaining).Decided());
  // 41 of 70 would be left without Germany; Austria and Cyprus together are not enough.
  const Analysis analysis = Analyze(samples::kWeighted, casts, Scope::kChanged);
  EXPECT_THAT(analysis.verdict, Optional(ElementsAre(Sends(0, Answer::kNo))));
  EXPECT_EQ(analysis.verdict->front().cast.body, "de");
  EXPECT_THAT(analysis.pivotal, ElementsAre(0, 1));
}

TEST(Withdrawal, IsStoppedByOneObjectionAndSavedByNothingThatRemains) {
  Casts casts = Together({{5, Body(Status::kP, Answer::kYes)}, {1, Body(Status::kP)}});
  EXPECT_THAT(Analyze(samples::kWithdrawal, casts, Scope::kRemaining).verdict,
              Optional(ElementsAre(Sends(5, Answer::kNo))));
  casts[0].answer = casts[1].answer = Answer::kNo;
  EXPECT_TRUE(Analyze(samples::kWithdrawal, casts, Scope::kRemaining).Decided());
  EXPECT_THAT(Analyze(samples::kWithdrawal, casts, Scope::kChanged).pivotal, ElementsAre(0, 1));
}

TEST(Advice, TurnsItsProposal) {
  const Rule rule = samples::Advising(samples::kDtr);
  const Casts casts = Together({{2, Body(Status::kP, Answer::kYes)}, {2, Body(Status::kP)}});
  const Analysis analysis = Analyze(rule, casts, Scope::kRemaining);
  EXPECT_EQ(analysis.outcome.proposal, "proceed");
  ASSERT_THAT(analysis.verdict, Optional(SizeIs(2)));
  EXPECT_EQ(WhatIf(rule, casts, *analysis.verdict).proposal, "discuss");
}

TEST(Nothing, IsLeftToTurnOnceAllHaveVoted) {
  const Analysis analysis = Analyze(samples::kDis, DisAtBothBounds(), Scope::kRemaining);
  EXPECT_TRUE(analysis.Decided());
  EXPECT_THAT(analysis.criteria, ElementsAre(std::nullopt, std::nullopt));
  EXPECT_THAT(analysis.pivotal, IsEmpty());
}

TEST(Nothing, IsTurnedByBodiesWithoutAVote) {
  Casts casts = Together({{1, Body(Status::kP, Answer::kYes)}, {3, Body(Status::kO)}});
  EXPECT_TRUE(Analyze(samples::kDtr, casts, Scope::kRemaining).Decided());
  casts.push_back(Body(Status::kP));
  casts.back().full_member = false;
  EXPECT_TRUE(Analyze(samples::kDtr, casts, Scope::kRemaining).Decided());
}

TEST(Nothing, IsTurnedWhereNoCriterionDecides) {
  const Casts casts(5, Body(Status::kP));
  const Rule rule = samples::Sample(Kind::kCib, Electorate::kPMembers, samples::kPlain, {});
  EXPECT_TRUE(Analyze(rule, casts, Scope::kChanged).Decided());
  const std::vector<Criterion> too_many(kMostCriteria + 1, samples::kMajorityP);
  const Rule unruly = samples::Sample(Kind::kCib, Electorate::kPMembers, samples::kPlain, too_many);
  EXPECT_TRUE(Analyze(unruly, casts, Scope::kChanged).Decided());
  EXPECT_TRUE(Analyze(samples::kDis, {}, Scope::kChanged).Decided());
}

TEST(WhatIf, TakesTheLaterOfTwoChangesOfABody) {
  const Casts casts(1, Body(Status::kP));
  const std::vector<Change> changes = {{0, Body(Status::kP, Answer::kYes)},
                                       {0, Body(Status::kP, Answer::kNo)}};
  EXPECT_EQ(WhatIf(samples::kDtr, casts, changes).verdict, Verdict::kNotApproved);
  EXPECT_EQ(WhatIf(samples::kDtr, casts, {}).verdict, Verdict::kNoValidVotes);
}

}  // namespace
}  // namespace placet::ballots::rules
