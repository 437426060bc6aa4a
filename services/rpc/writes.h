// The one way to a write lane. What is only asked (MayI) ends here: the handler is run as for the
// call itself, and where it would write it is told OnlyAsked instead, which the door takes for
// "allowed". A store has no lane to write to but this, so no rpc can write when it is only asked.
#pragma once

#include <coroutine>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/pg/lane.h"
#include "services/rpc/call.h"

namespace placet::rpc {

// What a write answers that was not made because the call is only asked.
absl::Status OnlyAsked();
bool IsOnlyAsked(const absl::Status& status);

class Writes {
 public:
  explicit Writes(pg::Lane& lane) : lane_(lane) {}

  // co_await writes.Run(call, statement, params).
  auto Run(const Call& call, const pg::Statement& statement, pg::Params params) const {
    using Running = decltype(lane_.Run(statement, std::move(params), call.deadline));
    struct Awaiter {
      Running running;
      bool only_asked;
      bool await_ready() const { return only_asked; }
      void await_suspend(std::coroutine_handle<> waiting) { running.await_suspend(waiting); }
      absl::StatusOr<pg::Rows> await_resume() {
        if (only_asked) return OnlyAsked();
        return running.await_resume();
      }
    };
    return Awaiter{lane_.Run(statement, std::move(params), call.deadline), call.ask_only};
  }

 private:
  pg::Lane& lane_;
};

}  // namespace placet::rpc
