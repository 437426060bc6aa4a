// A criterion in numbers and words. The words say what the numbers say and no more: no percentages,
// no forecast.
#pragma once

#include <string>

#include "placet/ballots/v1/ballots.pb.h"

namespace placet::cli {

// The comparison with its numbers: "30 * 3 = 90 >= 35 * 2 = 70", or "5 >= 4" for a number.
std::string Numbers(const placet::ballots::v1::Criterion& criterion);

// How far from the bound: "would bear 20 more negative votes", "would take 2 more positive votes".
std::string Distance(const placet::ballots::v1::Criterion& criterion);

}  // namespace placet::cli
