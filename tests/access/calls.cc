#include "tests/access/calls.h"

#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>

#include "absl/strings/str_cat.h"
#include "placet/access/v1/access_service.grpc.pb.h"
#include "services/rpc/refuse.h"
#include "services/rpc/status.h"
#include "tests/support/matchers.h"
#include "tests/support/server.h"

namespace placet::access {
namespace {

// Waits for what was just begun; false: it did not come about.
bool Next(grpc::CompletionQueue& queue) {
  void* tag = nullptr;
  bool ok = false;
  return queue.Next(&tag, &ok) && ok;
}

std::string Cell(const absl::Status& status) {
  if (status.ok()) return "allowed";
  const std::string reason = rpc::ReasonOf(status);
  return reason.empty() ? status.ToString() : reason;
}

}  // namespace

std::string Call(const std::shared_ptr<grpc::Channel>& channel, const std::string& caller,
                 const Asked& asked) {
  grpc::CompletionQueue queue;
  grpc::GenericStub stub(channel);
  const auto context = placet::testing::ContextOf(caller);
  const auto call = stub.PrepareCall(
      context.get(),
      absl::StrCat("/", asked.method->service()->full_name(), "/", asked.method->name()), &queue);
  call->StartCall(nullptr);
  Next(queue);
  const grpc::Slice slice(asked.request->SerializeAsString());
  const grpc::ByteBuffer bytes(&slice, 1);
  call->WriteLast(bytes, grpc::WriteOptions(), nullptr);
  Next(queue);
  grpc::ByteBuffer answer;
  call->Read(&answer, nullptr);
  const bool answered = Next(queue);
  const bool is_begun = answered && asked.method->server_streaming();
  if (is_begun) context->TryCancel();
  grpc::Status status;
  call->Finish(&status, nullptr);
  Next(queue);
  return is_begun ? "allowed" : Cell(rpc::FromGrpc(status));
}

std::vector<std::string> MayI(const std::shared_ptr<grpc::Channel>& channel,
                              const std::string& caller, const std::vector<Asked>& asked) {
  v1::MayIRequest request;
  for (const Asked& one : asked) {
    v1::Question& question = *request.add_questions();
    question.set_method(one.method->full_name());
    question.mutable_request()->PackFrom(*one.request);
  }
  const placet::testing::As<v1::AccessService> as(channel, caller);
  const auto response = as(&v1::AccessService::Stub::MayI, request);
  if (!response.ok()) return std::vector<std::string>(asked.size(), Cell(response.status()));
  std::vector<std::string> cells;
  for (const v1::Answer& answer : response->answers()) {
    cells.push_back(answer.allowed() ? "allowed" : answer.refusal().reason());
  }
  return cells;
}

}  // namespace placet::access
