// How browsers are served over TLS: 1.2 and 1.3, the service's certificate, no client certificates.
// The files are read again when they change, as services do (services/rpc/tls.h).
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <chrono>
#include <filesystem>
#include <memory>

#include "absl/status/statusor.h"
#include "services/rpc/tls.h"

namespace placet::gateway {

// Of one thread.
class ServerTls {
 public:
  using Context = std::shared_ptr<boost::asio::ssl::context>;

  explicit ServerTls(rpc::Tls tls) : tls_(std::move(tls)) {}

  absl::Status Load();
  // For the next connection; nullptr: TLS is off. A pair that does not fit leaves the last one.
  const Context& Current();

 private:
  const rpc::Tls tls_;
  Context context_;
  std::filesystem::file_time_type changed_;
  std::chrono::steady_clock::time_point looked_;
};

}  // namespace placet::gateway
