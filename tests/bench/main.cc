// placet_bench: runs the parts in their order, prints the table, writes the JSON.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <set>
#include <string>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "tests/bench/world.h"

namespace {

using placet::bench::World;

struct Part {
  const char* name;
  void (*run)(World&);
};

constexpr Part kParts[] = {
    {"cast", placet::bench::RunCast},     {"tls", placet::bench::RunTls},
    {"year", placet::bench::RunYear},     {"closing", placet::bench::RunClosing},
    {"board", placet::bench::RunBoard},   {"watch", placet::bench::RunWatch},
    {"growth", placet::bench::RunGrowth}, {"gateway", placet::bench::RunGateway}};

// No part begins later, so that a whole run stays under six minutes whatever it measures.
constexpr absl::Duration kLongest = absl::Minutes(5);

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Measures Placet and its rivals on this machine", "tests/bench/run");
  bool quick = false;
  std::string json = "build/bench.json";
  std::vector<std::string> only;
  std::set<std::string> names;
  for (const Part& part : kParts) names.insert(part.name);
  app.add_flag("--quick", quick, "Fewer and shorter rounds: for those who change the bench");
  app.add_option("--only", only, "Only these parts")->delimiter(',')->check(CLI::IsMember(names));
  app.add_option("--json", json, "Where to write the figures")->capture_default_str();
  std::string record_key;
  app.add_option("--record-key", record_key,
                 "Have ballotsd keep a signed record with this key (see services/record)");
  CLI11_PARSE(app, argc, argv);
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);  // as in the services

  const absl::Time began = absl::Now();
  placet::bench::Report report;
  {
    World world(report, quick, record_key);
    placet::bench::Progress("PostgreSQL runs");
    const std::set<std::string> wanted(only.begin(), only.end());
    for (const Part& part : kParts) {
      if (!wanted.empty() && wanted.count(part.name) == 0) continue;
      if (absl::Now() - began > kLongest) {
        report.Note(std::string(part.name) + ": left out, for the run took too long already");
        continue;
      }
      part.run(world);
    }
  }
  report.Print();
  if (!report.WriteJson(json)) {
    std::fprintf(stderr, "cannot write %s\n", json.c_str());
    return 1;
  }
  std::printf("written: %s\n", json.c_str());
  return 0;
}
