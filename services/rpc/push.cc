#include "services/rpc/push.h"

#include <algorithm>
#include <vector>

#include "services/rpc/feed.h"

namespace placet::rpc {
namespace {

using namespace std::chrono_literals;

constexpr auto kShortest = 50ms;  // from one round to the next
constexpr auto kRest = 20ms;      // at least, between them
constexpr auto kTick = 100ms;     // without anything new, a part of the streams is told so often
constexpr int kTurns = 5;         // how many parts there are

}  // namespace

void Push::Begin(std::shared_ptr<Push> self, Source source) {
  source_ = std::move(source);
  self_ = self;
  herald_.Add(std::move(self));
  while (!Act()) {
  }
}

void Push::Refuse(std::shared_ptr<Push> self, absl::Status status) {
  self_ = std::move(self);
  Finish(leave_(std::move(status)));
}

void Push::Look() {
  {
    std::lock_guard lock(mutex_);
    again_ = true;
    if (busy_) return;
    busy_ = true;
  }
  while (!Act()) {
  }
}

// Here busy_ is true, so this thread alone is at work. After the end it stays true.
bool Push::Act() {
  bool cancelled = false;
  {
    std::lock_guard lock(mutex_);
    again_ = false;
    cancelled = cancelled_;
  }
  absl::StatusOr<std::optional<grpc::ByteBuffer>> next = std::nullopt;
  if (stopping) {
    next = absl::UnavailableError("the service is stopping");
  } else if (cancelled) {
    next = absl::CancelledError("the caller has left");
  } else {
    next = source_();
  }
  if (!next.ok()) {
    Finish(leave_(next.status()));
    return true;
  }
  if (*next) {
    message_ = **std::move(next);
    StartWrite(&message_);
    return true;
  }
  std::lock_guard lock(mutex_);
  busy_ = again_;
  return !again_;
}

void Push::OnWriteDone(bool ok) {
  {
    std::lock_guard lock(mutex_);
    if (!ok) cancelled_ = true;
    busy_ = again_ || cancelled_;
    if (!busy_) return;
  }
  while (!Act()) {
  }
}

void Push::OnCancel() {
  {
    std::lock_guard lock(mutex_);
    cancelled_ = true;
  }
  Look();
}

void Push::OnDone() {
  herald_.Remove(this);
  const std::shared_ptr<Push> last = std::move(self_);
}

Herald::Herald() : thread_([this] { Loop(); }) {}

Herald::~Herald() {
  {
    std::lock_guard lock(mutex_);
    ending_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void Herald::Tell() {
  {
    std::lock_guard lock(mutex_);
    told_ = true;
  }
  wake_.notify_all();
}

void Herald::Add(std::shared_ptr<Push> stream) {
  std::lock_guard lock(mutex_);
  Push* key = stream.get();
  streams_.emplace(key, Stream{std::move(stream), next_turn_});
  next_turn_ = (next_turn_ + 1) % kTurns;
}

void Herald::Remove(Push* stream) {
  std::lock_guard lock(mutex_);
  streams_.erase(stream);
}

Herald::Round Herald::Await() {
  std::unique_lock lock(mutex_);
  while (!ending_) {
    const Time now = std::chrono::steady_clock::now();
    if (told_ && now >= soonest_) {
      told_ = false;
      return Round::kAll;
    }
    if (now >= next_) return Round::kSome;
    wake_.wait_until(lock, told_ ? std::min(soonest_, next_) : next_);
  }
  return Round::kNone;
}

void Herald::TellThose(std::optional<int> turn) {
  std::vector<std::shared_ptr<Push>> some;
  {
    std::lock_guard lock(mutex_);
    for (const auto& [key, stream] : streams_) {
      if (!turn || stream.turn == *turn) some.push_back(stream.push);
    }
  }
  for (const std::shared_ptr<Push>& stream : some) stream->Look();
}

void Herald::Loop() {
  int turn = 0;
  for (Round round = Await(); round != Round::kNone; round = Await()) {
    const Time began = std::chrono::steady_clock::now();
    if (round == Round::kAll) {
      TellThose(std::nullopt);
      soonest_ = std::max(began + kShortest, std::chrono::steady_clock::now() + kRest);
      continue;
    }
    next_ = began + kTick;
    TellThose(stopping ? std::nullopt : std::optional<int>(turn));
    turn = (turn + 1) % kTurns;
  }
}

}  // namespace placet::rpc
