// Who may sign in, and who has.
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"
#include "services/members/columns.h"
#include "services/members/store.h"

namespace placet::members {
namespace {

using google::protobuf::util::TimeUtil;

absl::Time GetTime(const google::protobuf::Timestamp& time) {
  return absl::FromUnixMicros(TimeUtil::TimestampToMicroseconds(time));
}

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  return TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(time));
}

// id, person, client, create_time, refresh_time, expire_time, revoke_time.
pb::SignIn ReadSignIn(pg::Row& row) {
  pb::SignIn sign_in;
  const std::string id = row.Text();
  sign_in.set_name(absl::StrCat("people/", row.Text(), "/sign-ins/", id));
  sign_in.set_client(row.Text());
  *sign_in.mutable_create_time() = ToTimestamp(row.Time());
  *sign_in.mutable_refresh_time() = ToTimestamp(row.Time());
  *sign_in.mutable_expire_time() = ToTimestamp(row.Time());
  if (!row.IsNull()) *sign_in.mutable_revoke_time() = ToTimestamp(row.Time());
  return sign_in;
}

std::vector<absl::string_view> Views(const std::vector<std::string>& texts) {
  return {texts.begin(), texts.end()};
}

}  // namespace

constexpr pg::Statement kFindCredential{"find_credential", pg::Statement::kReads, R"sql(
SELECT person, hash FROM credential WHERE person = $1 OR email = $2
)sql"};

Store::Task<Credential> Store::FindCredential(const rpc::Call& call, const std::string& person,
                                              const std::string& email) {
  pg::Params params;
  params.Text(person).TextOrNull(email);
  const auto rows = co_await reads_.Run(kFindCredential, std::move(params), call.deadline);
  if (!rows.ok()) co_return rows.status();
  Credential found;
  if (rows->empty()) co_return found;
  pg::Row row = (*rows)[0];
  found.person = absl::StrCat("people/", row.Text());
  found.hash = row.Text();
  co_return found;
}

constexpr pg::Statement kBeginSignIn{"begin_sign_in", pg::Statement::kWrites, R"sql(
WITH gone AS (
  DELETE FROM refresh_token USING sign_in AS ended
  WHERE ended.id = refresh_token.sign_in AND ended.person = $2
    AND (ended.expire_time < $4::timestamptz OR ended.revoke_time < $4::timestamptz)
), begun AS (
  INSERT INTO sign_in (id, person, client, create_time, refresh_time, expire_time, id_token)
  VALUES ($1, $2, $3, $4::timestamptz, $4::timestamptz, $5::timestamptz, $7::bytea)
  ON CONFLICT DO NOTHING
  RETURNING id
), given AS (
  INSERT INTO refresh_token (hash, sign_in) SELECT $6::bytea, id FROM begun
)
SELECT id FROM begun
)sql"};

Store::Task<bool> Store::BeginSignIn(const rpc::Call& call, const pb::SignIn& sign_in,
                                     const std::string& refresh_hash,
                                     const std::string& id_token_hash) {
  const auto ids = rpc::ParseName("people/*/sign-ins/*", sign_in.name());
  pg::Params params;
  params.Text(ids->at(1)).Text(ids->at(0)).Text(sign_in.client());
  params.Time(GetTime(sign_in.create_time())).Time(GetTime(sign_in.expire_time()));
  params.Bytes(refresh_hash);
  id_token_hash.empty() ? params.Null() : params.Bytes(id_token_hash);
  const auto rows = co_await writes_.Run(call, kBeginSignIn, std::move(params));
  if (!rows.ok()) co_return rows.status();
  co_return !rows->empty();
}

