#include "services/ballots/docx.h"

#include <zip.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <memory>
#include <new>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace placet::ballots::docx {
namespace {

// In twentieths of a point: A4 is 210 x 297 mm, the margins are 20 mm.
constexpr int kPageWidth = 11906;
constexpr int kPageHeight = 16838;
constexpr int kMargin = 1134;
constexpr int kTextWidth = kPageWidth - 2 * kMargin;

constexpr std::string_view kDeclaration =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

// Text.

// The code point at the start of `text` and the bytes that it takes; not UTF-8: U+FFFD and one
// byte.
struct CodePoint {
  char32_t value;
  std::size_t size;
};

CodePoint FirstOf(std::string_view text) {
  constexpr CodePoint kBad = {0xFFFD, 1};
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < size) return kBad;
  char32_t value = lead & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return kBad;
    value = value << 6 | (byte(i) & 0x3FU);
  }
  constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  return value < kSmallest[size] || value > 0x10FFFF || surrogate ? kBad : CodePoint{value, size};
}

// Control characters, and what XML 1.0 doesn't let in.
bool IsLeftOut(char32_t value) {
  return (value < 0x20 && value != '\n' && value != '\t') || (value >= 0x7F && value <= 0x9F) ||
         value == 0xFFFE || value == 0xFFFF;
}

std::string Escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const CodePoint point = FirstOf(text);
    const std::string_view bytes = text.substr(0, point.size);
    text.remove_prefix(point.size);
    if (IsLeftOut(point.value)) continue;
    if (point.value == '&') {
      out += "&amp;";
    } else if (point.value == '<') {
      out += "&lt;";
    } else if (point.value == '>') {
      out += "&gt;";
    } else if (point.value == '"') {
      out += "&quot;";
    } else {
      out += point.value == 0xFFFD ? "\uFFFD" : bytes;
    }
  }
  return out;
}

// A run of text; breaks and tabs are elements of their own.
std::string Run(std::string_view escaped) {
  std::string out = "<w:r>";
  while (true) {
    const std::size_t end = std::min(escaped.find_first_of("\n\t"), escaped.size());
    if (end > 0) {
      out.append("<w:t xml:space=\"preserve\">").append(escaped.substr(0, end)).append("</w:t>");
    }
    if (end == escaped.size()) break;
    out += escaped[end] == '\n' ? "<w:br/>" : "<w:tab/>";
    escaped.remove_prefix(end + 1);
  }
  return out + "</w:r>";
}

std::string Styled(std::string_view style, std::string_view runs) {
  std::string out = "<w:p><w:pPr><w:pStyle w:val=\"";
  out.append(style).append("\"/></w:pPr>").append(runs).append("</w:p>");
  return out;
}

// Tables.

// The widths of the columns; together they are the page's.
std::vector<int> Widths(std::size_t columns, const std::vector<int>& shares) {
  std::vector<int64_t> parts(columns, 1);
  for (std::size_t i = 0; i < std::min(columns, shares.size()); ++i) {
    parts[i] = std::max(shares[i], 1);
  }
  const int64_t whole = std::accumulate(parts.begin(), parts.end(), int64_t{0});
  std::vector<int> widths;
  int64_t before = 0;
  for (const int64_t part : parts) {
    const int64_t begin = kTextWidth * before / whole;
    before += part;
    widths.push_back(static_cast<int>(kTextWidth * before / whole - begin));
  }
  return widths;
}

std::string Cell(std::string_view text, int width, bool head) {
  std::string out = "<w:tc><w:tcPr><w:tcW w:w=\"" + std::to_string(width) + "\" w:type=\"dxa\"/>";
  if (head) out += "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"E7E6E6\"/>";
  return out + "</w:tcPr>" + Styled(head ? "TableHead" : "TableText", Run(Escaped(text))) +
         "</w:tc>";
}

// Parts of the package.

struct Part {
  const char* name;
  std::string bytes;
};

