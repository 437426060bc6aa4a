#include "clients/cli/comments.h"

#include "absl/strings/str_cat.h"
#include "clients/cli/verbs.h"

namespace placet::cli {

CLI::App* CommentVerb(CLI::App& group, const std::string& name, const std::string& help,
                      const std::string& example) {
  CLI::App* verb = group.add_subcommand(name, help);
  verb->fallthrough();  // global options may follow the verb
  verb->footer(absl::StrCat("Example:\n  ", example));
  return verb;
}

void AddCommentVerbs(CLI::App& app, Shell& shell) {
  auto* group = Verb(app, kCommentGroup, "comments", "Comments on drafts, and files of them.",
                     "placet comments check 'ISO_DIS 19156_DIN.docx'");
  group->require_subcommand(1);
  AddCheckVerb(*group, shell);
}

}  // namespace placet::cli
