#include "services/ballots/analyse.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/ballots/checks.h"
#include "services/ballots/count.h"
#include "services/ballots/geneva.h"
#include "services/ballots/words.h"
#include "services/rpc/names.h"

namespace placet::ballots::analyse {
namespace {

using decide::Invalid;

// Enough joins within a week to be named. Nobody's rule: a threshold of Placet's, said in the flag.
constexpr size_t kManyJoins = 3;
constexpr int kDaysOfMassJoin = 7;
constexpr int kDaysBefore = 30;

std::string Name(const std::string& member) { return absl::StrCat("members/", member); }

void Answer(pb::Vote& vote, const char* question, const char* choice) {
  pb::QuestionAnswer& answer = *vote.add_answers();
  answer.set_question(question);
  answer.set_choice(choice);
}

// A vote that says what the change says.
pb::Vote VoteOf(const std::string& name, const pb::VoteChange& change) {
  pb::Vote vote;
  vote.set_name(name);
  vote.set_answer(change.answer());
  *vote.mutable_answers() = change.answers();
  if (change.with_text()) vote.set_text("what if");
  if (change.names_expert()) vote.add_experts()->set_display_name("what if");
  if (change.takes_part()) Answer(vote, "active-part", "yes");
  if (change.uses()) Answer(vote, "used", "yes");
  return vote;
}

absl::Status Apply(const pb::VoteChange& change, const rules::Rule& rule, const std::string& path,
                   CountFacts& facts) {
  const std::optional<std::string> member = rpc::IdIn("members", change.member());
  if (!member) return Invalid(path + ".member", "must be members/{member}");
  const auto body = std::find_if(facts.bodies.begin(), facts.bodies.end(),
                                 [&](const Body& b) { return b.member == *member; });
  if (body == facts.bodies.end()) return Invalid(path + ".member", "is not on the roll");
  if (change.rule_out()) {
    if (!body->vote || body->vote->answer() != pb::ANSWER_DISAPPROVE) {
      return Invalid(path + ".rule_out", "only a disapproval can be ruled out");
    }
    body->vote->clear_text();
    if (rules::Counted(rule, CastOf(*body))) {
      return Invalid(path + ".rule_out", "a disapproval needs no reasons on this kind of ballot");
    }
    return absl::OkStatus();
  }
  if (change.take_away()) {
    if (!body->vote) return Invalid(path + ".take_away", "no vote of this body was received");
    body->vote.reset();
    return absl::OkStatus();
  }
  const std::optional<rules::Answer> answer = ToRules(change.answer());
  const rules::Entitlement entitlement = rules::EntitlementOf(rule, CastOf(*body));
  if (!answer || rules::FindOffer(rule, entitlement, *answer) == nullptr) {
    return Invalid(path + ".answer", "is not offered to this body");
  }
  body->vote = VoteOf(absl::StrCat(facts.ballot.ballot->name(), "/votes/", *member), change);
  return absl::OkStatus();
}

std::string InWords(const pb::Criterion& criterion) {
  const std::string numbers =
      criterion.denominator() == 0
          ? absl::StrCat(criterion.numerator(), " against ", criterion.bound_numerator())
          : absl::StrCat(criterion.numerator(), " of ", criterion.denominator());
  return absl::StrCat(criterion.met() ? "met" : "not met", ": ", numbers, " (", criterion.formula(),
                      ")");
}

std::map<std::string, std::string> ById(const pb::Tally& tally) {
  std::map<std::string, std::string> words;
  for (const pb::Criterion& criterion : tally.criteria())
    words[criterion.id()] = InWords(criterion);
  for (const pb::QuestionTally& question : tally.questions()) {
    if (question.has_criterion()) {
      words[absl::StrCat("question ", question.question())] = InWords(question.criterion());
    }
  }
  return words;
}

void AddFlag(std::vector<pb::RollFlag>& flags, pb::RollFlagKind kind,
             const std::vector<std::string>& members, const std::string& text) {
  if (members.empty()) return;
  pb::RollFlag& flag = flags.emplace_back();
  flag.set_kind(kind);
  for (const std::string& member : members) flag.add_members(Name(member));
  flag.set_text(text);
}

// The largest group that joined within a week, among those who joined since `first`.
std::vector<std::string> LargestJoin(const std::vector<RollOrigin>& origins,
                                     const std::string& first) {
  std::vector<std::string> largest;
  for (const RollOrigin& begin : origins) {
    if (begin.from < first) continue;
    const std::string end = geneva::AddDays(begin.from, kDaysOfMassJoin);
    std::vector<std::string> joined;
    for (const RollOrigin& origin : origins) {
      if (origin.from >= begin.from && origin.from < end) joined.push_back(origin.member);
    }
    if (joined.size() > largest.size()) largest = std::move(joined);
  }
  return largest.size() >= kManyJoins ? largest : std::vector<std::string>();
}

}  // namespace

CountFacts AsOf(CountFacts facts, const std::vector<HistoryEntry>& history, absl::Time at) {
  std::map<std::string, Body*> bodies;
  for (Body& body : facts.bodies) {
    bodies[body.member] = &body;
    body.status = body.status_at_opening;
    body.vote.reset();
  }
  for (const HistoryEntry& entry : history) {
    const auto found = bodies.find(entry.member);
    if (entry.time > at || found == bodies.end()) continue;
    if (entry.event.has_vote()) found->second->vote = entry.event.vote();
    if (entry.event.has_roll_entry()) found->second->status = entry.event.roll_entry().status();
  }
  return facts;
}

absl::StatusOr<CountFacts> Changed(CountFacts facts, const rules::Rule& rule,
                                   const pb::WhatIfRequest& request) {
  for (int i = 0; i < request.changes_size(); ++i) {
    const std::string path = absl::StrCat("changes[", i, "]");
    absl::Status status = Apply(request.changes(i), rule, path, facts);
    if (!status.ok()) return status;
  }
  if (request.abstentions() == pb::ANSWER_UNSPECIFIED) return facts;
  pb::VoteChange as;
  as.set_answer(request.abstentions());
  as.set_with_text(true);
  for (Body& body : facts.bodies) {
    if (!body.vote || body.vote->answer() != pb::ANSWER_ABSTAIN) continue;
    as.set_member(Name(body.member));
    absl::Status status = Apply(as, rule, "abstentions", facts);
    if (!status.ok()) return status;
  }
  return facts;
}

std::vector<pb::Difference> Compare(const pb::Tally& as_is, const pb::Tally& what_if) {
  std::vector<pb::Difference> differences;
  const auto add = [&](const std::string& what, const std::string& one, const std::string& other) {
    if (one == other) return;
    pb::Difference& difference = differences.emplace_back();
    difference.set_what(what);
    difference.set_as_is(one);
    difference.set_what_if(other);
  };
  std::map<std::string, std::string> one = ById(as_is);
  std::map<std::string, std::string> other = ById(what_if);
  std::set<std::string> ids;
  for (const auto& [id, words] : one) ids.insert(id);
  for (const auto& [id, words] : other) ids.insert(id);
  for (const std::string& id : ids) add(id, one[id], other[id]);
  add("verdict", pb::Verdict_Name(as_is.verdict()), pb::Verdict_Name(what_if.verdict()));
  add("proposal", as_is.proposal(), what_if.proposal());
  return differences;
}

std::vector<pb::RollFlag> Flags(const CountFacts& facts, std::vector<RollOrigin> origins,
                                bool sees) {
  const pb::Ballot& ballot = *facts.ballot.ballot;
  const std::string opened = geneva::DayOf(decide::TimeOf(ballot.open_time()));
  const std::string shortly = geneva::AddDays(opened, -kDaysBefore);
  std::set<std::string> voted, p_members;
  for (const Body& body : facts.bodies) {
    if (body.vote) voted.insert(body.member);
    if (body.status == pb::MEMBER_STATUS_P) p_members.insert(body.member);
  }
  std::erase_if(origins, [&](const RollOrigin& o) { return !p_members.contains(o.member); });
  std::vector<std::string> while_open, before, first;
  for (const RollOrigin& origin : origins) {
    if (origin.from > opened) while_open.push_back(origin.member);
    if (origin.from >= shortly && origin.from <= opened) before.push_back(origin.member);
    if (sees && !origin.voted_before && voted.contains(origin.member)) {
      first.push_back(origin.member);
    }
  }
  std::vector<pb::RollFlag> flags;
  AddFlag(flags, pb::ROLL_FLAG_KIND_JOINED_WHILE_OPEN, while_open,
          absl::StrCat("P-member since a day after ", opened, ", when the ballot opened"));
  AddFlag(flags, pb::ROLL_FLAG_KIND_JOINED_SHORTLY_BEFORE, before,
          absl::StrCat("P-member since a day between ", shortly, " and ", opened));
  AddFlag(flags, pb::ROLL_FLAG_KIND_FIRST_VOTE, first,
          "voted, and has no vote in this committee on an earlier ballot that is closed, as far as "
          "Placet knows");
  const std::vector<std::string> joined = LargestJoin(origins, shortly);
  AddFlag(flags, pb::ROLL_FLAG_KIND_MASS_JOIN, joined,
          absl::StrCat(joined.size(), " became P-member within ", kDaysOfMassJoin,
                       " days; Placet names ", kManyJoins, " or more since ", shortly));
  return flags;
}

pb::Forecast Foresee(const CountFacts& facts, const rules::Rule& rule,
                     const std::vector<VotingRecord>& records) {
  constexpr int64_t kWhole = 1000;
  std::map<std::string, const VotingRecord*> by_member;
  for (const VotingRecord& record : records) by_member[record.member] = &record;
  pb::Forecast forecast;
  int in = 0;
  int64_t expected = 0;
  for (const Body& body : facts.bodies) {
    if (body.status != pb::MEMBER_STATUS_P || !HasVote(rule, body)) continue;
    if (body.vote) {
      ++in;
      continue;
    }
    pb::ForecastEntry& entry = *forecast.add_entries();
    entry.set_member(Name(body.member));
    entry.set_share_milli(-1);
    const auto found = by_member.find(body.member);
    if (found == by_member.end()) continue;
    const VotingRecord& record = *found->second;
    entry.set_owed(record.owed);
    entry.set_voted(record.voted);
    entry.set_voted_this_late(record.voted_this_late);
    // Of the ballots on which it had not voted by this part of their time, those it voted on later.
    const int silent = record.owed - record.voted + record.voted_this_late;
    if (silent == 0) continue;
    entry.set_share_milli(static_cast<int32_t>(kWhole * record.voted_this_late / silent));
    expected += entry.share_milli();
  }
  forecast.set_votes_in(in);
  forecast.set_expected_by_closing_milli(kWhole * in + expected);
  forecast.set_basis(
      "an estimate: of this committee's ballots closed in the last two years on which the body "
      "stood "
      "as P-member and had not voted when as much of their time was over, the share on which it "
      "voted later; bodies without such ballots are not counted");
  return forecast;
}

}  // namespace placet::ballots::analyse
