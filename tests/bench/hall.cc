#include "tests/bench/hall.h"

#include "tests/bench/enter.h"
#include "tests/bench/load.h"
#include "tests/bench/seed.h"
#include "tests/support/process.h"

namespace placet::bench {
namespace {

std::vector<Ballot> SomeBallots(const Directory& directory) {
  std::vector<Ballot> ballots = BallotsOf(directory, 1);
  ballots.resize(kOpenAtOneMoment);
  return ballots;
}

}  // namespace

Hall::Hall(World& world)
    : ballots_(SomeBallots(world.directory())), services_(world, Seeded(world, ballots_)) {}

std::string Hall::Seeded(World& world, const std::vector<Ballot>& ballots) {
  const std::string name = world.cluster().CreateDatabase();
  Database database = world.Open(name);
  SeedDirectory(database, world.directory());
  SeedBallots(database, ballots, {.all_bodies = true});
  Settle(database);
  return name;
}

bool Hall::HasBoards(Report& report) const {
  const std::vector<Request> requests = {{kSecretariat, ""}};
  Load load{.address = services_.ballots(), .method = "/placet.ballots.v1.BoardService/GetBoard"};
  std::string reason;
  // The memory behind the boards fills after the start.
  testing::Eventually([&] {
    const Outcome outcome = RunLoad(load, requests);
    reason = outcome.ok() == 1 ? "" : outcome.refusals.begin()->first;
    return reason.empty();
  });
  if (!reason.empty()) report.Note("board, watch: not measured; GetBoard is answered " + reason);
  return reason.empty();
}

}  // namespace placet::bench
