// Groups, progress, oppositions, the path to approval, findings.
#include "tests/comments/harness.h"

namespace placet::comments {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const std::vector<Row> kRows = {
    {"DE-001", "8.2", "te", "It is not said who keeps the key of the ledger."},
    {"FR-001", "8.2", "te", "It is not said who is to keep the key of the ledger."},
    {"FR-002", "9", "ed", "A comma is missing here."},
    {"US-001", "8.2", "te", "Something else altogether, about time stamps."}};

TEST(Groups, SimilarCommentsAreProposedConfirmedAndResolvedTogether) {
  World world;
  const std::string ballot = world.Resolving(kRows);
  pb::ProposeGroupsRequest propose;
  propose.set_ballot(ballot);
  const auto proposed = world.Ask(kConvenor, &ConsensusStub::ProposeGroups, propose);
  ASSERT_THAT(proposed, IsOk());
  ASSERT_THAT(proposed->groups(), SizeIs(1));
  EXPECT_GE(proposed->groups(0).percent(), 50);
  EXPECT_THAT(proposed->groups(0).bodies(), ElementsAre("members/de", "members/fr"));
  pb::PutGroupRequest put;
  put.set_parent(ballot);
  put.mutable_group()->set_title("Keeper of the key");
  for (const pb::Comment& comment : proposed->groups(0).comments()) {
    put.mutable_group()->add_comments(comment.name());
  }
  put.set_request_id(RequestId(1));
  const auto group = world.Ask(kConvenor, &ConsensusStub::PutGroup, put);
  ASSERT_THAT(group, IsOk());
  EXPECT_EQ(group->name(), ballot + "/groups/1");
  const auto repeated = world.Ask(kConvenor, &ConsensusStub::PutGroup, put);
  ASSERT_THAT(repeated, IsOk());
  EXPECT_EQ(repeated->name(), group->name());
  pb::ChangeCommentsRequest request = ChangeOf(ballot);
  request.mutable_filter()->set_group(group->name());
  request.mutable_edit()->mutable_resolution()->set_disposition(pb::DISPOSITION_ACCEPTED);
  const auto fanned = world.Ask(kConvenor, &Stub::ChangeComments, request);
  ASSERT_THAT(fanned, IsOk());
  EXPECT_THAT(fanned->differences(), SizeIs(2));
  EXPECT_EQ(world.Get(ballot + "/comments/2")->disposition(), pb::DISPOSITION_ACCEPTED);
  EXPECT_EQ(world.Get(ballot + "/comments/2")->member(), "members/fr");
}

TEST(Groups, AreChangedAndDissolvedByOfficers) {
  World world;
  const std::string ballot = world.Resolving(kRows);
  pb::PutGroupRequest put;
  put.set_parent(ballot);
  put.mutable_group()->set_title("One");
  put.mutable_group()->add_comments(ballot + "/comments/1");
  put.mutable_group()->add_comments(ballot + "/comments/2");
  EXPECT_THAT(world.Ask(kVoterDe, &ConsensusStub::PutGroup, put), HasReason("ROLE_MISSING"));
  const auto group = world.Ask(kManager, &ConsensusStub::PutGroup, put);
  ASSERT_THAT(group, IsOk());
  put.mutable_group()->set_name(group->name());
  put.mutable_group()->set_etag(group->etag());
  put.mutable_group()->clear_comments();
  put.mutable_group()->add_comments(ballot + "/comments/1");
  ASSERT_THAT(world.Ask(kManager, &ConsensusStub::PutGroup, put), IsOk());
  EXPECT_EQ(world.Get(ballot + "/comments/2")->group(), "");
  EXPECT_THAT(world.Ask(kManager, &ConsensusStub::PutGroup, put), HasReason("ETAG_MISMATCH"));
  put.mutable_group()->clear_etag();
  put.mutable_group()->clear_comments();
  ASSERT_THAT(world.Ask(kManager, &ConsensusStub::PutGroup, put), IsOk());
  pb::ListGroupsRequest list;
  list.set_parent(ballot);
  const auto listed = world.Ask(kNobody, &ConsensusStub::ListGroups, list);
  ASSERT_THAT(listed, IsOk());
  EXPECT_THAT(listed->groups(), IsEmpty());
  put.mutable_group()->set_name(ballot + "/groups/9");
  EXPECT_THAT(world.Ask(kManager, &ConsensusStub::PutGroup, put), HasReason("NOT_FOUND"));
}

TEST(Progress, IsTheCountsOfEachDayAndOfEachBody) {
  World world;
  const std::string ballot = world.Resolving(kRows);
  ASSERT_THAT(world.Resolve(ballot + "/comments/2", pb::DISPOSITION_ACCEPTED, true), IsOk());
  pb::GetProgressRequest request;
  request.set_ballot(ballot);
  const auto progress = world.Ask(kNobody, &ConsensusStub::GetProgress, request);
  ASSERT_THAT(progress, IsOk());
  ASSERT_GE(progress->days_size(), 1);
  const pb::BallotCounts& last = progress->days().rbegin()->counts();
  EXPECT_EQ(last.total(), 4);
  EXPECT_EQ(last.decided(), 1);
  EXPECT_EQ(last.without_disposition(), 3);
  ASSERT_THAT(progress->bodies(), SizeIs(3));
  EXPECT_EQ(progress->bodies(1).body(), "members/fr");
  EXPECT_EQ(progress->bodies(1).counts().decided(), 1);
}

// Two P-members of four against it: not approved.
class Opposed : public ::testing::Test {
 protected:
  Opposed() : ballot_(world_.Opened()) {
    EXPECT_THAT(world_.Import(kManager, ballot_, "", kRows), IsOk());
    for (const char* member : {"de", "fr"}) {
      EXPECT_THAT(world_.ballots().Cast(ballot_, member, ballots_pb::ANSWER_DISAPPROVE, "See."),
                  IsOk());
    }
    for (const char* member : {"us", "jp"}) {
      EXPECT_THAT(world_.ballots().Cast(ballot_, member, ballots_pb::ANSWER_APPROVE), IsOk());
    }
    world_.Close(ballot_);
  }

