#include "services/comments/tables/docx_outline.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/comments/tables/docx_text.h"
#include "services/comments/tables/limits.h"
#include "services/comments/tables/refusal.h"

namespace placet::comments::tables {
namespace {

constexpr int kSampledRows = 64;

class OutlineReader : public XmlHandler {
 public:
  OutlineReader() : text_(context_, [](v1::NoticeKind, absl::string_view) {}) {}

  absl::Status Start(const XmlName& name, const XmlAttributes& attributes) override {
    if (depth_++ == 0 && !name.Is(Space::kWord, "document")) {
      return RefuseFile(v1::FILE_REFUSAL_UNKNOWN_FORMAT,
                        "the file is an Office document, but neither of Word nor of Excel",
                        "copy the table into the commenting template");
    }
    if (reads_text_) text_.Start(name, attributes);
    if (name.space != Space::kWord) return absl::OkStatus();
    if (name.local == "tbl") {
      if (++nesting_ == 1) StartTable();
    } else if (name.local == "headerReference") {
      if (attributes.Get("type") == "default") {
        outline.default_headers.emplace_back(attributes.Get("id"));
      }
    } else if (nesting_ == 1) {
      StartInTable(name.local, attributes);
    }
    return outline.tables.size() <= kMostColumns
               ? absl::OkStatus()
               : RefuseFile(v1::FILE_REFUSAL_NO_TABLE, "the document has hundreds of tables",
                            "leave the table of comments alone in the file");
  }

  absl::Status End(const XmlName& name) override {
    --depth_;
    if (reads_text_) text_.End(name);
    if (name.space != Space::kWord) return absl::OkStatus();
    if (name.local == "tbl") {
      --nesting_;
    } else if (nesting_ == 1 && name.local == "tr") {
      reads_text_ = false;
      Table().most_cells = std::max(Table().most_cells, static_cast<int>(position_));
    } else if (nesting_ == 1 && name.local == "tc") {
      position_ += span_;
      text_.Begin(nullptr);
    }
    return absl::OkStatus();
  }

  absl::Status Text(absl::string_view text) override {
    if (reads_text_) text_.Text(text);
    return absl::OkStatus();
  }

  DocumentOutline outline;

 private:
  TableOutline& Table() { return outline.tables.back(); }

  void StartTable() {
    outline.tables.emplace_back();
    rows_ = 0;
  }

  void StartInTable(absl::string_view local, const XmlAttributes& attributes) {
    if (local == "gridCol") {
      int width = 0;
      if (!absl::SimpleAtoi(attributes.Get("w"), &width)) width = 0;
      if (Table().grid.size() < kMostColumns) Table().grid.push_back(width);
    } else if (local == "tr") {
      StartRow();
    } else if (local == "tc") {
      span_ = 1;
      styled_ = false;
      if (reads_text_ && Table().first_rows.back().size() < kMostColumns) {
        Table().first_rows.back().emplace_back();
        text_.Begin(&Table().first_rows.back().back());
      }
    } else if (local == "gridSpan") {
      int span = 1;
      if (absl::SimpleAtoi(attributes.Get("val"), &span)) {
        span_ = static_cast<size_t>(std::clamp(span, 1, static_cast<int>(kMostColumns)));
      }
    } else if (local == "pStyle" && !styled_ && rows_ <= kSampledRows) {
      CountStyle(attributes.Get("val"));
    }
  }

  void StartRow() {
    position_ = 0;
    reads_text_ = rows_++ < static_cast<int>(kFirstRows);
    if (reads_text_) {
      Table().first_rows.emplace_back();
      text_.Begin(nullptr);
    }
  }

  void CountStyle(absl::string_view style) {
    styled_ = true;
    if (position_ >= kMostColumns) return;
    auto& styles = Table().styles;
    if (styles.size() <= position_) styles.resize(position_ + 1);
    ++styles[position_][std::string(style)];
  }

  DocxContext context_;
  DocxText text_;
  int depth_ = 0;
  int nesting_ = 0;  // of tables
  int rows_ = 0;
  size_t position_ = 0;  // column of the grid
  size_t span_ = 1;
  bool styled_ = false;  // the cell's first paragraph with a style was counted
  bool reads_text_ = false;
};

}  // namespace

absl::StatusOr<DocumentOutline> OutlineOf(const ZipFile& zip, const std::string& part) {
  OutlineReader reader;
  const absl::Status status = ParseXml(zip, part, reader);
  if (!status.ok()) return status;
  return std::move(reader.outline);
}

}  // namespace placet::comments::tables
