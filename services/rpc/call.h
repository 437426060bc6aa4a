// What a handler knows of the call it serves. No gRPC header: decide and store may use it.
#pragma once

#include <functional>
#include <string>

#include "absl/time/time.h"

namespace placet::rpc {

// The clock is an argument everywhere, so that no test waits for time to pass.
using Clock = std::function<absl::Time()>;

struct Call {
  std::string caller;       // people/{person}; until tokens come, a name that loopback vouches for
  absl::Time deadline;      // real time, whatever the clock says
  absl::Time now;           // by the service's clock, the same for the whole call
  std::string request_id;   // "" where none was given; a UUID in lower case
  std::string fingerprint;  // SHA-256 of method, caller and request: what a repeat must equal
};

}  // namespace placet::rpc
