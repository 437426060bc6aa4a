#include "services/comments/tables/csv_read.h"

#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/comments/tables/captions.h"
#include "services/comments/tables/csv_cells.h"
#include "services/comments/tables/refusal.h"
#include "services/comments/tables/text.h"

namespace placet::comments::tables {
namespace {

// The line that tells Excel the delimiter, "sep=;", is no record.
bool TakeSeparatorLine(absl::string_view* text) {
  if (!absl::StartsWith(*text, "sep=")) return false;
  const size_t end = text->find('\n');
  text->remove_prefix(end == absl::string_view::npos ? text->size() : end + 1);
  return true;
}

bool IsBlankRecord(const CsvRecord& record) {
  for (const std::string& cell : record.cells) {
    if (!IsBlank(cell)) return false;
  }
  return true;
}

struct Header {
  char delimiter;
  std::vector<Column> columns;
};

// The first record that is not blank, cut by the delimiter that makes captions of it.
std::optional<Header> FindHeader(absl::string_view text) {
  for (const char delimiter : {',', ';', '\t'}) {
    CsvCells cells(text, delimiter);
    CsvRecord record;
    do {
      if (cells.done()) break;
      cells.Next(&record);
    } while (IsBlankRecord(record));
    auto columns = MapCaptions(record.cells);
    if (columns.has_value()) return Header{delimiter, *std::move(columns)};
  }
  return std::nullopt;
}

void Fill(const CsvRecord& record, const std::vector<Column>& columns, RawRow& raw) {
  for (size_t i = 0; i < std::min(record.cells.size(), columns.size()); ++i) {
    PutCell(columns[i], Unguarded(record.cells[i]), raw);
  }
  raw.fault = record.fault;
  raw.fault_text = record.fault_text;
  if (raw.fault != v1::REJECT_REASON_UNSPECIFIED) {
    if (IsBlank(raw[Field::kComment])) raw[Field::kComment] = record.cells.back();
  } else if (record.cells.size() < columns.size()) {
    raw.fault = v1::REJECT_REASON_TOO_FEW_CELLS;
  } else if (record.cells.size() > columns.size()) {
    raw.fault = v1::REJECT_REASON_TOO_MANY_CELLS;
  }
  if (raw.fault_text.empty()) {
    raw.fault_text =
        absl::StrCat("the row has ", record.cells.size(), " cells, the head ", columns.size());
  }
}

}  // namespace

absl::Status ReadCsv(absl::string_view text, RowIntake& intake, v1::CommentTable* head) {
  RawRow raw;
  if (TakeSeparatorLine(&text)) ++raw.row;
  const std::optional<Header> header = FindHeader(text);
  if (!header.has_value()) {
    return RefuseFile(v1::FILE_REFUSAL_NO_TABLE,
                      "the first line has no captions of a table of comments",
                      "name the columns as the template does: MB/NC, Clause/Subclause, Type of "
                      "comment, Comments, Proposed change");
  }
  head->set_variant(SheetVariant(header->columns));
  NoteExtraColumns(header->columns, head);
  CsvCells cells(text, header->delimiter);
  CsvRecord record;
  bool header_seen = false;
  while (!cells.done()) {
    cells.Next(&record);
    raw.Clear();
    ++raw.row;
    if (IsBlankRecord(record)) continue;
    if (!header_seen) {
      header_seen = true;
      continue;
    }
    Fill(record, header->columns, raw);
    const absl::Status status = intake.Add(raw);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace placet::comments::tables
