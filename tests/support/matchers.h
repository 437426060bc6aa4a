// Matchers for statuses and messages: EXPECT_THAT(status, StatusIs(absl::StatusCode::kNotFound)).
// A status may be an absl::Status, an absl::StatusOr or a grpc::Status.
#pragma once

#include <gmock/gmock.h>
#include <grpcpp/support/status.h>

#include <string>
#include <type_traits>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/cord.h"
#include "google/protobuf/message.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"
#include "google/rpc/error_details.pb.h"
#include "services/rpc/refuse.h"
#include "services/rpc/status.h"

namespace placet::testing {

inline absl::Status AsStatus(const absl::Status& status) { return status; }
inline absl::Status AsStatus(const grpc::Status& status) { return rpc::FromGrpc(status); }
template <class T>
absl::Status AsStatus(const absl::StatusOr<T>& status) {
  return status.status();
}

inline google::rpc::BadRequest BadRequestOf(const absl::Status& status) {
  google::rpc::BadRequest bad;
  const auto payload = status.GetPayload("type.googleapis.com/google.rpc.BadRequest");
  if (payload) bad.ParseFromString(std::string(*payload));
  return bad;
}

MATCHER(IsOk, "is OK") {
  const absl::Status status = AsStatus(arg);
  *result_listener << status.ToString();
  return status.ok();
}

// By code: absl's or gRPC's.
MATCHER_P(StatusIs, code, "") {
  const absl::Status status = AsStatus(arg);
  *result_listener << status.ToString();
  return static_cast<int>(status.code()) == static_cast<int>(code);
}

// By the name of its ErrorReason; every refusal has a remedy, too.
MATCHER_P(HasReason, reason, "") {
  const absl::Status status = AsStatus(arg);
  google::rpc::ErrorInfo info;
  const auto payload = status.GetPayload("type.googleapis.com/google.rpc.ErrorInfo");
  if (payload) info.ParseFromString(std::string(*payload));
  *result_listener << status.ToString() << " with reason " << info.reason();
  return info.reason() == std::string(reason) && info.metadata().count("remedy") == 1;
}

// By a field that it names.
MATCHER_P(HasField, field, "") {
  const google::rpc::BadRequest bad = BadRequestOf(AsStatus(arg));
  *result_listener << AsStatus(arg).ToString() << " with fields " << bad.ShortDebugString();
  for (const auto& violation : bad.field_violations()) {
    if (violation.field() == std::string(field)) return true;
  }
  return false;
}

// A message that equals another, or what a text in protobuf's text format says.
MATCHER_P(EqualsProto, expected, "") {
  using Expected = std::decay_t<decltype(expected)>;
  std::unique_ptr<google::protobuf::Message> message(arg.New());
  if constexpr (std::is_base_of_v<google::protobuf::Message, Expected>) {
    message->CopyFrom(expected);
  } else if (!google::protobuf::TextFormat::ParseFromString(expected, message.get())) {
    *result_listener << "the expected text does not parse";
    return false;
  }
  google::protobuf::util::MessageDifferencer differencer;
  std::string difference;
  differencer.ReportDifferencesToString(&difference);
  const bool equal = differencer.Compare(*message, arg);
  *result_listener << difference;
  return equal;
}

}  // namespace placet::testing
