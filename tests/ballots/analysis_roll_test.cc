// AnalysisService: rolls with what deserves a second look, forecasts, and the tally as it changes.
#include <map>

#include "absl/strings/str_cat.h"
#include "tests/ballots/moves.h"

namespace placet::ballots {
namespace {

// --- Rolls. The seats of the harness are 60 days old.

class RollAtTest : public ::testing::Test {
 protected:
  RollAtTest() { world_.clock().Advance(absl::Hours(24 * 60)); }
  pb::RollAt Ask(const std::string& ballot, const std::string& caller = kManager) const {
    pb::GetRollAtRequest request;
    request.set_name(ballot);
    const auto roll = world_.Ask(caller, &AnalysisStub::GetRollAt, request);
    EXPECT_THAT(roll, IsOk());
    return roll.value_or(pb::RollAt());
  }
  std::string Flagged(const std::string& ballot, pb::RollFlagKind kind,
                      const std::string& caller = kManager) const {
    const pb::RollAt roll = Ask(ballot, caller);
    for (const pb::RollFlag& flag : roll.flags()) {
      if (flag.kind() == kind) return Ids(flag.members());
    }
    return "";
  }
  std::string OpenDis() { return world_.Opened(pb::BALLOT_KIND_DIS).name(); }
  void NextDay() { world_.clock().Advance(absl::Hours(24)); }

  World world_;
};

TEST_F(RollAtTest, ListsWhoStandsOnIt) {
  const std::string dis = OpenDis();
  const pb::RollAt roll = Ask(dis, kNobody);
  EXPECT_EQ(roll.entries_size(), 7);
  EXPECT_EQ(roll.entries(0).name(), dis + "/roll/al");
  EXPECT_EQ(roll.flags_size(), 0);
  EXPECT_EQ(roll.as_of().seconds(), absl::ToUnixSeconds(world_.clock().Now()));
}

TEST_F(RollAtTest, OfADraftIsEmpty) {
  EXPECT_EQ(Ask(world_.Created(pb::BALLOT_KIND_DIS).name()).entries_size(), 0);
}

TEST_F(RollAtTest, FlagsWhoBecamePMemberWhileOpen) {
  const std::string dis = OpenDis();
  NextDay();
  world_.Change("se", mpb::SEAT_STATUS_P);
  world_.Join("br", mpb::SEAT_STATUS_P);
  world_.CatchUp();
  EXPECT_EQ(Flagged(dis, pb::ROLL_FLAG_KIND_JOINED_WHILE_OPEN), "br se");
  EXPECT_EQ(Flagged(dis, pb::ROLL_FLAG_KIND_JOINED_SHORTLY_BEFORE), "");
  EXPECT_EQ(Flagged(dis, pb::ROLL_FLAG_KIND_MASS_JOIN), "");
  NextDay();
  world_.Change("br", mpb::SEAT_STATUS_O);
  world_.CatchUp();
  EXPECT_EQ(Flagged(dis, pb::ROLL_FLAG_KIND_JOINED_WHILE_OPEN), "se");
}

TEST_F(RollAtTest, FlagsWhoBecamePMemberShortlyBefore) {
  world_.Join("br", mpb::SEAT_STATUS_P);
  world_.clock().Advance(absl::Hours(24 * 31));
  world_.Change("se", mpb::SEAT_STATUS_P);
  world_.clock().Advance(absl::Hours(24 * 30));
  EXPECT_EQ(Flagged(OpenDis(), pb::ROLL_FLAG_KIND_JOINED_SHORTLY_BEFORE), "se");
}

TEST_F(RollAtTest, FlagsManyThatJoinedWithinAWeek) {
  for (const char* member : {"in", "it", "ke"}) {
    world_.PutMember(member, "C");
    world_.Join(member, mpb::SEAT_STATUS_P);
    world_.clock().Advance(absl::Hours(24 * 3));
  }
  const std::string dis = OpenDis();
  EXPECT_EQ(Flagged(dis, pb::ROLL_FLAG_KIND_MASS_JOIN), "in it ke");
}

TEST_F(RollAtTest, FlagsWhoVotesForTheFirstTime) {
  const std::string earlier = Begun(world_, pb::BALLOT_KIND_RESOLUTION);
  EXPECT_THAT(world_.Cast(earlier, "de", pb::ANSWER_APPROVE), IsOk());
  NextDay();
  const std::string dis = OpenDis();
  for (const char* member : {"de", "fr", "se"}) {
    EXPECT_THAT(world_.Cast(dis, member, pb::ANSWER_APPROVE), IsOk());
  }
  // What was cast on a ballot that is still open is nobody's business.
  EXPECT_EQ(Flagged(dis, pb::ROLL_FLAG_KIND_FIRST_VOTE), "de fr");
  EXPECT_THAT(world_.Close(earlier), IsOk());
  EXPECT_EQ(Flagged(dis, pb::ROLL_FLAG_KIND_FIRST_VOTE), "fr");
  EXPECT_EQ(Flagged(dis, pb::ROLL_FLAG_KIND_FIRST_VOTE, kVoterDe), "");
}

TEST_F(RollAtTest, SaysWhoHasVotedOnlyToThoseWhoMaySee) {
  const std::string dis = OpenDis();
  for (const char* member : {"de", "fr"}) {
    EXPECT_THAT(world_.Cast(dis, member, pb::ANSWER_APPROVE), IsOk());
  }
  const auto voted = [&](const char* caller) {
    std::vector<std::string> names;
    const pb::RollAt roll = Ask(dis, caller);
    for (const pb::RollEntry& entry : roll.entries()) {
      if (entry.voted()) names.push_back(entry.name());
    }
    return Ids(names);
  };
  EXPECT_EQ(voted(kManager), "de fr");
  EXPECT_EQ(voted(kVoterDe), "de");
  EXPECT_EQ(voted(kNobody), "");
  EXPECT_THAT(world_.Close(dis), IsOk());
  EXPECT_EQ(voted(kNobody), "de fr");
}

// --- Forecasts. Events bear the time of the store: a ballot opened long before gets its votes
// late, one opened now gets them at once.

class ForecastTest : public ::testing::Test {
 protected:
  void SetClock(absl::Time time) {
    world_.clock().Set(absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone()));
  }
  // A closed ballot of 8 weeks on which these voted `late`, or else at once.
  void Past(const std::vector<std::string>& voters, bool late) {
    SetClock(absl::Now() - absl::Hours(late ? 24 * 50 : 0));
    const std::string ballot = Begun(world_, pb::BALLOT_KIND_DTS);
    for (const std::string& member : voters) {
      EXPECT_THAT(world_.Cast(ballot, member, pb::ANSWER_APPROVE), IsOk());
    }
    world_.PassClosing(ballot);
    EXPECT_THAT(world_.GetResult(ballot), IsOk());
  }
  pb::Forecast Ask(const std::string& ballot) const {
    pb::GetForecastRequest request;
    request.set_name(ballot);
    const auto forecast = world_.Ask(kCentralSecretariat, &AnalysisStub::GetForecast, request);
    EXPECT_THAT(forecast, IsOk());
    return forecast.value_or(pb::Forecast());
  }

