// absl::Status <-> grpc::Status with google.rpc details: payload type URLs and bytes map one to one
// to google.rpc.Status.details.
#pragma once

#include <grpcpp/support/status.h>

#include "absl/status/status.h"

namespace placet::rpc {

grpc::Status ToGrpc(const absl::Status& status);
absl::Status FromGrpc(const grpc::Status& status);

}  // namespace placet::rpc
