// The gateway in front of all of Placet, as processes with TLS and tokens: whom it lets in, and
// that it lends its own name to nobody.
#include "tests/system/protected.h"

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "rapidjson/document.h"
#include "services/gateway/catalogue.h"
#include "tests/gateway/client.h"

namespace placet::testing {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kHead[] = "/placet.members.v1.MemberService/GetHead";
constexpr char kVote[] = "/placet.ballots.v1.BallotService/CastVote";
constexpr char kMyVote[] = R"({"vote":{"name":"ballots/dis/votes/m01","answer":"ANSWER_APPROVE"}})";

// The reason in a Connect error; "" where there is none.
std::string ReasonIn(const Reply& reply) {
  rapidjson::Document json;
  json.Parse(reply.body.c_str());
  if (json.HasParseError() || !json.IsObject() || !json.HasMember("details")) return "";
  for (const auto& detail : json["details"].GetArray()) {
    if (detail.HasMember("debug") && detail["debug"].HasMember("reason")) {
      return detail["debug"]["reason"].GetString();
    }
  }
  return "";
}

class GatewayTest : public Protected {
 protected:
  GatewayTest() {
    gateway_ = std::make_unique<Daemon>(GATEWAYD, GatewayFlags(gateway_tls_), gateway_tls_);
    EXPECT_TRUE(Eventually([this] { return Fresh().Get("/readyz").status == 200; }))
        << gateway_->Log();
  }

  std::vector<std::string> GatewayFlags(const rpc::Tls& tls) const {
    return {"--members",         directory_->address(), "--ballots",       ballots_->address(),
            "--comments",        comments_->address(),  "--tls-authority", tls.authority,
            "--tls-certificate", tls.certificate,       "--tls-key",       tls.key};
  }
  Http& ClientOf(const Daemon& gateway) {
    client_ = std::make_unique<Http>(gateway.address(), gateway_tls_.authority);
    return *client_;
  }
  Http& Fresh() { return ClientOf(*gateway_); }

  // Calls every rpc there is but those that anybody may call, without a token.
  void ExpectNobodyGetsInBy(const Daemon& gateway) {
    const auto catalogue = gateway::Catalogue::Load(DESCRIPTORS);
    ASSERT_THAT(catalogue, IsOk());
    int refused = 0;
    for (const gateway::Method* method : (*catalogue)->All()) {
      if (method->open) continue;
      const std::string& package = method->descriptor->file()->package();
      const bool everywhere = package == "placet.record.v1" || package == "placet.access.v1";
      const std::string path = (everywhere ? "/ballots" : "") + method->path;
      const bool unary = method->IsUnary();
      const Reply reply = ClientOf(gateway).Do(
          "POST", path, {{"content-type", unary ? "application/json" : "application/connect+json"}},
          unary ? "{}" : Envelope(0, "{}"));
      EXPECT_EQ(reply.status, unary ? 401u : 200u) << path << reply.body;
      EXPECT_THAT(reply.body, HasSubstr(R"("code":"unauthenticated")")) << path;
      EXPECT_THAT(reply.body, HasSubstr(R"("reason":"TOKEN_MISSING")")) << path;
      EXPECT_EQ(reply.Field("www-authenticate"), unary ? "Bearer" : "") << path;
      ++refused;
    }
    EXPECT_GT(refused, 100);
  }
  // The cookies of a session, as a browser sends them back.
  static std::string Cookies(const Reply& signed_in, bool with_refresh = false) {
    std::string cookies = absl::StrCat("__Host-placet=", signed_in.Cookie("__Host-placet"),
                                       "; __Host-placet-csrf=", CsrfOf(signed_in));
    if (with_refresh) {
      absl::StrAppend(&cookies,
                      "; __Secure-placet-refresh=", signed_in.Cookie("__Secure-placet-refresh"));
    }
    return cookies;
  }
  static std::string CsrfOf(const Reply& signed_in) {
    return signed_in.Cookie("__Host-placet-csrf");
  }
  Reply SignIn(const std::string& person, const std::string& password = kPassword) {
    return Fresh().Post(
        "/session", absl::StrCat(R"({"person":")", person, R"(","password":")", password, R"("})"));
  }

