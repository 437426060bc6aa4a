// Verbs that read comments: list, show, history, changes, counts.
#include "clients/cli/comments.h"

#include "absl/strings/str_cat.h"
#include "clients/cli/comment_tables.h"
#include "clients/cli/names.h"
#include "clients/cli/verbs.h"

namespace placet::cli {
namespace {

using namespace placet::comments::v1;  // NOLINT: the messages this file is about
using Stub = Connection::Comments;

void List(Shell& shell, const Selection& selection, bool by_arrival) {
  ListCommentsRequest request;
  request.set_parent(BallotName(selection.ballot));
  *request.mutable_filter() = ToFilter(selection);
  request.set_order(by_arrival ? COMMENT_ORDER_ARRIVAL : COMMENT_ORDER_DOCUMENT);
  const auto listed = shell.connection().All(&Stub::ListComments, request);
  if (shell.PrintedJson(listed)) return;
  shell.Print(CommentsTable(listed));
  shell.Say(Count(listed.comments_size(), "comment"));
}

void Counts(Shell& shell, const std::string& ballot) {
  GetCommentCountsRequest request;
  request.set_ballot(BallotName(ballot));
  const auto counts = shell.connection().Call(&Stub::GetCommentCounts, request);
  if (shell.PrintedJson(counts)) return;
  shell.Say(CountsInWords(counts.counts()));
  std::string types;
  for (const auto& [type, comments] : counts.by_type()) {
    absl::StrAppend(&types, types.empty() ? "" : ", ", comments, " ",
                    type.empty() ? "without type" : type);
  }
  if (!types.empty()) shell.Say(absl::StrCat("by type: ", types));
  if (counts.assigned() > 0) {
    shell.Say(
        absl::StrCat(counts.assigned(), " assigned, of these ", counts.overdue(), " overdue"));
  }
  if (counts.conditioning() > 0) {
    shell.Say(absl::StrCat(counts.conditioning(), " condition a vote"));
  }
  shell.Print(BodiesTable(counts), "By body");
  shell.Print(ClausesTable(counts), "Clauses with most comments");
}

void AddShow(CLI::App& comments, Shell& shell) {
  auto name = std::make_shared<std::string>();
  auto* show = CommentVerb(comments, "show", "One comment in full.",
                           "placet comments show iso-dis-20435/17");
  show->add_option("COMMENT", *name, "BALLOT/NUMBER")->required();
  show->callback([=, &shell] {
    GetCommentRequest request;
    request.set_name(CommentName("", *name));
    ShowComment(shell, shell.connection().Call(&Stub::GetComment, request));
  });
  auto* history = CommentVerb(comments, "history", "Every change of a comment, with who and when.",
                              "placet comments history iso-dis-20435/17");
  history->add_option("COMMENT", *name, "BALLOT/NUMBER")->required();
  history->callback([=, &shell] {
    ListCommentHistoryRequest request;
    request.set_parent(CommentName("", *name));
    const auto response = shell.connection().Call(&Stub::ListCommentHistory, request);
    if (!shell.PrintedJson(response)) shell.Print(HistoryTable(response));
  });
}

void AddOfBallot(CLI::App& comments, Shell& shell) {
  auto ballot = std::make_shared<std::string>();
  auto* counts = CommentVerb(comments, "counts", "How many there are, of whom, about what.",
                             "placet comments counts iso-dis-20435");
  counts->add_option("BALLOT", *ballot, "The ballot")->required();
  counts->callback([=, &shell] { Counts(shell, *ballot); });
  auto* changes = CommentVerb(comments, "changes", "What was changed, the newest first.",
                              "placet comments changes iso-dis-20435");
  changes->add_option("BALLOT", *ballot, "The ballot")->required();
  changes->callback([=, &shell] {
    ListChangesRequest request;
    request.set_parent(BallotName(*ballot));
    const auto listed = shell.connection().All(&Stub::ListChanges, request);
    if (!shell.PrintedJson(listed)) shell.Print(ChangesTable(listed));
  });
}

}  // namespace

void ShowComment(Shell& shell, const Comment& comment) {
  if (!shell.PrintedJson(comment)) shell.Print(CommentFacts(comment));
}

void AddCommentVerbs(CLI::App& app, Shell& shell) {
  auto* comments =
      Verb(app, kCommentGroup, "comments", "Comments on drafts: in, resolved, answered, out.",
           "placet comments import iso-dis-20435 DIN.docx --member de\n"
           "  placet comments list iso-dis-20435 --clause 8 --unresolved\n"
           "  placet comments decide iso-dis-20435 --comment 17 --to accepted");
  comments->require_subcommand(1);
  AddCheckVerb(*comments, shell);
  AddCommentFileVerbs(*comments, shell);
  auto selection = std::make_shared<Selection>();
  auto by_arrival = std::make_shared<bool>(false);
  auto* list = CommentVerb(*comments, "list", "Comments in the order of the document.",
                           "placet comments list iso-dis-20435 --clause 8.2 --type technical");
  AddSelection(list, selection, false);
  list->add_flag("--arrival", *by_arrival, "In the order in which they came");
  list->callback([=, &shell] { List(shell, *selection, *by_arrival); });
  AddShow(*comments, shell);
  AddCommentResolveVerbs(*comments, shell);
  AddOfBallot(*comments, shell);
  AddCommentConsensusVerbs(*comments, shell);
}

}  // namespace placet::cli
