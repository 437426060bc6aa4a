#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/ballots/decide.h"
#include "services/ballots/geneva.h"
#include "services/ballots/store_rows.h"
#include "services/pg/sqlstate.h"
#include "services/rpc/names.h"

namespace placet::ballots {
namespace {

using pg::Statement;

// Whether another ballot than $1 is open on the project p. OFFSET has it found by its project: the
// index of what is open looks just as good to a planner that has seen no open ballot yet, and holds
// thousands.
#define PROJECT_BUSY(now)                                                            \
  "EXISTS (SELECT FROM (SELECT * FROM ballot WHERE project = p.project OFFSET 0) o " \
  "WHERE o.ballot <> $1 AND o.state = 2 AND o.close_time > " now "::timestamptz)"

// The ballot with its project; where there is no ballot, the project named beside it. A repeat
// finds the ballot of the first request, whatever id would be made of the project's reference now.
const Statement kLoadBallot{"load_ballot", Statement::kReads, R"sql(
SELECT )sql" BALLOT_COLUMNS ", " PROJECT_COLUMNS R"sql(,
       coalesce((SELECT c.reference FROM directory_committee c WHERE c.committee = p.committee), ''),
       )sql" PROJECT_BUSY("$3") R"sql(,
       (SELECT count(*) FROM directory_seat s
        WHERE s.committee = p.committee AND s.status = 1 AND s.from_date <= $4::date
          AND (s.until_date IS NULL OR s.until_date > $4::date)),
       )sql" GRANTS_OF("$5", "$4") ", " REPLAY_OF("$6") R"sql(
FROM (SELECT) one
LEFT JOIN ballot b
  ON b.ballot = coalesce((SELECT e.ballot FROM event e WHERE e.request_id = $6::uuid), $1)
LEFT JOIN project p ON p.project = coalesce(b.project, $2))sql"};

// Open ballots by closing time, drafts last: the key of a page is (close_time, ballot).
const Statement kListBallots{"list_ballots", Statement::kReads, R"sql(
SELECT )sql" BALLOT_COLUMNS R"sql(,
       coalesce((SELECT c.reference FROM directory_committee c WHERE c.committee = b.committee), '')
FROM ballot b
WHERE ($1 = '' OR b.committee = $1)
  AND ($2 = '' OR b.project = $2)
  AND CASE $3::smallint
        WHEN 0 THEN true
        WHEN 2 THEN b.state = 2 AND b.close_time > $4::timestamptz
        WHEN 3 THEN b.state = 3 OR (b.state = 2 AND b.close_time <= $4::timestamptz)
        ELSE b.state = $3::smallint END
  AND ($5 = '' OR (b.state = 2 AND b.close_time > $4::timestamptz AND EXISTS (
        SELECT FROM whole_roll r WHERE r.ballot = b.ballot AND r.member = $5 AND r.full_member
          AND (r.status = 1 OR b.kind <> 1))))
  AND ($5 = '' OR '' = ANY ($10::text[]) OR b.committee = ANY ($10::text[]))
  AND (NOT $6::boolean OR NOT EXISTS (
        SELECT FROM vote v WHERE v.ballot = b.ballot AND v.member = $5))
  AND (coalesce(b.close_time, 'infinity'), b.ballot) > ($7::timestamptz, $8)
ORDER BY coalesce(b.close_time, 'infinity'), b.ballot
LIMIT $9::bigint)sql"};

const Statement kCreateBallot{"create_ballot", Statement::kWrites, R"sql(
WITH guard AS (
  SELECT WHERE NOT EXISTS (SELECT FROM ballot WHERE ballot = $1)
           AND EXISTS (SELECT FROM project WHERE project = $2 AND version = $3::bigint)),
created AS (
  INSERT INTO ballot (ballot, project, committee, kind, draft, reference, title, rules_edition,
                      note, documents, end_date, state, creator, opener, reason, stage_before,
                      secretariat, version)
  SELECT $1, $2, $4, $5::smallint, $6::integer, $7, $8, $9, $10, $11::jsonb, $12::date, 1, $13,
         '', '', '', '', 1
  FROM guard
  RETURNING version)
SELECT append_event($13, 'ballots/' || $1, $1, $14::uuid, $15, $16) FROM created)sql"};

// The roll is taken from the copy of the directory in the same statement that opens the ballot: all
// seats of the committee, and where all may vote the list of the member bodies as they are now,
// which the first ballot to need it makes.
const Statement kOpenBallot{"open_ballot", Statement::kWrites, R"sql(
WITH guard AS (
  SELECT b.ballot, p.project FROM ballot b JOIN project p USING (project)
  WHERE b.ballot = $1 AND b.version = $2::bigint AND p.version = $3::bigint
    AND NOT )sql" PROJECT_BUSY("$5") R"sql(),
opened AS (
  UPDATE ballot b
  SET state = 2, rules_edition = $4, open_time = $5::timestamptz, close_time = $6::timestamptz,
      end_date = $7::date, opener = $8, stage_before = $9, title = $10, version = b.version + 1,
      secretariat = coalesce((SELECT c.secretariat FROM directory_committee c
                              WHERE c.committee = b.committee), ''),
      body_list = CASE WHEN $13::boolean THEN (SELECT max(changed) FROM directory_member) END
  FROM guard WHERE b.ballot = guard.ballot
  RETURNING b.ballot, b.committee, b.body_list),
moved AS (
  UPDATE project p SET stage = $11, version = p.version + 1
  FROM guard WHERE p.project = guard.project
  RETURNING p.project),
seated AS (
  INSERT INTO roll (ballot, member, country, acronym, full_member, status_at_opening, status)
  SELECT o.ballot, m.member, m.country, m.acronym, m.full_member, s.status, s.status
  FROM opened o
  JOIN directory_seat s USING (committee)
  JOIN directory_member m USING (member)
  WHERE s.from_date <= $12::date AND (s.until_date IS NULL OR s.until_date > $12::date)),
unlisted AS MATERIALIZED (
  SELECT o.body_list FROM opened o
  WHERE NOT EXISTS (SELECT FROM body_list l WHERE l.list = o.body_list)),
listed AS (
  INSERT INTO body_list (list, member, country, acronym)
  SELECT u.body_list, m.member, m.country, m.acronym
  FROM unlisted u CROSS JOIN directory_member m
  WHERE u.body_list IS NOT NULL AND m.full_member)
SELECT append_event($8, 'ballots/' || $1, $1, $14::uuid, $15, $16),
       append_event($8, 'projects/' || moved.project, NULL, NULL, NULL, $17)
FROM opened, moved)sql"};

// Extends, closes or cancels; the project moves only where its stage is given.
const Statement kMoveBallot{"move_ballot", Statement::kWrites, R"sql(
WITH guard AS (
  SELECT b.ballot, p.project FROM ballot b JOIN project p USING (project)
  WHERE b.ballot = $1 AND b.version = $2::bigint AND ($3 = '' OR p.version = $4::bigint)),
moved AS (
  UPDATE ballot b
  SET state = $5::smallint, end_date = $6::date, close_time = $7::timestamptz, reason = $8,
      version = b.version + 1
  FROM guard WHERE b.ballot = guard.ballot
  RETURNING b.ballot),
staged AS (
  UPDATE project p SET stage = $3, version = p.version + 1
  FROM guard WHERE p.project = guard.project AND $3 <> ''
  RETURNING p.project)
SELECT append_event($9, 'ballots/' || $1, $1, $10::uuid, $11, $12),
       (SELECT append_event($9, 'projects/' || staged.project, NULL, NULL, NULL, $13)
        FROM staged)
FROM moved)sql"};

// One that was closed early is left to its CloseBallot for some seconds.
const Statement kListDue{"list_due", Statement::kReads, R"sql(
SELECT ballot FROM ballot
WHERE state = 2 AND close_time <= $1::timestamptz
  AND (close_time <= $1::timestamptz - interval '5 seconds'
       OR close_time = (end_date + 1)::timestamp AT TIME ZONE 'Europe/Zurich')
ORDER BY close_time, ballot
LIMIT 500)sql"};

const Statement kStatements[] = {kLoadBallot, kListBallots, kCreateBallot,
                                 kOpenBallot, kMoveBallot,  kListDue};

constexpr char kInfinity[] = "infinity";

// The key of a page of ballots: "2027-02-15T23:00:00+00|iso-dis-20435"; drafts "infinity|...".
std::string PageKey(const pb::Ballot& ballot) {
  const std::string time = ballot.has_close_time()
                               ? absl::FormatTime("%Y-%m-%dT%H:%M:%E6S+00",
                                                  GetTime(ballot.close_time()), absl::UTCTimeZone())
                               : kInfinity;
  return absl::StrCat(time, "|", LastId(ballot.name()));
}

absl::Time CloseTime(const pb::Ballot& ballot) {
  return ballot.has_close_time() ? GetTime(ballot.close_time()) : absl::InfinitePast();
}

}  // namespace

std::span<const pg::Statement> BallotStatements() { return kStatements; }

Store::Answer<BallotFacts> Store::LoadBallot(const rpc::Call& call, std::string id,
                                             std::string project) {
  pg::Params params;
  params.Text(id).Text(project).Time(call.now).Text(geneva::DayOf(call.now));
  params.Text(LastId(call.caller)).TextOrNull(call.request_id);
  absl::StatusOr<pg::Rows> rows = co_await reads_.Run(kLoadBallot, params, call.deadline);
  if (!rows.ok()) co_return rows.status();
  pg::Row row = (*rows)[0];
  BallotFacts facts;
  if (auto read = ReadBallot(row)) {
    facts.ballot = std::move(read->ballot);
    facts.secretariat = read->secretariat;
    facts.version = read->version;
  }
  if (auto read = ReadProject(row)) {
    facts.project = std::move(read->project);
    facts.project_version = read->version;
  }
  facts.committee_reference = row.Text();
  facts.project_busy = row.Bool();
  facts.p_members = static_cast<int>(row.Int());
  facts.asker = ReadAsker(row);
  co_return facts;
}

Store::Answer<pb::ListBallotsResponse> Store::ListBallots(const rpc::Call& call,
                                                          const pb::ListBallotsRequest& request,
                                                          std::vector<std::string> committees,
                                                          int size, std::string after) {
  const std::vector<std::string> key = absl::StrSplit(after, absl::MaxSplits('|', 1));
  pg::Params params;
  params.Text(request.committee().empty() ? "" : LastId(request.committee()));
  params.Text(request.project().empty() ? "" : LastId(request.project()));
  params.Int(request.state()).Time(call.now);
  params.Text(request.voter().empty() ? "" : LastId(request.voter())).Bool(request.due());
  params.Text(key.size() == 2 ? key[0] : "-infinity").Text(key.size() == 2 ? key[1] : "");
  params.Int(size + 1).Text(absl::StrCat("{\"", absl::StrJoin(committees, "\",\""), "\"}"));
  absl::StatusOr<pg::Rows> rows = co_await reads_.Run(kListBallots, params, call.deadline);
  if (!rows.ok()) co_return rows.status();
  pb::ListBallotsResponse response;
  for (int i = 0; i < rows->size() && i < size; ++i) {
    pg::Row row = (*rows)[i];
    pb::Ballot ballot = std::move(ReadBallot(row)->ballot);
    const std::string committee_reference = row.Text();
    *response.add_ballots() = decide::Shown(std::move(ballot), committee_reference, call.now);
  }
  if (rows->size() > size) {
    response.set_next_page_token(rpc::PageToken(PageKey(response.ballots(size - 1))));
  }
  co_return response;
}

Store::Answer<pb::Ballot> Store::CreateBallot(const rpc::Call& call, const BallotFacts& facts,
                                              const pb::Ballot& ballot) {
  pb::Ballot documents;
  *documents.mutable_documents() = ballot.documents();
  pg::Params params;
  params.Text(LastId(ballot.name())).Text(LastId(ballot.project())).Int(facts.project_version);
  params.Text(LastId(ballot.committee())).Int(ballot.kind()).Int(ballot.draft());
  params.Text(ballot.reference()).Text(ballot.title()).Text(ballot.rules_edition());
  params.Text(ballot.note()).Text(ToJson(documents)).TextOrNull(ballot.end_date());
  params.Text(call.caller).TextOrNull(call.request_id).Bytes(call.fingerprint);
  params.Bytes(Change([&](pb::Event& event) { *event.mutable_ballot() = ballot; }));
  absl::StatusOr<pg::Rows> rows = co_await writes_.Run(kCreateBallot, params, call.deadline);
  absl::Status status = Guarded(rows);
  if (!status.ok()) co_return status;
  co_return ballot;
}

Store::Answer<pb::Ballot> Store::OpenBallot(const rpc::Call& call, const BallotFacts& facts,
                                            const pb::Ballot& ballot, const pb::Project& project,
                                            bool all_bodies) {
  pg::Params params;
  params.Text(LastId(ballot.name())).Int(facts.version).Int(facts.project_version);
  params.Text(ballot.rules_edition()).Time(GetTime(ballot.open_time())).Time(CloseTime(ballot));
  params.Text(ballot.end_date()).Text(call.caller).Text(ballot.stage_before());
  params.Text(ballot.title()).Text(project.stage()).Text(geneva::DayOf(call.now));
  params.Bool(all_bodies).TextOrNull(call.request_id).Bytes(call.fingerprint);
  params.Bytes(Change([&](pb::Event& event) { *event.mutable_ballot() = ballot; }));
  params.Bytes(Change([&](pb::Event& event) { *event.mutable_project() = project; }));
  absl::StatusOr<pg::Rows> rows = co_await writes_.Run(kOpenBallot, params, call.deadline);
  absl::Status status = Guarded(rows);
  if (!status.ok()) co_return status;
  co_return ballot;
}

Store::Answer<pb::Ballot> Store::MoveBallot(const rpc::Call& call, const BallotFacts& facts,
                                            const pb::Ballot& ballot, const pb::Project& project) {
  const bool staged = project.stage() != facts.project->stage();
  pg::Params params;
  params.Text(LastId(ballot.name())).Int(facts.version).Text(staged ? project.stage() : "");
  params.Int(facts.project_version).Int(ballot.state()).TextOrNull(ballot.end_date());
  params.Time(CloseTime(ballot)).Text(ballot.reason()).Text(call.caller);
  params.TextOrNull(call.request_id).Bytes(call.fingerprint);
  params.Bytes(Change([&](pb::Event& event) { *event.mutable_ballot() = ballot; }));
  params.Bytes(Change([&](pb::Event& event) { *event.mutable_project() = project; }));
  absl::StatusOr<pg::Rows> rows = co_await writes_.Run(kMoveBallot, params, call.deadline);
  absl::Status status = Guarded(rows);
  if (!status.ok()) co_return status;
  co_return ballot;
}

Store::Answer<std::vector<std::string>> Store::ListDue(const rpc::Call& call) {
  pg::Params params;
  params.Time(call.now);
  absl::StatusOr<pg::Rows> rows = co_await reads_.Run(kListDue, params, call.deadline);
  if (!rows.ok()) co_return rows.status();
  std::vector<std::string> due;
  for (int i = 0; i < rows->size(); ++i) due.push_back((*rows)[i].Text());
  co_return due;
}

}  // namespace placet::ballots
