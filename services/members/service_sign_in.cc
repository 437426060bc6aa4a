#include "services/members/service_sign_in.h"

#include <sodium.h>

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"
#include "services/callers/json.h"
#include "services/members/columns.h"
#include "services/members/decide_sign_in.h"
#include "services/members/fields.h"
#include "spdlog/spdlog.h"

namespace placet::members {
namespace {

using google::protobuf::util::TimeUtil;

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  return TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(time));
}

std::string Random(size_t bytes) {
  std::string random(bytes, '\0');
  randombytes_buf(random.data(), random.size());
  return random;
}

bool IsEmail(absl::string_view text) {
  return text.size() <= 254 && absl::StrContains(text, '@') && !absl::StrContains(text, ' ');
}

// People are named as everywhere, or by their e-mail address; never as a service.
struct Account {
  std::string person, email;  // one of them; neither: nobody
  std::string key() const { return person.empty() ? email : person; }
};

Account AccountOf(const std::string& text) {
  if (IsEmail(text)) return {"", absl::AsciiStrToLower(text)};
  return {RefId("people", text), ""};
}

}  // namespace

SignIns::SignIns(Store& store, callers::Signer& signer, Issuers& issuers, callers::Revoked& revoked,
                 rpc::Clock clock)
    : Served("placet.members.v1.SignInService", std::move(clock)),
      store_(store),
      signer_(signer),
      issuers_(issuers),
      revoked_(revoked) {
  Unary("Login", &SignIns::Login);
  Unary("ExchangeIdToken", &SignIns::ExchangeIdToken);
  Unary("Refresh", &SignIns::Refresh);
  Unary("RevokeSignIn", &SignIns::RevokeSignIn);
  Unary("ListSignIns", &SignIns::ListSignIns);
  Unary("SetPassword", &SignIns::SetPassword);
  Unary("LinkIdentity", &SignIns::LinkIdentity);
  Unary("ErasePerson", &SignIns::ErasePerson);
}

SignIns::Task<pb::Tokens> SignIns::Login(const Call& call, const pb::LoginRequest& request) {
  const Account account = AccountOf(request.person());
  const std::string address = AddressOf(call.peer);
  const absl::Duration wait = slowing_.Begin(account.key(), address, call.now);
  if (wait > absl::ZeroDuration()) co_return decide::SignInSlowed(wait);
  const auto found = co_await store_.FindCredential(call, account.person, account.email);
  if (!found.ok()) co_return found.status();
  const auto right = co_await passwords_.IsRight(found->hash, request.password());
  if (!right.ok()) co_return right.status();
  if (!*right) {
    // What was typed may be a password in the wrong place: only names that exist are logged.
    spdlog::warn("sign-in refused: person={} from={}",
                 found->person.empty() ? "unknown" : found->person, address);
    co_return decide::SignInRefused();
  }
  slowing_.Succeeded(account.key(), address);
  co_return co_await Begin(call, found->person, request.client(), "");
}

SignIns::Task<pb::Tokens> SignIns::ExchangeIdToken(const Call& call,
                                                   const pb::ExchangeIdTokenRequest& request) {
  const auto checked = issuers_.Check(request.id_token(), call.now);
  if (!checked.ok()) co_return decide::IdTokenRefused(checked.status().message());
  if (checked->token.nonce != request.nonce()) {
    co_return decide::IdTokenRefused("the token was given for another nonce");
  }
  const auto person = co_await store_.FindIdentity(call, checked->issuer, checked->token.subject);
  if (!person.ok()) co_return person.status();
  if (person->empty()) {
    co_return rpc::Refuse(
        absl::StatusCode::kUnauthenticated, pb::ERROR_REASON_IDENTITY_UNKNOWN,
        absl::StrCat("the subject of the token of ", checked->issuer, " is linked to nobody"),
        "ask ISO Central Secretariat to link it with LinkIdentity", {{"issuer", checked->issuer}});
  }
  co_return co_await Begin(call, *person, request.client(), callers::Sha256(request.id_token()));
}

