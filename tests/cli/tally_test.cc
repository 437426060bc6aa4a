#include "clients/cli/tally.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace placet::cli {
namespace {

using namespace placet::ballots::v1;  // NOLINT: the messages under test
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

Tally OfVotes() {
  Tally tally;
  for (Counts* counts : {tally.mutable_p_members(), tally.mutable_all_bodies()}) {
    counts->set_entitled(5);
    counts->set_yes(3);
    counts->set_no(1);
    counts->set_not_voting(1);
  }
  return tally;
}

TEST(CountTable, HasTheColumnsOfAVoteWhateverTheyHold) {
  EXPECT_EQ(CountTable(OfVotes()).Csv(),
            ",may vote,yes,of these with comments,no,no without reasons,abstain,not voting\r\n"
            "P-members,5,3,0,1,0,0,1\r\n"
            "all bodies,5,3,0,1,0,0,1\r\n");
}

TEST(CountTable, AddsWhatFewBallotsHave) {
  Tally tally = OfVotes();
  tally.mutable_all_bodies()->set_yes_without_reasons(2);
  EXPECT_THAT(CountTable(tally).Csv(), HasSubstr("yes without statement"));
}

TEST(CountTable, OfAReviewHasItsActionsInsteadOfVotes) {
  Tally tally;
  tally.mutable_p_members()->set_confirm(2);
  tally.mutable_all_bodies()->set_confirm(3);
  tally.mutable_all_bodies()->set_withdraw(1);
  EXPECT_EQ(CountTable(tally).Csv(),
            ",may vote,confirm,withdraw,abstain,not voting\r\n"
            "P-members,0,2,0,0,0\r\n"
            "all bodies,0,3,1,0,0\r\n");
}

TEST(QuestionTable, SaysVerdictAndNumbersOnce) {
  Tally tally;
  QuestionTally& question = *tally.add_questions();
  question.set_question("berlin");
  for (const char* choice : {"yes", "no"}) {
    question.add_choices()->set_choice(choice);
  }
  question.mutable_choices(0)->set_p_members(2);
  question.mutable_choices(0)->set_all_bodies(3);
  EXPECT_EQ(QuestionTable(tally).Csv(),
            "question,choice,P-members,all bodies,verdict,\r\nberlin,yes,2,3,,\r\n,no,0,0,,\r\n");
  Criterion& criterion = *question.mutable_criterion();
  criterion.set_numerator(2);
  criterion.set_denominator(2);
  criterion.set_bound_numerator(1);
  criterion.set_bound_denominator(2);
  criterion.set_comparison(COMPARISON_MORE_THAN);
  question.set_verdict(VERDICT_APPROVED);
  EXPECT_THAT(QuestionTable(tally).Csv(),
              HasSubstr("berlin,yes,2,3,approved,2 * 2 = 4 > 2 * 1 = 2\r\n,no,0,0,,\r\n"));
}

TEST(InWords, KnowsEveryReasonToLeaveAVoteOut) {
  for (int reason = 1; reason < LeftOutReason_ARRAYSIZE; ++reason) {
    EXPECT_THAT(InWords(static_cast<LeftOutReason>(reason)), Not(StartsWith("no reason")));
  }
  for (int verdict = 1; verdict < Verdict_ARRAYSIZE; ++verdict) {
    EXPECT_NE(InWords(static_cast<Verdict>(verdict)), "no verdict");
  }
}

}  // namespace
}  // namespace placet::cli
