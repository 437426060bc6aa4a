// The one door. Every rpc of every service enters here: who is calling, is the request well formed
// and complete, how long may it take, run the handler (again, where its facts had changed), turn
// the outcome into a status, write one log line. A service derives from Served<its generated
// Service> and names its handlers in its constructor:
//
//   Unary("CastVote", &Ballots::CastVote);
//   Stream("WatchEvents", &Ballots::Watch);
//   Inline("GetBoard", &Boards::Get);             // answered from memory, on gRPC's thread
//   Push("WatchBoard", &Boards::Watch, herald_);  // tells what is, not what happened
//   Upload("ImportComments", &Comments::Import, kMost);    // takes a header and pieces of files
//   Download("ExportComments", &Comments::Export);         // sends a file in pieces
//
// Each of these also tells MayI how its method is asked: the same handler runs, and stops where it
// would write (writes.h).
//
// Methods are registered raw, so the door parses the bytes itself: that is how a request with
// invalid UTF-8 gets an answer that names the field (gRPC's own parser says UNIMPLEMENTED). No
// interceptors: in 1.51 they are experimental and a server interceptor cannot refuse a call.
#pragma once

#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/support/server_callback.h>

#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "services/async/task.h"
#include "services/pg/sqlstate.h"
#include "services/rpc/door.h"
#include "services/rpc/feed.h"
#include "services/rpc/push.h"
#include "services/rpc/upload.h"
#include "services/rpc/writes.h"

namespace placet::rpc {

template <class Generated>
class Served : public Generated, public Entrance {
 protected:
  Served(absl::string_view service, Clock clock) : Entrance(service, std::move(clock)) {}

  template <class Self, class Request, class Response>
  void Unary(absl::string_view name,
             async::Task<absl::StatusOr<Response>> (Self::*handler)(const Call&, const Request&)) {
    const auto& method = door_.Method(name);
    auto* self = static_cast<Self*>(this);
    AnswerAsked<Request>(method, [self, handler](const Call& call, const Request& request) {
      return StatusOf((self->*handler)(call, request));
    });
    this->MarkMethodRawCallback(
        method.index(),
        new grpc::internal::CallbackUnaryHandler<grpc::ByteBuffer, grpc::ByteBuffer>(
            [this, self, handler, &method](grpc::CallbackServerContext* context,
                                           const grpc::ByteBuffer* in, grpc::ByteBuffer* out) {
              grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
              Run<Self, Request, Response>(self, handler, method, *context, *in, *out, reactor);
              return reactor;
            }));
  }

  template <class Self, class Request>
  void Stream(absl::string_view name,
              async::Task<absl::StatusOr<Page>> (Self::*handler)(const Call&, const Request&,
                                                                 int64_t after),
              pg::Tail& tail) {
    const auto& method = door_.Method(name);
    auto* self = static_cast<Self*>(this);
    AnswerAsked<Request>(method, [self, handler](const Call& call, const Request& request) {
      return StatusOf((self->*handler)(call, request, request.after_sequence()));
    });
    this->MarkMethodRawCallback(
        method.index(),
        new grpc::internal::CallbackServerStreamingHandler<grpc::ByteBuffer, grpc::ByteBuffer>(
            [this, self, handler, &method, &tail](grpc::CallbackServerContext* context,
                                                  const grpc::ByteBuffer* in) {
              auto* feed = new Feed();
              Follow<Self, Request>(self, handler, method, *context, *in, feed, tail);
              return feed;
            }));
  }

  // A handler that finds its answer in memory: it runs on the thread that brought the call, and its
  // answer is sent as the bytes that it is.
  template <class Self, class Request>
  void Inline(absl::string_view name,
              absl::StatusOr<grpc::ByteBuffer> (Self::*handler)(const Call&, const Request&)) {
    const auto& method = door_.Method(name);
    auto* self = static_cast<Self*>(this);
    AnswerAsked<Request>(method, [self, handler](const Call& call, const Request& request) {
      return Known((self->*handler)(call, request).status());
    });
    this->MarkMethodRawCallback(
        method.index(),
        new grpc::internal::CallbackUnaryHandler<grpc::ByteBuffer, grpc::ByteBuffer>(
            [this, self, handler, &method](grpc::CallbackServerContext* context,
                                           const grpc::ByteBuffer* in, grpc::ByteBuffer* out) {
              grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
              RunInline<Self, Request>(self, handler, method, *context, *in, *out, reactor);
              return reactor;
            }));
  }

