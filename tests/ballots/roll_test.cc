// Who may vote, who must, and what changes of membership during a ballot mean for it.
#include "absl/strings/str_cat.h"
#include "tests/ballots/harness.h"
#include "tests/support/process.h"

namespace placet::ballots {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class RollTest : public ::testing::Test {
 protected:
  // "de P MUST_VOTE"
  std::vector<std::string> Lines(const std::string& ballot) const {
    std::vector<std::string> lines;
    for (const pb::RollEntry& entry : world_.Roll(ballot)) {
      lines.push_back(absl::StrCat(entry.name().substr(entry.name().rfind('/') + 1), " ",
                                   pb::MemberStatus_Name(entry.status()).substr(14), " ",
                                   pb::Entitlement_Name(entry.entitlement()).substr(12)));
    }
    return lines;
  }
  // The name of an open DIS ballot on a project of its own.
  std::string OpenDis(const std::string& id) {
    world_.PutProject(id, StageBefore(pb::BALLOT_KIND_DIS));
    pb::CreateBallotRequest create;
    create.set_ballot_id(id);
    create.mutable_ballot()->set_project(absl::StrCat("projects/", id));
    create.mutable_ballot()->set_kind(pb::BALLOT_KIND_DIS);
    EXPECT_THAT(world_.Ask(kCentralSecretariat, &BallotStub::CreateBallot, create), IsOk());
    pb::OpenBallotRequest open;
    open.set_name(absl::StrCat("ballots/", id));
    EXPECT_THAT(world_.Ask(kCentralSecretariat, &BallotStub::OpenBallot, open), IsOk());
    return open.name();
  }
  void WaitForStatus(const std::string& ballot, const std::string& member,
                     pb::MemberStatus status) const {
    EXPECT_TRUE(placet::testing::Eventually([&] {
      return world_.Entry(ballot, member).status() == status;
    })) << member;
  }
  void NextDay() { world_.clock().Advance(absl::Hours(24)); }

