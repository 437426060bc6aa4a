// The rules in the words of the contract, and back: enum for enum, row for message.
#pragma once

#include <optional>
#include <string>

#include "placet/ballots/v1/ballots.pb.h"
#include "placet/ballots/v1/rules.pb.h"
#include "placet/ballots/v1/tallies.pb.h"
#include "services/ballots/rules/rules.h"

namespace placet::ballots {

namespace pb = placet::ballots::v1;

std::optional<rules::Kind> ToRules(pb::BallotKind kind);
rules::Status ToRules(pb::MemberStatus status);
std::optional<rules::Answer> ToRules(pb::Answer answer);  // nothing for ANSWER_UNSPECIFIED

pb::BallotKind ToContract(rules::Kind kind);
pb::Answer ToContract(rules::Answer answer);
pb::Entitlement ToContract(rules::Entitlement entitlement);
pb::Verdict ToContract(rules::Verdict verdict);
pb::Sureness ToContract(rules::Sureness sureness);
pb::Counts ToContract(const rules::Counts& counts);
pb::Question ToContract(const rules::Question& question);
pb::Period ToContract(const rules::Period& period);
// With the numbers of a ballot.
pb::Criterion ToContract(const rules::Judgement& judgement);
pb::Rule ToContract(const rules::Rule& rule);
pb::Edition ToContract(const rules::Edition& edition);

}  // namespace placet::ballots
