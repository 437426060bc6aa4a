#include "services/comments/store_consensus.h"

#include "absl/strings/str_cat.h"
#include "services/comments/fields.h"
#include "services/comments/store_rows.h"
#include "services/rpc/names.h"

namespace placet::comments {
namespace {

using pg::Statement;

// Alike at the same place, of different bodies. Of each place so many are looked at: the work grows
// with the square.
const Statement kListPairs{"list_pairs", Statement::kReads, R"sql(
WITH c AS MATERIALIZED (
  SELECT number, CASE WHEN member <> '' THEN member ELSE '~' || liaison END AS body,
         lower(btrim(clause)) AS clause, lower(left(comment, 1000)) AS text,
         row_number() OVER (PARTITION BY lower(btrim(clause)) ORDER BY number) AS nth
  FROM comment WHERE ballot = $1 AND disposition <> 7),
pairs AS (
  SELECT a.number AS first, b.number AS second, similarity(a.text, b.text) AS alike
  FROM c a JOIN c b ON b.clause = a.clause AND b.number > a.number AND b.body <> a.body
  WHERE a.nth <= 200 AND b.nth <= 200)
SELECT first, second, floor(alike * 100)::bigint AS percent
FROM pairs WHERE alike * 100 >= $2::bigint
ORDER BY 3 DESC, 1, 2
LIMIT 5000)sql"};

const Statement kLoadGroup{"load_group", Statement::kReads, R"sql(
SELECT )sql" REPLAY_OF("$3") R"sql(, coalesce(g.title, ''), coalesce(g.version, 0),
       (SELECT coalesce(max(n.number), 0) + 1 FROM comment_group n WHERE n.ballot = $1)
FROM (SELECT) one LEFT JOIN comment_group g ON g.ballot = $1 AND g.number = $2::bigint)sql"};

// With their comments, in document order.
const Statement kListGroups{"list_groups", Statement::kReads, R"sql(
SELECT g.number, g.version, g.title, c.number
FROM comment_group g JOIN comment c ON c.ballot = g.ballot AND c.comment_group = g.number
WHERE g.ballot = $1
ORDER BY g.number, c.place, c.number)sql"};

// The counts of the last event of each day in Geneva.
const Statement kListDays{"list_days", Statement::kReads, R"sql(
SELECT DISTINCT ON (1) (e.commit_time AT TIME ZONE 'Europe/Zurich')::date::text, e.counts[1],
       e.counts[2], e.counts[3], e.counts[4], e.counts[5], e.counts[6]
FROM event e WHERE e.ballot = $1
ORDER BY 1, e.sequence DESC)sql"};

const Statement kListBodies{"list_bodies", Statement::kReads, R"sql(
SELECT CASE WHEN c.member <> '' THEN 'members/' || c.member ELSE c.liaison END, count(*),
       count(*) FILTER (WHERE c.state = 1), count(*) FILTER (WHERE c.state = 2),
       count(*) FILTER (WHERE c.state = 3), count(*) FILTER (WHERE c.state = 4),
       count(*) FILTER (WHERE c.state = 5)
FROM comment c WHERE c.ballot = $1
GROUP BY 1 ORDER BY 1)sql"};

// One row for each finding, or one without.
const Statement kLoadFindings{"load_findings", Statement::kReads, R"sql(
SELECT )sql" REPLAY_OF("$2") ", " COUNT_COLUMNS("b") R"sql(, f.finding
FROM (SELECT) one
LEFT JOIN ballot b ON b.ballot = $1
LEFT JOIN finding f ON f.ballot = $1
ORDER BY f.number)sql"};

const Statement kRecordFinding{"record_finding", Statement::kWrites, R"sql(
WITH guard AS MATERIALIZED (
  SELECT $2::bigint AS number
  WHERE )sql" NEW_REQUEST("$4") R"sql(
    AND (SELECT count(*) + 1 FROM finding f WHERE f.ballot = $1::text) = $2::bigint),
found AS (
  INSERT INTO finding (ballot, number, finding) SELECT $1, number, $6::bytea FROM guard),
counted AS (
  INSERT INTO ballot AS b (ballot, findings) SELECT $1, 1 FROM guard
  ON CONFLICT (ballot) DO UPDATE SET findings = b.findings + 1
  RETURNING )sql" COUNT_COLUMNS("b") R"sql(),
appended AS (
  INSERT INTO event (sequence, actor, subject, ballot, counts, request_id, fingerprint, change)
  SELECT )sql" NEXT_SEQUENCE R"sql(, $3::text, 'ballots/' || $1 || '/findings/' || number, $1,
         ARRAY[)sql" COUNT_COLUMNS("b") R"sql(], $4::uuid, $5::bytea, $7::bytea
  FROM guard CROSS JOIN counted b)
SELECT number FROM guard)sql"};

const Statement kStatements[] = {kListPairs,  kLoadGroup,    kListGroups,   kListDays,
                                 kListBodies, kLoadFindings, kRecordFinding};

}  // namespace

std::span<const pg::Statement> ConsensusStatements() { return kStatements; }

ConsensusStore::Answer<std::vector<Pair>> ConsensusStore::ListPairs(const rpc::Call& call,
                                                                    std::string ballot,
                                                                    int least_percent) {
  pg::Params params;
  params.Text(ballot).Int(least_percent);
  const auto rows = co_await reads_.Run(kListPairs, std::move(params), call.deadline);
  if (!rows.ok()) co_return rows.status();
  std::vector<Pair> pairs;
  for (int i = 0; i < rows->size(); ++i) {
    pg::Row row = (*rows)[i];
    Pair& pair = pairs.emplace_back();
    pair.first = static_cast<int>(row.Int());
    pair.second = static_cast<int>(row.Int());
    pair.percent = static_cast<int>(row.Int());
  }
  co_return pairs;
}

ConsensusStore::Answer<GroupFacts> ConsensusStore::LoadGroup(const rpc::Call& call,
                                                             std::string ballot, int64_t number) {
  pg::Params params;
  params.Text(ballot).Int(number).TextOrNull(call.request_id);
  const auto rows = co_await reads_.Run(kLoadGroup, std::move(params), call.deadline);
  if (!rows.ok()) co_return rows.status();
  pg::Row row = (*rows)[0];
  GroupFacts facts;
  facts.replay = ReadReplay(row);
  facts.title = row.Text();
  facts.version = row.Int();
  facts.next = row.Int();
  co_return facts;
}

ConsensusStore::Answer<pb::ListGroupsResponse> ConsensusStore::ListGroups(const rpc::Call& call,
                                                                          std::string ballot) {
  pg::Params params;
  params.Text(ballot);
  const auto rows = co_await reads_.Run(kListGroups, std::move(params), call.deadline);
  if (!rows.ok()) co_return rows.status();
  pb::ListGroupsResponse response;
  for (int i = 0; i < rows->size(); ++i) {
    pg::Row row = (*rows)[i];
    const std::string name = NumberedName(ballot, "groups", row.Int());
    const int64_t version = row.Int();
    const std::string title = row.Text();
    if (response.groups().empty() || response.groups().rbegin()->name() != name) {
      pb::Group& group = *response.add_groups();
      group.set_name(name);
      group.set_title(title);
      group.set_etag(rpc::Etag(version));
    }
    response.mutable_groups()->rbegin()->add_comments(NumberedName(ballot, "comments", row.Int()));
  }
  co_return response;
}

ConsensusStore::Answer<pb::Progress> ConsensusStore::GetProgress(const rpc::Call& call,
                                                                 std::string ballot) {
  pg::Params params;
  params.Text(ballot);
  pg::Params same = params;
  const auto days = co_await reads_.Run(kListDays, std::move(params), call.deadline);
  if (!days.ok()) co_return days.status();
  const auto bodies = co_await reads_.Run(kListBodies, std::move(same), call.deadline);
  if (!bodies.ok()) co_return bodies.status();
  pb::Progress progress;
  for (int i = 0; i < days->size(); ++i) {
    pg::Row row = (*days)[i];
    pb::DayProgress& day = *progress.add_days();
    day.set_day(row.Text());
    *day.mutable_counts() = ReadCounts(row);
  }
  for (int i = 0; i < bodies->size(); ++i) {
    pg::Row row = (*bodies)[i];
    pb::BodyProgress& body = *progress.add_bodies();
    body.set_body(row.Text());
    *body.mutable_counts() = ReadCounts(row);
  }
  co_return progress;
}

ConsensusStore::Answer<FindingFacts> ConsensusStore::LoadFindings(const rpc::Call& call,
                                                                  std::string ballot) {
  pg::Params params;
  params.Text(ballot).TextOrNull(call.request_id);
  const auto rows = co_await reads_.Run(kLoadFindings, std::move(params), call.deadline);
  if (!rows.ok()) co_return rows.status();
  FindingFacts facts;
  for (int i = 0; i < rows->size(); ++i) {
    pg::Row row = (*rows)[i];
    facts.replay = ReadReplay(row);
    facts.counts = ReadCounts(row);
    if (!row.IsNull()) facts.findings.emplace_back().ParseFromString(row.Bytes());
  }
  co_return facts;
}

ConsensusStore::Answer<pb::Finding> ConsensusStore::RecordFinding(const rpc::Call& call,
                                                                  std::string ballot,
                                                                  const pb::Finding& finding,
                                                                  int64_t number) {
  pg::Params params;
  params.Text(ballot).Int(number).Text(call.caller).TextOrNull(call.request_id);
  params.Bytes(call.fingerprint).Bytes(finding.SerializeAsString());
  params.Bytes(Change([&](pb::Event& event) { *event.mutable_finding() = finding; }));
  const auto rows = co_await writes_.Run(call, kRecordFinding, std::move(params));
  absl::Status status = Guarded(rows);
  if (!status.ok()) co_return status;
  co_return finding;
}

}  // namespace placet::comments
