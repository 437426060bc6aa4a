// The rows of ISO-2017, and of ISO-2020, the newest edition whose text could be read in full.
#pragma once

#include "rows.h"

namespace placet::ballots::rules::table {

inline constexpr std::string_view kAsIn2020 = "as in 2020";

// 2.6.4: 8 weeks, up to 12 if a P-member asks.
template <Sureness how>
inline constexpr Period kLongerIfAsked[] = {
    Weeks(9, how, "ISO/IEC Directives Part 1, 2020, 2.6.4", "if a P-member asks for more time"),
    Weeks(10, how, "ISO/IEC Directives Part 1, 2020, 2.6.4", "if a P-member asks for more time"),
    Weeks(11, how, "ISO/IEC Directives Part 1, 2020, 2.6.4", "if a P-member asks for more time"),
    Weeks(12, how, "ISO/IEC Directives Part 1, 2020, 2.6.4", "if a P-member asks for more time"),
};

template <Sureness how>
inline constexpr Period kNpPeriods[] = {
    Weeks(8, how, "ISO/IEC Directives Part 1, 2020, 2.3.4",
          "if a resolution of the committee says so, case by case"),
};

template <Sureness how>
inline constexpr Period kCdPeriods[] = {
    Weeks(12, how, "ISO/IEC Directives Part 1, 2020, 2.5.2", "if the committee decides so"),
    Weeks(16, how, "ISO/IEC Directives Part 1, 2020, 2.5.2", "if the committee decides so"),
};

template <Sureness how>
inline constexpr Period kMinorRevisionPeriods[] = {
    Weeks(12, how, "ISO/IEC Directives Part 1, 2020, 2.9.1", "under the Vienna Agreement"),
};

inline constexpr std::string_view kGrace =
    "ISO/IEC Directives Part 1, 2020, 2.3.5: 2 weeks to give reasons for a no, 2 weeks to name "
    "experts";

// ISO-2017. No DTR, DTS or DPAS: how long they were balloted was not found.

inline constexpr Period kCdPeriods2017[] = {
    Weeks(12, kMeasured,
          "measured on the stage dates that ISO publishes: up to 86 days in 2017 and 2019",
          "if the committee decides so"),
    Weeks(16, kAssumed, kAsIn2020, "if the committee decides so"),
};

inline constexpr Rule kRowsOf2017[] = {
    Unsure(Np("ISO-2017", kNpCriteria<kAssumed>,
              Weeks(12, kAssumed, "as in 2020; weeks came with the edition of 2016"),
              kNpPeriods<kAssumed>, {}, "as in 2020: ISO/IEC Directives Part 1, 2020, 2.3.5"),
           "two thirds became the majority between 2014 and 2018; that they had by 2017 is "
           "background knowledge"),
    Cd("ISO-2017", "ISO/IEC Directives Part 1, 2020, 2.5", kCdCriteria<kAssumed>,
       Weeks(8, kMeasured,
             "measured on the stage dates that ISO publishes: 8 weeks from May to July "
             "2016 on"),
       kCdPeriods2017),
    Dis("ISO-2017",
        {.first =
             Weeks(12, kMeasured,
                   "measured on the stage dates that ISO publishes: 12 weeks from May 2016 on"),
         .translation = Weeks(8, kMeasured,
                              "measured on the stage dates that ISO publishes: 63 days from "
                              "registration to the ballot, 2017 to 2019"),
         .revised = Weeks(8, kAssumed, "as in 2020"),
         .revised_periods = kLongerIfAsked<kAssumed>}),
    Fdis("ISO-2017",
         Weeks(8, kMeasured,
               "measured on the stage dates that ISO publishes: 8 weeks from May 2016 on")),
    Review(
        "ISO-2017", kReviewCriteria<kAssumed>,
        Weeks(20, kMeasured,
              "measured on the stage dates that ISO publishes: 20 weeks from the reviews of July "
              "2016 on")),
    Withdrawal("ISO-2017", kWithdrawalCriteria<kAssumed>,
               Weeks(8, kMeasured,
                     "measured on the stage dates that ISO publishes: 8 weeks from July 2016 on")),
};

// ISO-2020.

inline constexpr std::string_view kMeasuredFor2022 = "as measured for ISO-2022";
inline constexpr std::string_view kFourWeeks =
    "4 weeks are usual: as measured for ISO-2022 in one committee";

inline constexpr Period kSometimesTwelve2020[] = {
    Weeks(12, kAssumed, "as measured for ISO-2022", "now and then; who may choose is not known"),
};

inline constexpr Drafts kDis2020 = {
    .first = Weeks(12, kConfirmed, "ISO/IEC Directives Part 1, 2020, 2.6.1"),
    .translation = Weeks(8, kConfirmed, "ISO/IEC Directives Part 1, 2020, 2.6.1"),
    .revised = Weeks(8, kConfirmed,
                     "ISO/IEC Directives Part 1, 2020, 2.6.4; up to 12 weeks if a P-member asks"),
    .revised_periods = kLongerIfAsked<kConfirmed>};

inline constexpr Period kFdis2020 = Weeks(8, kConfirmed, "ISO/IEC Directives Part 1, 2020, 2.7.1");

inline constexpr Rule kRowsOf2020[] = {
    Pwi("ISO-2020", kPwiCriteria<kConfirmed>, Weeks(4, kAssumed, kFourWeeks)),
    Np("ISO-2020", kNpCriteria<kConfirmed>,
       Weeks(12, kConfirmed,
             "ISO/IEC Directives Part 1, 2020, 2.3.4; a resolution may shorten it to 8 weeks"),
       kNpPeriods<kConfirmed>, kNpQuestions, kGrace),
    Cd("ISO-2020", "ISO/IEC Directives Part 1, 2020, 2.5", kCdCriteria<kConfirmed>,
       Weeks(8, kConfirmed, "ISO/IEC Directives Part 1, 2020, 2.5.2"), kCdPeriods<kConfirmed>),
    Dis("ISO-2020", kDis2020),
    Fdis("ISO-2020", kFdis2020),
    Approval(Kind::kMinorRevision, "ISO-2020", "ISO/IEC Directives Part 1, 2020, 2.9.1",
             kFdisCriteria, Weeks(8, kConfirmed, "ISO/IEC Directives Part 1, 2020, 2.9.1"),
             kMinorRevisionPeriods<kConfirmed>),
    Enquiry(Kind::kDam, "ISO-2020", "ISO/IEC Directives Part 1, 2020, 2.10.3", kDisCriteria,
            kDis2020),
    Approval(Kind::kFdam, "ISO-2020", "ISO/IEC Directives Part 1, 2020, 2.10.3", kFdisCriteria,
             kFdis2020),
    Enquiry(Kind::kFastTrackDis, "ISO-2020", "ISO/IEC Directives Part 1, 2020, F.2.3", kDisCriteria,
            kDis2020),
    Approval(Kind::kFastTrackFdis, "ISO-2020", "ISO/IEC Directives Part 1, 2020, F.2.3",
             kFastTrackFdisCriteria<kConfirmed>,
             Weeks(20, kConfirmed, "ISO/IEC Directives Part 1, 2020, F.2.3")),
    Unsure(At(kStage30, OfPMembers(Kind::kDts, "ISO-2020", "ISO/IEC Directives Part 1, 2020, 3.1",
                                   kDtsCriteria<kConfirmed>, Weeks(8, kAssumed, kMeasuredFor2022),
                                   kSometimesTwelve2020)),
           kReasonsAsOfADis),
    Unsure(At(kStage30, OfPMembers(Kind::kDtr, "ISO-2020", "ISO/IEC Directives Part 1, 2020, 3.3",
                                   kDtrCriteria<kConfirmed>, Weeks(8, kAssumed, kMeasuredFor2022),
                                   kSometimesTwelve2020)),
           kReasonsAsOfADis),
    Unsure(
        At(kStage30, OfPMembers(Kind::kDpas, "ISO-2020", "ISO/IEC Directives Part 1, 2020, 3.2",
                                kDpasCriteria<kConfirmed>, Weeks(8, kAssumed, kMeasuredFor2022))),
        kReasonsAsOfADis),
    Conversion("ISO-2020", "ISO/IEC Directives Part 1, 2020, 2.3.1",
               kConversionCriteria<kConfirmed>, Weeks(4, kAssumed, kFourWeeks)),
    Review("ISO-2020", kReviewCriteria<kConfirmed>,
           Weeks(20, kConfirmed, "ISO/IEC Directives Part 1, 2020, 2.9.2")),
    Withdrawal("ISO-2020", kWithdrawalCriteria<kConfirmed>,
               Weeks(8, kMeasured,
                     "measured on the stage dates that ISO publishes: 8 weeks from July 2016 on")),
    Enquiry(Kind::kReinstatementDis, "ISO-2020", "ISO/IEC Directives Part 1, 2020, 2.9.4",
            kDisCriteria, kDis2020),
    Approval(Kind::kReinstatementFdis, "ISO-2020", "ISO/IEC Directives Part 1, 2020, 2.9.4",
             kFdisCriteria, kFdis2020),
    Guide("ISO-2020", kGuideCriteria<kConfirmed>,
          {.first = Weeks(12, kConfirmed, "ISO/IEC Directives Part 1, 2020, A.5"),
           .translation = Weeks(8, kConfirmed, "ISO/IEC Directives Part 1, 2020, A.5"),
           .revised = Weeks(8, kConfirmed, "ISO/IEC Directives Part 1, 2020, A.5")}),
    Unsure(Cib("ISO-2020", kDecisionCriteria<kConfirmed>, Weeks(4, kAssumed, kFourWeeks)),
           "ISO's help pages are of 2022 and later: that late votes counted before is assumed"),
    Decision(Kind::kResolution, "ISO-2020",
             "ISO/IEC Directives Part 1, 2020, Foreword, general principles",
             kDecisionCriteria<kConfirmed>, Weeks(4, kAssumed, kFourWeeks)),
    NewCommittee("ISO-2020", kNewCommitteeCriteria<kConfirmed>,
                 Weeks(12, kConfirmed, "ISO/IEC Directives Part 1, 2020, 1.5.6")),
    ProjectCommittee("ISO-2020", kProjectCommitteeCriteria<kConfirmed>,
                     Weeks(12, kConfirmed, "ISO/IEC Directives Part 1, 2020, K.1")),
    NewSubcommittee("ISO-2020", kNewSubcommitteeCriteria<kConfirmed>,
                    Weeks(4, kAssumed, kFourWeeks)),
    Decision(Kind::kDissolution, "ISO-2020", "ISO/IEC Directives Part 1, 2020, 1.6.1",
             kDissolutionCriteria<kConfirmed>, Weeks(4, kAssumed, kFourWeeks)),
    Decision(Kind::kScope, "ISO-2020", "ISO/IEC Directives Part 1, 2020, 1.5.10",
             kScopeCriteria<kConfirmed>, Weeks(4, kAssumed, kFourWeeks)),
    Decision(Kind::kConvenor, "ISO-2020", "ISO/IEC Directives Part 1, 2020, 1.12.1",
             kConvenorCriteria<kConfirmed>, Weeks(4, kAssumed, kFourWeeks)),
    Decision(Kind::kChair, "ISO-2020", "ISO/IEC Directives Part 1, 2020, 1.8.1",
             kChairCriteria<kConfirmed>, Weeks(4, kAssumed, kFourWeeks)),
    Decision(Kind::kLiaison, "ISO-2020", "ISO/IEC Directives Part 1, 2020, 1.17.3",
             kLiaisonCriteria<kConfirmed>, Weeks(4, kAssumed, kFourWeeks)),
    AllMembers("ISO-2020",
               Weeks(12, kAssumed, "as for a new committee; a letter of 2013 says three months")),
    WgConsultation("ISO-2020"),
};

}  // namespace placet::ballots::rules::table
