// What a lane does when its store goes, at any moment, and comes back.
#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "services/pg/lane.h"
#include "services/pg/sqlstate.h"
#include "tests/pg/lanes.h"
#include "tests/support/matchers.h"

namespace placet::testing {
namespace {

using absl::StatusCode;
using ::testing::ElementsAre;

// What a lane has reported.
class Reports {
 public:
  void AddTo(pg::Lane::Options& options) {
    options.on_connection = [this](bool well) {
      std::lock_guard lock(mutex_);
      reports_.push_back(well);
    };
  }
  std::vector<bool> All() {
    std::lock_guard lock(mutex_);
    return reports_;
  }

 private:
  std::mutex mutex_;
  std::vector<bool> reports_;
};

class Outage : public ::testing::Test {
 protected:
  static Cluster& TheCluster() {
    static Cluster cluster(Cluster::Durable::kYes);
    return cluster;
  }

  pg::Lane::Options Reported(pg::Lane::Options options) {
    reports_.AddTo(options);
    return options;
  }

  const Store store_{TheCluster()};
  Reports reports_;
};

// Puts numbered items one after the other, each until it is certain that it is stored.
void PutUntil(const std::atomic<bool>& enough, pg::Lane& lane, int64_t id,
              std::atomic<int>& acknowledged) {
  for (; !enough; ++id) {
    EXPECT_TRUE(Eventually([&] {
      const absl::Status status = lane.RunBlocking(kPut, Item(id), Soon()).status();
      // Stale: an earlier attempt had been stored although its answer was lost.
      if (status.ok() || pg::IsStale(status)) return true;
      EXPECT_THAT(status, StatusIs(StatusCode::kUnavailable));
      return false;
    }));
    ++acknowledged;
  }
}

TEST_F(Outage, WhatWasAcknowledgedSurvivesKillsAndTheLaneComesBackByItself) {
  pg::Lane lane(Reported(store_.Writes()));
  std::atomic<bool> enough = false;
  std::atomic<int> acknowledged = 0;
  std::vector<std::thread> threads;
  for (int64_t i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] { PutUntil(enough, lane, i * 1'000'000, acknowledged); });
  }
  for (int kill = 1; kill <= 3; ++kill) {
    const int when = acknowledged + 100;
    EXPECT_TRUE(Eventually([&] { return acknowledged >= when; }));
    TheCluster().Kill9();
    EXPECT_TRUE(Eventually([&] { return !lane.Connected(); }));
    TheCluster().Restart();
    EXPECT_TRUE(Eventually([&] { return lane.Connected(); }));
  }
  enough = true;
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(store_.Number("SELECT count(*) FROM item"), acknowledged);
  EXPECT_THAT(reports_.All(), ElementsAre(true, false, true, false, true, false, true));
}

TEST_F(Outage, JobsInFlightAreUnavailableWhenTheConnectionIsCut) {
  pg::Lane lane(Reported(store_.Reads()));
  ASSERT_THAT(lane.Start(), IsOk());
  Answers answers;
  lane.Submit(kNap, pg::Params().Int(4000), Soon(), answers.Next());
  for (int i = 0; i < 20; ++i) {
    lane.Submit(kEcho, pg::Params().Text("x"), Soon(), answers.Next());
  }
  ASSERT_TRUE(Eventually([&] {
    return store_.Number(
               "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
               " WHERE wait_event = 'PgSleep'") == 1;
  }));
  ASSERT_TRUE(answers.Wait());
  EXPECT_TRUE(answers.EachOnce());
  EXPECT_THAT(answers[0], StatusIs(StatusCode::kUnavailable));
  EXPECT_EQ(answers.CountOf(StatusCode::kOk) + answers.CountOf(StatusCode::kUnavailable), 21);
  EXPECT_TRUE(
      Eventually([&] { return lane.RunBlocking(kCount, pg::Params(), Soon()).status().ok(); }));
  EXPECT_THAT(reports_.All(), ElementsAre(true, false, true));
}

// The end is announced to a lane that does not listen at the moment: what it sends next meets it.
TEST_F(Outage, AJobThatIsSentToAStoreThatHasJustGoneIsAnswered) {
  for (const pg::Lane::Options& options : {store_.Reads(), store_.Writes()}) {
    pg::Lane lane(options);
    const bool writes = options.use == pg::Statement::kWrites;
    for (int i = 0; i < 12; ++i) {
      const bool cut = i % 2 == 0;
      ASSERT_TRUE(Eventually([&] { return lane.Connected(); }));
      if (cut) {
        store_.Sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'");
      } else {
        TheCluster().Quit();
      }
      Answers answers;
      for (int n = 0; n < 3; ++n) {
        lane.Submit(writes ? kAppend : kEcho, pg::Params().Text("x"), Soon(), answers.Next());
      }
      ASSERT_TRUE(answers.Wait(absl::Seconds(10))) << i;
      EXPECT_EQ(answers.CountOf(StatusCode::kOk) + answers.CountOf(StatusCode::kUnavailable), 3);
      if (!cut) TheCluster().Restart();
    }
  }
}

TEST_F(Outage, AnIdleLaneNoticesThatTheStoreHasGoneAndThatItIsBack) {
  pg::Lane lane(Reported(store_.Reads()));
  ASSERT_THAT(lane.Start(), IsOk());
  TheCluster().Stop();
  EXPECT_TRUE(Eventually([&] { return reports_.All() == std::vector{true, false}; }));
  EXPECT_FALSE(lane.Connected());
  TheCluster().Restart();
  EXPECT_TRUE(Eventually([&] { return reports_.All() == std::vector{true, false, true}; }));
  EXPECT_TRUE(lane.Connected());
}

// However long the pause before the next attempt to connect has grown, and however many come.
TEST_F(Outage, WithoutAStoreEachJobIsRefusedAtOnce) {
  TheCluster().Stop();
  {
    pg::Lane lane(Reported(store_.Writes()));
    EXPECT_THAT(lane.Start(), IsOk());  // no store yet is no reason not to start
    const absl::Time began = absl::Now();
    for (int i = 0; i < 1000; ++i) {
      ASSERT_THAT(lane.RunBlocking(kPut, Item(i), Soon()), StatusIs(StatusCode::kUnavailable));
    }
    EXPECT_LT(absl::Now() - began, absl::Seconds(5));
    TheCluster().Restart();
    EXPECT_TRUE(Eventually([&] { return lane.RunBlocking(kPut, Item(1), Soon()).status().ok(); }));
    EXPECT_THAT(reports_.All(), ElementsAre(true));
  }
}

}  // namespace
}  // namespace placet::testing
