// The services behind, and which of them has which rpc.
#pragma once

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/gateway/catalogue.h"
#include "services/rpc/tls.h"

namespace placet::gateway {

// A service and the ways to it. Calls go over a channel without a client certificate: to the
// service they come from nobody but whom their token names, whatever this program does. Only what
// anybody may call goes over the other one, by which services believe what the gateway says of its
// client's address (rpc/caller.h): sign-ins are slowed by it.
struct Backend {
  std::string name;     // "ballots", as in a path
  std::string package;  // "placet.ballots.v1"
  std::shared_ptr<grpc::GenericStub> stub;
  std::shared_ptr<grpc::GenericStub> open_stub;
};

class Backends {
 public:
  struct Address {
    std::string name;
    std::string address;  // "127.0.0.1:7302" or "unix:/path"
  };

  // The authority is whose certificates of services are believed; off: no TLS.
  Backends(const std::vector<Address>& addresses, const rpc::Tls& tls);

  const std::vector<Backend>& all() const { return all_; }
  // "" is no name of one.
  const Backend* FindByName(absl::string_view name) const;
  // The only one that has the rpc, by its package; WHICH_SERVICE where every service has one.
  absl::StatusOr<const Backend*> Of(const Method& method) const;

 private:
  std::vector<Backend> all_;
};

}  // namespace placet::gateway