  World world_;
};

TEST_F(ForecastTest, TakesTheShareOfEachBodysHistory) {
  Past({"de", "fr"}, true);
  Past({"de", "jp"}, false);
  world_.clock().Advance(absl::Hours(24));
  const std::string ballot = Begun(world_, pb::BALLOT_KIND_DTS);
  world_.clock().Advance(absl::Hours(24 * 28));  // half of its time is over
  EXPECT_THAT(world_.Cast(ballot, "us", pb::ANSWER_APPROVE), IsOk());
  EXPECT_THAT(world_.Cast(ballot, "se", pb::ANSWER_COMMENTS, "well"), IsOk());
  const pb::Forecast forecast = Ask(ballot);
  std::map<std::string, pb::ForecastEntry> entries;
  for (const pb::ForecastEntry& entry : forecast.entries()) entries[entry.member()] = entry;
  EXPECT_EQ(entries.size(), 3u);
  EXPECT_THAT(entries["members/de"], EqualsProto("member: 'members/de' owed: 2 voted: 2 "
                                                 "voted_this_late: 1 share_milli: 1000"));
  EXPECT_THAT(entries["members/fr"], EqualsProto("member: 'members/fr' owed: 2 voted: 1 "
                                                 "voted_this_late: 1 share_milli: 500"));
  EXPECT_THAT(entries["members/jp"],
              EqualsProto("member: 'members/jp' owed: 2 voted: 1 share_milli: 0"));
  EXPECT_EQ(forecast.votes_in(), 1);
  EXPECT_EQ(forecast.expected_by_closing_milli(), 2500);
  EXPECT_THAT(forecast.basis(), ::testing::StartsWith("an estimate"));
}

TEST_F(ForecastTest, SaysWhereThereIsNoHistory) {
  const pb::Forecast forecast = Ask(Begun(world_, pb::BALLOT_KIND_DTS));
  EXPECT_EQ(forecast.entries_size(), 4);
  EXPECT_EQ(forecast.entries(0).share_milli(), -1);
  EXPECT_EQ(forecast.expected_by_closing_milli(), 0);
}

// --- WatchTally.

class Tallies {
 public:
  Tallies(const World& world, const std::string& ballot, const std::string& caller,
          bool until_head = false)
      : as_(world.channel(), caller), context_(placet::testing::ContextOf(caller)) {
    pb::WatchTallyRequest request;
    request.set_name(ballot);
    request.set_until_head(until_head);
    stream_ = as_.stub().WatchTally(context_.get(), request);
  }
  ~Tallies() {
    context_->TryCancel();
    if (!finished_) stream_->Finish();
  }
  pb::Tally Next() {
    pb::Tally tally;
    EXPECT_TRUE(stream_->Read(&tally));
    return tally;
  }
  absl::Status Finish() {
    pb::Tally tally;
    EXPECT_FALSE(stream_->Read(&tally));
    finished_ = true;
    return rpc::FromGrpc(stream_->Finish());
  }

