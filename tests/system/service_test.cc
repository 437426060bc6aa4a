// The two programs as their operator meets them: health, reflection, stopping, starting wrongly,
// and what they do while PostgreSQL or the other service is away.
#include <csignal>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/system/fixture.h"

namespace placet::testing {
namespace {

using absl::StatusCode;
using ::testing::HasSubstr;

constexpr char kReflection[] = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";

// One request of the reflection stream: a field of ServerReflectionRequest and its text.
std::string Reflect(const Daemon& daemon, int field, const std::string& text) {
  const std::string request =
      std::string(1, static_cast<char>(field << 3 | 2)) + static_cast<char>(text.size()) + text;
  std::string answer;
  EXPECT_THAT(CallRaw(daemon.channel(), kReflection, request, "", &answer), IsOk());
  return answer;
}

int LinesWith(const std::string& log, const std::string& word) {
  int count = 0;
  for (const auto line : absl::StrSplit(log, '\n')) {
    count += std::string(line).find(word) != std::string::npos ? 1 : 0;
  }
  return count;
}

class Service : public ::testing::Test {
 protected:
  absl::StatusOr<pb::Vote> Vote(int body) {
    return CastOnce(world_.ballots(), {ballot_, body, "so be it", ""});
  }

  static std::string NextNumber() {
    static int number = 20434;
    return absl::StrCat(++number);
  }
  static World& TheWorld() {
    static World world;
    return world;
  }
  void TearDown() override { world_.Revive(); }

  World& world_ = TheWorld();
  const std::string ballot_ = world_.Open(NextNumber());
};

TEST_F(Service, HealthAndReflectionAnswer) {
  EXPECT_TRUE(IsServing(world_.ballots().channel()));
  EXPECT_TRUE(IsServing(world_.directory().channel()));
  const std::string services = Reflect(world_.ballots(), 7, "*");  // list_services
  EXPECT_THAT(services, HasSubstr("placet.ballots.v1.BallotService"));
  EXPECT_THAT(services, HasSubstr("placet.ballots.v1.BoardService"));
  EXPECT_THAT(services, HasSubstr("grpc.health.v1.Health"));
  EXPECT_THAT(Reflect(world_.directory(), 7, "*"), HasSubstr("placet.members.v1.MemberService"));
  EXPECT_THAT(Reflect(world_.ballots(), 4, "placet.ballots.v1.BallotService"),  // symbol
              HasSubstr("CastVote"));
}

TEST_F(Service, OnSigtermCallsInFlightAreAnsweredAndTheProcessEnds) {
  Watcher watcher(world_.ballots());
  ASSERT_TRUE(Eventually([&] { return watcher.last() > 0; }));
  Session other(world_.Conninfo("postgres"));
  other.Do("SELECT pg_advisory_lock(7302)");
  absl::StatusOr<pb::Vote> vote = absl::UnknownError("not answered");
  std::thread caller([&] { vote = Vote(1); });
  EXPECT_TRUE(Eventually([&] { return world_.Waiting("advisory") == 1; }));
  const absl::Time began = absl::Now();
  world_.ballots().Signal(SIGTERM);
  EXPECT_TRUE(Eventually([&] { return LinesWith(world_.ballots().Log(), "stopping") == 1; }));
  other.Do("SELECT pg_advisory_unlock(7302)");
  caller.join();
  EXPECT_THAT(vote, IsOk());
  EXPECT_EQ(world_.ballots().Wait(absl::Seconds(10)), 0);
  RecordProperty("milliseconds", static_cast<int>(absl::ToInt64Milliseconds(absl::Now() - began)));
  EXPECT_FALSE(watcher.Ended().ok());  // so that its reader resumes elsewhere
}

TEST_F(Service, WithNothingToDoBothEndAtOnce) {
  const absl::Time began = absl::Now();
  EXPECT_EQ(world_.ballots().Terminate(), 0);
  EXPECT_EQ(world_.directory().Terminate(), 0);
  EXPECT_LT(absl::Now() - began, absl::Seconds(3));
}

// Whoever must be repeated says so; nothing hangs; both come back by themselves.
TEST_F(Service, WithoutItsStoreAServiceSaysSoUntilItIsBack) {
  world_.cluster().Stop();
  for (const Daemon* daemon : {&world_.ballots(), &world_.directory()}) {
    EXPECT_TRUE(Eventually([&] { return !IsServing(daemon->channel()); }));
  }
  const absl::Time began = absl::Now();
  const auto vote = Vote(1);
  EXPECT_THAT(vote, StatusIs(StatusCode::kUnavailable));
  EXPECT_THAT(vote, HasReason("STORE_UNAVAILABLE"));
  const auto read = BallotOf(world_.ballots(), ballot_);
  EXPECT_THAT(read, StatusIs(StatusCode::kUnavailable));
  EXPECT_THAT(read, HasReason("STORE_UNAVAILABLE"));
  EXPECT_LT(absl::Now() - began, absl::Seconds(3));
  world_.cluster().Restart();
  EXPECT_TRUE(world_.ballots().AwaitServing());
  EXPECT_TRUE(world_.directory().AwaitServing());
  // A lane that slept through it all may meet its dead connection only now.
  EXPECT_THAT(Persistently([this] { return Vote(1); }), IsOk());
}

TEST_F(Service, AStreamOutlivesTheStoreOrSaysThatItEnded) {
  Watcher watcher(world_.ballots());
  ASSERT_TRUE(Eventually([&] { return watcher.last() > 0; }));
  world_.cluster().Stop();
  EXPECT_THAT(watcher.Ended(), HasReason("STORE_UNAVAILABLE"));
  world_.cluster().Restart();
  EXPECT_TRUE(world_.ballots().AwaitServing());
}

TEST_F(Service, WithoutTheDirectoryVotesAreAcceptedAndResultsWait) {
  const std::string draft = world_.Prepare(NextNumber());
  EXPECT_EQ(world_.directory().Kill9(), 128 + SIGKILL);
  EXPECT_THAT(Vote(1), IsOk());
  EXPECT_TRUE(IsServing(world_.ballots().channel()));
  const auto opened = OpenOnce(world_.ballots(), draft);
  EXPECT_THAT(opened, StatusIs(StatusCode::kUnavailable));
  EXPECT_THAT(opened, HasReason("DIRECTORY_BEHIND"));
  EXPECT_THAT(CloseOnce(world_.ballots(), ballot_), HasReason("DIRECTORY_BEHIND"));
  EXPECT_THAT(Vote(2), HasReason("BALLOT_CLOSED"));
  EXPECT_THAT(ResultOf(world_.ballots(), ballot_), HasReason("DIRECTORY_BEHIND"));
  EXPECT_FALSE(BallotOf(world_.ballots(), ballot_)->result_recorded());

  world_.directory().Start();
  EXPECT_TRUE(Eventually([&] { return BallotOf(world_.ballots(), ballot_)->result_recorded(); }));
  const auto result = ResultOf(world_.ballots(), ballot_);
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->tally().all_bodies().yes(), 1);
  EXPECT_THAT(Persistently([&] { return OpenOnce(world_.ballots(), draft); }), IsOk());
}

// It does not answer, and does not refuse either.
TEST_F(Service, ADirectoryThatHangsKeepsNoVoteAndNoEndWaiting) {
  const std::string draft = world_.Prepare(NextNumber());
  world_.directory().Signal(SIGSTOP);
  grpc::ClientContext context;
  context.AddMetadata("placet-caller", kSecretariat);
  context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(1)));
  pb::OpenBallotRequest open;
  open.set_name(draft);
  pb::Ballot opened;
  EXPECT_THAT(
      pb::BallotService::NewStub(world_.ballots().channel())->OpenBallot(&context, open, &opened),
      StatusIs(StatusCode::kDeadlineExceeded));
  const absl::Time began = absl::Now();
  EXPECT_THAT(Vote(1), IsOk());
  EXPECT_LT(absl::Now() - began, absl::Seconds(1));
  world_.ballots().Signal(SIGTERM);
  EXPECT_EQ(world_.ballots().Wait(absl::Seconds(10)), 0);
  RecordProperty("milliseconds", static_cast<int>(absl::ToInt64Milliseconds(absl::Now() - began)));
  world_.directory().Signal(SIGCONT);
}

