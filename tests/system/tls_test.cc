// All of Placet with TLS and tokens, as processes: who gets in and who does not, keys and
// certificates that change while everything runs, and connections that cost nothing.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

#include "absl/strings/str_cat.h"
#include "placet/comments/v1/comment_service.grpc.pb.h"
#include "placet/members/v1/sign_in_service.grpc.pb.h"
#include "services/rpc/server.h"
#include "tests/callers/authority.h"
#include "tests/system/fixture.h"

namespace placet::testing {
namespace {

using absl::StatusCode;
using ::testing::AllOf;
using ::testing::HasSubstr;
using MembersStub = members::MemberService::Stub;
using SignInStub = members::SignInService::Stub;

constexpr char kPassword[] = "correct horse battery";

class Protected : public ::testing::Test {
 protected:
  Protected() {
    WriteKey(signing_ / "1.pem", key_);
    WriteFile(set_, SetOf({Jwk(key_)}));
    WriteFile(password_, kPassword);
    const Ended first =
        RunProgram(With(MEMBERSD, {"--database", Conninfo("members"), "--token-keys", set_,
                                   "--set-password", kSecretariat, "--password-file", password_}));
    EXPECT_EQ(first.code, 0) << first.output;
    directory_ = std::make_unique<Daemon>(
        MEMBERSD, Flags("members", members_tls_, {"--signing-keys", signing_.path()}),
        members_tls_);
    ballots_ = std::make_unique<Daemon>(
        BALLOTSD, Flags("ballots", ballots_tls_, {"--members", directory_->address()}),
        ballots_tls_);
    comments_ = std::make_unique<Daemon>(
        COMMENTSD,
        Flags("comments", comments_tls_,
              {"--members", directory_->address(), "--ballots", ballots_->address()}),
        comments_tls_);
    for (const Daemon* daemon : {&*directory_, &*ballots_, &*comments_}) {
      EXPECT_TRUE(daemon->AwaitServing());
    }
    to_directory_ = rpc::Connect(directory_->address(), people_);
    to_ballots_ = rpc::Connect(ballots_->address(), people_);
    to_comments_ = rpc::Connect(comments_->address(), people_);
    secretariat_ = Login(kSecretariat);
  }

  std::string Conninfo(const std::string& user) const {
    return World::TheCluster().Conninfo(user, database_);
  }
  std::vector<std::string> Flags(const std::string& user, const rpc::Tls& tls,
                                 const std::vector<std::string>& more) const {
    std::vector<std::string> flags = {"--database",        Conninfo(user),  "--token-keys", set_,
                                      "--tls-certificate", tls.certificate, "--tls-key",    tls.key,
                                      "--tls-authority",   tls.authority};
    flags.insert(flags.end(), more.begin(), more.end());
    return flags;
  }

  std::string Login(const std::string& person) {
    members::LoginRequest request;
    request.set_person(person);
    request.set_password(kPassword);
    const auto tokens = As<members::SignInService>(to_directory_, "")(&SignInStub::Login, request);
    EXPECT_THAT(tokens, IsOk());
    if (!tokens.ok()) return "";
    sign_in_ = tokens->sign_in().name();
    return "Bearer " + tokens->access_token();
  }

