// Who sees which comments, and who may do what with them. While a ballot is open a body's comments
// are seen by that body's people and nobody else; officers of the committee may know how many there
// are. From closing on everybody sees everything. Every rpc, list, export, count, history, event
// and refusal asks here, and nowhere else.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/comments/facts.h"

namespace placet::comments {

// What a caller may see of one ballot at one moment.
struct Sight {
  bool all = false;                  // every comment
  bool counts = false;               // how many there are, in all
  bool states = false;               // and how far each is
  std::vector<std::string> members;  // else those of these bodies; "*" is every body

  bool Sees(const std::string& member) const;  // "de"; "" is whoever is no national body
  bool SeesAny() const { return all || !members.empty(); }
};

Sight SightOf(const Scene& scene, absl::Time now);

// How many there are, and nothing of what they say or how far they are.
pb::BallotCounts TotalOf(const pb::BallotCounts& counts);

// An event as the caller may see it: without what is hidden, or Hidden as a whole.
pb::Event Seen(pb::Event event, const std::string& ballot, const Sight& sight);

// The state at an instant: an opened ballot past close_time is closed.
ballots_pb::BallotState StateAt(const ballots_pb::Ballot& ballot, absl::Time now);

// Officers of the committee: its manager, chair, convenors, project leaders; the secretariat.
bool IsOfficer(const Scene& scene);
// Those who may find that there is consensus: chair, manager, secretariat.
bool IsChair(const Scene& scene);
bool IsVoter(const Scene& scene, const std::string& member);

absl::Status NeedsOfficer(const Scene& scene);
absl::Status NeedsChair(const Scene& scene);
absl::Status NeedsVoter(const Scene& scene, const std::string& member);
absl::Status NeedsClosed(const Scene& scene, absl::Time now);
// Comments arrive while it is open; brought by an officer also afterwards.
absl::Status NeedsOpen(const Scene& scene, bool officer, absl::Time now);
// Not all of it may be seen.
absl::Status SecretWhileOpen(const Scene& scene);

}  // namespace placet::comments
