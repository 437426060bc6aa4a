// Refusals that are not the caller's fault. What the store would say is made to happen in the
// store.
#include <libpq-fe.h>

#include <atomic>
#include <map>
#include <mutex>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/ballots/harness.h"
#include "tests/support/process.h"

namespace placet::ballots {
namespace {

using placet::testing::Eventually;

pb::PutProjectRequest Wanted(const std::string& id = "iso-1") {
  pb::PutProjectRequest request;
  pb::Project& project = *request.mutable_project();
  project.set_name("projects/" + id);
  project.set_reference("ISO 1");
  project.set_title("A standard");
  project.set_deliverable(pb::DELIVERABLE_IS);
  project.set_committee(kCommittee);
  project.set_stage("40.00");
  request.set_request_id(RequestId(1));
  return request;
}

absl::StatusOr<pb::Project> Put(const World& world, const pb::PutProjectRequest& request) {
  return world.Ask(kManager, &BallotStub::PutProject, request);
}

// Another process that keeps the writers' lock.
class OtherWriter {
 public:
  explicit OtherWriter(const World& world) : connection_(PQconnectdb(world.Conninfo().c_str())) {
    PGresult* result = PQexec(connection_, "SELECT pg_advisory_lock(7302)");
    EXPECT_EQ(PQresultStatus(result), PGRES_TUPLES_OK) << PQerrorMessage(connection_);
    PQclear(result);
  }
  ~OtherWriter() { Leave(); }
  void Leave() {
    if (connection_ != nullptr) PQfinish(connection_);
    connection_ = nullptr;
  }

 private:
  PGconn* connection_;
};

// Every write fails with this SQLSTATE from now on.
void FailWrites(const World& world, const std::string& sqlstate) {
  world.Sql(absl::StrCat(
      "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION "
      "'the words of the store' USING ERRCODE = '",
      sqlstate,
      "'; END $$;"
      "CREATE TRIGGER fail BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION fail()"));
}

TEST(Outage, OfTheStoreIsSaidAndARepeatFindsIt) {
  placet::testing::Cluster cluster;
  World world(World::Options{.cluster = &cluster});
  EXPECT_THAT(Put(world, Wanted()), IsOk());
  cluster.Stop();
  EXPECT_TRUE(Eventually([&] { return !Put(world, Wanted()).ok(); }));
  const auto write = Put(world, Wanted());
  EXPECT_THAT(write, HasReason("STORE_UNAVAILABLE"));
  EXPECT_THAT(write, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(world.GetBallot("ballots/none"), HasReason("STORE_UNAVAILABLE"));
  cluster.Restart();
  absl::StatusOr<pb::Project> repeated;
  EXPECT_TRUE(Eventually([&] { return (repeated = Put(world, Wanted())).ok(); }));
  EXPECT_EQ(repeated->etag(), "\"1\"");
  EXPECT_EQ(world.Head(), 1);
}

TEST(Outage, OfAWriterThatKeepsItsLockIsOneOfTheStore) {
  World world;
  OtherWriter other(world);
  EXPECT_THAT(Put(world, Wanted()), HasReason("STORE_UNAVAILABLE"));
  other.Leave();
  EXPECT_THAT(Put(world, Wanted()), IsOk());
}

TEST(Outage, IsSaidAtOnceToThoseThatAreTooMany) {
  World world(World::Options{.most_waiting = 130});  // the keeper sends up to 128 at once
  const placet::testing::As<pb::BallotService> manager(world.channel(), kManager);
  OtherWriter other(world);
  constexpr size_t kCalls = 300;  // more than one batch and what may wait
  struct Call {
    std::unique_ptr<grpc::ClientContext> context = placet::testing::ContextOf(kManager);
    pb::PutProjectRequest request;
    pb::Project response;
  };
  std::vector<Call> calls(kCalls);
  std::mutex mutex;
  std::map<std::string, size_t> reasons;
  std::atomic<size_t> done = 0;
  for (size_t i = 0; i < kCalls; ++i) {
    calls[i].request = Wanted(absl::StrCat("p", i));
    calls[i].request.clear_request_id();
    manager.stub().async()->PutProject(
        calls[i].context.get(), &calls[i].request, &calls[i].response, [&](grpc::Status status) {
          std::lock_guard lock(mutex);
          ++reasons[status.ok() ? "OK" : rpc::ReasonOf(rpc::FromGrpc(status))];
          ++done;
        });
  }
  EXPECT_TRUE(Eventually([&] { return done > 0; }));
  other.Leave();
  EXPECT_TRUE(Eventually([&] { return done == kCalls; }));
  EXPECT_GE(reasons["OVERLOADED"], 1u);
  EXPECT_EQ(reasons["OVERLOADED"] + reasons["OK"], kCalls);
  EXPECT_EQ(world.Head(), static_cast<int64_t>(reasons["OK"]));
}

TEST(Outage, OfLuckIsContention) {
  World world;
  FailWrites(world, "23505");  // somebody else is always first
  EXPECT_THAT(Put(world, Wanted()), HasReason("CONTENTION"));
  EXPECT_THAT(Put(world, Wanted()), StatusIs(absl::StatusCode::kAborted));
}

TEST(Outage, OfOursIsInternalAndKeepsTheStoresWordsFromTheCaller) {
  World world;
  FailWrites(world, "XX000");
  const auto put = Put(world, Wanted());
  EXPECT_THAT(put, HasReason("INTERNAL"));
  EXPECT_THAT(put, StatusIs(absl::StatusCode::kInternal));
  EXPECT_FALSE(absl::StrContains(put.status().ToString(), "the words of the store"));
  EXPECT_EQ(world.Head(), 0);
}

TEST(Outage, OfTimeIsADeadline) {
  World world;
  FailWrites(world, "57014");  // the store gave the statement up
  EXPECT_THAT(Put(world, Wanted()), HasReason("DEADLINE"));
  EXPECT_THAT(Put(world, Wanted()), StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_EQ(world.Head(), 0);
}

TEST(Outage, OfADeadlineInThePastChangesNothing) {
  World world;
  const placet::testing::As<pb::BallotService> manager(world.channel(), kManager);
  grpc::ClientContext context;
  context.AddMetadata("placet-caller", kManager);
  context.set_deadline(absl::ToChronoTime(absl::Now() - absl::Seconds(1)));
  pb::Project project;
  EXPECT_THAT(manager.stub().PutProject(&context, Wanted(), &project),
              StatusIs(grpc::StatusCode::DEADLINE_EXCEEDED));
  EXPECT_EQ(world.Head(), 0);
}

TEST(Outage, OfADiskThatIsFullIsOneOfTheStore) {
  World world;
  FailWrites(world, "53100");
  EXPECT_THAT(Put(world, Wanted()), HasReason("STORE_UNAVAILABLE"));
  EXPECT_EQ(world.Head(), 0);
}

}  // namespace
}  // namespace placet::ballots
