// MayI: what is asked how, what cannot be, and what a refusal says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "placet/access/v1/access_service.grpc.pb.h"
#include "services/rpc/limits.h"
#include "tests/access/stage.h"
#include "tests/support/matchers.h"
#include "tests/support/process.h"
#include "tests/support/server.h"

namespace placet::access {
namespace {

using ballots::kManager;
using ballots::kNobody;
using ballots::kVoterDe;
using placet::testing::HasField;
using placet::testing::HasReason;
using placet::testing::IsOk;

constexpr char kCastVote[] = "placet.ballots.v1.BallotService.CastVote";

v1::MayIRequest Question(const std::string& method, const google::protobuf::Message& request) {
  v1::MayIRequest may_i;
  may_i.add_questions()->set_method(method);
  may_i.mutable_questions(0)->mutable_request()->PackFrom(request);
  return may_i;
}

class MayITest : public ::testing::Test {
 protected:
  static ballots::v1::CastVoteRequest Vote(const std::string& ballot, const std::string& member) {
    ballots::v1::CastVoteRequest request;
    request.mutable_vote()->set_name(ballot + "/votes/" + member);
    request.mutable_vote()->set_answer(ballots::v1::ANSWER_APPROVE);
    return request;
  }
  absl::StatusOr<v1::MayIResponse> Ask(const std::string& caller,
                                       const v1::MayIRequest& request) const {
    return placet::testing::As<v1::AccessService>(world_.channel(), caller)(
        &v1::AccessService::Stub::MayI, request);
  }