std::string ContentTypes() {
  const std::string word = "application/vnd.openxmlformats-officedocument.wordprocessingml.";
  std::string out(kDeclaration);
  out +=
      "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
      "<Default Extension=\"rels\" "
      "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
      "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
      "<Override PartName=\"/docProps/core.xml\" "
      "ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>";
  const std::pair<const char*, const char*> parts[] = {{"document", "document.main"},
                                                       {"styles", "styles"},
                                                       {"settings", "settings"},
                                                       {"header1", "header"},
                                                       {"footer1", "footer"}};
  for (const auto& [part, type] : parts) {
    out += std::string("<Override PartName=\"/word/") + part + ".xml\" ContentType=\"" + word +
           type + "+xml\"/>";
  }
  return out + "</Types>";
}

constexpr std::string_view kOfficeRelation =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

// Identifiers are rId1, rId2, ... in the order given.
std::string Relationships(const std::vector<std::pair<std::string, const char*>>& relations) {
  std::string out(kDeclaration);
  out += "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
  int id = 0;
  for (const auto& [type, target] : relations) {
    out += "<Relationship Id=\"rId" + std::to_string(++id) + "\" Type=\"" + type + "\" Target=\"" +
           target + "\"/>";
  }
  return out + "</Relationships>";
}

std::string PackageRelationships() {
  return Relationships({{std::string(kOfficeRelation) + "officeDocument", "word/document.xml"},
                        {"http://schemas.openxmlformats.org/package/2006/relationships/metadata/"
                         "core-properties",
                         "docProps/core.xml"}});
}

std::string DocumentRelationships() {
  const std::string office(kOfficeRelation);
  return Relationships({{office + "styles", "styles.xml"},
                        {office + "settings", "settings.xml"},
                        {office + "header", "header1.xml"},
                        {office + "footer", "footer1.xml"}});
}

std::string Property(const std::string& tag, const std::string& text,
                     const std::string& attributes = "") {
  return text.empty() ? "" : "<" + tag + attributes + ">" + text + "</" + tag + ">";
}

std::string Core(const std::string& title, const Properties& properties) {
  const std::string date = " xsi:type=\"dcterms:W3CDTF\"";
  return std::string(kDeclaration) +
         "<cp:coreProperties "
         "xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" "
         "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
         "xmlns:dcterms=\"http://purl.org/dc/terms/\" "
         "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">" +
         Property("dc:title", title) + Property("dc:subject", properties.subject) +
         Property("dc:creator", properties.author) + Property("dc:language", properties.language) +
         Property("dcterms:created", properties.created, date) +
         Property("dcterms:modified", properties.created, date) + "</cp:coreProperties>";
}

// One of the parts in the namespace of word processing.
std::string WordPart(const std::string& element, const std::string& content) {
  return std::string(kDeclaration) + "<w:" + element +
         " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
         " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">" +
         content + "</w:" + element + ">";
}

std::string Spacing(int before, int after) {
  return "<w:spacing w:before=\"" + std::to_string(before) + "\" w:after=\"" +
         std::to_string(after) + "\"/>";
}

// A style of paragraphs: `size` is in half points, `properties` are in the order of the schema.
std::string Style(const std::string& id, const std::string& name, int size, bool bold,
                  const std::string& properties) {
  const std::string half_points = std::to_string(size);
  return "<w:style w:type=\"paragraph\" w:styleId=\"" + id + "\"><w:name w:val=\"" + name +
         "\"/><w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr>" + properties + "</w:pPr><w:rPr>" +
         (bold ? "<w:b/>" : "") + "<w:sz w:val=\"" + half_points + "\"/><w:szCs w:val=\"" +
         half_points + "\"/></w:rPr></w:style>";
}

// Headings stay with what follows, and carry their level, so that readers list them.
std::string HeadingStyle(int level, int size) {
  const std::string number = std::to_string(level);
  return Style("Heading" + number, "heading " + number, size, true,
               "<w:keepNext/>" + Spacing(240, 80) + "<w:outlineLvl w:val=\"" +
                   std::to_string(level - 1) + "\"/>");
}

