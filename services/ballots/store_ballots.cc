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

// Whether another ballot is open on a project. OFFSET has it found by its project: the index of
// what is open looks just as good to a planner that has seen no open ballot yet, and holds
// thousands.
#define PROJECT_BUSY(project, ballot, now)                                 \
  "EXISTS (SELECT FROM (SELECT * FROM ballot b WHERE b.project = " project \
  " OFFSET 0) o "                                                          \
  "WHERE o.ballot <> " ballot " AND o.state = 2 AND o.close_time > " now ")"

// The events of a ballot that moves, and of its project where it moves, too: its place is 2.
#define MOVE_EVENTS \
  "SELECT " NEXT_SEQUENCE("e.ordinal, e.place") " AS sequence, e.* "                             \
  "FROM (SELECT ordinal, 1 AS place, caller, 'ballots/' || ballot AS subject, ballot, "          \
  "request_id, fingerprint, change FROM guard "                                                  \
  "UNION ALL SELECT ordinal, 2, caller, 'projects/' || project, NULL, NULL, NULL, "              \
  "project_change FROM guard WHERE stage <> '') e"

#define APPEND_NUMBERED                                                                    \
  "INSERT INTO event (sequence, actor, subject, ballot, request_id, fingerprint, change) " \
  "SELECT sequence, caller, subject, ballot, request_id::uuid, fingerprint, change FROM numbered"

// The ballot with its project; where there is no ballot, the project or committee named. A repeat
// finds the ballot of the first request, whatever id would be made of the project's reference now.
// LIMIT as in load_cast.
const Statement kLoadBallot{"load_ballot", Statement::kReads, R"sql(
SELECT a.ordinal, )sql" BALLOT_COLUMNS ", " PROJECT_COLUMNS R"sql(,
       coalesce((SELECT c.reference FROM directory_committee c WHERE c.committee = at.committee), ''),
       )sql" PROJECT_BUSY("p.project", "a.ballot", "a.now") R"sql(,
       (SELECT count(*) FROM directory_seat s
        WHERE s.committee = at.committee AND s.status = 1 AND s.from_date <= a.day::date
          AND (s.until_date IS NULL OR s.until_date > a.day::date)),
       (SELECT count(*) FROM directory_grant d
        WHERE d.committee = at.committee AND d."group" <> ''
          AND d."group" = split_part(b.given ->> 'group', '/', 4)
          AND d.from_date <= a.day::date AND (d.until_date IS NULL OR d.until_date > a.day::date)),
       )sql" GRANTS_OF("a.person", "a.day") ", " REPLAY_OF("a.request_id") R"sql(
FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[], $5::text[], $6::text[],
            $7::text[])
     WITH ORDINALITY AS a (ballot, project, now, day, person, request_id, committee, ordinal)
LEFT JOIN LATERAL (
  SELECT * FROM ballot
  WHERE ballot = coalesce(
    (SELECT e.ballot FROM event e WHERE e.request_id = a.request_id::uuid), a.ballot)
  LIMIT 1) b ON true
LEFT JOIN LATERAL (
  SELECT * FROM project
  WHERE project = CASE WHEN b.ballot IS NULL THEN a.project ELSE b.project END
  LIMIT 1) p ON true
CROSS JOIN LATERAL (SELECT coalesce(p.committee, b.committee, a.committee) AS committee) at)sql",
                            Statement::kSet};

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
          AND (b.electorate IN (1, 5) OR (b.electorate = 2 AND r.status = 1)))))
  AND ($5 = '' OR '' = ANY ($10::text[]) OR b.committee = ANY ($10::text[]))
  AND (NOT $6::boolean OR NOT EXISTS (
        SELECT FROM vote v WHERE v.ballot = b.ballot AND v.member = $5))
  AND (coalesce(b.close_time, 'infinity'), b.ballot) > ($7::timestamptz, $8)
ORDER BY coalesce(b.close_time, 'infinity'), b.ballot
LIMIT $9::bigint)sql"};

const Statement kCreateBallot{"create_ballot", Statement::kWrites, R"sql(
WITH given AS (
  SELECT g.*, )sql" NTH_OF("ballot") ", " NTH_OF("request_id") R"sql(
  FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::bigint[], $6::bigint[],
              $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[],
              $13::text[], $14::text[], $15::bytea[], $16::bytea[])
         WITH ORDINALITY
         AS g (ballot, project, project_version, committee, kind, draft, reference, title,
               rules_edition, note, given, end_date, caller, request_id, fingerprint, change,
               ordinal)),
