// GetProject, ListProjects, PutProject.
#include "tests/ballots/harness.h"

namespace placet::ballots {
namespace {

pb::PutProjectRequest Wanted() {
  pb::PutProjectRequest request;
  pb::Project& project = *request.mutable_project();
  project.set_name("projects/iso-1");
  project.set_reference("ISO 1");
  project.set_title("A standard");
  project.set_deliverable(pb::DELIVERABLE_IS);
  project.set_committee(kCommittee);
  project.set_stage("40.00");
  return request;
}

absl::StatusOr<pb::Project> Get(const World& world, const std::string& name) {
  pb::GetProjectRequest request;
  request.set_name(name);
  return world.Ask(kNobody, &BallotStub::GetProject, request);
}

class Projects : public ::testing::Test {
 protected:
  absl::StatusOr<pb::Project> Put(const pb::PutProjectRequest& request,
                                  const std::string& caller = kManager) const {
    return world_.Ask(caller, &BallotStub::PutProject, request);
  }

  // Refused with this reason, and nothing has changed.
  void ExpectRefused(const pb::PutProjectRequest& request, const char* reason,
                     const std::string& caller = kManager) const {
    const int64_t head = world_.Head();
    EXPECT_THAT(Put(request, caller), HasReason(reason));
    EXPECT_EQ(world_.Head(), head);
  }

  World world_;
};

TEST_F(Projects, AreCreatedByTheCommitteeManager) {
  const auto put = Put(Wanted());
  EXPECT_THAT(put, IsOk());
  EXPECT_EQ(put->edition(), 1);
  EXPECT_EQ(put->stage_name(), "DIS registered");
  EXPECT_EQ(put->etag(), "\"1\"");
  EXPECT_THAT(*Get(world_, "projects/iso-1"), EqualsProto(*put));
  const std::vector<pb::Event> events = world_.Events(kNobody);
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].actor(), kManager);
  EXPECT_EQ(events[0].subject(), "projects/iso-1");
  EXPECT_THAT(events[0].project(), EqualsProto(*put));
}

TEST_F(Projects, ChangeByPuttingThemAgain) {
  pb::PutProjectRequest request = Wanted();
  request.mutable_project()->set_etag(Put(request)->etag());
  request.mutable_project()->set_stage("40.20");
  EXPECT_EQ(Put(request)->etag(), "\"2\"");
  EXPECT_EQ(Get(world_, "projects/iso-1")->stage(), "40.20");
}

TEST_F(Projects, AreNotPutByOthers) {
  for (const char* caller : {kNobody, kVoterDe, kMonitor, "people/other-manager"}) {
    ExpectRefused(Wanted(), "ROLE_MISSING", caller);
  }
}

TEST_F(Projects, AreNotTakenFromAnotherCommittee) {
  EXPECT_THAT(Put(Wanted()), IsOk());
  pb::PutProjectRequest request = Wanted();
  request.mutable_project()->set_committee("committees/iso-tc-68");
  ExpectRefused(request, "ROLE_MISSING", "people/other-manager");
  EXPECT_THAT(Put(request, kCentralSecretariat), IsOk());
}

TEST_F(Projects, NeedACommitteeThatTheDirectoryKnows) {
  pb::PutProjectRequest request = Wanted();
  request.mutable_project()->set_committee("committees/none");
  ExpectRefused(request, "REFERENCE_UNKNOWN", kCentralSecretariat);
  EXPECT_THAT(Put(request, kCentralSecretariat), HasField("project.committee"));
}

TEST_F(Projects, AreNotOverwrittenWithAStaleEtag) {
  pb::PutProjectRequest request = Wanted();
  request.mutable_project()->set_etag("\"1\"");
  ExpectRefused(request, "ETAG_MISMATCH");  // there is none yet
  EXPECT_THAT(Put(Wanted()), IsOk());
  EXPECT_THAT(Put(request), IsOk());
  ExpectRefused(request, "ETAG_MISMATCH");
  EXPECT_THAT(Put(request), StatusIs(absl::StatusCode::kAborted));
}

TEST_F(Projects, ArePutOnceByARepeatedRequest) {
  pb::PutProjectRequest request = Wanted();
  request.set_request_id(RequestId(1));
  EXPECT_THAT(Put(request), IsOk());
  const int64_t head = world_.Head();
  EXPECT_EQ(Put(request)->etag(), "\"1\"");
  EXPECT_EQ(world_.Head(), head);
  request.mutable_project()->set_title("Another title");
  ExpectRefused(request, "REQUEST_ID_REUSED");
  EXPECT_THAT(Put(request), HasField("request_id"));
}

TEST_F(Projects, OfARepeatAreAnsweredAsTheyAreNow) {
  pb::PutProjectRequest request = Wanted();
  request.set_request_id(RequestId(1));
  EXPECT_THAT(Put(request), IsOk());
  pb::PutProjectRequest later = Wanted();
  later.mutable_project()->set_stage("40.20");
  EXPECT_THAT(Put(later), IsOk());
  EXPECT_EQ(Put(request)->stage(), "40.20");
}

TEST_F(Projects, DoNotKeepWhatTheContractDoesNotKnow) {
  pb::PutProjectRequest request = Wanted();
  AddUnknown(*request.mutable_project(), 5 << 20);
  EXPECT_THAT(Put(request), IsOk());
  EXPECT_LT(Get(world_, "projects/iso-1")->ByteSizeLong(), 1000u);
  EXPECT_LT(world_.Events()[0].ByteSizeLong(), 1000u);
}

TEST_F(Projects, AreListedPageByPage) {
  for (const char* id : {"c", "a", "b"}) world_.PutProject(id, "40.00");
  world_.PutProject("d", "40.00", "committees/iso-tc-68");
  pb::ListProjectsRequest request;
  request.set_committee(kCommittee);
  request.set_page_size(2);
  const auto first = world_.Ask(kNobody, &BallotStub::ListProjects, request);
  ASSERT_THAT(first, IsOk());
  ASSERT_EQ(first->projects_size(), 2);
  EXPECT_EQ(first->projects(0).name(), "projects/a");
  EXPECT_EQ(first->projects(1).name(), "projects/b");
  request.set_page_token(first->next_page_token());
  const auto second = world_.Ask(kNobody, &BallotStub::ListProjects, request);
  ASSERT_EQ(second->projects_size(), 1);
  EXPECT_EQ(second->projects(0).name(), "projects/c");
  EXPECT_EQ(second->next_page_token(), "");
}

TEST_F(Projects, ThatDoNotExistAreNotFound) {
  EXPECT_THAT(Get(world_, "projects/none"), HasReason("NOT_FOUND"));
}

}  // namespace
}  // namespace placet::ballots
