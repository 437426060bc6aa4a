// ballotsd: flags -> lanes -> store -> keeper -> service -> rpc::Run.

#include <cstdio>

#include "CLI/CLI.hpp"
#include "services/ballots/service.h"
#include "services/rpc/server.h"
#include "spdlog/sinks/stdout_sinks.h"
#include "spdlog/spdlog.h"

namespace placet::ballots {
namespace {

struct Flags {
  std::string listen = "127.0.0.1:7302";
  std::string database = "dbname=placet user=ballots";
  std::string members = "127.0.0.1:7301";
  bool verbose = false;
};

int Main(const Flags& flags) {
  rpc::Health health;
  pg::Tail* tail_of_commits = nullptr;
  const auto lane = [&](const std::string& name, pg::Statement::Use use) {
    pg::Lane::Options options;
    options.conninfo = flags.database;
    options.use = use;
    options.lock = kWriterLock;
    options.statements = Store::Statements();
    options.on_connection = [&health, name](bool well) { health.Report(name, well); };
    options.on_commit = [&tail_of_commits] {
      if (tail_of_commits != nullptr) tail_of_commits->Look();
    };
    options.log = [name](const std::string& line) { spdlog::warn("lane={} {}", name, line); };
    health.Report(name, false);
    return options;
  };
  pg::Lane reads(lane("reads", pg::Statement::kReads));
  pg::Tail tail(reads, Store::Head());
  tail_of_commits = &tail;
  pg::Lane writes(lane("writes", pg::Statement::kWrites));
  for (pg::Lane* each : {&reads, &writes}) {
    const absl::Status status = each->Start();
    if (!status.ok()) {
      spdlog::critical("the store does not fit this program: {}; apply the migrations",
                       std::string(status.message()));
      return 1;
    }
  }
  Store store(reads, writes);
  Keeper keeper(store, rpc::Connect(flags.members), absl::Now);
  Ballots service(store, keeper, tail, absl::Now);
  return rpc::Run(service, flags.listen, health,
                  [](const std::string& address) { spdlog::info("listening on {}", address); });
}

}  // namespace
}  // namespace placet::ballots

int main(int argc, char** argv) {
  placet::rpc::BlockSignals();
  placet::ballots::Flags flags;
  CLI::App app("ballotsd: projects, ballots, votes and results of standards committees");
  app.add_option("--listen", flags.listen, "address to listen on; loopback only")
      ->capture_default_str();
  app.add_option("--database", flags.database, "PostgreSQL connection string")
      ->capture_default_str();
  app.add_option("--members", flags.members, "address of membersd")->capture_default_str();
  app.add_flag("--verbose", flags.verbose, "log every call, not only what went wrong");
  CLI11_PARSE(app, argc, argv);
  spdlog::set_default_logger(spdlog::stderr_logger_mt("ballotsd"));
  spdlog::set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %n %v", spdlog::pattern_time_type::utc);
  spdlog::set_level(flags.verbose ? spdlog::level::debug : spdlog::level::info);
  return placet::ballots::Main(flags);
}
