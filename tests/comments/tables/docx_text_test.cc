// What the runs of a Word document say: breaks, tracked changes, alternatives, and what is no text.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/comments/tables/samples.h"

namespace placet::comments::tables {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// The comment of a row whose sixth cell is `paragraphs`.
v1::CommentTable Table(const std::string& paragraphs, const std::string& row_properties = "",
                       DocxSample sample = {}) {
  std::vector<std::string> cells(8, Tc(P("")));
  cells[0] = Tc(P(R("DE-1")));
  cells[4] = Tc(P(R("te")));
  cells[5] = Tc(paragraphs);
  cells[6] = Tc(P(R("change")));
  sample.body = Tbl(kGrid2012, Tr(cells, row_properties));
  return MustRead("a.docx", Docx(sample));
}

std::string Comment(const v1::CommentTable& table) {
  return table.comments_size() == 1 ? table.comments(0).comment() : "no comment";
}

std::string Comment(const std::string& paragraphs) { return Comment(Table(paragraphs)); }

std::string NoticeText(const v1::CommentTable& table) {
  std::string text;
  for (const v1::Comment& comment : table.comments()) {
    for (const v1::Notice& notice : comment.origin().notices()) {
      absl::StrAppend(&text, notice.text(), "\n");
    }
  }
  return text;
}

TEST(DocxText, JoinsRunsAndKeepsParagraphs) {
  EXPECT_EQ(Comment(P(R("one ") + "<w:proofErr w:type=\"spellStart\"/>" + R("two")) + P("") +
                    P(R("three"))),
            "one two\n\nthree");
}

TEST(DocxText, CharactersThatAreElements) {
  EXPECT_EQ(Comment(P(R("a") + "<w:r><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/><w:t>d</w:t>"
                               "<w:noBreakHyphen/><w:t>e</w:t><w:softHyphen/><w:t>f</w:t></w:r>")),
            "a\tb\nc\nd\u2011e\u00ADf");
  EXPECT_EQ(Comment("<w:p><w:pPr><w:tabs><w:tab w:val=\"left\" w:pos=\"9\"/></w:tabs></w:pPr>" +
                    R("no tab") + "</w:p>"),
            "no tab");
}

TEST(DocxText, SymbolsOfTheSymbolFontAreUnicode) {
  const v1::CommentTable table =
      Table(P("<w:r><w:sym w:font=\"Symbol\" w:char=\"F061\"/>"
              "<w:sym w:font=\"Symbol\" w:char=\"F0A3\"/></w:r>"));
  EXPECT_EQ(Comment(table), "\u03B1\u2264");
  EXPECT_THAT(Kinds(table.comments(0)), IsEmpty());
  const v1::CommentTable other =
      Table(P(R("x") + "<w:r><w:sym w:font=\"Wingdings\" w:char=\"F0FC\"/></w:r>"));
  EXPECT_EQ(Comment(other), "x\uFFFD");
  EXPECT_THAT(NoticeText(other), HasSubstr("Wingdings"));
}

TEST(DocxText, HyperlinksKeepTheirTextAndTarget) {
  DocxSample sample;
  sample.relations =
      "<Relationship Id=\"rId9\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/"
      "relationships/hyperlink\" Target=\"https://example.org/a\" TargetMode=\"External\"/>";
  EXPECT_EQ(Comment(Table(P(R("see ") + "<w:hyperlink r:id=\"rId9\">" + R("here") +
                            "</w:hyperlink>" + R(".")),
                          "", sample)),
            "see here <https://example.org/a>.");
  EXPECT_EQ(Comment(Table(
                P("<w:hyperlink r:id=\"rId9\">" + R("https://example.org/a") + "</w:hyperlink>"),
                "", sample)),
            "https://example.org/a");
  EXPECT_EQ(Comment(P("<w:hyperlink w:anchor=\"x\">" + R("within") + "</w:hyperlink>")), "within");
}

TEST(DocxText, FieldsGiveTheirResult) {
  EXPECT_EQ(Comment(P("<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> REF x "
                      "</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>" +
                      R("Table 1") + "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>")),
            "Table 1");
}

TEST(DocxText, TrackedChangesAreTakenAsTheyWillBe) {
  const v1::CommentTable table = Table(
      P(R("The ") + "<w:del w:id=\"1\"><w:r><w:delText>old</w:delText></w:r></w:del>" +
        "<w:ins w:id=\"2\">" + R("new") + "</w:ins>" + "<w:moveFrom w:id=\"3\">" + R(" moved") +
        "</w:moveFrom>" + R(" text") + "<w:moveTo w:id=\"4\">" + R(" moved") + "</w:moveTo>"));
  EXPECT_EQ(Comment(table), "The new text moved");
  EXPECT_THAT(Kinds(table.comments(0)), ElementsAre(v1::NOTICE_KIND_TRACKED_CHANGES));
}

TEST(DocxText, AParagraphWhoseMarkWasDeletedGoesOn) {
  EXPECT_EQ(Comment("<w:p><w:pPr><w:rPr><w:del w:id=\"1\"/></w:rPr></w:pPr>" + R("one ") +
                    "</w:p>" + P(R("line"))),
            "one line");
}

TEST(DocxText, ARowThatWasDeletedIsLeftOutAndNoted) {
  const v1::CommentTable table = Table(P(R("gone")), "<w:del w:id=\"1\"/>");
  EXPECT_EQ(table.comments_size(), 0);
  ASSERT_THAT(Kinds(table), ElementsAre(v1::NOTICE_KIND_TRACKED_CHANGES));
  EXPECT_EQ(table.notices(0).row(), 1);
  EXPECT_EQ(Comment(Table(P(R("here")), "<w:ins w:id=\"1\"/>")), "here");
}

TEST(DocxText, OneBranchOfAlternativesIsTaken) {
  EXPECT_EQ(
      Comment(P(R("a") + "<mc:AlternateContent><mc:Choice Requires=\"x\">" + R("b") +
                "</mc:Choice><mc:Choice Requires=\"y\">" + R("c") + "</mc:Choice><mc:Fallback>" +
                R("d") + "</mc:Fallback></mc:AlternateContent>" + R("e"))),
      "abe");
}

TEST(DocxText, WhatIsNoTextIsNotedInItsColumn) {
  const v1::CommentTable table =
      Table(P(R("a") + "<m:oMathPara><m:oMath><m:r><m:t>x=y</m:t></m:r></m:oMath></m:oMathPara>" +
              "<w:r><w:drawing><w:t>not text</w:t></w:drawing></w:r><w:r><w:object/></w:r>" +
              "<w:r><w:pict/></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r>" + R("z")));
  EXPECT_EQ(Comment(table), "az");
  const std::string notices = NoticeText(table);
  for (const char* what : {"a formula: \"x=y\"", "a picture", "an embedded object", "a footnote"}) {
    EXPECT_THAT(notices, HasSubstr(what));
  }
  for (const v1::Notice& notice : table.comments(0).origin().notices()) {
    EXPECT_EQ(notice.kind(), v1::NOTICE_KIND_NOT_CARRIED_OVER);
    EXPECT_EQ(notice.column(), 6);
  }
}

TEST(DocxText, WordCommentsAreNotedWithTheirText) {
  DocxSample sample;
  sample.relations =
      "<Relationship Id=\"rId9\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/"
      "relationships/comments\" Target=\"comments.xml\"/>";
  sample.parts = {{"word/comments.xml",
                   "<w:comments xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/"
                   "main\"><w:comment w:id=\"4\" w:author=\"Editor\">" +
                       P(R("Is this ours?")) + "</w:comment></w:comments>"}};
  const v1::CommentTable table =
      Table(P(R("x") + "<w:r><w:commentReference w:id=\"4\"/></w:r>"), "", sample);
  EXPECT_EQ(Comment(table), "x");
  EXPECT_THAT(NoticeText(table), HasSubstr("Editor: Is this ours?"));
}

TEST(DocxText, ATableWithinACellKeepsItsText) {
  const v1::CommentTable table =
      Table(P(R("before")) + Tbl({1, 2}, Row({"a", "b"}) + Row({"c", "d"})) + P(R("after")));
  EXPECT_EQ(Comment(table), "before\na\nb\nc\nd\nafter");
  EXPECT_THAT(NoticeText(table), HasSubstr("a table within the cell"));
}

TEST(DocxText, ContentControlsAreTransparent) {
  EXPECT_EQ(Comment("<w:sdt><w:sdtPr><w:t>hidden</w:t></w:sdtPr><w:sdtContent>" + P(R("shown")) +
                    "</w:sdtContent></w:sdt>"),
            "shown");
}

}  // namespace
}  // namespace placet::comments::tables
