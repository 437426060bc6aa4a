// Word documents in every form of the template, imitated by samples.h.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/comments/tables/read.h"
#include "services/comments/tables/refusal.h"
#include "tests/comments/tables/samples.h"

namespace placet::comments::tables {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

const std::vector<std::string> kRow = {"DE-001", "17",      "3.1",    "Table 1",
                                       "te",     "Comment", "Change", "Accepted."};

TEST(Docx, Version2012IsReadWhole) {
  const v1::CommentTable table = MustRead("in/a.docx", Docx2012({kRow}));
  EXPECT_EQ(table.file(), "a.docx");
  EXPECT_EQ(table.format(), v1::TABLE_FORMAT_DOCX);
  EXPECT_EQ(table.variant(), "version 2012-03");
  EXPECT_EQ(table.date(), "2022-04-21");
  EXPECT_EQ(table.document(), "ISO/TC 211 N 5600\nAnnex B");
  EXPECT_EQ(table.project(), "");
  EXPECT_EQ(table.title(), "");
  EXPECT_THAT(table.notices(), IsEmpty());
  ASSERT_EQ(table.comments_size(), 1);
  const v1::Comment& comment = table.comments(0);
  EXPECT_EQ(comment.name(), "");
  EXPECT_EQ(comment.label(), "DE-001");
  EXPECT_EQ(comment.member(), "members/de");
  EXPECT_EQ(comment.line(), "17");
  EXPECT_EQ(comment.clause(), "3.1");
  EXPECT_EQ(comment.element(), "Table 1");
  EXPECT_THAT(comment.types(), ElementsAre(v1::COMMENT_TYPE_TECHNICAL));
  EXPECT_EQ(comment.comment(), "Comment");
  EXPECT_EQ(comment.proposed_change(), "Change");
  EXPECT_EQ(comment.observation(), "Accepted.");
  EXPECT_EQ(comment.disposition(), v1::DISPOSITION_ACCEPTED);
  EXPECT_EQ(comment.origin().file(), "a.docx");
  EXPECT_EQ(comment.origin().row(), 1);
  EXPECT_THAT(comment.origin().raw_cells(), IsEmpty());
  EXPECT_THAT(comment.origin().notices(), IsEmpty());
}

TEST(Docx, Version2001HasNoLineNumbers) {
  DocxSample sample;
  sample.header = Header2001();
  sample.body = Tbl(kGrid2001, Row({"FR", "Annex A", "Note", "ed", "Why", "What", ""}));
  const v1::CommentTable table = MustRead("a.docx", Docx(sample));
  EXPECT_EQ(table.variant(), "FORM 13B, version 2001-09");
  EXPECT_EQ(table.title(), "Comments on ISO/DIS 1");
  EXPECT_EQ(table.date(), "2005-02-01");
  EXPECT_EQ(table.document(), "ISO/");
  EXPECT_THAT(table.notices(), IsEmpty());
  ASSERT_EQ(table.comments_size(), 1);
  EXPECT_EQ(table.comments(0).clause(), "Annex A");
  EXPECT_EQ(table.comments(0).element(), "Note");
  EXPECT_EQ(table.comments(0).comment(), "Why");
  EXPECT_EQ(table.comments(0).line(), "");
}

TEST(Docx, AHeaderForTheFirstPageIsNotTheHeader) {
  DocxSample sample;
  sample.first_header = Header2001();
  sample.body = Tbl(kGrid2012, Row(kRow));
  const v1::CommentTable table = MustRead("a.docx", Docx(sample));
  EXPECT_EQ(table.variant(), "version 2012-03");
  EXPECT_EQ(table.date(), "2022-04-21");
  EXPECT_THAT(Kinds(table), IsEmpty());
}

TEST(Docx, TheLogOfTheCollationToolIsKeptApart) {
  DocxSample sample;
  sample.body = Tbl(kGrid2012, Row(kRow)) + P(R("ISO_DIS 1_AFNOR.doc: Collation successful")) +
                P(R("Number of collated files: 1")) + P(R("CCT - Version 2020.1"));
  const v1::CommentTable table = MustRead("a.docx", Docx(sample));
  EXPECT_EQ(table.comments_size(), 1);
  EXPECT_EQ(table.variant(), "version 2012-03, collated");
  ASSERT_THAT(Kinds(table), ElementsAre(v1::NOTICE_KIND_COLLATION_LOG));
  EXPECT_THAT(table.notices(0).text(), HasSubstr("AFNOR.doc"));
}

TEST(Docx, TextBesideTheTableIsNoted) {
  DocxSample sample;
  sample.body =
      P(R("Dear secretary")) + Tbl({1, 2}, Row({"a", "b"})) + P("") + Tbl(kGrid2012, Row(kRow));
  const v1::CommentTable table = MustRead("a.docx", Docx(sample));
  EXPECT_EQ(table.comments_size(), 1);
  ASSERT_THAT(Kinds(table), ElementsAre(v1::NOTICE_KIND_NOT_CARRIED_OVER));
  EXPECT_THAT(table.notices(0).text(), HasSubstr("Dear secretary"));
}

TEST(Docx, ASliverOfANinthColumnIsNoColumn) {
  std::vector<int> grid = kGrid2012;
  grid.push_back(57);
  std::vector<std::string> cells;
  for (size_t i = 0; i < 8; ++i) {
    cells.push_back(Tc(P(R(kRow[i])), i == 7 ? "<w:gridSpan w:val=\"2\"/>" : ""));
  }
  DocxSample sample;
  sample.body = Tbl(grid, Tr(cells) + Row({"FR-2", "", "4", "", "ge", "No span", "", "Noted"}));
  const v1::CommentTable table = MustRead("a.docx", Docx(sample));
  EXPECT_EQ(table.variant(), "version 2012-03");
  EXPECT_THAT(Kinds(table), IsEmpty());
  ASSERT_EQ(table.comments_size(), 2);
  EXPECT_EQ(table.comments(0).observation(), "Accepted.");
  EXPECT_EQ(table.comments(1).observation(), "Noted");
}

TEST(Docx, AColumnThatAnEditorAddedIsTakenForNoOther) {
  std::vector<int> grid = kGrid2012;
  grid.insert(grid.begin() + 1, 600);
  std::vector<std::string> texts = kRow;
  texts.insert(texts.begin() + 1, "new 9");
  for (const bool styled : {true, false}) {
    std::vector<std::string> styles = styled ? kStyles2012 : std::vector<std::string>();
    if (styled) styles.insert(styles.begin() + 1, "ISOMB");
    DocxSample sample;
    sample.body = Tbl(grid, Row(texts, styles));
    const v1::CommentTable table = MustRead("a.docx", Docx(sample));
    EXPECT_EQ(table.variant(), "version 2012-03, 9 columns");
    ASSERT_THAT(Kinds(table),
                ElementsAre(v1::NOTICE_KIND_COLUMNS_GUESSED, v1::NOTICE_KIND_MORE_COLUMNS));
    EXPECT_THAT(table.notices(0).text(), HasSubstr(styled ? "styles" : "place"));
    ASSERT_EQ(table.comments_size(), 1);
    EXPECT_EQ(table.comments(0).label(), "DE-001");
    EXPECT_EQ(table.comments(0).line(), "17");
    EXPECT_EQ(table.comments(0).observation(), "Accepted.");
    ASSERT_EQ(table.comments(0).origin().notices_size(), 1);
    EXPECT_THAT(table.comments(0).origin().notices(0).text(), HasSubstr("new 9"));
  }
}

TEST(Docx, StylesTellWhichColumnWasAdded) {
  std::vector<int> grid = kGrid2012;
  grid.push_back(900);
  std::vector<std::string> texts = kRow;
  texts.push_back("an editor's remark");
  DocxSample sample;
  sample.body = Tbl(grid, Row(texts, kStyles2012));
  const v1::CommentTable table = MustRead("a.docx", Docx(sample));
  ASSERT_EQ(table.comments_size(), 1);
  EXPECT_EQ(table.comments(0).line(), "17");
  EXPECT_THAT(table.comments(0).origin().notices(0).text(), HasSubstr("an editor's remark"));
}

TEST(Docx, WithoutCaptionsColumnsAreGuessed) {
  DocxSample sample;
  sample.header = "";
  sample.body = Tbl(kGrid2012, Row(kRow, kStyles2012));
  const v1::CommentTable table = MustRead("a.docx", Docx(sample));
  EXPECT_THAT(Kinds(table), ElementsAre(v1::NOTICE_KIND_COLUMNS_GUESSED));
  ASSERT_EQ(table.comments_size(), 1);
  EXPECT_EQ(table.comments(0).clause(), "3.1");
}

TEST(Docx, CaptionsOnTopOfTheTableAreNoRow) {
  DocxSample sample;
  sample.header = "";
  // In another order: the captions decide.
  sample.body = Tbl(kGrid2012, Row({"MB/NC", "Clause/Subclause", "Line number", "Paragraph", "Type",
                                    "Proposed change", "Comments", "Observations"}) +
                                   Row({"DE-1", "4.2", "9", "", "ed", "What", "Why", ""}));
  const v1::CommentTable table = MustRead("a.docx", Docx(sample));
  EXPECT_THAT(Kinds(table), IsEmpty());
  ASSERT_EQ(table.comments_size(), 1);
  EXPECT_EQ(table.comments(0).comment(), "Why");
  EXPECT_EQ(table.comments(0).clause(), "4.2");
  EXPECT_EQ(table.comments(0).origin().row(), 2);
}

TEST(Docx, TheNameDoesNotSayWhatAFileIs) {
  const v1::CommentTable table = MustRead("en123p4-afnor.doc", Docx2012({kRow}));
  EXPECT_EQ(table.format(), v1::TABLE_FORMAT_DOCX);
  EXPECT_THAT(Kinds(table), ElementsAre(v1::NOTICE_KIND_OTHER_FORMAT));
  EXPECT_THAT(Kinds(MustRead("a.DOCX", Docx2012({kRow}))), IsEmpty());
}

TEST(Docx, ADocumentWithoutTheTableIsRefused) {
  DocxSample sample;
  sample.body = Tbl({100, 200}, Row({"a", "b"}));
  const auto table = Read("a.docx", Docx(sample));
  EXPECT_EQ(RefusalOf(table.status()), v1::FILE_REFUSAL_NO_TABLE);
  EXPECT_NE(RemedyOf(table.status()), "");
}

}  // namespace
}  // namespace placet::comments::tables
