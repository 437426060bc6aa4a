// Hears from the directory which sign-ins were revoked, so that their tokens are refused here, too:
// within a fraction of a second, and while the directory is away at the latest when they expire.
#pragma once

#include <grpcpp/channel.h>

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "placet/members/v1/member_service.grpc.pb.h"
#include "services/callers/tokens.h"
#include "services/rpc/call.h"

namespace placet::rpc {

// What the directory's events about sign-ins begin with.
inline constexpr char kSignInSubjects[] = "sign-ins/";

class Revocations {
 public:
  // `service` ("services/ballotsd") is who asks where names are believed. `revoked` outlives this.
  Revocations(const std::shared_ptr<grpc::Channel>& directory, std::string service,
              callers::Revoked& revoked, Clock clock);
  ~Revocations();

 private:
  void Loop();
  void Follow();

  const std::string service_;
  callers::Revoked& revoked_;
  const Clock clock_;
  const std::unique_ptr<members::v1::MemberService::Stub> directory_;
  int64_t position_ = 0;  // of the thread
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;                   // guarded by mutex_
  grpc::ClientContext* context_ = nullptr;  // guarded by mutex_: of the stream that is open
  std::thread thread_;
};

// Takes one event of the directory in.
void TakeRevoked(const members::v1::Event& event, callers::Revoked& revoked, absl::Time now);

}  // namespace placet::rpc
