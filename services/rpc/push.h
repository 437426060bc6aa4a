// The other kind of server stream: it tells what is, not what happened. A message is made when the
// reader can take it, from what is there then. A slow reader skips what lay between, so it delays
// nobody and needs no queue. See Served::Push for how a service begins one.
#pragma once

#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_map>

#include "absl/status/statusor.h"

namespace placet::rpc {

class Herald;

// One stream. Kept by itself and by its herald until gRPC is done with it.
class Push final : public grpc::ServerWriteReactor<grpc::ByteBuffer> {
 public:
  // The next message; nothing where the reader has everything; an error ends the stream. Called by
  // one thread at a time.
  using Source = std::function<absl::StatusOr<std::optional<grpc::ByteBuffer>>()>;
  // Turns the end into a status: Door::Leave.
  using Leave = std::function<grpc::Status(absl::Status)>;

  Push(Herald& herald, Leave leave) : herald_(herald), leave_(std::move(leave)) {}

  // Hands over what is to be sent and sends the first message; `self` is this.
  void Begin(std::shared_ptr<Push> self, Source source);
  // Ends a stream that has not begun.
  void Refuse(std::shared_ptr<Push> self, absl::Status status);

  // There may be something new.
  void Look();

 private:
  // Asks the source; true: a message is on its way, or the stream has ended.
  bool Act();
  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

  Herald& herald_;
  const Leave leave_;
  Source source_;
  std::mutex mutex_;
  bool busy_ = true;        // guarded by mutex_: a message is being made or sent
  bool again_ = false;      // guarded by mutex_: somebody looked meanwhile
  bool cancelled_ = false;  // guarded by mutex_
  grpc::ByteBuffer message_;
  std::shared_ptr<Push> self_;
};

// Tells all streams of a service that there may be something new, on a thread of its own: at once
// after a quiet time, and then so seldom that many streams leave time for other work. Without
// anything new it tells them in turn, for what is due by the clock.
class Herald {
 public:
  Herald();
  ~Herald();  // the server has gone, and with it every stream

  void Tell();
  void Add(std::shared_ptr<Push> stream);
  void Remove(Push* stream);

 private:
  using Time = std::chrono::steady_clock::time_point;
  enum class Round { kAll, kSome, kNone };

  void Loop();
  Round Await();
  void TellThose(std::optional<int> turn);  // nothing: all

  std::mutex mutex_;
  std::condition_variable wake_;
  bool told_ = false;    // guarded by mutex_
  bool ending_ = false;  // guarded by mutex_
  int next_turn_ = 0;    // guarded by mutex_: of the next stream
  struct Stream {
    std::shared_ptr<Push> push;
    int turn;
  };
  std::unordered_map<Push*, Stream> streams_;  // guarded by mutex_
  Time soonest_;                               // of the thread: when it may tell all again
  Time next_;                                  // of the thread: when the next are to be told
  std::thread thread_;
};

}  // namespace placet::rpc
