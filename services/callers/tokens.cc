#include "services/callers/tokens.h"

#include <utility>

#include "services/callers/json.h"

namespace placet::callers {
namespace {

constexpr size_t kHalf = 4096;  // tokens; some 700 bytes each

}  // namespace

bool Revoked::Add(const std::string& sign_in, absl::Time revoked, absl::Time now) {
  const absl::Time until = revoked + kRemembered;
  if (until < now) return false;
  std::lock_guard lock(mutex_);
  if (now - swept_ > absl::Minutes(1)) {
    swept_ = now;
    absl::erase_if(until_, [now](const auto& one) { return one.second < now; });
  }
  return until_.emplace(sign_in, until).second;
}

bool Revoked::Has(const std::string& sign_in) const {
  std::lock_guard lock(mutex_);
  return until_.contains(sign_in);
}

absl::StatusOr<std::shared_ptr<const SignedIn>> Tokens::Check(absl::string_view token,
                                                              absl::Time now) {
  keys_.Refresh();
  const int64_t generation = keys_.generation();
  const std::string digest = Sha256(token);
  std::shared_ptr<const SignedIn> who = Find(digest, generation);
  if (who == nullptr) {
    auto checked = CheckAccess(token, keys_, expected_, now);
    if (!checked.ok()) return checked.status();
    who = std::make_shared<const SignedIn>(*std::move(checked));
    Keep(digest, who, generation);
  }
  if (who->expires <= now - kSkew) return absl::DeadlineExceededError("the token has expired");
  if (revoked_.Has(who->sign_in)) {
    return absl::PermissionDeniedError("the sign-in of the token was revoked");
  }
  return who;
}

std::shared_ptr<const SignedIn> Tokens::Find(const std::string& digest, int64_t generation) {
  std::lock_guard lock(mutex_);
  if (generation_ != generation) {
    younger_.clear();
    elder_.clear();
    generation_ = generation;
  }
  if (const auto found = younger_.find(digest); found != younger_.end()) return found->second;
  const auto found = elder_.find(digest);
  if (found == elder_.end()) return nullptr;
  std::shared_ptr<const SignedIn> who = found->second;
  elder_.erase(found);
  younger_[digest] = who;
  return who;
}

void Tokens::Keep(const std::string& digest, std::shared_ptr<const SignedIn> who,
                  int64_t generation) {
  std::lock_guard lock(mutex_);
  if (generation_ != generation) return;
  if (younger_.size() >= kHalf) {
    elder_ = std::move(younger_);
    younger_.clear();
  }
  younger_[digest] = std::move(who);
}

}  // namespace placet::callers
