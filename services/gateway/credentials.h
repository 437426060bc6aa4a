// Who a request says it is: a bearer token, which goes on as it is, or a session's cookie, which
// another site's page could make a browser send, and which therefore needs more.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/gateway/exchange.h"

namespace placet::gateway {

// The cookies of a session. Over TLS they carry the prefixes that keep other hosts and plain
// connections from setting them; a browser takes those over TLS only.
struct CookieNames {
  const char* access;   // the access token, sent with every request
  const char* refresh;  // the refresh token, sent to /session alone
  const char* csrf;     // which pages read, and send back as x-placet-csrf
};
const CookieNames& CookiesOf(bool secure);

inline constexpr char kCsrfField[] = "x-placet-csrf";

// The value of a cookie, "" where it is not there, or there twice.
std::string CookieOf(const Request& request, absl::string_view name);

// OK where the request comes from a page of this origin or from no page: FOREIGN_ORIGIN.
absl::Status CheckOrigin(const Request& request);

// OK where x-placet-csrf is the csrf cookie: FORGED.
absl::Status CheckCsrf(const Request& request);

// The value of `authorization` for the service, "" where nobody is named. A request that changes
// something and brings a cookie must bring the csrf token, too.
absl::StatusOr<std::string> CredentialsOf(const Request& request);

// By what a caller's streams are counted: its credentials, as a hash, or its address.
std::string CallerKey(const Request& request, const std::string& authorization);

}  // namespace placet::gateway