  // One body with a voter who can sign in, and a DIS ballot that is open.
  void OpenBallot() {
    const As<members::MemberService> directory(to_directory_, secretariat_);
    members::PutCommitteeRequest committee;
    committee.mutable_committee()->set_name("committees/c");
    committee.mutable_committee()->set_reference("ISO/TC 999");
    ASSERT_THAT(directory(&MembersStub::PutCommittee, committee), IsOk());
    members::PutMemberRequest member;
    member.mutable_member()->set_name("members/m01");
    member.mutable_member()->set_category(members::CATEGORY_MEMBER_BODY);
    ASSERT_THAT(directory(&MembersStub::PutMember, member), IsOk());
    members::JoinCommitteeRequest join;
    join.mutable_seat()->set_name("committees/c/seats/m01");
    join.mutable_seat()->set_status(members::SEAT_STATUS_P);
    join.mutable_seat()->mutable_period()->set_from("2020-01-01");
    ASSERT_THAT(directory(&MembersStub::JoinCommittee, join), IsOk());
    members::PutPersonRequest person;
    person.mutable_person()->set_name("people/voter");
    person.mutable_person()->set_display_name("Voter");
    ASSERT_THAT(directory(&MembersStub::PutPerson, person), IsOk());
    members::GrantRoleRequest grant;
    grant.set_parent("people/voter");
    grant.mutable_grant()->set_role(members::ROLE_VOTER);
    grant.mutable_grant()->set_member("members/m01");
    ASSERT_THAT(directory(&MembersStub::GrantRole, grant), IsOk());
    members::SetPasswordRequest password;
    password.set_person("people/voter");
    password.set_new_password(kPassword);
    ASSERT_THAT(
        As<members::SignInService>(to_directory_, secretariat_)(&SignInStub::SetPassword, password),
        IsOk());
    voter_ = Login("people/voter");
    Open();
  }
  void Open() {
    const Caller secretariat(to_ballots_, secretariat_);
    pb::PutProjectRequest project;
    project.mutable_project()->set_name("projects/iso-1");
    project.mutable_project()->set_reference("ISO 1");
    project.mutable_project()->set_title("Ballots over TLS");
    project.mutable_project()->set_deliverable(pb::DELIVERABLE_IS);
    project.mutable_project()->set_committee("committees/c");
    project.mutable_project()->set_stage("40.00");
    EXPECT_TRUE(Eventually([&] { return secretariat(&Stub::PutProject, project).ok(); }));
    pb::CreateBallotRequest create;
    create.set_ballot_id("dis");
    create.mutable_ballot()->set_project("projects/iso-1");
    create.mutable_ballot()->set_kind(pb::BALLOT_KIND_DIS);
    ASSERT_THAT(secretariat(&Stub::CreateBallot, create), IsOk());
    pb::OpenBallotRequest open;
    open.set_name("ballots/dis");
    ASSERT_THAT(secretariat(&Stub::OpenBallot, open), IsOk());
  }
  absl::StatusOr<pb::Vote> Vote(const std::shared_ptr<grpc::Channel>& channel,
                                const std::string& caller, const std::string& text = "") {
    pb::CastVoteRequest request;
    request.mutable_vote()->set_name("ballots/dis/votes/m01");
    request.mutable_vote()->set_answer(pb::ANSWER_APPROVE);
    request.mutable_vote()->set_text(text);
    return Caller(channel, caller)(&Stub::CastVote, request);
  }
  // What a call of the directory that anybody may make who has come in is answered.
  absl::Status Ask(const rpc::Tls& tls, const std::string& caller = "") const {
    const auto channel = rpc::Connect(directory_->address(), tls);
    return As<members::MemberService>(channel, caller)(&MembersStub::GetHead,
                                                       members::GetHeadRequest())
        .status();
  }
  std::string SerialOf(const Daemon& daemon) const {
    return RunProgram({"sh", "-c",
                       absl::StrCat("openssl s_client -connect ", daemon.address(),
                                    " </dev/null 2>/dev/null | openssl x509 -noout -serial")})
        .output;
  }

