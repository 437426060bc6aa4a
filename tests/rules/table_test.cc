// The table as text: whoever changes a value changes it here too, where a reviewer sees it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

#include "services/ballots/rules/rules.h"

namespace placet::ballots::rules {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

std::string_view Printed(Sureness sureness) {
  switch (sureness) {
    case Sureness::kConfirmed:
      return "confirmed";
    case Sureness::kMeasured:
      return "measured";
    case Sureness::kAssumed:
      return "assumed";
  }
  return "?";
}

std::string_view Printed(Part part) {
  switch (part) {
    case Part::kYes:
      return "yes";
    case Part::kNo:
      return "no";
    case Part::kExpertBodies:
      return "P-members with an expert";
  }
  return "?";
}

std::string_view Printed(Whole whole) {
  switch (whole) {
    case Whole::kPMembersVoting:
      return "P-members voting";
    case Whole::kAllBodiesVoting:
      return "all voting";
    case Whole::kNumberOfPMembers:
      return "in a committee";
  }
  return "?";
}

std::string_view Printed(Comparison comparison) {
  switch (comparison) {
    case Comparison::kAtLeast:
      return ">=";
    case Comparison::kMoreThan:
      return ">";
    case Comparison::kAtMost:
      return "<=";
  }
  return "?";
}

std::string Printed(const Criterion& criterion) {
  std::ostringstream out;
  out << "  " << criterion.id << ": " << Printed(criterion.part) << " / "
      << Printed(criterion.whole) << " " << Printed(criterion.comparison) << " "
      << criterion.bound_numerator << "/" << criterion.bound_denominator;
  if (criterion.small_committee != 0) {
    out << " up to " << criterion.small_committee << ", else " << criterion.bound_large;
  }
  out << "\n    " << criterion.text << " [" << criterion.clause << "]\n";
  return out.str();
}

std::string Printed(const Question& question) {
  std::ostringstream out;
  out << "  " << question.id << ": " << question.text << " (" << question.choices
      << "; text: " << question.text_needed << ") [" << question.source << "]\n";
  return out.str();
}

std::string Printed(const Rule& rule) {
  std::ostringstream out;
  out << rule.edition << " " << KindName(rule.kind) << " [" << rule.clause << "]\n  "
      << (rule.electorate == Electorate::kAllBodies ? "all bodies" : "P-members")
      << ", opened by the "
      << (rule.opened_by == Office::kCentralSecretariat ? "central secretariat"
                                                        : "committee manager")
      << "\n  " << rule.period_weeks << " weeks, " << Printed(rule.period_sureness) << " ["
      << rule.period_source << "]\n";
  if (rule.revised_period_weeks != 0) {
    out << "  revised: " << rule.revised_period_weeks << " weeks, "
        << Printed(rule.revised_period_sureness) << " [" << rule.revised_period_source << "]\n";
  }
  out << " ";
  for (const std::string_view stage : rule.stages_before) out << " " << stage;
  out << " -> " << rule.stage_open << " -> " << rule.stage_closed << "\n";
  if (rule.grace_weeks != 0) {
    out << "  grace: " << rule.grace_weeks << " weeks [" << rule.grace_clause << "]\n";
  }
  for (const Criterion& criterion : rule.criteria) out << Printed(criterion);
  for (const Question& question : rule.questions) out << Printed(question);
  return out.str();
}

std::string Printed(const Edition& edition) {
  std::ostringstream out;
  out << edition.id << " (" << edition.organization << ") from " << edition.from << ", "
      << Printed(edition.from_sureness) << "\n  " << edition.title << "\n  [" << edition.source
      << "]\n";
  return out.str();
}

// Raw strings that begin and end with a line break, so that a block stands by itself.
std::string_view WithoutFirstBreak(std::string_view block) { return block.substr(1); }

constexpr std::string_view kEditionsAsText = R"(
ISO-2017 (ISO) from 2017-05-01, confirmed
  ISO/IEC Directives, Part 1, 13th edition, 2017, with the ISO Supplement
  [its title page]
ISO-2020 (ISO) from 2020-05-01, assumed
  ISO/IEC Directives, Part 1, 16th edition, 2020, with the ISO Supplement
  [the text was read, its day was not seen: editions come about 1 May (2017-05-01, 2018-05-01, 2021-04-30, 2023-04-28)]
IEC-2020 (IEC) from 2020-05-01, assumed
  ISO/IEC Directives, Part 1, 16th edition, 2020
  [as ISO-2020; stands for all later editions of IEC until a text says otherwise]
ISO-2022 (ISO) from 2022-06-30, confirmed
  ISO/IEC Directives, Part 1, 18th edition, 2022, with the ISO Supplement
  [ISO's help pages on types of ballots: the day the tool changed; stands for all later editions until a text says otherwise: of those texts only parts could be read, and none shows another voting value]
)";

constexpr std::string_view kRowsOf2017 = R"(
ISO-2017 DIS [ISO/IEC Directives Part 1, 2020, 2.6]
  all bodies, opened by the central secretariat
  12 weeks, measured [measured on the stage dates that ISO publishes: 12 weeks from May 2016 on]
  revised: 8 weeks, assumed [as in 2020]
  40.00 40.93 -> 40.20 -> 40.60
  two-thirds-p: yes / P-members voting >= 2/3
    At least two thirds of the P-members that vote yes or no vote yes. [ISO/IEC Directives Part 1, 2020, 2.6.3]
  quarter-negative-all: no / all voting <= 1/4
    At most one quarter of all bodies that vote yes or no vote no. [ISO/IEC Directives Part 1, 2020, 2.6.3]
ISO-2017 FDIS [ISO/IEC Directives Part 1, 2020, 2.7]
  all bodies, opened by the central secretariat
  8 weeks, measured [measured on the stage dates that ISO publishes: 8 weeks from May 2016 on]
  50.00 -> 50.20 -> 50.60
  two-thirds-p: yes / P-members voting >= 2/3
    At least two thirds of the P-members that vote yes or no vote yes. [ISO/IEC Directives Part 1, 2020, 2.7.3]
  quarter-negative-all: no / all voting <= 1/4
    At most one quarter of all bodies that vote yes or no vote no. [ISO/IEC Directives Part 1, 2020, 2.7.3]
)";

