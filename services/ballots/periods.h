// How long a ballot may last: lengths of the rules against days in Geneva. Pure.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "placet/ballots/v1/ballots.pb.h"
#include "services/ballots/facts.h"

namespace placet::ballots::periods {

// The last day that the rules propose for a ballot that opens on a day.
std::string Proposed(const rules::Rule& rule, const pb::Ballot& ballot, const std::string& today);

// May the ballot end on its end_date? A length is taken as kept up to six days beyond it, so that a
// ballot need not close on a holiday (Placet's reading: closings that ISO published lie that far
// around). Anything else is refused with what is permitted, unless the ballot gives a reason.
absl::Status Check(const rules::Rule& rule, const pb::Ballot& ballot, const std::string& today);

}  // namespace placet::ballots::periods
