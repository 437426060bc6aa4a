// Any rpc of the services, found by descriptor: `call Service/Method '{json}'`. There is no list
// of methods here: a new rpc in the contracts is a new call.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "clients/cli/connection.h"
#include "google/protobuf/descriptor.h"

namespace placet::cli {

// A method, and the peer that serves it.
struct Target {
  const Peer* peer;
  const google::protobuf::MethodDescriptor* method;
};

// "placet.ballots.v1.BallotService/GetBallot", "BallotService/GetBallot" or "ballots/GetBallot".
// Throws Usage where there is none such; `call` sends one message, so uploads are none for it.
enum class Uploads { kNot, kToo };
Target FindTarget(const std::vector<Peer>& peers, absl::string_view text,
                  Uploads uploads = Uploads::kNot);

}  // namespace placet::cli
