// Moves of a project's stage: which are permitted, and what is kept of them. Tracks as stored.
#include "google/rpc/error_details.pb.h"
#include "tests/ballots/harness.h"

namespace placet::ballots {
namespace {

using ::testing::ElementsAre;

class ProjectHistory : public ::testing::Test {
 protected:
  pb::PutProjectRequest Wanted(const std::string& stage) const {
    pb::PutProjectRequest request;
    pb::Project& project = *request.mutable_project();
    project.set_name("projects/iso-1");
    project.set_reference("ISO 1");
    project.set_title("A standard");
    project.set_deliverable(pb::DELIVERABLE_IS);
    project.set_committee(kCommittee);
    project.set_stage(stage);
    return request;
  }
  absl::StatusOr<pb::Project> Put(const pb::PutProjectRequest& request,
                                  const std::string& caller = kManager) const {
    return world_.Ask(caller, &BallotStub::PutProject, request);
  }
  std::vector<pb::StageMove> Moves() const {
    pb::ListStageHistoryRequest request;
    request.set_parent("projects/iso-1");
    const auto listed = world_.Ask(kNobody, &BallotStub::ListStageHistory, request);
    EXPECT_THAT(listed, IsOk());
    if (!listed.ok()) return {};
    return {listed->moves().begin(), listed->moves().end()};
  }
  // "10.00>10.20 people/manager ballots/b"
  std::vector<std::string> Lines() const {
    std::vector<std::string> lines;
    for (const pb::StageMove& move : Moves()) {
      lines.push_back(move.stage_before() + ">" + move.stage() + " " + move.actor() + " " +
                      move.cause());
    }
    return lines;
  }
  void Do(grpc::Status (BallotStub::*method)(grpc::ClientContext*, const pb::CancelBallotRequest&,
                                             pb::Ballot*),
          const std::string& ballot) const {
    pb::CancelBallotRequest request;
    request.set_name(ballot);
    request.set_reason("a test");
    EXPECT_THAT(world_.Ask(kCentralSecretariat, method, request), IsOk());
  }

