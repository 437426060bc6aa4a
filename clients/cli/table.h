// What people see: columns that fit the screen, CSV, and text made safe for a terminal. Everything
// here is pure except DetectScreen. Text from servers was written by others, so no control
// character of theirs reaches the terminal.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace placet::cli {

// Where output goes. Clipping and colour happen on a terminal only.
struct Screen {
  int width = 100;
  bool terminal = false;
  bool color = false;
};

// The standard output as it is. `color` is auto, always or never.
Screen DetectScreen(absl::string_view color);

enum class Style { kPlain, kTitle, kGood, kBad, kWarn, kFaint };

// `text` in the colour of `style`, where the screen has colours.
std::string Paint(absl::string_view text, Style style, const Screen& screen);

// One line without control characters and without marks that reverse the writing direction.
std::string Clean(absl::string_view text);

// Columns that `text` (clean UTF-8) takes: 0 for combining marks, 2 for wide characters.
int Width(absl::string_view text);

// `text` cut to `width` columns, the last of them "…" where something was cut.
std::string Clip(absl::string_view text, int width);

// Lines of at most `width` columns, broken at spaces; a longer word keeps its line to itself.
std::vector<std::string> Wrap(absl::string_view text, int width);

// One cell of CSV as in RFC 4180, guarded against being read as a formula.
std::string CsvCell(absl::string_view text);

// `number` and `word`, with an s unless there is one: "2 votes".
std::string Count(int number, absl::string_view word);

// One cell of a table.
struct Cell {
  Cell(std::string value, Style look = Style::kPlain) : text(std::move(value)), style(look) {}
  Cell(const char* value, Style look = Style::kPlain) : text(value), style(look) {}
  Cell(int value) : text(std::to_string(value)) {}

  std::string text;
  Style style = Style::kPlain;
};

// A column: its title, and whether its cells stand at the right edge, as numbers do.
struct Column {
  Column(std::string name, bool at_right = false) : title(std::move(name)), right(at_right) {}
  Column(const char* name, bool at_right = false) : title(name), right(at_right) {}

  std::string title;
  bool right = false;
};

// Rows under titles.
class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // Two columns without titles; a long value goes on in the next line.
  static Table Facts();

  void Add(std::vector<Cell> row);
  // Adds a row of two cells unless the second is empty.
  void AddFact(absl::string_view word, Cell value);

  bool empty() const { return rows_.empty(); }
  std::string Text(const Screen& screen) const;
  std::string Csv() const;

 private:
  std::vector<int> Widths(const Screen& screen) const;
  void AppendRow(const std::vector<Cell>& row, const std::vector<int>& widths, const Screen& screen,
                 std::string* out) const;

  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
  bool facts_ = false;
};

}  // namespace placet::cli
