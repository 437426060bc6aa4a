// A status as each protocol writes it.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "services/gateway/exchange.h"
#include "services/gateway/json.h"

namespace placet::gateway {

// HTTP's status: that of the Connect protocol for the code, and HTTP's own for what is not an rpc's
// (404, 405, 408, 413, 415, 431).
unsigned HttpStatus(const absl::Status& status);

// {"code":"not_found","message":"...","details":[{"type","value","debug"}]}
std::string ConnectError(Types& types, const absl::Status& status);
// The last message of a Connect stream: {"error":{...}}, {} after OK.
std::string ConnectEnd(Types& types, const absl::Status& status);
// The trailers of gRPC-Web, with grpc-status-details-bin.
std::string WebTrailers(const absl::Status& status);

// A whole answer with ConnectError, and the fields that HTTP wants beside its status.
Answer ErrorAnswer(Types& types, const absl::Status& status);

}  // namespace placet::gateway
