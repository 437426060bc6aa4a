#include "clients/cli/analysis.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/cli/error.h"

namespace placet::cli {
namespace {

using namespace placet::ballots::v1;  // NOLINT: the messages under test
using ::testing::HasSubstr;

TEST(ToVoteChange, TakesAMemberAndAnAnswer) {
  const VoteChange change = ToVoteChange("de=approve");
  EXPECT_EQ(change.member(), "members/de");
  EXPECT_EQ(change.answer(), ANSWER_APPROVE);
  EXPECT_FALSE(change.with_text() || change.names_expert() || change.takes_part());
  EXPECT_EQ(ToVoteChange("members/DE=N").answer(), ANSWER_DISAPPROVE);
}

TEST(ToVoteChange, GivesADisapprovalItsReasonsUnlessToldOtherwise) {
  EXPECT_TRUE(ToVoteChange("de=disapprove").with_text());
  EXPECT_FALSE(ToVoteChange("de=disapprove+no-text").with_text());
  EXPECT_TRUE(ToVoteChange("de=withdraw").with_text());
  EXPECT_TRUE(ToVoteChange("de=approve+text").with_text());
}

TEST(ToVoteChange, TakesWhatElseCounts) {
  const VoteChange change = ToVoteChange("de=approve+expert+part+uses");
  EXPECT_TRUE(change.names_expert() && change.takes_part() && change.uses());
  const VoteChange reply = ToVoteChange("de=reply+berlin:yes");
  EXPECT_EQ(reply.answers(0).question(), "berlin");
  EXPECT_EQ(reply.answers(0).choice(), "yes");
}

TEST(ToVoteChange, RefusesWhatIsNone) {
  for (const char* text : {"", "de", "=approve", "de=", "de=aye", "de=approve+", "de=approve+x"}) {
    EXPECT_THROW(ToVoteChange(text), Usage) << text;
  }
}

Flip FlipOf(const char* member, Answer answer) {
  Flip flip;
  flip.set_possible(true);
  flip.set_votes(1);
  flip.add_changes()->set_member(member);
  flip.mutable_changes(0)->set_answer(answer);
  return flip;
}

TEST(InWords, NamesTheVotesThatTurnIt) {
  Flip flip = FlipOf("members/br", ANSWER_DISAPPROVE);
  EXPECT_EQ(InWords(flip), "1 vote: br disapprove");
  VoteChange& other = *flip.add_changes();
  other = ToVoteChange("se=approve+expert");
  flip.set_votes(2);
  EXPECT_EQ(InWords(flip), "2 votes: br disapprove, se approve with an expert");
  EXPECT_EQ(InWords(Flip()), "no votes do");
}

TEST(DecidedTable, HasALineForEachCriterionAndTheVerdict) {
  Decided decided;
  CriterionFlip& flip = *decided.add_criteria();
  flip.set_criterion("two-thirds-p");
  flip.set_met(true);
  *flip.mutable_by_changed() = FlipOf("members/de", ANSWER_DISAPPROVE);
  decided.mutable_tally()->set_verdict(VERDICT_APPROVED);
  EXPECT_EQ(DecidedTable(decided).Csv(),
            ",now,turned by votes to come,or by changed ones\r\n"
            "two-thirds-p,met,no votes do,1 vote: de disapprove\r\n"
            "verdict,approved,no votes do,no votes do\r\n");
  decided.mutable_tally()->set_proposal("confirm");
  EXPECT_THAT(DecidedTable(decided).Csv(), HasSubstr("verdict,confirm,"));
}

TEST(DifferenceTable, SaysVerdictsInWords) {
  WhatIfResponse response;
  Difference& difference = *response.add_differences();
  difference.set_what("verdict");
  difference.set_as_is("VERDICT_APPROVED");
  difference.set_what_if("VERDICT_NOT_APPROVED");
  EXPECT_EQ(DifferenceTable(response).Csv(),
            ",as it is,as it would be\r\nverdict,approved,not approved\r\n");
}

}  // namespace
}  // namespace placet::cli
