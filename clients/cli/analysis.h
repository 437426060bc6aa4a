// What people write and read of analyses: changes of votes, and what turns a ballot.
#pragma once

#include <string>

#include "clients/cli/table.h"
#include "placet/ballots/v1/analysis.pb.h"

namespace placet::cli {

// "de=approve", "de=approve+expert+part+uses", "de=reply+question:choice". A disapproval comes with
// reasons unless "+no-text" is said. Throws Usage for anything else.
placet::ballots::v1::VoteChange ToVoteChange(const std::string& text);

// "2 votes: br disapprove, se disapprove"; "no votes do".
std::string InWords(const placet::ballots::v1::Flip& flip);

// Criterion by criterion, and the verdict: which votes would turn it.
Table DecidedTable(const placet::ballots::v1::Decided& decided);

// What two tallies do not agree on.
Table DifferenceTable(const placet::ballots::v1::WhatIfResponse& response);

}  // namespace placet::cli
