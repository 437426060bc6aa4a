// Calls of services with messages as bytes. Each is used by one coroutine of a connection; what
// gRPC says on its own threads is carried over to the connection's.
#pragma once

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/client_callback.h>

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/gateway/backends.h"
#include "services/gateway/exchange.h"

namespace placet::gateway {

// Who calls, and until when. Nothing else of a request reaches a service.
struct CallOptions {
  std::string authorization;   // "Bearer ..."; "": nobody
  std::string traceparent;     // W3C; "": none
  std::string client_address;  // said of calls by which people sign in
  absl::Time deadline = absl::InfiniteFuture();
};

grpc::ByteBuffer ToBuffer(absl::string_view bytes);

// A unary call. It is cancelled when the client of the exchange leaves; then CANCELLED.
Task<absl::StatusOr<std::string>> CallUnary(Exchange& exchange, const Backend& backend,
                                            const std::string& path, const CallOptions& options,
                                            absl::string_view request);

// A stream, in both directions. The next message is asked for when Read is called and not before,
// so gRPC's flow control reaches from the client's socket to the service.
class Stream {
 public:
  Stream(Exchange& exchange, const Backend& backend, const std::string& path,
         const CallOptions& options);
  ~Stream();  // cancels what has not ended
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  // False: the call has ended or the client has gone; Read says how.
  Task<bool> Write(absl::string_view message, bool last);
  // The next message; nothing: the call has ended, see status().
  Task<std::optional<std::string>> Read();
  const absl::Status& status() const { return status_; }

 private:
  class Reactor;
  Task<> Await(bool& under_way);

  Exchange& exchange_;
  const std::shared_ptr<Reactor> reactor_;
  absl::Status status_;
};

}  // namespace placet::gateway
