// What the statements of several nouns have in common: the parameters that every load and every
// write begins with, periods, pages. Only store_*.cc uses it.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "placet/members/v1/member_service.pb.h"
#include "services/members/decide.h"
#include "services/pg/row.h"
#include "services/rpc/call.h"

namespace placet::members {

// $1 caller's identifier, $2 today, $3 request_id: what `roles_held($1, $2)` and the fingerprint of
// the event with this request_id are looked up by.
pg::Params FactsParams(const rpc::Call& call);
// Those two columns.
decide::Caller ReadCaller(pg::Row& row);

// $1 actor, $2 subject, $3 request_id, $4 fingerprint, $5 change: the event of a write. $6 is the
// version that its guard expects.
pg::Params EventParams(const rpc::Call& call, const std::string& subject, const pb::Event& change,
                       int64_t version);
// The event that tells services to refuse the tokens of a sign-in.
std::string RevokedEvent(const rpc::Call& call, const std::string& person,
                         const std::string& sign_in);
// A write returns the sequence of its event; no row: the guard found another version.
absl::Status Written(const absl::StatusOr<pg::Rows>& rows);

// from_day, from_exact, until_day, until_exact.
void AddPeriod(pg::Params& params, const pb::Period& period);
pb::Period ReadPeriod(pg::Row& row);

// "members/" + the column, "" where it is NULL.
std::string ReadName(pg::Row& row, absl::string_view collection);

// The identifier at the end of a name; "" of "".
std::string LastId(absl::string_view name);

// NOT_FOUND.
absl::Status NoSuch(absl::string_view name);

}  // namespace placet::members
