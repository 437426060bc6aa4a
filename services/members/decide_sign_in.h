// Who may sign in, end a sign-in, set a password. Pure, as decide.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "placet/members/v1/sign_in_service.pb.h"
#include "services/members/decide.h"

namespace placet::members::decide {

inline constexpr absl::Duration kLongestSignIn = absl::Hours(24 * 30);
inline constexpr int kShortestPassword = 12;  // characters

struct SignInFacts {
  Caller caller;
  std::optional<pb::SignIn> sign_in;
};

struct PasswordFacts {
  Caller caller;
  bool person_exists = false;
  std::vector<Held> person_roles;      // that the person holds today
  std::string hash;                    // of the present password; "" where there is none
  std::string email_owner;             // people/{person} who has the e-mail address now
  std::vector<std::string> signed_in;  // identifiers of sign-ins that are to be revoked
};

struct IdentityFacts {
  Caller caller;
  bool person_exists = false;
};

struct EraseFacts : Facts<pb::Person> {
  std::vector<std::string> signed_in;  // identifiers of sign-ins that still hold
};

struct DecidedErasure : Decided<pb::Person> {
  std::vector<std::string> signed_in;  // that end with it
};

// A refresh token as it was found.
struct RefreshFacts {
  std::string sign_in, person;  // "" where there is no such token
  bool used = false;
  bool ended = false;  // revoked or expired
};

absl::Status MayEndSignIns(const Caller& caller, const rpc::Call& call, const std::string& person);

// Does the person set the own password, so that the old one is asked for? A refusal where somebody
// else may not.
absl::StatusOr<bool> SetsOwnPassword(const PasswordFacts& facts, const rpc::Call& call,
                                     const pb::SetPasswordRequest& request);
absl::Status CheckNewPassword(const pb::SetPasswordRequest& request);
absl::Status LinkIdentity(const IdentityFacts& facts, const rpc::Call& call,
                          const pb::LinkIdentityRequest& request);

absl::StatusOr<DecidedErasure> ErasePerson(const EraseFacts& facts, const rpc::Call& call,
                                           const pb::ErasePersonRequest& request);

// The refusals of those who have not come in.
absl::Status SignInRefused();
absl::Status RefreshRefused(const RefreshFacts& facts);
absl::Status IdTokenRefused(absl::string_view why);
absl::Status SignInSlowed(absl::Duration wait);

}  // namespace placet::members::decide
