// Lanes over a small schema, for all tests of this folder: a table of texts and a log whose numbers
// are given as the services give them, without gaps and under the writers' lock.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "services/pg/lane.h"
#include "tests/support/postgres.h"
#include "tests/support/process.h"

namespace placet::testing {

inline constexpr int64_t kLock = 4711;

inline constexpr char kSchema[] =
    "CREATE TABLE item (id bigint PRIMARY KEY, text text NOT NULL);"
    "CREATE TABLE log (sequence bigint PRIMARY KEY, writer text NOT NULL);"
    "CREATE TABLE door (open boolean NOT NULL);"
    "INSERT INTO door VALUES (true)";

inline const pg::Statement kPut{"put", pg::Statement::kWrites,
                                "INSERT INTO item (id, text) VALUES ($1::bigint, $2)"};
inline const pg::Statement kPutBack{
    "put_back", pg::Statement::kWrites,
    "INSERT INTO item (id, text) VALUES ($1::bigint, $2) RETURNING text"};
inline const pg::Statement kAppend{
    "append", pg::Statement::kWrites,
    "INSERT INTO log (sequence, writer)"
    " SELECT coalesce((SELECT max(sequence) FROM log), 0) + 1, $1 RETURNING sequence"};
inline const pg::Statement kEnter{
    "enter", pg::Statement::kWrites,
    "INSERT INTO item (id, text) SELECT $1::bigint, 'entered' FROM door WHERE open RETURNING id"};
inline const pg::Statement kNap{"nap", pg::Statement::kReads,
                                "SELECT pg_sleep($1::bigint / 1000.0)"};
inline const pg::Statement kCount{"count", pg::Statement::kReads, "SELECT count(*) FROM item"};
inline const pg::Statement kEcho{"echo", pg::Statement::kReads, "SELECT $1::text"};
inline const pg::Statement kDivide{"divide", pg::Statement::kReads, "SELECT 12 / $1::bigint"};
inline const pg::Statement kLogHead{"log_head", pg::Statement::kReads,
                                    "SELECT coalesce(max(sequence), 0) FROM log"};
inline const pg::Statement kLogAfter{
    "log_after", pg::Statement::kReads,
    "SELECT sequence, writer FROM log WHERE sequence > $1::bigint ORDER BY sequence"};

inline const pg::Statement kStatements[] = {kPut,   kPutBack, kAppend, kEnter,   kNap,
                                            kCount, kEcho,    kDivide, kLogHead, kLogAfter};

// A database with this schema.
class Store {
 public:
  explicit Store(Cluster& cluster = Cluster::Shared()) : cluster_(cluster) {
    static int number = 0;
    name_ = "pg" + std::to_string(++number);
    cluster_.Sql("postgres", "CREATE DATABASE " + name_);
    Sql(kSchema);
  }

  std::string Sql(const std::string& sql) const { return cluster_.Sql(name_, sql); }
  int64_t Number(const std::string& sql) const { return std::stoll(Sql(sql)); }
  std::string Conninfo() const { return cluster_.Conninfo("postgres", name_); }

  pg::Lane::Options Options(pg::Statement::Use use) const {
    pg::Lane::Options options;
    options.conninfo = Conninfo();
    options.use = use;
    options.lock = kLock;
    options.statements = kStatements;
    return options;
  }
  pg::Lane::Options Reads() const { return Options(pg::Statement::kReads); }
  pg::Lane::Options Writes() const { return Options(pg::Statement::kWrites); }

 private:
  Cluster& cluster_;
  std::string name_;
};

// Answers as they come, and a way to wait for all of them.
class Answers {
 public:
  pg::Lane::Done Next() {
    std::lock_guard lock(mutex_);
    const size_t index = all_.size();
    all_.emplace_back(absl::UnknownError("not answered"));
    times_.push_back(0);
    return [this, index](absl::StatusOr<pg::Rows> rows) {
      std::lock_guard inner(mutex_);
      all_[index] = std::move(rows);
      ++times_[index];
      ++answered_;
      ready_.notify_all();
    };
  }

  // False: some have no answer within the time.
  bool Wait(absl::Duration longest = kPatience) {
    std::unique_lock lock(mutex_);
    return ready_.wait_for(lock, absl::ToChronoMilliseconds(longest),
                           [this] { return answered_ >= all_.size(); });
  }

  // After Wait.
  const absl::StatusOr<pg::Rows>& operator[](size_t index) const { return all_[index]; }
  size_t size() const { return all_.size(); }
  bool EachOnce() const {
    for (int times : times_) {
      if (times != 1) return false;
    }
    return true;
  }
  int CountOf(absl::StatusCode code) const {
    int count = 0;
    for (const auto& answer : all_) count += answer.status().code() == code ? 1 : 0;
    return count;
  }

 private:
  std::mutex mutex_;
  std::condition_variable ready_;
  std::vector<absl::StatusOr<pg::Rows>> all_;
  std::vector<int> times_;
  size_t answered_ = 0;
};

inline absl::Time Soon() { return absl::Now() + kPatience; }

// Another session that holds the writers' lock, until Release or its end.
class Holder {
 public:
  explicit Holder(const Store& store, const std::string& sql = "SELECT pg_advisory_lock(4711)")
      : connection_(PQconnectdb(store.Conninfo().c_str())) {
    Do(sql);
  }
  ~Holder() { Release(); }

  std::string Do(const std::string& sql) {
    PGresult* result = PQexec(connection_, sql.c_str());
    const std::string error = PQresultErrorMessage(result);
    PQclear(result);
    return error;
  }
  void Release() {
    if (connection_ != nullptr) PQfinish(connection_);
    connection_ = nullptr;
  }

 private:
  PGconn* connection_;
};

// How many sessions of this database wait for a lock.
inline int64_t Waiting(const Store& store) {
  return store.Number(
      "SELECT count(*) FROM pg_stat_activity"
      " WHERE datname = current_database() AND wait_event_type = 'Lock'");
}

inline pg::Params Item(int64_t id, const std::string& text = "item") {
  return pg::Params().Int(id).Text(text);
}

// Stops a write lane in the middle of a job, so that what is submitted meanwhile becomes one batch.
class Pile {
 public:
  Pile(const Store& store, pg::Lane& lane) : holder_(store) {
    lane.Submit(kPut, Item(-1), Soon(), first_.Next());
    held_ = Eventually([&] { return Waiting(store) == 1; });
  }
  ~Pile() {
    holder_.Release();
    first_.Wait();
  }
  // Lets the lane go on; false: its first job had another fate than expected.
  bool Release() {
    holder_.Release();
    return held_ && first_.Wait() && first_[0].ok();
  }
  Answers& first() { return first_; }

 private:
  Holder holder_;
  Answers first_;
  bool held_ = false;
};

}  // namespace placet::testing
