#include "services/ballots/store_decisions.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/ballots/geneva.h"
#include "services/ballots/store_rows.h"
#include "services/rpc/names.h"

namespace placet::ballots {
namespace {

using pg::Statement;

// A number that grows with each decision and objection about a ballot.
#define DECISION_VERSION(ballot)                                \
  "(SELECT count(*) FROM decision dv WHERE dv.ballot = " ballot \
  ") + "                                                        \
  "(SELECT count(*) FROM objection ov WHERE ov.ballot = " ballot ")"
// What a decision says now: the event that made it, or brought the last objection.
#define DECISION_CHANGE(d)                                            \
  "(SELECT c.change FROM event c WHERE c.sequence = greatest(" d      \
  ".event, (SELECT max(o.event) FROM objection o WHERE o.ballot = " d \
  ".ballot AND "                                                      \
  "o.number = " d ".number)))"
// The event that recorded the result that holds.
#define RESULT_OF(ballot) "(SELECT max(t.event) FROM result t WHERE t.ballot = " ballot ")"

// One row for each decision, oldest first, or one without.
const Statement kLoadDecision{"load_decision", Statement::kReads, R"sql(
SELECT )sql" BALLOT_COLUMNS ", " PROJECT_COLUMNS R"sql(,
       coalesce((SELECT c.reference FROM directory_committee c WHERE c.committee = b.committee), ''),
       )sql" GRANTS_OF("$3", "$4") ", " REPLAY_OF("$5") R"sql(,
       (SELECT q.subject FROM event q WHERE q.request_id = $5::uuid),
       r.event, (SELECT e.change FROM event e WHERE e.sequence = r.event),
       )sql" DECISION_VERSION("b.ballot") R"sql(,
       (SELECT w.status FROM whole_roll w WHERE w.ballot = b.ballot AND w.member = $2 LIMIT 1),
       )sql" DECISION_CHANGE("d") R"sql(
FROM (SELECT) one
LEFT JOIN ballot b ON b.ballot = $1
LEFT JOIN project p ON p.project = b.project
LEFT JOIN LATERAL (SELECT )sql" RESULT_OF("b.ballot") R"sql( AS event) r ON true
LEFT JOIN decision d ON d.ballot = b.ballot
ORDER BY d.number)sql"};

const Statement kLoadDecisionTally{"load_decision_tally", Statement::kReads, R"sql(
SELECT change FROM event WHERE sequence = $1::bigint)sql"};

// Those that stand, by what is due first; the key of a page is (first_due, ballot).
const Statement kListDecisions{"list_decisions", Statement::kReads, R"sql(
SELECT coalesce(d.first_due::text, 'infinity'), )sql" DECISION_CHANGE("d") R"sql(,
       d.result < )sql" RESULT_OF("d.ballot") ", " DECISION_VERSION("d.ballot") R"sql(
FROM decision d
WHERE ($1 = '' OR d.committee = $1)
  AND ($2 = '' OR d.first_due < nullif($2, '')::date)
  AND NOT EXISTS (SELECT FROM decision n WHERE n.ballot = d.ballot AND n.number > d.number)
  AND (coalesce(d.first_due, 'infinity'), d.ballot) > ($3::date, $4)
ORDER BY coalesce(d.first_due, 'infinity'), d.ballot
LIMIT $5::bigint)sql"};

// The guard: the result that was looked at, nothing decided or objected to since, the project as it
// was, and a request that has not been carried out.
#define DECISION_GUARD \
  "g.result = " RESULT_OF("g.ballot") " AND g.version = " DECISION_VERSION(       \
      "g.ballot") " AND (SELECT q.sequence FROM event q WHERE q.request_id = "    \
                  "g.request_id) IS NULL"

const Statement kDecideBallot{"decide_ballot", Statement::kWrites, R"sql(
WITH guard AS MATERIALIZED (
  SELECT g.*
  FROM (SELECT $1::text, $2::integer, $3::text, $4::bigint, $5::bigint, $6::text, $7::text,
               $8::bigint, $9::text, $10::uuid, $11::bytea, $12::bytea, $13::bytea, $14::jsonb)
       AS g (ballot, number, committee, result, version, project, stage, project_version, caller,
             request_id, fingerprint, change, project_change, dues)
  WHERE )sql" DECISION_GUARD R"sql(
    AND (g.stage = '' OR g.project_version = (
          SELECT p.version FROM project p WHERE p.project = g.project))),
numbered AS MATERIALIZED (
  SELECT )sql" NEXT_SEQUENCE("e.place") R"sql( AS sequence, e.*
  FROM (
    SELECT 1 AS place, caller, 'ballots/' || ballot || '/decisions/' || number AS subject, ballot,
           request_id, fingerprint, change
    FROM guard
    UNION ALL
    SELECT 2, caller, 'projects/' || project, NULL, NULL, NULL, project_change
    FROM guard WHERE stage <> '') e),
staged AS (
  UPDATE project p
  SET stage = g.stage, version = p.version + 1, events = p.events || n.sequence
  FROM guard g JOIN numbered n ON n.place = 2
  WHERE p.project = g.project),
appended AS (
  INSERT INTO event (sequence, actor, subject, ballot, request_id, fingerprint, change)
  SELECT sequence, caller, subject, ballot, request_id, fingerprint, change FROM numbered),
due AS MATERIALIZED (
  SELECT g.ballot, g.number, t.*
  FROM guard g CROSS JOIN LATERAL jsonb_to_recordset(g.dues)
       AS t (id text, day date, done boolean)),
decided AS (
  INSERT INTO decision (ballot, number, committee, result, event, first_due)
  SELECT ballot, number, committee, result, (SELECT sequence FROM numbered WHERE place = 1),
         (SELECT min(day) FROM due WHERE NOT done)
  FROM guard),
due_kept AS (
  INSERT INTO decision_due (ballot, number, due, day, done)
  SELECT ballot, number, id, day, done FROM due)
SELECT number FROM guard)sql"};

const Statement kObjectToDecision{"object_to_decision", Statement::kWrites, R"sql(
WITH guard AS MATERIALIZED (
  SELECT g.*
  FROM (SELECT $1::text, $2::integer, $3::text, $4::bigint, $5::bigint, $6::text, $7::uuid,
               $8::bytea, $9::bytea)
       AS g (ballot, number, member, result, version, caller, request_id, fingerprint, change)
  WHERE )sql" DECISION_GUARD R"sql(),
appended AS (
  INSERT INTO event (sequence, actor, subject, ballot, request_id, fingerprint, change)
  SELECT )sql" NEXT_SEQUENCE("number") R"sql(, caller,
         'ballots/' || ballot || '/decisions/' || number, ballot, request_id, fingerprint, change
  FROM guard
  RETURNING sequence),
objected AS (
  INSERT INTO objection (ballot, number, member, event)
  SELECT ballot, number, member, (SELECT sequence FROM appended) FROM guard)
SELECT number FROM guard)sql"};

const Statement kStatements[] = {kLoadDecision, kLoadDecisionTally, kListDecisions, kDecideBallot,
                                 kObjectToDecision};

pb::Event ReadChange(pg::Row& row) {
  pb::Event event;
  event.ParseFromString(row.Bytes());
  return event;
}

// [{"id": "report", "day": "2026-06-22", "done": false}]: ids and days have nothing to escape.
std::string DuesOf(const pb::Decision& decision) {
  std::string json;
  for (const pb::DecisionDue& due : decision.dues()) {
    if (due.day().empty()) continue;
    absl::StrAppend(&json, json.empty() ? "" : ",", "{\"id\":\"", due.id(), "\",\"day\":\"",
                    due.day(), "\",\"done\":", due.done() ? "true" : "false", "}");
  }
  return absl::StrCat("[", json, "]");
}

}  // namespace

std::span<const pg::Statement> DecisionStatements() { return kStatements; }

DecisionStore::Answer<DecisionFacts> DecisionStore::LoadDecision(const rpc::Call& call,
                                                                 std::string ballot,
                                                                 std::string member) {
  pg::Params params;
  params.Text(ballot).Text(member).Text(call.person()).Text(geneva::DayOf(call.now));
  params.TextOrNull(call.request_id);
  absl::StatusOr<pg::Rows> rows = co_await reads_.Run(kLoadDecision, params, call.deadline);
  if (!rows.ok()) co_return rows.status();
  DecisionFacts facts;
  for (int i = 0; i < rows->size(); ++i) {
    pg::Row row = (*rows)[i];
    auto read = ReadBallot(row);
    auto project = ReadProject(row);
    if (!read) break;
    facts.ballot = std::move(read->ballot);
    facts.project.reset();
    if (project) facts.project = std::move(project->project);
    if (project) facts.project_version = project->version;
    facts.committee_reference = row.Text();
    facts.asker = ReadAsker(row);
    facts.replayed = row.Text();
    facts.result_event = row.Int();
    facts.tally = std::move(*ReadChange(row).mutable_tally());
    facts.version = row.Int();
    facts.member_status = static_cast<pb::MemberStatus>(row.Int());
    if (!row.IsNull()) facts.decisions.push_back(std::move(*ReadChange(row).mutable_decision()));
  }
  co_return facts;
}

DecisionStore::Answer<pb::Tally> DecisionStore::LoadTally(const rpc::Call& call, int64_t event) {
  pg::Params params;
  params.Int(event);
  absl::StatusOr<pg::Rows> rows = co_await reads_.Run(kLoadDecisionTally, params, call.deadline);
  if (!rows.ok()) co_return rows.status();
  pb::Tally tally;
  if (rows->empty()) co_return tally;
  pg::Row row = (*rows)[0];
  co_return std::move(*ReadChange(row).mutable_tally());
}

DecisionStore::Answer<pb::ListDecisionsResponse> DecisionStore::ListDecisions(
    const rpc::Call& call, const pb::ListDecisionsRequest& request, int size, std::string after) {
  const std::vector<std::string> key = absl::StrSplit(after, absl::MaxSplits('|', 1));
  pg::Params params;
  params.Text(request.committee().empty() ? "" : LastId(request.committee()));
  params.Text(request.due_before());
  params.Text(key.size() == 2 ? key[0] : "-infinity").Text(key.size() == 2 ? key[1] : "");
  params.Int(size + 1);
  absl::StatusOr<pg::Rows> rows = co_await reads_.Run(kListDecisions, params, call.deadline);
  if (!rows.ok()) co_return rows.status();
  pb::ListDecisionsResponse response;
  std::string last;
  for (int i = 0; i < rows->size() && i < size; ++i) {
    pg::Row row = (*rows)[i];
    const std::string first_due = row.Text();
    pb::Decision decision = std::move(*ReadChange(row).mutable_decision());
    last = absl::StrCat(first_due, "|", LastId(decision.ballot()));
    decision.set_result_superseded(row.Bool());
    const std::string etag = rpc::Etag(row.Int());
    *response.add_decisions() = decide::Shown(std::move(decision), call.now);
    response.mutable_decisions()->rbegin()->set_etag(etag);
  }
  if (rows->size() > size) response.set_next_page_token(rpc::PageToken(last));
  co_return response;
}

DecisionStore::Answer<pb::Decision> DecisionStore::DecideBallot(const rpc::Call& call,
                                                                const DecisionFacts& facts,
                                                                const pb::Decision& decision,
                                                                const pb::Project& project) {
  const bool staged = facts.project && project.stage() != facts.project->stage();
  pg::Params params;
  params.Text(LastId(decision.ballot())).Text(LastId(decision.name()));
  params.Text(LastId(decision.committee())).Int(decision.result_event()).Int(facts.version);
  params.Text(LastId(project.name()))
      .Text(staged ? project.stage() : "")
      .Int(facts.project_version);
  params.Text(call.caller).TextOrNull(call.request_id).Bytes(call.fingerprint);
  params.Bytes(Change([&](pb::Event& event) { *event.mutable_decision() = decision; }));
  params.Bytes(Change([&](pb::Event& event) { *event.mutable_project() = project; }));
  params.Text(DuesOf(decision));
  absl::StatusOr<pg::Rows> rows = co_await writes_.Run(call, kDecideBallot, params);
  absl::Status status = Guarded(rows);
  if (!status.ok()) co_return status;
  co_return decision;
}

DecisionStore::Answer<pb::Decision> DecisionStore::ObjectToDecision(const rpc::Call& call,
                                                                    const DecisionFacts& facts,
                                                                    const pb::Decision& decision,
                                                                    std::string member) {
  pg::Params params;
  params.Text(LastId(decision.ballot())).Text(LastId(decision.name())).Text(member);
  params.Int(facts.result_event).Int(facts.version).Text(call.caller);
  params.TextOrNull(call.request_id).Bytes(call.fingerprint);
  params.Bytes(Change([&](pb::Event& event) { *event.mutable_decision() = decision; }));
  absl::StatusOr<pg::Rows> rows = co_await writes_.Run(call, kObjectToDecision, params);
  absl::Status status = Guarded(rows);
  if (!status.ok()) co_return status;
  co_return decision;
}

}  // namespace placet::ballots