constexpr pg::Statement kUseRefresh{"use_refresh", pg::Statement::kWrites, R"sql(
WITH used AS (
  UPDATE refresh_token AS token SET use_time = $3::timestamptz
  FROM sign_in
  WHERE token.hash = $1::bytea AND token.use_time IS NULL AND sign_in.id = token.sign_in
    AND sign_in.revoke_time IS NULL AND sign_in.expire_time > $3::timestamptz
  RETURNING token.sign_in
), given AS (
  INSERT INTO refresh_token (hash, sign_in) SELECT $2::bytea, sign_in FROM used
)
UPDATE sign_in SET refresh_time = $3::timestamptz FROM used WHERE id = used.sign_in
RETURNING id, person, client, create_time, refresh_time, expire_time, revoke_time
)sql"};

Store::Task<pb::SignIn> Store::UseRefresh(const rpc::Call& call, const std::string& hash,
                                          const std::string& next_hash) {
  pg::Params params;
  params.Bytes(hash).Bytes(next_hash).Time(call.now);
  const auto rows = co_await writes_.Run(call, kUseRefresh, std::move(params));
  if (!rows.ok()) co_return rows.status();
  if (rows->empty()) co_return pb::SignIn();
  pg::Row row = (*rows)[0];
  co_return ReadSignIn(row);
}

constexpr pg::Statement kLookAtRefresh{"look_at_refresh", pg::Statement::kReads, R"sql(
SELECT s.id, s.person, t.use_time IS NOT NULL,
  s.revoke_time IS NOT NULL OR s.expire_time <= $2::timestamptz
FROM refresh_token AS t JOIN sign_in AS s ON s.id = t.sign_in
WHERE t.hash = $1::bytea
)sql"};

Store::Task<decide::RefreshFacts> Store::LookAtRefresh(const rpc::Call& call,
                                                       const std::string& hash) {
  pg::Params params;
  params.Bytes(hash).Time(call.now);
  const auto rows = co_await reads_.Run(kLookAtRefresh, std::move(params), call.deadline);
  if (!rows.ok()) co_return rows.status();
  decide::RefreshFacts facts;
  if (rows->empty()) co_return facts;
  pg::Row row = (*rows)[0];
  facts.sign_in = row.Text();
  facts.person = row.Text();
  facts.used = row.Bool();
  facts.ended = row.Bool();
  co_return facts;
}

constexpr pg::Statement kSignInFacts{"sign_in_facts", pg::Statement::kReads, R"sql(
SELECT roles_held($1, $2), (SELECT fingerprint FROM event WHERE request_id = $3),
  id, person, client, create_time, refresh_time, expire_time, revoke_time
FROM (SELECT) AS one
LEFT JOIN sign_in ON person = $4 AND id = $5
)sql"};

Store::Task<decide::SignInFacts> Store::SignInFacts(const rpc::Call& call,
                                                    const std::string& person,
                                                    const std::string& sign_in) {
  pg::Params params = FactsParams(call);
  params.Text(person).Text(sign_in);
  const auto rows = co_await reads_.Run(kSignInFacts, std::move(params), call.deadline);
  if (!rows.ok()) co_return rows.status();
  pg::Row row = (*rows)[0];
  decide::SignInFacts facts;
  facts.caller = ReadCaller(row);
  if (!row.IsNull()) facts.sign_in = ReadSignIn(row);
  co_return facts;
}

constexpr pg::Statement kRevokeSignIn{"revoke_sign_in", pg::Statement::kWrites, R"sql(
WITH ended AS (
  UPDATE sign_in SET revoke_time = $5::timestamptz
  WHERE person = $2 AND id = $3 AND revoke_time IS NULL
  RETURNING id
)
INSERT INTO event (sequence, actor, subject, change)
SELECT (SELECT coalesce(max(sequence), 0) + 1 FROM event), $1, 'sign-ins/' || id, $4::bytea
FROM ended
RETURNING sequence
)sql"};

