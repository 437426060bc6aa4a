// Comments arrive: all of an import in one statement, or none.
#include "absl/strings/str_cat.h"
#include "services/comments/differences.h"
#include "services/comments/fields.h"
#include "services/comments/store.h"
#include "services/comments/store_rows.h"

namespace placet::comments {
namespace {

using pg::Statement;

// Those that are there already, and the replay; one row at least.
const Statement kLoadImport{"load_import", Statement::kReads, R"sql(
SELECT )sql" REPLAY_OF("$3") R"sql(, c.content, c.number, c.version, c.label
FROM (SELECT) one
LEFT JOIN comment c ON c.ballot = $1 AND c.content = ANY ($2::bytea[]))sql"};

// $8.. are the columns of new comments; $23.. those that get another label. The guard: nobody has
// brought the same meanwhile, nobody has changed those that were there.
const Statement kImportComments{"import_comments", Statement::kWrites, R"sql(
WITH guard AS MATERIALIZED (
  SELECT coalesce(b.total, 0) AS total, coalesce(b.changes, 0) + 1 AS change
  FROM (SELECT) one LEFT JOIN ballot b ON b.ballot = $1::text
  WHERE )sql" NEW_REQUEST("$3") R"sql(
    AND NOT EXISTS (SELECT FROM comment c WHERE c.ballot = $1 AND c.content = ANY ($8::bytea[]))
    AND cardinality($23::bigint[]) = (
      SELECT count(*) FROM unnest($23::bigint[], $24::bigint[]) AS k (number, version)
      JOIN comment c ON c.ballot = $1 AND c.number = k.number AND c.version = k.version)),
arrived AS (
  INSERT INTO comment (ballot, number, version, content, label, member, liaison, line, clause,
    element, place, types, comment, proposed_change, observation, disposition, state, assignee,
    tags, comment_group, conditions_vote, rest, origin, actor, create_time, update_time, further)
  SELECT $1, g.total + r.ordinal, 1, r.content, r.label, r.member, r.liaison, r.line, r.clause,
    r.element, r.place, r.types, r.comment, r.proposed_change, r.observation, r.disposition,
    r.state, '', string_to_array(r.tags, E'\n'), 0, false, '', r.origin, $2::text, $6::timestamptz,
    $6::timestamptz, r.further::bytea[]
  FROM guard g CROSS JOIN unnest($8::bytea[], $9::text[], $10::text[], $11::text[], $12::text[],
    $13::text[], $14::text[], $15::bytea[], $16::text[], $17::text[], $18::text[], $19::text[],
    $20::bigint[], $21::bigint[], $22::bytea[], $27::text[], $32::text[]) WITH ORDINALITY
    AS r (content, label, member, liaison, line, clause, element, place, types, comment,
      proposed_change, observation, disposition, state, origin, tags, further, ordinal)),
relabelled AS (
  UPDATE comment c
  SET label = k.label, version = c.version + 1, update_time = $6::timestamptz
  FROM guard g CROSS JOIN unnest($23::bigint[], $25::text[]) AS k (number, label)
  WHERE c.ballot = $1 AND c.number = k.number),
history AS (
  INSERT INTO comment_history (ballot, number, version, change, difference)
  SELECT $1, k.number, k.version + 1, g.change, k.difference
  FROM guard g
  CROSS JOIN unnest($23::bigint[], $24::bigint[], $26::bytea[]) AS k (number, version, difference)),
changed AS (
  INSERT INTO change (ballot, number, kind, actor, change_time, comments, reason, undoes)
  SELECT $1, g.change, 9, $2, $6::timestamptz, cardinality($23::bigint[]), $7::text, 0
  FROM guard g WHERE cardinality($23::bigint[]) > 0),
counted AS (
  INSERT INTO ballot AS b (ballot, total, open, proposed, decided, changes)
  SELECT $1, $28::bigint, $29::bigint, $30::bigint, $31::bigint,
         least(1, cardinality($23::bigint[]))
  FROM guard
  ON CONFLICT (ballot) DO UPDATE
  SET total = b.total + excluded.total, open = b.open + excluded.open,
      proposed = b.proposed + excluded.proposed, decided = b.decided + excluded.decided,
      changes = b.changes + excluded.changes
  RETURNING )sql" COUNT_COLUMNS("b") R"sql(),
appended AS (
  INSERT INTO event (sequence, actor, subject, ballot, first, counts, request_id, fingerprint,
    change)
  SELECT n.sequence, $2, 'ballots/' || $1 || '/imports/' || n.sequence, $1, g.total + 1,
         ARRAY[)sql" COUNT_COLUMNS("b") R"sql(], $3::uuid, $4::bytea, $5::bytea
  FROM guard g CROSS JOIN counted b CROSS JOIN (SELECT )sql" NEXT_SEQUENCE R"sql( AS sequence) n)
SELECT total + 1 FROM guard)sql"};

const Statement kStatements[] = {kLoadImport, kImportComments};

std::vector<absl::string_view> Contents(const Arrivals& arrivals,
                                        const std::vector<size_t>& indexes) {
  std::vector<absl::string_view> contents;
  for (const size_t i : indexes) contents.push_back(arrivals.rows[i].content);
  return contents;
}

// One column of all new comments.
template <class Of>
void AddTexts(pg::Params& params, const Arrivals& arrivals, const std::vector<size_t>& added,
              Of of) {
  std::vector<std::string> made;  // keeps what `of` makes
  std::vector<absl::string_view> texts;
  if constexpr (std::is_reference_v<decltype(of(arrivals.rows[0].comment))>) {
    for (const size_t i : added) texts.push_back(of(arrivals.rows[i].comment));
  } else {
    for (const size_t i : added) made.push_back(of(arrivals.rows[i].comment));
    texts = Views(made);
  }
  params.Texts(texts);
}

template <class Of>
void AddBlobs(pg::Params& params, const Arrivals& arrivals, const std::vector<size_t>& added,
              Of of) {
  std::vector<std::string> made;
  for (const size_t i : added) made.push_back(of(arrivals.rows[i].comment));
  params.Blobs(Views(made));
}

template <class Of>
void AddInts(pg::Params& params, const Arrivals& arrivals, const std::vector<size_t>& added,
             Of of) {
  std::vector<int64_t> numbers;
  for (const size_t i : added) numbers.push_back(of(arrivals.rows[i].comment));
  params.Ints(numbers);
}

std::string MemberOf(const pb::Comment& comment) { return LastId(comment.member()); }

// $8 to $22.
void AddColumns(pg::Params& params, const Arrivals& arrivals, const std::vector<size_t>& added) {
  using C = const pb::Comment&;
  params.Blobs(Contents(arrivals, added));
  AddTexts(params, arrivals, added, [](C c) -> const std::string& { return c.label(); });
  AddTexts(params, arrivals, added, MemberOf);
  AddTexts(params, arrivals, added, [](C c) -> const std::string& { return c.liaison(); });
  AddTexts(params, arrivals, added, [](C c) -> const std::string& { return c.line(); });
  AddTexts(params, arrivals, added, [](C c) -> const std::string& { return c.clause(); });
  AddTexts(params, arrivals, added, [](C c) -> const std::string& { return c.element(); });
  AddBlobs(params, arrivals, added, PlaceOf);
  AddTexts(params, arrivals, added, TypesOf);
  AddTexts(params, arrivals, added, [](C c) -> const std::string& { return c.comment(); });
  AddTexts(params, arrivals, added, [](C c) -> const std::string& { return c.proposed_change(); });
  AddTexts(params, arrivals, added, [](C c) -> const std::string& { return c.observation(); });
  AddInts(params, arrivals, added, [](C c) -> int64_t { return c.disposition(); });
  AddInts(params, arrivals, added, [](C c) -> int64_t { return c.state(); });
  AddBlobs(params, arrivals, added, OriginOf);
}

// $23 to $26.
void AddLabels(pg::Params& params, const Arrivals& arrivals, const DecidedImport& decided) {
  std::vector<int64_t> numbers;
  std::vector<int64_t> versions;
  std::vector<absl::string_view> labels;
  std::vector<std::string> differences;
  for (const DecidedImport::Relabelled& relabelled : decided.relabelled) {
    const pb::Comment& row = arrivals.rows[relabelled.row].comment;
    pb::Comment after = relabelled.stored.comment;
    after.set_label(row.label());
    numbers.push_back(relabelled.stored.number);
    versions.push_back(relabelled.stored.version);
    labels.push_back(row.label());
    differences.push_back(DifferenceOf(relabelled.stored.comment, after).SerializeAsString());
  }
  params.Ints(numbers).Ints(versions).Texts(labels).Blobs(Views(differences));
}

std::string EventOf(const rpc::Call& call, const std::string& ballot, const Arrivals& arrivals,
                    const DecidedImport& decided) {
  return Change([&](pb::Event& event) {
    pb::Import& import = *event.mutable_import();
    import.set_ballot(absl::StrCat("ballots/", ballot));
    import.set_actor(call.caller);
    import.set_member(NameOf("members", decided.member));
    import.set_liaison(decided.liaison);
    for (const pb::ImportedFile& file : arrivals.files) import.add_files(file.file());
    const auto add = [&](const Arrival& row) -> pb::ImportedComment& {
      pb::ImportedComment& comment = *import.add_comments();
      comment.set_label(row.comment.label());
      comment.set_member(row.comment.member());
      comment.set_liaison(row.comment.liaison());
      comment.set_digest(row.content);
      return comment;
    };
    for (const size_t i : decided.added) add(arrivals.rows[i]);
    for (const DecidedImport::Relabelled& relabelled : decided.relabelled) {
      pb::ImportedComment& comment = add(arrivals.rows[relabelled.row]);
      comment.set_comment(relabelled.stored.comment.name());
      comment.set_known(true);
    }
  });
}

}  // namespace

std::span<const pg::Statement> ImportStatements() { return kStatements; }

Store::Answer<Store::ImportFacts> Store::LoadImport(const rpc::Call& call, std::string ballot,
                                                    const Arrivals& arrivals) {
  std::vector<absl::string_view> contents;
  for (const Arrival& row : arrivals.rows) contents.push_back(row.content);
  pg::Params params;
  params.Text(ballot).Blobs(contents).TextOrNull(call.request_id);
  const auto rows = co_await reads_.Run(kLoadImport, std::move(params), call.deadline);
  if (!rows.ok()) co_return rows.status();
  ImportFacts facts;
  for (int i = 0; i < rows->size(); ++i) {
    pg::Row row = (*rows)[i];
    facts.replay = ReadReplay(row);
    if (row.IsNull()) break;
    Known& known = facts.known.emplace_back();
    known.content = row.Bytes();
    known.stored.number = static_cast<int>(row.Int());
    known.stored.version = row.Int();
    known.stored.comment.set_label(row.Text());
    known.stored.comment.set_name(NumberedName(ballot, "comments", known.stored.number));
  }
  co_return facts;
}

Store::Answer<int> Store::ImportComments(const rpc::Call& call, std::string ballot,
                                         const Arrivals& arrivals, const DecidedImport& decided) {
  pg::Params params;
  params.Text(ballot).Text(call.caller).TextOrNull(call.request_id).Bytes(call.fingerprint);
  params.Bytes(EventOf(call, ballot, arrivals, decided)).Time(call.now).Text(decided.files);
  AddColumns(params, arrivals, decided.added);
  AddLabels(params, arrivals, decided);
  AddTexts(params, arrivals, decided.added, TagsOf);
  params.Int(decided.counts.total()).Int(decided.counts.without_disposition());
  params.Int(decided.counts.proposed()).Int(decided.counts.decided());
  AddTexts(params, arrivals, decided.added, FurtherOf);
  const auto rows = co_await writes_.Run(call, kImportComments, std::move(params));
  absl::Status status = Guarded(rows);
  if (!status.ok()) co_return status;
  pg::Row row = (*rows)[0];
  co_return static_cast<int>(row.Int());
}

}  // namespace placet::comments
