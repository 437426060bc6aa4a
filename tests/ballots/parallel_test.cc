// A DIS under the Vienna Agreement: the same votes counted by ISO's rules and by CEN's weights.
#include "tests/ballots/moves.h"

namespace placet::ballots {
namespace {

class Parallel : public ::testing::Test {
 protected:
  Parallel() {
    for (const char* member : {"it", "mt"}) world_.PutMember(member, "C");
  }
  std::string Begin() {
    pb::Ballot wanted = About(world_, RowOf(world_, pb::BALLOT_KIND_DIS));
    wanted.set_parallel_edition("CEN-2013");
    return Begun(world_, wanted);
  }
  void Cast(const std::string& ballot, const std::string& member, pb::Answer answer) const {
    EXPECT_THAT(world_.Cast(ballot, member, answer, "because"), IsOk());
  }

  World world_;
};

TEST_F(Parallel, TalliesStandSideBySide) {
  const std::string ballot = Begin();
  for (const char* member : {"jp", "us", "de", "fr", "se"}) Cast(ballot, member, pb::ANSWER_APPROVE);
  for (const char* member : {"it", "mt"}) Cast(ballot, member, pb::ANSWER_DISAPPROVE);
  Cast(ballot, "br", pb::ANSWER_ABSTAIN);
  EXPECT_TRUE(world_.GetTally(ballot)->has_parallel());
  ASSERT_THAT(world_.Close(ballot), IsOk());
  const pb::Tally tally = world_.GetResult(ballot)->tally();
  EXPECT_EQ(tally.rules_edition(), "ISO-2022");
  EXPECT_EQ(tally.verdict(), pb::VERDICT_NOT_APPROVED);  // 2 of 7 against
  const pb::Tally& cen = tally.parallel();
  EXPECT_EQ(cen.rules_edition(), "CEN-2013");
  EXPECT_TRUE(cen.final());
  ASSERT_EQ(cen.criteria_size(), 2);
  EXPECT_EQ(cen.criteria(0).numerator(), 3);  // de, fr, se
  EXPECT_EQ(cen.criteria(0).denominator(), 5);
  EXPECT_EQ(cen.criteria(1).numerator(), 29 + 29 + 10);
  EXPECT_EQ(cen.criteria(1).denominator(), 29 + 29 + 10 + 29 + 3);
  EXPECT_FALSE(cen.criteria(1).met());
  EXPECT_EQ(cen.verdict(), pb::VERDICT_NOT_APPROVED);
  EXPECT_FALSE(cen.has_parallel());
}

TEST_F(Parallel, TalliesMayDisagree) {
  const std::string ballot = Begin();
  for (const char* member : {"de", "fr", "se"}) Cast(ballot, member, pb::ANSWER_APPROVE);
  for (const char* member : {"jp", "us"}) Cast(ballot, member, pb::ANSWER_DISAPPROVE);
  ASSERT_THAT(world_.Close(ballot), IsOk());
  const pb::Tally tally = world_.GetResult(ballot)->tally();
  EXPECT_EQ(tally.verdict(), pb::VERDICT_NOT_APPROVED);
  EXPECT_EQ(tally.parallel().verdict(), pb::VERDICT_APPROVED);
  // it and mt, which nobody lists one by one, could have voted.
  EXPECT_EQ(tally.parallel().all_bodies().entitled(), 5);
  EXPECT_EQ(tally.parallel().all_bodies().not_voting(), 2);
  // Votes from elsewhere enter no sum of CEN's.
  ASSERT_EQ(tally.parallel().left_out_size(), 2);
  EXPECT_EQ(tally.parallel().left_out(0).reason(), pb::LEFT_OUT_REASON_NOT_ENTITLED);
}

TEST_F(Parallel, EditionsNeedARowForTheKind) {
  pb::Ballot wanted = About(world_, RowOf(world_, pb::BALLOT_KIND_NP));
  wanted.set_parallel_edition("CEN-2013");
  EXPECT_THAT(Create(world_, wanted), HasField("ballot.parallel_edition"));
  wanted = About(world_, RowOf(world_, pb::BALLOT_KIND_DIS));
  wanted.set_parallel_edition("CEN-1913");
  EXPECT_THAT(Create(world_, wanted), HasField("ballot.parallel_edition"));
}

}  // namespace
}  // namespace placet::ballots
