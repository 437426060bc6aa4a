#include "clients/cli/error.h"

#include <gtest/gtest.h>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace placet::cli {
namespace {

Refusal Refused(grpc::StatusCode code, const std::string& message,
                const google::rpc::Status& rich = {}, const std::string& request_id = "") {
  return Refusal(grpc::Status(code, message, rich.SerializeAsString()), "ballots", "127.0.0.1:7302",
                 request_id);
}

google::rpc::Status Rich(const std::string& reason, const std::string& remedy) {
  google::rpc::ErrorInfo info;
  info.set_reason(reason);
  if (!remedy.empty()) (*info.mutable_metadata())["remedy"] = remedy;
  google::rpc::Status rich;
  rich.add_details()->PackFrom(info);
  return rich;
}

TEST(Describe, PrintsTheSentenceItsReasonAndTheRemedy) {
  EXPECT_EQ(Describe(Refused(grpc::StatusCode::FAILED_PRECONDITION, "The ballot is closed",
                             Rich("BALLOT_CLOSED", "Ask the secretariat."))),
            "placet: The ballot is closed (BALLOT_CLOSED)\n"
            "remedy: Ask the secretariat.\n");
}

TEST(Describe, NamesEachFieldThatIsWrong) {
  google::rpc::Status rich = Rich("INVALID_FIELD", "");
  google::rpc::BadRequest bad;
  bad.add_field_violations()->set_field("vote.answer");
  bad.mutable_field_violations(0)->set_description("is required");
  rich.add_details()->PackFrom(bad);
  EXPECT_EQ(Describe(Refused(grpc::StatusCode::INVALID_ARGUMENT, "The request is wrong", rich)),
            "placet: The request is wrong (INVALID_FIELD)\n"
            "field: vote.answer: is required\n");
}

TEST(Describe, SaysWhereNobodyAnsweredAndHowToRepeatSafely) {
  EXPECT_EQ(Describe(Refused(grpc::StatusCode::UNAVAILABLE, "failed to connect", {}, "0-1")),
            "placet: the ballots service at 127.0.0.1:7302 cannot be reached (UNAVAILABLE)\n"
            "remedy: start it, or say where it is with --ballots\n"
            "repeat: the same command with --request-id 0-1 is carried out once only\n");
}

TEST(Describe, LetsNoControlCharacterThrough) {
  EXPECT_EQ(Describe(Refused(grpc::StatusCode::NOT_FOUND, "no\x1b[2J\nballot")),
            "placet: no [2J ballot (NOT_FOUND)\n");
}

TEST(ExitCode, FollowsTheStatus) {
  EXPECT_EQ(ToExitCode(grpc::StatusCode::OK), 0);
  EXPECT_EQ(ToExitCode(grpc::StatusCode::INTERNAL), 1);
  EXPECT_EQ(ToExitCode(grpc::StatusCode::UNKNOWN), 1);
  EXPECT_EQ(ToExitCode(grpc::StatusCode::INVALID_ARGUMENT), 2);
  EXPECT_EQ(ToExitCode(grpc::StatusCode::NOT_FOUND), 3);
  EXPECT_EQ(ToExitCode(grpc::StatusCode::UNAUTHENTICATED), 4);
  EXPECT_EQ(ToExitCode(grpc::StatusCode::PERMISSION_DENIED), 4);
  EXPECT_EQ(ToExitCode(grpc::StatusCode::FAILED_PRECONDITION), 5);
  EXPECT_EQ(ToExitCode(grpc::StatusCode::ALREADY_EXISTS), 5);
  EXPECT_EQ(ToExitCode(grpc::StatusCode::ABORTED), 5);
  EXPECT_EQ(ToExitCode(grpc::StatusCode::UNAVAILABLE), 6);
  EXPECT_EQ(ToExitCode(grpc::StatusCode::DEADLINE_EXCEEDED), 6);
  EXPECT_EQ(ToExitCode(grpc::StatusCode::RESOURCE_EXHAUSTED), 6);
}

}  // namespace
}  // namespace placet::cli
