#include "services/ballots/board_sight.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/ballots/decide.h"
#include "services/ballots/geneva.h"
#include "services/ballots/store_rows.h"

namespace placet::ballots {
namespace {

// An open ballot of a committee.
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

}  // namespace

bool Committees::Has(const std::string& id) const {
  return Everywhere() || std::binary_search(ids.begin(), ids.end(), id);
}

absl::StatusOr<Sight> SightOf(const Asker& asker, const std::string& member, absl::Time now) {
  Sight sight;
  std::vector<std::string> named = {""};  // rights differ only in committees that a grant names
  for (const Grant& grant : asker.grants) named.push_back(grant.committee);
  for (const std::string& id : named) {
    if (decide::SeesAll(OpenIn(id, now), asker, now)) sight.in_full.ids.push_back(id);
  }
  Sort(sight.in_full);
  if (!member.empty()) {
    absl::StatusOr<std::vector<std::string>> asked = decide::MayAskFor(member, asker);
    if (!asked.ok()) return asked.status();
    for (const std::string& id : *asked) {
      if (decide::SeesBody(OpenIn(id, now), member, asker, now)) sight.of_body.ids.push_back(id);
    }
    Sort(sight.of_body);
  }
  sight.key = absl::StrCat(absl::StrJoin(sight.in_full.ids, ","), "/",
                           absl::StrJoin(sight.of_body.ids, ","));
  if (sight.in_full.Everywhere()) sight.key = absl::StrCat("*", sight.key);
  if (sight.of_body.Everywhere()) sight.key = absl::StrCat(sight.key, "*");
  return sight;
}

}  // namespace placet::ballots
