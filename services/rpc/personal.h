// What says who somebody is: fields with the option placet.access.v1.personal. No gRPC in it.
#pragma once

#include "google/protobuf/message.h"

namespace placet::rpc {

// Is there any of it in the message, or in what it holds?
bool HoldsPersonal(const google::protobuf::Message& message);

// Takes all of it out; lists keep their lengths.
void ClearPersonal(google::protobuf::Message& message);

}  // namespace placet::rpc
