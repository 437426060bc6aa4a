// Closed loops: so many calls are always on their way, and the next begins when one has ended. Two
// clients: gRPC C++, which is what a program in C++ would use, and a lean one that speaks just
// enough HTTP/2, because gRPC's own client takes several times the processor time of the server.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/rpc/tls.h"

namespace placet::bench {

struct Request {
  std::string caller;  // "people/voter-de"; with TLS "Bearer TOKEN"
  std::string body;    // serialized
};

// How one call ended.
struct Ended {
  size_t index = 0;    // of the request
  std::string reason;  // ErrorReason or code; "" is OK
  std::string body;    // of the answer; only for Load::on_ended
  absl::Time at;
};

struct Load {
  std::string address;
  std::string method;  // "/placet.ballots.v1.BallotService/CastVote"
  int in_flight = 256;
  int connections = 4;
  absl::Time until = absl::InfiniteFuture();        // no call begins later
  std::function<void(const Ended&)> on_ended = {};  // on one thread; may be left out
  // Sends again what was answered "repeat", as a program would that has work to do; only RunLoad.
  bool persistent = false;
  rpc::Tls tls = {};  // where it is on, callers have tokens; only RunLoad
};

struct Outcome {
  absl::Duration wall;
  std::vector<float> milliseconds;      // of the calls that ended OK, in increasing order
  std::map<std::string, int> refusals;  // how often, by reason
  int repeats = 0;

  int64_t ok() const { return static_cast<int64_t>(milliseconds.size()); }
  double PerSecond() const { return static_cast<double>(ok()) / absl::ToDoubleSeconds(wall); }
  double Percentile(double percent) const;
  double Mean() const;
  // Exits the program, with the reasons, unless every call ended OK.
  const Outcome& MustAllBeOk(const std::string& what) const;
};

Outcome RunLoad(const Load& load, std::span<const Request> requests);
Outcome RunLean(const Load& load, std::span<const Request> requests);

}  // namespace placet::bench
