#include "services/record/sealer.h"

#include <algorithm>
#include <chrono>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "google/protobuf/util/time_util.h"
#include "placet/record/v1/record_service.pb.h"
#include "services/pg/sqlstate.h"
#include "services/rpc/refuse.h"

namespace placet::record {
namespace {

constexpr int64_t kLeavesPerRead = 32768;
constexpr std::chrono::milliseconds kLook{100};
constexpr absl::Duration kPauseWhenBroken = absl::Seconds(10);
constexpr absl::Duration kPauseWhenAway = absl::Milliseconds(200);
constexpr int kMostRuns = 8;

}  // namespace

Sealer::Sealer(Log& log, pg::Tail& tail, SigningKey key, rpc::Clock clock, Options options)
    : log_(log),
      tail_(tail),
      key_(std::move(key)),
      clock_(std::move(clock)),
      options_(std::move(options)),
      thread_([this] { Loop(); }) {}

Sealer::~Sealer() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
  Answer(absl::UnavailableError("the service is stopping"));
}

std::string Sealer::Origin() {
  std::lock_guard lock(mutex_);
  return origin_;
}

bool Sealer::Has(int64_t sequence, absl::StatusOr<pb::TreeHead>& head) {
  std::lock_guard lock(mutex_);
  if (head_.size() == 0 || head_.size() < sequence) return false;
  head = head_;
  return true;
}

bool Sealer::Wait(Waiter waiter) {
  {
    std::lock_guard lock(mutex_);
    if (stopping_) return false;
    if (absl::IsFailedPrecondition(state_)) {
      *waiter.head = state_;
      return false;
    }
    waiters_.push_back(waiter);
  }
  wake_.notify_all();
  return true;
}

void Sealer::Loop() {
  while (AwaitWork()) {
    absl::Status status = Round();
    for (int run = 1; pg::IsStale(status) && run < kMostRuns; ++run) status = Round();
    if (pg::IsStale(status)) status = absl::OkStatus();  // others seal faster: that will do
    Tell(status);
    const absl::Duration pause = status.ok()                          ? options_.interval
                                 : absl::IsFailedPrecondition(status) ? kPauseWhenBroken
                                                                      : kPauseWhenAway;
    next_ = absl::Now() + pause;
    Answer(status);
  }
}

// There is something to seal, and it is time for it or somebody waits.
bool Sealer::AwaitWork() {
  {
    std::unique_lock lock(mutex_);
    const auto wanted = [this] { return stopping_ || (state_.ok() && !waiters_.empty()); };
    wake_.wait_until(lock, absl::ToChronoTime(next_), wanted);
    if (stopping_) return false;
    if (!begun_ || !waiters_.empty()) return true;
  }
  tail_.AwaitMore(static_cast<int64_t>(edge_.size()), kLook);
  return true;
}

absl::Status Sealer::Broken(const std::string& why) {
  begun_ = false;
  return rpc::Refuse(absl::StatusCode::kFailedPrecondition, pb::ERROR_REASON_RECORD_BROKEN,
                     absl::StrCat("the record does not hold: ", why),
                     "have the store compared with a backup; CheckLog names the events");
}

// Adds the leaves up to a size; all there are where it is negative.
absl::Status Sealer::Extend(Edge& edge, int64_t until, const Edge::Written& written) {
  while (until < 0 || static_cast<int64_t>(edge.size()) < until) {
    const auto after = static_cast<int64_t>(edge.size());
    const int64_t most = until < 0 ? kLeavesPerRead : std::min(kLeavesPerRead, until - after);
    absl::StatusOr<Leaves> leaves = log_.LoadLeaves(after, most);
    if (!leaves.ok()) return leaves.status();
    const auto count = static_cast<int64_t>(leaves->hashes.size() / sizeof(Hash));
    if (count > 0 && leaves->until != after + count) {
      return Broken(absl::StrCat("of the events ", after + 1, " to ", leaves->until, " only ",
                                 count, " are there"));
    }
    if (count == 0 && until >= 0) return Broken(absl::StrCat("event ", after + 1, " is missing"));
    for (int64_t i = 0; i < count; ++i) {
      const absl::string_view hashes = leaves->hashes;
      edge.Append(*ToHash(hashes.substr(static_cast<size_t>(i) * sizeof(Hash), sizeof(Hash))),
                  written);
    }
    if (count < most) break;
  }
  if (until >= 0 && static_cast<int64_t>(edge.size()) < until) {
    return Broken(absl::StrCat("event ", edge.size() + 1, " is missing"));
  }
  return absl::OkStatus();
}

