#include "services/ballots/openings.h"

#include "services/ballots/decide.h"
#include "services/ballots/store_rows.h"
#include "services/ballots/words.h"
#include "services/pg/sqlstate.h"
#include "services/rpc/names.h"

namespace placet::ballots {

async::Task<absl::StatusOr<pb::Ballot>> Open(Store& store, const rpc::Call& call,
                                             const BallotFacts& facts,
                                             const pb::OpenBallotRequest& request) {
  absl::StatusOr<pb::Ballot> ballot = decide::OpenBallot(facts, call, request);
  if (!ballot.ok()) co_return ballot.status();
  const rules::Rule& rule = *decide::RuleOf(*ballot, facts.committee_reference, call.now);
  // Without a project nothing moves, and without a stage in the rules neither.
  pb::Project project = facts.project.value_or(pb::Project());
  project.set_stage("");
  if (facts.project && !rule.stage_open.empty()) {
    project = decide::Moved(*facts.project, std::string(rule.stage_open), facts.project_version + 1,
                            ballot->name());
  }
  const pb::Electorate electorate = ToContract(rule).electorate();
  co_return co_await store.OpenBallot(call, facts, *ballot, project, electorate);
}

async::Task<absl::StatusOr<bool>> OpenScheduled(Store& store, const rpc::Call& call,
                                                std::string id) {
  absl::StatusOr<BallotFacts> draft = co_await store.LoadBallot(call, id, "", "");
  if (!draft.ok()) co_return draft.status();
  if (!draft->ballot || draft->ballot->state() != pb::BALLOT_STATE_DRAFT) co_return false;
  rpc::Call named = call;  // the grants are those of who scheduled it
  named.caller = draft->ballot->scheduler();
  absl::StatusOr<BallotFacts> facts = co_await store.LoadBallot(named, id, "", "");
  if (!facts.ok()) co_return facts.status();
  pb::OpenBallotRequest request;
  request.set_name(draft->ballot->name());
  const absl::StatusOr<pb::Ballot> opened = co_await Open(store, named, *facts, request);
  if (opened.ok()) co_return true;
  const absl::StatusCode code = opened.status().code();
  const bool refused = code == absl::StatusCode::kFailedPrecondition ||
                       code == absl::StatusCode::kInvalidArgument ||
                       code == absl::StatusCode::kPermissionDenied;
  if (!refused) co_return opened.status();
  pb::Ballot ballot = *facts->ballot;
  ballot.set_opening_refused(std::string(opened.status().message()));
  ballot.set_etag(rpc::Etag(facts->version + 1));
  const absl::StatusOr<pb::Ballot> noted =
      co_await store.MoveBallot(call, *facts, ballot, facts->project.value_or(pb::Project()));
  if (!noted.ok()) co_return noted.status();
  co_return false;
}

}  // namespace placet::ballots
