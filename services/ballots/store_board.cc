#include "services/ballots/store_board.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/ballots/store_rows.h"
#include "services/ballots/words.h"

namespace placet::ballots {
namespace {

using pg::Statement;

// Bodies that have a row on the roll or a vote in one text, "de:1121000,...": status, member body,
// answer (hexadecimal), reasons, expert, active part, use, a digit each; and in another who is
// listed, whether in the first or not, for to tell them apart here takes longer than all the rest.
// White space is that of C, and the questions are those, as in count.cc.
#define BOARD_COLUMNS                                                                              \
  "(SELECT coalesce(max(sequence), 0) FROM event), " BALLOT_COLUMNS ", " PROJECT_COLUMNS           \
  ", coalesce(("                                                                                   \
  "SELECT string_agg(r.member || ':' || r.status || r.full_member::integer || "                    \
  "to_hex(coalesce(v.answer, 0)) || "                                                              \
  "coalesce(btrim(v.text, E' \\t\\n\\x0b\\f\\r') <> '', false)::integer "                          \
  "|| (coalesce(jsonb_array_length(v.details -> 'experts'), 0) > 0)::integer "                     \
  "|| coalesce(v.details @? '$.answers[*] ? (@.question == \"active-part\" && "                    \
  "@.choice == \"yes\")', false)::integer "                                                        \
  "|| coalesce(v.details @? '$.answers[*] ? ((@.question == \"adopted\" || "                       \
  "@.question == \"used\") && @.choice == \"yes\")', false)::integer, ',') "                       \
  "FROM (SELECT member, status, full_member FROM roll WHERE ballot = b.ballot UNION ALL "          \
  "SELECT w.member, 3, true FROM vote w WHERE w.ballot = b.ballot AND NOT EXISTS ("                \
  "SELECT FROM roll s WHERE s.ballot = w.ballot AND s.member = w.member)) r "                      \
  "LEFT JOIN vote v ON v.ballot = b.ballot AND v.member = r.member), ''), "                        \
  "coalesce((SELECT string_agg(l.member, ',') FROM body_list l WHERE l.list = b.body_list), ''), " \
  "(SELECT c.standing::text FROM comment_standing c WHERE c.ballot = b.ballot) "

// One row for each ballot, or one without a ballot: the head comes in either case.
const Statement kLoadBoard{"load_board", Statement::kReads, R"sql(
SELECT )sql" BOARD_COLUMNS R"sql(
FROM (SELECT) one
LEFT JOIN (ballot b LEFT JOIN project p USING (project)) ON b.state = 2 AND b.ballot > $1
ORDER BY b.ballot
LIMIT $2::bigint)sql"};

const Statement kLoadBoardBallots{"load_board_ballots", Statement::kReads, R"sql(
SELECT )sql" BOARD_COLUMNS R"sql(
FROM ballot b LEFT JOIN project p USING (project)
WHERE b.state = 2 AND b.ballot = ANY ($1::text[]))sql"};

// One row for each event, or one without an event: the directory's position comes in either case.
const Statement kFollowBoard{"follow_board", Statement::kReads, R"sql(
SELECT d.sequence, e.sequence, e.subject, e.change
FROM directory_position d
LEFT JOIN LATERAL (
  SELECT * FROM event
  WHERE sequence > $1::bigint
  ORDER BY sequence
  LIMIT $2::bigint) e ON true
ORDER BY e.sequence)sql"};

// The position with each row, so that it is of the same snapshot; committees have no person.
const Statement kLoadBoardDirectory{"load_board_directory", Statement::kReads, R"sql(
SELECT d.sequence, x.name, x.person, x.role, x.member, x.committee, x.from_date, x.until_date,
       x.changed
FROM directory_position d
LEFT JOIN LATERAL (
  SELECT grant_name AS name, person, role, member, c.committee, from_date::text AS from_date,
         coalesce(until_date::text, '') AS until_date, changed
  FROM directory_grant CROSS JOIN LATERAL unnest(committees) c (committee)
  WHERE changed > $1::bigint
  UNION ALL
  SELECT reference, '', 0, '', committee, '', '', changed
  FROM directory_committee WHERE changed > $1::bigint) x ON true)sql"};

const Statement kStatements[] = {kLoadBoard, kLoadBoardBallots, kFollowBoard, kLoadBoardDirectory};

constexpr int kBallotsPerPage = 200;
constexpr int kEventsPerPage = 2000;
// Longer than the store itself lets a statement run.
constexpr absl::Duration kPatience = absl::Seconds(6);

LoadedBallot::Body ReadPlace(absl::string_view text) {
  constexpr size_t kDigits = 7;
  const size_t digits = text.size() - kDigits;
  const auto digit = [&](size_t n) {
    const char c = text[digits + n];
    return c >= 'a' ? c - 'a' + 10 : c - '0';
  };
  LoadedBallot::Body body;
  body.member = std::string(text.substr(0, digits - 1));
  body.cast.status = ToRules(static_cast<pb::MemberStatus>(digit(0)));
  body.cast.full_member = digit(1) != 0;
  body.cast.answer = ToRules(static_cast<pb::Answer>(digit(2)));
  body.cast.has_reasons = digit(3) != 0;
  body.cast.names_expert = digit(4) != 0;
  body.cast.takes_part = digit(5) != 0;
  body.cast.uses = digit(6) != 0;
  return body;
}

// The sequence alone where there is no ballot.
LoadedBallot ReadLoaded(pg::Row row) {
  LoadedBallot loaded;
  loaded.sequence = row.Int();
  auto read = ReadBallot(row);
  if (!read) return loaded;
  loaded.ballot = std::move(read->ballot);
  if (auto project = ReadProject(row)) loaded.project = StandingOf(project->project);
  const std::string roll = row.Text(), listed = row.Text();
  if (!row.IsNull()) FromJson(row.Text(), loaded.comments);
  absl::flat_hash_set<std::string> named;
  for (absl::string_view place : absl::StrSplit(roll, ',', absl::SkipEmpty())) {
    loaded.roll.push_back(ReadPlace(place));
    named.insert(loaded.roll.back().member);
  }
  const rules::Cast without_seat{.status = rules::Status::kNeither, .full_member = true};
  for (absl::string_view member : absl::StrSplit(listed, ',', absl::SkipEmpty())) {
    if (!named.contains(member)) loaded.roll.push_back({std::string(member), without_seat});
  }
  return loaded;
}

}  // namespace

std::span<const pg::Statement> BoardStore::Statements() { return kStatements; }

absl::StatusOr<pg::Rows> BoardStore::Run(const Statement& statement, pg::Params params) {
  return reads_.RunBlocking(statement, std::move(params), absl::Now() + kPatience);
}

absl::StatusOr<BoardStore::Loaded> BoardStore::LoadAfter(const std::string& id) {
  pg::Params params;
  params.Text(id).Int(kBallotsPerPage);
  absl::StatusOr<pg::Rows> rows = Run(kLoadBoard, std::move(params));
  if (!rows.ok()) return rows.status();
  Loaded page;
  page.last = rows->size() < kBallotsPerPage;
  for (int i = 0; i < rows->size(); ++i) {
    LoadedBallot loaded = ReadLoaded((*rows)[i]);
    page.sequence = loaded.sequence;
    if (!loaded.ballot.name().empty()) page.ballots.push_back(std::move(loaded));
  }
  return page;
}

absl::StatusOr<std::vector<LoadedBallot>> BoardStore::Load(const std::vector<std::string>& ids) {
  std::vector<LoadedBallot> ballots;
  for (size_t begin = 0; begin < ids.size(); begin += kBallotsPerPage) {
    const size_t end = std::min(ids.size(), begin + kBallotsPerPage);
    const std::span<const std::string> some(ids.data() + begin, end - begin);
    pg::Params params;
    params.Text(absl::StrCat("{\"", absl::StrJoin(some, "\",\""), "\"}"));
    absl::StatusOr<pg::Rows> rows = Run(kLoadBoardBallots, std::move(params));
    if (!rows.ok()) return rows.status();
    for (int i = 0; i < rows->size(); ++i) ballots.push_back(ReadLoaded((*rows)[i]));
  }
  return ballots;
}

absl::StatusOr<BoardStore::Page> BoardStore::Follow(int64_t after) {
  pg::Params params;
  params.Int(after).Int(kEventsPerPage);
  absl::StatusOr<pg::Rows> rows = Run(kFollowBoard, std::move(params));
  if (!rows.ok()) return rows.status();
  Page page;
  page.arena = std::make_unique<google::protobuf::Arena>();
  page.at_head = rows->size() < kEventsPerPage;
  for (int i = 0; i < rows->size(); ++i) {
    pg::Row row = (*rows)[i];
    page.directory_position = row.Int();
    if (row.IsNull()) break;
    LogEntry& entry = page.entries.emplace_back();
    entry.sequence = row.Int();
    entry.subject = row.Text();
    auto* event = google::protobuf::Arena::CreateMessage<pb::Event>(page.arena.get());
    event->ParseFromString(row.Bytes());
    entry.event = event;
  }
  return page;
}

absl::StatusOr<DirectoryChanges> BoardStore::LoadDirectory(int64_t after) {
  pg::Params params;
  params.Int(after);
  absl::StatusOr<pg::Rows> rows = Run(kLoadBoardDirectory, std::move(params));
  if (!rows.ok()) return rows.status();
  DirectoryChanges changes;
  for (int i = 0; i < rows->size(); ++i) {
    pg::Row row = (*rows)[i];
    changes.position = row.Int();
    if (row.IsNull()) break;
    HeldGrant held;
    held.name = row.Text();
    held.person = row.Text();
    held.grant.role = static_cast<int>(row.Int());
    held.grant.member = row.Text();
    held.grant.committee = row.Text();
    held.from = row.Text();
    held.until = row.Text();
    if (held.person.empty()) {
      changes.committees.push_back({held.grant.committee, held.name, row.Int()});
    } else {
      changes.grants.push_back(std::move(held));
    }
  }
  return changes;
}

}  // namespace placet::ballots
