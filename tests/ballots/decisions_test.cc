// What is decided once a ballot is closed.
#include <algorithm>
#include <atomic>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"
#include "tests/ballots/harness.h"

namespace placet::ballots {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kOtherManager[] = "people/other-manager";

pb::DecideBallotRequest Wanted(const std::string& ballot, const std::string& option) {
  pb::DecideBallotRequest request;
  request.set_ballot(ballot);
  request.set_option(option);
  return request;
}

class Decided : public ::testing::Test {
 protected:
  // A ballot with these votes of de, fr, jp, us, closed.
  std::string Closed(pb::BallotKind kind, const std::vector<pb::Answer>& answers) {
    const std::string ballot = world_.Opened(kind).name();
    const char* const bodies[] = {"de", "fr", "jp", "us"};
    for (size_t i = 0; i < answers.size(); ++i) {
      EXPECT_THAT(world_.Cast(ballot, bodies[i], answers[i], Text(answers[i])), IsOk());
    }
    EXPECT_THAT(world_.Close(ballot), IsOk());
    return ballot;
  }
  std::string Approved() {
    return Closed(pb::BALLOT_KIND_DIS,
                  {pb::ANSWER_APPROVE, pb::ANSWER_APPROVE, pb::ANSWER_APPROVE_WITH_COMMENTS});
  }
  std::string Failed() {
    return Closed(pb::BALLOT_KIND_DIS,
                  {pb::ANSWER_APPROVE, pb::ANSWER_DISAPPROVE, pb::ANSWER_DISAPPROVE});
  }
  static std::string Text(pb::Answer answer) {
    return answer == pb::ANSWER_APPROVE ? "" : "clause 5 is wrong";
  }

  absl::StatusOr<pb::DecisionForm> Form(const std::string& ballot, bool one_sided = false) {
    pb::GetDecisionFormRequest request;
    request.set_ballot(ballot);
    request.set_one_sided(one_sided);
    return world_.Ask(kNobody, &DecisionStub::GetDecisionForm, request);
  }
  absl::StatusOr<pb::Decision> Decide(const pb::DecideBallotRequest& request,
                                      const std::string& caller = kManager) {
    return world_.Ask(caller, &DecisionStub::DecideBallot, request);
  }
  absl::StatusOr<pb::Decision> Get(const std::string& name) {
    pb::GetDecisionRequest request;
    request.set_name(name);
    return world_.Ask(kNobody, &DecisionStub::GetDecision, request);
  }
  absl::StatusOr<pb::Decision> Object(const std::string& decision, const std::string& member,
                                      const std::string& caller = kVoters,
                                      const std::string& request_id = "") {
    pb::ObjectToDecisionRequest request;
    request.set_decision(decision);
    request.set_member("members/" + member);
    request.set_reason("it has to be talked about");
    request.set_request_id(request_id);
    return world_.Ask(caller, &DecisionStub::ObjectToDecision, request);
  }
  absl::StatusOr<pb::RenderDecisionResponse> Render(const std::string& name,
                                                    pb::DecisionFormat format) {
    pb::RenderDecisionRequest request;
    request.set_name(name);
    request.set_format(format);
    return world_.Ask(kNobody, &DecisionStub::RenderDecision, request);
  }
  std::vector<pb::Decision> List(const std::string& due_before, const std::string& committee = "") {
    pb::ListDecisionsRequest request;
    request.set_due_before(due_before);
    request.set_committee(committee);
    const auto listed = world_.Ask(kNobody, &DecisionStub::ListDecisions, request);
    EXPECT_THAT(listed, IsOk());
    if (!listed.ok()) return {};
    return {listed->decisions().begin(), listed->decisions().end()};
  }
  static std::vector<std::string> Ids(const pb::DecisionForm& form) {
    std::vector<std::string> ids;
    for (const pb::DecisionOption& option : form.options()) ids.push_back(option.id());
    return ids;
  }

