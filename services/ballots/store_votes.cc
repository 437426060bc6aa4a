#include "absl/strings/str_cat.h"
#include "services/ballots/decide.h"
#include "services/ballots/geneva.h"
#include "services/ballots/store_rows.h"
#include "services/pg/sqlstate.h"
#include "services/record/leaf.h"
#include "services/rpc/names.h"

namespace placet::ballots {
namespace {

using pg::Statement;

// With all seats on the roll of an open ballot where $6 says so, once for each ballot in the set:
// 'member:status:full member:revision,...'. Bodies without a seat vote rarely. LIMIT makes each
// fact one that is found by its key in whatever plan.
const Statement kLoadCast{"load_cast", Statement::kReads, R"sql(
SELECT a.ordinal, )sql" BALLOT_COLUMNS ", b.roll_version, " BODY_COLUMNS ", " VOTE_COLUMNS R"sql(,
       )sql" GRANTS_OF("a.person", "a.day") ", " REPLAY_OF("a.request_id") R"sql(,
       CASE WHEN a.whole AND a.nth_of_ballot = 1 AND b.state = 2 THEN (
         SELECT string_agg(concat_ws(':', o.member, o.status, o.full_member::integer,
                                     coalesce(w.revision, 0)), ',')
         FROM roll o
         LEFT JOIN vote w ON w.ballot = a.ballot AND w.member = o.member
         WHERE o.ballot = a.ballot AND o.status <> 3) END
FROM (
  SELECT *, row_number() OVER (PARTITION BY ballot ORDER BY ordinal) AS nth_of_ballot
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::boolean[])
       WITH ORDINALITY AS asked (ballot, member, person, day, request_id, whole, ordinal)) a
LEFT JOIN LATERAL (SELECT * FROM ballot WHERE ballot = a.ballot LIMIT 1) b ON true
LEFT JOIN LATERAL (
  SELECT * FROM whole_roll WHERE ballot = a.ballot AND member = a.member LIMIT 1) r ON true
LEFT JOIN LATERAL (
  SELECT * FROM vote WHERE ballot = a.ballot AND member = a.member LIMIT 1) v ON true)sql",
                          Statement::kSet};

// The guard: the ballot and its roll, the body's present vote and the caster's right as they were
// looked at, and a request that has not been carried out. The lock of the batch was taken by a
// statement before, so this sees every commit that came first.
const Statement kCastVote{"cast_vote", Statement::kWrites, R"sql(
WITH given AS (
  SELECT g.*,
         row_number() OVER (PARTITION BY g.ballot, g.member ORDER BY g.ordinal) AS nth_of_body,
         )sql" NTH_OF("request_id") R"sql(
  FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[],
              $7::text[], $8::text[], $9::text[], $10::timestamptz[], $11::text[], $12::bytea[],
              $13::bytea[], $14::text[], $15::bigint[], $16::text[])
         WITH ORDINALITY
         AS g (ballot, member, version, roll_version, revision, answer, text, details, caster, cast_time,
               request_id, fingerprint, change, grant_name, grant_sequence, experts, ordinal)),
guard AS MATERIALIZED (
  SELECT g.*, )sql" NEXT_SEQUENCE("g.ordinal") R"sql( AS sequence,
         gen_random_uuid() AS blind, clock_timestamp() AS commit_time
  FROM given g
  WHERE g.nth_of_body = 1 AND )sql" NEW_REQUEST R"sql(
    AND (g.version, g.roll_version)
        = (SELECT b.version, b.roll_version FROM ballot b WHERE b.ballot = g.ballot)
    AND g.grant_sequence
        = (SELECT d.changed FROM directory_grant d WHERE d.grant_name = g.grant_name)
    AND g.revision - 1 = coalesce(
        (SELECT v.revision FROM vote v WHERE v.ballot = g.ballot AND v.member = g.member), 0)),
first_votes AS (
  INSERT INTO vote (ballot, member, answer, text, details, revision, caster, cast_time, events)
  SELECT ballot, member, answer, text, details::jsonb, revision, caster, cast_time,
         ARRAY[sequence]
  FROM guard WHERE revision = 1),
replaced AS (
  INSERT INTO vote (ballot, member, answer, text, details, revision, caster, cast_time, events)
  SELECT ballot, member, answer, text, details::jsonb, revision, caster, cast_time,
         ARRAY[sequence]
  FROM guard WHERE revision > 1
  ON CONFLICT (ballot, member) DO UPDATE
  SET answer = excluded.answer, text = excluded.text, details = excluded.details,
      revision = excluded.revision, caster = excluded.caster, cast_time = excluded.cast_time,
      events = vote.events || excluded.events),
