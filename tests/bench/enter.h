// The directory by rpc, as its keepers would enter it.
#pragma once

#include "tests/bench/world.h"

namespace placet::bench {

inline constexpr char kSecretariat[] = "people/central-secretariat";

// Bodies, committees, seats, and a voter for each body; returns when ballotsd has heard of them.
void EnterDirectory(World& world, const Services& services, const std::string& database);

}  // namespace placet::bench
