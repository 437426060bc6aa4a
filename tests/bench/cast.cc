// Durable votes through gRPC with everything on, beside pgbench and beside the plain synchronous
// service, all on copies of one store. They take turns, so that a machine that drifts does not
// favour one of them.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tests/bench/contender.h"
#include "tests/bench/load.h"
#include "tests/bench/pgbench.h"
#include "tests/bench/world.h"

namespace placet::bench {
namespace {

using Client = Outcome (*)(const Load&, std::span<const Request>);

class CastPart {
 public:
  explicit CastPart(World& world)
      : world_(world),
        placet_(world, world.SeededDatabase()),
        pgbench_(world, world.SeededDatabase()),
        sync_(world, world.SeededDatabase()),
        services_(world, placet_.database()) {
    Placet(RunLoad, 64, 2000);  // connections, plans, caches
    ChooseSyncPool();
  }

  void Run() {
    const size_t votes = world_.quick() ? 8000 : 25000;
    for (int round = 0; round < world_.rounds(); ++round) {
      grpc_.Add(Placet(RunLoad, 256, votes));
      Pgbench(64, pgbench64_.per_second, pgbench64_.mean);
      lean_.Add(Placet(RunLean, 256, votes));
      synchronous_.Add(Sync(world_.quick() ? 2000 : 6000));
      one_.Add(Placet(RunLoad, 1, world_.quick() ? 300 : 1000));
      Pgbench(1, pgbench1_.per_second, pgbench1_.mean);
      Progress(absl::StrFormat(
          "cast, round %d of %d: 256 in flight %.0f/s, lean client %.0f/s, pgbench with 64 "
          "%.0f/s, synchronous %.0f/s",
          round + 1, world_.rounds(), grpc_.per_second.back(), lean_.per_second.back(),
          pgbench64_.per_second.back(), synchronous_.per_second.back()));
    }
    const int others = world_.quick() ? 1 : 3;
    for (int round = 0; round < others; ++round) {
      sixty_four_.Add(Placet(RunLoad, 64, votes / 2));
      thousand_.Add(Placet(RunLoad, 1024, votes / 2));
    }
    Tell();
  }

 private:
  Outcome Placet(Client client, int in_flight, size_t votes) {
    const std::vector<Request> requests = placet_.Next(votes);
    Load load{.address = services_.ballots(), .method = kCastVote, .in_flight = in_flight};
    const Outcome outcome = client(load, requests);
    placet_.Check(outcome.MustAllBeOk("ballotsd").ok(), "ballotsd");
    return outcome;
  }

  Outcome Sync(size_t votes) {
    const std::vector<Request> requests = sync_.Next(votes);
    Load load{.address = server_->address(), .method = kCastVote, .in_flight = 256};
    const Outcome outcome = RunLoad(load, requests);
    sync_.Check(outcome.MustAllBeOk("sync_rival").ok(), "sync_rival");
    return outcome;
  }

  void Pgbench(int clients, std::vector<double>& per_second, std::vector<double>& mean) {
    const int seconds = clients == 1 || world_.quick() ? 1 : 2;
    const PgbenchOutcome outcome =
        RunPgbench(world_.cluster().Conninfo("ballots", pgbench_.database()), clients, seconds);
    pgbench_.Check(outcome.transactions, "pgbench");
    per_second.push_back(outcome.per_second);
    mean.push_back(outcome.mean_ms);
  }

  // The rival may choose how many connections it keeps.
  void ChooseSyncPool() {
    double best = 0;
    for (const int connections : {8, 16, 32}) {
      StartSync(connections);
      Sync(500);
      const double rate = Sync(world_.quick() ? 1000 : 3000).PerSecond();
      Progress(
          absl::StrFormat("synchronous service with %d connections: %.0f/s", connections, rate));
      if (rate > best) {
        best = rate;
        sync_connections_ = connections;
      }
    }
    StartSync(sync_connections_);
    Sync(500);
  }

  void StartSync(int connections) {
    server_.reset();
    server_ = std::make_unique<RivalServer>(std::vector<std::string>{
        SYNC_RIVAL, "--database", world_.cluster().Conninfo("ballots", sync_.database()),
        "--connections", absl::StrCat(connections)});
  }

  void AddRatio(const std::string& name, const std::vector<double>& ours,
                const std::vector<double>& theirs, const std::string& rival,
                const std::string& unit, Goal goal) {
    const std::vector<double> ratios = Ratios(ours, theirs);
    world_.report().Add({.name = name,
                         .value = Median(ratios),
                         .unit = "x",
                         .placet = Median(ours),
                         .rival = Rival{rival, Median(theirs)},
                         .absolute = unit,
                         .goal = goal,
                         .rounds = ratios});
  }

  void AddSeries(const std::string& suffix, const Series& series, std::optional<Goal> p99) {
    Report& report = world_.report();
    report.Add({.name = "cast.votes_per_second" + suffix,
                .value = Median(series.per_second),
                .unit = "/s",
                .rounds = series.per_second});
    report.Add({.name = "cast.p50_ms" + suffix,
                .value = Median(series.p50),
                .unit = "ms",
                .rounds = series.p50});
    report.Add({.name = "cast.p99_ms" + suffix,
                .value = Median(series.p99),
                .unit = "ms",
                .goal = p99,
                .rounds = series.p99});
  }

  void Tell() {
    AddSeries("", grpc_, AtMost(20));
    AddRatio("cast.ratio_pgbench64", grpc_.per_second, pgbench64_.per_second, "pgbench, 64", "/s",
             AtLeast(3.0));
    AddRatio("cast.ratio_pgbench64_lean", lean_.per_second, pgbench64_.per_second, "pgbench, 64",
             "/s", AtLeast(3.5));
    AddRatio("cast.ratio_sync", grpc_.per_second, synchronous_.per_second,
             absl::StrCat("sync, ", sync_connections_, " conn."), "/s", AtLeast(5.0));
    AddRatio("single.ratio_pgbench1", one_.mean, pgbench1_.mean, "pgbench, 1", "ms", AtMost(2.5));
    AddSeries("_lean", lean_, {});
    AddSeries("_sync", synchronous_, {});
    AddSeries("_1", one_, {});
    AddSeries("_64", sixty_four_, {});
    AddSeries("_1024", thousand_, {});
  }

  World& world_;
  Contender placet_, pgbench_, sync_;
  Services services_;
  std::unique_ptr<RivalServer> server_;
  int sync_connections_ = 16;
  Series grpc_, lean_, synchronous_, one_, sixty_four_, thousand_, pgbench64_, pgbench1_;
};

}  // namespace

void RunCast(World& world) { CastPart(world).Run(); }

}  // namespace placet::bench
