#include "services/gateway/session.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "google/protobuf/util/time_util.h"
#include "rapidjson/stringbuffer.h"
#include "rapidjson/writer.h"
#include "services/callers/json.h"
#include "services/callers/jws.h"
#include "services/gateway/credentials.h"
#include "services/gateway/errors.h"
#include "services/gateway/refusals.h"
#include "services/gateway/text.h"

namespace placet::gateway {
namespace {

using google::protobuf::util::TimeUtil;
using members::v1::Tokens;

constexpr char kService[] = "/placet.members.v1.SignInService/";
constexpr size_t kCsrfBytes = 32;

absl::Status NotSignedIn() {
  return Refuse(absl::StatusCode::kUnauthenticated, "NOT_SIGNED_IN",
                "the request brings no session", "sign in with POST /session");
}

// What an access token says of itself. It is not verified in here: services do that.
struct Claims {
  std::string person, sign_in;
  double expires = 0;
};
std::optional<Claims> ClaimsOf(const std::string& token) {
  const auto jws = callers::ParseJws(token);
  if (!jws.ok()) return std::nullopt;
  const auto claims = callers::ParseObject(jws->payload);
  if (!claims.ok()) return std::nullopt;
  const auto person = callers::TextOf(*claims, "sub"), id = callers::TextOf(*claims, "sid");
  const auto expires = callers::NumberOf(*claims, "exp");
  if (!person || !id || !expires) return std::nullopt;
  return Claims{*person, absl::StrCat(*person, "/sign-ins/", *id), *expires};
}

std::string Json(const std::string& person, const std::string& sign_in,
                 const std::string& expires) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  writer.StartObject();
  for (const auto& [name, value] : {std::pair("person", &person), std::pair("signIn", &sign_in),
                                    std::pair("expireTime", &expires)}) {
    writer.Key(name);
    writer.String(value->data(), static_cast<rapidjson::SizeType>(value->size()));
  }
  writer.EndObject();
  return std::string(buffer.GetString(), buffer.GetSize());
}

enum class Readable { kByNobody, kByPages };

// max_age in seconds; 0 takes the cookie away.
std::pair<std::string, std::string> Cookie(const char* name, const std::string& value,
                                           const char* path, int64_t max_age, bool secure,
                                           Readable readable) {
  return {"set-cookie", absl::StrCat(name, "=", value, "; Path=", path, "; Max-Age=", max_age,
                                     "; SameSite=Strict", secure ? "; Secure" : "",
                                     readable == Readable::kByNobody ? "; HttpOnly" : "")};
}

int64_t SecondsUntil(const google::protobuf::Timestamp& time) {
  return std::max<int64_t>(time.seconds() - absl::ToUnixSeconds(absl::Now()), 1);
}

Answer SignedIn(const Request& request, const Tokens& tokens) {
  const bool secure = request.secure;
  const CookieNames& names = CookiesOf(secure);
  const std::string& sign_in = tokens.sign_in().name();
  const std::string person = sign_in.substr(0, sign_in.find("/sign-ins/"));
  // Kept over a refresh: other tabs have read it.
  std::string csrf = CookieOf(request, names.csrf);
  if (csrf.size() < kCsrfBytes || !absl::StrContains(request.target.segments.back(), "refresh")) {
    csrf = RandomText(kCsrfBytes);
  }
  const int64_t access = SecondsUntil(tokens.expire_time());
  const int64_t refresh = SecondsUntil(tokens.sign_in().expire_time());
  return {200,
          {{"content-type", "application/json"},
           {"cache-control", "no-store"},
           Cookie(names.access, tokens.access_token(), "/", access, secure, Readable::kByNobody),
           Cookie(names.refresh, tokens.refresh_token(), "/session", refresh, secure,
                  Readable::kByNobody),
           Cookie(names.csrf, csrf, "/", refresh, secure, Readable::kByPages)},
          Json(person, sign_in, TimeUtil::ToString(tokens.expire_time()))};
}

Answer SignedOut(bool secure) {
  const CookieNames& names = CookiesOf(secure);
  return {204,
          {{"cache-control", "no-store"},
           Cookie(names.access, "", "/", 0, secure, Readable::kByNobody),
           Cookie(names.refresh, "", "/session", 0, secure, Readable::kByNobody),
           Cookie(names.csrf, "", "/", 0, secure, Readable::kByPages)},
          ""};
}

}  // namespace

bool Sessions::Has(const Target& target) {
  const auto& segments = target.segments;
  return segments[0] == "session" &&
         (segments.size() == 1 || (segments.size() == 2 && segments[1] == "refresh"));
}

Task<> Sessions::Serve(Exchange& exchange) const {
  exchange.note().protocol = "session";
  absl::StatusOr<Answer> answer = co_await Answered(exchange);
  if (!answer.ok()) {
    exchange.note().reason = rpc::ReasonOf(answer.status());
    answer = ErrorAnswer(behind_.catalogue.types(), answer.status());
    if (answer->status == 405) {
      answer->fields.emplace_back(
          "allow", exchange.request().target.segments.size() == 2 ? "POST" : "GET, POST, DELETE");
    }
  }
  co_await exchange.Send(*std::move(answer));
}

