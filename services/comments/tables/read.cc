#include "services/comments/tables/read.h"

#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/comments/tables/commenter_read.h"
#include "services/comments/tables/csv_read.h"
#include "services/comments/tables/docx_read.h"
#include "services/comments/tables/format.h"
#include "services/comments/tables/limits.h"
#include "services/comments/tables/refusal.h"
#include "services/comments/tables/relations.h"
#include "services/comments/tables/row_intake.h"
#include "services/comments/tables/text.h"
#include "services/comments/tables/write.h"
#include "services/comments/tables/xlsx_read.h"

namespace placet::comments::tables {
namespace {

std::string WithoutFolders(absl::string_view name) {
  const size_t slash = name.find_last_of("/\\");
  return MadeText(slash == absl::string_view::npos ? name : name.substr(slash + 1));
}

absl::Status ReadOffice(absl::string_view bytes, RowIntake& intake, v1::CommentTable* head) {
  const absl::StatusOr<ZipFile> zip = ZipFile::Open(bytes);
  if (!zip.ok()) return zip.status();
  const absl::StatusOr<Relations> relations = Relations::Of(*zip, "");
  if (!relations.ok()) return relations.status();
  const Relation* document = relations->ByType("officeDocument");
  if (document == nullptr || document->external || !zip->Has(document->target)) {
    return RefuseFile(v1::FILE_REFUSAL_UNKNOWN_FORMAT,
                      "the file is a container without a document of Word or Excel in it",
                      "unpack it and send the documents in it one by one");
  }
  if (absl::StartsWith(document->target, "xl/")) {
    head->set_format(v1::TABLE_FORMAT_XLSX);
    return ReadXlsx(*zip, document->target, intake, head);
  }
  head->set_format(v1::TABLE_FORMAT_DOCX);
  return ReadDocx(*zip, document->target, intake, head);
}

absl::Status ReadContent(absl::string_view bytes, RowIntake& intake, v1::CommentTable* head) {
  const absl::StatusOr<Container> container = ContainerOf(bytes);
  if (!container.ok()) return container.status();
  const absl::string_view text = WithoutMark(bytes);
  switch (*container) {
    case Container::kOffice:
      return ReadOffice(bytes, intake, head);
    case Container::kJson:
      head->set_format(v1::TABLE_FORMAT_JSON);
      return ReadJson(text, intake, head);
    case Container::kYaml:
      head->set_format(v1::TABLE_FORMAT_YAML);
      return ReadYaml(text, intake, head);
    case Container::kCsv:
      break;
  }
  head->set_format(v1::TABLE_FORMAT_CSV);
  return ReadCsv(text, intake, head);
}

void NoteOtherFormat(absl::string_view name, v1::CommentTable* head) {
  if (NamePromises(name, head->format())) return;
  v1::Notice& notice = *head->add_notices();
  notice.set_kind(v1::NOTICE_KIND_OTHER_FORMAT);
  notice.set_text(absl::StrCat("the file is named ", head->file(), ", but its content is ",
                               absl::AsciiStrToUpper(EndingOf(head->format()))));
}

class Collector : public RowSink {
 public:
  absl::Status Take(v1::Comment comment) override {
    *table.add_comments() = std::move(comment);
    return absl::OkStatus();
  }
  absl::Status Reject(v1::RejectedRow row) override {
    *table.add_rejected() = std::move(row);
    return absl::OkStatus();
  }

  v1::CommentTable table;
};

}  // namespace

absl::StatusOr<v1::CommentTable> ReadRows(absl::string_view file_name, absl::string_view bytes,
                                          RowSink& sink) {
  v1::CommentTable head;
  head.set_file(WithoutFolders(file_name));
  RowIntake intake(head.file(), sink);
  const absl::Status status = ReadContent(bytes, intake, &head);
  if (!status.ok()) return status;
  NoteOtherFormat(file_name, &head);
  return head;
}

absl::StatusOr<v1::CommentTable> Read(absl::string_view file_name, absl::string_view bytes) {
  Collector collector;
  absl::StatusOr<v1::CommentTable> head = ReadRows(file_name, bytes, collector);
  if (!head.ok()) return head;
  head->mutable_comments()->Swap(collector.table.mutable_comments());
  head->mutable_rejected()->Swap(collector.table.mutable_rejected());
  return head;
}

}  // namespace placet::comments::tables
