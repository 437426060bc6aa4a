// CastVote tries what it remembers first. Whatever another process has changed meanwhile, here done
// in SQL, the answer is the one that a fresh look would give.
#include <atomic>
#include <thread>

#include "absl/strings/str_cat.h"
#include "tests/ballots/harness.h"

namespace placet::ballots {
namespace {

class KnownFacts : public ::testing::Test {
 protected:
  KnownFacts() {
    world_.PutProject("iso-1", "40.00");
    ballot_ = world_.Opened(pb::BALLOT_KIND_DIS).name();
    // Ballot, roll and caller are known from here on.
    EXPECT_THAT(Cast("us"), IsOk());
    EXPECT_THAT(Cast("br"), IsOk());
  }

  absl::StatusOr<pb::Vote> Cast(const std::string& member, const std::string& request_id = "",
                                const std::string& caller = kVoters) const {
    pb::CastVoteRequest request;
    request.mutable_vote()->set_name(absl::StrCat(ballot_, "/votes/", member));
    request.mutable_vote()->set_answer(pb::ANSWER_APPROVE);
    request.set_request_id(request_id);
    return world_.Ask(caller, &BallotStub::CastVote, request);
  }
  int64_t Votes() const { return std::stoll(world_.Sql("SELECT count(*) FROM vote")); }

  World world_;
  std::string ballot_;
};

TEST_F(KnownFacts, StoreAVoteWithEverythingThatBelongsToIt) {
  const int64_t head = world_.Head();
  const auto vote = Cast("de", RequestId(1));
  ASSERT_THAT(vote, IsOk());
  EXPECT_EQ(vote->revision(), 1);
  const pb::Event event = world_.Events().back();
  EXPECT_EQ(event.sequence(), head + 1);
  EXPECT_EQ(event.subject(), vote->name());
  EXPECT_THAT(event.vote(), EqualsProto(*vote));
  EXPECT_EQ(Cast("de")->revision(), 2);
}

TEST_F(KnownFacts, DoNotMakeAVoteOfARepeat) {
  const auto vote = Cast("de", RequestId(1));
  ASSERT_THAT(vote, IsOk());
  const int64_t head = world_.Head();
  EXPECT_THAT(*Cast("de", RequestId(1)), EqualsProto(*vote));
  EXPECT_THAT(Cast("fr", RequestId(1)), HasReason("REQUEST_ID_REUSED"));
  EXPECT_EQ(world_.Head(), head);
}

TEST_F(KnownFacts, AreNotBelievedAfterAClosingElsewhere) {
  world_.Sql(
      "UPDATE ballot SET version = version + 1, end_date = '2026-03-01', "
      "close_time = '2026-03-02T08:00:00Z'");
  EXPECT_THAT(Cast("de"), HasReason("BALLOT_CLOSED"));
  EXPECT_EQ(Votes(), 2);
}

TEST_F(KnownFacts, AreNotBelievedAfterAnExtensionElsewhere) {
  world_.PassClosing(ballot_);
  world_.Sql(
      "UPDATE ballot SET version = version + 1, end_date = '2027-03-01', "
      "close_time = '2027-03-01T23:00:00Z'");
  EXPECT_THAT(Cast("de"), IsOk());
}

TEST_F(KnownFacts, DoNotHideAVoteThatWasCastElsewhere) {
  world_.Sql("UPDATE vote SET revision = 7 WHERE member = 'us'");
  EXPECT_EQ(Cast("us")->revision(), 8);
}

TEST_F(KnownFacts, DoNotKeepARightThatWasTakenElsewhere) {
  world_.Sql(
      "UPDATE directory_grant SET until_date = '2026-03-02', changed = changed + 1000 "
      "WHERE person = 'voters'");
  EXPECT_THAT(Cast("de"), HasReason("ROLE_MISSING"));
  EXPECT_EQ(Votes(), 2);
}

TEST_F(KnownFacts, DoNotHideARightThatWasGivenElsewhere) {
  EXPECT_THAT(Cast("de", "", kNobody), HasReason("ROLE_MISSING"));
  world_.Sql(
      "INSERT INTO directory_grant SELECT 'people/nobody/grants/x', 'nobody', role, member, "
      "committee, from_date, until_date, 1 FROM directory_grant WHERE person = 'voters'");
  EXPECT_THAT(Cast("de", "", kNobody), IsOk());
}

TEST_F(KnownFacts, AboutRightsEndWithTheirDay) {
  world_.Sql("UPDATE directory_grant SET until_date = '2026-03-03' WHERE person = 'voters'");
  EXPECT_THAT(Cast("de"), IsOk());
  world_.clock().Advance(absl::Hours(24));
  EXPECT_THAT(Cast("fr"), HasReason("ROLE_MISSING"));
}

TEST_F(KnownFacts, DoNotKeepABodyOnTheRollThatWasTakenOffElsewhere) {
  world_.Sql("UPDATE roll SET full_member = false, status = 3 WHERE member = 'de'");
  world_.Sql("UPDATE ballot SET roll_version = roll_version + 1");
  EXPECT_THAT(Cast("de"), HasReason("NOT_ENTITLED"));
  for (const char* table : {"roll", "body_list"}) {
    world_.Sql(absl::StrCat("DELETE FROM ", table, " WHERE member = 'fr'"));
  }
  world_.Sql("UPDATE ballot SET roll_version = roll_version + 1");
  EXPECT_THAT(Cast("fr"), HasReason("NOT_ON_ROLL"));
  EXPECT_EQ(Votes(), 2);
}

// Many at once: of one request that was sent many times, one vote.
TEST_F(KnownFacts, MakeOneVoteOfARequestThatComesManyTimesAtOnce) {
  const int64_t head = world_.Head();
  std::vector<std::thread> threads;
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([this] { EXPECT_EQ(Cast("de", RequestId(1))->revision(), 1); });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(world_.Head(), head + 1);
}

// Of different votes of one body sent at once each that is acknowledged is a version of its own.
TEST_F(KnownFacts, LoseNoVersionOfABodyThatVotesManyTimesAtOnce) {
  std::atomic<int> acknowledged = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&, i] {
      const auto vote = Cast("de", RequestId(i));
      acknowledged += vote.ok() ? 1 : 0;
      if (vote.ok()) return;
      EXPECT_THAT(vote, HasReason("CONTENTION"));
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_GE(acknowledged, 3);
  EXPECT_EQ(world_.Sql("SELECT revision FROM vote WHERE member = 'de'"),
            absl::StrCat(acknowledged.load(), "\n"));
}

}  // namespace
}  // namespace placet::ballots
