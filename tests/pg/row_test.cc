#include "services/pg/row.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>

#include "absl/time/civil_time.h"
#include "tests/pg/lanes.h"
#include "tests/support/matchers.h"

namespace placet::testing {
namespace {

const pg::Statement kTypes{"types", pg::Statement::kReads,
                           "SELECT $1::smallint, $2::integer, $3::bigint, $4::boolean, $5::text,"
                           " $6::bytea, $7::timestamptz"};
const pg::Statement kInfinities{
    "infinities", pg::Statement::kReads,
    "SELECT 'infinity'::timestamptz, '-infinity'::timestamptz, NULL::timestamptz, 7"};
const pg::Statement kArrays{"arrays", pg::Statement::kReads,
                            "SELECT t, b, n FROM unnest($1::text[], $2::bytea[], $3::bigint[]) AS "
                            "a (t, b, n)"};

class Rows : public ::testing::Test {
 protected:
  static pg::Rows Ask(const pg::Statement& statement, const pg::Params& params) {
    static const pg::Statement statements[] = {kTypes, kInfinities, kArrays};
    static const Store store;
    static pg::Lane lane([] {
      pg::Lane::Options options = store.Reads();
      options.statements = statements;
      return options;
    }());
    absl::StatusOr<pg::Rows> rows = lane.RunBlocking(statement, params, Soon());
    EXPECT_THAT(rows, IsOk());
    return rows.value_or(pg::Rows());
  }

  static pg::Params Numbers(int64_t small, int64_t middle, int64_t large) {
    pg::Params params;
    params.Int(small).Int(middle).Int(large).Bool(true).Text("").Bytes("").Null();
    return params;
  }

