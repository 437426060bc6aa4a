// The arithmetic: counts, criteria, verdicts.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "rules.h"

namespace placet::ballots::rules {
namespace {

void AddTo(Counts& counts, std::optional<Answer> answer, bool has_reasons) {
  ++counts.entitled;
  if (!answer) {
    ++counts.not_voting;
    return;
  }
  switch (*answer) {
    case Answer::kYesWithComments:
      ++counts.yes_with_comments;
      [[fallthrough]];
    case Answer::kYes:
      ++counts.yes;
      break;
    case Answer::kNo:
      ++(has_reasons ? counts.no : counts.no_without_reasons);
      break;
    case Answer::kAbstain:
      ++counts.abstain;
      break;
  }
}

Judgement JudgeNumber(const Criterion& criterion, const Votes& votes) {
  const bool small = votes.p_members.entitled <= criterion.small_committee;
  Judgement judgement{.criterion = &criterion};
  judgement.numerator = votes.expert_bodies;
  judgement.bound_numerator = small ? criterion.bound_numerator : criterion.bound_large;
  const int above = judgement.numerator - judgement.bound_numerator;
  judgement.met = above >= 0;
  judgement.distance = judgement.met ? above : -above;
  return judgement;
}

// With the fraction multiplied out, a criterion is met while its slack is not negative. One more
// positive vote adds the same whole number to the slack every time, and one more negative vote
// takes the same away, so the distance is a division and needs no search. The products are taken in
// 64 bits because two ints may not fit into one.
Judgement JudgeFraction(const Criterion& criterion, const Votes& votes) {
  const Counts& counts =
      criterion.whole == Whole::kPMembersVoting ? votes.p_members : votes.all_bodies;
  const int part = criterion.part == Part::kNo ? counts.no : counts.yes;
  const int whole = counts.yes + counts.no;
  const std::int64_t bound = criterion.bound_numerator;
  const std::int64_t rest = criterion.bound_denominator - bound;

  const std::int64_t above = part * (bound + rest) - whole * bound;
  std::int64_t slack = above;
  if (criterion.comparison == Comparison::kMoreThan) slack = above - 1;
  if (criterion.comparison == Comparison::kAtMost) slack = -above;
  const std::int64_t positive_adds = criterion.part == Part::kNo ? bound : rest;
  const std::int64_t negative_takes = criterion.part == Part::kNo ? rest : bound;

  Judgement judgement{.criterion = &criterion, .numerator = part, .denominator = whole};
  judgement.bound_numerator = criterion.bound_numerator;
  judgement.bound_denominator = criterion.bound_denominator;
  judgement.met = whole > 0 && slack >= 0;
  if (whole == 0) {
    judgement.distance = 1;  // one positive vote is all of them, and no negative
  } else if (judgement.met) {
    judgement.distance = static_cast<int>(slack / negative_takes);
  } else {
    judgement.distance = static_cast<int>((-slack + positive_adds - 1) / positive_adds);
  }
  return judgement;
}

bool HasNothingToCount(const Judgement& judgement) {
  return judgement.criterion->whole != Whole::kNumberOfPMembers && judgement.denominator == 0;
}

}  // namespace

Entitlement EntitlementOf(const Rule& rule, Status status, bool full_member) {
  // Correspondent members receive documents without a right to comment on them (1.7).
  if (!full_member) return Entitlement::kObserves;
  if (status == Status::kP) return Entitlement::kMustVote;
  if (rule.electorate == Electorate::kAllBodies) return Entitlement::kMayVote;
  return status == Status::kO ? Entitlement::kMayComment : Entitlement::kObserves;
}

void Add(Votes& votes, Status status, std::optional<Answer> answer, bool has_reasons,
         bool names_expert) {
  AddTo(votes.all_bodies, answer, has_reasons);
  if (status != Status::kP) return;
  AddTo(votes.p_members, answer, has_reasons);
  const bool approves = answer == Answer::kYes || answer == Answer::kYesWithComments;
  if (approves && names_expert) ++votes.expert_bodies;
}

Judgement Judge(const Criterion& criterion, const Votes& votes) {
  return criterion.whole == Whole::kNumberOfPMembers ? JudgeNumber(criterion, votes)
                                                     : JudgeFraction(criterion, votes);
}

Outcome Tally(const Rule& rule, const Votes& votes) { return Tally(rule.criteria, votes); }

Outcome Tally(std::span<const Criterion> criteria, const Votes& votes) {
  Outcome outcome;
  if (criteria.empty() || criteria.size() > std::size_t{kMostCriteria}) return outcome;
  outcome.verdict = Verdict::kApproved;
  for (const Criterion& criterion : criteria) {
    const Judgement judgement = Judge(criterion, votes);
    outcome.judgements[outcome.size++] = judgement;
    if (HasNothingToCount(judgement)) {
      outcome.verdict = Verdict::kNoValidVotes;
    } else if (!judgement.met && outcome.verdict == Verdict::kApproved) {
      outcome.verdict = Verdict::kNotApproved;
    }
  }
  return outcome;
}

}  // namespace placet::ballots::rules
