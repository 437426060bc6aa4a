// Pure decisions: may this happen now, what does it become, what may this caller see. Facts, call
// and request come in; a refusal or the resource as it will be stored goes out. No SQL, no gRPC.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "placet/ballots/v1/ballot_service.pb.h"
#include "services/ballots/facts.h"
#include "services/rpc/call.h"

namespace placet::ballots::decide {

// Was this very request done before? true: answer with what is there now, store nothing. A
// request_id used for something else is a refusal.
absl::StatusOr<bool> Replayed(const Asker& asker, const rpc::Call& call);

// The state at an instant: an opened ballot past close_time is closed.
pb::BallotState StateAt(const pb::Ballot& ballot, absl::Time now);

// The ballot as answered at an instant: state and questions filled in.
pb::Ballot Shown(pb::Ballot ballot, const std::string& committee_reference, absl::Time now);

// The row of rules of a ballot: by its edition, or by the one in force on the day. nullptr: none.
const rules::Rule* RuleOf(const pb::Ballot& ballot, const std::string& committee_reference,
                          absl::Time now);

// The row of the count beside it; nullptr: none.
const rules::Rule* ParallelRuleOf(const pb::Ballot& ballot);

// Does it, or the count beside it, look at each body's weight?
bool WeighsBodies(const pb::Ballot& ballot);

// What a body may do on a ballot with its present status.
pb::Entitlement EntitlementOf(const pb::Ballot& ballot, const Body& body);

// How each body voted is shown to that body alone, for ever.
bool IsAnonymous(const pb::Ballot& ballot);

// Who sees positions of an open ballot, by its row of rules; without a row, or where it is
// anonymous, nobody does. And does this caller, in a committee ("iso-tc-307")?
rules::Early EarlyOf(const pb::Ballot& ballot, const rules::Rule* rule);
bool SeesEarly(rules::Early early, const std::string& committee, const Asker& asker);

// Manager or monitor of the committee, or central secretariat: these see who has voted.
bool WatchesOver(const std::string& committee, const Asker& asker);

// May the caller see everybody's positions and the tally of this ballot at this moment? The
// position of one body? Whether it has voted? One rule for Get, List, exports and streams.
bool SeesAll(const pb::Ballot& ballot, const Asker& asker, absl::Time now);
bool SeesBody(const pb::Ballot& ballot, const std::string& member, const Asker& asker,
              absl::Time now);
bool SeesWhetherVoted(const pb::Ballot& ballot, const std::string& member, const Asker& asker,
                      absl::Time now);

// Refuses to a caller who may not see everything: while the ballot is open, or for ever.
absl::Status MaySeeAll(const pb::Ballot& ballot, const Asker& asker, absl::Time now);

// The tally of a ballot that is not closed: refused where there is nothing to count, or to a caller
// who may not see it.
absl::Status MaySeeTally(const pb::Ballot& ballot, const Asker& asker, absl::Time now);

// Why a ballot has no result.
absl::Status NoResult(const pb::Ballot& ballot, absl::Time now);

// In which committees may the caller ask what is due for this body? "" is every one. What is due
// tells who has voted: in other committees that is a secret.
absl::StatusOr<std::vector<std::string>> MayAskFor(const std::string& member, const Asker& asker);

// "ISO/DIS 20435.2" of project "ISO 20435", kind DIS, draft 2; and the id made of it.
std::string ReferenceOf(const pb::Project& project, pb::BallotKind kind, int draft);
// The reference of a ballot to be created: of its project, or as given, or "ISO/TC 307 CIB
// 2026-11-24".
std::string ReferenceFor(const BallotFacts& facts, const pb::Ballot& wanted, absl::Time now);
std::string IdOf(const std::string& reference);

absl::StatusOr<pb::Project> PutProject(const ProjectFacts& facts,
                                       const pb::PutProjectRequest& request);
// What is wanted, and where that says nothing, what the other ballot says.
pb::Ballot Like(const pb::Ballot& other, pb::Ballot wanted);
absl::StatusOr<pb::Ballot> CreateBallot(const BallotFacts& facts, const rpc::Call& call,
                                        const std::string& id, const pb::Ballot& wanted);
absl::StatusOr<pb::Ballot> OpenBallot(const BallotFacts& facts, const rpc::Call& call,
                                      const pb::OpenBallotRequest& request);
absl::StatusOr<pb::Ballot> ScheduleBallot(const BallotFacts& facts, const rpc::Call& call,
                                          const pb::ScheduleBallotRequest& request);
absl::StatusOr<pb::Ballot> ExtendBallot(const BallotFacts& facts, const rpc::Call& call,
                                        const pb::ExtendBallotRequest& request);
absl::StatusOr<pb::Ballot> CloseBallot(const BallotFacts& facts, const rpc::Call& call,
                                       const pb::CloseBallotRequest& request);
absl::StatusOr<pb::Ballot> CancelBallot(const BallotFacts& facts, const rpc::Call& call,
                                        const pb::CancelBallotRequest& request);
absl::StatusOr<pb::Ballot> AllowChanges(const BallotFacts& facts, const rpc::Call& call,
                                        const pb::AllowChangesRequest& request);
absl::StatusOr<pb::Vote> CastVote(const CastFacts& facts, const rpc::Call& call,
                                  const pb::Vote& wanted);
absl::StatusOr<pb::Vote> RecordLateVote(const CastFacts& facts, const rpc::Call& call,
                                        const pb::RecordLateVoteRequest& request);

// May the caller erase an expert from the body's vote? Whoever acts for the body, or the central
// secretariat, and sees the vote.
absl::Status MayEraseExpert(const CastFacts& facts, const rpc::Call& call,
                            const std::string& member);

// The grant that this vote for this body rests on: that of a voter, or of an officer who says why
// he casts it in the body's place; nullptr where the caller has none.
const Grant* CastingGrant(const CastFacts& facts, const std::string& member, const pb::Vote& vote);

// What the voter of this vote should know, by the rules of the ballot.
void AddWarnings(const rules::Rule* rule, pb::Vote& vote);

// The project as moved to a stage; `cause`: the ballot or decision that
// moves it.
pb::Project Moved(pb::Project project, const std::string& stage, int64_t version,
                  const std::string& cause = "");

// INVALID_ARGUMENT with the field's path in the request.
absl::Status Invalid(absl::string_view field, absl::string_view description);

// Names a resource that is not there, or that the caller may not know of.
absl::Status NotFound(const std::string& name);

}  // namespace placet::ballots::decide
