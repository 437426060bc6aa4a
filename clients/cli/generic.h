// A call to any method by its name, with messages as bytes; for `call` and `health`.
#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include <functional>
#include <memory>
#include <string>

namespace placet::cli {

// Calls "/package.Service/Method" with one serialized message; `on_response` gets each response.
// Serves unary methods and those that stream responses.
grpc::Status GenericCall(const std::shared_ptr<grpc::Channel>& channel,
                         grpc::ClientContext& context, const std::string& method,
                         const std::string& request,
                         const std::function<void(const std::string&)>& on_response);

}  // namespace placet::cli
