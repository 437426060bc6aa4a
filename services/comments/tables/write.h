// Writes a file of comments, a row at a time. Used by the comment service for exports and by the
// command line. What goes out through the sink is the file from its first byte to its last; memory
// stays flat however many rows there are. Read again, a file gives the same comments: columns 1 to
// 8 and the disposition in every format, the rest of a comment in CSV and XLSX.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "placet/comments/v1/comments.pb.h"
#include "placet/comments/v1/tables.pb.h"

namespace placet::comments::tables {

// Takes the next bytes of the file. Anything but OK ends the writing with that status.
using ByteSink = std::function<absl::Status(absl::string_view bytes)>;

struct WriteOptions {
  // DOCX only: the bytes of a blank form, whose header, footer and styles are kept and whose table
  // gets the rows. Empty: Placet's own form, in the structure of version 2012-03.
  std::string form;
};

class TableWriter {
 public:
  virtual ~TableWriter() = default;

  // The next row.
  virtual absl::Status Add(const v1::Comment& comment) = 0;

  // The end of the file; nothing may be added afterwards.
  virtual absl::Status Finish() = 0;
};

// `head` gives date, document, project and title; its rows are not looked at.
absl::StatusOr<std::unique_ptr<TableWriter>> MakeWriter(v1::TableFormat format,
                                                        const v1::CommentTable& head, ByteSink sink,
                                                        WriteOptions options = {});

// All rows of `table`, as one string. For small tables and tests.
absl::StatusOr<std::string> Write(v1::TableFormat format, const v1::CommentTable& table,
                                  WriteOptions options = {});

// "docx", "xlsx", "csv", "yaml" or "json".
absl::string_view EndingOf(v1::TableFormat format);

// "application/vnd.openxmlformats-officedocument.wordprocessingml.document" and so on.
absl::string_view MediaTypeOf(v1::TableFormat format);

}  // namespace placet::comments::tables
