#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/comments/tables/cells.h"
#include "services/comments/tables/text.h"

namespace placet::comments::tables {
namespace {

// A cell of Excel holds no more (in units of UTF-16); what is longer goes on in hidden columns.
constexpr size_t kMostUnits = 32'000;
constexpr size_t kParts = 4;
constexpr std::array<size_t, 3> kLongColumns = {6, 7, 8};  // of kOwnCaptions
constexpr size_t kObservationColumn = 8;
constexpr lxw_row_t kCaptionRow = 3;
constexpr std::array<double, 16> kWidths = {8,  12, 8,  12, 16, 8,  60, 60,
                                            40, 20, 12, 16, 12, 16, 20, 10};

// A file of its own that is gone with the object.
class TemporaryFile {
 public:
  TemporaryFile() {
    std::error_code error;
    std::filesystem::path folder = std::filesystem::temp_directory_path(error);
    if (error) folder = ".";
    path_ = (folder / "placet-XXXXXX").string();
    const int file = mkstemp(path_.data());
    made_ = file >= 0;
    if (made_) close(file);
  }
  ~TemporaryFile() {
    if (made_) unlink(path_.c_str());
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  bool made() const { return made_; }
  const std::string& path() const { return path_; }

  absl::Status CopyTo(const ByteSink& sink) const {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path_.c_str(), "rb"),
                                                               std::fclose);
    if (file == nullptr) return absl::InternalError("the workbook that was written is gone");
    std::array<char, 64 << 10> buffer;
    while (const size_t got = std::fread(buffer.data(), 1, buffer.size(), file.get())) {
      const absl::Status status = sink({buffer.data(), got});
      if (!status.ok()) return status;
    }
    return std::ferror(file.get()) == 0 ? absl::OkStatus()
                                        : absl::InternalError("the workbook cannot be read again");
  }

 private:
  std::string path_;
  bool made_ = false;
};

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

// "_x000D_" in a text would be read as a control character.
std::string Escaped(absl::string_view text) {
  std::string out;
  while (!text.empty()) {
    const size_t at = text.find("_x");
    absl::StrAppend(&out, text.substr(0, at));
    if (at == absl::string_view::npos) break;
    text.remove_prefix(at);
    const absl::string_view digits = text.substr(2, 4);
    const bool escape =
        text.size() > 6 && text[6] == '_' && std::all_of(digits.begin(), digits.end(), [](char c) {
          return absl::ascii_isxdigit(static_cast<unsigned char>(c));
        });
    out += escape ? "_x005F_x" : "_x";
    text.remove_prefix(2);
  }
  return out;
}

// The colour of an observation.
uint32_t ColorOf(const v1::Comment& comment) {
  switch (comment.disposition()) {
    case v1::DISPOSITION_ACCEPTED:
      return 0x92D050;
    case v1::DISPOSITION_ACCEPTED_IN_PRINCIPLE:
    case v1::DISPOSITION_PARTIALLY_ACCEPTED:
      return 0xC4D79B;
    case v1::DISPOSITION_NOT_ACCEPTED:
      return 0xFF99CC;
    case v1::DISPOSITION_NOTED:
    case v1::DISPOSITION_DUPLICATE:
    case v1::DISPOSITION_WITHDRAWN:
      return 0x8DB4E2;
    default:
      return 0xD9D9D9;
  }
}

struct Sheet {
  lxw_worksheet* sheet = nullptr;
  lxw_row_t next = kCaptionRow + 1;
};

class XlsxWriter : public TableWriter {
 public:
  explicit XlsxWriter(ByteSink sink) : sink_(std::move(sink)) {}
  ~XlsxWriter() override {
    if (workbook_ != nullptr) workbook_close(workbook_);  // there is no other way to free it
  }
  XlsxWriter(const XlsxWriter&) = delete;
  XlsxWriter& operator=(const XlsxWriter&) = delete;

  absl::Status Begin(const v1::CommentTable& head) {
    if (!file_.made()) return absl::InternalError("no temporary file can be made for a workbook");
    lxw_workbook_options options = {};
    options.constant_memory = LXW_TRUE;
    workbook_ = workbook_new_opt(file_.path().c_str(), &options);
    if (workbook_ == nullptr) return absl::ResourceExhaustedError("no memory for a workbook");
    lxw_doc_properties properties = {};
    properties.created = 1;  // no clock: the same rows give the same workbook
    Note(workbook_set_properties(workbook_, &properties));
    wrapped_ = NewFormat();
    bold_ = NewFormat();
    format_set_bold(bold_);
    for (auto [sheet, name] :
         {std::pair{&all_, "All"}, {&open_, "Open"}, {&resolved_, "Resolved"}}) {
      sheet->sheet = workbook_add_worksheet(workbook_, name);
      if (sheet->sheet == nullptr) return absl::ResourceExhaustedError("no memory for a workbook");
      BeginSheet(*sheet, head);
    }
    return status_;
  }

  absl::Status Add(const v1::Comment& comment) override {
    AddRow(all_, comment);
    AddRow(IsResolved(comment) ? resolved_ : open_, comment);
    return status_;
  }

