#include "tests/comments/tables/samples.h"

#include <gtest/gtest.h>
#include <zip.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/comments/tables/read.h"

namespace placet::comments::tables {
namespace {

constexpr char kXml[] = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
constexpr char kRelationsOf[] =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
constexpr char kWordSpaces[] =
    " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
    " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""
    " xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\""
    " xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"";

std::string Word(absl::string_view element, absl::string_view content) {
  return absl::StrCat(kXml, "<w:", element, kWordSpaces, ">", content, "</w:", element, ">");
}

std::string Relations(absl::string_view relations) {
  return absl::StrCat(
      kXml,
      "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">",
      relations, "</Relationships>");
}

std::string PackageRelations(absl::string_view target) {
  return Relations(absl::StrCat("<Relationship Id=\"rId1\" Type=\"", kRelationsOf,
                                "officeDocument\" Target=\"", target, "\"/>"));
}

std::string Escaped(absl::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else {
      out += c;
    }
  }
  return out;
}

std::string Relation(absl::string_view id, absl::string_view type, absl::string_view target) {
  return absl::StrCat("<Relationship Id=\"", id, "\" Type=\"", kRelationsOf, type, "\" Target=\"",
                      target, "\"/>");
}

// A part in the namespace of workbooks.
std::string Sheet(absl::string_view element, absl::string_view content) {
  return absl::StrCat(
      kXml, "<", element,
      " xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
      "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">",
      content, "</", element, ">");
}

struct SharedTexts {
  std::string items;
  int count = 0;
};

std::string Rows(const SheetSample& sheet, SharedTexts& texts) {
  std::string data;
  for (size_t r = 0; r < sheet.rows.size(); ++r) {
    absl::StrAppend(&data, "<row r=\"", r + 1, "\">");
    for (size_t c = 0; c < sheet.rows[r].size(); ++c) {
      const std::string& text = sheet.rows[r][c];
      if (text.empty()) continue;  // a sheet leaves empty cells out
      const std::string at = absl::StrCat(std::string(1, static_cast<char>('A' + c)), r + 1);
      if (text[0] == '#') {
        absl::StrAppend(&data, "<c r=\"", at, "\"><v>", text.substr(1), "</v></c>");
      } else {
        absl::StrAppend(&data, "<c r=\"", at, "\" t=\"s\"><v>", texts.count++, "</v></c>");
        absl::StrAppend(&texts.items, "<si><t>", Escaped(text), "</t></si>");
      }
    }
    data += "</row>";
  }
  return data;
}

}  // namespace

std::string Zipped(const Parts& parts) {
  zip_source_t* source = zip_source_buffer_create(nullptr, 0, 0, nullptr);
  zip_t* archive = zip_open_from_source(source, ZIP_CREATE | ZIP_TRUNCATE, nullptr);
  zip_source_keep(source);
  for (const auto& [name, content] : parts) {
    zip_source_t* entry = zip_source_buffer(archive, content.data(), content.size(), 0);
    EXPECT_GE(zip_file_add(archive, name.c_str(), entry, ZIP_FL_ENC_UTF_8), 0) << name;
  }
  EXPECT_EQ(zip_close(archive), 0);
  zip_source_open(source);
  zip_source_seek(source, 0, SEEK_END);
  std::string bytes(static_cast<size_t>(zip_source_tell(source)), '\0');
  zip_source_seek(source, 0, SEEK_SET);
  EXPECT_EQ(zip_source_read(source, bytes.data(), bytes.size()),
            static_cast<zip_int64_t>(bytes.size()));
  zip_source_close(source);
  zip_source_free(source);
  return bytes;
}

std::string Unzipped(const std::string& container, const std::string& name) {
  zip_source_t* source = zip_source_buffer_create(container.data(), container.size(), 0, nullptr);
  zip_t* archive = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, nullptr);
  EXPECT_NE(archive, nullptr) << "no container";
  if (archive == nullptr) return "";
  std::string content;
  zip_file_t* entry = zip_fopen(archive, name.c_str(), 0);
  EXPECT_NE(entry, nullptr) << name;
  char buffer[4096];
  while (entry != nullptr) {
    const zip_int64_t got = zip_fread(entry, buffer, sizeof buffer);
    if (got <= 0) break;
    content.append(buffer, static_cast<size_t>(got));
  }
  if (entry != nullptr) zip_fclose(entry);
  zip_discard(archive);
  return content;
}

std::string P(absl::string_view runs, absl::string_view style) {
  const std::string properties =
      style.empty() ? "" : absl::StrCat("<w:pPr><w:pStyle w:val=\"", style, "\"/></w:pPr>");
  return absl::StrCat("<w:p>", properties, runs, "</w:p>");
}

std::string R(absl::string_view text) {
  return absl::StrCat("<w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">", text,
                      "</w:t></w:r>");
}

std::string Tc(absl::string_view paragraphs, absl::string_view properties) {
  return absl::StrCat("<w:tc><w:tcPr>", properties, "</w:tcPr>", paragraphs, "</w:tc>");
}

std::string Tr(const std::vector<std::string>& cells, absl::string_view properties) {
  std::string row = absl::StrCat("<w:tr><w:trPr>", properties, "</w:trPr>");
  for (const std::string& cell : cells) row += cell;
  return row + "</w:tr>";
}

std::string Row(const std::vector<std::string>& texts, const std::vector<std::string>& styles) {
  std::vector<std::string> cells;
  for (size_t i = 0; i < texts.size(); ++i) {
    cells.push_back(Tc(P(texts[i].empty() ? "" : R(texts[i]), i < styles.size() ? styles[i] : "")));
  }
  return Tr(cells);
}

