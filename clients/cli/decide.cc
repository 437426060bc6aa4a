// Verbs that decide on closed ballots: decide, decision, object, decisions.
#include <fstream>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "clients/cli/decision.h"
#include "clients/cli/names.h"
#include "clients/cli/verbs.h"

namespace placet::cli {
namespace {

using namespace placet::ballots::v1;  // NOLINT: the messages this file is about
using Stub = Connection::Decisions;

struct DecideArguments {
  std::string ballot, option, reason, override_stage, cause;
  std::string format, output;
  std::string member, committee, due_before;
  bool affirm = false;
  bool one_sided = false;
};

void ShowDecision(Shell& shell, const Decision& decision) {
  if (shell.PrintedJson(decision)) return;
  shell.Print(DecisionFacts(decision));
  if (decision.dues_size() > 0) shell.Print(DueTable(decision), "Due");
  if (decision.objections_size() > 0) shell.Print(ObjectionTable(decision), "Objections");
}

// What may be decided: those that the rules propose come first.
void ShowForm(Shell& shell, const DecideArguments& given) {
  GetDecisionFormRequest request;
  request.set_ballot(Name("ballots", given.ballot));
  request.set_one_sided(given.one_sided);
  const DecisionForm form = shell.connection().Call(&Stub::GetDecisionForm, request);
  if (shell.PrintedJson(form)) return;
  if (shell.options.csv) return shell.Print(OptionTable(form));
  shell.Say(absl::StrCat(form.ballot().reference(), ", ", ResultInWords(form.tally())));
  if (form.has_project()) {
    shell.Say(absl::StrCat(Id(form.project().name()), " is at ", form.project().stage(), ", ",
                           form.project().stage_name()));
  }
  shell.Print(OptionTable(form), "What may be decided");
  shell.Print(MeaningTable(form), "In words");
  shell.Print(FormDueTable(form), "Deadlines, were it decided today");
  if (form.has_decision()) {
    shell.Print(DecisionFacts(form.decision()), "What has been decided");
  } else {
    shell.Say("");
    shell.Say("Nothing has been decided yet.");
  }
}

void Decide(Shell& shell, const DecideArguments& given) {
  DecideBallotRequest request;
  request.set_ballot(Name("ballots", given.ballot));
  request.set_option(given.option);
  request.set_reason(given.reason);
  request.set_affirm_need(given.affirm);
  request.set_one_sided(given.one_sided);
  request.set_override_stage(given.override_stage);
  request.set_cause(given.cause);
  ShowDecision(shell, shell.connection().Call(&Stub::DecideBallot, request));
}

void WriteFile(const std::string& path, const std::string& content) {
  std::ofstream file(path, std::ios::binary);
  file << content;
  file.flush();
  if (!file) throw Usage(absl::StrCat("\"", path, "\" cannot be written"), "choose another file");
}

void Render(Shell& shell, const DecideArguments& given) {
  RenderDecisionRequest request;
  request.set_name(given.ballot.find("/decisions/") == std::string::npos
                       ? Name("ballots", given.ballot)
                       : given.ballot);
  request.set_format(Value<DecisionFormat>(given.format));
  if (given.format.empty()) request.set_format(DECISION_FORMAT_TEXT);
  if (shell.options.json) request.set_format(DECISION_FORMAT_JSON);
  if (request.format() == DECISION_FORMAT_DOCX && given.output.empty()) {
    throw Usage("a Word document is not for the screen", "add --output FILE");
  }
  const auto response = shell.connection().Call(&Stub::RenderDecision, request);
  if (!given.output.empty()) {
    WriteFile(given.output, response.content());
    return shell.Say(absl::StrCat("wrote ", given.output));
  }
  if (request.format() != DECISION_FORMAT_TEXT) return shell.Write(response.content());
  for (absl::string_view line : absl::StrSplit(absl::StripSuffix(response.content(), "\n"), '\n')) {
    shell.Write(absl::StrCat(Clean(line), "\n"));
  }
}

void Object(Shell& shell, const DecideArguments& given) {
  ObjectToDecisionRequest request;
  request.set_decision(Name("ballots", given.ballot));
  request.set_member(Name("members", given.member));
  request.set_reason(given.reason);
  ShowDecision(shell, shell.connection().Call(&Stub::ObjectToDecision, request));
}

void List(Shell& shell, const DecideArguments& given) {
  ListDecisionsRequest request;
  request.set_committee(Name("committees", given.committee));
  request.set_due_before(given.due_before);
  const auto listed = shell.connection().All(&Stub::ListDecisions, request);
  if (shell.PrintedJson(listed)) return;
  shell.Print(DecisionsTable(listed));
}

void AddDecideVerb(CLI::App& app, Shell& shell, const std::shared_ptr<DecideArguments>& given) {
  auto* decide = Verb(app, kBallotGroup, "decide",
                      "Decides on a closed ballot; without DECISION shows what may be decided.",
                      "placet decide iso-dis-20435\n"
                      "  placet decide iso-dis-20435 register-fdis --affirm\n"
                      "  placet decide iso-dis-20435 cancel --reason 'No market any more'\n"
                      "  placet decide iso-dis-20435 --override 40.98 --reason 'Sponsor withdrew'\n"
                      "  placet decide iso-dis-20435 return-to-cd --cause 'Meeting of May'");
  decide->add_option("BALLOT", given->ballot, "The ballot")->required();
  decide->add_option("DECISION", given->option, "What is decided, e.g. register-fdis");
  decide->add_option("--reason", given->reason, "Why; some decisions need it");
  decide->add_flag("--affirm", given->affirm, "What the decision needs (see the form) holds");
  decide->add_flag("--one-sided", given->one_sided,
                   "Joint document that one of the two organizations did not approve");
  decide
      ->add_option("--override", given->override_stage,
                   "No decision fits: move the project to this stage, with a reason")
      ->type_name("STAGE");
  decide->add_option("--cause", given->cause, "Why this takes the place of an earlier decision");
  decide->callback([=, &shell] {
    if (given->option.empty() && given->override_stage.empty()) {
      ShowForm(shell, *given);
    } else {
      Decide(shell, *given);
    }
  });
}

}  // namespace

void AddDecisionVerbs(CLI::App& app, Shell& shell) {
  auto given = std::make_shared<DecideArguments>();
  AddDecideVerb(app, shell, given);

  auto* decision = Verb(app, kBallotGroup, "decision", "The form of a decision, to be filed.",
                        "placet decision iso-dis-20435\n"
                        "  placet decision iso-dis-20435 --format docx --output form.docx\n"
                        "  placet decision ballots/iso-dis-20435/decisions/1");
  decision->add_option("BALLOT", given->ballot, "The ballot, or one of its decisions by full name")
      ->required();
  decision->add_option("--format", given->format, "Form of the file; --json implies it")
      ->type_name(Choices<DecisionFormat>());
  decision->add_option("--output", given->output, "Write it to this file")->type_name("FILE");
  decision->callback([=, &shell] { Render(shell, *given); });

  auto* object = Verb(app, kVoteGroup, "object", "Objects to a decision in the name of a P-member.",
                      "placet object iso-dis-20435 --member de --reason 'Annex B is not settled'");
  object->add_option("BALLOT", given->ballot, "The ballot")->required();
  object->add_option("--member", given->member, "The body that objects")->required();
  object->add_option("--reason", given->reason, "Why")->required();
  object->callback([=, &shell] { Object(shell, *given); });

  auto* decisions = Verb(app, kBallotGroup, "decisions", "Decisions, by what is due next.",
                         "placet decisions --committee iso-tc-307 --due-before 2027-03-01");
  decisions->add_option("--committee", given->committee, "Only of this committee");
  decisions
      ->add_option("--due-before", given->due_before,
                   "Only those of which something is due before this day")
      ->type_name("DATE");
  decisions->callback([=, &shell] { List(shell, *given); });
}

}  // namespace placet::cli
