#include "services/comments/tables/docx_form.h"

#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "services/comments/tables/docx_columns.h"
#include "services/comments/tables/docx_head.h"
#include "services/comments/tables/docx_outline.h"
#include "services/comments/tables/refusal.h"
#include "services/comments/tables/relations.h"
#include "services/comments/tables/xml.h"

namespace placet::comments::tables {
namespace {

absl::Status NoForm(absl::string_view what) {
  return RefuseFile(v1::FILE_REFUSAL_NO_TABLE, what,
                    "give a blank form of the commenting template, version 2012-03, as DOCX");
}

// Where the rows of a table of the body begin and end, in bytes.
class RowFinder : public XmlHandler {
 public:
  RowFinder(int table, int skipped) : table_(table), skipped_(skipped) {}
  void Watch(const XmlParser* parser) { parser_ = parser; }

  absl::Status Start(const XmlName& name, const XmlAttributes&) override {
    if (name.Is(Space::kWord, "tbl") && ++nesting_ == 1) ++seen_;
    if (name.Is(Space::kWord, "tr") && Inside() && rows_++ == skipped_) begin = parser_->position();
    return absl::OkStatus();
  }

  absl::Status End(const XmlName& name) override {
    if (!name.Is(Space::kWord, "tbl")) return absl::OkStatus();
    if (Inside()) {
      end = parser_->position();
      if (begin < 0) begin = end;
    }
    --nesting_;
    return absl::OkStatus();
  }

  int64_t begin = -1;
  int64_t end = -1;

 private:
  bool Inside() const { return nesting_ == 1 && seen_ == table_; }

  const XmlParser* parser_ = nullptr;
  int table_;
  int skipped_;  // rows of captions, which stay
  int seen_ = -1;
  int nesting_ = 0;
  int rows_ = 0;
};

struct FoundTable {
  int table = 0;
  int caption_rows = 0;
};

// The table that gets the rows. Its columns must be told by captions, not guessed.
absl::StatusOr<FoundTable> FindTable(const ZipFile& zip, const std::string& part) {
  const absl::StatusOr<DocumentOutline> outline = OutlineOf(zip, part);
  if (!outline.ok()) return outline.status();
  const absl::StatusOr<Relations> relations = Relations::Of(zip, part);
  if (!relations.ok()) return relations.status();
  std::vector<std::string> captions;
  for (const std::string& id : outline->default_headers) {
    const Relation* header = relations->ById(id);
    if (header == nullptr || header->external) continue;
    const auto tables = TablesOf(zip, header->target);
    if (!tables.ok()) return tables.status();
    captions = CaptionsIn(*tables);
    break;
  }
  for (size_t i = 0; i < outline->tables.size(); ++i) {
    const std::optional<TablePlan> plan = PlanTable(outline->tables[i], captions);
    if (!plan.has_value() || !plan->guessed_by.empty() || plan->columns.size() != 8) continue;
    if (TemplateColumns(plan->columns) == 8)
      return FoundTable{static_cast<int>(i), plan->caption_rows};
  }
  return NoForm("the form has no table with the eight columns of version 2012-03");
}

absl::Status CopyOthers(const ZipFile& zip, const std::string& document, ZipStream& out) {
  for (int64_t i = 0; i < zip.size(); ++i) {
    const std::string name = zip.Name(i);
    if (name == document || absl::EndsWith(name, "/")) continue;
    absl::Status status = out.Begin(name);
    if (status.ok()) {
      status = zip.Stream(name, [&](absl::string_view piece) { return out.Write(piece); });
    }
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::StatusOr<Form> Split(const ZipFile& zip, const std::string& document) {
  const absl::StatusOr<FoundTable> found = FindTable(zip, document);
  if (!found.ok()) return found.status();
  const absl::StatusOr<std::string> text = zip.Small(document);
  if (!text.ok()) return text.status();
  RowFinder finder(found->table, found->caption_rows);
  XmlParser parser(document, finder);
  finder.Watch(&parser);
  absl::Status status = parser.Feed(*text);
  if (status.ok()) status = parser.Finish();
  if (!status.ok()) return status;
  const auto begin = static_cast<size_t>(finder.begin);
  const auto end = static_cast<size_t>(finder.end);
  // Rows are written with the prefix "w", which every Office uses.
  if (finder.begin < 0 || end > text->size() ||
      !absl::StartsWith(absl::string_view(*text).substr(end), "</w:tbl")) {
    return NoForm("the form is not written the way Word writes its documents");
  }
  return Form{document, text->substr(0, begin), text->substr(end)};
}

}  // namespace

absl::StatusOr<Form> OpenForm(absl::string_view bytes, ZipStream& out) {
  const absl::StatusOr<ZipFile> zip = ZipFile::Open(bytes);
  if (!zip.ok()) return zip.status();
  const absl::StatusOr<Relations> relations = Relations::Of(*zip, "");
  if (!relations.ok()) return relations.status();
  const Relation* document = relations->ByType("officeDocument");
  if (document == nullptr || document->external || !zip->Has(document->target)) {
    return NoForm("the form is no Word document");
  }
  absl::StatusOr<Form> form = Split(*zip, document->target);
  if (!form.ok()) return form;
  const absl::Status status = CopyOthers(*zip, document->target, out);
  if (!status.ok()) return status;
  return form;
}

}  // namespace placet::comments::tables
