#include "services/rpc/permissions.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "google/rpc/error_details.pb.h"
#include "services/rpc/refuse.h"

namespace placet::rpc {
namespace {

namespace pb = placet::access::v1;

// What a question is about.
struct Subject {
  const google::protobuf::MethodDescriptor* method;
  const Entrance::Asked* asked;
};

absl::Status MethodUnknown(const std::string& field, const std::string& method) {
  const std::string sentence = absl::StrCat("this service has no method ", method);
  return WithField(Refuse(absl::StatusCode::kInvalidArgument, pb::ERROR_REASON_METHOD_UNKNOWN,
                          sentence, "ask the service that has it", {{"method", method}}),
                   field, sentence);
}

absl::StatusOr<Subject> Find(const std::vector<Entrance*>& entrances, const pb::Question& question,
                             const std::string& field) {
  const std::string name =
      absl::StrReplaceAll(absl::StripPrefix(question.method(), "/"), {{"/", "."}});
  for (const Entrance* entrance : entrances) {
    const auto& service = entrance->descriptor();
    const auto* method = service.file()->pool()->FindMethodByName(name);
    if (method == nullptr || method->service() != &service) continue;
    const std::string type = method->input_type()->full_name();
    const std::string& url = question.request().type_url();
    if (url.substr(url.rfind('/') + 1) != type) {
      return Invalid(pb::ERROR_REASON_INVALID_FIELD, field + ".request",
                     absl::StrCat("is not a ", type));
    }
    const Entrance::Asked* asked = entrance->FindAsked(*method);
    if (asked != nullptr) return Subject{method, asked};
  }
  return MethodUnknown(field + ".method", question.method());
}

}  // namespace

Permissions::Permissions(const std::vector<grpc::Service*>& services, Clock clock)
    : Served(pb::AccessService::service_full_name(), std::move(clock)) {
  for (grpc::Service* service : services) {
    if (auto* entrance = dynamic_cast<Entrance*>(service)) entrances_.push_back(entrance);
  }
  entrances_.push_back(this);
  Unary("MayI", &Permissions::MayI);
}

void Permissions::LimitAll(Limits& limits) {
  for (Entrance* entrance : entrances_) entrance->Limit(limits);
}

// All questions are understood before the first is answered.
async::Task<absl::StatusOr<pb::MayIResponse>> Permissions::MayI(const Call& call,
                                                                const pb::MayIRequest& request) {
  std::vector<Subject> subjects;
  for (int i = 0; i < request.questions_size(); ++i) {
    const std::string field = absl::StrCat("questions[", i, "]");
    const absl::StatusOr<Subject> subject = Find(entrances_, request.questions(i), field);
    if (!subject.ok()) co_return subject.status();
    subjects.push_back(*subject);
  }
  pb::MayIResponse response;
  for (size_t i = 0; i < subjects.size(); ++i) {
    Call question = call;
    question.request_id.clear();
    question.fingerprint.clear();
    const std::string& bytes = request.questions(static_cast<int>(i)).request().value();
    const absl::Status status = co_await (*subjects[i].asked)(question, bytes);
    pb::Answer& answer = *response.add_answers();
    answer.set_allowed(status.ok());
    if (!status.ok()) *answer.mutable_refusal() = Told(status);
  }
  co_return response;
}

pb::Refusal Told(const absl::Status& status) {
  pb::Refusal refusal;
  refusal.set_code(absl::StatusCodeToString(status.code()));
  refusal.set_sentence(std::string(status.message()));
  google::rpc::ErrorInfo info;
  if (const auto payload = status.GetPayload("type.googleapis.com/google.rpc.ErrorInfo")) {
    info.ParseFromString(std::string(*payload));
  }
  refusal.set_reason(info.reason());
  refusal.set_domain(info.domain());
  const auto remedy = info.metadata().find("remedy");
  if (remedy != info.metadata().end()) refusal.set_remedy(remedy->second);
  google::rpc::BadRequest bad;
  if (const auto payload = status.GetPayload("type.googleapis.com/google.rpc.BadRequest")) {
    bad.ParseFromString(std::string(*payload));
  }
  if (bad.field_violations_size() > 0) refusal.set_field(bad.field_violations(0).field());
  return refusal;
}

}  // namespace placet::rpc
