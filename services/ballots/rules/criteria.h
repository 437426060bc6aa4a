// The criteria of the rows. The same fraction stands under a clause of its own for each kind. Where
// an edition is not known to have what another says, the row takes the kAssumed form.
#pragma once

#include <string_view>

#include "rules.h"

namespace placet::ballots::rules::table {

using enum Sureness;

constexpr Criterion Fraction(std::string_view id, std::string_view text, std::string_view clause,
                             Sureness sureness, Part part, Whole whole, Comparison comparison,
                             int numerator, int denominator) {
  return {.id = id,
          .text = text,
          .clause = clause,
          .part = part,
          .whole = whole,
          .comparison = comparison,
          .bound_numerator = numerator,
          .bound_denominator = denominator,
          .sureness = sureness};
}

constexpr Criterion Number(std::string_view id, std::string_view text, std::string_view clause,
                           Sureness sureness, Part part, int at_least) {
  return {.id = id,
          .text = text,
          .clause = clause,
          .part = part,
          .whole = Whole::kNumber,
          .comparison = Comparison::kAtLeast,
          .bound_numerator = at_least,
          .sureness = sureness};
}

constexpr Criterion TwoThirdsP(std::string_view clause, Sureness sureness = kConfirmed) {
  return Fraction("two-thirds-p",
                  "At least two thirds of the P-members that vote yes or no vote yes.", clause,
                  sureness, Part::kYes, Whole::kPMembersVoting, Comparison::kAtLeast, 2, 3);
}

constexpr Criterion QuarterNegativeAll(std::string_view clause, Sureness sureness = kConfirmed) {
  return Fraction("quarter-negative-all",
                  "At most one quarter of all bodies that vote yes or no vote no.", clause,
                  sureness, Part::kNo, Whole::kAllBodiesVoting, Comparison::kAtMost, 1, 4);
}

constexpr Criterion MajorityP(std::string_view clause, Sureness sureness = kConfirmed) {
  return Fraction("majority-p", "More than half of the P-members that vote yes or no vote yes.",
                  clause, sureness, Part::kYes, Whole::kPMembersVoting, Comparison::kMoreThan, 1,
                  2);
}

constexpr Criterion TwoThirdsAll(std::string_view clause, Sureness sureness) {
  return Fraction("two-thirds-all",
                  "At least two thirds of all bodies that vote yes or no vote yes.", clause,
                  sureness, Part::kYes, Whole::kAllBodiesVoting, Comparison::kAtLeast, 2, 3);
}

constexpr Criterion ExpertsP(std::string_view clause, Sureness sureness = kConfirmed) {
  return {.id = "experts-p",
          .text =
              "At least 4 P-members vote yes and name an expert; at least 5 in a committee of 17 "
              "P-members or more.",
          .clause = clause,
          .part = Part::kExpertBodies,
          .whole = Whole::kNumberOfPMembers,
          .comparison = Comparison::kAtLeast,
          .bound_numerator = 4,
          .small_committee = 16,
          .bound_large = 5,
          .sureness = sureness};
}

constexpr Criterion ParticipantsP(std::string_view clause, Sureness sureness) {
  return Number("participants-p", "At least 5 P-members vote yes and will take an active part.",
                clause, sureness, Part::kParticipants, 5);
}

// Reviews.

constexpr Criterion UsedWidely(std::string_view clause, Sureness sureness) {
  Criterion criterion = Number("used-widely", "It is adopted or used in at least 5 countries.",
                               clause, sureness, Part::kUsers, 5);
  criterion.otherwise = "withdraw";
  return criterion;
}

constexpr Criterion ReviewMajorityP(std::string_view id, std::string_view text,
                                    std::string_view clause, Sureness sureness, Part part,
                                    std::string_view action) {
  Criterion criterion = Fraction(id, text, clause, sureness, part, Whole::kPMembersVoting,
                                 Comparison::kMoreThan, 1, 2);
  criterion.action = action;
  return criterion;
}

// Criteria of the kinds. Those of a DIS and an FDIS are the same in all texts seen, 2004 to 2026.

inline constexpr Criterion kDisCriteria[] = {
    TwoThirdsP("ISO/IEC Directives Part 1, 2020, 2.6.3"),
    QuarterNegativeAll("ISO/IEC Directives Part 1, 2020, 2.6.3"),
};

inline constexpr Criterion kFdisCriteria[] = {
    TwoThirdsP("ISO/IEC Directives Part 1, 2020, 2.7.3"),
    QuarterNegativeAll("ISO/IEC Directives Part 1, 2020, 2.7.3"),
};

constexpr Criterion IfThereAreAny(Criterion criterion) {
  criterion.needs_p_members = true;
  return criterion;
}

template <Sureness how>
inline constexpr Criterion kFastTrackFdisCriteria[] = {
    IfThereAreAny(TwoThirdsP("ISO/IEC Directives Part 1, 2020, 2.7.3 and F.2.3", how)),
    QuarterNegativeAll("ISO/IEC Directives Part 1, 2020, 2.7.3 and F.2.3", how),
};

template <Sureness how>
inline constexpr Criterion kPwiCriteria[] = {
    MajorityP("ISO/IEC Directives Part 1, 2020, 2.2.1", how),
};

template <Sureness how>
inline constexpr Criterion kNpCriteria[] = {
    TwoThirdsP("ISO/IEC Directives Part 1, 2020, 2.3.5", how),
    ExpertsP("ISO/IEC Directives Part 1, 2020, 2.3.5", how),
};

template <Sureness how>
inline constexpr Criterion kCdCriteria[] = {
    TwoThirdsP("ISO/IEC Directives Part 1, 2020, 2.5.6", how),
};

template <Sureness how>
inline constexpr Criterion kDtsCriteria[] = {
    TwoThirdsP("ISO/IEC Directives Part 1, 2020, 3.1.1", how),
};

template <Sureness how>
inline constexpr Criterion kDtrCriteria[] = {
    MajorityP("ISO/IEC Directives Part 1, 2020, 3.3.1", how),
};

template <Sureness how>
inline constexpr Criterion kDpasCriteria[] = {
    MajorityP("ISO/IEC Directives Part 1, 2020, 3.2.4", how),
};

template <Sureness how>
inline constexpr Criterion kConversionCriteria[] = {
    TwoThirdsP("ISO/IEC Directives Part 1, 2020, 2.3.1", how),
};

// That only more than half is a majority where three actions compete, and that withdrawal needs
// one too, is Placet's reading; the clause speaks of a majority for a specific action.
template <Sureness how>
inline constexpr Criterion kReviewCriteria[] = {
    UsedWidely("ISO/IEC Directives Part 1, 2020, 2.9.3.2", how),
    ReviewMajorityP("confirm-p",
                    "More than half of the P-members that vote for an action vote to confirm.",
                    "ISO/IEC Directives Part 1, 2020, 2.9.3.2", how, Part::kConfirm, "confirm"),
    ReviewMajorityP(
        "revise-p",
        "More than half of the P-members that vote for an action vote to revise or amend.",
        "ISO/IEC Directives Part 1, 2020, 2.9.3.2", how, Part::kRevise, "revise"),
    ReviewMajorityP(
        "withdraw-p", "More than half of the P-members that vote for an action vote to withdraw.",
        "ISO/IEC Directives Part 1, 2020, 2.9.3.2: a majority for a specific action; of "
        "withdrawal it names the countries only",
        kAssumed, Part::kWithdraw, "withdraw"),
};

template <Sureness how>
inline constexpr Criterion kWithdrawalCriteria[] = {
    {.id = "no-objection",
     .text = "No body objects; an objection goes to the Technical Management Board.",
     .clause = "ISO/IEC Directives Part 1, 2020, 2.9.3.2",
     .part = Part::kNo,
     .whole = Whole::kNumber,
     .comparison = Comparison::kAtMost,
     .bound_numerator = 0,
     .sureness = how},
};

template <Sureness how>
inline constexpr Criterion kGuideCriteria[] = {
    QuarterNegativeAll("ISO/IEC Directives Part 1, 2020, A.5.2", how),
};

// Criteria of decisions of a committee or of all members.

template <Sureness how>
inline constexpr Criterion kDecisionCriteria[] = {
    MajorityP("ISO/IEC Directives Part 1, 2020, Foreword, general principles", how),
};

template <Sureness how>
inline constexpr Criterion kNewCommitteeCriteria[] = {
    TwoThirdsAll("ISO/IEC Directives Part 1, 2020, 1.5.7", how),
    Number("participants", "At least 5 bodies vote yes and will take an active part.",
           "ISO/IEC Directives Part 1, 2020, 1.5.7", how, Part::kParticipants, 5),
};

template <Sureness how>
inline constexpr Criterion kProjectCommitteeCriteria[] = {
    TwoThirdsAll("ISO/IEC Directives Part 1, 2020, K.1", how),
    Number("experts", "At least 5 bodies vote yes and name an expert.",
           "ISO/IEC Directives Part 1, 2020, K.1", how, Part::kExpertBodiesOfAll, 5),
};

template <Sureness how>
inline constexpr Criterion kNewSubcommitteeCriteria[] = {
    TwoThirdsP("ISO/IEC Directives Part 1, 2020, 1.6.1", how),
    ParticipantsP("ISO/IEC Directives Part 1, 2020, 1.6.2", how),
};

template <Sureness how>
inline constexpr Criterion kDissolutionCriteria[] = {
    TwoThirdsP("ISO/IEC Directives Part 1, 2020, 1.6.1", how),
};

template <Sureness how>
inline constexpr Criterion kScopeCriteria[] = {
    TwoThirdsP("ISO/IEC Directives Part 1, 2020, 1.5.10", how),
};

template <Sureness how>
inline constexpr Criterion kConvenorCriteria[] = {
    MajorityP("ISO/IEC Directives Part 1, 2020, 1.12.1", how),
};

template <Sureness how>
inline constexpr Criterion kChairCriteria[] = {
    TwoThirdsP("ISO/IEC Directives Part 1, 2020, 1.8.1", how),
};

template <Sureness how>
inline constexpr Criterion kLiaisonCriteria[] = {
    TwoThirdsP("ISO/IEC Directives Part 1, 2020, 1.17.3", how),
};

// What a question of a ballot's own may choose.
inline constexpr Criterion kFreeCriteria[] = {
    MajorityP("ISO/IEC Directives Part 1, 2020, Foreword, general principles"),
    TwoThirdsP("ISO/IEC Directives Part 1, 2020, wherever a clause asks for two thirds"),
};

}  // namespace placet::ballots::rules::table
