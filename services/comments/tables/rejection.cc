#include "services/comments/tables/rejection.h"

#include <string>

#include "placet/limits/v1/limits.pb.h"
#include "services/comments/tables/limits.h"
#include "services/comments/tables/text.h"

namespace placet::comments::tables {
namespace {

absl::string_view RemedyFor(v1::RejectReason reason) {
  switch (reason) {
    case v1::REJECT_REASON_NO_COMMENT:
      return "write the comment in column 6 or the proposed change in column 7, or clear the row";
    case v1::REJECT_REASON_TOO_LONG:
      return "shorten the cell, or send the text as an attachment and name it here";
    case v1::REJECT_REASON_TOO_FEW_CELLS:
      return "split merged cells and restore the row to all columns of the table";
    case v1::REJECT_REASON_TOO_MANY_CELLS:
      return "put cells that hold commas, quotes or line breaks into quotes";
    case v1::REJECT_REASON_BAD_QUOTES:
      return "close the quotes, and double a quote that belongs to the text";
    case v1::REJECT_REASON_NOT_TEXT:
      return "save the file as UTF-8 and remove control characters";
    default:
      return "remove the row, or change it where it is meant to differ";
  }
}

// At most kMostRawCharacters, and text whatever it was.
std::string RawExcerpt(absl::string_view cell) {
  std::string text = MadeText(CutAt(cell, 4 * kMostRawCharacters));
  size_t bytes = 0;
  for (size_t i = 0; i < kMostRawCharacters && bytes < text.size(); ++i) {
    bytes += FirstCodePoint(absl::string_view(text).substr(bytes)).size;
  }
  text.resize(bytes);
  return text;
}

}  // namespace

size_t LimitOf(int column) {
  static constexpr absl::string_view kNames[] = {
      "", "label", "line", "clause", "element", "", "comment", "proposed_change", "observation"};
  constexpr size_t kLongestTypes = 200;
  const std::string name(kNames[column]);
  const auto* field = v1::Comment::descriptor()->FindFieldByName(name);
  if (field == nullptr) return kLongestTypes;
  return static_cast<size_t>(field->options().GetExtension(placet::limits::v1::most));
}

v1::RejectedRow Rejection(absl::string_view file, const RawRow& raw, int column,
                          v1::RejectReason reason, absl::string_view text) {
  v1::RejectedRow row;
  row.set_file(std::string(file));
  row.set_row(raw.row);
  row.set_column(column);
  row.set_reason(reason);
  row.set_text(std::string(text));
  row.set_remedy(std::string(RemedyFor(reason)));
  for (int i = 1; i <= 8; ++i) {
    const std::string& cell = raw[static_cast<Field>(i)];
    if (!cell.empty()) (*row.mutable_raw_cells())[i] = RawExcerpt(cell);
  }
  return row;
}

}  // namespace placet::comments::tables
