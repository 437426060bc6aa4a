#include "services/comments/tables/xlsx_parts.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/comments/tables/docx_parts.h"

namespace placet::comments::tables {
namespace {

constexpr absl::string_view kDeclaration =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
constexpr absl::string_view kMain = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
constexpr absl::string_view kOffice =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
constexpr absl::string_view kPackage = "http://schemas.openxmlformats.org/package/2006/";

constexpr std::array<int, kOwnCaptions.size()> kWidths = {8,  12, 8,  12, 16, 8,  60, 60,
                                                          40, 20, 12, 16, 12, 16, 20, 10};

// Accepted, with modifications, noted, rejected, open: as metanorma/commenter paints them.
constexpr std::array<absl::string_view, 5> kColors = {"92D050", "C4D79B", "8DB4E2", "FF99CC",
                                                      "D9D9D9"};

// "_x000D_" in a text would be read as a control character.
void AppendCellText(absl::string_view text, std::string* out) {
  while (true) {
    const size_t at = text.find("_x");
    AppendEscaped(text.substr(0, at), out);
    if (at == absl::string_view::npos) return;
    text.remove_prefix(at);
    const absl::string_view digits = text.substr(2, 4);
    const bool escape =
        text.size() > 6 && text[6] == '_' && std::all_of(digits.begin(), digits.end(), [](char c) {
          return absl::ascii_isxdigit(static_cast<unsigned char>(c));
        });
    *out += escape ? "_x005F_x" : "_x";
    text.remove_prefix(2);
  }
}

std::string ContentTypes() {
  std::string out =
      absl::StrCat(kDeclaration, "<Types xmlns=\"", kPackage,
                   "content-types\"><Default Extension=\"rels\" "
                   "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                   "<Default Extension=\"xml\" ContentType=\"application/xml\"/>");
  const auto add = [&](absl::string_view part, absl::string_view type) {
    absl::StrAppend(&out, "<Override PartName=\"/xl/", part,
                    ".xml\" ContentType=\"application/vnd.openxmlformats-officedocument."
                    "spreadsheetml.",
                    type, "+xml\"/>");
  };
  add("workbook", "sheet.main");
  add("styles", "styles");
  for (size_t i = 1; i <= kSheets.size(); ++i) {
    add(absl::StrCat("worksheets/sheet", i), "worksheet");
  }
  return out + "</Types>";
}

std::string Relationship(absl::string_view id, absl::string_view type, absl::string_view target) {
  return absl::StrCat("<Relationship Id=\"", id, "\" Type=\"", kOffice, "/", type, "\" Target=\"",
                      target, "\"/>");
}

std::string Relationships(absl::string_view relationships) {
  return absl::StrCat(kDeclaration, "<Relationships xmlns=\"", kPackage, "relationships\">",
                      relationships, "</Relationships>");
}

std::string WorkbookRelationships() {
  std::string out = Relationship("rId0", "styles", "styles.xml");
  for (size_t i = 1; i <= kSheets.size(); ++i) {
    out += Relationship(absl::StrCat("rId", i), "worksheet",
                        absl::StrCat("worksheets/sheet", i, ".xml"));
  }
  return Relationships(out);
}

std::string FilterRange(int last_row, absl::string_view dollar) {
  return absl::StrCat(dollar, "A", dollar, kCaptionRow, ":", dollar,
                      ColumnLetters(kOwnCaptions.size() - 1), dollar, last_row);
}

std::string Workbook(const std::array<int, kSheets.size()>& last_rows) {
  std::string out = absl::StrCat(kDeclaration, "<workbook xmlns=\"", kMain, "\" xmlns:r=\"",
                                 kOffice, "\"><bookViews><workbookView/></bookViews><sheets>");
  for (size_t i = 0; i < kSheets.size(); ++i) {
    absl::StrAppend(&out, "<sheet name=\"", kSheets[i], "\" sheetId=\"", i + 1, "\" r:id=\"rId",
                    i + 1, "\"/>");
  }
  out += "</sheets><definedNames>";
  for (size_t i = 0; i < kSheets.size(); ++i) {
    absl::StrAppend(&out, "<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"", i,
                    "\" hidden=\"1\">", kSheets[i], "!", FilterRange(last_rows[i], "$"),
                    "</definedName>");
  }
  return out + "</definedNames></workbook>";
}

std::string Styles() {
  constexpr absl::string_view kWrap =
      "applyAlignment=\"1\"><alignment vertical=\"top\" wrapText=\"1\"/></xf>";
  std::string fills;
  std::string looks;
  for (size_t i = 0; i < kColors.size(); ++i) {
    absl::StrAppend(&fills, "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FF",
                    kColors[i], "\"/><bgColor indexed=\"64\"/></patternFill></fill>");
    absl::StrAppend(&looks, "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"", i + 2,
                    "\" borderId=\"0\" xfId=\"0\" applyFill=\"1\" ", kWrap);
  }
  const std::string plain = "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"";
  return absl::StrCat(
      kDeclaration, "<styleSheet xmlns=\"", kMain,
      "\"><fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font>"
      "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts><fills count=\"",
      kColors.size() + 2,
      "\"><fill><patternFill patternType=\"none\"/></fill>"
      "<fill><patternFill patternType=\"gray125\"/></fill>",
      fills,
      "</fills><borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border>"
      "</borders><cellStyleXfs count=\"1\">",
      plain, "/></cellStyleXfs><cellXfs count=\"", kColors.size() + 3, "\">", plain,
      " xfId=\"0\"/>", plain, " xfId=\"0\" ", kWrap,
      "<xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\" ",
      kWrap, looks,
      "</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/>"
      "</cellStyles></styleSheet>");
}

std::string ColumnWidths() {
  std::string out = "<cols>";
  for (size_t i = 0; i < kWidths.size(); ++i) {
    absl::StrAppend(&out, "<col min=\"", i + 1, "\" max=\"", i + 1, "\" width=\"", kWidths[i],
                    "\" customWidth=\"1\"/>");
  }
  absl::StrAppend(&out, "<col min=\"", kFirstPartColumn + 1, "\" max=\"",
                  kFirstPartColumn + kLongColumns.size() * (kParts - 1),
                  "\" width=\"60\" hidden=\"1\" customWidth=\"1\"/></cols>");
  return out;
}

std::string CaptionCells() {
  std::string out;
  for (size_t i = 0; i < kOwnCaptions.size(); ++i) {
    AppendSheetCell(kCaptionRow, i, kOwnCaptions[i], kBold, &out);
  }
  size_t column = kFirstPartColumn;
  for (const size_t long_column : kLongColumns) {
    for (size_t part = 2; part <= kParts; ++part) {
      AppendSheetCell(kCaptionRow, column++,
                      absl::StrCat(kOwnCaptions[long_column], " (", part, ")"), kBold, &out);
    }
  }
  return out;
}

}  // namespace

int LookOf(v1::Disposition disposition) {
  switch (disposition) {
    case v1::DISPOSITION_ACCEPTED:
      return kFirstColor;
    case v1::DISPOSITION_ACCEPTED_IN_PRINCIPLE:
    case v1::DISPOSITION_PARTIALLY_ACCEPTED:
      return kFirstColor + 1;
    case v1::DISPOSITION_NOTED:
    case v1::DISPOSITION_DUPLICATE:
    case v1::DISPOSITION_WITHDRAWN:
      return kFirstColor + 2;
    case v1::DISPOSITION_NOT_ACCEPTED:
      return kFirstColor + 3;
    default:
      return kFirstColor + 4;
  }
}

std::string ColumnLetters(size_t column) {
  std::string letters;
  for (size_t rest = column + 1; rest > 0; rest = (rest - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
  }
  return letters;
}

void AppendSheetCell(int row, size_t column, absl::string_view text, int look, std::string* out) {
  if (text.empty() && look < kFirstColor) return;
  absl::StrAppend(out, "<c r=\"", ColumnLetters(column), row, "\" s=\"", look);
  if (text.empty()) {
    *out += "\"/>";
    return;
  }
  *out += "\" t=\"inlineStr\"><is><t xml:space=\"preserve\">";
  AppendCellText(text, out);
  *out += "</t></is></c>";
}

std::string SheetBegin(const v1::CommentTable& head) {
  const std::array<std::pair<absl::string_view, const std::string*>, 4> facts = {
      {{"Date", &head.date()},
       {"Document", &head.document()},
       {"Project", &head.project()},
       {"Title", &head.title()}}};
  std::string labels;
  std::string values;
  for (size_t i = 0; i < facts.size(); ++i) {
    AppendSheetCell(1, i, facts[i].first, kBold, &labels);
    AppendSheetCell(2, i, Printable(*facts[i].second), kWrapped, &values);
  }
  return absl::StrCat(kDeclaration, "<worksheet xmlns=\"", kMain,
                      "\"><sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"", kCaptionRow,
                      "\" topLeftCell=\"A", kCaptionRow + 1,
                      "\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>"
                      "<sheetFormatPr defaultRowHeight=\"15\"/>",
                      ColumnWidths(), "<sheetData><row r=\"1\">", labels, "</row><row r=\"2\">",
                      values, "</row><row r=\"", kCaptionRow, "\">", CaptionCells(), "</row>");
}

std::string SheetEnd(int last_row) {
  return absl::StrCat("</sheetData><autoFilter ref=\"", FilterRange(last_row, ""),
                      "\"/></worksheet>");
}

std::vector<std::pair<std::string, std::string>> WorkbookParts(
    const std::array<int, kSheets.size()>& last_rows) {
  return {{"xl/workbook.xml", Workbook(last_rows)},
          {"xl/_rels/workbook.xml.rels", WorkbookRelationships()},
          {"xl/styles.xml", Styles()},
          {"_rels/.rels", Relationships(Relationship("rId1", "officeDocument", "xl/workbook.xml"))},
          {"[Content_Types].xml", ContentTypes()}};
}

}  // namespace placet::comments::tables
