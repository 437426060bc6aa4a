#include "clients/cli/csv.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>
#include <set>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace placet::cli {
namespace {

// Takes a text apart, row by row.
class Reader {
 public:
  explicit Reader(absl::string_view text) : rest_(text) {}

  bool done() const { return rest_.empty(); }

  absl::StatusOr<Csv::Row> Next() {
    Csv::Row row{line_, {}};
    do {
      absl::StatusOr<std::string> cell = absl::StartsWith(rest_, "\"") ? Quoted() : Bare();
      if (!cell.ok()) return cell.status();
      row.cells.push_back(*std::move(cell));
    } while (Skip(","));
    Skip("\r");
    if (!rest_.empty() && !Skip("\n")) {
      return absl::InvalidArgumentError(
          absl::StrCat("line ", line_, ": something follows a closing quote"));
    }
    ++line_;
    return row;
  }

 private:
  bool Skip(absl::string_view what) {
    if (!absl::StartsWith(rest_, what)) return false;
    rest_.remove_prefix(what.size());
    return true;
  }

  std::string Bare() {
    const size_t end = std::min(rest_.find_first_of(",\r\n"), rest_.size());
    std::string cell(rest_.substr(0, end));
    rest_.remove_prefix(end);
    return cell;
  }

  absl::StatusOr<std::string> Quoted() {
    const int first_line = line_;
    std::string cell;
    Skip("\"");
    while (!rest_.empty()) {
      if (Skip("\"\"")) {
        cell += '"';
      } else if (Skip("\"")) {
        return cell;
      } else {
        if (rest_[0] == '\n') ++line_;
        cell += rest_[0];
        rest_.remove_prefix(1);
      }
    }
    return absl::InvalidArgumentError(
        absl::StrCat("line ", first_line, ": a quote is opened and never closed"));
  }

  absl::string_view rest_;
  int line_ = 1;
};

bool Blank(const Csv::Row& row) { return row.cells.size() == 1 && row.cells[0].empty(); }

}  // namespace

absl::StatusOr<Csv> Csv::Parse(absl::string_view text) {
  if (absl::StartsWith(text, "\xEF\xBB\xBF")) text.remove_prefix(3);
  Csv csv;
  Reader reader(text);
  while (!reader.done()) {
    absl::StatusOr<Row> row = reader.Next();
    if (!row.ok()) return row.status();
    if (Blank(*row)) continue;
    if (csv.header_.empty()) {
      csv.header_ = std::move(row->cells);
    } else if (row->cells.size() != csv.header_.size()) {
      return absl::InvalidArgumentError(absl::StrCat("line ", row->line, ": ", row->cells.size(),
                                                     " cells under a header of ",
                                                     csv.header_.size()));
    } else {
      csv.rows_.push_back(*std::move(row));
    }
  }
  if (csv.header_.empty()) return absl::InvalidArgumentError("line 1: there is no header");
  const std::set<std::string> distinct(csv.header_.begin(), csv.header_.end());
  if (distinct.size() != csv.header_.size()) {
    return absl::InvalidArgumentError("line 1: a column stands twice in the header");
  }
  return csv;
}

bool Csv::Has(absl::string_view column) const {
  return std::find(header_.begin(), header_.end(), column) != header_.end();
}

std::string Csv::Get(const Row& row, absl::string_view column) const {
  const auto found = std::find(header_.begin(), header_.end(), column);
  if (found == header_.end()) return "";
  return row.cells[static_cast<size_t>(found - header_.begin())];
}

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  if (path == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat(path, ": ", std::strerror(errno)));
  std::string text(std::istreambuf_iterator<char>(file), {});
  if (file.bad()) return absl::DataLossError(absl::StrCat(path, ": cannot be read"));
  return text;
}

}  // namespace placet::cli
