#include "clients/cli/table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace placet::cli {
namespace {

using ::testing::ElementsAre;

constexpr Screen kFile{100, false, false};

Screen Terminal(int width) { return {width, true, false}; }

Table Bodies() {
  Table table({"member", {"votes", true}, "title"});
  table.Add({"ci", 3, "Côte d'Ivoire Normalisation"});
  table.Add({"de", 12, "DIN"});
  return table;
}

TEST(Table, PadsByColumnsOnScreenAndNotByBytes) {
  Table table({"country", "acronym"});
  table.Add({"Türkiye", "TSE"});
  table.Add({"Germany", "DIN"});
  EXPECT_EQ(table.Text(kFile),
            "country  acronym\n"
            "Türkiye  TSE\n"
            "Germany  DIN\n");
}

TEST(Table, PutsNumbersAtTheRightEdge) {
  EXPECT_EQ(Bodies().Text(kFile),
            "member  votes  title\n"
            "ci          3  Côte d'Ivoire Normalisation\n"
            "de         12  DIN\n");
}

TEST(Table, IsNeverClippedOutsideATerminal) {
  EXPECT_EQ(Bodies().Text({20, false, false}), Bodies().Text(kFile));
}

TEST(Table, FitsATerminalByClippingItsWidestColumn) {
  EXPECT_EQ(Bodies().Text(Terminal(28)),
            "member  votes  title\n"
            "ci          3  Côte d'Ivoir…\n"
            "de         12  DIN\n");
}

TEST(Table, LeavesReadableColumnsOnAScreenThatIsFarTooNarrow) {
  EXPECT_EQ(Bodies().Text(Terminal(5)),
            "member  votes  title\n"
            "ci          3  Côte d'…\n"
            "de         12  DIN\n");
}

TEST(Table, PaintsOnlyWhereTheScreenHasColours) {
  Table table({"state"});
  table.Add({{"open", Style::kGood}});
  EXPECT_EQ(table.Text(kFile), "state\nopen\n");
  EXPECT_EQ(table.Text({100, true, true}), "\x1b[1mstate\x1b[0m\n\x1b[32mopen\x1b[0m\n");
}

TEST(Table, LetsNoControlCharacterOfOthersReachTheTerminal) {
  Table table({"text"});
  table.Add({"red\x1b[31m\r\nline \xE2\x80\xAE two"});
  EXPECT_EQ(table.Text(kFile), "text\nred [31m line  two\n");
}

TEST(Table, FillsUpAShortRow) {
  Table table({"a", "b"});
  table.Add({"1"});
  EXPECT_EQ(table.Csv(), "a,b\r\n1,\r\n");
}

TEST(Facts, LeaveOutWhatIsEmptyAndGoOnInTheNextLine) {
  Table facts = Table::Facts();
  facts.AddFact("title", "Blockchain and distributed ledger technologies");
  facts.AddFact("note", "");
  facts.AddFact("stage", "40.20");
  EXPECT_EQ(facts.Text({30, false, false}),
            "title  Blockchain and\n"
            "       distributed ledger\n"
            "       technologies\n"
            "stage  40.20\n");
}

TEST(Csv, QuotesWhatNeedsQuotesAndEndsLinesAsTheRfcSays) {
  Table table({"member", "text"});
  table.Add({"de", "one, \"two\"\nthree"});
  EXPECT_EQ(table.Csv(), "member,text\r\nde,\"one, \"\"two\"\"\nthree\"\r\n");
}

TEST(Csv, GuardsCellsThatASpreadsheetWouldReadAsFormula) {
  EXPECT_EQ(CsvCell("=1+1"), "'=1+1");
  EXPECT_EQ(CsvCell("+1"), "'+1");
  EXPECT_EQ(CsvCell("-1"), "'-1");
  EXPECT_EQ(CsvCell("@SUM(A1)"), "'@SUM(A1)");
  EXPECT_EQ(CsvCell("\tx"), "'\tx");
  EXPECT_EQ(CsvCell("=A1,2"), "\"'=A1,2\"");
  EXPECT_EQ(CsvCell("1=1"), "1=1");
  EXPECT_EQ(CsvCell(""), "");
}

TEST(Clean, ReplacesBytesThatAreNoUtf8) {
  EXPECT_EQ(Clean("a\xFF"
                  "b\xC3"),
            "a\xEF\xBF\xBD"
            "b\xEF\xBF\xBD");
}

TEST(Width, CountsWideCharactersTwiceAndCombiningMarksNot) {
  EXPECT_EQ(Width("規格"), 4);
  EXPECT_EQ(Width("e\xCC\x81"), 1);
  EXPECT_EQ(Width("…"), 1);
}

TEST(Clip, KeepsWhatFitsAndMarksWhatWasCut) {
  EXPECT_EQ(Clip("Germany", 7), "Germany");
  EXPECT_EQ(Clip("Germany", 6), "Germa…");
  EXPECT_EQ(Clip("規格協会", 5), "規格…");
}

TEST(Wrap, BreaksAtSpacesAndLeavesALongWordWhole) {
  EXPECT_THAT(Wrap("one two three", 7), ElementsAre("one two", "three"));
  EXPECT_THAT(Wrap("incomprehensibilities it is", 5),
              ElementsAre("incomprehensibilities", "it is"));
  EXPECT_THAT(Wrap("", 5), ElementsAre(""));
}

TEST(Count, AddsAnSUnlessThereIsOne) {
  EXPECT_EQ(Count(0, "vote"), "0 votes");
  EXPECT_EQ(Count(1, "vote"), "1 vote");
  EXPECT_EQ(Count(2, "vote"), "2 votes");
}

}  // namespace
}  // namespace placet::cli
