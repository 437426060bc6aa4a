#include "services/rpc/limits.h"

#include <algorithm>
#include <utility>

#include "absl/hash/hash.h"

namespace placet::rpc {
namespace {

// A full shard is searched for callers that need not be remembered this often.
constexpr absl::Duration kSweepPause = absl::Seconds(1);

}  // namespace

Limits::Limits(const Options& options)
    : interval_(options.calls_per_second > 0 ? absl::Seconds(1) / options.calls_per_second
                                             : absl::ZeroDuration()),
      burst_(interval_ * std::max(options.burst, 1)),
      streams_(options.streams),
      most_per_shard_(std::max<size_t>(options.most_callers / kShards, 1)) {}

std::optional<absl::Duration> Limits::Take(absl::string_view caller, absl::Time now) {
  if (interval_ == absl::ZeroDuration()) return std::nullopt;
  Shard& shard = shards_[absl::Hash<absl::string_view>()(caller) % kShards];
  std::lock_guard lock(shard.mutex);
  auto found = shard.whole.find(caller);
  if (found == shard.whole.end()) {
    if (shard.whole.size() >= most_per_shard_) MakeRoom(shard, now);
    shard.whole.emplace(std::string(caller), now + interval_);
    return std::nullopt;
  }
  // A clock that was set back must not shut anybody out.
  const absl::Time whole = std::min(std::max(found->second, now), now + burst_) + interval_;
  if (whole - now > burst_) return whole - now - burst_;
  found->second = whole;
  return std::nullopt;
}

// Who has the whole burst again is as good as unknown. Where nobody has, anyone goes: a bound on
// memory is worth more than the rate of one among so many.
void Limits::MakeRoom(Shard& shard, absl::Time now) const {
  if (now - shard.swept >= kSweepPause || now < shard.swept) {
    shard.swept = now;
    absl::erase_if(shard.whole, [now](const auto& each) { return each.second <= now; });
  }
  if (shard.whole.size() >= most_per_shard_) shard.whole.erase(shard.whole.begin());
}

std::optional<std::shared_ptr<void>> Limits::TakeStream(const std::string& caller) {
  if (streams_ <= 0) return std::shared_ptr<void>();
  std::lock_guard lock(open_->mutex);
  int& open = open_->open[caller];
  if (open >= streams_) return std::nullopt;
  ++open;
  const auto give_back = [streams = open_, caller](void*) {
    std::lock_guard held(streams->mutex);
    const auto found = streams->open.find(caller);
    if (--found->second == 0) streams->open.erase(found);
  };
  return std::shared_ptr<void>(open_.get(), give_back);
}

size_t Limits::Remembered() const {
  size_t remembered = 0;
  for (const Shard& shard : shards_) {
    std::lock_guard lock(shard.mutex);
    remembered += shard.whole.size();
  }
  return remembered;
}

}  // namespace placet::rpc
