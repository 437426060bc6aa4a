// Signing in: passwords, refresh tokens, ID tokens; who may set and end what; every refusal.
#include <thread>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "services/members/service_sign_in.h"
#include "services/members/sign_in_follower.h"
#include "services/rpc/caller.h"
#include "tests/callers/keys.h"
#include "tests/members/directory.h"
#include "tests/support/process.h"

namespace placet::members {
namespace {

using absl::StatusCode;
using ::testing::AllOf;
using S = pb::SignInService::Stub;
using SignInClient = As<pb::SignInService>;

constexpr char kPassword[] = "correct horse battery";
constexpr char kIssuer[] = "https://id.example.org";

int64_t RetrySeconds(const absl::Status& status) {
  google::rpc::RetryInfo retry;
  const auto payload = status.GetPayload("type.googleapis.com/google.rpc.RetryInfo");
  if (payload) retry.ParseFromString(std::string(*payload));
  return retry.retry_delay().seconds();
}

class SignInTest : public Directory {
 protected:
  SignInTest() {
    WriteKey(folder_ / "1.pem", key_);
    WriteFile(folder_ / "keys.json", SetOf({Jwk(key_)}));
    WriteFile(folder_ / "id.json", SetOf({RsaJwk(rsa_, "r1")}));
    WriteFile(folder_ / "issuers.json",
              absl::StrCat(R"({"issuers":[{"issuer":")", kIssuer,
                           R"(","audience":"placet","algorithm":"RS256","keys":")",
                           folder_ / "id.json", R"("}]})"));
    EXPECT_THAT(keys_.Load(), IsOk());
    EXPECT_THAT(signer_.Load(), IsOk());
    issuers_ = *Issuers::Read(folder_ / "issuers.json");
    sign_ins_.emplace(served_.store, signer_, *issuers_, tokens_.revoked(), clock_.AsClock());
    server_.emplace(std::initializer_list<grpc::Service*>{&served_.service, &*sign_ins_});
    BelieveNames(true);
    PutPerson("anna");
    SetPassword("anna", kPassword);
  }
  ~SignInTest() override { rpc::SetCallers(nullptr); }

  void BelieveNames(bool believe) {
    rpc::SetCallers(std::make_shared<const rpc::Callers>(
        rpc::Callers::Options{&tokens_, believe, clock_.AsClock()}));
  }
  SignInClient By(const std::string& caller) const {
    return SignInClient(server_->channel(), caller);
  }
  static std::string Shown(const pb::Tokens& tokens) { return "Bearer " + tokens.access_token(); }

  absl::StatusOr<pb::SetPasswordResponse> TrySetPassword(const std::string& caller,
                                                         const std::string& person,
                                                         const std::string& password,
                                                         const std::string& old = "",
                                                         const std::string& email = "") const {
    pb::SetPasswordRequest request;
    request.set_person("people/" + person);
    request.set_new_password(password);
    request.set_old_password(old);
    request.set_email(email);
    return By(caller)(&S::SetPassword, request);
  }
  void SetPassword(const std::string& person, const std::string& password) {
    ASSERT_THAT(TrySetPassword("people/central-secretariat", person, password), IsOk());
  }
  absl::StatusOr<pb::Tokens> TryLogin(const std::string& person,
                                      const std::string& password) const {
    pb::LoginRequest request;
    request.set_person(person);
    request.set_password(password);
    request.set_client("a test");
    return By("")(&S::Login, request);
  }
  pb::Tokens Login(const std::string& person, const std::string& password = kPassword) const {
    const auto tokens = TryLogin("people/" + person, password);
    EXPECT_THAT(tokens, IsOk());
    return tokens.ok() ? *tokens : pb::Tokens();
  }
  absl::StatusOr<pb::Tokens> Refresh(const std::string& token) const {
    pb::RefreshRequest request;
    request.set_refresh_token(token);
    return By("")(&S::Refresh, request);
  }
  absl::StatusOr<pb::SignIn> Revoke(const std::string& caller, const std::string& name) const {
    pb::RevokeSignInRequest request;
    request.set_name(name);
    return By(caller)(&S::RevokeSignIn, request);
  }
  absl::Status Call(const std::string& caller) const {
    return Client(server_->channel(), caller)(&Stub::GetHead, pb::GetHeadRequest()).status();
  }

  absl::StatusOr<pb::Person> Erase(const std::string& caller, const std::string& person) const {
    pb::ErasePersonRequest request;
    request.set_name(person);
    return By(caller)(&S::ErasePerson, request);
  }
  // Every row of every table of the directory, bytes as they are.
  std::string AllRows() const {
    const auto& cluster = Cluster::Shared();
    std::string all;
    for (absl::string_view table :
         absl::StrSplit(cluster.Sql(database_,
                                    "SELECT string_agg(tablename, ' ') FROM pg_tables "
                                    "WHERE schemaname = 'members'"),
                        ' ')) {
      const std::string from = absl::StrCat("members.", table, " t");
      absl::StrAppend(&all, cluster.Sql(database_, absl::StrCat("SELECT t::text FROM ", from)));
    }
    return all + cluster.Sql(database_, "SELECT encode(change, 'escape') FROM members.event");
  }

  // An ID token of the issuer, good until a test changes a part.
  std::string IdToken(const std::string& subject, const std::string& nonce,
                      const std::string& audience = "placet") const {
    Token token("r1", clock_.Now());
    token.header = R"({"alg":"RS256","kid":"r1"})";
    token.payload =
        Token::Claims(kIssuer, audience, subject, clock_.Now(), clock_.Now() + absl::Minutes(5),
                      absl::StrCat(R"(,"nonce":")", nonce, "\""));
    return token.SignedByRsa(rsa_);
  }
  absl::StatusOr<pb::Tokens> Exchange(const std::string& token, const std::string& nonce) const {
    pb::ExchangeIdTokenRequest request;
    request.set_id_token(token);
    request.set_nonce(nonce);
    return By("")(&S::ExchangeIdToken, request);
  }
  absl::StatusOr<pb::Identity> Link(const std::string& caller, const std::string& subject,
                                    const std::string& person) const {
    pb::LinkIdentityRequest request;
    request.mutable_identity()->set_issuer(kIssuer);
    request.mutable_identity()->set_subject(subject);
    request.mutable_identity()->set_person(person);
    return By(caller)(&S::LinkIdentity, request);
  }

  const std::string secretary_ = "people/central-secretariat";
  const Folder folder_;
  const Pkey key_ = NewEcKey();
  inline static const Pkey rsa_ = NewRsaKey();  // takes a while to make
  callers::KeySet keys_{folder_ / "keys.json", callers::Naming::kByThumbprint};
  callers::Tokens tokens_{keys_, {"placet", "placet"}};
  callers::Signer signer_{folder_.path(), "placet", "placet"};
  std::unique_ptr<Issuers> issuers_;
  std::optional<SignIns> sign_ins_;
  std::optional<InProcess> server_;
};

