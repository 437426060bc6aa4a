// Sealers on a real store: what they sign, who takes over, and what they do not sign any more.
#include "services/record/sealer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/ballots/store.h"
#include "tests/record/keys.h"
#include "tests/support/matchers.h"
#include "tests/support/postgres.h"
#include "tests/support/process.h"

namespace placet::record {
namespace {

using ballots::kWriterLock;
using placet::testing::Cluster;
using placet::testing::Eventually;
using placet::testing::HasReason;
using placet::testing::IsOk;

// One process that may seal.
class Side {
 public:
  Side(const std::string& conninfo, const Keys& keys)
      : reads_(Options(conninfo, pg::Statement::kReads, Log::Statements(Columns::kBallot))),
        tail_reads_(Options(conninfo, pg::Statement::kReads, {&ballots::Store::Head(), 1})),
        writes_(Options(conninfo, pg::Statement::kWrites, Log::Statements(Columns::kBallot))) {
    for (pg::Lane* lane : {&reads_, &tail_reads_, &writes_}) EXPECT_THAT(lane->Start(), IsOk());
    Sealer::Options options;
    options.on_state = [this](bool well) { well_ = well; };
    tail_.emplace(tail_reads_, ballots::Store::Head());
    log_.emplace(reads_, writes_, Columns::kBallot);
    sealer_.emplace(*log_, *tail_, keys.signing(), absl::Now, std::move(options));
  }

  Log& log() { return *log_; }
  Sealer& sealer() { return *sealer_; }
  bool well() const { return well_; }
  absl::StatusOr<pb::TreeHead> Covered(int64_t sequence) {
    return async::BlockOn(Wait(*sealer_, sequence));
  }

 private:
  static pg::Lane::Options Options(const std::string& conninfo, pg::Statement::Use use,
                                   std::span<const pg::Statement> statements) {
    pg::Lane::Options options;
    options.conninfo = conninfo;
    options.use = use;
    options.lock = Log::SealersLock(kWriterLock);
    options.statements = statements;
    return options;
  }
  static async::Task<absl::StatusOr<pb::TreeHead>> Wait(Sealer& sealer, int64_t sequence) {
    const absl::Time deadline = absl::Now() + placet::testing::kPatience;
    absl::StatusOr<pb::TreeHead> head = co_await sealer.Covered(sequence, deadline);
    co_return head;
  }

  pg::Lane reads_;
  pg::Lane tail_reads_;
  pg::Lane writes_;
  std::atomic<bool> well_ = false;
  std::optional<pg::Tail> tail_;
  std::optional<Log> log_;
  std::optional<Sealer> sealer_;
};

class SealerTest : public ::testing::Test {
 protected:
  SealerTest() : database_(Cluster::Shared().CreateDatabase()) {}

  std::string Sql(const std::string& sql) const {
    return std::string(absl::StripAsciiWhitespace(
        Cluster::Shared().Sql(database_, absl::StrCat("SET search_path = ballots; ", sql))));
  }
  // Events n+1 to n+count.
  void Append(int count) const {
    Sql(
        absl::StrCat("INSERT INTO event (sequence, actor, subject, ballot, change) "
                     "SELECT (SELECT coalesce(max(sequence), 0) FROM event) + i, 'people/anna', "
                     "'ballots/b', 'b', "
                     "decode(lpad(to_hex(i), 8, '0'), 'hex') FROM generate_series(1, ",
                     count, ") i"));
  }
  std::unique_ptr<Side> Begin() const {
    return std::make_unique<Side>(Cluster::Shared().Conninfo("ballots", database_), keys_);
  }
  Hash RootOfEvents(int64_t size) const {
    Edge edge;
    std::unique_ptr<Side> side = Begin();
    const absl::StatusOr<Leaves> leaves = side->log().LoadLeaves(0, size);
    for (size_t i = 0; i < leaves->hashes.size(); i += 32) {
      edge.Append(*ToHash(leaves->hashes.substr(i, 32)), [](TileKey, absl::string_view) {});
    }
    return edge.Root();
  }

