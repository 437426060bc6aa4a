#include "services/comments/tables/refusal.h"

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "google/rpc/error_details.pb.h"
#include "services/rpc/refuse.h"

namespace placet::comments::tables {
namespace {

constexpr char kEnumPrefix[] = "FILE_REFUSAL_";
constexpr char kReasonPrefix[] = "FILE_";

}  // namespace

absl::Status RefuseFile(v1::FileRefusal why, absl::string_view sentence, absl::string_view remedy) {
  const std::string reason =
      absl::StrCat(kReasonPrefix, absl::StripPrefix(v1::FileRefusal_Name(why), kEnumPrefix));
  return rpc::MakeStatus(
      absl::StatusCode::kInvalidArgument,
      {reason, rpc::DomainOf(*v1::FileRefusal_descriptor()), sentence, remedy, {}});
}

v1::FileRefusal RefusalOf(const absl::Status& status) {
  const std::string reason = rpc::ReasonOf(status);
  v1::FileRefusal refusal = v1::FILE_REFUSAL_UNSPECIFIED;
  v1::FileRefusal_Parse(absl::StrCat(kEnumPrefix, absl::StripPrefix(reason, kReasonPrefix)),
                        &refusal);
  return refusal;
}

std::string RemedyOf(const absl::Status& status) {
  const auto payload = status.GetPayload("type.googleapis.com/google.rpc.ErrorInfo");
  google::rpc::ErrorInfo info;
  if (!payload || !info.ParseFromString(std::string(*payload))) return "";
  const auto found = info.metadata().find("remedy");
  return found == info.metadata().end() ? "" : found->second;
}

}  // namespace placet::comments::tables
