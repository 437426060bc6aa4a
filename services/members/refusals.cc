#include "services/members/refusals.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace placet::members::decide {

using absl::StatusCode;

bool IsSecretariat(const Caller& caller) {
  return HoldsFor(caller, pb::ROLE_CENTRAL_SECRETARIAT, "", "");
}

bool HoldsFor(const Caller& caller, pb::Role role, const std::string& member,
              const std::string& committee) {
  return std::any_of(caller.roles.begin(), caller.roles.end(), [&](const Held& held) {
    return held.role == role && held.member == member && held.committee == committee;
  });
}

absl::Status RoleMissing(const rpc::Call& call, absl::string_view role, absl::string_view remedy) {
  return rpc::Refuse(StatusCode::kPermissionDenied, pb::ERROR_REASON_ROLE_MISSING,
                     absl::StrCat(call.caller, " is not ", role), remedy,
                     {{"caller", call.caller}, {"role", std::string(role)}});
}

absl::Status NotFound(absl::string_view name) {
  return rpc::Refuse(
      StatusCode::kNotFound, pb::ERROR_REASON_NOT_FOUND, absl::StrCat("there is no ", name),
      "look it up in the list that it belongs to", {{"resource", std::string(name)}});
}

absl::Status ReferenceUnknown(absl::string_view field, absl::string_view name) {
  absl::Status status =
      rpc::Refuse(StatusCode::kFailedPrecondition, pb::ERROR_REASON_REFERENCE_UNKNOWN,
                  absl::StrCat(field, ": there is no ", name), "create it first",
                  {{"field", std::string(field)}, {"resource", std::string(name)}});
  return rpc::WithField(std::move(status), field, absl::StrCat("there is no ", name));
}

absl::Status CheckEtag(absl::string_view given, int64_t version) {
  if (given.empty() || (version > 0 && given == rpc::Etag(version))) return absl::OkStatus();
  const std::string present = version > 0 ? rpc::Etag(version) : "";
  return rpc::Refuse(StatusCode::kAborted, pb::ERROR_REASON_ETAG_MISMATCH,
                     absl::StrCat("etag ", given, " is not the present one, ",
                                  present.empty() ? "there is none yet" : present),
                     "read the resource again and repeat the change on it",
                     {{"etag", present}, {"given", std::string(given)}});
}

absl::StatusOr<bool> IsRepeat(const Caller& caller, const rpc::Call& call) {
  if (!caller.repeated) return false;
  if (*caller.repeated == call.fingerprint) return true;
  absl::Status status =
      rpc::Refuse(StatusCode::kInvalidArgument, pb::ERROR_REASON_REQUEST_ID_REUSED,
                  absl::StrCat("request_id ", call.request_id, " was used for another request"),
                  "send the request with a new request_id", {{"request_id", call.request_id}});
  return rpc::WithField(std::move(status), "request_id", "was used for another request");
}

}  // namespace placet::members::decide
