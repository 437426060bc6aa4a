#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/ballots/geneva.h"
#include "services/ballots/store_rows.h"
#include "services/pg/sqlstate.h"

namespace placet::ballots {
namespace {

namespace members = placet::members::v1;
using pg::Statement;

const Statement kHead{"head", Statement::kReads, R"sql(
SELECT coalesce(max(sequence), 0) FROM event)sql"};

// One row for each event, or one without an event: head and grants come in either case.
const Statement kLoadEvents{"load_events", Statement::kReads, R"sql(
SELECT (SELECT coalesce(max(sequence), 0) FROM event), )sql" GRANTS_OF("$4", "$5") R"sql(,
       e.sequence, e.commit_time, e.actor, e.subject, e.change,
       coalesce(e.ballot, ''), coalesce(b.committee, ''), coalesce(b.state, 0), b.close_time,
       coalesce(b.kind, 0), coalesce(b.rules_edition, ''), )sql" VISIBILITY_COLUMN R"sql(,
       coalesce(b.given ->> 'group', '')
FROM (SELECT) one
LEFT JOIN LATERAL (
  SELECT * FROM event
  WHERE sequence > $1::bigint AND starts_with(subject, $2)
  ORDER BY sequence
  LIMIT $3::bigint) e ON true
LEFT JOIN ballot b ON b.ballot = e.ballot
ORDER BY e.sequence)sql"};

const Statement kDirectoryPosition{"directory_position", Statement::kReads, R"sql(
SELECT sequence FROM directory_position)sql"};

// Every event of the directory moves the position; where another process has moved it, nothing
// happens and no row comes back.
#define GUARDED_POSITION                                 \
  "WITH guard AS ("                                      \
  "UPDATE directory_position SET sequence = $1::bigint " \
  "WHERE sequence = $2::bigint RETURNING sequence)"

const Statement kApplyNothing{"apply_nothing", Statement::kWrites, GUARDED_POSITION R"sql(
SELECT sequence FROM guard)sql"};

const Statement kApplyMember{"apply_member", Statement::kWrites, GUARDED_POSITION R"sql(,
put AS (
  INSERT INTO directory_member (member, country, acronym, full_member, changed)
  SELECT $3, $4, $5, $6::boolean, $1::bigint FROM guard
  ON CONFLICT (member) DO UPDATE
  SET country = excluded.country, acronym = excluded.acronym, full_member = excluded.full_member,
      changed = excluded.changed)
SELECT sequence FROM guard)sql"};

const Statement kApplyCommittee{"apply_committee", Statement::kWrites, GUARDED_POSITION R"sql(,
put AS (
  INSERT INTO directory_committee (committee, reference, title, secretariat, changed, parent)
  SELECT $3, $4, $5, $6, $1::bigint, $7 FROM guard
  ON CONFLICT (committee) DO UPDATE
  SET reference = excluded.reference, title = excluded.title, secretariat = excluded.secretariat,
      changed = excluded.changed, parent = excluded.parent)
SELECT sequence FROM guard)sql"};

const Statement kApplySeats{"apply_seats", Statement::kWrites, GUARDED_POSITION R"sql(,
gone AS (
  DELETE FROM directory_seat USING guard
  WHERE committee = $3 AND member = $4 AND from_date <> ALL ($5::date[])),
put AS (
  INSERT INTO directory_seat (committee, member, status, from_date, until_date)
  SELECT $3, $4, s.status, s.from_date, s.until_date
  FROM guard, unnest($5::date[], $6::date[], $7::smallint[]) AS s (from_date, until_date, status)
  ON CONFLICT (committee, member, from_date) DO UPDATE
  SET status = excluded.status, until_date = excluded.until_date)
SELECT sequence FROM guard)sql"};

const Statement kApplyGrant{"apply_grant", Statement::kWrites, GUARDED_POSITION R"sql(,
put AS (
  INSERT INTO directory_grant (grant_name, person, role, member, committee, from_date, until_date,
                               changed, "group", subcommittees)
  SELECT $3, $4, $5::smallint, $6, $7, $8::date, $9::date, $1::bigint, $10, $11::boolean FROM guard
  ON CONFLICT (grant_name) DO UPDATE
  SET role = excluded.role, member = excluded.member, committee = excluded.committee,
      from_date = excluded.from_date, until_date = excluded.until_date, changed = excluded.changed,
      "group" = excluded."group", subcommittees = excluded.subcommittees)
SELECT sequence FROM guard)sql"};

// Bodies whose status in the committee is not the one on the roll of a ballot that has no result
// yet. The day is today, or the last day of a ballot that has closed. A body that is only listed is
// neither P nor O, just like one that is not on the roll.
const Statement kListRollDifferences{"list_roll_differences", Statement::kReads, R"sql(
WITH open AS (
  SELECT b.ballot, b.kind, b.rules_edition, b.committee,
         least($1::date, ((b.close_time - interval '1 microsecond')
                          AT TIME ZONE 'Europe/Zurich')::date) AS day
  FROM ballot b WHERE b.state = 2 AND b.electorate <> 4),  -- persons have no seat
seated AS (
  SELECT o.ballot, s.member, s.status FROM open o JOIN directory_seat s USING (committee)
  WHERE s.from_date <= o.day AND (s.until_date IS NULL OR s.until_date > o.day)),
listed AS (
  SELECT r.ballot, r.member, r.status FROM open o JOIN roll r USING (ballot)),
changed AS (
  SELECT ballot, member, coalesce(s.status, 3) AS status
  FROM seated s FULL JOIN listed l USING (ballot, member)
  WHERE coalesce(s.status, 3) <> coalesce(l.status, 3))
SELECT o.ballot, o.kind, o.rules_edition, m.member,
       coalesce(r.country, m.country), coalesce(r.acronym, m.acronym),
       coalesce(r.full_member, m.full_member), coalesce(r.status_at_opening, 3),
       coalesce(r.status, 3), c.status
FROM changed c
JOIN open o USING (ballot)
JOIN directory_member m ON m.member = c.member
LEFT JOIN LATERAL (
  SELECT * FROM whole_roll WHERE ballot = c.ballot AND member = c.member LIMIT 1) r ON true
ORDER BY o.ballot, m.member
LIMIT 500)sql"};

const Statement kChangeRoll{"change_roll", Statement::kWrites, R"sql(
WITH guard AS (
  SELECT b.ballot FROM ballot b LEFT JOIN roll r ON r.ballot = b.ballot AND r.member = $2
  WHERE b.ballot = $1 AND b.state = 2 AND coalesce(r.status, 3) = $3::smallint),
changed AS (
  INSERT INTO roll (ballot, member, country, acronym, full_member, status_at_opening, status, events)
  SELECT ballot, $2, $4, $5, $6::boolean, 3, $7::smallint,
         ARRAY[(SELECT coalesce(max(sequence), 0) + 1 FROM event)]
  FROM guard
  ON CONFLICT (ballot, member) DO UPDATE
  SET status = excluded.status, events = roll.events || excluded.events
  RETURNING ballot),
turned AS (
  UPDATE ballot b SET roll_version = b.roll_version + 1 FROM guard WHERE b.ballot = guard.ballot)
SELECT append_event($8, 'ballots/' || $1 || '/roll/' || $2, $1, NULL, NULL, $9)
FROM changed)sql"};

const Statement kStatements[] = {
    kHead,           kLoadEvents, kDirectoryPosition, kApplyNothing,        kApplyMember,
    kApplyCommittee, kApplySeats, kApplyGrant,        kListRollDifferences, kChangeRoll};

// "{2018-03-13,NULL}"
std::string Array(const std::vector<std::string>& elements) {
  return absl::StrCat("{", absl::StrJoin(elements, ","), "}");
}

std::string DateOr(const std::string& date, const char* otherwise) {
  return date.empty() ? otherwise : date;
}

constexpr char kAlways[] = "1900-01-01";  // an open beginning

}  // namespace

std::span<const pg::Statement> DirectoryStatements() { return kStatements; }

const pg::Statement& Store::Head() { return kHead; }

Store::Answer<EventPage> Store::LoadEvents(const rpc::Call& call, int64_t after, std::string prefix,
                                           int most) {
  pg::Params params;
  params.Int(after).Text(prefix).Int(most);
  params.Text(call.person()).Text(geneva::DayOf(call.now));
  absl::StatusOr<pg::Rows> rows = co_await reads_.Run(kLoadEvents, params, call.deadline);
  if (!rows.ok()) co_return rows.status();
  EventPage page;
  for (int i = 0; i < rows->size(); ++i) {
    pg::Row row = (*rows)[i];
    page.head = row.Int();
    page.grants = ReadGrants(row);
    if (row.IsNull()) break;
    StoredEvent& stored = page.events.emplace_back();
    const int64_t sequence = row.Int();
    const absl::Time commit_time = row.Time();
    const std::string actor = row.Text();
    const std::string subject = row.Text();
    stored.event.ParseFromString(row.Bytes());
    stored.event.set_sequence(sequence);
    SetTime(*stored.event.mutable_commit_time(), commit_time);
    stored.event.set_actor(actor);
    stored.event.set_subject(subject);
    stored.ballot_id = row.Text();
    stored.ballot.set_name(absl::StrCat("ballots/", stored.ballot_id));
    stored.ballot.set_committee(absl::StrCat("committees/", row.Text()));
    stored.ballot.set_state(static_cast<pb::BallotState>(row.Int()));
    const absl::Time close_time = row.Time();
    if (close_time != absl::InfinitePast()) {
      SetTime(*stored.ballot.mutable_close_time(), close_time);
    }
    stored.ballot.set_kind(static_cast<pb::BallotKind>(row.Int()));
    stored.ballot.set_rules_edition(row.Text());
    stored.ballot.set_visibility(ReadVisibility(row));
    stored.ballot.set_group(row.Text());
  }
  co_return page;
}

Store::Answer<int64_t> Store::DirectoryPosition(const rpc::Call& call) {
  absl::StatusOr<pg::Rows> rows =
      co_await reads_.Run(kDirectoryPosition, pg::Params(), call.deadline);
  if (!rows.ok()) co_return rows.status();
  co_return (*rows)[0].Int();
}

Store::Answer<bool> Store::ApplyDirectory(const rpc::Call& call, int64_t before,
                                          const members::Event& event) {
  pg::Params params;
  params.Int(event.sequence()).Int(before);
  const pg::Statement* statement = &kApplyNothing;
  if (event.has_member()) {
    const members::Member& member = event.member();
    statement = &kApplyMember;
    params.Text(LastId(member.name())).Text(member.country()).Text(member.acronym());
    params.Bool(member.category() == members::CATEGORY_MEMBER_BODY);
  } else if (event.has_committee()) {
    const members::Committee& committee = event.committee();
    statement = &kApplyCommittee;
    params.Text(LastId(committee.name())).Text(committee.reference()).Text(committee.title());
    params.Text(LastId(committee.secretariat())).Text(LastId(committee.parent()));
  } else if (event.has_seats()) {
    // The subject names committee and member even where no seat is left.
    const std::string& subject = event.subject();
    const size_t middle = subject.find("/seats/");
    std::vector<std::string> from, until, status;
    for (const members::Seat& seat : event.seats().seats()) {
      from.push_back(DateOr(seat.period().from(), kAlways));
      until.push_back(DateOr(seat.period().until(), "NULL"));
      status.push_back(absl::StrCat(seat.status()));
    }
    statement = &kApplySeats;
    params.Text(LastId(subject.substr(0, middle))).Text(LastId(subject));
    params.Text(Array(from)).Text(Array(until)).Text(Array(status));
  } else if (event.has_grant()) {
    const members::Grant& grant = event.grant();
    const std::string person = grant.name().substr(0, grant.name().find("/grants/"));
    statement = &kApplyGrant;
    params.Text(grant.name()).Text(LastId(person)).Int(grant.role());
    params.Text(LastId(grant.member())).Text(LastId(grant.committee()));
    params.Text(DateOr(grant.period().from(), kAlways)).TextOrNull(grant.period().until());
    params.Text(LastId(grant.group())).Bool(grant.subcommittees());
  }
  absl::StatusOr<pg::Rows> rows = co_await writes_.Run(call, *statement, params);
  if (!rows.ok()) co_return rows.status();
  co_return !rows->empty();
}

Store::Answer<std::vector<RollDifference>> Store::ListRollDifferences(const rpc::Call& call) {
  pg::Params params;
  params.Text(geneva::DayOf(call.now));
  absl::StatusOr<pg::Rows> rows = co_await reads_.Run(kListRollDifferences, params, call.deadline);
  if (!rows.ok()) co_return rows.status();
  std::vector<RollDifference> differences;
  for (int i = 0; i < rows->size(); ++i) {
    pg::Row row = (*rows)[i];
    RollDifference& difference = differences.emplace_back();
    difference.ballot.set_name(absl::StrCat("ballots/", row.Text()));
    difference.ballot.set_kind(static_cast<pb::BallotKind>(row.Int()));
    difference.ballot.set_rules_edition(row.Text());
    difference.body = *ReadBody(row);
    difference.status = static_cast<pb::MemberStatus>(row.Int());
  }
  co_return differences;
}

Store::Answer<bool> Store::ChangeRoll(const rpc::Call& call, const RollDifference& difference,
                                      const pb::RollEntry& entry) {
  const Body& body = difference.body;
  pg::Params params;
  params.Text(LastId(difference.ballot.name())).Text(body.member).Int(body.status);
  params.Text(body.country).Text(body.acronym).Bool(body.full_member).Int(difference.status);
  params.Text(call.caller);
  params.Bytes(Change([&](pb::Event& event) { *event.mutable_roll_entry() = entry; }));
  absl::StatusOr<pg::Rows> rows = co_await writes_.Run(call, kChangeRoll, params);
  if (!rows.ok()) co_return rows.status();
  co_return !rows->empty();
}

}  // namespace placet::ballots
