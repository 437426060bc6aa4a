// What is decided once a ballot is closed.
#include <atomic>
#include <thread>

#include "tests/ballots/decisions_harness.h"

namespace placet::ballots {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST_F(Decided, FormNamesWhatTheRulesPermit) {
  const auto form = Form(Approved());
  ASSERT_THAT(form, IsOk());
  EXPECT_THAT(Ids(*form),
              ElementsAre("publish", "publish-without-proof", "register-fdis", "second-dis"));
  EXPECT_EQ(form->tally().verdict(), pb::VERDICT_APPROVED);
  EXPECT_GT(form->result_event(), 0);
  EXPECT_EQ(form->project().stage(), "40.60");
  EXPECT_FALSE(form->has_decision());
  const pb::DecisionOption& option = form->options(2);
  EXPECT_EQ(option.stage(), "40.99");
  EXPECT_THAT(option.stage_name(), ::testing::Not(IsEmpty()));
  EXPECT_EQ(option.next_stage(), "50.00");
  EXPECT_EQ(option.need(), "Technical changes are made to the text.");
  EXPECT_EQ(option.need_standing(), pb::NEED_STANDING_TO_AFFIRM);
  EXPECT_FALSE(option.needs_reason());
  EXPECT_TRUE(form->options(3).needs_reason());
  ASSERT_EQ(option.dues_size(), 3);
  EXPECT_EQ(option.dues(0).day(), "2026-03-30") << "4 weeks after closing";
  EXPECT_EQ(option.dues(2).day(), "2026-06-22") << "16 weeks after closing";
  EXPECT_EQ(option.dues(2).form(), "Form 13");
}

TEST_F(Decided, MovesTheProjectAndSaysWhatComesNext) {
  const std::string ballot = Approved();
  const int64_t head = world_.Head();
  pb::DecideBallotRequest request = Wanted(ballot, "register-fdis");
  request.set_affirm_need(true);
  request.set_result_event(Form(ballot)->result_event());
  const auto decision = Decide(request);
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(world_.StageOf(), "40.99");
  EXPECT_EQ(decision->name(), ballot + "/decisions/1");
  EXPECT_EQ(decision->stage_before(), "40.60");
  EXPECT_EQ(decision->stage(), "40.99");
  EXPECT_EQ(decision->next_stage(), "50.00") << "stored, not moved";
  EXPECT_EQ(decision->affirmed(), "Technical changes are made to the text.");
  EXPECT_EQ(decision->decider(), kManager);
  EXPECT_EQ(decision->state(), pb::DECISION_STATE_STANDS);
  EXPECT_EQ(decision->verdict(), pb::VERDICT_APPROVED);
  EXPECT_EQ(decision->result_event(), request.result_event());
  EXPECT_THAT(*Get(ballot), EqualsProto(*decision));
  EXPECT_THAT(*Get(decision->name()), EqualsProto(*decision));
  EXPECT_THAT(Form(ballot)->decision(), EqualsProto(*decision));

  const std::vector<pb::Event> events = world_.Events(kNobody, "", head);
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].subject(), decision->name());
  EXPECT_EQ(events[0].actor(), kManager);
  EXPECT_THAT(events[0].decision(), EqualsProto(*decision));
  EXPECT_EQ(events[1].project().stage(), "40.99");
}

TEST_F(Decided, OffersOtherOptionsWhereTheCriteriaAreNotMet) {
  const std::string ballot = Failed();
  const auto form = Form(ballot);
  ASSERT_THAT(form, IsOk());
  EXPECT_THAT(Ids(*form), ElementsAre("revised-dis", "return-to-cd", "discuss", "publish-ts",
                                      "publish-pas", "cancel"));
  EXPECT_EQ(form->options(0).objection_rule().members(), 2);
  EXPECT_EQ(form->options(0).objection_rule().until(), "2026-04-27");
  EXPECT_FALSE(form->options(2).has_objection_rule());
  EXPECT_THAT(Decide(Wanted(ballot, "discuss")), IsOk());
  EXPECT_EQ(world_.StageOf(), "40.60") << "it stays";
}

