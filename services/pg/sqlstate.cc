#include "services/pg/sqlstate.h"

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace placet::pg {
namespace {

constexpr char kStaleUrl[] = "placet/stale";

absl::Status MarkedStale(absl::string_view message) {
  absl::Status status = absl::AbortedError(message);
  status.SetPayload(kStaleUrl, absl::Cord());
  return status;
}

}  // namespace

absl::Status FromSqlState(absl::string_view sqlstate, absl::string_view message) {
  const std::string text = absl::StrCat(sqlstate, " ", message);
  if (sqlstate == "23505") return MarkedStale(text);  // unique: somebody else was first
  if (sqlstate == "40001" || sqlstate == "40P01") return MarkedStale(text);
  if (sqlstate == "55P03") return absl::UnavailableError(text);       // lock_timeout
  if (sqlstate == "57014") return absl::DeadlineExceededError(text);  // statement_timeout
  if (absl::StartsWith(sqlstate, "08") || absl::StartsWith(sqlstate, "57P") ||
      absl::StartsWith(sqlstate, "53") || sqlstate == "25006") {
    return absl::UnavailableError(text);  // connection, shutdown, resources (full disk), standby
  }
  return absl::InternalError(text);
}

absl::Status Stale() { return MarkedStale("the facts changed between load and store"); }

bool IsStale(const absl::Status& status) { return status.GetPayload(kStaleUrl).has_value(); }

}  // namespace placet::pg
