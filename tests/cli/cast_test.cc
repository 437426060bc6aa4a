#include "clients/cli/cast.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/cli/error.h"

namespace placet::cli {
namespace {

using namespace placet::ballots::v1;  // NOLINT: the messages under test
using ::testing::HasSubstr;

VoteFile Votes(const std::string& text, const std::string& ballot = "ballots/b") {
  return ToVotes(*Csv::Parse(text), ballot);
}

std::string Refused(const std::string& text) {
  try {
    Votes(text);
  } catch (const Usage& usage) {
    return usage.what();
  }
  return "accepted";
}

TEST(ToVotes, TakesWordsEnumNamesAndLetters) {
  const VoteFile file =
      Votes("member,answer,text\nde,approve,\nfr,DISAPPROVE,why\nat,Y,\nch,N,\nit,A,\njp,-,\n");
  ASSERT_EQ(file.votes.size(), 5u);
  EXPECT_EQ(file.skipped, 1);
  EXPECT_EQ(file.votes[0].request.vote().name(), "ballots/b/votes/de");
  EXPECT_EQ(file.votes[1].request.vote().answer(), ANSWER_DISAPPROVE);
  EXPECT_EQ(file.votes[1].request.vote().text(), "why");
  EXPECT_EQ(file.votes[2].request.vote().answer(), ANSWER_APPROVE);
  EXPECT_EQ(file.votes[3].request.vote().answer(), ANSWER_DISAPPROVE);
  EXPECT_EQ(file.votes[4].request.vote().answer(), ANSWER_ABSTAIN);
}

TEST(ToVotes, TakesAColumnCalledVoteAndIgnoresOthers) {
  const VoteFile file = Votes("member,country,status,vote\nau,Australia,P,Y\n");
  ASSERT_EQ(file.votes.size(), 1u);
  EXPECT_EQ(file.votes[0].request.vote().answer(), ANSWER_APPROVE);
}

TEST(ToVotes, TakesAnswersToQuestionsAndExperts) {
  const std::string row =
      "member,answer,text,questions,experts\n"
      "de,confirm,,adopted=yes; used=no:not here,A. Nother|DIN; B. Elow||b@example.org\n";
  const Vote vote = Votes(row).votes[0].request.vote();
  ASSERT_EQ(vote.answers_size(), 2);
  EXPECT_EQ(vote.answers(0).question(), "adopted");
  EXPECT_EQ(vote.answers(0).choice(), "yes");
  EXPECT_EQ(vote.answers(1).text(), "not here");
  ASSERT_EQ(vote.experts_size(), 2);
  EXPECT_EQ(vote.experts(0).organization(), "DIN");
  EXPECT_EQ(vote.experts(1).email(), "b@example.org");
  EXPECT_NE(Votes(row).votes[0].request.request_id(),
            Votes("member,answer\nde,confirm\n").votes[0].request.request_id());
  EXPECT_THAT(Refused("member,answer,questions\nde,confirm,adopted\n"),
              HasSubstr("line 2: \"adopted\" is not an answer to a question"));
}

TEST(ToVotes, MakesTheSameRequestOfTheSameRow) {
  const std::string row = "member,answer,text\nde,approve,\n";
  const std::string id = Votes(row).votes[0].request.request_id();
  EXPECT_EQ(Votes(row).votes[0].request.request_id(), id);
  EXPECT_EQ(Votes("member,vote\nde,Y\n").votes[0].request.request_id(), id);
  EXPECT_NE(Votes(row, "ballots/c").votes[0].request.request_id(), id);
  EXPECT_NE(Votes("member,answer,text\nde,abstain,\n").votes[0].request.request_id(), id);
  EXPECT_NE(Votes("member,answer,text\nde,approve,x\n").votes[0].request.request_id(), id);
}

TEST(ToVotes, NamesEveryMalformedRow) {
  const std::string sentence = Refused("member,answer\nde,aye\nfr,\n,approve\nat,Y\nat,N\n");
  EXPECT_THAT(sentence, HasSubstr("line 2: \"aye\" is none of"));
  EXPECT_THAT(sentence, HasSubstr("line 3: no answer"));
  EXPECT_THAT(sentence, HasSubstr("line 4: no member"));
  EXPECT_THAT(sentence, HasSubstr("line 6: at stands twice"));
}

TEST(ToVotes, RefusesAHeaderWithoutMemberOrAnswer) {
  EXPECT_THAT(Refused("member,text\nde,x\n"), HasSubstr("the header lacks"));
}

}  // namespace
}  // namespace placet::cli
