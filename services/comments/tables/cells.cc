#include "services/comments/tables/cells.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "services/comments/tables/body.h"
#include "services/comments/tables/disposition.h"
#include "services/comments/tables/text.h"
#include "services/comments/tables/types.h"

namespace placet::comments::tables {
namespace {

// Items in lines; one alone that holds a comma gets a line break to say that it is one.
std::string ListCell(const google::protobuf::RepeatedPtrField<std::string>& items) {
  std::string cell = absl::StrJoin(items, "\n");
  if (items.size() == 1 && cell.find_first_of(",;") != std::string::npos) cell += '\n';
  return cell;
}

std::string NumberOf(const v1::Comment& comment) {
  const size_t slash = comment.name().rfind('/');
  return slash == std::string::npos ? comment.name() : comment.name().substr(slash + 1);
}

std::string StateWord(v1::CommentState state) {
  if (state == v1::COMMENT_STATE_UNSPECIFIED) return "";
  return absl::AsciiStrToLower(absl::StripPrefix(v1::CommentState_Name(state), "COMMENT_STATE_"));
}

std::string LabelCell(const v1::Comment& comment) {
  return comment.label().empty() ? BodyCode(comment) : comment.label();
}

// Cells that are no field of the comment as it is.
std::string MadeCell(const v1::Comment& comment, size_t i) {
  switch (i) {
    case 0:
      return NumberOf(comment);
    case 1:
      return LabelCell(comment);
    case 5:
      return TypesCell(comment);
    case 10:
      return StateWord(comment.state());
    case 13:
      return ListCell(comment.tags());
    case 14:
      return ListCell(comment.attachments());
    default:
      return "";
  }
}

}  // namespace

std::string BodyCode(const v1::Comment& comment) {
  std::string code = ParseBody(comment.label()).code;
  if (!code.empty()) return code;
  if (!comment.liaison().empty()) return comment.liaison();
  return absl::AsciiStrToUpper(absl::StripPrefix(comment.member(), "members/"));
}

TemplateCells::TemplateCells(const v1::Comment& comment)
    : body_(LabelCell(comment)),
      types_(TypesCell(comment)),
      observation_(ObservationCell(comment)),
      cells_{body_,  comment.line(),    comment.clause(),          comment.element(),
             types_, comment.comment(), comment.proposed_change(), observation_} {}

absl::string_view OwnCell(const v1::Comment& comment, size_t i, std::string* storage) {
  switch (i) {
    case 2:
      return comment.line();
    case 3:
      return comment.clause();
    case 4:
      return comment.element();
    case 6:
      return comment.comment();
    case 7:
      return comment.proposed_change();
    case 8:
      return comment.observation();
    case 9:
      return DispositionWords(comment.disposition());
    case 11:
      return comment.assignee();
    case 12:
      return comment.due_day();
    case 15:
      return comment.conditions_vote() ? "yes" : "";
    default:
      *storage = MadeCell(comment, i);
      return *storage;
  }
}

bool IsResolved(const v1::Comment& comment) {
  if (comment.state() != v1::COMMENT_STATE_UNSPECIFIED) {
    return comment.state() == v1::COMMENT_STATE_DECIDED ||
           comment.state() == v1::COMMENT_STATE_CLOSED;
  }
  return comment.disposition() != v1::DISPOSITION_UNSPECIFIED;
}

std::string Printable(absl::string_view text) {
  std::string out(text);
  UnifyLineBreaks(&out);
  if (IsText(out)) return out;
  std::string clean;
  for (absl::string_view rest = out; !rest.empty();) {
    const CodePoint point = FirstCodePoint(rest);
    const absl::string_view bytes = rest.substr(0, point.size);
    if (IsText(bytes)) absl::StrAppend(&clean, bytes);
    rest.remove_prefix(point.size);
  }
  return clean;
}

}  // namespace placet::comments::tables
