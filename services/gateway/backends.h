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

// A service and the way to it. People's calls go over a channel without a client certificate: to
// the service they come from nobody but whom their token names, whatever this program does.
struct Backend {
  std::string name;     // "ballots", as in a path
  std::string package;  // "placet.ballots.v1"
  std::shared_ptr<grpc::Channel> channel;
  std::shared_ptr<grpc::GenericStub> stub;
};

class Backends {
 public:
  struct Address {
    std::string name;
    std::string address;  // "127.0.0.1:7302" or "unix:/path"
  };

  // `authority` is whose certificates of services are believed; "": no TLS.
  Backends(const std::vector<Address>& addresses, const std::string& authority);

  const std::vector<Backend>& all() const { return all_; }
  // "" is no name of one.
  const Backend* FindByName(absl::string_view name) const;
  // The only one that has the rpc, by its package; WHICH_SERVICE where every service has one.
  absl::StatusOr<const Backend*> Of(const Method& method) const;

 private:
  std::vector<Backend> all_;
};

}  // namespace placet::gateway
