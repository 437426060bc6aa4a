#include "absl/strings/str_cat.h"
#include "services/ballots/geneva.h"
#include "services/ballots/store_rows.h"
#include "services/pg/sqlstate.h"
#include "services/rpc/names.h"

namespace placet::ballots {
namespace {

using pg::Statement;

const Statement kLoadProject{"load_project", Statement::kReads, R"sql(
SELECT )sql" PROJECT_COLUMNS R"sql(,
       EXISTS (SELECT FROM directory_committee c WHERE c.committee = $2),
       )sql" GRANTS_OF("$3", "$4") ", " REPLAY_OF("$5") R"sql(
FROM (SELECT) one
LEFT JOIN project p ON p.project = $1)sql"};

const Statement kListProjects{"list_projects", Statement::kReads, R"sql(
SELECT )sql" PROJECT_COLUMNS R"sql(
FROM project p
WHERE ($1 = '' OR p.committee = $1) AND p.project > $2
ORDER BY p.project
LIMIT $3::bigint)sql"};

const Statement kPutProject{"put_project", Statement::kWrites, R"sql(
WITH guard AS (
  SELECT WHERE coalesce((SELECT version FROM project WHERE project = $1), 0) = $2::bigint),
put AS (
  INSERT INTO project (project, reference, title, deliverable, committee, stage, edition, source,
                       version)
  SELECT $1, $3, $4, $5::smallint, $6, $7, $8::integer, $9, $2::bigint + 1 FROM guard
  ON CONFLICT (project) DO UPDATE
  SET reference = excluded.reference, title = excluded.title, deliverable = excluded.deliverable,
      committee = excluded.committee, stage = excluded.stage, edition = excluded.edition,
      source = excluded.source, version = excluded.version
  RETURNING version)
SELECT append_event($10, 'projects/' || $1, NULL, $11::uuid, $12, $13) FROM put)sql"};

const Statement kStatements[] = {kLoadProject, kListProjects, kPutProject};

}  // namespace

std::span<const pg::Statement> ProjectStatements() { return kStatements; }

Store::Answer<ProjectFacts> Store::LoadProject(const rpc::Call& call, std::string id,
                                               std::string committee) {
  pg::Params params;
  params.Text(id).Text(committee).Text(LastId(call.caller)).Text(geneva::DayOf(call.now));
  params.TextOrNull(call.request_id);
  absl::StatusOr<pg::Rows> rows = co_await reads_.Run(kLoadProject, params, call.deadline);
  if (!rows.ok()) co_return rows.status();
  pg::Row row = (*rows)[0];
  ProjectFacts facts;
  if (auto read = ReadProject(row)) {
    facts.project = std::move(read->project);
    facts.version = read->version;
  }
  facts.committee_exists = row.Bool();
  facts.asker = ReadAsker(row);
  co_return facts;
}

Store::Answer<pb::ListProjectsResponse> Store::ListProjects(const rpc::Call& call,
                                                            std::string committee, int size,
                                                            std::string after) {
  pg::Params params;
  params.Text(committee).Text(after).Int(size + 1);
  absl::StatusOr<pg::Rows> rows = co_await reads_.Run(kListProjects, params, call.deadline);
  if (!rows.ok()) co_return rows.status();
  pb::ListProjectsResponse response;
  for (int i = 0; i < rows->size() && i < size; ++i) {
    pg::Row row = (*rows)[i];
    *response.add_projects() = ReadProject(row)->project;
  }
  if (rows->size() > size) {
    response.set_next_page_token(rpc::PageToken(LastId(response.projects(size - 1).name())));
  }
  co_return response;
}

Store::Answer<pb::Project> Store::PutProject(const rpc::Call& call, const ProjectFacts& facts,
                                             const pb::Project& project) {
  pg::Params params;
  params.Text(LastId(project.name())).Int(facts.version).Text(project.reference());
  params.Text(project.title()).Int(project.deliverable()).Text(LastId(project.committee()));
  params.Text(project.stage()).Int(project.edition()).Text(project.source());
  params.Text(call.caller).TextOrNull(call.request_id).Bytes(call.fingerprint);
  params.Bytes(Change([&](pb::Event& event) { *event.mutable_project() = project; }));
  absl::StatusOr<pg::Rows> rows = co_await writes_.Run(kPutProject, params, call.deadline);
  absl::Status status = Guarded(rows);
  if (!status.ok()) co_return status;
  co_return project;
}

}  // namespace placet::ballots
