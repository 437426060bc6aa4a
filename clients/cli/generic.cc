#include "clients/cli/generic.h"

#include <grpcpp/completion_queue.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/byte_buffer.h>

#include <vector>

namespace placet::cli {
namespace {

std::string ToBytes(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (!buffer.Dump(&slices).ok()) return bytes;
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

// Waits for the one operation under way.
bool Done(grpc::CompletionQueue& queue) {
  void* tag = nullptr;
  bool ok = false;
  return queue.Next(&tag, &ok) && ok;
}

}  // namespace

grpc::Status GenericCall(const std::shared_ptr<grpc::Channel>& channel,
                         grpc::ClientContext& context, const std::string& method,
                         const std::string& request,
                         const std::function<void(const std::string&)>& on_response) {
  grpc::CompletionQueue queue;
  grpc::GenericStub stub(channel);
  const auto call = stub.PrepareCall(&context, method, &queue);
  const grpc::Slice slice(request);
  call->StartCall(nullptr);
  bool going = Done(queue);
  if (going) {
    call->WriteLast(grpc::ByteBuffer(&slice, 1), grpc::WriteOptions(), nullptr);
    going = Done(queue);
  }
  while (going) {
    grpc::ByteBuffer response;
    call->Read(&response, nullptr);
    going = Done(queue);
    if (going) on_response(ToBytes(response));
  }
  grpc::Status status;
  call->Finish(&status, nullptr);
  Done(queue);
  return status;
}

}  // namespace placet::cli
