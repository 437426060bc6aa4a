#include "services/rpc/refuse.h"

#include "absl/strings/cord.h"
#include "absl/strings/strip.h"
#include "google/protobuf/descriptor.h"
#include "google/rpc/error_details.pb.h"

namespace placet::rpc {
namespace {

constexpr char kErrorInfo[] = "type.googleapis.com/google.rpc.ErrorInfo";
constexpr char kBadRequest[] = "type.googleapis.com/google.rpc.BadRequest";
constexpr char kPrefix[] = "ERROR_REASON_";

}  // namespace

absl::Status MakeStatus(absl::StatusCode code, const Refusal& refusal) {
  google::rpc::ErrorInfo info;
  info.set_reason(std::string(refusal.reason));
  info.set_domain(std::string(refusal.domain));
  for (const auto& [key, value] : refusal.metadata) (*info.mutable_metadata())[key] = value;
  (*info.mutable_metadata())["remedy"] = std::string(refusal.remedy);
  absl::Status status(code, refusal.sentence);
  status.SetPayload(kErrorInfo, absl::Cord(info.SerializeAsString()));
  return status;
}

absl::Status WithField(absl::Status status, absl::string_view field,
                       absl::string_view description) {
  google::rpc::BadRequest bad;
  if (auto payload = status.GetPayload(kBadRequest)) bad.ParseFromString(std::string(*payload));
  auto& violation = *bad.add_field_violations();
  violation.set_field(std::string(field));
  violation.set_description(std::string(description));
  status.SetPayload(kBadRequest, absl::Cord(bad.SerializeAsString()));
  return status;
}

std::string ReasonOf(const absl::Status& status) {
  google::rpc::ErrorInfo info;
  const auto payload = status.GetPayload(kErrorInfo);
  if (payload) info.ParseFromString(std::string(*payload));
  return info.reason();
}

std::string ReasonName(const google::protobuf::EnumDescriptor& type, int value) {
  const auto* found = type.FindValueByNumber(value);
  return found == nullptr ? "" : std::string(absl::StripPrefix(found->name(), kPrefix));
}

std::string DomainOf(const google::protobuf::EnumDescriptor& type) {
  return type.file()->package();
}

}  // namespace placet::rpc
