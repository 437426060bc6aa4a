// What follows a decision: objections, what is due, the form to file.
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"
#include "tests/ballots/decisions_harness.h"

namespace placet::ballots {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

class AfterDecision : public Decided {};

TEST_F(AfterDecision, IsCalledBeforeAMeetingByTwoPMembers) {
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

TEST_F(AfterDecision, CanBeObjectedToForEightWeeks) {
  const std::string ballot = Failed();
  const auto decision = Decide(Wanted(ballot, "revised-dis"));
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->objection_rule().until(), "2026-04-27");
  world_.clock().Set("2026-04-27T21:59:59Z");
  EXPECT_THAT(Object(ballot, "de"), IsOk()) << "in the last second of the day in Geneva";
  world_.clock().Set("2026-04-27T22:00:00Z");
  EXPECT_THAT(Object(ballot, "fr"), HasReason("OBJECTION_TOO_LATE"));
}

TEST_F(AfterDecision, MayBeOneToWhichNobodyObjects) {
  const std::string ballot = Failed();
  EXPECT_THAT(Object(ballot, "de"), HasReason("NOT_FOUND"));
  EXPECT_THAT(Decide(Wanted(ballot, "discuss")), IsOk());
  EXPECT_THAT(Object(ballot, "de"), HasReason("OBJECTION_NOT_FORESEEN"));
}

TEST_F(AfterDecision, TheStageHistoryNamesIt) {
  const std::string ballot = Failed();
  ASSERT_THAT(Decide(Wanted(ballot, "revised-dis")), IsOk());
  pb::DecideBallotRequest anew = Wanted(ballot, "return-to-cd");
  anew.set_cause("the meeting of May");
  ASSERT_THAT(Decide(anew), IsOk());
  pb::ListStageHistoryRequest request;
  request.set_parent("projects/iso-1");
  const auto history = world_.Ask(kNobody, &BallotStub::ListStageHistory, request);
  ASSERT_THAT(history, IsOk());
  ASSERT_GE(history->moves_size(), 2);
  const pb::StageMove& last = *history->moves().rbegin();
  EXPECT_EQ(last.stage_before(), "40.93");
  EXPECT_EQ(last.stage(), "40.92");
  EXPECT_EQ(last.cause(), ballot + "/decisions/2");
  EXPECT_EQ(last.actor(), kManager);
  EXPECT_EQ(last.override_reason(), "the meeting of May") << "no move of the table";
  EXPECT_EQ((history->moves().rbegin() + 1)->stage(), "40.93");
}

TEST_F(AfterDecision, AResultThatIsRecordedAnewIsShown) {
  const std::string ballot = Closed(pb::BALLOT_KIND_NP, {pb::ANSWER_APPROVE, pb::ANSWER_APPROVE});
  const int64_t looked_at = Form(ballot)->result_event();
  ASSERT_THAT(Decide(Wanted(ballot, "reject")), IsOk()) << "experts are missing";
  pb::CastVoteRequest vote;
  vote.mutable_vote()->set_name(ballot + "/votes/de");
  vote.mutable_vote()->set_answer(pb::ANSWER_APPROVE);
  vote.mutable_vote()->add_experts()->set_display_name("An expert");
  ASSERT_THAT(world_.Ask(kVoters, &BallotStub::CastVote, vote), IsOk()) << "within two weeks";
  const auto decision = Get(ballot);
  ASSERT_THAT(decision, IsOk());
  EXPECT_TRUE(decision->result_superseded());
  EXPECT_EQ(decision->result_event(), looked_at);
  EXPECT_EQ(List("")[0].result_superseded(), true);
  EXPECT_THAT(Render(ballot, pb::DECISION_FORMAT_TEXT)->content(),
              HasSubstr("recorded anew since"));
  pb::DecideBallotRequest request = Wanted(ballot, "reject");
  request.set_cause("again");
  request.set_result_event(looked_at);
  EXPECT_THAT(Decide(request), HasReason("RESULT_SUPERSEDED"));
  request.set_result_event(Form(ballot)->result_event());
  EXPECT_THAT(Decide(request), IsOk());
}

TEST_F(AfterDecision, ConfirmsAfterAReview) {
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

TEST_F(AfterDecision, ListsWhatIsDueFirst) {
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

TEST_F(AfterDecision, ListsInPages) {
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

TEST_F(AfterDecision, IsRenderedAsTheFormToFile) {
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
  EXPECT_THAT(text->content(), HasSubstr("How far the comments on the draft are"));
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
TEST_F(AfterDecision, IsReadByEverybodyAndHidesNothing) {
  const std::string ballot = Failed();
  ASSERT_THAT(Decide(Wanted(ballot, "revised-dis")), IsOk());
  const std::vector<pb::Event> seen = world_.Events(kNobody, ballot + "/decisions");
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_TRUE(seen[0].has_decision());
  EXPECT_THAT(Form(ballot), IsOk());
}

}  // namespace
}  // namespace placet::ballots
