// What is asked of every rpc: requests that succeed for somebody, and requests that are refused.
// None of them changes anything, so that they can be asked in any order and by everybody.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace placet::secrecy {

// By full name of the method, "placet.ballots.v1.BallotService.GetVote". A request is text of
// protobuf; "%B" stands for the ballot ("ballots/dis"), "%P" for its project; the messages of a
// client stream are separated by "----".
const std::map<std::string, std::vector<std::string>>& Requests();

}  // namespace placet::secrecy
