// co_await Apart(): goes on on a thread of its own, for what computes for longer than a lane or
// gRPC may be kept: reading or writing a large file. The caller sees to it that there are few.
#pragma once

#include <coroutine>
#include <thread>

namespace placet::async {

struct Apart {
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) const {
    std::thread([waiting] { waiting.resume(); }).detach();
  }
  void await_resume() const noexcept {}
};

}  // namespace placet::async
