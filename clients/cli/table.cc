#include "clients/cli/table.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace placet::cli {
namespace {

constexpr int kGap = 2;        // between columns
constexpr int kNarrowest = 8;  // no column is clipped below this

struct Rune {
  char32_t value;
  size_t length;
};

// The character at the beginning of `text`, which is not empty; U+FFFD for a byte out of place.
Rune First(absl::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  if (lead < 0x80) return {lead, 1};
  const size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0;
  if (length == 0 || lead > 0xF4 || text.size() < length) return {0xFFFD, 1};
  char32_t value = lead & (0xFFu >> (length + 1));
  for (size_t i = 1; i < length; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xC0) != 0x80) return {0xFFFD, 1};
    value = (value << 6) | (byte & 0x3Fu);
  }
  return {value, length};
}

bool In(char32_t rune, char32_t first, char32_t last) { return rune >= first && rune <= last; }

bool IsControl(char32_t rune) { return rune < 0x20 || In(rune, 0x7F, 0x9F); }

bool ReversesDirection(char32_t rune) {
  return In(rune, 0x202A, 0x202E) || In(rune, 0x2066, 0x2069) || In(rune, 0x200E, 0x200F);
}

int RuneWidth(char32_t rune) {
  if (In(rune, 0x300, 0x36F) || In(rune, 0x200B, 0x200D) || In(rune, 0xFE00, 0xFE0F)) return 0;
  const bool wide =
      In(rune, 0x1100, 0x115F) || In(rune, 0x2E80, 0xA4CF) || In(rune, 0xAC00, 0xD7A3) ||
      In(rune, 0xF900, 0xFAFF) || In(rune, 0xFE30, 0xFE6F) || In(rune, 0xFF00, 0xFF60) ||
      In(rune, 0xFFE0, 0xFFE6) || In(rune, 0x1F300, 0x1FAFF) || In(rune, 0x20000, 0x3FFFD);
  return wide ? 2 : 1;
}

absl::string_view Code(Style style) {
  switch (style) {
    case Style::kPlain:
      return "";
    case Style::kTitle:
      return "1";
    case Style::kGood:
      return "32";
    case Style::kBad:
      return "31";
    case Style::kWarn:
      return "33";
    case Style::kFaint:
      return "2";
  }
  return "";
}

std::string Padded(absl::string_view text, int width, bool right, Style style,
                   const Screen& screen) {
  const std::string blanks(static_cast<size_t>(std::max(0, width - Width(text))), ' ');
  const std::string painted = Paint(text, style, screen);
  return right ? absl::StrCat(blanks, painted) : absl::StrCat(painted, blanks);
}

}  // namespace

Screen DetectScreen(absl::string_view color) {
  Screen screen;
  screen.terminal = isatty(STDOUT_FILENO) == 1;
  winsize size{};
  if (screen.terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    screen.width = size.ws_col;
  }
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  const bool colourless = (no_color != nullptr && *no_color != '\0') ||
                          (term != nullptr && absl::string_view(term) == "dumb");
  screen.color = color == "always" || (color == "auto" && screen.terminal && !colourless);
  return screen;
}

std::string Paint(absl::string_view text, Style style, const Screen& screen) {
  if (!screen.color || style == Style::kPlain || text.empty()) return std::string(text);
  return absl::StrCat("\x1b[", Code(style), "m", text, "\x1b[0m");
}

std::string Clean(absl::string_view text) {
  std::string out;
  while (!text.empty()) {
    const Rune rune = First(text);
    if (rune.value == 0xFFFD && rune.length == 1) {
      out += "\xEF\xBF\xBD";
    } else if (IsControl(rune.value)) {
      if (!out.empty() && out.back() != ' ') out += ' ';
    } else if (!ReversesDirection(rune.value)) {
      absl::StrAppend(&out, text.substr(0, rune.length));
    }
    text.remove_prefix(rune.length);
  }
  return out;
}

int Width(absl::string_view text) {
  int width = 0;
  while (!text.empty()) {
    const Rune rune = First(text);
    width += RuneWidth(rune.value);
    text.remove_prefix(rune.length);
  }
  return width;
}

