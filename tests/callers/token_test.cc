// Which tokens are believed. Each refusal is of a token that differs from a good one in one thing.
#include "services/callers/token.h"

#include <gtest/gtest.h>
#include <jwt.h>
#include <openssl/hmac.h>

#include "absl/strings/str_replace.h"
#include "services/callers/jws.h"
#include "tests/callers/keys.h"
#include "tests/support/matchers.h"

namespace placet::callers {
namespace {

using namespace placet::testing;  // NOLINT: matchers read like sentences
using absl::StatusCode;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class TokenTest : public ::testing::Test {
 protected:
  TokenTest() {
    WriteFile(folder_ / "keys.json", SetOf({Jwk(key_)}));
    EXPECT_THAT(keys_.Load(), IsOk());
  }

  absl::StatusOr<SignedIn> Check(const std::string& token) {
    return CheckAccess(token, keys_, {"placet", "placet"}, now_);
  }
  // A refusal says why, and never quotes the token.
  void Refuses(const std::string& token, const std::string& why,
               StatusCode code = StatusCode::kInvalidArgument) {
    const auto checked = Check(token);
    EXPECT_THAT(checked, StatusIs(code)) << why;
    EXPECT_THAT(std::string(checked.status().message()), HasSubstr(why));
    if (token.size() > 40) {
      EXPECT_THAT(std::string(checked.status().message()), Not(HasSubstr(token.substr(0, 20))));
    }
  }
  void RefusesHeader(const std::string& header, const std::string& why) {
    Token token = good_;
    token.header = header;
    Refuses(token.SignedBy(key_), why);
  }
  void RefusesClaims(const std::string& payload, const std::string& why) {
    Token token = good_;
    token.payload = payload;
    Refuses(token.SignedBy(key_), why);
  }

  const absl::Time now_ = absl::FromUnixSeconds(1'800'000'000);
  const Folder folder_;
  const Pkey key_ = NewEcKey();
  const std::string kid_ = KidOf(key_);
  const Token good_{kid_, now_};
  KeySet keys_{folder_ / "keys.json", Naming::kByThumbprint};
};

TEST_F(TokenTest, AGoodOneSaysWhoIsCalling) {
  const std::string token = good_.SignedBy(key_);
  const auto who = Check(token);
  ASSERT_THAT(who, IsOk());
  EXPECT_EQ(who->person, "people/anna");
  EXPECT_EQ(who->sign_in, "s1");
  EXPECT_EQ(who->expires, now_ + absl::Minutes(15));
  EXPECT_EQ(who->token, token);
}

TEST_F(TokenTest, IsBelievedWithinTheSkewOfClocksAndNotBeyond) {
  const auto at = [&](absl::Duration begins, absl::Duration ends) {
    Token token = good_;
    token.payload = Token::Claims("placet", "placet", "people/anna", now_ + begins, now_ + ends);
    return Check(token.SignedBy(key_));
  };
  EXPECT_THAT(at(absl::Seconds(30), absl::Minutes(10)), IsOk());
  EXPECT_THAT(at(absl::Seconds(31), absl::Minutes(10)), StatusIs(StatusCode::kInvalidArgument));
  EXPECT_THAT(at(-absl::Minutes(10), -absl::Seconds(29)), IsOk());
  EXPECT_THAT(at(-absl::Minutes(10), -absl::Seconds(30)), StatusIs(StatusCode::kDeadlineExceeded));
  // Longer than ours live: the memory of revoked sign-ins would not reach.
  EXPECT_THAT(at(absl::ZeroDuration(), absl::Seconds(901)), StatusIs(StatusCode::kInvalidArgument));
}

TEST_F(TokenTest, OfAnotherIssuerAudienceOrSubjectIsRefused) {
  const absl::Time end = now_ + absl::Minutes(15);
  RefusesClaims(Token::Claims("elsewhere", "placet", "people/anna", now_, end), "another issuer");
  RefusesClaims(Token::Claims("placet", "elsewhere", "people/anna", now_, end), "another audience");
  RefusesClaims(Token::Claims("placet", "placet", "services/ballotsd", now_, end),
                "not about a person");
  RefusesClaims(Token::Claims("placet", "placet", "people/anna", now_, end, ""), "no sign-in");
  RefusesClaims(Token::Claims("placet", "placet", "people/../x", now_, end), "not about a person");
}

TEST_F(TokenTest, WithoutATimeOrWithATimeThatIsNoneIsRefused) {
  for (const char* claim : {"iat", "nbf", "exp"}) {
    const std::string name = absl::StrCat("\"", claim, "\"");
    RefusesClaims(absl::StrReplaceAll(good_.payload, {{name, "\"was\""}}), "does not say");
    RefusesClaims(absl::StrReplaceAll(good_.payload, {{name + ":", name + ":\"x\",\"was\":"}}),
                  "does not say");
    RefusesClaims(absl::StrReplaceAll(good_.payload, {{name + ":", name + ":-1e9,\"was\":"}}),
                  "does not say");
  }
}

TEST_F(TokenTest, AlteredAnywhereIsRefused) {
  const std::string token = good_.SignedBy(key_);
  for (size_t i = 0; i < token.size(); ++i) {
    std::string altered = token;
    altered[i] = altered[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(Check(altered).ok()) << i;
  }
  Token other = good_;
  other.payload = absl::StrReplaceAll(other.payload, {{"people/anna", "people/bert"}});
  Refuses(other.With(SignEs256(key_.get(), good_.Protects())), "signature");
  Refuses(good_.With(""), "signature");
  Refuses(good_.With(std::string(64, '\0')), "signature");
  Refuses(good_.With(std::string(63, 'x')), "signature");
  Refuses(good_.SignedBy(NewEcKey()), "signature");
}

TEST_F(TokenTest, OfAnotherAlgorithmIsRefusedBeforeAnyKeyIsUsed) {
  const auto header = [&](const std::string& alg) {
    return absl::StrCat(R"({"typ":"JWT","alg":")", alg, R"(","kid":")", kid_, R"("})");
  };
  for (const char* alg : {"none", "None", "HS256", "RS256", "ES384", "es256", "PS256"}) {
    RefusesHeader(header(alg), "another algorithm");
  }
  Token token = good_;
  token.header = header("none");
  Refuses(token.With(""), "another algorithm");
}

// The key set is public, so anybody can make a MAC with it: a library that lets the token choose
// the algorithm takes it for a signature.
TEST_F(TokenTest, SignedWithThePublicKeyAsASecretIsRefused) {
  Token token = good_;
  token.header = absl::StrCat(R"({"typ":"JWT","alg":"HS256","kid":")", kid_, R"("})");
  const std::string pem = PublicPem(key_), text = token.Protects();
  unsigned char mac[32];
  unsigned size = sizeof mac;
  HMAC(EVP_sha256(), pem.data(), static_cast<int>(pem.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), mac, &size);
  const std::string forged = token.With(std::string(reinterpret_cast<char*>(mac), size));
  jwt_t* taken = nullptr;
  EXPECT_EQ(jwt_decode(&taken, forged.c_str(), reinterpret_cast<const unsigned char*>(pem.data()),
                       static_cast<int>(pem.size())),
            0)
      << "libjwt no longer takes it: it may be fit for more than a second opinion";
  jwt_free(taken);
  Refuses(forged, "another algorithm");
}

TEST_F(TokenTest, SignedByRsaIsRefused) {
  Token token = good_;
  token.header = absl::StrCat(R"({"typ":"JWT","alg":"RS256","kid":")", kid_, R"("})");
  Refuses(token.SignedByRsa(NewRsaKey()), "another algorithm");
}

TEST_F(TokenTest, WithAnUnfitHeaderIsRefused) {
  const auto with = [&](const std::string& more) {
    return absl::StrCat(R"({"alg":"ES256","kid":")", kid_, "\"", more, "}");
  };
  EXPECT_THAT(Check([&] {
                Token token = good_;
                token.header = with(R"(,"typ":"at+jwt")");
                return token.SignedBy(key_);
              }()),
              IsOk());
  RefusesHeader(with(R"(,"typ":"JWS")"), "another type");
  RefusesHeader(with(R"(,"typ":7)"), "another type");
  RefusesHeader(with(R"(,"crit":["exp"])"), "crit");
  RefusesHeader(with(R"(,"crit":[])"), "crit");
  RefusesHeader(with(absl::StrCat(R"(,"jwk":)", Jwk(key_))), "jwk");
  RefusesHeader(with(R"(,"jku":"https://example.org/keys")"), "jku");
  RefusesHeader(with(R"(,"alg":"none")"), "no JSON object");  // named twice
  RefusesHeader(R"({"typ":"JWT","alg":"ES256"})", "no key");
  RefusesHeader(R"({"typ":"JWT","alg":"ES256","kid":"unknown"})", "unknown key");
  RefusesHeader(R"({"typ":"JWT","kid":"x"})", "no algorithm");
  RefusesHeader("[]", "no JSON object");
}

TEST_F(TokenTest, WithClaimsNamedTwiceIsRefused) {
  RefusesClaims(absl::StrReplaceAll(good_.payload, {{"{", R"({"sub":"people/bert",)"}}),
                "no JSON object");
  RefusesClaims(std::string(3000, '['), "no JSON object");
  RefusesClaims("\xff", "no JSON object");
}

TEST_F(TokenTest, ThatIsNoneIsRefused) {
  const std::string token = good_.SignedBy(key_);
  for (const std::string& text :
       {std::string(), std::string("."), std::string(".."), std::string("a.b"), token + ".",
        token + "=", token + " ", " " + token, absl::StrReplaceAll(token, {{".", ".."}}),
        std::string(kLongestToken + 1, 'a')}) {
    EXPECT_THAT(Check(text), StatusIs(StatusCode::kInvalidArgument)) << text.substr(0, 30);
  }
}

// Another library makes a token that we believe, and believes one that we make.
TEST_F(TokenTest, AnotherLibraryAgrees) {
  WriteKey(folder_ / "1.pem", key_);
  Signer signer(folder_.path(), "placet", "placet");
  ASSERT_THAT(signer.Load(), IsOk());
  const SignedIn ours = signer.Sign("people/anna", "s1", now_);
  const auto again = Check(ours.token);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->expires, ours.expires);
  const std::string pem = PublicPem(key_);
  jwt_t* theirs = nullptr;
  ASSERT_EQ(
      jwt_decode(&theirs, ours.token.c_str(), reinterpret_cast<const unsigned char*>(pem.data()),
                 static_cast<int>(pem.size())),
      0);
  EXPECT_EQ(jwt_get_alg(theirs), JWT_ALG_ES256);
  EXPECT_STREQ(jwt_get_grant(theirs, "sub"), "people/anna");
  EXPECT_STREQ(jwt_get_grant(theirs, "sid"), "s1");
  EXPECT_EQ(jwt_get_grant_int(theirs, "exp"), absl::ToUnixSeconds(ours.expires));
  jwt_free(theirs);

  const auto private_pem = ReadFile(folder_ / "1.pem");
  jwt_t* made = nullptr;
  jwt_new(&made);
  jwt_add_grants_json(made, good_.payload.c_str());
  jwt_add_header(made, "kid", kid_.c_str());
  jwt_set_alg(made, JWT_ALG_ES256, reinterpret_cast<const unsigned char*>(private_pem->data()),
              static_cast<int>(private_pem->size()));
  char* token = jwt_encode_str(made);
  EXPECT_THAT(Check(token), IsOk());
  std::free(token);
  jwt_free(made);
}

TEST_F(TokenTest, AnIdTokenIsOfItsIssuerForUsAndSaysWhoItIs) {
  const Pkey rsa = NewRsaKey();
  WriteFile(folder_ / "id.json", SetOf({RsaJwk(rsa, "r1"), Jwk(key_)}));
  KeySet keys(folder_ / "id.json", Naming::kFree);
  ASSERT_THAT(keys.Load(), IsOk());
  const Expected expected{"https://id", "client", Algorithm::kRs256};
  const auto made = [&](const std::string& audience, const std::string& more) {
    Token token("r1", now_);
    token.header = R"({"alg":"RS256","kid":"r1"})";
    token.payload =
        absl::StrCat(R"({"iss":"https://id","aud":)", audience,
                     R"(,"sub":"4711","email":"a@b","iat":1800000000,"exp":1800000300)", more, "}");
    return token;
  };
  const auto check = [&](const std::string& token) {
    return CheckIdToken(token, keys, expected, "email", now_);
  };
  const auto good = check(made(R"("client")", R"(,"nonce":"n")").SignedByRsa(rsa));
  ASSERT_THAT(good, IsOk());
  EXPECT_EQ(good->subject, "a@b");
  EXPECT_EQ(good->nonce, "n");
  EXPECT_THAT(check(made(R"(["client"])", "").SignedByRsa(rsa)), IsOk());
  EXPECT_THAT(check(made(R"(["x","client"])", R"(,"azp":"client")").SignedByRsa(rsa)), IsOk());
  EXPECT_FALSE(check(made(R"(["x","client"])", "").SignedByRsa(rsa)).ok());
  EXPECT_FALSE(check(made(R"("x")", "").SignedByRsa(rsa)).ok());
  EXPECT_FALSE(check(made(R"("client")", "").SignedByRsa(NewRsaKey())).ok());
  // Its key for ES256 is there, but this issuer's algorithm is another.
  EXPECT_FALSE(check(Token(kid_, now_).SignedBy(key_)).ok());
}

}  // namespace
}  // namespace placet::callers
