// The arithmetic: counts, criteria, verdicts.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "rules.h"

namespace placet::ballots::rules {
namespace {

bool Approves(const Cast& cast) {
  return cast.answer == Answer::kYes || cast.answer == Answer::kYesWithComments;
}

void AddTo(Counts& counts, const Cast& cast, bool counted) {
  ++counts.entitled;
  if (!cast.answer) {
    ++counts.not_voting;
    return;
  }
  switch (*cast.answer) {
    case Answer::kYesWithComments:
    case Answer::kYes:
      ++(counted ? counts.yes : counts.yes_without_reasons);
      if (counted && cast.answer == Answer::kYesWithComments) ++counts.yes_with_comments;
      break;
    case Answer::kNo:
      ++(counted ? counts.no : counts.no_without_reasons);
      break;
    case Answer::kAbstain:
      ++counts.abstain;
      break;
    case Answer::kConfirm:
      ++counts.confirm;
      break;
    case Answer::kRevise:
      ++counts.revise;
      break;
    case Answer::kWithdraw:
      ++counts.withdraw;
      break;
    case Answer::kReply:
      ++counts.reply;
      break;
    case Answer::kComments:
    case Answer::kNoComments:
      ++counts.not_voting;
      break;
  }
}

bool IsNumber(const Criterion& criterion) {
  return criterion.whole == Whole::kNumberOfPMembers || criterion.whole == Whole::kNumber;
}

const Counts& Group(const Criterion& criterion, const Votes& votes) {
  return criterion.whole == Whole::kPMembersVoting ? votes.p_members : votes.all_bodies;
}

int PartOf(const Criterion& criterion, const Votes& votes) {
  const bool weighted = criterion.whole == Whole::kWeightsVoting;
  switch (criterion.part) {
    case Part::kYes:
      return weighted ? votes.weight_yes : Group(criterion, votes).yes;
    case Part::kNo:
      return weighted ? votes.weight_no : Group(criterion, votes).no;
    case Part::kExpertBodies:
      return votes.expert_bodies;
    case Part::kExpertBodiesOfAll:
      return votes.expert_bodies_of_all;
    case Part::kParticipants:
      return votes.participants;
    case Part::kUsers:
      return votes.users;
    case Part::kConfirm:
      return Group(criterion, votes).confirm;
    case Part::kRevise:
      return Group(criterion, votes).revise;
    case Part::kWithdraw:
      return Group(criterion, votes).withdraw;
  }
  return 0;
}

int WholeOf(const Criterion& criterion, const Votes& votes) {
  if (criterion.whole == Whole::kWeightsVoting) return votes.weight_yes + votes.weight_no;
  const Counts& counts = Group(criterion, votes);
  return counts.yes + counts.no + counts.confirm + counts.revise + counts.withdraw;
}

Judgement JudgeNumber(const Criterion& criterion, const Votes& votes) {
  const bool large = criterion.whole == Whole::kNumberOfPMembers &&
                     votes.p_members.entitled > criterion.small_committee;
  Judgement judgement{.criterion = &criterion};
  judgement.numerator = PartOf(criterion, votes);
  judgement.bound_numerator = large ? criterion.bound_large : criterion.bound_numerator;
  const int above = judgement.numerator - judgement.bound_numerator;
  const int slack = criterion.comparison == Comparison::kAtMost ? -above : above;
  judgement.met = slack >= 0;
  judgement.distance = judgement.met ? slack : -slack;
  return judgement;
}

// With the fraction multiplied out, a criterion is met while its slack is not negative. One more
// positive vote adds the same whole number to the slack every time, and one more negative vote
// takes the same away, so the distance is a division and needs no search. The products are taken in
// 64 bits because two ints may not fit into one.
Judgement JudgeFraction(const Criterion& criterion, const Votes& votes) {
  const int part = PartOf(criterion, votes);
  const int whole = WholeOf(criterion, votes);
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
  return !IsNumber(*judgement.criterion) && judgement.denominator == 0;
}

// What a review proposes: the action that has its majority, if the document is used widely enough.
std::string_view ActionOf(std::span<const Judgement> judgements) {
  for (const Judgement& judgement : judgements) {
    if (!judgement.met && !judgement.criterion->otherwise.empty()) {
      return judgement.criterion->otherwise;
    }
  }
  for (const Judgement& judgement : judgements) {  // more than half: at most one of them
    if (judgement.met && !judgement.criterion->action.empty()) return judgement.criterion->action;
  }
  return {};
}

bool IsReview(const Outcome& outcome) {
  for (const Judgement& judgement : outcome.Judgements()) {
    if (!judgement.criterion->action.empty()) return true;
  }
  return false;
}

}  // namespace

Entitlement EntitlementOf(const Rule& rule, const Cast& cast) {
  if (rule.electorate == Electorate::kWeighted) {
    return WeightOf(rule, cast.body) > 0 ? Entitlement::kMayVote : Entitlement::kObserves;
  }
  if (rule.electorate == Electorate::kExperts) {
    return cast.status == Status::kExpert ? Entitlement::kMayComment : Entitlement::kObserves;
  }
  // Correspondent members receive documents without a right to comment on them (1.7).
  if (!cast.full_member) return Entitlement::kObserves;
  if (rule.electorate == Electorate::kNobody) {
    return cast.status == Status::kNeither ? Entitlement::kObserves : Entitlement::kMayComment;
  }
  if (cast.status == Status::kP) {
    return rule.p_must ? Entitlement::kMustVote : Entitlement::kMayVote;
  }
  if (rule.electorate == Electorate::kAllBodies) return Entitlement::kMayVote;
  return cast.status == Status::kO ? Entitlement::kMayComment : Entitlement::kObserves;
}

int WeightOf(const Rule& rule, std::string_view body) {
  for (const Weight& weight : rule.weights) {
    if (weight.body == body) return weight.weight;
  }
  return 0;
}

const Offer* FindOffer(const Rule& rule, Entitlement entitlement, Answer answer) {
  static constexpr Offer kCommentsOnly[] = {{Answer::kComments, TextRule::kCompulsory},
                                            {Answer::kNoComments, TextRule::kNone}};
  std::span<const Offer> offers;
  if (entitlement == Entitlement::kMustVote || entitlement == Entitlement::kMayVote) {
    offers = rule.answers;
  } else if (entitlement == Entitlement::kMayComment) {
    offers = kCommentsOnly;
  }
  for (const Offer& offer : offers) {
    if (offer.answer == answer) return &offer;
  }
  return nullptr;
}

bool Counted(const Rule& rule, const Cast& cast) {
  if (!cast.answer || *cast.answer == Answer::kAbstain || *cast.answer == Answer::kComments ||
      *cast.answer == Answer::kNoComments) {
    return false;
  }
  for (const Offer& offer : rule.answers) {
    if (offer.answer == *cast.answer && offer.text == TextRule::kNeededToCount) {
      return cast.has_reasons;
    }
  }
  return true;
}

void Add(Votes& votes, const Rule& rule, const Cast& cast) {
  const Entitlement entitlement = EntitlementOf(rule, cast);
  if (entitlement != Entitlement::kMustVote && entitlement != Entitlement::kMayVote) return;
  const bool counted = Counted(rule, cast);
  const bool counts_as_yes = counted && Approves(cast);
  AddTo(votes.all_bodies, cast, counted);
  if (cast.answer && cast.uses) ++votes.users;
  if (counts_as_yes && cast.names_expert) ++votes.expert_bodies_of_all;
  if (counts_as_yes && cast.takes_part) ++votes.participants;
  if (rule.electorate == Electorate::kWeighted && counted) {
    if (counts_as_yes) votes.weight_yes += WeightOf(rule, cast.body);
    if (cast.answer == Answer::kNo) votes.weight_no += WeightOf(rule, cast.body);
  }
  if (cast.status != Status::kP) return;
  AddTo(votes.p_members, cast, counted);
  if (counts_as_yes && cast.names_expert) ++votes.expert_bodies;
}

Judgement Judge(const Criterion& criterion, const Votes& votes) {
  return IsNumber(criterion) ? JudgeNumber(criterion, votes) : JudgeFraction(criterion, votes);
}

Outcome Tally(const Rule& rule, const Votes& votes) {
  Outcome outcome;
  if (rule.by_question || rule.criteria.empty()) return outcome;
  if (rule.criteria.size() > std::size_t{kMostCriteria}) return outcome;
  outcome.verdict = Verdict::kApproved;
  for (const Criterion& criterion : rule.criteria) {
    if (criterion.needs_p_members && votes.p_members.entitled == 0) continue;
    const Judgement judgement = Judge(criterion, votes);
    outcome.judgements[outcome.size++] = judgement;
    if (HasNothingToCount(judgement)) {
      outcome.verdict = Verdict::kNoValidVotes;
    } else if (!judgement.met && outcome.verdict == Verdict::kApproved) {
      outcome.verdict = rule.not_met;
    }
  }
  if (IsReview(outcome)) {
    outcome.proposal = ActionOf(outcome.Judgements());
    if (outcome.verdict != Verdict::kNoValidVotes) outcome.verdict = Verdict::kForAPerson;
  } else if (rule.advice) {
    outcome.proposal = outcome.verdict == Verdict::kApproved ? "proceed" : "discuss";
    outcome.verdict = Verdict::kForAPerson;
  }
  return outcome;
}

}  // namespace placet::ballots::rules
