// HTTP itself: what is malformed, too large, too slow or too much.
#include "tests/gateway/stage.h"

namespace placet::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kGet[] = "/placet.ballots.v1.BallotService/GetBallot";

class HttpTest : public Stage {
 protected:
  void Limited(const gateway::Limits& limits) {
    Serve([](const Scripted::Seen&) { return Scripted::Plan{}; }, limits);
  }
  Reply Raw(const std::string& bytes) {
    Fresh().SendRaw(bytes);
    return client_->Read();
  }
};

TEST_F(HttpTest, RefusesWhatIsNoRequest) {
  Limited({});
  const auto refused = [this](const std::string& bytes) {
    const Reply reply = Raw(bytes);
    EXPECT_EQ(reply.status, 400u) << bytes << reply.body;
    EXPECT_EQ(reply.Field("connection"), "close");
    EXPECT_TRUE(client_->IsClosed());
    return ReasonIn(reply.body);
  };
  EXPECT_EQ(refused("nonsense\r\n\r\n"), "BAD_REQUEST");
  EXPECT_EQ(refused("GET / HTTP/1.1\r\n\r\n"), "BAD_REQUEST") << "no host";
  EXPECT_EQ(refused("GET / HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n"), "BAD_REQUEST");
  EXPECT_EQ(refused("GET / HTTP/9.9\r\nhost: a\r\n\r\n"), "BAD_REQUEST");
  EXPECT_EQ(refused("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: x\r\n\r\n"), "BAD_REQUEST");
  EXPECT_EQ(refused("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n"),
            "BAD_REQUEST");
  EXPECT_EQ(refused("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\n"
                    "transfer-encoding: chunked\r\n\r\n"),
            "BAD_REQUEST")
      << "two lengths are how requests are smuggled";
  EXPECT_EQ(refused("GET /%zz HTTP/1.1\r\nhost: a\r\n\r\n"), "BAD_TARGET");
  EXPECT_EQ(refused("GET * HTTP/1.1\r\nhost: a\r\n\r\n"), "BAD_TARGET");
}

