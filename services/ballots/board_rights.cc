// What the board knows of the directory: committees, and who may see what.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/ballots/board.h"
#include "services/ballots/geneva.h"
#include "services/ballots/store_rows.h"

namespace placet::ballots {
namespace {

constexpr size_t kMostSights = 4096;  // beyond it they are made anew

}  // namespace

void Board::Apply(DirectoryChanges changes) {
  {
    std::lock_guard lock(mutex_);
    for (DirectoryChanges::Committee& changed : changes.committees) {
      Committee& committee = CommitteeOf(changed.id);
      committee.known = true;
      references_changed_ = std::max(references_changed_, changed.changed);
      if (committee.reference == changed.reference) continue;
      committee.reference = std::move(changed.reference);
      for (OpenBallot* ballot : committee.scope.ballots) {
        ballot->seen.clear();
        ballot->full.clear();
      }
    }
    // A grant is told of once for each committee in which it holds: all of it goes before any
    // comes.
    for (const HeldGrant& grant : changes.grants) {
      std::erase_if(grants_[grant.person],
                    [&](const HeldGrant& other) { return other.name == grant.name; });
    }
    for (HeldGrant& grant : changes.grants) grants_[grant.person].push_back(std::move(grant));
    sights_.clear();
    directory_position_ = changes.position;
  }
  on_change_();
}

absl::StatusOr<const Sight*> Board::FindSight(const BoardQuery& query, absl::Time now) {
  static const Sight kNone = *SightOf({}, "", absl::UnixEpoch());
  const auto grants = grants_.find(rpc::PersonId(query.caller));
  if (grants == grants_.end() && query.member.empty()) return &kNone;
  if (now < sights_from_ || now >= sights_until_ || sights_.size() >= kMostSights) {
    sights_.clear();
    sights_from_ = now;
    sights_until_ = geneva::EndOf(geneva::DayOf(now));
  }
  const std::string key = absl::StrCat(query.caller, " ", query.member);
  const auto known = sights_.find(key);
  if (known != sights_.end()) return &known->second;
  Asker asker;
  const std::string today = geneva::DayOf(now);
  if (grants != grants_.end()) {
    for (const HeldGrant& held : grants->second) {
      const bool holds = held.from <= today && (held.until.empty() || today < held.until);
      if (holds) asker.grants.push_back(held.grant);
    }
  }
  absl::StatusOr<Sight> sight = SightOf(asker, query.member, now);
  if (!sight.ok()) return sight.status();
  return &(sights_[key] = *std::move(sight));
}

}  // namespace placet::ballots