std::string Tbl(const std::vector<int>& grid, absl::string_view rows) {
  std::string table = "<w:tbl><w:tblPr/><w:tblGrid>";
  for (const int width : grid) absl::StrAppend(&table, "<w:gridCol w:w=\"", width, "\"/>");
  return absl::StrCat(table, "</w:tblGrid>", rows, "</w:tbl>");
}

std::string Header2012() {
  const std::string data =
      Tbl({7740, 2410, 3119, 2607},
          Tr({Tc(P(R("Template for comments and secretariat observations"))),
              Tc(P(R("Date:") + R("2022-04-21"))),
              Tc(P(R("Document:") + R(" ISO/TC 211 N 5600") + "<w:r><w:br/></w:r>" + R("Annex B"))),
              Tc(P(R("Project: ")))}));
  const std::string captions =
      Tr({Tc(P(R("MB") + R("/N") + R("C") + R("1"))), Tc(P(R("Line number")) + P(R("(e.g. 17)"))),
          Tc(P(R("Clause/") + R(" ") + R("Subclause")) + P(R("(e.g. 3.1)"))),
          Tc(P(R("Paragraph/") + R(" Figure/") + R(" Table/")) + P(R("(e.g. Table 1)"))),
          Tc(P(R("Type of comment") + R("2"))), Tc(P(R("Comment") + R("s"))),
          Tc(P(R("Proposed change"))), Tc(P(R("Observations of the secretariat")))});
  return data + P("") + Tbl(kGrid2012, captions);
}

std::string Header2001() {
  const std::string data =
      Tbl({6946, 3260, 5671}, Tr({Tc(P(R("Comments on ISO/DIS 1"))), Tc(P(R("Date: 2005-02-01"))),
                                  Tc(P(R("Document: ") + R("ISO/")))}));
  const std::string captions =
      Row({"1", "2", "(3)", "4", "5", "(6)", "(7)"}) +
      Row({"MB1", "Clause No./ Subclause No./ Annex (e.g. 3.1)", "Paragraph/ List item/ Note",
           "Type of com-ment2", "Comment (justification for change) by the MB",
           "Proposed change by the MB", "Secretariat observations on each comment submitted"});
  return data + P("") + Tbl(kGrid2001, captions);
}

std::string Docx(const DocxSample& sample) {
  std::string section = "<w:sectPr>";
  std::string relations = sample.relations;
  Parts parts = sample.parts;
  // The numbers of the parts say nothing: the default header is the last.
  if (!sample.first_header.empty()) {
    section += "<w:headerReference w:type=\"first\" r:id=\"rId21\"/>";
    relations += Relation("rId21", "header", "header1.xml");
    parts.emplace_back("word/header1.xml", Word("hdr", sample.first_header));
  }
  if (!sample.header.empty()) {
    section += "<w:headerReference w:type=\"default\" r:id=\"rId22\"/>";
    relations += Relation("rId22", "header", "header7.xml");
    parts.emplace_back("word/header7.xml", Word("hdr", sample.header));
  }
  section += "</w:sectPr>";
  parts.insert(parts.begin(),
               {{"_rels/.rels", PackageRelations("word/document.xml")},
                {"word/_rels/document.xml.rels", Relations(relations)},
                {"word/document.xml",
                 Word("document", absl::StrCat("<w:body>", sample.body, section, "</w:body>"))}});
  return Zipped(parts);
}

std::string Docx2012(const std::vector<std::vector<std::string>>& rows) {
  std::string body;
  for (const auto& row : rows) body += Row(row, kStyles2012);
  DocxSample sample;
  sample.body = Tbl(kGrid2012, body) + P("");
  return Docx(sample);
}

std::string Xlsx(const std::vector<SheetSample>& sheets) {
  Parts parts = {{"_rels/.rels", PackageRelations("xl/workbook.xml")}};
  SharedTexts texts;
  std::string relations = Relation("rIdS", "sharedStrings", "sharedStrings.xml");
  std::string list;
  for (size_t s = 0; s < sheets.size(); ++s) {
    const std::string part = absl::StrCat("worksheets/sheet", s + 1, ".xml");
    parts.emplace_back(
        "xl/" + part,
        Sheet("worksheet", absl::StrCat("<sheetData>", Rows(sheets[s], texts), "</sheetData>")));
    const std::string id = absl::StrCat("rId", s + 1);
    relations += Relation(id, "worksheet", part);
    absl::StrAppend(&list, "<sheet name=\"", sheets[s].name, "\" sheetId=\"", s + 1, "\" r:id=\"",
                    id, "\"/>");
  }
  parts.emplace_back("xl/_rels/workbook.xml.rels", Relations(relations));
  parts.emplace_back("xl/sharedStrings.xml", Sheet("sst", texts.items));
  parts.emplace_back("xl/workbook.xml",
                     Sheet("workbook", absl::StrCat("<sheets>", list, "</sheets>")));
  return Zipped(parts);
}

v1::CommentTable MustRead(absl::string_view name, const std::string& bytes) {
  auto table = Read(name, bytes);
  EXPECT_TRUE(table.ok()) << table.status();
  return table.ok() ? *table : v1::CommentTable();
}

std::vector<v1::NoticeKind> Kinds(const v1::Comment& comment) {
  std::vector<v1::NoticeKind> kinds;
  for (const v1::Notice& notice : comment.origin().notices()) kinds.push_back(notice.kind());
  return kinds;
}

std::vector<v1::NoticeKind> Kinds(const v1::CommentTable& table) {
  std::vector<v1::NoticeKind> kinds;
  for (const v1::Notice& notice : table.notices()) kinds.push_back(notice.kind());
  return kinds;
}

}  // namespace placet::comments::tables
