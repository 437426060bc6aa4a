// Makes the files that the tests read: containers, Word documents in every form of the template,
// and workbooks. Written here alone, so that a mistake of the product's writers is not read back as
// right.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "placet/comments/v1/tables.pb.h"

namespace placet::comments::tables {

using Parts = std::vector<std::pair<std::string, std::string>>;

// A container with these entries.
std::string Zipped(const Parts& parts);

// The bytes of an entry; fails the test where there is none.
std::string Unzipped(const std::string& container, const std::string& name);

// Pieces of a Word document. Texts are not escaped: they may be markup.
std::string P(absl::string_view runs, absl::string_view style = "");
std::string R(absl::string_view text);
std::string Tc(absl::string_view paragraphs, absl::string_view properties = "");
std::string Tr(const std::vector<std::string>& cells, absl::string_view properties = "");
// A row of plain texts in the styles of the template's columns, or in none.
std::string Row(const std::vector<std::string>& texts, const std::vector<std::string>& styles = {});
std::string Tbl(const std::vector<int>& grid, absl::string_view rows);

inline const std::vector<int> kGrid2012 = {606, 908, 1209, 1209, 1115, 4177, 4233, 2419};
inline const std::vector<int> kGrid2001 = {539, 1814, 1134, 709, 4394, 3828, 3459};
inline const std::vector<std::string> kStyles2012 = {
    "ISOMB",       "ISOClause",   "ISOClause", "ISOParagraph",
    "ISOCommType", "ISOComments", "ISOChange", "ISOSecretObservations"};

// The two tables of a page header, with captions split over runs as Word splits them.
std::string Header2012();
std::string Header2001();

struct DocxSample {
  std::string header = Header2012();  // content of the default header; empty: there is none
  std::string first_header;           // of a header for the first page, which must not be read
  std::string body;                   // tables and paragraphs
  std::string relations;              // more relationships of the document
  Parts parts;                        // more entries
};
std::string Docx(const DocxSample& sample);

// One document of version 2012-03 with these rows.
std::string Docx2012(const std::vector<std::vector<std::string>>& rows);

// A workbook: sheets of rows of cells; texts are shared strings, "#7.0" is a number.
struct SheetSample {
  std::string name;
  std::vector<std::vector<std::string>> rows;
};
std::string Xlsx(const std::vector<SheetSample>& sheets);

// The table that `bytes` hold; fails the test where they are refused.
v1::CommentTable MustRead(absl::string_view name, const std::string& bytes);

// Kinds of the notices of a row, or of the file.
std::vector<v1::NoticeKind> Kinds(const v1::Comment& comment);
std::vector<v1::NoticeKind> Kinds(const v1::CommentTable& table);

}  // namespace placet::comments::tables
