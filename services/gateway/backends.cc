#include "services/gateway/backends.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/gateway/refusals.h"

namespace placet::gateway {
namespace {

// As rpc::Connect, but without what gRPC keeps of each call to make it again by itself: that is a
// fifth of a stream's memory, and clients know better whether a call may be repeated.
std::shared_ptr<grpc::GenericStub> StubOf(const std::string& address, const rpc::Tls& tls) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1000);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  const bool plain = absl::StartsWith(address, "unix:");
  return std::make_shared<grpc::GenericStub>(grpc::CreateCustomChannel(
      address, rpc::ChannelCredentials(plain ? rpc::Tls() : tls), arguments));
}

}  // namespace

Backends::Backends(const std::vector<Address>& addresses, const rpc::Tls& tls) {
  const rpc::Tls nobody{.certificate = "", .key = "", .authority = tls.authority};
  for (const Address& one : addresses) {
    all_.push_back({one.name, absl::StrCat("placet.", one.name, ".v1"), StubOf(one.address, nobody),
                    StubOf(one.address, tls)});
  }
}

const Backend* Backends::FindByName(absl::string_view name) const {
  for (const Backend& backend : all_) {
    if (backend.name == name) return &backend;
  }
  return nullptr;
}

absl::StatusOr<const Backend*> Backends::Of(const Method& method) const {
  for (const Backend& backend : all_) {
    if (backend.package == method.descriptor->file()->package()) return &backend;
  }
  const std::string names = absl::StrJoin(all_, ", ", [](std::string* out, const Backend& one) {
    absl::StrAppend(out, "/", one.name);
  });
  return Refuse(absl::StatusCode::kInvalidArgument, "WHICH_SERVICE",
                absl::StrCat("every service has its own ", method.name),
                absl::StrCat("put the service before the path, one of ", names),
                {{"method", method.name}, {"services", names}});
}

}  // namespace placet::gateway
