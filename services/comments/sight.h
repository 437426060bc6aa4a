// Who sees which comments, and who may do what with them. While a ballot is open a body's comments
// are seen by that body's people and nobody else, and so are those of a liaison; officers of the
// committee may know how many there are. From closing on everybody sees everything. Every rpc,
// list, export, count, history, event and refusal asks here, and nowhere else.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/comments/facts.h"

namespace placet::comments {

// What a caller may see of one ballot at one moment.
struct Sight {
  bool all = false;                   // every comment
  bool counts = false;                // how many there are, in all
  bool states = false;                // and how far each is
  std::vector<std::string> members;   // else those of these bodies; "*" is every body
  std::vector<std::string> liaisons;  // and of these liaisons, as Comment.liaison has them

  // Whose it is, is said by `member` and `liaison` of comments, differences and imported comments.
  template <class Part>
  bool Sees(const Part& part) const {
    return SeesOf(part.member(), part.liaison());
  }
  bool SeesAny() const { return all || !members.empty() || !liaisons.empty(); }

 private:
  bool SeesOf(const std::string& member, const std::string& liaison) const;
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
// The caller's grant to speak for a liaison of the ballot's committee, by its id or by what
// comments say: its organization; null: it has none.
const Grant* Representing(const Scene& scene, const std::string& liaison);

absl::Status NeedsOfficer(const Scene& scene);
absl::Status NeedsChair(const Scene& scene);
absl::Status NeedsVoter(const Scene& scene, const std::string& member);
absl::Status NeedsRepresentative(const Scene& scene, const std::string& liaison);
// Voter of the body, or representative of the liaison, whose comment it is.
absl::Status NeedsOwner(const Scene& scene, const pb::Comment& comment);
absl::Status NeedsClosed(const Scene& scene, absl::Time now);
// Comments arrive while it is open; brought by an officer also afterwards.
absl::Status NeedsOpen(const Scene& scene, bool officer, absl::Time now);
// Not all of it may be seen.
absl::Status SecretWhileOpen(const Scene& scene);

}  // namespace placet::comments