  World world_;
};

TEST_F(RollTest, OfADisListsPMembersThatMustAndOthersThatMay) {
  const std::string ballot = world_.Opened(pb::BALLOT_KIND_DIS).name();
  EXPECT_THAT(Lines(ballot),
              ElementsAre("al O OBSERVES", "br NEITHER MAY_VOTE", "de P MUST_VOTE",
                          "fr P MUST_VOTE", "jp P MUST_VOTE", "se O MAY_VOTE", "us P MUST_VOTE"));
}

TEST_F(RollTest, OfAnNpListsTheCommitteeOnly) {
  const std::string ballot = world_.Opened(pb::BALLOT_KIND_NP).name();
  EXPECT_THAT(Lines(ballot), ElementsAre("al O OBSERVES", "de P MUST_VOTE", "fr P MUST_VOTE",
                                         "jp P MUST_VOTE", "se O MAY_COMMENT", "us P MUST_VOTE"));
}

TEST_F(RollTest, IsListedByStatusAndPageByPage) {
  const std::string ballot = world_.Opened(pb::BALLOT_KIND_DIS).name();
  pb::ListRollRequest request;
  request.set_parent(ballot);
  request.set_status(pb::MEMBER_STATUS_P);
  request.set_page_size(3);
  const auto first = world_.Ask(kNobody, &BallotStub::ListRoll, request);
  ASSERT_EQ(first->entries_size(), 3);
  EXPECT_EQ(first->entries(0).acronym(), "DES");
  EXPECT_EQ(first->entries(0).country(), "C-de");
  request.set_page_token(first->next_page_token());
  const auto second = world_.Ask(kNobody, &BallotStub::ListRoll, request);
  ASSERT_EQ(second->entries_size(), 1);
  EXPECT_EQ(second->entries(0).name(), ballot + "/roll/us");
  EXPECT_EQ(second->next_page_token(), "");
}

TEST_F(RollTest, KnowsWhatTheDirectoryHadCommittedBeforeOpening) {
  const std::string ballot = world_.Created(pb::BALLOT_KIND_NP).name();
  world_.Join("br", mpb::SEAT_STATUS_P);
  pb::OpenBallotRequest request;
  request.set_name(ballot);
  EXPECT_THAT(world_.Ask(kManager, &BallotStub::OpenBallot, request), IsOk());
  EXPECT_EQ(world_.Entry(ballot, "br").status_at_opening(), pb::MEMBER_STATUS_P);
}

// Bodies without a seat are listed once for all ballots that open before a body changes.
TEST_F(RollTest, OfBodiesWithoutASeatIsTheOneOfOpening) {
  const std::string first = OpenDis("first"), second = OpenDis("second");
  world_.PutMember("br", "C-br-renamed");
  world_.PutMember("in", "C-in");
  world_.PutMember("se", "C-se", mpb::CATEGORY_CORRESPONDENT);
  const std::string third = OpenDis("third");
  EXPECT_THAT(world_.Sql("SELECT count(DISTINCT list) FROM body_list"), StartsWith("2"));
  EXPECT_THAT(world_.Sql("SELECT count(*) FROM roll WHERE status = 3"), StartsWith("0"));
  for (const std::string& ballot : {first, second}) {
    EXPECT_EQ(world_.Entry(ballot, "br").country(), "C-br");
    EXPECT_EQ(world_.Entry(ballot, "se").entitlement(), pb::ENTITLEMENT_MAY_VOTE);
    EXPECT_EQ(world_.Entry(ballot, "in").name(), "");
    EXPECT_THAT(world_.Cast(ballot, "br", pb::ANSWER_APPROVE), IsOk());
    EXPECT_THAT(world_.Cast(ballot, "in", pb::ANSWER_APPROVE), HasReason("NOT_ON_ROLL"));
  }
  EXPECT_THAT(Lines(third), ElementsAre("al O OBSERVES", "br NEITHER MAY_VOTE", "de P MUST_VOTE",
                                        "fr P MUST_VOTE", "in NEITHER MAY_VOTE", "jp P MUST_VOTE",
                                        "se O OBSERVES", "us P MUST_VOTE"));
  EXPECT_EQ(world_.Entry(third, "br").country(), "C-br-renamed");
}

TEST_F(RollTest, KeepsABodyThatTakesASeatAndLeavesItAsItWasAtOpening) {
  const std::string ballot = world_.Opened(pb::BALLOT_KIND_DIS).name();
  world_.PutMember("br", "C-br-renamed");
  world_.PutMember("in", "C-in");
  for (const char* member : {"br", "in"}) world_.Join(member, mpb::SEAT_STATUS_O);
  WaitForStatus(ballot, "br", pb::MEMBER_STATUS_O);
  WaitForStatus(ballot, "in", pb::MEMBER_STATUS_O);
  EXPECT_EQ(world_.Entry(ballot, "br").country(), "C-br");
  EXPECT_EQ(world_.Entry(ballot, "br").status_at_opening(), pb::MEMBER_STATUS_NEITHER);
  NextDay();
  for (const char* member : {"br", "in"}) world_.Leave(member);
  WaitForStatus(ballot, "br", pb::MEMBER_STATUS_NEITHER);
  WaitForStatus(ballot, "in", pb::MEMBER_STATUS_NEITHER);
  EXPECT_THAT(Lines(ballot), ElementsAre("al O OBSERVES", "br NEITHER MAY_VOTE", "de P MUST_VOTE",
                                         "fr P MUST_VOTE", "in NEITHER MAY_VOTE", "jp P MUST_VOTE",
                                         "se O MAY_VOTE", "us P MUST_VOTE"));
  EXPECT_THAT(world_.Cast(ballot, "in", pb::ANSWER_APPROVE), IsOk());
  EXPECT_THAT(world_.Close(ballot), IsOk());
  const auto result = world_.GetResult(ballot);
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->others_not_voting(), 1) << "br";
  EXPECT_EQ(result->tally().all_bodies().entitled(), 7);
  EXPECT_EQ(result->tally().all_bodies().yes(), 1);
}

// A ballot that was opened before there were lists has a row for every body, also without a seat.
TEST_F(RollTest, OfABallotWithoutAListIsNoOther) {
  const std::string listed = OpenDis("listed"), old = OpenDis("old");
  world_.Sql(
      "INSERT INTO roll SELECT * FROM whole_roll WHERE ballot = 'old' ON CONFLICT DO NOTHING;"
      "UPDATE ballot SET body_list = NULL WHERE ballot = 'old'");
  world_.PutMember("br", "C-br-renamed");
  NextDay();
  world_.Change("se", mpb::SEAT_STATUS_P);
  std::vector<pb::Tally> tallies;
  for (const std::string& ballot : {listed, old}) {
    WaitForStatus(ballot, "se", pb::MEMBER_STATUS_P);
    EXPECT_EQ(world_.Entry(ballot, "br").country(), "C-br");
    EXPECT_THAT(world_.Cast(ballot, "br", pb::ANSWER_APPROVE), IsOk());
    EXPECT_THAT(world_.Close(ballot), IsOk());
    const auto tally = world_.GetTally(ballot);
    ASSERT_THAT(tally, IsOk());
    EXPECT_EQ(tally->all_bodies().entitled(), 6);
    tallies.push_back(*tally);
    tallies.back().clear_ballot();
  }
  EXPECT_EQ(Lines(listed), Lines(old));
  EXPECT_THAT(tallies[0], EqualsProto(tallies[1]));
}

