// The board as a dashboard keeps and shows it.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "clients/cli/table.h"
#include "placet/ballots/v1/board.pb.h"

namespace placet::cli {

// Takes a message of the stream over into the board that its reader has.
void Merge(const placet::ballots::v1::Board& message, placet::ballots::v1::Board& board);

// Open ballots; with `member` (an id) what it may do and whether its vote is in.
Table BoardTable(const placet::ballots::v1::Board& board, const std::string& member);

// "met 1 of 2"; "-" where they may not be seen.
std::string CriteriaInWords(const placet::ballots::v1::BoardEntry& entry);

// "2 ballots open, 5 votes due, 3 in, 1 closes within 7 days; 12 ms old"
std::string TotalsInWords(const placet::ballots::v1::Board& board);

}  // namespace placet::cli
