// The parts of Placet's own workbook: everything but the rows of comments. Used by the writer of
// workbooks. Sheets: all comments, those that are open, those that are resolved; captions are
// frozen and filtered, cells wrapped.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "placet/comments/v1/tables.pb.h"
#include "services/comments/tables/cells.h"

namespace placet::comments::tables {

inline constexpr std::array<absl::string_view, 3> kSheets = {"All", "Open", "Resolved"};

// A cell of Excel holds no more (in units of UTF-16); what is longer goes on in hidden columns.
inline constexpr size_t kMostUnits = 32'000;
inline constexpr size_t kParts = 4;
inline constexpr std::array<size_t, 3> kLongColumns = {6, 7, 8};  // of kOwnCaptions
inline constexpr size_t kFirstPartColumn = kOwnCaptions.size();

// Rows of a sheet, from 1: labels, data of the draft, nothing, captions; then comments.
inline constexpr int kCaptionRow = 4;

// Looks of a cell, as the workbook numbers them; those of observations by disposition.
enum Look : int { kWrapped = 1, kBold = 2, kFirstColor = 3 };
int LookOf(v1::Disposition disposition);

// "BC" for 54.
std::string ColumnLetters(size_t column);

// One cell; nothing for an empty text without colour.
void AppendSheetCell(int row, size_t column, absl::string_view text, int look, std::string* out);

// A sheet up to its first comment, and from the last, which stands in `last_row`, on.
std::string SheetBegin(const v1::CommentTable& head);
std::string SheetEnd(int last_row);

// Names and contents of all other parts. `last_rows`: by sheet.
std::vector<std::pair<std::string, std::string>> WorkbookParts(
    const std::array<int, kSheets.size()>& last_rows);

}  // namespace placet::comments::tables
