#include "services/gateway/upstream.h"

#include <boost/asio/post.hpp>
#include <vector>

#include "services/gateway/refusals.h"
#include "services/rpc/bytes.h"
#include "services/rpc/status.h"

namespace placet::gateway {
namespace {

absl::Status Gone() { return absl::CancelledError("the client has gone"); }

absl::Status Stopping() {
  return Refuse(absl::StatusCode::kUnavailable, "SERVICE_UNAVAILABLE", "the gateway is ending",
                "call again in a moment");
}

void SetUp(grpc::ClientContext& context, const CallOptions& options) {
  if (options.deadline < absl::InfiniteFuture()) {
    context.set_deadline(absl::ToChronoTime(options.deadline));
  }
  if (!options.authorization.empty()) context.AddMetadata("authorization", options.authorization);
  if (!options.traceparent.empty()) context.AddMetadata("traceparent", options.traceparent);
  if (!options.client_address.empty()) {
    context.AddMetadata("placet-client-address", options.client_address);
  }
}

// gRPC's own words for a service that is away name addresses and sockets.
absl::Status Plain(absl::Status status) {
  if (!rpc::ReasonOf(status).empty()) return status;
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
      return Refuse(absl::StatusCode::kUnavailable, "SERVICE_UNAVAILABLE",
                    "the service cannot be reached at the moment", "call again in a moment");
    case absl::StatusCode::kDeadlineExceeded:
      return Refuse(absl::StatusCode::kDeadlineExceeded, "DEADLINE",
                    "the deadline passed before the answer came",
                    "call again with a later deadline");
    default:
      return status;
  }
}

struct Unary {
  grpc::ClientContext context;
  grpc::ByteBuffer request, response;
  grpc::Status status;
  Bell* bell = nullptr;  // nullptr: nobody waits any more
  bool done = false;
};

}  // namespace

grpc::ByteBuffer ToBuffer(absl::string_view bytes) {
  const grpc::Slice slice(bytes.data(), bytes.size());
  return grpc::ByteBuffer(&slice, 1);
}

Task<absl::StatusOr<std::string>> CallUnary(Exchange& exchange, const Backend& backend,
                                            const std::string& path, const CallOptions& options,
                                            absl::string_view request) {
  const auto call = std::make_shared<Unary>();
  SetUp(call->context, options);
  call->request = ToBuffer(request);
  call->bell = &exchange.bell();
  const auto& stub = options.client_address.empty() ? backend.stub : backend.open_stub;
  stub->UnaryCall(&call->context, path, {}, &call->request, &call->response,
                  [call, executor = exchange.executor()](grpc::Status status) {
                    call->status = std::move(status);
                    asio::post(executor, [call] {
                      call->done = true;
                      if (call->bell != nullptr) call->bell->Ring();
                    });
                  });
  while (!call->done && !exchange.gone()) co_await exchange.bell().Wait();
  call->bell = nullptr;
  if (!call->done) {
    call->context.TryCancel();
    co_return Gone();
  }
  if (!call->status.ok()) co_return Plain(rpc::FromGrpc(call->status));
  co_return rpc::Flat(call->response);
}

// All but the reactions is of the connection's thread, and so is what they post to it.
class Stream::Reactor : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  Reactor(Executor executor, Bell& bell, const CallOptions& options)
      : bell_(&bell), executor_(executor) {
    SetUp(context_, options);
  }

  void Start(const Backend& backend, const std::string& path, std::shared_ptr<Reactor> self) {
    self_ = std::move(self);
    backend.stub->PrepareBidiStreamingCall(&context_, path, {}, this);
    AddHold();  // reads and writes are begun from outside of reactions
    StartCall();
  }

  void Read() {
    if (released_) return;
    reading_ = true;
    StartRead(&arriving_);
  }
  void Write(absl::string_view message, bool last) {
    if (released_) return;
    writing_ = true;
    leaving_ = ToBuffer(message);
    StartWrite(&leaving_, last ? grpc::WriteOptions().set_last_message() : grpc::WriteOptions());
  }
  // The coroutine goes; nothing rings any more.
  void Leave() {
    bell_ = nullptr;
    if (!ended_) context_.TryCancel();
    if (!reading_) Release();
  }

  // On gRPC's threads:
  void OnReadDone(bool ok) override {
    Post([ok](Reactor& on) {
      on.reading_ = false;
      if (ok) on.message_ = rpc::Flat(on.arriving_);
      on.arriving_.Clear();
      if (!ok || on.bell_ == nullptr) on.Release();
    });
  }
  void OnWriteDone(bool ok) override {
    Post([ok](Reactor& on) {
      on.writing_ = false;
      on.written_ = ok;
    });
  }
  void OnDone(const grpc::Status& status) override {
    Post([status](Reactor& on) {
      on.ended_ = rpc::FromGrpc(status);
      on.reading_ = on.writing_ = false;
      on.self_.reset();
    });
  }

  Bell* bell_;
  bool reading_ = false, writing_ = false, written_ = true;
  std::optional<std::string> message_;
  std::optional<absl::Status> ended_;
  bool released_ = false;

 private:
  template <class Change>
  void Post(Change change) {
    asio::post(executor_, [self = self_, change] {
      change(*self);
      if (self->bell_ != nullptr) self->bell_->Ring();
    });
  }
  // Nothing is begun from outside any more, so that gRPC may end the call.
  void Release() {
    if (released_) return;
    released_ = true;
    RemoveHold();
  }

  const Executor executor_;
  grpc::ClientContext context_;
  grpc::ByteBuffer arriving_, leaving_;
  std::shared_ptr<Reactor> self_;  // until gRPC has done with it
};

Stream::Stream(Exchange& exchange, const Backend& backend, const std::string& path,
               const CallOptions& options)
    : exchange_(exchange),
      reactor_(std::make_shared<Reactor>(exchange.executor(), exchange.bell(), options)) {
  reactor_->Start(backend, path, reactor_);
}

Stream::~Stream() { reactor_->Leave(); }

Task<> Stream::Await(bool& under_way) {
  while (under_way && !exchange_.gone() && !exchange_.stopping()) co_await exchange_.bell().Wait();
}

Task<bool> Stream::Write(absl::string_view message, bool last) {
  reactor_->Write(message, last);
  co_await Await(reactor_->writing_);
  co_return !reactor_->writing_ && reactor_->written_ && !reactor_->ended_;
}

Task<std::optional<std::string>> Stream::Read() {
  if (!reactor_->reading_) reactor_->Read();
  co_await Await(reactor_->reading_);
  if (reactor_->message_) {
    std::optional<std::string> message = std::move(reactor_->message_);
    reactor_->message_.reset();
    co_return message;
  }
  while (!reactor_->ended_ && !exchange_.gone() && !exchange_.stopping()) {
    co_await exchange_.bell().Wait();
  }
  status_ = exchange_.gone() ? Gone() : reactor_->ended_ ? Plain(*reactor_->ended_) : Stopping();
  co_return std::nullopt;
}

}  // namespace placet::gateway