 private:
  const placet::testing::As<pb::AnalysisService> as_;
  const std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<grpc::ClientReader<pb::Tally>> stream_;
  bool finished_ = false;
};

class WatchTally : public ::testing::Test {
 protected:
  void Cast(const std::string& member) const {
    EXPECT_THAT(world_.Cast(ballot_, member, pb::ANSWER_APPROVE), IsOk());
  }

  World world_;
  const std::string ballot_ = world_.Opened(pb::BALLOT_KIND_DIS).name();
};

TEST_F(WatchTally, TellsItAtOnceAndAfterEachChange) {
  Tallies tallies(world_, ballot_, kCentralSecretariat);
  EXPECT_EQ(tallies.Next().p_members().yes(), 0);
  Cast("de");
  EXPECT_EQ(tallies.Next().p_members().yes(), 1);
  world_.PutProject("iso-2", "40.00");  // is none of its changes
  Cast("fr");
  EXPECT_EQ(tallies.Next().p_members().yes(), 2);
  world_.clock().Advance(absl::Hours(24));
  world_.Change("se", mpb::SEAT_STATUS_P);
  EXPECT_EQ(tallies.Next().p_members().entitled(), 5);
  EXPECT_THAT(world_.Close(ballot_), IsOk());
  pb::Tally last = tallies.Next();
  if (!last.final()) last = tallies.Next();
  EXPECT_TRUE(last.final());
}

TEST_F(WatchTally, TellsNothingOfABallotWhoseNameBeginsAlike) {
  pb::Ballot wanted = About(world_, RowOf(world_, pb::BALLOT_KIND_CHAIR));
  Tallies tallies(world_, ballot_, kCentralSecretariat);
  EXPECT_EQ(tallies.Next().p_members().yes(), 0);
  const std::string other = Begun(world_, wanted, "iso-dis-11");
  EXPECT_THAT(world_.Cast(other, "de", pb::ANSWER_APPROVE), IsOk());
  Cast("fr");
  EXPECT_EQ(tallies.Next().p_members().yes(), 1);
}

TEST_F(WatchTally, EndsAtTheNewestWhereAsked) {
  Cast("de");
  Tallies tallies(world_, ballot_, kCentralSecretariat, true);
  EXPECT_EQ(tallies.Next().p_members().yes(), 1);
  EXPECT_THAT(tallies.Finish(), IsOk());
}

TEST_F(WatchTally, EndsWhereTheRightWasTakenAway) {
  const std::string np = world_.Opened(pb::BALLOT_KIND_NP, "projects/iso-2").name();
  Tallies tallies(world_, np, kMonitor);
  tallies.Next();
  world_.clock().Advance(absl::Hours(24));
  world_.Revoke("people/monitor/grants/ballot-monitor-iso-tc-307");
  world_.CatchUp();
  EXPECT_THAT(world_.Cast(np, "de", pb::ANSWER_APPROVE), IsOk());
  const absl::Status status = tallies.Finish();
  EXPECT_THAT(status, HasReason("SECRET_WHILE_OPEN"));
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kPermissionDenied));
}

TEST_F(WatchTally, IsForThoseWhoMaySeeIt) {
  for (const char* caller : {kVoterDe, kMonitor, kManager}) {
    EXPECT_THAT(Tallies(world_, ballot_, caller).Finish(), HasReason("SECRET_WHILE_OPEN"));
  }
  EXPECT_THAT(Tallies(world_, "ballots/none", kMonitor).Finish(), HasReason("NOT_FOUND"));
  EXPECT_THAT(Tallies(world_, "nonsense", kMonitor).Finish(), HasField("name"));
  EXPECT_THAT(world_.Close(ballot_), IsOk());
  Tallies tallies(world_, ballot_, kNobody);
  EXPECT_TRUE(tallies.Next().final());
}

}  // namespace
}  // namespace placet::ballots
