#include "tests/support/server.h"

#include <spdlog/spdlog.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <future>

#include "absl/strings/match.h"
#include "absl/time/clock.h"
#include "services/rpc/caller.h"
#include "tests/support/process.h"

namespace placet::testing {

void FixedClock::Set(absl::string_view time) {
  absl::Time parsed;
  std::string error;
  if (!absl::ParseTime(absl::RFC3339_full, time, &parsed, &error)) {
    std::fprintf(stderr, "%s\n", error.c_str());
    std::abort();
  }
  micros_ = absl::ToUnixMicros(parsed);
}

InProcess::InProcess(std::initializer_list<grpc::Service*> services) {
  spdlog::set_level(spdlog::level::err);  // a refusal that a test asks for is no news
  char folder[] = "/tmp/placet-serve.XXXXXX";
  if (mkdtemp(folder) == nullptr) std::abort();
  folder_ = folder;
  const std::string address = "unix:" + folder_ + "/socket";
  grpc::ServerBuilder builder;
  builder.SetMaxReceiveMessageSize(16 << 20);  // as rpc::Run
  static const auto by_name =
      std::make_shared<const rpc::Callers>(rpc::Callers::Options{nullptr, true, absl::Now});
  rpc::SetCallers(by_name);  // a test that is about tokens sets others
  builder.AddListeningPort(address, grpc::InsecureServerCredentials());
  for (grpc::Service* service : services) builder.RegisterService(service);
  permissions_ =
      std::make_unique<rpc::Permissions>(std::vector<grpc::Service*>(services), absl::Now);
  builder.RegisterService(permissions_.get());
  server_ = builder.BuildAndStart();
  channel_ = grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
}

InProcess::~InProcess() {
  server_->Shutdown(absl::ToChronoTime(absl::Now()));  // cuts open streams off
  server_->Wait();
  std::filesystem::remove_all(folder_);
}

std::unique_ptr<grpc::ClientContext> ContextOf(const std::string& caller) {
  auto context = std::make_unique<grpc::ClientContext>();
  if (absl::StartsWith(caller, "Bearer ")) {
    context->AddMetadata("authorization", caller);
  } else if (!caller.empty()) {
    context->AddMetadata("placet-caller", caller);
  }
  context->set_deadline(absl::ToChronoTime(absl::Now() + kPatience));
  return context;
}

grpc::Status CallRaw(const std::shared_ptr<grpc::ChannelInterface>& channel,
                     const std::string& method, const std::string& bytes, const std::string& caller,
                     std::string* answer) {
  grpc::GenericStub stub(channel);
  const auto context = ContextOf(caller);
  const grpc::Slice slice(bytes);
  const grpc::ByteBuffer request(&slice, 1);
  grpc::ByteBuffer response;
  std::promise<grpc::Status> done;
  stub.UnaryCall(context.get(), method, grpc::StubOptions(), &request, &response,
                 [&](grpc::Status status) { done.set_value(std::move(status)); });
  grpc::Status status = done.get_future().get();
  grpc::Slice flat;
  if (answer != nullptr && status.ok() && response.DumpToSingleSlice(&flat).ok()) {
    answer->assign(reinterpret_cast<const char*>(flat.begin()), flat.size());
  }
  return status;
}

bool Connects(const std::shared_ptr<grpc::ChannelInterface>& channel) {
  return channel->WaitForConnected(absl::ToChronoTime(absl::Now() + kPatience));
}

bool IsServing(const std::shared_ptr<grpc::ChannelInterface>& channel) {
  std::string answer;
  const grpc::Status status = CallRaw(channel, "/grpc.health.v1.Health/Check", "", "", &answer);
  return status.ok() && answer == "\x08\x01";  // status: SERVING
}

bool ComesToServe(const std::shared_ptr<grpc::ChannelInterface>& channel) {
  return Connects(channel) && Eventually([&] { return IsServing(channel); });
}

}  // namespace placet::testing
