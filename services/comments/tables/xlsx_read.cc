#include "services/comments/tables/xlsx_read.h"

#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "services/comments/tables/captions.h"
#include "services/comments/tables/limits.h"
#include "services/comments/tables/refusal.h"
#include "services/comments/tables/relations.h"
#include "services/comments/tables/text.h"
#include "services/comments/tables/xlsx_sheet.h"
#include "services/comments/tables/xlsx_strings.h"

namespace placet::comments::tables {
namespace {

constexpr int kHeaderWithin = 20;  // rows

struct Sheet {
  std::string name;
  std::string part;
};

class WorkbookReader : public XmlHandler {
 public:
  explicit WorkbookReader(const Relations& relations) : relations_(relations) {}

  absl::Status Start(const XmlName& name, const XmlAttributes& attributes) override {
    if (name.local != "sheet") return absl::OkStatus();
    const Relation* relation = relations_.ById(attributes.Get("id"));
    if (relation == nullptr || relation->external || sheets.size() >= kMostColumns) {
      return absl::OkStatus();
    }
    sheets.push_back({std::string(attributes.Get("name")), relation->target});
    return absl::OkStatus();
  }
  absl::Status End(const XmlName&) override { return absl::OkStatus(); }

  std::vector<Sheet> sheets;

 private:
  const Relations& relations_;
};

// A day that Excel keeps as the number of days since 1899-12-30.
std::string DayText(const std::string& cell) {
  int days = 0;
  const bool is_serial = absl::SimpleAtoi(cell, &days) && days > 20'000 && days < 80'000;
  return is_serial ? absl::FormatCivilTime(absl::CivilDay(1899, 12, 30) + days) : OneLine(cell);
}

// The rows of one sheet: data of the draft, captions, comments.
class SheetRows {
 public:
  SheetRows(RowIntake& intake, v1::CommentTable* head) : intake_(intake), head_(head) {}

  absl::Status Row(int row, std::vector<std::string>& cells) {
    if (columns_.has_value()) return Comment(row, cells);
    if (row > kHeaderWithin) return absl::OkStatus();
    columns_ = MapCaptions(cells);
    if (!columns_.has_value()) {
      ReadHead(cells);
    } else if (head_->variant().empty()) {
      head_->set_variant(SheetVariant(*columns_));
      NoteExtraColumns(*columns_, head_);
    }
    return absl::OkStatus();
  }

  bool found() const { return columns_.has_value(); }

 private:
  absl::Status Comment(int row, std::vector<std::string>& cells) {
    raw_.Clear();
    raw_.row = row;
    for (size_t i = 0; i < cells.size(); ++i) {
      const Column beyond{Field::kExtra, false, absl::StrCat("column ", i + 1)};
      PutCell(i < columns_->size() ? (*columns_)[i] : beyond, cells[i], raw_);
    }
    return intake_.Add(raw_);
  }

  // Labels in one row, what they are in the next.
  void ReadHead(const std::vector<std::string>& cells) {
    for (size_t i = 0; i < std::min(cells.size(), labels_.size()); ++i) {
      const std::string value = MadeText(DayText(cells[i]));
      if (value.empty()) continue;
      if (labels_[i] == "date" && head_->date().empty()) head_->set_date(value);
      if (labels_[i] == "project" && head_->project().empty()) head_->set_project(value);
      if (labels_[i] == "reference" || labels_[i] == "document") {
        if (head_->document().empty()) head_->set_document(value);
      }
      if (labels_[i] == "titleen" || labels_[i] == "title") {
        if (head_->title().empty()) head_->set_title(value);
      }
    }
    labels_.clear();
    for (const std::string& cell : cells) labels_.push_back(Letters(CutAt(cell, 80)));
  }

  RowIntake& intake_;
  v1::CommentTable* head_;
  std::optional<std::vector<Column>> columns_;
  std::vector<std::string> labels_;
  RawRow raw_;
};

// "Comments (12)" of OSD and "All" of Placet hold what other sheets repeat.
bool HoldsAll(absl::string_view name) {
  return absl::StartsWithIgnoreCase(name, "Comments") || absl::EqualsIgnoreCase(name, "All");
}
bool HoldsPart(absl::string_view name) {
  return absl::StartsWithIgnoreCase(name, "Unresolved") ||
         absl::StartsWithIgnoreCase(name, "Resolved") || absl::EqualsIgnoreCase(name, "Open");
}

absl::Status ReadSheets(const ZipFile& zip, const std::vector<Sheet>& sheets,
                        const SharedStrings& strings, RowIntake& intake, v1::CommentTable* head) {
  bool found = false;
  bool has_all = false;
  for (const Sheet& sheet : sheets) {
    if ((has_all && HoldsPart(sheet.name)) || !zip.Has(sheet.part)) continue;
    SheetRows rows(intake, head);
    SheetReader reader(
        strings, [&](int row, std::vector<std::string>& cells) { return rows.Row(row, cells); });
    const absl::Status status = ParseXml(zip, sheet.part, reader);
    if (!status.ok()) return status;
    found = found || rows.found();
    has_all = has_all || (rows.found() && HoldsAll(sheet.name));
  }
  if (found) return absl::OkStatus();
  return RefuseFile(v1::FILE_REFUSAL_NO_TABLE,
                    absl::StrCat("none of the ", sheets.size(),
                                 " sheets has captions of a table of comments in its first ",
                                 kHeaderWithin, " rows"),
                    "name the columns as the template or OSD does: Clause nb, Comment, Proposed "
                    "change");
}

}  // namespace

absl::Status ReadXlsx(const ZipFile& zip, const std::string& part, RowIntake& intake,
                      v1::CommentTable* head) {
  const absl::StatusOr<Relations> relations = Relations::Of(zip, part);
  if (!relations.ok()) return relations.status();
  WorkbookReader workbook(*relations);
  absl::Status status = ParseSmallXml(zip, part, workbook);
  if (!status.ok()) return status;
  SharedStrings strings;
  const Relation* shared = relations->ByType("sharedStrings");
  if (shared != nullptr && !shared->external && zip.Has(shared->target)) {
    status = strings.Read(zip, shared->target);
    if (!status.ok()) return status;
  }
  return ReadSheets(zip, workbook.sheets, strings, intake, head);
}

}  // namespace placet::comments::tables
