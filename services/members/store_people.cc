// People and the roles they hold.
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/members/columns.h"
#include "services/members/store.h"

namespace placet::members {
namespace {

// A person without grants.
pb::Person ReadPerson(pg::Row& row) {
  pb::Person person;
  person.set_name(ReadName(row, "people"));
  person.set_etag(rpc::Etag(row.Int()));
  person.set_display_name(row.Text());
  person.set_note(row.Text());
  return person;
}

pb::Grant ReadGrant(pg::Row& row, absl::string_view person) {
  pb::Grant grant;
  grant.set_name(ReadName(row, absl::StrCat(person, "/grants")));
  grant.set_role(static_cast<pb::Role>(row.Int()));
  grant.set_member(ReadName(row, "members"));
  grant.set_committee(ReadName(row, "committees"));
  *grant.mutable_period() = ReadPeriod(row);
  grant.set_granted_by(row.Text());
  if (row.IsNull()) {
    row.Skip();
  } else {
    grant.set_group(absl::StrCat(grant.committee(), "/groups/", row.Text()));
  }
  grant.set_subcommittees(row.Bool());
  const std::string covers = row.Text();
  for (absl::string_view id : absl::StrSplit(covers, ',', absl::SkipEmpty())) {
    grant.add_covers(absl::StrCat("committees/", id));
  }
  if (row.IsNull()) {
    row.Skip();
  } else {
    grant.set_liaison(absl::StrCat(grant.committee(), "/liaisons/", row.Text()));
  }
  return grant;
}

}  // namespace

// 'iso-tc-307-sc-1,...': what a grant covers besides its own committee.
#define COVERS(grant)                                                                  \
  "CASE WHEN " grant ".subcommittees THEN array_to_string(array_remove(covered(" grant \
  ".committee, true), " grant ".committee), ',') END"

constexpr pg::Statement kGetPerson{"get_person", pg::Statement::kReads, R"sql(
SELECT p.id, p.version, p.display_name, p.note,
  g.id, g.role, g.member, g.committee,
  g.from_day::text, g.from_exact, g.until_day::text, g.until_exact, g.granted_by, g."group",
  g.subcommittees, )sql" COVERS("g") R"sql(, g.liaison
FROM person AS p
LEFT JOIN role_grant AS g ON g.person = p.id
WHERE p.id = $1
ORDER BY g.id
)sql"};

Store::Task<pb::Person> Store::GetPerson(const rpc::Call& call, const std::string& person) {
  pg::Params params;
  params.Text(person);
  const auto rows = co_await reads_.Run(kGetPerson, std::move(params), call.deadline);
  if (!rows.ok()) co_return rows.status();
  if (rows->empty()) co_return NoSuch(absl::StrCat("people/", person));
  pb::Person found;
  for (int i = 0; i < rows->size(); ++i) {
    pg::Row row = (*rows)[i];
    pb::Person read = ReadPerson(row);
    if (i == 0) found = std::move(read);
    if (!row.IsNull()) *found.add_grants() = ReadGrant(row, found.name());
  }
  co_return found;
}

constexpr pg::Statement kListPeople{"list_people", pg::Statement::kReads, R"sql(
SELECT p.id, p.version, p.display_name, p.note,
  g.id, g.role, g.member, g.committee,
  g.from_day::text, g.from_exact, g.until_day::text, g.until_exact, g.granted_by, g."group",
  g.subcommittees, )sql" COVERS("g") R"sql(, g.liaison
FROM (
  SELECT id, version, display_name, note
  FROM person
  WHERE id > $1 AND ($2 = 0 OR EXISTS (
    SELECT FROM role_grant AS held
    WHERE held.person = person.id AND held.role = $2
      AND holds_on($3, held.from_day, held.until_day)))
  ORDER BY id
  LIMIT $4
) AS p
LEFT JOIN role_grant AS g ON g.person = p.id
ORDER BY p.id, g.id
)sql"};

Store::Task<pb::ListPeopleResponse> Store::ListPeople(const rpc::Call& call, pb::Role role,
                                                      const rpc::Paging& page) {
  pg::Params params;
  params.Text(page.after).Int(role).Text(Today(call)).Int(page.size + 1);
  const auto rows = co_await reads_.Run(kListPeople, std::move(params), call.deadline);
  if (!rows.ok()) co_return rows.status();
  pb::ListPeopleResponse response;
  auto& people = *response.mutable_people();
  for (int i = 0; i < rows->size(); ++i) {
    pg::Row row = (*rows)[i];
    pb::Person read = ReadPerson(row);
    if (people.empty() || people.rbegin()->name() != read.name()) {
      if (people.size() == page.size) {  // one more than was asked for: there is another page
        response.set_next_page_token(rpc::PageToken(LastId(people.rbegin()->name())));
        break;
      }
      *people.Add() = std::move(read);
    }
    pb::Person& person = *people.rbegin();
    if (!row.IsNull()) *person.add_grants() = ReadGrant(row, person.name());
  }
  co_return response;
}

constexpr pg::Statement kPutPersonFacts{"put_person_facts", pg::Statement::kReads, R"sql(
SELECT roles_held($1, $2), (SELECT fingerprint FROM event WHERE request_id = $3),
  coalesce(p.version, 0),
  p.id, p.version, p.display_name, p.note,
  g.id, g.role, g.member, g.committee,
  g.from_day::text, g.from_exact, g.until_day::text, g.until_exact, g.granted_by, g."group",
  g.subcommittees, )sql" COVERS("g") R"sql(, g.liaison
FROM (SELECT) AS one
LEFT JOIN person AS p ON p.id = $4
LEFT JOIN role_grant AS g ON g.person = p.id
ORDER BY g.id
)sql"};

Store::Task<decide::Facts<pb::Person>> Store::PersonFacts(const rpc::Call& call,
                                                          const std::string& person) {
  pg::Params params = FactsParams(call);
  params.Text(person);
  const auto rows = co_await reads_.Run(kPutPersonFacts, std::move(params), call.deadline);
  if (!rows.ok()) co_return rows.status();
  decide::Facts<pb::Person> facts;
  for (int i = 0; i < rows->size(); ++i) {
    pg::Row row = (*rows)[i];
    facts.caller = ReadCaller(row);
    facts.version = row.Int();
    pb::Person read = ReadPerson(row);
    if (i == 0) facts.present = std::move(read);
    if (!row.IsNull()) *facts.present.add_grants() = ReadGrant(row, facts.present.name());
  }
  co_return facts;
}

constexpr pg::Statement kPutPerson{"put_person", pg::Statement::kWrites, R"sql(
WITH guard AS (
  SELECT WHERE coalesce((SELECT version FROM person WHERE id = $7), 0) = $6
), written AS (
  INSERT INTO person (id, version, display_name, note) SELECT $7, $6 + 1, $8, $9 FROM guard
  ON CONFLICT (id) DO UPDATE SET version = excluded.version,
    display_name = excluded.display_name, note = excluded.note
)
INSERT INTO event (sequence, actor, subject, request_id, fingerprint, change)
SELECT (SELECT coalesce(max(sequence), 0) + 1 FROM event), $1, $2, $3, $4, $5 FROM guard
RETURNING sequence
)sql"};

Store::Task<pb::Person> Store::PutPerson(const rpc::Call& call,
                                         const decide::Decided<pb::Person>& decided) {
  const pb::Person& person = decided.resource;
  if (!decided.write) co_return person;
  pb::Event event;
  *event.mutable_person() = person;
  event.mutable_person()->clear_grants();  // they have events of their own
  // What a person is called stands in one row and in no event, so that it can be erased.
  event.mutable_person()->clear_display_name();
  event.mutable_person()->clear_note();
  pg::Params params = EventParams(call, person.name(), event, decided.version);
  params.Text(LastId(person.name())).Text(person.display_name()).Text(person.note());
  const auto rows = co_await writes_.Run(call, kPutPerson, std::move(params));
  if (absl::Status status = Written(rows); !status.ok()) co_return status;
  co_return person;
}

constexpr pg::Statement kGrantFacts{"grant_facts", pg::Statement::kReads, R"sql(
SELECT roles_held($1, $2), (SELECT fingerprint FROM event WHERE request_id = $3),
  EXISTS (SELECT FROM person WHERE id = $4), EXISTS (SELECT FROM member WHERE id = $6),
  EXISTS (SELECT FROM committee WHERE id = $7),
  EXISTS (SELECT FROM committee_group WHERE committee = $7 AND id = $8),
  EXISTS (SELECT FROM liaison WHERE committee = $7 AND id = $9),
  EXISTS (
    SELECT FROM role_grant AS other
    WHERE other.role = 7 AND other.member IS NULL AND other.committee IS NULL
      AND other.until_day IS NULL AND holds_on($2, other.from_day, other.until_day)
      AND (other.person, other.id) <> ($4, $5)),
  coalesce(version, 0),
  id, role, member, committee,
  from_day::text, from_exact, until_day::text, until_exact, granted_by, "group",
  subcommittees, )sql" COVERS("role_grant") R"sql(, liaison
FROM (SELECT) AS one
LEFT JOIN role_grant ON person = $4 AND id = $5
)sql"};

Store::Task<decide::GrantFacts> Store::GrantFacts(const rpc::Call& call, const std::string& name,
                                                  const pb::Grant& wanted) {
  const auto ids = rpc::ParseName("people/*/grants/*", name);
  pg::Params params = FactsParams(call);
  params.Text(ids->at(0)).Text(ids->at(1));
  params.Text(RefId("members", wanted.member())).Text(RefId("committees", wanted.committee()));
  params.Text(decide::GroupId(wanted.group())).Text(decide::LiaisonId(wanted.liaison()));
  const auto rows = co_await reads_.Run(kGrantFacts, std::move(params), call.deadline);
  if (!rows.ok()) co_return rows.status();
  pg::Row row = (*rows)[0];
  decide::GrantFacts facts;
  facts.caller = ReadCaller(row);
  facts.person_exists = row.Bool();
  facts.member_exists = row.Bool();
  facts.committee_exists = row.Bool();
  facts.group_exists = row.Bool();
  facts.liaison_exists = row.Bool();
  facts.other_secretariat = row.Bool();
  facts.version = row.Int();
  facts.present = ReadGrant(row, absl::StrCat("people/", ids->at(0)));
  co_return facts;
}

constexpr pg::Statement kGrantRole{"grant_role", pg::Statement::kWrites, R"sql(
WITH guard AS (
  SELECT WHERE coalesce((SELECT version FROM role_grant WHERE person = $7 AND id = $8), 0) = $6
), written AS (
  INSERT INTO role_grant (person, id, version, role, member, committee,
    from_day, from_exact, until_day, until_exact, granted_by, "group", subcommittees,
    liaison)
  SELECT $7, $8, $6 + 1, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19 FROM guard
  ON CONFLICT (person, id) DO UPDATE SET version = excluded.version,
    from_day = excluded.from_day, from_exact = excluded.from_exact,
    until_day = excluded.until_day, until_exact = excluded.until_exact,
    granted_by = excluded.granted_by
)
INSERT INTO event (sequence, actor, subject, request_id, fingerprint, change)
SELECT (SELECT coalesce(max(sequence), 0) + 1 FROM event), $1, $2, $3, $4, $5 FROM guard
RETURNING sequence
)sql"};

Store::Task<pb::Grant> Store::GrantRole(const rpc::Call& call,
                                        const decide::Decided<pb::Grant>& decided) {
  const pb::Grant& grant = decided.resource;
  if (!decided.write) co_return grant;
  pb::Event event;
  *event.mutable_grant() = grant;
  event.mutable_grant()->clear_covers();
  const auto ids = rpc::ParseName("people/*/grants/*", grant.name());
  pg::Params params = EventParams(call, grant.name(), event, decided.version);
  params.Text(ids->at(0)).Text(ids->at(1)).Int(grant.role());
  params.TextOrNull(LastId(grant.member())).TextOrNull(LastId(grant.committee()));
  AddPeriod(params, grant.period());
  params.Text(grant.granted_by()).TextOrNull(decide::GroupId(grant.group()));
  params.Bool(grant.subcommittees()).TextOrNull(decide::LiaisonId(grant.liaison()));
  const auto rows = co_await writes_.Run(call, kGrantRole, std::move(params));
  if (absl::Status status = Written(rows); !status.ok()) co_return status;
  co_return grant;
}

constexpr pg::Statement kRevokeRole{"revoke_role", pg::Statement::kWrites, R"sql(
WITH guard AS (
  UPDATE role_grant SET version = $6 + 1, until_day = $9, until_exact = true
  WHERE person = $7 AND id = $8 AND version = $6
  RETURNING id
)
INSERT INTO event (sequence, actor, subject, request_id, fingerprint, change)
SELECT (SELECT coalesce(max(sequence), 0) + 1 FROM event), $1, $2, $3, $4, $5 FROM guard
RETURNING sequence
)sql"};

Store::Task<pb::Grant> Store::RevokeRole(const rpc::Call& call,
                                         const decide::Decided<pb::Grant>& decided) {
  const pb::Grant& grant = decided.resource;
  if (!decided.write) co_return grant;
  pb::Event event;
  *event.mutable_grant() = grant;
  event.mutable_grant()->clear_covers();
  const auto ids = rpc::ParseName("people/*/grants/*", grant.name());
  pg::Params params = EventParams(call, grant.name(), event, decided.version);
  params.Text(ids->at(0)).Text(ids->at(1)).Text(grant.period().until());
  const auto rows = co_await writes_.Run(call, kRevokeRole, std::move(params));
  if (absl::Status status = Written(rows); !status.ok()) co_return status;
  co_return grant;
}

std::span<const pg::Statement> Store::OfPeople() {
  static constexpr pg::Statement kAll[] = {kGetPerson,  kListPeople, kPutPersonFacts, kPutPerson,
                                           kGrantFacts, kGrantRole,  kRevokeRole};
  return kAll;
}

}  // namespace placet::members
