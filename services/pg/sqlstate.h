// What PostgreSQL's error codes mean to a caller. A business refusal is never an SQL error, so
// these are bugs, lost races and outages.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace placet::pg {

// The status for an SQLSTATE ("23505"); `message` is PostgreSQL's own, for the log.
absl::Status FromSqlState(absl::string_view sqlstate, absl::string_view message);

// What a write reports whose guard found other facts than were loaded: run again from load.
absl::Status Stale();

// Is it Stale, or a lost race that running again mends?
bool IsStale(const absl::Status& status);

}  // namespace placet::pg
