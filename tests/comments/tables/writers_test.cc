// What stands in the files that are written: structure that other tools rely on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <pugixml.hpp>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/comments/tables/read.h"
#include "services/comments/tables/refusal.h"
#include "services/comments/tables/write.h"
#include "tests/comments/tables/samples.h"

namespace placet::comments::tables {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using ::testing::StartsWith;

v1::CommentTable Sample() {
  v1::CommentTable table;
  table.set_date("2026-11-23");
  table.set_document("ISO/TC 307 N 1");
  for (int i = 1; i <= v1::Disposition_MAX + 1; ++i) {
    v1::Comment& comment = *table.add_comments();
    comment.set_name(absl::StrCat("ballots/iso-dis-1/comments/", i));
    comment.set_label(absl::StrCat("DE-00", i));
    comment.set_clause("8.2");
    comment.set_comment("first\nsecond\tline");
    comment.set_disposition(static_cast<v1::Disposition>(i - 1));
  }
  return table;
}

std::string Written(v1::TableFormat format) {
  const auto file = Write(format, Sample());
  EXPECT_TRUE(file.ok()) << file.status();
  return file.value_or("");
}

pugi::xml_document Part(const std::string& file, const std::string& name) {
  pugi::xml_document document;
  EXPECT_TRUE(document.load_string(Unzipped(file, name).c_str())) << name;
  return document;
}

std::vector<std::string> Values(const pugi::xml_document& part, const char* path) {
  std::vector<std::string> values;
  for (const auto& node : part.select_nodes(path)) values.push_back(node.attribute().value());
  return values;
}

TEST(DocxWriter, HasTheStructureOfTheTemplate) {
  const std::string file = Written(v1::TABLE_FORMAT_DOCX);
  const pugi::xml_document document = Part(file, "word/document.xml");
  const std::vector<std::string> grid = {"606",  "908",  "1209", "1209",
                                         "1115", "4177", "4233", "2419"};
  EXPECT_THAT(Values(document, "//w:body/w:tbl/w:tblGrid/w:gridCol/@w:w"), ElementsAreArray(grid));
  EXPECT_EQ(document.select_nodes("//w:tr").size(), 8u);
  EXPECT_EQ(document.select_nodes("//w:tr[1]/w:tc").size(), 8u);
  EXPECT_THAT(Values(document, "//w:tr[1]/w:tc/w:p[1]/w:pPr/w:pStyle/@w:val"),
              ElementsAreArray(kStyles2012));
  EXPECT_EQ(document.select_nodes("//w:tr[1]/w:tc[6]/w:p").size(), 2u);
  EXPECT_EQ(document.select_nodes("//w:tr[1]/w:tc[6]//w:tab").size(), 1u);
  EXPECT_THAT(Values(document, "//w:pgSz/@w:orient"), ElementsAre("landscape"));
  const pugi::xml_document styles = Part(file, "word/styles.xml");
  for (const std::string& style : kStyles2012) {
    EXPECT_FALSE(
        Values(styles, ("//w:style[@w:styleId='" + style + "']/@w:styleId").c_str()).empty());
  }
}

TEST(DocxWriter, HasTwoTablesInItsHeaderAndTheFootnotesInItsFooter) {
  const std::string file = Written(v1::TABLE_FORMAT_DOCX);
  const pugi::xml_document header = Part(file, "word/header1.xml");
  ASSERT_EQ(header.select_nodes("//w:tbl").size(), 2u);
  EXPECT_THAT(Values(header, "//w:tbl[1]/w:tblGrid/w:gridCol/@w:w"),
              ElementsAre("7740", "2410", "3119", "2607"));
  std::string footer;
  const pugi::xml_document footer_part = Part(file, "word/footer1.xml");
  for (const auto& text : footer_part.select_nodes("//w:t")) footer += text.node().text().get();
  EXPECT_THAT(footer, HasSubstr("MB = Member body / NC = National Committee"));
  EXPECT_THAT(footer, HasSubstr("ge = general"));
  EXPECT_THAT(footer, HasSubstr("commenting template/version 2012-03"));
  const v1::CommentTable read = MustRead("a.docx", file);
  EXPECT_EQ(read.variant(), "version 2012-03");
  EXPECT_EQ(read.notices_size(), 0);
}

std::string Form() {
  DocxSample sample;
  sample.body = P(R("Read the rules first.")) +
                Tbl(kGrid2012, Row(std::vector<std::string>(8, ""), kStyles2012));
  sample.parts = {{"word/media/logo.png", "not ours to change"}};
  return Docx(sample);
}

TEST(DocxWriter, FillsAFormAndKeepsAllElseOfIt) {
  const auto file = Write(v1::TABLE_FORMAT_DOCX, Sample(), {Form()});
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(Unzipped(*file, "word/media/logo.png"), "not ours to change");
  EXPECT_EQ(Unzipped(*file, "word/header7.xml"), Unzipped(Form(), "word/header7.xml"));
  EXPECT_THAT(Unzipped(*file, "word/document.xml"), HasSubstr("Read the rules first."));
  const v1::CommentTable read = MustRead("a.docx", *file);
  EXPECT_EQ(read.comments_size(), 8);
  EXPECT_EQ(read.date(), "2022-04-21") << "the form's own";
  EXPECT_EQ(read.comments(7).comment(), "first\nsecond\tline");
}

TEST(DocxWriter, RefusesWhatIsNoForm) {
  DocxSample old;
  old.header = Header2001();
  old.body = Tbl(kGrid2001, Row(std::vector<std::string>(7, "")));
  for (const std::string& form :
       {Docx(old), std::string("no form"), Written(v1::TABLE_FORMAT_XLSX)}) {
    const auto file = Write(v1::TABLE_FORMAT_DOCX, Sample(), {form});
    EXPECT_NE(RefusalOf(file.status()), v1::FILE_REFUSAL_UNSPECIFIED) << file.status();
  }
}

TEST(XlsxWriter, HasThreeSheetsWithFrozenFilteredCaptions) {
  const std::string file = Written(v1::TABLE_FORMAT_XLSX);
  const pugi::xml_document workbook = Part(file, "xl/workbook.xml");
  EXPECT_THAT(Values(workbook, "//sheet/@name"), ElementsAre("All", "Open", "Resolved"));
  const int rows[] = {8, 1, 7};
  for (int i = 1; i <= 3; ++i) {
    const pugi::xml_document sheet = Part(file, absl::StrCat("xl/worksheets/sheet", i, ".xml"));
    EXPECT_THAT(Values(sheet, "//pane/@state"), ElementsAre("frozen"));
    EXPECT_THAT(Values(sheet, "//pane/@topLeftCell"), ElementsAre("A5"));
    EXPECT_THAT(Values(sheet, "//autoFilter/@ref"),
                ElementsAre(absl::StrCat("A4:P", 4 + rows[i - 1])));
    EXPECT_EQ(sheet.select_nodes("//row").size(), static_cast<size_t>(3 + rows[i - 1]));
  }
}

TEST(XlsxWriter, PaintsObservationsByDisposition) {
  const std::string file = Written(v1::TABLE_FORMAT_XLSX);
  const pugi::xml_document sheet = Part(file, "xl/worksheets/sheet1.xml");
  const pugi::xml_document styles = Part(file, "xl/styles.xml");
  std::vector<std::string> colors;
  for (int row = 5; row <= 12; ++row) {
    const auto style =
        sheet.select_node(absl::StrCat("//c[@r='I", row, "']").c_str()).node().attribute("s");
    const auto look =
        styles.select_node(absl::StrCat("//cellXfs/xf[", style.as_int() + 1, "]").c_str()).node();
    const std::string fill =
        absl::StrCat("//fills/fill[", look.attribute("fillId").as_int() + 1, "]//fgColor");
    colors.push_back(styles.select_node(fill.c_str()).node().attribute("rgb").value());
    EXPECT_STREQ(look.child("alignment").attribute("wrapText").value(), "1");
  }
  EXPECT_THAT(colors, ElementsAre("FFD9D9D9", "FF92D050", "FFC4D79B", "FFC4D79B", "FFFF99CC",
                                  "FF8DB4E2", "FF8DB4E2", "FF8DB4E2"));
}

TEST(XlsxWriter, TheStateSaysWhatIsResolvedWhereThereIsOne) {
  v1::CommentTable table = Sample();
  for (v1::Comment& comment : *table.mutable_comments()) {
    comment.set_state(v1::COMMENT_STATE_PROPOSED);
  }
  table.mutable_comments(0)->set_state(v1::COMMENT_STATE_CLOSED);
  const std::string file = *Write(v1::TABLE_FORMAT_XLSX, table);
  EXPECT_EQ(Part(file, "xl/worksheets/sheet3.xml").select_nodes("//row").size(), 3u + 1u);
}

TEST(CsvWriter, HasAMarkCrLfAndGuardedFormulas) {
  v1::CommentTable table;
  v1::Comment& comment = *table.add_comments();
  comment.set_name("ballots/b/comments/17");
  comment.set_label("-009");
  comment.set_comment("=HYPERLINK(\"http://example.org\")");
  const std::string file = *Write(v1::TABLE_FORMAT_CSV, table);
  EXPECT_THAT(file, StartsWith("\xEF\xBB\xBFNumber,MB/NC,"));
  EXPECT_THAT(file, HasSubstr("\r\n17,\"'-009\",,,,,\"'=HYPERLINK(\"\"http://example.org\"\")\","));
  EXPECT_EQ(MustRead("a.csv", file).comments(0).label(), "-009");
}

TEST(YamlWriter, QuotesWhatOtherReadersTakeForSomethingElse) {
  v1::CommentTable table;
  v1::Comment& comment = *table.add_comments();
  comment.set_label("NO-001");
  comment.set_clause("8.10");
  comment.set_comment("one\ntwo");
  const std::string file = *Write(v1::TABLE_FORMAT_YAML, table);
  EXPECT_THAT(file, HasSubstr("body: 'NO'\n"));
  EXPECT_THAT(file, HasSubstr("clause: '8.10'\n"));
  EXPECT_THAT(file, HasSubstr("comments: |-\n    one\n    two\n"));
  EXPECT_THAT(file, StartsWith("---\nversion: 2012-03\n"));
}

TEST(Writers, KnowTheirEndingsAndMediaTypes) {
  EXPECT_EQ(EndingOf(v1::TABLE_FORMAT_DOCX), "docx");
  EXPECT_THAT(std::string(MediaTypeOf(v1::TABLE_FORMAT_XLSX)), HasSubstr("spreadsheetml"));
  EXPECT_TRUE(absl::IsInvalidArgument(Write(v1::TABLE_FORMAT_UNSPECIFIED, {}).status()));
}

// An independent reader; it stands in for Word and Excel where it is installed.
TEST(Writers, LibreOfficeOpensWhatTheyWrite) {
  if (std::system("command -v soffice >/dev/null 2>&1") != 0) {
    GTEST_SKIP() << "LibreOffice is not installed";
  }
  const fs::path folder = fs::path(::testing::TempDir()) / "placet-libreoffice";
  fs::create_directories(folder);
  const auto convert = [&](const std::string& name, v1::TableFormat format, const char* to) {
    std::ofstream(folder / name, std::ios::binary) << Written(format);
    const std::string command =
        absl::StrCat("timeout 120 soffice -env:UserInstallation=file://",
                     (folder / "profile").string(), " --headless --convert-to ", to, " --outdir ",
                     folder.string(), " ", (folder / name).string(), " >/dev/null 2>&1");
    EXPECT_EQ(std::system(command.c_str()), 0);
  };
  convert("a.docx", v1::TABLE_FORMAT_DOCX, "odt");
  EXPECT_TRUE(fs::exists(folder / "a.odt"));
  convert("a.xlsx", v1::TABLE_FORMAT_XLSX, "csv");
  std::ifstream csv(folder / "a.csv");
  const std::string text(std::istreambuf_iterator<char>(csv), {});
  EXPECT_THAT(text, HasSubstr("DE-001"));
  fs::remove_all(folder);
}

}  // namespace
}  // namespace placet::comments::tables
