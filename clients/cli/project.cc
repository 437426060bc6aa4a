// Verbs about projects: the documents that ballots are about.
#include "clients/cli/project.h"

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "clients/cli/names.h"
#include "clients/cli/verbs.h"

namespace placet::cli {
namespace {

using namespace placet::ballots::v1;  // NOLINT: the messages this file is about
using Stub = Connection::Ballots;

struct ProjectArguments {
  std::string project, reference, title, deliverable, committee, stage, source;
  std::string start, target, reason;
  int edition = 0, track = -1, extension = -1;

  bool Change() const {
    return edition != 0 || track >= 0 || extension >= 0 || !start.empty() || !target.empty() ||
           !(reference.empty() && title.empty() && deliverable.empty() && committee.empty() &&
             stage.empty() && source.empty());
  }
};

void ListTheProjects(Shell& shell, const std::string& committee) {
  ListProjectsRequest request;
  request.set_committee(Name("committees", committee));
  const auto response = shell.connection().All(&Stub::ListProjects, request);
  if (shell.PrintedJson(response)) return;
  Table table({"project", "reference", {"edition", true}, "stage", "committee", "title"});
  for (const Project& project : response.projects()) {
    table.Add({Id(project.name()), project.reference(), project.edition(), project.stage(),
               Id(project.committee()), project.title()});
  }
  shell.Print(table);
}

// Limit dates and warnings; nothing where there are none.
void ShowDates(Shell& shell, const Project& project) {
  if (project.limit_dates_size() > 0) {
    Table limits({"stage", "limit date", "reached", "how sure", "clause", "note"});
    for (const LimitDate& limit : project.limit_dates()) {
      limits.Add({absl::StrCat(limit.stage(), " ", limit.title()), limit.date(),
                  limit.reached() ? "yes" : "no", Word(limit.sureness()), limit.clause(),
                  limit.note()});
    }
    shell.Print(limits, "Limit dates");
  }
  for (const ProjectWarning& warning : project.warnings()) {
    shell.Say(absl::StrCat("note: ", warning.text(), " (", warning.clause(), ")"), Style::kWarn);
    for (const std::string& option : warning.options()) shell.Say(absl::StrCat("  - ", option));
  }
}

void ShowProject(Shell& shell, const Project& project) {
  if (shell.PrintedJson(project)) return;
  Table facts = Table::Facts();
  facts.AddFact("name", project.name());
  facts.AddFact("reference", project.reference());
  facts.AddFact("title", project.title());
  facts.AddFact("deliverable", Word(project.deliverable()));
  facts.AddFact("edition", project.edition());
  facts.AddFact("committee", Id(project.committee()));
  facts.AddFact("stage", absl::StrCat(project.stage(), " ", project.stage_name()));
  if (project.track_months() > 0) {
    facts.AddFact("track",
                  absl::StrCat(project.track_months(), " months",
                               project.extension_months() > 0
                                   ? absl::StrCat(", put off by ", project.extension_months())
                                   : ""));
  }
  facts.AddFact("started", project.start_date());
  facts.AddFact("target", project.target_date());
  facts.AddFact("says who", {project.source(), Style::kFaint});
  facts.AddFact("etag", {project.etag(), Style::kFaint});
  shell.Print(facts);
  ShowDates(shell, project);
}

// What is given replaces what is there; the etag of the reading goes back with it.
void Apply(const ProjectArguments& given, Project& project) {
  if (!given.reference.empty()) project.set_reference(given.reference);
  if (!given.title.empty()) project.set_title(given.title);
  if (!given.deliverable.empty()) project.set_deliverable(Value<Deliverable>(given.deliverable));
  if (!given.committee.empty()) project.set_committee(Name("committees", given.committee));
  if (!given.stage.empty()) project.set_stage(given.stage);
  if (given.edition != 0) project.set_edition(given.edition);
  if (!given.source.empty()) project.set_source(given.source);
  if (given.track >= 0) project.set_track_months(given.track);
  if (given.extension >= 0) project.set_extension_months(given.extension);
  if (!given.start.empty()) project.set_start_date(given.start);
  if (!given.target.empty()) project.set_target_date(given.target);
}

void ShowOrPut(Shell& shell, const ProjectArguments& given) {
  Connection& connection = shell.connection();
  GetProjectRequest get;
  get.set_name(Name("projects", given.project));
  Project project;
  const grpc::Status status = connection.Try(&Stub::GetProject, get, &project);
  const bool create = given.Change() && status.error_code() == grpc::StatusCode::NOT_FOUND;
  if (!status.ok() && !create) throw connection.Refused<Stub>(status, get);
  if (!given.Change()) {
    ShowProject(shell, project);
    if (!shell.options.json) ShowStageHistory(shell, given.project);
    return;
  }
  PutProjectRequest put;
  if (create) {
    project.set_name(get.name());
    project.set_edition(1);
  }
  Apply(given, project);
  *put.mutable_project() = project;
  put.set_override_reason(given.reason);
  ShowProject(shell, connection.Call(&Stub::PutProject, put));
}

}  // namespace

void ShowStageHistory(Shell& shell, const std::string& project) {
  ListStageHistoryRequest request;
  request.set_parent(Name("projects", project));
  const auto response = shell.connection().All(&Stub::ListStageHistory, request);
  if (shell.PrintedJson(response)) return;
  Table table(
      {"day", "from", "to", "meaning", "by", "because of", "why, against the table of moves"});
  for (const StageMove& move : response.moves()) {
    table.Add({move.date(), move.stage_before(), move.stage(), move.stage_name(), Id(move.actor()),
               std::string(absl::StripPrefix(move.cause(), "ballots/")), move.override_reason()});
  }
  shell.Print(table, "Stages");
}

void AddProjectVerbs(CLI::App& app, Shell& shell) {
  auto given = std::make_shared<ProjectArguments>();

  auto* projects =
      Verb(app, kBallotGroup, "projects", "Projects.", "placet projects --committee iso-tc-307");
  projects->add_option("--committee", given->committee, "Only of this committee");
  projects->callback([=, &shell] { ListTheProjects(shell, given->committee); });

  auto* project =
      Verb(app, kBallotGroup, "project", "One project; with an option, changes or creates it.",
           "placet project iso-20435\n"
           "  placet project iso-20435 --stage 40.00 --as tc307-manager\n"
           "  placet project iso-20435 --track 36 --start 2024-03-01 --as tc307-manager");
  project->add_option("PROJECT", given->project, "The project")->required();
  project->add_option("--reference", given->reference, "\"ISO 20435\", without stage and year");
  project->add_option("--title", given->title, "English title");
  project->add_option("--deliverable", given->deliverable, "What it is to become")
      ->type_name(Choices<Deliverable>());
  project->add_option("--committee", given->committee, "Its committee");
  project->add_option("--stage", given->stage, "Harmonized stage code, 40.20");
  project->add_option("--edition", given->edition, "Edition in the making");
  project->add_option("--source", given->source, "Who says so");
  project->add_option("--track", given->track, "Months from start to publication: 18, 24, 36");
  project->add_option("--start", given->start, "Day on which the track began")->type_name("DAY");
  project->add_option("--target", given->target, "Day on which it is to be published")
      ->type_name("DAY");
  project->add_option("--extension", given->extension,
                      "Months by which the TMB put off the limits");
  project->add_option("--reason", given->reason, "Why a stage that the table does not permit");
  project->callback([=, &shell] { ShowOrPut(shell, *given); });
}

}  // namespace placet::cli