TEST_F(SignInTest, ATokenOpensTheDoorUntilItExpires) {
  BelieveNames(false);
  EXPECT_THAT(Call(""), AllOf(StatusIs(StatusCode::kUnauthenticated), HasReason("TOKEN_MISSING")));
  EXPECT_THAT(Call("people/anna"), HasReason("TOKEN_MISSING"));  // a name is nothing
  const pb::Tokens tokens = Login("anna");
  EXPECT_EQ(tokens.expire_time().seconds(), absl::ToUnixSeconds(clock_.Now() + absl::Minutes(15)));
  EXPECT_EQ(tokens.sign_in().client(), "a test");
  EXPECT_THAT(Call(Shown(tokens)), IsOk());
  clock_.Advance(absl::Minutes(15));
  EXPECT_THAT(Call(Shown(tokens)), IsOk());  // within the skew of clocks
  clock_.Advance(absl::Seconds(30));
  EXPECT_THAT(Call(Shown(tokens)),
              AllOf(StatusIs(StatusCode::kUnauthenticated), HasReason("TOKEN_EXPIRED")));
}

TEST_F(SignInTest, ABadTokenIsRefusedAndNotPassedOverForTheNameBesideIt) {
  const std::string good = Shown(Login("anna"));
  std::string altered = good;
  altered[altered.size() / 2] = altered[altered.size() / 2] == 'A' ? 'B' : 'A';
  const auto refused = AllOf(StatusIs(StatusCode::kUnauthenticated), HasReason("TOKEN_INVALID"));
  for (const std::string& shown : {altered, std::string("Bearer "), std::string("Bearer x")}) {
    EXPECT_THAT(Call(shown), refused) << shown;
    const auto context = ContextOf(shown);
    context->AddMetadata("placet-caller", secretary_);
    pb::Head head;
    const auto stub = pb::MemberService::NewStub(server_->channel());
    EXPECT_THAT(stub->GetHead(context.get(), pb::GetHeadRequest(), &head), refused) << shown;
  }
  const auto twice = ContextOf(good);
  twice->AddMetadata("authorization", good);
  pb::Head head;
  EXPECT_THAT(pb::MemberService::NewStub(server_->channel())
                  ->GetHead(twice.get(), pb::GetHeadRequest(), &head),
              refused);
}