TEST_F(RollTest, FollowsTheDirectoryWhileTheBallotIsOpen) {
  const std::string ballot = world_.Opened(pb::BALLOT_KIND_DIS).name();
  NextDay();
  const int64_t before = world_.Head();
  world_.Change("se", mpb::SEAT_STATUS_P);
  world_.Leave("us");
  world_.PutMember("in", "C-in");
  world_.Join("in", mpb::SEAT_STATUS_O);
  WaitForStatus(ballot, "se", pb::MEMBER_STATUS_P);
  WaitForStatus(ballot, "us", pb::MEMBER_STATUS_NEITHER);
  WaitForStatus(ballot, "in", pb::MEMBER_STATUS_O);
  EXPECT_EQ(world_.Entry(ballot, "se").status_at_opening(), pb::MEMBER_STATUS_O);
  EXPECT_EQ(world_.Entry(ballot, "us").status_at_opening(), pb::MEMBER_STATUS_P);
  EXPECT_EQ(world_.Entry(ballot, "in").status_at_opening(), pb::MEMBER_STATUS_NEITHER);
  const std::vector<pb::Event> events = world_.Events(kNobody, "", before);
  ASSERT_EQ(events.size(), 3u);
  for (const pb::Event& event : events) {
    EXPECT_TRUE(event.has_roll_entry());
    EXPECT_EQ(event.actor(), "ballotsd");
    EXPECT_EQ(event.subject(), event.roll_entry().name());
  }
}

TEST_F(RollTest, ChangesOnTheDayFromWhichASeatIsHeld) {
  const std::string ballot = world_.Opened(pb::BALLOT_KIND_DIS).name();
  mpb::ChangeSeatRequest request;
  request.set_name(absl::StrCat(kCommittee, "/seats/se"));
  request.set_status(mpb::SEAT_STATUS_P);
  request.set_from("2026-04-01");
  EXPECT_THAT(world_.Tell(&DirectoryStub::ChangeSeat, request), IsOk());
  world_.CatchUp();
  EXPECT_EQ(world_.Entry(ballot, "se").status(), pb::MEMBER_STATUS_O);
  world_.clock().Set("2026-03-31T22:00:00Z");  // midnight in Geneva, summer time
  WaitForStatus(ballot, "se", pb::MEMBER_STATUS_P);
}

TEST_F(RollTest, DoesNotChangeAfterClosing) {
  const std::string ballot = world_.Opened(pb::BALLOT_KIND_DIS).name();
  world_.PassClosing(ballot);
  ASSERT_THAT(world_.GetResult(ballot), IsOk());
  const int64_t head = world_.Head();
  NextDay();
  world_.Leave("us");
  world_.Change("se", mpb::SEAT_STATUS_P);
  world_.CatchUp();
  EXPECT_EQ(world_.Entry(ballot, "us").status(), pb::MEMBER_STATUS_P);
  EXPECT_EQ(world_.Entry(ballot, "se").status(), pb::MEMBER_STATUS_O);
  EXPECT_EQ(world_.Head(), head);
}

// From the first day after closing on a change comes too late, even where nobody has asked yet.
TEST_F(RollTest, IsTheOneOfTheDayOfClosing) {
  const std::string ballot = world_.Opened(pb::BALLOT_KIND_DIS).name();
  mpb::LeaveCommitteeRequest request;
  request.set_name(absl::StrCat(kCommittee, "/seats/us"));
  request.set_until("2026-05-26");  // the ballot ends with the day before
  EXPECT_THAT(world_.Tell(&DirectoryStub::LeaveCommittee, request), IsOk());
  world_.clock().Set("2026-06-15T12:00:00Z");
  const auto result = world_.GetResult(ballot);
  ASSERT_THAT(result, IsOk());
  EXPECT_THAT(result->tally().status_changes(), IsEmpty());
  EXPECT_EQ(world_.Entry(ballot, "us").status(), pb::MEMBER_STATUS_P);
}

