#include "services/record/log.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/util/time_util.h"
#include "services/pg/sqlstate.h"
#include "services/rpc/writes.h"

namespace placet::record {
namespace {

using pg::Statement;

constexpr absl::Duration kPatience = absl::Seconds(10);
constexpr int64_t kTilesPerLook = 256;

#define HEAD_COLUMNS                                                                       \
  "(SELECT origin FROM log), h.size, h.time, h.root, h.key_id, h.signature, "              \
  "(SELECT string_agg(concat_ws(' ', c.witness, c.time, encode(c.signature, 'hex')), ',' " \
  "ORDER BY c.witness) FROM cosignature c WHERE c.size = h.size)"

const Statement kOrigin{"record_origin", Statement::kReads, "SELECT origin FROM log"};

const Statement kHead{"record_head", Statement::kReads,
                      "SELECT " HEAD_COLUMNS R"sql( FROM tree_head h
WHERE h.size = CASE WHEN $1::bigint < 0 THEN (SELECT max(size) FROM tree_head) ELSE $1::bigint END)sql"};

const Statement kHeads{"record_heads", Statement::kReads,
                       "SELECT " HEAD_COLUMNS R"sql( FROM tree_head h
WHERE h.size < $1::bigint ORDER BY h.size DESC LIMIT $2::bigint)sql"};

const Statement kLeaves{"record_leaves", Statement::kReads, R"sql(
SELECT coalesce(string_agg(leaf, ''::bytea ORDER BY sequence), ''), coalesce(max(sequence), 0)
FROM (SELECT sequence, leaf FROM event
      WHERE sequence > $1::bigint ORDER BY sequence LIMIT $2::bigint) e)sql"};

const Statement kTiles{"record_tiles", Statement::kReads, R"sql(
SELECT t.level, t.number, t.hashes
FROM unnest($1::bigint[], $2::bigint[]) AS k (level, number)
JOIN tile t ON t.level = k.level::smallint AND t.number = k.number)sql"};

// $1 and the next $2 tiles of leaves: those that are not what their events are.
const Statement kCompare{"record_compare", Statement::kReads, R"sql(
SELECT (SELECT count(*) FROM tile WHERE level = 0 AND number >= $1::bigint),
       (SELECT min(t.number) FROM tile t
        WHERE t.level = 0 AND t.number >= $1::bigint AND t.number < $1::bigint + $2::bigint
          AND t.hashes <> coalesce((
            SELECT string_agg(e.leaf, ''::bytea ORDER BY e.sequence) FROM event e
            WHERE e.sequence > t.number * 256
              AND e.sequence <= t.number * 256 + octet_length(t.hashes) / 32), ''::bytea)))sql"};

#define ENTRY_COLUMNS(ballot, extra)                                                 \
  "SELECT (SELECT origin FROM log), e.sequence, uuid_send(e.blind), e.commit_time, " \
  "e.actor, e.subject, " ballot                                                      \
  ", coalesce(e.request_id::text, ''), "                                             \
  "coalesce(e.fingerprint, ''), " extra ", e.change, e.leaf FROM event e "
#define NO_BALLOT "''"
#define BALLOT "coalesce(e.ballot, '')"
#define NO_EXTRA "''::bytea"
#define COUNTS                                                                  \
  "int4send(e.first) || int4send(e.counts[1]) || int4send(e.counts[2]) || "     \
  "int4send(e.counts[3]) || int4send(e.counts[4]) || int4send(e.counts[5]) || " \
  "int4send(e.counts[6])"
#define NAMED "WHERE e.sequence = ANY ($1::bigint[]) ORDER BY e.sequence"
#define FOLLOWING "WHERE e.sequence > $1::bigint ORDER BY e.sequence LIMIT $2::bigint"

constexpr char kEntriesName[] = "record_entries";
constexpr char kFollowingName[] = "record_following";

// By Columns.
const Statement kEntries[] = {
    {kEntriesName, Statement::kReads, ENTRY_COLUMNS(NO_BALLOT, NO_EXTRA) NAMED},
    {kEntriesName, Statement::kReads, ENTRY_COLUMNS(BALLOT, NO_EXTRA) NAMED},
    {kEntriesName, Statement::kReads, ENTRY_COLUMNS(BALLOT, COUNTS) NAMED}};
const Statement kFollowing[] = {
    {kFollowingName, Statement::kReads, ENTRY_COLUMNS(NO_BALLOT, NO_EXTRA) FOLLOWING},
    {kFollowingName, Statement::kReads, ENTRY_COLUMNS(BALLOT, NO_EXTRA) FOLLOWING},
    {kFollowingName, Statement::kReads, ENTRY_COLUMNS(BALLOT, COUNTS) FOLLOWING}};

// Guard: the newest head is the one that this one follows. The lock of the lane keeps sealers
// apart.
const Statement kSeal{"seal", Statement::kWrites, R"sql(
WITH guard AS MATERIALIZED (
  SELECT WHERE coalesce((SELECT max(size) FROM tree_head), 0) = $1::bigint),
tiled AS (
  INSERT INTO tile (level, number, hashes)
  SELECT t.level::smallint, t.number, t.hashes
  FROM guard, unnest($2::bigint[], $3::bigint[], $4::bytea[]) AS t (level, number, hashes)
  ON CONFLICT (level, number) DO UPDATE SET hashes = excluded.hashes)
INSERT INTO tree_head (size, time, root, key_id, signature)
SELECT $5::bigint, $6::timestamptz, $7::bytea, $8::bytea, $9::bytea FROM guard
RETURNING size)sql"};

const Statement kAddCosignature{"add_cosignature", Statement::kWrites, R"sql(
INSERT INTO cosignature (size, witness, time, signature)
SELECT $1::bigint, $2, $3::bigint, $4::bytea
ON CONFLICT DO NOTHING
RETURNING size)sql"};

using google::protobuf::util::TimeUtil;

// "witness time signature,..." as HEAD_COLUMNS writes it.
void ReadCosignatures(const std::string& text, pb::TreeHead& head) {
  for (const absl::string_view part : absl::StrSplit(text, ',', absl::SkipEmpty())) {
    const std::vector<std::string> words = absl::StrSplit(part, ' ');
    pb::Cosignature& cosignature = *head.add_cosignatures();
    cosignature.set_witness(words[0]);
    cosignature.set_time(std::stoll(words[1]));
    cosignature.set_signature(absl::HexStringToBytes(words[2]));
  }
}

pb::TreeHead ReadHead(pg::Row row) {
  pb::TreeHead head;
  head.set_log(row.Text());
  head.set_size(row.Int());
  *head.mutable_time() = TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(row.Time()));
  head.set_root(row.Bytes());
  head.set_key_id(row.Bytes());
  head.set_signature(row.Bytes());
  ReadCosignatures(row.Text(), head);
  return head;
}

pb::Entry ReadEntry(pg::Row row) {
  pb::Entry entry;
  entry.set_log(row.Text());
  entry.set_sequence(row.Int());
  entry.set_blind(row.Bytes());
  *entry.mutable_commit_time() = TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(row.Time()));
  entry.set_actor(row.Text());
  entry.set_subject(row.Text());
  entry.set_ballot(row.Text());
  entry.set_request_id(row.Text());
  entry.set_fingerprint(row.Bytes());
  entry.set_extra(row.Bytes());
  entry.set_change(row.Bytes());
  entry.set_leaf(row.Bytes());
  return entry;
}

