// The second look at a Word document: its rows, one after the other, to the intake. Used by the
// reader of Word documents, which knows from the first look what the columns mean.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/comments/tables/docx_columns.h"
#include "services/comments/tables/docx_text.h"
#include "services/comments/tables/row_intake.h"

namespace placet::comments::tables {

class DocxRows : public XmlHandler {
 public:
  // `plans`: one for each table of the body, in order; none for a table that is left out.
  DocxRows(std::vector<std::optional<TablePlan>> plans, const DocxContext& context,
           RowIntake& intake);

  absl::Status Start(const XmlName& name, const XmlAttributes& attributes) override;
  absl::Status End(const XmlName& name) override;
  absl::Status Text(absl::string_view text) override;

  // Text of the body outside of the tables of comments.
  const std::string& beside() const { return beside_; }
  // About rows that did not come in: they were deleted with changes tracked.
  const std::vector<v1::Notice>& notices() const { return notices_; }

 private:
  const TablePlan* plan() const;
  void Note(v1::NoticeKind kind, absl::string_view text);
  void StartRow();
  void StartCell();
  void StartProperty(const XmlName& name, const XmlAttributes& attributes);
  void EndCell();
  void FillFromAbove();
  void CheckShape();
  absl::Status EndRow();

  std::vector<std::optional<TablePlan>> plans_;
  RowIntake& intake_;
  DocxText text_;
  RawRow raw_;
  std::string cell_;
  std::string beside_;
  std::vector<v1::Notice> notices_;
  std::vector<std::string> above_;  // cells of the row above, for cells merged downwards
  std::vector<bool> filled_;        // columns of the grid that the row has cells for
  int table_ = -1;
  int nesting_ = 0;  // of tables
  int row_ = 0;      // of all tables of comments
  int row_of_table_ = 0;
  size_t position_ = 0;  // column of the grid
  size_t span_ = 1;
  bool in_row_properties_ = false;
  bool in_cell_ = false;
  bool merged_ = false;   // the cell goes on from the row above
  bool deleted_ = false;  // the row, with changes tracked
};

}  // namespace placet::comments::tables
