#include "services/gateway/listener.h"

#include <netinet/tcp.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <future>
#include <set>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/gateway/tls.h"
#include "spdlog/spdlog.h"

namespace placet::gateway {
namespace {

using asio::ip::tcp;

// How often connections are looked at whose time may be over.
constexpr std::chrono::milliseconds kLookEvery{200};

absl::StatusOr<tcp::endpoint> EndpointOf(absl::string_view address) {
  const size_t colon = address.rfind(':');
  uint32_t port = 0;
  if (colon != absl::string_view::npos && absl::SimpleAtoi(address.substr(colon + 1), &port) &&
      port <= 65'535) {
    std::string host(address.substr(0, colon));
    if (host.size() > 2 && host.front() == '[') host = host.substr(1, host.size() - 2);
    if (host == "localhost") host = "127.0.0.1";
    error_code error;
    const auto parsed = asio::ip::make_address(host, error);
    if (!error) return tcp::endpoint(parsed, static_cast<uint16_t>(port));
  }
  return absl::InvalidArgumentError(
      absl::StrCat("--listen ", address, ": is not ADDRESS:PORT, such as 127.0.0.1:7300"));
}

std::string ToString(const tcp::endpoint& endpoint) {
  const std::string host = endpoint.address().to_string();
  return absl::StrCat(endpoint.address().is_v6() ? absl::StrCat("[", host, "]") : host, ":",
                      endpoint.port());
}

// After an accept that failed.
constexpr std::chrono::milliseconds kPause{100};

// A client whose machine has gone says nothing more; the kernel asks.
void SetUp(Socket& socket) {
  error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  socket.set_option(asio::socket_base::keep_alive(true), ignored);
  const int idle = 60, every = 20, count = 3;
  setsockopt(socket.native_handle(), IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof idle);
  setsockopt(socket.native_handle(), IPPROTO_TCP, TCP_KEEPINTVL, &every, sizeof every);
  setsockopt(socket.native_handle(), IPPROTO_TCP, TCP_KEEPCNT, &count, sizeof count);
}

}  // namespace

// A thread and the connections that live on it.
class Listener::Loop {
 public:
  Loop() : guard_(asio::make_work_guard(context_)), tick_(context_.get_executor()) {}

  void Start() {
    Tick();
    thread_ = std::thread([this] { context_.run(); });
  }
  Executor executor() { return context_.get_executor(); }
  asio::io_context& context() { return context_; }

  void Add(std::shared_ptr<Connection> connection, std::shared_ptr<void> place) {
    connections_.insert(connection.get());
    if (stopping_) connection->Stop();
    asio::co_spawn(
        context_,
        [this, connection, place]() -> Task<> {
          co_await connection->Run();
          connections_.erase(connection.get());
        },
        asio::detached);
  }

  void StopConnections() {
    asio::post(context_, [this] {
      stopping_ = true;
      for (Connection* connection : connections_) connection->Stop();
    });
  }
  size_t Count() {
    std::promise<size_t> count;
    asio::post(context_, [&] { count.set_value(connections_.size()); });
    return count.get_future().get();
  }
  void Join() {
    context_.stop();
    if (thread_.joinable()) thread_.join();
  }

 private:
  void Tick() {
    tick_.expires_after(kLookEvery);
    tick_.async_wait([this](error_code error) {
      if (error) return;
      const Clock::time_point now = Clock::now();
      for (Connection* connection : connections_) connection->Look(now);
      Tick();
    });
  }

