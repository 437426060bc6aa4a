// Calls another service from a coroutine, for whoever calls this one:
//
//   const auto ballot = co_await Ask(*stub.async(), &Async::GetBallot, call, request, ballot_out);
//
// The answer is a status; what could not be reached says UNAVAILABLE.
#pragma once

#include <grpcpp/client_context.h>

#include <coroutine>
#include <functional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/rpc/call.h"
#include "services/rpc/status.h"

namespace placet::rpc {

// In the name of a person with the person's own token. The name is for services that believe names;
// others see the certificate of this service where there is no token.
inline void NameCaller(const Call& call, grpc::ClientContext& context) {
  if (call.signed_in != nullptr) {
    context.AddMetadata("authorization", "Bearer " + call.signed_in->token);
  } else {
    context.AddMetadata("placet-caller", call.caller);
  }
}

// `request` and `response` outlive the call.
template <class Async, class Request, class Response>
auto Ask(Async& async,
         void (Async::*method)(grpc::ClientContext*, const Request*, Response*,
                               std::function<void(grpc::Status)>),
         const Call& call, const Request& request, Response& response) {
  struct Awaiter {
    Async& async;
    void (Async::*method)(grpc::ClientContext*, const Request*, Response*,
                          std::function<void(grpc::Status)>);
    const Call& call;
    const Request& request;
    Response& response;
    grpc::ClientContext context = {};
    absl::Status status = {};

    bool await_ready() const { return false; }
    void await_suspend(std::coroutine_handle<> waiting) {
      context.set_deadline(absl::ToChronoTime(call.deadline));
      NameCaller(call, context);
      // The coroutine may run on before this returns: touch nothing afterwards.
      (async.*method)(&context, &request, &response, [this, waiting](grpc::Status answer) {
        status = FromGrpc(answer);
        waiting.resume();
      });
    }
    absl::Status await_resume() { return std::move(status); }
  };
  return Awaiter{async, method, call, request, response};
}

}  // namespace placet::rpc
