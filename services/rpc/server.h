// Runs a service until SIGTERM or SIGINT: listens, answers health and reflection, drains.
#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <map>
#include <mutex>
#include <span>
#include <string>

#include "absl/time/time.h"
#include "services/rpc/tls.h"

namespace placet::rpc {

// SERVING while everything that was reported is well. Lanes report their connections here.
class Health {
 public:
  struct State {
    bool well = false;
    absl::Time since;
  };

  void Report(const std::string& part, bool well);
  void Attach(grpc::Server* server);  // nullptr detaches: NOT_SERVING from then on
  State Now();

 private:
  void Publish();  // holds mutex_

  std::mutex mutex_;
  std::map<std::string, bool> parts_;  // guarded by mutex_
  State state_;                        // guarded by mutex_
  grpc::Server* server_ = nullptr;     // guarded by mutex_
};

// Signals must be blocked before the first thread starts; main calls this first.
void BlockSignals();

// Where a service listens, and how it is protected.
struct Listening {
  std::string address;
  Tls tls;                      // off: Unix sockets, and with the next also loopback
  bool believes_names = false;  // then nothing else than this machine is served
};

// Serves until a signal; `on_listening` gets the address with the port that was chosen. Returns the
// exit code.
int Run(std::span<grpc::Service* const> services, const Listening& listening, Health& health,
        const std::function<void(const std::string&)>& on_listening);

// A client's channel to another service; plain on a Unix socket, and where TLS is off.
std::shared_ptr<grpc::Channel> Connect(const std::string& address, const Tls& tls = {});

}  // namespace placet::rpc
