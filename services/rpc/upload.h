// The one kind of client stream: a header and pieces, taken in as they come. A message is parsed,
// handed to the intake of the call and forgotten, so what was sent is in memory once. See
// Served::Upload for how a service takes one.
#pragma once

#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <coroutine>

namespace placet::rpc {

// Owns itself: freed when gRPC is done with it.
class Upload final : public grpc::ServerReadReactor<grpc::ByteBuffer> {
 public:
  // co_await upload.Read(message): false when there is no further one.
  auto Read(grpc::ByteBuffer& message) {
    struct Awaiter {
      Upload& upload;
      grpc::ByteBuffer& message;
      bool await_ready() const { return false; }
      void await_suspend(std::coroutine_handle<> waiting) {
        upload.waiting_ = waiting;
        upload.StartRead(&message);
      }
      bool await_resume() const { return upload.read_; }
    };
    return Awaiter{*this, message};
  }

 private:
  void OnReadDone(bool ok) override {
    read_ = ok;
    waiting_.resume();
  }
  void OnDone() override { delete this; }

  bool read_ = false;
  std::coroutine_handle<> waiting_;
};

}  // namespace placet::rpc
