// What all parts of a run share: a PostgreSQL that waits for the disk, with the settings that
// deploy/up gives it, stores that are seeded once and copied, and services as processes.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/bench/database.h"
#include "tests/bench/directory.h"
#include "tests/bench/report.h"
#include "tests/support/postgres.h"

namespace placet::testing {
class Daemon;
}

namespace placet::bench {

class World {
 public:
  World(Report& report, bool quick, std::string record_key);

  Report& report() { return report_; }
  testing::Cluster& cluster() { return cluster_; }
  const Directory& directory() const { return directory_; }
  bool quick() const { return quick_; }
  // What every ballotsd of a run is told, wherever it finds the directory and whomever it believes.
  std::vector<std::string> BallotsdFlags(const std::string& database) const;
  // How often a measurement alternates with its rival.
  int rounds() const { return quick_ ? 2 : 5; }

  // The open ballots of some real years, and what is to be voted on them; `pairs` hold pointers to
  // `ballots`.
  const std::vector<Pair>& pairs();
  // A database of its own with these ballots.
  std::string SeededDatabase();
  Database Open(const std::string& database) const {
    return Database(cluster_.Conninfo("postgres", database));
  }

 private:
  void ApplySettings();
  void DescribeMachine();

  Report& report_;
  const bool quick_;
  const std::string record_key_;  // "": no record is kept
  const Directory directory_;
  testing::Cluster cluster_;
  std::vector<Ballot> ballots_;
  std::vector<Pair> pairs_;
  std::string seeded_;
};

// membersd and ballotsd on one database; they end with this.
class Services {
 public:
  // `clock` is put before ballotsd's command: "env", "FAKETIME=..." and the like.
  Services(World& world, const std::string& database, std::vector<std::string> clock = {});
  ~Services();

  const std::string& members() const;
  const std::string& ballots() const;
  double MembersMegabytes() const;
  double BallotsMegabytes() const;

 private:
  std::unique_ptr<testing::Daemon> membersd_, ballotsd_;
};

// One of our rivals, listening.
class RivalServer {
 public:
  explicit RivalServer(const std::vector<std::string>& command);  // program and flags
  ~RivalServer();
  const std::string& address() const;

 private:
  std::unique_ptr<testing::Daemon> daemon_;
};

// The parts of a run, in the order in which they run.
void RunCast(World& world);
void RunTls(World& world);
void RunYear(World& world);
void RunClosing(World& world);
void RunBoard(World& world);
void RunWatch(World& world);
void RunGrowth(World& world);
void RunGateway(World& world);

}  // namespace placet::bench
