// What a count looks at, results in their versions, and votes that are in none.
#include "absl/strings/str_cat.h"
#include "services/ballots/decide.h"
#include "services/ballots/geneva.h"
#include "services/ballots/store_rows.h"
#include "services/pg/sqlstate.h"
#include "services/rpc/names.h"

namespace placet::ballots {
namespace {

using pg::Statement;

// The ballot with everything a count needs, in one snapshot: one row for each body, or one without
// a body. What is not the body's stands in the first row only. Where `recorded` says that a
// recorded result is enough and there is one, no body is needed; only where `whole` says so bodies
// without seat and vote come, too. Of those there are as many as are listed, but not those with a
// row of their own, and those whose row says that they never had a seat. LIMIT as in load_cast.
const Statement kLoadCount{"load_count", Statement::kReads, R"sql(
SELECT a.ordinal, h.*, r.*
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::boolean[], $6::boolean[])
     WITH ORDINALITY AS a (ballot, person, day, request_id, recorded, whole, ordinal)
LEFT JOIN LATERAL (
  SELECT )sql" BODY_COLUMNS ", " VOTE_COLUMNS R"sql(,
         v.events[cardinality(v.events)],
         row_number() OVER (ORDER BY r.country, r.member) AS place
  FROM (
    SELECT * FROM whole_roll WHERE ballot = a.ballot AND a.whole
    UNION ALL
    SELECT )sql" ROLL_COLUMNS R"sql( FROM roll
    WHERE ballot = a.ballot AND NOT a.whole AND (status <> 3 OR status_at_opening <> 3)
    UNION ALL
    SELECT o.*
    FROM (
      SELECT member FROM vote WHERE ballot = a.ballot AND NOT a.whole
      EXCEPT
      SELECT member FROM roll WHERE ballot = a.ballot AND (status <> 3 OR status_at_opening <> 3)) w
    CROSS JOIN LATERAL (
      SELECT * FROM whole_roll WHERE ballot = a.ballot AND member = w.member LIMIT 1) o) r
  LEFT JOIN vote v ON v.ballot = a.ballot AND v.member = r.member
  WHERE NOT (a.recorded AND EXISTS (SELECT FROM result WHERE ballot = a.ballot))) r ON true
LEFT JOIN LATERAL (
  SELECT )sql" BALLOT_COLUMNS ", " PROJECT_COLUMNS R"sql(,
         (SELECT c.reference FROM directory_committee c WHERE c.committee = b.committee),
         )sql" GRANTS_OF("a.person", "a.day") ", " REPLAY_OF("a.request_id") R"sql(,
         (SELECT e.change FROM event e WHERE e.sequence = t.event), t.revisions,
         b.roll_version, (SELECT sum(revision) FROM vote w WHERE w.ballot = b.ballot),
         CASE WHEN a.whole OR (a.recorded AND t.event IS NOT NULL) THEN 0 ELSE
           (SELECT count(*) FROM (
              SELECT member FROM body_list WHERE list = b.body_list
              EXCEPT
              SELECT member FROM roll WHERE ballot = b.ballot) l)
           + (SELECT count(*) FROM roll o
              WHERE o.ballot = b.ballot AND o.status = 3 AND o.status_at_opening = 3
                AND o.full_member) END
  FROM ballot b
  LEFT JOIN project p ON p.project = b.project
  LEFT JOIN result t ON t.ballot = b.ballot
  WHERE b.ballot = a.ballot AND (r.place IS NULL OR r.place = 1)
  LIMIT 1) h ON true
ORDER BY a.ordinal, r.place)sql",
                           Statement::kSet};

// Guard: ballot, roll and votes are those that were counted. The tally is the ballot's first event.
// The first result closes the ballot (state 2); a later one is another version of it (state 3).
const Statement kRecordResult{"record_result", Statement::kWrites, R"sql(
WITH given AS (
  SELECT g.*, )sql" NTH_OF_PROJECT R"sql(
  FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[],
              $7::bigint[], $8::text[], $9::bytea[], $10::bytea[], $11::bytea[], $12::bigint[])
         WITH ORDINALITY
         AS g (ballot, project, version, roll_version, revisions, stage, project_version, caller,
               tally, change, project_change, state, ordinal)),
guard AS MATERIALIZED (
  SELECT g.* FROM given g
  WHERE g.nth_of_project = 1
    AND (g.version, g.roll_version, g.state)
        = (SELECT b.version, b.roll_version, b.state FROM ballot b WHERE b.ballot = g.ballot)
    AND (g.stage = '' OR g.project_version = (
          SELECT p.version FROM project p WHERE p.project = g.project))
    AND g.revisions = (
      SELECT coalesce(sum(v.revision), 0) FROM vote v WHERE v.ballot = g.ballot)),