  World world_;
};

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

TEST_F(Decided, IsCalledBeforeAMeetingByTwoPMembers) {
  const std::string ballot = Failed();
  const auto decision = Decide(Wanted(ballot, "revised-dis"));
  ASSERT_THAT(decision, IsOk());
  EXPECT_THAT(Object(decision->name(), "de", kNobody), HasReason("ROLE_MISSING"));
  EXPECT_THAT(Object(decision->name(), "se"), HasReason("NOT_P_MEMBER")) << "an O-member";
  EXPECT_THAT(Object(decision->name(), "br"), HasReason("NOT_P_MEMBER")) << "without a seat";
  const auto first = Object(decision->name(), "de", kVoterDe, RequestId(1));
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(first->state(), pb::DECISION_STATE_STANDS);
  EXPECT_THAT(Object(ballot, "de"), HasReason("ALREADY_OBJECTED"));
  EXPECT_THAT(*Object(decision->name(), "de", kVoterDe, RequestId(1)), EqualsProto(*first));
  const auto second = Object(ballot, "fr");
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(second->state(), pb::DECISION_STATE_OBJECTED);
  ASSERT_EQ(second->objections_size(), 2);
  EXPECT_EQ(second->objections(0).person(), kVoterDe);
  EXPECT_THAT(*Get(ballot), EqualsProto(*second));
  EXPECT_EQ(world_.StageOf(), "40.93") << "shown, and nothing is moved";
  EXPECT_EQ(world_.Events(kNobody, ballot).back().decision().objections_size(), 2);
}

TEST_F(Decided, CanBeObjectedToForEightWeeks) {
  const std::string ballot = Failed();
  const auto decision = Decide(Wanted(ballot, "revised-dis"));
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->objection_rule().until(), "2026-04-27");
  world_.clock().Set("2026-04-27T21:59:59Z");
  EXPECT_THAT(Object(ballot, "de"), IsOk()) << "in the last second of the day in Geneva";
  world_.clock().Set("2026-04-27T22:00:00Z");
  EXPECT_THAT(Object(ballot, "fr"), HasReason("OBJECTION_TOO_LATE"));
}

TEST_F(Decided, MayBeOneToWhichNobodyObjects) {
  const std::string ballot = Failed();
  EXPECT_THAT(Object(ballot, "de"), HasReason("NOT_FOUND"));
  EXPECT_THAT(Decide(Wanted(ballot, "discuss")), IsOk());
  EXPECT_THAT(Object(ballot, "de"), HasReason("OBJECTION_NOT_FORESEEN"));
}

TEST_F(Decided, ConfirmsAfterAReview) {
  world_.PutProject("iso-1", "60.60");
  pb::CreateBallotRequest create;
  create.mutable_ballot()->set_project("projects/iso-1");
  create.mutable_ballot()->set_kind(pb::BALLOT_KIND_SYSTEMATIC_REVIEW);
  const auto created = world_.Ask(kCentralSecretariat, &BallotStub::CreateBallot, create);
  ASSERT_THAT(created, IsOk());
  pb::OpenBallotRequest open;
  open.set_name(created->name());
  ASSERT_THAT(world_.Ask(kCentralSecretariat, &BallotStub::OpenBallot, open), IsOk());
  EXPECT_THAT(world_.Close(created->name()), IsOk());
  ASSERT_EQ(world_.StageOf(), "90.60");
  const auto form = Form(created->name());
  ASSERT_THAT(form, IsOk());
  EXPECT_THAT(Ids(*form), ::testing::Contains("confirm"));
  pb::DecideBallotRequest request = Wanted(created->name(), "confirm");
  request.set_reason("it is in use");
  request.set_affirm_need(true);
  const auto decision = Decide(request);
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(world_.StageOf(), "90.93");
  ASSERT_GE(decision->dues_size(), 1);
  EXPECT_EQ(decision->dues(0).form(), "Form 21");
  EXPECT_TRUE(decision->dues(0).done()) << "the decision was what was due";
}