Task<absl::StatusOr<Answer>> Sessions::Answered(Exchange& exchange) const {
  const Request& request = exchange.request();
  if (absl::Status foreign = CheckOrigin(request); !foreign.ok()) co_return foreign;
  if (absl::Status body = co_await exchange.ReadBody(); !body.ok()) co_return body;
  const bool refresh = request.target.segments.size() == 2;
  if (request.method == http::verb::post && !refresh) co_return co_await Login(exchange);
  if (request.IsRead() && !refresh) co_return Show(request);
  const bool known =
      refresh ? request.method == http::verb::post : request.method == http::verb::delete_;
  if (!known) {
    co_return gateway::Refuse(absl::StatusCode::kUnimplemented, "METHOD_NOT_ALLOWED",
                              "a session is not asked for like that",
                              "see the README of the gateway");
  }
  if (absl::Status forged = CheckCsrf(request); !forged.ok()) {
    const CookieNames& names = CookiesOf(request.secure);
    const bool none =
        CookieOf(request, names.refresh).empty() && CookieOf(request, names.access).empty();
    co_return none ? NotSignedIn() : forged;
  }
  if (refresh) co_return co_await Refresh(exchange);
  co_return co_await End(exchange);
}

absl::StatusOr<Answer> Sessions::Show(const Request& request) const {
  const auto claims = ClaimsOf(CookieOf(request, CookiesOf(request.secure).access));
  if (!claims) return NotSignedIn();
  const absl::Time expires = absl::FromUnixSeconds(static_cast<int64_t>(claims->expires));
  return Answer{200,
                {{"content-type", "application/json"}, {"cache-control", "no-store"}},
                Json(claims->person, claims->sign_in,
                     absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", expires, absl::UTCTimeZone()))};
}

Task<absl::StatusOr<Answer>> Sessions::Login(Exchange& exchange) const {
  const Request& request = exchange.request();
  // A form of another site can send text/plain without asking anybody, but no JSON.
  const auto protocol = ProtocolOf(request.Field("content-type"));
  if (!protocol || protocol->kind != Protocol::Kind::kConnectUnary || !protocol->json) {
    co_return gateway::Refuse(absl::StatusCode::kInvalidArgument, "UNSUPPORTED_TYPE",
                              "a session is asked for with JSON", "send application/json");
  }
  const absl::StatusOr<std::string> bytes =
      FromJson(behind_.catalogue.types(), "type.googleapis.com/placet.members.v1.LoginRequest",
               request.body);
  if (!bytes.ok()) co_return bytes.status();
  members::v1::LoginRequest login;
  login.ParseFromString(*bytes);
  if (login.client().empty()) login.set_client("a page in a browser");
  const absl::StatusOr<Tokens> tokens = co_await Ask(exchange, "Login", login);
  if (!tokens.ok()) co_return tokens.status();
  co_return SignedIn(request, *tokens);
}

Task<absl::StatusOr<Answer>> Sessions::Refresh(Exchange& exchange) const {
  const absl::StatusOr<Tokens> tokens = co_await NewTokens(exchange);
  if (!tokens.ok()) co_return tokens.status();
  co_return SignedIn(exchange.request(), *tokens);
}

// An access token that has ended cannot end the sign-in; the refresh token gives another one.
Task<absl::StatusOr<Answer>> Sessions::End(Exchange& exchange) const {
  const bool secure = exchange.request().secure;
  absl::Status status =
      co_await Revoke(exchange, CookieOf(exchange.request(), CookiesOf(secure).access));
  if (absl::IsUnauthenticated(status)) {
    const absl::StatusOr<Tokens> tokens = co_await NewTokens(exchange);
    status = tokens.status();
    if (tokens.ok()) status = co_await Revoke(exchange, tokens->access_token());
  }
  // Who is not signed in any more is signed out.
  if (!status.ok() && !absl::IsUnauthenticated(status)) co_return status;
  co_return SignedOut(secure);
}

Task<absl::StatusOr<Tokens>> Sessions::NewTokens(Exchange& exchange) const {
  const Request& request = exchange.request();
  members::v1::RefreshRequest refresh;
  refresh.set_refresh_token(CookieOf(request, CookiesOf(request.secure).refresh));
  if (refresh.refresh_token().empty()) co_return NotSignedIn();
  co_return co_await Ask(exchange, "Refresh", refresh);
}

Task<absl::Status> Sessions::Revoke(Exchange& exchange, const std::string& access_token) const {
  const auto claims = ClaimsOf(access_token);
  if (!claims) co_return NotSignedIn();
  const absl::StatusOr<const Backend*> directory = Directory();
  if (!directory.ok()) co_return directory.status();
  members::v1::RevokeSignInRequest request;
  request.set_name(claims->sign_in);
  CallOptions options;
  options.authorization = "Bearer " + access_token;
  options.deadline = absl::Now() + absl::Seconds(behind_.limits.unary.count());
  const auto answer =
      co_await CallUnary(exchange, **directory, absl::StrCat(kService, "RevokeSignIn"), options,
                         request.SerializeAsString());
  co_return answer.status();
}

Task<absl::StatusOr<Tokens>> Sessions::Ask(Exchange& exchange, const char* method,
                                           const google::protobuf::Message& request) const {
  const absl::StatusOr<const Backend*> directory = Directory();
  if (!directory.ok()) co_return directory.status();
  CallOptions options;
  options.client_address = exchange.request().address;
  options.deadline = absl::Now() + absl::Seconds(behind_.limits.unary.count());
  const absl::StatusOr<std::string> bytes = co_await CallUnary(
      exchange, **directory, absl::StrCat(kService, method), options, request.SerializeAsString());
  if (!bytes.ok()) co_return bytes.status();
  Tokens tokens;
  if (!tokens.ParseFromString(*bytes)) co_return absl::InternalError("the tokens are none");
  co_return tokens;
}

absl::StatusOr<const Backend*> Sessions::Directory() const {
  if (const Backend* directory = behind_.backends.FindByName("members")) return directory;
  return gateway::Refuse(absl::StatusCode::kUnavailable, "SERVICE_UNAVAILABLE",
                         "there is no directory behind this gateway",
                         "start the gateway with --members");
}

}  // namespace placet::gateway
