// Pure decisions about decisions after voting: which are permitted, what one becomes, who may
// object. The options are rows of rules/outcomes.h; this asks for what a row needs, counts days and
// keeps the record.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "placet/ballots/v1/decision_service.pb.h"
#include "services/ballots/facts.h"
#include "services/ballots/rules/outcomes.h"
#include "services/rpc/call.h"

namespace placet::ballots {

// All that a decision looks at.
struct DecisionFacts {
  Asker asker;
  std::optional<pb::Ballot> ballot;
  std::optional<pb::Project> project;
  int64_t project_version = 0;
  std::string committee_reference;
  pb::Tally tally;                              // the result
  int64_t result_event = 0;                     // the event that recorded it; 0: none has
  std::vector<pb::Decision> decisions;          // oldest first, as they were recorded
  int64_t version = 0;                          // grows with each decision and objection
  std::optional<pb::CommentStanding> comments;  // nothing: there is no commentsd
  std::string replayed;                         // subject of the event with this request_id
  pb::MemberStatus member_status = pb::MEMBER_STATUS_UNSPECIFIED;  // of the body asked for
};

namespace decide {

// The rows that the result permits, and one of them in the words of the contract, as of a day.
rules::PermittedList PermittedFor(const DecisionFacts& facts, bool one_sided);
pb::DecisionOption OptionOf(const DecisionFacts& facts, const rules::Permitted& permitted,
                            const std::string& today);

// What may be decided, as if it were today.
pb::DecisionForm FormOf(const DecisionFacts& facts, const rpc::Call& call, bool one_sided);

absl::StatusOr<pb::Decision> DecideBallot(const DecisionFacts& facts, const rpc::Call& call,
                                          const pb::DecideBallotRequest& request);

// The project as a decision leaves it: `stage` is then another one, or the decision moves nothing.
pb::Project MovedBy(const DecisionFacts& facts, const pb::Decision& decision);

// `number`: of the decision; 0: the one there is.
absl::StatusOr<pb::Decision> ObjectToDecision(const DecisionFacts& facts, const rpc::Call& call,
                                              const pb::ObjectToDecisionRequest& request,
                                              int number);

// A decision as recorded; NOT_FOUND where there is none.
absl::StatusOr<pb::Decision> FindDecision(const DecisionFacts& facts, int number);

// A decision as answered: how it stands, and what is overdue. The first knows only the decision.
pb::Decision Shown(pb::Decision decision, absl::Time now);
pb::Decision Shown(const DecisionFacts& facts, pb::Decision decision, absl::Time now);

}  // namespace decide
}  // namespace placet::ballots
