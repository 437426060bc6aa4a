// GetBoard: what is on it, for whom, and how new it is.
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"
#include "tests/ballots/board_harness.h"

namespace placet::ballots {
namespace {

using placet::testing::Eventually;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST_F(BoardTest, IsEmptyAtFirst) {
  const pb::Board board = Now(kNobody);
  EXPECT_THAT(board.entries(), IsEmpty());
  EXPECT_THAT(board.totals(), EqualsProto("open_ballots: 0"));
  EXPECT_THAT(board.version(), ::testing::Not(IsEmpty()));
  EXPECT_FALSE(board.delta());
  EXPECT_FALSE(board.unchanged());
}

TEST_F(BoardTest, ShowsAnOpenBallot) {
  const pb::Ballot ballot = Open("a");
  const pb::Board board = Now(kNobody);
  ASSERT_THAT(board.entries(), SizeIs(1));
  pb::BoardEntry expected;
  expected.set_name("ballots/a");
  expected.set_reference(ballot.reference());
  expected.set_title("A standard");
  expected.set_kind(pb::BALLOT_KIND_DIS);
  expected.set_committee(kCommittee);
  expected.set_committee_reference("ISO/TC 307");
  expected.set_project("projects/a");
  expected.set_stage("40.20");
  *expected.mutable_open_time() = ballot.open_time();
  *expected.mutable_close_time() = ballot.close_time();
  expected.set_end_date(ballot.end_date());
  expected.set_votes_due(4);
  expected.set_bodies(6);
  EXPECT_THAT(board.entries(0), EqualsProto(expected));
  EXPECT_THAT(board.totals(), EqualsProto("open_ballots: 1 votes_due: 4"));
}

TEST_F(BoardTest, ShowsBallotsByTheirClosing) {
  Open("later");
  EXPECT_THAT(Extend("ballots/later", "2026-12-24"), IsOk());
  Open("b");
  Open("a");
  EXPECT_THAT(NamesIn(Now(kNobody)), ElementsAre("ballots/a", "ballots/b", "ballots/later"));
}

TEST_F(BoardTest, OfACommitteeShowsItsBallotsOnly) {
  world_.Join("fr", mpb::SEAT_STATUS_P, kOther);
  world_.CatchUp();
  Open("a");
  Open("b", pb::BALLOT_KIND_DIS, kOther);
  EXPECT_THAT(NamesIn(Now(kNobody)), ElementsAre("ballots/a", "ballots/b"));
  EXPECT_THAT(NamesIn(Now(kNobody, {.committee = kCommittee})), ElementsAre("ballots/a"));
  const pb::Board other = Now(kNobody, {.committee = kOther});
  EXPECT_THAT(NamesIn(other), ElementsAre("ballots/b"));
  EXPECT_EQ(other.entries(0).committee_reference(), "ISO/TC 68");
  EXPECT_THAT(other.totals(), EqualsProto("open_ballots: 1 votes_due: 1"));
}

TEST_F(BoardTest, CountsVotesForEverybody) {
  const std::string ballot = Open("a").name();
  EXPECT_THAT(world_.Cast(ballot, "de", pb::ANSWER_APPROVE), IsOk());
  EXPECT_THAT(world_.Cast(ballot, "br", pb::ANSWER_ABSTAIN), IsOk());
  const pb::Board board = Now(kNobody);
  const pb::BoardEntry entry = EntryIn(board, ballot);
  EXPECT_EQ(entry.votes_due(), 3);
  EXPECT_EQ(entry.votes_in(), 1);
  EXPECT_EQ(entry.bodies(), 6);
  EXPECT_EQ(entry.all_votes_in(), 2);
  EXPECT_THAT(board.totals(), EqualsProto("open_ballots: 1 votes_due: 3 votes_in: 1"));
}

TEST_F(BoardTest, ShowsCriteriaToThoseOnlyWhoMaySeeTheTally) {
  const std::string dis = Open("a").name();
  const std::string np = Open("b", pb::BALLOT_KIND_NP).name();
  for (const std::string& ballot : {dis, np}) {
    EXPECT_THAT(world_.Cast(ballot, "de", pb::ANSWER_DISAPPROVE, "because"), IsOk());
    EXPECT_THAT(world_.Cast(ballot, "fr", pb::ANSWER_DISAPPROVE), IsOk());
  }
  Now(kNobody);
  const auto expect_seen = [&](const std::string& caller, const std::string& ballot) {
    const pb::Tally tally = *world_.GetTally(ballot);
    for (const char* committee : {"", kCommittee}) {
      const pb::BoardEntry entry = EntryIn(*Get(caller, {.committee = committee}), ballot);
      ASSERT_EQ(entry.criteria_size(), tally.criteria_size()) << caller;
      for (int i = 0; i < tally.criteria_size(); ++i) {
        EXPECT_THAT(entry.criteria(i), EqualsProto(tally.criteria(i)));
      }
      EXPECT_EQ(entry.verdict(), tally.verdict());
    }
  };
  const auto expect_hidden = [&](const std::string& caller, const std::string& ballot) {
    const pb::BoardEntry entry = EntryIn(*Get(caller), ballot);
    EXPECT_EQ(entry.name(), ballot);
    EXPECT_THAT(entry.criteria(), IsEmpty()) << caller;
    EXPECT_EQ(entry.verdict(), pb::VERDICT_UNSPECIFIED) << caller;
  };
  expect_seen(kCentralSecretariat, dis);
  for (const char* caller : {kManager, kMonitor, kCentralSecretariat}) expect_seen(caller, np);
  for (const char* caller : {kManager, kMonitor}) expect_hidden(caller, dis);
  for (const char* caller : {kNobody, kVoterDe, kVoters, "people/other-manager",
                             "people/monitor-de", "people/administrator-de"}) {
    expect_hidden(caller, dis);
    expect_hidden(caller, np);
  }
}

TEST_F(BoardTest, OfAllShowsCriteriaOfTheManagersCommitteeOnly) {
  world_.Join("fr", mpb::SEAT_STATUS_P, kOther);
  world_.CatchUp();
  Open("a", pb::BALLOT_KIND_NP);
  Open("b", pb::BALLOT_KIND_NP, kOther);
  const pb::Board board = Now(kManager);
  EXPECT_THAT(EntryIn(board, "ballots/a").criteria(), SizeIs(2));
  EXPECT_THAT(EntryIn(board, "ballots/b").criteria(), IsEmpty());
}

TEST_F(BoardTest, OfABodySaysWhatItMayAndWhetherItHas) {
  const std::string dis = Open("a").name();
  const std::string np = Open("b", pb::BALLOT_KIND_NP).name();
  EXPECT_THAT(world_.Cast(dis, "de", pb::ANSWER_APPROVE), IsOk());
  const pb::Board de = Now(kVoterDe, {.member = "members/de"});
  EXPECT_THAT(EntryIn(de, dis).body(),
              EqualsProto("entitlement: ENTITLEMENT_MUST_VOTE voted: true"));
  EXPECT_THAT(EntryIn(de, np).body(), EqualsProto("entitlement: ENTITLEMENT_MUST_VOTE"));
  EXPECT_THAT(de.totals(), EqualsProto("open_ballots: 2 votes_due: 1 votes_in: 1"));
  const pb::Board se = *Get(kVoters, {.member = "members/se"});
  EXPECT_THAT(EntryIn(se, dis).body(), EqualsProto("entitlement: ENTITLEMENT_MAY_VOTE"));
  EXPECT_THAT(EntryIn(se, np).body(), EqualsProto("entitlement: ENTITLEMENT_MAY_COMMENT"));
  EXPECT_THAT(se.totals(), EqualsProto("open_ballots: 2"));
  const pb::Board br = *Get(kManager, {.member = "members/br"});
  EXPECT_THAT(NamesIn(br), ElementsAre(dis)) << "it is not on the roll of the other";
  EXPECT_THAT(EntryIn(br, dis).criteria(), IsEmpty()) << "of a DIS the manager sees none";
  const pb::Board all = *Get(kCentralSecretariat, {.member = "members/br"});
  EXPECT_THAT(EntryIn(all, dis).criteria(), SizeIs(2)) << "the secretariat sees them as ever";
}

TEST_F(BoardTest, OfABodyIsForThoseWhoMayAskForIt) {
  Open("a");
  const Asked de{.member = "members/de"};
  Now(kNobody);
  EXPECT_THAT(Get(kNobody, de), HasReason("ROLE_MISSING"));
  EXPECT_THAT(Get("people/voter-fr", de), HasReason("ROLE_MISSING"));
  for (const char* caller : {"people/voter-de", "people/monitor-de", "people/administrator-de",
                             kManager, kMonitor, kCentralSecretariat, kVoters}) {
    EXPECT_THAT(NamesIn(*Get(caller, de)), ElementsAre("ballots/a")) << caller;
  }
  EXPECT_THAT(NamesIn(*Get("people/voter-de-elsewhere", de)), IsEmpty());
  EXPECT_THAT(NamesIn(*Get("people/other-manager", de)), IsEmpty());
}

TEST_F(BoardTest, SaysWhichFieldIsWrong) {
  EXPECT_THAT(Get(kNobody, {.committee = "iso-tc-307"}), HasReason("INVALID_FIELD"));
  EXPECT_THAT(Get(kNobody, {.committee = "iso-tc-307"}), HasField("committee"));
  EXPECT_THAT(Get(kNobody, {.member = "committees/de"}), HasField("member"));
  EXPECT_THAT(Get(kNobody, {.version = std::string(500, 'x')}), HasField("version"));
  EXPECT_THAT(Get("", {}), HasReason("CALLER_UNKNOWN"));
}

TEST_F(BoardTest, OfAnUnknownCommitteeIsNotFound) {
  EXPECT_THAT(Get(kNobody, {.committee = "committees/none"}), HasReason("NOT_FOUND"));
  EXPECT_THAT(Get(kNobody, {.committee = "committees/none"}),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(BoardTest, KnowsACommitteeAndARoleOfAMomentAgo) {
  world_.PutCommittee("iso-tc-1", "ISO/TC 1");
  EXPECT_THAT(Get(kNobody, {.committee = "committees/iso-tc-1"}), IsOk());
  world_.Grant("nobody", mpb::ROLE_VOTER, "fr");
  EXPECT_THAT(Get(kNobody, {.member = "members/fr"}), IsOk());
}

TEST_F(BoardTest, ThatTheCallerHasIsUnchanged) {
  const std::string ballot = Open("a").name();
  const std::string version = Now(kNobody).version();
  const pb::Board again = *Get(kNobody, {.version = version});
  EXPECT_TRUE(again.unchanged());
  EXPECT_EQ(again.version(), version);
  EXPECT_TRUE(again.has_as_of());
  EXPECT_TRUE(again.has_age());
  EXPECT_THAT(again.entries(), IsEmpty());
  EXPECT_LT(again.ByteSizeLong(), 80u);
  for (const char* other : {"", "x", "0.0.0", "1.2", "9999999.0.0"}) {
    EXPECT_FALSE(Get(kNobody, {.version = other})->unchanged()) << other;
  }
  EXPECT_THAT(world_.Cast(ballot, "de", pb::ANSWER_APPROVE), IsOk());
  Now(kNobody);
  const pb::Board changed = *Get(kNobody, {.version = version});
  EXPECT_FALSE(changed.unchanged());
  EXPECT_FALSE(changed.delta()) << "one answer says all";
  EXPECT_THAT(changed.entries(), SizeIs(1));
}

TEST_F(BoardTest, OfOneCommitteeIsUnchangedByWhatHappensInAnother) {
  world_.Join("fr", mpb::SEAT_STATUS_P, kOther);
  world_.CatchUp();
  const std::string ballot = Open("a").name();
  const std::string version = Now(kNobody, {.committee = kOther}).version();
  EXPECT_THAT(world_.Cast(ballot, "de", pb::ANSWER_APPROVE), IsOk());
  EXPECT_TRUE(Now(kNobody, {.committee = kOther, .version = version}).unchanged());
}

TEST_F(BoardTest, HidesThatAVoteWasReplaced) {
  const std::string ballot = Open("a").name();
  const Asked here{.committee = kCommittee};
  EXPECT_THAT(world_.Cast(ballot, "de", pb::ANSWER_APPROVE), IsOk());
  const std::string seen = Now(kNobody, here).version();
  const std::string full = Get(kCentralSecretariat, here)->version();
  EXPECT_NE(seen, full);
  std::map<std::string, std::string> officers;
  for (const char* caller : {kManager, kMonitor}) officers[caller] = Get(caller, here)->version();
  EXPECT_THAT(world_.Cast(ballot, "de", pb::ANSWER_DISAPPROVE, "because"), IsOk());
  Now(kNobody);
  EXPECT_TRUE(Get(kNobody, {.committee = kCommittee, .version = seen})->unchanged());
  for (const auto& [officer, version] : officers) {
    EXPECT_TRUE(Get(officer, {.committee = kCommittee, .version = version})->unchanged())
        << officer << " sees who has voted on a DIS, not what, nor how often";
  }
  const pb::Board board = *Get(kCentralSecretariat, {.committee = kCommittee, .version = full});
  EXPECT_FALSE(board.unchanged());
  EXPECT_EQ(EntryIn(board, ballot).criteria(0).numerator(), 0);
}

TEST_F(BoardTest, OfAnotherReaderIsNoReasonToSayUnchanged) {
  Open("a");
  const std::string version = Now(kMonitor).version();
  EXPECT_FALSE(Get(kNobody, {.version = version})->unchanged());
  EXPECT_FALSE(Get(kMonitor, {.committee = kCommittee, .version = version})->unchanged());
  EXPECT_FALSE(Get(kCentralSecretariat, {.member = "members/de", .version = version})->unchanged());
}

TEST_F(BoardTest, FollowsRights) {
  Open("a", pb::BALLOT_KIND_NP);
  const pb::Board with = Now(kMonitor);
  EXPECT_THAT(with.entries(0).criteria(), SizeIs(2));
  world_.Revoke("people/monitor/grants/ballot-monitor-iso-tc-307");
  const pb::Board without = Until(kMonitor, {.version = with.version()},
                                  [](const pb::Board& board) { return !board.unchanged(); });
  EXPECT_THAT(without.entries(0).criteria(), IsEmpty());
  world_.Grant("nobody", mpb::ROLE_BALLOT_MONITOR, "", kCommittee);
  Until(kNobody, {}, [](const pb::Board& board) { return board.entries(0).criteria_size() == 2; });
}

TEST_F(BoardTest, LosesABallotByTheClockAlone) {
  const pb::Ballot ballot = Open("a");
  const std::string version = Now(kNobody, {.committee = kCommittee}).version();
  world_.StopDirectory();  // so that nobody records a result
  const Asked here{.committee = kCommittee, .version = version};
  world_.clock().Set(google::protobuf::util::TimeUtil::ToString(ballot.close_time()));
  world_.clock().Advance(-absl::Microseconds(1));
  const pb::Board before = *Get(kNobody, here);
  EXPECT_THAT(NamesIn(before), ElementsAre("ballots/a"));
  EXPECT_EQ(before.totals().closing_soon(), 1);
  world_.clock().Advance(absl::Microseconds(1));
  EXPECT_THAT(NamesIn(*Get(kNobody, here)), IsEmpty());
}

TEST_F(BoardTest, CountsWhatClosesSoon) {
  const pb::Ballot ballot = Open("a");
  const std::string version = Now(kNobody).version();
  EXPECT_EQ(Get(kNobody)->totals().closing_soon(), 0);
  world_.clock().Set(google::protobuf::util::TimeUtil::ToString(ballot.close_time()));
  world_.clock().Advance(-absl::Hours(7 * 24));
  const pb::Board board = *Get(kNobody, {.version = version});
  EXPECT_FALSE(board.unchanged());
  EXPECT_EQ(board.totals().closing_soon(), 1);
  EXPECT_TRUE(Get(kNobody, {.version = board.version()})->unchanged());
}

TEST_F(BoardTest, FollowsABallotToItsEnd) {
  Open("a");
  Open("b");
  EXPECT_THAT(Extend("ballots/a", "2027-01-31"), IsOk());
  EXPECT_EQ(EntryIn(Now(kNobody), "ballots/a").end_date(), "2027-01-31");
  EXPECT_THAT(Cancel("ballots/b"), IsOk());
  EXPECT_THAT(NamesIn(Now(kNobody)), ElementsAre("ballots/a"));
  EXPECT_THAT(world_.Close("ballots/a"), IsOk());
  EXPECT_THAT(NamesIn(Now(kNobody)), IsEmpty());
}

TEST_F(BoardTest, FollowsTheStageOfAProject) {
  Open("a");
  world_.PutProject("a", "40.60");
  EXPECT_EQ(EntryIn(Now(kNobody), "ballots/a").stage(), "40.60");
}

TEST_F(BoardTest, SaysWhatTheTrackAsksForNext) {
  Open("a");
  EXPECT_EQ(EntryIn(Now(kNobody), "ballots/a").limit_date(), "");
  pb::PutProjectRequest request;
  pb::GetProjectRequest get;
  get.set_name("projects/a");
  *request.mutable_project() = *world_.Ask(kCentralSecretariat, &BallotStub::GetProject, get);
  request.mutable_project()->set_track_months(36);
  request.mutable_project()->set_start_date("2024-05-31");
  request.mutable_project()->set_target_date("2027-03-01");
  ASSERT_THAT(world_.Ask(kCentralSecretariat, &BallotStub::PutProject, request), IsOk());
  const pb::BoardEntry entry = EntryIn(Now(kNobody), "ballots/a");
  EXPECT_EQ(entry.stage(), "40.20");  // the DIS is registered, so publication is next
  EXPECT_EQ(entry.limit_stage(), "60.60");
  EXPECT_EQ(entry.limit_date(), "2027-05-31");
  EXPECT_EQ(entry.target_date(), "2027-03-01");
  world_.Restart();
  EXPECT_THAT(EntryIn(Now(kNobody), "ballots/a"), EqualsProto(entry));
}

TEST_F(BoardTest, FollowsTheRoll) {
  const std::string ballot = Open("a").name();
  world_.clock().Advance(absl::Hours(24));  // a seat is held on one day at least
  world_.Change("se", mpb::SEAT_STATUS_P);
  world_.Leave("us");
  world_.PutMember("it", "C-it");
  world_.Join("it", mpb::SEAT_STATUS_P);
  world_.CatchUp();
  const pb::Board board = Now(kCentralSecretariat, {.member = "members/it"});
  EXPECT_THAT(EntryIn(board, ballot).body(), EqualsProto("entitlement: ENTITLEMENT_MUST_VOTE"));
  EXPECT_EQ(EntryIn(board, ballot).votes_due(), 5);
  EXPECT_EQ(EntryIn(board, ballot).bodies(), 7);
  const pb::Board us = *Get(kCentralSecretariat, {.member = "members/us"});
  EXPECT_THAT(EntryIn(us, ballot).body(), EqualsProto("entitlement: ENTITLEMENT_MAY_VOTE"));
}

TEST_F(BoardTest, FollowsTheReferenceOfACommittee) {
  Open("a");
  const std::string version = Now(kNobody).version();
  world_.PutCommittee("iso-tc-307", "ISO/TC 307 bis");
  const pb::Board board = Until(kNobody, {.version = version}, [](const pb::Board& answer) {
    return !answer.unchanged() && answer.entries_size() == 1;
  });
  EXPECT_EQ(board.entries(0).committee_reference(), "ISO/TC 307 bis");
}

TEST_F(BoardTest, SaysHowOldItIs) {
  Now(kNobody);
  EXPECT_TRUE(Eventually([&] { return Get(kNobody)->age().seconds() == 0; }));
  world_.clock().Advance(absl::Hours(1));
  EXPECT_TRUE(Eventually([&] { return Get(kNobody)->age().seconds() == 0; }))
      << "it goes on looking though nothing happens";
}

TEST_F(BoardTest, IsServedByEveryProcess) {
  const std::string ballot = Open("a").name();
  Now(kNobody);
  const placet::testing::As<pb::BoardService> other(world_.OtherChannel(), kMonitor);
  EXPECT_THAT(world_.Cast(ballot, "de", pb::ANSWER_APPROVE), IsOk());
  const pb::Board here = Now(kMonitor);
  absl::StatusOr<pb::Board> there;
  EXPECT_TRUE(Eventually([&] {
    there = other(&BoardStub::GetBoard, pb::GetBoardRequest());
    return there.ok() && there->entries_size() == 1 && there->entries(0).votes_in() == 1;
  })) << there.status();
  EXPECT_THAT(Content(*there), EqualsProto(Content(here)));
  EXPECT_THAT(world_.Cast(ballot, "fr", pb::ANSWER_APPROVE), IsOk());
  Now(kNobody);
  const Asked committee{.committee = kCommittee};
  pb::GetBoardRequest request;
  request.set_committee(kCommittee);
  request.set_version(Get(kMonitor, committee)->version());
  EXPECT_TRUE(Eventually([&] { return other(&BoardStub::GetBoard, request)->unchanged(); }))
      << "versions are those of the log";
}

TEST_F(BoardTest, IsTheSameAfterARestart) {
  const std::string ballot = Open("a").name();
  Open("b", pb::BALLOT_KIND_NP);
  EXPECT_THAT(world_.Cast(ballot, "de", pb::ANSWER_APPROVE), IsOk());
  EXPECT_THAT(world_.Cast(ballot, "fr", pb::ANSWER_DISAPPROVE, " \t\n"), IsOk());
  EXPECT_THAT(world_.Cast(ballot, "jp", pb::ANSWER_DISAPPROVE, "because"), IsOk());
  const pb::Board before = Now(kCentralSecretariat);
  world_.Restart();
  const pb::Board after = Until(kCentralSecretariat, {}, [](const pb::Board&) { return true; });
  EXPECT_THAT(Content(after), EqualsProto(Content(before)));
}

TEST(BoardOutage, OfTheStoreMakesTheBoardOlder) {
  placet::testing::Cluster cluster;
  World world(World::Options{.cluster = &cluster});
  const auto get = [&] { return world.Ask(kNobody, &BoardStub::GetBoard, pb::GetBoardRequest()); };
  const auto serving = [&](bool serves) {
    return Eventually([&] {
      const auto board = get();
      return board.ok() && board->services_size() == 2 &&
             board->services(0).service() == "ballots" && board->services(0).serving() == serves;
    });
  };
  EXPECT_TRUE(serving(true));
  EXPECT_EQ(get()->services(1).service(), "members");
  const std::string version = get()->version();
  cluster.Stop();
  EXPECT_TRUE(serving(false));
  world.clock().Advance(absl::Minutes(5));
  EXPECT_GE(get()->age().seconds(), 300);
  EXPECT_NE(get()->version(), version) << "a dashboard is to learn it";
  cluster.Restart();
  EXPECT_TRUE(Eventually([&] { return get()->age().seconds() == 0; }));
  EXPECT_TRUE(serving(true));
}

TEST_F(BoardTest, SaysThatTheDirectoryIsAway) {
  Now(kNobody);
  world_.StopDirectory();
  const pb::Board board = Until(kNobody, {}, [](const pb::Board& answer) {
    return answer.services_size() == 2 && !answer.services(1).serving();
  });
  EXPECT_TRUE(board.services(0).serving());
}

}  // namespace
}  // namespace placet::ballots
