#include "tests/bench/contender.h"

#include <cstdio>
#include <cstdlib>

namespace placet::bench {

Contender::Contender(World& world, std::string database)
    : database_(std::move(database)), store_(world.Open(database_)), supply_(world.pairs(), 1) {
  Recount();
}

void Contender::Check(int64_t acknowledged, const std::string& who) {
  const int64_t votes = votes_ + acknowledged, events = events_ + acknowledged;
  Recount();
  if (votes_ == votes && events_ == events) return;
  std::fprintf(stderr,
               "%s: %lld votes were acknowledged; the store has %lld too many votes and %lld too "
               "many events\n",
               who.c_str(), static_cast<long long>(acknowledged),
               static_cast<long long>(votes_ - votes), static_cast<long long>(events_ - events));
  std::exit(1);
}

void Contender::Recount() {
  votes_ = store_.Number("SELECT count(*) FROM vote");
  events_ = store_.Number("SELECT count(*) FROM event");
}

void Series::Add(const Outcome& outcome) {
  per_second.push_back(outcome.PerSecond());
  p50.push_back(outcome.Percentile(50));
  p99.push_back(outcome.Percentile(99));
  mean.push_back(outcome.Mean());
}

}  // namespace placet::bench
