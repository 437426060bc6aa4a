// Questions beside a vote, and answers to them: what may be asked, what must be answered. Pure.
#pragma once

#include "absl/status/status.h"
#include "placet/ballots/v1/ballots.pb.h"
#include "services/ballots/facts.h"

namespace placet::ballots::questions {

// The questions that a creator gives: none, where the kind has its own; at least one where the
// ballot consists of them.
absl::Status Check(const pb::Ballot& wanted, const rules::Rule& rule);

// The answers of a vote against the questions of a ballot as it is shown: each to a question that
// is put, with one of its choices and the text that the choice takes. Names every violation's
// field.
absl::Status CheckAnswers(const pb::Ballot& shown, const pb::Vote& vote);

}  // namespace placet::ballots::questions
