// WatchBoard: what changes, as it changes, and no more.
#include <random>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"
#include "tests/ballots/board_harness.h"

namespace placet::ballots {
namespace {

using placet::testing::Eventually;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

bool Has(const pb::Board& board, const std::string& ballot) {
  return !EntryIn(board, ballot).name().empty();
}

TEST_F(BoardTest, IsWatchedFromTheWholeOn) {
  Open("a");
  const pb::Board whole = Now(kNobody);
  Watcher watcher(world_, kNobody);
  const pb::Board first = *watcher.Next();
  EXPECT_FALSE(first.delta());
  EXPECT_FALSE(first.unchanged());
  EXPECT_THAT(Content(first), EqualsProto(Content(whole)));
}

TEST_F(BoardTest, IsWatchedFromTheVersionThatTheCallerHas) {
  Open("a");
  Open("b");
  const std::string version = Now(kNobody).version();
  Watcher current(world_, kNobody, {.version = version});
  EXPECT_TRUE(current.Next()->unchanged());
  EXPECT_THAT(world_.Cast("ballots/b", "de", pb::ANSWER_APPROVE), IsOk());
  const pb::Board change = *current.Next();
  EXPECT_TRUE(change.delta());
  EXPECT_THAT(NamesIn(change), ElementsAre("ballots/b"));
  Now(kNobody);
  Watcher behind(world_, kNobody, {.version = version});
  const pb::Board first = *behind.Next();
  EXPECT_TRUE(first.delta());
  EXPECT_THAT(NamesIn(first), ElementsAre("ballots/b"));
  Watcher other(world_, kMonitor, {.version = version});
  EXPECT_FALSE(other.Next()->delta()) << "this is the version of one who sees less";
}

TEST_F(BoardTest, IsWatchedAsItChanges) {
  Open("a");
  Now(kNobody);
  Watcher watcher(world_, kNobody, {.committee = kCommittee});
  EXPECT_TRUE(watcher.Next());
  EXPECT_THAT(world_.Cast("ballots/a", "de", pb::ANSWER_APPROVE), IsOk());
  EXPECT_TRUE(watcher.Until([](const pb::Board& board) {
    return board.entries(0).votes_in() == 1 && board.totals().votes_due() == 3;
  }));
  EXPECT_THAT(Extend("ballots/a", "2027-01-31"), IsOk());
  EXPECT_TRUE(watcher.Until(
      [](const pb::Board& board) { return board.entries(0).end_date() == "2027-01-31"; }));
  world_.PutProject("a", "40.60");
  EXPECT_TRUE(
      watcher.Until([](const pb::Board& board) { return board.entries(0).stage() == "40.60"; }));
  world_.clock().Advance(absl::Hours(24));  // a seat is held on one day at least
  world_.Leave("us");
  EXPECT_TRUE(
      watcher.Until([](const pb::Board& board) { return board.entries(0).votes_due() == 2; }));
  Open("b");
  EXPECT_TRUE(watcher.Until([](const pb::Board& board) { return Has(board, "ballots/b"); }));
  EXPECT_THAT(Cancel("ballots/b"), IsOk());
  EXPECT_TRUE(watcher.Until([](const pb::Board& board) { return !Has(board, "ballots/b"); }));
  EXPECT_THAT(world_.Close("ballots/a"), IsOk());
  EXPECT_TRUE(watcher.Until([](const pb::Board& board) { return board.entries().empty(); }));
  EXPECT_EQ(watcher.board().totals().open_ballots(), 0);
}

TEST_F(BoardTest, IsWatchedWhenTheClockClosesABallot) {
  const pb::Ballot ballot = Open("a");
  Watcher watcher(world_, kNobody, {.version = Now(kNobody).version()});
  world_.StopDirectory();  // so that nobody records a result
  EXPECT_TRUE(watcher.Next()->unchanged());
  world_.clock().Set(google::protobuf::util::TimeUtil::ToString(ballot.close_time()));
  std::vector<std::string> closed;
  while (closed.empty()) {
    const pb::Board change = *watcher.Next();
    EXPECT_TRUE(change.delta());
    closed.assign(change.closed().begin(), change.closed().end());
  }
  EXPECT_THAT(closed, ElementsAre("ballots/a"));
}

TEST_F(BoardTest, IsWatchedWithTheRightsOfTheMoment) {
  Open("a", pb::BALLOT_KIND_NP);
  Now(kMonitor);
  Watcher watcher(world_, kMonitor);
  EXPECT_TRUE(watcher.Next());
  EXPECT_THAT(watcher.board().entries(0).criteria(), SizeIs(2));
  world_.Revoke("people/monitor/grants/ballot-monitor-iso-tc-307");
  EXPECT_TRUE(
      watcher.Until([](const pb::Board& board) { return board.entries(0).criteria().empty(); }));
}

TEST_F(BoardTest, EndsWhereTheBodyMayNotBeAskedForAnyMore) {
  Open("a");
  Now(kVoterDe);
  Watcher watcher(world_, kVoterDe, {.member = "members/de"});
  EXPECT_TRUE(watcher.Next());
  EXPECT_THAT(world_.Cast("ballots/a", "de", pb::ANSWER_APPROVE), IsOk());
  EXPECT_TRUE(
      watcher.Until([](const pb::Board& board) { return board.entries(0).body().voted(); }));
  world_.Revoke("people/voter-de/grants/voter-de");
  while (watcher.Next()) {
  }
  EXPECT_THAT(watcher.Finish(), HasReason("ROLE_MISSING"));
}

TEST_F(BoardTest, RefusesAWatcherLikeAnyOther) {
  Watcher unknown(world_, kNobody, {.committee = "committees/none"});
  EXPECT_FALSE(unknown.Next());
  EXPECT_THAT(unknown.Finish(), HasReason("NOT_FOUND"));
  Watcher malformed(world_, kNobody, {.member = "de"});
  EXPECT_FALSE(malformed.Next());
  EXPECT_THAT(malformed.Finish(), HasField("member"));
  Watcher nobody(world_, "");
  EXPECT_FALSE(nobody.Next());
  EXPECT_THAT(nobody.Finish(), HasReason("CALLER_UNKNOWN"));
}

TEST_F(BoardTest, TellsAWatcherNowAndThenHowOldItIs) {
  const std::string version = Now(kNobody).version();
  Watcher watcher(world_, kNobody, {.version = version});
  EXPECT_TRUE(watcher.Next()->unchanged());
  world_.clock().Advance(absl::Seconds(2));
  const pb::Board heartbeat = *watcher.Next();
  EXPECT_TRUE(heartbeat.delta());
  EXPECT_EQ(heartbeat.version(), version);
  EXPECT_THAT(heartbeat.entries(), IsEmpty());
  EXPECT_THAT(heartbeat.services(), SizeIs(2));
  EXPECT_TRUE(heartbeat.has_age());
}

TEST_F(BoardTest, IsToldToManyWatchers) {
  Open("a");
  Now(kNobody);
  std::vector<std::unique_ptr<Watcher>> watchers;
  for (int i = 0; i < 100; ++i) {
    const char* caller = i % 2 == 0 ? kNobody : kMonitor;
    watchers.push_back(std::make_unique<Watcher>(world_, caller));
    EXPECT_TRUE(watchers.back()->Next());
  }
  EXPECT_THAT(world_.Cast("ballots/a", "de", pb::ANSWER_APPROVE), IsOk());
  for (const auto& watcher : watchers) {
    EXPECT_TRUE(
        watcher->Until([](const pb::Board& board) { return board.entries(0).votes_in() == 1; }));
  }
}

// A board that was followed says what one says that was loaded afresh, for whoever asks; its
// criteria are those of the tally; and the messages of a stream add up to it.
TEST_F(BoardTest, IsTheSameFollowedWatchedAndLoaded) {
  world_.Join("fr", mpb::SEAT_STATUS_P, kOther);
  world_.CatchUp();
  const std::vector<Asked> boards = {{}, {.committee = kCommittee}, {.member = "members/se"}};
  std::vector<std::unique_ptr<Watcher>> watchers;
  for (const Asked& asked : boards) {
    watchers.push_back(std::make_unique<Watcher>(world_, kCentralSecretariat, asked));
    EXPECT_TRUE(watchers.back()->Next());
  }
  std::mt19937 random(307);  // the same course of things in every run
  const auto any = [&](int most) {
    return static_cast<int>(random() % static_cast<unsigned>(most));
  };
  const std::vector<std::string> bodies = {"de", "fr", "jp", "us", "se", "br"};
  std::vector<std::string> open;
  auto status = mpb::SEAT_STATUS_O;  // of se
  for (int step = 0; step < 150; ++step) {
    const std::string id = absl::StrCat("b-", step);
    const int choice = any(20);
    if (open.empty() || choice == 0) {
      const auto kind = static_cast<pb::BallotKind>(1 + any(3));
      open.push_back(Open(id, kind, any(3) == 0 ? kOther : kCommittee).name());
      continue;
    }
    const size_t at = static_cast<size_t>(any(static_cast<int>(open.size())));
    const std::string ballot = open[at];
    const std::string body = bodies[static_cast<size_t>(any(6))];
    if (choice == 1) {
      (void)Extend(ballot, absl::StrCat("2027-0", 1 + any(9), "-15"));
    } else if (choice == 2) {
      EXPECT_THAT(any(2) == 0 ? Cancel(ballot).status() : world_.Close(ballot).status(), IsOk());
      open.erase(open.begin() + static_cast<std::ptrdiff_t>(at));
    } else if (choice == 3) {
      status = status == mpb::SEAT_STATUS_O ? mpb::SEAT_STATUS_P : mpb::SEAT_STATUS_O;
      world_.clock().Advance(absl::Hours(24));
      world_.Change("se", status);
      world_.CatchUp();
    } else {
      (void)world_.Cast(ballot, body, static_cast<pb::Answer>(1 + any(4)),
                        any(2) == 0 ? "because" : "");
    }
  }
  const pb::Board followed = Now(kCentralSecretariat);
  ASSERT_FALSE(followed.entries().empty());
  for (const pb::BoardEntry& entry : followed.entries()) {
    const pb::Tally tally = *world_.GetTally(entry.name());
    ASSERT_EQ(entry.criteria_size(), tally.criteria_size());
    for (int i = 0; i < tally.criteria_size(); ++i) {
      EXPECT_THAT(entry.criteria(i), EqualsProto(tally.criteria(i)));
    }
    EXPECT_EQ(entry.verdict(), tally.verdict());
    EXPECT_EQ(entry.votes_due(), tally.p_members().not_voting());
    EXPECT_EQ(entry.bodies(), tally.all_bodies().entitled());
  }
  std::vector<pb::Board> before;
  for (size_t i = 0; i < boards.size(); ++i) {
    before.push_back(*Get(kCentralSecretariat, boards[i]));
    const std::string version = before.back().version();
    EXPECT_TRUE(watchers[i]->Until([&](const pb::Board& b) { return b.version() == version; }));
    EXPECT_THAT(Content(watchers[i]->board()), EqualsProto(Content(before.back())));
  }
  watchers.clear();
  world_.Restart();
  for (size_t i = 0; i < boards.size(); ++i) {
    const pb::Board after =
        Until(kCentralSecretariat, boards[i], [](const pb::Board&) { return true; });
    EXPECT_THAT(Content(after), EqualsProto(Content(before[i])));
  }
}

}  // namespace
}  // namespace placet::ballots
