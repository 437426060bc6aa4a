// Who is calling. Until signed tokens come a caller is a name in metadata, believed on loopback
// only.
#pragma once

#include <grpcpp/server_context.h>

#include <optional>
#include <string>

namespace placet::rpc {

// Is the other end of the connection on this machine?
bool IsLoopback(const std::string& peer);

// The value of `placet-caller` where it is well formed ("people/{person}").
std::optional<std::string> CallerOf(const grpc::ServerContextBase& context);

}  // namespace placet::rpc
