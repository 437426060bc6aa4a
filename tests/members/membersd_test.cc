// membersd as a process: how it starts, serves, refuses to start, and ends.
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>

#include "absl/strings/str_cat.h"
#include "placet/members/v1/member_service.grpc.pb.h"
#include "services/rpc/server.h"
#include "tests/support/matchers.h"
#include "tests/support/postgres.h"
#include "tests/support/process.h"
#include "tests/support/server.h"

namespace placet::testing {
namespace {

namespace pb = placet::members::v1;
using Stub = pb::MemberService::Stub;

class MembersdTest : public ::testing::Test {
 protected:
  void TearDown() override { unlink(log_.c_str()); }

  std::vector<std::string> Command(const std::string& database) const {
    return {MEMBERSD,
            "--listen",
            address_,
            "--database",
            Cluster::Shared().Conninfo("members", database),
            "--believe-names"};
  }

  const std::string log_ = absl::StrCat("/tmp/placet-membersd.", getpid());
  const std::string address_ = absl::StrCat("127.0.0.1:", FreePort());
};

TEST_F(MembersdTest, ServesUntilItIsToldToEnd) {
  Process membersd(Command(Cluster::Shared().CreateDatabase()), log_);
  const auto channel = rpc::Connect(address_);
  ASSERT_TRUE(ComesToServe(channel)) << membersd.Log();
  const As<pb::MemberService> anybody(channel, "people/anybody");
  const auto head = anybody(&Stub::GetHead, pb::GetHeadRequest());
  ASSERT_THAT(head, IsOk());
  EXPECT_EQ(head->sequence(), 2);
  membersd.Signal(SIGTERM);
  EXPECT_EQ(membersd.Wait(), 0) << membersd.Log();
  EXPECT_NE(membersd.Log().find("listening on " + address_), std::string::npos);
}

TEST_F(MembersdTest, ASchemaThatDoesNotFitEndsItWithOneSentence) {
  Process membersd(Command("postgres"), log_);
  EXPECT_EQ(membersd.Wait(), 1);
  EXPECT_NE(membersd.Log().find("the schema does not fit"), std::string::npos) << membersd.Log();
}

TEST_F(MembersdTest, AnAddressBeyondLoopbackIsRefused) {
  std::vector<std::string> command = Command(Cluster::Shared().CreateDatabase());
  command[2] = "0.0.0.0:0";
  Process membersd(command, log_);
  EXPECT_EQ(membersd.Wait(), 1);
  EXPECT_NE(membersd.Log().find("cannot listen on 0.0.0.0:0"), std::string::npos);
}

TEST_F(MembersdTest, AFlagThatItDoesNotKnowIsNamed) {
  Process membersd({MEMBERSD, "--lissten", address_}, log_);
  EXPECT_NE(membersd.Wait().value_or(0), 0);
  EXPECT_NE(membersd.Log().find("--lissten"), std::string::npos) << membersd.Log();
}

TEST_F(MembersdTest, IsNotServingWhileThereIsNoStoreAndServesWhenItComes) {
  Cluster cluster;
  const std::string database = cluster.CreateDatabase();
  std::vector<std::string> command = Command(database);
  command[4] = cluster.Conninfo("members", database);
  cluster.Stop();
  Process membersd(command, log_);
  const auto channel = rpc::Connect(address_);
  ASSERT_TRUE(Connects(channel)) << membersd.Log();
  const As<pb::MemberService> anybody(channel, "people/anybody");
  EXPECT_THAT(anybody(&Stub::GetHead, pb::GetHeadRequest()), HasReason("STORE_UNAVAILABLE"));
  EXPECT_FALSE(IsServing(channel));
  cluster.Restart();
  EXPECT_TRUE(ComesToServe(channel)) << membersd.Log();
  EXPECT_THAT(anybody(&Stub::GetHead, pb::GetHeadRequest()), IsOk());
}

}  // namespace
}  // namespace placet::testing
