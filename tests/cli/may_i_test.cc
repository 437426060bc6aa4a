#include "clients/cli/may_i.h"

#include <gtest/gtest.h>

#include "placet/ballots/v1/ballot_service.pb.h"

namespace placet::cli {
namespace {

access::v1::Answer Refused(const std::string& code) {
  access::v1::Answer answer;
  answer.mutable_refusal()->set_code(code);
  answer.mutable_refusal()->set_reason("BALLOT_CLOSED");
  answer.mutable_refusal()->set_sentence("the ballot is closed");
  return answer;
}

TEST(MayI, AsksForTheMethodWithItsRequest) {
  ballots::v1::CloseBallotRequest close;
  close.set_name("ballots/dis");
  const auto& method =
      *ballots::v1::CloseBallotRequest::descriptor()->file()->service(0)->FindMethodByName(
          "CloseBallot");
  const access::v1::MayIRequest asked = Question(method, close);
  ASSERT_EQ(asked.questions_size(), 1);
  EXPECT_EQ(asked.questions(0).method(), "placet.ballots.v1.BallotService.CloseBallot");
  ballots::v1::CloseBallotRequest packed;
  ASSERT_TRUE(asked.questions(0).request().UnpackTo(&packed));
  EXPECT_EQ(packed.name(), "ballots/dis");
}

TEST(MayI, SaysWhatWouldBecomeOfTheCall) {
  access::v1::Answer allowed;
  allowed.set_allowed(true);
  EXPECT_EQ(Describe(allowed), "allowed\n");
  access::v1::Answer refused = Refused("FAILED_PRECONDITION");
  EXPECT_EQ(Describe(refused), "refused: the ballot is closed (BALLOT_CLOSED)\n");
  refused.mutable_refusal()->set_remedy("ask for\x1b[2J a late vote");
  refused.mutable_refusal()->set_field("vote.name");
  const std::string text = Describe(refused);
  EXPECT_EQ(text.find('\x1b'), std::string::npos) << "a server does not draw on the terminal";
  EXPECT_NE(text.find("\nremedy: ask for"), std::string::npos) << text;
  EXPECT_NE(text.find("\nfield: vote.name\n"), std::string::npos) << text;
}

TEST(MayI, EndsAsTheCallWouldEnd) {
  access::v1::Answer allowed;
  allowed.set_allowed(true);
  EXPECT_EQ(ToExitCode(allowed), kOk);
  EXPECT_EQ(ToExitCode(Refused("INVALID_ARGUMENT")), kUsage);
  EXPECT_EQ(ToExitCode(Refused("NOT_FOUND")), kNotFound);
  EXPECT_EQ(ToExitCode(Refused("PERMISSION_DENIED")), kDenied);
  EXPECT_EQ(ToExitCode(Refused("UNAUTHENTICATED")), kDenied);
  EXPECT_EQ(ToExitCode(Refused("FAILED_PRECONDITION")), kPrecondition);
  EXPECT_EQ(ToExitCode(Refused("RESOURCE_EXHAUSTED")), kUnavailable);
  EXPECT_EQ(ToExitCode(Refused("A_CODE_OF_TOMORROW")), kInternal);
}

}  // namespace
}  // namespace placet::cli
