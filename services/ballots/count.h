// From a roll with its votes to a tally and a result: who counts, what was left out and why, each
// criterion with its numbers. Pure; the arithmetic itself is rules/.
#pragma once

#include "absl/time/time.h"
#include "placet/ballots/v1/ballots.pb.h"
#include "services/ballots/facts.h"

namespace placet::ballots {

// The tally at an instant. `final`: the ballot is closed, this is the result.
pb::Tally Count(const CountFacts& facts, absl::Time as_of, bool final);

// The ballot with a final tally and one row for each body that a sheet lists: P- and O-members, and
// the others that voted. `ballot` as it is answered.
pb::Result ResultOf(const CountFacts& facts, const pb::Ballot& ballot, const pb::Tally& tally);

// An entry of the roll as answered; `sees`: the caller may know who has voted.
pb::RollEntry EntryOf(const pb::Ballot& ballot, const Body& body, bool sees);

}  // namespace placet::ballots
