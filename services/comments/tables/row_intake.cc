#include "services/comments/tables/row_intake.h"

#include <algorithm>
#include <functional>
#include <map>

#include "absl/hash/hash.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/comments/tables/body.h"
#include "services/comments/tables/disposition.h"
#include "services/comments/tables/limits.h"
#include "services/comments/tables/refusal.h"
#include "services/comments/tables/rejection.h"
#include "services/comments/tables/text.h"
#include "services/comments/tables/types.h"

namespace placet::comments::tables {
namespace {

constexpr int kTemplateColumns = 8;

Field At(int column) { return static_cast<Field>(column); }

bool IsBlankRow(const RawRow& raw) {
  const auto blank = [](const std::string& cell) { return IsBlank(cell); };
  return std::all_of(raw.cells.begin(), raw.cells.end() - 1, blank);  // the last are unused
}

// One or more: in lines, as Placet writes them, else separated by commas or semicolons.
std::vector<std::string> ListOf(absl::string_view cell) {
  const bool in_lines = absl::StrContains(cell, '\n');
  std::vector<std::string> items;
  for (const absl::string_view item :
       absl::StrSplit(cell, absl::ByAnyChar(in_lines ? "\n" : ",;"))) {
    std::string line = OneLine(item);
    if (!line.empty()) items.push_back(std::move(line));
  }
  return items;
}

bool IsYes(absl::string_view cell) {
  const std::string word = absl::AsciiStrToLower(OneLine(cell));
  return word == "yes" || word == "true" || word == "x" || word == "1";
}

// Columns of the formats that have more than eight.
void ParseBesides(const RawRow& raw, v1::Comment& comment) {
  for (std::string& attachment : ListOf(raw[Field::kAttachments])) {
    comment.add_attachments(std::move(attachment));
  }
  std::vector<std::string> tags = ListOf(raw[Field::kTags]);
  std::sort(tags.begin(), tags.end());
  tags.erase(std::unique(tags.begin(), tags.end()), tags.end());
  for (std::string& tag : tags) comment.add_tags(std::move(tag));
  comment.set_assignee(OneLine(raw[Field::kAssignee]));
  comment.set_due_day(OneLine(raw[Field::kDueDay]));
  comment.set_conditions_vote(IsYes(raw[Field::kConditionsVote]));
}

void ParseDispositionCells(RawRow& raw, v1::Comment& comment) {
  const std::string words = OneLine(raw[Field::kDisposition]);
  const absl::string_view said = words.empty() ? comment.observation() : words;
  comment.set_disposition(ParseDisposition(said));
  if (said.empty() || comment.disposition() != v1::DISPOSITION_UNSPECIFIED) return;
  raw.Note(8, v1::NOTICE_KIND_DISPOSITION_UNKNOWN,
           absl::StrCat("no known disposition in \"", CutAt(OneLine(said), 80), "\""));
}

void ParseTypeCell(RawRow& raw, v1::Comment& comment) {
  const Types types = ParseTypes(raw[Field::kType]);
  for (const v1::CommentType type : types.types) comment.add_types(type);
  if (!types.unknown.empty()) {
    raw.Note(5, v1::NOTICE_KIND_TYPE_UNKNOWN,
             absl::StrCat("\"", absl::StrJoin(types.unknown, " "), "\" is none of ge, te, ed"));
  } else if (types.types.empty()) {
    raw.Note(5, v1::NOTICE_KIND_TYPE_MISSING, "column 5 is empty: none of ge, te, ed");
  }
}

// Body and number of formats that keep them apart: "DIN" and "7".
void ParseBodyCells(RawRow& raw, v1::Comment& comment) {
  Body body = ParseBody(raw[Field::kBody]);
  const std::string number = OneLine(raw[Field::kNumber]);
  if (!number.empty() && body.label == body.code) body.label += "-" + number;
  comment.set_label(body.label);
  comment.set_member(body.member);
  comment.set_liaison(body.liaison);
  if (body.notice != v1::NOTICE_KIND_UNSPECIFIED) raw.Note(1, body.notice, body.text);
}

// The change in words and the change as text are one cell of the template.
void JoinProposedText(RawRow& raw) {
  std::string& text = raw[Field::kProposedText];
  std::string& change = raw[Field::kChange];
  if (IsBlank(text) || text == change) return;
  if (!IsBlank(change)) AppendCapped("\n", &change);
  AppendCapped(text, &change);
}

// What was read of column `column`, as it would be printed.
std::string Printed(const v1::Comment& comment, int column) {
  switch (column) {
    case 1:
      return comment.label();
    case 2:
      return comment.line();
    case 3:
      return comment.clause();
    case 4:
      return comment.element();
    default:
      return TypesCell(comment);
  }
}

// Blanks at the ends are layout and no difference; the long columns are kept as they were.
void KeepRawCells(const RawRow& raw, v1::Comment& comment) {
  for (int column = 1; column <= 5; ++column) {
    const absl::string_view cell = Trimmed(raw[At(column)]);
    if (cell == Printed(comment, column)) continue;
    (*comment.mutable_origin()->mutable_raw_cells())[column] = std::string(cell);
  }
}

// Gives the cell to the comment without a copy where nothing is to be trimmed.
void MoveTrimmed(std::string& cell, std::string* to) {
  const absl::string_view trimmed = Trimmed(cell);
  if (trimmed.size() == cell.size()) {
    *to = std::move(cell);
  } else {
    *to = std::string(trimmed);
  }
}

}  // namespace

void RawRow::Clear() {
  for (std::string& cell : cells) cell.clear();
  notices.clear();
  fault = v1::REJECT_REASON_UNSPECIFIED;
  fault_text.clear();
}

void RawRow::Note(int column, v1::NoticeKind kind, absl::string_view text) {
  for (const v1::Notice& notice : notices) {
    if (notice.column() == column && notice.kind() == kind && notice.text() == text) return;
  }
  v1::Notice notice;
  notice.set_row(row);
  notice.set_column(column);
  notice.set_kind(kind);
  notice.set_text(MadeText(text));
  notices.push_back(std::move(notice));
}

void AppendCapped(absl::string_view text, std::string* cell) {
  const size_t room = kMostCellBytes - std::min(kMostCellBytes, cell->size());
  text = text.substr(0, room);
  cell->append(text.data(), text.size());
}

absl::Status RowIntake::Add(RawRow& raw) {
  if (IsBlankRow(raw)) return absl::OkStatus();
  if (++rows_ > kMostRows) {
    return RefuseFile(v1::FILE_REFUSAL_TOO_LARGE,
                      absl::StrCat(file_, " has more than ", kMostRows, " rows"),
                      "send the comments in several files");
  }
  if (raw.fault != v1::REJECT_REASON_UNSPECIFIED) {
    return Reject(raw, 0, raw.fault, raw.fault_text);
  }
  JoinProposedText(raw);
  for (int column = 1; column <= kTemplateColumns; ++column) {
    UnifyLineBreaks(&raw[At(column)]);
    const absl::string_view cell = Trimmed(raw[At(column)]);
    if (cell.size() > LimitOf(column)) {
      return Reject(raw, column, v1::REJECT_REASON_TOO_LONG,
                    absl::StrCat("the cell is longer than ", LimitOf(column), " bytes"));
    }
  }
  for (size_t i = 0; i < raw.cells.size(); ++i) {
    if (IsText(raw.cells[i])) continue;
    const int column = i <= kTemplateColumns ? static_cast<int>(i) : 0;
    return Reject(raw, column, v1::REJECT_REASON_NOT_TEXT,
                  "the cell is not UTF-8, or holds a character that no text has");
  }
  if (IsBlank(raw[Field::kComment]) && IsBlank(raw[Field::kChange])) {
    return Reject(raw, 6, v1::REJECT_REASON_NO_COMMENT,
                  "the row has neither a comment nor a proposed change");
  }
  if (IsRepeated(raw)) {
    return Reject(raw, 0, v1::REJECT_REASON_REPEATED,
                  "another row of the file is the same word for word");
  }
  return Accept(raw);
}

absl::Status RowIntake::Reject(const RawRow& raw, int column, v1::RejectReason reason,
                               absl::string_view text) {
  return sink_.Reject(Rejection(file_, raw, column, reason, text));
}

bool RowIntake::IsRepeated(const RawRow& raw) {
  uint64_t one = 0;
  uint64_t other = 0;
  for (const std::string& cell : raw.cells) {
    const absl::string_view text = Trimmed(cell);
    one = absl::HashOf(one, text);
    other = other * 0x9E3779B97F4A7C15u + std::hash<std::string>()(std::string(text));
  }
  return !digests_.insert({one, other}).second;
}

// A label without a running number is a body's code, which many rows share.
void RowIntake::NoteLabel(RawRow& raw, const std::string& label) {
  if (label.empty() || !absl::ascii_isdigit(static_cast<unsigned char>(label.back()))) return;
  const auto [found, is_new] = labels_.emplace(label, raw.row);
  if (is_new) return;
  raw.Note(1, v1::NOTICE_KIND_LABEL_TWICE,
           absl::StrCat("row ", found->second, " has the label ", label, ", too"));
}

void RowIntake::ParseCells(RawRow& raw, v1::Comment& comment) {
  ParseBodyCells(raw, comment);
  comment.set_line(OneLine(raw[Field::kLine]));
  comment.set_clause(OneLine(raw[Field::kClause]));
  comment.set_element(OneLine(raw[Field::kElement]));
  ParseTypeCell(raw, comment);
  KeepRawCells(raw, comment);
  MoveTrimmed(raw[Field::kComment], comment.mutable_comment());
  MoveTrimmed(raw[Field::kChange], comment.mutable_proposed_change());
  MoveTrimmed(raw[Field::kObservation], comment.mutable_observation());
  ParseDispositionCells(raw, comment);
  ParseBesides(raw, comment);
  NoteLabel(raw, comment.label());
}

absl::Status RowIntake::Accept(RawRow& raw) {
  v1::Comment comment;
  ParseCells(raw, comment);
  v1::Origin& origin = *comment.mutable_origin();
  origin.set_file(file_);
  origin.set_row(raw.row);
  for (v1::Notice& notice : raw.notices) *origin.add_notices() = std::move(notice);
  return sink_.Take(std::move(comment));
}

}  // namespace placet::comments::tables
