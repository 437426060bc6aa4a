// What is known of a person besides the identifier, and its end.
#include <utility>
#include <vector>

#include "services/members/columns.h"
#include "services/members/store.h"

namespace placet::members {

// The person's sign-ins that still hold.
constexpr pg::Statement kEraseFacts{"erase_facts", pg::Statement::kReads, R"sql(
SELECT id FROM sign_in
WHERE person = $1 AND revoke_time IS NULL AND expire_time > $2::timestamptz
ORDER BY id
)sql"};

Store::Task<decide::EraseFacts> Store::EraseFacts(const rpc::Call& call,
                                                  const std::string& person) {
  auto of_person = co_await PersonFacts(call, person);
  if (!of_person.ok()) co_return of_person.status();
  decide::EraseFacts facts{*std::move(of_person), {}};
  pg::Params params;
  params.Text(person).Time(call.now);
  const auto rows = co_await reads_.Run(kEraseFacts, std::move(params), call.deadline);
  if (!rows.ok()) co_return rows.status();
  for (int i = 0; i < rows->size(); ++i) facts.signed_in.push_back((*rows)[i].Text());
  co_return facts;
}

// The guard: the person as it was looked at, no role that is held or to come, and nobody who has
// signed in as the person since.
constexpr pg::Statement kErasePerson{"erase_person", pg::Statement::kWrites, R"sql(
WITH guard AS (
  UPDATE person SET version = $6 + 1, display_name = $8, note = ''
  WHERE id = $7 AND version = $6
    AND NOT EXISTS (
      SELECT FROM role_grant
      WHERE person = $7 AND (until_day IS NULL OR until_day > $9::date))
    AND NOT EXISTS (
      SELECT FROM sign_in
      WHERE person = $7 AND revoke_time IS NULL AND expire_time > $10::timestamptz
        AND id <> ALL ($11::text[]))
  RETURNING id
), forgotten AS (
  DELETE FROM credential USING guard WHERE person = guard.id
), unlinked AS (
  DELETE FROM identity USING guard WHERE person = guard.id
), worthless AS (
  DELETE FROM refresh_token USING sign_in, guard
  WHERE refresh_token.sign_in = sign_in.id AND sign_in.person = guard.id
), ended AS (
  UPDATE sign_in SET client = '',
    revoke_time = CASE WHEN sign_in.id = ANY ($11::text[]) THEN $10::timestamptz
                       ELSE revoke_time END
  FROM guard WHERE person = guard.id
  RETURNING sign_in.id
), told AS (
  INSERT INTO event (sequence, actor, subject, request_id, fingerprint, change)
  SELECT (SELECT coalesce(max(sequence), 0) FROM event) + row_number() OVER (ORDER BY place, subject),
    $1, subject, request_id, fingerprint, change
  FROM (
    SELECT 1 AS place, $2::text AS subject, $3::uuid AS request_id, $4::bytea AS fingerprint,
      $5::bytea AS change
    FROM guard
    UNION ALL
    SELECT 2, 'sign-ins/' || ended.id, NULL, NULL, given.change
    FROM ended JOIN unnest($11::text[], $12::bytea[]) AS given (id, change) USING (id)
  ) AS events
)
SELECT 1 FROM guard
)sql"};

Store::Task<pb::Person> Store::ErasePerson(const rpc::Call& call,
                                           const decide::DecidedErasure& decided) {
  const pb::Person& person = decided.resource;
  if (!decided.write) co_return person;
  const std::string id = LastId(person.name());
  pb::Event event;
  event.mutable_person()->set_name(person.name());
  event.mutable_person()->set_etag(person.etag());
  std::vector<std::string> changes;
  for (const std::string& one : decided.signed_in) changes.push_back(RevokedEvent(call, id, one));
  pg::Params params = EventParams(call, person.name(), event, decided.version);
  params.Text(id).Text(person.display_name()).Text(Today(call)).Time(call.now);
  params.Texts({decided.signed_in.begin(), decided.signed_in.end()});
  params.Blobs({changes.begin(), changes.end()});
  const auto rows = co_await writes_.Run(call, kErasePerson, std::move(params));
  if (absl::Status status = Written(rows); !status.ok()) co_return status;
  co_return person;
}

std::span<const pg::Statement> Store::OfErasing() {
  static constexpr pg::Statement kAll[] = {kEraseFacts, kErasePerson};
  return kAll;
}

}  // namespace placet::members
