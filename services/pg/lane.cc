#include "services/pg/lane.h"

#include <poll.h>

#include <chrono>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "services/pg/sqlstate.h"

namespace placet::pg {
namespace {

using namespace std::chrono_literals;

constexpr auto kIdleCheck = 250ms;  // how soon an idle lane notices that the store has gone
constexpr auto kShortestPause = 50ms;
constexpr auto kLongestPause = 1000ms;

constexpr char kSession[] =
    "SET TIME ZONE 'UTC';"
    "SET statement_timeout = '5s';"
    "SET lock_timeout = '2s';"  // another process that holds the writer's lock longer is in trouble
    "SET client_min_messages = 'warning';"
    "SET jit = off;"  // compiling takes longer than any of our statements
    "SET synchronous_commit = on";

// Statements find rows by their keys: one plan for all executions, by the indexes.
constexpr char kByKey[] =
    "SET plan_cache_mode = force_generic_plan;"
    "SET enable_seqscan = off;"
    "SET enable_bitmapscan = off";
// And what is written is a handful of rows: no hash of a whole table for them.
constexpr char kNested[] =
    "SET enable_hashjoin = off;"
    "SET enable_mergejoin = off";

// In one line, as a log wants it.
std::string LastWords(const PGconn* connection) {
  return absl::StrReplaceAll(absl::StripSuffix(PQerrorMessage(connection), "\n"),
                             {{"\n\t", " "}, {"\n", " "}});
}

absl::Status Lost() { return absl::UnavailableError("the connection to the store was lost"); }

absl::Status TooLate() {
  return absl::DeadlineExceededError("the deadline passed before the store was reached");
}

}  // namespace

Lane::Lane(Options options) : options_(std::move(options)), thread_([this] { Loop(); }) {}

Lane::~Lane() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
  if (connection_ != nullptr) PQfinish(connection_);
}

absl::Status Lane::Start() {
  std::unique_lock lock(mutex_);
  wake_.wait(lock, [this] { return tried_; });
  return schema_;
}

void Lane::Submit(const Statement& statement, Params params, absl::Time deadline, Done done) {
  absl::Status refused;
  {
    std::lock_guard lock(mutex_);
    if (stopping_) {
      refused = absl::UnavailableError("the service is stopping");
    } else if (waiting_.size() >= options_.most_waiting) {
      refused = absl::ResourceExhaustedError("too many requests wait for the store");
    } else {
      waiting_.push_back({&statement, std::move(params), deadline, std::move(done)});
    }
  }
  if (!refused.ok()) return done(refused);
  wake_.notify_all();
}

absl::StatusOr<Rows> Lane::RunBlocking(const Statement& statement, Params params,
                                       absl::Time deadline) {
  std::mutex mutex;
  std::condition_variable ready;
  std::optional<absl::StatusOr<Rows>> result;
  Submit(statement, std::move(params), deadline, [&](absl::StatusOr<Rows> rows) {
    std::lock_guard lock(mutex);
    result = std::move(rows);
    ready.notify_one();
  });
  std::unique_lock lock(mutex);
  ready.wait(lock, [&] { return result.has_value(); });
  return *std::move(result);
}

void Lane::Loop() {
  auto pause = kShortestPause;
  while (!Stopping()) {
    if (connection_ == nullptr && !Connect()) {
      if (!RefuseFor(pause)) break;
      pause = std::min<std::chrono::milliseconds>(pause * 2, kLongestPause);
      continue;
    }
    pause = kShortestPause;
    Work();
  }
  for (;;) {
    std::vector<Job> rest = TakeJobs();
    if (rest.empty()) return;
    for (Job& job : rest) job.done(absl::UnavailableError("the service is stopping"));
  }
}

bool Lane::Stopping() {
  std::lock_guard lock(mutex_);
  return stopping_;
}

void Lane::Work() {
  std::optional<Batch> sent = SendNext();
  while (connection_ != nullptr) {
    if (!sent) {
      {
        std::unique_lock lock(mutex_);
        const bool woken =
            wake_.wait_for(lock, kIdleCheck, [this] { return stopping_ || !waiting_.empty(); });
        if (stopping_) return;
        if (woken) {
          lock.unlock();
          sent = SendNext();
          continue;
        }
      }
      if (!IdleAndAlive()) return Disconnect();
      continue;
    }
    const Attempt attempt = Receive(*sent);
    Settle(*sent, attempt);
    std::optional<Batch> next;
    if (attempt == Attempt::kCommitted && !Stopping()) next = SendNext();
    Answer(*sent);
    sent = std::move(next);
  }
}

// Fails fast while there is no store: callers repeat with the same request_id.
bool Lane::RefuseFor(std::chrono::milliseconds pause) {
  const auto end = std::chrono::steady_clock::now() + pause;
  for (;;) {
    for (Job& job : TakeJobs()) job.done(absl::UnavailableError("the store cannot be reached"));
    std::unique_lock lock(mutex_);
    wake_.wait_until(lock, end, [this] { return stopping_ || !waiting_.empty(); });
    if (stopping_) return false;
    if (std::chrono::steady_clock::now() >= end) return true;
  }
}

bool Lane::Exec(const char* sql, absl::Status& status) {
  PGresult* result = PQexec(connection_, sql);
  const bool ok = PQresultStatus(result) == PGRES_COMMAND_OK;
  if (!ok) status = Failure(result);
  PQclear(result);
  return ok;
}

