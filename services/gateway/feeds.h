// What other programs of a person read: closing dates as a calendar, results as a feed. Both are
// made of what ListBallots answers to the caller; its token or session is needed.
//
//   GET /calendar/{member}.ics     closing dates of what the body may vote on (RFC 5545)
//   GET /feeds/{committee}.atom    the latest ballots that closed, and what came out (RFC 4287)
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "placet/ballots/v1/ballot_service.pb.h"
#include "services/gateway/rpcs.h"

namespace placet::gateway {

namespace ballots = placet::ballots::v1;

class Feeds {
 public:
  explicit Feeds(const Behind& behind) : behind_(behind) {}

  static bool Has(const Target& target);
  Task<> Serve(Exchange& exchange) const;

 private:
  Task<absl::StatusOr<Answer>> Answered(Exchange& exchange) const;
  Task<absl::StatusOr<std::vector<ballots::Ballot>>> List(
      Exchange& exchange, ballots::ListBallotsRequest request) const;
  Task<std::string> VerdictOf(Exchange& exchange, const std::string& ballot) const;
  Task<absl::Status> Ask(Exchange& exchange, const char* method,
                         const google::protobuf::Message& request,
                         google::protobuf::Message& response) const;

  const Behind behind_;
};

// calendar.cc: one event for each ballot with a last day, of that whole day. SEQUENCE is the
// ballot's version, so a date that moves is moved in the calendar, too.
std::string Calendar(const std::vector<ballots::Ballot>& open, absl::Time now);

// atom.cc
struct Closed {
  ballots::Ballot ballot;
  std::string outcome;  // "approved"; "": not told to the caller
};
std::string Atom(const std::string& committee, const std::string& origin,
                 const std::vector<Closed>& closed);

}  // namespace placet::gateway
