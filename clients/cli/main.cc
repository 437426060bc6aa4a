// placet: ballots of ISO committees on the command line. Wires the global options and the verbs,
// and turns every way a command can end into an exit code.
#include <cstdio>
#include <exception>
#include <iostream>
#include <memory>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "clients/cli/completion.h"
#include "clients/cli/error.h"
#include "clients/cli/shell.h"
#include "clients/cli/verbs.h"

namespace placet::cli {
namespace {

void AddGlobalOptions(CLI::App& app, Options& options) {
  app.add_option("--as", options.as, "Who is calling: a person's name, with or without people/")
      ->type_name("NAME")
      ->envname("PLACET_AS");
  app.add_option("--authority", options.authority,
                 "Authority of the services' certificates; callers then sign in")
      ->type_name("FILE")
      ->envname("PLACET_AUTHORITY");
  app.add_option("--members", options.members, "Address of the members service")
      ->type_name("ADDRESS")
      ->envname("PLACET_MEMBERS")
      ->capture_default_str();
  app.add_option("--ballots", options.ballots, "Address of the ballots service")
      ->type_name("ADDRESS")
      ->envname("PLACET_BALLOTS")
      ->capture_default_str();
  app.add_option("--comments", options.comments, "Address of the comments service")
      ->type_name("ADDRESS")
      ->envname("PLACET_COMMENTS")
      ->capture_default_str();
  auto* json = app.add_flag("--json", options.json, "Print the response as JSON");
  app.add_flag("--csv", options.csv, "Print tables as CSV (RFC 4180)")->excludes(json);
  app.add_option("--color", options.color, "Colours; NO_COLOR is honoured")
      ->type_name("auto|always|never")
      ->check([](const std::string& word) {
        const bool known = word == "auto" || word == "always" || word == "never";
        return known ? "" : "must be auto, always or never";
      });
  app.add_option("--timeout", options.timeout, "Seconds that one call may take")
      ->type_name("SECONDS")
      ->check(CLI::Range(0.001, 86400.0))
      ->capture_default_str();
  app.add_option("--request-id", options.request_id, "UUID of a command that is repeated")
      ->type_name("UUID");
}

void AddShellVerbs(CLI::App& app, Shell& shell) {
  auto shell_name = std::make_shared<std::string>();
  auto* completion = Verb(app, kToolGroup, "completion", "A completion script for a shell.",
                          "source <(placet completion bash)");
  completion->add_option("SHELL", *shell_name)->required()->type_name("bash|zsh|fish");
  completion->callback([=, &app, &shell] { shell.Write(CompletionScript(app, *shell_name)); });

  auto* version =
      Verb(app, kToolGroup, "version", "The version of this program.", "placet version");
  version->callback([&shell] { shell.Write("placet " PLACET_VERSION "\n"); });
}

std::string Footer() {
  return absl::StrCat(
      "placet VERB --help tells more about a verb. Names may be given in full (members/de) or as\n"
      "identifier (de). Dates are days in Geneva, 2027-02-15.\n\n",
      ExitCodeHelp(),
      "\nEnvironment:\n"
      "  PLACET_AS       as --as\n"
      "  PLACET_AUTHORITY as --authority\n"
      "  PLACET_STATE    where sign-ins are kept; else $XDG_STATE_HOME/placet,\n"
      "                  ~/.local/state/placet\n"
      "  PLACET_MEMBERS  as --members\n"
      "  PLACET_BALLOTS  as --ballots\n"
      "  PLACET_COMMENTS as --comments\n"
      "  NO_COLOR        no colours unless --color always\n");
}

void AddVerbs(CLI::App& app, Shell& shell) {
  AddBallotVerbs(app, shell);
  AddBoardVerb(app, shell);
  AddConductVerbs(app, shell);
  AddTallyVerb(app, shell);
  AddResultVerbs(app, shell);
  AddAnalysisVerbs(app, shell);
  AddRulesVerb(app, shell);
  AddDecisionVerbs(app, shell);
  AddProjectVerbs(app, shell);
  AddVoteVerbs(app, shell);
  AddCommentVerbs(app, shell);
  AddObligationVerbs(app, shell);
  AddRollVerb(app, shell);
  AddDirectoryVerbs(app, shell);
  AddSeatVerbs(app, shell);
  AddPeopleVerbs(app, shell);
  AddSignInVerbs(app, shell);
  AddLoadVerb(app, shell);
  AddEventVerb(app, shell);
  AddAuditVerbs(app, shell);
  AddHealthVerb(app, shell);
  AddCallVerb(app, shell);
  AddShellVerbs(app, shell);
}

int Run(int argc, char** argv) {
  CLI::App app("Ballots of ISO committees.", "placet");
  Shell shell;
  app.require_subcommand(0, 1);
  app.get_formatter()->column_width(26);
  app.get_formatter()->label("SUBCOMMAND", "VERB");
  AddGlobalOptions(app, shell.options);
  AddVerbs(app, shell);
  app.footer(Footer());
  try {
    app.parse(argc, argv);
    if (app.get_subcommands().empty()) throw Usage("which verb?", "placet --help lists them");
    if (std::fflush(stdout) != 0) throw std::runtime_error("the output cannot be written");
    return shell.exit_code;
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help
    std::cerr << Describe(Usage(error.what(), "placet --help, and placet VERB --help"));
    return kUsage;
  } catch (const Usage& usage) {
    std::cerr << Describe(usage);
    return kUsage;
  } catch (const Refusal& refusal) {
    std::cerr << Describe(refusal);
    return ToExitCode(refusal.status().error_code());
  }
}

}  // namespace
}  // namespace placet::cli

int main(int argc, char** argv) {
  try {
    return placet::cli::Run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "placet: " << error.what() << "\n";
    return placet::cli::kInternal;
  }
}
