// A lane: one thread with one PostgreSQL connection in pipeline mode. It takes every job that
// waits, sends them as one transaction, and answers when COMMIT is through; what piles up meanwhile
// is the next batch, and is sent before the last one is answered, so that the store never waits for
// the answers. Jobs of a statement in the form of a set are one execution of it. No timers, no
// tuning knobs.
//
// A write lane begins each batch with the service's advisory lock, as a statement of its own: so
// the order of commits is the order of events across all processes, and no guard has a snapshot
// older than the lock.
//
// Invariant: a job is answered exactly once, and with OK only after its transaction is on disk.
#pragma once

#include <libpq-fe.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <coroutine>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/pg/row.h"
#include "services/pg/statement.h"

namespace placet::pg {

class Lane {
 public:
  using Done = std::function<void(absl::StatusOr<Rows>)>;

  struct Options {
    std::string conninfo;
    Statement::Use use = Statement::kReads;
    int64_t lock = 0;  // key of the advisory lock of a write lane
    std::span<const Statement> statements;
    size_t most_per_batch = 128;
    size_t most_waiting = 4096;  // beyond it RESOURCE_EXHAUSTED at once: the only overload control
    std::function<void(bool connected)> on_connection = [](bool) {};
    std::function<void()> on_commit = [] {};  // after each committed batch of a write lane
    std::function<void(const std::string&)> log = [](const std::string&) {};
  };

  explicit Lane(Options options);
  ~Lane();  // answers what waits with UNAVAILABLE
  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;

  // Blocks until the first attempt to connect has ended. A schema that does not fit the statements
  // is an error here; a store that cannot be reached is not: the lane goes on trying.
  absl::Status Start();

  // `done` is called on the lane's thread. A job whose deadline has passed when its batch is formed
  // never reaches the database.
  void Submit(const Statement& statement, Params params, absl::Time deadline, Done done);

  // The same for a thread that may block; never call it on a lane's thread.
  absl::StatusOr<Rows> RunBlocking(const Statement& statement, Params params, absl::Time deadline);

  // The same for a coroutine: co_await lane.Run(...).
  auto Run(const Statement& statement, Params params, absl::Time deadline) {
    struct Awaiter {
      Lane& lane;
      const Statement& statement;
      Params params;
      absl::Time deadline;
      absl::StatusOr<Rows> result = Rows();
      bool await_ready() const { return false; }
      void await_suspend(std::coroutine_handle<> waiting) {
        // The coroutine may run on before Submit returns: touch nothing afterwards.
        lane.Submit(statement, std::move(params), deadline,
                    [this, waiting](absl::StatusOr<Rows> rows) {
                      result = std::move(rows);
                      waiting.resume();
                    });
      }
      absl::StatusOr<Rows> await_resume() { return std::move(result); }
    };
    return Awaiter{*this, statement, std::move(params), deadline};
  }

  bool Connected() const { return connected_; }

 private:
  struct Job {
    const Statement* statement;
    Params params;
    absl::Time deadline;
    Done done;
  };
  // One sending of a statement: the jobs of the batch that it is for.
  struct Execution {
    const Statement* statement;
    std::vector<size_t> jobs;
  };
  // What is sent as one transaction, and what came back: one result for each job.
  struct Batch {
    std::vector<Job> jobs;
    std::vector<Execution> executions;
    std::vector<absl::StatusOr<Rows>> results;
    int preambles = 0;  // results that come before those of the executions
    bool sent = false;
  };
  enum class Attempt { kCommitted, kRolledBack, kLost };

  void Loop();
  void Work();     // with a connection, until it is lost or the lane is to end
  bool Connect();  // false: not connected, wait and try again
  absl::Status Prepare();
  void Disconnect();
  bool IdleAndAlive();
  bool RefuseFor(std::chrono::milliseconds pause);  // false: the lane is to end
  bool Stopping();
  std::vector<Job> TakeJobs();
  // Takes what waits and sends it; nothing where nothing waits.
  std::optional<Batch> SendNext();
  bool Send(Batch& batch);  // false: Receive will find the connection lost
  bool Flush();
  Attempt Receive(Batch& batch);
  void Distribute(Batch& batch, const Execution& execution, PGresult* result);
  // What is left to do before a batch can be answered.
  void Settle(Batch& batch, Attempt attempt);
  absl::StatusOr<Rows> Alone(Job& job);
  void Answer(Batch& batch);
  bool Exec(const char* sql, absl::Status& status);
  static absl::Status Failure(const PGresult* result);

  const Options options_;
  PGconn* connection_ = nullptr;
  std::atomic<bool> connected_ = false;
  absl::Time replan_ = absl::InfinitePast();

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> waiting_;  // guarded by mutex_
  bool stopping_ = false;    // guarded by mutex_
  bool tried_ = false;       // guarded by mutex_: the first attempt to connect has ended
  absl::Status schema_;      // guarded by mutex_: what the first Prepare said
  std::thread thread_;
};

}  // namespace placet::pg
