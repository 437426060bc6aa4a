// Sends many requests at once: a bounded number in flight, a line of progress, and patience with a
// server that says it is busy. Used by `load` and `vote --from`.
#pragma once

#include <grpcpp/support/status.h>

#include <cstddef>
#include <functional>
#include <mutex>
#include <string>

namespace placet::cli {

inline constexpr int kInFlight = 32;

// Runs work(0) to work(count - 1), at most kInFlight of them at a time; returns when all are done.
void InParallel(size_t count, const std::function<void(size_t)>& work);

// Repeats a call that the server was too busy for. The request must carry a request_id.
grpc::Status Patiently(const std::function<grpc::Status()>& call);

// "members 120/167" on stderr, rewritten as it grows, where stderr is a terminal.
class Progress {
 public:
  Progress(std::string word, size_t total);
  ~Progress();

  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // One more is done. From any thread.
  void Tick();

 private:
  const std::string word_;
  const size_t total_;
  const bool terminal_;
  std::mutex mutex_;
  size_t done_ = 0;
};

}  // namespace placet::cli
