// The one kind of server stream: pages of events, read from the store as the client takes them, so
// a slow reader delays nobody and loses nothing.
#pragma once

#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <atomic>
#include <coroutine>
#include <cstdint>
#include <vector>

#include "services/pg/tail.h"

namespace placet::rpc {

// Events that follow a sequence, in order.
struct Page {
  std::vector<grpc::ByteBuffer> events;
  int64_t after = 0;     // sequence of the last row read, sent or not
  bool at_head = false;  // there was no further row
};

// Set when the process is to end: streams then end by themselves, so that draining is quick.
inline std::atomic<bool> stopping = false;

// Owns itself: freed when gRPC is done with it.
class Feed final : public grpc::ServerWriteReactor<grpc::ByteBuffer> {
 public:
  // One that is only asked has no reader: its first write says false, and is remembered.
  enum class Use { kServed, kAsked };
  explicit Feed(Use use = Use::kServed) : use_(use) {}

  bool Cancelled() const { return cancelled_ || stopping; }
  bool WouldWrite() const { return use_ == Use::kAsked && written_; }

  // co_await feed.Write(event): false when the stream is broken.
  auto Write(const grpc::ByteBuffer& event) {
    struct Awaiter {
      Feed& feed;
      const grpc::ByteBuffer& event;
      bool await_ready() const { return feed.use_ == Use::kAsked; }
      void await_suspend(std::coroutine_handle<> waiting) {
        feed.waiting_ = waiting;
        feed.StartWrite(&event);
      }
      bool await_resume() const {
        if (feed.use_ == Use::kServed) return feed.written_;
        feed.written_ = true;
        return false;
      }
    };
    return Awaiter{*this, event};
  }

 private:
  void OnWriteDone(bool ok) override {
    written_ = ok;
    if (!ok) cancelled_ = true;
    waiting_.resume();
  }
  void OnCancel() override { cancelled_ = true; }
  void OnDone() override { delete this; }

  const Use use_;
  std::atomic<bool> cancelled_ = false;
  bool written_ = false;
  std::coroutine_handle<> waiting_;
};

}  // namespace placet::rpc