appended AS (
  INSERT INTO event (sequence, blind, commit_time, actor, subject, ballot, request_id, fingerprint,
                     change)
  SELECT sequence, blind, commit_time, caster, 'ballots/' || ballot || '/votes/' || member, ballot,
         request_id::uuid, fingerprint, change
  FROM guard
  RETURNING sequence, leaf),
named AS (
  INSERT INTO expert (ballot, member, event, people)
  SELECT ballot, member, sequence, experts::jsonb FROM guard WHERE experts IS NOT NULL)
SELECT g.ordinal, g.sequence, uuid_send(g.blind), g.commit_time, a.leaf
FROM guard g JOIN appended a USING (sequence) ORDER BY g.ordinal)sql",
                          Statement::kSet};

const Statement kListVoteRevisions{"list_vote_revisions", Statement::kReads, R"sql(
SELECT e.sequence, e.change, x.people::text
FROM vote v JOIN event e ON e.sequence = ANY (v.events)
LEFT JOIN expert x ON x.ballot = v.ballot AND x.member = v.member AND x.event = e.sequence
WHERE v.ballot = $1 AND v.member = $2 AND e.sequence > $3::bigint
ORDER BY e.sequence
LIMIT $4::bigint)sql"};

const Statement kLoadReceipt{"load_receipt", Statement::kReads, R"sql(
SELECT sequence, uuid_send(blind), commit_time, leaf FROM event WHERE request_id = $1::uuid)sql"};

// Versions of a vote, late ones among them, that name an expert.
#define NAMING                                     \
  "FROM expert WHERE ballot = $1 AND member = $2 " \
  "AND people -> 'experts' @> jsonb_build_array(jsonb_build_object('display_name', $3::text))"

const Statement kCountNaming{"count_naming", Statement::kReads, R"sql(
SELECT count(*) )sql" NAMING};

// The guard: as many versions as were looked at.
const Statement kEraseExpert{"erase_expert", Statement::kWrites, R"sql(
WITH guard AS MATERIALIZED (
  SELECT WHERE (SELECT count(*) )sql" NAMING R"sql() = $4::bigint),
erased AS (
  UPDATE expert x
  SET people = jsonb_build_object('experts', (
    SELECT jsonb_agg(CASE WHEN p ->> 'display_name' = $3 THEN '{"display_name": "erased"}'
                          ELSE p END ORDER BY n)
    FROM jsonb_array_elements(x.people -> 'experts') WITH ORDINALITY AS e (p, n)))
  FROM guard
  WHERE x.event IN (SELECT event )sql" NAMING R"sql())
SELECT append_event($5, 'ballots/' || $1 || '/votes/' || $2, $1, $6::uuid, $7, $8) FROM guard)sql"};

const Statement kStatements[] = {kLoadCast,    kCastVote,    kListVoteRevisions,
                                 kLoadReceipt, kCountNaming, kEraseExpert};

record::pb::Receipt ReadReceipt(pg::Row& row) {
  record::pb::Receipt receipt;
  receipt.set_sequence(row.Int());
  receipt.set_blind(row.Bytes());
  SetTime(*receipt.mutable_commit_time(), row.Time());
  receipt.set_leaf(row.Bytes());
  return receipt;
}

}  // namespace

std::span<const pg::Statement> VoteStatements() { return kStatements; }

Store::Answer<CastFacts> Store::LoadCast(const rpc::Call& call, std::string ballot,
                                         std::string member) {
  const bool whole = !known_.Knows(ballot);
  pg::Params params;
  params.Text(ballot).Text(member).Text(call.person()).Text(geneva::DayOf(call.now));
  params.TextOrNull(call.request_id).Bool(whole);
  absl::StatusOr<pg::Rows> rows = co_await reads_.Run(kLoadCast, std::move(params), call.deadline);
  if (!rows.ok()) co_return rows.status();
  pg::Row row = (*rows)[0];
  CastFacts facts;
  if (auto read = ReadBallot(row)) {
    facts.ballot = std::make_shared<const pb::Ballot>(std::move(read->ballot));
    facts.version = read->version;
  }
  facts.roll_version = row.Int();
  facts.body = ReadBody(row);
  const rules::Rule* rule =
      facts.ballot ? decide::RuleOf(*facts.ballot, "", absl::InfinitePast()) : nullptr;
  std::optional<pb::Vote> vote = ReadVote(row, VoteName(ballot, member), rule);
  if (vote) facts.revision = vote->revision();
  if (facts.body) facts.body->vote = std::move(vote);
  facts.asker = ReadAsker(row);
  known_.LearnGrants(call, facts.asker.grants);
  if (!row.IsNull()) known_.LearnRoll(ballot, facts, row.Text());
  co_return facts;
}

