// Verbs that conduct a ballot: create, open, schedule, extend, close, cancel.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/ballots.h"
#include "clients/cli/csv.h"
#include "clients/cli/names.h"
#include "clients/cli/questions.h"
#include "clients/cli/verbs.h"

namespace placet::cli {
namespace {

using namespace placet::ballots::v1;  // NOLINT: the messages this file is about
using Stub = Connection::Ballots;

struct ConductArguments {
  std::string ballot, project, kind, id, edition, date, note, reason;
  std::string committee, title, reference, period_reason, parallel, questions_file, group, like;
  int draft = 1;
  bool anonymous = false;
  std::vector<std::string> documents, questions;
};

// "N 512|title|address|sha256"; what is missing at the end stays empty.
Document ToDocument(const std::string& text) {
  std::vector<std::string> parts = absl::StrSplit(text, '|');
  if (parts.size() < 2 || parts.size() > 4) {
    throw Usage(absl::StrCat("\"", text, "\" is not a document"),
                "write 'N 512|title|address|sha256'; address and sha256 may be left out");
  }
  parts.resize(4);
  Document document;
  document.set_number(parts[0]);
  document.set_title(parts[1]);
  document.set_address(parts[2]);
  document.set_sha256(parts[3]);
  return document;
}

// What the ballot is about: PROJECT KIND, or with --committee only KIND, which then stands first.
void AddSubject(const ConductArguments& given, Ballot& ballot) {
  const bool of_committee = !given.committee.empty();
  if (!given.like.empty() && given.project.empty()) return;  // all of it is taken from there
  if (given.project.empty() || of_committee != given.kind.empty()) {
    throw Usage(of_committee ? "a matter of a committee has no project" : "what kind of ballot?",
                "write placet create PROJECT KIND, or placet create KIND --committee COMMITTEE");
  }
  if (!of_committee) ballot.set_project(Name("projects", given.project));
  ballot.set_kind(Value<BallotKind>(of_committee ? given.project : given.kind));
  ballot.set_committee(Name("committees", given.committee));
  ballot.set_title(given.title);
  ballot.set_reference(given.reference);
}

void AddQuestions(const ConductArguments& given, Ballot& ballot) {
  if (!given.questions_file.empty()) {
    const auto json = ReadFile(given.questions_file);
    if (!json.ok()) throw Usage(std::string(json.status().message()));
    *ballot.mutable_questions() = QuestionsOf(*json);
  }
  for (const std::string& text : given.questions) *ballot.add_questions() = ToQuestion(text);
}

void Create(Shell& shell, const ConductArguments& given) {
  CreateBallotRequest request;
  if (!given.id.empty()) request.set_ballot_id(Id(Name("ballots", given.id)));
  Ballot& ballot = *request.mutable_ballot();
  if (!given.like.empty()) request.set_like(Name("ballots", given.like));
  AddSubject(given, ballot);
  if (!given.group.empty()) {
    ballot.set_group(absl::StrCat("committees/", Id(ballot.committee()), "/groups/", given.group));
  }
  AddQuestions(given, ballot);
  ballot.set_draft(given.draft);
  ballot.set_rules_edition(given.edition);
  ballot.set_end_date(given.date);
  ballot.set_period_reason(given.period_reason);
  ballot.set_parallel_edition(given.parallel);
  ballot.set_note(given.note);
  if (given.anonymous) ballot.set_visibility(VISIBILITY_ANONYMOUS);
  for (const std::string& text : given.documents) *ballot.add_documents() = ToDocument(text);
  ShowBallot(shell, shell.connection().Call(&Stub::CreateBallot, request));
}

void Open(Shell& shell, const ConductArguments& given) {
  OpenBallotRequest request;
  request.set_name(Name("ballots", given.ballot));
  ShowBallot(shell, shell.connection().Call(&Stub::OpenBallot, request));
}

void Schedule(Shell& shell, const ConductArguments& given) {
  ScheduleBallotRequest request;
  request.set_name(Name("ballots", given.ballot));
  request.set_opens_on(given.date == "never" ? "" : given.date);
  ShowBallot(shell, shell.connection().Call(&Stub::ScheduleBallot, request));
}

void Extend(Shell& shell, const ConductArguments& given) {
  ExtendBallotRequest request;
  request.set_name(Name("ballots", given.ballot));
  request.set_end_date(given.date);
  request.set_reason(given.reason);
  ShowBallot(shell, shell.connection().Call(&Stub::ExtendBallot, request));
}

void Close(Shell& shell, const ConductArguments& given) {
  CloseBallotRequest request;
  request.set_name(Name("ballots", given.ballot));
  request.set_reason(given.reason);
  ShowBallot(shell, shell.connection().Call(&Stub::CloseBallot, request));
}

void Allow(Shell& shell, const ConductArguments& given) {
  AllowChangesRequest request;
  request.set_name(Name("ballots", given.ballot));
  request.set_meeting_date(given.date);
  ShowBallot(shell, shell.connection().Call(&Stub::AllowChanges, request));
}

void Cancel(Shell& shell, const ConductArguments& given) {
  CancelBallotRequest request;
  request.set_name(Name("ballots", given.ballot));
  request.set_reason(given.reason);
  ShowBallot(shell, shell.connection().Call(&Stub::CancelBallot, request));
}

CLI::App* BallotVerb(CLI::App& app, ConductArguments& given, const std::string& name,
                     const std::string& help, const std::string& example) {
  auto* verb = Verb(app, kBallotGroup, name, help, example);
  verb->add_option("BALLOT", given.ballot, "The ballot")->required();
  return verb;
}

void AddCommitteeOptions(CLI::App& create, ConductArguments& given) {
  create.add_option("--committee", given.committee, "The committee, where there is no project");
  create.add_option("--title", given.title, "Title of the matter");
  create.add_option("--reference", given.reference, "Reference; made of committee and kind");
  create
      .add_option("--question", given.questions, "A question of its own: id|text|choices|options")
      ->type_name("QUESTION ...")
      ->take_all()
      ->expected(1);
  create.add_option("--questions", given.questions_file, "The same from a file of JSON")
      ->type_name("FILE");
}

void AddCreateVerb(CLI::App& app, Shell& shell, const std::shared_ptr<ConductArguments>& given) {
  auto* create = Verb(
      app, kBallotGroup, "create", "Prepares a ballot on a project, or on a matter of a committee.",
      "placet create iso-20435 DIS --end 2027-02-15 \\\n"
      "      --document 'N 512|ISO/DIS 20435|https://example.org/n512'\n"
      "  placet create CIB --committee iso-tc-307 --title 'Next meeting' \\\n"
      "      --question 'berlin|Meet in Berlin?|+yes,-no*,abstain|required' \\\n"
      "      --question 'where|Where else?||if:berlin=no'\n\n"
      "In the choices + counts as yes, - as no, * needs a text; no choices: free text. The last\n"
      "part may say required, majority-p (as if not said) or two-thirds-p, and "
      "if:other=yes/maybe.");
  create->add_option("PROJECT", given->project, "The project; not with --committee");
  create->add_option("KIND", given->kind, "Kind of ballot")->type_name(Choices<BallotKind>());
  AddCommitteeOptions(*create, *given);
  create->add_option("--like", given->like, "A ballot to take from what is not said here")
      ->type_name("BALLOT");
  create->add_option("--group", given->group, "Whose experts are asked (WG_CONSULTATION)");
  create->add_option("--id", given->id, "Identifier; made of the reference if not given");
  create->add_option("--draft", given->draft, "2 for a second ballot on a revised draft")
      ->capture_default_str();
  create->add_option("--edition", given->edition, "Edition of the rules, e.g. ISO-2022");
  create->add_option("--end", given->date, "Last day; the rules' period if not given")
      ->type_name("DATE");
  create->add_option("--period-reason", given->period_reason,
                     "Why it is longer or shorter than the rules permit");
  create->add_option("--parallel-edition", given->parallel,
                     "Count the votes by these rules, too: CEN-2013");
  create->add_option("--note", given->note, "What voters should know");
  create->add_flag("--anonymous", given->anonymous,
                   "How a body voted is shown to that body alone, also after closing");
  create->add_option("--document", given->documents, "N 512|title|address|sha256")
      ->type_name("DOCUMENT ...")
      ->take_all();
  create->callback([=, &shell] { Create(shell, *given); });
}

}  // namespace

void AddConductVerbs(CLI::App& app, Shell& shell) {
  auto given = std::make_shared<ConductArguments>();
  AddCreateVerb(app, shell, given);

  auto* open = BallotVerb(app, *given, "open", "Takes the roll and begins voting.",
                          "placet open iso-dis-20435 --as central-secretariat");
  open->callback([=, &shell] { Open(shell, *given); });

  auto* schedule = BallotVerb(app, *given, "schedule", "Has a draft open by itself on a day.",
                              "placet schedule iso-dis-20435 2026-12-01; never: not any more");
  schedule->add_option("DATE", given->date, "The day, at whose beginning in Geneva; or never")
      ->required();
  schedule->callback([=, &shell] { Schedule(shell, *given); });

  auto* extend = BallotVerb(app, *given, "extend", "Moves the closing to a later day.",
                            "placet extend iso-dis-20435 2027-03-01 --reason 'Late translation'");
  extend->add_option("DATE", given->date, "The new last day")->required();
  extend->add_option("--reason", given->reason, "Why")->required();
  extend->callback([=, &shell] { Extend(shell, *given); });

  auto* close = BallotVerb(app, *given, "close", "Closes an open ballot now.",
                           "placet close iso-dis-20435 --reason 'All votes received'");
  close->add_option("--reason", given->reason, "Why before its time")->required();
  close->callback([=, &shell] { Close(shell, *given); });

  auto* allow = BallotVerb(app, *given, "allow-changes",
                           "Lets votes be changed after a ballot resolution meeting.",
                           "placet allow-changes iso-iec-dis-29500 2008-02-29");
  allow->add_option("DATE", given->date, "Last day of the meeting")->required();
  allow->callback([=, &shell] { Allow(shell, *given); });

  auto* cancel = BallotVerb(app, *given, "cancel", "Ends a ballot without result.",
                            "placet cancel iso-dis-20435 --reason 'Wrong document'");
  cancel->add_option("--reason", given->reason, "Why")->required();
  cancel->callback([=, &shell] { Cancel(shell, *given); });
}

}  // namespace placet::cli