  asio::io_context context_{1};
  asio::executor_work_guard<Executor> guard_;
  Timer tick_;
  std::set<Connection*> connections_;  // of the thread
  bool stopping_ = false;              // of the thread
  std::thread thread_;
};

Listener::Listener(Options options, Handler& handler)
    : options_(std::move(options)),
      handler_(handler),
      bodies_(options_.limits.bodies),
      answers_(options_.limits.answers),
      tls_(options_.tls) {}

Listener::~Listener() { Stop(std::chrono::seconds(0)); }

absl::StatusOr<std::string> Listener::Start() {
  const absl::StatusOr<tcp::endpoint> endpoint = EndpointOf(options_.address);
  if (!endpoint.ok()) return endpoint.status();
  if (options_.tls.IsOn()) {
    if (const absl::Status status = tls_.Load(); !status.ok()) return status;
  } else if (!endpoint->address().is_loopback()) {
    return absl::InvalidArgumentError(
        "without --tls-certificate only 127.0.0.1 and [::1] are served: tokens would be readable");
  }
  for (int i = 0; i < options_.threads; ++i) loops_.push_back(std::make_unique<Loop>());
  acceptor_.emplace(loops_[0]->executor());
  error_code error;
  acceptor_->open(endpoint->protocol(), error);
  acceptor_->set_option(asio::socket_base::reuse_address(true), error);
  if (!error) acceptor_->bind(*endpoint, error);
  if (!error) acceptor_->listen(asio::socket_base::max_listen_connections, error);
  if (error) {
    return absl::UnavailableError(
        absl::StrCat("cannot listen on ", options_.address, ": ", error.message()));
  }
  Accept();
  for (auto& loop : loops_) loop->Start();
  return ToString(acceptor_->local_endpoint());
}

void Listener::Accept() {
  Loop& loop = *loops_[next_++ % loops_.size()];
  acceptor_->async_accept(loop.executor(), [this, &loop](error_code error, Socket socket) {
    if (error == asio::error::operation_aborted) return;
    if (error) return Pause();
    error_code unknown;
    const tcp::endpoint peer = socket.remote_endpoint(unknown);
    if (!unknown) Serve(std::move(socket), peer.address().to_string(), loop);
    Accept();
  });
}

// Where no file is left another attempt would fail at once, and again.
void Listener::Pause() {
  pause_.emplace(loops_[0]->executor(), kPause);
  pause_->async_wait([this](error_code error) {
    if (!error) Accept();
  });
}

// A connection that is one too many ends at once: it costs nothing then.
void Listener::Serve(Socket socket, const std::string& address, Loop& loop) {
  auto place = Place(address);
  if (!place) {
    spdlog::warn("too many connections: one of {} is refused", address);
    return;
  }
  SetUp(socket);
  asio::post(
      loop.context(), [this, &loop, address, place = *std::move(place), context = tls_.Current(),
                       moved = std::make_shared<Socket>(std::move(socket))] {
        std::unique_ptr<Wire> wire = context == nullptr ? PlainWire(std::move(*moved))
                                                        : TlsWire(std::move(*moved), *context);
        loop.Add(std::make_shared<Connection>(std::move(wire), address, loop.executor(), handler_,
                                              options_.limits, bodies_, answers_),
                 place);
      });
}

std::optional<std::shared_ptr<void>> Listener::Place(const std::string& address) {
  std::lock_guard lock(places_->mutex);
  int& taken = places_->of[address];
  const bool full = places_->taken >= options_.limits.connections ||
                    taken >= options_.limits.connections_of_address;
  if (full && taken == 0) places_->of.erase(address);
  if (full) return std::nullopt;
  ++places_->taken;
  ++taken;
  return std::shared_ptr<void>(places_.get(), [places = places_, address](void*) {
    std::lock_guard again(places->mutex);
    --places->taken;
    if (--places->of[address] == 0) places->of.erase(address);
  });
}

void Listener::Stop(std::chrono::seconds longest) {
  if (loops_.empty()) return;
  std::promise<void> closed;
  asio::post(loops_[0]->context(), [&] {
    error_code ignored;
    acceptor_->close(ignored);
    if (pause_) pause_->cancel();
    closed.set_value();
  });
  closed.get_future().wait();
  for (auto& loop : loops_) loop->StopConnections();
  const Clock::time_point last = Clock::now() + longest;
  // Looked at, not told: a process ends once, and its connections on threads of their own.
  for (auto& loop : loops_) {
    while (loop->Count() > 0 && Clock::now() < last) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  }
  // gRPC may still say how calls ended that were cut off, so a loop outlives the listener.
  static auto& ended = *new std::vector<std::unique_ptr<Loop>>();
  for (auto& loop : loops_) {
    loop->Join();
    ended.push_back(std::move(loop));
  }
  pause_.reset();
  acceptor_.reset();
  loops_.clear();
}

}  // namespace placet::gateway
