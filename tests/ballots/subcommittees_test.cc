// Roles that hold in the subcommittees of their committee, too: what rests on the copy of the
// directory follows it when a committee moves.
#include "absl/strings/str_cat.h"
#include "tests/ballots/moves.h"
#include "tests/support/process.h"

namespace placet::ballots {
namespace {

constexpr char kSub[] = "committees/iso-tc-307-sc-1";
constexpr char kWide[] = "people/wide";
constexpr char kWideVoter[] = "people/wide-voter";

class Subcommittees : public ::testing::Test {
 protected:
  void SetUp() override {
    PutSub(kCommittee);
    GrantBelow("wide", mpb::ROLE_COMMITTEE_MANAGER, "");
    GrantBelow("wide-voter", mpb::ROLE_VOTER, "members/de");
    world_.Join("de", mpb::SEAT_STATUS_P, kSub);
    world_.Join("fr", mpb::SEAT_STATUS_P, kSub);
    world_.CatchUp();
  }
  void PutSub(const std::string& parent) {
    mpb::PutCommitteeRequest request;
    request.mutable_committee()->set_name(kSub);
    request.mutable_committee()->set_reference("ISO/TC 307/SC 1");
    request.mutable_committee()->set_parent(parent);
    ASSERT_THAT(world_.Tell(&DirectoryStub::PutCommittee, request), IsOk());
    world_.CatchUp();
  }
  void GrantBelow(const std::string& person, mpb::Role role, const std::string& member) {
    world_.PutPerson(person);
    mpb::GrantRoleRequest request;
    request.set_parent("people/" + person);
    request.mutable_grant()->set_role(role);
    request.mutable_grant()->set_member(member);
    request.mutable_grant()->set_committee(kCommittee);
    request.mutable_grant()->set_subcommittees(true);
    ASSERT_THAT(world_.Tell(&DirectoryStub::GrantRole, request), IsOk());
  }
  pb::Ballot Wanted() {
    pb::Ballot wanted = About(world_, RowOf(world_, pb::BALLOT_KIND_CIB));
    wanted.set_committee(kSub);
    return wanted;
  }
  std::string Begun() {
    const auto created = Create(world_, Wanted(), kWide);
    EXPECT_THAT(created, IsOk());
    EXPECT_THAT(Open(world_, created->name(), kWide), IsOk());
    return created->name();
  }
  absl::StatusOr<pb::Vote> Cast(const std::string& ballot, const std::string& choice) {
    pb::CastVoteRequest request;
    *request.mutable_vote() = Reply("proceed", choice);
    request.mutable_vote()->set_name(ballot + "/votes/de");
    return world_.Ask(kWideVoter, &BallotStub::CastVote, request);
  }
  // Does the board show the state of criteria, as to those who see positions?
  bool BoardIsInFull() {
    pb::GetBoardRequest request;
    request.set_committee(kSub);
    const auto board = world_.Ask(kWide, &BoardStub::GetBoard, request);
    EXPECT_THAT(board, IsOk());
    return board.ok() && board->entries_size() == 1 &&
           board->entries(0).verdict() != pb::VERDICT_UNSPECIFIED;
  }

  World world_;
};

TEST_F(Subcommittees, AreConductedByTheManagerOfTheParentWhoseRoleHoldsBelow) {
  EXPECT_THAT(Create(world_, Wanted(), kManager), HasReason("ROLE_MISSING"));
  const std::string ballot = Begun();
  EXPECT_THAT(world_.GetTally(ballot, kWide), IsOk());
  EXPECT_THAT(world_.GetTally(ballot, kManager), HasReason("SECRET_WHILE_OPEN"));
}

TEST_F(Subcommittees, AreVotedInByTheVoterOfTheParentWhoseRoleHoldsBelow) {
  const std::string ballot = Begun();
  EXPECT_THAT(Cast(ballot, "yes"), IsOk());
  EXPECT_THAT(Cast(ballot, "no"), IsOk()) << "from what is remembered of the voter";
}

// A role that is remembered is looked at again when the vote is stored.
TEST_F(Subcommittees, AreLeftAtOnceWhenTheyMove) {
  const std::string ballot = Begun();
  ASSERT_THAT(Cast(ballot, "yes"), IsOk());
  EXPECT_TRUE(placet::testing::Eventually([&] { return BoardIsInFull(); }));
  PutSub("committees/iso-tc-68");
  EXPECT_THAT(Cast(ballot, "no"), HasReason("ROLE_MISSING"));
  EXPECT_THAT(Create(world_, Wanted(), kWide), HasReason("ROLE_MISSING"));
  EXPECT_THAT(world_.GetTally(ballot, kWide), HasReason("SECRET_WHILE_OPEN"));
  EXPECT_TRUE(placet::testing::Eventually([&] { return !BoardIsInFull(); }));
  PutSub(kCommittee);
  EXPECT_THAT(Cast(ballot, "no"), IsOk());
}

}  // namespace
}  // namespace placet::ballots
