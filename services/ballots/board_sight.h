// What one caller may see of the board, by committee. Made of the answers that decide:: gives for
// an open ballot, so the rules of secrecy stand there and nowhere else.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/ballots/facts.h"

namespace placet::ballots {

// Committees by id, sorted; "" among them is every one.
struct Committees {
  std::vector<std::string> ids;
  bool Everywhere() const { return !ids.empty() && ids.front().empty(); }
  bool Has(const std::string& id) const;
};

struct Sight {
  // Where the tally may be seen, of ballots whose rules say so for this caller: by rules::Early.
  std::array<Committees, 3> in_full;
  Committees of_body;  // where the body may be asked for
  std::string key;     // the same for callers that see the same

  const Committees& InFull(rules::Early early) const { return in_full[static_cast<size_t>(early)]; }
};

// `member` is the body asked for, "" where none is. Refuses a caller who may ask for it nowhere.
absl::StatusOr<Sight> SightOf(const Asker& asker, const std::string& member, absl::Time now);

}  // namespace placet::ballots
