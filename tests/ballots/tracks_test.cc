// Tracks, limit dates and warnings as tables of days.
#include "services/ballots/tracks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/rpc/refuse.h"
#include "tests/support/matchers.h"

namespace placet::ballots::tracks {
namespace {

using placet::testing::HasField;
using placet::testing::HasReason;
using placet::testing::IsOk;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

pb::Project ProjectOf(const std::string& start, int track, const std::string& stage = "20.00",
                      pb::Deliverable deliverable = pb::DELIVERABLE_IS) {
  pb::Project project;
  project.set_name("projects/p");
  project.set_deliverable(deliverable);
  project.set_stage(stage);
  project.set_start_date(start);
  project.set_track_months(track);
  return project;
}

std::vector<std::string> DatesOf(const pb::Project& project) {
  std::vector<std::string> dates;
  for (const pb::LimitDate& limit : LimitDates(project)) {
    dates.push_back(limit.stage() + " " + limit.date());
  }
  return dates;
}

// "LIMIT_AHEAD 2025-09-01"
std::vector<std::string> KindsOf(const pb::Project& project, const std::string& today,
                                 const std::string& proposed_until = "") {
  std::vector<std::string> kinds;
  for (const pb::ProjectWarning& warning : Warnings(project, proposed_until, today)) {
    kinds.push_back(pb::ProjectWarningKind_Name(warning.kind()).substr(21) + " " + warning.date());
  }
  return kinds;
}

TEST(LimitDates, AreTheEndOfTheTrackAndTwelveMonthsBefore) {
  EXPECT_THAT(DatesOf(ProjectOf("2024-09-01", 18)),
              ElementsAre("40.00 2025-03-01", "60.60 2026-03-01"));
  EXPECT_THAT(DatesOf(ProjectOf("2024-09-01", 24)),
              ElementsAre("40.00 2025-09-01", "60.60 2026-09-01"));
  EXPECT_THAT(DatesOf(ProjectOf("2024-09-01", 36)),
              ElementsAre("40.00 2026-09-01", "60.60 2027-09-01"));
}

TEST(LimitDates, KeepWithinTheMonth) {
  EXPECT_THAT(DatesOf(ProjectOf("2024-02-29", 36)),
              ElementsAre("40.00 2026-02-28", "60.60 2027-02-28"));
  EXPECT_THAT(DatesOf(ProjectOf("2024-02-29", 24)),
              ElementsAre("40.00 2025-02-28", "60.60 2026-02-28"));
  EXPECT_THAT(DatesOf(ProjectOf("2026-08-31", 18)),
              ElementsAre("40.00 2027-02-28", "60.60 2028-02-29"));
}

TEST(LimitDates, AreNoneWithoutATrackOrAStartOrBeforeTheProposal) {
  EXPECT_THAT(DatesOf(ProjectOf("", 36)), IsEmpty());
  EXPECT_THAT(DatesOf(ProjectOf("2024-09-01", 0)), IsEmpty());
  EXPECT_THAT(DatesOf(ProjectOf("2024-09-01", 36, "00.60")), IsEmpty());
}

TEST(LimitDates, OfADocumentWithoutEnquiryAreTheEndAlone) {
  EXPECT_THAT(DatesOf(ProjectOf("2024-09-01", 24, "20.00", pb::DELIVERABLE_TS)),
              ElementsAre("60.60 2026-09-01"));
  const auto limits = LimitDates(ProjectOf("2024-09-01", 24, "20.00", pb::DELIVERABLE_TS));
  EXPECT_EQ(limits[0].sureness(), pb::SURENESS_ASSUMED);
  EXPECT_THAT(limits[0].note(), HasSubstr("Placet's reading"));
}

TEST(LimitDates, ArePutOffByAnExtensionAndSayThatA48MonthTrackIsOld) {
  pb::Project project = ProjectOf("2024-09-01", 18);
  project.set_extension_months(9);
  EXPECT_THAT(DatesOf(project), ElementsAre("40.00 2025-12-01", "60.60 2026-12-01"));
  EXPECT_EQ(LimitDates(project)[0].sureness(), pb::SURENESS_ASSUMED);
  EXPECT_THAT(LimitDates(ProjectOf("2017-01-15", 48))[0].note(), HasSubstr("2019/20"));
  EXPECT_THAT(KindsOf(ProjectOf("2017-01-15", 48), "2017-02-01"), ElementsAre("OLD_TRACK "));
}

TEST(LimitDates, AreReachedByTheStageOrOneBeyond) {
  for (const auto& [stage, dis, end] :
       {std::tuple{"30.99", false, false}, std::tuple{"40.00", true, false},
        std::tuple{"60.00", true, false}, std::tuple{"60.60", true, true},
        std::tuple{"90.93", true, true}}) {
    const auto limits = LimitDates(ProjectOf("2024-09-01", 36, stage));
    EXPECT_EQ(limits[0].reached(), dis) << stage;
    EXPECT_EQ(limits[1].reached(), end) << stage;
  }
}

TEST(ProjectWarnings, ComeSixAndThreeMonthsBeforeALimitAndOnTheDayAfter) {
  const pb::Project project = ProjectOf("2024-09-01", 24);  // 40.00 by 2025-09-01
  EXPECT_THAT(KindsOf(project, "2025-02-28"), IsEmpty());
  EXPECT_THAT(KindsOf(project, "2025-03-01"), ElementsAre("LIMIT_AHEAD 2025-09-01"));
  EXPECT_THAT(Warnings(project, "", "2025-05-31")[0].text(), HasSubstr("within six months"));
  EXPECT_THAT(Warnings(project, "", "2025-06-01")[0].text(), HasSubstr("within three months"));
  EXPECT_THAT(KindsOf(project, "2025-09-01"), ElementsAre("LIMIT_AHEAD 2025-09-01"));
  EXPECT_THAT(KindsOf(project, "2025-09-02"), ElementsAre("LIMIT_PASSED 2025-09-01"));
  EXPECT_THAT(KindsOf(project, "2026-03-01"),
              ElementsAre("LIMIT_PASSED 2025-09-01", "LIMIT_AHEAD 2026-09-01"));
  EXPECT_THAT(KindsOf(project, "2026-03-02"),
              ElementsAre("CHOICE_PASSED 2026-03-01", "LIMIT_AHEAD 2026-09-01"));
}

TEST(ProjectWarnings, ListTheSixChoices) {
  pb::Project project = ProjectOf("2024-09-01", 24);
  const auto options = Warnings(project, "", "2025-10-01")[0].options();
  EXPECT_EQ(options.size(), 6);
  EXPECT_THAT(options, Contains(HasSubstr("at most nine months")));
  project.set_extension_months(3);
  EXPECT_THAT(Warnings(project, "", "2026-01-01")[0].options(),
              Not(Contains(HasSubstr("nine months"))));
}

TEST(ProjectWarnings, AreNoneOnceAStageIsReachedOrTheProjectIsOver) {
  EXPECT_THAT(KindsOf(ProjectOf("2024-09-01", 24, "40.00"), "2025-10-01"), IsEmpty());
  for (const char* stage : {"20.98", "60.60", "90.60", "95.99"}) {
    EXPECT_THAT(KindsOf(ProjectOf("2014-09-01", 24, stage), "2025-10-01"), IsEmpty()) << stage;
  }
}

TEST(ProjectWarnings, TellOfAPreliminaryItemThatLapses) {
  const pb::Project project = ProjectOf("2023-03-02", 0, "00.60");
  EXPECT_THAT(KindsOf(project, "2025-09-01"), IsEmpty());
  EXPECT_THAT(KindsOf(project, "2025-09-02"), ElementsAre("PRELIMINARY_LAPSES 2026-03-02"));
  EXPECT_THAT(Warnings(project, "", "2026-03-02")[0].text(), Not(HasSubstr("was over")));
  EXPECT_THAT(Warnings(project, "", "2026-03-03")[0].text(), HasSubstr("was over"));
}

TEST(ProjectWarnings, TellOfAProposalWithoutDecision) {
  const pb::Project project = ProjectOf("", 0, "10.60");
  EXPECT_THAT(KindsOf(project, "2026-05-30", "2026-02-28"),
              ElementsAre("PROPOSAL_UNDECIDED 2026-08-28"));
  EXPECT_THAT(KindsOf(project, "2026-05-27", "2026-02-28"), IsEmpty());
  EXPECT_THAT(KindsOf(project, "2026-12-01", ""), IsEmpty());
  EXPECT_THAT(KindsOf(ProjectOf("", 0, "10.99"), "2026-12-01", "2026-02-28"), IsEmpty());
}

TEST(ProjectWarnings, TellOfFiveYearsWithoutApproval) {
  EXPECT_THAT(KindsOf(ProjectOf("2021-01-01", 0, "30.60"), "2025-06-30"), IsEmpty());
  EXPECT_THAT(KindsOf(ProjectOf("2021-01-01", 0, "30.60"), "2025-07-01"),
              ElementsAre("FIVE_YEARS 2026-01-01"));
  EXPECT_THAT(KindsOf(ProjectOf("2021-01-01", 0, "50.00"), "2027-07-01"), IsEmpty());
}

TEST(ProjectWarnings, TellOfATargetThatIsOver) {
  pb::Project project = ProjectOf("", 0, "30.00");
  project.set_target_date("2021-12-31");
  EXPECT_THAT(KindsOf(project, "2021-12-31"), IsEmpty());
  EXPECT_THAT(KindsOf(project, "2022-01-01"), ElementsAre("TARGET_PASSED 2021-12-31"));
}

TEST(CheckTrack, NamesTheFieldThatIsWrong) {
  for (const int track : {0, 18, 24, 36, 48}) EXPECT_THAT(Check(ProjectOf("", track)), IsOk());
  for (const int track : {-1, 12, 35}) {
    EXPECT_THAT(Check(ProjectOf("", track)), HasField("project.track_months"));
  }
  EXPECT_THAT(Check(ProjectOf("2026-2-1", 18)), HasField("project.start_date"));
  pb::Project project = ProjectOf("2026-02-01", 18);
  project.set_target_date("soon");
  EXPECT_THAT(Check(project), HasField("project.target_date"));
  project.clear_target_date();
  for (const int months : {-1, 10}) {
    project.set_extension_months(months);
    EXPECT_THAT(Check(project), HasField("project.extension_months"));
  }
  project.set_extension_months(9);
  EXPECT_THAT(Check(project), IsOk());
  project.set_track_months(0);
  EXPECT_THAT(Check(project), HasField("project.extension_months"));
}

TEST(CheckMove, FollowsTheTable) {
  const pb::Project project = ProjectOf("", 0, "40.60");
  for (const char* stage : {"40.60", "40.92", "40.93", "40.98", "40.99"}) {
    EXPECT_THAT(CheckMove(project, stage), IsOk()) << stage;
  }
  EXPECT_THAT(CheckMove(project, "40.20"), HasReason("STAGE_FORBIDS"));
  EXPECT_THAT(CheckMove(project, "60.60"), HasField("project.stage"));
  EXPECT_THAT(CheckMove(ProjectOf("", 0, "95.99"), "60.60").message(),
              HasSubstr("nothing follows"));
}

pb::Event EventAt(int64_t sequence, const std::string& stage) {
  pb::Event event;
  event.set_sequence(sequence);
  event.set_actor("people/anna");
  event.mutable_commit_time()->set_seconds(1767222000 + sequence);  // 2026-01-01 in Geneva
  event.mutable_project()->set_stage(stage);
  return event;
}

TEST(History, IsOfMovesAlone) {
  std::vector<pb::Event> events = {EventAt(3, "10.00"), EventAt(5, "10.00"), EventAt(8, "10.20")};
  events[2].mutable_project()->set_cause("ballots/b");
  const std::vector<pb::StageMove> moves = History(events);
  ASSERT_EQ(moves.size(), 2u);
  EXPECT_EQ(moves[0].stage_before(), "");
  EXPECT_EQ(moves[0].date(), "2026-01-01");
  EXPECT_EQ(moves[1].sequence(), 8);
  EXPECT_EQ(moves[1].stage_before(), "10.00");
  EXPECT_EQ(moves[1].stage(), "10.20");
  EXPECT_EQ(moves[1].cause(), "ballots/b");
}

}  // namespace
}  // namespace placet::ballots::tracks
