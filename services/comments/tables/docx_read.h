// Reads the Word document of a container, row by row. Used by Read alone, which told the format.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "placet/comments/v1/tables.pb.h"
#include "services/comments/tables/row_intake.h"
#include "services/comments/tables/zip_file.h"

namespace placet::comments::tables {

// Rows go to `intake`, the rest into `head`. `part` is the entry of the document itself.
absl::Status ReadDocx(const ZipFile& zip, const std::string& part, RowIntake& intake,
                      v1::CommentTable* head);

}  // namespace placet::comments::tables
