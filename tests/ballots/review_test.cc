// Ballots in which the criteria propose: systematic reviews, withdrawals, new committees.
#include "absl/strings/str_cat.h"
#include "tests/ballots/moves.h"

namespace placet::ballots {
namespace {

pb::Vote VoteOf(pb::Answer answer, const std::string& text = "because") {
  pb::Vote vote;
  vote.set_answer(answer);
  vote.set_text(text);
  return vote;
}

pb::Vote With(pb::Vote vote, const std::string& question, const std::string& choice) {
  vote.add_answers()->set_question(question);
  vote.mutable_answers(vote.answers_size() - 1)->set_choice(choice);
  return vote;
}

// --- Systematic reviews: P-members de, fr, jp, us; se is O-member, br neither.

class Review : public ::testing::Test {
 protected:
  void Cast(const std::string& member, pb::Answer answer, bool uses = true) const {
    const pb::Vote vote = VoteOf(answer);
    EXPECT_THAT(Send(world_, ballot_, member, uses ? With(vote, "used", "yes") : vote), IsOk());
  }
  // O-members and others make the five countries.
  void BeUsedWidely() const {
    for (const char* member : {"se", "br"}) Cast(member, pb::ANSWER_CONFIRM);
  }
  pb::Tally Closed() const {
    EXPECT_THAT(world_.Close(ballot_), IsOk());
    return world_.GetResult(ballot_)->tally();
  }

