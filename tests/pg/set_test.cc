// Statements in the form of a set: one execution for all jobs that wait, each with its own answer.
#include <gtest/gtest.h>

#include <string>

#include "services/pg/lane.h"
#include "services/pg/sqlstate.h"
#include "tests/pg/lanes.h"
#include "tests/support/matchers.h"

namespace placet::testing {
namespace {

using absl::StatusCode;

// Stores the items with texts that are not there yet; answers the number in the batch, so that a
// test sees how many were sent together.
const pg::Statement kPutSet{"put_set", pg::Statement::kWrites, R"sql(
WITH given AS (
  SELECT * FROM unnest($1::bigint[], $2::text[]) WITH ORDINALITY AS g (id, text, ordinal)),
guard AS (
  SELECT g.*, row_number() OVER (ORDER BY ordinal) AS place FROM given g
  WHERE NOT EXISTS (SELECT FROM item i WHERE i.id = g.id)),
put AS (INSERT INTO item (id, text) SELECT id, text FROM guard)
SELECT ordinal, id, place FROM guard ORDER BY ordinal DESC)sql",
                            pg::Statement::kSet};
const pg::Statement kTypes{"types", pg::Statement::kReads, R"sql(
SELECT ordinal, a, b, c, d, e, a IS NULL, e IS NULL
FROM unnest($1::text[], $2::bigint[], $3::boolean[], $4::bytea[], $5::timestamptz[])
     WITH ORDINALITY AS g (a, b, c, d, e, ordinal))sql",
                           pg::Statement::kSet};
// As many rows as the job says, from none on.
const pg::Statement kSeries{"series", pg::Statement::kReads, R"sql(
SELECT ordinal, n FROM unnest($1::bigint[]) WITH ORDINALITY AS g (many, ordinal),
     generate_series(1, many) AS n
ORDER BY ordinal, n)sql",
                            pg::Statement::kSet};
const pg::Statement kStatements[] = {kPut, kPutSet, kTypes, kSeries};

pg::Lane::Options With(pg::Lane::Options options) {
  options.statements = kStatements;
  return options;
}

TEST(Set, IsSentOnceForAllThatWait) {
  const Store store;
  pg::Lane lane(With(store.Writes()));
  Answers answers;
  Pile pile(store, lane);
  for (int i = 0; i < 100; ++i) lane.Submit(kPutSet, Item(i), Soon(), answers.Next());
  ASSERT_TRUE(pile.Release());
  ASSERT_TRUE(answers.Wait());
  for (int i = 0; i < 100; ++i) {
    const auto& answer = answers[static_cast<size_t>(i)];
    ASSERT_THAT(answer, IsOk());
    ASSERT_EQ(answer->size(), 1);
    pg::Row row = (*answer)[0];
    EXPECT_EQ(row.Int(), i) << "its own row, though they came in another order";
    EXPECT_EQ(row.Int(), i + 1) << "one execution";
  }
  EXPECT_EQ(store.Number("SELECT count(*) FROM item WHERE id >= 0"), 100);
}

TEST(Set, OfOneJobIsTheSameStatement) {
  const Store store;
  pg::Lane lane(With(store.Writes()));
  const auto rows = lane.RunBlocking(kPutSet, Item(7, "seven"), Soon());
  ASSERT_THAT(rows, IsOk());
  EXPECT_EQ((*rows)[0].Int(), 7);
  EXPECT_EQ(store.Sql("SELECT text FROM item WHERE id = 7"), "seven\n");
}

TEST(Set, AnswersJobsWithoutARowWithNone) {
  const Store store;
  pg::Lane lane(With(store.Writes()));
  store.Sql("INSERT INTO item VALUES (13, 'here before')");
  Answers answers;
  Pile pile(store, lane);
  for (int i = 0; i < 20; ++i) lane.Submit(kPutSet, Item(i), Soon(), answers.Next());
  ASSERT_TRUE(pile.Release());
  ASSERT_TRUE(answers.Wait());
  for (int i = 0; i < 20; ++i) {
    ASSERT_THAT(answers[static_cast<size_t>(i)], IsOk());
    EXPECT_EQ(answers[static_cast<size_t>(i)]->empty(), i == 13);
  }
  EXPECT_EQ(store.Sql("SELECT text FROM item WHERE id = 13"), "here before\n");
}

