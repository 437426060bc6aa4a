// Verbs about projects: the documents that ballots are about.
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "clients/cli/names.h"
#include "clients/cli/verbs.h"

namespace placet::cli {
namespace {

using namespace placet::ballots::v1;  // NOLINT: the messages this file is about
using Stub = Connection::Ballots;

struct ProjectArguments {
  std::string project, reference, title, deliverable, committee, stage, source;
  int edition = 0;

  bool Change() const {
    return edition != 0 || !(reference.empty() && title.empty() && deliverable.empty() &&
                             committee.empty() && stage.empty() && source.empty());
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
  facts.AddFact("says who", {project.source(), Style::kFaint});
  facts.AddFact("etag", {project.etag(), Style::kFaint});
  shell.Print(facts);
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
}

void ShowOrPut(Shell& shell, const ProjectArguments& given) {
  Connection& connection = shell.connection();
  GetProjectRequest get;
  get.set_name(Name("projects", given.project));
  Project project;
  const grpc::Status status = connection.Try(&Stub::GetProject, get, &project);
  const bool create = given.Change() && status.error_code() == grpc::StatusCode::NOT_FOUND;
  if (!status.ok() && !create) throw connection.Refused<Stub>(status, get);
  if (!given.Change()) return ShowProject(shell, project);
  PutProjectRequest put;
  if (create) {
    project.set_name(get.name());
    project.set_edition(1);
  }
  Apply(given, project);
  *put.mutable_project() = project;
  ShowProject(shell, connection.Call(&Stub::PutProject, put));
}

}  // namespace

void AddProjectVerbs(CLI::App& app, Shell& shell) {
  auto given = std::make_shared<ProjectArguments>();

  auto* projects =
      Verb(app, kBallotGroup, "projects", "Projects.", "placet projects --committee iso-tc-307");
  projects->add_option("--committee", given->committee, "Only of this committee");
  projects->callback([=, &shell] { ListTheProjects(shell, given->committee); });

  auto* project =
      Verb(app, kBallotGroup, "project", "One project; with an option, changes or creates it.",
           "placet project iso-20435 --stage 40.00 --as tc307-manager");
  project->add_option("PROJECT", given->project, "The project")->required();
  project->add_option("--reference", given->reference, "\"ISO 20435\", without stage and year");
  project->add_option("--title", given->title, "English title");
  project->add_option("--deliverable", given->deliverable, "What it is to become")
      ->type_name(Choices<Deliverable>());
  project->add_option("--committee", given->committee, "Its committee");
  project->add_option("--stage", given->stage, "Harmonized stage code, 40.20");
  project->add_option("--edition", given->edition, "Edition in the making");
  project->add_option("--source", given->source, "Who says so");
  project->callback([=, &shell] { ShowOrPut(shell, *given); });
}

}  // namespace placet::cli
