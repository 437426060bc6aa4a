// Rows of Word documents: blank, odd, faulty, merged; and the sink that they go to.
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

TEST(DocxRows, BlankRowsAreSkippedAndCounted) {
  const v1::CommentTable table = MustRead(
      "a.docx", Docx2012({std::vector<std::string>(8, ""), std::vector<std::string>(8, "\u00A0 "),
                          kRow, std::vector<std::string>(8, "")}));
  ASSERT_EQ(table.comments_size(), 1);
  EXPECT_EQ(table.comments(0).origin().row(), 3);
  EXPECT_THAT(table.rejected(), IsEmpty());
}

TEST(DocxRows, RawCellsAreKeptWhereTheyDiffer) {
  std::vector<std::string> cells;
  for (const std::string& text : kRow) cells.push_back(Tc(P(R(text))));
  cells[0] = Tc(P(R("CN-001")) + P(R("-002")) + P(""));
  cells[2] = Tc(P(R(" 6.2")) + P("") + P(""));
  cells[4] = Tc(P(R("Ed.")));
  DocxSample sample;
  sample.body = Tbl(kGrid2012, Tr(cells));
  const v1::CommentTable table = MustRead("a.docx", Docx(sample));
  ASSERT_EQ(table.comments_size(), 1);
  EXPECT_EQ(table.comments(0).label(), "CN-001-002");
  EXPECT_EQ(table.comments(0).clause(), "6.2");
  EXPECT_THAT(table.comments(0).origin().raw_cells(),
              UnorderedElementsAre(Pair(1, "CN-001\n-002"), Pair(5, "Ed.")));
}

TEST(DocxRows, NoticesTellWhatIsOdd) {
  const v1::CommentTable table =
      MustRead("a.docx", Docx2012({{"", "", "", "", "", "c", "", "Fixed"},
                                   {"AFNOR-1", "", "", "", "major", "c", "", ""},
                                   {"TMG-2", "", "", "", "te", "c", "", ""},
                                   {"TMG-2", "", "", "", "te", "d", "", ""}}));
  ASSERT_EQ(table.comments_size(), 4);
  EXPECT_THAT(Kinds(table.comments(0)),
              UnorderedElementsAre(v1::NOTICE_KIND_BODY_MISSING, v1::NOTICE_KIND_TYPE_MISSING,
                                   v1::NOTICE_KIND_DISPOSITION_UNKNOWN));
  EXPECT_THAT(Kinds(table.comments(1)),
              UnorderedElementsAre(v1::NOTICE_KIND_ACRONYM, v1::NOTICE_KIND_TYPE_UNKNOWN));
  EXPECT_THAT(Kinds(table.comments(2)), ElementsAre(v1::NOTICE_KIND_BODY_UNKNOWN));
  EXPECT_THAT(Kinds(table.comments(3)),
              UnorderedElementsAre(v1::NOTICE_KIND_BODY_UNKNOWN, v1::NOTICE_KIND_LABEL_TWICE));
  for (const v1::Notice& notice : table.comments(1).origin().notices()) {
    EXPECT_EQ(notice.row(), 2);
    EXPECT_NE(notice.column(), 0);
    EXPECT_NE(notice.text(), "");
  }
}

TEST(DocxRows, FaultyRowsGoBackAndGoodOnesComeIn) {
  DocxSample sample;
  sample.body =
      Tbl(kGrid2012, Row(kRow) + Row(kRow) + Row({"DE-2", "", "4", "", "te", "", "", ""}) +
                         Tr({Tc(P(R("Clause 5")), "<w:gridSpan w:val=\"8\"/>")}) +
                         Row({"DE-3", "", "4", "", "te", std::string(100'001, 'x'), "", ""}) +
                         Row({"DE-4", "", std::string(501, '1'), "", "te", "c", "", ""}) +
                         Row({"DE-5", "", "4", "", "te", "", "only a change", ""}));
  const v1::CommentTable table = MustRead("a.docx", Docx(sample));
  ASSERT_EQ(table.comments_size(), 2);
  EXPECT_EQ(table.comments(1).proposed_change(), "only a change");
  std::vector<std::pair<int, v1::RejectReason>> rejected;
  for (const v1::RejectedRow& row : table.rejected()) {
    rejected.emplace_back(row.row(), row.reason());
    EXPECT_EQ(row.file(), "a.docx");
    EXPECT_NE(row.text(), "");
    EXPECT_NE(row.remedy(), "");
    for (const auto& [column, cell] : row.raw_cells()) EXPECT_LE(cell.size(), 1000u) << column;
  }
  EXPECT_THAT(
      rejected,
      ElementsAre(Pair(2, v1::REJECT_REASON_REPEATED), Pair(3, v1::REJECT_REASON_NO_COMMENT),
                  Pair(4, v1::REJECT_REASON_TOO_FEW_CELLS), Pair(5, v1::REJECT_REASON_TOO_LONG),
                  Pair(6, v1::REJECT_REASON_TOO_LONG)));
  EXPECT_EQ(table.rejected(3).column(), 6);
  EXPECT_EQ(table.rejected(4).column(), 3);
  EXPECT_EQ(table.rejected(2).raw_cells().at(1), "Clause 5");
}

TEST(DocxRows, CellsMergedDownwardsSayTheSameOfTheirRows) {
  std::vector<std::string> first;
  std::vector<std::string> second;
  for (size_t i = 0; i < 8; ++i) {
    first.push_back(Tc(P(R(kRow[i])), i < 3 ? "<w:vMerge w:val=\"restart\"/>" : ""));
    second.push_back(Tc(P(i < 3 ? "" : R(kRow[i] + " 2")), i < 3 ? "<w:vMerge/>" : ""));
  }
  DocxSample sample;
  sample.body = Tbl(kGrid2012, Tr(first) + Tr(second));
  const v1::CommentTable table = MustRead("a.docx", Docx(sample));
  ASSERT_EQ(table.comments_size(), 2);
  EXPECT_EQ(table.comments(1).clause(), "3.1");
  EXPECT_EQ(table.comments(1).member(), "members/de");
  EXPECT_EQ(table.comments(1).comment(), "Comment 2");
}

TEST(DocxRows, RowsGoToTheSinkOneByOneAndItMayEndTheReading) {
  class Stops : public RowSink {
   public:
    absl::Status Take(v1::Comment) override {
      return ++taken == 2 ? absl::CancelledError("enough") : absl::OkStatus();
    }
    absl::Status Reject(v1::RejectedRow) override { return absl::OkStatus(); }
    int taken = 0;
  };
  std::vector<std::vector<std::string>> rows;
  for (int i = 0; i < 5; ++i) {
    rows.push_back(kRow);
    rows.back()[0] = absl::StrCat("DE-", i);
  }
  Stops sink;
  const auto head = ReadRows("a.docx", Docx2012(rows), sink);
  EXPECT_TRUE(absl::IsCancelled(head.status()));
  EXPECT_EQ(sink.taken, 2);
}

}  // namespace
}  // namespace placet::comments::tables
