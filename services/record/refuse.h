// The refusals of RecordService.
#pragma once

#include "absl/strings/str_cat.h"
#include "placet/record/v1/record_service.pb.h"
#include "services/record/merkle.h"
#include "services/rpc/refuse.h"

namespace placet::record {

inline absl::Status Invalid(absl::string_view field, absl::string_view description) {
  return rpc::Invalid(v1::ERROR_REASON_INVALID_FIELD, field, description);
}

inline absl::Status NotFound(const std::string& what) {
  return rpc::Refuse(absl::StatusCode::kNotFound, v1::ERROR_REASON_NOT_FOUND,
                     absl::StrCat("there is no ", what), "look at the newest head, and at its size",
                     {{"name", what}});
}

inline absl::Status NoHead() {
  return rpc::Refuse(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_NO_HEAD,
                     "no head of this log was signed yet",
                     "repeat in a second; if it stays so the service has no record key");
}

inline absl::Status BeyondHead(int64_t asked, int64_t size) {
  return rpc::Refuse(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_BEYOND_HEAD,
                     absl::StrCat("the newest head has ", size, " events, not ", asked),
                     "wait for the next head, which takes a second at most",
                     {{"size", absl::StrCat(size)}});
}

inline absl::Status TileGone(TileKey key) {
  const std::string tile = absl::StrCat("tile ", key.level, " ", key.number);
  return rpc::Refuse(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_RECORD_BROKEN,
                     absl::StrCat("the record does not hold: ", tile,
                                  " is missing or shorter than the newest head"),
                     "have the store compared with a backup", {{"tile", tile}});
}

inline absl::Status EntryHidden() {
  return rpc::Refuse(absl::StatusCode::kPermissionDenied, v1::ERROR_REASON_ENTRY_HIDDEN,
                     "what this event says may not be seen by the caller now",
                     "its proof of inclusion is public; ask for the event after closing");
}

inline absl::Status SecretariatOnly() {
  return rpc::Refuse(absl::StatusCode::kPermissionDenied, v1::ERROR_REASON_ROLE_MISSING,
                     "only the central secretariat may have the whole log checked",
                     "ask the central secretariat; bundles and proofs are for everybody");
}

inline absl::Status WitnessUnknown(const std::string& witness) {
  return rpc::Refuse(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_WITNESS_UNKNOWN,
                     absl::StrCat("no witness \"", witness, "\" is known here"),
                     "have the service started with --witness NAME=PUBLIC_KEY_FILE",
                     {{"witness", witness}});
}

inline absl::Status SignatureInvalid() {
  return rpc::Refuse(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_SIGNATURE_INVALID,
                     "the signature is not one of this witness over this head",
                     "sign the lines of the head as services/record/README.md has them");
}

}  // namespace placet::record
