// A service as a process of its own, on a port that stays its own over its restarts.
#pragma once

#include <grpcpp/channel.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/rpc/tls.h"
#include "tests/support/process.h"

namespace placet::testing {

class Daemon {
 public:
  // Starts `program` with these flags and --listen; believing names, unless the channel is of TLS.
  Daemon(std::string program, std::vector<std::string> flags, const rpc::Tls& tls = {});

  void Start();
  std::optional<int> Kill9();      // 128 + SIGKILL, once it has ended
  std::optional<int> Terminate();  // SIGTERM; its exit code, once it has ended
  void Signal(int signal) const { process_->Signal(signal); }
  std::optional<int> Wait(absl::Duration longest) { return process_->Wait(longest); }
  // Where it does not come to serve, its log is printed.
  bool AwaitServing() const;

  int port() const { return port_; }
  pid_t pid() const { return process_->pid(); }
  const std::string& address() const { return address_; }
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }
  std::string Log() const { return process_->Log(); }

 private:
  const std::string program_;
  const int port_;
  const std::string address_;
  const std::vector<std::string> flags_;
  const bool by_name_;
  const std::string log_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<Process> process_;
};

// argv of a program with flags.
std::vector<std::string> With(const std::string& program, const std::vector<std::string>& flags);

}  // namespace placet::testing
