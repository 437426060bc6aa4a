// A ballot from draft to result, by rpc and by the clock alone.
#include <atomic>
#include <thread>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"
#include "tests/ballots/harness.h"
#include "tests/support/process.h"

namespace placet::ballots {
namespace {

TEST(Life, GoesFromDraftToResult) {
  World world;
  const std::string ballot = world.Opened(pb::BALLOT_KIND_DIS).name();
  EXPECT_EQ(world.StageOf(), "40.20");
  EXPECT_THAT(world.Cast(ballot, "de", pb::ANSWER_APPROVE), IsOk());
  EXPECT_THAT(world.Cast(ballot, "fr", pb::ANSWER_APPROVE_WITH_COMMENTS, "fine"), IsOk());
  EXPECT_THAT(world.Cast(ballot, "jp", pb::ANSWER_DISAPPROVE, "wrong"), IsOk());
  EXPECT_THAT(world.Cast(ballot, "se", pb::ANSWER_ABSTAIN), IsOk());
  EXPECT_THAT(world.Cast(ballot, "jp", pb::ANSWER_APPROVE), IsOk());
  EXPECT_FALSE(world.GetTally(ballot)->final());
  EXPECT_THAT(world.GetResult(ballot), HasReason("BALLOT_STILL_OPEN"));

  const auto closed = world.Close(ballot);
  ASSERT_THAT(closed, IsOk());
  EXPECT_EQ(closed->state(), pb::BALLOT_STATE_CLOSED);
  EXPECT_EQ(closed->end_date(), "2026-03-02");
  EXPECT_EQ(world.StageOf(), "40.60");
  const auto result = world.GetResult(ballot);
  ASSERT_THAT(result, IsOk());
  EXPECT_THAT(result->ballot(), EqualsProto(*world.GetBallot(ballot)));
  EXPECT_EQ(result->tally().p_members().yes(), 3);
  EXPECT_EQ(result->tally().p_members().yes_with_comments(), 1);
  EXPECT_EQ(result->tally().all_bodies().abstain(), 1);
  EXPECT_EQ(result->tally().verdict(), pb::VERDICT_APPROVED);
  EXPECT_EQ(result->rows_size(), 6) << "P and O; br did not vote";
  EXPECT_EQ(result->others_not_voting(), 1);
  EXPECT_THAT(world.GetTally(ballot, kNobody).value(), EqualsProto(result->tally()));
}

TEST(Life, EndsByTheClockAlone) {
  World world;
  const std::string ballot = world.Opened(pb::BALLOT_KIND_DIS).name();
  EXPECT_THAT(world.Cast(ballot, "de", pb::ANSWER_APPROVE), IsOk());
  world.PassClosing(ballot);
  world.clock().Advance(-absl::Microseconds(1));
  EXPECT_THAT(world.Cast(ballot, "fr", pb::ANSWER_APPROVE), IsOk()) << "in the last instant";
  world.clock().Advance(absl::Microseconds(1));
  EXPECT_THAT(world.Cast(ballot, "jp", pb::ANSWER_APPROVE), HasReason("BALLOT_CLOSED"));
  EXPECT_EQ(world.GetBallot(ballot)->state(), pb::BALLOT_STATE_CLOSED);
  const auto tally = world.GetTally(ballot, kNobody);
  ASSERT_THAT(tally, IsOk());
  EXPECT_TRUE(tally->final());
  EXPECT_EQ(tally->p_members().yes(), 2);
  EXPECT_THAT(tally->as_of(), EqualsProto(world.GetBallot(ballot)->close_time()));
  EXPECT_THAT(world.GetResult(ballot)->tally(), EqualsProto(*tally));
  EXPECT_EQ(world.StageOf(), "40.60");
}

TEST(Life, EndsInAResultThatNobodyAskedFor) {
  World world;
  const std::string ballot = world.Opened(pb::BALLOT_KIND_DIS).name();
  world.PassClosing(ballot);
  EXPECT_TRUE(placet::testing::Eventually([&] { return world.StageOf() == "40.60"; }));
  EXPECT_TRUE(world.GetBallot(ballot)->result_recorded());
  const std::vector<pb::Event> events = world.Events(kNobody, ballot);
  EXPECT_EQ(events.back().actor(), "ballotsd");
  EXPECT_TRUE(events[events.size() - 2].has_tally());
}

TEST(Life, WaitsForTheDirectoryBeforeItShowsAResult) {
  World world;
  const std::string ballot = world.Opened(pb::BALLOT_KIND_DIS).name();
  world.StopDirectory();
  world.PassClosing(ballot);
  EXPECT_THAT(world.Cast(ballot, "de", pb::ANSWER_APPROVE), HasReason("BALLOT_CLOSED"));
  EXPECT_THAT(world.GetResult(ballot), HasReason("DIRECTORY_BEHIND"));
  EXPECT_THAT(world.GetTally(ballot), HasReason("DIRECTORY_BEHIND"));
}

TEST(Life, IsLongerWhenExtended) {
  World world;
  const std::string ballot = world.Opened(pb::BALLOT_KIND_DIS).name();
  pb::ExtendBallotRequest request;
  request.set_name(ballot);
  request.set_end_date("2026-06-30");
  request.set_reason("holidays");
  const auto before = world.GetBallot(ballot)->close_time();
  const auto extended = world.Ask(kCentralSecretariat, &BallotStub::ExtendBallot, request);
  ASSERT_THAT(extended, IsOk());
  world.clock().Set(google::protobuf::util::TimeUtil::ToString(before));
  EXPECT_THAT(world.Cast(ballot, "de", pb::ANSWER_APPROVE), IsOk());
  EXPECT_EQ(google::protobuf::util::TimeUtil::ToString(extended->close_time()),
            "2026-06-30T22:00:00Z");
  world.PassClosing(ballot);
  EXPECT_THAT(world.Cast(ballot, "de", pb::ANSWER_APPROVE), HasReason("BALLOT_CLOSED"));
}

TEST(Life, LeavesTheStageBehindWhenCancelled) {
  World world;
  const std::string ballot = world.Opened(pb::BALLOT_KIND_FDIS).name();
  EXPECT_EQ(world.StageOf(), "50.20");
  pb::CancelBallotRequest request;
  request.set_name(ballot);
  request.set_reason("withdrawn");
  EXPECT_THAT(world.Ask(kCentralSecretariat, &BallotStub::CancelBallot, request), IsOk());
  EXPECT_EQ(world.StageOf(), "50.00");
}

TEST(Life, LeavesAStageAloneThatSomebodyHasMoved) {
  World world;
  const std::string ballot = world.Opened(pb::BALLOT_KIND_DIS).name();
  world.PutProject("iso-1", "40.98");
  EXPECT_THAT(world.Close(ballot), IsOk());
  EXPECT_EQ(world.StageOf(), "40.98");
}

TEST(Life, OfASecondDraftIsShorter) {
  World world;
  const std::string first = world.Opened(pb::BALLOT_KIND_DIS).name();
  EXPECT_THAT(world.Close(first), IsOk());
  world.PutProject("iso-1", "40.93");
  pb::CreateBallotRequest create;
  create.mutable_ballot()->set_project("projects/iso-1");
  create.mutable_ballot()->set_kind(pb::BALLOT_KIND_DIS);
  create.mutable_ballot()->set_draft(2);
  EXPECT_EQ(world.Ask(kManager, &BallotStub::CreateBallot, create)->reference(), "ISO/DIS 1.2");
  pb::OpenBallotRequest open;
  open.set_name("ballots/iso-dis-1.2");
  const auto opened = world.Ask(kCentralSecretariat, &BallotStub::OpenBallot, open);
  ASSERT_THAT(opened, IsOk());
  EXPECT_EQ(opened->end_date(), "2026-04-27") << "8 weeks";
  EXPECT_EQ(world.StageOf(), "40.20");
}

// Whoever records the result first, all get the same answer.
TEST(Life, ClosesAlsoWhenOthersAskForTheResultAtTheSameTime) {
  World world;
  for (int round = 0; round < 5; ++round) {
    const std::string project = absl::StrCat("projects/p", round);
    world.PutProject(absl::StrCat("p", round), "40.00");
    pb::CreateBallotRequest create;
    create.set_ballot_id(absl::StrCat("b", round));
    create.mutable_ballot()->set_project(project);
    create.mutable_ballot()->set_kind(pb::BALLOT_KIND_DIS);
    EXPECT_THAT(world.Ask(kManager, &BallotStub::CreateBallot, create), IsOk());
    pb::OpenBallotRequest open;
    open.set_name(absl::StrCat("ballots/b", round));
    EXPECT_THAT(world.Ask(kCentralSecretariat, &BallotStub::OpenBallot, open), IsOk());
    std::vector<std::thread> readers;
    for (int i = 0; i < 4; ++i) {
      readers.emplace_back([&world, name = open.name()] {
        absl::StatusOr<pb::Result> result;
        EXPECT_TRUE(placet::testing::Eventually([&] {
          result = world.GetResult(name);
          return result.ok();
        }));
        EXPECT_TRUE(result->tally().final());
      });
    }
    EXPECT_THAT(world.Close(open.name()), IsOk());
    for (std::thread& reader : readers) reader.join();
    int tallies = 0;
    for (const pb::Event& event : world.Events(kNobody, open.name())) tallies += event.has_tally();
    EXPECT_EQ(tallies, 1);
  }
}

// Two ballots on each of some projects are opened at once, so that some of them are of one batch.
TEST(Life, OpensOneOfTwoThatAreOpenedOnAProjectAtOnce) {
  World world;
  constexpr int kProjects = 8;
  std::vector<std::string> names;
  for (int i = 0; i < kProjects; ++i) {
    world.PutProject(absl::StrCat("p", i), "40.00");
    for (const char* half : {"a", "b"}) {
      pb::CreateBallotRequest create;
      create.set_ballot_id(absl::StrCat("p", i, half));
      create.mutable_ballot()->set_project(absl::StrCat("projects/p", i));
      create.mutable_ballot()->set_kind(pb::BALLOT_KIND_DIS);
      EXPECT_THAT(world.Ask(kManager, &BallotStub::CreateBallot, create), IsOk());
      names.push_back(absl::StrCat("ballots/", create.ballot_id()));
    }
  }
  const int64_t head = world.Head();
  std::atomic<int> opened = 0;
  std::vector<std::thread> openers;
  for (const std::string& name : names) {
    openers.emplace_back([&, name] {
      pb::OpenBallotRequest open;
      open.set_name(name);
      const auto answer = world.Ask(kCentralSecretariat, &BallotStub::OpenBallot, open);
      if (answer.ok()) {
        ++opened;
      } else {
        EXPECT_THAT(answer, HasReason("PROJECT_BUSY"));
      }
    });
  }
  for (std::thread& opener : openers) opener.join();
  EXPECT_EQ(opened, kProjects);
  EXPECT_EQ(world.Head(), head + 2 * kProjects) << "of each the ballot and its project";
  for (int i = 0; i < kProjects; ++i)
    EXPECT_EQ(world.StageOf(absl::StrCat("projects/p", i)), "40.20");
}

// Of one request that comes many times at once there is one ballot, and everybody is told so.
TEST(Life, BeginsOnceWithOneRequest) {
  World world;
  world.PutProject("iso-1", "40.00");
  const int64_t head = world.Head();
  std::vector<std::thread> creators;
  for (int i = 0; i < 16; ++i) {
    creators.emplace_back([&world] {
      pb::CreateBallotRequest create;
      create.mutable_ballot()->set_project("projects/iso-1");
      create.mutable_ballot()->set_kind(pb::BALLOT_KIND_DIS);
      create.set_request_id(RequestId(1));
      EXPECT_THAT(world.Ask(kManager, &BallotStub::CreateBallot, create), IsOk());
    });
  }
  for (std::thread& creator : creators) creator.join();
  EXPECT_EQ(world.Head(), head + 1);
}

}  // namespace
}  // namespace placet::ballots
