// A service within the test program, on a socket of its own: with a clock that stands still, and
// calls in somebody's name.
#pragma once

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <atomic>
#include <initializer_list>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/rpc/call.h"
#include "services/rpc/permissions.h"
#include "services/rpc/status.h"

namespace placet::testing {

// Time moves only when a test says so.
class FixedClock {
 public:
  explicit FixedClock(absl::string_view time) { Set(time); }
  void Set(absl::string_view time);  // "2018-03-13T12:00:00Z"
  void Advance(absl::Duration duration) { micros_ += absl::ToInt64Microseconds(duration); }
  absl::Time Now() const { return absl::FromUnixMicros(micros_); }
  rpc::Clock AsClock() const {
    return [this] { return Now(); };
  }

 private:
  std::atomic<int64_t> micros_ = 0;
};

// Serves while it lives. Shuts down before the service, its store and its lanes do. On a socket and
// not on gRPC's in-process channel, because there a call does not say that it is from this machine.
class InProcess {
 public:
  explicit InProcess(grpc::Service& service) : InProcess({&service}) {}
  explicit InProcess(std::initializer_list<grpc::Service*> services);
  ~InProcess();
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }
  rpc::Permissions& permissions() { return *permissions_; }

 private:
  std::string folder_;
  std::unique_ptr<rpc::Permissions> permissions_;  // MayI for these services
  std::unique_ptr<grpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

// A context in the name of a caller ("" leaves it away; "Bearer ..." shows a token), with a
// deadline that a hung test meets.
std::unique_ptr<grpc::ClientContext> ContextOf(const std::string& caller);

// Calls of one service in one name: As<pb::MemberService> de(channel, "people/de");
// de(&Stub::GetMember, request).
template <class Service>
class As {
 public:
  using Stub = typename Service::Stub;

  As(const std::shared_ptr<grpc::ChannelInterface>& channel, std::string caller)
      : stub_(Service::NewStub(channel)), caller_(std::move(caller)) {}

  template <class Request, class Response>
  absl::StatusOr<Response> operator()(grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                                   const Request&, Response*),
                                      const Request& request) const {
    const auto context = ContextOf(caller_);
    Response response;
    const grpc::Status status = (stub_.get()->*method)(context.get(), request, &response);
    if (!status.ok()) return rpc::FromGrpc(status);
    return response;
  }

  Stub& stub() const { return *stub_; }
  const std::string& caller() const { return caller_; }

 private:
  std::unique_ptr<Stub> stub_;
  std::string caller_;
};

// Sends bytes as they are, where a generated stub would refuse to: "/placet.members.v1.
// MemberService/PutMember".
grpc::Status CallRaw(const std::shared_ptr<grpc::ChannelInterface>& channel,
                     const std::string& method, const std::string& bytes, const std::string& caller,
                     std::string* answer = nullptr);

// Waits until the server behind a channel can be spoken to. Calling it again and again does not do:
// with calls that fail at once nobody drives gRPC's client, and it takes 5 s to connect.
bool Connects(const std::shared_ptr<grpc::ChannelInterface>& channel);
// Does it answer SERVING to a health check?
bool IsServing(const std::shared_ptr<grpc::ChannelInterface>& channel);
// Waits until it does.
bool ComesToServe(const std::shared_ptr<grpc::ChannelInterface>& channel);

}  // namespace placet::testing
