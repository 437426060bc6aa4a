// What is remembered: keys that change, tokens that were verified, sign-ins that were revoked.
#include "services/callers/tokens.h"

#include <gtest/gtest.h>

#include <fstream>

#include "absl/time/clock.h"
#include "services/rpc/caller.h"
#include "services/rpc/revocations.h"
#include "tests/callers/keys.h"
#include "tests/support/matchers.h"
#include "tests/support/process.h"

namespace placet::callers {
namespace {

using namespace placet::testing;  // NOLINT: matchers read like sentences
using absl::StatusCode;

class TokensTest : public ::testing::Test {
 protected:
  TokensTest() {
    WriteFile(folder_ / "keys.json", SetOf({Jwk(key_)}));
    EXPECT_THAT(keys_.Load(), IsOk());
  }
  std::string Made(const Pkey& key) const { return Token(KidOf(key), now_).SignedBy(key); }

  absl::Time now_ = absl::FromUnixSeconds(1'800'000'000);
  const Folder folder_;
  const Pkey key_ = NewEcKey();
  KeySet keys_{folder_ / "keys.json", Naming::kByThumbprint};
  Tokens tokens_{keys_, {"placet", "placet"}};
};

TEST_F(TokensTest, ARememberedTokenExpiresAllTheSame) {
  const std::string token = Made(key_);
  const auto first = tokens_.Check(token, now_);
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(*tokens_.Check(token, now_ + absl::Minutes(15)), *first);  // the same, not another
  EXPECT_THAT(tokens_.Check(token, now_ + absl::Minutes(15) + absl::Seconds(30)),
              StatusIs(StatusCode::kDeadlineExceeded));
}

TEST_F(TokensTest, ARememberedTokenIsRefusedWhenItsSignInIsRevoked) {
  const std::string token = Made(key_);
  ASSERT_THAT(tokens_.Check(token, now_), IsOk());
  EXPECT_TRUE(tokens_.revoked().Add("s1", now_, now_));
  EXPECT_THAT(tokens_.Check(token, now_), StatusIs(StatusCode::kPermissionDenied));
  EXPECT_FALSE(tokens_.revoked().Add("s1", now_, now_));  // known
}

TEST_F(TokensTest, ARevokedSignInIsRememberedUntilItsLastTokenHasExpired) {
  Revoked revoked;
  revoked.Add("old", now_, now_);
  revoked.Add("next", now_ + absl::Minutes(15), now_ + absl::Minutes(15));
  EXPECT_TRUE(revoked.Has("old"));
  revoked.Add("last", now_ + absl::Minutes(17), now_ + absl::Minutes(17));
  EXPECT_FALSE(revoked.Has("old"));
  EXPECT_TRUE(revoked.Has("next"));
  // What was revoked so long ago that no token lives is not taken in.
  EXPECT_FALSE(revoked.Add("ancient", now_, now_ + absl::Hours(1)));
  EXPECT_FALSE(revoked.Has("ancient"));
}

TEST_F(TokensTest, ManyTokensPushTheEldestOutAndAllStayGood) {
  std::vector<std::string> made;
  for (int i = 0; i < 200; ++i) {
    Token token(KidOf(key_), now_);
    token.payload = Token::Claims("placet", "placet", absl::StrCat("people/p", i), now_,
                                  now_ + absl::Minutes(15));
    made.push_back(token.SignedBy(key_));
  }
  for (int round = 0; round < 60; ++round) {
    for (size_t i = 0; i < made.size(); ++i) {
      const auto who = tokens_.Check(made[i], now_);
      ASSERT_THAT(who, IsOk());
      ASSERT_EQ((*who)->person, absl::StrCat("people/p", i));
    }
  }
}

TEST_F(TokensTest, AKeyThatIsAddedIsFoundAndOneThatIsTakenAwayIsNot) {
  const Pkey second = NewEcKey();
  EXPECT_THAT(tokens_.Check(Made(second), now_), StatusIs(StatusCode::kInvalidArgument));
  ASSERT_THAT(tokens_.Check(Made(key_), now_), IsOk());
  WriteFile(folder_ / "keys.json", SetOf({Jwk(key_), Jwk(second)}));
  EXPECT_TRUE(Eventually([&] { return tokens_.Check(Made(second), now_).ok(); }));
  EXPECT_THAT(tokens_.Check(Made(key_), now_), IsOk());
  const std::string remembered = Made(key_);
  ASSERT_THAT(tokens_.Check(remembered, now_), IsOk());
  WriteFile(folder_ / "keys.json", SetOf({Jwk(second)}));
  EXPECT_TRUE(Eventually([&] { return !tokens_.Check(remembered, now_).ok(); }));
}

TEST_F(TokensTest, AKeySetThatBreaksLeavesTheOneBeforeInUse) {
  WriteFile(folder_ / "keys.json", "{");
  keys_.Refresh();
  EXPECT_THAT(keys_.Load(), StatusIs(StatusCode::kInvalidArgument));
  EXPECT_THAT(tokens_.Check(Made(key_), now_), IsOk());
}

TEST(KeySet, IsRefusedUnlessEveryKeyIsAPublicKeyOfItsName) {
  const Pkey key = NewEcKey();
  const std::string jwk = Jwk(key);
  const auto parse = [](const std::string& json) {
    return ParseKeySet(json, Naming::kByThumbprint).status();
  };
  const auto replaced = [&](const std::string& what, const std::string& by) {
    std::string text = jwk;
    text.replace(text.find(what), what.size(), by);
    return SetOf({text});
  };
  EXPECT_THAT(parse(SetOf({jwk})), IsOk());
  EXPECT_FALSE(parse(SetOf({})).ok());
  EXPECT_FALSE(parse(SetOf({jwk, jwk})).ok());
  EXPECT_FALSE(parse("{}").ok());
  EXPECT_FALSE(parse(SetOf({"7"})).ok());
  EXPECT_FALSE(parse(replaced("\"kty\":\"EC\"", "\"kty\":\"oct\",\"k\":\"AA\"")).ok());
  EXPECT_FALSE(parse(replaced("P-256", "P-384")).ok());
  EXPECT_FALSE(parse(replaced("ES256", "HS256")).ok());
  EXPECT_FALSE(parse(replaced("\"x\"", "\"d\":\"AA\",\"x\"")).ok());
  EXPECT_FALSE(parse(replaced(KidOf(key), "mine")).ok());
  // Off the curve.
  const std::string zeros = Base64(std::string(32, '\0'));
  EXPECT_FALSE(ParseKeySet(absl::StrCat(R"({"keys":[{"kty":"EC","crv":"P-256","kid":"k","x":")",
                                        zeros, R"(","y":")", zeros, R"("}]})"),
                           Naming::kFree)
                   .ok());
  // RSA serves other issuers, with keys that are long enough.
  EXPECT_FALSE(parse(SetOf({RsaJwk(NewRsaKey(), "r")})).ok());
  EXPECT_THAT(ParseKeySet(SetOf({RsaJwk(NewRsaKey(), "r")}), Naming::kFree).status(), IsOk());
  EXPECT_FALSE(ParseKeySet(SetOf({RsaJwk(NewRsaKey(1024), "r")}), Naming::kFree).ok());
}