std::string TableStyle() {
  std::string borders;
  for (const char* side : {"top", "left", "bottom", "right", "insideH", "insideV"}) {
    borders += std::string("<w:") + side +
               " w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"808080\"/>";
  }
  return "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\">"
         "<w:name w:val=\"Normal Table\"/></w:style>"
         "<w:style w:type=\"table\" w:styleId=\"TableGrid\"><w:name w:val=\"Table Grid\"/>"
         "<w:basedOn w:val=\"TableNormal\"/><w:tblPr><w:tblBorders>" +
         borders +
         "</w:tblBorders><w:tblCellMar><w:left w:w=\"85\" w:type=\"dxa\"/>"
         "<w:right w:w=\"85\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>";
}

std::string Styles(const std::string& language) {
  return WordPart(
      "styles",
      "<w:docDefaults><w:rPrDefault><w:rPr>"
      "<w:rFonts w:ascii=\"Arial\" w:hAnsi=\"Arial\" w:eastAsia=\"Arial\" w:cs=\"Arial\"/>"
      "<w:sz w:val=\"20\"/><w:szCs w:val=\"20\"/><w:lang w:val=\"" +
          language +
          "\"/></w:rPr></w:rPrDefault></w:docDefaults>"
          "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\">"
          "<w:name w:val=\"Normal\"/><w:qFormat/>"
          "<w:pPr><w:spacing w:after=\"120\"/></w:pPr></w:style>" +
          Style("Title", "Title", 32, true, "<w:keepNext/>" + Spacing(0, 240)) +
          HeadingStyle(1, 26) + HeadingStyle(2, 22) + HeadingStyle(3, 20) +
          Style("TableHead", "Table Head", 18, true, Spacing(20, 20)) +
          Style("TableText", "Table Text", 18, false, Spacing(20, 20)) +
          Style("Header", "header", 16, false, Spacing(0, 0)) +
          Style("Footer", "footer", 16, false,
                "<w:tabs><w:tab w:val=\"right\" w:pos=\"" + std::to_string(kTextWidth) +
                    "\"/></w:tabs>" + Spacing(0, 0)) +
          TableStyle());
}

// Without a mode Word takes the file for one of 2007 and says so in its title bar.
std::string Settings() {
  return WordPart("settings",
                  "<w:compat><w:compatSetting w:name=\"compatibilityMode\" "
                  "w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>");
}

std::string Field(const std::string& name) {
  return "<w:fldSimple w:instr=\" " + name + " \"><w:r><w:t>1</w:t></w:r></w:fldSimple>";
}

std::string FooterRuns(const std::string& text) {
  return Run(text + "\t") + Field("PAGE") + Run(" / ") + Field("NUMPAGES");
}

// The relationships' order: styles, settings, header, footer.
std::string Section() {
  const std::string margin = std::to_string(kMargin);
  return "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId3\"/>"
         "<w:footerReference w:type=\"default\" r:id=\"rId4\"/><w:pgSz w:w=\"" +
         std::to_string(kPageWidth) + "\" w:h=\"" + std::to_string(kPageHeight) +
         "\"/><w:pgMar w:top=\"" + margin + "\" w:right=\"" + margin + "\" w:bottom=\"" + margin +
         "\" w:left=\"" + margin +
         "\" w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/></w:sectPr>";
}

// The container.

