#include "services/ballots/store_obligations.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/ballots/geneva.h"
#include "services/ballots/store_rows.h"

namespace placet::ballots {
namespace {

using pg::Statement;

#define ON_BALLOT_COLUMNS                                                                  \
  "b.ballot, b.reference, b.title, b.committee, coalesce((SELECT c.reference FROM "        \
  "directory_committee c WHERE c.committee = b.committee), ''), b.kind, b.rules_edition, " \
  "b.open_time, b.close_time, b.end_date::text, "                                          \
  "coalesce(jsonb_array_length(b.given -> 'questions'), 0), " VISIBILITY_COLUMN            \
  ", r.member, r.country, r.acronym, "                                                     \
  "r.full_member, r.status, coalesce(v.answer, 0), v.cast_time"

// A body's place on the roll of b: its own row, or that in the list of member bodies. LIMIT, so
// that it is looked up by its key, ballot by ballot.
#define PLACE_OF(member)                                                                     \
  "CROSS JOIN LATERAL ("                                                                     \
  "SELECT o.member, o.country, o.acronym, o.full_member, o.status FROM roll o "              \
  "WHERE o.ballot = b.ballot AND o.member = " member                                         \
  " UNION ALL "                                                                              \
  "SELECT l.member, l.country, l.acronym, true, 3::smallint FROM body_list l "               \
  "WHERE l.list = b.body_list AND l.member = " member                                        \
  " AND NOT EXISTS ("                                                                        \
  "SELECT FROM roll n WHERE n.ballot = b.ballot AND n.member = " member                      \
  ") LIMIT 1) r "                                                                            \
  "LEFT JOIN LATERAL (SELECT * FROM vote w WHERE w.ballot = b.ballot AND w.member = " member \
  " LIMIT 1) v ON true "
#define IN_COMMITTEES(one, all)                                 \
  "(" one " = '' OR b.committee = " one ") AND ('' = ANY (" all \
  "::text[]) "                                                  \
  "OR b.committee = ANY (" all "::text[])) "

const Statement kLoadOpenOf{"load_open_of", Statement::kReads, "SELECT " ON_BALLOT_COLUMNS R"sql(
FROM ballot b )sql" PLACE_OF("$1") R"sql(
WHERE b.state = 2 AND b.close_time > $4::timestamptz AND )sql" IN_COMMITTEES("$2", "$3")};

const Statement kLoadClosedOf{"load_closed_of", Statement::kReads,
                              "SELECT " ON_BALLOT_COLUMNS R"sql(
FROM ballot b )sql" PLACE_OF("$1") R"sql(
WHERE b.state IN (2, 3) AND b.close_time >= $4::timestamptz AND b.close_time <= $5::timestamptz
  AND b.end_date BETWEEN $6::date AND $7::date AND (NOT $8::boolean OR r.status = 1)
  AND )sql" IN_COMMITTEES("$2", "$3")};

const Statement kLoadClosedIn{"load_closed_in", Statement::kReads,
                              "SELECT " ON_BALLOT_COLUMNS R"sql(
FROM (SELECT * FROM ballot WHERE committee = $1 OFFSET 0) b
CROSS JOIN LATERAL (
  SELECT o.* FROM roll o WHERE o.ballot = b.ballot AND o.status = 1 OFFSET 0) r
LEFT JOIN LATERAL (
  SELECT * FROM vote w WHERE w.ballot = b.ballot AND w.member = r.member LIMIT 1) v ON true
WHERE b.state IN (2, 3) AND b.close_time >= $2::timestamptz AND b.close_time <= $3::timestamptz
  AND b.end_date BETWEEN $4::date AND $5::date)sql"};

const Statement kLoadSeats{"load_seats", Statement::kReads, R"sql(
SELECT s.committee, c.reference, s.member, m.country, m.acronym, s.status
FROM unnest($1::text[]) AS a (committee)
CROSS JOIN LATERAL (
  SELECT * FROM directory_seat
  WHERE committee = a.committee AND from_date <= $3::date
    AND (until_date IS NULL OR until_date > $3::date) AND ($2 = '' OR member = $2)
  OFFSET 0) s
CROSS JOIN LATERAL (SELECT * FROM directory_member WHERE member = s.member LIMIT 1) m
CROSS JOIN LATERAL (
  SELECT reference FROM directory_committee WHERE committee = s.committee LIMIT 1) c)sql"};

#define REMINDER_COLUMNS "r.committee, r.member, r.year, r.reason, r.recorder, r.record_time"

const Statement kLoadReminders{"load_reminders", Statement::kReads,
                               "SELECT " REMINDER_COLUMNS R"sql(
FROM unnest($1::text[]) AS a (committee)
JOIN LATERAL (
  SELECT * FROM reminder
  WHERE committee = a.committee AND ($2 = '' OR member = $2) AND year = $3::integer
  OFFSET 0) r ON true)sql"};

// A repeat finds the reminder of the first request: it names the same.
const Statement kLoadObligation{"load_obligation", Statement::kReads, R"sql(
SELECT EXISTS (SELECT FROM directory_member m WHERE m.member = $1),
       EXISTS (SELECT FROM directory_committee c WHERE c.committee = $2),
       )sql" REMINDER_COLUMNS ", " GRANTS_OF("$4", "$5") ", " REPLAY_OF("$6") R"sql(
FROM (SELECT) one
LEFT JOIN reminder r ON r.committee = $2 AND r.member = $1 AND r.year = $3::integer)sql"};

const Statement kRecordReminder{"record_reminder", Statement::kWrites, R"sql(
WITH guard AS MATERIALIZED (
  SELECT WHERE NOT EXISTS (
      SELECT FROM reminder WHERE committee = $1 AND member = $2 AND year = $3::integer)
    AND NOT EXISTS (SELECT FROM event WHERE request_id = $7::uuid)),
recorded AS (
  INSERT INTO reminder (committee, member, year, reason, recorder, record_time)
  SELECT $1, $2, $3::integer, $4, $5, $6::timestamptz FROM guard)
SELECT append_event($5, $8, NULL, $7::uuid, $9::bytea, $10::bytea) FROM guard)sql"};

const Statement kStatements[] = {kLoadOpenOf,    kLoadClosedOf,   kLoadClosedIn,  kLoadSeats,
                                 kLoadReminders, kLoadObligation, kRecordReminder};

std::string ArrayOf(const std::vector<std::string>& ids) {
  return ids.empty() ? "{}" : absl::StrCat("{\"", absl::StrJoin(ids, "\",\""), "\"}");
}

std::vector<BodyOnBallot> ReadAll(const pg::Rows& rows) {
  std::vector<BodyOnBallot> bodies;
  bodies.reserve(static_cast<size_t>(rows.size()));
  for (int i = 0; i < rows.size(); ++i) {
    pg::Row row = rows[i];
    BodyOnBallot& body = bodies.emplace_back();
    body.ballot = row.Text();
    body.reference = row.Text();
    body.title = row.Text();
    body.committee = row.Text();
    body.committee_reference = row.Text();
    body.kind = static_cast<pb::BallotKind>(row.Int());
    body.rules_edition = row.Text();
    body.open_time = row.Time();
    body.close_time = row.Time();
    body.end_date = row.Text();
    body.questions = static_cast<int>(row.Int());
    body.visibility = ReadVisibility(row);
    body.member = row.Text();
    body.country = row.Text();
    body.acronym = row.Text();
    body.full_member = row.Bool();
    body.status = static_cast<pb::MemberStatus>(row.Int());
    body.answer = static_cast<pb::Answer>(row.Int());
    body.cast_time = row.Time();
  }
  return bodies;
}

// REMINDER_COLUMNS; nothing where the committee is NULL.
std::optional<pb::Reminder> ReadReminder(pg::Row& row) {
  if (row.IsNull()) {
    for (int i = 0; i < 6; ++i) row.Skip();
    return std::nullopt;
  }
  pb::Reminder reminder;
  reminder.set_committee(absl::StrCat("committees/", row.Text()));
  reminder.set_member(absl::StrCat("members/", row.Text()));
  reminder.set_year(static_cast<int32_t>(row.Int()));
  reminder.set_reason(row.Text());
  reminder.set_recorder(row.Text());
  SetTime(*reminder.mutable_record_time(), row.Time());
  reminder.set_name(
      absl::StrCat(reminder.committee(), "/", reminder.member(), "/reminders/", reminder.year()));
  return reminder;
}

}  // namespace

std::span<const pg::Statement> ObligationStatements() { return kStatements; }

Store::Answer<std::vector<BodyOnBallot>> Store::LoadOpenOf(
    const rpc::Call& call, std::string member, std::string committee,
    const std::vector<std::string>& committees) {
  pg::Params params;
  params.Text(member).Text(committee).Text(ArrayOf(committees)).Time(call.now);
  absl::StatusOr<pg::Rows> rows = co_await reads_.Run(kLoadOpenOf, params, call.deadline);
  if (!rows.ok()) co_return rows.status();
  co_return ReadAll(*rows);
}

Store::Answer<std::vector<BodyOnBallot>> Store::LoadClosedOf(
    const rpc::Call& call, std::string member, std::string committee,
    const std::vector<std::string>& committees, const ClosingYear& span, bool as_p_member) {
  pg::Params params;
  params.Text(member).Text(committee).Text(ArrayOf(committees)).Time(span.from).Time(span.to);
  params.Text(span.first_day).Text(span.last_day).Bool(as_p_member);
  absl::StatusOr<pg::Rows> rows = co_await reads_.Run(kLoadClosedOf, params, call.deadline);
  if (!rows.ok()) co_return rows.status();
  co_return ReadAll(*rows);
}

Store::Answer<std::vector<BodyOnBallot>> Store::LoadClosedIn(const rpc::Call& call,
                                                             std::string committee,
                                                             const ClosingYear& year) {
  pg::Params params;
  params.Text(committee).Time(year.from).Time(year.to).Text(year.first_day).Text(year.last_day);
  absl::StatusOr<pg::Rows> rows = co_await reads_.Run(kLoadClosedIn, params, call.deadline);
  if (!rows.ok()) co_return rows.status();
  co_return ReadAll(*rows);
}

Store::Answer<std::vector<Seat>> Store::LoadSeats(const rpc::Call& call,
                                                  const std::vector<std::string>& committees,
                                                  std::string member) {
  pg::Params params;
  params.Text(ArrayOf(committees)).Text(member).Text(geneva::DayOf(call.now));
  absl::StatusOr<pg::Rows> rows = co_await reads_.Run(kLoadSeats, params, call.deadline);
  if (!rows.ok()) co_return rows.status();
  std::vector<Seat> seats;
  for (int i = 0; i < rows->size(); ++i) {
    pg::Row row = (*rows)[i];
    Seat& seat = seats.emplace_back();
    seat.committee = row.Text();
    seat.committee_reference = row.Text();
    seat.member = row.Text();
    seat.country = row.Text();
    seat.acronym = row.Text();
    seat.status = static_cast<pb::MemberStatus>(row.Int());
  }
  co_return seats;
}

Store::Answer<std::vector<pb::Reminder>> Store::LoadReminders(
    const rpc::Call& call, const std::vector<std::string>& committees, std::string member,
    int year) {
  pg::Params params;
  params.Text(ArrayOf(committees)).Text(member).Int(year);
  absl::StatusOr<pg::Rows> rows = co_await reads_.Run(kLoadReminders, params, call.deadline);
  if (!rows.ok()) co_return rows.status();
  std::vector<pb::Reminder> reminders;
  for (int i = 0; i < rows->size(); ++i) {
    pg::Row row = (*rows)[i];
    if (auto reminder = ReadReminder(row)) reminders.push_back(*std::move(reminder));
  }
  co_return reminders;
}

Store::Answer<ObligationFacts> Store::LoadObligation(const rpc::Call& call, std::string member,
                                                     std::string committee, int year) {
  pg::Params params;
  params.Text(member).Text(committee).Int(year).Text(call.person());
  params.Text(geneva::DayOf(call.now)).TextOrNull(call.request_id);
  absl::StatusOr<pg::Rows> rows = co_await reads_.Run(kLoadObligation, params, call.deadline);
  if (!rows.ok()) co_return rows.status();
  pg::Row row = (*rows)[0];
  ObligationFacts facts;
  facts.member_exists = row.Bool();
  facts.committee_exists = row.Bool();
  facts.reminder = ReadReminder(row);
  facts.asker = ReadAsker(row);
  co_return facts;
}

Store::Answer<pb::Reminder> Store::RecordReminder(const rpc::Call& call,
                                                  const pb::Reminder& reminder) {
  pg::Params params;
  params.Text(LastId(reminder.committee())).Text(LastId(reminder.member())).Int(reminder.year());
  params.Text(reminder.reason()).Text(call.caller).Time(GetTime(reminder.record_time()));
  params.TextOrNull(call.request_id).Text(reminder.name()).Bytes(call.fingerprint);
  params.Bytes(Change([&](pb::Event& event) { *event.mutable_reminder() = reminder; }));
  absl::StatusOr<pg::Rows> rows = co_await writes_.Run(call, kRecordReminder, params);
  absl::Status status = Guarded(rows);
  if (!status.ok()) co_return status;
  co_return reminder;
}

}  // namespace placet::ballots
