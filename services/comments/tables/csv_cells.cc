#include "services/comments/tables/csv_cells.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/comments/tables/limits.h"
#include "services/comments/tables/row_intake.h"

namespace placet::comments::tables {
namespace {

bool BeginsFormula(absl::string_view cell) {
  const size_t first = std::min(cell.find_first_not_of('\''), cell.size());
  return first < cell.size() && absl::string_view("=+-@\t\r\n").find(cell[first]) != cell.npos;
}

}  // namespace

bool CsvCells::Skip(char c) {
  if (rest_.empty() || rest_[0] != c) return false;
  rest_.remove_prefix(1);
  return true;
}

void CsvCells::Bare(std::string* cell) {
  size_t end = 0;
  while (end < rest_.size() && rest_[end] != delimiter_ && rest_[end] != '\n' &&
         rest_[end] != '\r') {
    ++end;
  }
  AppendCapped(rest_.substr(0, end), cell);
  rest_.remove_prefix(end);
}

// False where the quote is never closed; the rest is gone then.
bool CsvCells::Quoted(std::string* cell) {
  Skip('"');
  while (true) {
    const size_t quote = rest_.find('"');
    AppendCapped(rest_.substr(0, quote), cell);
    if (quote == absl::string_view::npos) {
      rest_ = {};
      return false;
    }
    rest_.remove_prefix(quote + 1);
    if (!Skip('"')) return true;
    AppendCapped("\"", cell);
  }
}

void CsvCells::Fail(absl::string_view text, CsvRecord* record) {
  record->fault = v1::REJECT_REASON_BAD_QUOTES;
  record->fault_text = std::string(text);
  const size_t end = std::min(rest_.find('\n'), rest_.size());
  if (!record->cells.empty()) AppendCapped(rest_.substr(0, end), &record->cells.back());
  rest_.remove_prefix(end);
}

void CsvCells::Next(CsvRecord* record) {
  record->fault = v1::REJECT_REASON_UNSPECIFIED;
  size_t used = 0;
  do {
    if (used == record->cells.size()) record->cells.emplace_back();
    std::string& cell = record->cells[used];
    cell.clear();
    used = std::min(used + 1, kMostColumns);  // beyond, cells overwrite the last: too many anyhow
    if (rest_.empty() || rest_[0] != '"') {
      Bare(&cell);
    } else if (!Quoted(&cell)) {
      record->cells.resize(used);
      Fail("a quote is opened and never closed; all that follows is in this row", record);
      return;
    }
  } while (Skip(delimiter_));
  record->cells.resize(used);
  const bool carriage_return = Skip('\r');
  if (!Skip('\n') && !rest_.empty() && !carriage_return) {
    Fail("something follows a closing quote", record);
    Skip('\n');
  }
}

std::string Guarded(absl::string_view cell) {
  return absl::StrCat(BeginsFormula(cell) ? "'" : "", cell);
}

absl::string_view Unguarded(absl::string_view cell) {
  return !cell.empty() && cell[0] == '\'' && BeginsFormula(cell) ? cell.substr(1) : cell;
}

void AppendCsvCell(absl::string_view cell, std::string* out) {
  const bool guard = BeginsFormula(cell);
  if (!guard && cell.find_first_of(",;\t\"\r\n") == absl::string_view::npos) {
    out->append(cell.data(), cell.size());
    return;
  }
  *out += guard ? "\"'" : "\"";
  while (!cell.empty()) {
    const size_t quote = cell.find('"');
    const absl::string_view piece = cell.substr(0, quote);
    out->append(piece.data(), piece.size());
    if (quote == absl::string_view::npos) break;
    *out += "\"\"";
    cell.remove_prefix(quote + 1);
  }
  *out += '"';
}

}  // namespace placet::comments::tables
