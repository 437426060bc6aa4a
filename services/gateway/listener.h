// Listens, and shares the connections out to a few threads, each with a loop of its own.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/gateway/connection.h"
#include "services/gateway/tls.h"

namespace placet::gateway {

class Listener {
 public:
  struct Options {
    std::string address;  // "127.0.0.1:7300", port 0: any that is free
    rpc::Tls tls;         // off: only loopback is served
    int threads = 2;
    Limits limits;
  };

  // The handler outlives this.
  Listener(Options options, Handler& handler);
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  // Begins to serve; the address with the port that was chosen.
  absl::StatusOr<std::string> Start();
  // Takes no more connections, lets requests end for up to this long, ends the rest.
  void Stop(std::chrono::seconds longest);

 private:
  class Loop;

  void Accept();
  void Pause();
  void Serve(Socket socket, const std::string& address, Loop& loop);
  std::optional<std::shared_ptr<void>> Place(const std::string& address);

  const Options options_;
  Handler& handler_;
  Budget bodies_, answers_;
  ServerTls tls_;
  std::vector<std::unique_ptr<Loop>> loops_;
  std::optional<asio::basic_socket_acceptor<asio::ip::tcp, Executor>> acceptor_;
  std::optional<Timer> pause_;
  size_t next_ = 0;

  // Places outlive this where a connection does.
  struct Places {
    std::mutex mutex;
    int taken = 0;                  // guarded by mutex
    std::map<std::string, int> of;  // guarded by mutex, by address
  };
  const std::shared_ptr<Places> places_ = std::make_shared<Places>();
};

}  // namespace placet::gateway