  World world_;
  const std::string ballot_ = Begun(world_, pb::BALLOT_KIND_SYSTEMATIC_REVIEW);
};

TEST_F(Review, ProposesToConfirmByMajorityAndFiveCountries) {
  BeUsedWidely();
  for (const char* member : {"de", "fr", "jp"}) Cast(member, pb::ANSWER_CONFIRM);
  Cast("us", pb::ANSWER_WITHDRAW, false);
  const pb::Tally tally = Closed();
  EXPECT_EQ(tally.proposal(), "confirm");
  EXPECT_EQ(tally.verdict(), pb::VERDICT_FOR_A_PERSON);
  EXPECT_EQ(tally.p_members().confirm(), 3);
  EXPECT_EQ(tally.p_members().withdraw(), 1);
  EXPECT_EQ(tally.all_bodies().confirm(), 5);
  EXPECT_EQ(tally.criteria(0).id(), "used-widely");
  EXPECT_EQ(tally.criteria(0).numerator(), 5);
  EXPECT_EQ(tally.criteria(1).numerator(), 3);
  EXPECT_EQ(tally.criteria(1).denominator(), 4);
  EXPECT_EQ(tally.criteria(1).formula(), "2 * confirm > (confirm + revise + withdraw)");
}

TEST_F(Review, ProposesToReviseByMajority) {
  BeUsedWidely();
  for (const char* member : {"de", "fr", "jp"}) Cast(member, pb::ANSWER_REVISE);
  EXPECT_EQ(Closed().proposal(), "revise");
}

TEST_F(Review, ProposesToWithdrawWhereTooFewCountriesUseIt) {
  for (const char* member : {"de", "fr", "jp", "us"}) Cast(member, pb::ANSWER_CONFIRM);
  const pb::Tally tally = Closed();
  EXPECT_EQ(tally.proposal(), "withdraw");
  EXPECT_FALSE(tally.criteria(0).met());
  EXPECT_EQ(tally.criteria(0).distance(), 1);
}

TEST_F(Review, ProposesToWithdrawByMajority) {
  BeUsedWidely();
  for (const char* member : {"de", "fr", "jp"}) Cast(member, pb::ANSWER_WITHDRAW);
  EXPECT_EQ(Closed().proposal(), "withdraw");
}

TEST_F(Review, ProposesNothingWithoutAMajority) {
  BeUsedWidely();
  for (const char* member : {"de", "fr"}) Cast(member, pb::ANSWER_CONFIRM);
  for (const char* member : {"jp", "us"}) Cast(member, pb::ANSWER_REVISE);
  const pb::Tally tally = Closed();
  EXPECT_EQ(tally.proposal(), "");
  EXPECT_EQ(tally.verdict(), pb::VERDICT_FOR_A_PERSON);
}

TEST_F(Review, CountsNobodyThatAbstainsButItsCountry) {
  BeUsedWidely();
  Cast("de", pb::ANSWER_CONFIRM);
  Cast("fr", pb::ANSWER_CONFIRM);
  const pb::Vote vote = With(VoteOf(pb::ANSWER_ABSTAIN, ""), "abstain-reason", "consensus");
  EXPECT_THAT(Send(world_, ballot_, "jp", With(vote, "adopted", "yes")), IsOk());
  const pb::Tally tally = Closed();
  EXPECT_EQ(tally.criteria(0).numerator(), 5);
  EXPECT_EQ(tally.criteria(1).denominator(), 2);
  EXPECT_EQ(tally.left_out(0).reason(), pb::LEFT_OUT_REASON_ABSTAINED);
  EXPECT_EQ(tally.proposal(), "confirm");
}

TEST_F(Review, AsksTheReasonOfAnAbstentionOfNobodyElse) {
  const pb::Vote vote = With(VoteOf(pb::ANSWER_CONFIRM), "abstain-reason", "consensus");
  EXPECT_THAT(Send(world_, ballot_, "de", vote), HasField("vote.answers[0].question"));
  // Conditions look at other answers, too.
  const pb::Vote identical = With(VoteOf(pb::ANSWER_CONFIRM), "identical", "identical");
  EXPECT_THAT(Send(world_, ballot_, "de", identical), HasField("vote.answers[0].question"));
  EXPECT_THAT(Send(world_, ballot_, "de", With(identical, "adopted", "yes")), IsOk());
}

TEST_F(Review, NeedsReasonsToReviseOrWithdraw) {
  for (pb::Answer answer : {pb::ANSWER_REVISE, pb::ANSWER_WITHDRAW}) {
    EXPECT_THAT(world_.Cast(ballot_, "de", answer), HasReason("TEXT_MISSING"));
  }
  EXPECT_THAT(world_.Cast(ballot_, "de", pb::ANSWER_CONFIRM), IsOk());
}

TEST_F(Review, WithoutAVoteForAnActionHasNothingToCount) {
  EXPECT_THAT(world_.Cast(ballot_, "de", pb::ANSWER_ABSTAIN), IsOk());
  EXPECT_EQ(Closed().verdict(), pb::VERDICT_NO_VALID_VOTES);
}

TEST_F(Review, CountsWhatWasChosenOfItsQuestions) {
  BeUsedWidely();
  Cast("de", pb::ANSWER_CONFIRM);
  const pb::Tally tally = Closed();
  for (const pb::QuestionTally& question : tally.questions()) {
    if (question.question() != "used") continue;
    EXPECT_THAT(question.choices(0),
                EqualsProto("choice: 'yes' p_members: 1 all_bodies: 3"));
    EXPECT_EQ(question.verdict(), pb::VERDICT_UNSPECIFIED);
    return;
  }
  ADD_FAILURE() << "the question is not counted";
}

// --- Withdrawals.

TEST(Withdrawal, StandsUntilOneBodyObjects) {
  World world;
  const std::string ballot = Begun(world, pb::BALLOT_KIND_WITHDRAWAL);
  for (const char* member : {"de", "fr"}) {
    EXPECT_THAT(world.Cast(ballot, member, pb::ANSWER_APPROVE), IsOk());
  }
  EXPECT_EQ(world.GetTally(ballot)->verdict(), pb::VERDICT_APPROVED);
  EXPECT_THAT(world.Cast(ballot, "br", pb::ANSWER_DISAPPROVE, "in use"), IsOk());  // no member
  ASSERT_THAT(world.Close(ballot), IsOk());
  const pb::Tally tally = world.GetResult(ballot)->tally();
  EXPECT_EQ(tally.verdict(), pb::VERDICT_FOR_A_PERSON);
  EXPECT_FALSE(tally.criteria(0).met());
  EXPECT_EQ(tally.criteria(0).formula(), "no <= 0");
}

// --- New committees.

class NewCommittee : public ::testing::Test {
 protected:
  NewCommittee() { world_.PutMember("in", "C-in"); }
  void Approve(const std::string& member, bool takes_part, const std::string& text) const {
    const pb::Vote vote = VoteOf(pb::ANSWER_APPROVE, text);
    EXPECT_THAT(
        Send(world_, ballot_, member, takes_part ? With(vote, "active-part", "yes") : vote), IsOk());
  }

