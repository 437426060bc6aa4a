#include "services/comments/tables/zip_file.h"

#include <zip.h>

#include <array>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/comments/tables/limits.h"
#include "services/comments/tables/refusal.h"

namespace placet::comments::tables {
namespace {

constexpr char kSaveAgain[] = "open it in Word, Excel or LibreOffice and save it again";

absl::Status Damaged(absl::string_view what) {
  return RefuseFile(v1::FILE_REFUSAL_DAMAGED, absl::StrCat("the file is damaged: ", what),
                    "send it again; it may have been cut short on its way");
}

absl::Status Unsafe(absl::string_view what) {
  return RefuseFile(v1::FILE_REFUSAL_UNSAFE, what, kSaveAgain);
}

absl::Status TooLarge(absl::string_view what) {
  return RefuseFile(v1::FILE_REFUSAL_TOO_LARGE, what,
                    "split the table, and leave pictures and attachments out");
}

// Names that would leave the folder they are unpacked to; here nothing is, but no Office writes
// them.
bool LeadsElsewhere(absl::string_view name) {
  if (name.empty() || name[0] == '/' || absl::StrContains(name, '\\') ||
      absl::StrContains(name, ':')) {
    return true;
  }
  for (const absl::string_view step : absl::StrSplit(name, '/')) {
    if (step == "..") return true;
  }
  return false;
}

struct CloseEntry {
  void operator()(zip_file_t* entry) const { zip_fclose(entry); }
};

}  // namespace

void ZipFile::Discard::operator()(zip* archive) const { zip_discard(archive); }

absl::StatusOr<ZipFile> ZipFile::Open(absl::string_view bytes) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  zip_t* archive = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error);
  const std::string why = archive == nullptr ? zip_error_strerror(&error) : "";
  zip_error_fini(&error);
  if (archive == nullptr) {
    if (source != nullptr) zip_source_free(source);
    return Damaged(absl::StrCat("its container cannot be opened (", why, ")"));
  }
  ZipFile file(archive);
  const absl::Status status = file.CheckDirectory();
  if (!status.ok()) return status;
  return file;
}

absl::Status ZipFile::CheckDirectory() const {
  if (size() > kMostEntries) {
    return TooLarge(absl::StrCat("the container has ", size(), " entries; at most ", kMostEntries));
  }
  uint64_t unpacked = 0;
  std::set<std::string> names;
  for (int64_t i = 0; i < size(); ++i) {
    const absl::Status status = CheckEntry(i, &unpacked);
    if (!status.ok()) return status;
    if (!names.insert(Name(i)).second) {
      return Unsafe(absl::StrCat("the container has two entries named ", Name(i)));
    }
  }
  if (unpacked > kMostUnpackedBytes) {
    return TooLarge(absl::StrCat("the container unpacks to ", unpacked, " bytes; at most ",
                                 kMostUnpackedBytes));
  }
  return absl::OkStatus();
}

absl::Status ZipFile::CheckEntry(int64_t index, uint64_t* unpacked) const {
  zip_stat_t stat;
  if (zip_stat_index(archive_.get(), static_cast<zip_uint64_t>(index), 0, &stat) != 0 ||
      (stat.valid & ZIP_STAT_SIZE) == 0 || (stat.valid & ZIP_STAT_COMP_SIZE) == 0 ||
      (stat.valid & ZIP_STAT_NAME) == 0) {
    return Damaged("an entry of its container has no size");
  }
  if (LeadsElsewhere(stat.name)) {
    return Unsafe(absl::StrCat("the container has an entry that leads elsewhere: ", stat.name));
  }
  if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE) {
    return RefuseFile(v1::FILE_REFUSAL_OLD_OFFICE, "the file is encrypted",
                      "save it without a password");
  }
  if (stat.size > kMostEntryBytes) {
    return TooLarge(
        absl::StrCat(stat.name, " unpacks to ", stat.size, " bytes; at most ", kMostEntryBytes));
  }
  if (stat.size > kFreeRatioBytes && stat.size / kMostRatio > stat.comp_size) {
    return TooLarge(
        absl::StrCat(stat.name, " unpacks to more than ", kMostRatio, " times its size"));
  }
  *unpacked += stat.size;
  return absl::OkStatus();
}

int64_t ZipFile::size() const { return zip_get_num_entries(archive_.get(), 0); }

std::string ZipFile::Name(int64_t index) const {
  const char* name = zip_get_name(archive_.get(), static_cast<zip_uint64_t>(index), 0);
  return name == nullptr ? "" : name;
}

bool ZipFile::Has(const std::string& name) const {
  return zip_name_locate(archive_.get(), name.c_str(), 0) >= 0;
}

absl::Status ZipFile::Stream(const std::string& name,
                             absl::FunctionRef<absl::Status(absl::string_view)> sink) const {
  const zip_int64_t index = zip_name_locate(archive_.get(), name.c_str(), 0);
  if (index < 0) return Damaged(absl::StrCat(name, " is missing"));
  zip_stat_t stat;
  if (zip_stat_index(archive_.get(), static_cast<zip_uint64_t>(index), 0, &stat) != 0) {
    return Damaged(absl::StrCat(name, " cannot be found"));
  }
  const std::unique_ptr<zip_file_t, CloseEntry> entry(
      zip_fopen_index(archive_.get(), static_cast<zip_uint64_t>(index), 0));
  if (entry == nullptr) return Damaged(absl::StrCat(name, " cannot be opened"));
  std::array<char, 64 << 10> buffer;
  uint64_t total = 0;
  while (true) {
    const zip_int64_t got = zip_fread(entry.get(), buffer.data(), buffer.size());
    if (got < 0) return Damaged(absl::StrCat(name, " cannot be unpacked"));
    if (got == 0) break;
    total += static_cast<uint64_t>(got);
    if (total > stat.size) {
      return Unsafe(absl::StrCat(name, " unpacks to more than its container says"));
    }
    const absl::Status status = sink({buffer.data(), static_cast<size_t>(got)});
    if (!status.ok()) return status;
  }
  return total == stat.size ? absl::OkStatus() : Damaged(absl::StrCat(name, " is cut short"));
}

absl::StatusOr<std::string> ZipFile::Small(const std::string& name) const {
  std::string text;
  const absl::Status status = Stream(name, [&](absl::string_view piece) -> absl::Status {
    if (text.size() + piece.size() > kMostSmallPart) {
      return TooLarge(absl::StrCat(name, " is larger than ", kMostSmallPart, " bytes"));
    }
    text.append(piece.data(), piece.size());
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return text;
}

}  // namespace placet::comments::tables
