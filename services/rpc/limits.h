// How often somebody may call, and how many streams may be open for somebody at a time. Far above
// what a person with a client does, below what a loop does. Services are not limited.
//
// One number is kept for each caller: when it will have been quiet long enough to have its whole
// burst again. That is a token bucket without a bucket: a call moves the moment by one interval,
// and is refused where it would lie further ahead than a burst takes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace placet::rpc {

class Limits {
 public:
  struct Options {
    double calls_per_second = 0;  // for as long as one likes; 0: no limit
    int burst = 1;                // at once after a quiet time
    int streams = 0;              // open at a time; 0: no limit
    size_t most_callers = 65536;  // that are remembered; beyond it somebody is forgotten
  };

  explicit Limits(const Options& options);

  // Counts a call; where it is one too many, after how long there is room for one.
  std::optional<absl::Duration> Take(absl::string_view caller, absl::Time now);

  // A place for a stream, given back when the last copy goes; nothing where all are taken.
  std::optional<std::shared_ptr<void>> TakeStream(const std::string& caller);

  // Callers of whom something is remembered.
  size_t Remembered() const;

 private:
  static constexpr size_t kShards = 16;
  struct Shard {
    mutable std::mutex mutex;
    absl::flat_hash_map<std::string, absl::Time> whole;  // when a caller has its burst again
    absl::Time swept = absl::InfinitePast();
  };

  void MakeRoom(Shard& shard, absl::Time now) const;

  const absl::Duration interval_;  // zero: no limit
  const absl::Duration burst_;     // how far ahead the moment may lie
  const int streams_;
  const size_t most_per_shard_;
  std::array<Shard, kShards> shards_;

  // Places outlive this where a stream does.
  struct Streams {
    std::mutex mutex;
    absl::flat_hash_map<std::string, int> open;  // guarded by mutex
  };
  const std::shared_ptr<Streams> open_ = std::make_shared<Streams>();
};

}  // namespace placet::rpc
