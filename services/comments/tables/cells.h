// A comment as the cells of a row. Used by all writers.
#pragma once

#include <array>
#include <string>

#include "absl/strings/string_view.h"
#include "placet/comments/v1/comments.pb.h"
#include "placet/comments/v1/tables.pb.h"
#include "services/comments/tables/write.h"

namespace placet::comments::tables {

// Code of the body: of the label, else of the member or liaison; "DE", "JRC (EC)", "".
std::string BodyCode(const v1::Comment& comment);

// The eight cells of the template. Views of long texts are of `comment`, which must outlive them.
class TemplateCells {
 public:
  explicit TemplateCells(const v1::Comment& comment);
  // `column` from 1 to 8.
  absl::string_view operator[](size_t column) const { return cells_[column - 1]; }

 private:
  std::string body_;
  std::string types_;
  std::string observation_;
  std::array<absl::string_view, 8> cells_;
};

// Captions of Placet's own tables in CSV and XLSX.
inline constexpr std::array<absl::string_view, 16> kOwnCaptions = {"Number",
                                                                   "MB/NC",
                                                                   "Line number",
                                                                   "Clause/Subclause",
                                                                   "Paragraph/Figure/Table",
                                                                   "Type of comment",
                                                                   "Comments",
                                                                   "Proposed change",
                                                                   "Observations",
                                                                   "Disposition",
                                                                   "State",
                                                                   "Assignee",
                                                                   "Due day",
                                                                   "Tags",
                                                                   "Attachments",
                                                                   "Conditions vote"};

// The cell under kOwnCaptions[i]. Short ones are kept in `storage`.
absl::string_view OwnCell(const v1::Comment& comment, size_t i, std::string* storage);

// Whether nothing more is to be done: decided, or, where no state is known, with a disposition.
bool IsResolved(const v1::Comment& comment);

// Control characters and what is not UTF-8 left out; line breaks as LF.
std::string Printable(absl::string_view text);

absl::StatusOr<std::unique_ptr<TableWriter>> MakeDocxWriter(const v1::CommentTable& head,
                                                            ByteSink sink, WriteOptions options);
absl::StatusOr<std::unique_ptr<TableWriter>> MakeXlsxWriter(const v1::CommentTable& head,
                                                            ByteSink sink);
absl::StatusOr<std::unique_ptr<TableWriter>> MakeCsvWriter(ByteSink sink);
absl::StatusOr<std::unique_ptr<TableWriter>> MakeYamlWriter(const v1::CommentTable& head,
                                                            ByteSink sink);
absl::StatusOr<std::unique_ptr<TableWriter>> MakeJsonWriter(const v1::CommentTable& head,
                                                            ByteSink sink);

}  // namespace placet::comments::tables