TEST_F(SignInTest, AnUnknownPersonAndAWrongPasswordGetTheSameAnswer) {
  const auto wrong = TryLogin("people/anna", "another password");
  EXPECT_THAT(wrong, AllOf(StatusIs(StatusCode::kUnauthenticated), HasReason("SIGN_IN_REFUSED")));
  PutPerson("without-password");
  for (const char* person : {"people/nobody", "people/without-password", "services/ballotsd",
                             "nobody@example.org", "'; --"}) {
    EXPECT_EQ(TryLogin(person, kPassword).status(), wrong.status()) << person;
  }
}

TEST_F(SignInTest, FailedOnesAreSlowedEachTimeTwiceAsLong) {
  for (int i = 0; i < Slowing::kFreeOfAccount + 1; ++i) {
    ASSERT_THAT(TryLogin("people/anna", "wrong password"), HasReason("SIGN_IN_REFUSED")) << i;
  }
  for (const int64_t seconds : {1, 2, 4, 8}) {
    // The right password does not help meanwhile, or it could be guessed by trying on.
    const auto slowed = TryLogin("people/anna", kPassword).status();
    EXPECT_THAT(slowed,
                AllOf(StatusIs(StatusCode::kResourceExhausted), HasReason("SIGN_IN_SLOWED")));
    EXPECT_EQ(RetrySeconds(slowed), seconds);
    clock_.Advance(absl::Seconds(seconds));
    if (seconds == 8) break;
    EXPECT_THAT(TryLogin("people/anna", "wrong"), HasReason("SIGN_IN_REFUSED"));
  }
  EXPECT_THAT(TryLogin("people/anna", kPassword), IsOk());
  EXPECT_THAT(TryLogin("people/anna", "wrong again"), HasReason("SIGN_IN_REFUSED"));
  EXPECT_THAT(TryLogin("people/anna", kPassword), IsOk());  // forgiven
}

TEST_F(SignInTest, AnAddressThatTriesManyAccountsIsSlowed) {
  absl::Status last;
  int tried = 0;
  for (; tried <= Slowing::kFreeOfAddress + 1; ++tried) {
    last = TryLogin(absl::StrCat("people/p", tried), "password1234").status();
    if (rpc::ReasonOf(last) != "SIGN_IN_REFUSED") break;
  }
  EXPECT_EQ(tried, Slowing::kFreeOfAddress + 1);
  EXPECT_THAT(last, HasReason("SIGN_IN_SLOWED"));
}

