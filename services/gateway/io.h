// Asio as the gateway uses it: each connection belongs to one thread, so nothing in here locks.
// Errors are values; nothing throws.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/error_code.hpp>
#include <chrono>

namespace placet::gateway {

namespace asio = boost::asio;
using boost::system::error_code;

using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
using Clock = std::chrono::steady_clock;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor>;

template <class T = void>
using Task = asio::awaitable<T, Executor>;

// co_await x.async_y(kAwait) gives the error code first.
inline constexpr auto kAwait = asio::as_tuple(asio::use_awaitable_t<Executor>());

// Wakes the one coroutine that waits. A ring that nobody hears is forgotten, so whoever waits looks
// at what it waits for first, and again after each ring.
class Bell {
 public:
  explicit Bell(Executor executor) : timer_(executor, Clock::time_point::max()) {}

  void Ring() { timer_.cancel(); }
  Task<> Wait() { co_await timer_.async_wait(kAwait); }

 private:
  Timer timer_;
};

}  // namespace placet::gateway
