// Verbs that change comments: decide, assign, tag, undo; what bodies say: answer, reply, support,
// withdraw, condition.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/comment_tables.h"
#include "clients/cli/comments.h"
#include "clients/cli/names.h"

namespace placet::cli {
namespace {

using namespace placet::comments::v1;  // NOLINT: the messages this file is about
using Stub = Connection::Comments;

struct ChangeArguments {
  Selection selection;
  std::string word, observation, person, due, clause, body, reason, name, text, member;
  std::vector<std::string> add, remove;
  bool propose = false;
  bool dry_run = false;
  bool skip_changed = false;
};
using Given = std::shared_ptr<ChangeArguments>;

void ShowChange(Shell& shell, const ChangeCommentsResponse& response, bool dry_run) {
  if (shell.PrintedJson(response)) return;
  if (dry_run) shell.Say("Nothing was changed. This would be:");
  shell.Print(DifferencesTable(response));
  if (response.skipped_size() > 0) shell.Print(SkippedTable(response), "Left out");
  const std::string undo =
      dry_run || response.change().name().empty()
          ? ""
          : absl::StrCat("; undo: placet comments undo ", response.change().name());
  shell.Say(absl::StrCat(Count(response.differences_size(), "comment"),
                         dry_run ? " would change" : " changed", undo));
}

// Fills in which comments are meant, sends, shows.
void Change(Shell& shell, const ChangeArguments& given, ChangeCommentsRequest request) {
  const Selection& selection = given.selection;
  request.set_parent(BallotName(selection.ballot));
  for (const std::string& comment : selection.comments) {
    request.add_comments()->set_name(CommentName(selection.ballot, comment));
  }
  const CommentFilter filter = ToFilter(selection);
  const bool filtered = filter.ByteSizeLong() > 0 || selection.all;
  if (selection.comments.empty() && !filtered) {
    throw Usage("which comments?", "name them with --comment, filter them, or say --all");
  }
  if (filtered) *request.mutable_filter() = filter;
  request.set_validate_only(given.dry_run);
  request.set_reason(given.reason);
  ShowChange(shell, shell.connection().Call(&Stub::ChangeComments, request), given.dry_run);
}

Given Selecting(CLI::App* verb) {
  auto given = std::make_shared<ChangeArguments>();
  auto selection = std::shared_ptr<Selection>(given, &given->selection);
  AddSelection(verb, selection, true);
  verb->add_flag("--dry-run", given->dry_run, "Say what would change, and change nothing");
  verb->add_option("--reason", given->reason, "Why; kept in the history");
  return given;
}

void AddDecide(CLI::App& comments, Shell& shell) {
  auto* verb = CommentVerb(comments, "decide", "A disposition, decided or with --propose proposed.",
                           "placet comments decide iso-dis-20435 --comment 17 --to accepted\n"
                           "  placet comments decide iso-dis-20435 --type editorial --unresolved "
                           "--to accepted --dry-run\n"
                           "  placet comments decide iso-dis-20435 --comment 18 --to not-accepted "
                           "--observation 'Out of scope.'");
  Given given = Selecting(verb);
  verb->add_option("--to", given->word, "What becomes of them; none opens them again")
      ->required()
      ->type_name(absl::StrCat(Choices<Disposition>(), "|none"));
  verb->add_option("--observation", given->observation, "Column 8; not-accepted needs one");
  verb->add_flag("--propose", given->propose, "Propose it; the group decides later");
  verb->callback([=, &shell] {
    ChangeCommentsRequest request;
    Resolution& resolution = *request.mutable_edit()->mutable_resolution();
    const bool none = given->word == "none";
    resolution.set_disposition(none ? DISPOSITION_UNSPECIFIED : Value<Disposition>(given->word));
    resolution.set_decided(!given->propose && !none);
    if (!given->observation.empty()) resolution.set_observation(given->observation);
    Change(shell, *given, request);
  });
}

void AddAssign(CLI::App& comments, Shell& shell) {
  auto* verb = CommentVerb(comments, "assign", "Who prepares comments, and until when.",
                           "placet comments assign iso-dis-20435 --clause 8 --to anna "
                           "--due 2027-03-01");
  Given given = Selecting(verb);
  verb->add_option("--to", given->person, "The person; nobody takes it back")->required();
  verb->add_option("--due", given->due, "Until this day")->type_name("DATE");
  verb->callback([=, &shell] {
    ChangeCommentsRequest request;
    const bool nobody = given->person == "nobody";
    request.mutable_edit()->set_assignee(nobody ? "" : Name("people", given->person));
    if (nobody || !given->due.empty()) request.mutable_edit()->set_due_day(given->due);
    Change(shell, *given, request);
  });
}

void AddEdit(CLI::App& comments, Shell& shell) {
  auto* verb = CommentVerb(comments, "edit", "Tags; and corrections of what a table got wrong.",
                           "placet comments edit iso-dis-20435 --clause 8 --add scope\n"
                           "  placet comments edit iso-dis-20435 --comment 17 --set-member fr "
                           "--set-clause 8.2");
  Given given = Selecting(verb);
  verb->add_option("--add", given->add, "Tags that they then carry");
  verb->add_option("--remove", given->remove, "Tags that they then do not");
  verb->add_option("--set-clause", given->clause, "Where they belong");
  verb->add_option("--set-member", given->body, "Whose they are");
  verb->callback([=, &shell] {
    ChangeCommentsRequest request;
    CommentEdit& edit = *request.mutable_edit();
    for (const std::string& tag : given->add) edit.add_add_tags(tag);
    for (const std::string& tag : given->remove) edit.add_remove_tags(tag);
    if (!given->clause.empty()) edit.set_clause(given->clause);
    if (!given->body.empty()) edit.set_member(Name("members", given->body));
    Change(shell, *given, request);
  });
}

std::string ChangeName(const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(text, '/');
  if (parts.size() == 4) return text;
  if (parts.size() != 2) {
    throw Usage(absl::StrCat("\"", text, "\" is not the name of a change"),
                "write BALLOT/NUMBER, such as iso-dis-20435/3");
  }
  return absl::StrCat(BallotName(parts[0]), "/changes/", parts[1]);
}

void AddUndo(CLI::App& comments, Shell& shell) {
  auto given = std::make_shared<ChangeArguments>();
  auto* verb = CommentVerb(comments, "undo", "Undoes a change, as one.",
                           "placet comments undo iso-dis-20435/3");
  verb->add_option("CHANGE", given->name, "BALLOT/NUMBER")->required();
  verb->add_flag("--skip-changed", given->skip_changed, "Leave out what has changed since");
  verb->add_flag("--dry-run", given->dry_run, "Say what would change, and change nothing");
  verb->callback([=, &shell] {
    UndoChangeRequest request;
    request.set_name(ChangeName(given->name));
    request.set_skip_changed(given->skip_changed);
    request.set_validate_only(given->dry_run);
    ShowChange(shell, shell.connection().Call(&Stub::UndoChange, request), given->dry_run);
  });
}

void AddAnswer(CLI::App& comments, Shell& shell) {
  auto given = std::make_shared<ChangeArguments>();
  auto* answer =
      CommentVerb(comments, "answer", "A body accepts what was decided, or objects.",
                  "placet comments answer iso-dis-20435/17 accept\n"
                  "  placet comments answer iso-dis-20435/18 object --reason 'In scope'");
  answer->add_option("COMMENT", given->name, "BALLOT/NUMBER")->required();
  answer->add_option("ANSWER", given->word, "What the body says")
      ->required()
      ->type_name("accept|object")
      ->check(CLI::IsMember({"accept", "object"}));
  answer->add_option("--reason", given->reason, "Why; an objection needs one");
  answer->callback([=, &shell] {
    AnswerCommentRequest request;
    request.set_name(CommentName("", given->name));
    request.set_accepted(given->word == "accept");
    request.set_reason(given->reason);
    ShowComment(shell, shell.connection().Call(&Stub::AnswerComment, request));
  });
  auto* reply = CommentVerb(comments, "reply", "Says something about a comment.",
                            "placet comments reply iso-dis-20435/17 'We agree.' --member fr");
  reply->add_option("COMMENT", given->name, "BALLOT/NUMBER")->required();
  reply->add_option("TEXT", given->text, "What is said")->required();
  reply->add_option("--member", given->member, "In whose name; without it as an officer");
  reply->callback([=, &shell] {
    ReplyToCommentRequest request;
    request.set_name(CommentName("", given->name));
    request.set_member(Name("members", given->member));
    request.set_text(given->text);
    ShowComment(shell, shell.connection().Call(&Stub::ReplyToComment, request));
  });
}

void AddSupport(CLI::App& comments, Shell& shell) {
  auto given = std::make_shared<ChangeArguments>();
  auto* support =
      CommentVerb(comments, "support", "A body supports another's comment, or does not.",
                  "placet comments support iso-dis-20435/17 --member fr\n"
                  "  placet comments support iso-dis-20435/17 --member fr opposes");
  support->add_option("COMMENT", given->name, "BALLOT/NUMBER")->required();
  support->add_option("SAYS", given->word, "What it says")->type_name("supports|opposes|nothing");
  support->add_option("--member", given->member, "In whose name")->required();
  support->callback([=, &shell] {
    SupportCommentRequest request;
    request.set_name(CommentName("", given->name));
    request.set_member(Name("members", given->member));
    const std::string word = given->word.empty() ? "supports" : given->word;
    request.set_support(word == "nothing" ? SUPPORT_UNSPECIFIED : Value<Support>(word));
    ShowComment(shell, shell.connection().Call(&Stub::SupportComment, request));
  });
  auto* withdraw = CommentVerb(comments, "withdraw", "A body takes its comment back.",
                               "placet comments withdraw iso-dis-20435/17");
  withdraw->add_option("COMMENT", given->name, "BALLOT/NUMBER")->required();
  withdraw->add_option("--reason", given->reason, "Why; kept in the history");
  withdraw->callback([=, &shell] {
    WithdrawCommentRequest request;
    request.set_name(CommentName("", given->name));
    request.set_reason(given->reason);
    ShowComment(shell, shell.connection().Call(&Stub::WithdrawComment, request));
  });
}

void AddCondition(CLI::App& comments, Shell& shell) {
  auto given = std::make_shared<ChangeArguments>();
  auto* verb = CommentVerb(comments, "condition",
                           "The comments that a body's negative vote depends on: these alone.",
                           "placet comments condition iso-dis-20435 --member de --comment 17");
  verb->add_option("BALLOT", given->selection.ballot, "The ballot")->required();
  verb->add_option("--member", given->member, "Whose vote it is")->required();
  verb->add_option("--comment", given->selection.comments, "Its comments, by number");
  verb->callback([=, &shell] {
    ConditionVoteRequest request;
    request.set_parent(BallotName(given->selection.ballot));
    request.set_member(Name("members", given->member));
    for (const std::string& comment : given->selection.comments) {
      request.add_comments(CommentName(given->selection.ballot, comment));
    }
    ShowChange(shell, shell.connection().Call(&Stub::ConditionVote, request), false);
  });
}

}  // namespace

void AddCommentResolveVerbs(CLI::App& comments, Shell& shell) {
  AddDecide(comments, shell);
  AddAssign(comments, shell);
  AddEdit(comments, shell);
  AddUndo(comments, shell);
  AddAnswer(comments, shell);
  AddSupport(comments, shell);
  AddCondition(comments, shell);
}

}  // namespace placet::cli
