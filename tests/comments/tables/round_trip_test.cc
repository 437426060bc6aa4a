// What is written is read back as it was: made-up comments through every format, and the corners.
#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/comments/tables/disposition.h"
#include "services/comments/tables/read.h"
#include "services/comments/tables/text.h"
#include "services/comments/tables/write.h"
#include "tests/comments/tables/samples.h"

namespace placet::comments::tables {
namespace {

constexpr v1::TableFormat kFormats[] = {v1::TABLE_FORMAT_DOCX, v1::TABLE_FORMAT_XLSX,
                                        v1::TABLE_FORMAT_CSV, v1::TABLE_FORMAT_YAML,
                                        v1::TABLE_FORMAT_JSON};

bool KeepsAll(v1::TableFormat format) {
  return format == v1::TABLE_FORMAT_CSV || format == v1::TABLE_FORMAT_XLSX;
}

// The comment as a format of eight columns can hold it.
v1::Comment Comparable(v1::Comment comment, v1::TableFormat format) {
  comment.clear_origin();
  if (KeepsAll(format)) return comment;
  comment.clear_tags();
  comment.clear_attachments();
  comment.clear_assignee();
  comment.clear_due_day();
  comment.clear_conditions_vote();
  return comment;
}

// What differs after writing and reading; "" for nothing.
std::string Difference(const v1::CommentTable& table, v1::TableFormat format) {
  const auto file = Write(format, table);
  if (!file.ok()) return std::string(file.status().message());
  const auto read = Read(absl::StrCat("a.", EndingOf(format)), *file);
  if (!read.ok()) return std::string(read.status().message());
  if (read->rejected_size() > 0) return read->rejected(0).DebugString();
  if (read->format() != format) return "another format";
  if (read->comments_size() != table.comments_size()) return "another number of rows";
  std::string report;
  google::protobuf::util::MessageDifferencer differencer;
  differencer.ReportDifferencesToString(&report);
  for (int i = 0; i < table.comments_size(); ++i) {
    differencer.Compare(Comparable(table.comments(i), format),
                        Comparable(read->comments(i), format));
  }
  return report;
}

// Text with the characters that formats trip over, of at most so many pieces of seven bytes.
std::string SomeText(int most = 100) {
  static const std::vector<std::string> kPieces = {
      "a",      "Z",      " ",   "  ",         "\n",     "\n\n",    "\t",     "\"",     "'",
      ",",      ";",      "<",   "&",          "]]>",    "_x000D_", "_x",     "=",      "+",
      "-",      "@",      ":",   "#",          "- ",     "null",    "no",     "~",      "|",
      ">",      "%",      "\\",  "\u00A0",     "\u2028", "{",       "\u00E9", "\u03B1", "\u4E2D",
      "\u2011", "\u0085", "1.0", "\U0001F600", "*a",     "&amp;"};
  const auto pieces =
      *rc::gen::scale(most / 100.0,
                      rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(kPieces)))
           .as("text");
  std::string text;
  for (const std::string& piece : pieces) text += piece;
  return std::string(Trimmed(text));
}

v1::Comment SomeComment(int number) {
  v1::Comment comment;
  comment.set_label(absl::StrCat(*rc::gen::element("DE", "NO", "**", "JRC (EC)"), "-", number));
  // As long as the contract lets them be: 500, 500, 200 bytes.
  comment.set_clause(OneLine(SomeText(70)));
  comment.set_element(OneLine(SomeText(70)));
  comment.set_line(OneLine(SomeText(25)));
  if (*rc::gen::arbitrary<bool>()) comment.add_types(v1::COMMENT_TYPE_EDITORIAL);
  if (*rc::gen::arbitrary<bool>()) comment.add_types(v1::COMMENT_TYPE_TECHNICAL);
  comment.set_comment("c" + SomeText());
  comment.set_proposed_change(SomeText());
  comment.set_observation(
      absl::StrCat(*rc::gen::element("Accepted. ", "Not accepted. ", "", "Noted: "), SomeText()));
  comment.set_observation(std::string(Trimmed(comment.observation())));
  comment.set_disposition(ParseDisposition(comment.observation()));
  const std::string label = comment.label();
  if (label[0] == 'D') comment.set_member("members/de");
  if (label[0] == 'N') comment.set_member("members/no");
  if (label[0] == '*') comment.set_liaison("**");
  if (label[0] == 'J') comment.set_liaison("JRC (EC)");
  return comment;
}

RC_GTEST_PROP(RoundTrip, EveryFormatGivesTheSameComments, ()) {
  v1::CommentTable table;
  const int rows = *rc::gen::inRange(0, 4);
  for (int i = 0; i < rows; ++i) *table.add_comments() = SomeComment(i + 1);
  for (const v1::TableFormat format : kFormats) {
    const std::string difference = Difference(table, format);
    if (!difference.empty()) RC_FAIL(absl::StrCat(EndingOf(format), ": ", difference));
  }
}

class EveryFormat : public ::testing::TestWithParam<v1::TableFormat> {};
INSTANTIATE_TEST_SUITE_P(RoundTrip, EveryFormat, ::testing::ValuesIn(kFormats),
                         [](const auto& format) { return std::string(EndingOf(format.param)); });

v1::CommentTable Minimal() {
  v1::CommentTable table;
  v1::Comment& comment = *table.add_comments();
  comment.set_label("NO-001");
  comment.set_member("members/no");
  comment.set_clause("no");
  comment.set_comment("c");
  return table;
}

TEST_P(EveryFormat, HoldsWhatIsLong) {
  v1::CommentTable table = Minimal();
  std::string text;
  while (text.size() < 99'000) absl::StrAppend(&text, "w\u00F6rter \U0001F600 ", text.size(), "\n");
  text += "end";
  table.mutable_comments(0)->set_comment(text);
  table.mutable_comments(0)->set_proposed_change(std::string(100'000, 'x'));
  table.mutable_comments(0)->set_observation("Accepted.\n" + std::string(40'000, 'y'));
  table.mutable_comments(0)->set_disposition(v1::DISPOSITION_ACCEPTED);
  EXPECT_EQ(Difference(table, GetParam()), "");
}

TEST_P(EveryFormat, HoldsATableWithoutRows) { EXPECT_EQ(Difference({}, GetParam()), ""); }

TEST_P(EveryFormat, HoldsTheHead) {
  v1::CommentTable table = Minimal();
  table.set_date("2026-11-23");
  table.set_document("ISO/TC 307 N 1 & <2>");
  table.set_project("ISO 22739");
  table.set_title("Vocabulary");
  const auto file = Write(GetParam(), table);
  ASSERT_TRUE(file.ok()) << file.status();
  const v1::CommentTable read = MustRead("a", *file);
  if (GetParam() == v1::TABLE_FORMAT_CSV) return;  // CSV has no place for it
  EXPECT_EQ(read.date(), table.date());
  EXPECT_EQ(read.document(), table.document());
  EXPECT_EQ(read.project(), table.project());
  EXPECT_EQ(read.title(), table.title());
}

TEST_P(EveryFormat, SaysADispositionThatTheObservationDoesNotSay) {
  v1::CommentTable table = Minimal();
  table.mutable_comments(0)->set_observation("See 4.2.");
  table.mutable_comments(0)->set_disposition(v1::DISPOSITION_NOT_ACCEPTED);
  const v1::CommentTable read = MustRead("a", *Write(GetParam(), table));
  EXPECT_EQ(read.comments(0).disposition(), v1::DISPOSITION_NOT_ACCEPTED);
  EXPECT_THAT(read.comments(0).observation(), ::testing::EndsWith("See 4.2."));
}

TEST_P(EveryFormat, LeavesOutWhatIsNoText) {
  v1::CommentTable table = Minimal();
  table.mutable_comments(0)->set_comment(
      "a\x01"
      "b\uFFFE"
      "c\r\nd");
  EXPECT_EQ(MustRead("a", *Write(GetParam(), table)).comments(0).comment(), "abc\nd");
}

TEST_P(EveryFormat, WritesACommentWithoutALabelUnderItsBody) {
  v1::CommentTable table = Minimal();
  table.mutable_comments(0)->clear_label();
  const v1::CommentTable read = MustRead("a", *Write(GetParam(), table));
  EXPECT_EQ(read.comments(0).label(), "NO");
  EXPECT_EQ(read.comments(0).member(), "members/no");
}

TEST_P(EveryFormat, GivesTheSameBytesAgain) {
  EXPECT_EQ(*Write(GetParam(), Minimal()), *Write(GetParam(), Minimal()));
}

TEST_P(EveryFormat, EndsWithTheSink) {
  const auto full = [](absl::string_view) { return absl::ResourceExhaustedError("disk"); };
  auto writer = MakeWriter(GetParam(), {}, full);
  absl::Status status = writer.status();
  for (int i = 0; status.ok() && i < 100'000; ++i) status = (*writer)->Add(Minimal().comments(0));
  if (status.ok()) status = (*writer)->Finish();
  EXPECT_TRUE(absl::IsResourceExhausted(status)) << status;
}

// A client that goes away; what the writer holds is given back (the sanitizers see to that).
TEST_P(EveryFormat, MayBeAbandoned) {
  size_t bytes = 0;
  {
    auto writer = MakeWriter(GetParam(), {}, [&](absl::string_view piece) {
      bytes += piece.size();
      return absl::OkStatus();
    });
    ASSERT_TRUE(writer.ok()) << writer.status();
    EXPECT_TRUE((*writer)->Add(Minimal().comments(0)).ok());
  }
  EXPECT_LE(bytes, Write(GetParam(), Minimal())->size()) << "nobody gets the rest";
}

TEST(RoundTrip, SheetsKeepAllOfAComment) {
  v1::CommentTable table = Minimal();
  v1::Comment& comment = *table.mutable_comments(0);
  comment.add_tags("a tag, with a comma");
  comment.add_attachments("ISO/TC 307 N 1");
  comment.add_attachments("figure; new.png");
  comment.set_assignee("people/erika");
  comment.set_due_day("2026-12-01");
  comment.set_conditions_vote(true);
  comment.set_disposition(v1::DISPOSITION_DUPLICATE);
  comment.set_observation("Duplicate of DE-001.");
  EXPECT_EQ(Difference(table, v1::TABLE_FORMAT_CSV), "");
  EXPECT_EQ(Difference(table, v1::TABLE_FORMAT_XLSX), "");
}

}  // namespace
}  // namespace placet::comments::tables