closed AS (
  UPDATE ballot b SET state = 3, version = b.version + 1
  FROM guard g WHERE b.ballot = g.ballot),
numbered AS MATERIALIZED (
  SELECT )sql" NEXT_SEQUENCE("e.ordinal, e.place") R"sql( AS sequence, e.*
  FROM (
    SELECT ordinal, 1 AS place, caller, 'ballots/' || ballot AS subject, ballot, tally AS change
    FROM guard
    UNION ALL
    SELECT ordinal, 2, caller, 'ballots/' || ballot, ballot, change FROM guard
    UNION ALL
    SELECT ordinal, 3, caller, 'projects/' || project, NULL, project_change
    FROM guard WHERE stage <> '') e),
staged AS (
  UPDATE project p
  SET stage = g.stage, version = p.version + 1, events = p.events || n.sequence
  FROM guard g JOIN numbered n ON n.ordinal = g.ordinal AND n.place = 3
  WHERE p.project = g.project),
appended AS (
  INSERT INTO event (sequence, actor, subject, ballot, change)
  SELECT sequence, caller, subject, ballot, change FROM numbered
  RETURNING ballot, sequence),
recorded AS (
  INSERT INTO result (ballot, event, events, revisions)
  SELECT a.ballot, a.tally, ARRAY[a.tally], g.revisions
  FROM (SELECT ballot, min(sequence) AS tally FROM appended WHERE ballot IS NOT NULL
        GROUP BY ballot) a
  JOIN guard g USING (ballot)
  ON CONFLICT (ballot) DO UPDATE
  SET event = excluded.event, events = result.events || excluded.events,
      revisions = excluded.revisions)
SELECT ordinal FROM guard ORDER BY ordinal)sql",
                              Statement::kSet};

// Guard: the ballot is closed and as it was looked at.
const Statement kRecordLateVote{"record_late_vote", Statement::kWrites, R"sql(
WITH guard AS (
  SELECT b.ballot FROM ballot b
  WHERE b.ballot = $1 AND b.version = $3::bigint AND b.state = 3),
told AS MATERIALIZED (
  SELECT ballot, append_event($4, 'ballots/' || $1 || '/late-votes/' || $2, $1, $5::uuid, $6, $7)
           AS event
  FROM guard),
recorded AS (
  INSERT INTO late_vote (ballot, member, event) SELECT ballot, $2, event FROM told),
named AS (
  INSERT INTO expert (ballot, member, event, people)
  SELECT ballot, $2, event, $8::jsonb FROM told WHERE $8 IS NOT NULL)
SELECT event FROM told)sql"};

const Statement kListLateVotes{"list_late_votes", Statement::kReads, R"sql(
SELECT e.change, x.people::text
FROM late_vote l JOIN event e ON e.sequence = l.event
LEFT JOIN expert x ON x.ballot = l.ballot AND x.member = l.member AND x.event = l.event
WHERE l.ballot = $1
ORDER BY l.event)sql"};

const Statement kListResultVersions{"list_result_versions", Statement::kReads, R"sql(
SELECT e.change
FROM result t JOIN event e ON e.sequence = ANY (t.events)
WHERE t.ballot = $1
ORDER BY e.sequence)sql"};

const Statement kStatements[] = {kLoadCount, kRecordResult, kRecordLateVote, kListLateVotes,
                                 kListResultVersions};

// What stands between the ballot and the body in a row of load_count.
void ReadCountHead(pg::Row& row, bool first, CountFacts& facts) {
  if (!first) {
    for (int i = 0; i < 8; ++i) row.Skip();
    return;
  }
  facts.ballot.committee_reference = row.Text();
  facts.ballot.asker = ReadAsker(row);
  if (row.IsNull()) {
    row.Skip();
  } else {
    pb::Event event;
    event.ParseFromString(row.Bytes());
    facts.recorded = std::move(*event.mutable_tally());
  }
  facts.recorded_revisions = row.Int();
  facts.roll_version = row.Int();
  facts.revisions = row.Int();
  facts.others = static_cast<int>(row.Int());
}

}  // namespace

std::span<const pg::Statement> ResultStatements() { return kStatements; }