absl::Status Sealer::Begin() {
  absl::StatusOr<std::string> origin = log_.Origin();
  if (!origin.ok()) return origin.status();
  {
    std::lock_guard lock(mutex_);
    origin_ = *std::move(origin);
    head_.Clear();
  }
  edge_ = Edge();
  absl::Status status = Follow();
  begun_ = status.ok();
  return status;
}

absl::Status Sealer::Follow() {
  absl::StatusOr<std::optional<pb::TreeHead>> latest = log_.Latest();
  if (!latest.ok()) return latest.status();
  if (!*latest) {
    return edge_.size() == 0 ? absl::OkStatus() : Broken("heads that were signed are gone");
  }
  pb::TreeHead& head = **latest;
  if (head.size() < static_cast<int64_t>(edge_.size())) {
    return Broken("heads that were signed are gone");
  }
  absl::Status status = Extend(edge_, head.size(), [](TileKey, absl::string_view) {});
  if (!status.ok()) return status;
  if (ToBytes(edge_.Root()) != head.root()) {
    const absl::StatusOr<int64_t> first = log_.FirstDifference();
    return Broken(absl::StrCat(
        "the events do not give the root of the head of size ", head.size(),
        first.ok() && *first > 0
            ? absl::StrCat("; the first that differs is one of the 256 from ", *first, " on")
            : ""));
  }
  if (head.key_id() == public_key().id() && !VerifyHead(public_key(), head)) {
    return Broken(absl::StrCat("the signature of the head of size ", head.size(), " is not ours"));
  }
  head.set_note(Note(head, public_key()));
  std::lock_guard lock(mutex_);
  head_ = std::move(head);
  return absl::OkStatus();
}

absl::Status Sealer::Round() {
  if (!begun_) {
    absl::Status status = Begin();
    if (!status.ok()) return status;
  }
  Edge grown = edge_;
  std::map<TileKey, std::string> tiles;
  const Edge::Written keep = [&](TileKey key, absl::string_view hashes) {
    tiles[key] = std::string(hashes);
  };
  absl::Status status = Extend(grown, -1, keep);
  if (!status.ok() || grown.size() == edge_.size()) return status;
  grown.Rest(keep);
  pb::TreeHead head;
  head.set_log(Origin());
  head.set_size(static_cast<int64_t>(grown.size()));
  head.set_root(ToBytes(grown.Root()));
  *head.mutable_time() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(clock_()));
  SignHead(key_, head);
  status = log_.Seal(static_cast<int64_t>(edge_.size()), tiles, head);
  if (pg::IsStale(status)) {
    absl::Status followed = Follow();
    return followed.ok() ? status : followed;
  }
  if (!status.ok()) {
    begun_ = false;  // it may have been stored all the same
    return status;
  }
  edge_ = std::move(grown);
  std::lock_guard lock(mutex_);
  head_ = std::move(head);
  return absl::OkStatus();
}

void Sealer::Tell(const absl::Status& status) {
  const bool first = !std::exchange(told_, true);
  {
    std::lock_guard lock(mutex_);
    if (status == state_ && !first) return;
    state_ = status;
  }
  options_.on_state(status.ok());
  if (first && status.ok()) return;
  options_.log(status.ok() ? "the record is kept again" : std::string(status.message()));
}

// Whom the newest head serves; with a failure everybody.
void Sealer::Answer(const absl::Status& status) {
  std::vector<Waiter> served;
  {
    std::lock_guard lock(mutex_);
    const absl::Time now = absl::Now();
    const auto waits = [&](const Waiter& waiter) {
      return status.ok() && waiter.sequence > head_.size() && waiter.deadline > now;
    };
    const auto ready = std::partition(waiters_.begin(), waiters_.end(), waits);
    served.assign(ready, waiters_.end());
    waiters_.erase(ready, waiters_.end());
    for (const Waiter& waiter : served) {
      if (!status.ok()) {
        *waiter.head = status;
      } else if (waiter.sequence <= head_.size()) {
        *waiter.head = head_;
      } else {
        *waiter.head = absl::DeadlineExceededError("no head came in time");
      }
    }
  }
  for (const Waiter& waiter : served) waiter.handle.resume();
}

}  // namespace placet::record
