// Calls whose messages stand in envelopes. Connect streams end with a message of JSON, gRPC-Web
// with its trailers; all else is the same.
#include "absl/strings/escaping.h"
#include "services/gateway/errors.h"
#include "services/gateway/frames.h"
#include "services/gateway/refusals.h"
#include "services/gateway/rpcs.h"
#include "services/gateway/text.h"

namespace placet::gateway {
namespace {

using Kind = Protocol::Kind;

// gRPC-Web's text is base64, each piece padded for itself.
std::string Piece(const Protocol& protocol, uint8_t flags, absl::string_view message) {
  std::string frame = ToFrame(flags, message);
  return protocol.kind == Kind::kGrpcWebText ? absl::Base64Escape(frame) : frame;
}

std::string Last(Types& types, const Protocol& protocol, const absl::Status& status) {
  return protocol.IsWeb() ? Piece(protocol, kWebTrailers, WebTrailers(status))
                          : Piece(protocol, kConnectEnd, ConnectEnd(types, status));
}

Answer Head(const Protocol& protocol) {
  return {200, {{"content-type", protocol.content_type}, {"cache-control", "no-store"}}, ""};
}

// The messages of the request, as bytes.
absl::StatusOr<std::vector<std::string>> MessagesOf(Types& types, const Method& method,
                                                    const Protocol& protocol,
                                                    absl::string_view body) {
  std::optional<std::string> bytes;
  if (protocol.kind == Kind::kGrpcWebText) {
    bytes = AnyBase64(body);
    if (!bytes) {
      return Refuse(absl::StatusCode::kInvalidArgument, "BAD_FRAME", "the body is not base64",
                    "encode the envelopes as base64");
    }
    body = *bytes;
  }
  const absl::StatusOr<std::vector<Frame>> frames = ReadFrames(body);
  if (!frames.ok()) return frames.status();
  std::vector<std::string> messages;
  for (const Frame& frame : *frames) {
    if (frame.flags != 0) continue;  // the end of the request, or its trailers: nothing is in them
    absl::StatusOr<std::string> message = Decode(types, method, protocol.json, frame.message);
    if (!message.ok()) return message.status();
    messages.push_back(*std::move(message));
  }
  if (!method.descriptor->client_streaming() && messages.size() != 1) {
    return Refuse(absl::StatusCode::kInvalidArgument, "BAD_FRAME",
                  absl::StrCat("one message is needed, and ", messages.size(), " were sent"),
                  "send the request in one envelope");
  }
  return messages;
}

// Sends what the service sends, each message when the client has taken the last; how it ended.
Task<absl::Status> Pass(Exchange& exchange, Types& types, const Rpc& rpc, const Protocol& protocol,
                        std::vector<std::string> messages) {
  Stream stream(exchange, *rpc.backend, rpc.method->path, rpc.options);
  for (size_t i = 0; i < messages.size(); ++i) {
    if (!co_await stream.Write(messages[i], i + 1 == messages.size())) break;
    std::string().swap(messages[i]);
  }
  messages = {};
  while (std::optional<std::string> message = co_await stream.Read()) {
    const absl::StatusOr<std::string> encoded =
        Encode(types, *rpc.method, protocol.json, *std::move(message));
    if (!encoded.ok()) co_return encoded.status();
    if (!co_await exchange.Write(Piece(protocol, 0, *encoded))) {
      co_return absl::CancelledError("the client has gone");
    }
  }
  co_return stream.status();
}

}  // namespace

Task<> ServeStream(Exchange& exchange, const Behind& behind, const Rpc& rpc,
                   const Protocol& protocol) {
  Types& types = behind.catalogue.types();
  absl::StatusOr<std::vector<std::string>> messages =
      MessagesOf(types, *rpc.method, protocol, exchange.request().body);
  if (messages.ok() && messages->empty()) {
    messages = Refuse(absl::StatusCode::kInvalidArgument, "BAD_FRAME", "nothing was sent",
                      "send at least one message");
  }
  if (!messages.ok()) {
    exchange.note().reason = rpc::ReasonOf(messages.status());
    co_await RefuseStream(exchange, types, protocol, messages.status());
    co_return;
  }
  if (!co_await exchange.Begin(Head(protocol))) co_return;
  const absl::Status status = co_await Pass(exchange, types, rpc, protocol, *std::move(messages));
  exchange.note().reason = rpc::ReasonOf(status);
  if (exchange.gone()) co_return;
  co_await exchange.Write(Last(types, protocol, status));
  co_await exchange.End();
}

Task<> RefuseStream(Exchange& exchange, Types& types, const Protocol& protocol,
                    const absl::Status& status) {
  Answer answer = Head(protocol);
  answer.body = Last(types, protocol, status);
  co_await exchange.Send(std::move(answer));
}

}  // namespace placet::gateway
