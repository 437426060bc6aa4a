// Stores that are full before a service sees them: seeding a year by rpc would take longer than
// measuring it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "tests/bench/database.h"
#include "tests/bench/directory.h"

namespace placet::bench {

// The copy of the directory that ballotsd keeps: bodies, committees, seats, and for each body a
// people/voter-{id} who may cast its votes.
void SeedDirectory(Database& database, const Directory& directory);

struct Opening {
  std::string end_date = "2099-12-31";
  bool all_bodies = false;  // all member bodies on the roll, as OpenBallot does; else P and O alone
};

// Open ballots with project and roll, just as if ballotsd had opened them.
void SeedBallots(Database& database, const std::vector<Ballot>& ballots, const Opening& opening);

// The votes owed, numbered from 1 in their order, for a rival that cannot hold them itself.
void SeedPairs(Database& database, const std::vector<Pair>& pairs);

// Ballots of the past with votes and their events, until the store holds so many votes.
void GrowTo(Database& database, int64_t votes);

// Statistics for the planner; no autovacuum or checkpoint of the seeding runs into a measurement.
// Leaves empty tables alone: PostgreSQL plans for one that it has never looked at as for a small
// one, but for one that it has seen empty by reading it whole, however large it becomes.
void Settle(Database& database);

}  // namespace placet::bench
