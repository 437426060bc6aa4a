#include "clients/cli/call.h"

#include <gtest/gtest.h>

namespace placet::cli {
namespace {

std::string Found(const std::string& text) {
  const Connection connection(Options{});
  const Target target = FindTarget(connection.peers(), text);
  return target.peer->word + " " + target.method->full_name();
}

TEST(Call, FindsAMethodByTheWordOfItsProgram) {
  EXPECT_EQ(Found("members/GetSeat"), "members placet.members.v1.MemberService.GetSeat");
  EXPECT_EQ(Found("ballots/GetBallot"), "ballots placet.ballots.v1.BallotService.GetBallot");
  EXPECT_EQ(Found("ballots/GetBoard"), "ballots placet.ballots.v1.BoardService.GetBoard");
}

TEST(Call, FindsAMethodByTheNameOfItsService) {
  EXPECT_EQ(Found("BoardService/WatchBoard"), "ballots placet.ballots.v1.BoardService.WatchBoard");
  EXPECT_EQ(Found("placet.ballots.v1.BallotService/CastVote"),
            "ballots placet.ballots.v1.BallotService.CastVote");
}

TEST(Call, SaysWhereThereIsNoSuchMethod) {
  EXPECT_THROW(Found("BoardService/CastVote"), Usage);
  EXPECT_THROW(Found("GetBoard"), Usage);
  EXPECT_THROW(Found("boards/GetBoard"), Usage);
}

// Its first message says most of what an upload can be refused for.
TEST(Call, FindsUploadsOnlyToAskBeforehand) {
  EXPECT_THROW(Found("comments/ImportComments"), Usage);
  const Connection connection(Options{});
  EXPECT_EQ(
      FindTarget(connection.peers(), "comments/ImportComments", Uploads::kToo).method->full_name(),
      "placet.comments.v1.CommentService.ImportComments");
}

}  // namespace
}  // namespace placet::cli