constexpr std::string_view kRowsOf2020 = R"(
ISO-2020 NP [ISO/IEC Directives Part 1, 2020, 2.3]
  P-members, opened by the committee manager
  12 weeks, confirmed [ISO/IEC Directives Part 1, 2020, 2.3.4; a resolution may shorten it to 8 weeks]
  10.00 -> 10.20 -> 10.60
  grace: 2 weeks [ISO/IEC Directives Part 1, 2020, 2.3.5: 2 weeks to give reasons for a no, 2 weeks to name experts]
  two-thirds-p: yes / P-members voting >= 2/3
    At least two thirds of the P-members that vote yes or no vote yes. [ISO/IEC Directives Part 1, 2020, 2.3.5]
  experts-p: P-members with an expert / in a committee >= 4/1 up to 16, else 5
    At least 4 P-members vote yes and name an expert; at least 5 in a committee of 17 P-members or more. [ISO/IEC Directives Part 1, 2020, 2.3.5]
  market-need: Does the market or the public need this work? (yes|no|abstain; text: no) [background knowledge: compare with the live form of ISO's electronic ballot]
  stakeholders: Were those concerned in your country consulted? Name their groups. (yes|no; text: no) [background knowledge: compare with the live form of ISO's electronic ballot]
  stage: If the item is approved: at which stage should it begin? (20.00|20.20|30.00|40.00; text: ) [background knowledge: compare with the live form of ISO's electronic ballot]
  track: If the item is approved: in how many months should it be published? (18|24|36; text: ) [background knowledge: compare with the live form of ISO's electronic ballot]
  active-part: Will your body take an active part in the work? (yes|no; text: ) [background knowledge: compare with the live form of ISO's electronic ballot]
  national-documents: Are there national standards, regulations or known patents to be considered? Name them. (yes|no; text: yes) [background knowledge: compare with the live form of ISO's electronic ballot]
ISO-2020 DIS [ISO/IEC Directives Part 1, 2020, 2.6]
  all bodies, opened by the central secretariat
  12 weeks, confirmed [ISO/IEC Directives Part 1, 2020, 2.6.1]
  revised: 8 weeks, confirmed [ISO/IEC Directives Part 1, 2020, 2.6.4; up to 12 weeks if a P-member asks]
  40.00 40.93 -> 40.20 -> 40.60
  two-thirds-p: yes / P-members voting >= 2/3
    At least two thirds of the P-members that vote yes or no vote yes. [ISO/IEC Directives Part 1, 2020, 2.6.3]
  quarter-negative-all: no / all voting <= 1/4
    At most one quarter of all bodies that vote yes or no vote no. [ISO/IEC Directives Part 1, 2020, 2.6.3]
ISO-2020 FDIS [ISO/IEC Directives Part 1, 2020, 2.7]
  all bodies, opened by the central secretariat
  8 weeks, confirmed [ISO/IEC Directives Part 1, 2020, 2.7.1]
  50.00 -> 50.20 -> 50.60
  two-thirds-p: yes / P-members voting >= 2/3
    At least two thirds of the P-members that vote yes or no vote yes. [ISO/IEC Directives Part 1, 2020, 2.7.3]
  quarter-negative-all: no / all voting <= 1/4
    At most one quarter of all bodies that vote yes or no vote no. [ISO/IEC Directives Part 1, 2020, 2.7.3]
ISO-2020 DTR [ISO/IEC Directives Part 1, 2020, 3.3]
  P-members, opened by the committee manager
  8 weeks, assumed [as measured for ISO-2022]
  30.00 -> 30.20 -> 30.60
  majority-p: yes / P-members voting > 1/2
    More than half of the P-members that vote yes or no vote yes. [ISO/IEC Directives Part 1, 2020, 3.3.1]
)";

constexpr std::string_view kRowsOfIec = R"(
IEC-2020 NP [ISO/IEC Directives Part 1, 2020, 2.3]
  P-members, opened by the committee manager
  12 weeks, assumed [as ISO: not seen in a text of IEC]
  10.00 -> 10.20 -> 10.60
  grace: 2 weeks [ISO/IEC Directives Part 1, 2020, 2.3.5; result pages of IEC speak of a month to name experts]
  two-thirds-p: yes / P-members voting >= 2/3
    At least two thirds of the P-members that vote yes or no vote yes. [ISO/IEC Directives Part 1, 2020, 2.3.5]
  experts-p: P-members with an expert / in a committee >= 4/1 up to 16, else 5
    At least 4 P-members vote yes and name an expert; at least 5 in a committee of 17 P-members or more. [ISO/IEC Directives Part 1, 2020, 2.3.5]
IEC-2020 DIS [ISO/IEC Directives Part 1, 2020, 2.6]
  all bodies, opened by the central secretariat
  12 weeks, assumed [the CDV: as ISO, and 12 weeks in secondary sources on IEC]
  revised: 8 weeks, assumed [as ISO: not seen in a text of IEC]
  40.00 40.93 -> 40.20 -> 40.60
  two-thirds-p: yes / P-members voting >= 2/3
    At least two thirds of the P-members that vote yes or no vote yes. [ISO/IEC Directives Part 1, 2020, 2.6.3]
  quarter-negative-all: no / all voting <= 1/4
    At most one quarter of all bodies that vote yes or no vote no. [ISO/IEC Directives Part 1, 2020, 2.6.3]
IEC-2020 FDIS [ISO/IEC Directives Part 1, 2020, 2.7]
  all bodies, opened by the central secretariat
  6 weeks, confirmed [ISO/IEC Directives Part 1, 2020, 2.7.1]
  50.00 -> 50.20 -> 50.60
  two-thirds-p: yes / P-members voting >= 2/3
    At least two thirds of the P-members that vote yes or no vote yes. [ISO/IEC Directives Part 1, 2020, 2.7.3]
  quarter-negative-all: no / all voting <= 1/4
    At most one quarter of all bodies that vote yes or no vote no. [ISO/IEC Directives Part 1, 2020, 2.7.3]
IEC-2020 DTR [ISO/IEC Directives Part 1, 2020, 3.3]
  P-members, opened by the committee manager
  8 weeks, assumed [8 to 12 weeks in secondary sources on IEC; the stage is ISO's]
  30.00 -> 30.20 -> 30.60
  majority-p: yes / P-members voting > 1/2
    More than half of the P-members that vote yes or no vote yes. [ISO/IEC Directives Part 1, 2020, 3.3.1]
)";

constexpr std::string_view kRowsOf2022 = R"(
ISO-2022 NP [ISO/IEC Directives Part 1, 2020, 2.3]
  P-members, opened by the committee manager
  12 weeks, assumed [as in 2020, and repeated by undated newer explanations; a resolution may shorten it to 8 weeks]
  10.00 -> 10.20 -> 10.60
  grace: 2 weeks [ISO/IEC Directives Part 1, 2020, 2.3.5: 2 weeks to give reasons for a no, 2 weeks to name experts]
  two-thirds-p: yes / P-members voting >= 2/3
    At least two thirds of the P-members that vote yes or no vote yes. [ISO/IEC Directives Part 1, 2020, 2.3.5]
  experts-p: P-members with an expert / in a committee >= 4/1 up to 16, else 5
    At least 4 P-members vote yes and name an expert; at least 5 in a committee of 17 P-members or more. [ISO/IEC Directives Part 1, 2020, 2.3.5]
  market-need: Does the market or the public need this work? (yes|no|abstain; text: no) [background knowledge: compare with the live form of ISO's electronic ballot]
  stakeholders: Were those concerned in your country consulted? Name their groups. (yes|no; text: no) [background knowledge: compare with the live form of ISO's electronic ballot]
  stage: If the item is approved: at which stage should it begin? (20.00|20.20|30.00|40.00; text: ) [background knowledge: compare with the live form of ISO's electronic ballot]
  track: If the item is approved: in how many months should it be published? (18|24|36; text: ) [background knowledge: compare with the live form of ISO's electronic ballot]
  active-part: Will your body take an active part in the work? (yes|no; text: ) [background knowledge: compare with the live form of ISO's electronic ballot]
  national-documents: Are there national standards, regulations or known patents to be considered? Name them. (yes|no; text: yes) [background knowledge: compare with the live form of ISO's electronic ballot]
ISO-2022 DIS [ISO/IEC Directives Part 1, 2020, 2.6]
  all bodies, opened by the central secretariat
  12 weeks, measured [measured on the stage dates that ISO publishes, 2024-01 to 2025-06: 1343 of 1403]
  revised: 8 weeks, measured [measured on the stage dates that ISO publishes, 2024-01 to 2025-06: 35 of 36; up to 12 weeks if a P-member asks]
  40.00 40.93 -> 40.20 -> 40.60
  two-thirds-p: yes / P-members voting >= 2/3
    At least two thirds of the P-members that vote yes or no vote yes. [ISO/IEC Directives Part 1, 2020, 2.6.3]
  quarter-negative-all: no / all voting <= 1/4
    At most one quarter of all bodies that vote yes or no vote no. [ISO/IEC Directives Part 1, 2020, 2.6.3]
ISO-2022 FDIS [ISO/IEC Directives Part 1, 2020, 2.7]
  all bodies, opened by the central secretariat
  8 weeks, measured [measured on the stage dates that ISO publishes, 2024-01 to 2025-06: 1006 of 1101]
  50.00 -> 50.20 -> 50.60
  two-thirds-p: yes / P-members voting >= 2/3
    At least two thirds of the P-members that vote yes or no vote yes. [ISO/IEC Directives Part 1, 2020, 2.7.3]
  quarter-negative-all: no / all voting <= 1/4
    At most one quarter of all bodies that vote yes or no vote no. [ISO/IEC Directives Part 1, 2020, 2.7.3]
ISO-2022 DTR [ISO/IEC Directives Part 1, 2020, 3.3; stage: ISO's help pages on types of ballots, 2022]
  P-members, opened by the committee manager
  8 weeks, measured [measured on the stage dates that ISO publishes, 2024-01 to 2025-06: 69 of 83; 12 weeks in 6; who chooses is not known]
  50.00 -> 50.20 -> 50.60
  majority-p: yes / P-members voting > 1/2
    More than half of the P-members that vote yes or no vote yes. [ISO/IEC Directives Part 1, 2020, 3.3.1]
)";

std::string RowsOf(std::string_view edition) {
  std::string text;
  for (const Rule& rule : AllRules()) {
    if (rule.edition == edition) text += Printed(rule);
  }
  return text;
}

TEST(Editions, AreTheseLiterally) {
  std::string text;
  for (const Edition& edition : AllEditions()) text += Printed(edition);
  EXPECT_EQ(text, WithoutFirstBreak(kEditionsAsText));
}

TEST(Rows, Of2017AreTheseLiterally) {
  EXPECT_EQ(RowsOf("ISO-2017"), WithoutFirstBreak(kRowsOf2017));
}

TEST(Rows, Of2020AreTheseLiterally) {
  EXPECT_EQ(RowsOf("ISO-2020"), WithoutFirstBreak(kRowsOf2020));
}

TEST(Rows, OfIecAreTheseLiterally) { EXPECT_EQ(RowsOf("IEC-2020"), WithoutFirstBreak(kRowsOfIec)); }

TEST(Rows, Of2022AreTheseLiterally) {
  EXPECT_EQ(RowsOf("ISO-2022"), WithoutFirstBreak(kRowsOf2022));
}

TEST(Rows, AreAllPinnedByOneOfTheBlocksAbove) {
  const std::set<std::string_view> pinned = {"ISO-2017", "ISO-2020", "IEC-2020", "ISO-2022"};
  for (const Rule& rule : AllRules()) EXPECT_THAT(pinned, Contains(rule.edition));
}

TEST(Rows, AreFoundByKindAndEdition) {
  std::set<std::pair<Kind, std::string_view>> seen;
  for (const Rule& rule : AllRules()) {
    EXPECT_TRUE(seen.emplace(rule.kind, rule.edition).second) << Printed(rule);
    EXPECT_EQ(FindRule(rule.kind, rule.edition), &rule);
  }
  EXPECT_EQ(seen.size(), 14U);
}

TEST(Rows, ThatAreNotThereAreNotFound) {
  EXPECT_EQ(FindRule(Kind::kNp, "ISO-2017"), nullptr);
  EXPECT_EQ(FindRule(Kind::kDtr, "ISO-2017"), nullptr);
  EXPECT_EQ(FindRule(Kind::kDis, "ISO-1998"), nullptr);
  EXPECT_EQ(FindRule(Kind::kDis, ""), nullptr);
}

TEST(Rows, BelongToAnEditionAndCiteTheirSources) {
  std::set<std::string_view> editions;
  for (const Edition& edition : AllEditions()) {
    EXPECT_TRUE(editions.insert(edition.id).second) << edition.id;
    EXPECT_FALSE(edition.source.empty()) << edition.id;
    EXPECT_FALSE(RowsOf(edition.id).empty()) << edition.id;
  }
  for (const Rule& rule : AllRules()) {
    EXPECT_THAT(editions, Contains(rule.edition));
    EXPECT_THAT(rule.clause, HasSubstr("Directives Part 1"));
    EXPECT_FALSE(rule.period_source.empty());
    EXPECT_EQ(rule.grace_weeks != 0, !rule.grace_clause.empty());
    EXPECT_EQ(rule.revised_period_weeks != 0, !rule.revised_period_source.empty());
    EXPECT_FALSE(rule.stages_before.empty());
  }
}

TEST(Criteria, CiteAClauseAndHaveIdsOfTheirOwn) {
  for (const Rule& rule : AllRules()) {
    EXPECT_FALSE(rule.criteria.empty());
    std::set<std::string_view> ids;
    for (const Criterion& criterion : rule.criteria) {
      EXPECT_TRUE(ids.insert(criterion.id).second) << criterion.id;
      EXPECT_THAT(criterion.clause, HasSubstr("Directives Part 1"));
      EXPECT_FALSE(criterion.text.empty());
    }
  }
}

TEST(Questions, HaveIdsOfTheirOwnAndAskForTextsOnlyForChoicesTheyOffer) {
  for (const Rule& rule : AllRules()) {
    std::set<std::string_view> ids;
    for (const Question& question : rule.questions) {
      EXPECT_TRUE(ids.insert(question.id).second) << question.id;
      EXPECT_FALSE(question.source.empty()) << question.id;
      const std::string offered = "|" + std::string(question.choices) + "|";
      std::istringstream needed{std::string(question.text_needed)};
      for (std::string choice; std::getline(needed, choice, '|');) {
        EXPECT_THAT(offered, HasSubstr("|" + choice + "|")) << question.id;
      }
    }
  }
}

std::string_view IdInForce(std::string_view committee, std::string_view day) {
  const Edition* edition = EditionInForce(committee, day);
  return edition == nullptr ? "none" : edition->id;
}

TEST(EditionInForce, ChangesOnTheDayOfTheNextOne) {
  EXPECT_EQ(IdInForce("ISO/TC 307", "2017-04-30"), "none");
  EXPECT_EQ(IdInForce("ISO/TC 307", "2017-05-01"), "ISO-2017");
  EXPECT_EQ(IdInForce("ISO/TC 307", "2020-04-30"), "ISO-2017");
  EXPECT_EQ(IdInForce("ISO/TC 307", "2020-05-01"), "ISO-2020");
  EXPECT_EQ(IdInForce("ISO/TC 307", "2022-06-29"), "ISO-2020");
  EXPECT_EQ(IdInForce("ISO/TC 307", "2022-06-30"), "ISO-2022");
  EXPECT_EQ(IdInForce("ISO/TC 307", "2026-11-23"), "ISO-2022");
}

TEST(EditionInForce, IsIecsOwnForItsCommittees) {
  EXPECT_EQ(IdInForce("IEC/TC 44", "2020-04-30"), "none");
  EXPECT_EQ(IdInForce("IEC/TC 44", "2020-05-01"), "IEC-2020");
  EXPECT_EQ(IdInForce("IEC/TC 44", "2026-11-23"), "IEC-2020");
}

TEST(EditionInForce, IsIsosForJtc1UntilItHasRowsOfItsOwn) {
  EXPECT_EQ(IdInForce("ISO/IEC JTC 1/SC 27", "2026-11-23"), "ISO-2022");
}

TEST(EditionInForce, IsNoneForOtherOrganizations) {
  EXPECT_EQ(IdInForce("CEN/TC 434", "2026-11-23"), "none");
  EXPECT_EQ(IdInForce("ISOLDE/TC 1", "2026-11-23"), "none");
  EXPECT_EQ(IdInForce("", "2026-11-23"), "none");
}

TEST(Editions, OfAnOrganizationComeOldestFirst) {
  std::string_view last_of_iso;
  std::string_view last_of_iec;
  for (const Edition& edition : AllEditions()) {
    std::string_view& last = edition.organization == "IEC" ? last_of_iec : last_of_iso;
    EXPECT_LT(last, edition.from);
    last = edition.from;
  }
}

TEST(EntitlementOf, PMembersIsTheDutyToVoteEverywhere) {
  for (const Rule& rule : AllRules()) {
    EXPECT_EQ(EntitlementOf(rule, Status::kP, true), Entitlement::kMustVote) << Printed(rule);
  }
}

TEST(EntitlementOf, OtherMemberBodiesIsAVoteOnADisAndAnFdisOnly) {
  for (const Rule& rule : AllRules()) {
    const bool all_vote = rule.kind == Kind::kDis || rule.kind == Kind::kFdis;
    EXPECT_EQ(EntitlementOf(rule, Status::kO, true),
              all_vote ? Entitlement::kMayVote : Entitlement::kMayComment)
        << Printed(rule);
    EXPECT_EQ(EntitlementOf(rule, Status::kNeither, true),
              all_vote ? Entitlement::kMayVote : Entitlement::kObserves)
        << Printed(rule);
  }
}

TEST(EntitlementOf, CorrespondentAndSubscriberMembersIsToReadOnly) {
  for (const Rule& rule : AllRules()) {
    for (const Status status : {Status::kP, Status::kO, Status::kNeither}) {
      EXPECT_EQ(EntitlementOf(rule, status, false), Entitlement::kObserves) << Printed(rule);
    }
  }
}

TEST(KindName, IsTheLettersOfTheDocument) {
  EXPECT_EQ(KindName(Kind::kNp), "NP");
  EXPECT_EQ(KindName(Kind::kDis), "DIS");
  EXPECT_EQ(KindName(Kind::kFdis), "FDIS");
  EXPECT_EQ(KindName(Kind::kDtr), "DTR");
}

}  // namespace
}  // namespace placet::ballots::rules
