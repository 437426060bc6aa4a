// What it costs to be protected: votes through TLS with a token for each caller, beside the same
// votes without TLS in the name of callers who are believed, on copies of one store.
#include "absl/strings/str_format.h"
#include "tests/bench/contender.h"
#include "tests/bench/load.h"
#include "tests/bench/protection.h"
#include "tests/bench/world.h"

namespace placet::bench {
namespace {

class TlsPart {
 public:
  explicit TlsPart(World& world)
      : world_(world),
        plain_(world, world.SeededDatabase()),
        protected_(world, world.SeededDatabase()),
        plain_services_(world, plain_.database()),
        protected_services_(world, protected_.database()) {
    Plain(2000);  // connections, plans, caches
    Protected(2000, Tokens::kOneForAll);
  }

  void Run() {
    const size_t votes = world_.quick() ? 8000 : 20000;
    for (int round = 0; round < world_.rounds(); ++round) {
      plain_rounds_.Add(Plain(votes));
      protected_rounds_.Add(Protected(votes, Tokens::kOneForAll));
      unknown_.Add(Protected(votes / 4, Tokens::kOneForEach));
      Progress(absl::StrFormat(
          "tls, round %d of %d: plain %.0f/s, TLS and tokens %.0f/s, each token new %.0f/s",
          round + 1, world_.rounds(), plain_rounds_.per_second.back(),
          protected_rounds_.per_second.back(), unknown_.per_second.back()));
    }
    Tell();
  }

 private:
  Outcome Plain(size_t votes) {
    const std::vector<Request> requests = plain_.Next(votes);
    const Load load{.address = plain_services_.ballots(), .method = kCastVote};
    const Outcome outcome = RunLoad(load, requests);
    plain_.Check(outcome.MustAllBeOk("ballotsd").ok(), "ballotsd");
    return outcome;
  }

  Outcome Protected(size_t votes, Tokens tokens) {
    const std::vector<Request> requests =
        protected_services_.SignIn(protected_.Next(votes), tokens);
    const Load load{.address = protected_services_.ballots(),
                    .method = kCastVote,
                    .tls = protected_services_.people()};
    const Outcome outcome = RunLoad(load, requests);
    protected_.Check(outcome.MustAllBeOk("ballotsd with TLS").ok(), "ballotsd with TLS");
    return outcome;
  }

  void AddRatio(const std::string& name, const Series& ours, std::optional<Goal> goal) {
    const std::vector<double> ratios = Ratios(ours.per_second, plain_rounds_.per_second);
    world_.report().Add({.name = name,
                         .value = Median(ratios),
                         .unit = "x",
                         .placet = Median(ours.per_second),
                         .rival = Rival{"no TLS, names", Median(plain_rounds_.per_second)},
                         .absolute = "/s",
                         .goal = goal,
                         .rounds = ratios});
  }

  void Tell() {
    AddRatio("cast.ratio_tls", protected_rounds_, AtLeast(0.7));
    AddRatio("cast.ratio_tls_new_tokens", unknown_, {});
    world_.report().Add({.name = "cast.p99_ms_tls",
                         .value = Median(protected_rounds_.p99),
                         .unit = "ms",
                         .rounds = protected_rounds_.p99});
  }

  World& world_;
  Contender plain_, protected_;
  Services plain_services_;
  ProtectedServices protected_services_;
  Series plain_rounds_, protected_rounds_, unknown_;
};

}  // namespace

void RunTls(World& world) { TlsPart(world).Run(); }

}  // namespace placet::bench
