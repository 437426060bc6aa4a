// Two ballotsd on one store: the same events in the same order from both, and no vote after a
// close.
#include <atomic>
#include <map>
#include <mutex>

#include "absl/strings/str_cat.h"
#include "tests/system/fixture.h"

namespace placet::testing {
namespace {

constexpr int kThreads = 10;

class TwoWriters : public ::testing::Test {
 protected:
  // Once for all tests of the program.
  static World& TheWorld() {
    static World world(2);
    return world;
  }
  static const Daemon& Through(int which) {
    return TheWorld().ballots(static_cast<size_t>(which % 2));
  }
  // The facts of a vote are being read, and cannot be.
  static bool CastWaits() {
    return TheWorld().Sql(
               "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
               " AND wait_event = 'relation' AND query LIKE '%SELECT a.ordinal%'") != "0\n";
  }
  static int64_t Head() { return EventsOf(Through(0)).back().sequence(); }
};

std::vector<std::string> Bytes(const std::vector<pb::Event>& events) {
  std::vector<std::string> bytes;
  for (const pb::Event& event : events) bytes.push_back(event.SerializeAsString());
  return bytes;
}

// Every body votes through both at once, so they also meet on the same vote.
TEST_F(TwoWriters, StreamsOfBothAreWholeOrderedAndTheSame) {
  constexpr int kRounds = 20;
  const std::string ballot = TheWorld().Open("30000");
  Watcher one(Through(0)), other(Through(1));
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      for (int round = 1; round <= kRounds; ++round) {
        for (int body = 1 + i / 2; body <= kBodies; body += kThreads / 2) {
          const std::string text = absl::StrCat(BodyId(body), " by ", i, " round ", round);
          EXPECT_THAT(
              CastUntilAnswered(Through(i), {ballot, body, text, RequestId(i, round * 100 + body)}),
              IsOk());
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const int64_t head = Head();
  const std::vector<pb::Event> of_one = one.Until(head), of_other = other.Until(head);
  EXPECT_TRUE(AreGapless(of_one));
  EXPECT_EQ(Bytes(of_one), Bytes(of_other));
  std::map<std::string, int> votes;
  std::map<std::string, int> revisions;
  for (const pb::Event& event : of_one) {
    if (!event.has_vote()) continue;
    ++votes[event.vote().text()];
    EXPECT_EQ(event.vote().revision(), ++revisions[event.subject()]);  // in their order
  }
  EXPECT_EQ(votes.size(), static_cast<size_t>(2 * kBodies * kRounds));
}

// Votes stream in through both while one of them closes the ballot.
class Race {
 public:
  explicit Race(std::string ballot, int number) : ballot_(std::move(ballot)), number_(number) {}

  void Run(const Daemon& one, const Daemon& other) {
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&, i] { VoteUntilRefused(i % 2 == 0 ? one : other, i); });
    }
    EXPECT_TRUE(Eventually([this] { return accepted_ >= 30; }));
    const auto closed =
        Persistently([&] { return CloseOnce(number_ % 2 == 0 ? one : other, ballot_); });
    EXPECT_THAT(closed, IsOk());
    for (const Daemon* daemon : {&one, &other}) {
      const Cast late{ballot_, 1, "late", RequestId(number_, 1 << 20)};
      EXPECT_THAT(CastOnce(*daemon, late), HasReason("BALLOT_CLOSED"));
    }
    for (std::thread& thread : threads) thread.join();
  }

  // The text of the last accepted vote of each body.
  const std::map<std::string, std::string>& latest() const { return latest_; }
  int accepted() const { return accepted_; }

 private:
  // Bodies belong to threads, so a thread knows which vote of a body was the last.
  void VoteUntilRefused(const Daemon& daemon, int thread) {
    for (int vote = 0;; ++vote) {
      const int body = 1 + thread + (vote % 2) * kThreads;
      const std::string text = absl::StrCat("vote ", vote, " of ", BodyId(body));
      const Cast cast{ballot_, body, text, RequestId(number_, vote * 100 + body)};
      const absl::StatusOr<pb::Vote> answer = CastUntilAnswered(daemon, cast);
      if (!answer.ok()) {
        EXPECT_THAT(answer, HasReason("BALLOT_CLOSED"));
        return;
      }
      std::lock_guard lock(mutex_);
      latest_[absl::StrCat("members/", BodyId(body))] = text;
      ++accepted_;
    }
  }