  absl::StatusOr<pb::Consensus> Consensus() {
    pb::GetConsensusRequest request;
    request.set_name(ballot_);
    return world_.Ask(kNobody, &ConsensusStub::GetConsensus, request);
  }

  pb::RecordFindingRequest Found(pb::FindingBasis basis) {
    pb::RecordFindingRequest request;
    request.set_parent(ballot_);
    request.mutable_finding()->set_basis(basis);
    request.mutable_finding()->set_consensus(true);
    request.mutable_finding()->set_reasons("Everybody was heard.");
    return request;
  }

  World world_;
  const std::string ballot_;
};

TEST_F(Opposed, EachNegativeHasItsCommentsAndThePathTurnsTheCheapestFirst) {
  pb::ConditionVoteRequest condition;
  condition.set_parent(ballot_);
  condition.set_member("members/fr");
  condition.add_comments(ballot_ + "/comments/2");
  ASSERT_THAT(world_.Ask(kVoterFr, &Stub::ConditionVote, condition), IsOk());
  const auto consensus = Consensus();
  ASSERT_THAT(consensus, IsOk());
  ASSERT_THAT(consensus->ballots(), SizeIs(1));
  const pb::BallotConsensus& of = consensus->ballots(0);
  EXPECT_EQ(of.verdict(), "VERDICT_NOT_APPROVED");
  ASSERT_THAT(of.oppositions(), SizeIs(2));
  EXPECT_EQ(of.oppositions(1).member(), "members/fr");
  EXPECT_TRUE(of.oppositions(1).named());
  EXPECT_THAT(of.oppositions(1).comments(), SizeIs(1));
  ASSERT_GE(of.path_size(), 1);
  EXPECT_THAT(of.path(0).comments(), ElementsAre(ballot_ + "/comments/1"));
  EXPECT_TRUE(of.path().rbegin()->approved());
}

TEST_F(Opposed, AFindingNeedsTheChairReasonsAndAnswersToAllComments) {
  pb::RecordFindingRequest request = Found(pb::FINDING_BASIS_CHAIR);
  EXPECT_THAT(world_.Ask(kConvenor, &ConsensusStub::RecordFinding, request),
              HasReason("ROLE_MISSING"));
  EXPECT_THAT(world_.Ask(kChair, &ConsensusStub::RecordFinding, request),
              HasReason("COMMENTS_OPEN"));
  request.set_despite_open_comments(true);
  request.set_request_id(RequestId(5));
  const auto found = world_.Ask(kChair, &ConsensusStub::RecordFinding, request);
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(found->without_disposition(), 4);
  EXPECT_EQ(found->clause(), "ISO/IEC Directives Part 1, 2020, 2.5.6");
  const auto repeated = world_.Ask(kChair, &ConsensusStub::RecordFinding, request);
  ASSERT_THAT(repeated, IsOk());
  EXPECT_EQ(repeated->name(), found->name());
  EXPECT_THAT(
      world_.Ask(kChair, &ConsensusStub::RecordFinding, Found(pb::FINDING_BASIS_TWO_THIRDS)),
      HasReason("NO_TWO_THIRDS"));
  pb::ListFindingsRequest list;
  list.set_parent(ballot_);
  const auto listed = world_.Ask(kNobody, &ConsensusStub::ListFindings, list);
  ASSERT_THAT(listed, IsOk());
  EXPECT_THAT(listed->findings(), SizeIs(1));
  EXPECT_EQ(Consensus()->ballots(0).finding().person(), kChair);
}

TEST_F(Opposed, NothingOfThisIsShownWhileABallotIsOpen) {
  const std::string open = world_.Opened();
  pb::GetConsensusRequest request;
  request.set_name(open);
  EXPECT_THAT(world_.Ask(kManager, &ConsensusStub::GetConsensus, request),
              HasReason("SECRET_WHILE_OPEN"));
  pb::GetProgressRequest progress;
  progress.set_ballot(open);
  EXPECT_THAT(world_.Ask(kManager, &ConsensusStub::GetProgress, progress),
              HasReason("SECRET_WHILE_OPEN"));
}

}  // namespace
}  // namespace placet::comments
