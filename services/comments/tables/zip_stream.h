// Writes a container of Office Open XML as it goes: nothing of an entry stays in memory and nothing
// is gone back to (libarchive). Used by the writer of Word documents. The same calls give the same
// bytes: no clock and no owner gets in.
#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/comments/tables/write.h"

struct archive;

namespace placet::comments::tables {

class ZipStream {
 public:
  static absl::StatusOr<std::unique_ptr<ZipStream>> Make(ByteSink sink);
  ~ZipStream();
  ZipStream(const ZipStream&) = delete;
  ZipStream& operator=(const ZipStream&) = delete;

  // Ends the entry before, if any, and begins the next.
  absl::Status Begin(const std::string& name);
  absl::Status Write(absl::string_view bytes);
  // A whole entry.
  absl::Status Add(const std::string& name, absl::string_view bytes);
  absl::Status Finish();

 private:
  friend struct ZipCallbacks;
  explicit ZipStream(ByteSink sink) : sink_(std::move(sink)) {}
  absl::Status Open();
  absl::Status Fault(absl::string_view doing);

  ByteSink sink_;
  absl::Status sink_status_;
  archive* archive_ = nullptr;
};

}  // namespace placet::comments::tables
