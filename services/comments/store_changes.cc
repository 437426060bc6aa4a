// Comments change, together and with their history.
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/comments/fields.h"
#include "services/comments/store.h"
#include "services/comments/store_rows.h"
#include "services/rpc/names.h"

namespace placet::comments {
namespace {

using pg::Statement;

// $9.. are the columns of the comments as they will be. The guard: each is as it was looked at.
const Statement kChangeComments{"change_comments", Statement::kWrites, R"sql(
WITH given AS MATERIALIZED (
  SELECT * FROM unnest($9::bigint[], $10::bigint[], $11::text[], $12::text[], $13::text[],
    $14::text[], $15::text[], $16::text[], $17::bytea[], $18::text[], $19::text[], $20::bigint[],
    $21::bigint[], $22::text[], $23::text[], $24::text[], $25::bigint[], $26::bigint[],
    $27::bytea[], $28::bytea[], $33::text[])
    AS g (number, version, label, member, liaison, line, clause, element, place, types,
      observation, disposition, state, assignee, due_day, tags, comment_group, conditions, rest,
      difference, further)),
guard AS MATERIALIZED (
  SELECT coalesce(b.changes, 0) + 1 AS change
  FROM (SELECT) one LEFT JOIN ballot b ON b.ballot = $1::text
  WHERE )sql" NEW_REQUEST("$3") R"sql(
    AND (SELECT count(*) FROM given) = (
      SELECT count(*) FROM given g
      JOIN comment c ON c.ballot = $1 AND c.number = g.number AND c.version = g.version)
    AND ($30::bigint = 0 OR $32::bigint = coalesce((
      SELECT v.version FROM comment_group v WHERE v.ballot = $1 AND v.number = $30::bigint), 0))
    AND ($8::bigint = 0 OR EXISTS (
      SELECT FROM change u WHERE u.ballot = $1 AND u.number = $8::bigint AND u.undone_by = 0))),
before AS MATERIALIZED (
  SELECT c.state, count(*) AS comments
  FROM guard CROSS JOIN given g JOIN comment c ON c.ballot = $1 AND c.number = g.number
  GROUP BY c.state),
after AS MATERIALIZED (
  SELECT g.state, count(*) AS comments FROM guard CROSS JOIN given g GROUP BY g.state),
moved AS MATERIALIZED (
  SELECT s.state, coalesce(a.comments, 0) - coalesce(b.comments, 0) AS comments
  FROM generate_series(1, 5) AS s (state)
  LEFT JOIN before b ON b.state = s.state LEFT JOIN after a ON a.state = s.state),
written AS (
  UPDATE comment c
  SET version = c.version + 1, label = g.label, member = g.member, liaison = g.liaison,
      line = g.line, clause = g.clause, element = g.element, place = g.place,
      further = g.further::bytea[], types = g.types,
      observation = g.observation, disposition = g.disposition, state = g.state,
      assignee = g.assignee, due_day = nullif(g.due_day, '')::date,
      tags = string_to_array(g.tags, E'\n'), comment_group = g.comment_group,
      conditions_vote = g.conditions <> 0, rest = g.rest, update_time = $6::timestamptz
  FROM guard CROSS JOIN given g
  WHERE c.ballot = $1 AND c.number = g.number),
outdated AS (
  DELETE FROM comment_search s USING guard CROSS JOIN given g
  WHERE s.ballot = $1 AND s.number = g.number),
history AS (
  INSERT INTO comment_history (ballot, number, version, change, difference)
  SELECT $1, g.number, g.version + 1, guard.change, g.difference FROM guard CROSS JOIN given g),
changed AS (
  INSERT INTO change (ballot, number, kind, actor, change_time, comments, reason, undoes)
  SELECT $1, change, $5::bigint, $2::text, $6::timestamptz, (SELECT count(*) FROM given), $7::text,
         $8::bigint
  FROM guard),
grouped AS (
  INSERT INTO comment_group (ballot, number, version, title)
  SELECT $1, $30::bigint, $32::bigint + 1, $31::text FROM guard WHERE $30::bigint > 0
  ON CONFLICT (ballot, number) DO UPDATE
  SET version = excluded.version, title = excluded.title),
undone AS (
  UPDATE change u SET undone_by = guard.change FROM guard
  WHERE u.ballot = $1 AND u.number = $8::bigint),
counted AS (
  INSERT INTO ballot AS b (ballot, changes) SELECT $1, 1 FROM guard
  ON CONFLICT (ballot) DO UPDATE
  SET open = b.open + (SELECT comments FROM moved WHERE state = 1),
      proposed = b.proposed + (SELECT comments FROM moved WHERE state = 2),
      decided = b.decided + (SELECT comments FROM moved WHERE state = 3),
      objected = b.objected + (SELECT comments FROM moved WHERE state = 4),
      closed = b.closed + (SELECT comments FROM moved WHERE state = 5),
      changes = b.changes + 1
  RETURNING )sql" COUNT_COLUMNS("b") R"sql(),
appended AS (
  INSERT INTO event (sequence, actor, subject, ballot, counts, request_id, fingerprint, change)
  SELECT )sql" NEXT_SEQUENCE R"sql(, $2, 'ballots/' || $1 || '/changes/' || guard.change, $1,
         ARRAY[)sql" COUNT_COLUMNS("b") R"sql(], $3::uuid, $4::bytea, $29::bytea
  FROM guard CROSS JOIN counted b)
SELECT change FROM guard)sql"};

// The arrival first, where $3 does not leave it out, then every change.
const Statement kListCommentHistory{"list_comment_history", Statement::kReads, R"sql(
SELECT h.change, k.kind, k.actor, k.change_time, k.reason, h.difference, h.version
FROM comment_history h JOIN change k ON k.ballot = h.ballot AND k.number = h.change
WHERE h.ballot = $1 AND h.number = $2::bigint AND h.version > $3::bigint
UNION ALL
SELECT 0, 9, c.actor, c.create_time, '', c.origin, 1
FROM comment c
WHERE c.ballot = $1 AND c.number = $2::bigint AND $3::bigint = 0
ORDER BY 7)sql"};

#define CHANGE_COLUMNS \
  "k.number, k.kind, k.actor, k.change_time, k.comments, k.reason, k.undoes, k.undone_by"

const Statement kLoadChange{"load_change", Statement::kReads, R"sql(
SELECT )sql" CHANGE_COLUMNS R"sql(, h.number, h.version, h.difference
FROM change k LEFT JOIN comment_history h ON h.ballot = k.ballot AND h.change = k.number
WHERE k.ballot = $1 AND k.number = $2::bigint
ORDER BY h.number)sql"};

const Statement kListChanges{"list_changes", Statement::kReads, R"sql(
SELECT )sql" CHANGE_COLUMNS R"sql(
FROM change k
WHERE k.ballot = $1 AND ($2::bigint = 0 OR k.number < $2::bigint)
ORDER BY k.number DESC
LIMIT $3::bigint)sql"};

const Statement kStatements[] = {kChangeComments, kListCommentHistory, kLoadChange, kListChanges};

pb::Change ReadChange(pg::Row& row, const std::string& ballot) {
  const auto name = [&](int64_t number) {
    return number == 0 ? "" : NumberedName(ballot, "changes", number);
  };
  pb::Change change;
  change.set_name(name(row.Int()));
  change.set_kind(static_cast<pb::ChangeKind>(row.Int()));
  change.set_actor(row.Text());
  SetTime(*change.mutable_change_time(), row.Time());
  change.set_comments(static_cast<int>(row.Int()));
  change.set_reason(row.Text());
  change.set_undoes(name(row.Int()));
  change.set_undone_by(name(row.Int()));
  return change;
}

// Columns of the comments of a change, built row by row.
struct Columns {
  std::vector<int64_t> numbers, versions, dispositions, states, groups, conditions;
  std::vector<std::string> labels, members, liaisons, lines, clauses, elements, places, furthers,
      types, observations, assignees, due_days, tags, rests, differences;