SignIns::Task<pb::Tokens> SignIns::Refresh(const Call& call, const pb::RefreshRequest& request) {
  const std::string hash = callers::Sha256(request.refresh_token());
  const std::string next = callers::Base64(Random(32));
  const auto used = co_await store_.UseRefresh(call, hash, callers::Sha256(next));
  if (!used.ok()) co_return used.status();
  if (!used->name().empty()) co_return Give(call, *used, next);
  const auto facts = co_await store_.LookAtRefresh(call, hash);
  if (!facts.ok()) co_return facts.status();
  if (facts->used && !facts->ended) {
    spdlog::warn("sign-in revoked: person={} sign-in={}: a refresh token came twice", facts->person,
                 facts->sign_in);
    absl::Status ended = co_await End(call, facts->person, facts->sign_in);
    if (!ended.ok()) co_return ended;
  }
  co_return decide::RefreshRefused(*facts);
}

SignIns::Task<pb::SignIn> SignIns::RevokeSignIn(const Call& call,
                                                const pb::RevokeSignInRequest& request) {
  const auto ids = Ids("name", "people/*/sign-ins/*", request.name());
  if (!ids.ok()) co_return ids.status();
  auto facts = co_await store_.SignInFacts(call, ids->at(0), ids->at(1));
  if (!facts.ok()) co_return facts.status();
  absl::Status refused =
      decide::MayEndSignIns(facts->caller, call, absl::StrCat("people/", ids->at(0)));
  if (!refused.ok()) co_return refused;
  if (!facts->sign_in) co_return NoSuch(request.name());
  absl::Status ended = co_await End(call, ids->at(0), ids->at(1));
  if (!ended.ok()) co_return ended;
  if (!facts->sign_in->has_revoke_time()) {
    *facts->sign_in->mutable_revoke_time() = ToTimestamp(call.now);
  }
  co_return *facts->sign_in;
}

SignIns::Task<pb::ListSignInsResponse> SignIns::ListSignIns(const Call& call,
                                                            const pb::ListSignInsRequest& request) {
  const auto ids = Ids("parent", "people/*", request.parent());
  if (!ids.ok()) co_return ids.status();
  const auto facts = co_await store_.SignInFacts(call, ids->at(0), "");
  if (!facts.ok()) co_return facts.status();
  absl::Status refused = decide::MayEndSignIns(facts->caller, call, request.parent());
  if (!refused.ok()) co_return refused;
  co_return co_await store_.ListSignIns(call, ids->at(0));
}

SignIns::Task<pb::SetPasswordResponse> SignIns::SetPassword(const Call& call,
                                                            const pb::SetPasswordRequest& request) {
  const auto ids = Ids("person", "people/*", request.person());
  if (!ids.ok()) co_return ids.status();
  const std::string email = absl::AsciiStrToLower(request.email());
  if (!email.empty() && !IsEmail(email)) co_return Invalid("email", "is not an e-mail address");
  const auto facts = co_await store_.PasswordFacts(call, ids->at(0), email);
  if (!facts.ok()) co_return facts.status();
  const auto own = decide::SetsOwnPassword(*facts, call, request);
  if (!own.ok()) co_return own.status();
  absl::Status unfit = decide::CheckNewPassword(request);
  if (!unfit.ok()) co_return unfit;
  if (!facts->email_owner.empty() && facts->email_owner != request.person()) {
    co_return rpc::Refuse(absl::StatusCode::kAlreadyExists, pb::ERROR_REASON_EMAIL_TAKEN,
                          "another person signs in with this e-mail address", "take another one");
  }
  if (*own) {
    absl::Status wrong =
        co_await CheckOldPassword(call, ids->at(0), facts->hash, request.old_password());
    if (!wrong.ok()) co_return wrong;
  }
  const auto hash = co_await passwords_.Hash(request.new_password());
  if (!hash.ok()) co_return hash.status();
  const auto set = co_await store_.SetPassword(call, ids->at(0), *hash, email, facts->signed_in);
  if (!set.ok()) co_return set.status();
  for (const std::string& sign_in : facts->signed_in) revoked_.Add(sign_in, call.now, call.now);
  pb::SetPasswordResponse response;
  response.set_revoked(static_cast<int>(facts->signed_in.size()));
  co_return response;
}

SignIns::Task<pb::Identity> SignIns::LinkIdentity(const Call& call,
                                                  const pb::LinkIdentityRequest& request) {
  const auto ids = Ids("identity.person", "people/*", request.identity().person());
  if (!ids.ok()) co_return ids.status();
  const auto facts = co_await store_.IdentityFacts(call, ids->at(0));
  if (!facts.ok()) co_return facts.status();
  absl::Status refused = decide::LinkIdentity(*facts, call, request);
  if (!refused.ok()) co_return refused;
  const auto linked = co_await store_.LinkIdentity(call, request.identity());
  if (!linked.ok()) co_return linked.status();
  co_return request.identity();
}

