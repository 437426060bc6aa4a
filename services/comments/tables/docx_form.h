// A blank form that a user gives, to be filled: its header, footer and styles stay as they are, the
// rows of its table make room. Used by the writer of Word documents.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/comments/tables/zip_stream.h"

namespace placet::comments::tables {

struct Form {
  std::string document;  // name of the part that gets the rows
  std::string begin;     // of that part, up to the first row
  std::string end;       // from the last row on
};

// Copies all parts but the document into `out`. Refuses what is no blank form of version 2012-03.
absl::StatusOr<Form> OpenForm(absl::string_view bytes, ZipStream& out);

}  // namespace placet::comments::tables