  const rpc::Tls gateway_tls_ = authority_.Certify("gatewayd", "placet://services/gatewayd");
  std::unique_ptr<Daemon> gateway_;
  std::unique_ptr<Http> client_;
};

// Many rpcs let services in by their certificates, and so would let in a gateway that shows one.
TEST_F(GatewayTest, LendsItsOwnNameToNobody) {
  OpenBallot();
  ASSERT_THAT(Ask(ballots_tls_), IsOk());
  ASSERT_THAT(Ask(gateway_tls_), HasReason("TOKEN_MISSING")) << "a gateway's lets nobody in";
  ExpectNobodyGetsInBy(*gateway_);
  // Not even where its certificate is one that services let in.
  Daemon disguised(GATEWAYD, GatewayFlags(ballots_tls_), ballots_tls_);
  ASSERT_TRUE(Eventually([&] { return ClientOf(disguised).Get("/readyz").status == 200; }));
  ExpectNobodyGetsInBy(disguised);
  // Nor to who claims to be somebody.
  for (const HttpFields& claim :
       {HttpFields{{"placet-caller", "people/central-secretariat"}},
        HttpFields{{"placet-caller", "services/gatewayd"}},
        HttpFields{{"x-forwarded-client-cert", "URI=placet://services/ballotsd"}},
        HttpFields{{"cookie", "placet=people/voter"}}}) {
    EXPECT_EQ(ReasonIn(Fresh().Post(kHead, "{}", claim)), "TOKEN_MISSING");
  }
  // Nor to who shows what is no token.
  for (const std::string token : {"", "Bearer", "Bearer ", "Basic eDp5", "Bearer x.y.z"}) {
    const Reply reply = Fresh().Post(kHead, "{}", {{"authorization", token}});
    EXPECT_EQ(reply.status, 401u) << token;
    EXPECT_EQ(ReasonIn(reply), "TOKEN_INVALID") << token << reply.body;
  }
  EXPECT_EQ(ReasonIn(Fresh().Post(kHead, "{}", {{"cookie", "__Host-placet=x.y.z"}})), "FORGED");
}

TEST_F(GatewayTest, PassesTheTokenOfAPersonOn) {
  OpenBallot();
  EXPECT_EQ(Fresh().Post(kHead, "{}", {{"authorization", voter_}}).status, 200u);
  const Reply vote = Fresh().Post(kVote, kMyVote, {{"authorization", voter_}});
  EXPECT_EQ(vote.status, 200u);
  EXPECT_THAT(vote.body, HasSubstr(R"("caster":"people/voter")"));
  // What the person may not do, it may not do through the gateway.
  const Reply closing =
      Fresh().Post("/placet.ballots.v1.BallotService/CloseBallot",
                   R"({"name":"ballots/dis","reason":"r"})", {{"authorization", voter_}});
  EXPECT_EQ(closing.status, 403u) << closing.body;
}

TEST_F(GatewayTest, AStreamShowsWhatHappensAndEndsWithTheSignIn) {
  OpenBallot();
  const auto watch = [this](Http& client, const std::string& token) {
    client.Send("POST", "/placet.ballots.v1.BallotService/WatchEvents",
                {{"content-type", "application/connect+json"}, {"authorization", token}},
                Envelope(0, "{}"));
    EXPECT_EQ(client.ReadHeader().status, 200u);
  };
  Http officer(gateway_->address(), gateway_tls_.authority);
  Http voter(gateway_->address(), gateway_tls_.authority);
  watch(officer, secretariat_);
  watch(voter, voter_);
  EXPECT_EQ(Fresh().Post(kVote, kMyVote, {{"authorization", voter_}}).status, 200u);
  std::pair<int, std::string> frame;
  do frame = officer.ReadFrame();
  while (frame.first == 0 && frame.second.find("votes/m01") == std::string::npos);
  EXPECT_EQ(frame.first, 0) << frame.second;
  // The voter is signed out; so its stream ends.
  const Reply out = Fresh().Post("/placet.members.v1.SignInService/RevokeSignIn",
                                 absl::StrCat(R"({"name":")", sign_in_, "\"}"),
                                 {{"authorization", secretariat_}});
  EXPECT_EQ(out.status, 200u) << out.body;
  do frame = voter.ReadFrame();
  while (frame.first == 0);
  EXPECT_EQ(frame.first, 2);
  EXPECT_THAT(frame.second, HasSubstr("SIGN_IN_REVOKED"));
}

