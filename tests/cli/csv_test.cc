#include "clients/cli/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"

namespace placet::cli {
namespace {

using ::testing::ElementsAre;

Csv Parsed(absl::string_view text) {
  auto csv = Csv::Parse(text);
  EXPECT_TRUE(csv.ok()) << csv.status();
  return csv.ok() ? *csv : Csv();
}

std::string Refused(absl::string_view text) {
  const auto csv = Csv::Parse(text);
  return csv.ok() ? "accepted" : std::string(csv.status().message());
}

TEST(Csv, ReadsQuotedCellsWithCommasQuotesAndLineBreaks) {
  const Csv csv = Parsed("member,text\nde,\"one, \"\"two\"\"\nthree\"\nfr,\n");
  ASSERT_EQ(csv.rows().size(), 2u);
  EXPECT_THAT(csv.rows()[0].cells, ElementsAre("de", "one, \"two\"\nthree"));
  EXPECT_THAT(csv.rows()[1].cells, ElementsAre("fr", ""));
}

TEST(Csv, CountsLinesWithinQuotesSoThatErrorsNameTheRightOne) {
  const Csv csv = Parsed("member,text\nde,\"one\ntwo\"\nfr,x\n");
  EXPECT_EQ(csv.rows()[0].line, 2);
  EXPECT_EQ(csv.rows()[1].line, 4);
}

TEST(Csv, TakesAByteOrderMarkAndLinesOfWindows) {
  const Csv csv = Parsed("\xEF\xBB\xBFmember,text\r\nde,x\r\n\r\nfr,\"y\"\r\n");
  EXPECT_THAT(csv.header(), ElementsAre("member", "text"));
  ASSERT_EQ(csv.rows().size(), 2u);
  EXPECT_THAT(csv.rows()[1].cells, ElementsAre("fr", "y"));
}

TEST(Csv, TakesALastLineWithoutLineEnd) {
  EXPECT_THAT(Parsed("a,b\n1,2").rows()[0].cells, ElementsAre("1", "2"));
  EXPECT_THAT(Parsed("a,b\n1,").rows()[0].cells, ElementsAre("1", ""));
}

TEST(Csv, FindsCellsByColumnAndNothingUnderAnUnknownOne) {
  const Csv csv = Parsed("member,text\nde,x\n");
  EXPECT_EQ(csv.Get(csv.rows()[0], "text"), "x");
  EXPECT_EQ(csv.Get(csv.rows()[0], "answer"), "");
  EXPECT_TRUE(csv.Has("member"));
  EXPECT_FALSE(csv.Has("answer"));
}

TEST(Csv, RefusesARowThatIsTooShortAndNamesItsLine) {
  EXPECT_EQ(Refused("a,b,c\n1,2,3\n1,2\n"), "line 3: 2 cells under a header of 3");
}

TEST(Csv, RefusesAQuoteThatIsNeverClosedAndNamesWhereItBegan) {
  EXPECT_EQ(Refused("a,b\n1,\"2\n3\n"), "line 2: a quote is opened and never closed");
}

TEST(Csv, RefusesTextAfterAClosingQuote) {
  EXPECT_EQ(Refused("a,b\n\"1\"x,2\n"), "line 2: something follows a closing quote");
}

TEST(Csv, RefusesACarriageReturnThatEndsNoLine) { EXPECT_NE(Refused("a,b\n1\r2,3\n"), "accepted"); }

TEST(Csv, RefusesAnEmptyFileAndAColumnThatStandsTwice) {
  EXPECT_EQ(Refused(""), "line 1: there is no header");
  EXPECT_EQ(Refused("a,b,a\n"), "line 1: a column stands twice in the header");
}

TEST(ReadFile, SaysWhichFileIsMissing) {
  const auto text = ReadFile("/nowhere/votes.csv");
  ASSERT_FALSE(text.ok());
  EXPECT_TRUE(absl::StrContains(text.status().message(), "/nowhere/votes.csv: No such file"));
}

}  // namespace
}  // namespace placet::cli