TEST_F(Decided, ListsWhatIsDueFirst) {
  EXPECT_THAT(List(""), IsEmpty());
  const std::string ballot = Failed();
  ASSERT_THAT(Decide(Wanted(ballot, "revised-dis")), IsOk());
  EXPECT_THAT(List("2026-03-30"), IsEmpty()) << "due on that day, not before";
  ASSERT_EQ(List("2026-03-31").size(), 1u);
  EXPECT_EQ(List("", kCommittee).size(), 1u);
  EXPECT_THAT(List("", "committees/iso-tc-68"), IsEmpty());
  EXPECT_THAT(List("")[0], EqualsProto(*Get(ballot)));
  EXPECT_FALSE(List("")[0].dues(0).overdue());
  world_.clock().Set("2026-03-31T12:00:00Z");
  EXPECT_TRUE(List("")[0].dues(0).overdue());
  EXPECT_FALSE(List("")[0].dues(1).overdue());
  pb::DecideBallotRequest request = Wanted(ballot, "return-to-cd");
  request.set_cause("the meeting");
  ASSERT_THAT(Decide(request), IsOk());
  ASSERT_EQ(List("").size(), 1u) << "the one that stands";
  EXPECT_EQ(List("")[0].option(), "return-to-cd");
}

TEST_F(Decided, ListsInPages) {
  std::vector<std::string> ballots = {Failed()};
  ASSERT_THAT(Decide(Wanted(ballots[0], "discuss")), IsOk());
  pb::ListDecisionsRequest request;
  request.set_page_size(1);
  const auto page = world_.Ask(kNobody, &DecisionStub::ListDecisions, request);
  ASSERT_THAT(page, IsOk());
  EXPECT_EQ(page->next_page_token(), "");
  request.set_page_token("eA");
  EXPECT_THAT(world_.Ask(kNobody, &DecisionStub::ListDecisions, request),
              HasReason("INVALID_FIELD"));
  request.clear_page_token();
  request.set_due_before("tomorrow");
  EXPECT_THAT(world_.Ask(kNobody, &DecisionStub::ListDecisions, request), HasField("due_before"));
}

TEST_F(Decided, IsRenderedAsTheFormToFile) {
  const std::string ballot = Failed();
  EXPECT_THAT(Render(ballot, pb::DECISION_FORMAT_TEXT), HasReason("NOT_FOUND"));
  ASSERT_THAT(Decide(Wanted(ballot, "revised-dis")), IsOk());
  ASSERT_THAT(Object(ballot, "us"), IsOk());
  const auto text = Render(ballot, pb::DECISION_FORMAT_TEXT);
  ASSERT_THAT(text, IsOk());
  EXPECT_EQ(text->media_type(), "text/plain; charset=utf-8");
  EXPECT_THAT(text->content(), HasSubstr("Verdict: not approved."));
  EXPECT_THAT(text->content(), HasSubstr("P-members that did not vote: us."));
  EXPECT_THAT(text->content(), HasSubstr("1 * 3 = 3 < 3 * 2 = 6"));
  EXPECT_THAT(text->content(), HasSubstr("Placet does not know the comments"));
  const auto json = Render(ballot + "/decisions/1", pb::DECISION_FORMAT_JSON);
  ASSERT_THAT(json, IsOk());
  pb::DecisionReport report;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(json->content(), &report).ok());
  EXPECT_THAT(report.decision(), EqualsProto(*Get(ballot)));
  EXPECT_THAT(report.result(), EqualsProto(*world_.GetResult(ballot)));
  const auto docx = Render(ballot, pb::DECISION_FORMAT_DOCX);
  ASSERT_THAT(docx, IsOk());
  EXPECT_EQ(docx->file_name(), "iso-dis-1-decision-1.docx");
  EXPECT_TRUE(absl::StartsWith(docx->content(), "PK"));
  EXPECT_EQ(docx->content(), Render(ballot, pb::DECISION_FORMAT_DOCX)->content());
}

// Whoever may read the result may read the decision; nobody sees a vote by it before closing.
TEST_F(Decided, IsReadByEverybodyAndHidesNothing) {
  const std::string ballot = Failed();
  ASSERT_THAT(Decide(Wanted(ballot, "revised-dis")), IsOk());
  const std::vector<pb::Event> seen = world_.Events(kNobody, ballot + "/decisions");
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_TRUE(seen[0].has_decision());
  EXPECT_THAT(Form(ballot), IsOk());
}

}  // namespace
}  // namespace placet::ballots
