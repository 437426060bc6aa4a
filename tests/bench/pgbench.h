// What PostgreSQL itself gives: pgbench sends the vote of CastVote, guard, upsert and event, as one
// prepared statement in a transaction of its own, without a server, a caller or a rule in between.
#pragma once

#include <cstdint>
#include <string>

namespace placet::bench {

struct PgbenchOutcome {
  int64_t transactions = 0;
  double per_second = 0;  // without the time to connect
  double mean_ms = 0;     // of a transaction
};

// On a database with SeedPairs; each vote is a first vote. Exits the program where one failed.
PgbenchOutcome RunPgbench(const std::string& conninfo, int clients, int seconds);

}  // namespace placet::bench
