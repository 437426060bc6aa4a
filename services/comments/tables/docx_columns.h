// What the columns of a table in a Word document mean: told by captions in the page header or on
// top of the table, else by the styles of paragraphs, else by place. Used by the reader of Word
// documents. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/comments/tables/captions.h"
#include "services/comments/tables/docx_outline.h"

namespace placet::comments::tables {

struct TablePlan {
  std::vector<Column> columns;  // by column of the grid
  int caption_rows = 0;         // rows on top that are no data
  std::string guessed_by;       // "styles" or "place"; empty where captions say it
};

// None where this is no table of comments. `captions`: those of the page header, or empty.
std::optional<TablePlan> PlanTable(const TableOutline& table,
                                   const std::vector<std::string>& captions);

// "version 2012-03", "FORM 13B, version 2001-09", with what differs.
std::string VariantOf(const TablePlan& plan);

}  // namespace placet::comments::tables