TEST(Thumbprint, IsThatOfTheStandard) {
  // RFC 7517 A.1, whose EC key has this thumbprint by the rule of RFC 7638.
  const Point point{*Unbase64("MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4"),
                    *Unbase64("4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM")};
  EXPECT_EQ(Thumbprint(point), "cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s");
}

TEST(Signer, TheNewestKeyByNameSignsWithoutARestart) {
  const Folder folder;
  const Pkey first = NewEcKey(), second = NewEcKey();
  WriteKey(folder / "2026-01.pem", first);
  Signer signer(folder.path(), "placet", "placet");
  ASSERT_THAT(signer.Load(), IsOk());
  WriteFile(folder / "keys.json", SetOf({Jwk(first), Jwk(second)}));
  KeySet keys(folder / "keys.json", Naming::kByThumbprint);
  ASSERT_THAT(keys.Load(), IsOk());
  const auto header_of = [&] {
    const SignedIn made = signer.Sign("people/anna", "s1", absl::Now());
    EXPECT_THAT(CheckAccess(made.token, keys, {"placet", "placet"}, absl::Now()), IsOk());
    return *Unbase64(made.token.substr(0, made.token.find('.')));
  };
  EXPECT_THAT(header_of(), ::testing::HasSubstr(KidOf(first)));
  WriteKey(folder / "2026-02.pem", second);
  EXPECT_THAT(header_of(), ::testing::HasSubstr(KidOf(second)));
  // One that others can read is not taken; the one before goes on signing.
  WriteKey(folder / "2026-03.pem", NewEcKey(), 0644);
  EXPECT_THAT(header_of(), ::testing::HasSubstr(KidOf(second)));
  EXPECT_THAT(signer.Load(), StatusIs(StatusCode::kFailedPrecondition));
}

TEST(Signer, RefusesToBeginWithoutAFitKey) {
  const Folder folder;
  EXPECT_THAT(Signer(folder.path(), "placet", "placet").Load(), StatusIs(StatusCode::kNotFound));
  WriteKey(folder / "1.pem", NewEcKey(), 0640);
  EXPECT_THAT(Signer(folder.path(), "placet", "placet").Load(),
              StatusIs(StatusCode::kFailedPrecondition));
  WriteKey(folder / "1.pem", NewRsaKey());
  EXPECT_THAT(Signer(folder.path(), "placet", "placet").Load(),
              StatusIs(StatusCode::kInvalidArgument));
  WriteFile(folder / "1.pem", "no key");
  EXPECT_THAT(Signer(folder.path(), "placet", "placet").Load(),
              StatusIs(StatusCode::kInvalidArgument));
}

TEST(PeerCertificate, NamesAServiceOnlyInOneForm) {
  EXPECT_EQ(rpc::ServiceOf("placet://services/ballotsd"), "services/ballotsd");
  for (const char* uri :
       {"", "placet://", "placet://people/anna", "placet://services/", "https://services/ballotsd",
        "placet://services/a/b", "placet://services/BALLOTSD", "xplacet://services/ballotsd"}) {
    EXPECT_EQ(rpc::ServiceOf(uri), "") << uri;
  }
}

TEST(PersonId, IsNeverThatOfAService) {
  EXPECT_EQ(rpc::PersonId("people/anna"), "anna");
  EXPECT_EQ(rpc::PersonId("services/anna"), "");
  EXPECT_EQ(rpc::PersonId("anna"), "");
  EXPECT_EQ(rpc::PersonId(""), "");
}

}  // namespace
}  // namespace placet::callers
