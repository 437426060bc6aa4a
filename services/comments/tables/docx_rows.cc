#include "services/comments/tables/docx_rows.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/comments/tables/limits.h"
#include "services/comments/tables/text.h"

namespace placet::comments::tables {
namespace {

size_t SpanOf(const XmlAttributes& attributes) {
  int span = 1;
  if (!absl::SimpleAtoi(attributes.Get("val"), &span)) return 1;
  return static_cast<size_t>(std::clamp(span, 1, static_cast<int>(kMostColumns)));
}

bool IsTemplateColumn(const Column& column) {
  return column.field >= Field::kBody && column.field <= Field::kObservation && !column.continues;
}

}  // namespace

DocxRows::DocxRows(std::vector<std::optional<TablePlan>> plans, const DocxContext& context,
                   RowIntake& intake)
    : plans_(std::move(plans)),
      intake_(intake),
      text_(context, [this](v1::NoticeKind kind, absl::string_view text) { Note(kind, text); }) {
  text_.Begin(&beside_);
}

const TablePlan* DocxRows::plan() const {
  if (nesting_ == 0 || table_ < 0 || static_cast<size_t>(table_) >= plans_.size()) return nullptr;
  const auto& plan = plans_[static_cast<size_t>(table_)];
  return plan.has_value() ? &*plan : nullptr;
}

// The column of the template; 0 for none.
void DocxRows::Note(v1::NoticeKind kind, absl::string_view text) {
  if (plan() == nullptr) return;
  int column = 0;
  if (in_cell_ && position_ < plan()->columns.size()) {
    const Field field = plan()->columns[position_].field;
    if (field >= Field::kBody && field <= Field::kObservation) column = static_cast<int>(field);
  }
  if (kind == v1::NOTICE_KIND_TRACKED_CHANGES) column = 0;  // one for the whole row
  raw_.Note(column, kind, text);
}

absl::Status DocxRows::Start(const XmlName& name, const XmlAttributes& attributes) {
  const bool skipped = text_.skips();
  if (!skipped && name.Is(Space::kWord, "tbl") && ++nesting_ == 1) ++table_;
  text_.Start(name, attributes);
  if (skipped || name.space != Space::kWord || plan() == nullptr) return absl::OkStatus();
  if (nesting_ > 1) {
    if (name.local == "tbl") {
      Note(v1::NOTICE_KIND_NOT_CARRIED_OVER, "a table within the cell; its text is kept");
    }
    return absl::OkStatus();
  }
  if (name.local == "tbl") {
    row_of_table_ = 0;
    above_.clear();
    text_.Begin(nullptr);
  } else if (name.local == "tr") {
    StartRow();
  } else if (name.local == "tc") {
    StartCell();
  } else {
    StartProperty(name, attributes);
  }
  return absl::OkStatus();
}

void DocxRows::StartRow() {
  ++row_of_table_;
  raw_.Clear();
  raw_.row = ++row_;
  position_ = 0;
  deleted_ = false;
  filled_.assign(plan()->columns.size(), false);
}

void DocxRows::StartCell() {
  in_cell_ = true;
  merged_ = false;
  span_ = 1;
  cell_.clear();
  text_.Begin(&cell_);
}

void DocxRows::StartProperty(const XmlName& name, const XmlAttributes& attributes) {
  if (name.local == "trPr") {
    in_row_properties_ = true;
  } else if (in_row_properties_ && name.local == "del") {
    deleted_ = true;
  } else if (in_row_properties_ && name.local == "gridBefore") {
    position_ = SpanOf(attributes);
  } else if (in_cell_ && name.local == "gridSpan") {
    span_ = SpanOf(attributes);
  } else if (in_cell_ && name.local == "vMerge") {
    merged_ = attributes.Get("val") != "restart";
  }
}

absl::Status DocxRows::End(const XmlName& name) {
  const bool skipped = text_.skips();
  text_.End(name);
  if (skipped || name.space != Space::kWord) return absl::OkStatus();
  const bool outermost = nesting_ == 1 && plan() != nullptr;
  if (name.local == "tbl") {
    if (--nesting_ == 0) text_.Begin(&beside_);
  } else if (outermost && name.local == "trPr") {
    in_row_properties_ = false;
  } else if (outermost && name.local == "tc") {
    EndCell();
  } else if (outermost && name.local == "tr") {
    return EndRow();
  }
  return absl::OkStatus();
}

absl::Status DocxRows::Text(absl::string_view text) {
  text_.Text(text);
  return absl::OkStatus();
}

void DocxRows::EndCell() {
  const auto& columns = plan()->columns;
  if (merged_ && IsBlank(cell_)) FillFromAbove();
  if (position_ < columns.size()) {
    filled_[position_] = true;
    PutCell(columns[position_], cell_, raw_);
  } else {
    PutCell({Field::kExtra, false, absl::StrCat("column ", position_ + 1)}, cell_, raw_);
  }
  if (above_.size() < columns.size()) above_.resize(columns.size());
  if (position_ < columns.size() && columns[position_].field <= Field::kType) {
    above_[position_] = cell_;
  }
  position_ += span_;
  in_cell_ = false;
  text_.Begin(nullptr);
}

// A cell that is merged downwards says the same of all its rows; but a comment is one row's alone.
void DocxRows::FillFromAbove() {
  if (position_ < above_.size()) cell_ = above_[position_];
}

void DocxRows::CheckShape() {
  const auto& columns = plan()->columns;
  size_t missing = 0;
  for (size_t i = 0; i < columns.size(); ++i) {
    missing += IsTemplateColumn(columns[i]) && !filled_[i];
  }
  if (missing == 0) return;
  raw_.fault = v1::REJECT_REASON_TOO_FEW_CELLS;
  raw_.fault_text =
      absl::StrCat("cells of ", missing, " columns are missing, or merged with others");
}

absl::Status DocxRows::EndRow() {
  if (row_of_table_ <= plan()->caption_rows) return absl::OkStatus();
  if (deleted_) {
    v1::Notice notice;
    notice.set_row(raw_.row);
    notice.set_kind(v1::NOTICE_KIND_TRACKED_CHANGES);
    notice.set_text("the row was deleted with changes tracked and is left out");
    notices_.push_back(std::move(notice));
    return absl::OkStatus();
  }
  CheckShape();
  return intake_.Add(raw_);
}

}  // namespace placet::comments::tables
