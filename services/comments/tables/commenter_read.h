// Reads YAML and JSON of metanorma/commenter, item by item. Used by Read alone, which told the
// format. Neither has aliases or anchors to follow: a file that uses them is refused.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "placet/comments/v1/tables.pb.h"
#include "services/comments/tables/row_intake.h"

namespace placet::comments::tables {

// Rows go to `intake`, the rest into `head`.
absl::Status ReadYaml(absl::string_view text, RowIntake& intake, v1::CommentTable* head);
absl::Status ReadJson(absl::string_view text, RowIntake& intake, v1::CommentTable* head);

}  // namespace placet::comments::tables
