// The rows of IEC and of CEN.
#pragma once

#include "rows.h"

namespace placet::ballots::rules::table {

// IEC-2013. An FDIS has no row: how many weeks it had then was not seen.

inline constexpr Criterion kIecNpCriteria2013[] = {
    MajorityP("a result page of IEC of 2013 prints > 50 %"),
    ExpertsP("a result page of IEC of 2013 and a result sheet of December 2012"),
};

inline constexpr Rule kRowsOfIec2013[] = {
    OldNp("IEC-2013", "older pages of IEC on its process, without a year", kIecNpCriteria2013,
          Months(3, kConfirmed,
                 "older pages of ISO and IEC on the stages of a standard, without a "
                 "year")),
    Unsure(Dis("IEC-2013",
               {.first = Months(3, kAssumed, "the CDV: an older page of IEC, without a year")}),
           "how long a revised draft was balloted is not known: here as long as the first"),
};

// IEC-2020.

inline constexpr Rule kRowsOfIec2020[] = {
    Np("IEC-2020", kNpCriteria<kConfirmed>,
       Weeks(12, kAssumed, "as ISO: not seen in a text of IEC"), {}, {},
       "ISO/IEC Directives Part 1, 2020, 2.3.5; result pages of IEC speak of a month to name "
       "experts"),
    Dis("IEC-2020",
        {.first = Weeks(12, kAssumed, "the CDV: as ISO, and 12 weeks in secondary sources on IEC"),
         .revised = Weeks(8, kAssumed, "as ISO: not seen in a text of IEC")}),
    Unsure(Fdis("IEC-2020", Weeks(6, kConfirmed, "ISO/IEC Directives Part 1, 2020, 2.7.1")),
           "an older page of IEC takes no comments with a yes"),
    At(kStage30,
       OfPMembers(
           Kind::kDts, "IEC-2020", "ISO/IEC Directives Part 1, 2020, 3.1; an older page of IEC",
           kDtsCriteria<kConfirmed>,
           Weeks(8, kAssumed, "8 to 12 weeks in secondary sources on IEC; the stage is ISO's"))),
    At(kStage30,
       OfPMembers(
           Kind::kDtr, "IEC-2020", "ISO/IEC Directives Part 1, 2020, 3.3", kDtrCriteria<kConfirmed>,
           Weeks(8, kAssumed, "8 to 12 weeks in secondary sources on IEC; the stage is ISO's"))),
};

// CEN-2013: a vote weighs as much as its country. The weights are 401 together.

inline constexpr Weight kCenWeights[] = {
    {"de", 29}, {"fr", 29}, {"gb", 29}, {"it", 29}, {"tr", 29}, {"es", 27}, {"pl", 27}, {"ro", 14},
    {"nl", 13}, {"be", 12}, {"cz", 12}, {"gr", 12}, {"hu", 12}, {"pt", 12}, {"at", 10}, {"bg", 10},
    {"ch", 10}, {"se", 10}, {"dk", 7},  {"fi", 7},  {"hr", 7},  {"ie", 7},  {"lt", 7},  {"no", 7},
    {"sk", 7},  {"cy", 4},  {"ee", 4},  {"lu", 4},  {"lv", 4},  {"si", 4},  {"is", 3},  {"mt", 3},
};

inline constexpr std::string_view kCenPage =
    "a company's page on European standards; that abstentions are left out is background knowledge";

inline constexpr Criterion kCenCriteria[] = {
    Fraction("majority-all", "More than half of the members that vote yes or no vote yes.",
             kCenPage, kAssumed, Part::kYes, Whole::kAllBodiesVoting, Comparison::kMoreThan, 1, 2),
    Fraction("weights", "At least 71 % of the weights of the members that vote yes or no vote yes.",
             kCenPage, kAssumed, Part::kYes, Whole::kWeightsVoting, Comparison::kAtLeast, 71, 100),
};

inline constexpr std::string_view kUpToFourMore = "CEN's guidance of today: up to 4 weeks more";

inline constexpr Period kCenEnquiryPeriods[] = {
    Weeks(13, kAssumed, kUpToFourMore, "if a member asks while the enquiry is prepared"),
    Weeks(14, kAssumed, kUpToFourMore, "if a member asks while the enquiry is prepared"),
    Weeks(15, kAssumed, kUpToFourMore, "if a member asks while the enquiry is prepared"),
    Weeks(16, kAssumed, kUpToFourMore, "if a member asks while the enquiry is prepared"),
};

constexpr Rule OfCen(Rule rule) {
  rule.electorate = Electorate::kWeighted;
  rule.p_must = false;
  rule.answers = kCenVote;
  rule.weights = kCenWeights;
  rule.unsure =
      "lengths are those of CEN's guidance of today, and stage codes are ISO's; the weights of "
      "Croatia and Turkey come from other sources than the rest; a member without "
      "a weight has no vote";
  return rule;
}

inline constexpr Rule kRowsOfCen2013[] = {
    OfCen(Enquiry(Kind::kDis, "CEN-2013", "CEN's enquiry", kCenCriteria,
                  {.first = Weeks(12, kAssumed, "CEN's guidance of today"),
                   .translation =
                       Months(2, kAssumed, "CEN's guidance of today: translation and preparation")},
                  kCenEnquiryPeriods)),
    OfCen(Approval(Kind::kFdis, "CEN-2013", "CEN's formal vote", kCenCriteria,
                   Weeks(8, kAssumed, "background knowledge"))),
};

}  // namespace placet::ballots::rules::table
