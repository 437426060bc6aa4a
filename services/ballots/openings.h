// Ballots that open: because somebody says so now, or because the day has come that somebody named.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/async/task.h"
#include "services/ballots/facts.h"
#include "services/ballots/store.h"
#include "services/rpc/call.h"

namespace placet::ballots {

// Decides and stores; the ballot as stored.
async::Task<absl::StatusOr<pb::Ballot>> Open(Store& store, const rpc::Call& call,
                                             const BallotFacts& facts,
                                             const pb::OpenBallotRequest& request);

// Opens a scheduled draft in the name of who scheduled it, with the role held now. What forbids it
// is recorded with the ballot, and it is not tried again. An error only where the store fails.
async::Task<absl::StatusOr<bool>> OpenScheduled(Store& store, const rpc::Call& call,
                                                std::string id);

}  // namespace placet::ballots
