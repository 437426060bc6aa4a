// The fastest that gRPC C++ can be: a server that parses nothing and always answers the same bytes.
#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "absl/synchronization/mutex.h"

namespace placet::bench {
namespace {

class Echo final : public grpc::CallbackGenericService {
 public:
  explicit Echo(size_t bytes) : answer_(std::string(bytes, 'x')), buffer_(&answer_, 1) {}

  grpc::ServerGenericBidiReactor* CreateReactor(grpc::GenericCallbackServerContext*) override {
    return new Call(buffer_);
  }

 private:
  class Call final : public grpc::ServerGenericBidiReactor {
   public:
    explicit Call(const grpc::ByteBuffer& answer) : answer_(answer) { StartRead(&request_); }
    void OnReadDone(bool ok) override {
      if (!ok) return Finish(grpc::Status::OK);
      StartWriteAndFinish(&answer_, grpc::WriteOptions(), grpc::Status::OK);
    }
    void OnDone() override { delete this; }

   private:
    grpc::ByteBuffer request_;
    const grpc::ByteBuffer answer_;
  };

  const grpc::Slice answer_;
  const grpc::ByteBuffer buffer_;
};

}  // namespace
}  // namespace placet::bench

int main(int argc, char** argv) {
  CLI::App app("Answers each call with the same bytes", "echo_rival");
  std::string listen;
  size_t bytes = 100;
  app.add_option("--listen", listen, "Address")->required();
  // Every service of a test is told so that serves no TLS; this one knows nothing else.
  app.add_flag("--believe-names")->description("Callers are believed by name, always");
  app.add_option("--bytes", bytes, "Size of the answer");
  CLI11_PARSE(app, argc, argv);
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);  // as in Placet
  placet::bench::Echo service(bytes);
  grpc::EnableDefaultHealthCheckService(true);
  grpc::ServerBuilder builder;
  builder.AddListeningPort(listen, grpc::InsecureServerCredentials());
  builder.RegisterCallbackGenericService(&service);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr) return 1;
  server->Wait();  // until it is killed
}
