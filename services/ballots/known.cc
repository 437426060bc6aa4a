#include "services/ballots/known.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "services/ballots/geneva.h"

namespace placet::ballots {
namespace {

int Number(absl::string_view text) {
  int number = 0;
  return absl::SimpleAtoi(text, &number) ? number : 0;
}

}  // namespace

std::optional<CastFacts> Known::Find(const rpc::Call& call, const std::string& ballot,
                                     const std::string& member) {
  const std::string today = geneva::DayOf(call.now);
  std::lock_guard lock(mutex_);
  const Rights* rights = callers_.Find(call.caller);
  if (rights == nullptr || rights->day != today) return std::nullopt;
  const Roll* roll = rolls_.Find(ballot);
  if (roll == nullptr) return std::nullopt;
  const auto standing = roll->bodies.find(member);
  if (standing == roll->bodies.end()) return std::nullopt;
  CastFacts facts;
  facts.asker.grants = rights->grants;
  facts.ballot = roll->ballot;
  facts.version = roll->version;
  facts.revision = standing->second.revision;
  Body& body = facts.body.emplace();
  body.member = member;
  body.full_member = standing->second.full_member;
  body.status_at_opening = standing->second.status_at_opening;
  body.status = standing->second.status;
  return facts;
}

bool Known::Knows(const std::string& ballot) {
  std::lock_guard lock(mutex_);
  return rolls_.Find(ballot) != nullptr;
}

void Known::LearnGrants(const rpc::Call& call, const std::vector<Grant>& grants) {
  auto rights = std::make_unique<Rights>(Rights{geneva::DayOf(call.now), grants});
  std::lock_guard lock(mutex_);
  callers_.Put(call.caller, std::move(rights));
}

void Known::LearnRoll(const std::string& ballot, const CastFacts& facts, absl::string_view text) {
  auto roll = std::make_unique<Roll>();
  roll->ballot = facts.ballot;
  roll->version = facts.version;
  for (absl::string_view entry : absl::StrSplit(text, ',', absl::SkipEmpty())) {
    const std::vector<absl::string_view> parts = absl::StrSplit(entry, ':');
    roll->bodies[std::string(parts[0])] = {static_cast<pb::MemberStatus>(Number(parts[1])),
                                           static_cast<pb::MemberStatus>(Number(parts[2])),
                                           parts[3] == "1", Number(parts[4])};
  }
  std::lock_guard lock(mutex_);
  rolls_.Put(ballot, std::move(roll));
}

void Known::LearnVote(const std::string& ballot, const std::string& member, int revision) {
  std::lock_guard lock(mutex_);
  Roll* roll = rolls_.Find(ballot);
  if (roll == nullptr) return;
  const auto standing = roll->bodies.find(member);
  if (standing != roll->bodies.end()) standing->second.revision = revision;
}

void Known::Forget(const std::string& ballot) {
  std::lock_guard lock(mutex_);
  rolls_.Erase(ballot);
}

}  // namespace placet::ballots
