// Word documents are opened again: the container with libzip, each part with pugixml.
#include "services/ballots/docx.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zip.h>

#include <cstddef>
#include <cstdlib>
#include <ctime>
#include <map>
#include <memory>
#include <pugixml.hpp>
#include <string>
#include <vector>

namespace placet::ballots::docx {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Key;
using ::testing::UnorderedElementsAre;

struct CloseZip {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct CloseEntry {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};

// The parts by name.
std::map<std::string, std::string> Unzipped(const std::string& bytes) {
  std::map<std::string, std::string> parts;
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr);
  const std::unique_ptr<zip_t, CloseZip> archive(
      zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, nullptr));
  if (archive == nullptr) return parts;
  const zip_int64_t entries = zip_get_num_entries(archive.get(), 0);
  for (zip_uint64_t i = 0; i < static_cast<zip_uint64_t>(entries); ++i) {
    zip_stat_t stat;
    zip_stat_init(&stat);
    EXPECT_EQ(zip_stat_index(archive.get(), i, 0, &stat), 0);
    const std::unique_ptr<zip_file_t, CloseEntry> file(zip_fopen_index(archive.get(), i, 0));
    std::string content(stat.size, '\0');
    EXPECT_EQ(zip_fread(file.get(), content.data(), content.size()),
              static_cast<zip_int64_t>(stat.size));
    parts[stat.name] = content;
  }
  return parts;
}

pugi::xml_document Parsed(const std::string& part) {
  pugi::xml_document document;
  const pugi::xml_parse_result result =
      document.load_buffer(part.data(), part.size(), pugi::parse_full | pugi::parse_ws_pcdata);
  EXPECT_TRUE(result) << result.description() << " in " << part;
  return document;
}

pugi::xml_document Main(const Document& document) {
  return Parsed(Unzipped(document.Bytes())["word/document.xml"]);
}

// The text of each paragraph, in order; a break is a line feed.
std::vector<std::string> Paragraphs(const pugi::xml_node& root) {
  std::vector<std::string> paragraphs;
  for (const pugi::xpath_node& paragraph : root.select_nodes(".//w:p")) {
    pugi::xpath_node_set pieces =
        paragraph.node().select_nodes(".//w:r/w:t|.//w:r/w:br|.//w:r/w:tab");
    pieces.sort();
    std::string text;
    for (const pugi::xpath_node& piece : pieces) {
      const std::string name = piece.node().name();
      text += name == "w:t" ? piece.node().child_value() : name == "w:br" ? "\n" : "\t";
    }
    paragraphs.push_back(text);
  }
  return paragraphs;
}

Document Sample() {
  Document document(
      "ISO/DIS 1 \xE2\x80\x93 decision",
      {.subject = "Decision", .author = "ISO/TC 1", .created = "2026-11-23T22:00:00Z"});
  document.PageHeader("ISO/TC 1");
  document.PageFooter("Form 13");
  document.Heading(1, "Result of voting");
  document.Paragraph("Approved.");
  document.Table({{"Member", "Vote"}, {"DIN", "yes"}, {"AFNOR"}}, Heads::kFirstRow, {3, 1});
  document.Table({{"Reference", "ISO/DIS 1"}}, Heads::kFirstColumn);
  return document;
}

TEST(Docx, HasTheParts) {
  EXPECT_THAT(
      Unzipped(Sample().Bytes()),
      UnorderedElementsAre(Key("[Content_Types].xml"), Key("_rels/.rels"), Key("docProps/core.xml"),
                           Key("word/document.xml"), Key("word/_rels/document.xml.rels"),
                           Key("word/styles.xml"), Key("word/settings.xml"),
                           Key("word/header1.xml"), Key("word/footer1.xml")));
}

// Word looks into the first bytes: the list of types must be the first entry.
TEST(Docx, BeginsWithTheTypes) {
  const std::string bytes = Sample().Bytes();
  EXPECT_EQ(bytes.substr(0, 4), "PK\3\4");
  EXPECT_EQ(bytes.substr(30, 19), "[Content_Types].xml");
}

TEST(Docx, EveryPartIsXmlAndHasAType) {
  const std::map<std::string, std::string> parts = Unzipped(Sample().Bytes());
  const pugi::xml_document types = Parsed(parts.at("[Content_Types].xml"));
  for (const auto& [name, content] : parts) {
    Parsed(content);
    const std::string override = "//Override[@PartName='/" + name + "']";
    const std::string extension = name.substr(name.rfind('.') + 1);
    if (extension != "rels" && name != "[Content_Types].xml") {
      EXPECT_TRUE(types.select_node(override.c_str())) << name;
    }
  }
}