SignIns::Task<pb::Person> SignIns::ErasePerson(const Call& call,
                                               const pb::ErasePersonRequest& request) {
  const auto ids = Ids("name", "people/*", request.name());
  if (!ids.ok()) co_return ids.status();
  const auto facts = co_await store_.EraseFacts(call, ids->at(0));
  if (!facts.ok()) co_return facts.status();
  const auto decided = decide::ErasePerson(*facts, call, request);
  if (!decided.ok()) co_return decided.status();
  auto erased = co_await store_.ErasePerson(call, *decided);
  if (!erased.ok()) co_return erased.status();
  for (const std::string& sign_in : decided->signed_in) revoked_.Add(sign_in, call.now, call.now);
  co_return erased;
}

SignIns::Task<pb::Tokens> SignIns::Begin(const Call& call, std::string person, std::string client,
                                         std::string id_token_hash) {
  pb::SignIn sign_in;
  sign_in.set_name(absl::StrCat(person, "/sign-ins/", absl::BytesToHexString(Random(16))));
  sign_in.set_client(client);
  *sign_in.mutable_create_time() = ToTimestamp(call.now);
  *sign_in.mutable_refresh_time() = sign_in.create_time();
  *sign_in.mutable_expire_time() = ToTimestamp(call.now + decide::kLongestSignIn);
  const std::string refresh_token = callers::Base64(Random(32));
  const auto begun =
      co_await store_.BeginSignIn(call, sign_in, callers::Sha256(refresh_token), id_token_hash);
  if (!begun.ok()) co_return begun.status();
  if (!*begun) co_return decide::IdTokenRefused("the token was used before");
  co_return Give(call, std::move(sign_in), refresh_token);
}

pb::Tokens SignIns::Give(const Call& call, pb::SignIn sign_in, std::string refresh_token) {
  const auto ids = rpc::ParseName("people/*/sign-ins/*", sign_in.name());
  callers::SignedIn given = signer_.Sign(absl::StrCat("people/", ids->at(0)), ids->at(1), call.now);
  pb::Tokens tokens;
  tokens.set_access_token(std::move(given.token));
  *tokens.mutable_expire_time() = ToTimestamp(given.expires);
  tokens.set_refresh_token(std::move(refresh_token));
  *tokens.mutable_sign_in() = std::move(sign_in);
  return tokens;
}

async::Task<absl::Status> SignIns::CheckOldPassword(const Call& call, std::string person,
                                                    std::string hash, std::string password) {
  const absl::Duration wait = slowing_.Begin(person, call.caller, call.now);
  if (wait > absl::ZeroDuration()) co_return decide::SignInSlowed(wait);
  const auto right = co_await passwords_.IsRight(hash, password);
  if (!right.ok()) co_return right.status();
  if (!*right) co_return rpc::WithField(decide::SignInRefused(), "old_password", "is not right");
  slowing_.Succeeded(person, call.caller);
  co_return absl::OkStatus();
}

async::Task<absl::Status> SignIns::End(const Call& call, std::string person, std::string sign_in) {
  const auto ended = co_await store_.RevokeSignIn(call, person, sign_in);
  if (!ended.ok()) co_return ended.status();
  revoked_.Add(sign_in, call.now, call.now);
  co_return absl::OkStatus();
}

absl::Status SetFirstPassword(Store& store, const std::string& person,
                              const std::string& password) {
  Passwords passwords;
  rpc::Call call;
  call.caller = person;
  call.now = absl::Now();
  call.deadline = call.now + absl::Seconds(30);
  pb::SetPasswordRequest request;
  request.set_person(person);
  request.set_new_password(password);
  if (absl::Status unfit = decide::CheckNewPassword(request); !unfit.ok()) return unfit;
  const std::string id = RefId("people", person);
  const auto facts = async::BlockOn(store.PasswordFacts(call, id, ""));
  if (!facts.ok()) return facts.status();
  if (!facts->person_exists) return absl::NotFoundError(absl::StrCat("there is no ", person));
  const auto hash = async::BlockOn(passwords.Hash(password));
  if (!hash.ok()) return hash.status();
  return async::BlockOn(store.SetPassword(call, id, *hash, "", facts->signed_in)).status();
}

}  // namespace placet::members
