// Ballots of any kind, with whatever their creator gives: what the harness does for the common ones.
#pragma once

#include <string>

#include "tests/ballots/harness.h"

namespace placet::ballots {

// The row of a kind; a kind without one fails the test.
pb::Rule RowOf(const World& world, pb::BallotKind kind, const std::string& edition = "ISO-2022");

// A ballot about the committee itself, or on projects/iso-1, which is put where the row opens.
pb::Ballot About(World& world, const pb::Rule& rule);

absl::StatusOr<pb::Ballot> Create(const World& world, const pb::Ballot& wanted,
                                  const std::string& caller = kCentralSecretariat,
                                  const std::string& id = "");
absl::StatusOr<pb::Ballot> Open(const World& world, const std::string& name,
                                const std::string& caller = kCentralSecretariat);
// Both; the name of the ballot. A failure fails the test.
std::string Begun(const World& world, const pb::Ballot& wanted, const std::string& id = "");
// The same of a kind as its row of ISO-2022 has it, each under an id of its own.
std::string Begun(World& world, pb::BallotKind kind);

// Casts, without a word, or with all that a vote may hold; `vote.name` is filled in.
absl::StatusOr<pb::Vote> Send(const World& world, const std::string& ballot,
                              const std::string& member, pb::Vote vote);
pb::Vote Reply(const std::string& question, const std::string& choice,
               const std::string& text = "");

// "yes" and "no" decide by a majority of the P-members, "abstain" is neither.
pb::Question Decides(const std::string& id);

// Members without their collection, in one line.
template <class Names>
std::string Ids(const Names& names) {
  std::string ids;
  for (const std::string& name : names) {
    ids += (ids.empty() ? "" : " ") + name.substr(name.rfind('/') + 1);
  }
  return ids;
}

}  // namespace placet::ballots
