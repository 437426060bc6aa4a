#include "services/ballots/known.h"

#include <algorithm>
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
  Roll* roll = rolls_.Find(ballot);
  if (roll == nullptr) return std::nullopt;
  const Standing* standing = FindBody(*roll, MemberNumber(member, false));
  if (standing == nullptr) return std::nullopt;
  CastFacts facts;
  facts.asker.grants = rights->grants;
  facts.ballot = roll->ballot;
  facts.version = roll->version;
  facts.roll_version = roll->roll_version;
  facts.revision = standing->revision;
  Body& body = facts.body.emplace();
  body.member = member;
  body.full_member = standing->full_member;
  body.status = static_cast<pb::MemberStatus>(standing->status);
  return facts;
}

Known::Standing* Known::FindBody(Roll& roll, std::optional<uint16_t> member) {
  if (!member) return nullptr;
  const auto found = std::lower_bound(
      roll.bodies.begin(), roll.bodies.end(), *member,
      [](const Standing& standing, uint16_t number) { return standing.member < number; });
  return found == roll.bodies.end() || found->member != *member ? nullptr : &*found;
}

std::optional<uint16_t> Known::MemberNumber(absl::string_view member, bool add) {
  const auto found = members_.find(member);
  if (found != members_.end()) return found->second;
  if (!add || members_.size() > UINT16_MAX) return std::nullopt;
  return members_[std::string(member)] = static_cast<uint16_t>(members_.size());
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
  auto known = std::make_shared<pb::Ballot>(*facts.ballot);
  known->clear_documents();
  known->clear_note();
  auto roll = std::make_unique<Roll>(Roll{std::move(known), facts.version, facts.roll_version, {}});
  std::lock_guard lock(mutex_);
  for (absl::string_view entry : absl::StrSplit(text, ',', absl::SkipEmpty())) {
    const std::vector<absl::string_view> parts = absl::StrSplit(entry, ':');
    const std::optional<uint16_t> member = MemberNumber(parts[0], true);
    if (!member) continue;
    roll->bodies.push_back(
        {*member, static_cast<uint8_t>(Number(parts[1])), parts[2] == "1", Number(parts[3])});
  }
  std::sort(roll->bodies.begin(), roll->bodies.end(),
            [](const Standing& a, const Standing& b) { return a.member < b.member; });
  rolls_.Put(ballot, std::move(roll));
}

void Known::LearnVote(const std::string& ballot, const std::string& member, int revision) {
  std::lock_guard lock(mutex_);
  Roll* roll = rolls_.Find(ballot);
  if (roll == nullptr) return;
  if (Standing* body = FindBody(*roll, MemberNumber(member, false))) body->revision = revision;
}

void Known::Forget(const std::string& ballot) {
  std::lock_guard lock(mutex_);
  rolls_.Erase(ballot);
}

}  // namespace placet::ballots