  // `begin` answers the source of a stream's messages, or why there is none.
  template <class Self, class Request>
  void Push(absl::string_view name,
            absl::StatusOr<rpc::Push::Source> (Self::*begin)(const Call&, const Request&),
            Herald& herald) {
    const auto& method = door_.Method(name);
    auto* self = static_cast<Self*>(this);
    AnswerAsked<Request>(method, [self, begin](const Call& call, const Request& request) {
      return Known((self->*begin)(call, request).status());
    });
    this->MarkMethodRawCallback(
        method.index(),
        new grpc::internal::CallbackServerStreamingHandler<grpc::ByteBuffer, grpc::ByteBuffer>(
            [this, self, begin, &method, &herald](grpc::CallbackServerContext* context,
                                                  const grpc::ByteBuffer* in) {
              return BeginPush<Self, Request>(self, begin, method, *context, *in, herald);
            }));
  }

  // An upload of at most so many bytes. The intake takes the messages as they come, by
  // absl::Status Take(Request), and the handler what has become of them. Where facts had changed
  // the handler is run again with the same intake.
  template <class Self, class Request, class Intake, class Response>
  void Upload(absl::string_view name,
              async::Task<absl::StatusOr<Response>> (Self::*handler)(const Call&, Intake&),
              absl::Status (Intake::*take)(Request), size_t most) {
    const auto& method = door_.Method(name);
    auto* self = static_cast<Self*>(this);
    AnswerAsked<Request>(method, [self, handler, take](const Call& call, const Request& request) {
      return AskUpload<Self, Request, Intake, Response>(self, handler, take, call, request);
    });
    this->MarkMethodRawCallback(
        method.index(),
        new grpc::internal::CallbackClientStreamingHandler<grpc::ByteBuffer, grpc::ByteBuffer>(
            [this, self, handler, take, most, &method](grpc::CallbackServerContext* context,
                                                       grpc::ByteBuffer* out) {
              auto* upload = new rpc::Upload();
              Receive(self, handler, take, most, method, *context, *out, upload);
              return upload;
            }));
  }

  // A file in pieces. The handler writes each by co_await feed.Write(...), and ends where that
  // answers false.
  template <class Self, class Request>
  void Download(absl::string_view name,
                async::Task<absl::Status> (Self::*handler)(const Call&, const Request&, Feed&)) {
    const auto& method = door_.Method(name);
    auto* self = static_cast<Self*>(this);
    AnswerAsked<Request>(method, [self, handler](const Call& call, const Request& request) {
      return AskDownload<Self, Request>(self, handler, call, request);
    });
    this->MarkMethodRawCallback(
        method.index(),
        new grpc::internal::CallbackServerStreamingHandler<grpc::ByteBuffer, grpc::ByteBuffer>(
            [this, self, handler, &method](grpc::CallbackServerContext* context,
                                           const grpc::ByteBuffer* in) {
              auto* feed = new Feed();
              SendPieces<Self, Request>(self, handler, method, *context, *in, feed);
              return feed;
            }));
  }

  // A refusal may rest on a copy of another service's facts that is some milliseconds old. A
  // service that has such a copy brings it up to date here and answers true: the handler is run
  // once more.
  virtual async::Task<bool> Refreshed(const absl::Status&) { co_return false; }

 private:
  // A handler answered with a refusal; shall it be run again?
  async::Task<bool> RunsAgain(const absl::Status& refusal, int run) {
    if (run == kMostRuns || IsOnlyAsked(refusal)) co_return false;
    if (pg::IsStale(refusal)) co_return true;
    if (run > 1) co_return false;
    co_return co_await Refreshed(refusal);
  }

  // `attempt` runs the handler once: Task<Status>(const Call&, const Request&), no coroutine.
  template <class Request, class Attempt>
  void AnswerAsked(const google::protobuf::MethodDescriptor& method, Attempt attempt) {
    asked_.emplace(&method, [this, &method, attempt](Call call, std::string bytes) {
      return Ask<Request>(method, std::move(call), std::move(bytes), attempt);
    });
  }

  template <class Request, class Attempt>
  async::Task<absl::Status> Ask(const google::protobuf::MethodDescriptor& method, Call call,
                                std::string bytes, Attempt attempt) {
    Request request;
    absl::Status status = door_.EnterAsked(method, bytes, request, call);
    for (int run = 1; status.ok(); ++run) {
      call.now = door_.Now();
      status = co_await attempt(call, request);
      if (status.ok()) break;
      const bool again = co_await RunsAgain(status, run);
      if (!again) break;
      status = absl::OkStatus();
    }
    co_return door_.LeaveAsked(std::move(status));
  }

