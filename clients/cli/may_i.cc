#include "clients/cli/may_i.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/table.h"

namespace placet::cli {

access::v1::MayIRequest Question(const google::protobuf::MethodDescriptor& method,
                                 const google::protobuf::Message& request) {
  access::v1::MayIRequest may_i;
  access::v1::Question& question = *may_i.add_questions();
  question.set_method(method.full_name());
  question.mutable_request()->PackFrom(request);
  return may_i;
}

std::string Describe(const access::v1::Answer& answer) {
  if (answer.allowed()) return "allowed\n";
  const access::v1::Refusal& refusal = answer.refusal();
  std::string text =
      absl::StrCat("refused: ", Clean(refusal.sentence()), " (", Clean(refusal.reason()), ")\n");
  if (!refusal.remedy().empty()) absl::StrAppend(&text, "remedy: ", Clean(refusal.remedy()), "\n");
  if (!refusal.field().empty()) absl::StrAppend(&text, "field: ", Clean(refusal.field()), "\n");
  return text;
}

ExitCode ToExitCode(const access::v1::Answer& answer) {
  if (answer.allowed()) return kOk;
  for (int code = grpc::CANCELLED; code <= grpc::UNAUTHENTICATED; ++code) {
    if (absl::StatusCodeToString(static_cast<absl::StatusCode>(code)) == answer.refusal().code()) {
      return ToExitCode(static_cast<grpc::StatusCode>(code));
    }
  }
  return kInternal;
}

}  // namespace placet::cli
