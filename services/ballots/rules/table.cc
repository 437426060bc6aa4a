// The rows and editions. How to add one: README.md.

#include <cstddef>
#include <span>
#include <string_view>

#include "rules.h"

namespace placet::ballots::rules {
namespace {

constexpr Edition kEditions[] = {
    {"ISO-2017", "ISO", "ISO/IEC Directives, Part 1, 13th edition, 2017, with the ISO Supplement",
     "2017-05-01", Sureness::kConfirmed, "its title page"},
    {"ISO-2020", "ISO", "ISO/IEC Directives, Part 1, 16th edition, 2020, with the ISO Supplement",
     "2020-05-01", Sureness::kAssumed,
     "the text was read, its day was not seen: editions come about 1 May (2017-05-01, 2018-05-01, "
     "2021-04-30, 2023-04-28)"},
    {"IEC-2020", "IEC", "ISO/IEC Directives, Part 1, 16th edition, 2020", "2020-05-01",
     Sureness::kAssumed,
     "as ISO-2020; stands for all later editions of IEC until a text says otherwise"},
    {"ISO-2022", "ISO", "ISO/IEC Directives, Part 1, 18th edition, 2022, with the ISO Supplement",
     "2022-06-30", Sureness::kConfirmed,
     "ISO's help pages on types of ballots: the day the tool changed; stands for all later "
     "editions "
     "until a text says otherwise: of those texts only parts could be read, and none shows another "
     "voting value"},
};

// The criteria. The same fraction stands under a clause of its own for each kind.

constexpr Criterion TwoThirdsP(std::string_view clause) {
  return {.id = "two-thirds-p",
          .text = "At least two thirds of the P-members that vote yes or no vote yes.",
          .clause = clause,
          .part = Part::kYes,
          .whole = Whole::kPMembersVoting,
          .comparison = Comparison::kAtLeast,
          .bound_numerator = 2,
          .bound_denominator = 3};
}

constexpr Criterion QuarterNegativeAll(std::string_view clause) {
  return {.id = "quarter-negative-all",
          .text = "At most one quarter of all bodies that vote yes or no vote no.",
          .clause = clause,
          .part = Part::kNo,
          .whole = Whole::kAllBodiesVoting,
          .comparison = Comparison::kAtMost,
          .bound_numerator = 1,
          .bound_denominator = 4};
}

constexpr Criterion kNpCriteria[] = {
    TwoThirdsP("ISO/IEC Directives Part 1, 2020, 2.3.5"),
    {.id = "experts-p",
     .text = "At least 4 P-members vote yes and name an expert; at least 5 in a committee of 17 "
             "P-members or more.",
     .clause = "ISO/IEC Directives Part 1, 2020, 2.3.5",
     .part = Part::kExpertBodies,
     .whole = Whole::kNumberOfPMembers,
     .comparison = Comparison::kAtLeast,
     .bound_numerator = 4,
     .small_committee = 16,
     .bound_large = 5},
};

constexpr Criterion kDisCriteria[] = {
    TwoThirdsP("ISO/IEC Directives Part 1, 2020, 2.6.3"),
    QuarterNegativeAll("ISO/IEC Directives Part 1, 2020, 2.6.3"),
};

constexpr Criterion kFdisCriteria[] = {
    TwoThirdsP("ISO/IEC Directives Part 1, 2020, 2.7.3"),
    QuarterNegativeAll("ISO/IEC Directives Part 1, 2020, 2.7.3"),
};

constexpr Criterion kDtrCriteria[] = {
    {.id = "majority-p",
     .text = "More than half of the P-members that vote yes or no vote yes.",
     .clause = "ISO/IEC Directives Part 1, 2020, 3.3.1",
     .part = Part::kYes,
     .whole = Whole::kPMembersVoting,
     .comparison = Comparison::kMoreThan,
     .bound_numerator = 1,
     .bound_denominator = 2},
};

// The questions of an NP beside the vote. Experts have a field of their own in a vote.

constexpr std::string_view kLiveForm =
    "background knowledge: compare with the live form of ISO's electronic ballot";

constexpr Question kNpQuestions[] = {
    {"market-need", "Does the market or the public need this work?", "yes|no|abstain", "no",
     kLiveForm},
    {"stakeholders", "Were those concerned in your country consulted? Name their groups.", "yes|no",
     "no", kLiveForm},
    {"stage", "If the item is approved: at which stage should it begin?", "20.00|20.20|30.00|40.00",
     "", kLiveForm},
    {"track", "If the item is approved: in how many months should it be published?", "18|24|36", "",
     kLiveForm},
    {"active-part", "Will your body take an active part in the work?", "yes|no", "", kLiveForm},
    {"national-documents",
     "Are there national standards, regulations or known patents to be considered? Name them.",
     "yes|no", "yes", kLiveForm},
};

// The stages that a project must have. A project returned at 10.92 or 50.92 is registered anew at
// 10.00 or 50.00 first; a new ballot on a revised DIS starts from its decision, 40.93.

constexpr std::string_view kBeforeNp[] = {"10.00"};
constexpr std::string_view kBeforeDtrAtStage30[] = {"30.00"};
constexpr std::string_view kBeforeDis[] = {"40.00", "40.93"};
constexpr std::string_view kBeforeFdis[] = {"50.00"};
constexpr std::string_view kBeforeDtrAtStage50[] = {"50.00"};

// What the rows of a kind have in common. An edition that changes any of it writes its row in full.

struct Period {
  int weeks;
  Sureness sureness;
  std::string_view source;
};

constexpr Rule Np(std::string_view edition, Period period, std::span<const Question> questions,
                  std::string_view grace_clause) {
  return {.kind = Kind::kNp,
          .edition = edition,
          .electorate = Electorate::kPMembers,
          .opened_by = Office::kCommitteeManager,
          .period_weeks = period.weeks,
          .period_sureness = period.sureness,
          .period_source = period.source,
          .clause = "ISO/IEC Directives Part 1, 2020, 2.3",
          .criteria = kNpCriteria,
          .questions = questions,
          .stages_before = kBeforeNp,
          .stage_open = "10.20",
          .stage_closed = "10.60",
          .grace_weeks = 2,
          .grace_clause = grace_clause};
}

constexpr Rule Dis(std::string_view edition, Period first, Period revised) {
  return {.kind = Kind::kDis,
          .edition = edition,
          .electorate = Electorate::kAllBodies,
          .opened_by = Office::kCentralSecretariat,
          .period_weeks = first.weeks,
          .period_sureness = first.sureness,
          .period_source = first.source,
          .clause = "ISO/IEC Directives Part 1, 2020, 2.6",
          .criteria = kDisCriteria,
          .questions = {},
          .stages_before = kBeforeDis,
          .stage_open = "40.20",
          .stage_closed = "40.60",
          .grace_weeks = 0,
          .grace_clause = "",
          .revised_period_weeks = revised.weeks,
          .revised_period_sureness = revised.sureness,
          .revised_period_source = revised.source};
}

constexpr Rule Fdis(std::string_view edition, Period period) {
  return {.kind = Kind::kFdis,
          .edition = edition,
          .electorate = Electorate::kAllBodies,
          .opened_by = Office::kCentralSecretariat,
          .period_weeks = period.weeks,
          .period_sureness = period.sureness,
          .period_source = period.source,
          .clause = "ISO/IEC Directives Part 1, 2020, 2.7",
          .criteria = kFdisCriteria,
          .questions = {},
          .stages_before = kBeforeFdis,
          .stage_open = "50.20",
          .stage_closed = "50.60",
          .grace_weeks = 0,
          .grace_clause = ""};
}

// A DTR was balloted at stage 30 until the tool changed on 2022-06-30, and is at stage 50 since.
constexpr Rule DtrAtStage30(std::string_view edition, Period period) {
  return {.kind = Kind::kDtr,
          .edition = edition,
          .electorate = Electorate::kPMembers,
          .opened_by = Office::kCommitteeManager,
          .period_weeks = period.weeks,
          .period_sureness = period.sureness,
          .period_source = period.source,
          .clause = "ISO/IEC Directives Part 1, 2020, 3.3",
          .criteria = kDtrCriteria,
          .questions = {},
          .stages_before = kBeforeDtrAtStage30,
          .stage_open = "30.20",
          .stage_closed = "30.60",
          .grace_weeks = 0,
          .grace_clause = ""};
}

constexpr Rule DtrAtStage50(std::string_view edition, Period period) {
  Rule rule = DtrAtStage30(edition, period);
  rule.clause =
      "ISO/IEC Directives Part 1, 2020, 3.3; stage: ISO's help pages on types of ballots, 2022";
  rule.stages_before = kBeforeDtrAtStage50;
  rule.stage_open = "50.20";
  rule.stage_closed = "50.60";
  return rule;
}

// The rows.

constexpr std::string_view kGrace =
    "ISO/IEC Directives Part 1, 2020, 2.3.5: 2 weeks to give reasons for a no, 2 weeks to name "
    "experts";

constexpr Rule kRules[] = {
    // No NP and no DTR: when two thirds became the majority of an NP, and how long a DTR was
    // balloted, was not found.
    Dis("ISO-2017",
        {12, Sureness::kMeasured,
         "measured on the stage dates that ISO publishes: 12 weeks from May 2016 on"},
        {8, Sureness::kAssumed, "as in 2020"}),
    Fdis("ISO-2017", {8, Sureness::kMeasured,
                      "measured on the stage dates that ISO publishes: 8 weeks from May 2016 on"}),

    Np("ISO-2020",
       {12, Sureness::kConfirmed,
        "ISO/IEC Directives Part 1, 2020, 2.3.4; a resolution may shorten it to 8 weeks"},
       kNpQuestions, kGrace),
    Dis("ISO-2020", {12, Sureness::kConfirmed, "ISO/IEC Directives Part 1, 2020, 2.6.1"},
        {8, Sureness::kConfirmed,
         "ISO/IEC Directives Part 1, 2020, 2.6.4; up to 12 weeks if a P-member asks"}),
    Fdis("ISO-2020", {8, Sureness::kConfirmed, "ISO/IEC Directives Part 1, 2020, 2.7.1"}),
    DtrAtStage30("ISO-2020", {8, Sureness::kAssumed, "as measured for ISO-2022"}),

    Np("IEC-2020", {12, Sureness::kAssumed, "as ISO: not seen in a text of IEC"}, {},
       "ISO/IEC Directives Part 1, 2020, 2.3.5; result pages of IEC speak of a month to name "
       "experts"),
    Dis("IEC-2020",
        {12, Sureness::kAssumed, "the CDV: as ISO, and 12 weeks in secondary sources on IEC"},
        {8, Sureness::kAssumed, "as ISO: not seen in a text of IEC"}),
    Fdis("IEC-2020", {6, Sureness::kConfirmed, "ISO/IEC Directives Part 1, 2020, 2.7.1"}),
    DtrAtStage30("IEC-2020", {8, Sureness::kAssumed,
                              "8 to 12 weeks in secondary sources on IEC; the stage is ISO's"}),

    Np("ISO-2022",
       {12, Sureness::kAssumed,
        "as in 2020, and repeated by undated newer explanations; a resolution may shorten it to 8 "
        "weeks"},
       kNpQuestions, kGrace),
    Dis("ISO-2022",
        {12, Sureness::kMeasured,
         "measured on the stage dates that ISO publishes, 2024-01 to 2025-06: 1343 of 1403"},
        {8, Sureness::kMeasured,
         "measured on the stage dates that ISO publishes, 2024-01 to 2025-06: 35 of 36; up to 12 "
         "weeks if a P-member asks"}),
    Fdis("ISO-2022",
         {8, Sureness::kMeasured,
          "measured on the stage dates that ISO publishes, 2024-01 to 2025-06: 1006 of 1101"}),
    DtrAtStage50("ISO-2022",
                 {8, Sureness::kMeasured,
                  "measured on the stage dates that ISO publishes, 2024-01 to 2025-06: 69 of 83; "
                  "12 weeks in 6; who chooses is not known"}),
};

// What the arithmetic takes for granted: a row that breaks it does not compile.

constexpr bool WellFormed(const Criterion& criterion) {
  if (criterion.id.empty() || criterion.text.empty() || criterion.clause.empty()) return false;
  if (criterion.whole == Whole::kNumberOfPMembers) {
    return criterion.part == Part::kExpertBodies && criterion.comparison == Comparison::kAtLeast &&
           criterion.bound_numerator > 0 && criterion.small_committee > 0 &&
           criterion.bound_large >= criterion.bound_numerator;
  }
  const bool wants_yes =
      criterion.part == Part::kYes && criterion.comparison != Comparison::kAtMost;
  const bool bears_no = criterion.part == Part::kNo && criterion.comparison == Comparison::kAtMost;
  return (wants_yes || bears_no) && criterion.bound_numerator > 0 &&
         criterion.bound_numerator < criterion.bound_denominator;
}

constexpr bool WellFormed(const Rule& rule) {
  if (rule.criteria.size() > std::size_t{kMostCriteria} || rule.period_weeks <= 0) return false;
  for (const Criterion& criterion : rule.criteria) {
    if (!WellFormed(criterion)) return false;
  }
  for (const Edition& edition : kEditions) {
    if (edition.id == rule.edition) return true;
  }
  return false;
}

constexpr bool WellFormed(std::span<const Rule> rules) {
  for (const Rule& rule : rules) {
    if (!WellFormed(rule)) return false;
  }
  return true;
}

static_assert(WellFormed(kRules));

// What stands before the first slash, so that "ISO/IEC JTC 1" is ISO's.
std::string_view OrganizationOf(std::string_view committee_reference) {
  return committee_reference.substr(0, committee_reference.find('/'));
}

}  // namespace

std::span<const Rule> AllRules() { return kRules; }

std::span<const Edition> AllEditions() { return kEditions; }

const Rule* FindRule(Kind kind, std::string_view edition) {
  for (const Rule& rule : kRules) {
    if (rule.kind == kind && rule.edition == edition) return &rule;
  }
  return nullptr;
}

const Edition* EditionInForce(std::string_view committee_reference, std::string_view day) {
  const std::string_view organization = OrganizationOf(committee_reference);
  const Edition* in_force = nullptr;
  for (const Edition& edition : kEditions) {  // oldest first; such days compare as text
    if (edition.organization == organization && edition.from <= day) in_force = &edition;
  }
  return in_force;
}

std::string_view KindName(Kind kind) {
  switch (kind) {
    case Kind::kNp:
      return "NP";
    case Kind::kDis:
      return "DIS";
    case Kind::kFdis:
      return "FDIS";
    case Kind::kDtr:
      return "DTR";
  }
  return "";
}

}  // namespace placet::ballots::rules
