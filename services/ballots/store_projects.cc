#include "absl/strings/str_cat.h"
#include "services/ballots/geneva.h"
#include "services/ballots/store_rows.h"
#include "services/ballots/tracks.h"
#include "services/pg/sqlstate.h"
#include "services/rpc/names.h"

namespace placet::ballots {
namespace {

using pg::Statement;

// The last day of the latest NP ballot on a project that has closed. OFFSET as in PROJECT_BUSY.
#define PROPOSED_UNTIL(now)                                                                 \
  "(SELECT max(o.end_date)::text FROM (SELECT * FROM ballot b WHERE b.project = p.project " \
  "OFFSET 0) o WHERE o.kind = 1 AND o.state IN (2, 3) AND o.close_time <= " now "::timestamptz)"

const Statement kLoadProject{"load_project", Statement::kReads, R"sql(
SELECT )sql" PROJECT_COLUMNS R"sql(,
       )sql" PROPOSED_UNTIL("$6") R"sql(,
       EXISTS (SELECT FROM directory_committee c WHERE c.committee = $2),
       )sql" GRANTS_OF("$3", "$4") ", " REPLAY_OF("$5") R"sql(
FROM (SELECT) one
LEFT JOIN project p ON p.project = $1)sql"};

const Statement kListProjects{"list_projects", Statement::kReads, R"sql(
SELECT )sql" PROJECT_COLUMNS ", " PROPOSED_UNTIL("$4") R"sql(
FROM project p
WHERE ($1 = '' OR p.committee = $1) AND p.project > $2
ORDER BY p.project
LIMIT $3::bigint)sql"};

const Statement kPutProject{"put_project", Statement::kWrites, R"sql(
WITH given AS (
  SELECT g.*, )sql" NTH_OF("project") ", " NTH_OF("request_id") R"sql(
  FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::bigint[], $6::text[],
              $7::text[], $8::bigint[], $9::text[], $10::text[], $11::text[], $12::bytea[],
              $13::bytea[], $14::bigint[], $15::text[], $16::text[], $17::bigint[])
         WITH ORDINALITY
         AS g (project, version, reference, title, deliverable, committee, stage, edition, source,
               caller, request_id, fingerprint, change, track_months, start_date, target_date,
               extension_months, ordinal)),
guard AS MATERIALIZED (
  SELECT g.*, )sql" NEXT_SEQUENCE("g.ordinal") R"sql( AS sequence
  FROM given g
  WHERE g.nth_of_project = 1 AND )sql" NEW_REQUEST R"sql(
    AND g.version = coalesce((SELECT p.version FROM project p WHERE p.project = g.project), 0)),
put AS (
  INSERT INTO project (project, reference, title, deliverable, committee, stage, edition, source,
                       track_months, start_date, target_date, extension_months, version, events)
  SELECT project, reference, title, deliverable, committee, stage, edition, source, track_months,
         start_date::date, target_date::date, extension_months, version + 1, ARRAY[sequence]
  FROM guard
  ON CONFLICT (project) DO UPDATE
  SET reference = excluded.reference, title = excluded.title, deliverable = excluded.deliverable,
      committee = excluded.committee, stage = excluded.stage, edition = excluded.edition,
      source = excluded.source, track_months = excluded.track_months,
      start_date = excluded.start_date, target_date = excluded.target_date,
      extension_months = excluded.extension_months, version = excluded.version,
      events = project.events || excluded.events),
appended AS (
  INSERT INTO event (sequence, actor, subject, request_id, fingerprint, change)
  SELECT sequence, caller, 'projects/' || project, request_id::uuid, fingerprint, change
  FROM guard)
SELECT ordinal FROM guard ORDER BY ordinal)sql",
                            Statement::kSet};

const Statement kListStageHistory{"list_stage_history", Statement::kReads, R"sql(
SELECT p.project, e.sequence, e.commit_time, e.actor, e.change
FROM project p
LEFT JOIN LATERAL (
  SELECT * FROM event e WHERE e.sequence = ANY (p.events) ORDER BY e.sequence) e ON true
WHERE p.project = $1
ORDER BY e.sequence)sql"};

const Statement kStatements[] = {kLoadProject, kListProjects, kPutProject, kListStageHistory};

}  // namespace

std::span<const pg::Statement> ProjectStatements() { return kStatements; }

Store::Answer<ProjectFacts> Store::LoadProject(const rpc::Call& call, std::string id,
                                               std::string committee) {
  pg::Params params;
  params.Text(id).Text(committee).Text(call.person()).Text(geneva::DayOf(call.now));
  params.TextOrNull(call.request_id).Time(call.now);
  absl::StatusOr<pg::Rows> rows = co_await reads_.Run(kLoadProject, params, call.deadline);
  if (!rows.ok()) co_return rows.status();
  pg::Row row = (*rows)[0];
  ProjectFacts facts;
  if (auto read = ReadProject(row)) {
    facts.project = std::move(read->project);
    facts.version = read->version;
  }
  facts.proposed_until = row.Text();
  facts.committee_exists = row.Bool();
  facts.asker = ReadAsker(row);
  co_return facts;
}

Store::Answer<pb::ListProjectsResponse> Store::ListProjects(const rpc::Call& call,
                                                            std::string committee, int size,
                                                            std::string after) {
  pg::Params params;
  params.Text(committee).Text(after).Int(size + 1).Time(call.now);
  absl::StatusOr<pg::Rows> rows = co_await reads_.Run(kListProjects, params, call.deadline);
  if (!rows.ok()) co_return rows.status();
  const std::string day = geneva::DayOf(call.now);
  pb::ListProjectsResponse response;
  for (int i = 0; i < rows->size() && i < size; ++i) {
    pg::Row row = (*rows)[i];
    pb::Project project = std::move(ReadProject(row)->project);
    const std::string proposed_until = row.Text();
    *response.add_projects() = tracks::Shown(std::move(project), proposed_until, day);
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
  params.Int(project.track_months()).TextOrNull(project.start_date());
  params.TextOrNull(project.target_date()).Int(project.extension_months());
  absl::StatusOr<pg::Rows> rows = co_await writes_.Run(call, kPutProject, std::move(params));
  absl::Status status = Guarded(rows);
  if (!status.ok()) co_return status;
  co_return project;
}

Store::Answer<std::optional<std::vector<pb::Event>>> Store::LoadStageEvents(const rpc::Call& call,
                                                                            std::string id) {
  pg::Params params;
  params.Text(id);
  absl::StatusOr<pg::Rows> rows = co_await reads_.Run(kListStageHistory, params, call.deadline);
  if (!rows.ok()) co_return rows.status();
  std::optional<std::vector<pb::Event>> events;
  for (int i = 0; i < rows->size(); ++i) {
    if (!events) events.emplace();
    pg::Row row = (*rows)[i];
    row.Skip();
    if (row.IsNull()) continue;
    pb::Event event;
    const int64_t sequence = row.Int();
    const absl::Time time = row.Time();
    const std::string actor = row.Text();
    event.ParseFromString(row.Bytes());
    event.set_sequence(sequence);
    SetTime(*event.mutable_commit_time(), time);
    event.set_actor(actor);
    events->push_back(std::move(event));
  }
  co_return events;
}

}  // namespace placet::ballots
