// kill -9 of ballotsd and of PostgreSQL while votes stream in: what was acknowledged is there, and
// nothing is there twice.
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

  void ExpectRecovered() {
    EXPECT_TRUE(world_.ballots().AwaitServing());
    EXPECT_TRUE(world_.directory().AwaitServing());
    EXPECT_THAT(CastUntilAnswered(world_.ballots(), CastOf(1, kRounds + 1)), IsOk());
    EXPECT_THAT(Persistently([this] { return CloseOnce(world_.ballots(), ballot_); }), IsOk());
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

}  // namespace
}  // namespace placet::testing
