// The rows of one sheet of a workbook as texts, one after the other. Used by the reader of
// workbooks.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/comments/tables/xlsx_strings.h"
#include "services/comments/tables/xml.h"

namespace placet::comments::tables {

class SheetReader : public XmlHandler {
 public:
  // `row` is the number that the sheet gives, from 1; a cell that is missing is "".
  using RowSeen = std::function<absl::Status(int row, std::vector<std::string>& cells)>;

  SheetReader(const SharedStrings& strings, RowSeen seen)
      : strings_(strings), seen_(std::move(seen)) {}

  absl::Status Start(const XmlName& name, const XmlAttributes& attributes) override;
  absl::Status End(const XmlName& name) override;
  absl::Status Text(absl::string_view text) override;

 private:
  void StartCell(const XmlAttributes& attributes);
  void EndCell();

  const SharedStrings& strings_;
  RowSeen seen_;
  std::vector<std::string> cells_;
  std::string value_;
  std::string type_;
  int row_ = 0;
  size_t column_ = 0;
  bool in_cell_ = false;
  bool in_value_ = false;
  bool in_reading_ = false;
};

}  // namespace placet::comments::tables
