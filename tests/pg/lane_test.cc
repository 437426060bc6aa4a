#include "services/pg/lane.h"

#include <gtest/gtest.h>

#include <atomic>
#include <optional>
#include <string>

#include "services/pg/sqlstate.h"
#include "tests/pg/lanes.h"
#include "tests/support/matchers.h"

namespace placet::testing {
namespace {

using absl::StatusCode;
using ::testing::HasSubstr;

constexpr int kMany = 100;

TEST(Lane, JobsThatWaitAreCommittedTogether) {
  const Store store;
  std::atomic<int> commits = 0;
  pg::Lane::Options options = store.Writes();
  options.on_commit = [&] { ++commits; };
  pg::Lane lane(options);
  ASSERT_THAT(lane.Start(), IsOk());
  Answers answers;
  Pile pile(store, lane);
  for (int i = 0; i < kMany; ++i) lane.Submit(kPut, Item(i), Soon(), answers.Next());
  ASSERT_TRUE(pile.Release());
  ASSERT_TRUE(answers.Wait());
  EXPECT_EQ(answers.CountOf(StatusCode::kOk), kMany);
  EXPECT_EQ(commits, 2);  // the job that held the lane up, and all others
  EXPECT_EQ(store.Number("SELECT count(DISTINCT xmin::text) FROM item WHERE id >= 0"), 1);
}

TEST(Lane, ABatchHasAnEnd) {
  const Store store;
  pg::Lane::Options options = store.Writes();
  options.most_per_batch = 10;
  pg::Lane lane(options);
  Answers answers;
  Pile pile(store, lane);
  for (int i = 0; i < 25; ++i) lane.Submit(kPut, Item(i), Soon(), answers.Next());
  ASSERT_TRUE(pile.Release());
  ASSERT_TRUE(answers.Wait());
  EXPECT_EQ(store.Number("SELECT count(DISTINCT xmin::text) FROM item WHERE id >= 0"), 3);
}

TEST(Lane, APoisonedJobFailsAloneAndTheOthersAreStoredOnce) {
  const Store store;
  pg::Lane lane(store.Writes());
  Answers answers;
  Pile pile(store, lane);
  for (int i = 0; i < kMany; ++i) {
    const bool taken = i == 13;   // an id that another job has
    const bool broken = i == 77;  // no text
    pg::Params params = broken ? pg::Params().Int(i).Null() : Item(taken ? 12 : i);
    lane.Submit(kPut, params, Soon(), answers.Next());
  }
  ASSERT_TRUE(pile.Release());
  ASSERT_TRUE(answers.Wait());
  EXPECT_TRUE(answers.EachOnce());
  EXPECT_EQ(answers.CountOf(StatusCode::kOk), kMany - 2);
  EXPECT_TRUE(pg::IsStale(answers[13].status())) << answers[13].status();
  EXPECT_THAT(answers[77], StatusIs(StatusCode::kInternal));
  EXPECT_EQ(store.Number("SELECT count(*) FROM item WHERE id >= 0"), kMany - 2);
}

TEST(Lane, APoisonedReadFailsAlone) {
  const Store store;
  pg::Lane lane(store.Reads());
  ASSERT_THAT(lane.Start(), IsOk());
  Answers answers;
  for (int i = 0; i < kMany; ++i) {
    lane.Submit(kDivide, pg::Params().Int(i), Soon(), answers.Next());
  }
  ASSERT_TRUE(answers.Wait());
  EXPECT_THAT(answers[0], StatusIs(StatusCode::kInternal));
  for (int i = 1; i < kMany; ++i) {
    ASSERT_THAT(answers[static_cast<size_t>(i)], IsOk());
    EXPECT_EQ((*answers[static_cast<size_t>(i)])[0].Int(), 12 / i);
  }
}

TEST(Lane, EachJobGetsItsOwnRows) {
  const Store store;
  pg::Lane lane(store.Reads());
  Answers answers;
  for (size_t i = 0; i < 1000; ++i) {
    lane.Submit(kEcho, pg::Params().Text(std::to_string(i)), Soon(), answers.Next());
  }
  ASSERT_TRUE(answers.Wait());
  for (size_t i = 0; i < answers.size(); ++i) {
    ASSERT_THAT(answers[i], IsOk());
    EXPECT_EQ((*answers[i])[0].Text(), std::to_string(i));
  }
}

// What goes out and what comes back are each many times what the sockets hold.
TEST(Lane, ABatchOfLargeRowsBothWaysDoesNotHang) {
  const Store store;
  pg::Lane lane(store.Writes());
  Answers answers;
  Pile pile(store, lane);
  const auto text = [](int i) { return std::string(64 << 10, static_cast<char>('a' + i % 26)); };
  for (int i = 0; i < 128; ++i) {
    lane.Submit(kPutBack, Item(i, text(i)), Soon(), answers.Next());
  }
  ASSERT_TRUE(pile.Release());
  ASSERT_TRUE(answers.Wait());
  for (int i = 0; i < 128; ++i) {
    const auto& answer = answers[static_cast<size_t>(i)];
    ASSERT_THAT(answer, IsOk());
    EXPECT_EQ((*answer)[0].Text(), text(i));
  }
  EXPECT_EQ(store.Number("SELECT count(DISTINCT xmin::text) FROM item WHERE id >= 0"), 1);
}

TEST(Lane, AJobWhoseDeadlineHasPassedNeverReachesTheDatabase) {
  const Store store;
  pg::Lane lane(store.Writes());
  Answers late;
  lane.Submit(kPut, Item(1), absl::Now(), late.Next());
  lane.Submit(kPut, Item(2), absl::InfinitePast(), late.Next());
  ASSERT_TRUE(late.Wait());
  EXPECT_EQ(late.CountOf(StatusCode::kDeadlineExceeded), 2);
  EXPECT_EQ(store.Number("SELECT count(*) FROM item"), 0);
}

TEST(Lane, AJobWhoseDeadlinePassesInTheQueueNeverReachesTheDatabase) {
  const Store store;
  pg::Lane lane(store.Writes());
  Answers answers;
  Pile pile(store, lane);
  const absl::Time deadline = absl::Now() + absl::Milliseconds(100);
  lane.Submit(kPut, Item(1), deadline, answers.Next());
  lane.Submit(kPut, Item(2), Soon(), answers.Next());
  ASSERT_TRUE(Eventually([&] { return absl::Now() > deadline; }));
  ASSERT_TRUE(pile.Release());
  ASSERT_TRUE(answers.Wait());
  EXPECT_THAT(answers[0], StatusIs(StatusCode::kDeadlineExceeded));
  EXPECT_THAT(answers[1], IsOk());
  EXPECT_EQ(store.Number("SELECT count(*) FROM item WHERE id = 1"), 0);
}

TEST(Lane, BeyondTheMostThatMayWaitAJobIsRefusedAtOnce) {
  const Store store;
  pg::Lane::Options options = store.Writes();
  options.most_waiting = 3;
  pg::Lane lane(options);
  Answers answers, refused;
  Pile pile(store, lane);
  for (int i = 0; i < 3; ++i) lane.Submit(kPut, Item(i), Soon(), answers.Next());
  lane.Submit(kPut, Item(3), Soon(), refused.Next());
  ASSERT_TRUE(refused.Wait(absl::ZeroDuration()));  // before the lane does anything
  EXPECT_THAT(refused[0], StatusIs(StatusCode::kResourceExhausted));
  ASSERT_TRUE(pile.Release());
  ASSERT_TRUE(answers.Wait());
  EXPECT_EQ(answers.CountOf(StatusCode::kOk), 3);
}

TEST(Lane, WhileAnotherHoldsTheWritersLockAllJobsOfABatchAreUnavailableTogether) {
  const Store store;
  pg::Lane lane(store.Writes());
  ASSERT_THAT(lane.Start(), IsOk());
  Holder holder(store);
  Answers answers;
  const absl::Time began = absl::Now();
  for (int i = 0; i < kMany; ++i) lane.Submit(kPut, Item(i), Soon(), answers.Next());
  ASSERT_TRUE(answers.Wait());
  EXPECT_EQ(answers.CountOf(StatusCode::kUnavailable), kMany);
  EXPECT_LT(absl::Now() - began, absl::Seconds(10));  // not two seconds for each of them
  holder.Release();
  EXPECT_TRUE(lane.Connected());
  EXPECT_THAT(lane.RunBlocking(kPut, Item(1), Soon()), IsOk());
}

TEST(Lane, ATableThatAnotherHoldsIsUnavailable) {
  const Store store;
  pg::Lane lane(store.Writes());
  ASSERT_THAT(lane.Start(), IsOk());
  Holder holder(store, "BEGIN; LOCK TABLE item IN ACCESS EXCLUSIVE MODE");
  EXPECT_THAT(lane.RunBlocking(kPut, Item(1), Soon()), StatusIs(StatusCode::kUnavailable));
  holder.Release();
  EXPECT_THAT(lane.RunBlocking(kPut, Item(1), Soon()), IsOk());
}

// It takes the time of statement_timeout twice, with the batch and alone; who cannot wait so long
// is not sent to the database again.
TEST(Lane, AStatementThatTakesTooLongIsCancelledAndTheOthersAreAnswered) {
  const Store store;
  pg::Lane lane(store.Reads());
  ASSERT_THAT(lane.Start(), IsOk());
  Answers before, answers;
  lane.Submit(kNap, pg::Params().Int(100), Soon(), before.Next());  // meanwhile a batch gathers
  lane.Submit(kNap, pg::Params().Int(60000), Soon(), answers.Next());
  lane.Submit(kEcho, pg::Params().Text("here"), Soon(), answers.Next());
  lane.Submit(kEcho, pg::Params().Text("in a hurry"), absl::Now() + absl::Seconds(3),
              answers.Next());
  ASSERT_TRUE(answers.Wait());
  EXPECT_THAT(before[0], IsOk());
  EXPECT_THAT(answers[0], StatusIs(StatusCode::kDeadlineExceeded));
  EXPECT_THAT(answers[1], IsOk());
  EXPECT_THAT(answers[2], StatusIs(StatusCode::kDeadlineExceeded));
}

TEST(Lane, ASchemaThatDoesNotFitIsNamedAtStart) {
  const pg::Statement statements[] = {
      kCount, {"list_nothing", pg::Statement::kReads, "SELECT nothing FROM nowhere"}};
  const Store store;
  pg::Lane::Options options = store.Reads();
  options.statements = statements;
  pg::Lane lane(options);
  const absl::Status status = lane.Start();
  EXPECT_THAT(status, StatusIs(StatusCode::kInternal));
  EXPECT_THAT(std::string(status.message()), HasSubstr("statement list_nothing: "));
  EXPECT_THAT(std::string(status.message()), HasSubstr("nowhere"));
  EXPECT_FALSE(lane.Connected());
}

TEST(Lane, AReadLaneRefusesToWrite) {
  const pg::Statement statements[] = {{"sneak", pg::Statement::kReads, kPut.sql}};
  const Store store;
  pg::Lane::Options options = store.Reads();
  options.statements = statements;
  pg::Lane lane(options);
  EXPECT_FALSE(lane.RunBlocking(statements[0], Item(1), Soon()).ok());
  EXPECT_EQ(store.Number("SELECT count(*) FROM item"), 0);
}

TEST(Lane, ALanePreparesOnlyTheStatementsOfItsUse) {
  const Store store;
  pg::Lane lane(store.Reads());
  EXPECT_THAT(lane.RunBlocking(kCount, pg::Params(), Soon()), IsOk());
  EXPECT_THAT(lane.RunBlocking(kPut, Item(1), Soon()), StatusIs(StatusCode::kInternal));
}

TEST(Lane, AtItsEndWhatWaitsIsAnsweredUnavailable) {
  const Store store;
  Answers answers;
  std::optional<pg::Lane> lane(std::in_place, store.Writes());
  Pile pile(store, *lane);
  for (int i = 0; i < kMany; ++i) lane->Submit(kPut, Item(i), Soon(), answers.Next());
  lane.reset();  // the lock is held until its time is over: nothing was stored
  ASSERT_TRUE(answers.Wait(absl::ZeroDuration()));
  EXPECT_TRUE(answers.EachOnce());
  EXPECT_EQ(answers.CountOf(StatusCode::kUnavailable), kMany);
  EXPECT_EQ(store.Number("SELECT count(*) FROM item"), 0);
}

}  // namespace
}  // namespace placet::testing