struct Discard {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct Free {
  void operator()(zip_source_t* source) const { zip_source_free(source); }
};
using Archive = std::unique_ptr<zip_t, Discard>;
using Source = std::unique_ptr<zip_source_t, Free>;

// In memory nothing fails but memory.
void Check(bool ok) {
  if (!ok) throw std::bad_alloc();
}

// The container keeps local time, so this is noon of 1980-01-01, the first day that it can keep, in
// whichever time zone we are.
std::time_t FirstDay() {
  std::tm noon = {};
  noon.tm_year = 80;
  noon.tm_mday = 1;
  noon.tm_hour = 12;
  noon.tm_isdst = -1;
  return std::mktime(&noon);
}

// Not compressed: what a compressor makes of a text differs from one version to the next.
void Add(zip_t* archive, const Part& part, std::time_t time) {
  zip_source_t* content = zip_source_buffer(archive, part.bytes.data(), part.bytes.size(), 0);
  Check(content != nullptr);
  const zip_int64_t index = zip_file_add(archive, part.name, content, ZIP_FL_ENC_UTF_8);
  if (index < 0) zip_source_free(content);
  Check(index >= 0);
  const auto entry = static_cast<zip_uint64_t>(index);
  Check(zip_set_file_compression(archive, entry, ZIP_CM_STORE, 0) == 0);
  Check(zip_file_set_mtime(archive, entry, time, 0) == 0);
}

std::string ReadAll(zip_source_t* source) {
  Check(zip_source_open(source) == 0);
  Check(zip_source_seek(source, 0, SEEK_END) == 0);
  std::string bytes(static_cast<std::size_t>(zip_source_tell(source)), '\0');
  Check(zip_source_seek(source, 0, SEEK_SET) == 0);
  const zip_int64_t read = zip_source_read(source, bytes.data(), bytes.size());
  zip_source_close(source);
  Check(read == static_cast<zip_int64_t>(bytes.size()));
  return bytes;
}

std::string Zipped(const std::vector<Part>& parts) {
  const Source source(zip_source_buffer_create(nullptr, 0, 0, nullptr));
  Check(source != nullptr);
  Archive archive(zip_open_from_source(source.get(), ZIP_CREATE | ZIP_TRUNCATE, nullptr));
  Check(archive != nullptr);
  zip_source_keep(source.get());  // the archive has one reference, and we have one
  const std::time_t time = FirstDay();
  for (const Part& part : parts) Add(archive.get(), part, time);
  Check(zip_close(archive.get()) == 0);
  (void)archive.release();  // closing freed it
  return ReadAll(source.get());
}

}  // namespace

Document::Document(std::string_view title, Properties properties)
    : title_(Escaped(title)),
      properties_{Escaped(properties.subject), Escaped(properties.author),
                  Escaped(properties.created), Escaped(properties.language)},
      body_(Styled("Title", Run(title_))) {}

void Document::PageHeader(std::string_view text) { header_ = Escaped(text); }

void Document::PageFooter(std::string_view text) { footer_ = Escaped(text); }

void Document::Heading(int level, std::string_view text) {
  body_ += Styled("Heading" + std::to_string(std::clamp(level, 1, 3)), Run(Escaped(text)));
}

void Document::Paragraph(std::string_view text) { body_ += Styled("Normal", Run(Escaped(text))); }

void Document::Table(const std::vector<std::vector<std::string>>& rows, Heads heads,
                     const std::vector<int>& shares) {
  std::size_t columns = 0;
  for (const std::vector<std::string>& row : rows) columns = std::max(columns, row.size());
  if (columns == 0) return;
  const std::vector<int> widths = Widths(columns, shares);
  body_ += "<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/><w:tblW w:w=\"" +
           std::to_string(kTextWidth) +
           "\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>";
  for (const int width : widths) body_ += "<w:gridCol w:w=\"" + std::to_string(width) + "\"/>";
  body_ += "</w:tblGrid>";
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const bool head_row = heads == Heads::kFirstRow && r == 0;
    body_ += "<w:tr><w:trPr><w:cantSplit/>";
    body_ += head_row ? "<w:tblHeader/></w:trPr>" : "</w:trPr>";
    for (std::size_t c = 0; c < columns; ++c) {
      const bool head = head_row || (heads == Heads::kFirstColumn && c == 0);
      body_ += Cell(c < rows[r].size() ? std::string_view(rows[r][c]) : "", widths[c], head);
    }
    body_ += "</w:tr>";
  }
  body_ += "</w:tbl>" + Styled("Normal", "");  // two tables without a paragraph between become one
}

std::string Document::Bytes() const {
  return Zipped(
      {{"[Content_Types].xml", ContentTypes()},
       {"_rels/.rels", PackageRelationships()},
       {"docProps/core.xml", Core(title_, properties_)},
       {"word/document.xml", WordPart("document", "<w:body>" + body_ + Section() + "</w:body>")},
       {"word/_rels/document.xml.rels", DocumentRelationships()},
       {"word/styles.xml", Styles(properties_.language)},
       {"word/settings.xml", Settings()},
       {"word/header1.xml", WordPart("hdr", Styled("Header", Run(header_)))},
       {"word/footer1.xml", WordPart("ftr", Styled("Footer", FooterRuns(footer_)))}});
}

}  // namespace placet::ballots::docx
