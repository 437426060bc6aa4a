// What this process remembers of open ballots and of callers, so that most votes need no load. It
// may be behind: others write to the same store. So it is used for one thing only, to try a write
// whose guard looks at the same facts again; nobody is refused, and nothing is answered, from here.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "services/ballots/facts.h"
#include "services/rpc/call.h"

namespace placet::ballots {

class Known {
 public:
  // The facts of a vote, where ballot, body and caller are known.
  std::optional<CastFacts> Find(const rpc::Call& call, const std::string& ballot,
                                const std::string& member);
  bool Knows(const std::string& ballot);

  // What a load has just seen. `roll`: as load_cast has it.
  void LearnGrants(const rpc::Call& call, const std::vector<Grant>& grants);
  void LearnRoll(const std::string& ballot, const CastFacts& facts, absl::string_view roll);
  // What has just been stored.
  void LearnVote(const std::string& ballot, const std::string& member, int revision);
  // A write found other facts.
  void Forget(const std::string& ballot);

 private:
  // A body on a roll.
  struct Standing {
    pb::MemberStatus status;
    pb::MemberStatus status_at_opening;
    bool full_member;
    int revision;
  };
  struct Roll {
    std::shared_ptr<const pb::Ballot> ballot;
    int64_t version = 0;
    absl::flat_hash_map<std::string, Standing> bodies;
  };
  struct Rights {
    std::string day;
    std::vector<Grant> grants;
  };

  // What was used since the last turn, and what was used in the turn before; what was not used for
  // a whole turn is gone. So memory has a bound, and what is in use stays.
  template <class Value>
  class Turning {
   public:
    explicit Turning(size_t most) : most_(most) {}
    Value* Find(const std::string& key) {
      const auto young = young_.find(key);
      if (young != young_.end()) return young->second.get();
      const auto old = old_.find(key);
      if (old == old_.end()) return nullptr;
      std::unique_ptr<Value> value = std::move(old->second);
      old_.erase(old);
      return Put(key, std::move(value));
    }
    Value* Put(const std::string& key, std::unique_ptr<Value> value) {
      if (young_.size() >= most_) old_ = std::exchange(young_, {});
      return (young_[key] = std::move(value)).get();
    }
    void Erase(const std::string& key) {
      young_.erase(key);
      old_.erase(key);
    }

   private:
    const size_t most_;
    absl::flat_hash_map<std::string, std::unique_ptr<Value>> young_;
    absl::flat_hash_map<std::string, std::unique_ptr<Value>> old_;
  };

  std::mutex mutex_;
  Turning<Roll> rolls_{2048};      // guarded by mutex_; some 10 kB each
  Turning<Rights> callers_{4096};  // guarded by mutex_; some 500 bytes each
};

}  // namespace placet::ballots
