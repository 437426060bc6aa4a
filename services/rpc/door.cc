#include "services/rpc/door.h"

#include <atomic>
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/rpc/error_details.pb.h"
#include "placet/access/v1/access.pb.h"
#include "services/callers/json.h"
#include "services/pg/sqlstate.h"
#include "services/rpc/bytes.h"
#include "services/rpc/caller.h"
#include "services/rpc/complete.h"
#include "services/rpc/names.h"
#include "services/rpc/personal.h"
#include "services/rpc/refuse.h"
#include "services/rpc/status.h"
#include "services/rpc/writes.h"
#include "spdlog/spdlog.h"

namespace placet::rpc {
namespace {

using callers::Sha256;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

// For calls that come without a deadline; and for files, which take their time.
constexpr absl::Duration kLongestCall = absl::Seconds(10);
constexpr absl::Duration kLongestFile = absl::Seconds(60);

// How long somebody with too many streams is told to wait.
constexpr absl::Duration kStreamPause = absl::Seconds(5);

constexpr char kRetryInfo[] = "type.googleapis.com/google.rpc.RetryInfo";

const access::v1::Access& AccessOf(const MethodDescriptor& method) {
  return method.options().GetExtension(access::v1::access);
}

// "ipv4:127.0.0.1" of "ipv4:127.0.0.1:4711".
std::string HostOf(const std::string& peer) {
  return absl::StartsWith(peer, "unix:") ? "unix:" : peer.substr(0, peer.rfind(':'));
}

absl::Status InvalidFields(absl::string_view domain, const std::vector<Violation>& violations) {
  const std::string sentence = absl::StrCat(violations[0].field, ": ", violations[0].description);
  absl::Status status = MakeStatus(absl::StatusCode::kInvalidArgument,
                                   {.reason = "INVALID_FIELD",
                                    .domain = domain,
                                    .sentence = sentence,
                                    .remedy = "correct the field and send the request again",
                                    .metadata = {{"field", violations[0].field}}});
  for (const Violation& violation : violations) {
    status = WithField(std::move(status), violation.field, violation.description);
  }
  return status;
}

std::string Deterministic(const Message& message) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  message.SerializeToCodedStream(&coded);
  coded.Trim();
  return bytes;
}

// What a repeat is compared with. It is part of the record, whose leaves stay, so it must not let a
// guess at a name be confirmed: what is personal may differ in a repeat.
std::string Fingerprint(const std::string& head, const Message& request) {
  if (!HoldsPersonal(request)) return Sha256(head + Deterministic(request));
  const std::unique_ptr<Message> rest(request.New());
  rest->CopyFrom(request);
  ClearPersonal(*rest);
  return Sha256(head + Deterministic(*rest));
}

// Takes request_id out of the request where it has one: what is left is what a repeat must equal.
std::string TakeRequestId(Message& request) {
  const auto* field = request.GetDescriptor()->FindFieldByName("request_id");
  if (field == nullptr) return "";
  std::string id = request.GetReflection()->GetString(request, field);
  request.GetReflection()->ClearField(&request, field);
  return absl::AsciiStrToLower(id);
}

// Numbers internal errors within one process, so that a caller can quote what the log says.
std::string ErrorId() {
  static const int64_t start = absl::ToUnixMicros(absl::Now());
  static std::atomic<int> next = 1;
  return absl::StrCat(absl::Hex(start), "-", next++);
}

}  // namespace

Door::Door(absl::string_view service, Clock clock)
    : service_(*google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
          std::string(service))),
      domain_(service_.file()->package()),
      clock_(std::move(clock)) {
  for (int i = 0; i < service_.method_count(); ++i) {
    if (AccessOf(*service_.method(i)).caller() != access::v1::CALLER_UNSPECIFIED) continue;
    spdlog::critical("{} does not say who may call it: give it the option placet.access.v1.access",
                     service_.method(i)->full_name());
    std::abort();
  }
}

const MethodDescriptor& Door::Method(absl::string_view name) const {
  const MethodDescriptor* method = service_.FindMethodByName(std::string(name));
  if (method == nullptr) {
    spdlog::critical("{} has no method {}", service_.full_name(), std::string(name));
    std::abort();
  }
  return *method;
}

