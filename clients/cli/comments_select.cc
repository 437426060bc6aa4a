// Which comments are meant.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/comments.h"
#include "clients/cli/names.h"
#include "clients/cli/verbs.h"

namespace placet::cli {

using namespace placet::comments::v1;  // NOLINT: the messages this file is about

void AddSelection(CLI::App* verb, const std::shared_ptr<Selection>& selection, bool named) {
  verb->add_option("BALLOT", selection->ballot, "The ballot")->required();
  if (named) {
    verb->add_option("--comment", selection->comments, "These comments, by number")
        ->type_name("NUMBER");
    verb->add_flag("--all", selection->all, "All comments of the ballot");
  }
  verb->add_option("--clause", selection->clause, "This clause and all below it");
  verb->add_option("--member", selection->member, "Of this national body");
  verb->add_option("--liaison", selection->liaison, "Of whoever has this code");
  verb->add_option("--type", selection->type, "Of this type")->type_name(Choices<CommentType>());
  verb->add_option("--disposition", selection->dispositions, "With one of these dispositions")
      ->type_name(Choices<Disposition>());
  verb->add_option("--state", selection->states, "In one of these states")
      ->type_name(Choices<CommentState>());
  verb->add_flag("--unresolved", selection->unresolved, "Not decided, or objected to");
  verb->add_option("--assignee", selection->assignee, "That this person prepares");
  verb->add_option("--tag", selection->tag, "With this tag");
  verb->add_option("--group", selection->group, "Of this group, by number");
  verb->add_option("--query", selection->query, "That hold these words, or alike");
  verb->add_option("--due-before", selection->due_before, "Due before this day")->type_name("DATE");
}

std::string BallotName(const std::string& text) { return Name("ballots", text); }

std::string CommentName(const std::string& ballot, const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(text, '/');
  if (parts.size() == 4) return text;
  if (parts.size() == 2) return absl::StrCat(BallotName(parts[0]), "/comments/", parts[1]);
  if (parts.size() == 1 && !ballot.empty()) {
    return absl::StrCat(BallotName(ballot), "/comments/", text);
  }
  throw Usage(absl::StrCat("\"", text, "\" is not the name of a comment"),
              "write BALLOT/NUMBER, such as iso-dis-20435/17");
}

CommentFilter ToFilter(const Selection& selection) {
  CommentFilter filter;
  filter.set_clause(selection.clause);
  filter.set_member(Name("members", selection.member));
  filter.set_liaison(selection.liaison);
  filter.set_type(Value<CommentType>(selection.type));
  for (const std::string& word : selection.dispositions) {
    filter.add_dispositions(word == "none" ? DISPOSITION_UNSPECIFIED : Value<Disposition>(word));
  }
  for (const std::string& word : selection.states) filter.add_states(Value<CommentState>(word));
  filter.set_unresolved(selection.unresolved);
  filter.set_assignee(Name("people", selection.assignee));
  filter.set_tag(selection.tag);
  if (!selection.group.empty()) {
    filter.set_group(absl::StrCat(BallotName(selection.ballot), "/groups/", selection.group));
  }
  filter.set_query(selection.query);
  filter.set_due_before(selection.due_before);
  return filter;
}

CLI::App* CommentVerb(CLI::App& comments, const std::string& name, const std::string& help,
                      const std::string& example) {
  return Verb(comments, kCommentGroup, name, help, example);
}

}  // namespace placet::cli
