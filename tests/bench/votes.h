// CastVote requests, serialized before the clock runs: the client shares the machine with what it
// measures.
#pragma once

#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "tests/bench/directory.h"
#include "tests/bench/load.h"

namespace placet::bench {

inline constexpr char kCastVote[] = "/placet.ballots.v1.BallotService/CastVote";

// Answers as people give them: four in five approve, one in five says something about it.
enum class Answer { kApprove = 1, kApproveWithComments = 2, kDisapprove = 3, kAbstain = 4 };

class Voters {
 public:
  // Always the same votes, with always the same request_ids.
  explicit Voters(uint64_t seed) : random_(seed) {}

  Answer Choose();
  // A vote of a body, by its own voter, with a request_id that was never used.
  Request Cast(const Pair& pair, Answer answer);
  std::vector<Request> Cast(std::span<const Pair> pairs);
  std::string NewRequestId();

 private:
  std::mt19937_64 random_;
};

// What is still to be voted, a round at a time: the votes owed on the next few hundred ballots, in
// random order, as in a busy week.
class Supply {
 public:
  Supply(std::vector<Pair> pairs, uint64_t seed);
  std::vector<Request> Next(size_t votes);

 private:
  std::vector<Pair> pairs_;
  size_t used_ = 0;
  std::mt19937_64 random_;
  Voters voters_;
};

}  // namespace placet::bench