guard AS MATERIALIZED (
  SELECT g.* FROM given g
  WHERE g.nth_of_ballot = 1 AND )sql" NEW_REQUEST R"sql(
    AND (SELECT b.version FROM ballot b WHERE b.ballot = g.ballot) IS NULL
    AND g.project_version = coalesce(
        (SELECT p.version FROM project p WHERE p.project = g.project), 0)),
created AS (
  INSERT INTO ballot (ballot, project, committee, kind, draft, reference, title, rules_edition,
                      note, given, end_date, state, creator, opener, reason, stage_before,
                      secretariat, version)
  SELECT ballot, nullif(project, ''), committee, kind, draft, reference, title, rules_edition,
         note, given::jsonb, end_date::date, 1, caller, '', '', '', '', 1
  FROM guard),
appended AS (
  INSERT INTO event (sequence, actor, subject, ballot, request_id, fingerprint, change)
  SELECT )sql" NEXT_SEQUENCE("ordinal") R"sql(, caller, 'ballots/' || ballot, ballot,
         request_id::uuid, fingerprint, change
  FROM guard)
SELECT ordinal FROM guard ORDER BY ordinal)sql",
                              Statement::kSet};

// The roll is taken from the copy of the directory in the same statement that opens the ballot: all
// seats of the committee, and where all may vote the list of the member bodies as they are now,
// which the first ballot to need it makes. In a consultation of a working group it is the experts
// of the group, persons, with the body that named them.
const Statement kOpenBallot{"open_ballot", Statement::kWrites, R"sql(
WITH given AS (
  SELECT g.*, )sql" NTH_OF_PROJECT ", " NTH_OF("request_id") R"sql(
  FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::text[], $6::timestamptz[],
              $7::timestamptz[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[],
              $13::text[], $14::bigint[], $15::text[], $16::bytea[], $17::bytea[], $18::bytea[],
              $19::text[])
         WITH ORDINALITY
         AS g (ballot, project, version, project_version, rules_edition, open_time, close_time,
               end_date, caller, stage_before, title, stage, day, electorate, request_id,
               fingerprint, change, project_change, "group", ordinal)),
guard AS MATERIALIZED (
  SELECT g.* FROM given g
  WHERE g.nth_of_project = 1 AND )sql" NEW_REQUEST R"sql(
    AND g.version = (SELECT b.version FROM ballot b WHERE b.ballot = g.ballot)
    AND g.project_version = coalesce(
        (SELECT p.version FROM project p WHERE p.project = g.project), 0)
    AND (g.stage = '' OR NOT )sql" PROJECT_BUSY("g.project", "g.ballot", "g.open_time") R"sql()),
opened AS (
  UPDATE ballot b
  SET state = 2, rules_edition = g.rules_edition, open_time = g.open_time,
      close_time = g.close_time, end_date = g.end_date::date, opener = g.caller,
      stage_before = g.stage_before, title = g.title, version = b.version + 1,
      electorate = g.electorate,
      secretariat = coalesce((SELECT c.secretariat FROM directory_committee c
                              WHERE c.committee = b.committee), ''),
      body_list = CASE WHEN g.electorate IN (1, 5) THEN (SELECT max(changed) FROM directory_member) END
  FROM guard g WHERE b.ballot = g.ballot
  RETURNING b.ballot, b.committee, b.body_list, g.day::date AS day, g."group"),
numbered AS MATERIALIZED ()sql" MOVE_EVENTS R"sql(),
moved AS (
  UPDATE project p
  SET stage = g.stage, version = p.version + 1, events = p.events || n.sequence
  FROM guard g JOIN numbered n ON n.ordinal = g.ordinal AND n.place = 2
  WHERE p.project = g.project),
seated AS (
  INSERT INTO roll (ballot, member, country, acronym, full_member, status_at_opening, status)
  SELECT o.ballot, m.member, m.country, m.acronym, m.full_member, s.status, s.status
  FROM opened o
  JOIN directory_seat s USING (committee)
  JOIN directory_member m USING (member)
  WHERE o."group" = '' AND s.from_date <= o.day
    AND (s.until_date IS NULL OR s.until_date > o.day)),
invited AS (
  INSERT INTO roll (ballot, member, country, acronym, full_member, status_at_opening, status)
  SELECT DISTINCT ON (o.ballot, d.person) o.ballot, d.person, coalesce(m.country, ''),
         d.person || coalesce(' (' || m.acronym || ')', ''), false, 4, 4
  FROM opened o
  JOIN directory_grant d USING (committee, "group")
  LEFT JOIN directory_member m USING (member)
  WHERE o."group" <> '' AND d.from_date <= o.day
    AND (d.until_date IS NULL OR d.until_date > o.day)
  ORDER BY o.ballot, d.person, m.country),
unlisted AS MATERIALIZED (
  SELECT DISTINCT o.body_list FROM opened o
  WHERE o.body_list IS NOT NULL
    AND (SELECT l.list FROM body_list l WHERE l.list = o.body_list LIMIT 1) IS NULL),
listed AS (
  INSERT INTO body_list (list, member, country, acronym)
  SELECT u.body_list, m.member, m.country, m.acronym
  FROM unlisted u CROSS JOIN directory_member m
  WHERE m.full_member),
appended AS ()sql" APPEND_NUMBERED R"sql()
SELECT ordinal FROM guard ORDER BY ordinal)sql",
                            Statement::kSet};

