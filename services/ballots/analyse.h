// What the rules say beyond the count, in the words of the contract: pure, from facts to answers.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "placet/ballots/v1/analysis.pb.h"
#include "services/ballots/facts.h"
#include "services/ballots/store_analysis.h"

namespace placet::ballots::analyse {

// Votes and statuses as the store had them at an instant.
CountFacts AsOf(CountFacts facts, const std::vector<HistoryEntry>& history, absl::Time at);

// `facts` with every body on the roll; `tally` is what stands now.
pb::Decided Decide(const CountFacts& facts, const rules::Rule& rule, pb::Tally tally);

// The votes of a request in the place of those that are; refused where a change makes no sense.
absl::StatusOr<CountFacts> Changed(CountFacts facts, const rules::Rule& rule,
                                   const pb::WhatIfRequest& request);

// Where two tallies do not agree.
std::vector<pb::Difference> Compare(const pb::Tally& as_is, const pb::Tally& what_if);

// What deserves a second look. `sees`: the caller may know who has voted.
std::vector<pb::RollFlag> Flags(const CountFacts& facts, std::vector<RollOrigin> origins,
                                bool sees);

pb::Forecast Foresee(const CountFacts& facts, const rules::Rule& rule,
                     const std::vector<VotingRecord>& records);

}  // namespace placet::ballots::analyse
