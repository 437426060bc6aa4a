// Serves rpcs: finds the method, who calls and until when, and hands over to the protocol.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "services/gateway/backends.h"
#include "services/gateway/catalogue.h"
#include "services/gateway/exchange.h"
#include "services/gateway/json.h"
#include "services/gateway/limits.h"
#include "services/gateway/protocol.h"
#include "services/gateway/upstream.h"
#include "services/rpc/limits.h"

namespace placet::gateway {

// What all requests share.
struct Behind {
  const Catalogue& catalogue;
  const Backends& backends;
  const Limits& limits;
  rpc::Limits& callers;  // their streams, and the calls of those without a token
};

// An rpc that is about to be called.
struct Rpc {
  const Method* method = nullptr;
  const Backend* backend = nullptr;
  CallOptions options;
  std::shared_ptr<void> place;  // of a stream
};

class Rpcs {
 public:
  explicit Rpcs(const Behind& behind) : behind_(behind) {}

  // Is the path one of an rpc: "/placet.ballots.v1.BallotService/GetBallot", or the same behind
  // the name of a service, "/ballots/..."?
  bool Has(const Target& target) const;
  Task<> Serve(Exchange& exchange) const;

 private:
  Task<> Post(Exchange& exchange, Rpc rpc) const;
  Task<> Get(Exchange& exchange, Rpc rpc) const;
  absl::StatusOr<Rpc> Find(const Target& target) const;
  absl::Status Prepare(const Request& request, const Protocol& protocol, Rpc& rpc) const;
  Task<> ServeUnary(Exchange& exchange, const Rpc& rpc, const Protocol& protocol) const;
  Task<> Refuse(Exchange& exchange, const Protocol* protocol, const absl::Status& status) const;

  const Behind behind_;
};

// The message of a request as bytes, and of an answer as the protocol has it.
absl::StatusOr<std::string> Decode(Types& types, const Method& method, bool json,
                                   absl::string_view message);
absl::StatusOr<std::string> Encode(Types& types, const Method& method, bool json,
                                   std::string message);

// A call whose messages stand in envelopes: Connect streams and gRPC-Web (serve_stream.cc). The
// body has been read.
Task<> ServeStream(Exchange& exchange, const Behind& behind, const Rpc& rpc,
                   const Protocol& protocol);
// How such a call is refused: with HTTP's 200, and the end of a stream.
Task<> RefuseStream(Exchange& exchange, Types& types, const Protocol& protocol,
                    const absl::Status& status);

}  // namespace placet::gateway
