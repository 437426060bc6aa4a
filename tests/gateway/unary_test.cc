// Unary rpcs: Connect with POST and GET, JSON and binary; errors; deadlines; what is passed on.
#include "absl/strings/escaping.h"
#include "absl/time/clock.h"
#include "placet/ballots/v1/ballot_service.pb.h"
#include "services/rpc/refuse.h"
#include "tests/gateway/stage.h"

namespace placet::testing {
namespace {

namespace pb = placet::ballots::v1;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Key;
using ::testing::Not;
using ::testing::Pair;

constexpr char kGet[] = "/placet.ballots.v1.BallotService/GetBallot";
constexpr char kCast[] = "/placet.ballots.v1.BallotService/CastVote";

std::string Bytes(const std::string& name) {
  pb::GetBallotRequest request;
  request.set_name(name);
  return request.SerializeAsString();
}

// Answers with the name that it was asked for, but for some names.
Scripted::Plan Answer(const Scripted::Seen& seen) {
  pb::GetBallotRequest request;
  if (!seen.requests.empty()) request.ParseFromString(seen.requests[0]);
  pb::Ballot ballot;
  ballot.set_name(request.name());
  Scripted::Plan plan{.message = ballot.SerializeAsString()};
  if (request.name() == "ballots/hang") plan = {.times = 0, .hangs = true};
  if (request.name() == "ballots/none") {
    plan.status = rpc::WithField(
        rpc::MakeStatus(absl::StatusCode::kNotFound, {.reason = "BALLOT_UNKNOWN",
                                                      .domain = "placet.ballots.v1",
                                                      .sentence = "there is no \xC3\xA9lection",
                                                      .remedy = "look again",
                                                      .metadata = {}}),
        "name", "is not known");
  }
  return plan;
}

class Unary : public Stage {
 protected:
  void SetUp() override { Serve(Answer); }
};

TEST_F(Unary, AnswersJsonWithJsonAndBytesWithBytes) {
  const Reply json = Fresh().Post(kGet, R"({"name":"ballots/a"})");
  EXPECT_EQ(json.status, 200u);
  EXPECT_EQ(json.Field("content-type"), "application/json");
  EXPECT_EQ(json.body, R"({"name":"ballots/a"})");
  const Reply bytes =
      Fresh().Do("POST", kGet, {{"content-type", "application/proto"}}, Bytes("ballots/b"));
  EXPECT_EQ(bytes.Field("content-type"), "application/proto");
  EXPECT_EQ(bytes.body, Bytes("ballots/b"));  // field 1 of both
  EXPECT_EQ(Fresh().Post(kGet, "").body, "{}");
  EXPECT_EQ(
      Fresh().Do("POST", kGet, {{"content-type", "Application/JSON; charset=UTF-8"}}, "{}").status,
      200u);
}

TEST_F(Unary, ServesManyRequestsOnOneConnection) {
  Http client(address_);
  for (int i = 0; i < 100; ++i) {
    const std::string name = "ballots/" + std::to_string(i);
    ASSERT_THAT(client.Post(kGet, R"({"name":")" + name + R"("})").body, HasSubstr(name));
  }
  // Also when they come before the answers.
  std::string three;
  for (int i = 0; i < 3; ++i) {
    three += std::string("POST ") + kGet +
             " HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 20\r\n\r\n"
             R"({"name":"ballots/)" +
             std::to_string(i) + R"("})";
  }
  client.SendRaw(three);
  for (int i = 0; i < 3; ++i) EXPECT_THAT(client.Read().body, HasSubstr(std::to_string(i)));
}

TEST_F(Unary, WritesErrorsAsConnectDoes) {
  const Reply reply = Fresh().Post(kGet, R"({"name":"ballots/none"})");
  EXPECT_EQ(reply.status, 404u);
  EXPECT_EQ(reply.Field("content-type"), "application/json");
  rapidjson::Document json;
  json.Parse(reply.body.c_str());
  ASSERT_FALSE(json.HasParseError()) << reply.body;
  EXPECT_STREQ(json["code"].GetString(), "not_found");
  EXPECT_STREQ(json["message"].GetString(), "there is no \xC3\xA9lection");
  ASSERT_EQ(json["details"].Size(), 2u);
  EXPECT_STREQ(json["details"][0]["type"].GetString(), "google.rpc.BadRequest");
  EXPECT_STREQ(json["details"][0]["debug"]["fieldViolations"][0]["field"].GetString(), "name");
  EXPECT_STREQ(json["details"][1]["type"].GetString(), "google.rpc.ErrorInfo");
  EXPECT_STREQ(json["details"][1]["debug"]["reason"].GetString(), "BALLOT_UNKNOWN");
  std::string bytes;
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(absl::Base64Unescape(json["details"][1]["value"].GetString(), &bytes));
  ASSERT_TRUE(info.ParseFromString(bytes));
  EXPECT_EQ(info.metadata().at("remedy"), "look again");
}