  static pg::Params Time(absl::Time time) {
    pg::Params params;
    params.Int(0).Int(0).Int(0).Bool(false).Text("").Bytes("").Time(time);
    return params;
  }
};

TEST_F(Rows, ArraysOfOneJobArriveAsTheyAre) {
  const std::string bytes("\0\xff", 2);
  pg::Params params;
  params.Texts({"a,\"b\"{}", ""}).Blobs({bytes, ""}).Ints({-1, int64_t{1} << 40});
  const pg::Rows rows = Ask(kArrays, params);
  ASSERT_EQ(rows.size(), 2);
  pg::Row first = rows[0];
  EXPECT_EQ(first.Text(), "a,\"b\"{}");
  EXPECT_EQ(first.Bytes(), bytes);
  EXPECT_EQ(first.Int(), -1);
  pg::Row second = rows[1];
  EXPECT_EQ(second.Text(), "");
  EXPECT_EQ(second.Bytes(), "");
  EXPECT_EQ(second.Int(), int64_t{1} << 40);
  pg::Params none;
  none.Texts({}).Blobs({}).Ints({});
  EXPECT_TRUE(Ask(kArrays, none).empty());
}

TEST_F(Rows, IntegersOfEachWidthComeBackWithTheirSign) {
  struct {
    int64_t small, middle, large;
  } cases[] = {
      {0, 0, 0},
      {1, 2, 3},
      {-1, -2, -3},
      {127, 128, 255},
      {-128, -129, -256},
      {std::numeric_limits<int16_t>::max(), std::numeric_limits<int32_t>::max(),
       std::numeric_limits<int64_t>::max()},
      {std::numeric_limits<int16_t>::min(), std::numeric_limits<int32_t>::min(),
       std::numeric_limits<int64_t>::min()},
  };
  for (const auto& [small, middle, large] : cases) {
    const pg::Rows rows = Ask(kTypes, Numbers(small, middle, large));
    pg::Row row = rows[0];
    EXPECT_EQ(row.Int(), small);
    EXPECT_EQ(row.Int(), middle);
    EXPECT_EQ(row.Int(), large);
  }
}

TEST_F(Rows, TextAndBytesComeBackAsTheyWere) {
  const std::string text = "\u00c5land \u2013 '\\\"; DROP TABLE item; --\n\t$1";
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes.push_back(static_cast<char>(i));
  pg::Params params;
  params.Int(1).Int(2).Int(3).Bool(true).Text(text).Bytes(bytes).Null();
  const pg::Rows rows = Ask(kTypes, params);
  pg::Row row = rows[0];
  for (int i = 0; i < 3; ++i) row.Skip();
  EXPECT_TRUE(row.Bool());
  EXPECT_EQ(row.Text(), text);
  EXPECT_EQ(row.Bytes(), bytes);
  EXPECT_TRUE(row.IsNull());
}

TEST_F(Rows, EachNullReadsAsNothing) {
  pg::Params params;
  for (int i = 0; i < 7; ++i) params.Null();
  const pg::Rows rows = Ask(kTypes, params);
  pg::Row asked = rows[0];
  for (int i = 0; i < 7; ++i) {
    EXPECT_TRUE(asked.IsNull());
    asked.Skip();
  }
  pg::Row row = rows[0];
  EXPECT_EQ(row.Int(), 0);
  EXPECT_EQ(row.Int(), 0);
  EXPECT_EQ(row.Int(), 0);
  EXPECT_FALSE(row.Bool());
  EXPECT_EQ(row.Text(), "");
  EXPECT_EQ(row.Bytes(), "");
  EXPECT_EQ(row.Time(), absl::InfinitePast());
}

TEST_F(Rows, AnEmptyTextIsNotNullUnlessItIsToBe) {
  pg::Params params;
  params.Int(0).Int(0).Int(0).Bool(false).TextOrNull("").TextOrNull("x").Null();
  const pg::Rows rows = Ask(kTypes, params);
  pg::Row row = rows[0];
  for (int i = 0; i < 4; ++i) {
    EXPECT_FALSE(row.IsNull());
    row.Skip();
  }
  EXPECT_TRUE(row.IsNull());
  EXPECT_EQ(row.Text(), "");
  EXPECT_EQ(row.Bytes(), "x");
}

TEST_F(Rows, TimesComeBackToTheMicrosecondBeforeAndAfter2000) {
  const absl::TimeZone utc = absl::UTCTimeZone();
  for (const absl::Time time : {
           absl::FromCivil(absl::CivilSecond(2026, 11, 23, 22, 59, 59), utc) +
               absl::Microseconds(999999),
           absl::FromCivil(absl::CivilSecond(2000, 1, 1), utc),
           absl::FromCivil(absl::CivilSecond(2000, 1, 1), utc) - absl::Microseconds(1),
           absl::FromCivil(absl::CivilSecond(1947, 2, 23, 12, 0, 0), utc) + absl::Microseconds(7),
           absl::UnixEpoch(),
           absl::FromCivil(absl::CivilSecond(1900, 1, 1), utc),
           absl::FromCivil(absl::CivilSecond(2199, 12, 31), utc),
       }) {
    const pg::Rows rows = Ask(kTypes, Time(time));
    pg::Row row = rows[0];
    for (int i = 0; i < 6; ++i) row.Skip();
    EXPECT_EQ(row.Time(), time);
  }
}

TEST_F(Rows, AnEndlessTimeGoesOutAsNull) {
  for (const absl::Time time : {absl::InfiniteFuture(), absl::InfinitePast()}) {
    const pg::Rows rows = Ask(kTypes, Time(time));
    pg::Row row = rows[0];
    for (int i = 0; i < 6; ++i) row.Skip();
    EXPECT_TRUE(row.IsNull());
  }
}

TEST_F(Rows, PostgresInfinityComesBackAsInfinite) {
  const pg::Rows rows = Ask(kInfinities, pg::Params());
  pg::Row row = rows[0];
  EXPECT_EQ(row.Time(), absl::InfiniteFuture());
  EXPECT_EQ(row.Time(), absl::InfinitePast());
  EXPECT_EQ(row.Time(), absl::InfinitePast());
  EXPECT_EQ(row.Int(), 7);
}

TEST_F(Rows, NoRowsAreEmpty) {
  const pg::Rows none;
  EXPECT_TRUE(none.empty());
  EXPECT_EQ(none.size(), 0);
}

}  // namespace
}  // namespace placet::testing
