// What results say, against the leaves.
#include <algorithm>
#include <set>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/ballots/audit_report.h"
#include "services/ballots/count.h"
#include "services/ballots/decide.h"
#include "services/ballots/store_rows.h"
#include "services/rpc/names.h"

namespace placet::ballots::audit {
namespace {

bool IsCast(const Leaf& leaf, const Bundle& bundle) {
  return leaf.event.has_vote() &&
         absl::StartsWith(leaf.entry->subject(), absl::StrCat(bundle.ballot(), "/votes/"));
}

// Each body's votes are the versions 1, 2, ... without a gap; those of the ballot, too.
void CheckVersions(const Bundle& bundle, const Leaves& leaves, Report& report) {
  std::map<std::string, int> revisions;
  int64_t version = 0;
  int results = 0;
  for (const auto& [sequence, leaf] : leaves) {
    const std::string place = absl::StrCat("event ", leaf.entry->subject());
    if (IsCast(leaf, bundle)) {
      report.Same(sequence, absl::StrCat(place, " revision"),
                  absl::StrCat(leaf.event.vote().revision()),
                  absl::StrCat(++revisions[leaf.entry->subject()]));
      report.Same(sequence, absl::StrCat(place, " name"), leaf.event.vote().name(),
                  leaf.entry->subject());
    }
    if (leaf.event.has_ballot()) {
      report.Same(sequence, absl::StrCat(place, " etag"), leaf.event.ballot().etag(),
                  rpc::Etag(++version));
    }
    if (leaf.event.has_tally()) {
      report.Same(sequence, absl::StrCat(place, " version"),
                  absl::StrCat(leaf.event.tally().version()), absl::StrCat(++results));
    }
  }
}

// The last vote of each body before a number, by subject.
std::map<std::string, int64_t> LastVotes(const Bundle& bundle, const Leaves& leaves,
                                         int64_t before) {
  std::map<std::string, int64_t> last;
  for (const auto& [sequence, leaf] : leaves) {
    if (sequence >= before) break;
    if (IsCast(leaf, bundle)) last[leaf.entry->subject()] = sequence;
  }
  return last;
}

// The ballot as it stood before a number.
const pb::Ballot* BallotBefore(const Leaves& leaves, int64_t before) {
  const pb::Ballot* ballot = nullptr;
  for (const auto& [sequence, leaf] : leaves) {
    if (sequence < before && leaf.event.has_ballot()) ballot = &leaf.event.ballot();
  }
  return ballot;
}

void CheckCounted(const Bundle& bundle, const Leaves& leaves, int64_t sequence,
                  const pb::Tally& tally, Report& report) {
  std::map<std::string, int64_t> last = LastVotes(bundle, leaves, sequence);
  for (const pb::CountedBody& counted : tally.counted()) {
    const std::string subject = absl::StrCat(bundle.ballot(), "/votes/", LastId(counted.member()));
    report.Same(sequence, absl::StrCat("counted ", counted.member(), " sequence"),
                absl::StrCat(counted.sequence()), absl::StrCat(last[subject]));
    last.erase(subject);
    if (counted.sequence() > tally.head().size()) {
      report.Add(sequence, absl::StrCat("counted ", counted.member()),
                 "the vote is not in the tree of the head that the result names",
                 absl::StrCat(counted.sequence()), absl::StrCat(tally.head().size()));
    }
  }
  for (const auto& [subject, vote] : last) {
    report.Add(sequence, absl::StrCat("counted ", subject), "a vote was not counted", "",
               absl::StrCat(vote));
  }
}

CountFacts FactsOf(const Bundle& bundle, const Leaves& leaves, int64_t sequence,
                   const pb::Ballot& ballot, const pb::Tally& tally) {
  CountFacts facts;
  facts.ballot.ballot = ballot;
  facts.others = tally.others();
  const std::map<std::string, int64_t> last = LastVotes(bundle, leaves, sequence);
  for (const pb::CountedBody& counted : tally.counted()) {
    Body body;
    body.member = LastId(counted.member());
    body.country = counted.country();
    body.acronym = counted.acronym();
    body.full_member = counted.full_member();
    body.status_at_opening = counted.status_at_opening();
    body.status = counted.status();
    const auto vote = last.find(absl::StrCat(bundle.ballot(), "/votes/", body.member));
    if (vote != last.end()) body.vote = leaves.at(vote->second).event.vote();
    facts.bodies.push_back(std::move(body));
  }
  return facts;
}

// The same tally, but for what no count makes.
void CheckCount(const Bundle& bundle, const Leaves& leaves, int64_t sequence,
                const pb::Tally& tally, Report& report) {
  const pb::Ballot* ballot = BallotBefore(leaves, sequence);
  const std::string place = absl::StrCat("result version ", tally.version());
  if (ballot == nullptr) return report.Add(sequence, place, "there is no ballot before the result");
  if (decide::RuleOf(*ballot, "", absl::InfinitePast()) == nullptr) {
    return report.Add(sequence, place, "this program has no rules of that edition", "",
                      ballot->rules_edition());
  }
  const CountFacts facts = FactsOf(bundle, leaves, sequence, *ballot, tally);
  pb::Tally counted = Count(facts, GetTime(ballot->close_time()), true);
  counted.set_version(tally.version());
  counted.set_cause(tally.cause());
  *counted.mutable_caused_by() = tally.caused_by();
  *counted.mutable_counted_after_closing() = tally.counted_after_closing();
  *counted.mutable_head() = tally.head();
  *counted.mutable_counted() = tally.counted();
  counted.set_others(tally.others());
  counted.set_secretariat(tally.secretariat());
  google::protobuf::util::MessageDifferencer differencer;
  std::string differences;
  differencer.ReportDifferencesToString(&differences);
  if (differencer.Compare(counted, tally)) return;
  for (const absl::string_view line : absl::StrSplit(differences, '\n', absl::SkipEmpty())) {
    report.Add(sequence, place, "counted anew from the leaves it is another", std::string(line));
  }
}

void CheckNamed(const Bundle& bundle, int64_t sequence, const pb::Tally& tally, Report& report) {
  const std::string place = absl::StrCat("result version ", tally.version(), " head");
  for (const TreeHead& named : bundle.named()) {
    if (named.size() != tally.head().size()) continue;
    report.Same(sequence, absl::StrCat("tree_head ", named.size(), " log"), named.log(),
                tally.head().log());
    report.Same(sequence, absl::StrCat("tree_head ", named.size(), " root"),
                absl::BytesToHexString(named.root()), absl::BytesToHexString(tally.head().root()));
    report.Same(sequence, absl::StrCat("tree_head ", named.size(), " time"),
                named.time().ShortDebugString(), tally.head().time().ShortDebugString());
    return;
  }
  report.Add(sequence, place, "the head that the result names is not there", "",
             absl::StrCat(tally.head().size()));
}

}  // namespace

void CheckResults(const Bundle& bundle, const Leaves& leaves, Report& report) {
  CheckVersions(bundle, leaves, report);
  for (const auto& [sequence, leaf] : leaves) {
    if (!leaf.event.has_tally()) continue;
    const pb::Tally& tally = leaf.event.tally();
    if (!tally.has_head()) {
      report.Add(sequence, absl::StrCat("result version ", tally.version()),
                 "names no head: it was recorded while no record was kept");
      continue;
    }
    CheckNamed(bundle, sequence, tally, report);
    CheckCounted(bundle, leaves, sequence, tally, report);
    CheckCount(bundle, leaves, sequence, tally, report);
  }
}

}  // namespace placet::ballots::audit
