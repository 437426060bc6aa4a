// From a roll with its votes to a tally and a result: who counts, what was left out and why, each
// criterion with its numbers. Pure; the arithmetic itself is rules/.
#pragma once

#include <vector>

#include "absl/time/time.h"
#include "placet/ballots/v1/ballots.pb.h"
#include "services/ballots/facts.h"

namespace placet::ballots {

// members/{member}, or people/{person} where a person stands on the roll.
std::string NameOf(const Body& body);

// A body with its vote as the rules see it; it looks into the body's member.
rules::Cast CastOf(const Body& body);

// What a vote says, put into what the rules see of its body.
void Take(const pb::Vote& vote, rules::Cast& cast);

// May this body cast a vote that counts?
bool HasVote(const rules::Rule& rule, const Body& body);

// What a body answered to one question, as if that were its vote: what is neither yes nor no
// abstains.
rules::Cast CastOn(const pb::Question& question, const Body& body);

// The rules applied to a sum, in the words of the contract.
struct Judged {
  google::protobuf::RepeatedPtrField<pb::Criterion> criteria;
  pb::Verdict verdict = pb::VERDICT_UNSPECIFIED;
  std::string proposal;
};
Judged Judge(const rules::Rule& rule, const rules::Votes& votes);

// The tally at an instant. `final`: the ballot is closed, this is the result.
pb::Tally Count(const CountFacts& facts, absl::Time as_of, bool final);
// The same under a given row of rules.
pb::Tally Count(const CountFacts& facts, const rules::Rule& rule, absl::Time as_of, bool final);

// The ballot with a final tally and one row for each body that a sheet lists: P- and O-members, and
// the others that voted. `ballot` as it is answered.
pb::Result ResultOf(const CountFacts& facts, const pb::Ballot& ballot, const pb::Tally& tally);

// An entry of the roll as answered; `sees`: the caller may know who has voted.
pb::RollEntry EntryOf(const pb::Ballot& ballot, const Body& body, bool sees);

}  // namespace placet::ballots
