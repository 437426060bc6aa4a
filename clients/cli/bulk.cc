#include "clients/cli/bulk.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <thread>
#include <utility>
#include <vector>

namespace placet::cli {

void InParallel(size_t count, const std::function<void(size_t)>& work) {
  std::atomic<size_t> next = 0;
  std::vector<std::jthread> threads;
  for (size_t i = 0; i < std::min<size_t>(count, kInFlight); ++i) {
    threads.emplace_back([&] {
      for (size_t mine = next++; mine < count; mine = next++) work(mine);
    });
  }
}

grpc::Status Patiently(const std::function<grpc::Status()>& call) {
  constexpr int kAttempts = 6;
  grpc::Status status = call();
  for (int i = 1; i < kAttempts; ++i) {
    const bool busy = status.error_code() == grpc::StatusCode::RESOURCE_EXHAUSTED ||
                      status.error_code() == grpc::StatusCode::ABORTED;
    if (!busy) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(50 << i));
    status = call();
  }
  return status;
}

Progress::Progress(std::string word, size_t total)
    : word_(std::move(word)), total_(total), terminal_(isatty(STDERR_FILENO) == 1) {}

// Clears the line, for the sentence that follows.
Progress::~Progress() {
  if (terminal_) std::fprintf(stderr, "\r\x1b[K");
}

void Progress::Tick() {
  const std::lock_guard lock(mutex_);
  ++done_;
  if (terminal_) std::fprintf(stderr, "\r%s %zu/%zu", word_.c_str(), done_, total_);
}

}  // namespace placet::cli
