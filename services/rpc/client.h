// co_await a unary method of another service:
//   absl::StatusOr<Head> head = co_await rpc::Ask<Head>(context, request, [&](auto... a) {
//     stub.async()->GetHead(a...); });
#pragma once

#include <grpcpp/client_context.h>

#include <coroutine>
#include <functional>
#include <utility>

#include "absl/status/statusor.h"
#include "services/rpc/status.h"

namespace placet::rpc {

template <class Response, class Request, class Send>
auto Ask(grpc::ClientContext& context, const Request& request, Send send) {
  struct Awaiter {
    grpc::ClientContext& context;
    const Request& request;
    Send send;
    Response response;
    grpc::Status status;
    bool await_ready() const { return false; }
    void await_suspend(std::coroutine_handle<> waiting) {
      send(&context, &request, &response,
           std::function<void(grpc::Status)>([this, waiting](grpc::Status answer) {
             status = std::move(answer);
             waiting.resume();
           }));
    }
    absl::StatusOr<Response> await_resume() {
      if (!status.ok()) return FromGrpc(status);
      return std::move(response);
    }
  };
  return Awaiter{context, request, std::move(send), {}, {}};
}

}  // namespace placet::rpc
