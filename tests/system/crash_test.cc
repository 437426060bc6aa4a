// kill -9 of ballotsd and of PostgreSQL while votes stream in, and of ballotsd between a late vote
// and the version of the result that it brings: what was acknowledged is there, and nothing is
// there twice.
#include <atomic>
#include <csignal>
#include <functional>
#include <map>

#include "absl/strings/str_cat.h"
#include "tests/system/fixture.h"

namespace placet::testing {
namespace {

constexpr int kThreads = 10;
constexpr int kRounds = 60;
constexpr int kVotes = kBodies * kRounds;
constexpr int kKills = 3;

class Crash : public ::testing::Test {
 protected:
  static World& TheWorld() {
    static World world;
    return world;
  }
  static int NextNumber() {
    static int number = 20434;
    return ++number;
  }

  // Known by its text and by its request_id.
  Cast CastOf(int body, int round) const {
    return {ballot_, body, absl::StrCat("comment ", BodyId(body), " round ", round),
            RequestId(number_, round * 100 + body)};
  }

  // Each thread votes for its bodies, round by round, each vote until it is answered.
  void Vote(int thread) {
    for (int round = 1; round <= kRounds; ++round) {
      for (int body = 1 + thread; body <= kBodies; body += kThreads) {
        const Cast cast = CastOf(body, round);
        const absl::StatusOr<pb::Vote> vote = Persistently([&] {
          ++attempts_;
          return CastOnce(world_.ballots(), cast);
        });
        EXPECT_THAT(vote, IsOk());
        ++acknowledged_;
      }
    }
  }

  // Lets all vote, and something happen each time that another part of the votes is in.
  void VoteThrough(const std::function<void()>& disaster) {
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) threads.emplace_back([this, i] { Vote(i); });
    for (int kill = 1; kill <= kKills; ++kill) {
      const int when = kVotes * kill / (kKills + 1);
      EXPECT_TRUE(Eventually([&] { return acknowledged_ >= when; }));
      disaster();
    }
    for (std::thread& thread : threads) thread.join();
    RecordProperty("repeated", attempts_ - kVotes);
  }

  void ExpectEveryVoteOnce() {
    for (int body = 1; body <= kBodies; ++body) {
      std::vector<std::string> expected;
      for (int round = 1; round <= kRounds; ++round) {
        expected.push_back(CastOf(body, round).text);
      }
      EXPECT_EQ(TextsOf(world_.ballots(), ballot_, body), expected);
    }
  }

  void ExpectOneEventForEachRequest() {
    EXPECT_TRUE(AreGapless(EventsOf(world_.ballots())));
    std::map<std::string, int> votes;
    for (const pb::Event& event : EventsOf(world_.ballots(), ballot_)) {
      if (event.has_vote()) ++votes[event.vote().text()];
    }
    EXPECT_EQ(votes.size(), static_cast<size_t>(kVotes));
    for (const auto& [text, times] : votes) EXPECT_EQ(times, 1) << text;
    EXPECT_EQ(world_.Sql(absl::StrCat("SELECT count(DISTINCT request_id) FROM ballots.event"
                                      " WHERE subject LIKE '",
                                      ballot_, "/votes/%'")),
              absl::StrCat(kVotes, "\n"));
  }

  // Who was killed between a commit and its sealing has left nothing unsealed, and nothing that
  // does not hold: a sealer signs only what follows from the last head.
  void ExpectSealed() {
    EXPECT_TRUE(Eventually([this] {
      return world_.Sql(
                 "SELECT (SELECT max(size) FROM ballots.tree_head) = "
                 "(SELECT max(sequence) FROM ballots.event)") == "t\n";
    }));
  }

  void ExpectRecovered() {
    EXPECT_TRUE(world_.ballots().AwaitServing());
    EXPECT_TRUE(world_.directory().AwaitServing());
    EXPECT_THAT(CastUntilAnswered(world_.ballots(), CastOf(1, kRounds + 1)), IsOk());
    EXPECT_THAT(Persistently([this] { return CloseOnce(world_.ballots(), ballot_); }), IsOk());
    ExpectSealed();
  }

  std::string TextOfStore(const std::string& ballot, int body) const {
    return world_.Sql(absl::StrCat("SELECT text FROM ballots.vote WHERE 'ballots/' || ballot = '",
                                   ballot, "' AND member = '", BodyId(body), "'"));
  }

