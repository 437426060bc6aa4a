// A container of Office Open XML, read with suspicion. Used by the readers of Word documents and
// workbooks and by the writer that fills a form. Opening checks the directory (number, names, sizes
// and ratios of entries); reading checks what really comes out, because a directory can lie.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

struct zip;

namespace placet::comments::tables {

class ZipFile {
 public:
  // `bytes` must outlive the object.
  static absl::StatusOr<ZipFile> Open(absl::string_view bytes);

  bool Has(const std::string& name) const;

  // Gives the entry to `sink` piece by piece; ends with the first status of it that is not OK. A
  // large entry is unpacked on another thread meanwhile: `sink` must not use this object.
  absl::Status Stream(const std::string& name,
                      absl::FunctionRef<absl::Status(absl::string_view)> sink) const;

  // All of an entry that is small by nature (kMostSmallPart).
  absl::StatusOr<std::string> Small(const std::string& name) const;

  // Names of all entries, in the order of the directory.
  int64_t size() const;
  std::string Name(int64_t index) const;

 private:
  struct Discard {
    void operator()(zip* archive) const;
  };
  explicit ZipFile(zip* archive) : archive_(archive) {}
  absl::Status CheckEntry(int64_t index, uint64_t* unpacked) const;
  absl::Status CheckDirectory() const;

  std::unique_ptr<zip, Discard> archive_;
};

}  // namespace placet::comments::tables
