// Task<T>: a lazy coroutine with one awaiter. Handlers are Tasks: they read like blocking code and
// hold no thread while they wait for a lane.
//
// Three rules, each learnt the hard way:
// 1. No braced temporaries inside a co_await expression: name the arguments first (g++ 12
// mishandles
//    some).
// 2. Parameters by value, or references to what outlives the call; never a capturing lambda as a
//    coroutine.
// 3. Code after a co_await runs on a lane's thread: compute microseconds, never block, never wait
//    for another lane.
#pragma once

#include <condition_variable>
#include <coroutine>
#include <cstddef>
#include <exception>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace placet::async {

template <class T>
class [[nodiscard]] Task {
 public:
  struct promise_type {
    std::optional<T> value;
    std::coroutine_handle<> awaiter;

    Task get_return_object() {
      return Task(std::coroutine_handle<promise_type>::from_promise(*this));
    }
    std::suspend_always initial_suspend() noexcept { return {}; }
    auto final_suspend() noexcept {
      struct Resume {
        bool await_ready() noexcept { return false; }
        std::coroutine_handle<> await_suspend(std::coroutine_handle<promise_type> done) noexcept {
          return done.promise().awaiter;
        }
        void await_resume() noexcept {}
      };
      return Resume{};
    }
    template <class U>
    void return_value(U&& result) {
      value.emplace(std::forward<U>(result));
    }
    void unhandled_exception() { std::terminate(); }  // errors are values here
  };

  explicit Task(std::coroutine_handle<promise_type> handle) : handle_(handle) {}
  Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Task(const Task&) = delete;
  Task& operator=(Task&&) = delete;
  ~Task() {
    if (handle_) handle_.destroy();
  }

  bool await_ready() const noexcept { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> awaiter) noexcept {
    handle_.promise().awaiter = awaiter;
    return handle_;
  }
  T await_resume() { return std::move(*handle_.promise().value); }

 private:
  std::coroutine_handle<promise_type> handle_;
};

// A coroutine that nobody awaits: it begins at once and frees itself at its end.
struct Detached {
  struct promise_type {
    Detached get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
};

// Runs tasks from a thread that may block: all begin at once, in order, and the thread waits for
// the last. Never on a lane's thread.
template <class T>
std::vector<T> BlockOnAll(std::vector<Task<T>> tasks) {
  std::mutex mutex;
  std::condition_variable done;
  size_t left = tasks.size();
  std::vector<std::optional<T>> results(tasks.size());
  const auto start = [](Task<T>& task, std::optional<T>& result, std::mutex& guard,
                        std::condition_variable& ready, size_t& remaining) -> Detached {
    result = co_await std::move(task);
    std::lock_guard lock(guard);
    if (--remaining == 0) ready.notify_one();
  };
  for (size_t i = 0; i < tasks.size(); ++i) start(tasks[i], results[i], mutex, done, left);
  std::unique_lock lock(mutex);
  done.wait(lock, [&] { return left == 0; });
  std::vector<T> values;
  for (std::optional<T>& result : results) values.push_back(*std::move(result));
  return values;
}

template <class T>
T BlockOn(Task<T> task) {
  std::vector<Task<T>> one;
  one.push_back(std::move(task));
  return std::move(BlockOnAll(std::move(one))[0]);
}

}  // namespace placet::async
