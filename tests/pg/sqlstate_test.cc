#include "services/pg/sqlstate.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/matchers.h"

namespace placet::pg {
namespace {

using absl::StatusCode;

struct Meaning {
  const char* sqlstate;
  StatusCode code;
  bool stale;
};

constexpr Meaning kMeanings[] = {
    {"23505", StatusCode::kAborted, true},            // unique_violation
    {"40001", StatusCode::kAborted, true},            // serialization_failure
    {"40P01", StatusCode::kAborted, true},            // deadlock_detected
    {"55P03", StatusCode::kUnavailable, false},       // lock_not_available
    {"57014", StatusCode::kDeadlineExceeded, false},  // query_canceled
    {"08000", StatusCode::kUnavailable, false},       // connection_exception
    {"08006", StatusCode::kUnavailable, false},       // connection_failure
    {"57P01", StatusCode::kUnavailable, false},       // admin_shutdown
    {"57P02", StatusCode::kUnavailable, false},       // crash_shutdown
    {"57P03", StatusCode::kUnavailable, false},       // cannot_connect_now
    {"53100", StatusCode::kUnavailable, false},       // disk_full
    {"53300", StatusCode::kUnavailable, false},       // too_many_connections
    {"25006", StatusCode::kUnavailable, false},       // read_only_sql_transaction: a standby
    {"42601", StatusCode::kInternal, false},          // syntax_error
    {"42P01", StatusCode::kInternal, false},          // undefined_table
    {"42501", StatusCode::kInternal, false},          // insufficient_privilege
    {"23502", StatusCode::kInternal, false},          // not_null_violation
    {"23503", StatusCode::kInternal, false},          // foreign_key_violation
    {"22012", StatusCode::kInternal, false},          // division_by_zero
    {"XX000", StatusCode::kInternal, false},          // internal_error
    {"", StatusCode::kInternal, false},
};

TEST(SqlState, EachCodeHasItsMeaning) {
  for (const Meaning& meaning : kMeanings) {
    SCOPED_TRACE(meaning.sqlstate);
    const absl::Status status = FromSqlState(meaning.sqlstate, "so it is");
    EXPECT_EQ(status.code(), meaning.code);
    EXPECT_EQ(IsStale(status), meaning.stale);
  }
}

TEST(SqlState, TheMessageIsKeptForTheLog) {
  const absl::Status status = FromSqlState("42P01", "relation \"vote\" does not exist");
  EXPECT_EQ(std::string(status.message()), "42P01 relation \"vote\" does not exist");
}

TEST(SqlState, StaleIsKnownFromOtherAbortions) {
  EXPECT_TRUE(IsStale(Stale()));
  EXPECT_FALSE(IsStale(absl::AbortedError("an etag")));
  EXPECT_FALSE(IsStale(absl::OkStatus()));
}

}  // namespace
}  // namespace placet::pg
