// The door that every row of every format goes through: cells in, a comment or a rejected row out.
// Readers fill a RawRow; the intake skips blank rows, checks limits and text, parses body, types
// and disposition, notes what a person should know, and passes the row to the sink. What a cell was
// before it was parsed stays in Origin.raw_cells where the two differ.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "placet/comments/v1/tables.pb.h"
#include "services/comments/tables/row_sink.h"

namespace placet::comments::tables {

// What a column holds; the first eight are the columns of the template.
enum class Field : uint8_t {
  kExtra = 0,  // nothing that a comment has a place for
  kBody = 1,
  kLine = 2,
  kClause = 3,
  kElement = 4,
  kType = 5,
  kComment = 6,
  kChange = 7,
  kObservation = 8,
  kNumber,        // a running number beside column 1
  kDisposition,   // in words
  kProposedText,  // of OSD: the change as text, beside the change in words
  kTags,
  kAttachments,
  kAssignee,
  kDueDay,
  kConditionsVote,
  kUnused,  // known, and said elsewhere or not at all: dates, stages, states
};
inline constexpr size_t kFields = static_cast<size_t>(Field::kUnused) + 1;

// The cells of a row as they were, before anything is read into them.
struct RawRow {
  int row = 0;  // as Origin.row
  std::array<std::string, kFields> cells;
  std::vector<v1::Notice> notices;
  // Given where the row's shape is at fault, with a sentence.
  v1::RejectReason fault = v1::REJECT_REASON_UNSPECIFIED;
  std::string fault_text;

  std::string& operator[](Field field) { return cells[static_cast<size_t>(field)]; }
  const std::string& operator[](Field field) const { return cells[static_cast<size_t>(field)]; }
  void Clear();
  // Adds a notice once.
  void Note(int column, v1::NoticeKind kind, absl::string_view text);
};

// Adds as much of `text` as a cell may hold, and one byte more where there is more.
void AppendCapped(absl::string_view text, std::string* cell);

class RowIntake {
 public:
  RowIntake(absl::string_view file, RowSink& sink) : file_(file), sink_(sink) {}

  // Consumes the cells. Refuses the file with TOO_LARGE after kMostRows.
  absl::Status Add(RawRow& raw);

  // Rows that went to the sink, in either way.
  size_t rows() const { return rows_; }

 private:
  absl::Status Reject(const RawRow& raw, int column, v1::RejectReason reason,
                      absl::string_view text);
  absl::Status Accept(RawRow& raw);
  bool IsRepeated(const RawRow& raw);
  void ParseCells(RawRow& raw, v1::Comment& comment);
  void NoteLabel(RawRow& raw, const std::string& label);

  std::string file_;
  RowSink& sink_;
  size_t rows_ = 0;
  absl::flat_hash_map<std::string, int> labels_;                // to the row that had it first
  absl::flat_hash_set<std::pair<uint64_t, uint64_t>> digests_;  // of all rows so far
};

}  // namespace placet::comments::tables
