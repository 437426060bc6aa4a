#include "clients/cli/rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "google/protobuf/text_format.h"

namespace placet::cli {
namespace {

using namespace placet::ballots::v1;  // NOLINT: the messages under test
using ::testing::AllOf;
using ::testing::HasSubstr;

Rule RuleOf(const char* text) {
  Rule rule;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &rule));
  return rule;
}

Rule Dis() {
  return RuleOf(R"pb(
    kind: BALLOT_KIND_DIS kind_name: 'DIS' edition: 'ISO-2022' clause: '2.6'
    electorate: ELECTORATE_ALL_BODIES p_members_must: true not_met: VERDICT_NOT_APPROVED
    answers { answer: ANSWER_APPROVE text: TEXT_RULE_OPTIONAL }
    answers { answer: ANSWER_DISAPPROVE text: TEXT_RULE_NEEDED_TO_COUNT }
    periods { weeks: 12 sureness: SURENESS_MEASURED source: 'stage dates' }
    periods { weeks: 8 sureness: SURENESS_ASSUMED source: '2.6.4' condition: 'if asked' }
    criteria { id: 'a' text: 'Many.' formula: '3 * yes >= 2 * (yes + no)' clause: '2.6.3'
               sureness: SURENESS_CONFIRMED }
    criteria { id: 'b' text: 'Few.' formula: '4 * no <= (yes + no)' sureness: SURENESS_CONFIRMED }
    stages_before: '40.00' stages_before: '40.93' unsure: 'something')pb");
}

TEST(Rules, AreOneLineEach) {
  ListRulesResponse response;
  *response.add_rules() = Dis();
  EXPECT_EQ(RulesTable(response).Csv(),
            "kind,edition,who votes,period,criteria,clause,sure\r\n"
            "DIS,ISO-2022,all-bodies,12 weeks,3 * yes >= 2 * (yes + no); 4 * no <= (yes + no),2.6,"
            "measured\r\n");
}

TEST(Rules, SayAllThatTheyKnowAlone) {
  EXPECT_THAT(RuleFacts(Dis()).Text({.width = 200}),
              AllOf(HasSubstr("all member bodies; P-members must"),
                    HasSubstr("disapprove: counts only with a text"),
                    HasSubstr("12 weeks (measured: stage dates)"),
                    HasSubstr("8 weeks, if asked (assumed: 2.6.4)"), HasSubstr("Many."),
                    HasSubstr("2.6.3 (confirmed)"), HasSubstr("40.00, 40.93"),
                    HasSubstr("something")));
}

TEST(Rules, SayWhoDecidesWhereNoCriterionDoes) {
  EXPECT_EQ(CriteriaInWords(Rule()), "a person decides");
  Rule advice = Dis();
  advice.mutable_criteria()->DeleteSubrange(1, 1);
  advice.set_advice(true);
  EXPECT_EQ(CriteriaInWords(advice), "3 * yes >= 2 * (yes + no) (advice)");
}

TEST(Rules, SayWhetherTheLengthIsFree) {
  Rule rule = RuleOf("any_period: true periods { months: 1 }");
  EXPECT_EQ(PeriodInWords(rule), "any, 1 month proposed");
  rule.clear_periods();
  EXPECT_EQ(PeriodInWords(rule), "any");
}

TEST(Rules, AreAsSureAsTheLeastSureOfTheirValues) {
  EXPECT_EQ(LeastSure(Dis()), SURENESS_MEASURED);
  EXPECT_EQ(LeastSure(Rule()), SURENESS_CONFIRMED);
}

}  // namespace
}  // namespace placet::cli