TEST(Docx, RelationshipsLeadToPartsAndAreUsed) {
  const std::map<std::string, std::string> parts = Unzipped(Sample().Bytes());
  const pugi::xml_document main = Parsed(parts.at("word/document.xml"));
  const pugi::xml_document relations = Parsed(parts.at("word/_rels/document.xml.rels"));
  for (const pugi::xpath_node& relation : relations.select_nodes("//Relationship")) {
    const std::string target = relation.node().attribute("Target").value();
    EXPECT_THAT(parts, Contains(Key("word/" + target)));
  }
  const auto target = [&](const char* reference) {
    const std::string id = main.select_node(reference).node().attribute("r:id").value();
    const std::string path = "//Relationship[@Id='" + id + "']";
    return std::string(relations.select_node(path.c_str()).node().attribute("Target").value());
  };
  EXPECT_EQ(target("//w:headerReference"), "header1.xml");
  EXPECT_EQ(target("//w:footerReference"), "footer1.xml");
}

TEST(Docx, UsesOnlyStylesThatAreThere) {
  std::map<std::string, std::string> parts = Unzipped(Sample().Bytes());
  const pugi::xml_document styles = Parsed(parts["word/styles.xml"]);
  for (const char* part : {"word/document.xml", "word/header1.xml", "word/footer1.xml"}) {
    const pugi::xml_document document = Parsed(parts[part]);
    for (const pugi::xpath_node& use : document.select_nodes("//w:pStyle|//w:tblStyle")) {
      const std::string id = use.node().attribute("w:val").value();
      EXPECT_TRUE(styles.select_node(("//w:style[@w:styleId='" + id + "']").c_str())) << id;
    }
  }
}

TEST(Docx, HasTextInOrder) {
  EXPECT_THAT(
      Paragraphs(Main(Sample())),
      ElementsAre("ISO/DIS 1 \xE2\x80\x93 decision", "Result of voting", "Approved.", "Member",
                  "Vote", "DIN", "yes", "AFNOR", "", "", "Reference", "ISO/DIS 1", ""));
}

TEST(Docx, PropertiesHeaderAndFooterAreThere) {
  std::map<std::string, std::string> parts = Unzipped(Sample().Bytes());
  const pugi::xml_document properties = Parsed(parts["docProps/core.xml"]);
  const auto property = [&](const char* name) {
    return std::string(properties.document_element().child_value(name));
  };
  EXPECT_EQ(property("dc:title"), "ISO/DIS 1 \xE2\x80\x93 decision");
  EXPECT_EQ(property("dc:subject"), "Decision");
  EXPECT_EQ(property("dc:creator"), "ISO/TC 1");
  EXPECT_EQ(property("dcterms:created"), "2026-11-23T22:00:00Z");
  EXPECT_THAT(Paragraphs(Parsed(parts["word/header1.xml"])), ElementsAre("ISO/TC 1"));
  EXPECT_THAT(Paragraphs(Parsed(parts["word/footer1.xml"])), ElementsAre("Form 13\t1 / 1"));
}

TEST(Docx, EmptyPropertiesAreLeftOut) {
  std::map<std::string, std::string> parts = Unzipped(Document("T").Bytes());
  const pugi::xml_document properties = Parsed(parts["docProps/core.xml"]);
  EXPECT_FALSE(properties.select_node("//dc:creator"));
  EXPECT_FALSE(properties.select_node("//dcterms:created"));
}

TEST(Docx, TablesFillThePageAndRepeatTheirHead) {
  const pugi::xml_document main = Main(Sample());
  const pugi::xpath_node_set tables = main.select_nodes("//w:tbl");
  ASSERT_EQ(tables.size(), 2U);
  std::vector<int> widths;
  for (const pugi::xpath_node& column : tables[0].node().select_nodes(".//w:gridCol")) {
    widths.push_back(column.node().attribute("w:w").as_int());
  }
  EXPECT_THAT(widths, ElementsAre(7228, 2410));
  EXPECT_EQ(tables[0].node().select_nodes(".//w:tblHeader").size(), 1U);
  EXPECT_EQ(tables[1].node().select_nodes(".//w:tblHeader").size(), 0U);
  for (const pugi::xpath_node& row : tables[0].node().select_nodes("./w:tr")) {
    EXPECT_EQ(row.node().select_nodes("./w:tc").size(), 2U);  // short rows are filled up
  }
  const auto heads = [](const pugi::xml_node& table) {
    return table.select_nodes(".//w:pStyle[@w:val='TableHead']").size();
  };
  EXPECT_EQ(heads(tables[0].node()), 2U);
  EXPECT_EQ(heads(tables[1].node()), 1U);
}

TEST(Docx, NoRowsAreNoTable) {
  Document document("T");
  document.Table({});
  document.Table({{}});
  EXPECT_TRUE(Main(document).select_nodes("//w:tbl").empty());
}

