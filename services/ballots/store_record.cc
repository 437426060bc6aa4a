// What a bundle of the record has of a ballot besides its events.
#include "services/ballots/store_rows.h"
#include "services/pg/sqlstate.h"

namespace placet::ballots {
namespace {

using pg::Statement;

// Events are found by reading all: an index would cost each vote, and bundles are asked for rarely.
const Statement kListSequences{"list_sequences", Statement::kReads, R"sql(
SELECT sequence FROM event WHERE ballot = $1 ORDER BY sequence)sql"};

const Statement kLoadRows{"load_rows", Statement::kReads, R"sql(
SELECT 'ballot', to_jsonb(t)::text FROM ballot t WHERE ballot = $1
UNION ALL
SELECT 'roll', to_jsonb(t)::text FROM roll t WHERE ballot = $1
UNION ALL
SELECT 'body_list', to_jsonb(t)::text FROM body_list t
WHERE list = (SELECT body_list FROM ballot WHERE ballot = $1)
UNION ALL
SELECT 'vote', to_jsonb(t)::text FROM vote t WHERE ballot = $1
UNION ALL
SELECT 'late_vote', to_jsonb(t)::text FROM late_vote t WHERE ballot = $1
UNION ALL
SELECT 'result', to_jsonb(t)::text FROM result t WHERE ballot = $1
UNION ALL
SELECT 'decision', to_jsonb(t)::text FROM decision t WHERE ballot = $1)sql"};

const Statement kStatements[] = {kListSequences, kLoadRows};

}  // namespace

std::span<const pg::Statement> RecordStatements() { return kStatements; }

Store::Answer<std::vector<int64_t>> Store::ListSequences(const rpc::Call& call,
                                                         std::string ballot) {
  pg::Params params;
  params.Text(ballot);
  absl::StatusOr<pg::Rows> rows =
      co_await reads_.Run(kListSequences, std::move(params), call.deadline);
  if (!rows.ok()) co_return rows.status();
  std::vector<int64_t> sequences;
  for (int i = 0; i < rows->size(); ++i) sequences.push_back((*rows)[i].Int());
  co_return sequences;
}

Store::Answer<std::vector<record::pb::StoredRow>> Store::LoadRows(const rpc::Call& call,
                                                                  std::string ballot) {
  pg::Params params;
  params.Text(ballot);
  absl::StatusOr<pg::Rows> rows = co_await reads_.Run(kLoadRows, std::move(params), call.deadline);
  if (!rows.ok()) co_return rows.status();
  std::vector<record::pb::StoredRow> found;
  for (int i = 0; i < rows->size(); ++i) {
    pg::Row row = (*rows)[i];
    record::pb::StoredRow& stored = found.emplace_back();
    stored.set_table(row.Text());
    stored.set_columns(row.Text());
  }
  co_return found;
}

}  // namespace placet::ballots