TEST_F(Unary, NamesTheFieldThatIsWrong) {
  const auto field = [this](const std::string& method, const std::string& json) {
    const Reply reply = Fresh().Post(method, json);
    EXPECT_EQ(reply.status, 400u) << reply.body;
    EXPECT_EQ(ReasonIn(reply.body), "BAD_MESSAGE") << reply.body;
    rapidjson::Document document;
    document.Parse(reply.body.c_str());
    for (const auto& detail : document["details"].GetArray()) {
      if (detail["debug"].HasMember("fieldViolations")) {
        return std::string(detail["debug"]["fieldViolations"][0]["field"].GetString());
      }
    }
    return std::string();
  };
  EXPECT_EQ(field(kGet, R"({"nmae":"ballots/a"})"), "nmae");
  EXPECT_EQ(field(kCast, R"({"vote":{"nmae":"x"}})"), "vote.nmae");
  EXPECT_EQ(field(kCast, R"({"vote":{"answer":"MAYBE"}})"), "vote.answer");
  EXPECT_EQ(field(kGet, R"({"name":)"), "");
  EXPECT_EQ(field(kGet, "[]"), "");
  EXPECT_EQ(field(kGet, "{\"name\":\"\xFF\"}"), "");
}

TEST_F(Unary, GetIsForWhatChangesNothing) {
  const std::string target = std::string(kGet) + "?connect=v1&encoding=json&message=";
  const Reply reply = Fresh().Get(target + "%7B%22name%22:%22ballots%2Fa%22%7D");
  EXPECT_EQ(reply.status, 200u) << reply.body;
  EXPECT_EQ(reply.body, R"({"name":"ballots/a"})");
  EXPECT_EQ(reply.Field("cache-control"), "private, no-cache");
  // What the client has already is not sent again.
  const Reply known = Fresh().Get(target + "%7B%22name%22:%22ballots%2Fa%22%7D",
                                  {{"if-none-match", reply.Field("etag")}});
  EXPECT_EQ(known.status, 304u);
  EXPECT_THAT(known.body, IsEmpty());

  const std::string base64 = absl::WebSafeBase64Escape(Bytes("ballots/b"));
  EXPECT_EQ(Fresh().Get(std::string(kGet) + "?encoding=proto&base64=1&message=" + base64).body,
            Bytes("ballots/b"));
  const Reply cast = Fresh().Get(std::string(kCast) + "?connect=v1&encoding=json&message=%7B%7D");
  EXPECT_EQ(cast.status, 405u);
  EXPECT_EQ(cast.Field("allow"), "POST");
  for (const char* bad : {"?encoding=json", "?message=%7B%7D",
                          "?encoding=xml&message=", "?connect=v2&encoding=json&message=%7B%7D",
                          "?encoding=proto&base64=1&message=!", "?encoding=json&base64=2&message=x",
                          "?compression=gzip&encoding=json&message=%7B%7D"}) {
    EXPECT_EQ(ReasonIn(Fresh().Get(std::string(kGet) + bad).body), "BAD_MESSAGE") << bad;
  }
}

TEST_F(Unary, RefusesWhatIsNoRpc) {
  const auto reason = [this](const std::string& method, const std::string& path,
                             const std::string& type, unsigned status) {
    const Reply reply = Fresh().Do(method, path, {{"content-type", type}}, "{}");
    EXPECT_EQ(reply.status, status) << path << " " << type << reply.body;
    return ReasonIn(reply.body);
  };
  const std::string json = "application/json";
  EXPECT_EQ(reason("POST", "/placet.ballots.v1.NoService/Get", json, 404), "UNKNOWN_METHOD");
  EXPECT_EQ(reason("POST", "/placet.ballots.v1.BallotService/No", json, 404), "UNKNOWN_METHOD");
  EXPECT_EQ(reason("POST", "/grpc.health.v1.Health/Check", json, 404), "UNKNOWN_METHOD");
  EXPECT_EQ(reason("POST", "/placet.access.v1.AccessService/MayI", json, 400), "WHICH_SERVICE");
  EXPECT_EQ(reason("POST", "/ballots/placet.access.v1.AccessService/MayI", json, 200), "");
  EXPECT_EQ(reason("PUT", kGet, json, 405), "METHOD_NOT_ALLOWED");
  EXPECT_EQ(reason("POST", kGet, "text/plain", 415), "UNSUPPORTED_TYPE");
  EXPECT_EQ(reason("POST", kGet, "application/grpc", 415), "UNSUPPORTED_TYPE");
  EXPECT_EQ(reason("POST", kGet, "application/json; charset=latin1", 415), "UNSUPPORTED_TYPE");
  EXPECT_EQ(reason("POST", kGet, "application/connect+json", 415), "UNSUPPORTED_TYPE");
  EXPECT_EQ(reason("POST", "/placet.ballots.v1.BallotService/WatchEvents", json, 415),
            "UNSUPPORTED_TYPE");
  EXPECT_THAT(Fresh().Do("POST", kGet, {{"content-type", "text/plain"}}, "").Field("accept-post"),
              HasSubstr("application/json"));
  const Reply packed = Fresh().Post(kGet, "{}", {{"content-encoding", "gzip"}});
  EXPECT_EQ(ReasonIn(packed.body), "UNSUPPORTED_ENCODING");
}

