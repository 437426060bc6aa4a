#include "absl/strings/str_cat.h"
#include "services/ballots/geneva.h"
#include "services/ballots/store_rows.h"
#include "services/pg/sqlstate.h"
#include "services/rpc/names.h"

namespace placet::ballots {
namespace {

using pg::Statement;

#define BODY_COLUMNS "r.member, r.country, r.acronym, r.full_member, r.status_at_opening, r.status"
#define VOTE_COLUMNS "v.answer, v.text, v.details::text, v.revision, v.caster, v.cast_time"

const Statement kLoadCast{"load_cast", Statement::kReads, R"sql(
SELECT )sql" BALLOT_COLUMNS ", " BODY_COLUMNS ", " VOTE_COLUMNS R"sql(,
       grants_of($3, $4::date), replay_of($5::uuid)
FROM (SELECT) one
LEFT JOIN ballot b ON b.ballot = $1
LEFT JOIN roll r ON r.ballot = $1 AND r.member = $2
LEFT JOIN vote v ON v.ballot = $1 AND v.member = $2)sql"};

// The guard: the ballot as it was loaded, the body's status and its present vote too. The lock of
// the batch was taken by a statement before, so this sees every commit that came first.
const Statement kCastVote{"cast_vote", Statement::kWrites, R"sql(
WITH guard AS (
  SELECT FROM ballot b JOIN roll r USING (ballot)
  WHERE b.ballot = $1 AND b.version = $3::bigint AND r.member = $2 AND r.status = $4::smallint
    AND coalesce((SELECT v.revision FROM vote v WHERE v.ballot = $1 AND v.member = $2), 0)
        = $5::integer - 1),
cast_vote AS (
  INSERT INTO vote (ballot, member, answer, text, details, revision, caster, cast_time)
  SELECT $1, $2, $6::smallint, $7, $8::jsonb, $5::integer, $9, $10::timestamptz FROM guard
  ON CONFLICT (ballot, member) DO UPDATE
  SET answer = excluded.answer, text = excluded.text, details = excluded.details,
      revision = excluded.revision, caster = excluded.caster, cast_time = excluded.cast_time
  RETURNING revision)
SELECT append_event($9, 'ballots/' || $1 || '/votes/' || $2, $1, $11::uuid, $12, $13)
FROM cast_vote)sql"};

// The ballot with everything a count needs, in one snapshot: the first row is the ballot, then one
// row for each body.
const Statement kLoadCount{"load_count", Statement::kReads, R"sql(
SELECT )sql" BALLOT_COLUMNS ", " PROJECT_COLUMNS R"sql(,
       coalesce((SELECT c.reference FROM directory_committee c WHERE c.committee = b.committee), ''),
       grants_of($2, $3::date), replay_of($4::uuid),
       (SELECT t.tally::text FROM result t WHERE t.ballot = b.ballot),
       coalesce((SELECT max(e.sequence) FROM event e WHERE e.ballot = b.ballot), 0),
       )sql" BODY_COLUMNS ", " VOTE_COLUMNS R"sql(
FROM (SELECT) one
LEFT JOIN ballot b ON b.ballot = $1
LEFT JOIN project p ON p.project = b.project
LEFT JOIN roll r ON r.ballot = b.ballot
LEFT JOIN vote v ON v.ballot = r.ballot AND v.member = r.member
ORDER BY r.country, r.member)sql"};

// Guard: nothing has happened on this ballot since the count was loaded.
const Statement kRecordResult{"record_result", Statement::kWrites, R"sql(
WITH guard AS (
  SELECT b.ballot, p.project FROM ballot b JOIN project p USING (project)
  WHERE b.ballot = $1 AND b.version = $2::bigint AND b.state = 2
    AND ($4 = '' OR p.version = $5::bigint)
    AND $3::bigint = (SELECT max(e.sequence) FROM event e WHERE e.ballot = b.ballot)),
closed AS (
  UPDATE ballot b SET state = 3, version = b.version + 1
  FROM guard WHERE b.ballot = guard.ballot
  RETURNING b.ballot),
recorded AS (
  INSERT INTO result (ballot, tally) SELECT ballot, $6::jsonb FROM guard),
staged AS (
  UPDATE project p SET stage = $4, version = p.version + 1
  FROM guard WHERE p.project = guard.project AND $4 <> ''
  RETURNING p.project)
SELECT append_event($7, 'ballots/' || $1, $1, NULL, NULL, $8),
       append_event($7, 'ballots/' || $1, $1, NULL, NULL, $9),
       (SELECT append_event($7, 'projects/' || staged.project, NULL, NULL, NULL, $10)
        FROM staged)
FROM closed)sql"};

const Statement kListVoteRevisions{"list_vote_revisions", Statement::kReads, R"sql(
SELECT e.sequence, e.change FROM event e
WHERE e.subject = $1 AND e.sequence > $2::bigint
ORDER BY e.sequence
LIMIT $3::bigint)sql"};

const Statement kStatements[] = {kLoadCast, kCastVote, kLoadCount, kRecordResult,
                                 kListVoteRevisions};

std::string VoteName(const std::string& ballot, const std::string& member) {
  return absl::StrCat("ballots/", ballot, "/votes/", member);
}

std::string Details(const pb::Vote& vote) {
  pb::Vote details;
  *details.mutable_answers() = vote.answers();
  *details.mutable_experts() = vote.experts();
  return ToJson(details);
}

}  // namespace

std::span<const pg::Statement> VoteStatements() { return kStatements; }

Store::Answer<CastFacts> Store::LoadCast(const rpc::Call& call, std::string ballot,
                                         std::string member) {
  pg::Params params;
  params.Text(ballot).Text(member).Text(LastId(call.caller)).Text(geneva::DayOf(call.now));
  params.TextOrNull(call.request_id);
  absl::StatusOr<pg::Rows> rows = co_await reads_.Run(kLoadCast, params, call.deadline);
  if (!rows.ok()) co_return rows.status();
  pg::Row row = (*rows)[0];
  CastFacts facts;
  if (auto read = ReadBallot(row)) {
    facts.ballot = std::move(read->ballot);
    facts.version = read->version;
  }
  facts.body = ReadBody(row);
  const pb::BallotKind kind = facts.ballot ? facts.ballot->kind() : pb::BALLOT_KIND_UNSPECIFIED;
  std::optional<pb::Vote> vote = ReadVote(row, VoteName(ballot, member), kind);
  if (facts.body) facts.body->vote = std::move(vote);
  facts.asker = ReadAsker(row);
  co_return facts;
}

Store::Answer<pb::Vote> Store::CastVote(const rpc::Call& call, const CastFacts& facts,
                                        const pb::Vote& vote) {
  const auto ids = rpc::ParseName("ballots/*/votes/*", vote.name());
  pg::Params params;
  params.Text((*ids)[0]).Text((*ids)[1]).Int(facts.version).Int(facts.body->status);
  params.Int(vote.revision()).Int(vote.answer()).Text(vote.text()).Text(Details(vote));
  params.Text(call.caller).Time(GetTime(vote.cast_time()));
  params.TextOrNull(call.request_id).Bytes(call.fingerprint);
  params.Bytes(Change([&](pb::Event& event) { *event.mutable_vote() = vote; }));
  absl::StatusOr<pg::Rows> rows = co_await writes_.Run(kCastVote, params, call.deadline);
  absl::Status status = Guarded(rows);
  if (!status.ok()) co_return status;
  co_return vote;
}

Store::Answer<CountFacts> Store::LoadCount(const rpc::Call& call, std::string id) {
  pg::Params params;
  params.Text(id).Text(LastId(call.caller)).Text(geneva::DayOf(call.now));
  params.TextOrNull(call.request_id);
  absl::StatusOr<pg::Rows> rows = co_await reads_.Run(kLoadCount, params, call.deadline);
  if (!rows.ok()) co_return rows.status();
  CountFacts facts;
  for (int i = 0; i < rows->size(); ++i) {
    pg::Row row = (*rows)[i];
    auto ballot = ReadBallot(row);
    auto project = ReadProject(row);
    facts.ballot.committee_reference = row.Text();
    facts.ballot.asker = ReadAsker(row);
    if (row.IsNull()) {
      row.Skip();
    } else {
      FromJson(row.Text(), facts.recorded.emplace());
    }
    facts.last_event = row.Int();
    if (!ballot) break;
    facts.ballot.ballot = std::move(ballot->ballot);
    facts.ballot.secretariat = ballot->secretariat;
    facts.ballot.version = ballot->version;
    facts.ballot.project = std::move(project->project);
    facts.ballot.project_version = project->version;
    std::optional<Body> body = ReadBody(row);
    if (!body) break;  // a draft has no roll
    body->vote = ReadVote(row, VoteName(id, body->member), facts.ballot.ballot->kind());
    facts.bodies.push_back(*std::move(body));
  }
  co_return facts;
}

Store::Answer<pb::Tally> Store::RecordResult(const rpc::Call& call, const CountFacts& facts,
                                             const pb::Ballot& ballot, const pb::Project& project,
                                             const pb::Tally& tally) {
  const bool staged = project.stage() != facts.ballot.project->stage();
  pg::Params params;
  params.Text(LastId(ballot.name())).Int(facts.ballot.version).Int(facts.last_event);
  params.Text(staged ? project.stage() : "").Int(facts.ballot.project_version);
  params.Text(ToJson(tally)).Text(call.caller);
  params.Bytes(Change([&](pb::Event& event) { *event.mutable_tally() = tally; }));
  params.Bytes(Change([&](pb::Event& event) { *event.mutable_ballot() = ballot; }));
  params.Bytes(Change([&](pb::Event& event) { *event.mutable_project() = project; }));
  absl::StatusOr<pg::Rows> rows = co_await writes_.Run(kRecordResult, params, call.deadline);
  absl::Status status = Guarded(rows);
  if (!status.ok()) co_return status;
  co_return tally;
}

Store::Answer<pb::ListVoteRevisionsResponse> Store::ListVoteRevisions(const rpc::Call& call,
                                                                      std::string vote_name,
                                                                      int size, std::string after) {
  pg::Params params;
  params.Text(vote_name).Text(after.empty() ? "0" : after).Int(size + 1);
  absl::StatusOr<pg::Rows> rows = co_await reads_.Run(kListVoteRevisions, params, call.deadline);
  if (!rows.ok()) co_return rows.status();
  pb::ListVoteRevisionsResponse response;
  int64_t last = 0;
  for (int i = 0; i < rows->size() && i < size; ++i) {
    pg::Row row = (*rows)[i];
    last = row.Int();
    pb::Event event;
    event.ParseFromString(row.Bytes());
    *response.add_revisions() = event.vote();
  }
  if (rows->size() > size) response.set_next_page_token(rpc::PageToken(absl::StrCat(last)));
  co_return response;
}

}  // namespace placet::ballots
