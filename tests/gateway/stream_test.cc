// Streams: Connect's and gRPC-Web's envelopes, flow control from the socket to the service, and
// clients that leave.
#include <algorithm>

#include "absl/strings/escaping.h"
#include "placet/ballots/v1/ballot_service.pb.h"
#include "placet/comments/v1/comment_service.pb.h"
#include "services/rpc/refuse.h"
#include "tests/gateway/stage.h"

namespace placet::testing {
namespace {

namespace pb = placet::ballots::v1;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

constexpr char kWatch[] = "/placet.ballots.v1.BallotService/WatchEvents";
constexpr char kGet[] = "/placet.ballots.v1.BallotService/GetBallot";
constexpr char kImport[] = "/placet.comments.v1.CommentService/ImportComments";

std::string EventOf(size_t size) {
  pb::Event event;
  event.set_subject(std::string(size, 's'));
  return event.SerializeAsString();
}

absl::Status Refusal() {
  return rpc::MakeStatus(absl::StatusCode::kPermissionDenied, {.reason = "ROLE_MISSING",
                                                               .domain = "d",
                                                               .sentence = "100 % \xC3\xA9",
                                                               .remedy = "r",
                                                               .metadata = {}});
}

class Streams : public Stage {
 protected:
  void Script(Scripted::Plan plan, gateway::Limits limits = {}) {
    Serve([plan](const Scripted::Seen&) { return plan; }, limits);
  }
  Http& Begin(Http& client, const std::string& type, const std::string& message = "",
              const std::string& path = kWatch, HttpFields fields = {}) {
    fields.emplace_back("content-type", type);
    client.Send("POST", path, fields, Envelope(0, message));
    const Reply reply = client.ReadHeader();
    EXPECT_EQ(reply.status, 200u);
    EXPECT_EQ(reply.Field("content-type"), type);
    return client;
  }
};

TEST_F(Streams, ConnectSendsEnvelopesAndAnEnd) {
  Script({.message = EventOf(3), .times = 2});
  Http client(address_);
  Begin(client, "application/connect+json", "{}");
  EXPECT_EQ(client.ReadFrame(), (std::pair<int, std::string>(0, R"({"subject":"sss"})")));
  EXPECT_EQ(client.ReadFrame(), (std::pair<int, std::string>(0, R"({"subject":"sss"})")));
  EXPECT_EQ(client.ReadFrame(), (std::pair<int, std::string>(2, "{}")));
  EXPECT_EQ(client.ReadFrame().first, -1);
  // The connection serves the next one.
  Begin(client, "application/connect+proto");
  EXPECT_EQ(client.ReadFrame(), (std::pair<int, std::string>(0, EventOf(3))));
}

TEST_F(Streams, ConnectSaysInTheEndWhatWentWrong) {
  Script({.status = Refusal()});
  Http client(address_);
  Begin(client, "application/connect+json", "{}");
  const auto [flags, end] = client.ReadFrame();
  EXPECT_EQ(flags, 2);
  EXPECT_THAT(end, StartsWith(R"({"error":{"code":"permission_denied",)"));
  EXPECT_EQ(ReasonIn(end), "ROLE_MISSING");
}

TEST_F(Streams, GrpcWebSendsEnvelopesAndTrailers) {
  Script({.message = EventOf(1), .times = 1});
  Http client(address_);
  Begin(client, "application/grpc-web+proto");
  EXPECT_EQ(client.ReadFrame(), (std::pair<int, std::string>(0, EventOf(1))));
  EXPECT_EQ(client.ReadFrame(), (std::pair<int, std::string>(0x80, "grpc-status: 0\r\n")));
  EXPECT_EQ(client.ReadFrame().first, -1);
  // Unary, too.
  Begin(client, "application/grpc-web+proto", "", kGet);
  EXPECT_EQ(client.ReadFrame().first, 0);
  EXPECT_EQ(client.ReadFrame().first, 0x80);
}

TEST_F(Streams, GrpcWebSaysInTrailersWhatWentWrong) {
  Script({.status = Refusal()});
  Http client(address_);
  Begin(client, "application/grpc-web+proto");
  const auto [flags, trailers] = client.ReadFrame();
  EXPECT_EQ(flags, 0x80);
  EXPECT_THAT(trailers, AllOf(StartsWith("grpc-status: 7\r\ngrpc-message: 100 %25 %C3%A9\r\n"),
                              HasSubstr("grpc-status-details-bin: ")));
  // What the gateway itself refuses stands there, too.
  const Reply foreign = Fresh().Do(
      "POST", kGet, {{"content-type", "application/grpc-web+proto"}, {"origin", "https://x.org"}},
      Envelope(0, ""));
  EXPECT_EQ(foreign.status, 200u);
  EXPECT_THAT(foreign.body, HasSubstr("grpc-status: 7\r\n"));
}

TEST_F(Streams, GrpcWebTextIsTheSameInBase64) {
  Script({.message = EventOf(1), .times = 1});
  const std::string request = absl::Base64Escape(Envelope(0, ""));
  const Reply reply =
      Fresh().Do("POST", kWatch, {{"content-type", "application/grpc-web-text"}}, request);
  const std::string expected = absl::Base64Escape(Envelope(0, EventOf(1))) +
                               absl::Base64Escape(Envelope(0x80, "grpc-status: 0\r\n"));
  EXPECT_EQ(reply.body, expected);
}

TEST_F(Streams, AnUploadIsManyEnvelopes) {
  Script({.message = "", .times = 1});
  comments::v1::ImportCommentsRequest part;
  const std::string bytes = part.SerializeAsString();
  const Reply reply = Fresh().Do("POST", kImport, {{"content-type", "application/connect+proto"}},
                                 Envelope(0, bytes) + Envelope(0, bytes) + Envelope(0, bytes));
  EXPECT_EQ(reply.body, Envelope(0, "") + Envelope(2, "{}"));
  EXPECT_EQ(service_->last().requests.size(), 3u);
}

TEST_F(Streams, RefusesWhatIsNoEnvelope) {
  Script({.message = EventOf(1)});
  const auto reason = [this](const std::string& body) {
    const Reply reply =
        Fresh().Do("POST", kWatch, {{"content-type", "application/connect+json"}}, body);
    EXPECT_EQ(reply.status, 200u);
    return reply.body.size() < 5 ? "" : ReasonIn(reply.body.substr(5));
  };
  EXPECT_EQ(reason(""), "BAD_FRAME");
  EXPECT_EQ(reason("{}"), "BAD_FRAME");
  EXPECT_EQ(reason(Envelope(0, "{}").substr(0, 6)), "BAD_FRAME");
  EXPECT_EQ(reason(Envelope(1, "{}")), "BAD_FRAME") << "compressed";
  EXPECT_EQ(reason(Envelope(0, "{}") + Envelope(0, "{}")), "BAD_FRAME");
  EXPECT_EQ(reason(Envelope(0, "{\"x\":1}")), "BAD_MESSAGE");
  EXPECT_EQ(reason(std::string("\0\xFF\xFF\xFF\xFF{}", 7)), "BAD_FRAME");
  EXPECT_EQ(service_->written(), 0);
}

// 4096 messages of 64 kB: a quarter of a gigabyte, of which only what fits into sockets and gRPC's
// windows may be under way while the client takes nothing.
TEST_F(Streams, TheServiceSendsNoFasterThanTheClientTakes) {
  constexpr int kTimes = 4096;
  const std::string event = EventOf(65'536);
  Script({.message = event, .times = kTimes});
  Http client(address_);
  client.Narrow(65'536);
  Begin(client, "application/connect+proto");
  ASSERT_TRUE(Eventually([this] { return service_->written() > 0; }));
  // Until nothing more is written between many looks.
  int before = -1, quiet = 0;
  ASSERT_TRUE(Eventually([&] {
    quiet = service_->written() == before ? quiet + 1 : 0;
    before = service_->written();
    return quiet >= 50;
  }));
  EXPECT_LT(before, kTimes / 8);
  for (int i = 0; i < kTimes; ++i) {
    const auto [flags, message] = client.ReadFrame();
    ASSERT_EQ(flags, 0) << i;
    ASSERT_EQ(message.size(), event.size());
  }
  EXPECT_EQ(client.ReadFrame().first, 2);
  EXPECT_EQ(service_->written(), kTimes);
}

TEST_F(Streams, AClientThatTakesNothingIsGivenUp) {
  gateway::Limits limits;
  limits.write_time = gateway::Limits::Seconds(0.3);
  Script({.message = EventOf(65'536), .times = 4096}, limits);
  Http client(address_);
  client.Narrow(65'536);
  Begin(client, "application/connect+proto");
  EXPECT_TRUE(Eventually([this] { return service_->cancelled() == 1; }));
  EXPECT_TRUE(Eventually([this] { return service_->open() == 0; }));
}

TEST_F(Streams, AClientThatLeavesCancelsTheCall) {
  Script({.message = EventOf(1), .times = 1, .hangs = true});
  Http client(address_);
  Begin(client, "application/connect+json", "{}");
  EXPECT_EQ(client.ReadFrame().first, 0);
  client.Close();
  EXPECT_TRUE(Eventually([this] { return service_->cancelled() == 1; }));
  // In the midst of what is sent, too.
  Http second(address_);
  Begin(second, "application/grpc-web+proto");
  EXPECT_EQ(second.ReadFrame().first, 0);
  second.Close();
  EXPECT_TRUE(Eventually([this] { return service_->open() == 0; }));
}

TEST_F(Streams, ADeadlineEndsAStream) {
  Script({.message = EventOf(1), .times = 1, .hangs = true});
  Http client(address_);
  Begin(client, "application/connect+json", "{}", kWatch, {{"connect-timeout-ms", "200"}});
  EXPECT_EQ(client.ReadFrame().first, 0);
  const auto [flags, end] = client.ReadFrame();
  EXPECT_EQ(flags, 2);
  EXPECT_THAT(end, HasSubstr("deadline_exceeded"));
  Http web(address_);
  Begin(web, "application/grpc-web+proto", "", kWatch, {{"grpc-timeout", "200m"}});
  EXPECT_EQ(web.ReadFrame().first, 0);
  EXPECT_THAT(web.ReadFrame().second, HasSubstr("grpc-status: 4\r\n"));
  const Reply bad = Fresh().Do(
      "POST", kGet, {{"content-type", "application/grpc-web+proto"}, {"grpc-timeout", "5 S"}},
      Envelope(0, ""));
  EXPECT_THAT(bad.body, HasSubstr("grpc-status: 3\r\n"));
}

TEST_F(Streams, ACallerHasSoManyAtATime) {
  gateway::Limits limits;
  limits.streams = 2;
  Script({.message = EventOf(1), .times = 1, .hangs = true}, limits);
  Http first(address_), second(address_), third(address_), other(address_);
  Begin(first, "application/connect+json", "{}");
  Begin(second, "application/connect+json", "{}");
  Begin(third, "application/connect+json", "{}");
  EXPECT_EQ(ReasonIn(third.ReadFrame().second), "TOO_MANY_STREAMS");
  // Another caller has its own.
  Begin(other, "application/connect+json", "{}", kWatch, {{"authorization", "Bearer other"}});
  EXPECT_EQ(other.ReadFrame().first, 0);
  first.Close();
  EXPECT_TRUE(Eventually([this] {
    Http again(address_);
    return Begin(again, "application/connect+json", "{}").ReadFrame().first == 0;
  }));
}

TEST_F(Streams, EndWhenTheProgramEnds) {
  Script({.message = EventOf(1), .times = 1, .hangs = true});
  Http client(address_);
  Begin(client, "application/connect+json", "{}");
  EXPECT_EQ(client.ReadFrame().first, 0);
  listener_->Stop(std::chrono::seconds(5));
  EXPECT_EQ(ReasonIn(client.ReadFrame().second), "SERVICE_UNAVAILABLE");
  EXPECT_TRUE(client.IsClosed());
  EXPECT_TRUE(Eventually([this] { return service_->open() == 0; }));
}

}  // namespace
}  // namespace placet::testing
