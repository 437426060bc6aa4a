#include "services/gateway/backends.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/gateway/refusals.h"
#include "services/rpc/server.h"

namespace placet::gateway {

Backends::Backends(const std::vector<Address>& addresses, const rpc::Tls& tls) {
  const rpc::Tls nobody{.certificate = "", .key = "", .authority = tls.authority};
  for (const Address& one : addresses) {
    const auto channel = rpc::Connect(one.address, nobody);
    all_.push_back({one.name, absl::StrCat("placet.", one.name, ".v1"), channel,
                    std::make_shared<grpc::GenericStub>(channel),
                    std::make_shared<grpc::GenericStub>(rpc::Connect(one.address, tls))});
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
