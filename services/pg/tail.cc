#include "services/pg/tail.h"

#include <algorithm>
#include <chrono>
#include <iterator>

namespace placet::pg {
namespace {

// Other processes' commits are seen this much later at most.
constexpr std::chrono::milliseconds kTick{100};
constexpr int kTicksPerHeartbeat = 10;

}  // namespace

Tail::Tail(Lane& reads, const Statement& head)
    : reads_(reads), head_statement_(head), thread_([this] { Loop(); }) {}

Tail::~Tail() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  moved_.notify_all();
  thread_.join();
}

void Tail::Look() {
  {
    std::lock_guard lock(mutex_);
    look_ = true;
  }
  wake_.notify_all();
}

bool Tail::Wait(int64_t after, std::coroutine_handle<> waiting) {
  std::lock_guard lock(mutex_);
  if (stopping_ || after < head_) return false;
  waiters_.push_back({after, waiting});
  return true;
}

void Tail::AwaitMore(int64_t after, std::chrono::milliseconds most) {
  std::unique_lock lock(mutex_);
  moved_.wait_for(lock, most, [&] { return stopping_ || after < head_; });
}

void Tail::Loop() {
  for (int tick = 0;; ++tick) {
    bool stop = false;
    {
      std::unique_lock lock(mutex_);
      wake_.wait_for(lock, kTick, [this] { return stopping_ || look_; });
      look_ = false;
      stop = stopping_;
    }
    int64_t head = -1;
    if (!stop) {
      const absl::Time deadline = absl::Now() + absl::Seconds(2);
      absl::StatusOr<Rows> rows = reads_.RunBlocking(head_statement_, Params(), deadline);
      if (rows.ok() && !rows->empty()) head = (*rows)[0].Int();
    }
    const bool everybody = stop || tick % kTicksPerHeartbeat == 0;
    std::vector<Waiter> woken;
    {
      std::lock_guard lock(mutex_);
      if (head > head_) head_ = head;
      const auto ready =
          std::partition(waiters_.begin(), waiters_.end(),
                         [&](const Waiter& waiter) { return !everybody && waiter.after >= head_; });
      woken.assign(std::make_move_iterator(ready), std::make_move_iterator(waiters_.end()));
      waiters_.erase(ready, waiters_.end());
    }
    moved_.notify_all();
    for (const Waiter& waiter : woken) waiter.handle.resume();
    if (stop) return;
  }
}

}  // namespace placet::pg
