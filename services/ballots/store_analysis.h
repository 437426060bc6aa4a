// What analyses look at besides a count: histories. Statements of Store; see store.h.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "placet/ballots/v1/ballots.pb.h"

namespace placet::ballots {

// One event of a vote or of an entry of the roll.
struct HistoryEntry {
  absl::Time time;
  std::string member;
  placet::ballots::v1::Event event;  // vote or roll_entry
};

// A body on the roll of a ballot, and where it comes from.
struct RollOrigin {
  std::string member;
  std::string from;           // first day of its seat as P-member; "" where that is not known
  bool voted_before = false;  // in this committee, on a ballot opened earlier and closed by now
};

// What a P-member has done on the closed ballots of a committee.
struct VotingRecord {
  std::string member;
  int owed = 0;
  int voted = 0;
  int voted_this_late = 0;  // first voted when no smaller part of the ballot's time was over
};

}  // namespace placet::ballots
