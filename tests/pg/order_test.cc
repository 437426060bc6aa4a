// Two write lanes, as two processes on one store have them: order and guards under one lock.
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "services/pg/lane.h"
#include "tests/pg/lanes.h"
#include "tests/support/matchers.h"

namespace placet::testing {
namespace {

constexpr int kEach = 3000;

void AppendMany(pg::Lane& lane, const std::string& writer, Answers& answers) {
  for (int i = 0; i < kEach; ++i) {
    lane.Submit(kAppend, pg::Params().Text(writer), Soon(), answers.Next());
  }
}

// Reads what is behind the last number it has seen, again and again.
std::vector<int64_t> FollowUntil(pg::Lane& lane, int64_t end) {
  std::vector<int64_t> seen;
  int64_t last = 0;
  Eventually([&] {
    const absl::StatusOr<pg::Rows> rows =
        lane.RunBlocking(kLogAfter, pg::Params().Int(last), Soon());
    if (!rows.ok()) return false;
    for (int i = 0; i < rows->size(); ++i) {
      last = (*rows)[i].Int();
      seen.push_back(last);
    }
    return last >= end;
  });
  return seen;
}

TEST(Order, TwoWritersNumberWithoutGapsAndAReaderMissesNone) {
  const Store store;
  pg::Lane one(store.Writes()), other(store.Writes()), reads(store.Reads());
  Answers of_one, of_other;
  std::vector<int64_t> seen;
  std::thread reader([&] { seen = FollowUntil(reads, 2 * kEach); });
  std::thread writer([&] { AppendMany(one, "one", of_one); });
  AppendMany(other, "other", of_other);
  writer.join();
  ASSERT_TRUE(of_one.Wait());
  ASSERT_TRUE(of_other.Wait());
  reader.join();
  EXPECT_EQ(of_one.CountOf(absl::StatusCode::kOk), kEach);
  EXPECT_EQ(of_other.CountOf(absl::StatusCode::kOk), kEach);
  ASSERT_EQ(seen.size(), static_cast<size_t>(2 * kEach));
  for (size_t i = 0; i < seen.size(); ++i) ASSERT_EQ(seen[i], static_cast<int64_t>(i) + 1);
  EXPECT_GT(store.Number("SELECT count(DISTINCT xmin::text) FROM log"), 2 * kEach / 128);
}

TEST(Order, JobsOfOneLaneAreStoredInTheOrderInWhichTheyCame) {
  const Store store;
  pg::Lane lane(store.Writes());
  Answers answers;
  for (int i = 0; i < 1000; ++i) {
    lane.Submit(kAppend, pg::Params().Text(std::to_string(i)), Soon(), answers.Next());
  }
  ASSERT_TRUE(answers.Wait());
  EXPECT_EQ(store.Number("SELECT count(*) FROM log WHERE sequence = writer::bigint + 1"), 1000);
}

// A close is in flight when a vote arrives. Were the lock taken within the vote's own statement,
// its guard would look at a snapshot from before the close, and let the vote in.
TEST(Order, AGuardSeesWhatWasCommittedBeforeTheLockWasGot) {
  const Store store;
  pg::Lane lane(store.Writes());
  ASSERT_THAT(lane.Start(), IsOk());
  Holder close(store, "BEGIN");
  ASSERT_EQ(close.Do("SELECT pg_advisory_xact_lock(4711)"), "");
  ASSERT_EQ(close.Do("UPDATE door SET open = false"), "");
  Answers vote;
  lane.Submit(kEnter, pg::Params().Int(1), Soon(), vote.Next());
  ASSERT_TRUE(Eventually([&] { return Waiting(store) == 1; }));
  ASSERT_EQ(close.Do("COMMIT"), "");
  ASSERT_TRUE(vote.Wait());
  ASSERT_THAT(vote[0], IsOk());
  EXPECT_TRUE(vote[0]->empty());  // refused by its guard
  EXPECT_EQ(store.Number("SELECT count(*) FROM item"), 0);
}

TEST(Order, AGuardLetsInWhatIsStillOpen) {
  const Store store;
  pg::Lane lane(store.Writes());
  const absl::StatusOr<pg::Rows> rows = lane.RunBlocking(kEnter, pg::Params().Int(1), Soon());
  ASSERT_THAT(rows, IsOk());
  EXPECT_EQ(rows->size(), 1);
}

}  // namespace
}  // namespace placet::testing
