// The strings that cells of a workbook share. Used by the reader of workbooks; they lie one behind
// the other in one block, because a workbook of 100 MB has little else.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/comments/tables/zip_file.h"

namespace placet::comments::tables {

class SharedStrings {
 public:
  // Adds all of a part.
  absl::Status Read(const ZipFile& zip, const std::string& part);
  // "" beyond the end.
  absl::string_view Get(size_t index) const;

 private:
  std::string block_;
  std::vector<size_t> ends_;
};

// "_x000D_" and the like are characters that XML cannot hold.
std::string Unescaped(absl::string_view text);

}  // namespace placet::comments::tables
