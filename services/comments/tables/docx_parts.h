// The parts of Placet's own form in the structure of the template, version 2012-03: everything of
// the document but its rows. Used by the writer of Word documents. Written anew: the labels are
// those of the template, the markup is ours.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "placet/comments/v1/tables.pb.h"

namespace placet::comments::tables {

// Names and contents of all parts but the document, in the order in which they stand in the file.
std::vector<std::pair<std::string, std::string>> FormParts(const v1::CommentTable& head);

// The document up to its first row, and from its last row on.
std::string DocumentBegin();
std::string DocumentEnd();

// Text as runs of Word: escaped; a line break stays one within the paragraph, a tab one.
std::string Runs(absl::string_view text, absl::string_view properties = "");

// `text` with the characters of markup escaped.
void AppendEscaped(absl::string_view text, std::string* out);

}  // namespace placet::comments::tables
