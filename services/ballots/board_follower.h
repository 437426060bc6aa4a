// Keeps the board current: loads it, then follows the event log and the copy of the directory, on a
// thread and a read lane of its own. It looks when the tail has seen a commit, and by itself often
// enough for what other processes commit to be on the board within 100 ms.
#pragma once

#include <atomic>
#include <coroutine>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "services/ballots/board.h"
#include "services/ballots/store_board.h"
#include "services/pg/tail.h"
#include "services/rpc/call.h"

namespace placet::ballots {

class BoardFollower {
 public:
  // `services` tells how they are; it is asked at every look.
  using Services = std::function<std::vector<pb::ServiceHealth>()>;

  BoardFollower(Board& board, pg::Lane& reads, pg::Tail& tail, rpc::Clock clock, Services services);
  ~BoardFollower();

  // co_await follower.CatchUp(): what was committed before this call is on the board, or why not.
  // Resumes on the follower's thread.
  auto CatchUp() {
    struct Awaiter {
      BoardFollower& follower;
      absl::Status status;
      bool await_ready() const { return false; }
      void await_suspend(std::coroutine_handle<> waiting) { follower.Wait({&status, waiting}); }
      absl::Status await_resume() { return std::move(status); }
    };
    return Awaiter{*this, absl::OkStatus()};
  }

 private:
  struct Waiter {
    absl::Status* status;
    std::coroutine_handle<> handle;
  };

  void Wait(Waiter waiter);
  void Loop();
  absl::Status Round();  // everything that is committed when it begins
  absl::Status Load();
  absl::StatusOr<bool> Follow();  // true: there was no further event

  Board& board_;
  BoardStore store_;
  pg::Tail& tail_;
  const rpc::Clock clock_;
  const Services services_;
  bool loaded_ = false;
  std::string last_loaded_;

  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;
  std::vector<Waiter> waiters_;  // guarded by mutex_
  std::thread thread_;
};

}  // namespace placet::ballots