TEST_F(SignInTest, ManyAtOnceAreRefusedRatherThanKeptWaiting) {
  std::atomic<int> overloaded = 0, refused = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 3 * Passwords::kMostWaiting; ++i) {
    threads.emplace_back([&, i] {
      const auto login = TryLogin(absl::StrCat("people/q", i), kPassword);
      const std::string reason = rpc::ReasonOf(login.status());
      overloaded += reason == "OVERLOADED" || reason == "SIGN_IN_SLOWED";
      refused += reason == "SIGN_IN_REFUSED";
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_GT(overloaded, 0);
  EXPECT_GE(refused, 1);
  EXPECT_EQ(overloaded + refused, 3 * Passwords::kMostWaiting);
}

TEST_F(SignInTest, AnEmailAddressServesAsNameAndBelongsToOne) {
  ASSERT_THAT(TrySetPassword(secretary_, "anna", kPassword, "", "Anna@Example.org"), IsOk());
  EXPECT_THAT(TryLogin("anna@example.ORG", kPassword), IsOk());
  PutPerson("bert");
  EXPECT_THAT(TrySetPassword(secretary_, "bert", kPassword, "", "anna@example.org"),
              AllOf(StatusIs(StatusCode::kAlreadyExists), HasReason("EMAIL_TAKEN")));
  EXPECT_THAT(TrySetPassword(secretary_, "bert", kPassword, "", "bert"), HasField("email"));
}

TEST_F(SignInTest, ARefreshTokenServesOnceAndItsSecondUseRevokesTheSignIn) {
  const pb::Tokens first = Login("anna");
  const auto second = Refresh(first.refresh_token());
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(second->sign_in().name(), first.sign_in().name());
  EXPECT_NE(second->refresh_token(), first.refresh_token());
  EXPECT_THAT(Call(Shown(*second)), IsOk());
  const int64_t head = Head();

  const auto refused = AllOf(StatusIs(StatusCode::kUnauthenticated), HasReason("SIGN_IN_REVOKED"));
  EXPECT_THAT(Refresh(first.refresh_token()), refused);
  EXPECT_THAT(Call(Shown(*second)), refused);  // remembered, and refused all the same
  EXPECT_THAT(Call(Shown(first)), refused);
  EXPECT_THAT(Refresh(second->refresh_token()), HasReason("REFRESH_REFUSED"));
  EXPECT_THAT(Refresh(first.refresh_token()), refused);
  EXPECT_EQ(Head(), head + 1);  // told once
}

TEST_F(SignInTest, ARefreshTokenThatIsNoneOrTooOldIsRefused) {
  const auto refused = AllOf(StatusIs(StatusCode::kUnauthenticated), HasReason("REFRESH_REFUSED"));
  EXPECT_THAT(Refresh("x"), refused);
  const pb::Tokens tokens = Login("anna");
  EXPECT_THAT(Refresh(tokens.access_token()), refused);
  clock_.Advance(absl::Hours(24 * 30));
  EXPECT_THAT(Refresh(tokens.refresh_token()), refused);
}

TEST_F(SignInTest, ASignInIsEndedByItsPersonOrTheSecretariatAndNobodyElse) {
  PutPerson("bert");
  const pb::Tokens tokens = Login("anna"), other = Login("anna");
  const std::string name = tokens.sign_in().name();
  EXPECT_THAT(Revoke("people/bert", name),
              AllOf(StatusIs(StatusCode::kPermissionDenied), HasReason("ROLE_MISSING")));
  EXPECT_THAT(Revoke("services/anna", name), StatusIs(StatusCode::kPermissionDenied));
  pb::ListSignInsRequest list;
  list.set_parent("people/anna");
  EXPECT_THAT(By("people/bert")(&S::ListSignIns, list), HasReason("ROLE_MISSING"));
  EXPECT_EQ(By(Shown(tokens))(&S::ListSignIns, list)->sign_ins_size(), 2);

  EXPECT_TRUE(Revoke(Shown(tokens), name)->has_revoke_time());
  EXPECT_THAT(Call(Shown(tokens)), HasReason("SIGN_IN_REVOKED"));
  EXPECT_THAT(Call(Shown(other)), IsOk());
  EXPECT_THAT(Revoke(secretary_, other.sign_in().name()), IsOk());
  EXPECT_THAT(Revoke(secretary_, other.sign_in().name()), IsOk());  // it is so already
  EXPECT_THAT(Call(Shown(other)), HasReason("SIGN_IN_REVOKED"));
  EXPECT_THAT(Revoke(secretary_, "people/anna/sign-ins/none"), HasReason("NOT_FOUND"));
  EXPECT_THAT(Revoke(secretary_, "people/anna"), HasField("name"));
  EXPECT_EQ(By(secretary_)(&S::ListSignIns, list)->sign_ins_size(), 0);
}

TEST_F(SignInTest, ARevocationIsAnEventOfSidPersonAndTimeAlone) {
  const pb::Tokens tokens = Login("anna");
  ASSERT_THAT(Revoke(secretary_, tokens.sign_in().name()), IsOk());
  const auto context = ContextOf("services/ballotsd");
  pb::WatchEventsRequest request;
  request.set_subject_prefix("sign-ins/");
  request.set_until_head(true);
  const auto stub = pb::MemberService::NewStub(server_->channel());
  const auto stream = stub->WatchEvents(context.get(), request);
  pb::Event event;
  ASSERT_TRUE(stream->Read(&event));
  const std::string sid = tokens.sign_in().name().substr(sizeof("people/anna/sign-ins/") - 1);
  EXPECT_EQ(event.subject(), "sign-ins/" + sid);
  EXPECT_EQ(event.sign_in().sid(), sid);
  EXPECT_EQ(event.sign_in().person(), "people/anna");
  EXPECT_EQ(event.sign_in().revoke_time().seconds(), absl::ToUnixSeconds(clock_.Now()));
  EXPECT_FALSE(stream->Read(&event));
}

TEST_F(SignInTest, AnOpenStreamOfSomebodyWhoIsSignedOutEnds) {
  const pb::Tokens tokens = Login("anna");
  const auto context = ContextOf(Shown(tokens));
  const auto stub = pb::MemberService::NewStub(server_->channel());
  const auto stream = stub->WatchEvents(context.get(), pb::WatchEventsRequest());
  pb::Event event;
  ASSERT_TRUE(stream->Read(&event));
  ASSERT_THAT(Revoke(secretary_, tokens.sign_in().name()), IsOk());
  while (stream->Read(&event)) {
  }
  EXPECT_THAT(stream->Finish(), HasReason("SIGN_IN_REVOKED"));
}

TEST_F(SignInTest, WhatAnotherProcessRevokesIsHeardOf) {
  callers::Revoked revoked;
  const SignInFollower follower(served_.store, served_.tail, revoked, clock_.AsClock());
  const pb::Tokens tokens = Login("anna");
  ASSERT_THAT(Revoke(secretary_, tokens.sign_in().name()), IsOk());
  const std::string sid = tokens.sign_in().name().substr(sizeof("people/anna/sign-ins/") - 1);
  EXPECT_TRUE(Eventually([&] { return revoked.Has(sid); }));
}

TEST_F(SignInTest, TheOwnPasswordIsSetWithTheOldOneAndEndsTheOtherSignIns) {
  const pb::Tokens here = Login("anna"), there = Login("anna");
  EXPECT_THAT(TrySetPassword(Shown(here), "anna", "a new password", "wrong"),
              AllOf(StatusIs(StatusCode::kUnauthenticated), HasReason("SIGN_IN_REFUSED"),
                    HasField("old_password")));
  const auto set = TrySetPassword(Shown(here), "anna", "a new password", kPassword);
  ASSERT_THAT(set, IsOk());
  EXPECT_EQ(set->revoked(), 1);
  EXPECT_THAT(Call(Shown(here)), IsOk());
  EXPECT_THAT(Call(Shown(there)), HasReason("SIGN_IN_REVOKED"));
  EXPECT_THAT(TryLogin("people/anna", kPassword), HasReason("SIGN_IN_REFUSED"));
  EXPECT_THAT(TryLogin("people/anna", "a new password"), IsOk());
}

TEST_F(SignInTest, APasswordHasTwelveCharactersNotTwelveBytes) {
  const auto unfit = AllOf(StatusIs(StatusCode::kInvalidArgument), HasReason("PASSWORD_UNFIT"),
                           HasField("new_password"));
  EXPECT_THAT(TrySetPassword(secretary_, "anna", "11character"), unfit);
  EXPECT_THAT(TrySetPassword(secretary_, "anna", "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9"), unfit);
  EXPECT_THAT(TrySetPassword(secretary_, "anna", "12characters"), IsOk());
  EXPECT_THAT(TrySetPassword(secretary_, "nobody", kPassword), HasReason("NOT_FOUND"));
}

TEST_F(SignInTest, AMemberAdministratorSetsPasswordsOfThoseWhoActForItsBodyAlone) {
  PutMember("de");
  PutMember("fr");
  PutCommittee("c");
  Grant("admin", pb::ROLE_MEMBER_ADMINISTRATOR, "de", "");
  Grant("voter", pb::ROLE_VOTER, "de", "");
  Grant("monitor", pb::ROLE_BALLOT_MONITOR, "de", "c");
  Grant("foreign", pb::ROLE_VOTER, "fr", "");
  Grant("both", pb::ROLE_VOTER, "de", "");
  Grant("both", pb::ROLE_VOTER, "fr", "");
  Grant("manager", pb::ROLE_COMMITTEE_MANAGER, "", "c");
  Grant("everybody", pb::ROLE_VOTER, "", "");
  for (const char* person : {"voter", "monitor"}) {
    EXPECT_THAT(TrySetPassword("people/admin", person, kPassword), IsOk()) << person;
  }
  for (const char* person :
       {"foreign", "both", "manager", "everybody", "anna", "central-secretariat", "nobody"}) {
    EXPECT_THAT(TrySetPassword("people/admin", person, kPassword),
                AllOf(StatusIs(StatusCode::kPermissionDenied), HasReason("ROLE_MISSING")))
        << person;
  }
  EXPECT_THAT(TrySetPassword("people/voter", "monitor", kPassword), HasReason("ROLE_MISSING"));
  EXPECT_THAT(TrySetPassword("services/admin", "voter", kPassword),
              StatusIs(StatusCode::kPermissionDenied));
}

TEST_F(SignInTest, AnIdTokenIsExchangedOnceForThePersonItIsLinkedTo) {
  EXPECT_THAT(Exchange(IdToken("4711", "n"), "n"),
              AllOf(StatusIs(StatusCode::kUnauthenticated), HasReason("IDENTITY_UNKNOWN")));
  ASSERT_THAT(Link(secretary_, "4711", "people/anna"), IsOk());
  const std::string token = IdToken("4711", "n");
  const auto tokens = Exchange(token, "n");
  ASSERT_THAT(tokens, IsOk());
  EXPECT_THAT(Call(Shown(*tokens)), IsOk());
  EXPECT_EQ(tokens->sign_in().name().rfind("people/anna/sign-ins/", 0), 0u);

  const auto refused = AllOf(StatusIs(StatusCode::kUnauthenticated), HasReason("ID_TOKEN_REFUSED"));
  EXPECT_THAT(Exchange(token, "n"), refused);  // used before
  EXPECT_THAT(Exchange(IdToken("4711", "n"), "another"), refused);
  EXPECT_THAT(Exchange(IdToken("4711", "m", "elsewhere"), "m"), refused);
  EXPECT_THAT(Exchange(Login("anna").access_token(), "n"), refused);  // ours is no ID token
  const std::string late = IdToken("4711", "late");
  clock_.Advance(absl::Minutes(6));
  EXPECT_THAT(Exchange(late, "late"), refused);
  // Linked anew it is another person.
  PutPerson("bert");
  ASSERT_THAT(Link(secretary_, "4711", "people/bert"), IsOk());
  EXPECT_EQ(Exchange(IdToken("4711", "b"), "b")->sign_in().name().rfind("people/bert/", 0), 0u);
}

TEST_F(SignInTest, OnlyTheSecretariatSaysWhoAnIdentityIs) {
  EXPECT_THAT(Link(Shown(Login("anna")), "4711", "people/anna"),
              AllOf(StatusIs(StatusCode::kPermissionDenied), HasReason("ROLE_MISSING")));
  EXPECT_THAT(Link(secretary_, "4711", "people/nobody"), HasReason("REFERENCE_UNKNOWN"));
  EXPECT_THAT(Link(secretary_, "4711", "anna"), HasField("identity.person"));
}

TEST_F(SignInTest, TheStoreHoldsNoSecretAsItIs) {
  const pb::Tokens tokens = Login("anna");
  const std::string dump = Cluster::Shared().Sql(
      database_,
      "SELECT t::text FROM members.credential t UNION ALL SELECT t::text FROM members.sign_in t "
      "UNION ALL SELECT t::text FROM members.refresh_token t");
  EXPECT_NE(dump.find("$argon2id$"), std::string::npos);
  for (const std::string& secret :
       {std::string(kPassword), tokens.refresh_token(), tokens.access_token()}) {
    EXPECT_EQ(dump.find(secret), std::string::npos);
    EXPECT_EQ(dump.find(absl::BytesToHexString(secret)), std::string::npos);
  }
}

TEST_F(SignInTest, WhoHoldsARoleIsNotErased) {
  PutMember("de");
  Grant("anna", pb::ROLE_VOTER, "de", "");
  EXPECT_THAT(Erase(secretary_, "people/anna"),
              AllOf(StatusIs(StatusCode::kFailedPrecondition), HasReason("HOLDS_ROLES")));
  EXPECT_THAT(TryLogin("people/anna", kPassword), IsOk());
  EXPECT_THAT(Erase(secretary_, secretary_), HasReason("HOLDS_ROLES"));
  pb::RevokeRoleRequest revoke;
  revoke.set_name("people/anna/grants/voter-de");
  ASSERT_THAT(secretariat_(&Stub::RevokeRole, revoke), IsOk());
  EXPECT_THAT(Erase(secretary_, "people/anna"), IsOk());
}

TEST_F(SignInTest, OnlyTheSecretariatErasesAPerson) {
  EXPECT_THAT(Erase(Shown(Login("anna")), "people/anna"), HasReason("ROLE_MISSING"));
  EXPECT_THAT(Erase(secretary_, "people/never-seen"), HasReason("NOT_FOUND"));
  EXPECT_THAT(Erase(secretary_, "anna"), HasField("name"));
}

// What a person is called, how it signs in and where it did: looked for in every table.
TEST_F(SignInTest, OfAnErasedPersonNothingIsFoundButTheIdentifier) {
  PutPerson("bert", "Bert Unusual");
  SetPassword("bert", kPassword);
  ASSERT_THAT(TrySetPassword(secretary_, "bert", kPassword, "", "bert@unusual.example"), IsOk());
  ASSERT_THAT(Link(secretary_, "unusual-subject", "people/bert"), IsOk());
  const pb::Tokens tokens = Login("bert");
  const pb::Tokens ended = Login("bert");
  ASSERT_THAT(Revoke(secretary_, ended.sign_in().name()), IsOk());
  EXPECT_NE(AllRows().find("nusual"), std::string::npos);
  EXPECT_NE(AllRows().find("a test"), std::string::npos) << "where bert signed in";

  pb::ErasePersonRequest request;
  request.set_name("people/bert");
  request.set_request_id("00000000-0000-4000-8000-00000000e7a5");
  const auto erased = By(secretary_)(&S::ErasePerson, request);
  ASSERT_THAT(erased, IsOk());
  EXPECT_EQ(erased->display_name(), "erased");
  EXPECT_EQ(AllRows().find("nusual"), std::string::npos);
  EXPECT_EQ(AllRows().find("a test"), std::string::npos);
  EXPECT_NE(AllRows().find("people/bert"), std::string::npos) << "events refer to it";

  EXPECT_THAT(Call(Shown(tokens)), HasReason("SIGN_IN_REVOKED"));
  EXPECT_THAT(Refresh(tokens.refresh_token()), HasReason("REFRESH_REFUSED"));
  EXPECT_THAT(TryLogin("people/bert", kPassword), HasReason("SIGN_IN_REFUSED"));
  EXPECT_THAT(TryLogin("bert@unusual.example", kPassword), HasReason("SIGN_IN_REFUSED"));
  EXPECT_THAT(Exchange(IdToken("unusual-subject", "n"), "n"), HasReason("IDENTITY_UNKNOWN"));
  EXPECT_THAT(*By(secretary_)(&S::ErasePerson, request), EqualsProto(*erased)) << "a repeat";
}

// A name must not be found out by trying it: what is kept of a request to recognise it again has
// none in it, so a repeat that says another name is answered like the first.
TEST_F(SignInTest, NoNameIsPartOfWhatARequestIsRecognisedBy) {
  pb::PutPersonRequest request;
  request.mutable_person()->set_name("people/carl");
  request.mutable_person()->set_display_name("Carl");
  request.set_request_id("00000000-0000-4000-8000-00000000e7a6");
  const Client secretariat(server_->channel(), secretary_);
  ASSERT_THAT(secretariat(&Stub::PutPerson, request), IsOk());
  request.mutable_person()->set_display_name("Karl");
  const auto repeated = secretariat(&Stub::PutPerson, request);
  ASSERT_THAT(repeated, IsOk());
  EXPECT_EQ(repeated->display_name(), "Carl");
  request.mutable_person()->set_name("people/karl");
  EXPECT_THAT(secretariat(&Stub::PutPerson, request), HasReason("REQUEST_ID_REUSED"));
}

TEST_F(SignInTest, TheFirstPasswordIsSetInTheStore) {
  EXPECT_THAT(SetFirstPassword(served_.store, secretary_, "too short"),
              HasReason("PASSWORD_UNFIT"));
  EXPECT_THAT(SetFirstPassword(served_.store, "people/nobody", kPassword),
              StatusIs(StatusCode::kNotFound));
  ASSERT_THAT(SetFirstPassword(served_.store, secretary_, kPassword), IsOk());
  const pb::Tokens tokens = Login("central-secretariat");
  EXPECT_THAT(TrySetPassword(Shown(tokens), "anna", "a new password"), IsOk());
}

TEST(SlowingTest, RemembersNoMoreThanItsBound) {
  Slowing slowing;
  const absl::Time now = absl::FromUnixSeconds(1'800'000'000);
  for (size_t i = 0; i < 3 * Slowing::kMostRemembered; ++i) {
    slowing.Begin(absl::StrCat("p", i), absl::StrCat("a", i), now);
  }
  // Another hour later a first failure is a first one.
  EXPECT_EQ(slowing.Begin("p1", "a1", now + absl::Hours(2)), absl::ZeroDuration());
}

TEST(SlowingTest, WaitsNoLongerThanItsBound) {
  Slowing slowing;
  absl::Time now = absl::FromUnixSeconds(1'800'000'000);
  absl::Duration longest;
  for (int i = 0; i < 40; ++i) {
    const absl::Duration wait = slowing.Begin("anna", "here", now);
    longest = std::max(longest, wait);
    now += wait;
    if (wait > absl::ZeroDuration()) {
      ASSERT_EQ(slowing.Begin("anna", "here", now), absl::ZeroDuration());
    }
  }
  EXPECT_EQ(longest, Slowing::kLongestWait);
}

TEST(IssuersTest, AFileThatDoesNotFitIsRefused) {
  const Folder folder;
  const auto read = [&](const std::string& json) {
    WriteFile(folder / "issuers.json", json);
    return Issuers::Read(folder / "issuers.json").status();
  };
  EXPECT_THAT(Issuers::Read("").status(), IsOk());
  EXPECT_FALSE(Issuers::Read(folder / "none").ok());
  for (const char* json :
       {"", "[]", "{}", R"({"issuers":[7]})", R"({"issuers":[{"issuer":"i"}]})",
        R"({"issuers":[{"issuer":"i","audience":"a","algorithm":"HS256","keys":"k"}]})",
        R"({"issuers":[{"issuer":"i","audience":"a","algorithm":"RS256","keys":"/none"}]})"}) {
    EXPECT_FALSE(read(json).ok()) << json;
  }
}

}  // namespace
}  // namespace placet::members
