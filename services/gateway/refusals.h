// How the gateway itself says no: as services do (services/rpc/refuse.h), in a domain of its own.
//
//   BAD_REQUEST          the message is not HTTP as RFC 9112 has it
//   BAD_TARGET           path or query cannot be read
//   BAD_MESSAGE          the body is not what its content type says; BadRequest names the field
//   BAD_FRAME            envelopes of a stream are cut off, compressed or too many
//   BAD_TIMEOUT          connect-timeout-ms or grpc-timeout is not what the protocol says
//   HEADER_TOO_LARGE, BODY_TOO_LARGE, TOO_SLOW   limits of README.md
//   NO_SUCH_PAGE, UNKNOWN_METHOD, WHICH_SERVICE  nothing is at the path, or at more than one place
//   METHOD_NOT_ALLOWED   HTTP's method; `allow` says which
//   UNSUPPORTED_TYPE, UNSUPPORTED_ENCODING       of the body
//   FOREIGN_ORIGIN       another site's page asks
//   FORGED               a request with a cookie has not brought x-placet-csrf
//   TWO_CREDENTIALS      a bearer token and a cookie, or two tokens
//   NOT_SIGNED_IN        the session's cookie is needed and is not there
//   TOO_MANY_STREAMS, TOO_MANY_CALLS, BUSY       try again later
//   SERVICE_UNAVAILABLE  the service behind cannot be reached
#pragma once

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/rpc/refuse.h"

namespace placet::gateway {

inline constexpr char kDomain[] = "placet.gateway";

inline absl::Status Refuse(absl::StatusCode code, absl::string_view reason,
                           absl::string_view sentence, absl::string_view remedy,
                           std::map<std::string, std::string> metadata = {}) {
  return rpc::MakeStatus(code, {.reason = reason,
                                .domain = kDomain,
                                .sentence = sentence,
                                .remedy = remedy,
                                .metadata = std::move(metadata)});
}

// There is no room for the bytes at the moment; `what`: "sent to".
inline absl::Status Busy(absl::string_view what) {
  return Refuse(absl::StatusCode::kUnavailable, "BUSY",
                absl::StrCat("too much is being ", what, " the gateway at the moment"),
                "repeat the request after a second");
}

}  // namespace placet::gateway
