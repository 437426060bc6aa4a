#include "services/comments/tables/zip_stream.h"

#include <archive.h>
#include <archive_entry.h>

#include <utility>

#include "absl/strings/str_cat.h"

namespace placet::comments::tables {

// libarchive calls functions of C. It is never told that the sink failed: after a failure it would
// not give back the compressor of the entry that is open.
struct ZipCallbacks {
  static la_ssize_t Write(archive*, void* user, const void* bytes, size_t size) {
    auto& self = *static_cast<ZipStream*>(user);
    if (self.sink_status_.ok()) {
      self.sink_status_ = self.sink_({static_cast<const char*>(bytes), size});
    }
    return static_cast<la_ssize_t>(size);
  }
};

absl::StatusOr<std::unique_ptr<ZipStream>> ZipStream::Make(ByteSink sink) {
  std::unique_ptr<ZipStream> stream(new ZipStream(std::move(sink)));
  const absl::Status status = stream->Open();
  if (!status.ok()) return status;
  return stream;
}

// A file that was not finished ends here, and nobody gets the rest of it.
ZipStream::~ZipStream() {
  sink_status_ = absl::CancelledError("abandoned");
  archive_write_free(archive_);
}

absl::Status ZipStream::Fault(absl::string_view doing) {
  if (!sink_status_.ok()) return sink_status_;
  const char* why = archive_ == nullptr ? "memory" : archive_error_string(archive_);
  return absl::InternalError(
      absl::StrCat(doing, " a container failed: ", why == nullptr ? "unknown" : why));
}

// Level 1 is five times as fast as the usual one and a fifth larger. Word does not know the 64-bit
// sizes that libarchive would write for entries whose size it is not told.
absl::Status ZipStream::Open() {
  archive_ = archive_write_new();
  const bool ok =
      archive_ != nullptr && archive_write_set_format_zip(archive_) == ARCHIVE_OK &&
      archive_write_set_options(
          archive_, "zip:compression=deflate,zip:compression-level=1,!zip64") == ARCHIVE_OK &&
      archive_write_set_bytes_per_block(archive_, 64 << 10) == ARCHIVE_OK &&
      archive_write_set_bytes_in_last_block(archive_, 1) == ARCHIVE_OK &&
      archive_write_open(archive_, this, nullptr, ZipCallbacks::Write, nullptr) == ARCHIVE_OK;
  return ok && sink_status_.ok() ? absl::OkStatus() : Fault("beginning");
}

absl::Status ZipStream::Begin(const std::string& name) {
  const std::unique_ptr<archive_entry, void (*)(archive_entry*)> entry(archive_entry_new(),
                                                                       archive_entry_free);
  archive_entry_set_pathname(entry.get(), name.c_str());
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_entry_set_perm(entry.get(), 0644);
  const bool ok = archive_write_header(archive_, entry.get()) == ARCHIVE_OK;
  return ok && sink_status_.ok() ? absl::OkStatus() : Fault("writing");
}

absl::Status ZipStream::Write(absl::string_view bytes) {
  while (!bytes.empty()) {
    const la_ssize_t written = archive_write_data(archive_, bytes.data(), bytes.size());
    if (written <= 0 || !sink_status_.ok()) return Fault("writing");
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return absl::OkStatus();
}

absl::Status ZipStream::Add(const std::string& name, absl::string_view bytes) {
  const absl::Status status = Begin(name);
  return status.ok() ? Write(bytes) : status;
}

absl::Status ZipStream::Finish() {
  const bool ok = archive_write_close(archive_) == ARCHIVE_OK;
  return ok && sink_status_.ok() ? absl::OkStatus() : Fault("ending");
}

}  // namespace placet::comments::tables
