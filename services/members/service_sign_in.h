// placet.members.v1.SignInService: passwords, ID tokens and refresh tokens in, access tokens out.
#pragma once

#include <memory>
#include <string>

#include "placet/members/v1/sign_in_service.grpc.pb.h"
#include "services/callers/signer.h"
#include "services/callers/tokens.h"
#include "services/members/issuers.h"
#include "services/members/passwords.h"
#include "services/members/slowing.h"
#include "services/members/store.h"
#include "services/rpc/serve.h"

namespace placet::members {

class SignIns final : public rpc::Served<pb::SignInService::Service> {
 public:
  // All outlive this. `revoked` is that of this process, so that its own services refuse at once.
  SignIns(Store& store, callers::Signer& signer, Issuers& issuers, callers::Revoked& revoked,
          rpc::Clock clock);

 private:
  template <class T>
  using Task = async::Task<absl::StatusOr<T>>;
  using Call = rpc::Call;

  Task<pb::Tokens> Login(const Call& call, const pb::LoginRequest& request);
  Task<pb::Tokens> ExchangeIdToken(const Call& call, const pb::ExchangeIdTokenRequest& request);
  Task<pb::Tokens> Refresh(const Call& call, const pb::RefreshRequest& request);
  Task<pb::SignIn> RevokeSignIn(const Call& call, const pb::RevokeSignInRequest& request);
  Task<pb::ListSignInsResponse> ListSignIns(const Call& call,
                                            const pb::ListSignInsRequest& request);
  Task<pb::SetPasswordResponse> SetPassword(const Call& call,
                                            const pb::SetPasswordRequest& request);
  Task<pb::Identity> LinkIdentity(const Call& call, const pb::LinkIdentityRequest& request);
  Task<pb::Person> ErasePerson(const Call& call, const pb::ErasePersonRequest& request);

  // A new sign-in of somebody who is who they say.
  Task<pb::Tokens> Begin(const Call& call, std::string person, std::string client,
                         std::string id_token_hash);
  pb::Tokens Give(const Call& call, pb::SignIn sign_in, std::string refresh_token);
  // The password that somebody sets for themselves is asked for, as at a sign-in.
  async::Task<absl::Status> CheckOldPassword(const Call& call, std::string person, std::string hash,
                                             std::string password);
  // Revokes it, and tells this process.
  async::Task<absl::Status> End(const Call& call, std::string person, std::string sign_in);

  Store& store_;
  callers::Signer& signer_;
  Issuers& issuers_;
  callers::Revoked& revoked_;
  Passwords passwords_;
  Slowing slowing_;
};

// Sets a password without anybody being signed in: for whoever may run membersd on its store, so
// that there is a first one.
absl::Status SetFirstPassword(Store& store, const std::string& person, const std::string& password);

}  // namespace placet::members
