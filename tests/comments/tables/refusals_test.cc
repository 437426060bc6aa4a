// Files that are no tables, or were made to do harm.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/comments/tables/limits.h"
#include "services/comments/tables/read.h"
#include "services/comments/tables/refusal.h"
#include "services/comments/tables/zip_file.h"
#include "services/rpc/refuse.h"
#include "tests/comments/tables/samples.h"

namespace placet::comments::tables {
namespace {

using ::testing::HasSubstr;

const std::vector<std::string> kRow = {"DE-1", "", "4", "", "te", "c", "", ""};

// The refusal, which must come with a sentence and a remedy.
v1::FileRefusal Refusal(const std::string& bytes, const std::string& name = "a.docx") {
  const absl::Status status = Read(name, bytes).status();
  EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
  EXPECT_NE(status.message(), "");
  EXPECT_NE(RemedyOf(status), "");
  return RefusalOf(status);
}

// A document whose main part is `xml`.
std::string WithDocument(const std::string& xml) {
  return Zipped({{"_rels/.rels",
                  "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/"
                  "relationships\"><Relationship Id=\"r\" Type=\"x/officeDocument\" "
                  "Target=\"word/document.xml\"/></Relationships>"},
                 {"word/document.xml", xml}});
}

std::string Document(const std::string& body) {
  return absl::StrCat(
      "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">"
      "<w:body>",
      body, "</w:body></w:document>");
}

TEST(Refusals, CarryReasonDomainAndRemedy) {
  const absl::Status status = Read("a.docx", "").status();
  EXPECT_EQ(rpc::ReasonOf(status), "FILE_EMPTY");
  EXPECT_EQ(RefusalOf(status), v1::FILE_REFUSAL_EMPTY);
  EXPECT_EQ(RefusalOf(absl::OkStatus()), v1::FILE_REFUSAL_UNSPECIFIED);
  EXPECT_EQ(RefusalOf(absl::InternalError("x")), v1::FILE_REFUSAL_UNSPECIFIED);
  EXPECT_EQ(RemedyOf(absl::InternalError("x")), "");
}

TEST(Refusals, OfOtherFormats) {
  EXPECT_EQ(
      Refusal(std::string("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") + std::string(600, '\0'), "a.doc"),
      v1::FILE_REFUSAL_OLD_OFFICE);
  EXPECT_EQ(Refusal("%PDF-1.7"), v1::FILE_REFUSAL_UNKNOWN_FORMAT);
  EXPECT_EQ(Refusal("{\\rtf1 }"), v1::FILE_REFUSAL_UNKNOWN_FORMAT);
  EXPECT_EQ(Refusal("<html><table>"), v1::FILE_REFUSAL_UNKNOWN_FORMAT);
  EXPECT_EQ(Refusal(std::string("\xFF\xFEM\0B\0", 6), "a.csv"), v1::FILE_REFUSAL_UNKNOWN_FORMAT);
  EXPECT_EQ(Refusal(std::string("\x89PNG\r\n\0\0", 8)), v1::FILE_REFUSAL_UNKNOWN_FORMAT);
  EXPECT_EQ(Refusal(Zipped({{"readme.txt", "hello"}})), v1::FILE_REFUSAL_UNKNOWN_FORMAT);
  EXPECT_EQ(Refusal(WithDocument("<html/>")), v1::FILE_REFUSAL_UNKNOWN_FORMAT);
  EXPECT_EQ(Refusal(" \n\t"), v1::FILE_REFUSAL_EMPTY);
}

TEST(Refusals, OfDamagedFiles) {
  const std::string whole = Docx2012({kRow});
  for (const size_t size : {size_t{4}, whole.size() / 2, whole.size() - 10}) {
    EXPECT_EQ(Refusal(whole.substr(0, size)), v1::FILE_REFUSAL_DAMAGED) << size;
  }
  EXPECT_EQ(Refusal(WithDocument(Document("<w:tbl>"))), v1::FILE_REFUSAL_DAMAGED);
  EXPECT_EQ(Refusal(WithDocument("")), v1::FILE_REFUSAL_DAMAGED);
  EXPECT_EQ(Refusal(WithDocument(Document("caf\xE9"))), v1::FILE_REFUSAL_DAMAGED);
}

TEST(Refusals, EveryByteMayBeWrong) {
  const std::string whole = Docx2012({kRow});
  int read = 0;
  for (size_t i = 0; i < whole.size(); i += 3) {
    std::string bytes = whole;
    bytes[i] = static_cast<char>(bytes[i] ^ 0x55);
    const auto table = Read("a.docx", bytes);
    if (table.ok()) {
      ++read;
    } else {
      EXPECT_NE(RefusalOf(table.status()), v1::FILE_REFUSAL_UNSPECIFIED) << table.status();
    }
  }
  EXPECT_GT(read, 0) << "bytes without a meaning may be anything";
}

TEST(Refusals, OfDocumentTypesAndEntities) {
  const std::string bomb =
      "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]>" +
      Document("&b;");
  EXPECT_EQ(Refusal(WithDocument(bomb)), v1::FILE_REFUSAL_UNSAFE);
  const std::string outside =
      "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>" + Document("&a;");
  EXPECT_EQ(Refusal(WithDocument(outside)), v1::FILE_REFUSAL_UNSAFE);
}

TEST(Refusals, OfGreatDepth) {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<w:sdt>";
  EXPECT_EQ(Refusal(WithDocument(Document(deep))), v1::FILE_REFUSAL_UNSAFE);
}

TEST(Refusals, OfEntriesThatLeadElsewhere) {
  for (const char* name :
       {"../../etc/passwd", "/etc/passwd", "word\\..\\x", "C:/x", "word/../../x"}) {
    EXPECT_EQ(Refusal(Zipped({{"a", "b"}, {name, "x"}})), v1::FILE_REFUSAL_UNSAFE) << name;
  }
}

TEST(Refusals, OfContainersThatAreTooLarge) {
  EXPECT_EQ(Refusal(WithDocument(std::string(64 << 20, ' '))), v1::FILE_REFUSAL_TOO_LARGE)
      << "ratio";
  Parts many;
  for (int i = 0; i <= kMostEntries; ++i) many.emplace_back(absl::StrCat("e", i), "");
  EXPECT_EQ(Refusal(Zipped(many)), v1::FILE_REFUSAL_TOO_LARGE);
  EXPECT_EQ(Refusal(std::string(kMostFileBytes + 1, 'x'), "a.csv"), v1::FILE_REFUSAL_TOO_LARGE);
}

TEST(Refusals, OfADirectoryThatLies) {
  std::string bytes = WithDocument(Document(P(R(std::string(5000, 'x')))));
  // Sizes stand 24 bytes into the entry of the central directory, before its name.
  const size_t name = bytes.rfind("word/document.xml");
  ASSERT_NE(name, std::string::npos);
  const size_t size = name - 46 + 24;
  bytes[size] = 16;
  bytes[size + 1] = bytes[size + 2] = bytes[size + 3] = 0;
  const v1::FileRefusal refusal = Refusal(bytes);
  EXPECT_TRUE(refusal == v1::FILE_REFUSAL_UNSAFE || refusal == v1::FILE_REFUSAL_DAMAGED);
}

TEST(Refusals, OfTooManyRows) {
  std::string csv = "MB,Clause,Comments\n";
  for (size_t i = 0; i <= kMostRows; ++i) absl::StrAppend(&csv, "DE,4,", i, "\n");
  EXPECT_EQ(Refusal(csv, "a.csv"), v1::FILE_REFUSAL_TOO_LARGE);
}

TEST(Refusals, NothingOutsideIsFollowed) {
  DocxSample sample;
  sample.header = "";
  sample.relations =
      "<Relationship Id=\"rId22\" Type=\"x/header\" Target=\"file:///etc/passwd\" "
      "TargetMode=\"External\"/><Relationship Id=\"rId23\" Type=\"x/comments\" "
      "Target=\"https://example.org/\" TargetMode=\"External\"/>";
  sample.body = Tbl(kGrid2012, Row(kRow)) +
                "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId22\"/></w:sectPr>";
  const v1::CommentTable table = MustRead("a.docx", Docx(sample));
  EXPECT_EQ(table.comments_size(), 1);
  EXPECT_EQ(table.date(), "");
}

}  // namespace
}  // namespace placet::comments::tables