  template <class Response>
  static async::Task<absl::Status> StatusOf(async::Task<absl::StatusOr<Response>> task) {
    const absl::StatusOr<Response> response = co_await std::move(task);
    co_return response.status();
  }

  static async::Task<absl::Status> Known(absl::Status status) { co_return status; }

  // What can be known after the first message of an upload.
  template <class Self, class Request, class Intake, class Response>
  static async::Task<absl::Status> AskUpload(
      Self* self, async::Task<absl::StatusOr<Response>> (Self::*handler)(const Call&, Intake&),
      absl::Status (Intake::*take)(Request), const Call& call, const Request& request) {
    Intake intake;
    absl::Status status = (intake.*take)(request);
    if (!status.ok()) co_return status;
    const absl::StatusOr<Response> response = co_await (self->*handler)(call, intake);
    co_return response.status();
  }

  // A download may begin where its handler has come to its first piece.
  template <class Self, class Request>
  static async::Task<absl::Status> AskDownload(
      Self* self, async::Task<absl::Status> (Self::*handler)(const Call&, const Request&, Feed&),
      const Call& call, const Request& request) {
    Feed feed(Feed::Use::kAsked);
    absl::Status status = co_await (self->*handler)(call, request, feed);
    if (feed.WouldWrite()) status = absl::OkStatus();
    co_return status;
  }

  template <class Self, class Request, class Response>
  async::Detached Run(Self* self,
                      async::Task<absl::StatusOr<Response>> (Self::*handler)(const Call&,
                                                                             const Request&),
                      const google::protobuf::MethodDescriptor& method,
                      grpc::CallbackServerContext& context, const grpc::ByteBuffer& in,
                      grpc::ByteBuffer& out, grpc::ServerUnaryReactor* reactor) {
    const absl::Time began = absl::Now();
    Call call;
    Request request;
    absl::Status status = door_.Enter(method, context, in, request, call);
    for (int run = 1; status.ok(); ++run) {
      call.now = door_.Now();
      absl::StatusOr<Response> response = co_await (self->*handler)(call, request);
      status = response.status();
      if (status.ok()) {
        bool own = false;
        grpc::GenericSerialize<grpc::ProtoBufferWriter, Response>(*response, &out, &own);
        break;
      }
      const bool again = co_await RunsAgain(status, run);
      if (!again) break;
      status = absl::OkStatus();
    }
    reactor->Finish(door_.Leave(method, call, began, std::move(status)));
  }

  template <class Self, class Request, class Intake, class Response>
  async::Detached Receive(
      Self* self, async::Task<absl::StatusOr<Response>> (Self::*handler)(const Call&, Intake&),
      absl::Status (Intake::*take)(Request), size_t most,
      const google::protobuf::MethodDescriptor& method, grpc::CallbackServerContext& context,
      grpc::ByteBuffer& out, rpc::Upload* upload) {
    const absl::Time began = absl::Now();
    Call call;
    Intake intake;
    grpc::ByteBuffer bytes;
    size_t size = 0;
    absl::Status status;
    for (bool first = true; status.ok(); first = false) {
      const bool more = co_await upload->Read(bytes);
      if (!more && !first) break;
      Request request;
      size += bytes.Length();
      status = door_.CheckSize(size, most);
      if (status.ok()) {
        status = first ? door_.Enter(method, context, bytes, request, call)
                       : door_.EnterMore(bytes, request, call);
      }
      bytes.Clear();
      if (status.ok()) status = (intake.*take)(std::move(request));
    }
    door_.Arrived(context, call);
    for (int run = 1; status.ok(); ++run) {
      call.now = door_.Now();
      absl::StatusOr<Response> response = co_await (self->*handler)(call, intake);
      status = response.status();
      if (status.ok()) {
        bool own = false;
        grpc::GenericSerialize<grpc::ProtoBufferWriter, Response>(*response, &out, &own);
        break;
      }
      if (run == kMostRuns || !pg::IsStale(status)) break;
      status = absl::OkStatus();
    }
    upload->Finish(door_.Leave(method, call, began, std::move(status)));
  }

  template <class Self, class Request>
  async::Detached SendPieces(
      Self* self, async::Task<absl::Status> (Self::*handler)(const Call&, const Request&, Feed&),
      const google::protobuf::MethodDescriptor& method, grpc::CallbackServerContext& context,
      const grpc::ByteBuffer& in, Feed* feed) {
    const absl::Time began = absl::Now();
    Call call;
    Request request;
    absl::Status status = door_.Enter(method, context, in, request, call);
    door_.Arrived(context, call);
    call.now = door_.Now();
    if (status.ok()) status = co_await (self->*handler)(call, request, *feed);
    if (status.ok() && feed->Cancelled()) status = absl::CancelledError("the caller has left");
    feed->Finish(door_.Leave(method, call, began, std::move(status)));
  }