TEST_F(GatewayTest, ASessionIsHeldInCookiesThatNoScriptReads) {
  OpenBallot();
  const Reply in = SignIn("people/voter");
  ASSERT_EQ(in.status, 200u) << in.body;
  EXPECT_THAT(in.body, AllOf(HasSubstr(R"("person":"people/voter")"), Not(HasSubstr("eyJ"))));
  EXPECT_THAT(in.CookieLine("__Host-placet"),
              AllOf(HasSubstr("; HttpOnly"), HasSubstr("; Secure"), HasSubstr("; SameSite=Strict"),
                    HasSubstr("; Path=/;"), Not(HasSubstr("Domain"))));
  EXPECT_THAT(in.CookieLine("__Secure-placet-refresh"),
              AllOf(HasSubstr("; HttpOnly"), HasSubstr("; Secure"), HasSubstr("; SameSite=Strict"),
                    HasSubstr("; Path=/session;")));
  EXPECT_THAT(in.CookieLine("__Host-placet-csrf"),
              AllOf(Not(HasSubstr("HttpOnly")), HasSubstr("; Secure"), HasSubstr("Path=/;")));

  const std::string cookies = Cookies(in);
  const auto vote = [&](HttpFields fields) {
    fields.emplace_back("cookie", cookies);
    return Fresh().Post(kVote, kMyVote, fields);
  };
  EXPECT_EQ(vote({{"x-placet-csrf", CsrfOf(in)}}).status, 200u);
  // Without the token that a page must read, or with another one, it may be another site's doing.
  for (const HttpFields& forged :
       {HttpFields{}, HttpFields{{"x-placet-csrf", ""}}, HttpFields{{"x-placet-csrf", "x"}},
        HttpFields{{"x-placet-csrf", CsrfOf(in) + "x"}},
        HttpFields{{"x-placet-csrf", CsrfOf(in)}, {"x-placet-csrf", CsrfOf(in)}}}) {
    const Reply reply = vote(forged);
    EXPECT_EQ(reply.status, 403u);
    EXPECT_EQ(ReasonIn(reply), "FORGED");
  }
  // A read that changes nothing needs none.
  const Reply shown = Fresh().Get(
      "/placet.members.v1.MemberService/GetHead?connect=v1"
      "&encoding=json&message=%7B%7D",
      {{"cookie", cookies}});
  EXPECT_EQ(shown.status, 200u) << shown.body;
  EXPECT_THAT(Fresh().Get("/session", {{"cookie", cookies}}).body,
              HasSubstr(R"("person":"people/voter")"));
  // Two callers are none.
  const Reply both = Fresh().Post(
      kVote, kMyVote,
      {{"cookie", cookies}, {"x-placet-csrf", CsrfOf(in)}, {"authorization", secretariat_}});
  EXPECT_EQ(ReasonIn(both), "TWO_CREDENTIALS");
}

