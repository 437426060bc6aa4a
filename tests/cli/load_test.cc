#include "clients/cli/load.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/cli/error.h"

namespace placet::cli {
namespace {

using ::testing::HasSubstr;

const Sheet& SheetOf(const std::string& word) {
  for (const Sheet& sheet : Sheets()) {
    if (sheet.word == word) return sheet;
  }
  throw Usage(word);
}

std::vector<Step> Steps(const std::string& word, const std::string& text) {
  return ToSteps(SheetOf(word), *Csv::Parse(text));
}

std::string Refused(const std::string& word, const std::string& text) {
  try {
    Steps(word, text);
  } catch (const Usage& usage) {
    return usage.what();
  }
  return "accepted";
}

std::string RequestId(const std::string& text) {
  const Csv csv = *Csv::Parse(text);
  return Fields(csv, csv.rows()[0], "seats.csv").request_id();
}

TEST(Load, KeepsTheSeatsOfOneBodyInOneChain) {
  const auto steps = Steps("seats",
                           "committee,member,status,from\n"
                           "iso-tc-307,de,P,2017-01-01\n"
                           "iso-tc-307,fr,P,2017-01-01\n"
                           "iso-tc-307,de,O,2020-01-01\n");
  ASSERT_EQ(steps.size(), 3u);
  EXPECT_EQ(steps[0].chain, steps[2].chain);
  EXPECT_NE(steps[0].chain, steps[1].chain);
  EXPECT_EQ(steps[2].line, 4);
}

TEST(Load, MakesTheSameRequestOfTheSameRowEvenUnderANewColumn) {
  EXPECT_EQ(RequestId("member,status\nde,P\n"), RequestId("member,status,basis\nde,P,\n"));
  EXPECT_NE(RequestId("member,status\nde,P\n"), RequestId("member,status\nde,O\n"));
}

TEST(Load, NamesFileLineAndReasonOfEveryMalformedRow) {
  const std::string sentence = Refused("seats",
                                       "committee,member,status,from_exact\n"
                                       "iso-tc-307,de,X,true\n"
                                       "iso-tc-307,fr,P,perhaps\n"
                                       "iso-tc-307,,P,true\n");
  EXPECT_THAT(sentence, HasSubstr("seats.csv:2: \"X\" is none of P, O"));
  EXPECT_THAT(sentence, HasSubstr("seats.csv:3: from_exact is \"perhaps\""));
  EXPECT_THAT(sentence, HasSubstr("seats.csv:4: an identifier is missing"));
}

TEST(Load, RefusesAHeaderWithAnUnknownOrWithoutANeededColumn) {
  EXPECT_THAT(Refused("people", "id,display_name,nots\nx,X,\n"),
              HasSubstr("\"nots\" is none of id, display_name, note"));
  EXPECT_EQ(Refused("people", "id,note\nx,\n"),
            "people.csv: line 1: there is no column display_name");
}

TEST(Load, RefusesANumberThatIsNone) {
  EXPECT_THAT(Refused("projects",
                      "id,reference,title,deliverable,committee,stage,edition\n"
                      "iso-1,ISO 1,T,IS,iso-tc-1,40.00,first\n"),
              HasSubstr("edition is \"first\" and not a number"));
}

TEST(Load, ReadsFilesBeforeThoseThatBuildOnThem) {
  std::vector<std::string> words;
  for (const Sheet& sheet : Sheets()) words.push_back(sheet.word);
  EXPECT_THAT(words, ::testing::ElementsAre("members", "committees", "groups", "seats", "liaisons",
                                            "people", "grants", "projects"));
}

}  // namespace
}  // namespace placet::cli
