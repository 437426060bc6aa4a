#include "services/gateway/rpcs.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/callers/json.h"
#include "services/gateway/credentials.h"
#include "services/gateway/errors.h"
#include "services/gateway/refusals.h"
#include "services/gateway/text.h"

namespace placet::gateway {
namespace {

absl::Status UnsupportedType(absl::string_view sentence) {
  return Refuse(absl::StatusCode::kInvalidArgument, "UNSUPPORTED_TYPE", sentence,
                absl::StrCat("send one of ", kAcceptPost));
}

absl::Status NotAllowed(absl::string_view sentence) {
  return Refuse(absl::StatusCode::kUnimplemented, "METHOD_NOT_ALLOWED", sentence,
                "send a POST with the message as its body");
}

absl::Status BadQuery(absl::string_view name, absl::string_view what) {
  return rpc::WithField(
      Refuse(absl::StatusCode::kInvalidArgument, "BAD_MESSAGE", absl::StrCat(name, ": ", what),
             "send ?connect=v1&encoding=json&message=... as the Connect protocol says",
             {{"field", std::string(name)}}),
      name, what);
}

// Does the protocol fit the method?
absl::Status Fits(const Method& method, const Protocol& protocol) {
  const bool unary = protocol.kind == Protocol::Kind::kConnectUnary;
  if (unary && !method.IsUnary()) {
    return UnsupportedType(
        absl::StrCat(method.name, " is a stream: its messages stand in envelopes"));
  }
  if (protocol.kind == Protocol::Kind::kConnectStream && method.IsUnary()) {
    return UnsupportedType(absl::StrCat(method.name, " is no stream"));
  }
  if (protocol.IsWeb() && method.descriptor->client_streaming()) {
    return UnsupportedType("gRPC-Web has no streams of requests");
  }
  return absl::OkStatus();
}

// As W3C's Trace Context has it; anything else is not passed on.
bool IsTraceparent(absl::string_view text) {
  return text.size() == 55 && std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_isxdigit(static_cast<unsigned char>(c)) || c == '-';
         });
}

Answer Success(const std::string& content_type, std::string body) {
  return {200, {{"content-type", content_type}, {"cache-control", "no-store"}}, std::move(body)};
}

// The message of a GET.
absl::StatusOr<std::string> MessageOf(const Target& target) {
  const std::string* connect = target.Find("connect");
  if (connect != nullptr && *connect != "v1") return BadQuery("connect", "is not v1");
  const std::string* compression = target.Find("compression");
  if (compression != nullptr && *compression != "identity") {
    return BadQuery("compression", "is not supported; identity alone is");
  }
  const std::string* message = target.Find("message");
  if (message == nullptr) return BadQuery("message", "is missing");
  const std::string* base64 = target.Find("base64");
  if (base64 == nullptr) return *message;
  if (*base64 != "1") return BadQuery("base64", "is not 1");
  std::optional<std::string> bytes = AnyBase64(*message);
  if (!bytes) return BadQuery("message", "is not base64");
  return *std::move(bytes);
}

}  // namespace

absl::StatusOr<std::string> Decode(Types& types, const Method& method, bool json,
                                   absl::string_view message) {
  if (!json) return std::string(message);
  return FromJson(types, method.request_url, message.empty() ? "{}" : message);
}

absl::StatusOr<std::string> Encode(Types& types, const Method& method, bool json,
                                   std::string message) {
  if (!json) return message;
  return ToJson(types, method.response_url, message);
}

bool Rpcs::Has(const Target& target) const {
  const auto& segments = target.segments;
  if (segments.size() == 2) return segments[0].find('.') != std::string::npos;
  return segments.size() == 3 && behind_.backends.FindByName(segments[0]) != nullptr;
}

absl::StatusOr<Rpc> Rpcs::Find(const Target& target) const {
  const auto& segments = target.segments;
  const std::string name = absl::StrCat(segments[segments.size() - 2], "/", segments.back());
  Rpc rpc{.method = behind_.catalogue.Find(name), .backend = nullptr, .options = {}, .place = {}};
  if (rpc.method == nullptr) {
    return gateway::Refuse(absl::StatusCode::kUnimplemented, "UNKNOWN_METHOD",
                           absl::StrCat("there is no rpc ", name),
                           "see /openapi.json for those there are", {{"method", name}});
  }
  if (segments.size() == 3) {
    rpc.backend = behind_.backends.FindByName(segments[0]);
    return rpc;
  }
  const absl::StatusOr<const Backend*> backend = behind_.backends.Of(*rpc.method);
  if (!backend.ok()) return backend.status();
  rpc.backend = *backend;
  return rpc;
}

Task<> Rpcs::Serve(Exchange& exchange) const {
  absl::StatusOr<Rpc> rpc = Find(exchange.request().target);
  if (!rpc.ok()) {
    const auto protocol = ProtocolOf(exchange.request().Field("content-type"));
    co_await Refuse(exchange, protocol ? &*protocol : nullptr, rpc.status());
    co_return;
  }
  exchange.note().what = rpc->method->name;
  switch (exchange.request().method) {
    case http::verb::post:
      co_await Post(exchange, *std::move(rpc));
      break;
    case http::verb::get:
    case http::verb::head:
      co_await Get(exchange, *std::move(rpc));
      break;
    default:
      co_await Refuse(exchange, nullptr, NotAllowed("rpcs are called with POST"));
  }
}

