// The table as text.
#pragma once

#include <string>
#include <string_view>

#include "services/ballots/rules/rules.h"

namespace placet::ballots::rules {

// A row, a criterion, an edition with everything that it says, for the pinned copy.
std::string Printed(const Rule& rule);
std::string Printed(const Criterion& criterion);
std::string Printed(const Edition& edition);

// In few letters, for tests that name what they expect: "yes/P>=2/3", "experts>=4|16|5", "12w".
std::string Short(const Criterion& criterion);
std::string Short(const Period& period);

// All criteria of a row in few letters: "yes/P>=2/3 no/all<=1/4".
std::string ShortCriteria(const Rule& rule);

}  // namespace placet::ballots::rules