// Schedules, extends, closes, cancels, or lets votes be changed; the project moves only where its
// stage is given.
const Statement kMoveBallot{"move_ballot", Statement::kWrites, R"sql(
WITH given AS (
  SELECT g.*, )sql" NTH_OF_PROJECT ", " NTH_OF("request_id") R"sql(
  FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::bigint[], $6::bigint[],
              $7::text[], $8::timestamptz[], $9::text[], $10::text[], $11::text[], $12::bytea[],
              $13::bytea[], $14::bytea[], $15::text[], $16::text[], $17::text[], $18::text[])
         WITH ORDINALITY
         AS g (ballot, project, version, stage, project_version, state, end_date, close_time,
               reason, caller, request_id, fingerprint, change, project_change, change_until,
               opens_on, scheduler, opening_refused, ordinal)),
guard AS MATERIALIZED (
  SELECT g.* FROM given g
  WHERE g.nth_of_project = 1 AND )sql" NEW_REQUEST R"sql(
    AND g.version = (SELECT b.version FROM ballot b WHERE b.ballot = g.ballot)
    AND (g.stage = '' OR g.project_version = (
          SELECT p.version FROM project p WHERE p.project = g.project))),
moved AS (
  UPDATE ballot b
  SET state = g.state, end_date = g.end_date::date, close_time = g.close_time,
      reason = g.reason, change_until = g.change_until::date, opens_on = g.opens_on::date,
      scheduler = g.scheduler, opening_refused = g.opening_refused, version = b.version + 1
  FROM guard g WHERE b.ballot = g.ballot),
numbered AS MATERIALIZED ()sql" MOVE_EVENTS R"sql(),
staged AS (
  UPDATE project p
  SET stage = g.stage, version = p.version + 1, events = p.events || n.sequence
  FROM guard g JOIN numbered n ON n.ordinal = g.ordinal AND n.place = 2
  WHERE p.project = g.project),
appended AS ()sql" APPEND_NUMBERED R"sql()
SELECT ordinal FROM guard ORDER BY ordinal)sql",
                            Statement::kSet};

// One that was closed early is left to its CloseBallot for some seconds.
const Statement kListDue{"list_due", Statement::kReads, R"sql(
SELECT ballot FROM ballot
WHERE state = 2 AND close_time <= $1::timestamptz
  AND (close_time <= $1::timestamptz - interval '5 seconds'
       OR close_time = (end_date + 1)::timestamp AT TIME ZONE 'Europe/Zurich')
ORDER BY close_time, ballot
LIMIT 500)sql"};

const Statement kListToOpen{"list_to_open", Statement::kReads, R"sql(
SELECT ballot FROM ballot
WHERE state = 1 AND opening_refused = '' AND opens_on <= $1::date
ORDER BY opens_on, ballot
LIMIT 500)sql"};

const Statement kStatements[] = {kLoadBallot, kListBallots, kCreateBallot, kOpenBallot,
                                 kMoveBallot, kListDue,     kListToOpen};

constexpr char kInfinity[] = "infinity";

// The key of a page of ballots: "2027-02-15T23:00:00+00|iso-dis-20435"; drafts "infinity|...".
std::string PageKey(const pb::Ballot& ballot) {
  const std::string time = ballot.has_close_time()
                               ? absl::FormatTime("%Y-%m-%dT%H:%M:%E6S+00",
                                                  GetTime(ballot.close_time()), absl::UTCTimeZone())
                               : kInfinity;
  return absl::StrCat(time, "|", LastId(ballot.name()));
}

absl::StatusOr<std::vector<std::string>> IdsOf(const absl::StatusOr<pg::Rows>& rows) {
  if (!rows.ok()) return rows.status();
  std::vector<std::string> ids;
  for (int i = 0; i < rows->size(); ++i) ids.push_back((*rows)[i].Text());
  return ids;
}

absl::Time CloseTime(const pb::Ballot& ballot) {
  return ballot.has_close_time() ? GetTime(ballot.close_time()) : absl::InfinitePast();
}

}  // namespace

