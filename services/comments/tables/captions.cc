#include "services/comments/tables/captions.h"

#include <algorithm>
#include <array>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/comments/tables/limits.h"
#include "services/comments/tables/text.h"

namespace placet::comments::tables {
namespace {

struct Caption {
  absl::string_view letters;
  Field field;
};

// All of the caption.
constexpr Caption kWhole[] = {
    {"mbnc", Field::kBody},
    {"mb", Field::kBody},
    {"nb", Field::kBody},
    {"nc", Field::kBody},
    {"body", Field::kBody},
    {"memberbody", Field::kBody},
    {"country", Field::kBody},
    {"username", Field::kBody},
    {"line", Field::kLine},
    {"clausetitle", Field::kElement},
    {"element", Field::kElement},
    {"type", Field::kType},
    {"subtype", Field::kType},
    {"commenttype", Field::kType},
    {"commentontext", Field::kExtra},
    {"commentid", Field::kNumber},
    {"commentnumber", Field::kNumber},
    {"id", Field::kNumber},
    {"change", Field::kChange},
    {"proposalontext", Field::kProposedText},
    {"motivation", Field::kObservation},
    {"justification", Field::kObservation},
    {"resolutionstatus", Field::kDisposition},
    {"disposition", Field::kDisposition},
    {"tags", Field::kTags},
    {"topic", Field::kTags},
    {"attachments", Field::kAttachments},
    {"assignee", Field::kAssignee},
    {"dueday", Field::kDueDay},
    {"conditionsvote", Field::kConditionsVote},
    {"number", Field::kUnused},
    {"state", Field::kUnused},
    {"createddate", Field::kUnused},
    {"resolutiondate", Field::kUnused},
    {"date", Field::kUnused},
    {"stagecode", Field::kUnused},
};

// The beginning of the caption; examples and remarks follow.
constexpr Caption kBeginning[] = {
    {"typeofcom", Field::kType},
    {"linenumber", Field::kLine},
    {"clause", Field::kClause},
    {"subclause", Field::kClause},
    {"paragraph", Field::kElement},
    {"comment", Field::kComment},
    {"proposedchange", Field::kChange},
    {"observation", Field::kObservation},
    {"secretariatobs", Field::kObservation},
};

Field FieldOf(const std::string& letters) {
  for (const Caption& caption : kWhole) {
    if (letters == caption.letters) return caption.field;
  }
  for (const Caption& caption : kBeginning) {
    if (absl::StartsWith(letters, caption.letters)) return caption.field;
  }
  return Field::kExtra;
}

// "Comments (2)"
bool Continues(const std::string& caption) {
  const absl::string_view text = Trimmed(caption);
  return text.size() > 4 && text.back() == ')' && text[text.size() - 3] == '(' &&
         text[text.size() - 2] >= '2' && text[text.size() - 2] <= '9';
}

// OSD has "Type" beside "Subtype" or "Comment type"; the narrower says ge, te or ed.
void PreferNarrowType(std::vector<Column>& columns) {
  const auto is_type = [](const Column& column) { return column.field == Field::kType; };
  if (std::count_if(columns.begin(), columns.end(), is_type) < 2) return;
  for (Column& column : columns) {
    if (is_type(column) && Letters(column.caption) == "type") column.field = Field::kUnused;
  }
}

}  // namespace

std::optional<std::vector<Column>> MapCaptions(const std::vector<std::string>& captions) {
  std::vector<Column> columns;
  for (const std::string& caption : captions) {
    columns.push_back({FieldOf(Letters(caption)), Continues(caption), OneLine(caption)});
  }
  PreferNarrowType(columns);
  std::array<bool, kFields> seen = {};
  for (Column& column : columns) {
    bool& before = seen[static_cast<size_t>(column.field)];
    const bool may_repeat =
        column.continues || column.field == Field::kUnused || column.field == Field::kTags;
    if (before && !may_repeat) column.field = Field::kExtra;
    before = true;
  }
  const bool has_comment = seen[static_cast<size_t>(Field::kComment)];
  if (!has_comment || TemplateColumns(columns) < 3) return std::nullopt;
  return columns;
}

int TemplateColumns(const std::vector<Column>& columns) {
  return static_cast<int>(std::count_if(columns.begin(), columns.end(), [](const Column& column) {
    return column.field >= Field::kBody && column.field <= Field::kObservation && !column.continues;
  }));
}

std::string SheetVariant(const std::vector<Column>& columns) {
  const auto has = [&](absl::string_view caption) {
    return std::any_of(columns.begin(), columns.end(),
                       [&](const Column& column) { return column.caption == caption; });
  };
  if (has("Comment ID") || has("Subtype")) return "OSD, resolved";
  if (has("Comment/Motivation") || has("Comment type")) return "OSD, unresolved";
  if (has("Conditions vote")) return "Placet";
  return "captions of the template";
}

void NoteExtraColumns(const std::vector<Column>& columns, v1::CommentTable* head) {
  for (const Column& column : columns) {
    if (column.field != Field::kExtra || column.caption.empty()) continue;
    v1::Notice& notice = *head->add_notices();
    notice.set_kind(v1::NOTICE_KIND_MORE_COLUMNS);
    notice.set_text(
        MadeText(absl::StrCat("a comment has no place for the column \"", CutAt(column.caption, 80),
                              "\"; its cells stand in the notices of their rows")));
  }
}

void PutCell(const Column& column, absl::string_view cell, RawRow& raw) {
  if (column.field == Field::kUnused || cell.empty()) return;
  if (column.field == Field::kExtra) {
    if (IsBlank(cell)) return;
    AppendCapped(cell, &raw[Field::kExtra]);  // so that the row is not taken for a blank one
    raw.Note(0, v1::NOTICE_KIND_NOT_CARRIED_OVER,
             absl::StrCat("\"", column.caption, "\", which a comment has no place for: ",
                          CutAt(OneLine(CutAt(cell, 4 * kMostRawCharacters)), kMostRawCharacters)));
    return;
  }
  std::string& to = raw[column.field];
  const bool is_list = column.field == Field::kTags;
  if (!to.empty() && !column.continues) AppendCapped(is_list ? "," : "\n", &to);
  AppendCapped(cell, &to);
}

}  // namespace placet::comments::tables
