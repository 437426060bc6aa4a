// What load reads and decide looks at. Ids stand without their collection ("de", "iso-tc-307").
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "placet/ballots/v1/ballots.pb.h"
#include "services/ballots/rules/rules.h"

namespace placet::ballots {

namespace pb = placet::ballots::v1;

// A role of the caller that holds today, with its scope; "" is every member, every committee.
struct Grant {
  int role = 0;  // placet.members.v1.Role
  std::string member;
  std::string committee;
  std::string name = {};   // "people/anna/grants/voter-de"
  int64_t sequence = 0;    // the directory's event that gave it its present form
  std::string group = {};  // of the committee; "": none
};

// Who asks, and whether this very request was done before.
struct Asker {
  std::vector<Grant> grants;
  std::optional<std::string> replay;  // fingerprint of the event with this request_id
};

// A project as stored, or as it may be created.
struct ProjectFacts {
  Asker asker;
  std::optional<pb::Project> project;
  int64_t version = 0;
  bool committee_exists = false;  // the committee that the request names
  std::string proposed_until;     // last day of its latest NP ballot that has closed; "": none
};

// A ballot with its project.
struct BallotFacts {
  Asker asker;
  std::optional<pb::Ballot> ballot;  // `state` as stored: see decide::StateAt
  int64_t version = 0;
  std::string secretariat;  // at opening
  std::optional<pb::Project> project;
  int64_t project_version = 0;
  std::string committee_reference;  // "ISO/TC 307"
  bool project_busy = false;        // another ballot on it is open
  int p_members = 0;                // of the committee, on the day of the call
  int experts = 0;                  // of the ballot's group, on that day
};

// One body on the roll, with its present vote.
struct Body {
  std::string member;
  std::string country;
  std::string acronym;
  bool full_member = false;
  pb::MemberStatus status_at_opening = pb::MEMBER_STATUS_UNSPECIFIED;
  pb::MemberStatus status = pb::MEMBER_STATUS_UNSPECIFIED;
  std::optional<pb::Vote> vote;
  int64_t vote_event = 0;  // the event of that vote; known to counts alone
};

// All that CastVote looks at.
struct CastFacts {
  Asker asker;
  std::shared_ptr<const pb::Ballot> ballot;
  int64_t version = 0;
  int64_t roll_version = 0;
  std::optional<Body> body;  // nothing where the member is not on the roll
  int revision = 0;          // of its present vote; 0: none
};

// All that a count looks at.
struct CountFacts {
  BallotFacts ballot;
  std::vector<Body> bodies;           // by country
  int others = 0;                     // member bodies besides, without seat and without vote
  std::optional<pb::Tally> recorded;  // once closed and recorded
  int64_t roll_version = 0;
  int64_t revisions = 0;           // of all votes together: none has changed since
  int64_t recorded_revisions = 0;  // that the recorded tally counted

  // A result stands that has counted every vote.
  bool HasResult() const { return recorded && recorded_revisions == revisions; }
};

}  // namespace placet::ballots
