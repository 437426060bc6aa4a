// The rows of ISO before 2017 and of the old JTC 1. Their texts were not read: lengths are
// measured, majorities come from older public pages. A kind of which nothing is known has no row.
#pragma once

#include "rows.h"
#include "rows_2020.h"

namespace placet::ballots::rules::table {

inline constexpr std::string_view kOldPages =
    "older pages of ISO and IEC on the stages of a standard, without a year";

// An NP: more than half, and five that take part; later, experts by the size of the committee.

inline constexpr Criterion kNpCriteria2004[] = {
    MajorityP(kOldPages),
    ParticipantsP(kOldPages, kConfirmed),
};

inline constexpr Criterion kNpCriteria2012[] = {
    MajorityP("older pages of ISO and IEC; a result sheet of IEC of 2013 prints > 50 %"),
    ExpertsP("a result sheet of December 2012"),
};

inline constexpr Criterion kNpCriteria2014[] = {
    MajorityP("as in 2012: two thirds came between 2014 and 2018, in 2016 or 2017 by background "
              "knowledge",
              kAssumed),
    ExpertsP("as in 2012 and 2020", kAssumed),
};

inline constexpr std::string_view kUnsureRevised =
    "how long a revised draft was balloted is not known: here as long as the first";

// ISO-2004 and ISO-2008. No review: its form of 2004 counts points for market relevance and only
// P-members as users, and from when on countries were counted is not known.

inline constexpr Period kCdPeriods2008[] = {
    Months(
        2, kMeasured,
        "measured on the stage dates that ISO publishes: 61 days among the shortest from 2009 on",
        "seen beside 3 months; who chose is not known"),
};

inline constexpr Period kFiveMonths = Months(
    5, kMeasured, "measured on the stage dates that ISO publishes: 153 to 157 days, 2005 to 2012");
inline constexpr Period kTwoMonths = Months(
    2, kMeasured, "measured on the stage dates that ISO publishes: 61 to 63 days, 2005 to 2015");
inline constexpr Period kCdThreeMonths = Months(
    3, kMeasured, "measured on the stage dates that ISO publishes: 92 to 96 days, 2005 to 2010");

inline constexpr Rule kRowsOf2004[] = {
    OldNp("ISO-2004", kOldPages, kNpCriteria2004, Months(3, kConfirmed, kOldPages), kParticipation),
    Cd("ISO-2004", "ISO/IEC Directives Part 1, 2020, 2.5", kCdCriteria<kAssumed>, kCdThreeMonths,
       {}),
    Unsure(Dis("ISO-2004", {.first = kFiveMonths}), kUnsureRevised),
    Fdis("ISO-2004", kTwoMonths),
    Withdrawal(
        "ISO-2004", kWithdrawalCriteria<kAssumed>,
        Months(3, kMeasured,
               "measured on the stage dates that ISO publishes: 90 to 92 days, 2005 to 2007")),
};

inline constexpr Period kWithdrawalPeriods2008[] = {
    Months(3, kMeasured,
           "measured on the stage dates that ISO publishes: 92 days in 2007, 90 days in 2011",
           "seen beside 2 months; who chose is not known"),
};

inline constexpr Rule kRowsOf2008[] = {
    OldNp("ISO-2008", kOldPages, kNpCriteria2004, Months(3, kConfirmed, kOldPages), kParticipation),
    Cd("ISO-2008", "ISO/IEC Directives Part 1, 2020, 2.5", kCdCriteria<kAssumed>, kCdThreeMonths,
       kCdPeriods2008),
    Unsure(Dis("ISO-2008", {.first = kFiveMonths}), kUnsureRevised),
    Fdis("ISO-2008", kTwoMonths),
    Withdrawal("ISO-2008", kWithdrawalCriteria<kAssumed>,
               Months(2, kMeasured,
                      "measured on the stage dates that ISO publishes: 61 days in 2009, for 199"),
               kWithdrawalPeriods2008),
};

// ISO-2012 and ISO-2014.

inline constexpr Period kDisPeriods2012[] = {
    Months(5, kMeasured, "measured on the stage dates that ISO publishes",
           "seen beside 3 months until 2014-12-18"),
};

inline constexpr Period kCdPeriods2012[] = {
    Months(
        3, kMeasured,
        "measured on the stage dates that ISO publishes: 94 days among the longest, 2012 to 2016",
        "seen beside 2 months; who chose is not known"),
};

inline constexpr Period kWithdrawalPeriods2012[] = {
    Months(2, kMeasured,
           "measured on the stage dates that ISO publishes: 59 days among the shortest in 2011",
           "seen beside 3 months; who chose is not known"),
};

inline constexpr Drafts kDis2012 = {
    .first = Months(3, kMeasured,
                    "measured on the stage dates that ISO publishes: 93 to 94 days from July to "
                    "September 2012 on"),
    .translation =
        Months(2, kMeasured,
               "measured on the stage dates that ISO publishes: 65 days from registration "
               "to the ballot, if registered from 2012-07-04 on")};

inline constexpr Period kCdTwoMonths = Months(
    2, kMeasured, "measured on the stage dates that ISO publishes: 63 days, mostly, from 2013 on");
inline constexpr Period kReviewFiveMonths = Months(
    5, kMeasured, "measured on the stage dates that ISO publishes: 154 to 157 days, 2007 to 2016");
inline constexpr Period kWithdrawalThreeMonths = Months(
    3, kMeasured, "measured on the stage dates that ISO publishes: 90 to 112 days, 2011 to 2015");

inline constexpr std::string_view kUsersSince =
    "that countries are counted as users, and not P-members alone, is confirmed for 2020; since "
    "before 2011 by background knowledge";

inline constexpr Rule kRowsOf2012[] = {
    OldNp("ISO-2012", kOldPages, kNpCriteria2012, Months(3, kConfirmed, kOldPages)),
    Cd("ISO-2012", "ISO/IEC Directives Part 1, 2020, 2.5", kCdCriteria<kAssumed>, kCdTwoMonths,
       kCdPeriods2012),
    Unsure(Dis("ISO-2012", kDis2012, kDisPeriods2012), kUnsureRevised),
    Fdis("ISO-2012", kTwoMonths),
    Unsure(Review("ISO-2012", kReviewCriteria<kAssumed>, kReviewFiveMonths), kUsersSince),
    Withdrawal("ISO-2012", kWithdrawalCriteria<kAssumed>, kWithdrawalThreeMonths,
               kWithdrawalPeriods2012),
};

inline constexpr Rule kRowsOf2014[] = {
    OldNp("ISO-2014", kOldPages, kNpCriteria2014, Months(3, kConfirmed, kOldPages)),
    Cd("ISO-2014", "ISO/IEC Directives Part 1, 2020, 2.5", kCdCriteria<kAssumed>, kCdTwoMonths,
       kCdPeriods2012),
    Unsure(Dis("ISO-2014", kDis2012, kDisPeriods2012), kUnsureRevised),
    Fdis("ISO-2014", kTwoMonths),
    Unsure(Review("ISO-2014", kReviewCriteria<kAssumed>, kReviewFiveMonths), kUsersSince),
    Withdrawal("ISO-2014", kWithdrawalCriteria<kAssumed>, kWithdrawalThreeMonths,
               kWithdrawalPeriods2012),
};

// ISO-2016: months become weeks, not all on one day.

inline constexpr Period kDisPeriods2016[] = {
    Months(3, kMeasured, "measured on the stage dates that ISO publishes",
           "seen beside 12 weeks until 2016-06-06"),
};

inline constexpr Period kCdPeriods2016[] = {
    Weeks(12, kAssumed, "as in 2020; 86 days among the longest were measured for 2017",
          "if the committee decides so"),
    Weeks(16, kAssumed, "as in 2020", "if the committee decides so"),
    Months(2, kMeasured, "measured on the stage dates that ISO publishes",
           "seen until weeks came, May to July 2016"),
};

inline constexpr Period kWithdrawalPeriods2016[] = {
    Months(3, kMeasured, "measured on the stage dates that ISO publishes",
           "seen until weeks came in July 2016"),
};

inline constexpr Rule kRowsOf2016[] = {
    OldNp("ISO-2016", kOldPages, kNpCriteria2014,
          Weeks(12, kAssumed, "with the weeks of 2016: background knowledge")),
    Cd("ISO-2016", "ISO/IEC Directives Part 1, 2020, 2.5", kCdCriteria<kAssumed>,
       Weeks(8, kMeasured,
             "measured on the stage dates that ISO publishes: 8 weeks from May to July 2016 on"),
       kCdPeriods2016),
    Unsure(Dis("ISO-2016",
               {.first = Weeks(12, kMeasured,
                               "measured on the stage dates that ISO publishes: 12 weeks from "
                               "2016-05-02 on, alone from 2016-06-07 on"),
                .translation = Weeks(8, kMeasured,
                                     "measured on the stage dates that ISO publishes: 63 days from "
                                     "registration to the ballot in 2016")},
               kDisPeriods2016),
           kUnsureRevised),
    Fdis("ISO-2016",
         Weeks(8, kMeasured,
               "measured on the stage dates that ISO publishes: 8 weeks from May 2016 on")),
    Unsure(
        Review("ISO-2016", kReviewCriteria<kAssumed>,
               Weeks(20, kMeasured,
                     "measured on the stage dates that ISO publishes: 20 weeks from the reviews of "
                     "July 2016 on")),
        kUsersSince),
    Withdrawal("ISO-2016", kWithdrawalCriteria<kAssumed>,
               Weeks(8, kMeasured,
                     "measured on the stage dates that ISO publishes: 8 weeks from July 2016 on"),
               kWithdrawalPeriods2016),
};

// JTC1-5ED. A DIS was a standard from elsewhere; JTC 1's own went from the committee draft to the
// FDIS.

inline constexpr std::string_view kJtc1Table =
    "JTC 1 Directives, 5th edition, table of voting rules";

inline constexpr Criterion kJtc1NpCriteria[] = {
    MajorityP("JTC 1 Directives, 5th edition, chapter 9"),
    ParticipantsP("older pages of ISO and IEC; that JTC 1 asked for the same is assumed", kAssumed),
};

inline constexpr Criterion kJtc1CdCriteria[] = {
    TwoThirdsP("as ISO's: JTC 1's own text on consensus was not read", kAssumed),
};

inline constexpr Criterion kJtc1CombinedVoting[] = {
    TwoThirdsP("JTC 1 Directives, 5th edition, combined voting"),
    QuarterNegativeAll("JTC 1 Directives, 5th edition, combined voting"),
};

inline constexpr Criterion kJtc1DtrCriteria[] = {
    MajorityP("JTC 1 Directives, 5th edition, chapter 9"),
};

inline constexpr Period kUpToSixMonths[] = {
    Months(4, kConfirmed, kJtc1Table, "if so decided, between 3 and 6 months"),
    Months(5, kConfirmed, kJtc1Table, "if so decided, between 3 and 6 months"),
    Months(6, kConfirmed, kJtc1Table, "if so decided, between 3 and 6 months"),
};

constexpr Rule FastTrackOfJtc1() {
  Rule rule = Enquiry(Kind::kFastTrackDis, "JTC1-5ED", "JTC 1 Directives, 5th edition, chapter 13",
                      kJtc1CombinedVoting,
                      {.first = Months(5, kConfirmed,
                                       "JTC 1 Directives, 5th edition, chapter 13; a "
                                       "review of 30 days comes before")});
  rule.change_weeks = 4;
  rule.change_clause =
      "practice of 2008: 30 days after the ballot resolution meeting, here in whole weeks";
  rule.unsure =
      "stands for a transposed PAS too; the two days beyond four weeks in which votes could be "
      "changed are lost";
  return rule;
}

inline constexpr Rule kRowsOfOldJtc1[] = {
    OldNp("JTC1-5ED", kJtc1Table, kJtc1NpCriteria, Months(3, kConfirmed, kJtc1Table),
          kParticipation),
    Unsure(Cd("JTC1-5ED", kJtc1Table, kJtc1CdCriteria, Months(3, kConfirmed, kJtc1Table),
              kUpToSixMonths),
           "stands for a final committee draft too, which took 4 to 6 months"),
    Unsure(Approval(Kind::kFdis, "JTC1-5ED", kJtc1Table, kJtc1CombinedVoting,
                    Months(2, kConfirmed, kJtc1Table)),
           "comments on an FDIS were not considered"),
    FastTrackOfJtc1(),
    Unsure(At(kStage30, OfPMembers(Kind::kDtr, "JTC1-5ED", kJtc1Table, kJtc1DtrCriteria,
                                   Months(3, kConfirmed, kJtc1Table), kUpToSixMonths)),
           "the stage is ISO's; that a no counts only with its reasons is taken over from DIS and "
           "FDIS"),
};

}  // namespace placet::ballots::rules::table