TEST(Set, APoisonedJobFailsAloneAndTheOthersAreStoredOnce) {
  const Store store;
  pg::Lane lane(With(store.Writes()));
  Answers answers;
  Pile pile(store, lane);
  for (int i = 0; i < 50; ++i) {
    const pg::Params params = i == 21 ? pg::Params().Int(i).Null() : Item(i);
    lane.Submit(kPutSet, params, Soon(), answers.Next());
  }
  ASSERT_TRUE(pile.Release());
  ASSERT_TRUE(answers.Wait());
  EXPECT_TRUE(answers.EachOnce());
  EXPECT_EQ(answers.CountOf(StatusCode::kOk), 49);
  EXPECT_THAT(answers[21], StatusIs(StatusCode::kInternal));
  EXPECT_EQ(store.Number("SELECT count(*) FROM item WHERE id >= 0"), 49);
}

TEST(Set, SharesItsTransactionWithOtherStatements) {
  const Store store;
  pg::Lane lane(With(store.Writes()));
  Answers answers;
  Pile pile(store, lane);
  for (int i = 0; i < 30; ++i) {
    lane.Submit(i % 3 == 0 ? kPut : kPutSet, Item(i), Soon(), answers.Next());
  }
  ASSERT_TRUE(pile.Release());
  ASSERT_TRUE(answers.Wait());
  EXPECT_EQ(answers.CountOf(StatusCode::kOk), 30);
  EXPECT_EQ(answers[0]->size(), 0) << "this one returns nothing";
  EXPECT_EQ((*answers[29])[0].Int(), 29);
  EXPECT_EQ(store.Number("SELECT count(DISTINCT xmin::text) FROM item WHERE id >= 0"), 1);
}

TEST(Set, CarriesEveryTypeAndNull) {
  const Store store;
  pg::Lane lane(With(store.Reads()));
  const absl::Time time = absl::FromUnixMicros(1'521'331'200'123'456);
  const std::string text = "\u00c5land, \"{}\"\\, NULL";
  const std::string bytes("\0\xff{,", 4);
  Answers answers;
  for (int i = 0; i < 40; ++i) {
    pg::Params params;
    if (i % 2 == 0) {
      params.Text(text).Int(-i).Bool(i % 4 == 0).Bytes(bytes).Time(time);
    } else {
      params.TextOrNull("").Int(i).Bool(false).Bytes("").Time(absl::InfiniteFuture());
    }
    lane.Submit(kTypes, params, Soon(), answers.Next());
  }
  ASSERT_TRUE(answers.Wait());
  for (int i = 0; i < 40; ++i) {
    const bool whole = i % 2 == 0;
    ASSERT_THAT(answers[static_cast<size_t>(i)], IsOk());
    pg::Row row = (*answers[static_cast<size_t>(i)])[0];
    EXPECT_EQ(row.Text(), whole ? text : "");
    EXPECT_EQ(row.Int(), whole ? -i : i);
    EXPECT_EQ(row.Bool(), i % 4 == 0);
    EXPECT_EQ(row.Bytes(), whole ? bytes : "");
    EXPECT_EQ(row.Time(), whole ? time : absl::InfinitePast());
    EXPECT_EQ(row.Bool(), !whole);
    EXPECT_EQ(row.Bool(), !whole);
  }
}

TEST(Set, OfNothingButNullKeepsTheTypeOfTheTime) {
  const Store store;
  pg::Lane lane(With(store.Reads()));
  pg::Params params;
  params.TextOrNull("").Int(0).Bool(false).Bytes("").Time(absl::InfinitePast());
  EXPECT_THAT(lane.RunBlocking(kTypes, params, Soon()), IsOk());
}

TEST(Set, GivesEachJobAllItsRows) {
  const Store store;
  pg::Lane lane(With(store.Reads()));
  Answers answers;
  for (int i = 0; i < 30; ++i) {
    lane.Submit(kSeries, pg::Params().Int(i % 4), Soon(), answers.Next());
  }
  ASSERT_TRUE(answers.Wait());
  for (int i = 0; i < 30; ++i) {
    const auto& answer = answers[static_cast<size_t>(i)];
    ASSERT_THAT(answer, IsOk());
    ASSERT_EQ(answer->size(), i % 4);
    for (int n = 0; n < i % 4; ++n) EXPECT_EQ((*answer)[n].Int(), n + 1);
  }
}

}  // namespace
}  // namespace placet::testing
