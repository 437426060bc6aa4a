#include "services/rpc/caller.h"

#include <atomic>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/rpc/names.h"
#include "services/rpc/refuse.h"

namespace placet::rpc {
namespace {

constexpr char kUri[] = "placet://";
constexpr char kPeerUri[] = "peer_uri";  // GRPC_PEER_URI_PROPERTY_NAME
constexpr absl::string_view kBearer = "Bearer ";
constexpr absl::string_view kGateway = "services/gatewayd";

std::shared_ptr<const Callers>& Slot() {
  static std::shared_ptr<const Callers> callers;
  return callers;
}

absl::Status Unauthenticated(absl::string_view package, absl::string_view reason,
                             absl::string_view sentence, absl::string_view remedy) {
  return MakeStatus(absl::StatusCode::kUnauthenticated, {.reason = reason,
                                                         .domain = package,
                                                         .sentence = sentence,
                                                         .remedy = remedy,
                                                         .metadata = {}});
}

absl::Status NotBelieved(absl::string_view package, const absl::Status& why) {
  switch (why.code()) {
    case absl::StatusCode::kDeadlineExceeded:
      return Unauthenticated(package, "TOKEN_EXPIRED", why.message(),
                             "get a new token with SignInService.Refresh");
    case absl::StatusCode::kPermissionDenied:
      return Unauthenticated(package, "SIGN_IN_REVOKED", why.message(),
                             "sign in again with SignInService.Login");
    default:
      return Unauthenticated(package, "TOKEN_INVALID", why.message(),
                             "sign in with SignInService.Login");
  }
}

// The service that showed its certificate, by the one URI in it.
std::string ServiceOfPeer(const grpc::ServerContextBase& context) {
  const auto auth = context.auth_context();
  if (auth == nullptr || !auth->IsPeerAuthenticated()) return "";
  const auto uris = auth->FindPropertyValues(kPeerUri);
  return uris.size() == 1 ? ServiceOf(absl::string_view(uris[0].data(), uris[0].size())) : "";
}

absl::Status FromName(const grpc::ServerContextBase& context, absl::string_view package,
                      Call& call) {
  const auto [begin, end] = context.client_metadata().equal_range("placet-caller");
  if (begin != end && std::next(begin) == end && IsLoopback(context.peer())) {
    std::string name(begin->second.data(), begin->second.size());
    if (IdIn("people", name) || IdIn("services", name)) {
      call.caller = std::move(name);
      return absl::OkStatus();
    }
  }
  return Unauthenticated(package, "CALLER_UNKNOWN", "the call does not say who is calling",
                         "send metadata placet-caller: people/{person}, from this machine");
}

}  // namespace

absl::Status Callers::Identify(const grpc::ServerContextBase& context, absl::string_view package,
                               Call& call) const {
  const auto [begin, end] = context.client_metadata().equal_range("authorization");
  if (begin != end) {
    const absl::string_view value(begin->second.data(), begin->second.size());
    if (std::next(begin) != end || !absl::StartsWithIgnoreCase(value, kBearer)) {
      return NotBelieved(package,
                         absl::InvalidArgumentError("authorization is not one bearer token"));
    }
    return FromToken(value.substr(kBearer.size()), package, call);
  }
  call.caller = ServiceOfPeer(context);
  if (call.caller == kGateway) call.caller.clear();
  if (!call.caller.empty()) return absl::OkStatus();
  if (options_.believe_names) return FromName(context, package, call);
  return Unauthenticated(package, "TOKEN_MISSING", "the call brings no token",
                         "sign in with SignInService.Login and send authorization: Bearer TOKEN");
}

absl::Status Callers::FromToken(absl::string_view token, absl::string_view package,
                                Call& call) const {
  if (options_.tokens == nullptr) {
    return NotBelieved(package, absl::InvalidArgumentError("no token is believed here"));
  }
  auto who = options_.tokens->Check(token, options_.clock());
  if (!who.ok()) return NotBelieved(package, who.status());
  call.signed_in = *std::move(who);
  call.caller = call.signed_in->person;
  return absl::OkStatus();
}

absl::Status Callers::StillWelcome(const Call& call, absl::string_view package) const {
  if (call.signed_in == nullptr || options_.tokens == nullptr) return absl::OkStatus();
  if (!options_.tokens->revoked().Has(call.signed_in->sign_in)) return absl::OkStatus();
  return NotBelieved(package, absl::PermissionDeniedError("the sign-in of the token was revoked"));
}

void SetCallers(std::shared_ptr<const Callers> callers) {
  std::atomic_store(&Slot(), std::move(callers));
}

std::shared_ptr<const Callers> TheCallers() {
  static const auto nobody = std::make_shared<const Callers>(Callers::Options{});
  auto callers = std::atomic_load(&Slot());
  return callers == nullptr ? nobody : callers;
}

std::string PeerOf(const grpc::ServerContextBase& context) {
  const auto [begin, end] = context.client_metadata().equal_range("placet-client-address");
  if (begin == end || std::next(begin) != end || ServiceOfPeer(context) != kGateway) {
    return context.peer();
  }
  const absl::string_view address(begin->second.data(), begin->second.size());
  return absl::StrContains(address, ':') ? absl::StrCat("ipv6:[", address, "]:0")
                                         : absl::StrCat("ipv4:", address, ":0");
}

bool IsLoopback(const std::string& peer) {
  return absl::StartsWith(peer, "ipv4:127.") || absl::StartsWith(peer, "ipv6:%5B::1%5D") ||
         absl::StartsWith(peer, "ipv6:[::1]") || absl::StartsWith(peer, "unix:");
}

std::string ServiceOf(absl::string_view uri) {
  if (!absl::ConsumePrefix(&uri, kUri)) return "";
  return IdIn("services", uri) ? std::string(uri) : "";
}

}  // namespace placet::rpc