std::vector<pb::Entry> ReadEntries(const pg::Rows& rows) {
  std::vector<pb::Entry> entries;
  for (int i = 0; i < rows.size(); ++i) entries.push_back(ReadEntry(rows[i]));
  return entries;
}

}  // namespace

std::span<const Statement> Log::Statements(Columns columns) {
  static const auto with = [](size_t i) {
    return std::vector<Statement>{kOrigin,  kHead,       kHeads,        kLeaves, kTiles,
                                  kCompare, kEntries[i], kFollowing[i], kSeal,   kAddCosignature};
  };
  static const std::vector<Statement> all[] = {with(0), with(1), with(2)};
  return all[static_cast<size_t>(columns)];
}

absl::StatusOr<std::string> Log::Origin() {
  const auto rows = reads_.RunBlocking(kOrigin, pg::Params(), absl::Now() + kPatience);
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return absl::DataLossError("the log has no origin");
  return (*rows)[0].Text();
}

absl::StatusOr<std::optional<pb::TreeHead>> Log::Latest() {
  pg::Params params;
  params.Int(-1);
  const auto rows = reads_.RunBlocking(kHead, std::move(params), absl::Now() + kPatience);
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return std::optional<pb::TreeHead>();
  return ReadHead((*rows)[0]);
}

absl::StatusOr<Leaves> Log::LoadLeaves(int64_t after, int64_t most) {
  pg::Params params;
  params.Int(after).Int(most);
  const auto rows = reads_.RunBlocking(kLeaves, std::move(params), absl::Now() + kPatience);
  if (!rows.ok()) return rows.status();
  pg::Row row = (*rows)[0];
  Leaves leaves;
  leaves.hashes = row.Bytes();
  leaves.until = row.Int();
  return leaves;
}