TEST_F(Service, APortInUseIsOneClearLine) {
  const Ended ballots = RunBallotsd(
      {"--database", world_.Conninfo("ballots"), "--listen", world_.ballots().address()});
  EXPECT_EQ(ballots.code, 1);
  EXPECT_EQ(LinesWith(ballots.output, "cannot listen on " + world_.ballots().address()), 1)
      << ballots.output;
  EXPECT_EQ(LinesWith(ballots.output, "critical"), 1);
  const Ended directory = RunMembersd(
      {"--database", world_.Conninfo("members"), "--listen", world_.ballots().address()});
  EXPECT_EQ(directory.code, 1);
  EXPECT_EQ(LinesWith(directory.output, "cannot listen on " + world_.ballots().address()), 1)
      << directory.output;
}

TEST_F(Service, AnAddressBeyondThisMachineIsRefused) {
  for (const std::string address :
       {"0.0.0.0:0", "[::]:0", "192.0.2.1:7302", "localhost.example:1"}) {
    const Ended ended =
        RunBallotsd({"--database", world_.Conninfo("ballots"), "--listen", address});
    EXPECT_EQ(ended.code, 1) << address;
    EXPECT_EQ(LinesWith(ended.output, "cannot listen on " + address), 1) << ended.output;
  }
}

TEST_F(Service, ADatabaseWithoutMigrationsIsOneClearLine) {
  world_.cluster().Sql("postgres", "CREATE DATABASE bare");
  const Ended ballots = RunBallotsd({"--database", world_.cluster().Conninfo("ballots", "bare")});
  const Ended directory = RunMembersd({"--database", world_.cluster().Conninfo("members", "bare")});
  for (const Ended& ended : {ballots, directory}) {
    EXPECT_EQ(ended.code, 1);
    EXPECT_EQ(LinesWith(ended.output, "migrat"), 1) << ended.output;
    EXPECT_EQ(LinesWith(ended.output, "does not exist"), 1) << ended.output;
  }
}

}  // namespace
}  // namespace placet::testing
