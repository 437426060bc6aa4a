#include "clients/cli/decision.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "google/protobuf/text_format.h"

namespace placet::cli {
namespace {

using namespace placet::ballots::v1;  // NOLINT: the messages under test
using ::testing::HasSubstr;
using ::testing::Not;

constexpr Screen kFile{200, false, false};

template <class Message>
Message FromText(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message));
  return message;
}

DecisionForm TwoOptions() {
  return FromText<DecisionForm>(R"(
      options {
        id: "revised-dis" text: "A revised enquiry draft is put to the vote." proposed: true
        stage: "40.93" clause: "2.6.4" sureness: SURENESS_CONFIRMED
        dues {
  id:
    "result" text : "Votes are sent." start : DUE_START_CLOSING weeks : 4 day : "2026-03-30" clause
        : "2.6.1" sureness : SURENESS_CONFIRMED }
}
      options {
        id: "publish-ts" text: "A TS is published." stage: "40.92" next_stage: "50.00"
        need: "Two thirds agreed." need_standing: NEED_STANDING_TO_AFFIRM needs_reason: true
        clause: "3.1.1" sureness: SURENESS_ASSUMED
        dues { id: "result" text: "Votes are sent." start: DUE_START_CLOSING weeks: 4
               day: "2026-03-30" clause: "2.6.1" sureness: SURENESS_CONFIRMED }
        dues { id: "next" text: "A further draft." start: DUE_START_MEETING weeks: 12
               clause: "2.5.4" } })");
}

TEST(Options, SayWhatIsProposedAndWhatIsNeeded) {
  const std::string text = OptionTable(TwoOptions()).Text(kFile);
  EXPECT_THAT(text, HasSubstr("revised-dis (proposed)"));
  EXPECT_THAT(text, HasSubstr("40.92, then 50.00"));
  EXPECT_THAT(text, HasSubstr("--affirm --reason"));
  EXPECT_LT(text.find("revised-dis"), text.find("publish-ts"));
}

TEST(Options, AreSaidInWords) {
  const std::string text = MeaningTable(TwoOptions()).Text(kFile);
  EXPECT_THAT(text, HasSubstr("A revised enquiry draft is put to the vote."));
  EXPECT_THAT(text, HasSubstr("to affirm: Two thirds agreed."));
}

TEST(Options, HaveEachDeadlineOnce) {
  const std::string text = FormDueTable(TwoOptions()).Text(kFile);
  EXPECT_EQ(text.find("2026-03-30"), text.rfind("2026-03-30"));
  EXPECT_THAT(text, HasSubstr("4 weeks after closing"));
  EXPECT_THAT(text, HasSubstr("not known"));
}

TEST(Result, IsOneLine) {
  EXPECT_EQ(ResultInWords(FromText<Tally>(R"(
                verdict: VERDICT_NOT_APPROVED p_members { yes: 1 no: 2 not_voting: 1 }
                criteria { met: true } criteria {})")),
            "not approved: P-members 1 yes, 2 no, 0 abstain, 1 not voting; met 1 of 2 criteria");
  EXPECT_THAT(ResultInWords(FromText<Tally>(R"(
                  verdict: VERDICT_FOR_A_PERSON p_members { confirm: 3 revise: 1 }
                  proposal: "confirm")")),
              HasSubstr("3 confirm, 1 revise, 0 withdraw"));
}

TEST(DecisionTables, SayHowItStands) {
  const auto decision = FromText<Decision>(R"(
      name: "ballots/b/decisions/2" ballot: "ballots/b" option: "revised-dis"
      project: "projects/p" stage_before: "40.60" stage: "40.93"
      state: DECISION_STATE_OBJECTED supersedes: "ballots/b/decisions/1" cause: "May"
      objection_rule { members: 2 weeks: 8 until: "2026-04-27" }
      objections { member: "members/de" reason: "Annex B" }
      dues { id: "result" day: "2026-03-30" overdue: true }
      dues { id: "decision" day: "2026-01-30" done: true })");
  const std::string facts = DecisionFacts(decision).Text(kFile);
  EXPECT_THAT(facts, HasSubstr("to be discussed at a meeting"));
  EXPECT_THAT(facts, HasSubstr("p at 40.60: 40.93"));
  EXPECT_THAT(facts, HasSubstr("until 2026-04-27"));
  EXPECT_THAT(DueTable(decision).Text(kFile), HasSubstr("2026-03-30, over"));
  EXPECT_THAT(ObjectionTable(decision).Text(kFile), HasSubstr("Annex B"));
  ListDecisionsResponse listed;
  *listed.add_decisions() = decision;
  const std::string text = DecisionsTable(listed).Text(kFile);
  EXPECT_THAT(text, HasSubstr("2026-03-30, over")) << "what is due next";
  EXPECT_THAT(text, Not(HasSubstr("2026-01-30"))) << "the decision has done that";
}

}  // namespace
}  // namespace placet::cli
