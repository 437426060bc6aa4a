#include <utility>

#include "services/comments/tables/cells.h"
#include "services/comments/tables/csv_cells.h"

namespace placet::comments::tables {
namespace {

constexpr char kMark[] = "\xEF\xBB\xBF";  // without it Excel takes UTF-8 for something else

class CsvWriter : public TableWriter {
 public:
  explicit CsvWriter(ByteSink sink) : sink_(std::move(sink)) {}

  absl::Status Begin() {
    line_ = kMark;
    for (size_t i = 0; i < kOwnCaptions.size(); ++i) AppendCell(i, kOwnCaptions[i]);
    return sink_(line_);
  }

  absl::Status Add(const v1::Comment& comment) override {
    line_.clear();
    for (size_t i = 0; i < kOwnCaptions.size(); ++i) {
      AppendCell(i, Printable(OwnCell(comment, i, &storage_)));
    }
    return sink_(line_);
  }

  absl::Status Finish() override { return absl::OkStatus(); }

 private:
  void AppendCell(size_t i, absl::string_view cell) {
    AppendCsvCell(cell, &line_);
    line_ += i + 1 < kOwnCaptions.size() ? "," : "\r\n";
  }

  ByteSink sink_;
  std::string line_;
  std::string storage_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<TableWriter>> MakeCsvWriter(ByteSink sink) {
  auto writer = std::make_unique<CsvWriter>(std::move(sink));
  const absl::Status status = writer->Begin();
  if (!status.ok()) return status;
  return writer;
}

}  // namespace placet::comments::tables