TEST_F(HttpTest, AnswersOldAndUnusualForms) {
  Limited({});
  const Reply old = Raw("GET /healthz HTTP/1.0\r\n\r\n");
  EXPECT_EQ(old.body, "ok\n");
  EXPECT_TRUE(client_->IsClosed());
  EXPECT_EQ(Raw("GET http://any.host/healthz HTTP/1.1\r\nhost: x\r\n\r\n").body, "ok\n");
  const Reply head = Fresh().Do("HEAD", "/healthz");
  EXPECT_EQ(head.status, 200u);
  EXPECT_EQ(head.Field("content-length"), "3");
  Fresh().Send("POST", kGet,
               {{"content-type", "application/json"}, {"transfer-encoding", "chunked"}},
               "2\r\n{}\r\n0\r\n\r\n");
  EXPECT_EQ(client_->Read().body, "{}");
  // A client that waits for leave to send its body is given it.
  Fresh().SendRaw(std::string("POST ") + kGet +
                  " HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
                  "content-length: 2\r\nexpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client_->ReadHeader().status, 100u);
  client_->SendRaw("{}");
  EXPECT_EQ(client_->Read().status, 200u);
  EXPECT_EQ(Fresh().Do("POST", "/healthz").Field("allow"), "GET, HEAD");
  EXPECT_EQ(Fresh().Get("/readyz").status, 503u) << "what the script answers is no health";
}

TEST_F(HttpTest, RefusesWhatIsTooLarge) {
  gateway::Limits limits;
  limits.body = 1000;
  Limited(limits);
  const Reply body = Fresh().Post(kGet, std::string(1001, ' '));
  EXPECT_EQ(body.status, 413u);
  EXPECT_EQ(ReasonIn(body.body), "BODY_TOO_LARGE");
  EXPECT_TRUE(client_->IsClosed());
  Fresh().Send("POST", kGet,
               {{"content-type", "application/json"}, {"transfer-encoding", "chunked"}},
               "fff\r\n" + std::string(0xfff, ' ') + "\r\n0\r\n\r\n");
  EXPECT_EQ(client_->Read().status, 413u);
  const Reply header = Fresh().Get("/healthz", {{"x", std::string(30'000, 'y')}});
  EXPECT_EQ(header.status, 431u);
  EXPECT_EQ(ReasonIn(header.body), "HEADER_TOO_LARGE");
  EXPECT_EQ(Fresh().Post(kGet, std::string(998, ' ') + "{}").status, 200u);
}

TEST_F(HttpTest, AllBodiesTogetherHaveALimit) {
  gateway::Limits limits;
  limits.bodies = 1000;
  Limited(limits);
  const Reply reply = Fresh().Post(kGet, std::string(2000, ' '));
  EXPECT_EQ(reply.status, 503u);
  EXPECT_EQ(ReasonIn(reply.body), "BUSY");
  // What was refused, or is done, takes no room (from a moment after its answer).
  for (int i = 0; i < 5; ++i) {
    EXPECT_TRUE(Eventually(
        [this] { return Fresh().Post(kGet, std::string(898, ' ') + "{}").status == 200; }));
  }
}

TEST_F(HttpTest, AllAnswersTogetherHaveALimit) {
  gateway::Limits limits;
  limits.answers = 100'000;
  Serve(
      [](const Scripted::Seen& seen) {
        return Scripted::Plan{.message =
                                  std::string(seen.requests[0].empty() ? 200'000 : 90'000, '\0')};
      },
      limits);
  const auto ask = [this](const std::string& message) {
    return Fresh().Do("POST", kGet, {{"content-type", "application/proto"}}, message);
  };
  const Reply reply = ask("");
  EXPECT_EQ(reply.status, 503u);
  EXPECT_EQ(ReasonIn(reply.body), "BUSY");
  for (int i = 0; i < 5; ++i) {
    EXPECT_TRUE(Eventually([&] { return ask("x").body.size() == 90'000u; }));
  }
}

TEST_F(HttpTest, WhoIsSlowIsToldSo) {
  gateway::Limits limits;
  limits.idle = gateway::Limits::Seconds(0.4);
  limits.header_time = gateway::Limits::Seconds(0.4);
  limits.body_time = gateway::Limits::Seconds(0.4);
  Limited(limits);
  Http idle(address_), header(address_), body(address_);
  header.SendRaw("GET /healthz HTTP/1.1\r\nhost: x\r\n");
  body.SendRaw(std::string("POST ") + kGet +
               " HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
               "content-length: 10\r\n\r\n{");
  EXPECT_TRUE(idle.IsClosed());
  const Reply slow_header = header.Read();
  EXPECT_EQ(slow_header.status, 408u);
  EXPECT_EQ(ReasonIn(slow_header.body), "TOO_SLOW");
  EXPECT_EQ(body.Read().status, 408u);
  EXPECT_TRUE(header.IsClosed());
  EXPECT_TRUE(body.IsClosed());
}

TEST_F(HttpTest, OneAddressHasSoManyConnections) {
  gateway::Limits limits;
  limits.connections_of_address = 3;
  Limited(limits);
  std::vector<std::unique_ptr<Http>> clients;
  for (int i = 0; i < 3; ++i) {
    clients.push_back(std::make_unique<Http>(address_));
    EXPECT_EQ(clients.back()->Get("/healthz").status, 200u);
  }
  EXPECT_TRUE(Http(address_).IsClosed());
  clients.pop_back();
  EXPECT_TRUE(Eventually([this] { return Http(address_).Get("/healthz").status == 200; }));
}

TEST_F(HttpTest, WhoHasNoTokenCallsSoOften) {
  calls_ = 0.001;
  burst_ = 3;
  Limited({});
  for (int i = 0; i < 3; ++i) EXPECT_EQ(Fresh().Post(kGet, "{}").status, 200u);
  const Reply reply = Fresh().Post(kGet, "{}");
  EXPECT_EQ(reply.status, 429u);
  EXPECT_EQ(ReasonIn(reply.body), "TOO_MANY_CALLS");
  EXPECT_EQ(Fresh().Post(kGet, "{}", {{"authorization", "Bearer t"}}).status, 200u)
      << "services count those";
}

TEST_F(HttpTest, PlainConnectionsAreForThisMachineAlone) {
  Limited({});
  gateway::Listener abroad({.address = "0.0.0.0:0", .tls = {}, .threads = 1, .limits = {}},
                           *handler_);
  EXPECT_THAT(std::string(abroad.Start().status().message()), HasSubstr("--tls-certificate"));
  // There a browser would take no cookie that is marked as Secure.
  const Reply out = Fresh().Do("DELETE", "/session",
                               {{"cookie", "placet=x; placet-csrf=abc"}, {"x-placet-csrf", "abc"}});
  EXPECT_EQ(out.status, 204u) << out.body;
  EXPECT_THAT(out.CookieLine("placet"), HasSubstr("HttpOnly"));
  EXPECT_THAT(out.CookieLine("placet"), ::testing::Not(HasSubstr("Secure")));
}

TEST_F(HttpTest, EveryAnswerCarriesItsPolicies) {
  Limited({});
  for (const Reply& reply : {Fresh().Get("/healthz"), Fresh().Get("/nothing"),
                             Fresh().Post(kGet, "{}"), Raw("nonsense\r\n\r\n")}) {
    EXPECT_EQ(reply.Field("content-security-policy"),
              "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'");
    EXPECT_EQ(reply.Field("x-content-type-options"), "nosniff");
    EXPECT_EQ(reply.Field("referrer-policy"), "no-referrer");
    EXPECT_FALSE(reply.Field("date").empty());
    EXPECT_THAT(reply.Field("access-control-allow-origin"), IsEmpty());
  }
}

}  // namespace
}  // namespace placet::testing
