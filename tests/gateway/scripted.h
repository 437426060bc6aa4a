// A gRPC server that answers any method as a test says: for what no real service does on demand,
// such as never answering, or sending far more than the client takes.
#pragma once

#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/grpcpp.h>

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace placet::testing {

class Scripted : public grpc::CallbackGenericService {
 public:
  // What a call brought.
  struct Seen {
    std::string method;
    std::multimap<std::string, std::string> metadata;
    absl::Time deadline;
    std::vector<std::string> requests;
  };
  // What is answered.
  struct Plan {
    std::string message = {};  // sent so often
    int times = 1;
    absl::Status status = {};
    bool hangs = false;  // afterwards, until the call is cancelled
  };

  explicit Scripted(std::function<Plan(const Seen&)> script);
  ~Scripted();

  const std::string& address() const { return address_; }
  Seen last() const;
  int written() const { return written_; }      // messages that gRPC has taken
  int cancelled() const { return cancelled_; }  // calls
  int open() const { return open_; }            // calls

 private:
  class Reactor;
  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* context) override;

  const std::function<Plan(const Seen&)> script_;
  mutable std::mutex mutex_;
  Seen last_;  // guarded by mutex_
  std::atomic<int> written_ = 0, cancelled_ = 0, open_ = 0;
  std::string address_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace placet::testing
