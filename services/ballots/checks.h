// What decide*.cc share: roles, etags, states. Nobody else includes it.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"
#include "placet/members/v1/members.pb.h"
#include "services/ballots/decide.h"

namespace placet::ballots::decide {

namespace members = placet::members::v1;

inline constexpr auto kPrecondition = absl::StatusCode::kFailedPrecondition;

absl::Time TimeOf(const google::protobuf::Timestamp& stamp);
google::protobuf::Timestamp StampOf(absl::Time time);

absl::Status EtagMismatch(const std::string& name, const std::string& present);
absl::Status CheckEtag(const std::string& name, const std::string& given, int64_t version);
bool IsBlank(const std::string& text);

// "iso-tc-307" of "committees/iso-tc-307".
std::string CommitteeId(const std::string& name);

// The grant by which the caller holds the role for this body, in every committee or in this one;
// nullptr: none. A grant for every body is one for this body.
const Grant* GrantForMember(const Asker& asker, members::Role role, const std::string& member,
                            const std::string& committee);
bool HasForMember(const Asker& asker, members::Role role, const std::string& member,
                  const std::string& committee);
// The grant by which the caller is this person and an expert of the ballot's group; nullptr: none.
const Grant* ExpertGrant(const Asker& asker, const std::string& person, const pb::Ballot& ballot);
absl::Status RoleMissing(const std::string& role, const std::string& scope);
absl::Status NeedsCommitteeManager(const Asker& asker, const std::string& committee);
absl::Status NeedsCentralSecretariat(const Asker& asker, const std::string& scope);

// Who may open a kind of ballot may also extend, close and cancel it.
absl::Status NeedsOffice(const rules::Rule& rule, const Asker& asker, const std::string& committee);
// The grant by which the caller holds that office; nullptr: none.
const Grant* OfficeGrant(const rules::Rule& rule, const Asker& asker, const std::string& committee);

// An open ballot, or why it is none. And a closed one.
absl::Status NeedsOpen(const pb::Ballot& ballot, absl::Time now);
// Refuses what would tell how a body voted on an anonymous ballot.
absl::Status Anonymous(const pb::Ballot& ballot);

absl::Status NeedsClosed(const pb::Ballot& ballot, absl::Time now);

absl::Status RulesUnknown(const pb::Ballot& ballot);

// What every move of an existing ballot begins with: its row of rules, the caller's office, the
// etag.
absl::StatusOr<const rules::Rule*> BeginMove(const BallotFacts& facts, const rpc::Call& call,
                                             const std::string& name, const std::string& etag);

}  // namespace placet::ballots::decide
