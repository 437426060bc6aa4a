// What obligations are made of. Statements of Store; see store.h.
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "placet/ballots/v1/ballots.pb.h"
#include "services/ballots/facts.h"

namespace placet::ballots {

// A ballot with one body on its roll and the vote of that body.
struct BodyOnBallot {
  std::string ballot;
  std::string reference;
  std::string title;
  std::string committee;
  std::string committee_reference;
  pb::BallotKind kind = pb::BALLOT_KIND_UNSPECIFIED;
  std::string rules_edition;
  pb::Visibility visibility = pb::VISIBILITY_UNSPECIFIED;
  absl::Time open_time;
  absl::Time close_time;
  std::string end_date;
  int questions = 0;  // of the ballot's own
  std::string member;
  std::string country;
  std::string acronym;
  bool full_member = false;
  pb::MemberStatus status = pb::MEMBER_STATUS_UNSPECIFIED;  // now; after closing: at closing
  pb::Answer answer = pb::ANSWER_UNSPECIFIED;
  absl::Time cast_time;
};

// A seat of today.
struct Seat {
  std::string committee;
  std::string committee_reference;
  std::string member;
  std::string country;
  std::string acronym;
  pb::MemberStatus status = pb::MEMBER_STATUS_UNSPECIFIED;
};

// Who asks, whom or what a request names, and the reminder of a year.
struct ObligationFacts {
  Asker asker;
  bool member_exists = false;
  bool committee_exists = false;
  std::optional<pb::Reminder> reminder;
};

// The ballots that closed in a year: from the first to the last instant, both included.
struct ClosingYear {
  int year = 0;
  absl::Time from;
  absl::Time to;  // not beyond the moment of the call
  std::string first_day;
  std::string last_day;
};

}  // namespace placet::ballots
