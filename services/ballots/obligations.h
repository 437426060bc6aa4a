// What a body has to vote on, what became of what it had to vote on, and what follows. Pure.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "placet/ballots/v1/obligations.pb.h"
#include "services/ballots/store_obligations.h"
#include "services/rpc/call.h"
#include "services/rpc/paging.h"

namespace placet::ballots::obligations {

// Under which threshold a kind counts, and how sure that is.
struct Duty {
  pb::DutyClass duty;
  pb::Sureness sureness;
};
Duty DutyOf(pb::BallotKind kind);

// What the rules of the ballot let the body do with its status.
pb::Entitlement EntitlementOf(const BodyOnBallot& body);

// The rows of a tab, in no order, as `asker` may see them.
std::vector<pb::MyBallot> Under(pb::Tab tab, const std::vector<BodyOnBallot>& bodies,
                                const Asker& asker, absl::Time now);

// One page of them in the order that the request asks for. A page goes on after the last row of the
// page before, wherever that row would stand now.
absl::StatusOr<pb::ListMyBallotsResponse> PageOf(std::vector<pb::MyBallot> ballots,
                                                 const pb::ListMyBallotsRequest& request,
                                                 const rpc::Paging& paging);

// The year asked for, 0 being the present one; refused where it is to come.
absl::StatusOr<ClosingYear> YearOf(int year, absl::Time now);
bool IsOver(const ClosingYear& year, absl::Time now);

// More than a fifth, and at least two. Or: any.
bool ExceedsShare(int missed, int owed);
bool ExceedsSingle(int missed);

// The thresholds for ballots that a body owed to one committee.
std::vector<pb::Threshold> ThresholdsOf(const std::vector<pb::OwedBallot>& owed);

// The accounts of a year, by committee and member: of every body that owed a vote, and of every
// present P-member. With the ballots: kMissed, or kAll, or kNone.
enum class Listed { kNone, kMissed, kAll };
std::vector<pb::CommitteeAccount> AccountsOf(const std::vector<BodyOnBallot>& bodies,
                                             const std::vector<Seat>& seats,
                                             const std::vector<pb::Reminder>& reminders,
                                             const ClosingYear& year, Listed listed);

// Those who missed most come first.
void SortByMissed(std::vector<pb::CommitteeAccount>& accounts);

// How things are counted where the texts are silent.
const std::vector<std::string>& Readings();

// The reminder as it will be stored, or why not.
absl::StatusOr<pb::Reminder> RecordReminder(const ObligationFacts& facts, const rpc::Call& call,
                                            const pb::RecordReminderRequest& request);

// May the caller see that a body was reminded?
bool SeesReminder(const pb::Reminder& reminder, const Asker& asker);

}  // namespace placet::ballots::obligations