  template <class Self, class Request>
  async::Detached Follow(
      Self* self,
      async::Task<absl::StatusOr<Page>> (Self::*handler)(const Call&, const Request&, int64_t),
      const google::protobuf::MethodDescriptor& method, grpc::CallbackServerContext& context,
      const grpc::ByteBuffer& in, Feed* feed, pg::Tail& tail) {
    const absl::Time began = absl::Now();
    Call call;
    Request request;
    absl::Status status = door_.Enter(method, context, in, request, call);
    int64_t after = request.after_sequence();
    while (status.ok() && !feed->Cancelled()) {
      call.now = door_.Now();
      call.deadline = absl::Now() + absl::Seconds(5);  // of one page; the stream itself has none
      absl::StatusOr<Page> page = co_await (self->*handler)(call, request, after);
      status = page.status();
      if (status.ok()) status = door_.StillWelcome(call);
      if (!status.ok()) break;
      for (const grpc::ByteBuffer& event : page->events) {
        const bool written = co_await feed->Write(event);
        if (!written) break;
      }
      after = page->after;
      if (!page->at_head) continue;
      if (request.until_head()) break;
      co_await tail.More(after);
    }
    if (status.ok() && stopping) {
      status = absl::UnavailableError("the service is stopping");
    } else if (status.ok() && feed->Cancelled()) {
      status = absl::CancelledError("the caller has left");
    }
    feed->Finish(door_.Leave(method, call, began, std::move(status)));
  }

  template <class Self, class Request>
  async::Detached RunInline(
      Self* self, absl::StatusOr<grpc::ByteBuffer> (Self::*handler)(const Call&, const Request&),
      const google::protobuf::MethodDescriptor& method, grpc::CallbackServerContext& context,
      const grpc::ByteBuffer& in, grpc::ByteBuffer& out, grpc::ServerUnaryReactor* reactor) {
    const absl::Time began = absl::Now();
    Call call;
    Request request;
    absl::Status status = door_.Enter(method, context, in, request, call);
    for (int run = 1; status.ok(); ++run) {
      call.now = door_.Now();
      absl::StatusOr<grpc::ByteBuffer> answer = (self->*handler)(call, request);
      status = answer.status();
      if (status.ok()) {
        out = *std::move(answer);
        break;
      }
      if (run > 1) break;
      const bool refreshed = co_await Refreshed(status);
      if (!refreshed) break;
      status = absl::OkStatus();
    }
    reactor->Finish(door_.Leave(method, call, began, std::move(status)));
  }

  template <class Self, class Request>
  rpc::Push* BeginPush(
      Self* self, absl::StatusOr<rpc::Push::Source> (Self::*begin)(const Call&, const Request&),
      const google::protobuf::MethodDescriptor& method, grpc::CallbackServerContext& context,
      const grpc::ByteBuffer& in, Herald& herald) {
    const absl::Time began = absl::Now();
    Call call;
    Request request;
    absl::Status status = door_.Enter(method, context, in, request, call);
    auto stream =
        std::make_shared<rpc::Push>(herald, [this, &method, call, began](absl::Status end) {
          return door_.Leave(method, call, began, std::move(end));
        });
    // gRPC has the stream until its end, which Admit brings about at the earliest.
    rpc::Push* raw = stream.get();
    Admit<Self, Request>(self, begin, std::move(stream), std::move(status), call, request);
    return raw;
  }

  template <class Self, class Request>
  async::Detached Admit(
      Self* self, absl::StatusOr<rpc::Push::Source> (Self::*begin)(const Call&, const Request&),
      std::shared_ptr<rpc::Push> stream, absl::Status status, Call call, Request request) {
    absl::StatusOr<rpc::Push::Source> source = absl::UnknownError("not asked");
    if (!status.ok()) source = status;
    for (int run = 1; status.ok(); ++run) {
      call.now = door_.Now();
      source = (self->*begin)(call, request);
      if (source.ok() || run > 1) break;
      const bool refreshed = co_await Refreshed(source.status());
      if (!refreshed) break;
    }
    rpc::Push& pushed = *stream;
    if (source.ok()) {
      pushed.Begin(std::move(stream), [this, call, next = *std::move(source)]() {
        const absl::Status gone = door_.StillWelcome(call);
        return gone.ok() ? next() : absl::StatusOr<std::optional<grpc::ByteBuffer>>(gone);
      });
    } else {
      pushed.Refuse(std::move(stream), source.status());
    }
  }
};

}  // namespace placet::rpc