  World& world_ = TheWorld();
  const int number_ = NextNumber();
  const std::string ballot_ = world_.Open(absl::StrCat(number_));
  std::atomic<int> acknowledged_ = 0;
  std::atomic<int> attempts_ = 0;
};

TEST_F(Crash, KillingBallotsdLosesNoVoteAndDoublesNone) {
  VoteThrough([this] {
    EXPECT_EQ(world_.ballots().Kill9(), 128 + SIGKILL);
    world_.ballots().Start();
  });
  EXPECT_EQ(acknowledged_, kVotes);
  ExpectEveryVoteOnce();
  ExpectOneEventForEachRequest();
  ExpectRecovered();
}

TEST_F(Crash, KillingPostgresLosesNoVoteAndDoublesNoneAndTheServicesComeBack) {
  VoteThrough([this] {
    world_.cluster().Kill9();
    world_.cluster().Restart();
  });
  EXPECT_EQ(acknowledged_, kVotes);
  ExpectEveryVoteOnce();
  ExpectOneEventForEachRequest();
  ExpectRecovered();
}

// A request that was stored although its answer was lost is the same request after the crash.
TEST_F(Crash, ARepeatAfterTheCrashIsKnown) {
  const Cast cast = CastOf(7, 1);
  ASSERT_THAT(CastOnce(world_.ballots(), cast), IsOk());
  EXPECT_EQ(world_.ballots().Kill9(), 128 + SIGKILL);
  world_.cluster().Kill9();
  world_.cluster().Restart();
  world_.ballots().Start();
  const absl::StatusOr<pb::Vote> again = CastUntilAnswered(world_.ballots(), cast);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->revision(), 1);
  Cast another = cast;
  another.text = "another text under the same request_id";
  EXPECT_THAT(CastOnce(world_.ballots(), another), HasReason("REQUEST_ID_REUSED"));
}

pb::RecordLateVoteRequest LateOf(const Cast& cast) {
  pb::RecordLateVoteRequest late;
  *late.mutable_vote() = RequestOf(cast).vote();
  late.mutable_vote()->set_answer(pb::ANSWER_APPROVE);
  late.mutable_vote()->set_behalf_reason("a letter of the day before closing");
  late.set_reason("a letter of the day before closing");
  late.set_count(true);
  late.set_request_id(cast.request_id);
  return late;
}

// A late vote counts in a resolution, and in no DIS.
std::string OpenResolution(const Daemon& daemon) {
  pb::CreateBallotRequest create;
  create.set_ballot_id("resolution-1");
  create.mutable_ballot()->set_kind(pb::BALLOT_KIND_RESOLUTION);
  create.mutable_ballot()->set_committee("committees/iso-tc-999");
  create.mutable_ballot()->set_title("To meet in May");
  EXPECT_THAT(Secretariat(daemon)(&Stub::CreateBallot, create), IsOk());
  EXPECT_THAT(OpenOnce(daemon, "ballots/resolution-1"), IsOk());
  return "ballots/resolution-1";
}

// The vote is stored, the result is not: whoever asks first makes the version that lacks.
TEST_F(Crash, AVoteWhoseResultWasNotRecordedIsInTheNextAnswer) {
  const std::string ballot = OpenResolution(world_.ballots());
  ASSERT_THAT(CloseOnce(world_.ballots(), ballot), IsOk());
  const auto closed = ResultOf(world_.ballots(), ballot);
  ASSERT_THAT(closed, IsOk());
  EXPECT_EQ(closed->tally().version(), 1);

  Session other(world_.Conninfo("postgres"));
  other.Do("BEGIN");
  other.Do("LOCK TABLE ballots.result IN EXCLUSIVE MODE");  // which may be read, and not written
  const pb::RecordLateVoteRequest late = LateOf({ballot, 2, "late", RequestId(9, 2)});
  absl::StatusOr<pb::Vote> vote = absl::UnknownError("not answered");
  std::thread officer([&] { vote = Secretariat(world_.ballots())(&Stub::RecordLateVote, late); });
  EXPECT_TRUE(Eventually([&] { return world_.Waiting("relation") == 1; }));
  EXPECT_EQ(world_.ballots().Kill9(), 128 + SIGKILL);
  officer.join();
  EXPECT_TRUE(AsksToRepeat(vote.status())) << vote.status();
  other.Do("ROLLBACK");
  EXPECT_EQ(TextOfStore(ballot, 2), "late\n");

  world_.ballots().Start();
  const auto result = Persistently([&] { return ResultOf(world_.ballots(), ballot); });
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->tally().version(), 2);
  EXPECT_EQ(result->tally().cause(), pb::RESULT_CAUSE_LATE_VOTE);
  EXPECT_THAT(result->tally().caused_by(), ::testing::ElementsAre("members/m02"));
  // The repeat of the same request is known, and brings no third version.
  vote = Persistently([&] { return Secretariat(world_.ballots())(&Stub::RecordLateVote, late); });
  ASSERT_THAT(vote, IsOk());
  EXPECT_EQ(vote->revision(), 1);
  EXPECT_EQ(ResultOf(world_.ballots(), ballot)->tally().version(), 2);
}

}  // namespace
}  // namespace placet::testing
