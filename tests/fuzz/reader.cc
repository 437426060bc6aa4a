#include "tests/fuzz/reader.h"

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/comments/tables/document_order.h"
#include "services/comments/tables/read.h"
#include "services/comments/tables/refusal.h"
#include "services/comments/tables/text.h"
#include "services/comments/tables/write.h"
#include "services/comments/tables/zip_stream.h"

namespace placet::comments::tables {
namespace {

void Promise(bool kept, const char* promise) {
  if (kept) return;
  std::fprintf(stderr, "broken: %s\n", promise);
  std::abort();
}

void JudgeComment(const v1::Comment& comment) {
  Promise(IsText(comment.comment()) && IsText(comment.label()), "a comment is text");
  Promise(comment.comment().size() <= 100'000, "no cell is longer than its limit");
  Promise(!IsBlank(comment.comment()) || !IsBlank(comment.proposed_change()),
          "a comment says something");
  const std::string key = DocumentOrderKey({comment.clause(), comment.element(), comment.line()});
  Promise(key.size() <= 200 && IsText(key), "a key is short text");
  Promise(IsInSubtree(key, comment.clause()), "a clause holds itself");
}

std::string Zipped(const std::vector<std::pair<std::string, std::string>>& parts) {
  std::string bytes;
  auto zip = ZipStream::Make([&](absl::string_view piece) {
    bytes.append(piece.data(), piece.size());
    return absl::OkStatus();
  });
  for (const auto& [name, content] : parts) {
    Promise(zip.ok() && (*zip)->Add(name, content).ok(), "a container can be written");
  }
  Promise((*zip)->Finish().ok(), "a container can be ended");
  return bytes;
}

std::string Relations(absl::string_view relations) {
  return absl::StrCat(
      "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">",
      relations, "</Relationships>");
}

std::string Relation(absl::string_view id, absl::string_view type, absl::string_view target) {
  return absl::StrCat("<Relationship Id=\"", id, "\" Type=\"x/", type, "\" Target=\"", target,
                      "\"/>");
}

}  // namespace

void ReadAndJudge(absl::string_view file_name, absl::string_view bytes) {
  const auto table = Read(file_name, bytes);
  if (!table.ok()) {
    Promise(RefusalOf(table.status()) != v1::FILE_REFUSAL_UNSPECIFIED, "a refusal has a reason");
    return;
  }
  for (const v1::Comment& comment : table->comments()) JudgeComment(comment);
  // What came in goes out and comes in again, row for row.
  const auto file = Write(v1::TABLE_FORMAT_CSV, *table);
  Promise(file.ok(), "what was read can be written");
  const auto again = Read("again.csv", *file);
  Promise(again.ok(), "what was written can be read");
  Promise(again->comments_size() + again->rejected_size() == table->comments_size(),
          "no row is lost and none invented");
}

std::string WordDocumentWith(absl::string_view part) {
  return Zipped({{"_rels/.rels", Relations(Relation("r", "officeDocument", "word/document.xml"))},
                 {"word/_rels/document.xml.rels", Relations(Relation("h", "header", "h.xml"))},
                 {"word/document.xml", std::string(part)},
                 {"word/h.xml", std::string(part)}});
}

std::string WorkbookWith(absl::string_view part) {
  return Zipped(
      {{"_rels/.rels", Relations(Relation("r", "officeDocument", "xl/workbook.xml"))},
       {"xl/_rels/workbook.xml.rels", Relations(Relation("s", "worksheet", "sheet.xml") +
                                                Relation("t", "sharedStrings", "sheet.xml"))},
       {"xl/workbook.xml", "<workbook><sheets><sheet name=\"All\" id=\"s\"/></sheets></workbook>"},
       {"xl/sheet.xml", std::string(part)}});
}

}  // namespace placet::comments::tables
