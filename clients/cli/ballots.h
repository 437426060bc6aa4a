// How a ballot is shown; used by every verb that answers with one.
#pragma once

#include <string>

#include "clients/cli/shell.h"
#include "placet/ballots/v1/ballots.pb.h"

namespace placet::cli {

// All facts, documents and questions.
void ShowBallot(Shell& shell, const placet::ballots::v1::Ballot& ballot);

// "2027-02-15 24:00 Geneva = 2027-02-15T23:00:00Z"
std::string BothClocks(const google::protobuf::Timestamp& timestamp);

}  // namespace placet::cli
