// The rows of ISO-2022, and of JTC1-2023, which are the same with a vote on committee drafts. What
// was neither measured nor confirmed since is as in 2020.
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "rows.h"
#include "rows_2020.h"

namespace placet::ballots::rules::table {

inline constexpr std::string_view kAsACib =
    "as a committee internal ballot, of which 4 weeks are usual";

inline constexpr Period kConsultationPeriods[] = {
    Weeks(12, kMeasured,
          "measured on the stage dates that ISO publishes, 2024-01 to 2025-06: 3 of 68",
          "if the committee decides so"),
    Weeks(16, kAssumed, "as in 2020: ISO/IEC Directives Part 1, 2020, 2.5.2",
          "if the committee decides so"),
    Months(2, kConfirmed, "ISO's help page on consultations on committee drafts",
           "as ISO's own tool proposes"),
};

inline constexpr Drafts kDis2022 = {
    .first =
        Weeks(12, kMeasured,
              "measured on the stage dates that ISO publishes, 2024-01 to 2025-06: 1343 of 1403"),
    .translation = Weeks(8, kMeasured,
                         "measured on the stage dates that ISO publishes, 2024-01 to 2025-06: 62 "
                         "days from registration to the ballot"),
    .revised =
        Weeks(8, kMeasured,
              "measured on the stage dates that ISO publishes, 2024-01 to 2025-06: 35 of 36; "
              "up to 12 weeks if a P-member asks"),
    .revised_periods = kLongerIfAsked<kAssumed>};

inline constexpr Drafts kAsADis2022 = {.first = Weeks(12, kAssumed, "as a DIS"),
                                       .translation = Weeks(8, kAssumed, "as a DIS"),
                                       .revised = Weeks(8, kAssumed, "as a DIS"),
                                       .revised_periods = kLongerIfAsked<kAssumed>};

inline constexpr Period kAsAnFdis2022 = Weeks(8, kAssumed, "as an FDIS");

inline constexpr Period kSometimesTwelveDts[] = {
    Weeks(12, kMeasured,
          "measured on the stage dates that ISO publishes, 2024-01 to 2025-06: 16 of 161",
          "now and then; who may choose is not known"),
};

inline constexpr Period kSometimesTwelveDtr[] = {
    Weeks(12, kMeasured,
          "measured on the stage dates that ISO publishes, 2024-01 to 2025-06: 6 of 83",
          "now and then; who may choose is not known"),
};

inline constexpr Rule kRowsOf2022[] = {
    Pwi("ISO-2022", kPwiCriteria<kAssumed>, Weeks(4, kAssumed, kAsACib)),
    Np("ISO-2022", kNpCriteria<kAssumed>,
       Weeks(12, kAssumed,
             "as in 2020, and repeated by undated newer explanations; a resolution may shorten it "
             "to 8 weeks"),
       kNpPeriods<kAssumed>, kNpQuestions, kGrace),
    CdConsultation(
        "ISO-2022",
        "ISO's help pages on types of ballots and on consultations on committee drafts, "
        "2022",
        Weeks(8, kMeasured,
              "measured on the stage dates that ISO publishes, 2024-01 to 2025-06: 56 of "
              "68"),
        kConsultationPeriods),
    Dis("ISO-2022", kDis2022),
    Fdis("ISO-2022",
         Weeks(8, kMeasured,
               "measured on the stage dates that ISO publishes, 2024-01 to 2025-06: 1006 of 1101")),
    Approval(Kind::kMinorRevision, "ISO-2022", "ISO/IEC Directives Part 1, 2020, 2.9.1",
             kFdisCriteria, Weeks(8, kAssumed, kAsIn2020), kMinorRevisionPeriods<kAssumed>),
    Enquiry(Kind::kDam, "ISO-2022", "ISO/IEC Directives Part 1, 2020, 2.10.3", kDisCriteria,
            kAsADis2022),
    Approval(Kind::kFdam, "ISO-2022", "ISO/IEC Directives Part 1, 2020, 2.10.3", kFdisCriteria,
             kAsAnFdis2022),
    Enquiry(Kind::kFastTrackDis, "ISO-2022", "ISO/IEC Directives Part 1, 2020, F.2.3", kDisCriteria,
            kAsADis2022),
    Approval(Kind::kFastTrackFdis, "ISO-2022", "ISO/IEC Directives Part 1, 2020, F.2.3",
             kFastTrackFdisCriteria<kAssumed>, Weeks(20, kAssumed, kAsIn2020)),
    Unsure(
        At(kApproval,
           OfPMembers(Kind::kDts, "ISO-2022",
                      "ISO/IEC Directives Part 1, 2020, 3.1; stage: ISO's help pages on types of "
                      "ballots, 2022",
                      kDtsCriteria<kAssumed>,
                      Weeks(8, kMeasured,
                            "measured on the stage dates that ISO publishes, 2024-01 to 2025-06: "
                            "138 of 161; 12 weeks in 16; who chooses is not known"),
                      kSometimesTwelveDts)),
        kReasonsAsOfADis),
    Unsure(
        At(kApproval,
           OfPMembers(Kind::kDtr, "ISO-2022",
                      "ISO/IEC Directives Part 1, 2020, 3.3; stage: ISO's help pages on types of "
                      "ballots, 2022",
                      kDtrCriteria<kAssumed>,
                      Weeks(8, kMeasured,
                            "measured on the stage dates that ISO publishes, 2024-01 to 2025-06: "
                            "69 of 83; 12 weeks in 6; who chooses is not known"),
                      kSometimesTwelveDtr)),
        kReasonsAsOfADis),
    Unsure(
        At(kApproval,
           OfPMembers(Kind::kDpas, "ISO-2022",
                      "ISO/IEC Directives Part 1, 2020, 3.2; stage: ISO's help pages on types of "
                      "ballots, 2022",
                      kDpasCriteria<kAssumed>,
                      Weeks(8, kMeasured,
                            "measured on the stage dates that ISO publishes, 2024-01 to 2025-06: "
                            "15 of 16"))),
        kReasonsAsOfADis),
    Conversion(
        "ISO-2022",
        "ISO/IEC Directives Part 1, 2020, 2.3.1; a PAS into a TS: ISO's summary of the changes "
        "of 2022",
        kConversionCriteria<kAssumed>, Weeks(4, kAssumed, kAsACib)),
    Asking(Review("ISO-2022", kReviewCriteria<kAssumed>,
                  Weeks(20, kMeasured,
                        "measured on the stage dates that ISO publishes, 2024-01 to 2025-06: 2272 "
                        "of 2274")),
           kReviewQuestions2022),
    Withdrawal("ISO-2022", kWithdrawalCriteria<kAssumed>,
               Weeks(8, kMeasured,
                     "measured on the stage dates that ISO publishes: 8 weeks from July 2016 on")),
    Enquiry(Kind::kReinstatementDis, "ISO-2022", "ISO/IEC Directives Part 1, 2020, 2.9.4",
            kDisCriteria, kAsADis2022),
    Approval(Kind::kReinstatementFdis, "ISO-2022", "ISO/IEC Directives Part 1, 2020, 2.9.4",
             kFdisCriteria, kAsAnFdis2022),
    Guide("ISO-2022", kGuideCriteria<kAssumed>,
          {.first = Weeks(12, kAssumed, kAsIn2020),
           .translation = Weeks(8, kAssumed, kAsIn2020),
           .revised = Weeks(8, kAssumed, kAsIn2020)}),
    Cib("ISO-2022", kDecisionCriteria<kAssumed>,
        Weeks(4, kMeasured, "measured on 22 ballots of ISO/TC 154, 2023 to 2025: 28 to 31 days")),
    Decision(Kind::kResolution, "ISO-2022",
             "ISO/IEC Directives Part 1, 2020, Foreword, general principles",
             kDecisionCriteria<kAssumed>, Weeks(4, kAssumed, kAsACib)),
    NewCommittee("ISO-2022", kNewCommitteeCriteria<kAssumed>, Weeks(12, kAssumed, kAsIn2020)),
    ProjectCommittee("ISO-2022", kProjectCommitteeCriteria<kAssumed>,
                     Weeks(12, kAssumed, kAsIn2020)),
    NewSubcommittee("ISO-2022", kNewSubcommitteeCriteria<kAssumed>, Weeks(4, kAssumed, kAsACib)),
    Decision(Kind::kDissolution, "ISO-2022", "ISO/IEC Directives Part 1, 2020, 1.6.1",
             kDissolutionCriteria<kAssumed>, Weeks(4, kAssumed, kAsACib)),
    Decision(Kind::kScope, "ISO-2022", "ISO/IEC Directives Part 1, 2020, 1.5.10",
             kScopeCriteria<kAssumed>, Weeks(4, kAssumed, kAsACib)),
    Decision(Kind::kConvenor, "ISO-2022", "ISO/IEC Directives Part 1, 2020, 1.12.1",
             kConvenorCriteria<kAssumed>, Weeks(4, kAssumed, kAsACib)),
    Decision(Kind::kChair, "ISO-2022", "ISO/IEC Directives Part 1, 2020, 1.8.1",
             kChairCriteria<kAssumed>, Weeks(4, kAssumed, kAsACib)),
    Decision(Kind::kLiaison, "ISO-2022", "ISO/IEC Directives Part 1, 2020, 1.17.3",
             kLiaisonCriteria<kAssumed>, Weeks(4, kAssumed, kAsACib)),
    AllMembers("ISO-2022",
               Weeks(12, kAssumed, "as for a new committee; a letter of 2013 says three months")),
    WgConsultation("ISO-2022"),
};

// JTC1-2023.

inline constexpr std::string_view kSupplementUnread =
    "JTC 1's supplement was not read: as ISO's row";

inline constexpr Period kJtc1CdPeriods[] = {
    Weeks(12, kMeasured,
          "measured on the stage dates that ISO publishes, 2024-01 to 2025-06: 3 of 36",
          "if the committee decides so"),
    Weeks(16, kAssumed, "as in 2020: ISO/IEC Directives Part 1, 2020, 2.5.2",
          "if the committee decides so"),
};

// Votes of all ISO are not JTC 1's.
constexpr bool IsJtc1s(Kind kind) {
  return kind != Kind::kGuide && kind != Kind::kNewCommittee && kind != Kind::kProjectCommittee &&
         kind != Kind::kAllMembers;
}

constexpr std::size_t CountOfJtc1s(std::span<const Rule> rules) {
  std::size_t count = 0;
  for (const Rule& rule : rules) count += IsJtc1s(rule.kind) ? 1 : 0;
  return count;
}

inline constexpr Rule kJtc1Cd =
    Unsure(Cd("JTC1-2023", "ISO/IEC Directives Part 1, 2020, 2.5", kCdCriteria<kAssumed>,
              Weeks(8, kMeasured,
                    "measured on the stage dates that ISO publishes, 2024-01 to 2025-06: 29 of 36"),
              kJtc1CdPeriods),
           "JTC 1 still votes on committee drafts; its text was not read: as ISO did before 2022");

constexpr Rule AsInJtc1(Rule rule) {
  if (rule.kind == Kind::kCdConsultation) return kJtc1Cd;
  rule.edition = "JTC1-2023";
  if (rule.unsure.empty()) rule.unsure = kSupplementUnread;
  if (rule.kind == Kind::kFastTrackDis) {
    rule.period =
        Weeks(12, kMeasured,
              "measured on the stage dates that ISO publishes, 2024-01 to 2025-06: 11 of 11 "
              "DIS that JTC 1 balloted itself");
  }
  return rule;
}

constexpr auto RowsOfJtc1() {
  std::array<Rule, CountOfJtc1s(kRowsOf2022)> rows{};
  std::size_t size = 0;
  for (const Rule& rule : kRowsOf2022) {
    if (IsJtc1s(rule.kind)) rows[size++] = AsInJtc1(rule);
  }
  return rows;
}

inline constexpr auto kRowsOfJtc1 = RowsOfJtc1();

}  // namespace placet::ballots::rules::table
