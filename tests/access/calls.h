// One call of any rpc, by its descriptor: made, or only asked.
#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace placet::access {

struct Asked {
  const google::protobuf::MethodDescriptor* method;
  std::unique_ptr<google::protobuf::Message> request;
};

// "allowed", or the reason of the refusal. Of a stream: whether a first message comes, or it ends
// well; an upload consists of this one message.
std::string Call(const std::shared_ptr<grpc::Channel>& channel, const std::string& caller,
                 const Asked& asked);

// The same by MayI, all with one call.
std::vector<std::string> MayI(const std::shared_ptr<grpc::Channel>& channel,
                              const std::string& caller, const std::vector<Asked>& asked);

}  // namespace placet::access