Store::Answer<pb::Vote> Store::CastVote(const rpc::Call& call, const CastFacts& facts,
                                        const pb::Vote& vote) {
  const auto ids = rpc::ParseName("ballots/*/votes/*", vote.name());
  const std::string& ballot = (*ids)[0];
  const std::string& member = (*ids)[1];
  const Grant& grant = *decide::CastingGrant(facts, member, vote);
  pg::Params params;
  params.Text(ballot).Text(member).Int(facts.version).Int(facts.roll_version);
  const bool names = !vote.experts().empty();
  const pb::Vote nameless = names ? WithoutNames(vote) : pb::Vote();
  const pb::Vote& kept = names ? nameless : vote;
  params.Int(vote.revision()).Int(vote.answer()).Text(vote.text()).Text(Details(kept));
  params.Text(call.caller).Time(GetTime(vote.cast_time()));
  params.TextOrNull(call.request_id).Bytes(call.fingerprint);
  params.Bytes(Change([&](pb::Event& event) { *event.mutable_vote() = kept; }));
  params.Text(grant.name).Int(grant.sequence).TextOrNull(Experts(vote));
  absl::StatusOr<pg::Rows> rows = co_await writes_.Run(call, kCastVote, std::move(params));
  absl::Status status = Guarded(rows);
  if (!status.ok()) {
    if (!call.ask_only) known_.Forget(ballot);
    co_return status;
  }
  known_.LearnVote(ballot, member, vote.revision());
  if (sealer_ == nullptr) co_return vote;
  pb::Vote answer = vote;
  pg::Row row = (*rows)[0];
  *answer.mutable_receipt() = ReadReceipt(row);
  answer.mutable_receipt()->set_log(sealer_->Origin());
  co_return answer;
}

Store::Answer<pb::Vote> Store::WithReceipt(const rpc::Call& call, pb::Vote vote) {
  if (sealer_ == nullptr) co_return vote;
  pg::Params params;
  params.Text(call.request_id);
  absl::StatusOr<pg::Rows> rows =
      co_await reads_.Run(kLoadReceipt, std::move(params), call.deadline);
  if (!rows.ok()) co_return rows.status();
  if (rows->empty()) co_return vote;
  pg::Row row = (*rows)[0];
  *vote.mutable_receipt() = ReadReceipt(row);
  vote.mutable_receipt()->set_log(sealer_->Origin());
  co_return vote;
}

Store::Answer<int64_t> Store::CountNaming(const rpc::Call& call, std::string ballot,
                                          std::string member, std::string display_name) {
  pg::Params params;
  params.Text(ballot).Text(member).Text(display_name);
  absl::StatusOr<pg::Rows> rows =
      co_await reads_.Run(kCountNaming, std::move(params), call.deadline);
  if (!rows.ok()) co_return rows.status();
  co_return (*rows)[0].Int();
}

Store::Answer<bool> Store::EraseExpert(const rpc::Call& call, std::string ballot,
                                       std::string member, std::string display_name,
                                       int64_t versions) {
  pg::Params params;
  params.Text(ballot).Text(member).Text(display_name).Int(versions).Text(call.caller);
  params.TextOrNull(call.request_id).Bytes(call.fingerprint);
  params.Bytes(Change([&](pb::Event& event) {
    event.mutable_erasure()->set_versions(static_cast<int32_t>(versions));
  }));
  absl::StatusOr<pg::Rows> rows = co_await writes_.Run(call, kEraseExpert, std::move(params));
  absl::Status status = Guarded(rows);
  if (!status.ok()) co_return status;
  co_return true;
}

Store::Answer<pb::ListVoteRevisionsResponse> Store::ListVoteRevisions(const rpc::Call& call,
                                                                      std::string vote_name,
                                                                      int size, std::string after) {
  pg::Params params;
  const auto ids = rpc::ParseName("ballots/*/votes/*", vote_name);
  params.Text((*ids)[0]).Text((*ids)[1]).Text(after.empty() ? "0" : after).Int(size + 1);
  absl::StatusOr<pg::Rows> rows = co_await reads_.Run(kListVoteRevisions, params, call.deadline);
  if (!rows.ok()) co_return rows.status();
  pb::ListVoteRevisionsResponse response;
  int64_t last = 0;
  for (int i = 0; i < rows->size() && i < size; ++i) {
    pg::Row row = (*rows)[i];
    last = row.Int();
    pb::Event event;
    event.ParseFromString(row.Bytes());
    AddNames(row.Text(), *event.mutable_vote());
    *response.add_revisions() = std::move(*event.mutable_vote());
  }
  if (rows->size() > size) response.set_next_page_token(rpc::PageToken(absl::StrCat(last)));
  co_return response;
}

}  // namespace placet::ballots
