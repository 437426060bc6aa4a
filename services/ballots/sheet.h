// The result of a ballot as a sheet, in the layout that ISO prints: ballot information, result of
// voting, votes by members, comments. Percentages are printed, cut to two decimals; the verdict is
// the tally's and never computed here.
#pragma once

#include <string>

#include "services/ballots/facts.h"

namespace placet::ballots::sheet {

// Stands for the body in a row of an anonymous ballot.
inline constexpr char kNameless[] = "not shown";

std::string Text(const pb::Result& result);
std::string Csv(const pb::Result& result);
std::string Json(const pb::Result& result);

}  // namespace placet::ballots::sheet
