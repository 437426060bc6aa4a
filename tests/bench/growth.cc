// Does it become slower as the store fills?
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "placet/ballots/v1/ballot_service.pb.h"
#include "tests/bench/enter.h"
#include "tests/bench/load.h"
#include "tests/bench/seed.h"
#include "tests/bench/votes.h"
#include "tests/bench/world.h"

namespace placet::bench {
namespace {

namespace pb = placet::ballots::v1;

struct Level {
  std::vector<double> per_second;
  double tally_ms = 0;
};

class Growth {
 public:
  explicit Growth(World& world)
      : world_(world),
        database_(world.SeededDatabase()),
        store_(world.Open(database_)),
        supply_(world.pairs(), 3) {}

  Level At(int64_t votes) {
    GrowTo(store_, votes);
    Settle(store_);
    const Services services(world_, database_);
    Cast(services, 2000);  // connections, plans
    Level level;
    for (int round = 0; round < (world_.quick() ? 1 : 3); ++round) {
      level.per_second.push_back(Cast(services, world_.quick() ? 4000 : 12000));
    }
    level.tally_ms = Tally(services);
    Progress(absl::StrFormat("growth: at %d votes %.0f/s, a tally %.2f ms", votes,
                             Median(level.per_second), level.tally_ms));
    return level;
  }

 private:
  double Cast(const Services& services, size_t votes) {
    const std::vector<Request> requests = supply_.Next(votes);
    Load load{.address = services.ballots(), .method = kCastVote};
    const Outcome outcome = RunLoad(load, requests);
    return outcome.MustAllBeOk("growth").PerSecond();
  }

  // One after the other, of open ballots that have votes.
  double Tally(const Services& services) {
    std::vector<Request> requests;
    for (size_t i = 0; i < 200; ++i) {
      pb::GetTallyRequest request;
      request.set_name(absl::StrCat("ballots/", world_.pairs()[i * 10].ballot->id));
      requests.push_back({kSecretariat, request.SerializeAsString()});
    }
    Load load{.address = services.ballots(),
              .method = "/placet.ballots.v1.BallotService/GetTally",
              .in_flight = 1};
    const Outcome outcome = RunLoad(load, requests);
    return outcome.MustAllBeOk("GetTally").Percentile(50);
  }

  World& world_;
  const std::string database_;
  Database store_;
  Supply supply_;
};

}  // namespace

void RunGrowth(World& world) {
  Growth growth(world);
  const Level small = growth.At(10'000);
  const Level middle = growth.At(100'000);
  const Level large = growth.At(1'000'000);
  Report& report = world.report();
  report.Add({.name = "growth.cast_1e6_over_1e4",
              .value = Median(large.per_second) / Median(small.per_second),
              .unit = "x",
              .placet = Median(large.per_second),
              .rival = Rival{"itself at 10^4", Median(small.per_second)},
              .absolute = "/s",
              .goal = AtLeast(0.8)});
  report.Add({.name = "growth.cast_1e5_over_1e4",
              .value = Median(middle.per_second) / Median(small.per_second),
              .unit = "x",
              .placet = Median(middle.per_second),
              .rival = Rival{"itself at 10^4", Median(small.per_second)},
              .absolute = "/s"});
  report.Add({.name = "growth.tally_ms_1e4", .value = small.tally_ms, .unit = "ms"});
  report.Add({.name = "growth.tally_ms_1e5", .value = middle.tally_ms, .unit = "ms"});
  report.Add({.name = "growth.tally_ms_1e6", .value = large.tally_ms, .unit = "ms"});
}

}  // namespace placet::bench
