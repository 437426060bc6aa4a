// Where a reader puts the rows of a file, one after the other, in the order of the file.
// Implemented by whoever reads: the comment service stores them, the command line prints them,
// Read() collects them. Every row of the file that is not blank arrives exactly once, in one of the
// two ways.
#pragma once

#include "absl/status/status.h"
#include "placet/comments/v1/comments.pb.h"
#include "placet/comments/v1/tables.pb.h"

namespace placet::comments::tables {

class RowSink {
 public:
  virtual ~RowSink() = default;

  // A row that is a comment. Anything but OK ends the reading with that status.
  virtual absl::Status Take(v1::Comment comment) = 0;

  // A row that is none, with the reason.
  virtual absl::Status Reject(v1::RejectedRow row) = 0;
};

}  // namespace placet::comments::tables
