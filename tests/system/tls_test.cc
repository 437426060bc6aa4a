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
#include "tests/system/protected.h"

namespace placet::testing {
namespace {

using absl::StatusCode;
using ::testing::AllOf;
using ::testing::HasSubstr;

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
