#include "services/ballots/store_analysis.h"

#include "absl/strings/str_cat.h"
#include "services/ballots/geneva.h"
#include "services/ballots/store_rows.h"

namespace placet::ballots {
namespace {

using pg::Statement;

const Statement kLoadHistory{"load_history", Statement::kReads, R"sql(
SELECT e.commit_time, e.subject, e.change
FROM event e
WHERE e.sequence = ANY (ARRAY(
  SELECT unnest(v.events) FROM vote v WHERE v.ballot = $1
  UNION ALL
  SELECT unnest(r.events) FROM roll r WHERE r.ballot = $1))
ORDER BY e.sequence)sql"};

// A vote on a ballot that is still open is a secret, so that only closed ones are looked at.
const Statement kLoadRollOrigins{"load_roll_origins", Statement::kReads, R"sql(
SELECT r.member,
       coalesce((
         SELECT CASE WHEN s.from_date > '1900-01-01' THEN s.from_date::text END
         FROM directory_seat s
         WHERE s.committee = b.committee AND s.member = r.member AND s.status = 1
           AND s.from_date <= $2::date AND (s.until_date IS NULL OR s.until_date > $2::date)
         LIMIT 1), ''),
       EXISTS (
         SELECT FROM ballot o JOIN vote v ON v.ballot = o.ballot AND v.member = r.member
         WHERE o.committee = b.committee AND o.open_time < b.open_time
           AND o.close_time <= $3::timestamptz)
FROM ballot b JOIN roll r USING (ballot)
WHERE b.ballot = $1
ORDER BY r.member)sql"};

// $2: the part of this ballot's time that is over, of 1.
const Statement kLoadVotingRecords{"load_voting_records", Statement::kReads, R"sql(
SELECT r.member, count(*), count(v.member),
       count(*) FILTER (WHERE extract(epoch FROM e.commit_time - o.open_time)
                              >= $2::float8 * extract(epoch FROM o.close_time - o.open_time))
FROM ballot b
JOIN ballot o ON o.committee = b.committee AND o.ballot <> b.ballot AND o.state IN (2, 3)
             AND o.close_time <= $3::timestamptz
             AND o.close_time > $3::timestamptz - interval '2 years'
JOIN roll r ON r.ballot = o.ballot AND r.status = 1
LEFT JOIN vote v ON v.ballot = o.ballot AND v.member = r.member
LEFT JOIN event e ON e.sequence = v.events[1]
WHERE b.ballot = $1 AND o.electorate IN (1, 2)
GROUP BY r.member)sql"};

const Statement kStatements[] = {kLoadHistory, kLoadRollOrigins, kLoadVotingRecords};

}  // namespace

std::span<const pg::Statement> AnalysisStatements() { return kStatements; }

Store::Answer<std::vector<HistoryEntry>> Store::LoadHistory(const rpc::Call& call, std::string id) {
  pg::Params params;
  params.Text(id);
  absl::StatusOr<pg::Rows> rows = co_await reads_.Run(kLoadHistory, params, call.deadline);
  if (!rows.ok()) co_return rows.status();
  std::vector<HistoryEntry> history;
  for (int i = 0; i < rows->size(); ++i) {
    pg::Row row = (*rows)[i];
    HistoryEntry& entry = history.emplace_back();
    entry.time = row.Time();
    entry.member = LastId(row.Text());
    entry.event.ParseFromString(row.Bytes());
  }
  co_return history;
}

Store::Answer<std::vector<RollOrigin>> Store::LoadRollOrigins(const rpc::Call& call, std::string id,
                                                              std::string day) {
  pg::Params params;
  params.Text(id).Text(day).Time(call.now);
  absl::StatusOr<pg::Rows> rows = co_await reads_.Run(kLoadRollOrigins, params, call.deadline);
  if (!rows.ok()) co_return rows.status();
  std::vector<RollOrigin> origins;
  for (int i = 0; i < rows->size(); ++i) {
    pg::Row row = (*rows)[i];
    RollOrigin& origin = origins.emplace_back();
    origin.member = row.Text();
    origin.from = row.Text();
    origin.voted_before = row.Bool();
  }
  co_return origins;
}

Store::Answer<std::vector<VotingRecord>> Store::LoadVotingRecords(const rpc::Call& call,
                                                                  std::string id, double over) {
  pg::Params params;
  params.Text(id).Text(absl::StrCat(over)).Time(call.now);
  absl::StatusOr<pg::Rows> rows = co_await reads_.Run(kLoadVotingRecords, params, call.deadline);
  if (!rows.ok()) co_return rows.status();
  std::vector<VotingRecord> records;
  for (int i = 0; i < rows->size(); ++i) {
    pg::Row row = (*rows)[i];
    VotingRecord& record = records.emplace_back();
    record.member = row.Text();
    record.owed = static_cast<int>(row.Int());
    record.voted = static_cast<int>(row.Int());
    record.voted_this_late = static_cast<int>(row.Int());
  }
  co_return records;
}

}  // namespace placet::ballots
