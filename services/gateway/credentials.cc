#include "services/gateway/credentials.h"

#include <algorithm>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/callers/json.h"
#include "services/callers/jws.h"
#include "services/gateway/refusals.h"
#include "services/gateway/text.h"

namespace placet::gateway {
namespace {

constexpr CookieNames kSecure = {"__Host-placet", "__Secure-placet-refresh", "__Host-placet-csrf"};
constexpr CookieNames kPlain = {"placet", "placet-refresh", "placet-csrf"};

absl::Status Foreign(absl::string_view what) {
  return Refuse(absl::StatusCode::kPermissionDenied, "FOREIGN_ORIGIN",
                absl::StrCat("the request comes from a page of another origin: ", what),
                "call from a page that this gateway serves, or from a program");
}

absl::Status TwoCredentials(absl::string_view what) {
  return Refuse(absl::StatusCode::kInvalidArgument, "TWO_CREDENTIALS",
                absl::StrCat("the request names its caller twice: ", what),
                "send either authorization, once, or the cookie of a session");
}

// gRPC takes nothing else as metadata, and no token is longer.
bool CanBePassedOn(absl::string_view value) {
  return value.size() <= callers::kLongestToken &&
         std::all_of(value.begin(), value.end(),
                     [](char c) { return absl::ascii_isprint(static_cast<unsigned char>(c)); });
}

std::string HostOf(const Request& request) {
  const absl::string_view named = request.target.authority;
  return absl::AsciiStrToLower(named.empty() ? request.Field("host") : named);
}

}  // namespace

const CookieNames& CookiesOf(bool secure) { return secure ? kSecure : kPlain; }

std::string CookieOf(const Request& request, absl::string_view name) {
  std::optional<absl::string_view> value;
  const auto [begin, end] = request.fields.equal_range(http::field::cookie);
  for (auto field = begin; field != end; ++field) {
    const absl::string_view cookies(field->value().data(), field->value().size());
    for (absl::string_view cookie : absl::StrSplit(cookies, ';')) {
      cookie = absl::StripAsciiWhitespace(cookie);
      if (!absl::ConsumePrefix(&cookie, name) || !absl::ConsumePrefix(&cookie, "=")) continue;
      if (value) return "";
      value = cookie;
    }
  }
  return std::string(value.value_or(""));
}

// Browsers say where a request comes from in one of both fields, or in both; programs in neither.
absl::Status CheckOrigin(const Request& request) {
  const absl::string_view site = request.Field("sec-fetch-site");
  if (!site.empty() && site != "same-origin" && site != "none") {
    return Foreign("sec-fetch-site says so");
  }
  if (request.HasTwo("origin")) return Foreign("there are two origins");
  absl::string_view origin = request.Field("origin");
  if (origin.empty()) return absl::OkStatus();
  // Another program may end TLS before this one: then the page is https and this connection not.
  const bool https = absl::ConsumePrefix(&origin, "https://");
  if (!https && (request.secure || !absl::ConsumePrefix(&origin, "http://"))) {
    return Foreign("its origin has another scheme");
  }
  if (absl::AsciiStrToLower(origin) != HostOf(request))
    return Foreign("its origin is not the host");
  return absl::OkStatus();
}

absl::Status CheckCsrf(const Request& request) {
  const std::string cookie = CookieOf(request, CookiesOf(request.secure).csrf);
  if (!cookie.empty() && !request.HasTwo(kCsrfField) &&
      EqualInConstantTime(cookie, request.Field(kCsrfField))) {
    return absl::OkStatus();
  }
  return Refuse(
      absl::StatusCode::kPermissionDenied, "FORGED",
      absl::StrCat("the request brings a session's cookie, and not its token in ", kCsrfField),
      absl::StrCat("send the value of the cookie ", CookiesOf(request.secure).csrf, " as ",
                   kCsrfField));
}

absl::StatusOr<std::string> CredentialsOf(const Request& request) {
  if (request.HasTwo("authorization")) return TwoCredentials("authorization is there twice");
  const std::string bearer(request.Field("authorization"));
  const bool has_bearer = request.fields.count(http::field::authorization) > 0;
  const std::string cookie = CookieOf(request, CookiesOf(request.secure).access);
  if (has_bearer && !cookie.empty()) return TwoCredentials("a token and a cookie");
  if (!CanBePassedOn(bearer) || !CanBePassedOn(cookie)) {
    return Refuse(absl::StatusCode::kUnauthenticated, "BAD_REQUEST", "the token is none",
                  "sign in, and send the token as it was given");
  }
  if (has_bearer) return bearer.empty() ? std::string("Bearer") : bearer;
  if (cookie.empty()) return "";
  if (!request.IsRead()) {
    if (const absl::Status forged = CheckCsrf(request); !forged.ok()) return forged;
  }
  return absl::StrCat("Bearer ", cookie);
}

std::string CallerKey(const Request& request, const std::string& authorization) {
  return authorization.empty() ? "address " + request.address
                               : "token " + callers::Sha256(authorization);
}

}  // namespace placet::gateway
