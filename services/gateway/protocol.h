// The protocols that the gateway speaks, told by a request's content type, and their timeouts.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/gateway/exchange.h"

namespace placet::gateway {

struct Protocol {
  enum class Kind { kConnectUnary, kConnectStream, kGrpcWeb, kGrpcWebText };

  Kind kind = Kind::kConnectUnary;
  bool json = false;         // the messages; otherwise binary protobuf
  std::string content_type;  // of the answer, too

  bool IsWeb() const { return kind == Kind::kGrpcWeb || kind == Kind::kGrpcWebText; }
  // "connect", "connect-stream", "grpc-web": for the log.
  const char* Name() const;
};

// Nothing where the gateway does not speak it. Parameters but charset=utf-8 are not accepted.
std::optional<Protocol> ProtocolOf(absl::string_view content_type);

// All content types, for the field accept-post.
inline constexpr char kAcceptPost[] =
    "application/json, application/proto, application/connect+json, application/connect+proto, "
    "application/grpc-web+proto, application/grpc-web+json, application/grpc-web-text+proto";

// From now on, by connect-timeout-ms or grpc-timeout; InfiniteDuration where neither is there.
// BAD_TIMEOUT: it is not what its protocol says.
absl::StatusOr<absl::Duration> TimeoutOf(const Request& request, const Protocol& protocol);

// OK where the body is not compressed; UNSUPPORTED_ENCODING.
absl::Status CheckEncoding(const Request& request, const Protocol& protocol);

}  // namespace placet::gateway
