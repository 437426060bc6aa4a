#include "services/ballots/board_sight.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/ballots/decide.h"
#include "services/ballots/geneva.h"
#include "services/ballots/store_rows.h"

namespace placet::ballots {
namespace {

constexpr rules::Early kEarlies[] = {rules::Early::kNobody, rules::Early::kCentralSecretariat,
                                     rules::Early::kOfficers};

// An open ballot of a committee, of no kind: what its rules would show besides is left out.
pb::Ballot OpenIn(const std::string& committee, absl::Time now) {
  pb::Ballot ballot;
  ballot.set_name("ballots/any");
  ballot.set_committee(absl::StrCat("committees/", committee));
  ballot.set_state(pb::BALLOT_STATE_OPEN);
  ballot.set_end_date(geneva::DayOf(now + absl::Hours(48)));
  SetTime(*ballot.mutable_close_time(), geneva::EndOf(ballot.end_date()));
  return ballot;
}

void Sort(Committees& committees) {
  std::vector<std::string>& ids = committees.ids;
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  if (committees.Everywhere()) ids.resize(1);
}

std::string KeyOf(const Committees& committees) {
  return absl::StrCat(absl::StrJoin(committees.ids, ","), committees.Everywhere() ? "*/" : "/");
}

}  // namespace

bool Committees::Has(const std::string& id) const {
  return Everywhere() || std::binary_search(ids.begin(), ids.end(), id);
}

absl::StatusOr<Sight> SightOf(const Asker& asker, const std::string& member, absl::Time now) {
  Sight sight;
  std::vector<std::string> named = {""};  // rights differ only in committees that a grant names
  for (const Grant& grant : asker.grants) named.push_back(grant.committee);
  for (const std::string& id : named) {
    for (const rules::Early early : kEarlies) {
      const bool sees = decide::SeesEarly(early, id, asker);
      if (sees) sight.in_full[static_cast<size_t>(early)].ids.push_back(id);
    }
  }
  for (Committees& committees : sight.in_full) Sort(committees);
  if (!member.empty()) {
    absl::StatusOr<std::vector<std::string>> asked = decide::MayAskFor(member, asker);
    if (!asked.ok()) return asked.status();
    for (const std::string& id : *asked) {
      const bool sees = decide::SeesWhetherVoted(OpenIn(id, now), member, asker, now);
      if (sees) sight.of_body.ids.push_back(id);
    }
    Sort(sight.of_body);
  }
  for (const Committees& committees : sight.in_full) absl::StrAppend(&sight.key, KeyOf(committees));
  absl::StrAppend(&sight.key, KeyOf(sight.of_body));
  return sight;
}

}  // namespace placet::ballots
