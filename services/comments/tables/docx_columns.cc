#include "services/comments/tables/docx_columns.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/comments/tables/text.h"

namespace placet::comments::tables {
namespace {

constexpr int kNarrow = 200;  // a column of 10 points holds nothing: a border that was moved

struct Expected {
  Field field;
  absl::string_view style;  // in lower case, letters alone
  absl::string_view caption;
};
constexpr Expected kVersion2012[] = {
    {Field::kBody, "isomb", "MB/NC"},
    {Field::kLine, "isoclause", "Line number"},
    {Field::kClause, "isoclause", "Clause/Subclause"},
    {Field::kElement, "isoparagraph", "Paragraph/Figure/Table"},
    {Field::kType, "isocommtype", "Type of comment"},
    {Field::kComment, "isocomments", "Comments"},
    {Field::kChange, "isochange", "Proposed change"},
    {Field::kObservation, "isosecretobservations", "Observations of the secretariat"},
};

using Columns = std::vector<Expected>;

Columns AllColumns() { return {std::begin(kVersion2012), std::end(kVersion2012)}; }

Columns WithoutLineNumber() {
  Columns columns = AllColumns();
  columns.erase(columns.begin() + 1);
  return columns;
}

std::string CommonStyle(const TableOutline& table, size_t column) {
  if (column >= table.styles.size()) return "";
  const auto& styles = table.styles[column];
  const auto most =
      std::max_element(styles.begin(), styles.end(),
                       [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == styles.end() ? "" : Letters(most->first);
}

// How many columns have the style they should have, if the column `left_out` were not there.
int Score(const TableOutline& table, const Columns& expected, size_t left_out) {
  int score = 0;
  for (size_t i = 0; i < expected.size(); ++i) {
    const size_t column = i < left_out ? i : i + 1;
    score += CommonStyle(table, column) == expected[i].style;
  }
  return score;
}

// The column that an editor added. Where styles do not tell it is the second: a second number.
size_t AddedColumn(const TableOutline& table, const Columns& expected) {
  size_t added = 1;
  for (size_t column = 0; column <= expected.size(); ++column) {
    if (Score(table, expected, column) > Score(table, expected, added)) added = column;
  }
  return added;
}

TablePlan GuessedPlan(const TableOutline& table, size_t width) {
  const Columns expected = width == 7 ? WithoutLineNumber() : AllColumns();
  const bool added = width > expected.size();
  const size_t left_out = added ? AddedColumn(table, expected) : expected.size();
  TablePlan plan;
  plan.guessed_by = Score(table, expected, left_out) >= 4 ? "styles" : "place";
  for (const Expected& column : expected) {
    plan.columns.push_back({column.field, false, std::string(column.caption)});
  }
  if (added) {
    plan.columns.insert(plan.columns.begin() + static_cast<std::ptrdiff_t>(left_out),
                        {Field::kExtra, false, absl::StrCat("column ", left_out + 1)});
  }
  return plan;
}

// Columns that hold something: without a sliver at the right edge.
size_t WidthOf(const TableOutline& table) {
  if (table.grid.empty()) return static_cast<size_t>(table.most_cells);
  const bool sliver = table.grid.size() > 8 && table.grid.back() < kNarrow;
  return table.grid.size() - (sliver ? 1 : 0);
}

std::optional<TablePlan> PlanByCaptions(const std::vector<std::string>& captions) {
  auto columns = MapCaptions(captions);
  if (!columns.has_value() || TemplateColumns(*columns) < 5) return std::nullopt;
  return TablePlan{*std::move(columns), 0, ""};
}

}  // namespace

std::optional<TablePlan> PlanTable(const TableOutline& table,
                                   const std::vector<std::string>& captions) {
  const size_t width = WidthOf(table);
  if (width < 7 || width > 9) return std::nullopt;
  std::optional<TablePlan> plan;
  for (size_t row = 0; row < table.first_rows.size() && !plan.has_value(); ++row) {
    plan = PlanByCaptions(table.first_rows[row]);
    if (plan.has_value()) plan->caption_rows = static_cast<int>(row) + 1;
  }
  if (!plan.has_value() && captions.size() == width) plan = PlanByCaptions(captions);
  if (!plan.has_value()) plan = GuessedPlan(table, width);
  if (table.grid.size() == width + 1) {  // text in the sliver belongs to the last column
    plan->columns.push_back(plan->columns.back());
    plan->columns.back().continues = true;
  }
  return plan;
}

std::string VariantOf(const TablePlan& plan) {
  const auto has = [&](Field field) {
    return std::any_of(plan.columns.begin(), plan.columns.end(),
                       [&](const Column& column) { return column.field == field; });
  };
  std::string variant = has(Field::kLine) ? "version 2012-03" : "FORM 13B, version 2001-09";
  if (has(Field::kExtra)) absl::StrAppend(&variant, ", ", plan.columns.size(), " columns");
  return variant;
}

}  // namespace placet::comments::tables
