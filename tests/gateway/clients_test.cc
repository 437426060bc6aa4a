// Clients that others wrote: @connectrpc/connect-node, connect-web, grpc-web, and curl.
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "placet/ballots/v1/ballot_service.pb.h"
#include "services/rpc/refuse.h"
#include "tests/gateway/stage.h"

namespace placet::testing {
namespace {

namespace pb = placet::ballots::v1;
using ::testing::AllOf;
using ::testing::HasSubstr;

// As node/clients.mjs expects it.
Scripted::Plan Answer(const Scripted::Seen& seen) {
  if (seen.method == "/placet.ballots.v1.BallotService/WatchEvents") {
    pb::Event event;
    event.set_subject("e");
    return {.message = event.SerializeAsString(), .times = 3};
  }
  if (seen.method == "/placet.comments.v1.CommentService/ImportComments") return {};
  pb::GetBallotRequest request;
  if (!seen.requests.empty()) request.ParseFromString(seen.requests[0]);
  if (request.name() == "ballots/hang") return {.times = 0, .hangs = true};
  if (request.name() == "ballots/none") {
    return {.status = rpc::MakeStatus(absl::StatusCode::kNotFound,
                                      {.reason = "BALLOT_UNKNOWN",
                                       .domain = "placet.ballots.v1",
                                       .sentence = "there is no \xC3\xA9lection",
                                       .remedy = "look again",
                                       .metadata = {}})};
  }
  pb::Ballot ballot;
  ballot.set_name(request.name());
  return {.message = ballot.SerializeAsString()};
}

class Clients : public Stage {
 protected:
  void SetUp() override { Serve(Answer); }
};

TEST_F(Clients, OfConnectAndGrpcWebFromNpmSeeWhatWasSent) {
  if (RunProgram({"node", "--version"}).code != 0) GTEST_SKIP() << "Node is not installed";
  if (!std::filesystem::exists(absl::StrCat(CLIENTS, "/node_modules"))) {
    GTEST_SKIP() << "the clients are not installed: run tests/gateway/node/install";
  }
  std::filesystem::copy_file(NODE_SOURCES "/clients.mjs", absl::StrCat(CLIENTS, "/clients.mjs"),
                             std::filesystem::copy_options::overwrite_existing);
  const Ended ended = RunProgram({"node", absl::StrCat(CLIENTS, "/clients.mjs"),
                                  absl::StrCat("http://", address_), DESCRIPTORS});
  EXPECT_EQ(ended.code, 0) << ended.output;
  EXPECT_THAT(ended.output,
              AllOf(HasSubstr("connect-node, gRPC-Web: ok"), HasSubstr("connect-web, JSON: ok"),
                    HasSubstr("grpc-web, binary: ok")));
  std::printf("%s", ended.output.c_str());
  EXPECT_TRUE(Eventually([this] { return service_->open() == 0; }));
}

TEST_F(Clients, Curl) {
  if (RunProgram({"curl", "--version"}).code != 0) GTEST_SKIP() << "curl is not installed";
  const std::string url = absl::StrCat("http://", address_, "/placet.ballots.v1.BallotService/");
  const auto curl = [](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"curl", "-s", "-S", "-m", "20"});
    return RunProgram(arguments).output;
  };
  EXPECT_EQ(curl({"-H", "content-type: application/json", "-d", R"({"name":"ballots/a"})",
                  url + "GetBallot"}),
            R"({"name":"ballots/a"})");
  EXPECT_EQ(curl({"-G", "--data-urlencode", "encoding=json", "--data-urlencode",
                  R"(message={"name":"ballots/a b&c"})", url + "GetBallot"}),
            R"({"name":"ballots/a b&c"})");
  EXPECT_THAT(curl({"-i", "-H", "content-type: application/json", "-d",
                    R"({"name":"ballots/none"})", url + "GetBallot"}),
              AllOf(HasSubstr("404 Not Found"), HasSubstr(R"("reason":"BALLOT_UNKNOWN")")));
  // A body that is announced is waited for.
  EXPECT_THAT(curl({"-H", "content-type: application/json", "-H", "expect: 100-continue", "-d",
                    absl::StrCat(R"({"name":"ballots/)", std::string(5000, 'x'), "\"}"),
                    url + "GetBallot"}),
              HasSubstr("xxxx"));
}

}  // namespace
}  // namespace placet::testing
