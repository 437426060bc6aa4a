// Reads a file of comments: a Word document with the template in all its versions, a workbook, CSV,
// or YAML and JSON of metanorma/commenter. Used by the comment service and by `placet comments
// check`, which has no server. The content says which format it is, never the name.
//
// Good rows come in and faulty ones go back, row by row; only a file that cannot be read at all is
// refused, with a FileRefusal (refusal.h). The bytes are hostile until proved otherwise: sizes,
// ratios, depths and counts are bounded (limits.h), nothing outside of the bytes is ever opened.
#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "placet/comments/v1/tables.pb.h"
#include "services/comments/tables/row_sink.h"

namespace placet::comments::tables {

// What the file is, without its rows: they have gone to `sink`. One row is in memory at a time, so
// the memory needed does not grow with the number of rows (but for workbooks that share strings).
// Rows that went to the sink before a file turns out to be damaged have gone there: whoever stores
// them does so in one transaction. `bytes` must outlive the call; `file_name` may hold folders,
// which are cut off.
absl::StatusOr<v1::CommentTable> ReadRows(absl::string_view file_name, absl::string_view bytes,
                                          RowSink& sink);

// The same with the rows in it.
absl::StatusOr<v1::CommentTable> Read(absl::string_view file_name, absl::string_view bytes);

}  // namespace placet::comments::tables
