#include <utility>

#include "absl/strings/str_cat.h"
#include "services/comments/tables/cells.h"
#include "services/comments/tables/docx_form.h"
#include "services/comments/tables/docx_parts.h"
#include "services/comments/tables/docx_styles.h"
#include "services/comments/tables/zip_stream.h"

namespace placet::comments::tables {
namespace {

class DocxWriter : public TableWriter {
 public:
  explicit DocxWriter(std::unique_ptr<ZipStream> zip) : zip_(std::move(zip)) {}

  absl::Status BeginOwn(const v1::CommentTable& head) {
    for (const auto& [name, content] : FormParts(head)) {
      const absl::Status status = zip_->Add(name, content);
      if (!status.ok()) return status;
    }
    return BeginDocument({"word/document.xml", DocumentBegin(), DocumentEnd()});
  }

  absl::Status BeginForm(absl::string_view bytes) {
    absl::StatusOr<Form> form = OpenForm(bytes, *zip_);
    return form.ok() ? BeginDocument(*std::move(form)) : form.status();
  }

  absl::Status Add(const v1::Comment& comment) override {
    const TemplateCells cells(comment);
    row_ = "<w:tr><w:trPr><w:jc w:val=\"center\"/></w:trPr>";
    for (size_t column = 1; column <= kGrid.size(); ++column) AddCell(column, cells[column]);
    row_ += "</w:tr>";
    return zip_->Write(row_);
  }

  absl::Status Finish() override {
    const absl::Status status = zip_->Write(end_);
    return status.ok() ? zip_->Finish() : status;
  }

 private:
  absl::Status BeginDocument(Form form) {
    end_ = std::move(form.end);
    const absl::Status status = zip_->Begin(form.document);
    return status.ok() ? zip_->Write(form.begin) : status;
  }

  // Each line of the text is a paragraph.
  void AddCell(size_t column, absl::string_view text) {
    absl::StrAppend(&row_, "<w:tc><w:tcPr><w:tcW w:w=\"", kGrid[column - 1],
                    "\" w:type=\"dxa\"/></w:tcPr>");
    const std::string printable = Printable(text);
    absl::string_view rest = printable;
    while (true) {
      const size_t end = rest.find('\n');
      absl::StrAppend(&row_, "<w:p><w:pPr><w:pStyle w:val=\"", kColumnStyles[column - 1],
                      "\"/><w:spacing w:before=\"60\" w:after=\"60\" w:line=\"240\" "
                      "w:lineRule=\"auto\"/></w:pPr>");
      AddLine(rest.substr(0, end));
      row_ += "</w:p>";
      if (end == absl::string_view::npos) break;
      rest.remove_prefix(end + 1);
    }
    row_ += "</w:tc>";
  }

  void AddLine(absl::string_view line) {
    if (line.empty()) return;
    row_ += "<w:r>";
    while (true) {
      const size_t end = line.find('\t');
      if (end != 0) {
        row_ += "<w:t xml:space=\"preserve\">";
        AppendEscaped(line.substr(0, end), &row_);
        row_ += "</w:t>";
      }
      if (end == absl::string_view::npos) break;
      row_ += "<w:tab/>";
      line.remove_prefix(end + 1);
    }
    row_ += "</w:r>";
  }

  std::unique_ptr<ZipStream> zip_;
  std::string row_;
  std::string end_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<TableWriter>> MakeDocxWriter(const v1::CommentTable& head,
                                                            ByteSink sink, WriteOptions options) {
  absl::StatusOr<std::unique_ptr<ZipStream>> zip = ZipStream::Make(std::move(sink));
  if (!zip.ok()) return zip.status();
  auto writer = std::make_unique<DocxWriter>(*std::move(zip));
  const absl::Status status =
      options.form.empty() ? writer->BeginOwn(head) : writer->BeginForm(options.form);
  if (!status.ok()) return status;
  return writer;
}

}  // namespace placet::comments::tables