std::span<const pg::Statement> BallotStatements() { return kStatements; }

Store::Answer<BallotFacts> Store::LoadBallot(const rpc::Call& call, std::string id,
                                             std::string project, std::string committee) {
  pg::Params params;
  params.Text(id).Text(project).Time(call.now).Text(geneva::DayOf(call.now));
  params.Text(call.person()).TextOrNull(call.request_id).Text(committee);
  absl::StatusOr<pg::Rows> rows =
      co_await reads_.Run(kLoadBallot, std::move(params), call.deadline);
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
  facts.experts = static_cast<int>(row.Int());
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
  pg::Params params;
  params.Text(LastId(ballot.name())).Text(LastId(ballot.project())).Int(facts.project_version);
  params.Text(LastId(ballot.committee())).Int(ballot.kind()).Int(ballot.draft());
  params.Text(ballot.reference()).Text(ballot.title()).Text(ballot.rules_edition());
  params.Text(ballot.note()).Text(Given(ballot)).TextOrNull(ballot.end_date());
  params.Text(call.caller).TextOrNull(call.request_id).Bytes(call.fingerprint);
  params.Bytes(Change([&](pb::Event& event) { *event.mutable_ballot() = ballot; }));
  absl::StatusOr<pg::Rows> rows = co_await writes_.Run(call, kCreateBallot, std::move(params));
  absl::Status status = Guarded(rows);
  if (!status.ok()) co_return status;
  co_return ballot;
}

Store::Answer<pb::Ballot> Store::OpenBallot(const rpc::Call& call, const BallotFacts& facts,
                                            const pb::Ballot& ballot, const pb::Project& project,
                                            pb::Electorate electorate) {
  pg::Params params;
  params.Text(LastId(ballot.name())).Text(LastId(project.name()));
  params.Int(facts.version).Int(facts.project_version);
  params.Text(ballot.rules_edition()).Time(GetTime(ballot.open_time())).Time(CloseTime(ballot));
  params.Text(ballot.end_date()).Text(call.caller).Text(ballot.stage_before());
  params.Text(ballot.title()).Text(project.stage()).Text(geneva::DayOf(call.now));
  params.Int(electorate).TextOrNull(call.request_id).Bytes(call.fingerprint);
  params.Bytes(Change([&](pb::Event& event) { *event.mutable_ballot() = ballot; }));
  params.Bytes(Change([&](pb::Event& event) { *event.mutable_project() = project; }));
  params.Text(electorate == pb::ELECTORATE_EXPERTS ? LastId(ballot.group()) : "");
  absl::StatusOr<pg::Rows> rows = co_await writes_.Run(call, kOpenBallot, std::move(params));
  absl::Status status = Guarded(rows);
  if (!status.ok()) co_return status;
  co_return ballot;
}

Store::Answer<pb::Ballot> Store::MoveBallot(const rpc::Call& call, const BallotFacts& facts,
                                            const pb::Ballot& ballot, const pb::Project& project) {
  const bool staged = facts.project && project.stage() != facts.project->stage();
  pg::Params params;
  params.Text(LastId(ballot.name())).Text(LastId(project.name()));
  params.Int(facts.version).Text(staged ? project.stage() : "");
  params.Int(facts.project_version).Int(ballot.state()).TextOrNull(ballot.end_date());
  params.Time(CloseTime(ballot)).Text(ballot.reason()).Text(call.caller);
  params.TextOrNull(call.request_id).Bytes(call.fingerprint);
  params.Bytes(Change([&](pb::Event& event) { *event.mutable_ballot() = ballot; }));
  params.Bytes(Change([&](pb::Event& event) { *event.mutable_project() = project; }));
  params.TextOrNull(ballot.change_until()).TextOrNull(ballot.opens_on());
  params.Text(ballot.scheduler()).Text(ballot.opening_refused());
  absl::StatusOr<pg::Rows> rows = co_await writes_.Run(call, kMoveBallot, std::move(params));
  absl::Status status = Guarded(rows);
  if (!status.ok()) co_return status;
  co_return ballot;
}

Store::Answer<std::vector<std::string>> Store::ListDue(const rpc::Call& call) {
  pg::Params params;
  params.Time(call.now);
  co_return IdsOf(co_await reads_.Run(kListDue, params, call.deadline));
}

Store::Answer<std::vector<std::string>> Store::ListToOpen(const rpc::Call& call) {
  pg::Params params;
  params.Text(geneva::DayOf(call.now));
  co_return IdsOf(co_await reads_.Run(kListToOpen, params, call.deadline));
}

}  // namespace placet::ballots
