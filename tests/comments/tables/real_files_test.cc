// Real tables that lie beside this repository and are not in it: read, and written and read again
// in every format. Skipped where they are not there.
#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "services/comments/tables/read.h"
#include "services/comments/tables/write.h"
#include "tests/comments/tables/samples.h"

namespace placet::comments::tables {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::HasSubstr;

const fs::path kFolder = PLACET_SOURCE_DIR "/../shared/data/comments";

std::string Bytes(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

class RealFiles : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(kFolder)) GTEST_SKIP() << kFolder << " is not there";
  }
  static v1::CommentTable Table(const char* name) { return MustRead(name, Bytes(kFolder / name)); }
};

TEST_F(RealFiles, TheBlankFormHasNoComments) {
  const v1::CommentTable table = Table("commenting_template_2012-03_blank.docx");
  EXPECT_EQ(table.variant(), "version 2012-03");
  EXPECT_EQ(table.comments_size() + table.rejected_size() + table.notices_size(), 0);
}

TEST_F(RealFiles, TheTableOfDis19168IsReadWhole) {
  const v1::CommentTable table = Table("dis_19168-2_resolved.docx");
  EXPECT_EQ(table.variant(), "version 2012-03");
  EXPECT_EQ(table.date(), "2021-07-05");
  EXPECT_EQ(table.document(), "ISO/TC 211 N 5600");
  EXPECT_THAT(table.title(), HasSubstr("ISO/DIS 19168-2"));
  ASSERT_EQ(table.comments_size(), 21);
  EXPECT_EQ(table.rejected_size(), 0);
  EXPECT_EQ(table.comments(1).label(), "CN-001-002");
  EXPECT_EQ(table.comments(1).origin().raw_cells().at(1), "CN-001\n-002");
  EXPECT_EQ(table.comments(8).disposition(), v1::DISPOSITION_NOT_ACCEPTED);
  EXPECT_EQ(table.comments(15).member(), "members/my");
  EXPECT_THAT(Kinds(table.comments(15)), Contains(v1::NOTICE_KIND_ACRONYM));
  EXPECT_EQ(table.comments(20).clause(), "Annex A.1");
}

TEST_F(RealFiles, TheReviewOfIso80000IsReadWhole) {
  const v1::CommentTable table = Table("review_80000-2_comments.yaml");
  EXPECT_EQ(table.format(), v1::TABLE_FORMAT_YAML);
  ASSERT_EQ(table.comments_size(), 55);
  EXPECT_EQ(table.rejected_size(), 0);
  EXPECT_EQ(table.comments(0).label(), "DE-002");
  EXPECT_EQ(table.comments(7).clause(), "10");
  EXPECT_EQ(table.comments(40).member(), "members/pl");
}

TEST_F(RealFiles, GoThroughEveryFormatUnchanged) {
  for (const char* name : {"dis_19168-2_resolved.docx", "review_80000-2_comments.yaml",
                           "commenting_template_2012-03_blank.docx"}) {
    const v1::CommentTable table = Table(name);
    for (int format = 1; format <= v1::TableFormat_MAX; ++format) {
      const auto file = Write(static_cast<v1::TableFormat>(format), table);
      ASSERT_TRUE(file.ok()) << file.status();
      const v1::CommentTable again = MustRead("again", *file);
      EXPECT_EQ(again.format(), format);
      ASSERT_EQ(again.comments_size(), table.comments_size()) << name;
      for (int i = 0; i < table.comments_size(); ++i) {
        v1::Comment before = table.comments(i);
        v1::Comment after = again.comments(i);
        before.clear_origin();
        after.clear_origin();
        std::string report;
        google::protobuf::util::MessageDifferencer differencer;
        differencer.ReportDifferencesToString(&report);
        EXPECT_TRUE(differencer.Compare(before, after)) << name << " as " << format << "\n"
                                                        << report;
      }
    }
  }
}

TEST_F(RealFiles, TheBlankFormCanBeFilled) {
  const v1::CommentTable table = Table("dis_19168-2_resolved.docx");
  const std::string form = Bytes(kFolder / "commenting_template_2012-03_blank.docx");
  const auto file = Write(v1::TABLE_FORMAT_DOCX, table, {form});
  ASSERT_TRUE(file.ok()) << file.status();
  for (const char* part : {"word/header2.xml", "word/footer2.xml", "word/styles.xml"}) {
    EXPECT_EQ(Unzipped(*file, part), Unzipped(form, part));
  }
  const v1::CommentTable again = MustRead("filled.docx", *file);
  ASSERT_EQ(again.comments_size(), 21);
  EXPECT_EQ(again.notices_size(), 0);
  for (int i = 0; i < 21; ++i) {
    EXPECT_EQ(again.comments(i).comment(), table.comments(i).comment());
    EXPECT_EQ(again.comments(i).label(), table.comments(i).label());
  }
}

}  // namespace
}  // namespace placet::comments::tables
