// Reads CSV as in RFC 4180: quoted cells, doubled quotes, line breaks within quotes, LF or CRLF, an
// optional byte order mark. The first line is the header; every row has as many cells as it.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace placet::cli {

// A file's header and rows.
class Csv {
 public:
  // A row, and the line of the file on which it begins.
  struct Row {
    int line = 0;
    std::vector<std::string> cells;
  };

  // INVALID_ARGUMENT names the line.
  static absl::StatusOr<Csv> Parse(absl::string_view text);

  const std::vector<std::string>& header() const { return header_; }
  const std::vector<Row>& rows() const { return rows_; }
  bool Has(absl::string_view column) const;
  // The cell of `row` in `column`; empty where there is no such column.
  std::string Get(const Row& row, absl::string_view column) const;

 private:
  std::vector<std::string> header_;
  std::vector<Row> rows_;
};

// The whole of a file; "-" is the standard input.
absl::StatusOr<std::string> ReadFile(const std::string& path);

}  // namespace placet::cli
