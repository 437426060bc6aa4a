#include "services/comments/tables/xlsx_sheet.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "services/comments/tables/limits.h"
#include "services/comments/tables/row_intake.h"

namespace placet::comments::tables {
namespace {

// The column of "BC12", from 0.
size_t ColumnOf(absl::string_view reference) {
  size_t column = 0;
  for (const char c : reference) {
    if (!absl::ascii_isalpha(static_cast<unsigned char>(c)) || column > kMostColumns) break;
    column = column * 26 +
             static_cast<size_t>(absl::ascii_toupper(static_cast<unsigned char>(c)) - 'A' + 1);
  }
  return column == 0 ? 0 : column - 1;
}

// A number that is whole is written so: "7" for "7.0".
absl::string_view Whole(absl::string_view number) {
  const size_t dot = number.find('.');
  if (dot == absl::string_view::npos) return number;
  const bool zeros = number.find_first_not_of('0', dot + 1) == absl::string_view::npos;
  return zeros ? number.substr(0, dot) : number;
}

}  // namespace

absl::Status SheetReader::Start(const XmlName& name, const XmlAttributes& attributes) {
  if (name.local == "row") {
    int row = 0;
    row_ = absl::SimpleAtoi(attributes.Get("r"), &row) ? row : row_ + 1;
    for (std::string& cell : cells_) cell.clear();
    column_ = 0;
  } else if (name.local == "c") {
    StartCell(attributes);
  } else if (in_cell_) {
    if (name.local == "rPh") in_reading_ = true;
    in_value_ = name.local == "v" || (name.local == "t" && !in_reading_);
  }
  return absl::OkStatus();
}

void SheetReader::StartCell(const XmlAttributes& attributes) {
  in_cell_ = true;
  value_.clear();
  type_ = std::string(attributes.Get("t"));
  if (attributes.Has("r")) column_ = ColumnOf(attributes.Get("r"));
}

absl::Status SheetReader::End(const XmlName& name) {
  in_value_ = false;
  if (name.local == "rPh") in_reading_ = false;
  if (name.local == "c") EndCell();
  return name.local == "row" ? seen_(row_, cells_) : absl::OkStatus();
}

void SheetReader::EndCell() {
  in_cell_ = false;
  const size_t column = column_++;
  if (column >= kMostColumns || type_ == "e") return;
  if (cells_.size() <= column) cells_.resize(column + 1);
  std::string& cell = cells_[column];
  if (type_ == "s") {
    uint32_t index = 0;
    if (absl::SimpleAtoi(value_, &index)) cell = Unescaped(strings_.Get(index));
  } else if (type_ == "inlineStr" || type_ == "str") {
    cell = Unescaped(value_);
  } else if (type_ == "b") {
    cell = value_ == "1" ? "true" : "false";
  } else {
    cell = std::string(Whole(value_));
  }
}

absl::Status SheetReader::Text(absl::string_view text) {
  if (in_value_) AppendCapped(text, &value_);
  return absl::OkStatus();
}

}  // namespace placet::comments::tables