TEST_F(RollTest, OfTheResultShowsBothStatusesAndWhichDecided) {
  const std::string ballot = world_.Opened(pb::BALLOT_KIND_DIS).name();
  for (const char* member : {"de", "fr"}) {
    EXPECT_THAT(world_.Cast(ballot, member, pb::ANSWER_APPROVE), IsOk());
  }
  EXPECT_THAT(world_.Cast(ballot, "se", pb::ANSWER_DISAPPROVE, "wrong"), IsOk());
  NextDay();
  world_.Leave("us");
  world_.Join("br", mpb::SEAT_STATUS_P);
  world_.CatchUp();
  EXPECT_THAT(world_.Close(ballot), IsOk());
  const auto result = world_.GetResult(ballot);
  ASSERT_THAT(result, IsOk());
  const pb::Tally& tally = result->tally();
  EXPECT_EQ(tally.deciding_status(), pb::STATUS_MOMENT_CLOSING);
  ASSERT_EQ(tally.status_changes_size(), 2);
  EXPECT_THAT(tally.status_changes(0), EqualsProto(R"pb(member: "members/br"
                                                        at_opening: MEMBER_STATUS_NEITHER
                                                        at_closing: MEMBER_STATUS_P)pb"));
  EXPECT_THAT(tally.status_changes(1), EqualsProto(R"pb(member: "members/us"
                                                        at_opening: MEMBER_STATUS_P
                                                        at_closing: MEMBER_STATUS_NEITHER)pb"));
  EXPECT_THAT(tally.p_members_not_voting(), ElementsAre("members/br", "members/jp"));
  EXPECT_EQ(tally.verdict(), tally.verdict_by_status_at_opening());
  EXPECT_THAT(tally.warnings(), IsEmpty());
  EXPECT_EQ(result->rows(0).status_at_opening(), pb::MEMBER_STATUS_O) << "al";
  EXPECT_EQ(result->rows(1).status_at_opening(), pb::MEMBER_STATUS_NEITHER) << "br";
  EXPECT_EQ(result->rows(1).status(), pb::MEMBER_STATUS_P);
}

TEST_F(RollTest, OfTheOtherMomentMakesAWarningWhereItMatters) {
  const std::string ballot = world_.Opened(pb::BALLOT_KIND_DIS).name();
  for (const char* member : {"de", "fr"}) {
    EXPECT_THAT(world_.Cast(ballot, member, pb::ANSWER_APPROVE), IsOk());
  }
  EXPECT_THAT(world_.Cast(ballot, "jp", pb::ANSWER_DISAPPROVE, "wrong"), IsOk());
  for (const char* member : {"br", "us"}) {
    EXPECT_THAT(world_.Cast(ballot, member, pb::ANSWER_APPROVE), IsOk());
  }
  EXPECT_THAT(world_.Cast(ballot, "us", pb::ANSWER_ABSTAIN), IsOk());
  NextDay();
  world_.Change("fr", mpb::SEAT_STATUS_O);
  world_.CatchUp();
  EXPECT_THAT(world_.Close(ballot), IsOk());
  const auto tally = world_.GetTally(ballot);
  ASSERT_THAT(tally, IsOk());
  EXPECT_EQ(tally->verdict(), pb::VERDICT_NOT_APPROVED) << "1 of 2";
  EXPECT_EQ(tally->verdict_by_status_at_opening(), pb::VERDICT_APPROVED) << "2 of 3";
  ASSERT_EQ(tally->warnings_size(), 1);
  EXPECT_EQ(tally->warnings(0).kind(), pb::WARNING_KIND_STATUS_MATTERS);
}

TEST_F(RollTest, LeavesOutTheVoteOfABodyThatHasNoneAtClosing) {
  const std::string ballot = world_.Opened(pb::BALLOT_KIND_NP).name();
  EXPECT_THAT(world_.Cast(ballot, "de", pb::ANSWER_APPROVE), IsOk());
  EXPECT_THAT(world_.Cast(ballot, "fr", pb::ANSWER_DISAPPROVE, "no need"), IsOk());
  NextDay();
  world_.Change("fr", mpb::SEAT_STATUS_O);
  world_.CatchUp();
  EXPECT_THAT(world_.Cast(ballot, "fr", pb::ANSWER_APPROVE), HasReason("NOT_ENTITLED"));
  EXPECT_THAT(world_.Close(ballot), IsOk());
  const auto result = world_.GetResult(ballot);
  ASSERT_THAT(result, IsOk());
  ASSERT_EQ(result->tally().left_out_size(), 1);
  EXPECT_EQ(result->tally().left_out(0).member(), "members/fr");
  EXPECT_EQ(result->tally().left_out(0).reason(), pb::LEFT_OUT_REASON_NOT_ENTITLED);
  EXPECT_EQ(result->tally().p_members().no(), 0);
  EXPECT_EQ(result->tally().p_members().entitled(), 3);
  for (const pb::ResultRow& row : result->rows()) {
    if (row.member() != "members/fr") continue;
    EXPECT_EQ(row.answer(), pb::ANSWER_DISAPPROVE);
    EXPECT_EQ(row.counting(), pb::COUNTING_LEFT_OUT);
  }
}

}  // namespace
}  // namespace placet::ballots
