#include "clients/cli/error.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/cli/table.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace placet::cli {
namespace {

// What a server said beside the code.
struct Details {
  google::rpc::ErrorInfo info;
  google::rpc::BadRequest bad_request;
};

Details ReadDetails(const grpc::Status& status) {
  Details details;
  google::rpc::Status rich;
  if (!rich.ParseFromString(status.error_details())) return details;
  for (const auto& any : rich.details()) {
    if (any.Is<google::rpc::ErrorInfo>()) any.UnpackTo(&details.info);
    if (any.Is<google::rpc::BadRequest>()) any.UnpackTo(&details.bad_request);
  }
  return details;
}

absl::string_view CodeName(grpc::StatusCode code) {
  constexpr absl::string_view kNames[] = {
      "OK",        "CANCELLED",      "UNKNOWN",           "INVALID_ARGUMENT", "DEADLINE",
      "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED", "OVERLOADED",       "PRECONDITION",
      "ABORTED",   "OUT_OF_RANGE",   "UNIMPLEMENTED",     "INTERNAL",         "UNAVAILABLE",
      "DATA_LOSS", "UNAUTHENTICATED"};
  return code >= 0 && code <= 16 ? kNames[code] : "UNKNOWN";
}

// A refusal without ErrorInfo comes from gRPC itself: nobody answered, or not in time.
bool FromServer(const Details& details) { return !details.info.reason().empty(); }

std::string OwnSentence(const Refusal& refusal) {
  switch (refusal.status().error_code()) {
    case grpc::StatusCode::UNAVAILABLE:
      return absl::StrCat("the ", refusal.service(), " service at ", refusal.address(),
                          " cannot be reached (UNAVAILABLE)");
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      return absl::StrCat("the ", refusal.service(), " service at ", refusal.address(),
                          " did not answer in time (DEADLINE)");
    default:
      return Sentence(refusal.status());
  }
}

std::string OwnRemedy(const Refusal& refusal) {
  switch (refusal.status().error_code()) {
    case grpc::StatusCode::UNAVAILABLE:
      return absl::StrCat("start it, or say where it is with --", refusal.service());
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      return "try again, or allow more seconds with --timeout";
    default:
      return "";
  }
}

}  // namespace

absl::string_view ExitCodeHelp() {
  return "Exit codes:\n"
         "  0  done\n"
         "  1  internal or unknown error\n"
         "  2  the command or an argument is wrong (INVALID_ARGUMENT)\n"
         "  3  there is no such thing (NOT_FOUND)\n"
         "  4  not allowed (PERMISSION_DENIED, UNAUTHENTICATED)\n"
         "  5  not in this state (FAILED_PRECONDITION, ALREADY_EXISTS, ABORTED)\n"
         "  6  no answer now (UNAVAILABLE, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED)\n";
}

ExitCode ToExitCode(grpc::StatusCode code) {
  switch (code) {
    case grpc::StatusCode::OK:
      return kOk;
    case grpc::StatusCode::INVALID_ARGUMENT:
    case grpc::StatusCode::OUT_OF_RANGE:
      return kUsage;
    case grpc::StatusCode::NOT_FOUND:
      return kNotFound;
    case grpc::StatusCode::PERMISSION_DENIED:
    case grpc::StatusCode::UNAUTHENTICATED:
      return kDenied;
    case grpc::StatusCode::FAILED_PRECONDITION:
    case grpc::StatusCode::ALREADY_EXISTS:
    case grpc::StatusCode::ABORTED:
      return kPrecondition;
    case grpc::StatusCode::UNAVAILABLE:
    case grpc::StatusCode::DEADLINE_EXCEEDED:
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
      return kUnavailable;
    default:
      return kInternal;
  }
}

Refusal::Refusal(grpc::Status status, std::string service, std::string address,
                 std::string request_id)
    : std::runtime_error(status.error_message()),
      status_(std::move(status)),
      service_(std::move(service)),
      address_(std::move(address)),
      request_id_(std::move(request_id)) {}

std::string Sentence(const grpc::Status& status) {
  const Details details = ReadDetails(status);
  const std::string message = Clean(status.error_message());
  return absl::StrCat(message.empty() ? "refused" : message, " (",
                      FromServer(details) ? Clean(details.info.reason())
                                          : std::string(CodeName(status.error_code())),
                      ")");
}

std::string Describe(const Usage& usage) {
  std::string text = absl::StrCat("placet: ", Clean(usage.what()), "\n");
  if (!usage.remedy().empty()) absl::StrAppend(&text, "remedy: ", Clean(usage.remedy()), "\n");
  return text;
}

std::string Describe(const Refusal& refusal) {
  const Details details = ReadDetails(refusal.status());
  const bool answered = FromServer(details);
  std::string text =
      absl::StrCat("placet: ", answered ? Sentence(refusal.status()) : OwnSentence(refusal), "\n");
  const auto& metadata = details.info.metadata();
  const auto remedy = metadata.find("remedy");
  const std::string line = remedy != metadata.end() ? remedy->second : OwnRemedy(refusal);
  if (!line.empty()) absl::StrAppend(&text, "remedy: ", Clean(line), "\n");
  for (const auto& violation : details.bad_request.field_violations()) {
    absl::StrAppend(&text, "field: ", Clean(violation.field()), ": ",
                    Clean(violation.description()), "\n");
  }
  const bool unsure = ToExitCode(refusal.status().error_code()) == kUnavailable;
  if (unsure && !refusal.request_id().empty()) {
    absl::StrAppend(&text, "repeat: the same command with --request-id ", refusal.request_id(),
                    " is carried out once only\n");
  }
  return text;
}

}  // namespace placet::cli
