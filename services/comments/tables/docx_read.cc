#include "services/comments/tables/docx_read.h"

#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/comments/tables/docx_columns.h"
#include "services/comments/tables/docx_head.h"
#include "services/comments/tables/docx_outline.h"
#include "services/comments/tables/docx_rows.h"
#include "services/comments/tables/limits.h"
#include "services/comments/tables/refusal.h"
#include "services/comments/tables/relations.h"
#include "services/comments/tables/text.h"

namespace placet::comments::tables {
namespace {

// Word comments by identifier: author and text on one line.
class RemarkReader : public XmlHandler {
 public:
  RemarkReader() : text_(context_, [](v1::NoticeKind, absl::string_view) {}) {}

  absl::Status Start(const XmlName& name, const XmlAttributes& attributes) override {
    text_.Start(name, attributes);
    if (name.Is(Space::kWord, "comment")) {
      id_ = std::string(attributes.Get("id"));
      author_ = OneLine(attributes.Get("author"));
      remark_.clear();
      text_.Begin(&remark_);
    }
    return absl::OkStatus();
  }

  absl::Status End(const XmlName& name) override {
    text_.End(name);
    if (name.Is(Space::kWord, "comment")) {
      const std::string text = OneLine(CutAt(remark_, kMostRawCharacters));
      remarks[id_] = author_.empty() ? text : absl::StrCat(author_, ": ", text);
      text_.Begin(nullptr);
    }
    return absl::OkStatus();
  }

  absl::Status Text(absl::string_view text) override {
    text_.Text(text);
    return absl::OkStatus();
  }

  std::map<std::string, std::string> remarks;

 private:
  DocxContext context_;
  DocxText text_;
  std::string id_;
  std::string author_;
  std::string remark_;
};

void Note(v1::CommentTable* head, v1::NoticeKind kind, absl::string_view text) {
  v1::Notice& notice = *head->add_notices();
  notice.set_kind(kind);
  notice.set_text(MadeText(text));
}

absl::Status ReadRemarks(const ZipFile& zip, const Relations& relations, DocxContext* context) {
  const Relation* relation = relations.ByType("comments");
  if (relation == nullptr || relation->external || !zip.Has(relation->target)) {
    return absl::OkStatus();
  }
  RemarkReader reader;
  const absl::Status status = ParseSmallXml(zip, relation->target, reader);
  if (status.ok()) context->comments = std::move(reader.remarks);
  return status;
}

// Tables of the header that the first section with a default header names.
absl::StatusOr<std::vector<TableCells>> HeaderTables(const ZipFile& zip, const Relations& relations,
                                                     const DocumentOutline& outline) {
  for (const std::string& id : outline.default_headers) {
    const Relation* relation = relations.ById(id);
    if (relation == nullptr || relation->external || !zip.Has(relation->target)) continue;
    return TablesOf(zip, relation->target);
  }
  return std::vector<TableCells>();
}

void NotePlan(const TablePlan& plan, v1::CommentTable* head) {
  if (!plan.guessed_by.empty()) {
    Note(head, v1::NOTICE_KIND_COLUMNS_GUESSED,
         absl::StrCat("the page header has no captions for these columns; they were told by ",
                      plan.guessed_by));
  }
  NoteExtraColumns(plan.columns, head);
}

absl::StatusOr<std::vector<std::optional<TablePlan>>> PlanTables(
    const DocumentOutline& outline, const std::vector<std::string>& captions,
    v1::CommentTable* head) {
  std::vector<std::optional<TablePlan>> plans;
  std::vector<size_t> widths;
  for (const TableOutline& table : outline.tables) {
    plans.push_back(PlanTable(table, captions));
    widths.push_back(table.grid.size());
    if (!plans.back().has_value()) continue;
    if (head->variant().empty()) {
      head->set_variant(VariantOf(*plans.back()));
      NotePlan(*plans.back(), head);
    }
  }
  if (!head->variant().empty()) return plans;
  return RefuseFile(
      v1::FILE_REFUSAL_NO_TABLE,
      absl::StrCat("the document has ", widths.size(),
                   " tables in its body, none of them with the 7, 8 or 9 columns of the template"),
      "put the comments into the commenting template, version 2012-03");
}

bool IsCollationLog(absl::string_view text) {
  return absl::StrContains(text, "CCT - Version") || absl::StrContains(text, "collated files") ||
         absl::StrContains(text, "Collation successful");
}

void NoteBeside(absl::string_view beside, v1::CommentTable* head) {
  const std::string text(Trimmed(beside));
  if (text.empty()) return;
  if (IsCollationLog(text)) {
    Note(head, v1::NOTICE_KIND_COLLATION_LOG, text);
    head->set_variant(absl::StrCat(head->variant(), ", collated"));
  } else {
    Note(head, v1::NOTICE_KIND_NOT_CARRIED_OVER,
         absl::StrCat("text beside the table: ", CutAt(text, kMostRawCharacters)));
  }
}

}  // namespace

absl::Status ReadDocx(const ZipFile& zip, const std::string& part, RowIntake& intake,
                      v1::CommentTable* head) {
  const absl::StatusOr<Relations> relations = Relations::Of(zip, part);
  if (!relations.ok()) return relations.status();
  const absl::StatusOr<DocumentOutline> outline = OutlineOf(zip, part);
  if (!outline.ok()) return outline.status();
  const auto tables = HeaderTables(zip, *relations, *outline);
  if (!tables.ok()) return tables.status();
  ReadHead(*tables, head);
  auto plans = PlanTables(*outline, CaptionsIn(*tables), head);
  if (!plans.ok()) return plans.status();
  DocxContext context;
  context.relations = &*relations;
  absl::Status status = ReadRemarks(zip, *relations, &context);
  if (!status.ok()) return status;
  DocxRows rows(*std::move(plans), context, intake);
  status = ParseXml(zip, part, rows);
  if (!status.ok()) return status;
  for (const v1::Notice& notice : rows.notices()) *head->add_notices() = notice;
  NoteBeside(rows.beside(), head);
  return absl::OkStatus();
}

}  // namespace placet::comments::tables