Store::Answer<CountFacts> Store::LoadCount(const rpc::Call& call, std::string id, Bodies bodies) {
  pg::Params params;
  params.Text(id).Text(call.person()).Text(geneva::DayOf(call.now));
  params.TextOrNull(call.request_id).Bool(bodies == Bodies::kToCount).Bool(bodies == Bodies::kAll);
  absl::StatusOr<pg::Rows> rows = co_await reads_.Run(kLoadCount, std::move(params), call.deadline);
  if (!rows.ok()) co_return rows.status();
  CountFacts facts;
  const rules::Rule* rule = nullptr;
  facts.bodies.reserve(static_cast<size_t>(rows->size()));
  for (int i = 0; i < rows->size(); ++i) {
    pg::Row row = (*rows)[i];
    auto ballot = ReadBallot(row);
    auto project = ReadProject(row);
    if (i == 0 && !ballot) break;
    if (i == 0) {
      facts.ballot.ballot = std::move(ballot->ballot);
      facts.ballot.secretariat = ballot->secretariat;
      facts.ballot.version = ballot->version;
      if (project) facts.ballot.project = std::move(project->project);
      if (project) facts.ballot.project_version = project->version;
      rule = decide::RuleOf(*facts.ballot.ballot, "", absl::InfinitePast());
    }
    ReadCountHead(row, i == 0, facts);
    std::optional<Body> body = ReadBody(row);
    if (!body) break;  // a draft has no roll
    body->vote = ReadVote(row, VoteName(id, body->member), rule);
    body->vote_event = row.Int();
    const bool other = body->full_member && body->status == pb::MEMBER_STATUS_NEITHER &&
                       body->status_at_opening == pb::MEMBER_STATUS_NEITHER;
    if (other && facts.others > 0) --facts.others;  // it has voted, and stands for itself
    facts.bodies.push_back(*std::move(body));
  }
  co_return facts;
}

Store::Answer<pb::Tally> Store::RecordResult(const rpc::Call& call, const CountFacts& facts,
                                             const pb::Ballot& ballot, const pb::Project& project,
                                             const pb::Tally& tally) {
  const bool staged = facts.ballot.project && project.stage() != facts.ballot.project->stage();
  pg::Params params;
  params.Text(LastId(ballot.name())).Text(LastId(project.name())).Int(facts.ballot.version);
  params.Int(facts.roll_version).Int(facts.revisions);
  params.Text(staged ? project.stage() : "").Int(facts.ballot.project_version).Text(call.caller);
  params.Bytes(Change([&](pb::Event& event) { *event.mutable_tally() = tally; }));
  params.Bytes(Change([&](pb::Event& event) { *event.mutable_ballot() = ballot; }));
  params.Bytes(Change([&](pb::Event& event) { *event.mutable_project() = project; }));
  params.Int(facts.recorded ? pb::BALLOT_STATE_CLOSED : pb::BALLOT_STATE_OPEN);
  absl::StatusOr<pg::Rows> rows = co_await writes_.Run(call, kRecordResult, std::move(params));
  absl::Status status = Guarded(rows);
  if (!status.ok()) co_return status;
  co_return tally;
}

Store::Answer<pb::Vote> Store::RecordLateVote(const rpc::Call& call, const CastFacts& facts,
                                              const pb::Vote& vote) {
  const auto ids = rpc::ParseName("ballots/*/votes/*", vote.name());
  pg::Params params;
  params.Text((*ids)[0]).Text((*ids)[1]).Int(facts.version).Text(call.caller);
  params.TextOrNull(call.request_id).Bytes(call.fingerprint);
  params.Bytes(Change([&](pb::Event& event) { *event.mutable_vote() = WithoutNames(vote); }));
  params.TextOrNull(Experts(vote));
  absl::StatusOr<pg::Rows> rows = co_await writes_.Run(call, kRecordLateVote, std::move(params));
  absl::Status status = Guarded(rows);
  if (!status.ok()) co_return status;
  co_return vote;
}

Store::Answer<std::vector<pb::Vote>> Store::ListLateVotes(const rpc::Call& call,
                                                          std::string ballot) {
  pg::Params params;
  params.Text(ballot);
  absl::StatusOr<pg::Rows> rows =
      co_await reads_.Run(kListLateVotes, std::move(params), call.deadline);
  if (!rows.ok()) co_return rows.status();
  std::vector<pb::Vote> votes;
  for (int i = 0; i < rows->size(); ++i) {
    pg::Row row = (*rows)[i];
    pb::Event event;
    event.ParseFromString(row.Bytes());
    AddNames(row.Text(), *event.mutable_vote());
    votes.push_back(std::move(*event.mutable_vote()));
  }
  co_return votes;
}

Store::Answer<std::vector<pb::Tally>> Store::ListResultVersions(const rpc::Call& call,
                                                                std::string ballot) {
  pg::Params params;
  params.Text(ballot);
  absl::StatusOr<pg::Rows> rows =
      co_await reads_.Run(kListResultVersions, std::move(params), call.deadline);
  if (!rows.ok()) co_return rows.status();
  std::vector<pb::Tally> versions;
  for (int i = 0; i < rows->size(); ++i) {
    pb::Event event;
    event.ParseFromString((*rows)[i].Bytes());
    versions.push_back(std::move(*event.mutable_tally()));
  }
  co_return versions;
}

}  // namespace placet::ballots
