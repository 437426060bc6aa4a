// Liaisons of committees.
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/members/columns.h"
#include "services/members/store.h"

namespace placet::members {
namespace {

pb::Liaison ReadLiaison(pg::Row& row, const std::string& committee) {
  pb::Liaison liaison;
  liaison.set_name(ReadName(row, absl::StrCat("committees/", committee, "/liaisons")));
  liaison.set_etag(rpc::Etag(row.Int()));
  liaison.set_category(static_cast<pb::LiaisonCategory>(row.Int()));
  liaison.set_organization(row.Text());
  *liaison.mutable_period() = ReadPeriod(row);
  liaison.set_basis(row.Text());
  return liaison;
}

}  // namespace

constexpr pg::Statement kListLiaisons{"list_liaisons", pg::Statement::kReads, R"sql(
SELECT l.id, l.version, l.category, l.organization,
  l.from_day::text, l.from_exact, l.until_day::text, l.until_exact, l.basis
FROM committee AS c
LEFT JOIN liaison AS l
  ON l.committee = c.id AND l.id > $2 AND holds_on($3, l.from_day, l.until_day)
WHERE c.id = $1
ORDER BY l.id
LIMIT $4
)sql"};

Store::Task<pb::ListLiaisonsResponse> Store::ListLiaisons(const rpc::Call& call,
                                                          const std::string& committee,
                                                          const std::string& date,
                                                          const rpc::Paging& page) {
  pg::Params params;
  params.Text(committee).Text(page.after).Text(date).Int(page.size + 1);
  const auto rows = co_await reads_.Run(kListLiaisons, std::move(params), call.deadline);
  if (!rows.ok()) co_return rows.status();
  if (rows->empty()) co_return NoSuch(absl::StrCat("committees/", committee));
  pb::ListLiaisonsResponse response;
  for (int i = 0; i < rows->size() && i < page.size; ++i) {
    pg::Row row = (*rows)[i];
    if (row.IsNull()) break;  // the committee has none
    *response.add_liaisons() = ReadLiaison(row, committee);
  }
  if (rows->size() > page.size) {
    response.set_next_page_token(rpc::PageToken(LastId(response.liaisons().rbegin()->name())));
  }
  co_return response;
}

constexpr pg::Statement kPutLiaisonFacts{"put_liaison_facts", pg::Statement::kReads, R"sql(
SELECT roles_held($1, $2), (SELECT fingerprint FROM event WHERE request_id = $3),
  EXISTS (SELECT FROM committee WHERE id = $4), coalesce(version, 0),
  id, version, category, organization,
  from_day::text, from_exact, until_day::text, until_exact, basis
FROM (SELECT) AS one
LEFT JOIN liaison ON committee = $4 AND id = $5
)sql"};

Store::Task<decide::LiaisonFacts> Store::LiaisonFacts(const rpc::Call& call,
                                                      const std::string& committee,
                                                      const std::string& liaison) {
  pg::Params params = FactsParams(call);
  params.Text(committee).Text(liaison);
  const auto rows = co_await reads_.Run(kPutLiaisonFacts, std::move(params), call.deadline);
  if (!rows.ok()) co_return rows.status();
  pg::Row row = (*rows)[0];
  decide::LiaisonFacts facts;
  facts.caller = ReadCaller(row);
  facts.committee_exists = row.Bool();
  facts.version = row.Int();
  facts.present = ReadLiaison(row, committee);
  co_return facts;
}

constexpr pg::Statement kPutLiaison{"put_liaison", pg::Statement::kWrites, R"sql(
WITH guard AS (
  SELECT WHERE coalesce((SELECT version FROM liaison WHERE committee = $7 AND id = $8), 0) = $6
), written AS (
  INSERT INTO liaison (committee, id, version, category, organization,
    from_day, from_exact, until_day, until_exact, basis)
  SELECT $7, $8, $6 + 1, $9, $10, $11, $12, $13, $14, $15 FROM guard
  ON CONFLICT (committee, id) DO UPDATE SET version = excluded.version,
    category = excluded.category, organization = excluded.organization,
    from_day = excluded.from_day, from_exact = excluded.from_exact,
    until_day = excluded.until_day, until_exact = excluded.until_exact, basis = excluded.basis
)
INSERT INTO event (sequence, actor, subject, request_id, fingerprint, change)
SELECT (SELECT coalesce(max(sequence), 0) + 1 FROM event), $1, $2, $3, $4, $5 FROM guard
RETURNING sequence
)sql"};

Store::Task<pb::Liaison> Store::PutLiaison(const rpc::Call& call,
                                           const decide::Decided<pb::Liaison>& decided) {
  const pb::Liaison& liaison = decided.resource;
  if (!decided.write) co_return liaison;
  pb::Event event;
  *event.mutable_liaison() = liaison;
  const auto ids = rpc::ParseName("committees/*/liaisons/*", liaison.name());
  pg::Params params = EventParams(call, liaison.name(), event, decided.version);
  params.Text(ids->at(0)).Text(ids->at(1)).Int(liaison.category()).Text(liaison.organization());
  AddPeriod(params, liaison.period());
  params.Text(liaison.basis());
  const auto rows = co_await writes_.Run(call, kPutLiaison, std::move(params));
  if (absl::Status status = Written(rows); !status.ok()) co_return status;
  co_return liaison;
}

std::span<const pg::Statement> Store::OfLiaisons() {
  static constexpr pg::Statement kAll[] = {kListLiaisons, kPutLiaisonFacts, kPutLiaison};
  return kAll;
}

}  // namespace placet::members
