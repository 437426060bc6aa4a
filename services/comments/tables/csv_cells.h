// CSV as in RFC 4180, taken apart record by record: quoted cells, doubled quotes, line breaks
// within quotes, LF or CRLF. Used by the reader of CSV. Also the guard of cells that a spreadsheet
// would run as formulas, and its undoing. Pure.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "placet/comments/v1/tables.pb.h"

namespace placet::comments::tables {

// One record; `cells` are reused from record to record.
struct CsvRecord {
  std::vector<std::string> cells;
  v1::RejectReason fault = v1::REJECT_REASON_UNSPECIFIED;  // BAD_QUOTES
  std::string fault_text;
};

class CsvCells {
 public:
  CsvCells(absl::string_view text, char delimiter) : rest_(text), delimiter_(delimiter) {}

  bool done() const { return rest_.empty(); }
  // The next record. After a faulty one reading goes on behind it.
  void Next(CsvRecord* record);

 private:
  bool Skip(char c);
  void Bare(std::string* cell);
  bool Quoted(std::string* cell);
  void Fail(absl::string_view text, CsvRecord* record);

  absl::string_view rest_;
  char delimiter_;
};

// A cell that begins with = + - @, a tab or a line break, or with apostrophes before one of these,
// gets an apostrophe in front; Unguarded takes it away again.
std::string Guarded(absl::string_view cell);
absl::string_view Unguarded(absl::string_view cell);

// Guarded, and in quotes where it needs them.
void AppendCsvCell(absl::string_view cell, std::string* out);

}  // namespace placet::comments::tables
