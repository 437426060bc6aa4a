// Who is calling. In this order: the person of a bearer token, a service of Placet that showed its
// certificate, and, only where names are believed, whoever the metadata names.
//
// A token that is not good is refused and never passed over for the certificate or the name beside
// it; a service that acts for a person passes the person's token on, so that none can pretend.
#pragma once

#include <grpcpp/server_context.h>

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "services/callers/tokens.h"
#include "services/rpc/call.h"

namespace placet::rpc {

class Callers {
 public:
  struct Options {
    callers::Tokens* tokens = nullptr;  // outlives this; nullptr: no token is good
    bool believe_names = false;         // of metadata placet-caller, from this machine alone
    Clock clock;                        // what tokens are compared with
  };

  explicit Callers(Options options) : options_(std::move(options)) {}

  // Fills in who calls, or says why nobody does: UNAUTHENTICATED with a reason of the package.
  absl::Status Identify(const grpc::ServerContextBase& context, absl::string_view package,
                        Call& call) const;
  // Is a caller who has come in still welcome? For calls that last.
  absl::Status StillWelcome(const Call& call, absl::string_view package) const;

 private:
  absl::Status FromToken(absl::string_view token, absl::string_view package, Call& call) const;

  const Options options_;
};

// One for the whole process, since every service of it serves the same callers. Until it is set
// nobody is believed.
void SetCallers(std::shared_ptr<const Callers> callers);
std::shared_ptr<const Callers> TheCallers();

// Where a call comes from that anybody may make: the other end, or what the gateway says of its
// client, in metadata placet-client-address ("192.0.2.1"). The gateway's certificate is good for
// this and nothing else: Identify takes it for nobody's, because whoever reaches the gateway has
// its calls made.
std::string PeerOf(const grpc::ServerContextBase& context);

// Is the other end of the connection on this machine?
bool IsLoopback(const std::string& peer);

// "services/ballotsd" of the certificate's SAN placet://services/ballotsd; "" where there is none.
std::string ServiceOf(absl::string_view uri);

}  // namespace placet::rpc