absl::Status Door::Enter(const MethodDescriptor& method, const grpc::CallbackServerContext& context,
                         const grpc::ByteBuffer& bytes, Message& request, Call& call) const {
  call.deadline = std::min(absl::FromChrono(context.deadline()), absl::Now() + kLongestCall);
  if (AccessOf(method).caller() == access::v1::CALLER_ANYONE) {  // how one comes to have a token
    call.peer = PeerOf(context);
  } else if (absl::Status nobody = TheCallers()->Identify(context, domain_, call); !nobody.ok()) {
    return nobody;
  }
  absl::Status status = Admit(method, call);
  if (!status.ok()) return status;
  return Read(method, Flat(bytes), request, call);
}

// What is known without facts: is it a person, and has it not called too often?
absl::Status Door::Admit(const MethodDescriptor& method, Call& call) const {
  const bool service = absl::StartsWith(call.caller, "services/");
  if (service && AccessOf(method).caller() == access::v1::CALLER_PERSON) {
    return MakeStatus(absl::StatusCode::kPermissionDenied,
                      {.reason = "PERSON_NEEDED",
                       .domain = domain_,
                       .sentence = absl::StrCat(call.caller, " cannot do this in its own name"),
                       .remedy = "call it in the name of the person for whom this is done",
                       .metadata = {{"caller", call.caller}, {"method", method.full_name()}}});
  }
  if (limits_ == nullptr || service) return absl::OkStatus();
  const std::string who = call.caller.empty() ? HostOf(call.peer) : call.caller;
  if (const std::optional<absl::Duration> wait = limits_->Take(who, absl::Now())) {
    return TooMany("has made too many calls", *wait);
  }
  const bool streams = method.server_streaming() || method.client_streaming();
  if (!streams || call.ask_only) return absl::OkStatus();
  std::optional<std::shared_ptr<void>> place = limits_->TakeStream(who);
  if (!place) return TooMany("has too many streams open", kStreamPause);
  call.place = *std::move(place);
  return absl::OkStatus();
}

absl::Status Door::TooMany(absl::string_view what, absl::Duration retry) const {
  google::rpc::RetryInfo info;
  const int64_t millis = absl::ToInt64Milliseconds(retry) + 1;
  info.mutable_retry_delay()->set_seconds(millis / 1000);
  info.mutable_retry_delay()->set_nanos(static_cast<int32_t>(millis % 1000) * 1'000'000);
  absl::Status status = MakeStatus(absl::StatusCode::kResourceExhausted,
                                   {.reason = "TOO_MANY_CALLS",
                                    .domain = domain_,
                                    .sentence = absl::StrCat("this caller ", what),
                                    .remedy = "wait as long as RetryInfo says, and call less often",
                                    .metadata = {{"retry_after_ms", absl::StrCat(millis)}}});
  status.SetPayload(kRetryInfo, absl::Cord(info.SerializeAsString()));
  return status;
}

absl::Status Door::Read(const MethodDescriptor& method, const std::string& bytes, Message& request,
                        Call& call) const {
  if (!request.ParseFromString(bytes)) {
    return InvalidFields(domain_, {WhyUnparsable(*request.GetDescriptor(), bytes)});
  }
  std::vector<Violation> violations = Violations(request);
  call.request_id = TakeRequestId(request);
  if (!call.request_id.empty() && !IsUuid(call.request_id)) {
    violations.push_back({"request_id", "is not a UUID"});
  }
  if (!violations.empty()) return InvalidFields(domain_, violations);
  if (!call.request_id.empty()) {
    call.fingerprint =
        Fingerprint(absl::StrCat(method.full_name(), "\n", call.caller, "\n"), request);
  }
  return absl::OkStatus();
}

absl::Status Door::EnterAsked(const MethodDescriptor& method, const std::string& bytes,
                              Message& request, Call& call) const {
  call.ask_only = true;
  const access::v1::Access& access = AccessOf(method);
  if (access.unaskable() || access.caller() == access::v1::CALLER_ANYONE) {
    return MakeStatus(absl::StatusCode::kInvalidArgument,
                      {.reason = "CANNOT_BE_ASKED",
                       .domain = access::v1::Access::descriptor()->file()->package(),
                       .sentence = method.full_name() + " cannot be asked beforehand",
                       .remedy = "make the call",
                       .metadata = {{"method", method.full_name()}}});
  }
  absl::Status status = Admit(method, call);
  if (!status.ok()) return status;
  return Read(method, bytes, request, call);
}