  World world_;
};

TEST_F(ProjectHistory, MovesAsTheTablePermits) {
  EXPECT_THAT(Put(Wanted("40.60")), IsOk());  // created wherever the document stands
  EXPECT_THAT(Put(Wanted("40.60")), IsOk());  // the same stage is no move
  const auto refused = Put(Wanted("60.60"));
  EXPECT_THAT(refused, HasReason("STAGE_FORBIDS"));
  EXPECT_THAT(refused, HasField("project.stage"));
  google::rpc::ErrorInfo info;
  info.ParseFromString(
      std::string(*refused.status().GetPayload("type.googleapis.com/google.rpc.ErrorInfo")));
  EXPECT_EQ(info.metadata().at("permitted"), "40.92, 40.93, 40.98, 40.99");
  EXPECT_THAT(Put(Wanted("40.99")), IsOk());
  EXPECT_EQ(world_.StageOf(), "40.99");
}

TEST_F(ProjectHistory, MovesAnywhereForAReasonThatIsKept) {
  EXPECT_THAT(Put(Wanted("40.60")), IsOk());
  pb::PutProjectRequest request = Wanted("60.60");
  request.set_override_reason(" ");
  EXPECT_THAT(Put(request), HasReason("STAGE_FORBIDS"));
  request.set_override_reason("published by mistake");
  const auto put = Put(request);
  ASSERT_THAT(put, IsOk());
  EXPECT_EQ(put->override_reason(), "");
  ASSERT_EQ(Moves().size(), 2u);
  EXPECT_EQ(Moves()[1].override_reason(), "published by mistake");
  EXPECT_EQ(world_.Events().back().project().override_reason(), "published by mistake");
  pb::PutProjectRequest permitted = Wanted("90.20");
  permitted.set_override_reason("not needed");
  EXPECT_THAT(Put(permitted), IsOk());
  EXPECT_EQ(Moves()[2].override_reason(), "");
}

TEST_F(ProjectHistory, NamesTheBallotsThatMovedIt) {
  EXPECT_THAT(Put(Wanted("40.00")), IsOk());
  pb::CreateBallotRequest create;
  create.set_ballot_id("b1");
  create.mutable_ballot()->set_project("projects/iso-1");
  create.mutable_ballot()->set_kind(pb::BALLOT_KIND_DIS);
  pb::OpenBallotRequest open;
  for (const char* id : {"b1", "b2"}) {
    create.set_ballot_id(id);
    open.set_name(std::string("ballots/") + id);
    EXPECT_THAT(world_.Ask(kManager, &BallotStub::CreateBallot, create), IsOk());
    EXPECT_THAT(world_.Ask(kCentralSecretariat, &BallotStub::OpenBallot, open), IsOk());
    if (std::string(id) == "b1") Do(&BallotStub::CancelBallot, "ballots/b1");
  }
  EXPECT_THAT(world_.Close("ballots/b2"), IsOk());
  EXPECT_THAT(Put(Wanted("40.99")), IsOk());
  EXPECT_THAT(
      Lines(),
      ElementsAre(">40.00 people/manager ", "40.00>40.20 people/central-secretariat ballots/b1",
                  "40.20>40.00 people/central-secretariat ballots/b1",
                  "40.00>40.20 people/central-secretariat ballots/b2",
                  "40.20>40.60 ballotsd ballots/b2", "40.60>40.99 people/manager "));
}

TEST_F(ProjectHistory, IsListedPageByPage) {
  for (const char* stage : {"30.60", "30.99", "40.00"}) EXPECT_THAT(Put(Wanted(stage)), IsOk());
  pb::ListStageHistoryRequest request;
  request.set_parent("projects/iso-1");
  request.set_page_size(2);
  const auto first = world_.Ask(kNobody, &BallotStub::ListStageHistory, request);
  ASSERT_EQ(first->moves_size(), 2);
  request.set_page_token(first->next_page_token());
  const auto second = world_.Ask(kNobody, &BallotStub::ListStageHistory, request);
  ASSERT_EQ(second->moves_size(), 1);
  EXPECT_EQ(second->moves(0).stage(), "40.00");
  EXPECT_EQ(second->moves(0).stage_before(), "30.99");
  EXPECT_EQ(second->next_page_token(), "");
  request.set_page_token("ZGU=");  // "de"
  EXPECT_THAT(world_.Ask(kNobody, &BallotStub::ListStageHistory, request), HasField("page_token"));
  request.set_parent("iso-1");
  EXPECT_THAT(world_.Ask(kNobody, &BallotStub::ListStageHistory, request), HasField("parent"));
  request.set_parent("projects/none");
  request.clear_page_token();
  EXPECT_THAT(world_.Ask(kNobody, &BallotStub::ListStageHistory, request), HasReason("NOT_FOUND"));
}

TEST_F(ProjectHistory, OfATrackIsAnsweredWithLimitsAndWarnings) {
  pb::PutProjectRequest request = Wanted("20.00");
  request.mutable_project()->set_track_months(24);
  request.mutable_project()->set_start_date("2025-01-15");
  request.mutable_project()->set_target_date("2026-12-31");
  request.mutable_project()->add_warnings()->set_text("a caller's own");
  const auto put = Put(request);
  ASSERT_THAT(put, IsOk());
  ASSERT_EQ(put->limit_dates_size(), 2);
  EXPECT_EQ(put->limit_dates(0).date(), "2026-01-15");
  ASSERT_EQ(put->warnings_size(), 1);  // today is 2026-03-02
  EXPECT_EQ(put->warnings(0).kind(), pb::PROJECT_WARNING_KIND_LIMIT_PASSED);
  pb::GetProjectRequest get;
  get.set_name("projects/iso-1");
  EXPECT_THAT(*world_.Ask(kNobody, &BallotStub::GetProject, get), EqualsProto(*put));
  EXPECT_THAT(world_.Ask(kNobody, &BallotStub::ListProjects, {})->projects(0), EqualsProto(*put));
  EXPECT_EQ(world_.Events().back().project().limit_dates_size(), 0);
  EXPECT_EQ(world_.Events().back().project().start_date(), "2025-01-15");
  request.mutable_project()->set_track_months(20);
  EXPECT_THAT(Put(request), HasField("project.track_months"));
}

TEST_F(ProjectHistory, OfAnExtensionIsWrittenByTheCentralSecretariat) {
  pb::PutProjectRequest request = Wanted("20.00");
  request.mutable_project()->set_track_months(24);
  request.mutable_project()->set_extension_months(9);
  EXPECT_THAT(Put(request), HasReason("ROLE_MISSING"));
  EXPECT_THAT(Put(request, kCentralSecretariat), IsOk());
  EXPECT_THAT(Put(request), IsOk()) << "it stays as it is";
  request.mutable_project()->set_extension_months(0);
  EXPECT_THAT(Put(request), HasReason("ROLE_MISSING"));
}

TEST_F(ProjectHistory, OfAProposalWarnsWhenNothingIsDecided) {
  const pb::Ballot ballot = world_.Opened(pb::BALLOT_KIND_NP);
  world_.PassClosing(ballot.name());
  EXPECT_THAT(world_.GetResult(ballot.name()), IsOk());
  pb::GetProjectRequest get;
  get.set_name("projects/iso-1");
  EXPECT_EQ(world_.Ask(kNobody, &BallotStub::GetProject, get)->warnings_size(), 0);
  world_.clock().Advance(absl::Hours(24 * 120));
  const auto project = world_.Ask(kNobody, &BallotStub::GetProject, get);
  EXPECT_EQ(project->stage(), "10.60");
  ASSERT_EQ(project->warnings_size(), 1);
  EXPECT_EQ(project->warnings(0).kind(), pb::PROJECT_WARNING_KIND_PROPOSAL_UNDECIDED);
}

TEST_F(ProjectHistory, SurvivesTheMigration) {
  EXPECT_THAT(Put(Wanted("30.60")), IsOk());
  EXPECT_THAT(Put(Wanted("30.99")), IsOk());
  EXPECT_EQ(world_.Sql("SELECT events = (SELECT array_agg(sequence ORDER BY sequence) FROM event "
                       "WHERE substr(subject, 10) = project AND subject LIKE 'projects/%') "
                       "FROM project"),
            "t\n");
}

}  // namespace
}  // namespace placet::ballots
