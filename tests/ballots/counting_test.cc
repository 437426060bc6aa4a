// What counts and what does not, through the service.
#include "absl/strings/str_cat.h"
#include "tests/ballots/harness.h"

namespace placet::ballots {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A committee with so many P-members (p1, p2, ...) and O-members (o1, ...).
class Counting : public ::testing::Test {
 protected:
  void Make(int p_members, int o_members) {
    world_.PutCommittee("iso-tc-1", "ISO/TC 1");
    Seat("p", p_members, mpb::SEAT_STATUS_P);
    Seat("o", o_members, mpb::SEAT_STATUS_O);
    world_.Grant("voters", mpb::ROLE_VOTER);
    world_.PutPerson("nobody");
    world_.CatchUp();
  }
  void Open(pb::BallotKind kind) {
    world_.PutProject("iso-1", StageBefore(kind), "committees/iso-tc-1");
    pb::CreateBallotRequest create;
    create.set_ballot_id("b");
    create.mutable_ballot()->set_project("projects/iso-1");
    create.mutable_ballot()->set_kind(kind);
    EXPECT_THAT(world_.Ask(kCentralSecretariat, &BallotStub::CreateBallot, create), IsOk());
    pb::OpenBallotRequest open;
    open.set_name("ballots/b");
    EXPECT_THAT(world_.Ask(kCentralSecretariat, &BallotStub::OpenBallot, open), IsOk());
  }
  // Members first to last (p3 to p7) answer the same.
  void Cast(const char* kind, int first, int last, pb::Answer answer, const std::string& text = "",
            bool expert = false) {
    for (int i = first; i <= last; ++i) {
      pb::CastVoteRequest request;
      pb::Vote& vote = *request.mutable_vote();
      vote.set_name(absl::StrCat("ballots/b/votes/", kind, i));
      vote.set_answer(answer);
      vote.set_text(text);
      if (expert) vote.add_experts()->set_display_name("Ada");
      EXPECT_THAT(world_.Ask(kVoters, &BallotStub::CastVote, request), IsOk());
    }
  }
  pb::Tally Closed() {
    EXPECT_THAT(world_.Close("ballots/b"), IsOk());
    return world_.GetTally("ballots/b").value_or(pb::Tally());
  }

  World world_{World::Options{.seeded = false}};

