// Committees and their groups.
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/members/columns.h"
#include "services/members/store.h"

namespace placet::members {
namespace {

pb::Committee ReadCommittee(pg::Row& row) {
  pb::Committee committee;
  committee.set_name(ReadName(row, "committees"));
  committee.set_etag(rpc::Etag(row.Int()));
  committee.set_reference(row.Text());
  committee.set_title(row.Text());
  committee.set_scope(row.Text());
  committee.set_secretariat(ReadName(row, "members"));
  committee.set_parent(ReadName(row, "committees"));
  committee.set_create_date(row.Text());
  committee.set_source(row.Text());
  return committee;
}

pb::Group ReadGroup(pg::Row& row, const std::string& committee) {
  pb::Group group;
  group.set_name(ReadName(row, absl::StrCat("committees/", committee, "/groups")));
  group.set_etag(rpc::Etag(row.Int()));
  group.set_kind(static_cast<pb::GroupKind>(row.Int()));
  group.set_reference(row.Text());
  group.set_title(row.Text());
  group.set_convenor(row.Text());
  *group.mutable_period() = ReadPeriod(row);
  group.set_source(row.Text());
  return group;
}

}  // namespace

constexpr pg::Statement kGetCommittee{"get_committee", pg::Statement::kReads, R"sql(
SELECT id, version, reference, title, scope, secretariat, parent, create_date::text, source
FROM committee
WHERE id = $1
)sql"};

Store::Task<pb::Committee> Store::GetCommittee(const rpc::Call& call,
                                               const std::string& committee) {
  pg::Params params;
  params.Text(committee);
  const auto rows = co_await reads_.Run(kGetCommittee, std::move(params), call.deadline);
  if (!rows.ok()) co_return rows.status();
  if (rows->empty()) co_return NoSuch(absl::StrCat("committees/", committee));
  pg::Row row = (*rows)[0];
  co_return ReadCommittee(row);
}

constexpr pg::Statement kListCommittees{"list_committees", pg::Statement::kReads, R"sql(
SELECT id, version, reference, title, scope, secretariat, parent, create_date::text, source
FROM committee
WHERE id > $1 AND ($2 = '' OR parent = $2)
ORDER BY id
LIMIT $3
)sql"};

Store::Task<pb::ListCommitteesResponse> Store::ListCommittees(const rpc::Call& call,
                                                              const std::string& parent,
                                                              const rpc::Paging& page) {
  pg::Params params;
  params.Text(page.after).Text(parent).Int(page.size + 1);
  const auto rows = co_await reads_.Run(kListCommittees, std::move(params), call.deadline);
  if (!rows.ok()) co_return rows.status();
  pb::ListCommitteesResponse response;
  for (int i = 0; i < rows->size() && i < page.size; ++i) {
    pg::Row row = (*rows)[i];
    *response.add_committees() = ReadCommittee(row);
  }
  if (rows->size() > page.size) {
    response.set_next_page_token(rpc::PageToken(LastId(response.committees().rbegin()->name())));
  }
  co_return response;
}

constexpr pg::Statement kPutCommitteeFacts{"put_committee_facts", pg::Statement::kReads, R"sql(
SELECT roles_held($1, $2), (SELECT fingerprint FROM event WHERE request_id = $3),
  EXISTS (SELECT FROM member WHERE id = $5), EXISTS (SELECT FROM committee WHERE id = $6),
  coalesce(version, 0),
  id, version, reference, title, scope, secretariat, parent, create_date::text, source
FROM (SELECT) AS one
LEFT JOIN committee ON id = $4
)sql"};

Store::Task<decide::CommitteeFacts> Store::CommitteeFacts(const rpc::Call& call,
                                                          const pb::Committee& committee) {
  pg::Params params = FactsParams(call);
  params.Text(LastId(committee.name())).Text(RefId("members", committee.secretariat()));
  params.Text(RefId("committees", committee.parent()));
  const auto rows = co_await reads_.Run(kPutCommitteeFacts, std::move(params), call.deadline);
  if (!rows.ok()) co_return rows.status();
  pg::Row row = (*rows)[0];
  decide::CommitteeFacts facts;
  facts.caller = ReadCaller(row);
  facts.secretariat_exists = row.Bool();
  facts.parent_exists = row.Bool();
  facts.version = row.Int();
  facts.present = ReadCommittee(row);
  co_return facts;
}

constexpr pg::Statement kPutCommittee{"put_committee", pg::Statement::kWrites, R"sql(
WITH guard AS (
  SELECT WHERE coalesce((SELECT version FROM committee WHERE id = $7), 0) = $6
), written AS (
  INSERT INTO committee (id, version, reference, title, scope, secretariat, parent, create_date,
    source)
  SELECT $7, $6 + 1, $8, $9, $10, $11, $12, $13, $14 FROM guard
  ON CONFLICT (id) DO UPDATE SET version = excluded.version, reference = excluded.reference,
    title = excluded.title, scope = excluded.scope, secretariat = excluded.secretariat,
    parent = excluded.parent, create_date = excluded.create_date, source = excluded.source
)
INSERT INTO event (sequence, actor, subject, request_id, fingerprint, change)
SELECT (SELECT coalesce(max(sequence), 0) + 1 FROM event), $1, $2, $3, $4, $5 FROM guard
RETURNING sequence
)sql"};

Store::Task<pb::Committee> Store::PutCommittee(const rpc::Call& call,
                                               const decide::Decided<pb::Committee>& decided) {
  const pb::Committee& committee = decided.resource;
  if (!decided.write) co_return committee;
  pb::Event event;
  *event.mutable_committee() = committee;
  pg::Params params = EventParams(call, committee.name(), event, decided.version);
  params.Text(LastId(committee.name())).Text(committee.reference()).Text(committee.title());
  params.Text(committee.scope()).TextOrNull(LastId(committee.secretariat()));
  params.TextOrNull(LastId(committee.parent())).TextOrNull(committee.create_date());
  params.Text(committee.source());
  const auto rows = co_await writes_.Run(call, kPutCommittee, std::move(params));
  if (absl::Status status = Written(rows); !status.ok()) co_return status;
  co_return committee;
}

constexpr pg::Statement kListGroups{"list_groups", pg::Statement::kReads, R"sql(
SELECT g.id, g.version, g.kind, g.reference, g.title, g.convenor,
  g.from_day::text, g.from_exact, g.until_day::text, g.until_exact, g.source
FROM committee AS c
LEFT JOIN committee_group AS g ON g.committee = c.id AND g.id > $2
WHERE c.id = $1
ORDER BY g.id
LIMIT $3
)sql"};

Store::Task<pb::ListGroupsResponse> Store::ListGroups(const rpc::Call& call,
                                                      const std::string& committee,
                                                      const rpc::Paging& page) {
  pg::Params params;
  params.Text(committee).Text(page.after).Int(page.size + 1);
  const auto rows = co_await reads_.Run(kListGroups, std::move(params), call.deadline);
  if (!rows.ok()) co_return rows.status();
  if (rows->empty()) co_return NoSuch(absl::StrCat("committees/", committee));
  pb::ListGroupsResponse response;
  for (int i = 0; i < rows->size() && i < page.size; ++i) {
    pg::Row row = (*rows)[i];
    if (row.IsNull()) break;  // the committee has none
    *response.add_groups() = ReadGroup(row, committee);
  }
  if (rows->size() > page.size) {
    response.set_next_page_token(rpc::PageToken(LastId(response.groups().rbegin()->name())));
  }
  co_return response;
}

constexpr pg::Statement kPutGroupFacts{"put_group_facts", pg::Statement::kReads, R"sql(
SELECT roles_held($1, $2), (SELECT fingerprint FROM event WHERE request_id = $3),
  EXISTS (SELECT FROM committee WHERE id = $4), coalesce(version, 0),
  id, version, kind, reference, title, convenor,
  from_day::text, from_exact, until_day::text, until_exact, source
FROM (SELECT) AS one
LEFT JOIN committee_group ON committee = $4 AND id = $5
)sql"};

Store::Task<decide::GroupFacts> Store::GroupFacts(const rpc::Call& call,
                                                  const std::string& committee,
                                                  const std::string& group) {
  pg::Params params = FactsParams(call);
  params.Text(committee).Text(group);
  const auto rows = co_await reads_.Run(kPutGroupFacts, std::move(params), call.deadline);
  if (!rows.ok()) co_return rows.status();
  pg::Row row = (*rows)[0];
  decide::GroupFacts facts;
  facts.caller = ReadCaller(row);
  facts.committee_exists = row.Bool();
  facts.version = row.Int();
  facts.present = ReadGroup(row, committee);
  co_return facts;
}

constexpr pg::Statement kPutGroup{"put_group", pg::Statement::kWrites, R"sql(
WITH guard AS (
  SELECT WHERE coalesce((
    SELECT version FROM committee_group WHERE committee = $7 AND id = $8), 0) = $6
), written AS (
  INSERT INTO committee_group (committee, id, version, kind, reference, title, convenor,
    from_day, from_exact, until_day, until_exact, source)
  SELECT $7, $8, $6 + 1, $9, $10, $11, $12, $13, $14, $15, $16, $17 FROM guard
  ON CONFLICT (committee, id) DO UPDATE SET version = excluded.version, kind = excluded.kind,
    reference = excluded.reference, title = excluded.title, convenor = excluded.convenor,
    from_day = excluded.from_day, from_exact = excluded.from_exact,
    until_day = excluded.until_day, until_exact = excluded.until_exact, source = excluded.source
)
INSERT INTO event (sequence, actor, subject, request_id, fingerprint, change)
SELECT (SELECT coalesce(max(sequence), 0) + 1 FROM event), $1, $2, $3, $4, $5 FROM guard
RETURNING sequence
)sql"};

Store::Task<pb::Group> Store::PutGroup(const rpc::Call& call,
                                       const decide::Decided<pb::Group>& decided) {
  const pb::Group& group = decided.resource;
  if (!decided.write) co_return group;
  pb::Event event;
  *event.mutable_group() = group;
  const auto ids = rpc::ParseName("committees/*/groups/*", group.name());
  pg::Params params = EventParams(call, group.name(), event, decided.version);
  params.Text(ids->at(0)).Text(ids->at(1)).Int(group.kind()).Text(group.reference());
  params.Text(group.title()).Text(group.convenor());
  AddPeriod(params, group.period());
  params.Text(group.source());
  const auto rows = co_await writes_.Run(call, kPutGroup, std::move(params));
  if (absl::Status status = Written(rows); !status.ok()) co_return status;
  co_return group;
}

std::span<const pg::Statement> Store::OfCommittees() {
  static constexpr pg::Statement kAll[] = {kGetCommittee, kListCommittees, kPutCommitteeFacts,
                                           kPutCommittee, kListGroups,     kPutGroupFacts,
                                           kPutGroup};
  return kAll;
}

}  // namespace placet::members