  void Add(const DecidedChange::Row& row) {
    const pb::Comment& comment = row.stored.comment;
    numbers.push_back(row.stored.number);
    versions.push_back(row.stored.version);
    labels.push_back(comment.label());
    members.push_back(LastId(comment.member()));
    liaisons.push_back(comment.liaison());
    lines.push_back(comment.line());
    clauses.push_back(comment.clause());
    elements.push_back(comment.element());
    places.push_back(PlaceOf(comment));
    furthers.push_back(FurtherOf(comment));
    types.push_back(TypesOf(comment));
    observations.push_back(comment.observation());
    dispositions.push_back(comment.disposition());
    states.push_back(comment.state());
    assignees.push_back(LastId(comment.assignee()));
    due_days.push_back(comment.due_day());
    tags.push_back(TagsOf(comment));
    groups.push_back(GroupOf(comment));
    conditions.push_back(comment.conditions_vote() ? 1 : 0);
    rests.push_back(RestOf(comment));
    differences.push_back(row.difference.SerializeAsString());
  }

  void AddTo(pg::Params& params) const {
    params.Ints(numbers).Ints(versions).Texts(Views(labels)).Texts(Views(members));
    params.Texts(Views(liaisons)).Texts(Views(lines)).Texts(Views(clauses));
    params.Texts(Views(elements)).Blobs(Views(places)).Texts(Views(types));
    params.Texts(Views(observations)).Ints(dispositions).Ints(states).Texts(Views(assignees));
    params.Texts(Views(due_days)).Texts(Views(tags)).Ints(groups).Ints(conditions);
    params.Blobs(Views(rests)).Blobs(Views(differences));
  }
};

}  // namespace

std::span<const pg::Statement> ChangeStatements() { return kStatements; }

Store::Answer<pb::Change> Store::ChangeComments(const rpc::Call& call, std::string ballot,
                                                const DecidedChange& decided) {
  int64_t undoes = 0;
  (void)absl::SimpleAtoi(LastId(decided.change.undoes()), &undoes);
  pg::Params params;
  params.Text(ballot).Text(call.caller).TextOrNull(call.request_id).Bytes(call.fingerprint);
  params.Int(decided.change.kind()).Time(call.now).Text(decided.change.reason()).Int(undoes);
  Columns columns;
  for (const DecidedChange::Row& row : decided.rows) columns.Add(row);
  columns.AddTo(params);
  params.Bytes(Change([&](pb::Event& event) {
    *event.mutable_record()->mutable_change() = decided.change;
    for (const DecidedChange::Row& row : decided.rows) {
      *event.mutable_record()->add_differences() = row.difference;
    }
    if (decided.group) *event.mutable_record()->mutable_group() = *decided.group;
    if (decided.group) event.mutable_record()->mutable_group()->clear_comments();
  }));
  const pb::Group group = decided.group.value_or(pb::Group());
  int64_t group_number = 0;
  (void)absl::SimpleAtoi(LastId(group.name()), &group_number);
  params.Int(group_number).Text(group.title()).Int(decided.group_version);
  params.Texts(Views(columns.furthers));
  const auto rows = co_await writes_.Run(call, kChangeComments, std::move(params));
  absl::Status status = Guarded(rows);
  if (!status.ok()) co_return status;
  pb::Change change = decided.change;
  pg::Row row = (*rows)[0];
  change.set_name(NumberedName(ballot, "changes", row.Int()));
  co_return change;
}

Store::Answer<pb::ListCommentHistoryResponse> Store::ListCommentHistory(const rpc::Call& call,
                                                                        std::string ballot,
                                                                        int64_t number,
                                                                        int64_t after_version) {
  pg::Params params;
  params.Text(ballot).Int(number).Int(after_version);
  const auto rows = co_await reads_.Run(kListCommentHistory, std::move(params), call.deadline);
  if (!rows.ok()) co_return rows.status();
  pb::ListCommentHistoryResponse response;
  for (int i = 0; i < rows->size(); ++i) {
    pg::Row row = (*rows)[i];
    pb::HistoryEntry& entry = *response.add_entries();
    const int64_t change = row.Int();
    if (change > 0) entry.set_change(NumberedName(ballot, "changes", change));
    entry.set_kind(static_cast<pb::ChangeKind>(row.Int()));
    entry.set_actor(row.Text());
    SetTime(*entry.mutable_change_time(), row.Time());
    entry.set_reason(row.Text());
    if (change == 0) {
      pb::Comment arrived;
      arrived.ParseFromString(row.Bytes());
      entry.set_reason(arrived.origin().file());
      continue;
    }
    pb::CommentDifference difference;
    difference.ParseFromString(row.Bytes());
    *entry.mutable_fields() = std::move(*difference.mutable_fields());
  }
  co_return response;
}

Store::Answer<Store::ChangeRecord> Store::LoadChange(const rpc::Call& call, std::string ballot,
                                                     int64_t number) {
  pg::Params params;
  params.Text(ballot).Int(number);
  const auto rows = co_await reads_.Run(kLoadChange, std::move(params), call.deadline);
  if (!rows.ok()) co_return rows.status();
  if (rows->empty()) co_return NotFound(NumberedName(ballot, "changes", number));
  ChangeRecord record;
  for (int i = 0; i < rows->size(); ++i) {
    pg::Row row = (*rows)[i];
    record.change = ReadChange(row, ballot);
    if (row.IsNull()) break;
    record.numbers.push_back(row.Int());
    record.versions.push_back(row.Int());
    record.differences.emplace_back().ParseFromString(row.Bytes());
  }
  co_return record;
}

Store::Answer<pb::ListChangesResponse> Store::ListChanges(const rpc::Call& call, std::string ballot,
                                                          int size, int64_t before) {
  pg::Params params;
  params.Text(ballot).Int(before).Int(size + 1);
  const auto rows = co_await reads_.Run(kListChanges, std::move(params), call.deadline);
  if (!rows.ok()) co_return rows.status();
  pb::ListChangesResponse response;
  for (int i = 0; i < rows->size() && i < size; ++i) {
    pg::Row row = (*rows)[i];
    *response.add_changes() = ReadChange(row, ballot);
  }
  if (rows->size() > size) {
    response.set_next_page_token(rpc::PageToken(LastId(response.changes().rbegin()->name())));
  }
  co_return response;
}

}  // namespace placet::comments