  ballots::World world_;
};

TEST_F(MayITest, AnswersSeveralQuestionsInOneCallAndWritesNothing) {
  const std::string ballot = world_.Opened(ballots::v1::BALLOT_KIND_DIS).name();
  const int64_t head = world_.Head();
  v1::MayIRequest request = Question(kCastVote, Vote(ballot, "de"));
  request.MergeFrom(Question("/placet.ballots.v1.BallotService/CastVote", Vote(ballot, "fr")));
  ballots::v1::CloseBallotRequest close;
  close.set_name(ballot);
  close.set_reason("all have voted");
  request.MergeFrom(Question("placet.ballots.v1.BallotService.CloseBallot", close));
  const auto answered = Ask(kVoterDe, request);
  ASSERT_THAT(answered, IsOk());
  ASSERT_EQ(answered->answers_size(), 3);
  EXPECT_TRUE(answered->answers(0).allowed());
  EXPECT_FALSE(answered->answers(0).has_refusal());
  const v1::Refusal& refusal = answered->answers(1).refusal();
  EXPECT_EQ(refusal.code(), "PERMISSION_DENIED");
  EXPECT_EQ(refusal.reason(), "ROLE_MISSING");
  EXPECT_EQ(refusal.domain(), "placet.ballots.v1");
  EXPECT_EQ(refusal.sentence(), "this needs the role voter for members/fr");
  EXPECT_EQ(refusal.remedy(),
            "ask the central secretariat or your member administrator for the role");
  EXPECT_EQ(answered->answers(2).refusal().reason(), "ROLE_MISSING");
  EXPECT_EQ(world_.Head(), head);
}

TEST_F(MayITest, NamesTheFieldAtFault) {
  const auto answered = Ask(kVoterDe, Question(kCastVote, ballots::v1::CastVoteRequest()));
  ASSERT_THAT(answered, IsOk());
  EXPECT_EQ(answered->answers(0).refusal().reason(), "INVALID_FIELD");
  EXPECT_EQ(answered->answers(0).refusal().field(), "vote");
}

TEST_F(MayITest, RefusesWhatItDoesNotUnderstand) {
  EXPECT_THAT(Ask(kNobody, v1::MayIRequest()), HasField("questions"));
  const auto vote = Vote("ballots/none", "de");
  EXPECT_THAT(Ask(kNobody, Question("placet.ballots.v1.BallotService.Nothing", vote)),
              HasReason("METHOD_UNKNOWN"));
  EXPECT_THAT(Ask(kNobody, Question("placet.members.v1.MemberService.PutPerson", vote)),
              HasReason("METHOD_UNKNOWN"))
      << "another service has it";
  EXPECT_THAT(Ask(kNobody, Question("placet.ballots.v1.BallotService.GetVote", vote)),
              HasField("questions[0].request"));
}

TEST_F(MayITest, IsNotAskedAboutItselfNorByServicesNorByNobody) {
  const v1::MayIRequest about = Question(kCastVote, Vote("ballots/none", "de"));
  const auto answered = Ask(kNobody, Question("placet.access.v1.AccessService.MayI", about));
  ASSERT_THAT(answered, IsOk());
  EXPECT_EQ(answered->answers(0).refusal().reason(), "CANNOT_BE_ASKED");
  EXPECT_EQ(answered->answers(0).refusal().domain(), "placet.access.v1");
  EXPECT_THAT(Ask("services/commentsd", about), HasReason("PERSON_NEEDED"));
  EXPECT_THAT(Ask("", about), HasReason("CALLER_UNKNOWN"));
}

// A vote that this process remembers is not tried from memory when it is only asked.
TEST_F(MayITest, LooksAgainBeforeItAnswers) {
  const std::string ballot = world_.Opened(ballots::v1::BALLOT_KIND_DIS).name();
  ASSERT_THAT(world_.Cast(ballot, "de", ballots::v1::ANSWER_APPROVE, "", kVoterDe), IsOk());
  placet::testing::As<ballots::v1::BallotService> other(world_.OtherChannel(),
                                                        ballots::kCentralSecretariat);
  ballots::v1::CloseBallotRequest close;
  close.set_name(ballot);
  close.set_reason("all have voted");
  ASSERT_THAT(other(&ballots::BallotStub::CloseBallot, close), IsOk());
  const auto answered = Ask(kVoterDe, Question(kCastVote, Vote(ballot, "de")));
  ASSERT_THAT(answered, IsOk());
  EXPECT_EQ(answered->answers(0).refusal().reason(), "BALLOT_CLOSED");
}

// To record a result is the service's own act: who asks for it is told of the result, and whoever
// lacks the role for something after it is refused as after the recording.
TEST_F(MayITest, IsNotFooledByAResultThatIsNotRecordedYet) {
  const std::string ballot = world_.Opened(ballots::v1::BALLOT_KIND_DIS).name();
  world_.PassClosing(ballot);
  const std::string recorded = "SELECT count(*) FROM event WHERE change IS NOT NULL";
  const std::string before = world_.Sql(recorded);
  ballots::v1::GetResultRequest get;
  get.set_name(ballot);
  v1::MayIRequest request = Question("placet.ballots.v1.BallotService.GetResult", get);
  ballots::v1::DecideBallotRequest decide;
  decide.set_ballot(ballot);
  decide.set_option("discuss");
  decide.set_reason("there is no agreement");
  request.MergeFrom(Question("placet.ballots.v1.DecisionService.DecideBallot", decide));
  ballots::v1::RecordLateVoteRequest late;
  *late.mutable_vote() = Vote(ballot, "jp").vote();
  late.set_reason("came by post");
  request.MergeFrom(Question("placet.ballots.v1.BallotService.RecordLateVote", late));
  const auto answered = Ask(kNobody, request);
  ASSERT_THAT(answered, IsOk());
  EXPECT_TRUE(answered->answers(0).allowed()) << answered->ShortDebugString();
  EXPECT_EQ(answered->answers(1).refusal().reason(), "ROLE_MISSING");
  EXPECT_EQ(answered->answers(2).refusal().reason(), "ROLE_MISSING");
  const auto asked_by_manager = Ask(kManager, request);
  ASSERT_THAT(asked_by_manager, IsOk());
  EXPECT_NE(asked_by_manager->answers(1).refusal().reason(), "ROLE_MISSING");
  EXPECT_NE(asked_by_manager->answers(1).refusal().reason(), "INTERNAL");
}

TEST_F(MayITest, CountsEachQuestionAsACall) {
  rpc::Limits limits({.calls_per_second = 0.001, .burst = 3, .streams = 0});
  world_.LimitCallers(limits);
  v1::MayIRequest request = Question(kCastVote, Vote("ballots/none", "de"));
  for (int i = 0; i < 2; ++i) request.MergeFrom(Question(kCastVote, Vote("ballots/none", "de")));
  const auto answered = Ask(kNobody, request);
  ASSERT_THAT(answered, IsOk());
  EXPECT_EQ(answered->answers(1).refusal().reason(), "NOT_FOUND");
  EXPECT_EQ(answered->answers(2).refusal().reason(), "TOO_MANY_CALLS");
  EXPECT_THAT(Ask(kNobody, request), HasReason("TOO_MANY_CALLS"));
  EXPECT_THAT(Ask(kVoterDe, request), IsOk()) << "somebody else is not limited by it";
}

// A stream counts until it ends; and services are not limited.
TEST_F(MayITest, StreamsOpenAtATimeAreLimitedForEachCaller) {
  rpc::Limits limits({.calls_per_second = 0, .burst = 1, .streams = 1});
  world_.LimitCallers(limits);
  const auto stub = ballots::v1::BoardService::NewStub(world_.channel());
  const auto watch = [&](grpc::ClientContext& context) {
    return stub->WatchBoard(&context, ballots::v1::WatchBoardRequest());
  };
  const auto first = placet::testing::ContextOf(kNobody);
  const auto stream = watch(*first);
  ballots::v1::Board board;
  ASSERT_TRUE(stream->Read(&board));
  const auto second = placet::testing::ContextOf(kNobody);
  const absl::Status refused = rpc::FromGrpc(watch(*second)->Finish());
  EXPECT_THAT(refused, HasReason("TOO_MANY_CALLS"));
  EXPECT_TRUE(refused.GetPayload("type.googleapis.com/google.rpc.RetryInfo").has_value());
  first->TryCancel();
  while (stream->Read(&board)) {
  }
  stream->Finish();
  EXPECT_TRUE(placet::testing::Eventually([&] {
    const auto again = placet::testing::ContextOf(kNobody);
    return watch(*again)->Read(&board);
  })) << "its place is free again";
}

}  // namespace
}  // namespace placet::access