  absl::Status Finish() override {
    for (const Sheet* sheet : {&all_, &open_, &resolved_}) {
      Note(worksheet_autofilter(sheet->sheet, kCaptionRow, 0, sheet->next - 1,
                                static_cast<lxw_col_t>(kOwnCaptions.size() - 1)));
    }
    Note(workbook_close(std::exchange(workbook_, nullptr)));
    return status_.ok() ? file_.CopyTo(sink_) : status_;
  }

 private:
  lxw_format* NewFormat() {
    lxw_format* format = workbook_add_format(workbook_);
    format_set_text_wrap(format);
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    return format;
  }

  lxw_format* Colored(uint32_t color) {
    for (const auto& [known, format] : colors_) {
      if (known == color) return format;
    }
    lxw_format* format = NewFormat();
    format_set_bg_color(format, color);
    colors_.emplace_back(color, format);
    return format;
  }

  void BeginSheet(const Sheet& sheet, const v1::CommentTable& head) {
    for (size_t i = 0; i < kWidths.size(); ++i) {
      const auto column = static_cast<lxw_col_t>(i);
      Note(worksheet_set_column(sheet.sheet, column, column, kWidths[i], nullptr));
    }
    lxw_row_col_options hidden = {};
    hidden.hidden = LXW_TRUE;
    const size_t last = kOwnCaptions.size() + kLongColumns.size() * (kParts - 1) - 1;
    Note(worksheet_set_column_opt(sheet.sheet, static_cast<lxw_col_t>(kOwnCaptions.size()),
                                  static_cast<lxw_col_t>(last), 60, nullptr, &hidden));
    const std::array<std::pair<const char*, const std::string*>, 4> facts = {{
        {"Date", &head.date()},
        {"Document", &head.document()},
        {"Project", &head.project()},
        {"Title", &head.title()},
    }};
    for (size_t i = 0; i < facts.size(); ++i) Put(sheet.sheet, 0, i, facts[i].first, bold_);
    for (size_t i = 0; i < facts.size(); ++i) Put(sheet.sheet, 1, i, *facts[i].second, wrapped_);
    for (size_t i = 0; i < kOwnCaptions.size(); ++i) {
      Put(sheet.sheet, kCaptionRow, i, kOwnCaptions[i], bold_);
    }
    for (size_t i = 0; i < kLongColumns.size(); ++i) {
      for (size_t part = 2; part <= kParts; ++part) {
        Put(sheet.sheet, kCaptionRow, PartColumn(i, part),
            absl::StrCat(kOwnCaptions[kLongColumns[i]], " (", part, ")"), bold_);
      }
    }
    worksheet_freeze_panes(sheet.sheet, kCaptionRow + 1, 0);
  }

  // Where part 2 and more of a long column stand.
  static size_t PartColumn(size_t long_column, size_t part) {
    return kOwnCaptions.size() + long_column * (kParts - 1) + part - 2;
  }

  void AddRow(Sheet& sheet, const v1::Comment& comment) {
    std::array<absl::string_view, kLongColumns.size()> rests;
    std::array<std::string, kLongColumns.size()> texts;
    for (size_t i = 0; i < kOwnCaptions.size(); ++i) {
      const std::string text = Printable(OwnCell(comment, i, &storage_));
      const auto found = std::find(kLongColumns.begin(), kLongColumns.end(), i);
      lxw_format* format = i == kObservationColumn ? Colored(ColorOf(comment)) : wrapped_;
      if (found == kLongColumns.end()) {
        Put(sheet.sheet, sheet.next, i, text, format);
        continue;
      }
      const auto which = static_cast<size_t>(found - kLongColumns.begin());
      texts[which] = text;
      rests[which] = texts[which];
      Put(sheet.sheet, sheet.next, i, TakePart(&rests[which]), format);
    }
    for (size_t i = 0; i < kLongColumns.size(); ++i) {
      for (size_t part = 2; part <= kParts && !rests[i].empty(); ++part) {
        Put(sheet.sheet, sheet.next, PartColumn(i, part), TakePart(&rests[i]), wrapped_);
      }
    }
    ++sheet.next;
  }

  void Put(lxw_worksheet* sheet, lxw_row_t row, size_t column, absl::string_view text,
           lxw_format* format) {
    if (text.empty() && format == wrapped_) return;
    Note(worksheet_write_string(sheet, row, static_cast<lxw_col_t>(column), Escaped(text).c_str(),
                                format));
  }

  void Note(lxw_error error) {
    if (error == LXW_NO_ERROR || !status_.ok()) return;
    status_ =
        absl::InternalError(absl::StrCat("a workbook cannot be written: ", lxw_strerror(error)));
  }

  ByteSink sink_;
  TemporaryFile file_;
  lxw_workbook* workbook_ = nullptr;
  lxw_format* wrapped_ = nullptr;
  lxw_format* bold_ = nullptr;
  std::vector<std::pair<uint32_t, lxw_format*>> colors_;
  Sheet all_;
  Sheet open_;
  Sheet resolved_;
  std::string storage_;
  absl::Status status_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<TableWriter>> MakeXlsxWriter(const v1::CommentTable& head,
                                                            ByteSink sink) {
  auto writer = std::make_unique<XlsxWriter>(std::move(sink));
  const absl::Status status = writer->Begin(head);
  if (!status.ok()) return status;
  return writer;
}

}  // namespace placet::comments::tables
