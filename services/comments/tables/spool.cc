#include "services/comments/tables/spool.h"

#include <array>

namespace placet::comments::tables {

absl::Status Spool::Append(absl::string_view bytes) {
  if (file_ == nullptr) file_.reset(std::tmpfile());
  if (file_ == nullptr || std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size()) {
    return absl::ResourceExhaustedError("no room for the temporary file of a workbook");
  }
  return absl::OkStatus();
}

absl::Status Spool::CopyTo(const ByteSink& sink) {
  if (file_ == nullptr) return absl::OkStatus();
  std::rewind(file_.get());
  std::array<char, 64 << 10> buffer;
  while (const size_t got = std::fread(buffer.data(), 1, buffer.size(), file_.get())) {
    const absl::Status status = sink({buffer.data(), got});
    if (!status.ok()) return status;
  }
  return std::ferror(file_.get()) == 0
             ? absl::OkStatus()
             : absl::DataLossError("the temporary file of a workbook cannot be read again");
}

}  // namespace placet::comments::tables
