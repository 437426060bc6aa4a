// Kinds with arithmetic of their own, each with a worked example.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <initializer_list>
#include <string_view>

#include "services/ballots/rules/rules.h"

namespace placet::ballots::rules {
namespace {

using ::testing::SizeIs;

const Rule& Row(Kind kind, std::string_view edition = "ISO-2022") {
  return *FindRule(kind, edition);
}

void Add(Votes& votes, const Rule& rule, int bodies, Cast cast) {
  cast.full_member = true;
  for (int i = 0; i < bodies; ++i) Add(votes, rule, cast);
}

// A new committee: two thirds of all, five that take part, and a statement for yes and no.

constexpr Cast kWilling = {.answer = Answer::kYes, .has_reasons = true, .takes_part = true};
constexpr Cast kFavourable = {.answer = Answer::kYes, .has_reasons = true};
constexpr Cast kAgainst = {.answer = Answer::kNo, .has_reasons = true};

TEST(NewCommittee, NeedsTwoThirdsAndFiveThatTakePart) {
  const Rule& rule = Row(Kind::kNewCommittee);
  Votes votes;
  Add(votes, rule, 5, kWilling);
  Add(votes, rule, 15, kFavourable);
  Add(votes, rule, 10, kAgainst);
  EXPECT_EQ(Tally(rule, votes).verdict, Verdict::kApproved);
  Add(votes, rule, 1, kAgainst);
  EXPECT_EQ(Tally(rule, votes).verdict, Verdict::kNotApproved);
}

TEST(NewCommittee, FailsWithFourThatTakePart) {
  const Rule& rule = Row(Kind::kNewCommittee);
  Votes votes;
  Add(votes, rule, 4, kWilling);
  Add(votes, rule, 30, kFavourable);
  const Outcome outcome = Tally(rule, votes);
  EXPECT_EQ(outcome.verdict, Verdict::kNotApproved);
  EXPECT_TRUE(outcome.judgements[0].met);
  EXPECT_FALSE(outcome.judgements[1].met);
  EXPECT_EQ(outcome.judgements[1].distance, 1);
}

TEST(NewCommittee, CountsNeitherAYesNorANoWithoutItsStatement) {
  const Rule& rule = Row(Kind::kNewCommittee);
  Votes votes;
  Add(votes, rule, 5, kWilling);
  Add(votes, rule, 10, {.answer = Answer::kYes, .takes_part = true});
  Add(votes, rule, 3, {.answer = Answer::kNo});
  Add(votes, rule, 2, kAgainst);
  EXPECT_EQ(votes.participants, 5);
  EXPECT_EQ(votes.all_bodies.yes, 5);
  EXPECT_EQ(votes.all_bodies.yes_without_reasons, 10);
  EXPECT_EQ(votes.all_bodies.no, 2);
  EXPECT_EQ(votes.all_bodies.no_without_reasons, 3);
  EXPECT_EQ(Tally(rule, votes).verdict, Verdict::kApproved);
  Add(votes, rule, 1, kAgainst);  // 5 of 8
  EXPECT_EQ(Tally(rule, votes).verdict, Verdict::kNotApproved);
}

TEST(ProjectCommittee, NeedsFiveThatApproveAndNameExpertsOfAnyStatus) {
  const Rule& rule = Row(Kind::kProjectCommittee);
  Votes votes;
  Add(votes, rule, 4, {.answer = Answer::kYes, .names_expert = true});
  Add(votes, rule, 1, {.answer = Answer::kAbstain, .names_expert = true});
  Add(votes, rule, 1, {.answer = Answer::kNo, .has_reasons = true, .names_expert = true});
  EXPECT_EQ(Tally(rule, votes).verdict, Verdict::kNotApproved);
  Add(votes, rule, 1, {.status = Status::kO, .answer = Answer::kYes, .names_expert = true});
  EXPECT_EQ(Tally(rule, votes).verdict, Verdict::kApproved);
}

TEST(NewSubcommittee, NeedsTwoThirdsOfThePMembersAndFiveWilling) {
  const Rule& rule = Row(Kind::kNewSubcommittee);
  Votes votes;
  Add(votes, rule, 5, {.status = Status::kP, .answer = Answer::kYes, .takes_part = true});
  Add(votes, rule, 9, {.status = Status::kO, .answer = Answer::kNo});  // has no vote
  EXPECT_EQ(Tally(rule, votes).verdict, Verdict::kApproved);
  Add(votes, rule, 3, {.status = Status::kP, .answer = Answer::kNo});
  EXPECT_EQ(Tally(rule, votes).verdict, Verdict::kNotApproved);
}

TEST(OldNp, NeedsAMajorityAndFiveParticipants) {
  const Rule& rule = Row(Kind::kNp, "ISO-2004");
  Votes votes;
  Add(votes, rule, 5, {.status = Status::kP, .answer = Answer::kYes, .takes_part = true});
  Add(votes, rule, 4, {.status = Status::kP, .answer = Answer::kNo});
  EXPECT_EQ(Tally(rule, votes).verdict, Verdict::kApproved);
  Add(votes, rule, 1, {.status = Status::kP, .answer = Answer::kNo});
  EXPECT_EQ(Tally(rule, votes).verdict, Verdict::kNotApproved);
}

// A committee draft by vote: advice.

TEST(CommitteeDraft, IsDecidedByTheChairWithTwoThirdsAsAdvice) {
  for (const std::string_view edition : {"ISO-2020", "JTC1-2023"}) {
    const Rule& rule = Row(Kind::kCd, edition);
    Votes votes;
    Add(votes, rule, 8, {.status = Status::kP, .answer = Answer::kYes});
    Add(votes, rule, 4, {.status = Status::kP, .answer = Answer::kNo, .has_reasons = true});
    EXPECT_EQ(Tally(rule, votes).verdict, Verdict::kForAPerson);
    EXPECT_EQ(Tally(rule, votes).proposal, "proceed");
    Add(votes, rule, 1, {.status = Status::kP, .answer = Answer::kNo, .has_reasons = true});
    EXPECT_EQ(Tally(rule, votes).verdict, Verdict::kForAPerson);
    EXPECT_EQ(Tally(rule, votes).proposal, "discuss");
  }
}

// A standard of a recognized body: without a committee only the quarter is left.

TEST(FastTrackFdis, WithoutACommitteeIsDecidedByTheQuarterAlone) {
  const Rule& rule = Row(Kind::kFastTrackFdis);
  Votes votes;
  Add(votes, rule, 3, {.answer = Answer::kYes});
  Add(votes, rule, 1, {.answer = Answer::kNo, .has_reasons = true});
  const Outcome outcome = Tally(rule, votes);
  EXPECT_EQ(outcome.verdict, Verdict::kApproved);
  ASSERT_THAT(outcome.Judgements(), SizeIs(1));
  EXPECT_EQ(outcome.judgements[0].criterion->part, Part::kNo);
  Add(votes, rule, 1, {.answer = Answer::kNo, .has_reasons = true});
  EXPECT_EQ(Tally(rule, votes).verdict, Verdict::kNotApproved);
}

TEST(FastTrackFdis, WithACommitteeNeedsItsPMembersToo) {
  const Rule& rule = Row(Kind::kFastTrackFdis);
  Votes votes;
  Add(votes, rule, 9, {.answer = Answer::kYes});
  Add(votes, rule, 1, {.status = Status::kP, .answer = Answer::kYes});
  Add(votes, rule, 1, {.status = Status::kP, .answer = Answer::kNo, .has_reasons = true});
  EXPECT_EQ(Tally(rule, votes).verdict, Verdict::kNotApproved);
  EXPECT_THAT(Tally(rule, votes).Judgements(), SizeIs(2));
}

TEST(Guide, IsApprovedUnlessMoreThanAQuarterIsAgainst) {
  const Rule& rule = Row(Kind::kGuide);
  Votes votes;
  Add(votes, rule, 12, {.answer = Answer::kYes});
  Add(votes, rule, 4, {.status = Status::kP, .answer = Answer::kNo});
  EXPECT_EQ(Tally(rule, votes).verdict, Verdict::kApproved);
  Add(votes, rule, 1, {.answer = Answer::kNo});
  EXPECT_EQ(Tally(rule, votes).verdict, Verdict::kNotApproved);
}

// Withdrawal: no count, but the first objection goes to people.

TEST(Withdrawal, IsApprovedInSilenceAndForPeopleAtTheFirstObjection) {
  const Rule& rule = Row(Kind::kWithdrawal);
  Votes votes;
  Add(votes, rule, 4, {.status = Status::kP});
  EXPECT_EQ(Tally(rule, votes).verdict, Verdict::kApproved);
  Add(votes, rule, 40, {.answer = Answer::kYes});
  Add(votes, rule, 9, {.status = Status::kP, .answer = Answer::kAbstain});
  EXPECT_EQ(Tally(rule, votes).verdict, Verdict::kApproved);
  Add(votes, rule, 1, {.answer = Answer::kNo, .has_reasons = true});
  const Outcome outcome = Tally(rule, votes);
  EXPECT_EQ(outcome.verdict, Verdict::kForAPerson);
  EXPECT_EQ(outcome.judgements[0].numerator, 1);
  EXPECT_EQ(outcome.judgements[0].distance, 1);
}

// Reviews.

Votes Review(int confirm, int revise, int withdraw, int users) {
  const Rule& rule = Row(Kind::kReview);
  Votes votes;
  Add(votes, rule, confirm, {.status = Status::kP, .answer = Answer::kConfirm});
  Add(votes, rule, revise, {.status = Status::kP, .answer = Answer::kRevise, .has_reasons = true});
  Add(votes, rule, withdraw,
      {.status = Status::kP, .answer = Answer::kWithdraw, .has_reasons = true});
  // Users are counted among all that reply, whatever they reply.
  Add(votes, rule, users, {.answer = Answer::kAbstain, .uses = true});
  return votes;
}

std::string_view Proposal(const Votes& votes) {
  const Outcome outcome = Tally(Row(Kind::kReview), votes);
  EXPECT_EQ(outcome.verdict, Verdict::kForAPerson);
  return outcome.proposal;
}

TEST(Review, ProposesTheActionWithAMajorityOfThePMembers) {
  EXPECT_EQ(Proposal(Review(11, 9, 1, 5)), "confirm");
  EXPECT_EQ(Proposal(Review(9, 11, 1, 5)), "revise");
  EXPECT_EQ(Proposal(Review(4, 5, 10, 5)), "withdraw");
}

TEST(Review, ProposesNothingWithoutAMajority) {
  EXPECT_EQ(Proposal(Review(10, 10, 0, 5)), "");
  EXPECT_EQ(Proposal(Review(9, 6, 5, 5)), "");  // a plurality is not enough
}

TEST(Review, ProposesWithdrawalWhereFewerThanFiveCountriesUseIt) {
  EXPECT_EQ(Proposal(Review(20, 1, 0, 4)), "withdraw");
  EXPECT_EQ(Proposal(Review(20, 1, 0, 5)), "confirm");
}

TEST(Review, LeavesOMembersOutOfTheMajorities) {
  Votes votes = Review(2, 1, 0, 5);
  Add(votes, Row(Kind::kReview), 50,
      {.status = Status::kO, .answer = Answer::kRevise, .has_reasons = true});
  EXPECT_EQ(Proposal(votes), "confirm");
}

TEST(Review, HasNoValidVotesWhereAllPMembersAbstain) {
  EXPECT_EQ(Tally(Row(Kind::kReview), Review(0, 0, 0, 9)).verdict, Verdict::kNoValidVotes);
}

// CEN: 32 members of 401 together. 71 % of 401 are 284.71: 285 are enough, 284 are not.

Votes OfCen(std::initializer_list<std::string_view> against,
            std::initializer_list<std::string_view> abstaining = {}) {
  const Rule& rule = Row(Kind::kDis, "CEN-2013");
  const auto is_in = [](std::initializer_list<std::string_view> list, std::string_view body) {
    return std::find(list.begin(), list.end(), body) != list.end();
  };
  Votes votes;
  for (const Weight& weight : rule.weights) {
    const Answer answer = is_in(against, weight.body)      ? Answer::kNo
                          : is_in(abstaining, weight.body) ? Answer::kAbstain
                                                           : Answer::kYes;
    Add(votes, rule, 1, {.answer = answer, .has_reasons = true, .body = weight.body});
  }
  return votes;
}

TEST(Cen, WeighsItsMembers) {
  const Rule& rule = Row(Kind::kDis, "CEN-2013");
  EXPECT_THAT(rule.weights, SizeIs(32));
  const Votes votes = OfCen({});
  EXPECT_EQ(votes.weight_yes, 401);
  EXPECT_EQ(votes.all_bodies.yes, 32);
  EXPECT_EQ(WeightOf(rule, "gr"), 12);
  EXPECT_EQ(WeightOf(rule, "gb"), 29);
  EXPECT_EQ(WeightOf(rule, "us"), 0);
}

TEST(Cen, IsStoppedByFourLargeMembersAndOneSmallOne) {
  const Rule& rule = Row(Kind::kDis, "CEN-2013");
  const Votes four = OfCen({"de", "fr", "gb", "it"});  // 285 of 401
  EXPECT_EQ(four.weight_yes, 285);
  EXPECT_EQ(Tally(rule, four).verdict, Verdict::kApproved);
  EXPECT_EQ(Tally(rule, four).judgements[1].distance, 0);

  const Votes five = OfCen({"de", "fr", "gb", "it", "mt"});  // 282 of 401
  EXPECT_EQ(Tally(rule, five).verdict, Verdict::kNotApproved);
  EXPECT_TRUE(Tally(rule, five).judgements[0].met);  // 27 members of 32
  EXPECT_FALSE(Tally(rule, five).judgements[1].met);
}

TEST(Cen, LeavesAbstentionsOutOfTheWeights) {
  const Rule& rule = Row(Kind::kDis, "CEN-2013");
  const Votes votes = OfCen({"de", "fr", "gb", "it"}, {"tr"});  // 256 of 372: 68.8 %
  EXPECT_EQ(votes.weight_yes, 256);
  EXPECT_EQ(votes.weight_no, 116);
  EXPECT_EQ(Tally(rule, votes).verdict, Verdict::kNotApproved);
}

TEST(Cen, NeedsAMajorityOfItsMembersTooHoweverLittleTheyWeigh) {
  const Rule& rule = Row(Kind::kDis, "CEN-2013");
  const Votes votes = OfCen({"cy", "ee", "lu", "lv", "si", "is", "mt", "dk", "fi", "hr", "ie", "lt",
                             "no", "sk", "at", "bg"});  // 16 of 32 members, 95 of 401
  EXPECT_EQ(votes.weight_no, 95);
  EXPECT_TRUE(Tally(rule, votes).judgements[1].met);
  EXPECT_FALSE(Tally(rule, votes).judgements[0].met);
  EXPECT_EQ(Tally(rule, votes).verdict, Verdict::kNotApproved);
}

// Questions of a ballot's own are judged one by one, by what each chose.

TEST(Cib, IsJudgedByTheCriterionThatAQuestionChose) {
  Votes votes;
  votes.p_members = {.entitled = 5, .yes = 3, .no = 2};
  EXPECT_TRUE(Judge(*FreeCriterion("majority-p"), votes).met);
  EXPECT_FALSE(Judge(*FreeCriterion("two-thirds-p"), votes).met);
}

TEST(Cib, AndAllMembersAndConsultationsAreForAPersonAsAWhole) {
  for (const Kind kind :
       {Kind::kCib, Kind::kAllMembers, Kind::kWgConsultation, Kind::kCdConsultation}) {
    EXPECT_EQ(Tally(Row(kind), {}).verdict, Verdict::kForAPerson);
  }
}

}  // namespace
}  // namespace placet::ballots::rules