TEST_F(Decided, IsRefusedWithWhatIsPermitted) {
  const std::string ballot = Failed();
  const auto refused = Decide(Wanted(ballot, "register-fdis"));
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(refused, HasReason("DECISION_FORBIDDEN"));
  EXPECT_THAT(refused, HasField("option"));
  EXPECT_THAT(refused.status().ToString(), HasSubstr("revised-dis, return-to-cd, discuss"));
  const auto other_side = Decide(Wanted(ballot, "leave-to-other"));
  EXPECT_THAT(other_side, HasReason("DECISION_FORBIDDEN"));
  EXPECT_THAT(other_side.status().ToString(), HasSubstr("with one_sided"));
  EXPECT_THAT(Decide(Wanted(ballot, "")), HasField("option"));
  EXPECT_THAT(Decide(Wanted("ballots/none", "discuss")), HasReason("NOT_FOUND"));
  EXPECT_THAT(Decide(Wanted("none", "discuss")), HasReason("INVALID_FIELD"));
}

TEST_F(Decided, NeedsWhatTheOptionNeeds) {
  const std::string ballot = Failed();
  pb::DecideBallotRequest request = Wanted(ballot, "publish-ts");
  const auto refused = Decide(request);
  EXPECT_THAT(refused, HasReason("NEED_NOT_AFFIRMED"));
  EXPECT_THAT(refused, HasField("affirm_need"));
  EXPECT_THAT(refused.status().ToString(), HasSubstr("At least two thirds"));
  request.set_affirm_need(true);
  EXPECT_THAT(Decide(request), HasReason("REASON_MISSING"));
  request.set_reason(" ");
  EXPECT_THAT(Decide(request), HasField("reason"));
  request.set_reason("the market waits");
  EXPECT_THAT(Decide(request), IsOk());
  EXPECT_EQ(world_.StageOf(), "40.92");
}

TEST_F(Decided, CanBeOneSided) {
  const std::string ballot = Failed();
  EXPECT_THAT(Ids(*Form(ballot, true)), ::testing::Contains("leave-to-other"));
  pb::DecideBallotRequest request = Wanted(ballot, "leave-to-other");
  request.set_one_sided(true);
  request.set_affirm_need(true);
  request.set_reason("ISO alone disapproved");
  const auto decision = Decide(request);
  ASSERT_THAT(decision, IsOk());
  EXPECT_TRUE(decision->one_sided());
  EXPECT_EQ(world_.StageOf(), "40.98");
}

TEST_F(Decided, CanBeOutsideTheOptionsForAReason) {
  const std::string ballot = Approved();
  pb::DecideBallotRequest request = Wanted(ballot, "");
  request.set_override_stage("40.98");
  EXPECT_THAT(Decide(request), HasReason("REASON_MISSING"));
  request.set_reason("the sponsor has withdrawn the text");
  request.set_override_stage("40.97");
  EXPECT_THAT(Decide(request), HasField("override_stage"));
  request.set_override_stage("40.98");
  request.set_option("publish");
  EXPECT_THAT(Decide(request), HasField("option"));
  request.clear_option();
  const auto decision = Decide(request, kCentralSecretariat);
  ASSERT_THAT(decision, IsOk());
  EXPECT_TRUE(decision->overridden());
  EXPECT_EQ(decision->option(), "");
  EXPECT_EQ(decision->sureness(), pb::SURENESS_ASSUMED);
  EXPECT_EQ(world_.StageOf(), "40.98");
}

TEST_F(Decided, NeedsTheRole) {
  const std::string ballot = Failed();
  for (const char* caller : {kNobody, kVoters, kMonitor, kOtherManager}) {
    EXPECT_THAT(Decide(Wanted(ballot, "discuss"), caller), HasReason("ROLE_MISSING")) << caller;
  }
  EXPECT_THAT(Decide(Wanted(ballot, "discuss"), kCentralSecretariat), IsOk());
}

