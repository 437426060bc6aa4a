// Bytes that are put aside on disk until their turn comes. Used by the writer of workbooks: a sheet
// can only be written after the one before. The file has no name and is gone with the object.
#pragma once

#include <cstdio>
#include <memory>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/comments/tables/write.h"

namespace placet::comments::tables {

class Spool {
 public:
  absl::Status Append(absl::string_view bytes);
  // Everything, in order.
  absl::Status CopyTo(const ByteSink& sink);

 private:
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_{nullptr, std::fclose};
};

}  // namespace placet::comments::tables