// Who calls, and until when.
absl::Status Rpcs::Prepare(const Request& request, const Protocol& protocol, Rpc& rpc) const {
  absl::Status status = Fits(*rpc.method, protocol);
  status.Update(CheckEncoding(request, protocol));
  if (status.ok()) status = CheckOrigin(request);
  if (!status.ok()) return status;
  absl::StatusOr<std::string> authorization = CredentialsOf(request);
  if (!authorization.ok()) return authorization.status();
  const absl::StatusOr<absl::Duration> timeout = TimeoutOf(request, protocol);
  if (!timeout.ok()) return timeout.status();

  const std::string key = CallerKey(request, *authorization);
  const absl::Time now = absl::Now();
  if (authorization->empty() && behind_.callers.Take(key, now)) {
    return gateway::Refuse(absl::StatusCode::kResourceExhausted, "TOO_MANY_CALLS",
                           "this address has made too many calls without a token",
                           "sign in, or call less often");
  }
  if (!rpc.method->IsUnary()) {
    auto place = behind_.callers.TakeStream(key);
    if (!place) {
      return gateway::Refuse(absl::StatusCode::kResourceExhausted, "TOO_MANY_STREAMS",
                             "this caller has too many streams open", "end some of them");
    }
    rpc.place = *std::move(place);
  }
  rpc.options.authorization = *std::move(authorization);
  const absl::string_view trace = request.Field("traceparent");
  if (IsTraceparent(trace)) rpc.options.traceparent = std::string(trace);
  if (rpc.method->open) rpc.options.client_address = request.address;
  rpc.options.deadline = now + *timeout;
  if (rpc.method->IsUnary() && *timeout == absl::InfiniteDuration()) {
    rpc.options.deadline = now + absl::Seconds(behind_.limits.unary.count());
  }
  return absl::OkStatus();
}

Task<> Rpcs::Post(Exchange& exchange, Rpc rpc) const {
  const Request& request = exchange.request();
  const auto protocol = ProtocolOf(request.Field("content-type"));
  if (!protocol) {
    co_await Refuse(exchange, nullptr, UnsupportedType("the content type is not one of an rpc"));
    co_return;
  }
  exchange.note().protocol = protocol->Name();
  absl::Status status = Prepare(request, *protocol, rpc);
  if (status.ok()) status = co_await exchange.ReadBody();
  if (!status.ok()) {
    co_await Refuse(exchange, &*protocol, status);
  } else if (protocol->kind == Protocol::Kind::kConnectUnary) {
    co_await ServeUnary(exchange, rpc, *protocol);
  } else {
    co_await ServeStream(exchange, behind_, rpc, *protocol);
  }
}

Task<> Rpcs::ServeUnary(Exchange& exchange, const Rpc& rpc, const Protocol& protocol) const {
  Types& types = behind_.catalogue.types();
  absl::StatusOr<std::string> message =
      Decode(types, *rpc.method, protocol.json, exchange.request().body);
  if (message.ok()) {
    message = co_await CallUnary(exchange, *rpc.backend, rpc.method->path, rpc.options, *message);
  }
  if (message.ok()) message = Encode(types, *rpc.method, protocol.json, *std::move(message));
  if (message.ok()) {
    co_await exchange.Send(Success(protocol.content_type, *std::move(message)));
  } else {
    co_await Refuse(exchange, &protocol, message.status());
  }
}

// What is read with GET may be kept by the browser, for this caller alone, and is asked for again.
Task<> Rpcs::Get(Exchange& exchange, Rpc rpc) const {
  const Request& request = exchange.request();
  exchange.note().protocol = "connect-get";
  absl::Status status = rpc.method->safe && rpc.method->IsUnary()
                            ? absl::OkStatus()
                            : NotAllowed("only unary rpcs that change nothing are called with GET");
  const std::string* encoding = request.target.Find("encoding");
  const bool json = encoding != nullptr && *encoding == "json";
  if (status.ok() && !json && (encoding == nullptr || *encoding != "proto")) {
    status = BadQuery("encoding", "is neither json nor proto");
  }
  const Protocol protocol{Protocol::Kind::kConnectUnary, json,
                          json ? "application/json" : "application/proto"};
  if (status.ok()) status = Prepare(request, protocol, rpc);
  if (status.ok()) status = co_await exchange.ReadBody();
  absl::StatusOr<std::string> message =
      status.ok() ? MessageOf(request.target) : absl::StatusOr<std::string>(status);
  Types& types = behind_.catalogue.types();
  if (message.ok()) message = Decode(types, *rpc.method, json, *message);
  if (message.ok()) {
    message = co_await CallUnary(exchange, *rpc.backend, rpc.method->path, rpc.options, *message);
  }
  if (message.ok()) message = Encode(types, *rpc.method, json, *std::move(message));
  if (!message.ok()) {
    co_await Refuse(exchange, &protocol, message.status());
    co_return;
  }
  Answer answer = Success(protocol.content_type, *std::move(message));
  answer.fields[1].second = "private, no-cache";
  const std::string etag = absl::StrCat("\"", callers::Base64(callers::Sha256(answer.body)), "\"");
  answer.fields.emplace_back("etag", etag);
  answer.fields.emplace_back("vary", "authorization, cookie");
  if (request.Field("if-none-match") == etag) {
    answer.status = 304;
    answer.body.clear();
  }
  co_await exchange.Send(std::move(answer));
}

Task<> Rpcs::Refuse(Exchange& exchange, const Protocol* protocol,
                    const absl::Status& status) const {
  exchange.note().reason = rpc::ReasonOf(status);
  if (protocol != nullptr && protocol->kind != Protocol::Kind::kConnectUnary &&
      HttpStatus(status) != 415) {
    co_await RefuseStream(exchange, behind_.catalogue.types(), *protocol, status);
    co_return;
  }
  Answer answer = ErrorAnswer(behind_.catalogue.types(), status);
  if (answer.status == 415) answer.fields.emplace_back("accept-post", kAcceptPost);
  if (answer.status == 405) answer.fields.emplace_back("allow", "POST");
  co_await exchange.Send(std::move(answer));
}

}  // namespace placet::gateway
