// The first look at a Word document: which tables its body has, how wide, in which styles, with
// which words on top, and which page header its sections name. Used by the reader, which can tell
// only then what the columns mean: sections stand at the end. No text is kept but that of the first
// rows.
#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/comments/tables/zip_file.h"

namespace placet::comments::tables {

struct TableOutline {
  std::vector<int> grid;                             // widths in twentieths of a point
  std::vector<std::vector<std::string>> first_rows;  // at most kFirstRows
  // Styles of first paragraphs, by column of the grid: how often each occurs in the first rows.
  std::vector<std::map<std::string, int>> styles;
  int most_cells = 0;
};
inline constexpr size_t kFirstRows = 3;

struct DocumentOutline {
  std::vector<TableOutline> tables;          // of the body, not those within cells
  std::vector<std::string> default_headers;  // relationship identifiers, in the order of sections
};

absl::StatusOr<DocumentOutline> OutlineOf(const ZipFile& zip, const std::string& part);

}  // namespace placet::comments::tables
