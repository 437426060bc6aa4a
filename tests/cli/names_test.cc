#include "clients/cli/names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/cli/error.h"
#include "clients/cli/request_id.h"
#include "placet/ballots/v1/ballot_service.pb.h"

namespace placet::cli {
namespace {

using namespace placet::ballots::v1;  // NOLINT: the enums under test
using ::testing::ElementsAre;
using ::testing::MatchesRegex;

TEST(Name, TakesAnIdentifierOrAFullName) {
  EXPECT_EQ(Name("members", "de"), "members/de");
  EXPECT_EQ(Name("members", "members/de"), "members/de");
  EXPECT_EQ(Name("members", "DE"), "members/de");
  EXPECT_EQ(Name("members", ""), "");
}

TEST(Name, RefusesANameOfSomethingElse) {
  EXPECT_THROW(Name("members", "committees/iso-tc-307"), Usage);
  EXPECT_THROW(Name("members", "members/"), Usage);
  EXPECT_THROW(Name("ballots", "ballots/iso-dis-20435/votes/de"), Usage);
}

TEST(Id, IsWhatStandsAfterTheLastSlash) {
  EXPECT_EQ(Id("committees/iso-tc-307/seats/de"), "de");
  EXPECT_EQ(Id("de"), "de");
  EXPECT_EQ(Id(""), "");
}

TEST(Word, DropsThePrefixOfItsEnum) {
  EXPECT_EQ(Word(ANSWER_APPROVE_WITH_COMMENTS), "approve-with-comments");
  EXPECT_EQ(Word(MEMBER_STATUS_P), "P");
  EXPECT_EQ(Word(BALLOT_KIND_FDIS), "FDIS");
  EXPECT_EQ(Word(BALLOT_KIND_CIB), "CIB");
  EXPECT_EQ(Word(BALLOT_KIND_CD_CONSULTATION), "cd-consultation");
  EXPECT_EQ(Word(ANSWER_UNSPECIFIED), "");
  EXPECT_EQ(Word(static_cast<Answer>(99)), "99");
}

TEST(Value, IsFoundByWordByNameAndInAnyCase) {
  EXPECT_EQ(Value<Answer>("approve-with-comments"), ANSWER_APPROVE_WITH_COMMENTS);
  EXPECT_EQ(Value<Answer>("APPROVE_WITH_COMMENTS"), ANSWER_APPROVE_WITH_COMMENTS);
  EXPECT_EQ(Value<Answer>("ANSWER_ABSTAIN"), ANSWER_ABSTAIN);
  EXPECT_EQ(Value<BallotKind>("dis"), BALLOT_KIND_DIS);
  EXPECT_EQ(Value<BallotKind>(""), BALLOT_KIND_UNSPECIFIED);
}

TEST(Value, RefusesAnUnknownWordAndTheValueThatIsNone) {
  EXPECT_THROW(Value<Answer>("aye"), Usage);
  EXPECT_THROW(Value<Answer>("unspecified"), Usage);
}

TEST(Choices, AreTheWordsOfTheEnum) {
  EXPECT_EQ(Choices<BallotState>(), "draft|open|closed|cancelled");
  EXPECT_THAT(Words(*SheetFormat_descriptor()), ElementsAre("text", "json", "csv"));
}

TEST(RequestId, IsAUuidAndNewEachTime) {
  EXPECT_THAT(NewRequestId(),
              MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
  EXPECT_NE(NewRequestId(), NewRequestId());
}

TEST(RequestId, OfTheSamePartsIsTheSameAndBoundariesMatter) {
  EXPECT_EQ(RequestIdOf({"de", "approve"}), RequestIdOf({"de", "approve"}));
  EXPECT_NE(RequestIdOf({"de", "approve"}), RequestIdOf({"dea", "pprove"}));
}

TEST(RequestId, IsFilledInWhereItIsEmpty) {
  CastVoteRequest request;
  EXPECT_EQ(FillRequestId(request, "one"), "one");
  EXPECT_EQ(FillRequestId(request, "two"), "one");
  GetVoteRequest reading;
  EXPECT_EQ(FillRequestId(reading, "one"), "");
}

}  // namespace
}  // namespace placet::cli
