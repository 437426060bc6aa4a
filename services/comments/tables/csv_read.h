// Reads CSV, row by row: columns by caption in any order, separated by commas, semicolons or tabs.
// Used by Read alone, which told the format.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "placet/comments/v1/tables.pb.h"
#include "services/comments/tables/row_intake.h"

namespace placet::comments::tables {

// Rows go to `intake`, the rest into `head`. `text` has no byte order mark.
absl::Status ReadCsv(absl::string_view text, RowIntake& intake, v1::CommentTable* head);

}  // namespace placet::comments::tables
