// Watches the end of a service's event table and wakes those who wait for more: streams and
// followers. It carries no events; whoever wakes reads the table, so nobody can miss one and a slow
// reader delays nobody.
#pragma once

#include <chrono>
#include <condition_variable>
#include <coroutine>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

#include "services/pg/lane.h"

namespace placet::pg {

class Tail {
 public:
  // `head` returns one row with one column: the sequence of the newest event, 0 where there is
  // none.
  Tail(Lane& reads, const Statement& head);
  ~Tail();  // wakes everybody

  // This process has just committed: look now instead of at the next tick.
  void Look();

  // co_await tail.More(after): resumes when there may be an event after this sequence, and at the
  // latest after a second, so that the waiter can see whether it is still wanted. Resumes on the
  // tail's thread.
  auto More(int64_t after) {
    struct Awaiter {
      Tail& tail;
      int64_t after;
      bool await_ready() const { return false; }
      bool await_suspend(std::coroutine_handle<> waiting) { return tail.Wait(after, waiting); }
      void await_resume() const {}
    };
    return Awaiter{*this, after};
  }

  // The same for a thread that may block: no longer than `most`.
  void AwaitMore(int64_t after, std::chrono::milliseconds most);

 private:
  struct Waiter {
    int64_t after;
    std::coroutine_handle<> handle;
  };

  bool Wait(int64_t after, std::coroutine_handle<> waiting);  // false: do not wait
  void Loop();

  Lane& reads_;
  const Statement& head_statement_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable moved_;  // head_ has, or the end is near
  int64_t head_ = 0;               // guarded by mutex_
  bool look_ = false;              // guarded by mutex_
  bool stopping_ = false;          // guarded by mutex_
  std::vector<Waiter> waiters_;    // guarded by mutex_
  std::thread thread_;
};

}  // namespace placet::pg
