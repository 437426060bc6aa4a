#include "services/gateway/protocol.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/gateway/refusals.h"

namespace placet::gateway {
namespace {

using Kind = Protocol::Kind;

absl::Status BadTimeout(absl::string_view field, absl::string_view form) {
  return Refuse(absl::StatusCode::kInvalidArgument, "BAD_TIMEOUT",
                absl::StrCat(field, " is not a timeout"), absl::StrCat("send it as ", form),
                {{"field", std::string(field)}});
}

// Up to so many digits.
std::optional<int64_t> Digits(absl::string_view text, size_t most) {
  int64_t value = 0;
  const bool digits = std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isdigit(static_cast<unsigned char>(c));
  });
  if (text.empty() || text.size() > most || !digits) return std::nullopt;
  return absl::SimpleAtoi(text, &value) ? std::optional(value) : std::nullopt;
}

std::optional<absl::Duration> GrpcTimeout(absl::string_view text) {
  const std::optional<int64_t> value = Digits(text.substr(0, text.size() - 1), 8);
  if (!value) return std::nullopt;
  switch (text.back()) {
    case 'H':
      return absl::Hours(*value);
    case 'M':
      return absl::Minutes(*value);
    case 'S':
      return absl::Seconds(*value);
    case 'm':
      return absl::Milliseconds(*value);
    case 'u':
      return absl::Microseconds(*value);
    case 'n':
      return absl::Nanoseconds(*value);
    default:
      return std::nullopt;
  }
}

}  // namespace

const char* Protocol::Name() const {
  switch (kind) {
    case Kind::kConnectUnary:
      return "connect";
    case Kind::kConnectStream:
      return "connect-stream";
    case Kind::kGrpcWeb:
      return "grpc-web";
    default:
      return "grpc-web-text";
  }
}

std::optional<Protocol> ProtocolOf(absl::string_view content_type) {
  const size_t semicolon = std::min(content_type.find(';'), content_type.size());
  const std::string type =
      absl::AsciiStrToLower(absl::StripAsciiWhitespace(content_type.substr(0, semicolon)));
  const std::string parameter = absl::AsciiStrToLower(absl::StripAsciiWhitespace(
      content_type.substr(std::min(semicolon + 1, content_type.size()))));
  if (!parameter.empty() && parameter != "charset=utf-8" && parameter != "charset=\"utf-8\"") {
    return std::nullopt;
  }
  if (type == "application/json") return Protocol{Kind::kConnectUnary, true, type};
  if (type == "application/proto") return Protocol{Kind::kConnectUnary, false, type};
  if (type == "application/connect+json") return Protocol{Kind::kConnectStream, true, type};
  if (type == "application/connect+proto") return Protocol{Kind::kConnectStream, false, type};
  if (type == "application/grpc-web" || type == "application/grpc-web+proto") {
    return Protocol{Kind::kGrpcWeb, false, "application/grpc-web+proto"};
  }
  if (type == "application/grpc-web+json") return Protocol{Kind::kGrpcWeb, true, type};
  if (type == "application/grpc-web-text" || type == "application/grpc-web-text+proto") {
    return Protocol{Kind::kGrpcWebText, false, "application/grpc-web-text+proto"};
  }
  return std::nullopt;
}

absl::StatusOr<absl::Duration> TimeoutOf(const Request& request, const Protocol& protocol) {
  if (protocol.IsWeb()) {
    const absl::string_view text = request.Field("grpc-timeout");
    if (text.empty()) return absl::InfiniteDuration();
    const std::optional<absl::Duration> timeout = GrpcTimeout(text);
    if (!timeout) return BadTimeout("grpc-timeout", "up to 8 digits and one of H M S m u n");
    return *timeout;
  }
  const absl::string_view text = request.Field("connect-timeout-ms");
  if (text.empty()) return absl::InfiniteDuration();
  const std::optional<int64_t> millis = Digits(text, 10);
  if (!millis) return BadTimeout("connect-timeout-ms", "up to 10 digits, in milliseconds");
  return absl::Milliseconds(*millis);
}

absl::Status CheckEncoding(const Request& request, const Protocol& protocol) {
  const char* field = protocol.kind == Kind::kConnectUnary    ? "content-encoding"
                      : protocol.kind == Kind::kConnectStream ? "connect-content-encoding"
                                                              : "grpc-encoding";
  for (const absl::string_view name :
       {absl::string_view(field), absl::string_view("content-encoding")}) {
    const absl::string_view encoding = request.Field(name);
    if (encoding.empty() || absl::EqualsIgnoreCase(encoding, "identity")) continue;
    return Refuse(absl::StatusCode::kUnimplemented, "UNSUPPORTED_ENCODING",
                  absl::StrCat(name, " is not supported; identity alone is"),
                  "send the body as it is");
  }
  return absl::OkStatus();
}

}  // namespace placet::gateway