TEST_F(GatewayTest, ASessionIsRefreshedAndEnded) {
  const Reply in = SignIn(kSecretariat);
  ASSERT_EQ(in.status, 200u);
  const HttpFields session = {{"cookie", Cookies(in, true)}, {"x-placet-csrf", CsrfOf(in)}};
  EXPECT_EQ(ReasonIn(Fresh().Do("POST", "/session/refresh", {{"cookie", Cookies(in, true)}})),
            "FORGED");
  const Reply again = Fresh().Do("POST", "/session/refresh", session);
  ASSERT_EQ(again.status, 200u) << again.body;
  EXPECT_NE(again.Cookie("__Host-placet"), in.Cookie("__Host-placet"));
  EXPECT_EQ(CsrfOf(again), CsrfOf(in)) << "other tabs have read it";

  const HttpFields renewed = {{"cookie", Cookies(again, true)}, {"x-placet-csrf", CsrfOf(again)}};
  EXPECT_EQ(ReasonIn(Fresh().Do("DELETE", "/session", {{"cookie", Cookies(again)}})), "FORGED");
  const Reply out = Fresh().Do("DELETE", "/session", renewed);
  EXPECT_EQ(out.status, 204u) << out.body;
  EXPECT_THAT(out.CookieLine("__Host-placet"), HasSubstr("Max-Age=0"));
  // Also for who has kept the cookies.
  EXPECT_EQ(ReasonIn(Fresh().Post(kHead, "{}", renewed)), "SIGN_IN_REVOKED");
  EXPECT_EQ(Fresh().Do("POST", "/session/refresh", renewed).status, 401u);
}

TEST_F(GatewayTest, AWrongPasswordIsRefusedAsTheServiceRefusesIt) {
  const Reply wrong = SignIn(kSecretariat, "wrong");
  EXPECT_EQ(wrong.status, 401u);
  EXPECT_EQ(ReasonIn(wrong), "SIGN_IN_REFUSED");
  EXPECT_THAT(wrong.CookieLine("__Host-placet"), IsEmpty());
  EXPECT_EQ(ReasonIn(Fresh().Do("POST", "/session", {{"content-type", "text/plain"}},
                                R"({"person":"people/x","password":"y"})")),
            "UNSUPPORTED_TYPE");
  EXPECT_EQ(ReasonIn(Fresh().Post("/session", R"({"person":3})")), "BAD_MESSAGE");
  EXPECT_EQ(ReasonIn(Fresh().Post("/session", "{}")), "INVALID_FIELD");
}

// All come to the directory from the gateway; it must not slow everybody for what one does.
TEST_F(GatewayTest, WhoGuessesPasswordsIsSlowedAndNobodyElse) {
  const auto guess = [this](const std::string& from, const std::string& person) {
    Http client(gateway_->address(), gateway_tls_.authority, from);
    return ReasonIn(client.Post("/session", absl::StrCat(R"({"person":"people/)", person,
                                                         R"(","password":"a wrong one"})")));
  };
  int tries = 0;
  while (guess("127.0.0.2", absl::StrCat("p", tries)) == "SIGN_IN_REFUSED" && tries < 50) ++tries;
  EXPECT_LT(tries, 30);
  EXPECT_EQ(guess("127.0.0.2", "somebody"), "SIGN_IN_SLOWED");
  EXPECT_EQ(guess("127.0.0.3", "somebody"), "SIGN_IN_REFUSED");
  EXPECT_EQ(SignIn(kSecretariat).status, 200u);
  // Nor can a client say that it comes from elsewhere.
  Http liar(gateway_->address(), gateway_tls_.authority, "127.0.0.2");
  const Reply lie =
      liar.Post("/session", R"({"person":"people/x","password":"a wrong one"})",
                {{"placet-client-address", "192.0.2.7"}, {"x-forwarded-for", "192.0.2.7"}});
  EXPECT_EQ(ReasonIn(lie), "SIGN_IN_SLOWED");
}