absl::Status Door::LeaveAsked(absl::Status status) const {
  if (status.ok() || IsOnlyAsked(status)) return absl::OkStatus();
  return ReasonOf(status).empty() ? Explain(status) : status;
}

absl::Status Door::EnterMore(const grpc::ByteBuffer& bytes, Message& request, Call& call) const {
  const std::string flat = Flat(bytes);
  if (!request.ParseFromString(flat)) {
    return InvalidFields(domain_, {WhyUnparsable(*request.GetDescriptor(), flat)});
  }
  const std::vector<Violation> violations = Violations(request);
  if (!violations.empty()) return InvalidFields(domain_, violations);
  if (!call.request_id.empty()) call.fingerprint = Sha256(call.fingerprint + Sha256(flat));
  return absl::OkStatus();
}

absl::Status Door::StillWelcome(const Call& call) const {
  return TheCallers()->StillWelcome(call, domain_);
}

absl::Status Door::CheckSize(size_t size, size_t most) const {
  if (size <= most) return absl::OkStatus();
  const std::string limit = absl::StrCat(most / 1'000'000, " MB");
  return MakeStatus(absl::StatusCode::kInvalidArgument,
                    {.reason = "TOO_LARGE",
                     .domain = domain_,
                     .sentence = absl::StrCat("all that is sent is larger than ", limit),
                     .remedy = "send it in several calls",
                     .metadata = {{"most", limit}}});
}

void Door::Arrived(const grpc::CallbackServerContext& context, Call& call) const {
  call.deadline = std::min(absl::FromChrono(context.deadline()), absl::Now() + kLongestFile);
}

absl::Status Door::Explain(const absl::Status& status) const {
  const auto with = [&](absl::string_view reason, absl::string_view sentence,
                        absl::string_view remedy) {
    return MakeStatus(status.code(), {.reason = reason,
                                      .domain = domain_,
                                      .sentence = sentence,
                                      .remedy = remedy,
                                      .metadata = {}});
  };
  if (pg::IsStale(status)) {
    return with("CONTENTION", "others keep changing the same resource",
                "repeat the request with the same request_id");
  }
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
      return with("STORE_UNAVAILABLE", "the store cannot be reached at the moment",
                  "repeat the request with the same request_id");
    case absl::StatusCode::kResourceExhausted: {
      google::rpc::RetryInfo retry;
      retry.mutable_retry_delay()->set_seconds(1);
      absl::Status overloaded = with("OVERLOADED", "too many requests wait for the store",
                                     "repeat the request after a second with the same request_id");
      overloaded.SetPayload(kRetryInfo, absl::Cord(retry.SerializeAsString()));
      return overloaded;
    }
    case absl::StatusCode::kDeadlineExceeded:
      return with("DEADLINE", "the deadline passed before the request was done",
                  "repeat the request with the same request_id and a later deadline");
    default: {
      const std::string id = ErrorId();
      spdlog::error("error={} {}", id, status.ToString());
      return MakeStatus(absl::StatusCode::kInternal,
                        {.reason = "INTERNAL",
                         .domain = domain_,
                         .sentence = "an error of the service, logged as " + id,
                         .remedy = "tell the operator the error's number",
                         .metadata = {{"error", id}}});
    }
  }
}

grpc::Status Door::Leave(const MethodDescriptor& method, const Call& call, absl::Time began,
                         absl::Status status) const {
  const bool ours = !status.ok() && !absl::IsCancelled(status) && ReasonOf(status).empty();
  const std::string detail = ours ? std::string(status.message()) : "";
  if (ours) status = Explain(status);
  const auto level = absl::IsInternal(status) || ours ? spdlog::level::warn : spdlog::level::debug;
  if (!spdlog::should_log(level)) return ToGrpc(status);
  spdlog::log(level, "rpc={} caller={} code={} reason={} ms={:.2f} {}", method.name(), call.caller,
              absl::StatusCodeToString(status.code()), ReasonOf(status),
              absl::ToDoubleMilliseconds(absl::Now() - began),
              absl::StrReplaceAll(detail, {{"\n", " "}}));
  return ToGrpc(status);
}

}  // namespace placet::rpc
