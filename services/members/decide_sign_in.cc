#include "services/members/decide_sign_in.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "services/members/refusals.h"
#include "services/rpc/names.h"

namespace placet::members::decide {
namespace {

using absl::StatusCode;

bool IsGivenByAdministrators(const Held& held) {
  return held.role == pb::ROLE_VOTER || held.role == pb::ROLE_BALLOT_MONITOR ||
         held.role == pb::ROLE_EXPERT;
}

// Somebody who acts for the administrator's body and nothing else: setting the password of anybody
// with more would be taking more.
bool KeepsThisPerson(const PasswordFacts& facts) {
  const auto& roles = facts.person_roles;
  return !roles.empty() && std::all_of(roles.begin(), roles.end(), [&](const Held& held) {
    return IsGivenByAdministrators(held) && !held.member.empty() &&
           HoldsFor(facts.caller, pb::ROLE_MEMBER_ADMINISTRATOR, held.member, "");
  });
}

// A character of UTF-8 has one byte that is no continuation.
int Characters(absl::string_view text) {
  return static_cast<int>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

}  // namespace

absl::Status MayEndSignIns(const Caller& caller, const rpc::Call& call, const std::string& person) {
  if (call.caller == person || IsSecretariat(caller)) return absl::OkStatus();
  return RoleMissing(call, absl::StrCat(person, " or central secretariat"),
                     "sign in as that person, or ask ISO Central Secretariat to do it");
}

absl::StatusOr<bool> SetsOwnPassword(const PasswordFacts& facts, const rpc::Call& call,
                                     const pb::SetPasswordRequest& request) {
  if (call.caller == request.person()) return true;
  const bool secretariat = IsSecretariat(facts.caller);
  if (!secretariat && !KeepsThisPerson(facts)) {
    return RoleMissing(call,
                       "central secretariat, or member administrator of all that the person does",
                       "ask ISO Central Secretariat to do it");
  }
  if (!facts.person_exists) return NotFound(request.person());
  return false;
}

absl::Status CheckNewPassword(const pb::SetPasswordRequest& request) {
  if (Characters(request.new_password()) >= kShortestPassword) return absl::OkStatus();
  absl::Status status = rpc::Refuse(
      StatusCode::kInvalidArgument, pb::ERROR_REASON_PASSWORD_UNFIT,
      absl::StrCat("the new password is shorter than ", kShortestPassword, " characters"),
      "choose a longer one", {{"least", absl::StrCat(kShortestPassword)}});
  return rpc::WithField(std::move(status), "new_password", "is too short");
}

absl::Status LinkIdentity(const IdentityFacts& facts, const rpc::Call& call,
                          const pb::LinkIdentityRequest& request) {
  if (!IsSecretariat(facts.caller)) {
    return RoleMissing(call, "central secretariat", "ask ISO Central Secretariat to do it");
  }
  if (facts.person_exists) return absl::OkStatus();
  return ReferenceUnknown("identity.person", request.identity().person());
}

absl::StatusOr<DecidedErasure> ErasePerson(const EraseFacts& facts, const rpc::Call& call,
                                           const pb::ErasePersonRequest& request) {
  const auto repeat = IsRepeat(facts.caller, call);
  if (!repeat.ok()) return repeat.status();
  if (*repeat) return DecidedErasure{Present(facts), {}};
  if (!IsSecretariat(facts.caller)) {
    return RoleMissing(call, "central secretariat", "ask ISO Central Secretariat to do it");
  }
  if (facts.version == 0) return NotFound(request.name());
  const std::string today = Today(call);
  for (const pb::Grant& grant : facts.present.grants()) {
    const std::string& until = grant.period().until();
    if (!until.empty() && until <= today) continue;
    return rpc::Refuse(absl::StatusCode::kFailedPrecondition, pb::ERROR_REASON_HOLDS_ROLES,
                       absl::StrCat(request.name(), " holds ", grant.name()),
                       "end the roles first, for votes and acts under them need somebody",
                       {{"grant", grant.name()}});
  }
  DecidedErasure decided{{facts.present, facts.version, true}, facts.signed_in};
  decided.resource.set_display_name("erased");
  decided.resource.clear_note();
  decided.resource.set_etag(rpc::Etag(facts.version + 1));
  return decided;
}

absl::Status SignInRefused() {
  return rpc::Refuse(StatusCode::kUnauthenticated, pb::ERROR_REASON_SIGN_IN_REFUSED,
                     "there is no such person with this password",
                     "correct the name or the password, or have a new password set");
}

absl::Status RefreshRefused(const RefreshFacts& facts) {
  if (facts.sign_in.empty() || (facts.ended && !facts.used)) {
    return rpc::Refuse(StatusCode::kUnauthenticated, pb::ERROR_REASON_REFRESH_REFUSED,
                       "there is no such refresh token, or its sign-in has ended",
                       "sign in again with SignInService.Login");
  }
  return rpc::Refuse(StatusCode::kUnauthenticated, pb::ERROR_REASON_SIGN_IN_REVOKED,
                     "the refresh token was used before: its sign-in is revoked",
                     "sign in again with SignInService.Login, and ask who else has the token");
}

absl::Status IdTokenRefused(absl::string_view why) {
  return rpc::Refuse(StatusCode::kUnauthenticated, pb::ERROR_REASON_ID_TOKEN_REFUSED, why,
                     "get a new ID token from an issuer that this service knows");
}

absl::Status SignInSlowed(absl::Duration wait) {
  const int64_t seconds =
      std::max<int64_t>(absl::ToInt64Seconds(absl::Ceil(wait, absl::Seconds(1))), 1);
  absl::Status status =
      rpc::Refuse(StatusCode::kResourceExhausted, pb::ERROR_REASON_SIGN_IN_SLOWED,
                  "too many sign-ins have failed", absl::StrCat("try again in ", seconds, " s"),
                  {{"seconds", absl::StrCat(seconds)}});
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(seconds);
  status.SetPayload("type.googleapis.com/google.rpc.RetryInfo",
                    absl::Cord(retry.SerializeAsString()));
  return status;
}

}  // namespace placet::members::decide
