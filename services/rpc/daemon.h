// What every service program begins with: flags, one form of log line, who is believed to call, the
// lanes with their reports to health, the tail of the event table. See members/main.cc and
// ballots/main.cc.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <list>
#include <optional>
#include <span>
#include <string>

#include "CLI/CLI.hpp"
#include "services/callers/tokens.h"
#include "services/pg/lane.h"
#include "services/pg/tail.h"
#include "services/rpc/limits.h"
#include "services/rpc/revocations.h"
#include "services/rpc/server.h"

namespace placet::rpc {

class Daemon {
 public:
  struct Program {
    std::string name;      // "ballotsd"
    std::string about;     // for --help
    std::string listen;    // default address
    std::string database;  // default connection string
    int64_t lock;          // key of the writer's lock
    std::span<const pg::Statement> statements;
    const pg::Statement& head;  // for pg::Tail; also one of `statements`
  };

  // First thing in main: blocks the signals before any thread starts.
  explicit Daemon(Program program);

  // For flags of the program's own, before Start.
  CLI::App& flags() { return app_; }

  // Parses the flags and connects; an exit code where the program is to end.
  std::optional<int> Start(int argc, char** argv);

  pg::Lane& reads() { return *reads_; }
  pg::Lane& writes() { return *writes_; }
  pg::Tail& tail() { return *tail_; }
  Health& health() { return health_; }

  // What tokens must be, and those that were verified; nullptr without --token-keys.
  const callers::Expected& expected() const { return expected_; }
  callers::Tokens* tokens() { return tokens_ ? &*tokens_ : nullptr; }

  // The way to another service, with the certificate of this one.
  std::shared_ptr<grpc::Channel> Connect(const std::string& address) const;
  // From now on sign-ins that the directory revokes are refused here.
  void HearOfRevocations(const std::shared_ptr<grpc::Channel>& directory);

  // A further read lane for what must not stand behind other reads; nullptr where the schema does
  // not fit its statements.
  pg::Lane* OwnReads(const std::string& lane, std::span<const pg::Statement> statements);

  // A further write lane, with a lock of its own.
  pg::Lane* OwnWrites(const std::string& lane, std::span<const pg::Statement> statements,
                      int64_t lock);

  // Serves until a signal; the exit code.
  int Serve(std::initializer_list<grpc::Service*> services);

 private:
  pg::Lane::Options Options(const std::string& lane, pg::Statement::Use use);
  bool Started(pg::Lane& lane);
  void AddCallerFlags();
  absl::Status KnowCallers();

  const Program program_;
  CLI::App app_;
  std::string listen_;
  std::string database_;
  bool verbose_ = false;
  bool believe_names_ = false;
  Tls tls_;
  std::string token_keys_;
  callers::Expected expected_{"placet", "placet"};
  std::optional<callers::KeySet> keys_;
  std::optional<callers::Tokens> tokens_;
  std::optional<Revocations> revocations_;
  // Far above a person with a client, who casts a whole committee's votes or loads a directory at
  // once; a loop meets it within seconds.
  Limits::Options limits_ = {.calls_per_second = 200, .burst = 5000, .streams = 100};
  Health health_;
  // Lists may be long: the tail, which asks ten times a second, does not stand behind them.
  std::optional<pg::Lane> reads_;
  std::optional<pg::Lane> tail_reads_;
  std::list<pg::Lane> own_lanes_;
  std::optional<pg::Tail> tail_;
  std::optional<pg::Lane> writes_;
};

}  // namespace placet::rpc
