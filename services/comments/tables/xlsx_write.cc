#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/comments/tables/cells.h"
#include "services/comments/tables/spool.h"
#include "services/comments/tables/text.h"
#include "services/comments/tables/xlsx_parts.h"
#include "services/comments/tables/zip_stream.h"

namespace placet::comments::tables {
namespace {

constexpr size_t kAll = 0;  // of kSheets
constexpr size_t kOpen = 1;
constexpr size_t kResolved = 2;
constexpr size_t kObservationColumn = 8;  // of kOwnCaptions

std::string SheetPart(size_t sheet) {
  return absl::StrCat("xl/worksheets/sheet", sheet + 1, ".xml");
}

// The first part of `text` that a cell holds; `text` keeps the rest.
absl::string_view TakePart(absl::string_view* text) {
  size_t bytes = 0;
  for (size_t units = 0; bytes < text->size();) {
    const CodePoint point = FirstCodePoint(text->substr(bytes));
    units += point.value >= 0x10000 ? 2 : 1;
    if (units > kMostUnits) break;
    bytes += point.size;
  }
  const absl::string_view part = text->substr(0, bytes);
  text->remove_prefix(bytes);
  return part;
}

// The first sheet goes out at once; the other two wait on disk for their turn.
class XlsxWriter : public TableWriter {
 public:
  explicit XlsxWriter(std::unique_ptr<ZipStream> zip) : zip_(std::move(zip)) {
    last_rows_.fill(kCaptionRow);
  }

  absl::Status Begin(const v1::CommentTable& head) {
    begin_ = SheetBegin(head);
    return zip_->Add(SheetPart(kAll), begin_);
  }

  absl::Status Add(const v1::Comment& comment) override {
    for (size_t i = 0; i < kOwnCaptions.size(); ++i) {
      cells_[i] = Printable(OwnCell(comment, i, &storage_));
    }
    look_ = LookOf(comment.disposition());
    MakeRow(++last_rows_[kAll]);
    const absl::Status status = zip_->Write(row_);
    if (!status.ok()) return status;
    const size_t sheet = IsResolved(comment) ? kResolved : kOpen;
    MakeRow(++last_rows_[sheet]);
    return spools_[sheet].Append(row_);
  }

  absl::Status Finish() override {
    absl::Status status = zip_->Write(SheetEnd(last_rows_[kAll]));
    for (const size_t sheet : {kOpen, kResolved}) {
      if (status.ok()) status = zip_->Add(SheetPart(sheet), begin_);
      if (status.ok()) {
        status = spools_[sheet].CopyTo([&](absl::string_view piece) { return zip_->Write(piece); });
      }
      if (status.ok()) status = zip_->Write(SheetEnd(last_rows_[sheet]));
    }
    for (const auto& [name, content] : WorkbookParts(last_rows_)) {
      if (status.ok()) status = zip_->Add(name, content);
    }
    return status.ok() ? zip_->Finish() : status;
  }

 private:
  void MakeRow(int row) {
    row_ = absl::StrCat("<row r=\"", row, "\">");
    std::array<absl::string_view, kLongColumns.size()> rests;
    for (size_t i = 0; i < cells_.size(); ++i) {
      absl::string_view rest = cells_[i];
      const absl::string_view part = TakePart(&rest);
      AppendSheetCell(row, i, part, i == kObservationColumn ? look_ : kWrapped, &row_);
      const auto found = std::find(kLongColumns.begin(), kLongColumns.end(), i);
      if (found != kLongColumns.end()) {
        rests[static_cast<size_t>(found - kLongColumns.begin())] = rest;
      }
    }
    size_t column = kFirstPartColumn;
    for (absl::string_view& rest : rests) {
      for (size_t part = 2; part <= kParts; ++part) {
        AppendSheetCell(row, column++, TakePart(&rest), kWrapped, &row_);
      }
    }
    row_ += "</row>";
  }

  std::unique_ptr<ZipStream> zip_;
  std::array<Spool, kSheets.size()> spools_;
  std::array<int, kSheets.size()> last_rows_;
  std::array<std::string, kOwnCaptions.size()> cells_;
  int look_ = kWrapped;
  std::string begin_;
  std::string row_;
  std::string storage_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<TableWriter>> MakeXlsxWriter(const v1::CommentTable& head,
                                                            ByteSink sink) {
  absl::StatusOr<std::unique_ptr<ZipStream>> zip = ZipStream::Make(std::move(sink));
  if (!zip.ok()) return zip.status();
  auto writer = std::make_unique<XlsxWriter>(*std::move(zip));
  const absl::Status status = writer->Begin(head);
  if (!status.ok()) return status;
  return writer;
}

}  // namespace placet::comments::tables
