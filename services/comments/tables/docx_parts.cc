#include "services/comments/tables/docx_parts.h"

#include <array>

#include "absl/strings/str_cat.h"
#include "services/comments/tables/cells.h"
#include "services/comments/tables/docx_styles.h"

namespace placet::comments::tables {
namespace {

constexpr absl::string_view kDeclaration =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
constexpr absl::string_view kNamespaces =
    " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
    " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
constexpr absl::string_view kOffice =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

struct Part {
  absl::string_view name;
  absl::string_view type;
};
// In this order they are rId1, rId2, ... of the document.
constexpr Part kParts[] = {
    {"styles", "styles"}, {"settings", "settings"}, {"header1", "header"}, {"footer1", "footer"}};

std::string ContentTypes() {
  std::string out =
      absl::StrCat(kDeclaration,
                   "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                   "<Default Extension=\"rels\" "
                   "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                   "<Default Extension=\"xml\" ContentType=\"application/xml\"/>");
  const auto add = [&](absl::string_view name, absl::string_view type) {
    absl::StrAppend(&out, "<Override PartName=\"/word/", name,
                    ".xml\" ContentType=\"application/vnd.openxmlformats-officedocument."
                    "wordprocessingml.",
                    type, "+xml\"/>");
  };
  add("document", "document.main");
  for (const Part& part : kParts) add(part.name, part.type);
  return out + "</Types>";
}

std::string Relationship(int id, absl::string_view type, absl::string_view target) {
  return absl::StrCat("<Relationship Id=\"rId", id, "\" Type=\"", kOffice, type, "\" Target=\"",
                      target, "\"/>");
}

std::string Relationships(absl::string_view relationships) {
  return absl::StrCat(
      kDeclaration,
      "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">",
      relationships, "</Relationships>");
}

std::string DocumentRelationships() {
  std::string out;
  int id = 0;
  for (const Part& part : kParts) {
    absl::StrAppend(&out, Relationship(++id, part.type, absl::StrCat(part.name, ".xml")));
  }
  return Relationships(out);
}

std::string WordPart(absl::string_view element, absl::string_view content) {
  return absl::StrCat(kDeclaration, "<w:", element, kNamespaces, ">", content, "</w:", element,
                      ">");
}

std::string Paragraph(absl::string_view properties, absl::string_view runs) {
  return absl::StrCat("<w:p><w:pPr>", properties, "</w:pPr>", runs, "</w:p>");
}

std::string Cell(int width, absl::string_view paragraphs) {
  return absl::StrCat("<w:tc><w:tcPr><w:tcW w:w=\"", width, "\" w:type=\"dxa\"/></w:tcPr>",
                      paragraphs, "</w:tc>");
}

template <class Widths>
std::string TableBegin(const Widths& widths, bool inner_lines) {
  std::string out =
      "<w:tbl><w:tblPr><w:tblW w:w=\"15876\" w:type=\"dxa\"/><w:jc w:val=\"center\"/>"
      "<w:tblBorders>";
  for (const absl::string_view side : {"top", "left", "bottom", "right", "insideH", "insideV"}) {
    if (side == "insideH" && !inner_lines) continue;
    absl::StrAppend(&out, "<w:", side,
                    " w:val=\"single\" w:sz=\"6\" w:space=\"0\" w:color=\"auto\"/>");
  }
  absl::StrAppend(&out,
                  "</w:tblBorders><w:tblLayout w:type=\"fixed\"/><w:tblCellMar>"
                  "<w:left w:w=\"99\" w:type=\"dxa\"/><w:right w:w=\"99\" w:type=\"dxa\"/>"
                  "</w:tblCellMar></w:tblPr><w:tblGrid>");
  for (const int width : widths) absl::StrAppend(&out, "<w:gridCol w:w=\"", width, "\"/>");
  return out + "</w:tblGrid>";
}

constexpr absl::string_view kRow = "<w:tr><w:trPr><w:cantSplit/><w:jc w:val=\"center\"/></w:trPr>";

std::string HeadCell(int width, absl::string_view style, absl::string_view runs) {
  return Cell(width, Paragraph(absl::StrCat("<w:pStyle w:val=\"", style,
                                            "\"/><w:spacing w:before=\"60\" w:after=\"60\"/>"),
                               runs));
}

// Title, date, document and project.
std::string HeadTable(const v1::CommentTable& head) {
  constexpr std::array<int, 4> kWidths = {7740, 2410, 3119, 2607};
  const std::string title =
      head.title().empty() ? "Template for comments and secretariat observations" : head.title();
  return absl::StrCat(
      TableBegin(kWidths, false), kRow,
      HeadCell(kWidths[0], "ISOComments", Runs(title, "<w:b/><w:bCs/><w:sz w:val=\"22\"/>")),
      HeadCell(kWidths[1], "ISOChange", Runs(absl::StrCat("Date: ", head.date()))),
      HeadCell(kWidths[2], "ISOSecretObservations",
               Runs(absl::StrCat("Document: ", head.document()))),
      HeadCell(kWidths[3], "ISOSecretObservations",
               Runs(absl::StrCat("Project: ", head.project()))),
      "</w:tr></w:tbl>");
}

struct Caption {
  absl::string_view text;
  absl::string_view raised;   // number of the footnote
  absl::string_view example;  // on a line of its own
};
constexpr Caption kCaptions[] = {{"MB/NC", "1", ""},
                                 {"Line number", "", "(e.g. 17)"},
                                 {"Clause/ Subclause", "", "(e.g. 3.1)"},
                                 {"Paragraph/ Figure/ Table/", "", "(e.g. Table 1)"},
                                 {"Type of comment", "2", ""},
                                 {"Comments", "", ""},
                                 {"Proposed change", "", ""},
                                 {"Observations of the secretariat", "", ""}};

std::string CaptionTable() {
  constexpr absl::string_view kLine =
      "<w:keepLines/><w:spacing w:before=\"100\" w:after=\"60\" w:line=\"190\" "
      "w:lineRule=\"exact\"/><w:jc w:val=\"center\"/>";
  std::string out = absl::StrCat(TableBegin(kGrid, true), kRow);
  for (size_t i = 0; i < kGrid.size(); ++i) {
    const Caption& caption = kCaptions[i];
    std::string runs = Runs(caption.text, "<w:b/><w:sz w:val=\"16\"/>");
    if (!caption.raised.empty()) {
      runs += Runs(caption.raised, "<w:b/><w:position w:val=\"6\"/><w:sz w:val=\"12\"/>");
    }
    std::string cell = Paragraph(kLine, runs);
    if (!caption.example.empty()) {
      cell += Paragraph(kLine, Runs(caption.example, "<w:sz w:val=\"16\"/>"));
    }
    out += Cell(kGrid[i], cell);
  }
  return out + "</w:tr></w:tbl>";
}

std::string Header(const v1::CommentTable& head) {
  return WordPart("hdr", absl::StrCat(HeadTable(head),
                                      Paragraph("<w:pStyle w:val=\"Header\"/>", ""), CaptionTable(),
                                      Paragraph("<w:pStyle w:val=\"Header\"/>"
                                                "<w:spacing w:line=\"14\" w:lineRule=\"exact\"/>",
                                                "")));
}

std::string PageField(absl::string_view name) {
  return absl::StrCat("<w:fldSimple w:instr=\" ", name, " \"><w:r><w:rPr><w:sz w:val=\"16\"/>",
                      "</w:rPr><w:t>1</w:t></w:r></w:fldSimple>");
}

std::string Footer() {
  constexpr absl::string_view kSmall = "<w:sz w:val=\"16\"/>";
  constexpr absl::string_view kBold = "<w:b/><w:sz w:val=\"16\"/>";
  constexpr absl::string_view kLine =
      "<w:pStyle w:val=\"Footer\"/><w:tabs><w:tab w:val=\"clear\" w:pos=\"4820\"/>"
      "<w:tab w:val=\"clear\" w:pos=\"9639\"/><w:tab w:val=\"left\" w:pos=\"284\"/>"
      "<w:tab w:val=\"left\" w:pos=\"1843\"/><w:tab w:val=\"left\" w:pos=\"3119\"/>"
      "<w:tab w:val=\"left\" w:pos=\"4395\"/></w:tabs>"
      "<w:spacing w:before=\"20\" w:after=\"20\"/><w:jc w:val=\"left\"/>";
  const std::string bodies = absl::StrCat(
      Runs("1\t", kSmall), Runs("MB", kBold), Runs(" = Member body / ", kSmall), Runs("NC", kBold),
      Runs(" = National Committee (enter the ISO 3166 two-letter country code, e.g. CN for China; "
           "comments from the ISO/CS editing unit are identified by ",
           kSmall),
      Runs("**", kBold), Runs(")", kSmall));
  const std::string types =
      absl::StrCat(Runs("2\t", kSmall), Runs("Type of comment:\tge", kBold),
                   Runs(" = general\t", kSmall), Runs("te", kBold), Runs(" = technical\t", kSmall),
                   Runs("ed", kBold), Runs(" = editorial", kSmall));
  return WordPart("ftr",
                  absl::StrCat(Paragraph(kLine, bodies), Paragraph(kLine, types),
                               Paragraph("<w:pStyle w:val=\"Footer\"/><w:jc w:val=\"right\"/>",
                                         absl::StrCat(Runs("page ", kSmall), PageField("PAGE"),
                                                      Runs(" of ", kSmall), PageField("NUMPAGES"))),
                               Paragraph("<w:pStyle w:val=\"Footer\"/><w:jc w:val=\"left\"/>",
                                         Runs("ISO/IEC/CEN/CENELEC electronic balloting commenting "
                                              "template/version 2012-03",
                                              "<w:i/><w:iCs/><w:sz w:val=\"16\"/>"))));
}

// Without a mode Word takes the file for one of 2007 and says so in its title bar.
std::string Settings() {
  return WordPart("settings",
                  "<w:compat><w:compatSetting w:name=\"compatibilityMode\" "
                  "w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>");
}

}  // namespace

std::vector<std::pair<std::string, std::string>> FormParts(const v1::CommentTable& head) {
  return {{"[Content_Types].xml", ContentTypes()},
          {"_rels/.rels", Relationships(Relationship(1, "officeDocument", "word/document.xml"))},
          {"word/_rels/document.xml.rels", DocumentRelationships()},
          {"word/styles.xml", WordPart("styles", StyleDefinitions())},
          {"word/settings.xml", Settings()},
          {"word/header1.xml", Header(head)},
          {"word/footer1.xml", Footer()}};
}

std::string DocumentBegin() {
  return absl::StrCat(kDeclaration, "<w:document", kNamespaces, "><w:body>",
                      TableBegin(kGrid, true));
}

// The relationships' order: styles, settings, header, footer.
std::string DocumentEnd() {
  return "</w:tbl><w:p/><w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId3\"/>"
         "<w:footerReference w:type=\"default\" r:id=\"rId4\"/>"
         "<w:pgSz w:w=\"16840\" w:h=\"11907\" w:orient=\"landscape\" w:code=\"9\"/>"
         "<w:pgMar w:top=\"851\" w:right=\"851\" w:bottom=\"851\" w:left=\"851\" "
         "w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>";
}

void AppendEscaped(absl::string_view text, std::string* out) {
  while (!text.empty()) {
    const size_t end = text.find_first_of("&<>");
    const absl::string_view piece = text.substr(0, end);
    out->append(piece.data(), piece.size());
    if (end == absl::string_view::npos) break;
    *out += text[end] == '&' ? "&amp;" : text[end] == '<' ? "&lt;" : "&gt;";
    text.remove_prefix(end + 1);
  }
}

std::string Runs(absl::string_view text, absl::string_view properties) {
  std::string out = "<w:r>";
  if (!properties.empty()) absl::StrAppend(&out, "<w:rPr>", properties, "</w:rPr>");
  const std::string printable = Printable(text);
  absl::string_view rest = printable;
  while (true) {
    const size_t end = rest.find_first_of("\n\t");
    const absl::string_view piece = rest.substr(0, end);
    if (!piece.empty()) {
      out += "<w:t xml:space=\"preserve\">";
      AppendEscaped(piece, &out);
      out += "</w:t>";
    }
    if (end == absl::string_view::npos) break;
    out += rest[end] == '\n' ? "<w:br/>" : "<w:tab/>";
    rest.remove_prefix(end + 1);
  }
  return out + "</w:r>";
}

}  // namespace placet::comments::tables
