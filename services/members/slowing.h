// Failed sign-ins are slowed: after the first few of an account, or of an address, each further one
// makes the next wait twice as long. Kept in memory, bounded; a restart forgets.
#pragma once

#include <mutex>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"

namespace placet::members {

class Slowing {
 public:
  static constexpr int kFreeOfAccount = 3;
  static constexpr int kFreeOfAddress = 20;  // an office may share one
  static constexpr absl::Duration kLongestWait = absl::Minutes(5);
  static constexpr size_t kMostRemembered = 20'000;

  // An attempt begins; how long it must wait instead, zero: it may be made. It counts as failed
  // until Succeeded is called, so that many at once are no way around.
  absl::Duration Begin(const std::string& account, const std::string& address, absl::Time now);
  void Succeeded(const std::string& account, const std::string& address);

 private:
  struct Failures {
    int count = 0;
    absl::Time last;
    absl::Time next;  // when the next attempt may be made
  };

  absl::Duration Wait(const std::string& key, absl::Time now) const;
  void Count(const std::string& key, int free, absl::Time now);
  void Forget(absl::Time now);

  std::mutex mutex_;
  absl::flat_hash_map<std::string, Failures> failures_;  // guarded by mutex_
};

// "ipv4:192.0.2.1" of "ipv4:192.0.2.1:4711".
std::string AddressOf(const std::string& peer);

}  // namespace placet::members