TEST_F(Decided, WaitsForTheResult) {
  const std::string ballot = world_.Opened(pb::BALLOT_KIND_DIS).name();
  EXPECT_THAT(Form(ballot), StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(Form(ballot), HasReason("BALLOT_STILL_OPEN"));
  EXPECT_THAT(Decide(Wanted(ballot, "discuss")), HasReason("BALLOT_STILL_OPEN"));
  EXPECT_THAT(Get(ballot), HasReason("BALLOT_STILL_OPEN"));
  EXPECT_THAT(Render(ballot, pb::DECISION_FORMAT_TEXT), HasReason("BALLOT_STILL_OPEN"));
  EXPECT_THAT(Object(ballot, "de"), HasReason("BALLOT_STILL_OPEN"));
  world_.PassClosing(ballot);
  const auto form = Form(ballot);
  ASSERT_THAT(form, IsOk()) << "settled by the first to ask";
  EXPECT_EQ(form->project().stage(), "40.60");
  EXPECT_THAT(Get(ballot), HasReason("NOT_FOUND"));
  EXPECT_THAT(Get(ballot + "/decisions/1"), HasReason("NOT_FOUND"));
  EXPECT_THAT(Get(ballot + "/decisions/x"), HasReason("INVALID_FIELD"));
}

TEST_F(Decided, IsTakenOnceWhenRepeated) {
  const std::string ballot = Failed();
  pb::DecideBallotRequest request = Wanted(ballot, "return-to-cd");
  request.set_request_id(RequestId(1));
  const auto first = Decide(request);
  ASSERT_THAT(first, IsOk());
  const int64_t head = world_.Head();
  world_.Restart();
  EXPECT_THAT(*Decide(request), EqualsProto(*first)) << "also after the answer was lost";
  EXPECT_EQ(world_.Head(), head);
  request.set_reason("another");
  EXPECT_THAT(Decide(request), HasReason("REQUEST_ID_REUSED"));
}

TEST_F(Decided, IsTakenOnceByManyAtOnce) {
  const std::string ballot = Failed();
  const int64_t head = world_.Head();
  std::atomic<int> decided = 0;
  std::vector<std::thread> deciders;
  for (int i = 0; i < 8; ++i) {
    deciders.emplace_back([&] {
      const auto decision = Decide(Wanted(ballot, "return-to-cd"));
      decided += decision.ok();
      EXPECT_TRUE(decision.ok() || rpc::ReasonOf(decision.status()) == "ALREADY_DECIDED");
    });
  }
  for (std::thread& decider : deciders) decider.join();
  EXPECT_EQ(decided, 1);
  EXPECT_EQ(world_.Head(), head + 2) << "the decision and the project";
}

TEST_F(Decided, GoesByWhatWasLookedAt) {
  const std::string ballot = Failed();
  pb::DecideBallotRequest request = Wanted(ballot, "discuss");
  request.set_etag("old");
  EXPECT_THAT(Decide(request), HasReason("ETAG_MISMATCH"));
  request.set_etag(Form(ballot)->etag());
  request.set_result_event(1);
  EXPECT_THAT(Decide(request), HasReason("RESULT_SUPERSEDED"));
  request.clear_result_event();
  EXPECT_THAT(Decide(request), IsOk());
  request.set_cause("again");
  EXPECT_THAT(Decide(request), HasReason("ETAG_MISMATCH"));
}

TEST_F(Decided, AnewKeepsWhatWasDecidedBefore) {
  const std::string ballot = Failed();
  const auto first = Decide(Wanted(ballot, "revised-dis"));
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(world_.StageOf(), "40.93");
  pb::DecideBallotRequest request = Wanted(ballot, "return-to-cd");
  EXPECT_THAT(Decide(request), HasReason("ALREADY_DECIDED"));
  EXPECT_THAT(Decide(request), HasField("cause"));
  request.set_cause("the meeting of May");
  const auto second = Decide(request);
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(second->supersedes(), first->name());
  EXPECT_EQ(second->stage_before(), "40.93");
  EXPECT_EQ(world_.StageOf(), "40.92") << "from where the first has left it";
  const auto before = Get(first->name());
  ASSERT_THAT(before, IsOk());
  EXPECT_EQ(before->state(), pb::DECISION_STATE_SUPERSEDED);
  EXPECT_EQ(before->superseded_by(), second->name());
  EXPECT_EQ(before->option(), "revised-dis");
  EXPECT_EQ(Get(ballot)->name(), second->name());
  EXPECT_THAT(Object(first->name(), "de"), HasReason("DECISION_SUPERSEDED"));
}

TEST_F(Decided, LeavesAStageAloneThatSomebodyHasMoved) {
  const std::string ballot = Failed();
  world_.PutProject("iso-1", "40.98");
  EXPECT_THAT(Decide(Wanted(ballot, "return-to-cd")), HasReason("STAGE_FORBIDS"));
  EXPECT_THAT(Decide(Wanted(ballot, "discuss")), IsOk()) << "it moves nothing";
}

}  // namespace
}  // namespace placet::ballots
