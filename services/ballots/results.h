// Results: recorded once the time has come, and again where votes were taken after it.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/async/task.h"
#include "services/ballots/facts.h"
#include "services/ballots/store.h"
#include "services/rpc/call.h"

namespace placet::ballots {

class Keeper;

// Records the result of a ballot whose closing time has passed, once, and another version of it
// where votes have gone on since; then and later the facts come with the tally recorded. NOT_FOUND
// for an unknown ballot; an open one comes without a tally.
async::Task<absl::StatusOr<CountFacts>> Record(Store& store, const rpc::Call& call, std::string id);

// Everything that the directory has committed has arrived; DIRECTORY_BEHIND where it cannot be
// reached.
async::Task<absl::StatusOr<bool>> CaughtUp(Keeper& keeper);

// ballots/{ballot} with its votes; once its time has come, with the result recorded.
async::Task<absl::StatusOr<CountFacts>> Settled(Store& store, Keeper& keeper, const rpc::Call& call,
                                                std::string name, Store::Bodies bodies);

}  // namespace placet::ballots
