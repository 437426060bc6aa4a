#include "services/members/columns.h"

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "google/protobuf/util/time_util.h"
#include "services/members/fields.h"
#include "services/members/refusals.h"
#include "services/pg/sqlstate.h"

namespace placet::members {

using google::protobuf::util::TimeUtil;

pg::Params FactsParams(const rpc::Call& call) {
  pg::Params params;
  params.Text(call.person()).Text(Today(call)).TextOrNull(call.request_id);
  return params;
}

decide::Caller ReadCaller(pg::Row& row) {
  decide::Caller caller;
  caller.roles = decide::ParseRoles(row.Text());
  if (row.IsNull()) {
    row.Skip();
  } else {
    caller.repeated = row.Bytes();
  }
  return caller;
}

pg::Params EventParams(const rpc::Call& call, const std::string& subject, const pb::Event& change,
                       int64_t version) {
  pg::Params params;
  params.Text(call.caller).Text(subject).TextOrNull(call.request_id);
  call.request_id.empty() ? params.Null() : params.Bytes(call.fingerprint);
  params.Bytes(change.SerializeAsString()).Int(version);
  return params;
}

std::string RevokedEvent(const rpc::Call& call, const std::string& person,
                         const std::string& sign_in) {
  pb::Event event;
  event.mutable_sign_in()->set_sid(sign_in);
  event.mutable_sign_in()->set_person(absl::StrCat("people/", person));
  *event.mutable_sign_in()->mutable_revoke_time() =
      TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(call.now));
  return event.SerializeAsString();
}

absl::Status Written(const absl::StatusOr<pg::Rows>& rows) {
  if (!rows.ok()) return rows.status();
  return rows->empty() ? pg::Stale() : absl::OkStatus();
}

void AddPeriod(pg::Params& params, const pb::Period& period) {
  params.TextOrNull(period.from()).Bool(period.from_exact());
  params.TextOrNull(period.until()).Bool(period.until_exact());
}

pb::Period ReadPeriod(pg::Row& row) {
  pb::Period period;
  period.set_from(row.Text());
  period.set_from_exact(row.Bool());
  period.set_until(row.Text());
  period.set_until_exact(row.Bool());
  return period;
}

std::string ReadName(pg::Row& row, absl::string_view collection) {
  const std::string id = row.Text();
  return id.empty() ? "" : absl::StrCat(collection, "/", id);
}

std::string LastId(absl::string_view name) {
  return std::string(name.substr(name.rfind('/') + 1));  // npos + 1 == 0
}

absl::Status NoSuch(absl::string_view name) { return decide::NotFound(name); }

}  // namespace placet::members