Store::Task<bool> Store::RevokeSignIn(const rpc::Call& call, const std::string& person,
                                      const std::string& sign_in) {
  pg::Params params;
  params.Text(call.caller.empty() ? absl::StrCat("people/", person) : call.caller);
  params.Text(person).Text(sign_in).Bytes(RevokedEvent(call, person, sign_in)).Time(call.now);
  const auto rows = co_await writes_.Run(call, kRevokeSignIn, std::move(params));
  if (!rows.ok()) co_return rows.status();
  co_return !rows->empty();
}

constexpr pg::Statement kListSignIns{"list_sign_ins", pg::Statement::kReads, R"sql(
SELECT id, person, client, create_time, refresh_time, expire_time, revoke_time
FROM sign_in
WHERE person = $1 AND revoke_time IS NULL AND expire_time > $2::timestamptz
ORDER BY create_time DESC, id
LIMIT 500
)sql"};

Store::Task<pb::ListSignInsResponse> Store::ListSignIns(const rpc::Call& call,
                                                        const std::string& person) {
  pg::Params params;
  params.Text(person).Time(call.now);
  const auto rows = co_await reads_.Run(kListSignIns, std::move(params), call.deadline);
  if (!rows.ok()) co_return rows.status();
  pb::ListSignInsResponse response;
  for (int i = 0; i < rows->size(); ++i) {
    pg::Row row = (*rows)[i];
    *response.add_sign_ins() = ReadSignIn(row);
  }
  co_return response;
}

// The person's sign-ins without the caller's own one.
constexpr pg::Statement kPasswordFacts{"password_facts", pg::Statement::kReads, R"sql(
SELECT roles_held($1, $2), (SELECT fingerprint FROM event WHERE request_id = $3),
  EXISTS (SELECT FROM person WHERE id = $4), roles_held($4, $2),
  (SELECT hash FROM credential WHERE person = $4),
  (SELECT 'people/' || person FROM credential WHERE email = $5),
  s.id
FROM (SELECT) AS one
LEFT JOIN sign_in AS s ON s.person = $4 AND s.revoke_time IS NULL
  AND s.expire_time > $6::timestamptz AND s.id <> $7
)sql"};

Store::Task<decide::PasswordFacts> Store::PasswordFacts(const rpc::Call& call,
                                                        const std::string& person,
                                                        const std::string& email) {
  pg::Params params = FactsParams(call);
  params.Text(person).TextOrNull(email).Time(call.now);
  params.Text(call.signed_in == nullptr ? "" : call.signed_in->sign_in);
  const auto rows = co_await reads_.Run(kPasswordFacts, std::move(params), call.deadline);
  if (!rows.ok()) co_return rows.status();
  decide::PasswordFacts facts;
  for (int i = 0; i < rows->size(); ++i) {
    pg::Row row = (*rows)[i];
    facts.caller = ReadCaller(row);
    facts.person_exists = row.Bool();
    facts.person_roles = decide::ParseRoles(row.Text());
    facts.hash = row.Text();
    facts.email_owner = row.Text();
    if (!row.IsNull()) facts.signed_in.push_back(row.Text());
  }
  co_return facts;
}

// The guard: nobody has signed in as the person since.
constexpr pg::Statement kSetPassword{"set_password", pg::Statement::kWrites, R"sql(
WITH guard AS (
  SELECT WHERE NOT EXISTS (
    SELECT FROM sign_in WHERE person = $2 AND revoke_time IS NULL AND expire_time > $5::timestamptz
      AND id <> ALL ($6::text[]) AND id <> $8)
), written AS (
  INSERT INTO credential (person, hash, email, set_time)
  SELECT $2, $3, $4, $5::timestamptz FROM guard
  ON CONFLICT (person) DO UPDATE SET hash = excluded.hash, set_time = excluded.set_time,
    email = coalesce(excluded.email, credential.email)
), ended AS (
  UPDATE sign_in SET revoke_time = $5::timestamptz FROM guard
  WHERE id = ANY ($6::text[]) AND revoke_time IS NULL
  RETURNING id
), told AS (
  INSERT INTO event (sequence, actor, subject, change)
  SELECT (SELECT coalesce(max(sequence), 0) FROM event) + row_number() OVER (ORDER BY ended.id),
    $1, 'sign-ins/' || ended.id, given.change
  FROM ended JOIN unnest($6::text[], $7::bytea[]) AS given (id, change) USING (id)
)
SELECT 1 FROM guard
)sql"};

