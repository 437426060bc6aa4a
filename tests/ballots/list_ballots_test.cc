// ListBallots: order, pages, filters, and what is due for a body.
#include "absl/strings/str_cat.h"
#include "tests/ballots/harness.h"

namespace placet::ballots {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ListBallots : public ::testing::Test {
 protected:
  std::vector<std::string> Names(const pb::ListBallotsRequest& request,
                                 const std::string& caller = kNobody) const {
    const auto listed = world_.Ask(caller, &BallotStub::ListBallots, request);
    EXPECT_THAT(listed, IsOk());
    std::vector<std::string> names;
    if (!listed.ok()) return names;
    for (const pb::Ballot& ballot : listed->ballots()) names.push_back(ballot.name().substr(8));
    return names;
  }
  void Make(const std::string& id, pb::BallotKind kind) {
    world_.PutProject(id, StageBefore(kind));
    pb::CreateBallotRequest request;
    request.set_ballot_id(id);
    request.mutable_ballot()->set_project(absl::StrCat("projects/", id));
    request.mutable_ballot()->set_kind(kind);
    EXPECT_THAT(world_.Ask(kManager, &BallotStub::CreateBallot, request), IsOk());
  }
  void Open(const std::string& id) {
    pb::OpenBallotRequest request;
    request.set_name(absl::StrCat("ballots/", id));
    EXPECT_THAT(world_.Ask(kCentralSecretariat, &BallotStub::OpenBallot, request), IsOk());
  }
  // A draft, an open DIS, an open FDIS that closes first.
  void MakeThree() {
    Make("draft", pb::BALLOT_KIND_DIS);
    Make("dis", pb::BALLOT_KIND_DIS);
    Make("fdis", pb::BALLOT_KIND_FDIS);
    Open("dis");
    Open("fdis");
  }

  World world_;
};

TEST_F(ListBallots, GivesThemByClosingTimeAndDraftsLast) {
  MakeThree();
  EXPECT_THAT(Names({}), ElementsAre("fdis", "dis", "draft"));
  pb::ListBallotsRequest request;
  request.set_page_size(1);
  std::vector<std::string> names;
  do {
    const auto page = world_.Ask(kNobody, &BallotStub::ListBallots, request);
    ASSERT_THAT(page, IsOk());
    ASSERT_EQ(page->ballots_size(), 1);
    names.push_back(page->ballots(0).name());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(names, ElementsAre("ballots/fdis", "ballots/dis", "ballots/draft"));
}

TEST_F(ListBallots, FiltersByCommitteeProjectAndState) {
  MakeThree();
  pb::ListBallotsRequest request;
  request.set_committee("committees/iso-tc-68");
  EXPECT_THAT(Names(request), IsEmpty());
  request.set_committee(kCommittee);
  request.set_project("projects/dis");
  EXPECT_THAT(Names(request), ElementsAre("dis"));
  request.clear_project();
  request.set_state(pb::BALLOT_STATE_OPEN);
  EXPECT_THAT(Names(request), ElementsAre("fdis", "dis"));
  request.set_state(pb::BALLOT_STATE_DRAFT);
  EXPECT_THAT(Names(request), ElementsAre("draft"));
  world_.PassClosing("ballots/fdis");  // of the two open ones the first
  request.set_state(pb::BALLOT_STATE_CLOSED);
  EXPECT_THAT(Names(request), ElementsAre("fdis"));
  request.set_state(pb::BALLOT_STATE_CANCELLED);
  EXPECT_THAT(Names(request), IsEmpty());
}

TEST_F(ListBallots, TellsAVoterWhatIsDue) {
  MakeThree();
  pb::ListBallotsRequest request;
  request.set_voter("members/de");
  request.set_due(true);
  EXPECT_THAT(Names(request, kVoterDe), ElementsAre("fdis", "dis"));
  EXPECT_THAT(world_.Cast("ballots/fdis", "de", pb::ANSWER_APPROVE), IsOk());
  EXPECT_THAT(Names(request, kVoterDe), ElementsAre("dis"));
  request.set_due(false);
  EXPECT_THAT(Names(request, kVoterDe), ElementsAre("fdis", "dis"));
  request.set_voter("members/al");  // a correspondent member has no vote
  EXPECT_THAT(Names(request, kVoters), IsEmpty());
}

TEST_F(ListBallots, TellsAnOMemberNothingOfAnNp) {
  world_.Opened(pb::BALLOT_KIND_NP);
  pb::ListBallotsRequest request;
  request.set_voter("members/se");
  EXPECT_THAT(Names(request, kVoters), IsEmpty());
  request.set_voter("members/fr");
  EXPECT_THAT(Names(request, kVoters), ElementsAre("iso-np-1"));
}

TEST_F(ListBallots, IsRefusedForTheVotesOfOthers) {
  pb::ListBallotsRequest request;
  request.set_voter("members/de");
  for (const char* caller : {kNobody, "people/voter-fr"}) {
    EXPECT_THAT(world_.Ask(caller, &BallotStub::ListBallots, request), HasReason("ROLE_MISSING"));
  }
  request.clear_voter();
  request.set_due(true);
  EXPECT_THAT(world_.Ask(kVoterDe, &BallotStub::ListBallots, request), HasField("voter"));
}

}  // namespace
}  // namespace placet::ballots
