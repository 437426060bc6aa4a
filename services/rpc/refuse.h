// How a handler says no: an absl::Status with google.rpc details. Used by decide and store; knows
// no gRPC. Each package has an enum ErrorReason; ErrorInfo.reason is the value's name without
// prefix, ErrorInfo.domain the package.
#pragma once

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/generated_enum_reflection.h"

namespace placet::rpc {

// What is said to a caller beside the code.
struct Refusal {
  absl::string_view reason;                     // "BALLOT_CLOSED"
  absl::string_view domain;                     // "placet.ballots.v1"
  absl::string_view sentence;                   // one sentence: what is wrong
  absl::string_view remedy;                     // one sentence: what to do about it
  std::map<std::string, std::string> metadata;  // each varying part of the sentence
};

absl::Status MakeStatus(absl::StatusCode code, const Refusal& refusal);

// Adds the field that is at fault.
absl::Status WithField(absl::Status status, absl::string_view field, absl::string_view description);

// The reason in a status, "" where it has none.
std::string ReasonOf(const absl::Status& status);

// "BALLOT_CLOSED" and "placet.ballots.v1" of an ErrorReason.
std::string ReasonName(const google::protobuf::EnumDescriptor& type, int value);
std::string DomainOf(const google::protobuf::EnumDescriptor& type);

// Refuse(FailedPrecondition, pb::ERROR_REASON_BALLOT_CLOSED, "...", "...").
template <class Reason>
absl::Status Refuse(absl::StatusCode code, Reason reason, absl::string_view sentence,
                    absl::string_view remedy, std::map<std::string, std::string> metadata = {}) {
  const auto& type = *google::protobuf::GetEnumDescriptor<Reason>();
  const std::string name = ReasonName(type, reason);
  const std::string domain = DomainOf(type);
  return MakeStatus(code, {name, domain, sentence, remedy, std::move(metadata)});
}

// INVALID_ARGUMENT with reason INVALID_FIELD and the field's path in the request.
template <class Reason>
absl::Status Invalid(Reason invalid_field, absl::string_view field, absl::string_view description) {
  absl::Status status =
      Refuse(absl::StatusCode::kInvalidArgument, invalid_field,
             std::string(field) + ": " + std::string(description),
             "correct the field and send the request again", {{"field", std::string(field)}});
  return WithField(std::move(status), field, description);
}

}  // namespace placet::rpc
