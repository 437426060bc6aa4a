// Seats of national bodies in committees. A body's seats in one committee share a version.
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/members/columns.h"
#include "services/members/store.h"

namespace placet::members {
namespace {

pb::Seat ReadSeat(pg::Row& row, const std::string& committee) {
  pb::Seat seat;
  seat.set_name(ReadName(row, absl::StrCat("committees/", committee, "/seats")));
  seat.set_etag(rpc::Etag(row.Int()));
  seat.set_status(static_cast<pb::SeatStatus>(row.Int()));
  *seat.mutable_period() = ReadPeriod(row);
  seat.set_twin(ReadName(row, "members"));
  seat.set_confidence(static_cast<pb::Confidence>(row.Int()));
  seat.set_basis(row.Text());
  seat.set_country(row.Text());
  seat.set_acronym(row.Text());
  seat.set_region(static_cast<pb::Region>(row.Int()));
  return seat;
}

}  // namespace

constexpr pg::Statement kGetSeat{"get_seat", pg::Statement::kReads, R"sql(
SELECT s.member, h.version, s.status,
  s.from_day::text, s.from_exact, s.until_day::text, s.until_exact,
  s.twin, s.confidence, s.basis, m.country, m.acronym, m.region
FROM seat AS s
JOIN seat_history AS h ON h.committee = s.committee AND h.member = s.member
JOIN member AS m ON m.id = s.member
WHERE s.committee = $1 AND s.member = $2 AND holds_on($3, s.from_day, s.until_day)
)sql"};

Store::Task<pb::Seat> Store::GetSeat(const rpc::Call& call, const std::string& name,
                                     const std::string& date) {
  const auto ids = rpc::ParseName("committees/*/seats/*", name);
  pg::Params params;
  params.Text(ids->at(0)).Text(ids->at(1)).Text(date);
  const auto rows = co_await reads_.Run(kGetSeat, std::move(params), call.deadline);
  if (!rows.ok()) co_return rows.status();
  if (rows->empty()) co_return NoSuch(absl::StrCat(name, " on ", date));
  pg::Row row = (*rows)[0];
  co_return ReadSeat(row, ids->at(0));
}

constexpr pg::Statement kListSeats{"list_seats", pg::Statement::kReads, R"sql(
SELECT s.member, h.version, s.status,
  s.from_day::text, s.from_exact, s.until_day::text, s.until_exact,
  s.twin, s.confidence, s.basis, m.country, m.acronym, m.region
FROM committee AS c
LEFT JOIN seat AS s
  ON s.committee = c.id
  AND (s.member, s.from_day) > ($2, coalesce($3, '-infinity'::date))
  AND ($4 OR holds_on($5, s.from_day, s.until_day))
  AND ($6 = 0 OR s.status = $6)
LEFT JOIN seat_history AS h ON h.committee = s.committee AND h.member = s.member
LEFT JOIN member AS m ON m.id = s.member
WHERE c.id = $1
ORDER BY s.member, s.from_day
LIMIT $7
)sql"};

Store::Task<pb::ListSeatsResponse> Store::ListSeats(const rpc::Call& call,
                                                    const pb::ListSeatsRequest& request,
                                                    const std::string& date,
                                                    const rpc::Paging& page) {
  // The key of a page's last row is "member from".
  const std::pair<std::string, std::string> after = absl::StrSplit(page.after, ' ');
  if (!after.second.empty() && !rpc::IsDate(after.second)) {
    co_return Invalid("page_token", "is not a token that this rpc gave");
  }
  const std::string committee = LastId(request.parent());
  pg::Params params;
  params.Text(committee).Text(after.first).TextOrNull(after.second).Bool(request.history());
  params.Text(date).Int(request.status()).Int(page.size + 1);
  const auto rows = co_await reads_.Run(kListSeats, std::move(params), call.deadline);
  if (!rows.ok()) co_return rows.status();
  if (rows->empty()) co_return NoSuch(request.parent());
  pb::ListSeatsResponse response;
  for (int i = 0; i < rows->size() && i < page.size; ++i) {
    pg::Row row = (*rows)[i];
    if (row.IsNull()) break;  // the committee has none
    *response.add_seats() = ReadSeat(row, committee);
  }
  if (rows->size() > page.size) {
    const pb::Seat& last = *response.seats().rbegin();
    response.set_next_page_token(
        rpc::PageToken(absl::StrCat(LastId(last.name()), " ", last.period().from())));
  }
  co_return response;
}

constexpr pg::Statement kGetParticipation{"get_participation", pg::Statement::kReads, R"sql(
SELECT m.region, s.status, s.confidence, count(s.member),
  count(s.member) FILTER (
    WHERE NOT s.from_exact OR (s.until_day IS NOT NULL AND NOT s.until_exact))
FROM committee AS c
LEFT JOIN seat AS s ON s.committee = c.id AND holds_on($2, s.from_day, s.until_day)
LEFT JOIN member AS m ON m.id = s.member
WHERE c.id = $1
GROUP BY m.region, s.status, s.confidence
)sql"};

Store::Task<std::vector<decide::SeatCount>> Store::GetParticipation(const rpc::Call& call,
                                                                    const std::string& committee,
                                                                    const std::string& date) {
  pg::Params params;
  params.Text(committee).Text(date);
  const auto rows = co_await reads_.Run(kGetParticipation, std::move(params), call.deadline);
  if (!rows.ok()) co_return rows.status();
  if (rows->empty()) co_return NoSuch(absl::StrCat("committees/", committee));
  std::vector<decide::SeatCount> counts;
  for (int i = 0; i < rows->size(); ++i) {
    pg::Row row = (*rows)[i];
    if (row.IsNull()) continue;  // the committee has no seats
    decide::SeatCount& count = counts.emplace_back();
    count.region = static_cast<pb::Region>(row.Int());
    count.status = static_cast<pb::SeatStatus>(row.Int());
    count.confidence = static_cast<pb::Confidence>(row.Int());
    count.seats = static_cast<int>(row.Int());
    count.inexact = static_cast<int>(row.Int());
  }
  co_return counts;
}

constexpr pg::Statement kSeatFacts{"seat_facts", pg::Statement::kReads, R"sql(
SELECT roles_held($1, $2), (SELECT fingerprint FROM event WHERE request_id = $3),
  EXISTS (SELECT FROM committee WHERE id = $4), EXISTS (SELECT FROM member WHERE id = $6),
  coalesce(m.version, 0), m.id, m.country, m.acronym, m.region, m.category,
  coalesce(h.version, 0),
  s.member, h.version, s.status,
  s.from_day::text, s.from_exact, s.until_day::text, s.until_exact,
  s.twin, s.confidence, s.basis, m.country, m.acronym, m.region
FROM (SELECT) AS one
LEFT JOIN member AS m ON m.id = $5
LEFT JOIN seat_history AS h ON h.committee = $4 AND h.member = m.id
LEFT JOIN seat AS s ON s.committee = h.committee AND s.member = h.member
ORDER BY s.from_day
)sql"};

Store::Task<decide::SeatFacts> Store::SeatFacts(const rpc::Call& call, const std::string& name,
                                                const std::string& twin) {
  const auto ids = rpc::ParseName("committees/*/seats/*", name);
  pg::Params params = FactsParams(call);
  params.Text(ids->at(0)).Text(ids->at(1)).Text(RefId("members", twin));
  const auto rows = co_await reads_.Run(kSeatFacts, std::move(params), call.deadline);
  if (!rows.ok()) co_return rows.status();
  decide::SeatFacts facts;
  for (int i = 0; i < rows->size(); ++i) {  // one row without seats, or one for each seat
    pg::Row row = (*rows)[i];
    facts.caller = ReadCaller(row);
    facts.committee_exists = row.Bool();
    facts.twin_exists = row.Bool();
    facts.member_version = row.Int();
    facts.member.set_name(ReadName(row, "members"));
    facts.member.set_country(row.Text());
    facts.member.set_acronym(row.Text());
    facts.member.set_region(static_cast<pb::Region>(row.Int()));
    facts.member.set_category(static_cast<pb::Category>(row.Int()));
    facts.version = row.Int();
    if (!row.IsNull()) *facts.present.add_seats() = ReadSeat(row, ids->at(0));
  }
  co_return facts;
}

namespace {

// $7 committee, $8 member, $9 version of the member whose category was looked at.
pg::Params SeatParams(const rpc::Call& call, const decide::DecidedSeat& decided) {
  const auto ids = rpc::ParseName("committees/*/seats/*", decided.resource.name());
  pb::Event event;
  *event.mutable_seats() = decided.history;
  pg::Params params = EventParams(call, decided.resource.name(), event, decided.version);
  params.Text(ids->at(0)).Text(ids->at(1)).Int(decided.member_version);
  return params;
}

void AddSeat(pg::Params& params, const pb::Seat& seat) {
  AddPeriod(params, seat.period());
  params.Int(seat.status()).TextOrNull(LastId(seat.twin()));
  params.Int(seat.confidence()).Text(seat.basis());
}

// The seat that is answered, or why the write did not happen.
absl::StatusOr<pb::Seat> Answer(const absl::StatusOr<pg::Rows>& rows, const pb::Seat& seat) {
  if (absl::Status status = Written(rows); !status.ok()) return status;
  return seat;
}

}  // namespace

constexpr pg::Statement kJoinCommittee{"join_committee", pg::Statement::kWrites, R"sql(
WITH guard AS (
  SELECT FROM member
  WHERE id = $8 AND version = $9
    AND coalesce((
      SELECT version FROM seat_history WHERE committee = $7 AND member = $8), 0) = $6
), history AS (
  INSERT INTO seat_history (committee, member, version) SELECT $7, $8, $6 + 1 FROM guard
  ON CONFLICT (committee, member) DO UPDATE SET version = excluded.version
), begun AS (
  INSERT INTO seat (committee, member, from_day, from_exact, until_day, until_exact, status, twin,
    confidence, basis)
  SELECT $7, $8, $10, $11, $12, $13, $14, $15, $16, $17 FROM guard
)
INSERT INTO event (sequence, actor, subject, request_id, fingerprint, change)
SELECT (SELECT coalesce(max(sequence), 0) + 1 FROM event), $1, $2, $3, $4, $5 FROM guard
RETURNING sequence
)sql"};

Store::Task<pb::Seat> Store::JoinCommittee(const rpc::Call& call,
                                           const decide::DecidedSeat& decided) {
  if (!decided.write) co_return decided.resource;
  pg::Params params = SeatParams(call, decided);
  AddSeat(params, *decided.begun);
  const auto rows = co_await writes_.Run(call, kJoinCommittee, std::move(params));
  co_return Answer(rows, decided.resource);
}

constexpr pg::Statement kLeaveCommittee{"leave_committee", pg::Statement::kWrites, R"sql(
WITH guard AS (
  UPDATE seat_history SET version = $6 + 1
  WHERE committee = $7 AND member = $8 AND version = $6
  RETURNING version
), ended AS (
  UPDATE seat SET until_day = $10, until_exact = true
  FROM guard
  WHERE committee = $7 AND member = $8 AND from_day = $9
)
INSERT INTO event (sequence, actor, subject, request_id, fingerprint, change)
SELECT (SELECT coalesce(max(sequence), 0) + 1 FROM event), $1, $2, $3, $4, $5 FROM guard
RETURNING sequence
)sql"};

Store::Task<pb::Seat> Store::LeaveCommittee(const rpc::Call& call,
                                            const decide::DecidedSeat& decided) {
  if (!decided.write) co_return decided.resource;
  const auto ids = rpc::ParseName("committees/*/seats/*", decided.resource.name());
  const pb::Period& period = decided.ended->period();
  pb::Event event;
  *event.mutable_seats() = decided.history;
  pg::Params params = EventParams(call, decided.resource.name(), event, decided.version);
  params.Text(ids->at(0)).Text(ids->at(1)).Text(period.from()).Text(period.until());
  const auto rows = co_await writes_.Run(call, kLeaveCommittee, std::move(params));
  co_return Answer(rows, decided.resource);
}

// Where nothing ends ($18 is NULL) the seat begins in the place of the one of the same first day.
constexpr pg::Statement kChangeSeat{"change_seat", pg::Statement::kWrites, R"sql(
WITH guard AS (
  UPDATE seat_history SET version = $6 + 1
  WHERE committee = $7 AND member = $8 AND version = $6
    AND EXISTS (SELECT FROM member WHERE id = $8 AND version = $9)
  RETURNING version
), ended AS (
  UPDATE seat SET until_day = $10, until_exact = true
  FROM guard
  WHERE committee = $7 AND member = $8 AND from_day = $18
), begun AS (
  INSERT INTO seat (committee, member, from_day, from_exact, until_day, until_exact, status, twin,
    confidence, basis)
  SELECT $7, $8, $10, $11, $12, $13, $14, $15, $16, $17 FROM guard
  ON CONFLICT (committee, member, from_day) DO UPDATE SET from_exact = excluded.from_exact,
    status = excluded.status, twin = excluded.twin, confidence = excluded.confidence,
    basis = excluded.basis
)
INSERT INTO event (sequence, actor, subject, request_id, fingerprint, change)
SELECT (SELECT coalesce(max(sequence), 0) + 1 FROM event), $1, $2, $3, $4, $5 FROM guard
RETURNING sequence
)sql"};

Store::Task<pb::Seat> Store::ChangeSeat(const rpc::Call& call, const decide::DecidedSeat& decided) {
  if (!decided.write) co_return decided.resource;
  pg::Params params = SeatParams(call, decided);
  AddSeat(params, *decided.begun);
  params.TextOrNull(decided.ended ? decided.ended->period().from() : "");
  const auto rows = co_await writes_.Run(call, kChangeSeat, std::move(params));
  co_return Answer(rows, decided.resource);
}

std::span<const pg::Statement> Store::OfSeats() {
  static constexpr pg::Statement kAll[] = {kGetSeat,   kListSeats,     kGetParticipation,
                                           kSeatFacts, kJoinCommittee, kLeaveCommittee,
                                           kChangeSeat};
  return kAll;
}

}  // namespace placet::members