TEST_F(Unary, CarriesDeadlinesOver) {
  const absl::Time began = absl::Now();
  const Reply late =
      Fresh().Post(kGet, R"({"name":"ballots/hang"})", {{"connect-timeout-ms", "100"}});
  EXPECT_EQ(late.status, 504u);
  EXPECT_EQ(ReasonIn(late.body), "DEADLINE");
  EXPECT_GE(absl::Now() - began, absl::Milliseconds(99));
  Fresh().Post(kGet, "{}", {{"connect-timeout-ms", "60000"}});
  EXPECT_LT(service_->last().deadline, absl::Now() + absl::Seconds(61));
  EXPECT_GT(service_->last().deadline, absl::Now() + absl::Seconds(55));
  Fresh().Post(kGet, "{}");
  EXPECT_LT(service_->last().deadline, absl::Now() + absl::Seconds(31)) << "none is no licence";
  for (const char* bad : {"-1", "1s", "1.5", "12345678901", " "}) {
    if (*bad == ' ') continue;
    EXPECT_EQ(ReasonIn(Fresh().Post(kGet, "{}", {{"connect-timeout-ms", bad}}).body), "BAD_TIMEOUT")
        << bad;
  }
}

TEST_F(Unary, CancelsWhenTheClientLeaves) {
  Http client(address_);
  client.Send("POST", kGet, {{"content-type", "application/json"}}, R"({"name":"ballots/hang"})");
  ASSERT_TRUE(Eventually([this] { return service_->open() == 1; }));
  client.Close();
  EXPECT_TRUE(Eventually([this] { return service_->cancelled() == 1; }));
}

TEST_F(Unary, PassesOnWhoCallsAndNothingElse) {
  const std::string trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  Fresh().Post(kGet, "{}",
               {{"authorization", "Bearer t"},
                {"traceparent", trace},
                {"placet-caller", "people/x"},
                {"placet-client-address", "192.0.2.1"},
                {"x-anything", "y"},
                {"grpc-tags-bin", "AAAA"}});
  const auto metadata = service_->last().metadata;
  EXPECT_THAT(metadata, AllOf(Contains(Pair("authorization", "Bearer t")),
                              Contains(Pair("traceparent", trace))));
  for (const char* name : {"placet-caller", "placet-client-address", "x-anything"}) {
    EXPECT_THAT(metadata, Not(Contains(Key(name))));
  }
  // Where people sign in, the service learns from where.
  Fresh().Post("/placet.members.v1.SignInService/Login", "{}",
               {{"placet-client-address", "192.0.2.1"}});
  EXPECT_THAT(service_->last().metadata, Contains(Pair("placet-client-address", "127.0.0.1")));
  // What gRPC would not send as metadata is refused and ends nothing.
  EXPECT_EQ(Fresh().Post(kGet, "{}", {{"authorization", "Bearer \xC3\xA9"}}).status, 401u);
  EXPECT_EQ(Fresh().Post(kGet, "{}", {{"authorization", std::string(9000, 'x')}}).status, 401u);
  EXPECT_EQ(
      ReasonIn(Fresh()
                   .Post(kGet, "{}", {{"authorization", "Bearer a"}, {"authorization", "Bearer b"}})
                   .body),
      "TWO_CREDENTIALS");
  EXPECT_EQ(Fresh().Post(kGet, "{}", {{"traceparent", "not one"}}).status, 200u);
}

TEST_F(Unary, DescribesEveryUnaryRpc) {
  const Reply reply = Fresh().Get("/openapi.json");
  rapidjson::Document json;
  json.Parse(reply.body.c_str());
  ASSERT_FALSE(json.HasParseError());
  int unary = 0;
  for (const gateway::Method* method : catalogue_->All()) {
    if (!method->IsUnary()) continue;
    ++unary;
    const bool everywhere = !backends_->Of(*method).ok();
    const std::string path = everywhere ? "/members" + method->path : method->path;
    ASSERT_TRUE(json["paths"].HasMember(path.c_str())) << path;
    EXPECT_FALSE(
        std::string(json["paths"][path.c_str()]["post"]["description"].GetString()).empty());
  }
  EXPECT_GT(unary, 50);
  // Every reference leads somewhere.
  const std::string& text = reply.body;
  const std::string sign = "\"#/components/schemas/";
  for (size_t at = text.find(sign); at != std::string::npos; at = text.find(sign, at + 1)) {
    const size_t begin = at + sign.size();
    const std::string name = text.substr(begin, text.find('"', begin) - begin);
    ASSERT_TRUE(json["components"]["schemas"].HasMember(name.c_str())) << name;
  }
}

}  // namespace
}  // namespace placet::testing
