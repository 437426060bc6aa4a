#include "services/comments/tables/docx_styles.h"

#include "absl/strings/str_cat.h"

namespace placet::comments::tables {
namespace {

struct Style {
  absl::string_view id;
  absl::string_view name;
};
constexpr Style kIsoStyles[] = {{"ISOMB", "ISO_MB"},
                                {"ISOClause", "ISO_Clause"},
                                {"ISOParagraph", "ISO_Paragraph"},
                                {"ISOCommType", "ISO_Comm_Type"},
                                {"ISOComments", "ISO_Comments"},
                                {"ISOChange", "ISO_Change"},
                                {"ISOSecretObservations", "ISO_Secret_Observations"}};

std::string IsoStyle(const Style& style) {
  return absl::StrCat(
      "<w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"", style.id,
      "\"><w:name w:val=\"", style.name,
      "\"/><w:basedOn w:val=\"Normal\"/><w:pPr><w:spacing w:before=\"210\" w:line=\"210\" "
      "w:lineRule=\"exact\"/><w:jc w:val=\"left\"/></w:pPr><w:rPr><w:sz w:val=\"18\"/>"
      "<w:szCs w:val=\"18\"/></w:rPr></w:style>");
}

}  // namespace

std::string StyleDefinitions() {
  std::string out =
      "<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Arial\" w:hAnsi=\"Arial\" "
      "w:eastAsia=\"Arial\" w:cs=\"Arial\"/><w:lang w:val=\"en-GB\"/></w:rPr></w:rPrDefault>"
      "<w:pPrDefault/></w:docDefaults>"
      "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\">"
      "<w:name w:val=\"Normal\"/><w:qFormat/><w:rPr><w:sz w:val=\"22\"/><w:szCs w:val=\"22\"/>"
      "</w:rPr></w:style>"
      "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\">"
      "<w:name w:val=\"Normal Table\"/></w:style>"
      "<w:style w:type=\"paragraph\" w:styleId=\"Footer\"><w:name w:val=\"footer\"/>"
      "<w:basedOn w:val=\"Normal\"/><w:pPr><w:tabs><w:tab w:val=\"center\" w:pos=\"4820\"/>"
      "<w:tab w:val=\"right\" w:pos=\"9639\"/></w:tabs></w:pPr></w:style>"
      "<w:style w:type=\"paragraph\" w:styleId=\"Header\"><w:name w:val=\"header\"/>"
      "<w:basedOn w:val=\"Footer\"/></w:style>";
  for (const Style& style : kIsoStyles) out += IsoStyle(style);
  return out;
}

}  // namespace placet::comments::tables