  const std::string database_ = World::TheCluster().CreateDatabase();
  const Folder folder_, signing_;
  const Pkey key_ = NewEcKey();
  const std::string set_ = folder_ / "tokens.json";
  const std::string password_ = folder_ / "password";
  Authority authority_;
  const rpc::Tls members_tls_ = authority_.Certify("membersd", "placet://services/membersd");
  const rpc::Tls ballots_tls_ = authority_.Certify("ballotsd", "placet://services/ballotsd");
  const rpc::Tls comments_tls_ = authority_.Certify("commentsd", "placet://services/commentsd");
  const rpc::Tls people_ = authority_.OfPeople();
  std::unique_ptr<Daemon> directory_, ballots_, comments_;
  std::shared_ptr<grpc::Channel> to_directory_, to_ballots_, to_comments_;
  std::string secretariat_, voter_, sign_in_;
};

TEST_F(Protected, ABallotIsOpenedAndVotedOnWithTokens) {
  OpenBallot();
  const auto vote = Vote(to_ballots_, voter_);
  ASSERT_THAT(vote, IsOk());
  EXPECT_EQ(vote->caster(), "people/voter");
  // commentsd asks the other two in the caller's name: with the caller's token.
  comments::v1::GetCommentCountsRequest counts;
  counts.set_ballot("ballots/dis");
  const auto counted = As<comments::v1::CommentService>(to_comments_, secretariat_)(
      &comments::v1::CommentService::Stub::GetCommentCounts, counts);
  EXPECT_THAT(counted, IsOk());
}

TEST_F(Protected, NobodyGetsInWithoutATokenAndNoServiceInstead) {
  OpenBallot();
  const auto missing = AllOf(StatusIs(StatusCode::kUnauthenticated), HasReason("TOKEN_MISSING"));
  EXPECT_THAT(Vote(to_ballots_, ""), missing);
  EXPECT_THAT(Vote(to_ballots_, "people/voter"), missing);  // a name is nothing
  EXPECT_THAT(Vote(to_ballots_, voter_ + "x"), HasReason("TOKEN_INVALID"));
  // A service is let in by its certificate, and may not do what persons do.
  EXPECT_THAT(Ask(ballots_tls_), IsOk());
  EXPECT_THAT(Vote(rpc::Connect(ballots_->address(), comments_tls_), ""),
              StatusIs(StatusCode::kPermissionDenied));
  // Not even beside a name.
  EXPECT_THAT(Vote(rpc::Connect(ballots_->address(), comments_tls_), "people/voter"),
              StatusIs(StatusCode::kPermissionDenied));
  // With the token of a person it is the person.
  EXPECT_THAT(Vote(rpc::Connect(ballots_->address(), comments_tls_), voter_), IsOk());
}

TEST_F(Protected, ACertificateThatNamesNoServiceIsNobodys) {
  for (const char* uri : {"", "placet://people/central-secretariat", "https://services/ballotsd",
                          "placet://services/ballotsd/x",
                          "placet://services/ballotsd,URI:placet://services/membersd"}) {
    EXPECT_THAT(Ask(authority_.Certify("stranger", uri)), HasReason("TOKEN_MISSING")) << uri;
  }
}

TEST_F(Protected, ACertificateOfAnotherAuthorityEndsTheHandshake) {
  Authority other;
  rpc::Tls tls = other.Certify("ballotsd", "placet://services/ballotsd");
  EXPECT_THAT(Ask(tls), StatusIs(StatusCode::kUnavailable));  // it does not believe the server
  tls.authority = people_.authority;
  EXPECT_THAT(Ask(tls), StatusIs(StatusCode::kUnavailable));  // the server does not believe it
  EXPECT_THAT(Ask({}, secretariat_), StatusIs(StatusCode::kUnavailable));  // without TLS
  EXPECT_THAT(Ask(people_, secretariat_), IsOk());
}

TEST_F(Protected, ASignInThatIsRevokedIsRefusedByEveryServiceWithinASecond) {
  OpenBallot();
  ASSERT_THAT(Vote(to_ballots_, voter_), IsOk());
  members::RevokeSignInRequest revoke;
  revoke.set_name(sign_in_);
  ASSERT_THAT(
      As<members::SignInService>(to_directory_, secretariat_)(&SignInStub::RevokeSignIn, revoke),
      IsOk());
  const absl::Time began = absl::Now();
  const auto refused = AllOf(StatusIs(StatusCode::kUnauthenticated), HasReason("SIGN_IN_REVOKED"));
  EXPECT_TRUE(Eventually([&] { return !Vote(to_ballots_, voter_).ok(); }));
  EXPECT_THAT(Vote(to_ballots_, voter_), refused);
  comments::v1::GetCommentCountsRequest counts;
  counts.set_ballot("ballots/dis");
  const As<comments::v1::CommentService> asks(to_comments_, voter_);
  EXPECT_TRUE(Eventually([&] {
    return rpc::ReasonOf(
               asks(&comments::v1::CommentService::Stub::GetCommentCounts, counts).status()) ==
           "SIGN_IN_REVOKED";
  }));
  std::printf("refused everywhere after %s\n", absl::FormatDuration(absl::Now() - began).c_str());

  // A service that begins anew hears of it again.
  ballots_->Kill9();
  ballots_->Start();
  ASSERT_TRUE(ballots_->AwaitServing());
  EXPECT_TRUE(Eventually(
      [&] { return rpc::ReasonOf(Vote(to_ballots_, voter_).status()) == "SIGN_IN_REVOKED"; }));
}

TEST_F(Protected, SigningKeysAndCertificatesChangeWhileEverythingRuns) {
  OpenBallot();
  const Pkey second = NewEcKey();
  WriteFile(set_, SetOf({Jwk(key_), Jwk(second)}));
  WriteKey(signing_ / "2.pem", second);
  const std::string by_second = Login("people/voter");
  EXPECT_THAT(*callers::Unbase64(by_second.substr(7, by_second.find('.') - 7)),
              HasSubstr(KidOf(second)));
  EXPECT_THAT(Vote(to_ballots_, by_second), IsOk());
  EXPECT_THAT(Vote(to_ballots_, voter_), IsOk());  // of the key before
  // The first key is taken away: what it signed is good no longer, also where it is remembered.
  WriteFile(set_, SetOf({Jwk(second)}));
  EXPECT_TRUE(Eventually([&] { return !Vote(to_ballots_, voter_).ok(); }));
  EXPECT_THAT(Vote(to_ballots_, voter_), HasReason("TOKEN_INVALID"));

  for (const auto& [name, daemon] :
       {std::pair("membersd", &*directory_), std::pair("ballotsd", &*ballots_),
        std::pair("commentsd", &*comments_)}) {
    const std::string before = SerialOf(*daemon);
    ASSERT_THAT(before, HasSubstr("serial="));
    authority_.Certify(name, absl::StrCat("placet://services/", name));
    EXPECT_TRUE(Eventually([&, serves = daemon] { return SerialOf(*serves) != before; })) << name;
  }
  // Between services, too: a vote through connections made anew.
  directory_->Kill9();
  directory_->Start();
  ASSERT_TRUE(directory_->AwaitServing());
  EXPECT_THAT(Vote(rpc::Connect(ballots_->address(), people_), by_second), IsOk());
}

TEST_F(Protected, APrivateKeyThatOthersCanReadKeepsAServiceFromStarting) {
  WriteKey(signing_ / "2.pem", NewEcKey(), 0644);
  const Ended signing = RunProgram(
      With(MEMBERSD, Flags("members", members_tls_,
                           {"--signing-keys", signing_.path(), "--listen", "127.0.0.1:0"})));
  EXPECT_EQ(signing.code, 1);
  EXPECT_THAT(signing.output, HasSubstr("can be read by others"));
  const rpc::Tls tls = authority_.Certify("third", "placet://services/ballotsd");
  chmod(tls.key.c_str(), 0640);
  const Ended open = RunProgram(With(BALLOTSD, Flags("ballots", tls, {"--listen", "127.0.0.1:0"})));
  EXPECT_EQ(open.code, 1);
  EXPECT_THAT(open.output, HasSubstr("can be read by others"));
}

TEST_F(Protected, WithoutTlsOrAWordAboutCallersAServiceDoesNotStart) {
  const auto run = [&](std::vector<std::string> flags) {
    flags.insert(flags.end(), {"--database", Conninfo("ballots")});
    return RunProgram(With(BALLOTSD, flags));
  };
  EXPECT_THAT(run({}).output, HasSubstr("it is not said who may call"));
  EXPECT_THAT(run({"--token-keys", set_, "--listen", "127.0.0.1:0"}).output,
              HasSubstr("needs --tls-certificate"));
  EXPECT_THAT(run({"--believe-names", "--listen", "0.0.0.0:0"}).output,
              HasSubstr("only 127.0.0.1, [::1] and unix: are served"));
  EXPECT_THAT(run({"--believe-names", "--tls-certificate", ballots_tls_.certificate, "--tls-key",
                   ballots_tls_.key, "--tls-authority", ballots_tls_.authority})
                  .output,
              HasSubstr("leave the TLS flags or --believe-names away"));
  EXPECT_THAT(run({"--token-keys", set_, "--tls-key", ballots_tls_.key}).output,
              HasSubstr("belong together"));
}

// Raw connections; as many as the limit of open files gives, 10 000 where it is high enough.
class Crowd {
 public:
  Crowd(int port, int most) {
    rlimit limit = {};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    const int room = static_cast<int>(std::min<rlim_t>(limit.rlim_max, 1 << 20)) - 500;
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    while (static_cast<int>(sockets_.size()) < std::min(most, room)) {
      const int file = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
      if (file < 0) break;
      if (connect(file, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        close(file);
        break;
      }
      sockets_.push_back(file);
    }
  }
  ~Crowd() {
    for (const int file : sockets_) close(file);
  }
  Crowd(const Crowd&) = delete;
  Crowd& operator=(const Crowd&) = delete;

  size_t size() const { return sockets_.size(); }
  // The next byte of a TLS record that never becomes whole.
  void SendAByte(size_t byte) {
    static constexpr char kHello[] = "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03";
    for (const int file : sockets_) {
      if (byte < sizeof kHello - 1 && send(file, kHello + byte, 1, MSG_NOSIGNAL) < 0) continue;
    }
  }
  size_t Ended() const {
    size_t ended = 0;
    for (const int file : sockets_) {
      char byte = 0;
      const ssize_t got = recv(file, &byte, 1, MSG_DONTWAIT | MSG_PEEK);
      ended += got == 0 || (got < 0 && errno != EAGAIN && errno != EWOULDBLOCK);
    }
    return ended;
  }

 private:
  std::vector<int> sockets_;
};

TEST_F(Protected, IdleAndSlowConnectionsLeaveVotesFlowing) {
  OpenBallot();
  Crowd idle(ballots_->port(), 10'000);
  Crowd slow(ballots_->port(), 500);
  EXPECT_GE(idle.size(), 1000u);
  int votes = 0;
  absl::Duration longest;
  size_t byte = 0;
  // Until all that never finished their handshake were turned away.
  EXPECT_TRUE(Eventually([&] {
    if (byte < 8) slow.SendAByte(byte++);
    const absl::Time began = absl::Now();
    EXPECT_THAT(Vote(to_ballots_, voter_, absl::StrCat("vote ", votes)), IsOk());
    longest = std::max(longest, absl::Now() - began);
    ++votes;
    return slow.Ended() == slow.size() && idle.Ended() == idle.size();
  }));
  EXPECT_GE(votes, 20);
  std::printf("%zu idle and %zu slow connections, %d votes meanwhile, the longest in %s\n",
              idle.size(), slow.size(), votes, absl::FormatDuration(longest).c_str());
  // And a new connection is served at once.
  EXPECT_THAT(Vote(rpc::Connect(ballots_->address(), people_), voter_), IsOk());
}

}  // namespace
}  // namespace placet::testing
