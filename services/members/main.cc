// membersd: the directory as a process.
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <string>

#include "CLI/CLI.hpp"
#include "services/members/service.h"
#include "services/members/store.h"
#include "services/pg/lane.h"
#include "services/pg/tail.h"
#include "services/rpc/server.h"

namespace placet::members {
namespace {

constexpr int64_t kWriterLock = 7301;

struct Flags {
  std::string listen = "127.0.0.1:7301";
  std::string database;
  bool verbose = false;
};

pg::Lane::Options Lane(const Flags& flags, const std::string& name, rpc::Health& health) {
  pg::Lane::Options options;
  options.conninfo = flags.database + " application_name=membersd-" + name;
  options.statements = Store::Statements();
  options.on_connection = [&health, name](bool well) { health.Report(name, well); };
  options.log = [name](const std::string& line) { spdlog::warn("lane={} {}", name, line); };
  return options;
}

int Serve(const Flags& flags) {
  rpc::Health health;
  for (const char* lane : {"reads", "tail", "writes"}) health.Report(lane, false);

  pg::Lane reads(Lane(flags, "reads", health));
  // The tail asks every tenth of a second and waits for the answer: it shall not stand in a queue.
  pg::Lane::Options tail_options = Lane(flags, "tail", health);
  tail_options.statements = Store::Head();
  pg::Lane tail_reads(std::move(tail_options));
  pg::Tail tail(tail_reads, Store::Head()[0]);

  pg::Lane::Options write_options = Lane(flags, "writes", health);
  write_options.use = pg::Statement::kWrites;
  write_options.lock = kWriterLock;
  write_options.on_commit = [&tail] { tail.Look(); };
  pg::Lane writes(std::move(write_options));

  for (pg::Lane* lane : {&reads, &tail_reads, &writes}) {
    if (absl::Status fits = lane->Start(); !fits.ok()) {
      spdlog::critical("the schema does not fit: {}; bring it up to date with deploy/migrate",
                       std::string(fits.message()));
      return 1;
    }
  }
  Store store(reads, writes);
  Members service(store, tail, [] { return absl::Now(); });
  return rpc::Run(service, flags.listen, health, [](const std::string& address) {
    spdlog::info("listening on {}", address);
  });
}

}  // namespace
}  // namespace placet::members

int main(int argc, char** argv) {
  placet::rpc::BlockSignals();
  spdlog::set_default_logger(spdlog::stderr_logger_mt("membersd"));
  spdlog::set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l %v");

  placet::members::Flags flags;
  CLI::App app("membersd: the directory of Placet: national bodies, committees, seats, people");
  app.add_option("--listen", flags.listen, "Address to serve on; loopback only")
      ->capture_default_str();
  app.add_option("--database", flags.database, "Connection string of PostgreSQL")->required();
  app.add_flag("--verbose", flags.verbose, "Log what is of interest to developers, too");
  CLI11_PARSE(app, argc, argv);
  if (flags.verbose) spdlog::set_level(spdlog::level::debug);
  return placet::members::Serve(flags);
}
