// The whole of Placet as processes: a PostgreSQL that waits for the disk, membersd, one or two
// ballotsd, a committee of twenty national bodies with a voter each, and what clients do.
#pragma once

#include <gtest/gtest.h>
#include <libpq-fe.h>

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "placet/ballots/v1/ballot_service.grpc.pb.h"
#include "placet/members/v1/member_service.grpc.pb.h"
#include "tests/record/keys.h"
#include "tests/support/daemon.h"
#include "tests/support/matchers.h"
#include "tests/support/postgres.h"
#include "tests/support/process.h"
#include "tests/support/server.h"

namespace placet::testing {

namespace pb = placet::ballots::v1;
namespace members = placet::members::v1;

inline constexpr char kSecretariat[] = "people/central-secretariat";
inline constexpr int kBodies = 20;

// The two programs with flags of the caller's choice, run until they end by themselves.
Ended RunMembersd(std::vector<std::string> flags);
Ended RunBallotsd(std::vector<std::string> flags);

// Another session of a database, as the superuser, that gets in the way of the services.
class Session {
 public:
  explicit Session(const std::string& conninfo);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  void Do(const std::string& sql);

 private:
  PGconn* const connection_;
};

// A store with services in front of it. The cluster is one for each program.
class World {
 public:
  explicit World(int writers = 1);

  Cluster& cluster() { return TheCluster(); }
  std::string Sql(const std::string& sql) const { return TheCluster().Sql(database_, sql); }
  std::string Conninfo(const std::string& user) const;
  // How many sessions wait for a lock of this kind: "advisory", "relation".
  int Waiting(const std::string& lock) const;
  Daemon& directory() { return *directory_; }
  Daemon& ballots(size_t index = 0) { return *ballots_[index]; }

  // Puts a project and prepares a DIS ballot on it; its name.
  std::string Prepare(const std::string& number);
  // The same, opened.
  std::string Open(const std::string& number);
  // Starts what a test has ended, and waits until all serve.
  void Revive();

  static Cluster& TheCluster();

 private:
  void Seed();

  const std::string database_;
  const record::Keys keys_;  // with which every ballotsd seals
  std::unique_ptr<Daemon> directory_;
  std::vector<std::unique_ptr<Daemon>> ballots_;
};

// Calls through one ballotsd in somebody's name.
using Caller = As<pb::BallotService>;
using Stub = pb::BallotService::Stub;
inline Caller Secretariat(const Daemon& daemon) { return Caller(daemon.channel(), kSecretariat); }

// "m07", and people/voter-m07 who votes for it.
std::string BodyId(int body);
// A UUID made of two numbers.
std::string RequestId(int major, int minor);

// The same call once more is the right answer to this.
bool AsksToRepeat(const absl::Status& status);

// Repeats a call for as long as its answers ask for it; the last answer.
template <class Call>
auto Persistently(Call call) {
  auto answer = call();
  Eventually([&] {
    if (!AsksToRepeat(answer.status())) return true;
    answer = call();
    return false;
  });
  return answer;
}

struct Cast {
  std::string ballot;
  int body = 0;
  std::string text;
  std::string request_id;
};
pb::CastVoteRequest RequestOf(const Cast& cast);
absl::StatusOr<pb::Vote> CastOnce(const Daemon& daemon, const Cast& cast);
inline absl::StatusOr<pb::Vote> CastUntilAnswered(const Daemon& daemon, const Cast& cast) {
  return Persistently([&] { return CastOnce(daemon, cast); });
}

absl::StatusOr<pb::Ballot> OpenOnce(const Daemon& daemon, const std::string& ballot);
absl::StatusOr<pb::Ballot> CloseOnce(const Daemon& daemon, const std::string& ballot);
absl::StatusOr<pb::Ballot> BallotOf(const Daemon& daemon, const std::string& ballot);
absl::StatusOr<pb::Result> ResultOf(const Daemon& daemon, const std::string& ballot);

// The texts of all versions of a body's vote, oldest first.
std::vector<std::string> TextsOf(const Daemon& daemon, const std::string& ballot, int body);

// All events of subjects that begin with the prefix, as the secretariat sees them.
std::vector<pb::Event> EventsOf(const Daemon& daemon, const std::string& prefix = "");
// 1, 2, 3, ... without a gap?
::testing::AssertionResult AreGapless(const std::vector<pb::Event>& events);

// An open stream of events, read by a thread of its own.
class Watcher {
 public:
  explicit Watcher(const Daemon& daemon);
  ~Watcher();
  // What came until an event of this sequence did, then ends the stream.
  std::vector<pb::Event> Until(int64_t sequence);
  // How the stream ended, once the server has ended it.
  grpc::Status Ended();
  int64_t last() const { return last_; }

 private:
  void Read();

  const std::unique_ptr<Stub> stub_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<pb::Event>> stream_;
  std::vector<pb::Event> events_;  // of the thread until it has ended
  std::atomic<int64_t> last_ = 0;
  std::thread thread_;
};

}  // namespace placet::testing