absl::Status Lane::Prepare() {
  absl::Status status;
  if (!Exec(kSession, status) || !Exec(kByKey, status)) return status;
  if (options_.use == Statement::kReads &&
      !Exec("SET default_transaction_read_only = on", status)) {
    return status;
  }
  if (options_.use == Statement::kWrites) {
    if (!Exec(kNested, status)) return status;
    const std::string lock = absl::StrCat("SELECT pg_advisory_xact_lock(", options_.lock, ")");
    PGresult* result = PQprepare(connection_, "lock", lock.c_str(), 0, nullptr);
    if (PQresultStatus(result) != PGRES_COMMAND_OK) status = Failure(result);
    PQclear(result);
  }
  for (const Statement& statement : options_.statements) {
    if (!status.ok()) return status;
    if (statement.use != options_.use) continue;
    PGresult* result = PQprepare(connection_, statement.name, statement.sql, 0, nullptr);
    if (PQresultStatus(result) != PGRES_COMMAND_OK) {
      const absl::Status failure = Failure(result);
      status = absl::Status(failure.code(),
                            absl::StrCat("statement ", statement.name, ": ", failure.message()));
    }
    PQclear(result);
  }
  return status;
}

bool Lane::Connect() {
  connection_ = PQconnectdb(absl::StrCat(options_.conninfo, " connect_timeout=2").c_str());
  // A farewell is followed by the end of the connection, and that is logged.
  PQsetNoticeProcessor(
      connection_, [](void*, const char*) {}, nullptr);
  absl::Status status;
  if (PQstatus(connection_) != CONNECTION_OK) {
    status = absl::UnavailableError(LastWords(connection_));
  } else {
    status = Prepare();
    if (status.ok() &&
        (PQsetnonblocking(connection_, 1) != 0 || PQenterPipelineMode(connection_) != 1)) {
      status = absl::UnavailableError(LastWords(connection_));
    }
  }
  // Start says that the schema does not fit; later attempts would say it again while the process
  // ends.
  const bool told_by_start = !absl::IsUnavailable(status) && (!tried_ || !schema_.ok());
  if (!status.ok()) {
    if (!told_by_start) options_.log(absl::StrCat("store: ", status.message()));
    Disconnect();
  } else {
    connected_ = true;
    options_.on_connection(true);
  }
  std::lock_guard lock(mutex_);
  if (!tried_) {
    tried_ = true;
    if (!absl::IsUnavailable(status)) schema_ = status;
    wake_.notify_all();
  }
  return status.ok();
}

void Lane::Disconnect() {
  if (connection_ == nullptr) return;
  PQfinish(connection_);
  connection_ = nullptr;
  if (connected_.exchange(false)) {
    options_.log("store: connection lost");
    options_.on_connection(false);
  }
}

// A store that has gone makes the idle socket readable; reading then fails.
bool Lane::IdleAndAlive() {
  pollfd socket{PQsocket(connection_), POLLIN, 0};
  if (poll(&socket, 1, 0) <= 0) return true;
  return PQconsumeInput(connection_) == 1 && PQstatus(connection_) == CONNECTION_OK;
}

std::vector<Lane::Job> Lane::TakeJobs() {
  std::vector<Job> jobs;
  std::lock_guard lock(mutex_);
  while (!waiting_.empty() && jobs.size() < options_.most_per_batch) {
    jobs.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
  }
  return jobs;
}

std::optional<Lane::Batch> Lane::SendNext() {
  Batch batch;
  while (batch.jobs.empty()) {
    std::vector<Job> taken = TakeJobs();
    if (taken.empty()) return std::nullopt;
    const absl::Time now = absl::Now();
    for (Job& job : taken) {
      if (job.deadline <= now) {
        job.done(TooLate());
      } else {
        batch.jobs.push_back(std::move(job));
      }
    }
  }
  batch.sent = Send(batch);
  return batch;
}

// What stands between the end of a transaction and the answers: jobs of a batch that was undone are
// run again alone, so that only the bad ones fail.
void Lane::Settle(Batch& batch, Attempt attempt) {
  const bool outage =
      attempt == Attempt::kRolledBack && absl::IsUnavailable(batch.results[0].status());
  if (attempt == Attempt::kRolledBack && batch.jobs.size() > 1 && !outage) {
    for (size_t i = 0; i < batch.jobs.size(); ++i) batch.results[i] = Alone(batch.jobs[i]);
  } else if (attempt == Attempt::kLost) {
    // In doubt: the commit may have happened. A repeat with the same request_id finds out.
    batch.results.assign(batch.jobs.size(), Lost());
    Disconnect();
  }
}

void Lane::Answer(Batch& batch) {
  if (options_.use == Statement::kWrites) options_.on_commit();
  for (size_t i = 0; i < batch.jobs.size(); ++i) batch.jobs[i].done(std::move(batch.results[i]));
}

absl::StatusOr<Rows> Lane::Alone(Job& job) {
  if (connection_ == nullptr) return Lost();
  if (job.deadline <= absl::Now()) return TooLate();
  Batch batch;
  batch.jobs.push_back({job.statement, std::move(job.params), job.deadline, nullptr});
  batch.sent = Send(batch);
  if (Receive(batch) != Attempt::kLost) return std::move(batch.results[0]);
  Disconnect();
  return Lost();
}

}  // namespace placet::pg
