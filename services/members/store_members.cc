// National bodies.
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/members/columns.h"
#include "services/members/store.h"

namespace placet::members {
namespace {

pb::Member ReadMember(pg::Row& row) {
  pb::Member member;
  member.set_name(ReadName(row, "members"));
  member.set_etag(rpc::Etag(row.Int()));
  member.set_country_code(row.Text());
  member.set_country(row.Text());
  member.set_acronym(row.Text());
  member.set_title(row.Text());
  member.set_region(static_cast<pb::Region>(row.Int()));
  member.set_region_basis(row.Text());
  member.set_category(static_cast<pb::Category>(row.Int()));
  member.set_category_basis(row.Text());
  return member;
}

}  // namespace

constexpr pg::Statement kGetMember{"get_member", pg::Statement::kReads, R"sql(
SELECT id, version, country_code, country, acronym, title, region, region_basis, category,
  category_basis
FROM member
WHERE id = $1
)sql"};

Store::Task<pb::Member> Store::GetMember(const rpc::Call& call, const std::string& member) {
  pg::Params params;
  params.Text(member);
  const auto rows = co_await reads_.Run(kGetMember, std::move(params), call.deadline);
  if (!rows.ok()) co_return rows.status();
  if (rows->empty()) co_return NoSuch(absl::StrCat("members/", member));
  pg::Row row = (*rows)[0];
  co_return ReadMember(row);
}

constexpr pg::Statement kListMembers{"list_members", pg::Statement::kReads, R"sql(
SELECT id, version, country_code, country, acronym, title, region, region_basis, category,
  category_basis
FROM member
WHERE id > $1 AND ($2 = 0 OR region = $2) AND ($3 = 0 OR category = $3)
ORDER BY id
LIMIT $4
)sql"};

Store::Task<pb::ListMembersResponse> Store::ListMembers(const rpc::Call& call,
                                                        const pb::ListMembersRequest& request,
                                                        const rpc::Paging& page) {
  pg::Params params;
  params.Text(page.after).Int(request.region()).Int(request.category()).Int(page.size + 1);
  const auto rows = co_await reads_.Run(kListMembers, std::move(params), call.deadline);
  if (!rows.ok()) co_return rows.status();
  pb::ListMembersResponse response;
  for (int i = 0; i < rows->size() && i < page.size; ++i) {
    pg::Row row = (*rows)[i];
    *response.add_members() = ReadMember(row);
  }
  if (rows->size() > page.size) {
    response.set_next_page_token(rpc::PageToken(LastId(response.members().rbegin()->name())));
  }
  co_return response;
}

constexpr pg::Statement kPutMemberFacts{"put_member_facts", pg::Statement::kReads, R"sql(
SELECT roles_held($1, $2), (SELECT fingerprint FROM event WHERE request_id = $3),
  coalesce(version, 0),
  id, version, country_code, country, acronym, title, region, region_basis, category,
  category_basis
FROM (SELECT) AS one
LEFT JOIN member ON id = $4
)sql"};

Store::Task<decide::Facts<pb::Member>> Store::MemberFacts(const rpc::Call& call,
                                                          const std::string& member) {
  pg::Params params = FactsParams(call);
  params.Text(member);
  const auto rows = co_await reads_.Run(kPutMemberFacts, std::move(params), call.deadline);
  if (!rows.ok()) co_return rows.status();
  pg::Row row = (*rows)[0];
  decide::Facts<pb::Member> facts;
  facts.caller = ReadCaller(row);
  facts.version = row.Int();
  facts.present = ReadMember(row);
  co_return facts;
}

constexpr pg::Statement kPutMember{"put_member", pg::Statement::kWrites, R"sql(
WITH guard AS (
  SELECT WHERE coalesce((SELECT version FROM member WHERE id = $7), 0) = $6
), written AS (
  INSERT INTO member (id, version, country_code, country, acronym, title, region, region_basis,
    category, category_basis)
  SELECT $7, $6 + 1, $8, $9, $10, $11, $12, $13, $14, $15 FROM guard
  ON CONFLICT (id) DO UPDATE SET version = excluded.version,
    country_code = excluded.country_code, country = excluded.country,
    acronym = excluded.acronym, title = excluded.title, region = excluded.region,
    region_basis = excluded.region_basis, category = excluded.category,
    category_basis = excluded.category_basis
)
INSERT INTO event (sequence, actor, subject, request_id, fingerprint, change)
SELECT (SELECT coalesce(max(sequence), 0) + 1 FROM event), $1, $2, $3, $4, $5 FROM guard
RETURNING sequence
)sql"};

Store::Task<pb::Member> Store::PutMember(const rpc::Call& call,
                                         const decide::Decided<pb::Member>& decided) {
  const pb::Member& member = decided.resource;
  if (!decided.write) co_return member;
  pb::Event event;
  *event.mutable_member() = member;
  pg::Params params = EventParams(call, member.name(), event, decided.version);
  params.Text(LastId(member.name())).Text(member.country_code()).Text(member.country());
  params.Text(member.acronym()).Text(member.title());
  params.Int(member.region()).Text(member.region_basis());
  params.Int(member.category()).Text(member.category_basis());
  const auto rows = co_await writes_.Run(call, kPutMember, std::move(params));
  if (absl::Status status = Written(rows); !status.ok()) co_return status;
  co_return member;
}

std::span<const pg::Statement> Store::OfMembers() {
  static constexpr pg::Statement kAll[] = {kGetMember, kListMembers, kPutMemberFacts, kPutMember};
  return kAll;
}

}  // namespace placet::members
