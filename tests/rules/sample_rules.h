// Rows for tests of what works on any row: each way to count, compare and answer occurs. They
// resemble the rows that ship, but do not have to be them.
#pragma once

#include <ostream>
#include <span>
#include <string_view>

#include "services/ballots/rules/rules.h"

namespace placet::ballots::rules::samples {

inline constexpr Offer kApproval[] = {{Answer::kYes, TextRule::kNone},
                                      {Answer::kYesWithComments, TextRule::kCompulsory},
                                      {Answer::kNo, TextRule::kNeededToCount},
                                      {Answer::kAbstain}};
inline constexpr Offer kPlain[] = {{Answer::kYes}, {Answer::kNo}, {Answer::kAbstain}};
inline constexpr Offer kReasoned[] = {{Answer::kYes, TextRule::kNeededToCount},
                                      {Answer::kNo, TextRule::kCompulsory},
                                      {Answer::kAbstain, TextRule::kNone}};
inline constexpr Offer kNoAbstention[] = {{Answer::kYes}, {Answer::kNo}};
inline constexpr Offer kAssent[] = {{Answer::kYes}, {Answer::kAbstain}};
inline constexpr Offer kActions[] = {{Answer::kConfirm},
                                     {Answer::kRevise, TextRule::kCompulsory},
                                     {Answer::kWithdraw},
                                     {Answer::kAbstain}};

constexpr Criterion Share(std::string_view id, Part part, Whole whole, Comparison comparison,
                          int numerator, int denominator) {
  return {.id = id,
          .text = id,
          .clause = "a test",
          .part = part,
          .whole = whole,
          .comparison = comparison,
          .bound_numerator = numerator,
          .bound_denominator = denominator};
}

constexpr Criterion AtLeast(std::string_view id, Part part, int number) {
  return Share(id, part, Whole::kNumber, Comparison::kAtLeast, number, 1);
}

constexpr Criterion Experts(int few, int small_committee, int many) {
  Criterion criterion = AtLeast("experts-p", Part::kExpertBodies, few);
  criterion.whole = Whole::kNumberOfPMembers;
  criterion.small_committee = small_committee;
  criterion.bound_large = many;
  return criterion;
}

constexpr Criterion OnlyWithPMembers(Criterion criterion) {
  criterion.needs_p_members = true;
  return criterion;
}

constexpr Criterion Proposing(std::string_view action, Part part, Whole whole) {
  Criterion criterion = Share(action, part, whole, Comparison::kMoreThan, 1, 2);
  criterion.action = action;
  return criterion;
}

constexpr Criterion Otherwise(Criterion criterion, std::string_view otherwise) {
  criterion.otherwise = otherwise;
  return criterion;
}

inline constexpr Criterion kTwoThirdsP =
    Share("two-thirds-p", Part::kYes, Whole::kPMembersVoting, Comparison::kAtLeast, 2, 3);
inline constexpr Criterion kQuarterNegative =
    Share("quarter-negative-all", Part::kNo, Whole::kAllBodiesVoting, Comparison::kAtMost, 1, 4);
inline constexpr Criterion kMajorityP =
    Share("majority-p", Part::kYes, Whole::kPMembersVoting, Comparison::kMoreThan, 1, 2);
inline constexpr Criterion kMajorityOfAll =
    Share("majority-all", Part::kYes, Whole::kAllBodiesVoting, Comparison::kMoreThan, 1, 2);

inline constexpr Criterion kDisCriteria[] = {kTwoThirdsP, kQuarterNegative};
inline constexpr Criterion kFastTrackCriteria[] = {OnlyWithPMembers(kTwoThirdsP), kQuarterNegative};
inline constexpr Criterion kNpCriteria[] = {kTwoThirdsP, Experts(4, 16, 5)};
inline constexpr Criterion kSmallNpCriteria[] = {kTwoThirdsP, Experts(2, 4, 3)};
inline constexpr Criterion kAssentCriteria[] = {kTwoThirdsP};
inline constexpr Criterion kDtrCriteria[] = {kMajorityP};
inline constexpr Criterion kWithdrawalCriteria[] = {
    Share("no-objection", Part::kNo, Whole::kNumber, Comparison::kAtMost, 0, 1)};
inline constexpr Criterion kNewCommitteeCriteria[] = {
    Share("two-thirds-all", Part::kYes, Whole::kAllBodiesVoting, Comparison::kAtLeast, 2, 3),
    AtLeast("participants", Part::kParticipants, 2)};
inline constexpr Criterion kProjectCommitteeCriteria[] = {
    kMajorityOfAll, AtLeast("experts-all", Part::kExpertBodiesOfAll, 2)};
inline constexpr Criterion kReviewCriteria[] = {
    Otherwise(AtLeast("users", Part::kUsers, 2), "withdraw"),
    Proposing("confirm", Part::kConfirm, Whole::kPMembersVoting),
    Proposing("revise", Part::kRevise, Whole::kPMembersVoting),
    Proposing("withdraw", Part::kWithdraw, Whole::kPMembersVoting)};
inline constexpr Criterion kPlainReviewCriteria[] = {
    Proposing("confirm", Part::kConfirm, Whole::kAllBodiesVoting),
    Otherwise(Proposing("revise", Part::kRevise, Whole::kPMembersVoting), "discuss")};
inline constexpr Criterion kWeightedCriteria[] = {
    Share("weights", Part::kYes, Whole::kWeightsVoting, Comparison::kAtLeast, 71, 100),
    kMajorityOfAll};

inline constexpr Weight kWeights[] = {{"de", 29}, {"es", 27}, {"nl", 13}, {"be", 12}, {"at", 10},
                                      {"dk", 7},  {"ie", 7},  {"cy", 4},  {"mt", 3}};

constexpr Rule Sample(Kind kind, Electorate electorate, std::span<const Offer> answers,
                      std::span<const Criterion> criteria) {
  return {.kind = kind,
          .edition = "a test",
          .clause = "a test",
          .electorate = electorate,
          .opened_by = Office::kCommitteeManager,
          .answers = answers,
          .period = {.weeks = 8},
          .criteria = criteria};
}

constexpr Rule Advising(Rule rule) {
  rule.advice = true;
  return rule;
}

constexpr Rule Weighted(std::span<const Weight> weights) {
  Rule rule = Sample(Kind::kFdis, Electorate::kWeighted, kPlain, kWeightedCriteria);
  rule.weights = weights;
  return rule;
}

inline constexpr Rule kDis = Sample(Kind::kDis, Electorate::kAllBodies, kApproval, kDisCriteria);
inline constexpr Rule kNp = Sample(Kind::kNp, Electorate::kPMembers, kApproval, kNpCriteria);
inline constexpr Rule kDtr = Sample(Kind::kDtr, Electorate::kPMembers, kPlain, kDtrCriteria);
inline constexpr Rule kReview =
    Sample(Kind::kReview, Electorate::kAllBodies, kActions, kReviewCriteria);
inline constexpr Rule kWithdrawal =
    Sample(Kind::kWithdrawal, Electorate::kPMembers, kReasoned, kWithdrawalCriteria);
inline constexpr Rule kWeighted = Weighted(kWeights);

struct Named {
  std::string_view name;
  Rule rule;
  friend std::ostream& operator<<(std::ostream& out, const Named& named) {
    return out << named.name;
  }
};

inline constexpr Named kAll[] = {
    {"Dis", kDis},
    {"FastTrack",
     Sample(Kind::kFastTrackDis, Electorate::kAllBodies, kReasoned, kFastTrackCriteria)},
    {"Np", kNp},
    {"SmallNp", Sample(Kind::kNp, Electorate::kPMembers, kApproval, kSmallNpCriteria)},
    {"Dtr", kDtr},
    {"Binary", Sample(Kind::kDtr, Electorate::kPMembers, kNoAbstention, kDtrCriteria)},
    {"Assent", Sample(Kind::kDtr, Electorate::kPMembers, kAssent, kAssentCriteria)},
    {"Review", kReview},
    {"PlainReview", Sample(Kind::kReview, Electorate::kAllBodies, kActions, kPlainReviewCriteria)},
    {"Withdrawal", kWithdrawal},
    {"NewCommittee",
     Sample(Kind::kNewCommittee, Electorate::kAllBodies, kPlain, kNewCommitteeCriteria)},
    {"ProjectCommittee",
     Sample(Kind::kProjectCommittee, Electorate::kAllBodies, kReasoned, kProjectCommitteeCriteria)},
    {"Weighted", kWeighted},
    {"Advice", Advising(Sample(Kind::kChair, Electorate::kPMembers, kPlain, kDtrCriteria))},
    {"NoCriteria", Sample(Kind::kCib, Electorate::kPMembers, kPlain, {})},
};

}  // namespace placet::ballots::rules::samples
