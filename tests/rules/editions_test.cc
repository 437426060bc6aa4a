// Which edition is in force, and what bodies may do under its rows.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <string_view>

#include "services/ballots/rules/rules.h"
#include "tests/rules/printed.h"

namespace placet::ballots::rules {
namespace {

std::string_view IdInForce(std::string_view committee, std::string_view day) {
  const Edition* edition = EditionInForce(committee, day);
  return edition == nullptr ? "none" : edition->id;
}

TEST(EditionInForce, ChangesOnTheDayOfTheNextOne) {
  EXPECT_EQ(IdInForce("ISO/TC 307", "2004-04-30"), "none");
  EXPECT_EQ(IdInForce("ISO/TC 307", "2004-05-01"), "ISO-2004");
  EXPECT_EQ(IdInForce("ISO/TC 307", "2008-05-01"), "ISO-2008");
  EXPECT_EQ(IdInForce("ISO/TC 307", "2012-07-03"), "ISO-2008");
  EXPECT_EQ(IdInForce("ISO/TC 307", "2012-07-04"), "ISO-2012");
  EXPECT_EQ(IdInForce("ISO/TC 307", "2014-05-01"), "ISO-2014");
  EXPECT_EQ(IdInForce("ISO/TC 307", "2016-05-01"), "ISO-2016");
  EXPECT_EQ(IdInForce("ISO/TC 307", "2017-04-30"), "ISO-2016");
  EXPECT_EQ(IdInForce("ISO/TC 307", "2017-05-01"), "ISO-2017");
  EXPECT_EQ(IdInForce("ISO/TC 307", "2020-04-30"), "ISO-2017");
  EXPECT_EQ(IdInForce("ISO/TC 307", "2020-05-01"), "ISO-2020");
  EXPECT_EQ(IdInForce("ISO/TC 307", "2022-06-29"), "ISO-2020");
  EXPECT_EQ(IdInForce("ISO/TC 307", "2022-06-30"), "ISO-2022");
  EXPECT_EQ(IdInForce("ISO/TC 307", "2026-11-23"), "ISO-2022");
}

TEST(EditionInForce, IsIecsOwnForItsCommittees) {
  EXPECT_EQ(IdInForce("IEC/TC 44", "2013-04-30"), "none");
  EXPECT_EQ(IdInForce("IEC/TC 44", "2013-05-01"), "IEC-2013");
  EXPECT_EQ(IdInForce("IEC/TC 44", "2017-04-30"), "IEC-2013");
  EXPECT_EQ(IdInForce("IEC/TC 44", "2017-05-01"), "none");
  EXPECT_EQ(IdInForce("IEC/TC 44", "2020-04-30"), "none");
  EXPECT_EQ(IdInForce("IEC/TC 44", "2020-05-01"), "IEC-2020");
  EXPECT_EQ(IdInForce("IEC/TC 44", "2026-11-23"), "IEC-2020");
}

TEST(EditionInForce, IsJtc1sOwnWhereItHasOneAndElseIsos) {
  EXPECT_EQ(IdInForce("ISO/IEC JTC 1", "2004-04-30"), "none");
  EXPECT_EQ(IdInForce("ISO/IEC JTC 1", "2005-03-01"), "JTC1-5ED");
  EXPECT_EQ(IdInForce("ISO/IEC JTC 1/SC 27", "2010-06-30"), "JTC1-5ED");
  EXPECT_EQ(IdInForce("ISO/IEC JTC 1/SC 27", "2010-07-01"), "ISO-2008");
  EXPECT_EQ(IdInForce("ISO/IEC JTC 1/SC 27", "2022-06-29"), "ISO-2020");
  EXPECT_EQ(IdInForce("ISO/IEC JTC 1/SC 27", "2022-06-30"), "JTC1-2023");
  EXPECT_EQ(IdInForce("ISO/IEC JTC 1/SC 27/WG 1", "2026-11-23"), "JTC1-2023");
}

TEST(EditionInForce, IsIsosForOtherJointCommittees) {
  EXPECT_EQ(IdInForce("ISO/IEC JTC 3", "2026-11-23"), "ISO-2022");
  EXPECT_EQ(IdInForce("ISO/IEC JTC 13", "2026-11-23"), "ISO-2022");
  EXPECT_EQ(IdInForce("ISO/IEC JPC 2", "2026-11-23"), "ISO-2022");
}

TEST(EditionInForce, EndsWhereItsRulesEnded) {
  EXPECT_EQ(IdInForce("CEN/TC 434", "2013-06-30"), "none");
  EXPECT_EQ(IdInForce("CEN/TC 434", "2013-07-01"), "CEN-2013");
  EXPECT_EQ(IdInForce("CEN/TC 434", "2019-12-31"), "CEN-2013");
  EXPECT_EQ(IdInForce("CEN/TC 434", "2020-01-01"), "none");
}

TEST(EditionInForce, IsNoneForOtherOrganizations) {
  EXPECT_EQ(IdInForce("ISOLDE/TC 1", "2026-11-23"), "none");
  EXPECT_EQ(IdInForce("", "2026-11-23"), "none");
}

TEST(Editions, OfAnOrganizationComeOldestFirst) {
  std::map<std::string_view, std::string_view> last;
  for (const Edition& edition : AllEditions()) {
    EXPECT_LT(last[edition.organization], edition.from);
    last[edition.organization] = edition.from;
  }
  EXPECT_EQ(last.size(), 4U);
}

TEST(RuleInForce, IsTheRowOfTheEdition) {
  EXPECT_EQ(RuleInForce(Kind::kDis, "ISO/TC 307", "2013-01-01"), FindRule(Kind::kDis, "ISO-2012"));
  EXPECT_EQ(RuleInForce(Kind::kCd, "ISO/TC 307", "2026-11-23"), nullptr);
  EXPECT_EQ(RuleInForce(Kind::kCd, "ISO/IEC JTC 1/SC 22", "2026-11-23"),
            FindRule(Kind::kCd, "JTC1-2023"));
  EXPECT_EQ(RuleInForce(Kind::kDis, "ISO/TC 307", "1998-01-01"), nullptr);
  EXPECT_EQ(RuleInForce(Kind::kDis, "CEN/TC 1", "2026-11-23"), nullptr);
}

// Entitlements.

Entitlement Of(const Rule& rule, Status status, bool full_member = true) {
  return EntitlementOf(rule, {.status = status, .full_member = full_member});
}

TEST(EntitlementOf, PMembersIsTheDutyToVoteWhereTheRowSaysSo) {
  for (const Rule& rule : AllRules()) {
    if (rule.electorate != Electorate::kAllBodies && rule.electorate != Electorate::kPMembers) {
      continue;
    }
    EXPECT_EQ(Of(rule, Status::kP), rule.p_must ? Entitlement::kMustVote : Entitlement::kMayVote)
        << Printed(rule);
  }
}

TEST(EntitlementOf, OtherMemberBodiesIsAVoteWhereAllBodiesVoteAndElseCommentsOfOMembers) {
  for (const Rule& rule : AllRules()) {
    if (rule.electorate == Electorate::kExperts || rule.electorate == Electorate::kWeighted) {
      continue;
    }
    const bool all_vote = rule.electorate == Electorate::kAllBodies;
    EXPECT_EQ(Of(rule, Status::kO), all_vote ? Entitlement::kMayVote : Entitlement::kMayComment)
        << Printed(rule);
    EXPECT_EQ(Of(rule, Status::kNeither), all_vote ? Entitlement::kMayVote : Entitlement::kObserves)
        << Printed(rule);
  }
}

TEST(EntitlementOf, EverybodyInTheCommitteeIsToCommentOnAConsultation) {
  const Rule& rule = *FindRule(Kind::kCdConsultation, "ISO-2022");
  EXPECT_EQ(Of(rule, Status::kP), Entitlement::kMayComment);
  EXPECT_EQ(Of(rule, Status::kO), Entitlement::kMayComment);
  EXPECT_EQ(Of(rule, Status::kNeither), Entitlement::kObserves);
  EXPECT_TRUE(FindOffer(rule, Entitlement::kMayComment, Answer::kComments));
  EXPECT_FALSE(FindOffer(rule, Entitlement::kMayComment, Answer::kYes));
}

TEST(EntitlementOf, BodiesIsToObserveAConsultationOfExperts) {
  EXPECT_EQ(Of(*FindRule(Kind::kWgConsultation, "ISO-2022"), Status::kP), Entitlement::kObserves);
}

TEST(EntitlementOf, CorrespondentAndSubscriberMembersIsToReadOnly) {
  for (const Rule& rule : AllRules()) {
    for (const Status status : {Status::kP, Status::kO, Status::kNeither}) {
      EXPECT_EQ(Of(rule, status, false), Entitlement::kObserves) << Printed(rule);
    }
  }
}

TEST(EntitlementOf, BodiesWithAWeightIsToVoteWhateverTheirStatus) {
  const Rule& rule = *FindRule(Kind::kDis, "CEN-2013");
  EXPECT_EQ(EntitlementOf(rule, {.body = "gr"}), Entitlement::kMayVote);
  EXPECT_EQ(EntitlementOf(rule, {.status = Status::kP, .full_member = true, .body = "us"}),
            Entitlement::kObserves);
}

}  // namespace
}  // namespace placet::ballots::rules
