// What the page header of a Word document says: captions of the columns and the data of the draft.
// Used by the reader of Word documents, with the header part that the section names as the default
// one; a header for the first page alone may still be that of an older form.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "placet/comments/v1/tables.pb.h"
#include "services/comments/tables/zip_file.h"

namespace placet::comments::tables {

using TableCells = std::vector<std::vector<std::string>>;  // rows of cells

// The texts of all tables of a part.
absl::StatusOr<std::vector<TableCells>> TablesOf(const ZipFile& zip, const std::string& part);

// Fills date, document, project and title from cells that begin with "Date:" and so on.
void ReadHead(const std::vector<TableCells>& tables, v1::CommentTable* head);

// The row of captions; empty where there is none.
std::vector<std::string> CaptionsIn(const std::vector<TableCells>& tables);

}  // namespace placet::comments::tables