TEST_F(GatewayTest, PagesOfOtherOriginsAreRefused) {
  const std::string own = "https://" + gateway_->address();
  const auto ask = [this](const HttpFields& from) {
    HttpFields fields = from;
    fields.emplace_back("authorization", secretariat_);
    return Fresh().Post(kHead, "{}", fields);
  };
  EXPECT_EQ(ask({{"origin", own}}).status, 200u);
  EXPECT_EQ(ask({{"origin", own}, {"sec-fetch-site", "same-origin"}}).status, 200u);
  for (const HttpFields& foreign :
       {HttpFields{{"origin", "https://example.org"}}, HttpFields{{"origin", "null"}},
        HttpFields{{"origin", "http://" + gateway_->address()}},
        HttpFields{{"origin", own + ".example.org"}}, HttpFields{{"sec-fetch-site", "cross-site"}},
        HttpFields{{"sec-fetch-site", "same-site"}},
        HttpFields{{"origin", own}, {"origin", own}}}) {
    const Reply reply = ask(foreign);
    EXPECT_EQ(reply.status, 403u) << foreign[0].second;
    EXPECT_EQ(ReasonIn(reply), "FOREIGN_ORIGIN");
    EXPECT_THAT(reply.Field("access-control-allow-origin"), IsEmpty());
    EXPECT_EQ(ReasonIn(Fresh().Post("/session", "{}", foreign)), "FOREIGN_ORIGIN");
  }
  const Reply preflight = Fresh().Do("OPTIONS", kHead, {{"origin", "https://example.org"}});
  EXPECT_EQ(preflight.status, 405u);
  EXPECT_THAT(preflight.Field("access-control-allow-origin"), IsEmpty());
}

TEST_F(GatewayTest, TheLogTellsNoSecret) {
  const Reply in = SignIn(kSecretariat);
  Fresh().Post(kHead, R"({})", {{"authorization", secretariat_}});
  Fresh().Get("/session?password=quite-secret", {{"cookie", Cookies(in, true)}});
  Fresh().Get(
      "/placet.members.v1.MemberService/GetMember?connect=v1&encoding=json&message="
      "%7B%22name%22:%22members/secret%22%7D",
      {{"authorization", secretariat_}});
  Fresh().Get("/no/such\x7fpage");
  ASSERT_EQ(gateway_->Terminate(), 0);
  const std::string log = gateway_->Log();
  EXPECT_THAT(log, AllOf(HasSubstr("POST placet.members.v1.MemberService/GetHead status=200"),
                         HasSubstr("POST /session status=200")));
  for (const std::string& secret :
       {std::string("eyJ"), std::string("quite-secret"), std::string("members/secret"),
        std::string(kPassword), in.Cookie("__Secure-placet-refresh"), CsrfOf(in)}) {
    EXPECT_THAT(log, Not(HasSubstr(secret)));
  }
}

TEST_F(GatewayTest, ItsCertificateChangesWhileItRuns) {
  const std::string before = SerialOf(*gateway_);
  authority_.Certify("gatewayd", "placet://services/gatewayd");
  EXPECT_TRUE(Eventually([&] { return SerialOf(*gateway_) != before; }));
  EXPECT_EQ(Fresh().Get("/healthz").status, 200u);
}

TEST_F(GatewayTest, SaysThatItIsNotReadyWhileAServiceIsAway) {
  comments_->Kill9();
  const Reply reply = Fresh().Get("/readyz");
  EXPECT_EQ(reply.status, 503u);
  EXPECT_THAT(reply.body, AllOf(HasSubstr("members serves"), HasSubstr("comments does not serve")));
  const Reply call = Fresh().Post("/placet.comments.v1.CommentService/GetCommentCounts",
                                  R"({"ballot":"ballots/dis"})", {{"authorization", secretariat_}});
  EXPECT_EQ(call.status, 503u);
  EXPECT_EQ(ReasonIn(call), "SERVICE_UNAVAILABLE");
  EXPECT_THAT(call.body, Not(HasSubstr("127.0.0.1")));
  EXPECT_EQ(Fresh().Get("/healthz").status, 200u);
}

}  // namespace
}  // namespace placet::testing
