// How long a ballot may last: what the rules permit, and what they permit with a reason.
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/ballots/moves.h"

namespace placet::ballots {
namespace {

// Opened on 2026-03-02, a Monday.
class Periods : public ::testing::Test {
 protected:
  // Opens a ballot that shall end on a day; "": as proposed.
  absl::StatusOr<pb::Ballot> OpenUntil(const std::string& day, pb::BallotKind kind,
                                       const std::string& edition = "ISO-2022", int draft = 1,
                                       const std::string& reason = "") {
    pb::Ballot wanted = About(world_, RowOf(world_, kind, edition));
    wanted.set_end_date(day);
    wanted.set_draft(draft);
    wanted.set_period_reason(reason);
    const std::string id = absl::StrCat("b", ++number_);
    const auto created = Create(world_, wanted, kCentralSecretariat, id);
    if (!created.ok()) return created;
    auto opened = Open(world_, created->name());
    if (opened.ok()) Cancel(opened->name());
    return opened;
  }
  void Cancel(const std::string& ballot) {
    pb::CancelBallotRequest request;
    request.set_name(ballot);
    request.set_reason("the next one");
    EXPECT_THAT(world_.Ask(kCentralSecretariat, &BallotStub::CancelBallot, request), IsOk());
  }

  World world_;
  int number_ = 0;
};

TEST_F(Periods, AreProposedByTheRow) {
  EXPECT_EQ(OpenUntil("", pb::BALLOT_KIND_DIS)->end_date(), "2026-05-25");                   // 12 weeks
  EXPECT_EQ(OpenUntil("", pb::BALLOT_KIND_FDIS)->end_date(), "2026-04-27");                  // 8
  EXPECT_EQ(OpenUntil("", pb::BALLOT_KIND_SYSTEMATIC_REVIEW)->end_date(), "2026-07-20");     // 20
  EXPECT_EQ(OpenUntil("", pb::BALLOT_KIND_FDIS, "ISO-2004")->end_date(), "2026-05-02");      // 2 months
  EXPECT_EQ(OpenUntil("", pb::BALLOT_KIND_DIS, "ISO-2022", 2)->end_date(), "2026-04-27");    // 8
}

TEST_F(Periods, MayBeUpToSixDaysLonger) {
  EXPECT_THAT(OpenUntil("2026-05-31", pb::BALLOT_KIND_DIS), IsOk());
  EXPECT_THAT(OpenUntil("2026-06-01", pb::BALLOT_KIND_DIS), HasReason("PERIOD_FORBIDDEN"));
  EXPECT_THAT(OpenUntil("2026-05-24", pb::BALLOT_KIND_DIS), HasReason("PERIOD_FORBIDDEN"));
}

TEST_F(Periods, ThatTheRowPermitsBesidesAreAccepted) {
  EXPECT_THAT(OpenUntil("2026-04-27", pb::BALLOT_KIND_NP), IsOk());  // 8 weeks, by resolution
  EXPECT_THAT(OpenUntil("2026-05-25", pb::BALLOT_KIND_NP), IsOk());
  EXPECT_THAT(OpenUntil("2026-05-25", pb::BALLOT_KIND_DTS), IsOk());
  EXPECT_THAT(OpenUntil("2026-06-02", pb::BALLOT_KIND_DIS, "ISO-2012"), IsOk());  // 3 months
  EXPECT_THAT(OpenUntil("2026-08-02", pb::BALLOT_KIND_DIS, "ISO-2012"), IsOk());  // 5 months
  EXPECT_THAT(OpenUntil("2026-07-02", pb::BALLOT_KIND_DIS, "ISO-2012"),
              HasReason("PERIOD_FORBIDDEN"));
}

TEST_F(Periods, OfARevisedDraftAreItsOwn) {
  for (const char* day : {"2026-04-27", "2026-05-04", "2026-05-25", "2026-05-31"}) {
    EXPECT_THAT(OpenUntil(day, pb::BALLOT_KIND_DIS, "ISO-2022", 2), IsOk()) << day;
  }
  for (const char* day : {"2026-04-26", "2026-06-01"}) {
    EXPECT_THAT(OpenUntil(day, pb::BALLOT_KIND_DIS, "ISO-2022", 2), HasReason("PERIOD_FORBIDDEN"))
        << day;
  }
}

TEST_F(Periods, ThatAreRefusedNameThePermittedOnesAndTheClause) {
  const auto refused = OpenUntil("2026-03-30", pb::BALLOT_KIND_NP, "ISO-2020");
  EXPECT_THAT(refused, HasReason("PERIOD_FORBIDDEN"));
  EXPECT_THAT(refused, HasField("ballot.end_date"));
  const std::string said = refused.status().ToString();
  EXPECT_TRUE(absl::StrContains(said, "12 weeks, 8 weeks (if a resolution")) << said;
  google::rpc::ErrorInfo info;
  info.ParseFromString(
      std::string(*refused.status().GetPayload("type.googleapis.com/google.rpc.ErrorInfo")));
  EXPECT_TRUE(absl::StrContains(info.metadata().at("permitted"), "12 weeks"));
  EXPECT_TRUE(absl::StrContains(info.metadata().at("clause"), "2.3.4"));
  EXPECT_EQ(info.metadata().at("end_date"), "2026-03-30");
}

TEST_F(Periods, OfAnyLengthAreAcceptedWithAReason) {
  EXPECT_THAT(OpenUntil("2026-03-30", pb::BALLOT_KIND_DIS, "ISO-2022", 1, "  "),
              HasReason("PERIOD_FORBIDDEN"));
  const auto opened = OpenUntil("2026-03-30", pb::BALLOT_KIND_DIS, "ISO-2022", 1, "agreed by TMB");
  ASSERT_THAT(opened, IsOk());
  EXPECT_EQ(opened->period_reason(), "agreed by TMB");
}

TEST_F(Periods, OfDecisionsAreFree) {
  for (const char* day : {"2026-03-02", "2026-03-07", "2027-01-01"}) {
    EXPECT_THAT(OpenUntil(day, pb::BALLOT_KIND_RESOLUTION), IsOk()) << day;
  }
  EXPECT_THAT(OpenUntil("2026-03-01", pb::BALLOT_KIND_RESOLUTION), HasField("ballot.end_date"));
}

}  // namespace
}  // namespace placet::ballots
