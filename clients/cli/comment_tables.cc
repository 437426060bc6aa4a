#include "clients/cli/comment_tables.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/names.h"
#include "clients/cli/time.h"

namespace placet::cli {
namespace {

using namespace placet::comments::v1;  // NOLINT: the messages this file is about

Style StyleOf(CommentState state) {
  switch (state) {
    case COMMENT_STATE_OPEN:
      return Style::kWarn;
    case COMMENT_STATE_OBJECTED:
      return Style::kBad;
    case COMMENT_STATE_DECIDED:
    case COMMENT_STATE_CLOSED:
      return Style::kGood;
    default:
      return Style::kPlain;
  }
}

std::string TypeWord(int type) {
  return type == COMMENT_TYPE_GENERAL     ? "ge"
         : type == COMMENT_TYPE_TECHNICAL ? "te"
         : type == COMMENT_TYPE_EDITORIAL ? "ed"
                                          : "?";
}

void AddText(Table& table, const std::string& word, const std::string& text) {
  if (!text.empty()) table.AddFact(word, Clean(text));
}

std::string Ids(const google::protobuf::RepeatedPtrField<std::string>& names) {
  std::vector<std::string> ids;
  for (const std::string& name : names) ids.push_back(Id(name));
  return absl::StrJoin(ids, ", ");
}

}  // namespace

std::string TypesInWords(const Comment& comment) {
  std::vector<std::string> words;
  for (const int type : comment.types()) words.push_back(TypeWord(type));
  return absl::StrJoin(words, ", ");
}

std::string BodyInWords(const Comment& comment) {
  if (!comment.member().empty()) return Id(comment.member());
  return comment.liaison().empty() ? "-" : comment.liaison();
}

std::string CountsInWords(const BallotCounts& counts) {
  std::vector<std::string> parts;
  const auto add = [&](int number, const char* word) {
    if (number > 0) parts.push_back(absl::StrCat(number, " ", word));
  };
  add(counts.without_disposition(), "without disposition");
  add(counts.proposed(), "proposed");
  add(counts.decided(), "decided");
  add(counts.objected(), "objected to");
  add(counts.closed(), "closed");
  return absl::StrCat(Count(counts.total(), "comment"), parts.empty() ? "" : ": ",
                      absl::StrJoin(parts, ", "));
}

Table CommentsTable(const ListCommentsResponse& listed) {
  Table table({{"no", true},
               "label",
               "body",
               "clause",
               "type",
               "comment",
               "proposed change",
               "disposition",
               "state",
               "assignee",
               "due"});
  for (const Comment& comment : listed.comments()) {
    table.Add({Id(comment.name()), comment.label(), BodyInWords(comment), comment.clause(),
               TypesInWords(comment), comment.comment(), comment.proposed_change(),
               Word(comment.disposition()), Cell(Word(comment.state()), StyleOf(comment.state())),
               Id(comment.assignee()), comment.due_day()});
  }
  return table;
}

Table CommentFacts(const Comment& comment) {
  Table table = Table::Facts();
  table.AddFact("name", comment.name());
  table.AddFact("label", comment.label());
  table.AddFact("body", BodyInWords(comment));
  table.AddFact("line", comment.line());
  table.AddFact("clause", comment.clause());
  table.AddFact("element", comment.element());
  table.AddFact("type", TypesInWords(comment));
  AddText(table, "comment", comment.comment());
  AddText(table, "proposed change", comment.proposed_change());
  AddText(table, "observation", comment.observation());
  table.AddFact("disposition", Word(comment.disposition()));
  table.AddFact("state", Cell(Word(comment.state()), StyleOf(comment.state())));
  table.AddFact("assignee", Id(comment.assignee()));
  table.AddFact("due", comment.due_day());
  table.AddFact("tags", absl::StrJoin(comment.tags(), ", "));
  table.AddFact("group", comment.group());
  table.AddFact("conditions vote", comment.conditions_vote() ? "yes" : "");
  if (comment.has_answer()) {
    table.AddFact("answer", absl::StrCat(comment.answer().accepted() ? "accepts" : "objects", " ",
                                         comment.answer().reason()));
  }
  for (const Reply& reply : comment.replies()) {
    table.AddFact(absl::StrCat("reply of ", Id(reply.person())), Clean(reply.text()));
  }
  table.AddFact("supported by", Ids(comment.supporters()));
  table.AddFact("not supported by", Ids(comment.opponents()));
  table.AddFact("attachments", absl::StrJoin(comment.attachments(), ", "));
  if (!comment.origin().file().empty()) {
    table.AddFact("from", absl::StrCat(comment.origin().file(), ", row ", comment.origin().row()));
  }
  for (const Notice& notice : comment.origin().notices()) table.AddFact("note", notice.text());
  table.AddFact("etag", comment.etag());
  return table;
}

Table HistoryTable(const ListCommentHistoryResponse& history) {
  Table table({"when", "who", "what", "from", "to"});
  for (const HistoryEntry& entry : history.entries()) {
    const std::string when = Geneva(ToTime(entry.change_time()));
    if (entry.fields().empty()) {
      table.Add({when, Id(entry.actor()), "arrived", "", entry.reason()});
    }
    for (const FieldDifference& field : entry.fields()) {
      table.Add({when, Id(entry.actor()), field.field(), field.from(), field.to()});
    }
  }
  return table;
}

Table ChangesTable(const ListChangesResponse& listed) {
  Table table({{"no", true}, "when", "who", "kind", {"comments", true}, "why", "undone by"});
  for (const Change& change : listed.changes()) {
    table.Add({Id(change.name()), Geneva(ToTime(change.change_time())), Id(change.actor()),
               Word(change.kind()), change.comments(), change.reason(), Id(change.undone_by())});
  }
  return table;
}

Table DifferencesTable(const ChangeCommentsResponse& response) {
  Table table({{"no", true}, "label", "what", "from", "to"});
  for (const CommentDifference& difference : response.differences()) {
    for (const FieldDifference& field : difference.fields()) {
      table.Add(
          {Id(difference.comment()), difference.label(), field.field(), field.from(), field.to()});
    }
  }
  return table;
}

Table SkippedTable(const ChangeCommentsResponse& response) {
  Table table({{"no", true}, "label", "reason", "why"});
  for (const SkippedComment& skipped : response.skipped()) {
    table.Add({Id(skipped.comment()), skipped.label(), skipped.reason(), skipped.text()});
  }
  return table;
}

Table ClausesTable(const CommentCounts& counts) {
  Table table({"clause", {"comments", true}, {"unresolved", true}});
  for (const ClauseCount& clause : counts.clauses()) {
    table.Add(
        {clause.clause().empty() ? "-" : clause.clause(), clause.comments(), clause.unresolved()});
  }
  return table;
}

Table BodiesTable(const CommentCounts& counts) {
  std::vector<std::pair<std::string, int>> bodies(counts.by_body().begin(), counts.by_body().end());
  std::sort(bodies.begin(), bodies.end());
  Table table({"body", {"comments", true}});
  for (const auto& [body, comments] : bodies) {
    table.Add({body.empty() ? "-" : Id(body), comments});
  }
  return table;
}

Table FilesTable(const ImportCommentsResponse& response) {
  Table table(
      {"file", "form", {"new", true}, {"known", true}, {"relabelled", true}, {"rejected", true}});
  for (const ImportedFile& file : response.files()) {
    table.Add({file.file(), file.variant().empty() ? Word(file.format()) : file.variant(),
               file.added(), file.known(), file.relabelled(),
               Cell(std::to_string(file.rejected_size()),
                    file.rejected().empty() ? Style::kPlain : Style::kBad)});
  }
  return table;
}

Table RejectedTable(const ImportCommentsResponse& response) {
  Table table({"file", {"row", true}, {"column", true}, "reason", "why", "remedy"});
  for (const ImportedFile& file : response.files()) {
    for (const RejectedRow& row : file.rejected()) {
      table.Add({row.file(), row.row(), row.column() == 0 ? Cell("") : Cell(row.column()),
                 Word(row.reason()), row.text(), row.remedy()});
    }
  }
  for (const RefusedFile& file : response.refused()) {
    table.Add({file.file(), "", "", Word(file.refusal()), file.text(), file.remedy()});
  }
  return table;
}

Table NoticesTable(const ImportCommentsResponse& response) {
  Table table({"file", {"row", true}, "note"});
  for (const ImportedFile& file : response.files()) {
    for (const Notice& notice : file.notices()) table.Add({file.file(), "", notice.text()});
    for (const AcceptedRow& row : file.accepted()) {
      for (const Notice& notice : row.notices()) table.Add({file.file(), row.row(), notice.text()});
    }
  }
  return table;
}

}  // namespace placet::cli
