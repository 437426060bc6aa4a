#include "services/members/slowing.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace placet::members {
namespace {

constexpr absl::Duration kForgiven = absl::Hours(1);  // after so long without a failure

std::string AccountKey(const std::string& account) { return absl::StrCat("account ", account); }
std::string AddressKey(const std::string& address) { return absl::StrCat("address ", address); }

}  // namespace

absl::Duration Slowing::Begin(const std::string& account, const std::string& address,
                              absl::Time now) {
  std::lock_guard lock(mutex_);
  const absl::Duration wait =
      std::max(Wait(AccountKey(account), now), Wait(AddressKey(address), now));
  if (wait > absl::ZeroDuration()) return wait;
  if (failures_.size() >= kMostRemembered) Forget(now);
  Count(AccountKey(account), kFreeOfAccount, now);
  Count(AddressKey(address), kFreeOfAddress, now);
  return absl::ZeroDuration();
}

void Slowing::Succeeded(const std::string& account, const std::string& address) {
  std::lock_guard lock(mutex_);
  failures_.erase(AccountKey(account));
  // Who knows one password is not thereby free to guess others: only this attempt is taken back.
  const auto found = failures_.find(AddressKey(address));
  if (found == failures_.end()) return;
  found->second.next = found->second.last;
  if (--found->second.count <= 0) failures_.erase(found);
}

absl::Duration Slowing::Wait(const std::string& key, absl::Time now) const {
  const auto found = failures_.find(key);
  return found == failures_.end() ? absl::ZeroDuration() : found->second.next - now;
}

void Slowing::Count(const std::string& key, int free, absl::Time now) {
  Failures& failures = failures_[key];
  if (now - failures.last > kForgiven) failures.count = 0;
  failures.last = now;
  failures.next = now;
  if (++failures.count <= free) return;
  const int doublings = std::min(failures.count - free - 1, 20);
  failures.next = now + std::min(absl::Seconds(1) * (int64_t{1} << doublings), kLongestWait);
}

void Slowing::Forget(absl::Time now) {
  absl::erase_if(failures_, [now](const auto& one) { return one.second.next <= now; });
  // All of them slowed: somebody tries very many accounts. The address slows that, too.
  if (failures_.size() < kMostRemembered) return;
  absl::erase_if(failures_,
                 [](const auto& one) { return absl::StartsWith(one.first, "account "); });
  if (failures_.size() >= kMostRemembered) failures_.clear();
}

std::string AddressOf(const std::string& peer) {
  const bool has_port = absl::StartsWith(peer, "ipv4:") || absl::StartsWith(peer, "ipv6:");
  return has_port ? peer.substr(0, peer.rfind(':')) : "unix:";
}

}  // namespace placet::members