  World world_;
  const std::string ballot_ = Begun(world_, pb::BALLOT_KIND_NEW_COMMITTEE);
};

TEST_F(NewCommittee, NeedsTwoThirdsAndFiveThatTakePart) {
  for (const char* member : {"de", "fr", "jp", "us"}) Approve(member, true, "needed");
  const pb::Tally before = *world_.GetTally(ballot_);
  EXPECT_TRUE(before.criteria(0).met());
  EXPECT_FALSE(before.criteria(1).met());
  EXPECT_EQ(before.verdict(), pb::VERDICT_NOT_APPROVED);
  Approve("se", true, "needed");
  EXPECT_THAT(world_.Cast(ballot_, "br", pb::ANSWER_DISAPPROVE, "no need"), IsOk());
  ASSERT_THAT(world_.Close(ballot_), IsOk());
  const pb::Tally tally = world_.GetResult(ballot_)->tally();
  EXPECT_EQ(tally.verdict(), pb::VERDICT_APPROVED);
  EXPECT_EQ(tally.criteria(0).id(), "two-thirds-all");
  EXPECT_EQ(tally.criteria(0).denominator(), 6);
  EXPECT_EQ(tally.criteria(1).numerator(), 5);
}

TEST_F(NewCommittee, CountsNoApprovalAndNoDisapprovalWithoutItsStatement) {
  Approve("de", true, " ");
  EXPECT_THAT(world_.Cast(ballot_, "fr", pb::ANSWER_DISAPPROVE), IsOk());
  const auto warned = Send(world_, ballot_, "jp", VoteOf(pb::ANSWER_APPROVE, ""));
  ASSERT_EQ(warned->warnings_size(), 1);
  EXPECT_EQ(warned->warnings(0).kind(), pb::WARNING_KIND_YES_WITHOUT_REASONS);
  EXPECT_EQ(warned->warnings(0).clause(), "1.5.6");
  Approve("us", true, "needed");
  ASSERT_THAT(world_.Close(ballot_), IsOk());
  const pb::Result result = *world_.GetResult(ballot_);
  EXPECT_EQ(result.tally().all_bodies().yes(), 1);
  EXPECT_EQ(result.tally().all_bodies().yes_without_reasons(), 2);
  EXPECT_EQ(result.tally().all_bodies().no_without_reasons(), 1);
  EXPECT_EQ(result.tally().criteria(1).numerator(), 1);  // who takes part
  ASSERT_EQ(result.tally().left_out_size(), 3);
  EXPECT_THAT(result.tally().left_out(0),
              EqualsProto("member: 'members/de' reason: LEFT_OUT_REASON_YES_WITHOUT_REASONS"));
  EXPECT_THAT(result.tally().left_out(1),
              EqualsProto("member: 'members/fr' reason: LEFT_OUT_REASON_NO_WITHOUT_REASONS"));
  EXPECT_EQ(result.rows(1).member(), "members/de");
  EXPECT_EQ(result.rows(1).counting(), pb::COUNTING_LEFT_OUT);
}

}  // namespace
}  // namespace placet::ballots
