#include "services/ballots/layout.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace placet::ballots::layout {
namespace {

constexpr size_t kColumns = 100;
constexpr size_t kIndent = 2;
constexpr size_t kBetween = 2;    // columns of a table
constexpr size_t kNarrowest = 6;  // that a column of a table is made

// Code points, which are columns for the scripts that committees write in.
size_t Width(absl::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

// The first `width` code points.
absl::string_view Start(absl::string_view text, size_t width) {
  size_t end = 0;
  for (size_t points = 0; end < text.size(); ++end) {
    const bool begins = (static_cast<unsigned char>(text[end]) & 0xC0) != 0x80;
    if (begins && points++ == width) break;
  }
  return text.substr(0, end);
}

// Broken between words; a word that is longer than a line is broken, too.
std::vector<std::string> Wrap(absl::string_view text, size_t width) {
  std::vector<std::string> lines;
  for (absl::string_view paragraph : absl::StrSplit(text, '\n')) {
    std::string line;
    for (absl::string_view word : absl::StrSplit(paragraph, ' ', absl::SkipEmpty())) {
      if (!line.empty() && Width(line) + 1 + Width(word) > width) {
        lines.push_back(std::move(line));
        line.clear();
      }
      if (!line.empty()) line += ' ';
      while (line.empty() && Width(word) > width) {
        lines.emplace_back(Start(word, width));
        word.remove_prefix(lines.back().size());
      }
      absl::StrAppend(&line, word);
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

// As wide as the cells need; the widest columns give way until the line holds them all.
std::vector<size_t> Widths(const Table& table) {
  std::vector<size_t> widths;
  for (const std::vector<std::string>& row : table.rows) {
    if (row.size() > widths.size()) widths.resize(row.size(), 1);
    for (size_t i = 0; i < row.size(); ++i) {
      for (absl::string_view line : absl::StrSplit(row[i], '\n')) {
        widths[i] = std::max(widths[i], Width(line));
      }
    }
  }
  size_t sum = kIndent + kBetween * (widths.size() - 1);
  for (size_t width : widths) sum += width;
  while (sum > kColumns) {
    const auto widest = std::max_element(widths.begin(), widths.end());
    if (*widest <= kNarrowest) break;
    --*widest;
    --sum;
  }
  return widths;
}

void AppendRow(const std::vector<std::string>& row, const std::vector<size_t>& widths,
               std::string& out) {
  std::vector<std::vector<std::string>> cells;
  size_t height = 0;
  for (size_t i = 0; i < row.size(); ++i) {
    cells.push_back(Wrap(row[i], widths[i]));
    height = std::max(height, cells.back().size());
  }
  for (size_t y = 0; y < height; ++y) {
    std::string line(kIndent, ' ');
    for (size_t i = 0; i < cells.size(); ++i) {
      const std::string text = y < cells[i].size() ? cells[i][y] : "";
      absl::StrAppend(&line, i == 0 ? "" : std::string(kBetween, ' '), text,
                      std::string(widths[i] - std::min(widths[i], Width(text)), ' '));
    }
    line.erase(line.find_last_not_of(' ') + 1);
    absl::StrAppend(&out, line, "\n");
  }
}

void AppendTable(const Table& table, std::string& out) {
  if (table.rows.empty()) return;
  const std::vector<size_t> widths = Widths(table);
  for (const std::vector<std::string>& row : table.rows) AppendRow(row, widths, out);
}

}  // namespace

std::string Text(const Page& page) {
  std::string out = absl::StrCat(page.title, "\n", std::string(Width(page.title), '='), "\n");
  for (const Block& block : page.blocks) {
    absl::StrAppend(&out, "\n", block.heading, "\n");
    for (const std::string& paragraph : block.paragraphs) {
      for (const std::string& line : Wrap(paragraph, kColumns - kIndent)) {
        absl::StrAppend(&out, line.empty() ? "" : std::string(kIndent, ' '), line, "\n");
      }
    }
    AppendTable(block.table, out);
  }
  return out;
}

std::string Docx(const Page& page) {
  docx::Document document(page.title, page.properties);
  document.PageHeader(page.header);
  document.PageFooter(page.footer);
  for (const Block& block : page.blocks) {
    document.Heading(1, block.heading);
    for (const std::string& paragraph : block.paragraphs) document.Paragraph(paragraph);
    document.Table(block.table.rows, block.table.heads, block.table.shares);
  }
  return document.Bytes();
}

}  // namespace placet::ballots::layout
