// What every fuzzer of comment tables does with its bytes: reads them, and holds the reader to its
// promises. A broken promise ends the program, as a fault of memory does.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace placet::comments::tables {

void ReadAndJudge(absl::string_view file_name, absl::string_view bytes);

// A container with the entries of a Word document or a workbook; `part` is the one that is fuzzed.
std::string WordDocumentWith(absl::string_view part);
std::string WorkbookWith(absl::string_view part);

}  // namespace placet::comments::tables
