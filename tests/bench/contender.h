// One of those that take turns: its store, the votes that it is still to be given, and what its
// rounds gave.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/bench/database.h"
#include "tests/bench/load.h"
#include "tests/bench/votes.h"
#include "tests/bench/world.h"

namespace placet::bench {

// All contenders are given the same votes in the same order. Each round must leave in the store
// what it was answered: as many votes, as many events.
class Contender {
 public:
  Contender(World& world, std::string database);

  const std::string& database() const { return database_; }
  std::vector<Request> Next(size_t votes) { return supply_.Next(votes); }
  // Exits the program where the store has other than `acknowledged` more votes and events.
  void Check(int64_t acknowledged, const std::string& who);

 private:
  void Recount();

  const std::string database_;
  Database store_;
  Supply supply_;
  int64_t votes_ = 0, events_ = 0;
};

// What the rounds of one contender gave.
struct Series {
  std::vector<double> per_second, p50, p99, mean;
  void Add(const Outcome& outcome);
};

}  // namespace placet::bench
