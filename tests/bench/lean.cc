#include <poll.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/bench/http2.h"
#include "tests/bench/load.h"

namespace placet::bench {
namespace {

class LeanLoop {
 public:
  LeanLoop(const Load& load, std::span<const Request> requests)
      : load_(load), requests_(requests), began_(requests.size()) {
    const int port = std::atoi(load.address.substr(load.address.rfind(':') + 1).c_str());
    for (int i = 0; i < load.connections; ++i) {
      connections_.push_back(std::make_unique<Http2>(
          port, load.method,
          [this](size_t call, std::string_view status, std::string_view) { End(call, status); }));
    }
  }

  Outcome Run() {
    outcome_.milliseconds.reserve(requests_.size());
    const absl::Time began = absl::Now();
    for (;;) {
      Fill();
      if (on_their_way_ == 0 && next_ == requests_.size()) break;
      Wait();
    }
    outcome_.wall = absl::Now() - began;
    std::sort(outcome_.milliseconds.begin(), outcome_.milliseconds.end());
    return std::move(outcome_);
  }

 private:
  void Fill() {
    size_t tried = 0;
    while (next_ < requests_.size() && on_their_way_ < load_.in_flight &&
           tried < connections_.size()) {
      Http2& connection = *connections_[turn_++ % connections_.size()];
      const Request& request = requests_[next_];
      if (!connection.HasRoom(request.body.size())) {
        ++tried;
        continue;
      }
      tried = 0;
      began_[next_] = absl::Now();
      connection.Call(next_++, request.caller, request.body);
      ++on_their_way_;
    }
    for (const auto& connection : connections_) connection->Flush();
  }

  void Wait() {
    std::vector<pollfd> ready;
    for (const auto& connection : connections_) {
      const int events = POLLIN | (connection->HasUnsent() ? POLLOUT : 0);
      ready.push_back({connection->descriptor(), static_cast<short>(events), 0});
    }
    poll(ready.data(), ready.size(), -1);
    for (size_t i = 0; i < ready.size(); ++i) {
      if ((ready[i].revents & ~POLLOUT) != 0) connections_[i]->Read();
    }
  }

  void End(size_t call, std::string_view status) {
    --on_their_way_;
    if (status != "0") {
      ++outcome_.refusals[absl::StrCat("grpc-status ", std::string(status))];
      return;
    }
    outcome_.milliseconds.push_back(
        static_cast<float>(absl::ToDoubleMilliseconds(absl::Now() - began_[call])));
  }

  const Load& load_;
  const std::span<const Request> requests_;
  std::vector<std::unique_ptr<Http2>> connections_;
  std::vector<absl::Time> began_;
  size_t next_ = 0;
  size_t turn_ = 0;
  int on_their_way_ = 0;
  Outcome outcome_;
};

}  // namespace

Outcome RunLean(const Load& load, std::span<const Request> requests) {
  return LeanLoop(load, requests).Run();
}

}  // namespace placet::bench
