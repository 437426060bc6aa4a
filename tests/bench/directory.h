// The real committees with their members and the ballots of one real year: committees.csv, and the
// bodies of deploy/data/members.csv.
#pragma once

#include <string>
#include <vector>

namespace placet::bench {

struct Body {
  std::string id;
  std::string country;
  std::string acronym;
  bool full_member = false;  // has a vote
};

struct Committee {
  std::string id;
  std::string reference;
  std::string secretariat;
  std::vector<std::string> p_members;
  std::vector<std::string> o_members;
  int dis_ballots = 0;   // in the year: DIS and CD
  int fdis_ballots = 0;  // FDIS, systematic reviews, withdrawals
};

struct Directory {
  std::vector<Body> bodies;
  std::vector<Committee> committees;

  // Exits the program where the files do not fit.
  static Directory Load();
};

enum class Kind { kDis, kFdis };

struct Ballot {
  std::string id;
  const Committee* committee = nullptr;
  Kind kind = Kind::kDis;
};

// How many ballots ISO had open on 2025-06-02.
inline constexpr size_t kOpenAtOneMoment = 2370;

// The ballots of `years` real years, in an order that is random and always the same.
std::vector<Ballot> BallotsOf(const Directory& directory, int years);

// A vote that is owed: who votes on what.
struct Pair {
  const Ballot* ballot = nullptr;
  std::string member;
};

// The votes that P-members owe on some ballots, ballot by ballot.
std::vector<Pair> VotesOwed(const std::vector<Ballot>& ballots);

}  // namespace placet::bench