Store::Task<bool> Store::SetPassword(const rpc::Call& call, const std::string& person,
                                     const std::string& hash, const std::string& email,
                                     const std::vector<std::string>& signed_in) {
  std::vector<std::string> changes;
  for (const std::string& id : signed_in) changes.push_back(RevokedEvent(call, person, id));
  pg::Params params;
  params.Text(call.caller).Text(person).Text(hash).TextOrNull(email).Time(call.now);
  params.Texts(Views(signed_in)).Blobs(Views(changes));
  params.Text(call.signed_in == nullptr ? "" : call.signed_in->sign_in);
  const auto rows = co_await writes_.Run(call, kSetPassword, std::move(params));
  if (absl::Status status = Written(rows); !status.ok()) co_return status;
  co_return true;
}

constexpr pg::Statement kIdentityFacts{"identity_facts", pg::Statement::kReads, R"sql(
SELECT roles_held($1, $2), (SELECT fingerprint FROM event WHERE request_id = $3),
  EXISTS (SELECT FROM person WHERE id = $4)
)sql"};

Store::Task<decide::IdentityFacts> Store::IdentityFacts(const rpc::Call& call,
                                                        const std::string& person) {
  pg::Params params = FactsParams(call);
  params.Text(person);
  const auto rows = co_await reads_.Run(kIdentityFacts, std::move(params), call.deadline);
  if (!rows.ok()) co_return rows.status();
  pg::Row row = (*rows)[0];
  decide::IdentityFacts facts;
  facts.caller = ReadCaller(row);
  facts.person_exists = row.Bool();
  co_return facts;
}

constexpr pg::Statement kLinkIdentity{"link_identity", pg::Statement::kWrites, R"sql(
INSERT INTO identity (issuer, subject, person, linked_by, link_time)
VALUES ($1, $2, $3, $4, $5::timestamptz)
ON CONFLICT (issuer, subject) DO UPDATE SET person = excluded.person,
  linked_by = excluded.linked_by, link_time = excluded.link_time
RETURNING person
)sql"};

Store::Task<bool> Store::LinkIdentity(const rpc::Call& call, const pb::Identity& identity) {
  pg::Params params;
  params.Text(identity.issuer()).Text(identity.subject()).Text(LastId(identity.person()));
  params.Text(call.caller).Time(call.now);
  const auto rows = co_await writes_.Run(call, kLinkIdentity, std::move(params));
  if (!rows.ok()) co_return rows.status();
  co_return true;
}

constexpr pg::Statement kFindIdentity{"find_identity", pg::Statement::kReads, R"sql(
SELECT person FROM identity WHERE issuer = $1 AND subject = $2
)sql"};

Store::Task<std::string> Store::FindIdentity(const rpc::Call& call, const std::string& issuer,
                                             const std::string& subject) {
  pg::Params params;
  params.Text(issuer).Text(subject);
  const auto rows = co_await reads_.Run(kFindIdentity, std::move(params), call.deadline);
  if (!rows.ok()) co_return rows.status();
  if (rows->empty()) co_return std::string();
  co_return absl::StrCat("people/", (*rows)[0].Text());
}

std::span<const pg::Statement> Store::OfSignIns() {
  static constexpr pg::Statement kAll[] = {
      kFindCredential, kBeginSignIn,   kUseRefresh,  kLookAtRefresh, kSignInFacts,  kRevokeSignIn,
      kListSignIns,    kPasswordFacts, kSetPassword, kIdentityFacts, kLinkIdentity, kFindIdentity};
  return kAll;
}

}  // namespace placet::members
