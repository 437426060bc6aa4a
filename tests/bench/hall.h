// A store with as many open ballots as ISO has at one moment, and services in front of it: what the
// board shows.
#pragma once

#include <string>
#include <vector>

#include "tests/bench/directory.h"
#include "tests/bench/world.h"

namespace placet::bench {

class Hall {
 public:
  explicit Hall(World& world);

  const Services& services() const { return services_; }
  const std::vector<Ballot>& ballots() const { return ballots_; }
  // Does this ballotsd serve boards? Otherwise the report says so.
  bool HasBoards(Report& report) const;

 private:
  static std::string Seeded(World& world, const std::vector<Ballot>& ballots);

  const std::vector<Ballot> ballots_;
  const Services services_;
};

}  // namespace placet::bench
