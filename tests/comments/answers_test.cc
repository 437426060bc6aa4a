// What bodies say: answers, replies, support, withdrawals, conditions.
#include "tests/comments/harness.h"

namespace placet::comments {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const std::vector<Row> kRows = {{"DE-001", "4.1", "te", "Change one."},
                                {"FR-001", "4.2", "ed", "Change two."}};

pb::AnswerCommentRequest AnswerTo(const std::string& comment, bool accepted,
                                  const std::string& reason = "") {
  pb::AnswerCommentRequest request;
  request.set_name(comment);
  request.set_accepted(accepted);
  request.set_reason(reason);
  return request;
}

TEST(Answer, ABodyAcceptsOrObjectsToWhatWasDecided) {
  World world;
  const std::string ballot = world.Resolving(kRows);
  const std::string first = ballot + "/comments/1";
  EXPECT_THAT(world.Ask(kVoterDe, &Stub::AnswerComment, AnswerTo(first, true)),
              HasReason("NOT_DECIDED"));
  ASSERT_THAT(world.Resolve(first, pb::DISPOSITION_NOT_ACCEPTED, true, "No."), IsOk());
  EXPECT_THAT(world.Ask(kVoterFr, &Stub::AnswerComment, AnswerTo(first, true)),
              HasReason("ROLE_MISSING"));
  EXPECT_THAT(world.Ask(kVoterDe, &Stub::AnswerComment, AnswerTo(first, false)),
              HasReason("REASON_MISSING"));
  const auto objected =
      world.Ask(kVoterDe, &Stub::AnswerComment, AnswerTo(first, false, "It is in scope."));
  ASSERT_THAT(objected, IsOk());
  EXPECT_EQ(objected->state(), pb::COMMENT_STATE_OBJECTED);
  EXPECT_EQ(objected->comment(), "Change one.");
  EXPECT_EQ(world.Counts(ballot)->counts().objected(), 1);
  // Decided anew, it can be answered anew.
  ASSERT_THAT(world.Resolve(first, pb::DISPOSITION_ACCEPTED, true, "Yes, then."), IsOk());
  EXPECT_FALSE(world.Get(first)->has_answer());
  pb::AnswerCommentRequest request = AnswerTo(first, true);
  request.set_etag(objected->etag());
  EXPECT_THAT(world.Ask(kVoterDe, &Stub::AnswerComment, request), HasReason("ETAG_MISMATCH"));
  const auto closed = world.Ask(kVoterDe, &Stub::AnswerComment, AnswerTo(first, true));
  ASSERT_THAT(closed, IsOk());
  EXPECT_EQ(closed->state(), pb::COMMENT_STATE_CLOSED);
  EXPECT_EQ(closed->answer().person(), kVoterDe);
}

TEST(Reply, IsKeptInOrderAndOnceForARepeat) {
  World world;
  const std::string ballot = world.Resolving(kRows);
  pb::ReplyToCommentRequest request;
  request.set_name(ballot + "/comments/1");
  request.set_member("members/fr");
  request.set_text("We agree.");
  request.set_request_id(RequestId(1));
  ASSERT_THAT(world.Ask(kVoterFr, &Stub::ReplyToComment, request), IsOk());
  ASSERT_THAT(world.Ask(kVoterFr, &Stub::ReplyToComment, request), IsOk());
  request.clear_member();
  request.set_text("Thank you.");
  request.clear_request_id();
  EXPECT_THAT(world.Ask(kVoterFr, &Stub::ReplyToComment, request), HasReason("ROLE_MISSING"));
  const auto replied = world.Ask(kConvenor, &Stub::ReplyToComment, request);
  ASSERT_THAT(replied, IsOk());
  ASSERT_THAT(replied->replies(), SizeIs(2));
  EXPECT_EQ(replied->replies(0).member(), "members/fr");
  EXPECT_EQ(replied->replies(1).person(), kConvenor);
}

TEST(Support, IsForOtherBodiesAfterClosing) {
  World world;
  const std::string ballot = world.Resolving(kRows);
  pb::SupportCommentRequest request;
  request.set_name(ballot + "/comments/1");
  request.set_member("members/fr");
  request.set_support(pb::SUPPORT_SUPPORTS);
  ASSERT_THAT(world.Ask(kVoterFr, &Stub::SupportComment, request), IsOk());
  EXPECT_THAT(world.Get(request.name())->supporters(), ElementsAre("members/fr"));
  request.set_support(pb::SUPPORT_OPPOSES);
  ASSERT_THAT(world.Ask(kVoterFr, &Stub::SupportComment, request), IsOk());
  EXPECT_THAT(world.Get(request.name())->supporters(), IsEmpty());
  EXPECT_THAT(world.Get(request.name())->opponents(), ElementsAre("members/fr"));
  request.set_member("members/de");
  EXPECT_THAT(world.Ask(kVoterFr, &Stub::SupportComment, request), HasReason("ROLE_MISSING"));
  EXPECT_THAT(world.Ask(kVoterDe, &Stub::SupportComment, request), HasField("member"));
}

TEST(Withdraw, ABodyTakesItsCommentBackWhileTheBallotIsOpenToo) {
  World world;
  const std::string ballot = world.Opened();
  ASSERT_THAT(world.Import(kManager, ballot, "", kRows), IsOk());
  pb::WithdrawCommentRequest request;
  request.set_name(ballot + "/comments/1");
  EXPECT_THAT(world.Ask(kVoterFr, &Stub::WithdrawComment, request), HasReason("NOT_FOUND"));
  EXPECT_THAT(world.Ask(kAdministratorDe, &Stub::WithdrawComment, request),
              HasReason("ROLE_MISSING"));
  const auto withdrawn = world.Ask(kVoterDe, &Stub::WithdrawComment, request);
  ASSERT_THAT(withdrawn, IsOk());
  EXPECT_EQ(withdrawn->disposition(), pb::DISPOSITION_WITHDRAWN);
  EXPECT_EQ(withdrawn->state(), pb::COMMENT_STATE_CLOSED);
  EXPECT_THAT(world.Ask(kVoterDe, &Stub::WithdrawComment, request), HasReason("COMMENT_WITHDRAWN"));
}

TEST(Condition, ABodyNamesTheCommentsThatItsVoteDependsOn) {
  World world;
  const std::string ballot = world.Opened();
  ASSERT_THAT(world.Import(kManager, ballot, "",
                           {{"DE-001", "4.1", "te", "One."},
                            {"DE-002", "5", "te", "Two."},
                            {"FR-001", "5", "te", "F"}}),
              IsOk());
  pb::ConditionVoteRequest request;
  request.set_parent(ballot);
  request.set_member("members/de");
  request.add_comments(ballot + "/comments/2");
  EXPECT_THAT(world.Ask(kVoterDe, &Stub::ConditionVote, request), HasReason("VOTE_NOT_NEGATIVE"));
  ASSERT_THAT(world.ballots().Cast(ballot, "de", ballots_pb::ANSWER_APPROVE), IsOk());
  EXPECT_THAT(world.Ask(kVoterDe, &Stub::ConditionVote, request), HasReason("VOTE_NOT_NEGATIVE"));
  ASSERT_THAT(world.ballots().Cast(ballot, "de", ballots_pb::ANSWER_DISAPPROVE, "See."), IsOk());
  world.Close(ballot);
  ASSERT_THAT(world.Ask(kVoterDe, &Stub::ConditionVote, request), IsOk());
  EXPECT_TRUE(world.Get(ballot + "/comments/2")->conditions_vote());
  request.set_comments(0, ballot + "/comments/1");
  const auto moved = world.Ask(kVoterDe, &Stub::ConditionVote, request);
  ASSERT_THAT(moved, IsOk());
  EXPECT_THAT(moved->differences(), SizeIs(2));
  EXPECT_FALSE(world.Get(ballot + "/comments/2")->conditions_vote());
  EXPECT_EQ(world.Counts(ballot)->conditioning(), 1);
  request.set_comments(0, ballot + "/comments/3");
  EXPECT_THAT(world.Ask(kVoterDe, &Stub::ConditionVote, request), HasReason("NOT_OF_BODY"));
  EXPECT_THAT(world.Ask(kVoterFr, &Stub::ConditionVote, request), HasReason("ROLE_MISSING"));
}

}  // namespace
}  // namespace placet::comments