  const std::string ballot_;
  const int number_;
  std::mutex mutex_;
  std::map<std::string, std::string> latest_;  // guarded by mutex_
  std::atomic<int> accepted_ = 0;
};

void ExpectNoVoteAfterTheClose(const std::vector<pb::Event>& events) {
  bool closed = false;
  for (const pb::Event& event : events) {
    closed = closed || (event.has_ballot() && event.ballot().reason() == "enough");
    EXPECT_FALSE(closed && event.has_vote()) << event.ShortDebugString();
  }
  EXPECT_TRUE(closed);
}

void ExpectAllCounted(const pb::Result& result, const Race& race) {
  std::map<std::string, std::string> counted;
  for (const pb::ResultRow& row : result.rows()) {
    if (row.answer() != pb::ANSWER_UNSPECIFIED) counted[row.member()] = row.text();
  }
  EXPECT_EQ(counted, race.latest());
  EXPECT_EQ(result.tally().all_bodies().yes(), static_cast<int>(race.latest().size()));
}

TEST_F(TwoWriters, NoVoteComesAfterTheCloseAndEveryAcceptedOneIsCounted) {
  int accepted = 0;
  for (int number = 1; number <= 20; ++number) {
    SCOPED_TRACE(absl::StrCat("race ", number));
    const std::string ballot = TheWorld().Open(absl::StrCat(40000 + number));
    Race race(ballot, 1000 + number);
    race.Run(Through(0), Through(1));
    accepted += race.accepted();
    const std::vector<pb::Event> events = EventsOf(Through(0), ballot);
    EXPECT_EQ(Bytes(events), Bytes(EventsOf(Through(1), ballot)));
    ExpectNoVoteAfterTheClose(events);
    const absl::StatusOr<pb::Result> one = ResultOf(Through(0), ballot);
    const absl::StatusOr<pb::Result> other = ResultOf(Through(1), ballot);
    ASSERT_THAT(one, IsOk());
    ASSERT_THAT(other, IsOk());
    EXPECT_EQ(one->SerializeAsString(), other->SerializeAsString());
    ExpectAllCounted(*one, race);
  }
  RecordProperty("accepted", accepted);
  EXPECT_TRUE(AreGapless(EventsOf(Through(1))));
}

// The vote comes first, to one service, and waits there for its facts; meanwhile the other service
// closes the ballot. The vote's clock stands before the closing time: it must be refused all the
// same, because nothing is accepted after the close is stored.
TEST_F(TwoWriters, AVoteThatWaitsWhileTheOtherClosesTheBallotIsRefused) {
  const std::string ballot = TheWorld().Open("60000");
  Session other(TheWorld().Conninfo("postgres"));
  other.Do("BEGIN");
  other.Do("LOCK TABLE ballots.roll IN ACCESS EXCLUSIVE MODE");  // votes and counts read it
  absl::StatusOr<pb::Vote> vote = absl::UnknownError("not answered");
  std::thread voter([&] { vote = CastOnce(Through(0), {ballot, 1, "on its way", ""}); });
  EXPECT_TRUE(Eventually([&] { return CastWaits(); }));
  absl::StatusOr<pb::Ballot> closed = absl::UnknownError("not answered");
  std::thread closer([&] { closed = Persistently([&] { return CloseOnce(Through(1), ballot); }); });
  EXPECT_TRUE(Eventually([&] {
    return TheWorld().Sql(
               "SELECT close_time < now() FROM ballots.ballot WHERE ballot = "
               "'iso-dis-60000'") == "t\n";
  }));
  other.Do("COMMIT");
  voter.join();
  closer.join();
  EXPECT_THAT(vote, HasReason("BALLOT_CLOSED"));
  ExpectNoVoteAfterTheClose(EventsOf(Through(0), ballot));
}

// Both keepers follow the same directory into the same store.
TEST_F(TwoWriters, AChangeOfARollIsOneEventThoughBothFollowTheDirectory) {
  const std::string ballot = TheWorld().Open("50000");
  using S = members::MemberService::Stub;
  members::ChangeSeatRequest change;
  change.set_name("committees/iso-tc-999/seats/m20");
  change.set_status(members::SEAT_STATUS_P);
  const As<members::MemberService> directory(TheWorld().directory().channel(), kSecretariat);
  ASSERT_THAT(directory(&S::ChangeSeat, change), IsOk());
  const std::string prefix = absl::StrCat(ballot, "/roll/");
  EXPECT_TRUE(Eventually([&] { return !EventsOf(Through(0), prefix).empty(); }));
  ASSERT_THAT(CloseOnce(Through(1), ballot), IsOk());  // waits until both have seen everything
  EXPECT_EQ(EventsOf(Through(0), prefix).size(), 1u);
}

}  // namespace
}  // namespace placet::testing
