#include "services/rpc/caller.h"

#include "absl/strings/match.h"
#include "services/rpc/names.h"

namespace placet::rpc {

bool IsLoopback(const std::string& peer) {
  return absl::StartsWith(peer, "ipv4:127.") || absl::StartsWith(peer, "ipv6:%5B::1%5D") ||
         absl::StartsWith(peer, "ipv6:[::1]") || absl::StartsWith(peer, "unix:");
}

std::optional<std::string> CallerOf(const grpc::ServerContextBase& context) {
  const auto& metadata = context.client_metadata();
  if (metadata.count("placet-caller") != 1) return std::nullopt;
  const auto& value = metadata.find("placet-caller")->second;
  std::string caller(value.data(), value.size());
  if (!IdIn("people", caller)) return std::nullopt;
  return caller;
}

}  // namespace placet::rpc
