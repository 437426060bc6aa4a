#include "services/comments/tables/docx_head.h"

#include "absl/strings/match.h"
#include "services/comments/tables/captions.h"
#include "services/comments/tables/docx_text.h"
#include "services/comments/tables/text.h"

namespace placet::comments::tables {
namespace {

constexpr char kTemplateTitle[] = "Template for comments and secretariat observations";

class HeadReader : public XmlHandler {
 public:
  HeadReader() : text_(context_, [](v1::NoticeKind, absl::string_view) {}) {}

  absl::Status Start(const XmlName& name, const XmlAttributes& attributes) override {
    text_.Start(name, attributes);
    if (text_.skips() || name.space != Space::kWord) return absl::OkStatus();
    if (name.local == "tbl") {
      tables.emplace_back();
    } else if (name.local == "tr" && !tables.empty()) {
      tables.back().emplace_back();
    } else if (name.local == "tc" && !tables.empty() && !tables.back().empty()) {
      tables.back().back().emplace_back();
      text_.Begin(&tables.back().back().back());
    }
    return absl::OkStatus();
  }

  absl::Status End(const XmlName& name) override {
    text_.End(name);
    if (name.Is(Space::kWord, "tc")) text_.Begin(nullptr);
    return absl::OkStatus();
  }

  absl::Status Text(absl::string_view text) override {
    text_.Text(text);
    return absl::OkStatus();
  }

  std::vector<TableCells> tables;

 private:
  DocxContext context_;
  DocxText text_;
};

// What follows `label` and a colon at the beginning of the cell; false where it does not begin so.
bool TakeValue(absl::string_view cell, absl::string_view label, std::string* value) {
  cell = Trimmed(cell);
  if (!absl::StartsWithIgnoreCase(cell, label)) return false;
  cell = Trimmed(cell.substr(label.size()));
  if (cell.empty() || cell[0] != ':') return false;
  if (value->empty()) *value = std::string(Trimmed(cell.substr(1)));
  return true;
}

void ReadCell(absl::string_view cell, v1::CommentTable* head) {
  if (TakeValue(cell, "Date", head->mutable_date()) ||
      TakeValue(cell, "Document", head->mutable_document()) ||
      TakeValue(cell, "Project", head->mutable_project())) {
    return;
  }
  const std::string title = OneLine(cell);
  if (head->title().empty() && title != kTemplateTitle) head->set_title(title);
}

}  // namespace

absl::StatusOr<std::vector<TableCells>> TablesOf(const ZipFile& zip, const std::string& part) {
  HeadReader reader;
  const absl::Status status = ParseSmallXml(zip, part, reader);
  if (!status.ok()) return status;
  return std::move(reader.tables);
}

void ReadHead(const std::vector<TableCells>& tables, v1::CommentTable* head) {
  for (const TableCells& table : tables) {
    if (!CaptionsIn({table}).empty()) continue;
    for (const std::vector<std::string>& row : table) {
      for (const std::string& cell : row) ReadCell(cell, head);
    }
  }
}

std::vector<std::string> CaptionsIn(const std::vector<TableCells>& tables) {
  for (const TableCells& table : tables) {
    for (const std::vector<std::string>& row : table) {
      const auto columns = MapCaptions(row);
      if (columns.has_value() && TemplateColumns(*columns) >= 5) return row;
    }
  }
  return {};
}

}  // namespace placet::comments::tables