 private:
  void Seat(const char* kind, int count, mpb::SeatStatus status) {
    for (int i = 1; i <= count; ++i) {
      const std::string id = absl::StrCat(kind, i);
      world_.PutMember(id, absl::StrCat("C-", id));
      world_.Join(id, status, "committees/iso-tc-1");
    }
  }
};

TEST_F(Counting, HoldsBothBoundsOfADisInclusive) {
  Make(12, 4);
  Open(pb::BALLOT_KIND_DIS);
  Cast("p", 1, 8, pb::ANSWER_APPROVE);
  Cast("p", 9, 12, pb::ANSWER_DISAPPROVE, "wrong");
  Cast("o", 1, 4, pb::ANSWER_APPROVE_WITH_COMMENTS, "good");
  const pb::Tally tally = Closed();
  EXPECT_EQ(tally.verdict(), pb::VERDICT_APPROVED);
  ASSERT_EQ(tally.criteria_size(), 2);
  EXPECT_EQ(tally.criteria(0).id(), "two-thirds-p");
  EXPECT_EQ(tally.criteria(0).formula(), "3 * yes >= 2 * (yes + no)");
  EXPECT_EQ(tally.criteria(0).numerator(), 8);
  EXPECT_EQ(tally.criteria(0).denominator(), 12);
  EXPECT_EQ(tally.criteria(0).distance(), 0);
  EXPECT_EQ(tally.criteria(1).id(), "quarter-negative-all");
  EXPECT_EQ(tally.criteria(1).formula(), "4 * no <= (yes + no)");
  EXPECT_EQ(tally.criteria(1).numerator(), 4);
  EXPECT_EQ(tally.criteria(1).denominator(), 16);
  EXPECT_TRUE(tally.criteria(0).met() && tally.criteria(1).met());
  EXPECT_EQ(tally.all_bodies().yes_with_comments(), 4);
}

TEST_F(Counting, FailsOneVoteBeyondABound) {
  Make(12, 4);
  Open(pb::BALLOT_KIND_FDIS);
  Cast("p", 1, 8, pb::ANSWER_APPROVE);
  Cast("p", 9, 12, pb::ANSWER_DISAPPROVE, "wrong");
  Cast("o", 1, 3, pb::ANSWER_APPROVE);
  const pb::Tally tally = Closed();
  EXPECT_TRUE(tally.criteria(0).met());
  EXPECT_FALSE(tally.criteria(1).met()) << "4 of 15";
  EXPECT_EQ(tally.criteria(1).distance(), 1);
  EXPECT_EQ(tally.verdict(), pb::VERDICT_NOT_APPROVED);
}

TEST_F(Counting, LeavesOutDisapprovalsWithoutReasonsAndAbstentions) {
  Make(4, 1);
  Open(pb::BALLOT_KIND_FDIS);
  Cast("p", 1, 2, pb::ANSWER_APPROVE);
  Cast("p", 3, 3, pb::ANSWER_DISAPPROVE, " \n\t ");
  Cast("o", 1, 1, pb::ANSWER_ABSTAIN);
  pb::CastVoteRequest request;
  request.mutable_vote()->set_name("ballots/b/votes/p3");
  request.mutable_vote()->set_answer(pb::ANSWER_DISAPPROVE);
  request.set_validate_only(true);
  const auto vote = world_.Ask(kVoters, &BallotStub::CastVote, request);
  EXPECT_EQ(vote->warnings(0).kind(), pb::WARNING_KIND_NO_WITHOUT_REASONS);
  EXPECT_EQ(vote->warnings(0).clause(), "2.7.2");
  const pb::Tally tally = Closed();
  EXPECT_EQ(tally.p_members().no(), 0);
  EXPECT_EQ(tally.p_members().no_without_reasons(), 1);
  EXPECT_EQ(tally.p_members().not_voting(), 1);
  EXPECT_EQ(tally.all_bodies().abstain(), 1);
  EXPECT_EQ(tally.criteria(0).denominator(), 2);
  EXPECT_THAT(tally.p_members_not_voting(), ElementsAre("members/p4"));
  ASSERT_EQ(tally.left_out_size(), 2);
  EXPECT_EQ(tally.left_out(0).reason(), pb::LEFT_OUT_REASON_ABSTAINED) << "o1";
  EXPECT_EQ(tally.left_out(1).reason(), pb::LEFT_OUT_REASON_NO_WITHOUT_REASONS) << "p3";
  EXPECT_EQ(tally.verdict(), pb::VERDICT_APPROVED);
}

TEST_F(Counting, FindsNoValidVotesWhereNobodySaidYesOrNo) {
  Make(2, 1);
  Open(pb::BALLOT_KIND_DIS);
  Cast("p", 1, 2, pb::ANSWER_ABSTAIN);
  const pb::Tally tally = Closed();
  EXPECT_EQ(tally.verdict(), pb::VERDICT_NO_VALID_VOTES);
  EXPECT_EQ(tally.criteria(0).denominator(), 0);
}

TEST_F(Counting, FindsNoValidVotesWhereOnlyOMembersVoted) {
  Make(2, 1);
  Open(pb::BALLOT_KIND_DIS);
  Cast("o", 1, 1, pb::ANSWER_APPROVE);
  EXPECT_EQ(Closed().verdict(), pb::VERDICT_NO_VALID_VOTES);
}

TEST_F(Counting, WantsFourExpertsInACommitteeOfSixteen) {
  Make(16, 0);
  Open(pb::BALLOT_KIND_NP);
  Cast("p", 1, 4, pb::ANSWER_APPROVE, "", true);
  Cast("p", 5, 6, pb::ANSWER_APPROVE);
  Cast("p", 7, 7, pb::ANSWER_ABSTAIN, "", true);
  const pb::Tally tally = Closed();
  EXPECT_EQ(tally.criteria(1).id(), "experts-p");
  EXPECT_EQ(tally.criteria(1).numerator(), 4) << "not that of who abstained";
  EXPECT_EQ(tally.criteria(1).bound_numerator(), 4);
  EXPECT_EQ(tally.criteria(1).denominator(), 0);
  EXPECT_EQ(tally.criteria(1).formula(), "bodies with experts >= 4");
  EXPECT_EQ(tally.verdict(), pb::VERDICT_APPROVED);
  EXPECT_THAT(tally.warnings(), IsEmpty());
}

TEST_F(Counting, WantsFiveExpertsInACommitteeOfSeventeenAndSaysThatMoreMayCome) {
  Make(17, 0);
  Open(pb::BALLOT_KIND_NP);
  Cast("p", 1, 4, pb::ANSWER_APPROVE, "", true);
  Cast("p", 5, 6, pb::ANSWER_APPROVE);
  const pb::Tally tally = Closed();
  EXPECT_EQ(tally.criteria(1).bound_numerator(), 5);
  EXPECT_EQ(tally.criteria(1).distance(), 1);
  EXPECT_EQ(tally.verdict(), pb::VERDICT_NOT_APPROVED);
  ASSERT_EQ(tally.warnings_size(), 1);
  EXPECT_EQ(tally.warnings(0).kind(), pb::WARNING_KIND_MAY_BE_SUPPLIED);
}

TEST_F(Counting, SaysOfAnNpThatReasonsMayStillCome) {
  Make(5, 0);
  Open(pb::BALLOT_KIND_NP);
  Cast("p", 1, 4, pb::ANSWER_APPROVE, "", true);
  Cast("p", 5, 5, pb::ANSWER_DISAPPROVE);
  const pb::Tally tally = Closed();
  EXPECT_EQ(tally.verdict(), pb::VERDICT_APPROVED);
  ASSERT_EQ(tally.warnings_size(), 1);
  EXPECT_EQ(tally.warnings(0).kind(), pb::WARNING_KIND_MAY_BE_SUPPLIED);
}

}  // namespace
}  // namespace placet::ballots
