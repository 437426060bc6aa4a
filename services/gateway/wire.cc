#include "services/gateway/wire.h"

#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

namespace placet::gateway {
namespace {

class Plain final : public Wire {
 public:
  explicit Plain(Socket socket) : socket_(std::move(socket)) {}

  bool secure() const override { return false; }
  Socket& socket() override { return socket_; }
  Task<error_code> Handshake() override { co_return error_code(); }

  void ReadSome(asio::mutable_buffer into, Read done) override {
    socket_.async_read_some(into, std::move(done));
  }

  Task<error_code> Write(Parts parts) override {
    const auto [error, size] = co_await asio::async_write(socket_, parts, kAwait);
    co_return error;
  }

  Task<> FinishWriting() override {
    error_code gone;
    socket_.shutdown(Socket::shutdown_send, gone);
    co_return;
  }

 private:
  Socket socket_;
};

class Tls final : public Wire {
 public:
  Tls(Socket socket, asio::ssl::context& context) : stream_(std::move(socket), context) {}

  bool secure() const override { return true; }
  Socket& socket() override { return stream_.next_layer(); }

  Task<error_code> Handshake() override {
    const auto [error] = co_await stream_.async_handshake(asio::ssl::stream_base::server, kAwait);
    co_return error;
  }

  void ReadSome(asio::mutable_buffer into, Read done) override {
    stream_.async_read_some(into, std::move(done));
  }

  Task<error_code> Write(Parts parts) override {
    const auto [error, size] = co_await asio::async_write(stream_, parts, kAwait);
    co_return error;
  }

  Task<> FinishWriting() override {
    co_await stream_.async_shutdown(kAwait);
    error_code gone;
    socket().shutdown(Socket::shutdown_send, gone);
  }

 private:
  asio::ssl::stream<Socket> stream_;
};

}  // namespace

std::unique_ptr<Wire> PlainWire(Socket socket) {
  return std::make_unique<Plain>(std::move(socket));
}

std::unique_ptr<Wire> TlsWire(Socket socket, asio::ssl::context& context) {
  return std::make_unique<Tls>(std::move(socket), context);
}

}  // namespace placet::gateway
