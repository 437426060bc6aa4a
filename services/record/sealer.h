// Signs the log as it grows. Every second that saw an event, and whenever somebody waits for it,
// the tree is extended by what was committed since, its tiles are stored, and its root is signed.
//
// Any number of processes may seal one store: each head is stored on condition that the one before
// is still the newest; whoever finds another there follows it, and checks it against the events.
// Before the first head, and whenever another process has sealed, the events must give the root
// that was signed. Where they do not, nothing is signed any more, `on_state` is told, and whoever
// waits is refused: RECORD_BROKEN.
#pragma once

#include <condition_variable>
#include <coroutine>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/pg/tail.h"
#include "services/record/log.h"
#include "services/record/merkle.h"
#include "services/record/note.h"
#include "services/rpc/call.h"

namespace placet::record {

class Sealer {
 public:
  struct Options {
    absl::Duration interval = absl::Milliseconds(900);  // between heads that nobody waits for
    std::function<void(bool well)> on_state = [](bool) {};
    std::function<void(const std::string&)> log = [](const std::string&) {};
  };

  Sealer(Log& log, pg::Tail& tail, SigningKey key, rpc::Clock clock, Options options);
  ~Sealer();  // answers who waits with UNAVAILABLE
  Sealer(const Sealer&) = delete;
  Sealer& operator=(const Sealer&) = delete;

  // co_await sealer.Covered(sequence, deadline): a head in whose tree the event is, or why there is
  // none. Seals at once. Resumes on the sealer's thread. The event must have been committed.
  auto Covered(int64_t sequence, absl::Time deadline) {
    struct Awaiter {
      Sealer& sealer;
      int64_t sequence;
      absl::Time deadline;
      absl::StatusOr<pb::TreeHead> head;
      bool await_ready() { return sealer.Has(sequence, head); }
      bool await_suspend(std::coroutine_handle<> waiting) {
        return sealer.Wait({sequence, deadline, &head, waiting});
      }
      absl::StatusOr<pb::TreeHead> await_resume() { return std::move(head); }
    };
    return Awaiter{*this, sequence, deadline, absl::UnavailableError("not yet")};
  }

  // Of the log; "" until the store was reached for the first time.
  std::string Origin();
  const PublicKey& public_key() const { return key_.public_key(); }

 private:
  struct Waiter {
    int64_t sequence;
    absl::Time deadline;
    absl::StatusOr<pb::TreeHead>* head;
    std::coroutine_handle<> handle;
  };

  bool Has(int64_t sequence, absl::StatusOr<pb::TreeHead>& head);
  bool Wait(Waiter waiter);  // false: it is answered already
  void Loop();
  bool AwaitWork();       // false: the sealer is to end
  absl::Status Round();   // seals what there is
  absl::Status Begin();   // from the store's newest head, checked against the events
  absl::Status Follow();  // another process has sealed
  absl::Status Extend(Edge& edge, int64_t until, const Edge::Written& written);
  absl::Status Broken(const std::string& why);
  void Tell(const absl::Status& status);
  void Answer(const absl::Status& status);

  Log& log_;
  pg::Tail& tail_;
  const SigningKey key_;
  const rpc::Clock clock_;
  const Options options_;
  // The thread's own.
  bool begun_ = false;
  bool told_ = false;
  Edge edge_;  // of the tree of head_
  absl::Time next_ = absl::InfinitePast();

  std::mutex mutex_;
  std::condition_variable wake_;
  std::string origin_;           // guarded by mutex_
  pb::TreeHead head_;            // guarded by mutex_
  absl::Status state_;           // guarded by mutex_: of the last round
  bool stopping_ = false;        // guarded by mutex_
  std::vector<Waiter> waiters_;  // guarded by mutex_
  std::thread thread_;
};

}  // namespace placet::record
