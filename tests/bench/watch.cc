// Two thousand open boards of one committee: how long after a vote's answer has the last of them
// changed?
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <mutex>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "tests/bench/hall.h"
#include "tests/bench/load.h"
#include "tests/bench/votes.h"
#include "tests/bench/wire.h"

namespace placet::bench {
namespace {

constexpr char kWatchBoard[] = "/placet.ballots.v1.BoardService/WatchBoard";
constexpr absl::Duration kPatience = absl::Seconds(30);

// How many streams have had a message with entries since Begin, and when the last one had.
class Arrivals {
 public:
  void Begin(size_t streams) {
    std::lock_guard lock(mutex_);
    ++round_;
    missing_ = streams;
  }
  // Counts a stream once in each round.
  void Arrived(int& last_round) {
    std::lock_guard lock(mutex_);
    if (last_round == round_ || missing_ == 0) return;
    last_round = round_;
    last_ = absl::Now();
    if (--missing_ == 0) wake_.notify_all();
  }
  void Ended() {
    std::lock_guard lock(mutex_);
    ++ended_;
    wake_.notify_all();
  }
  absl::Time Await() {
    std::unique_lock lock(mutex_);
    const bool all = wake_.wait_for(lock, absl::ToChronoSeconds(kPatience),
                                    [this] { return missing_ == 0 || ended_ > 0; });
    if (all && ended_ == 0) return last_;
    std::fprintf(stderr, "watch: %zu streams had nothing, %zu have ended\n", missing_, ended_);
    std::exit(1);
  }
  void AwaitEnd(size_t streams) {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [&] { return ended_ == streams; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable wake_;
  int round_ = 0;
  size_t missing_ = 0, ended_ = 0;
  absl::Time last_;
};

class Stream final : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  Stream(grpc::GenericStub& stub, const Request& request, Arrivals& arrivals)
      : arrivals_(arrivals), body_(request.body), slice_(body_), request_(&slice_, 1) {
    context_.AddMetadata("placet-caller", request.caller);
    stub.PrepareBidiStreamingCall(&context_, kWatchBoard, grpc::StubOptions(), this);
    StartWriteLast(&request_, grpc::WriteOptions());
    StartRead(&message_);
    StartCall();
  }

  void Cancel() { context_.TryCancel(); }

  void OnReadDone(bool ok) override {
    if (!ok) return;
    grpc::Slice slice;
    if (message_.DumpToSingleSlice(&slice).ok() &&
        HasEntries({reinterpret_cast<const char*>(slice.begin()), slice.size()})) {
      arrivals_.Arrived(last_round_);
    }
    StartRead(&message_);
  }
  void OnDone(const grpc::Status&) override { arrivals_.Ended(); }

 private:
  Arrivals& arrivals_;
  const std::string body_;
  const grpc::Slice slice_;
  const grpc::ByteBuffer request_;
  grpc::ClientContext context_;
  grpc::ByteBuffer message_;
  int last_round_ = 0;
};

class Watchers {
 public:
  Watchers(const std::string& address, const std::vector<Request>& requests) {
    for (int i = 0; i < 8; ++i) {
      grpc::ChannelArguments arguments;
      arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
      stubs_.push_back(std::make_unique<grpc::GenericStub>(
          grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments)));
    }
    arrivals_.Begin(requests.size());
    for (size_t i = 0; i < requests.size(); ++i) {
      streams_.push_back(
          std::make_unique<Stream>(*stubs_[i % stubs_.size()], requests[i], arrivals_));
    }
    arrivals_.Await();  // the whole board
  }
  ~Watchers() {
    for (const auto& stream : streams_) stream->Cancel();
    arrivals_.AwaitEnd(streams_.size());
  }

  void Begin() { arrivals_.Begin(streams_.size()); }
  absl::Time Await() { return arrivals_.Await(); }

 private:
  Arrivals arrivals_;
  std::vector<std::unique_ptr<grpc::GenericStub>> stubs_;
  std::vector<std::unique_ptr<Stream>> streams_;
};

}  // namespace

void RunWatch(World& world) {
  const Hall hall(world);
  if (!hall.HasBoards(world.report())) return;
  const Ballot& ballot = hall.ballots()[0];
  const std::vector<std::string>& members = ballot.committee->p_members;
  const size_t streams = world.quick() ? 200 : 2000;
  std::vector<Request> requests;
  for (size_t i = 0; i < streams; ++i) {
    const std::string& member = members[i % members.size()];
    requests.push_back({absl::StrCat("people/voter-", member),
                        BoardRequest(absl::StrCat("committees/", ballot.committee->id),
                                     absl::StrCat("members/", member), "")});
  }
  Watchers watchers(hall.services().ballots(), requests);
  Progress(absl::StrFormat("watch: %d streams are open", streams));
  Voters voters(21);
  std::vector<double> milliseconds;
  for (size_t i = 0; i < std::min<size_t>(10, members.size()); ++i) {
    const std::vector<Request> vote = {voters.Cast({&ballot, members[i]}, Answer::kApprove)};
    absl::Time answered;
    watchers.Begin();
    Load load{.address = hall.services().ballots(),
              .method = kCastVote,
              .on_ended = [&](const Ended& ended) { answered = ended.at; }};
    RunLoad(load, vote).MustAllBeOk("CastVote");
    milliseconds.push_back(absl::ToDoubleMilliseconds(watchers.Await() - answered));
  }
  world.report().Add({.name = "watch.last_ms",
                      .value = Median(milliseconds),
                      .unit = "ms",
                      .goal = AtMost(150),
                      .rounds = milliseconds});
  world.report().Add({.name = "watch.streams", .value = static_cast<double>(streams)});
}

}  // namespace placet::bench
