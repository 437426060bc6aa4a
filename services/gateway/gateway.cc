#include "services/gateway/gateway.h"

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/gateway/errors.h"
#include "services/gateway/openapi.h"
#include "services/gateway/refusals.h"

namespace placet::gateway {
namespace {

// grpc.health.v1, whose messages have one field each: it is asked with an empty request.
constexpr char kHealth[] = "/grpc.health.v1.Health/Check";
constexpr absl::string_view kServing("\x08\x01", 2);
constexpr absl::Duration kHealthTime = absl::Seconds(2);

Answer Text(unsigned status, std::string text) {
  return {status,
          {{"content-type", "text/plain; charset=utf-8"}, {"cache-control", "no-store"}},
          std::move(text)};
}

Answer Json(const std::string& json) {
  return {200, {{"content-type", "application/json"}, {"cache-control", "no-cache"}}, json};
}

bool Is(const Target& target, absl::string_view name) {
  return target.segments.size() == 1 && target.segments[0] == name;
}

}  // namespace

Gateway::Gateway(const Behind& behind, std::string pages, std::string version)
    : behind_(behind),
      rpcs_(behind),
      sessions_(behind),
      feeds_(behind),
      pages_(std::move(pages)),
      openapi_(OpenApi(behind.catalogue, behind.backends, version)) {}

Task<> Gateway::Serve(Exchange& exchange) {
  const Target& target = exchange.request().target;
  if (rpcs_.Has(target)) {
    co_await rpcs_.Serve(exchange);
  } else if (Sessions::Has(target)) {
    co_await sessions_.Serve(exchange);
  } else if (Feeds::Has(target)) {
    co_await feeds_.Serve(exchange);
  } else if (Is(target, "healthz")) {
    co_await Read(exchange, Text(200, "ok\n"));
  } else if (Is(target, "readyz")) {
    co_await Read(exchange, co_await Ready(exchange));
  } else if (Is(target, "openapi.json")) {
    co_await Read(exchange, Json(openapi_));
  } else {
    co_await ServePage(exchange);
  }
}

Answer Gateway::Refused(const absl::Status& status) {
  return ErrorAnswer(behind_.catalogue.types(), status);
}

Task<> Gateway::Read(Exchange& exchange, Answer answer) const {
  if (exchange.request().IsRead()) {
    co_await exchange.Send(std::move(answer));
    co_return;
  }
  Answer refused = ErrorAnswer(behind_.catalogue.types(),
                               Refuse(absl::StatusCode::kUnimplemented, "METHOD_NOT_ALLOWED",
                                      "this is read and nothing else", "send GET"));
  refused.fields.emplace_back("allow", "GET, HEAD");
  exchange.note().reason = "METHOD_NOT_ALLOWED";
  co_await exchange.Send(std::move(refused));
}

// One line for each service behind.
Task<Answer> Gateway::Ready(Exchange& exchange) const {
  std::string lines;
  bool all = true;
  for (const Backend& backend : behind_.backends.all()) {
    CallOptions options;
    options.deadline = absl::Now() + kHealthTime;
    const auto health = co_await CallUnary(exchange, backend, kHealth, options, "");
    const bool serves = health.ok() && *health == kServing;
    all = all && serves;
    absl::StrAppend(&lines, backend.name, serves ? " serves\n" : " does not serve\n");
  }
  co_return Text(all ? 200 : 503, lines);
}

Task<> Gateway::ServePage(Exchange& exchange) {
  absl::StatusOr<Answer> answer = pages_.Find(exchange.request());
  if (!answer.ok()) {
    exchange.note().reason = rpc::ReasonOf(answer.status());
    answer = ErrorAnswer(behind_.catalogue.types(), answer.status());
    if (answer->status == 405) answer->fields.emplace_back("allow", "GET, HEAD");
  }
  co_await exchange.Send(*std::move(answer));
}

}  // namespace placet::gateway
