// CSV and workbooks: columns by caption, in the layouts of OSD, of the template and of Placet.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/comments/tables/captions.h"
#include "services/comments/tables/read.h"
#include "services/comments/tables/refusal.h"
#include "services/comments/tables/xlsx_parts.h"
#include "tests/comments/tables/samples.h"

namespace placet::comments::tables {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr char kHead[] =
    "MB/NC,Line number,Clause/Subclause,Type of comment,Comments,Proposed change\n";

std::vector<std::pair<int, v1::RejectReason>> Rejected(const v1::CommentTable& table) {
  std::vector<std::pair<int, v1::RejectReason>> rows;
  for (const v1::RejectedRow& row : table.rejected()) rows.emplace_back(row.row(), row.reason());
  return rows;
}

TEST(Csv, IsReadByCaptionInAnyOrder) {
  const v1::CommentTable table =
      MustRead("a.csv",
               "\xEF\xBB\xBF"
               "Proposed change,Comments,Clause,Observations,Body\r\n"
               "\"say \"\"so\"\"\r\nand, so\",Why,8.2,Noted,DE-1\r\n\r\nx,y,,,FR\r\n");
  EXPECT_EQ(table.format(), v1::TABLE_FORMAT_CSV);
  EXPECT_EQ(table.variant(), "captions of the template");
  ASSERT_EQ(table.comments_size(), 2);
  EXPECT_EQ(table.comments(0).proposed_change(), "say \"so\"\nand, so");
  EXPECT_EQ(table.comments(0).clause(), "8.2");
  EXPECT_EQ(table.comments(0).disposition(), v1::DISPOSITION_NOTED);
  EXPECT_EQ(table.comments(0).origin().row(), 2);
  EXPECT_EQ(table.comments(1).origin().row(), 4) << "blank lines are rows of the sheet";
}

TEST(Csv, SemicolonsAndTabsSeparateToo) {
  for (const char* separator : {";", "\t"}) {
    const std::string file = absl::StrCat("MB", separator, "Clause", separator, "Comment\nDE-1",
                                          separator, "4", separator, "a, b");
    EXPECT_EQ(MustRead("a.csv", file).comments(0).comment(), "a, b");
  }
  EXPECT_EQ(
      MustRead("a.csv", "sep=;\r\nMB;Clause;Comment\r\nDE-1;4;c\r\n").comments(0).origin().row(),
      3);
}

TEST(Csv, FaultyRowsGoBack) {
  const v1::CommentTable table = MustRead(
      "a.csv", absl::StrCat(kHead, "DE-1,,4,te,good,\n", "DE-2,,4,te,too few\n",
                            "DE-3,,4,te,too, many,cells\n", "DE-4,,4,te,\"quoted\" badly,\n",
                            "DE-5,,4,te,caf\xE9,\n", "DE-6,,4,te,bell\x07,\n", "DE-7,,4,te,,\n",
                            "DE-8,,4,te,good again,\n", "DE-9,,4,te,\"never closed,\n",
                            "DE-10,,4,te,lost,\n"));
  ASSERT_EQ(table.comments_size(), 2);
  EXPECT_EQ(table.comments(1).label(), "DE-8");
  EXPECT_THAT(
      Rejected(table),
      ElementsAre(Pair(3, v1::REJECT_REASON_TOO_FEW_CELLS),
                  Pair(4, v1::REJECT_REASON_TOO_MANY_CELLS), Pair(5, v1::REJECT_REASON_BAD_QUOTES),
                  Pair(6, v1::REJECT_REASON_NOT_TEXT), Pair(7, v1::REJECT_REASON_NOT_TEXT),
                  Pair(8, v1::REJECT_REASON_NO_COMMENT), Pair(10, v1::REJECT_REASON_BAD_QUOTES)));
  EXPECT_EQ(table.rejected(3).raw_cells().at(6), "caf\uFFFD");
  EXPECT_EQ(table.rejected(3).column(), 6);
  EXPECT_THAT(table.rejected(6).raw_cells().at(6), HasSubstr("lost")) << "nothing is lost";
}

TEST(Csv, AHugeCellIsOneRejectedRow) {
  const v1::CommentTable table = MustRead(
      "a.csv",
      absl::StrCat(kHead, "DE-1,,4,te,\"", std::string(100 << 20, 'x'), "\",\nDE-2,,4,te,good,\n"));
  EXPECT_THAT(Rejected(table), ElementsAre(Pair(2, v1::REJECT_REASON_TOO_LONG)));
  EXPECT_EQ(table.comments_size(), 1);
}

TEST(Csv, ColumnsWithoutAPlaceAreNotedWithTheirCells) {
  const v1::CommentTable table =
      MustRead("a.csv", "MB,Clause,Comments,Priority,State\nDE-1,4,c,high,open\n");
  EXPECT_THAT(Kinds(table), ElementsAre(v1::NOTICE_KIND_MORE_COLUMNS));
  const v1::Comment& comment = table.comments(0);
  EXPECT_EQ(comment.origin().notices(0).kind(), v1::NOTICE_KIND_NOT_CARRIED_OVER);
  EXPECT_THAT(comment.origin().notices(0).text(), HasSubstr("\"Priority\""));
  EXPECT_THAT(comment.origin().notices(0).text(), HasSubstr("high"));
}

TEST(Csv, WithoutCaptionsIsRefused) {
  for (const char* file : {"a,b,c\n1,2,3\n", "just a text", "Comments\nonly one column\n"}) {
    EXPECT_EQ(RefusalOf(Read("a.csv", file).status()), v1::FILE_REFUSAL_NO_TABLE) << file;
  }
}

TEST(Csv, ATableWithoutRowsIsATable) { EXPECT_EQ(MustRead("a.csv", kHead).comments_size(), 0); }

const std::vector<std::string> kOsdHead = {
    "2026-04-21", "ISO/DIS 5843-6(en)", "", "", "Screws", "", "", "Vis"};
const std::vector<std::string> kOsdLabels = {"Date",     "Reference", "", "",
                                             "Title EN", "",          "", "Title FR"};

TEST(Xlsx, OsdResolvedLayout) {
  const v1::CommentTable table = MustRead(
      "a.xlsx",
      Xlsx(
          {{"Comments (2)",
            {kOsdLabels,
             kOsdHead,
             {},
             {"Comment ID", "User name", "Clause nb", "Clause Title", "Type", "Subtype", "Comment",
              "Proposal on Text", "Proposed change", "Feedbacks", "Topic", "Tags", "Created Date",
              "Resolution status", "Motivation", "Resolution Date", "Stage code"},
             {"#7.0", "DIN", "4.1", "General", "Comment", "Editorial", "Why", "as text", "in words",
              "thanks", "terms", "a, b", "2026-04-01", "Rejected", "Out of scope", "", "40.20"},
             {},
             {"#8", "FR", "5", "", "Comment", "Technical", "c", "only text", "", "", "", "", "",
              "Accepted", "", "", ""}}}}));
  EXPECT_EQ(table.format(), v1::TABLE_FORMAT_XLSX);
  EXPECT_EQ(table.variant(), "OSD, resolved");
  EXPECT_EQ(table.date(), "2026-04-21");
  EXPECT_EQ(table.document(), "ISO/DIS 5843-6(en)");
  EXPECT_EQ(table.title(), "Screws");
  ASSERT_EQ(table.comments_size(), 2);
  const v1::Comment& first = table.comments(0);
  EXPECT_EQ(first.label(), "DIN-7");
  EXPECT_EQ(first.member(), "members/de");
  EXPECT_EQ(first.clause(), "4.1");
  EXPECT_EQ(first.element(), "General");
  EXPECT_THAT(first.types(), ElementsAre(v1::COMMENT_TYPE_EDITORIAL));
  EXPECT_EQ(first.proposed_change(), "in words\nas text");
  EXPECT_EQ(first.observation(), "Out of scope");
  EXPECT_EQ(first.disposition(), v1::DISPOSITION_NOT_ACCEPTED);
  EXPECT_THAT(first.tags(), ElementsAre("a", "b", "terms"));
  EXPECT_EQ(first.origin().row(), 5);
  EXPECT_THAT(Kinds(first),
              UnorderedElementsAre(v1::NOTICE_KIND_ACRONYM, v1::NOTICE_KIND_NOT_CARRIED_OVER));
  EXPECT_EQ(table.comments(1).proposed_change(), "only text");
  EXPECT_EQ(table.comments(1).origin().row(), 7);
}

TEST(Xlsx, OsdUnresolvedLayoutWithGapsAndPartsOnFurtherSheets) {
  const std::vector<std::string> captions = {"User name",
                                             "Clause nb",
                                             "",
                                             "Clause Title",
                                             "Type",
                                             "Comment type",
                                             "Comment/Motivation",
                                             "Comment on text",
                                             "Proposal on Text",
                                             "Proposed change",
                                             "Replies",
                                             "Resolution status",
                                             "Justification",
                                             "Resolution Date",
                                             "Date",
                                             "Comment number"};
  const std::vector<std::string> open = {
      "AFNOR", "3.1",    "", "Terms", "Text", "Technical", "c", "the sentence",
      "",      "change", "", "",      "",     "",          "",  "#1"};
  const std::vector<std::string> resolved = {"DE", "4", "", "",    "Text", "General",
                                             "d",  "",  "", "e",   "",     "Partially accepted",
                                             "j",  "",  "", "#2.0"};
  const v1::CommentTable table = MustRead(
      "a.xlsx", Xlsx({{"Comments (2)", {kOsdLabels, kOsdHead, {}, captions, open, resolved}},
                      {"Unresolved comments (1)", {kOsdLabels, kOsdHead, {}, captions, open}},
                      {"Resolved comments (1)", {kOsdLabels, kOsdHead, {}, captions, resolved}}}));
  EXPECT_EQ(table.variant(), "OSD, unresolved");
  ASSERT_EQ(table.comments_size(), 2);
  EXPECT_THAT(table.rejected(), IsEmpty());
  EXPECT_EQ(table.comments(0).label(), "AFNOR-1");
  EXPECT_EQ(table.comments(0).element(), "Terms");
  EXPECT_THAT(table.comments(0).types(), ElementsAre(v1::COMMENT_TYPE_TECHNICAL));
  EXPECT_EQ(table.comments(1).label(), "DE-2");
  EXPECT_EQ(table.comments(1).disposition(), v1::DISPOSITION_PARTIALLY_ACCEPTED);
}

TEST(Xlsx, SheetsOfTheirOwnAreAllRead) {
  const v1::CommentTable table =
      MustRead("a.xlsx", Xlsx({{"Germany", {{"MB", "Clause", "Comment"}, {"DE-1", "#4.0", "c"}}},
                               {"Remarks", {{"nothing", "here"}}},
                               {"France", {{"Comment", "MB", "Clause"}, {"d", "FR-1", "5"}}}}));
  ASSERT_EQ(table.comments_size(), 2);
  EXPECT_EQ(table.comments(0).clause(), "4");
  EXPECT_EQ(table.comments(1).member(), "members/fr");
}

TEST(Xlsx, EscapesAreCharactersAndControlCharactersNoText) {
  const v1::CommentTable table =
      MustRead("a.xlsx", Xlsx({{"S",
                                {{"MB", "Clause", "Comment"},
                                 {"DE-1", "4", "a_x000D_\nb _x005F_x0041_"},
                                 {"DE-2", "4", "bell_x0007_"},
                                 {"DE-3", "4", "not _xyz_ an escape_x"}}}}));
  ASSERT_EQ(table.comments_size(), 2);
  EXPECT_EQ(table.comments(0).comment(), "a\nb _x0041_");
  EXPECT_EQ(table.comments(1).comment(), "not _xyz_ an escape_x");
  EXPECT_THAT(Rejected(table), ElementsAre(Pair(3, v1::REJECT_REASON_NOT_TEXT)));
}

TEST(Xlsx, ADayMayBeANumber) {
  std::vector<std::string> head = kOsdHead;
  head[0] = "#46133";
  const v1::CommentTable table = MustRead(
      "a.xlsx",
      Xlsx({{"S", {kOsdLabels, head, {}, {"MB", "Clause", "Comment"}, {"DE", "4", "c"}}}}));
  EXPECT_EQ(table.date(), "2026-04-21");
}

TEST(Xlsx, WithoutCaptionsIsRefused) {
  EXPECT_EQ(RefusalOf(Read("a.xlsx", Xlsx({{"S", {{"a", "b"}}}})).status()),
            v1::FILE_REFUSAL_NO_TABLE);
}

TEST(Captions, AreTheColumnsOfAWorkbook) {
  EXPECT_EQ(ColumnLetters(0), "A");
  EXPECT_EQ(ColumnLetters(25), "Z");
  EXPECT_EQ(ColumnLetters(26), "AA");
  EXPECT_EQ(ColumnLetters(54), "BC");
}

TEST(Captions, OfPlacetAreAllKnown) {
  const auto columns =
      MapCaptions(std::vector<std::string>(kOwnCaptions.begin(), kOwnCaptions.end()));
  ASSERT_TRUE(columns.has_value());
  for (const Column& column : *columns) EXPECT_NE(column.field, Field::kExtra) << column.caption;
}

}  // namespace
}  // namespace placet::comments::tables
