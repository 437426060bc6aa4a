// Sessions of pages: sign-ins of members' SignInService, held in cookies that no script can read.
//
//   POST   /session          {"person","password"}: signs in
//   GET    /session          whose it is, as the access token says
//   POST   /session/refresh  new tokens; ask from one tab at a time, a refresh token serves once
//   DELETE /session          signs out, also at the services
//
// Answers: {"person","signIn","expireTime"}, and the cookies of credentials.h.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "placet/members/v1/sign_in_service.pb.h"
#include "services/gateway/rpcs.h"

namespace placet::gateway {

class Sessions {
 public:
  explicit Sessions(const Behind& behind) : behind_(behind) {}

  static bool Has(const Target& target);
  Task<> Serve(Exchange& exchange) const;

 private:
  Task<absl::StatusOr<Answer>> Answered(Exchange& exchange) const;
  Task<absl::StatusOr<Answer>> Login(Exchange& exchange) const;
  Task<absl::StatusOr<Answer>> Refresh(Exchange& exchange) const;
  Task<absl::StatusOr<Answer>> End(Exchange& exchange) const;
  absl::StatusOr<Answer> Show(const Request& request) const;

  Task<absl::StatusOr<members::v1::Tokens>> Ask(Exchange& exchange, const char* method,
                                                const google::protobuf::Message& request) const;
  Task<absl::StatusOr<members::v1::Tokens>> NewTokens(Exchange& exchange) const;
  Task<absl::Status> Revoke(Exchange& exchange, const std::string& access_token) const;
  absl::StatusOr<const Backend*> Directory() const;

  const Behind behind_;
};

}  // namespace placet::gateway
