#include "tests/bench/world.h"

#include <sys/utsname.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "tests/bench/seed.h"
#include "tests/support/daemon.h"

namespace placet::bench {
namespace {

using testing::Daemon;

constexpr int kYears = 3;  // of ballots in a seeded store: as many votes as all rounds need

// The value behind the first line of a file that begins with a name: "VmRSS:", "model name".
std::string ValueIn(const std::string& path, const std::string& name) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (!absl::StartsWith(line, name)) continue;
    const absl::string_view value = absl::string_view(line).substr(line.find(':') + 1);
    return std::string(absl::StripAsciiWhitespace(value));
  }
  return "";
}

double Megabytes(pid_t pid) {
  const std::string path = absl::StrCat("/proc/", pid, "/status");
  return std::atof(ValueIn(path, "VmRSS").c_str()) / 1024;
}

// Ends with the bench, also where the bench is killed.
std::unique_ptr<Daemon> Started(const std::vector<std::string>& command) {
  std::vector<std::string> flags = {"--pdeathsig", "KILL"};
  flags.insert(flags.end(), command.begin(), command.end());
  auto daemon = std::make_unique<Daemon>("setpriv", flags);
  if (!daemon->AwaitServing()) std::exit(1);
  return daemon;
}

}  // namespace

World::World(Report& report, bool quick, std::string record_key)
    : report_(report),
      quick_(quick),
      record_key_(std::move(record_key)),
      directory_(Directory::Load()),
      cluster_(testing::Cluster::Durable::kYes) {
  ApplySettings();
  DescribeMachine();
}

// Those of deploy/postgresql.conf that speed depends on. Connections are ours: a rival needs 64.
void World::ApplySettings() {
  std::ifstream file(absl::StrCat(PLACET_SOURCE_DIR, "/deploy/postgresql.conf"));
  for (std::string line; std::getline(file, line);) {
    for (const char* name : {"fsync", "synchronous_commit", "shared_buffers", "jit"}) {
      if (!absl::StartsWith(line, absl::StrCat(name, " ="))) continue;
      const std::vector<std::string> parts = absl::StrSplit(line, absl::ByAnyChar("=#"));
      const std::string value(absl::StripAsciiWhitespace(parts[1]));
      cluster_.Sql("postgres", absl::StrCat("ALTER SYSTEM SET ", name, " = '", value, "'"));
    }
  }
  cluster_.Sql("postgres", "ALTER SYSTEM SET max_connections = 120");
  cluster_.Stop();
  cluster_.Restart();
}

void World::DescribeMachine() {
  utsname kernel{};
  uname(&kernel);
  const auto setting = [&](const std::string& name) {
    return absl::StrCat(name, "=",
                        absl::StripAsciiWhitespace(cluster_.Sql("postgres", "SHOW " + name)));
  };
  report_.Machine("date", absl::FormatTime("%Y-%m-%d %H:%M UTC", absl::Now(), absl::UTCTimeZone()));
  report_.Machine("processor", absl::StrCat(ValueIn("/proc/cpuinfo", "model name"), ", ",
                                            sysconf(_SC_NPROCESSORS_ONLN), " cores"));
  report_.Machine("memory", ValueIn("/proc/meminfo", "MemTotal"));
  report_.Machine("kernel", absl::StrCat(kernel.sysname, " ", kernel.release));
  report_.Machine(
      "PostgreSQL",
      absl::StrCat(absl::StripAsciiWhitespace(cluster_.Sql("postgres", "SHOW server_version")), " ",
                   setting("fsync"), " ", setting("synchronous_commit"), " ",
                   setting("shared_buffers"), " ", setting("jit")));
}

const std::vector<Pair>& World::pairs() {
  if (!pairs_.empty()) return pairs_;
  ballots_ = BallotsOf(directory_, quick_ ? 1 : kYears);
  pairs_ = VotesOwed(ballots_);
  return pairs_;
}

std::string World::SeededDatabase() {
  if (seeded_.empty()) {
    pairs();
    seeded_ = cluster_.CreateDatabase();
    Database database = Open(seeded_);
    SeedDirectory(database, directory_);
    SeedBallots(database, ballots_, {});
    SeedPairs(database, pairs_);
    Settle(database);
    Progress(absl::StrCat("seeded ", ballots_.size(), " open ballots with ", pairs_.size(),
                          " votes owed"));
  }
  return cluster_.CopyDatabase(seeded_);
}

std::vector<std::string> World::BallotsdFlags(const std::string& database) const {
  // No limits: one caller of a benchmark does what a thousand people would.
  std::vector<std::string> flags = {"--database",         cluster_.Conninfo("ballots", database),
                                    "--calls-per-second", "0",
                                    "--streams",          "0"};
  if (!record_key_.empty()) flags.insert(flags.end(), {"--record-key", record_key_});
  return flags;
}

Services::Services(World& world, const std::string& database, std::vector<std::string> clock)
    : membersd_(Started({MEMBERSD, "--database", world.cluster().Conninfo("members", database),
                         "--calls-per-second", "0"})) {
  std::vector<std::string> command = std::move(clock);
  command.insert(command.end(), {BALLOTSD, "--members", members()});
  const std::vector<std::string> flags = world.BallotsdFlags(database);
  command.insert(command.end(), flags.begin(), flags.end());
  ballotsd_ = Started(command);
}

Services::~Services() {
  // In good order, so that the next part does not begin while sessions of this one still end.
  ballotsd_->Terminate();
  membersd_->Terminate();
}

const std::string& Services::members() const { return membersd_->address(); }
const std::string& Services::ballots() const { return ballotsd_->address(); }
double Services::MembersMegabytes() const { return Megabytes(membersd_->pid()); }
double Services::BallotsMegabytes() const { return Megabytes(ballotsd_->pid()); }

RivalServer::RivalServer(const std::vector<std::string>& command) : daemon_(Started(command)) {}
RivalServer::~RivalServer() { daemon_->Kill9(); }
const std::string& RivalServer::address() const { return daemon_->address(); }

}  // namespace placet::bench
