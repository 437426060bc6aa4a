#include "services/comments/tables/zip_file.h"

#include <zip.h>

#include <array>
#include <set>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/synchronization/mutex.h"
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

constexpr size_t kPiece = 64 << 10;
constexpr uint64_t kAheadFrom = 1 << 20;  // what is smaller is unpacked before a thread has begun

// One entry as it is unpacked, piece by piece.
class Entry {
 public:
  Entry(zip_file_t* entry, absl::string_view name, uint64_t size)
      : entry_(entry), name_(name), size_(size) {}

  // The next piece; empty: that was all.
  absl::StatusOr<absl::string_view> Next(std::array<char, kPiece>& buffer) {
    const zip_int64_t got = zip_fread(entry_.get(), buffer.data(), buffer.size());
    if (got < 0) return Damaged(absl::StrCat(name_, " cannot be unpacked"));
    total_ += static_cast<uint64_t>(got);
    if (total_ > size_) {
      return Unsafe(absl::StrCat(name_, " unpacks to more than its container says"));
    }
    if (got == 0 && total_ < size_) return Damaged(absl::StrCat(name_, " is cut short"));
    return absl::string_view(buffer.data(), static_cast<size_t>(got));
  }

 private:
  struct Close {
    void operator()(zip_file_t* entry) const { zip_fclose(entry); }
  };
  const std::unique_ptr<zip_file_t, Close> entry_;
  const absl::string_view name_;
  const uint64_t size_;
  uint64_t total_ = 0;
};

// Unpacks an entry on a thread of its own while what came before is being read: of the time that a
// large document takes, a third is unpacking. Nobody else may use the container meanwhile.
class Ahead {
 public:
  explicit Ahead(Entry& entry) : entry_(entry), thread_([this] { Run(); }) {}
  ~Ahead() {
    {
      absl::MutexLock lock(&mutex_);
      left_ = true;
    }
    thread_.join();
  }

  // As Entry's, good until the next call; not to be called again after the end or a failure.
  absl::StatusOr<absl::string_view> Next() {
    absl::MutexLock lock(&mutex_);
    if (holds_) ++given_;
    holds_ = true;
    mutex_.Await(absl::Condition(
        +[](Ahead* self) { return self->made_ > self->given_; }, this));
    return pieces_[given_ % kPieces].unpacked;
  }

 private:
  static constexpr size_t kPieces = 8;
  struct Piece {
    std::array<char, kPiece> buffer;
    absl::StatusOr<absl::string_view> unpacked;
  };

  // Is there a piece to fill, or nobody left to read it?
  bool MayGoOn() const { return left_ || made_ < given_ + kPieces; }

  void Run() {
    for (bool more = true; more;) {
      {
        absl::MutexLock lock(&mutex_);
        mutex_.Await(absl::Condition(this, &Ahead::MayGoOn));
        if (left_) return;
      }
      Piece& piece = pieces_[made_ % kPieces];  // this thread alone counts made_
      piece.unpacked = entry_.Next(piece.buffer);
      more = piece.unpacked.ok() && !piece.unpacked->empty();
      absl::MutexLock lock(&mutex_);
      ++made_;
    }
  }

  Entry& entry_;
  std::vector<Piece> pieces_ = std::vector<Piece>(kPieces);
  absl::Mutex mutex_;
  size_t made_ = 0;     // written under mutex_
  size_t given_ = 0;    // guarded by mutex_: pieces that were read and may be filled again
  bool holds_ = false;  // guarded by mutex_: the reader has a piece
  bool left_ = false;   // guarded by mutex_
  std::thread thread_;  // the last: it uses all that stands before it
};

// Gives the pieces of `next` to `sink`, until there are no more or one of them fails.
absl::Status Pour(absl::FunctionRef<absl::StatusOr<absl::string_view>()> next,
                  absl::FunctionRef<absl::Status(absl::string_view)> sink) {
  while (true) {
    const absl::StatusOr<absl::string_view> piece = next();
    if (!piece.ok()) return piece.status();
    if (piece->empty()) return absl::OkStatus();
    const absl::Status status = sink(*piece);
    if (!status.ok()) return status;
  }
}

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
  zip_file_t* opened = zip_fopen_index(archive_.get(), static_cast<zip_uint64_t>(index), 0);
  if (opened == nullptr) return Damaged(absl::StrCat(name, " cannot be opened"));
  Entry entry(opened, name, stat.size);
  if (stat.size > kAheadFrom) {
    Ahead ahead(entry);
    return Pour([&] { return ahead.Next(); }, sink);
  }
  std::array<char, kPiece> buffer;
  return Pour([&] { return entry.Next(buffer); }, sink);
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
