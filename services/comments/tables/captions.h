// Which column is which, told by its caption: the template's captions of both versions, those of
// ISO's Online Standards Development in both layouts, and Placet's own. Used by the readers of Word
// documents, workbooks and CSV; order does not matter, nor do blanks, digits, signs and capitals.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/comments/tables/row_intake.h"

namespace placet::comments::tables {

struct Column {
  Field field = Field::kExtra;
  bool continues = false;  // "Comments (2)": goes on where the first stopped
  std::string caption;
};

// None where these are no captions of a table of comments: the comment itself and two more columns
// of the template must be among them.
std::optional<std::vector<Column>> MapCaptions(const std::vector<std::string>& captions);

// How many columns of the template are among them.
int TemplateColumns(const std::vector<Column>& columns);

// Whose sheet it is: "OSD, resolved", "OSD, unresolved", "Placet", "captions of the template".
std::string SheetVariant(const std::vector<Column>& columns);

// A notice for each column that a comment has no place for.
void NoteExtraColumns(const std::vector<Column>& columns, v1::CommentTable* head);

// Puts a cell where it belongs. What has no place is noted with its text, so that nothing is lost.
void PutCell(const Column& column, absl::string_view cell, RawRow& raw);

}  // namespace placet::comments::tables
