// Reads a workbook, sheet by sheet and row by row: columns by caption. Used by Read alone, which
// told the format. Where the first sheet holds all comments, as in OSD's exports and Placet's, the
// sheets that repeat a part of them are left out.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "placet/comments/v1/tables.pb.h"
#include "services/comments/tables/row_intake.h"
#include "services/comments/tables/zip_file.h"

namespace placet::comments::tables {

// Rows go to `intake`, the rest into `head`. `part` is the entry of the workbook itself.
absl::Status ReadXlsx(const ZipFile& zip, const std::string& part, RowIntake& intake,
                      v1::CommentTable* head);

}  // namespace placet::comments::tables
