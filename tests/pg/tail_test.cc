#include "services/pg/tail.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "services/async/task.h"
#include "tests/pg/lanes.h"
#include "tests/support/matchers.h"

namespace placet::testing {
namespace {

constexpr int64_t kNever = int64_t{1} << 40;  // no event has this number

async::Detached WaitOnce(pg::Tail& tail, int64_t after, std::atomic<int>& woken) {
  co_await tail.More(after);
  ++woken;
}

// Waits again whenever it is woken, as a stream does.
async::Detached WaitAgain(pg::Tail& tail, std::atomic<bool>& enough, std::atomic<int>& woken) {
  while (!enough) {
    co_await tail.More(kNever);
    ++woken;
  }
}

// A stream: reads what there is, then sleeps until there is more.
async::Detached Follow(pg::Tail& tail, pg::Lane& lane, int64_t end, std::vector<int64_t>& seen,
                       std::atomic<bool>& done) {
  int64_t last = 0;
  while (last < end) {
    const pg::Params params = pg::Params().Int(last);
    absl::StatusOr<pg::Rows> rows = co_await lane.Run(kLogAfter, params, Soon());
    for (int i = 0; rows.ok() && i < rows->size(); ++i) {
      last = (*rows)[i].Int();
      seen.push_back(last);
    }
    co_await tail.More(last);
  }
  done = true;
}

void Append(const Store& store) {
  store.Sql("INSERT INTO log SELECT coalesce(max(sequence), 0) + 1, 'another process' FROM log");
}

TEST(Tail, WakesWhoWaitsWhenAnotherProcessHasCommitted) {
  const Store store;
  pg::Lane lane(store.Reads());
  pg::Tail tail(lane, kLogHead);
  std::atomic<int> woken = 0;
  for (int i = 0; i < 10; ++i) WaitOnce(tail, 0, woken);
  Append(store);
  EXPECT_TRUE(Eventually([&] { return woken == 10; }));
}

TEST(Tail, DoesNotLetWaitForWhatIsThere) {
  const Store store;
  Append(store);
  pg::Lane lane(store.Reads());
  pg::Tail tail(lane, kLogHead);
  std::atomic<int> woken = 0;
  WaitOnce(tail, 0, woken);
  ASSERT_TRUE(Eventually([&] { return woken == 1; }));  // now it knows the head
  WaitOnce(tail, 0, woken);
  EXPECT_EQ(woken, 2);
}

TEST(Tail, WakesEverybodyNowAndThen) {
  const Store store;
  pg::Lane lane(store.Reads());
  std::atomic<bool> enough = false;
  std::atomic<int> woken = 0;
  {
    pg::Tail tail(lane, kLogHead);
    WaitAgain(tail, enough, woken);
    EXPECT_TRUE(Eventually([&] { return woken >= 3; }, absl::Seconds(10)));
    enough = true;
  }
}

TEST(Tail, WakesEverybodyAtItsEnd) {
  const Store store;
  pg::Lane lane(store.Reads());
  std::atomic<int> woken = 0;
  std::optional<pg::Tail> tail(std::in_place, lane, kLogHead);
  for (int i = 0; i < 100; ++i) WaitOnce(*tail, kNever, woken);
  tail.reset();
  EXPECT_EQ(woken, 100);
}

TEST(Tail, WakesAThreadThatWaits) {
  const Store store;
  pg::Lane lane(store.Reads());
  pg::Tail tail(lane, kLogHead);
  const auto begin = std::chrono::steady_clock::now();
  tail.AwaitMore(0, std::chrono::milliseconds(10));  // nothing comes
  EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(10));
  Append(store);
  tail.AwaitMore(0, std::chrono::minutes(5));
  tail.AwaitMore(0, std::chrono::minutes(5));  // it is still there
}

TEST(Tail, FollowersMissNothing) {
  constexpr int kEvents = 1000;
  constexpr size_t kFollowers = 5;
  const Store store;
  pg::Lane reads(store.Reads());
  pg::Tail tail(reads, kLogHead);
  pg::Lane::Options options = store.Writes();
  options.on_commit = [&] { tail.Look(); };
  pg::Lane writes(options);
  std::vector<std::vector<int64_t>> seen(kFollowers);
  std::vector<std::atomic<bool>> done(kFollowers);
  for (size_t i = 0; i < kFollowers; ++i) Follow(tail, reads, kEvents, seen[i], done[i]);
  Answers answers;
  for (int i = 0; i < kEvents; ++i) {
    writes.Submit(kAppend, pg::Params().Text("w"), Soon(), answers.Next());
  }
  ASSERT_TRUE(answers.Wait());
  for (size_t i = 0; i < kFollowers; ++i) {
    ASSERT_TRUE(Eventually([&] { return done[i].load(); }));
    ASSERT_EQ(seen[i].size(), static_cast<size_t>(kEvents));
    EXPECT_EQ(seen[i].back(), kEvents);
  }
}

}  // namespace
}  // namespace placet::testing