  const std::string database_;
  const Keys keys_;
};

TEST_F(SealerTest, SignsWhatIsThereAndWhatComes) {
  Append(1);
  const auto side = Begin();
  absl::StatusOr<pb::TreeHead> head = side->Covered(1);
  ASSERT_THAT(head, IsOk());
  EXPECT_EQ(head->size(), 1);
  EXPECT_TRUE(VerifyHead(keys_.verifying(), *head));
  Append(600);
  head = side->Covered(601);
  ASSERT_THAT(head, IsOk());
  EXPECT_EQ(head->size(), 601);
  EXPECT_EQ(head->root(), ToBytes(RootOfEvents(601)));
  EXPECT_EQ(Sql("SELECT string_agg(concat(level, '.', number, '.', length(hashes) / 32), ' ' "
                "ORDER BY level, number) FROM tile"),
            "0.0.256 0.1.256 0.2.89 1.0.2");
}

TEST_F(SealerTest, SignsWithinASecondThoughNobodyWaits) {
  const auto side = Begin();
  Append(3);
  EXPECT_TRUE(Eventually([&] { return Sql("SELECT max(size) FROM tree_head") == "3"; }));
}

TEST_F(SealerTest, GoesOnAfterARestart) {
  Append(300);
  ASSERT_THAT(Begin()->Covered(300), IsOk());
  Append(1);
  const auto side = Begin();
  ASSERT_THAT(side->Covered(301), IsOk());
  EXPECT_EQ(side->Covered(301)->root(), ToBytes(RootOfEvents(301)));
}

TEST_F(SealerTest, TwoSealOneStoreAndOneTakesOver) {
  Append(10);
  auto one = Begin();
  auto other = Begin();
  for (int i = 1; i <= 20; ++i) {
    Append(7);
    ASSERT_THAT((i % 2 == 0 ? one : other)->Covered(10 + 7 * i), IsOk());
  }
  one.reset();
  Append(1);
  const auto head = other->Covered(151);
  ASSERT_THAT(head, IsOk());
  EXPECT_EQ(head->root(), ToBytes(RootOfEvents(151)));
  EXPECT_TRUE(other->well());
}

// Whatever was done to the events while nobody looked: nothing is signed any more.
TEST_F(SealerTest, SignsNothingOverWhatWasChanged) {
  Append(300);
  ASSERT_THAT(Begin()->Covered(300), IsOk());
  const std::string heads = Sql("SELECT count(*) FROM tree_head");
  const char* const harms[] = {"UPDATE event SET change = '\\x00' WHERE sequence = 17",
                               "DELETE FROM event WHERE sequence = 300",
                               "DELETE FROM event WHERE sequence = 150",
                               "UPDATE event SET sequence = -1 WHERE sequence = 5; "
                               "UPDATE event SET sequence = 5 WHERE sequence = 6; "
                               "UPDATE event SET sequence = 6 WHERE sequence = -1",
                               "UPDATE tree_head SET size = 299",
                               "UPDATE tree_head SET root = '\\x00'",
                               "UPDATE tree_head SET signature = '\\x00'"};
  for (const char* harm : harms) {
    Sql("CREATE TABLE kept_event AS SELECT * FROM event; CREATE TABLE kept_head AS SELECT * FROM "
        "tree_head");
    Sql(harm);
    {
      const auto side = Begin();
      EXPECT_THAT(side->Covered(1), HasReason("RECORD_BROKEN")) << harm;
      EXPECT_FALSE(side->well());
      EXPECT_THAT(side->Covered(1), HasReason("RECORD_BROKEN")) << harm;
    }
    Sql("DELETE FROM event; DELETE FROM tree_head; "
        "INSERT INTO event (sequence, blind, commit_time, actor, subject, ballot, change) "
        "SELECT sequence, blind, commit_time, actor, subject, ballot, change FROM kept_event; "
        "INSERT INTO tree_head SELECT * FROM kept_head; DROP TABLE kept_event, kept_head");
  }
  EXPECT_EQ(Sql("SELECT count(*) FROM tree_head"), heads);
  EXPECT_THAT(Begin()->Covered(300), IsOk());
}

TEST_F(SealerTest, HeadsThatAreTakenAwayWhileItRunsAreMissed) {
  Append(5);
  const auto side = Begin();
  ASSERT_THAT(side->Covered(5), IsOk());
  Sql("DELETE FROM tree_head");
  Append(1);
  EXPECT_THAT(side->Covered(6), HasReason("RECORD_BROKEN"));
}

TEST_F(SealerTest, AnotherKeySignsFurtherHeads) {
  Append(5);
  ASSERT_THAT(Begin()->Covered(5), IsOk());
  Append(1);
  const Keys others;
  Side side(Cluster::Shared().Conninfo("ballots", database_), others);
  const auto head = side.Covered(6);
  ASSERT_THAT(head, IsOk());
  EXPECT_EQ(head->key_id(), others.verifying().id());
}

// The service's own account can change neither events nor heads.
TEST_F(SealerTest, TheServiceMayNotChangeWhatWasSigned) {
  for (const char* table : {"event", "tree_head", "cosignature", "log"}) {
    EXPECT_EQ(Sql(absl::StrCat("SELECT has_table_privilege('ballots', 'ballots.", table,
                               "', 'UPDATE, DELETE')")),
              "f")
        << table;
  }
}

}  // namespace
}  // namespace placet::record
