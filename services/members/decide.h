// The rules of the directory: may this happen now, and what does it become? Pure functions over the
// facts that were loaded, the call and the request; no gRPC, no SQL. Each answers the refusal, or
// the resource as it will be stored, with the version that must still hold when it is.
//
// They all look in the same order: malformed (INVALID_ARGUMENT), a repeat of an earlier request,
// role, existence, etag, rule. The name of the resource itself is well formed when they are called:
// without it there would be no facts.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "placet/members/v1/member_service.pb.h"
#include "services/members/fields.h"
#include "services/rpc/call.h"

namespace placet::members::decide {

// A role that the caller holds today; identifiers, "" where the scope is not narrowed.
struct Held {
  pb::Role role = pb::ROLE_UNSPECIFIED;
  std::string member;
  std::string committee;
};

// "1:de:,7::" as the store's roles_held() writes it.
std::vector<Held> ParseRoles(absl::string_view roles);

struct Caller {
  std::vector<Held> roles;
  std::optional<std::string> repeated;  // fingerprint of the event with this request_id
};

// What every write knows. Version 0: there is no such resource yet, and `present` is empty.
template <class Resource>
struct Facts {
  Caller caller;
  int64_t version = 0;
  Resource present;
};

struct CommitteeFacts : Facts<pb::Committee> {
  bool secretariat_exists = false;
  bool parent_exists = false;
};

struct GroupFacts : Facts<pb::Group> {
  bool committee_exists = false;
};

struct LiaisonFacts : Facts<pb::Liaison> {
  bool committee_exists = false;
};

struct GrantFacts : Facts<pb::Grant> {
  bool person_exists = false;
  bool member_exists = false;
  bool committee_exists = false;
  bool group_exists = false;
  bool liaison_exists = false;
  bool other_secretariat = false;  // somebody else is central secretariat today, without an end
};

// `present` is the history, `version` its version.
struct SeatFacts : Facts<pb::SeatHistory> {
  bool committee_exists = false;
  pb::Member member;           // name empty: it does not exist
  int64_t member_version = 0;  // of the category that was looked at
  bool twin_exists = false;
};

// What a write becomes.
template <class Resource>
struct Decided {
  Resource resource;    // the answer, as it will be stored
  int64_t version = 0;  // that was loaded and must still hold
  bool write = true;    // false: it is so already
};

// A seat write ends a seat, begins one, or both.
struct DecidedSeat : Decided<pb::Seat> {
  std::optional<pb::Seat> ended;
  std::optional<pb::Seat> begun;
  pb::SeatHistory history;  // as it will be
  int64_t member_version = 0;
};

absl::StatusOr<Decided<pb::Member>> PutMember(const Facts<pb::Member>& facts, const rpc::Call& call,
                                              const pb::PutMemberRequest& request);
absl::StatusOr<Decided<pb::Committee>> PutCommittee(const CommitteeFacts& facts,
                                                    const rpc::Call& call,
                                                    const pb::PutCommitteeRequest& request);
absl::StatusOr<Decided<pb::Group>> PutGroup(const GroupFacts& facts, const rpc::Call& call,
                                            const pb::PutGroupRequest& request);
absl::StatusOr<Decided<pb::Liaison>> PutLiaison(const LiaisonFacts& facts, const rpc::Call& call,
                                                const pb::PutLiaisonRequest& request);

absl::StatusOr<DecidedSeat> JoinCommittee(const SeatFacts& facts, const rpc::Call& call,
                                          const pb::JoinCommitteeRequest& request);
absl::StatusOr<DecidedSeat> LeaveCommittee(const SeatFacts& facts, const rpc::Call& call,
                                           const pb::LeaveCommitteeRequest& request);
absl::StatusOr<DecidedSeat> ChangeSeat(const SeatFacts& facts, const rpc::Call& call,
                                       const pb::ChangeSeatRequest& request);

absl::StatusOr<Decided<pb::Person>> PutPerson(const Facts<pb::Person>& facts, const rpc::Call& call,
                                              const pb::PutPersonRequest& request);
absl::StatusOr<Decided<pb::Grant>> GrantRole(const GrantFacts& facts, const rpc::Call& call,
                                             const pb::GrantRoleRequest& request);
absl::StatusOr<Decided<pb::Grant>> RevokeRole(const GrantFacts& facts, const rpc::Call& call,
                                              const pb::RevokeRoleRequest& request);

// people/{person}/grants/{grant}: the name given, or the one made of role and scope.
// "wg-1" of "committees/iso-tc-307/groups/wg-1"; "" of "".
std::string GroupId(const std::string& group);
// "fig" of "committees/iso-tc-307/liaisons/fig"; "" of anything else.
std::string LiaisonId(const std::string& liaison);
std::string GrantName(const pb::GrantRoleRequest& request);

// Seats of one committee on one day that have all this in common.
struct SeatCount {
  pb::Region region = pb::REGION_UNSPECIFIED;
  pb::SeatStatus status = pb::SEAT_STATUS_UNSPECIFIED;
  pb::Confidence confidence = pb::CONFIDENCE_UNSPECIFIED;
  int seats = 0;
  int inexact = 0;  // of these, how many began or ended on a day that is not exactly known
};

pb::Participation Count(const std::string& committee, const std::string& date,
                        const std::vector<SeatCount>& counts);

}  // namespace placet::members::decide