std::string Clip(absl::string_view text, int width) {
  if (Width(text) <= width) return std::string(text);
  std::string out;
  int used = 0;
  while (!text.empty()) {
    const Rune rune = First(text);
    used += RuneWidth(rune.value);
    if (used > width - 1) break;
    absl::StrAppend(&out, text.substr(0, rune.length));
    text.remove_prefix(rune.length);
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out + "…";
}

std::vector<std::string> Wrap(absl::string_view text, int width) {
  std::vector<std::string> lines(1);
  while (!text.empty()) {
    const size_t space = std::min(text.find(' '), text.size());
    const absl::string_view word = text.substr(0, space);
    std::string& line = lines.back();
    if (!line.empty() && Width(line) + 1 + Width(word) > width) {
      lines.emplace_back(word);
    } else {
      if (!line.empty()) line += ' ';
      absl::StrAppend(&line, word);
    }
    text.remove_prefix(std::min(space + 1, text.size()));
  }
  return lines;
}

std::string CsvCell(absl::string_view text) {
  const bool formula = !text.empty() && absl::string_view("=+-@\t").find(text[0]) != text.npos;
  const std::string guarded = absl::StrCat(formula ? "'" : "", text);
  if (guarded.find_first_of(",\"\r\n") == guarded.npos) return guarded;
  return absl::StrCat("\"", absl::StrReplaceAll(guarded, {{"\"", "\"\""}}), "\"");
}

std::string Count(int number, absl::string_view word) {
  return absl::StrCat(number, " ", word, number == 1 ? "" : "s");
}

Table Table::Facts() {
  Table table({"field", "value"});
  table.facts_ = true;
  return table;
}

void Table::Add(std::vector<Cell> row) {
  row.resize(columns_.size(), Cell(""));
  rows_.push_back(std::move(row));
}

void Table::AddFact(absl::string_view word, Cell value) {
  if (!value.text.empty()) Add({std::string(word), std::move(value)});
}

std::vector<int> Table::Widths(const Screen& screen) const {
  std::vector<int> widths;
  for (size_t i = 0; i < columns_.size(); ++i) {
    int width = facts_ ? 0 : Width(columns_[i].title);
    for (const auto& row : rows_) width = std::max(width, Width(Clean(row[i].text)));
    widths.push_back(width);
  }
  const int room = screen.width - kGap * static_cast<int>(widths.size() - 1);
  if (facts_) {
    widths[1] = std::max(kNarrowest, room - widths[0]);
    return widths;
  }
  int excess = screen.terminal ? std::accumulate(widths.begin(), widths.end(), 0) - room : 0;
  for (; excess > 0; --excess) {
    auto widest = std::max_element(widths.begin(), widths.end());
    if (*widest <= kNarrowest) break;
    --*widest;
  }
  return widths;
}

void Table::AppendRow(const std::vector<Cell>& row, const std::vector<int>& widths,
                      const Screen& screen, std::string* out) const {
  std::string line;
  for (size_t i = 0; i < row.size(); ++i) {
    const std::string text = Clean(row[i].text);
    if (facts_ && i == 1) {
      const std::string indent = "\n" + std::string(static_cast<size_t>(widths[0] + kGap), ' ');
      absl::string_view before;
      for (const std::string& part : Wrap(text, widths[1])) {
        absl::StrAppend(&line, before, Paint(part, row[i].style, screen));
        before = indent;
      }
      break;
    }
    const Style style = facts_ ? Style::kFaint : row[i].style;
    line += Padded(screen.terminal ? Clip(text, widths[i]) : text, widths[i], columns_[i].right,
                   style, screen);
    if (i + 1 < row.size()) line += std::string(kGap, ' ');
  }
  line.erase(line.find_last_not_of(' ') + 1);
  absl::StrAppend(out, line, "\n");
}

std::string Table::Text(const Screen& screen) const {
  const std::vector<int> widths = Widths(screen);
  std::string out;
  if (!facts_) {
    std::vector<Cell> titles;
    for (const Column& column : columns_) titles.emplace_back(column.title, Style::kTitle);
    AppendRow(titles, widths, screen, &out);
  }
  for (const auto& row : rows_) AppendRow(row, widths, screen, &out);
  return out;
}

std::string Table::Csv() const {
  std::string out;
  for (size_t i = 0; i < columns_.size(); ++i) {
    absl::StrAppend(&out, i == 0 ? "" : ",", CsvCell(columns_[i].title));
  }
  out += "\r\n";
  for (const auto& row : rows_) {
    for (size_t i = 0; i < row.size(); ++i) {
      absl::StrAppend(&out, i == 0 ? "" : ",", CsvCell(row[i].text));
    }
    out += "\r\n";
  }
  return out;
}

}  // namespace placet::cli
