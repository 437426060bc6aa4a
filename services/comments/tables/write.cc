#include "services/comments/tables/write.h"

#include <utility>

#include "services/comments/tables/cells.h"

namespace placet::comments::tables {

absl::StatusOr<std::unique_ptr<TableWriter>> MakeWriter(v1::TableFormat format,
                                                        const v1::CommentTable& head, ByteSink sink,
                                                        WriteOptions options) {
  switch (format) {
    case v1::TABLE_FORMAT_DOCX:
      return MakeDocxWriter(head, std::move(sink), std::move(options));
    case v1::TABLE_FORMAT_XLSX:
      return MakeXlsxWriter(head, std::move(sink));
    case v1::TABLE_FORMAT_CSV:
      return MakeCsvWriter(std::move(sink));
    case v1::TABLE_FORMAT_YAML:
      return MakeYamlWriter(head, std::move(sink));
    case v1::TABLE_FORMAT_JSON:
      return MakeJsonWriter(head, std::move(sink));
    default:
      return absl::InvalidArgumentError("no format is given to write");
  }
}

absl::StatusOr<std::string> Write(v1::TableFormat format, const v1::CommentTable& table,
                                  WriteOptions options) {
  std::string file;
  const ByteSink append = [&file](absl::string_view bytes) {
    file.append(bytes.data(), bytes.size());
    return absl::OkStatus();
  };
  auto writer = MakeWriter(format, table, append, std::move(options));
  if (!writer.ok()) return writer.status();
  for (const v1::Comment& comment : table.comments()) {
    const absl::Status status = (*writer)->Add(comment);
    if (!status.ok()) return status;
  }
  const absl::Status status = (*writer)->Finish();
  if (!status.ok()) return status;
  return file;
}

absl::string_view EndingOf(v1::TableFormat format) {
  switch (format) {
    case v1::TABLE_FORMAT_DOCX:
      return "docx";
    case v1::TABLE_FORMAT_XLSX:
      return "xlsx";
    case v1::TABLE_FORMAT_CSV:
      return "csv";
    case v1::TABLE_FORMAT_YAML:
      return "yaml";
    case v1::TABLE_FORMAT_JSON:
      return "json";
    default:
      return "";
  }
}

absl::string_view MediaTypeOf(v1::TableFormat format) {
  switch (format) {
    case v1::TABLE_FORMAT_DOCX:
      return "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    case v1::TABLE_FORMAT_XLSX:
      return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    case v1::TABLE_FORMAT_CSV:
      return "text/csv; charset=utf-8";
    case v1::TABLE_FORMAT_YAML:
      return "application/yaml";
    case v1::TABLE_FORMAT_JSON:
      return "application/json";
    default:
      return "";
  }
}

}  // namespace placet::comments::tables