absl::StatusOr<int64_t> Log::FirstDifference() {
  for (int64_t tile = 0;; tile += kTilesPerLook) {
    pg::Params params;
    params.Int(tile).Int(kTilesPerLook);
    const auto rows = reads_.RunBlocking(kCompare, std::move(params), absl::Now() + kPatience);
    if (!rows.ok()) return rows.status();
    pg::Row row = (*rows)[0];
    const int64_t left = row.Int();
    if (!row.IsNull()) return row.Int() * static_cast<int64_t>(kTileWidth) + 1;
    if (left <= kTilesPerLook) return 0;
  }
}

absl::Status Log::Seal(int64_t before, const std::map<TileKey, std::string>& tiles,
                       const pb::TreeHead& head) {
  std::vector<int64_t> levels;
  std::vector<int64_t> numbers;
  std::vector<absl::string_view> hashes;
  for (const auto& [key, tile] : tiles) {
    levels.push_back(key.level);
    numbers.push_back(static_cast<int64_t>(key.number));
    hashes.emplace_back(tile);
  }
  pg::Params params;
  params.Int(before).Ints(levels).Ints(numbers).Blobs(hashes).Int(head.size());
  params.Time(absl::FromUnixMicros(TimeUtil::TimestampToMicroseconds(head.time())));
  params.Bytes(head.root()).Bytes(head.key_id()).Bytes(head.signature());
  const auto rows = writes_.RunBlocking(kSeal, std::move(params), absl::Now() + kPatience);
  if (!rows.ok()) return rows.status();
  return rows->empty() ? pg::Stale() : absl::OkStatus();
}

Log::Answer<std::optional<pb::TreeHead>> Log::LoadHead(absl::Time deadline, int64_t size) {
  pg::Params params;
  params.Int(size);
  const auto rows = co_await reads_.Run(kHead, std::move(params), deadline);
  if (!rows.ok()) co_return rows.status();
  std::optional<pb::TreeHead> head;
  if (!rows->empty()) head = ReadHead((*rows)[0]);
  co_return head;
}

Log::Answer<std::vector<pb::TreeHead>> Log::ListHeads(absl::Time deadline, int64_t below,
                                                      int most) {
  pg::Params params;
  params.Int(below).Int(most);
  const auto rows = co_await reads_.Run(kHeads, std::move(params), deadline);
  if (!rows.ok()) co_return rows.status();
  std::vector<pb::TreeHead> heads;
  for (int i = 0; i < rows->size(); ++i) heads.push_back(ReadHead((*rows)[i]));
  co_return heads;
}

Log::Answer<std::map<TileKey, std::string>> Log::LoadTiles(absl::Time deadline,
                                                           std::vector<TileKey> keys) {
  std::vector<int64_t> levels;
  std::vector<int64_t> numbers;
  for (const TileKey& key : keys) {
    levels.push_back(key.level);
    numbers.push_back(static_cast<int64_t>(key.number));
  }
  pg::Params params;
  params.Ints(levels).Ints(numbers);
  const auto rows = co_await reads_.Run(kTiles, std::move(params), deadline);
  if (!rows.ok()) co_return rows.status();
  std::map<TileKey, std::string> tiles;
  for (int i = 0; i < rows->size(); ++i) {
    pg::Row row = (*rows)[i];
    const int level = static_cast<int>(row.Int());
    const auto number = static_cast<uint64_t>(row.Int());
    const TileKey key{level, number};
    tiles[key] = row.Bytes();
  }
  co_return tiles;
}

Log::Answer<std::vector<pb::Entry>> Log::LoadEntries(absl::Time deadline,
                                                     std::vector<int64_t> sequences) {
  pg::Params params;
  params.Ints(sequences);
  const Statement& statement = kEntries[static_cast<size_t>(columns_)];
  const auto rows = co_await reads_.Run(statement, std::move(params), deadline);
  if (!rows.ok()) co_return rows.status();
  co_return ReadEntries(*rows);
}

Log::Answer<std::vector<pb::Entry>> Log::ListEntries(absl::Time deadline, int64_t after, int most) {
  pg::Params params;
  params.Int(after).Int(most);
  const Statement& statement = kFollowing[static_cast<size_t>(columns_)];
  const auto rows = co_await reads_.Run(statement, std::move(params), deadline);
  if (!rows.ok()) co_return rows.status();
  co_return ReadEntries(*rows);
}

Log::Answer<bool> Log::AddCosignature(const rpc::Call& call, int64_t size,
                                      const pb::Cosignature& cosignature) {
  const rpc::Writes writes(writes_);
  pg::Params params;
  params.Int(size).Text(cosignature.witness()).Int(cosignature.time());
  params.Bytes(cosignature.signature());
  const auto rows = co_await writes.Run(call, kAddCosignature, std::move(params));
  if (!rows.ok()) co_return rows.status();
  co_return !rows->empty();
}

}  // namespace placet::record
