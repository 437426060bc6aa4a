#include "services/rpc/push.h"

#include <algorithm>
#include <vector>

#include "services/rpc/feed.h"

namespace placet::rpc {
namespace {

using namespace std::chrono_literals;

constexpr auto kShortest = 50ms;  // between two rounds
constexpr auto kLongest = 500ms;  // so that a source can do what is due by the clock
constexpr auto kTick = 50ms;      // how soon the end of the service is noticed

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
  streams_.emplace(key, std::move(stream));
}

void Herald::Remove(Push* stream) {
  std::lock_guard lock(mutex_);
  streams_.erase(stream);
}

bool Herald::Pause() {
  const auto soonest = last_ + kShortest;
  const auto latest = last_ + kLongest;
  std::unique_lock lock(mutex_);
  while (!ending_) {
    const auto now = std::chrono::steady_clock::now();
    const bool soon = told_ || stopping;
    if (now >= (soon ? soonest : latest)) break;
    wake_.wait_until(lock, soon ? soonest : std::min(latest, now + kTick));
  }
  told_ = false;
  return !ending_;
}

void Herald::Loop() {
  while (Pause()) {
    std::vector<std::shared_ptr<Push>> all;
    {
      std::lock_guard lock(mutex_);
      for (const auto& [key, stream] : streams_) all.push_back(stream);
    }
    for (const std::shared_ptr<Push>& stream : all) stream->Look();
    last_ = std::chrono::steady_clock::now();
  }
}

}  // namespace placet::rpc
