// The bytes of one connection, plain or through TLS.
#pragma once

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/context.hpp>
#include <functional>
#include <memory>

#include "services/gateway/io.h"

namespace placet::gateway {

class Wire {
 public:
  using Read = std::function<void(error_code, size_t)>;
  using Parts = std::array<asio::const_buffer, 3>;

  virtual ~Wire() = default;

  virtual bool secure() const = 0;
  virtual Socket& socket() = 0;
  virtual Task<error_code> Handshake() = 0;
  // One at a time; `into` stays until `done` was called.
  virtual void ReadSome(asio::mutable_buffer into, Read done) = 0;
  // All of it.
  virtual Task<error_code> Write(Parts parts) = 0;
  // Says that no more is written; the other end may still be sending.
  virtual Task<> FinishWriting() = 0;
};

std::unique_ptr<Wire> PlainWire(Socket socket);
std::unique_ptr<Wire> TlsWire(Socket socket, asio::ssl::context& context);

}  // namespace placet::gateway
