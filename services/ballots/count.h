// From a roll with its votes to a tally and a result: who counts, what was left out and why, each
// criterion with its numbers. Pure; the arithmetic itself is rules/.
#pragma once

#include <optional>

#include "absl/time/time.h"
#include "placet/ballots/v1/ballots.pb.h"
#include "services/ballots/facts.h"

namespace placet::ballots {

// All that a sum looks at of one body on a roll.
struct Position {
  pb::MemberStatus status = pb::MEMBER_STATUS_UNSPECIFIED;
  bool full_member = false;
  std::optional<pb::Answer> answer = std::nullopt;  // no vote was received
  bool has_reasons = false;
  bool names_expert = false;
};

// The position that a vote expresses; the body's own part is left as it is.
void Take(const pb::Vote& vote, Position& position);

// The one way from positions to the numbers that the rules look at: adds one where it may vote.
void Add(rules::Votes& votes, const rules::Rule& rule, const Position& position);

// The rules applied to a sum, in the words of the contract.
struct Judged {
  google::protobuf::RepeatedPtrField<pb::Criterion> criteria;
  pb::Verdict verdict = pb::VERDICT_UNSPECIFIED;
};
Judged Judge(const rules::Rule& rule, const rules::Votes& votes);

// The tally at an instant. `final`: the ballot is closed, this is the result.
pb::Tally Count(const CountFacts& facts, absl::Time as_of, bool final);

// The ballot with a final tally and one row for each body that a sheet lists: P- and O-members, and
// the others that voted. `ballot` as it is answered.
pb::Result ResultOf(const CountFacts& facts, const pb::Ballot& ballot, const pb::Tally& tally);

// An entry of the roll as answered; `sees`: the caller may know who has voted.
pb::RollEntry EntryOf(const pb::Ballot& ballot, const Body& body, bool sees);

}  // namespace placet::ballots
