// SignInService over the directory's store, with a key that this program makes.
#pragma once

#include <memory>
#include <string>

#include "services/callers/tokens.h"
#include "services/members/service_sign_in.h"
#include "services/members/store.h"
#include "services/pg/lane.h"
#include "tests/callers/keys.h"
#include "tests/support/server.h"

namespace placet::access {

class SignInSide {
 public:
  SignInSide(const std::string& conninfo, const rpc::Clock& clock);

  const std::shared_ptr<grpc::Channel>& channel() const { return server_->channel(); }

 private:
  const placet::testing::Folder folder_;
  callers::KeySet keys_;
  callers::Tokens tokens_;
  callers::Signer signer_;
  std::unique_ptr<members::Issuers> issuers_;
  pg::Lane reads_;
  pg::Lane writes_;
  members::Store store_;
  std::unique_ptr<members::SignIns> sign_ins_;
  std::unique_ptr<placet::testing::InProcess> server_;
};

}  // namespace placet::access
