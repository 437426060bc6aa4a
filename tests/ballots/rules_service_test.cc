// RulesService: rows and editions by what is asked for.
#include <set>

#include "tests/ballots/moves.h"

namespace placet::ballots {
namespace {

class Rules : public ::testing::Test {
 protected:
  pb::ListRulesResponse List(const std::string& edition, pb::BallotKind kind,
                             const std::string& day = "",
                             const std::string& committee_reference = "") const {
    pb::ListRulesRequest request;
    request.set_edition(edition);
    request.set_kind(kind);
    request.set_day(day);
    request.set_committee_reference(committee_reference);
    const auto listed = world_.Ask(kNobody, &RulesStub::ListRules, request);
    EXPECT_THAT(listed, IsOk());
    return listed.value_or(pb::ListRulesResponse());
  }
  static std::string EditionOf(const pb::ListRulesResponse& listed) {
    return listed.rules_size() == 1 ? listed.rules(0).edition() : "";
  }

  World world_{{.seeded = false}};
};

TEST_F(Rules, AreAllListedOldestFirstWithTheirEditions) {
  const pb::ListRulesResponse all = List("", pb::BALLOT_KIND_UNSPECIFIED);
  std::set<std::string> editions, named;
  std::set<pb::BallotKind> kinds;
  for (const pb::Rule& rule : all.rules()) {
    editions.insert(rule.edition());
    kinds.insert(rule.kind());
    EXPECT_FALSE(rule.kind_name().empty() || rule.clause().empty());
    EXPECT_NE(rule.electorate(), pb::ELECTORATE_UNSPECIFIED);
    EXPECT_NE(rule.opened_by(), pb::OFFICE_UNSPECIFIED);
  }
  for (const pb::Edition& edition : all.editions()) named.insert(edition.id());
  EXPECT_EQ(editions, named);
  EXPECT_EQ(kinds.size() + 1, static_cast<size_t>(pb::BallotKind_ARRAYSIZE));
  EXPECT_EQ(all.rules(0).edition(), "ISO-2004");
}

TEST_F(Rules, AreFilteredByEditionAndKind) {
  const pb::ListRulesResponse of_2022 = List("ISO-2022", pb::BALLOT_KIND_UNSPECIFIED);
  for (const pb::Rule& rule : of_2022.rules()) EXPECT_EQ(rule.edition(), "ISO-2022");
  const pb::ListRulesResponse of_dis = List("", pb::BALLOT_KIND_DIS);
  for (const pb::Rule& rule : of_dis.rules()) {
    EXPECT_EQ(rule.kind(), pb::BALLOT_KIND_DIS);
  }
  const pb::ListRulesResponse dis = List("ISO-2022", pb::BALLOT_KIND_DIS);
  ASSERT_EQ(dis.rules_size(), 1);
  ASSERT_EQ(dis.editions_size(), 1);
  EXPECT_EQ(dis.editions(0).from(), "2022-06-30");
  EXPECT_EQ(List("ISO-1947", pb::BALLOT_KIND_UNSPECIFIED).rules_size(), 0);
}

TEST_F(Rules, SayAllOfARow) {
  const pb::Rule dis = List("ISO-2022", pb::BALLOT_KIND_DIS).rules(0);
  EXPECT_EQ(dis.kind_name(), "DIS");
  EXPECT_EQ(dis.subject(), pb::SUBJECT_PROJECT);
  EXPECT_EQ(dis.electorate(), pb::ELECTORATE_ALL_BODIES);
  EXPECT_TRUE(dis.p_members_must());
  EXPECT_EQ(dis.opened_by(), pb::OFFICE_CENTRAL_SECRETARIAT);
  ASSERT_EQ(dis.answers_size(), 4);
  EXPECT_THAT(dis.answers(2),
              EqualsProto("answer: ANSWER_DISAPPROVE text: TEXT_RULE_NEEDED_TO_COUNT"));
  EXPECT_EQ(dis.periods(0).weeks(), 12);
  EXPECT_EQ(dis.translation().weeks(), 8);
  EXPECT_EQ(dis.revised_periods_size(), 5);
  EXPECT_EQ(dis.criteria(0).formula(), "3 * yes >= 2 * (yes + no)");
  EXPECT_EQ(dis.criteria(1).formula(), "4 * no <= (yes + no)");
  EXPECT_EQ(dis.stage_open(), "40.20");
  const pb::Rule cen = List("CEN-2013", pb::BALLOT_KIND_DIS).rules(0);
  EXPECT_EQ(cen.weights_size(), 32);
  EXPECT_EQ(cen.weights(0).member(), "members/de");
  EXPECT_EQ(cen.electorate(), pb::ELECTORATE_WEIGHTED);
}

TEST_F(Rules, OfADayAreThoseInForceForTheCommittee) {
  const auto in_force = [&](const char* day, const char* committee,
                            pb::BallotKind kind = pb::BALLOT_KIND_DIS) {
    return EditionOf(List("", kind, day, committee));
  };
  EXPECT_EQ(in_force("2026-03-02", "ISO/TC 307"), "ISO-2022");
  EXPECT_EQ(in_force("2022-06-29", "ISO/TC 307"), "ISO-2020");
  EXPECT_EQ(in_force("2026-03-02", "ISO/IEC JTC 1/SC 27"), "JTC1-2023");
  EXPECT_EQ(in_force("2026-03-02", "IEC/TC 44"), "IEC-2020");
  EXPECT_EQ(in_force("1999-01-01", "ISO/TC 307"), "");
  EXPECT_EQ(in_force("2026-03-02", "ISO/TC 307", pb::BALLOT_KIND_CD), "");
  EXPECT_EQ(in_force("2026-03-02", "ISO/IEC JTC 1", pb::BALLOT_KIND_CD), "JTC1-2023");
}

TEST_F(Rules, NeedDayAndCommitteeTogether) {
  pb::ListRulesRequest request;
  request.set_day("2026-03-02");
  EXPECT_THAT(world_.Ask(kNobody, &RulesStub::ListRules, request),
              HasField("committee_reference"));
  request.clear_day();
  request.set_committee_reference("ISO/TC 307");
  EXPECT_THAT(world_.Ask(kNobody, &RulesStub::ListRules, request), HasField("day"));
  request.set_day("2026-02-30");
  EXPECT_THAT(world_.Ask(kNobody, &RulesStub::ListRules, request), HasField("day"));
  EXPECT_THAT(world_.Ask("", &RulesStub::ListRules, pb::ListRulesRequest()),
              HasReason("CALLER_UNKNOWN"));
}

}  // namespace
}  // namespace placet::ballots
