// placet.access.v1.AccessService for whatever a program serves: MayI, and the limits on callers.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "placet/access/v1/access_service.grpc.pb.h"
#include "services/rpc/serve.h"

namespace placet::rpc {

class Permissions final : public Served<access::v1::AccessService::Service> {
 public:
  // Answers for those of the services that have a door; they outlive this.
  Permissions(const std::vector<grpc::Service*>& services, Clock clock);

  // Limits callers, of all services together; `limits` outlives them.
  void LimitAll(Limits& limits);

 private:
  async::Task<absl::StatusOr<access::v1::MayIResponse>> MayI(
      const Call& call, const access::v1::MayIRequest& request);

  std::vector<Entrance*> entrances_;
};

// A refusal as it is told in an answer.
access::v1::Refusal Told(const absl::Status& status);

}  // namespace placet::rpc