TEST(Docx, LevelsOfHeadingsAreBetweenOneAndThree) {
  Document document("T");
  document.Heading(0, "zero");
  document.Heading(2, "two");
  document.Heading(9, "nine");
  const pugi::xml_document main = Main(document);
  std::vector<std::string> styles;
  for (const pugi::xpath_node& style : main.select_nodes("//w:pStyle")) {
    styles.emplace_back(style.node().attribute("w:val").value());
  }
  EXPECT_THAT(styles, ElementsAre("Title", "Heading1", "Heading2", "Heading3"));
}

// What a text is in the document.
std::string Kept(const std::string& text) {
  Document document("T");
  document.Paragraph(text);
  return Paragraphs(Main(document)).back();
}

TEST(Docx, TextIsNeverMarkup) {
  const std::string text = "</w:t></w:p><w:p> & \"quoted\" 'so' ]]> &amp; <!-- <?xml?>";
  EXPECT_EQ(Kept(text), text);
  EXPECT_EQ(Kept("  two  spaces  "), "  two  spaces  ");
}

TEST(Docx, Utf8IsKeptAndAnythingElseReplaced) {
  const std::string text = "Größe \xE2\x89\xA5 \xE4\xB8\xAD\xE6\x96\x87 \xF0\x9F\x97\xB3 \xD7\xA9";
  EXPECT_EQ(Kept(text), text);
  const std::string bad = "\xEF\xBF\xBD";
  EXPECT_EQ(Kept("a\xFFz"), "a" + bad + "z");
  EXPECT_EQ(Kept("a\xC3"), "a" + bad);                         // cut short
  EXPECT_EQ(Kept("\xC0\xAF"), bad + bad);                      // longer than need be
  EXPECT_EQ(Kept("\xE0\x80\xAF"), bad + bad + bad);            // the same
  EXPECT_EQ(Kept("\xED\xA0\x80"), bad + bad + bad);            // half of a pair
  EXPECT_EQ(Kept("\xF4\x90\x80\x80"), bad + bad + bad + bad);  // beyond Unicode
}

TEST(Docx, ControlCharactersAreLeftOutAndBreaksKept) {
  EXPECT_EQ(Kept("a\x01\x08\x0B\x1F\x7Fz"), "az");
  EXPECT_EQ(Kept(std::string("a\0z", 3)), "az");
  EXPECT_EQ(Kept("a\xC2\x85\xC2\x9Fz"), "az");          // C1
  EXPECT_EQ(Kept("a\xEF\xBF\xBE\xEF\xBF\xBFz"), "az");  // U+FFFE, U+FFFF
  EXPECT_EQ(Kept("one\r\ntwo\n\n\tthree"), "one\ntwo\n\n\tthree");
  EXPECT_EQ(Kept(""), "");
}

TEST(Docx, EveryPlaceForTextIsSafe) {
  const std::string nasty = "<a>&\"\x02";
  Document document(nasty,
                    {.subject = nasty, .author = nasty, .created = nasty, .language = nasty});
  document.PageHeader(nasty);
  document.PageFooter(nasty);
  document.Heading(1, nasty);
  document.Table({{nasty}});
  for (const auto& [name, content] : Unzipped(document.Bytes())) {
    Parsed(content);
    EXPECT_EQ(content.find('\x02'), std::string::npos) << name;
    EXPECT_EQ(content.find("<a>"), std::string::npos) << name;
  }
}

// A time zone for as long as the object lives.
class TimeZone {
 public:
  explicit TimeZone(const char* name) {
    const char* before = std::getenv("TZ");
    if (before != nullptr) before_ = before;
    had_one_ = before != nullptr;
    setenv("TZ", name, 1);
    tzset();
  }
  ~TimeZone() {
    had_one_ ? setenv("TZ", before_.c_str(), 1) : unsetenv("TZ");
    tzset();
  }
  TimeZone(const TimeZone&) = delete;
  TimeZone& operator=(const TimeZone&) = delete;

 private:
  std::string before_;
  bool had_one_ = false;
};

TEST(Docx, TheSameCallsGiveTheSameBytesInEveryTimeZone) {
  const std::string bytes = Sample().Bytes();
  EXPECT_EQ(Sample().Bytes(), bytes);
  for (const char* zone : {"UTC", "Europe/Zurich", "America/St_Johns", "Pacific/Kiritimati"}) {
    const TimeZone here(zone);
    EXPECT_EQ(Sample().Bytes(), bytes) << zone;
  }
}

TEST(Docx, ALongTableIsNoTrouble) {
  Document document("T");
  const std::vector<std::vector<std::string>> rows(
      5000, {"Country", "Member", std::string(200, 'x'), "yes"});
  document.Table(rows);
  EXPECT_EQ(Main(document).select_nodes("//w:tr").size(), 5000U);
}

}  // namespace
}  // namespace placet::ballots::docx
