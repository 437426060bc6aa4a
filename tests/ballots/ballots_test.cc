// GetBallot, CreateBallot, OpenBallot, ExtendBallot, CloseBallot, CancelBallot.
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "tests/ballots/harness.h"

namespace placet::ballots {
namespace {

using ::testing::IsEmpty;

pb::CreateBallotRequest Wanted(pb::BallotKind kind = pb::BALLOT_KIND_DIS) {
  pb::CreateBallotRequest request;
  request.mutable_ballot()->set_project("projects/iso-1");
  request.mutable_ballot()->set_kind(kind);
  return request;
}

class BallotsTest : public ::testing::Test {
 protected:
  absl::StatusOr<pb::Ballot> Create(const pb::CreateBallotRequest& request,
                                    const std::string& caller = kManager) const {
    return world_.Ask(caller, &BallotStub::CreateBallot, request);
  }
  absl::StatusOr<pb::Ballot> Open(const std::string& name,
                                  const std::string& caller = kCentralSecretariat,
                                  const std::string& etag = "",
                                  const std::string& request_id = "") const {
    pb::OpenBallotRequest request;
    request.set_name(name);
    request.set_etag(etag);
    request.set_request_id(request_id);
    return world_.Ask(caller, &BallotStub::OpenBallot, request);
  }
  template <class Request>
  Request Move(const std::string& name, const std::string& etag = "",
               const std::string& request_id = "") const {
    Request request;
    request.set_name(name);
    request.set_reason("a reason");
    request.set_etag(etag);
    request.set_request_id(request_id);
    return request;
  }
  absl::StatusOr<pb::Ballot> Extend(pb::ExtendBallotRequest request, const std::string& day,
                                    const std::string& caller = kCentralSecretariat) const {
    request.set_end_date(day);
    return world_.Ask(caller, &BallotStub::ExtendBallot, request);
  }
  absl::StatusOr<pb::Ballot> Close(const pb::CloseBallotRequest& request,
                                   const std::string& caller = kCentralSecretariat) const {
    return world_.Ask(caller, &BallotStub::CloseBallot, request);
  }
  absl::StatusOr<pb::Ballot> Cancel(const pb::CancelBallotRequest& request,
                                    const std::string& caller = kCentralSecretariat) const {
    return world_.Ask(caller, &BallotStub::CancelBallot, request);
  }
  // Every move that needs an open ballot is refused with this reason.
  void ExpectNoMove(const std::string& name, const char* reason) const {
    const int64_t head = world_.Head();
    EXPECT_THAT(Extend(Move<pb::ExtendBallotRequest>(name), "2026-12-01"), HasReason(reason));
    EXPECT_THAT(Close(Move<pb::CloseBallotRequest>(name)), HasReason(reason));
    EXPECT_THAT(world_.Cast(name, "de", pb::ANSWER_APPROVE), HasReason(reason));
    EXPECT_EQ(world_.Head(), head);
  }

  World world_;
};

TEST_F(BallotsTest, AreCreatedAsDrafts) {
  world_.PutProject("iso-1", "40.00");
  pb::CreateBallotRequest request = Wanted();
  request.mutable_ballot()->set_note("Please read the foreword.");
  request.mutable_ballot()->add_documents()->set_title("ISO/DIS 1");
  request.mutable_ballot()->mutable_documents(0)->set_sha256(std::string(64, 'a'));
  const auto created = Create(request);
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(created->name(), "ballots/iso-dis-1");
  EXPECT_EQ(created->reference(), "ISO/DIS 1");
  EXPECT_EQ(created->title(), "A standard");
  EXPECT_EQ(created->committee(), kCommittee);
  EXPECT_EQ(created->draft(), 1);
  EXPECT_EQ(created->state(), pb::BALLOT_STATE_DRAFT);
  EXPECT_EQ(created->creator(), kManager);
  EXPECT_THAT(*world_.GetBallot("ballots/iso-dis-1"), EqualsProto(*created));
  EXPECT_EQ(world_.StageOf(), "40.00");
}

TEST_F(BallotsTest, AreCreatedUnderAnIdentifierOfChoice) {
  world_.PutProject("iso-1", "40.00");
  pb::CreateBallotRequest request = Wanted();
  request.set_ballot_id("enquiry");
  EXPECT_EQ(Create(request)->name(), "ballots/enquiry");
  EXPECT_THAT(Create(request), HasReason("ALREADY_EXISTS"));
  EXPECT_THAT(Create(request), StatusIs(absl::StatusCode::kAlreadyExists));
}

TEST_F(BallotsTest, UnderAnIdentifierTakenInAnotherCommitteeExistAlready) {
  world_.PutProject("iso-1", "40.00");
  world_.PutProject("iso-2", "40.00", "committees/iso-tc-68");
  pb::CreateBallotRequest request = Wanted();
  request.set_ballot_id("enquiry");
  request.mutable_ballot()->set_project("projects/iso-2");
  ASSERT_THAT(Create(request, kCentralSecretariat), IsOk());
  request.mutable_ballot()->set_project("projects/iso-1");
  EXPECT_THAT(Create(request), HasReason("ALREADY_EXISTS")) << "a manager of ISO/TC 307 alone";
}

TEST_F(BallotsTest, OfASecondDraftSayIt) {
  world_.PutProject("iso-1", "40.93");
  pb::CreateBallotRequest request = Wanted();
  request.mutable_ballot()->set_draft(2);
  EXPECT_EQ(Create(request)->reference(), "ISO/DIS 1.2");
  const auto opened = Open("ballots/iso-dis-1.2");
  EXPECT_EQ(opened->end_date(), "2026-04-27") << "8 weeks";
}

TEST_F(BallotsTest, AreCreatedByManagersOnly) {
  world_.PutProject("iso-1", "40.00");
  const int64_t head = world_.Head();
  for (const char* caller : {kNobody, kVoters, kMonitor, "people/other-manager"}) {
    EXPECT_THAT(Create(Wanted(), caller), HasReason("ROLE_MISSING"));
  }
  EXPECT_EQ(world_.Head(), head);
}

// The ballots' copy of the directory may be some milliseconds old; nobody is refused for that.
TEST_F(BallotsTest, MayBeCreatedByWhoBecameManagerAMomentAgo) {
  world_.PutProject("iso-1", "40.00");
  for (int draft = 1; draft <= 9; ++draft) {
    const std::string person = absl::StrCat("manager-", draft);
    world_.Grant(person, mpb::ROLE_COMMITTEE_MANAGER, "", kCommittee);
    pb::CreateBallotRequest request = Wanted();
    request.mutable_ballot()->set_draft(draft);
    EXPECT_THAT(Create(request, "people/" + person), IsOk());
  }
}

TEST_F(BallotsTest, NeedAProject) {
  EXPECT_THAT(Create(Wanted()), HasReason("REFERENCE_UNKNOWN"));
  EXPECT_THAT(Create(Wanted()), HasField("ballot.project"));
}

TEST_F(BallotsTest, NeedRules) {
  world_.PutProject("iso-1", "40.00");
  pb::CreateBallotRequest request = Wanted();
  request.mutable_ballot()->set_rules_edition("ISO-1900");
  EXPECT_THAT(Create(request), HasReason("RULES_UNKNOWN"));
  request = Wanted(pb::BALLOT_KIND_GUIDE);
  request.mutable_ballot()->set_rules_edition("ISO-2017");  // has none for a Guide
  EXPECT_THAT(Create(request), HasReason("RULES_UNKNOWN"));
}

TEST_F(BallotsTest, AreCreatedOnceByARepeatedRequest) {
  world_.PutProject("iso-1", "40.00");
  pb::CreateBallotRequest request = Wanted();
  request.set_request_id(RequestId(1));
  EXPECT_THAT(Create(request), IsOk());
  const int64_t head = world_.Head();
  const auto repeated = Create(request);
  EXPECT_EQ(repeated->name(), "ballots/iso-dis-1");
  EXPECT_EQ(repeated->etag(), "\"1\"");
  EXPECT_EQ(world_.Head(), head);
  EXPECT_THAT(Create(request, kCentralSecretariat), HasReason("REQUEST_ID_REUSED"));
  request.mutable_ballot()->set_note("another");
  EXPECT_THAT(Create(request), HasReason("REQUEST_ID_REUSED"));
}

TEST_F(BallotsTest, OfARepeatAreFoundAlsoWhenTheReferenceOfTheProjectHasChanged) {
  pb::PutProjectRequest put;
  *put.mutable_project() = world_.PutProject("iso-1", "40.00");
  pb::CreateBallotRequest request = Wanted();
  request.set_request_id(RequestId(1));
  EXPECT_THAT(Create(request), IsOk());
  put.mutable_project()->set_reference("ISO 2");
  EXPECT_THAT(world_.Ask(kManager, &BallotStub::PutProject, put), IsOk());
  EXPECT_EQ(Create(request)->name(), "ballots/iso-dis-1");
}

TEST_F(BallotsTest, OpenForThePeriodOfTheRules) {
  const std::string name = world_.Created(pb::BALLOT_KIND_DIS).name();
  const auto opened = Open(name);
  ASSERT_THAT(opened, IsOk());
  EXPECT_EQ(opened->state(), pb::BALLOT_STATE_OPEN);
  EXPECT_EQ(opened->rules_edition(), "ISO-2022");
  EXPECT_EQ(opened->end_date(), "2026-05-25") << "12 weeks";
  EXPECT_EQ(opened->close_time().seconds(),
            absl::ToUnixSeconds(
                absl::FromCivil(absl::CivilSecond(2026, 5, 25, 22), absl::UTCTimeZone())));
  EXPECT_EQ(opened->opener(), kCentralSecretariat);
  EXPECT_EQ(opened->stage_before(), "40.00");
  EXPECT_EQ(opened->etag(), "\"2\"");
  EXPECT_EQ(world_.StageOf(), "40.20");
}

TEST_F(BallotsTest, PutTheQuestionsOfTheirKind) {
  EXPECT_EQ(world_.Opened(pb::BALLOT_KIND_NP).questions_size(), 6);
  EXPECT_EQ(world_.Opened(pb::BALLOT_KIND_FDIS, "projects/iso-2").questions_size(), 0);
}

TEST_F(BallotsTest, OfADisAreMovedByTheCentralSecretariatOnly) {
  const std::string name = world_.Created(pb::BALLOT_KIND_DIS).name();
  EXPECT_THAT(Open(name, kManager), HasReason("ROLE_MISSING"));
  EXPECT_THAT(Open(name), IsOk());
  const int64_t head = world_.Head();
  for (const char* caller : {kManager, kMonitor, kVoters, kNobody}) {
    EXPECT_THAT(Extend(Move<pb::ExtendBallotRequest>(name), "2026-12-01", caller),
                HasReason("ROLE_MISSING"));
    EXPECT_THAT(Close(Move<pb::CloseBallotRequest>(name), caller), HasReason("ROLE_MISSING"));
    EXPECT_THAT(Cancel(Move<pb::CancelBallotRequest>(name), caller), HasReason("ROLE_MISSING"));
  }
  EXPECT_EQ(world_.Head(), head);
}

TEST_F(BallotsTest, OfAnNpAreMovedByTheCommitteeManager) {
  const std::string name = world_.Created(pb::BALLOT_KIND_NP).name();
  EXPECT_THAT(Open(name, "people/other-manager"), HasReason("ROLE_MISSING"));
  EXPECT_THAT(Open(name, kManager), IsOk());
  EXPECT_THAT(Extend(Move<pb::ExtendBallotRequest>(name), "2026-12-01", kManager), IsOk());
  EXPECT_THAT(Close(Move<pb::CloseBallotRequest>(name), kManager), IsOk());
}

TEST_F(BallotsTest, DoNotOpenTwice) {
  const std::string name = world_.Opened(pb::BALLOT_KIND_DIS).name();
  EXPECT_THAT(Open(name), HasReason("BALLOT_NOT_DRAFT"));
}

TEST_F(BallotsTest, DoNotOpenBesideAnother) {
  world_.Opened(pb::BALLOT_KIND_DIS);
  pb::CreateBallotRequest request = Wanted();
  request.set_ballot_id("second");
  EXPECT_THAT(Create(request), IsOk());
  EXPECT_THAT(Open("ballots/second"), HasReason("PROJECT_BUSY"));
}

TEST_F(BallotsTest, DoNotOpenFromAnotherStage) {
  const std::string name = world_.Created(pb::BALLOT_KIND_DIS).name();
  world_.PutProject("iso-1", "30.60");
  EXPECT_THAT(Open(name), HasReason("STAGE_FORBIDS"));
  EXPECT_THAT(Open(name), StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_F(BallotsTest, DoNotOpenWithoutAPMember) {
  world_.PutProject("iso-68", "40.00", "committees/iso-tc-68");
  pb::CreateBallotRequest request = Wanted();
  request.mutable_ballot()->set_project("projects/iso-68");
  request.set_ballot_id("b");
  EXPECT_THAT(Create(request, "people/other-manager"), IsOk());
  EXPECT_THAT(Open("ballots/b"), HasReason("EMPTY_ROLL"));
}

TEST_F(BallotsTest, DoNotOpenWhenTheirLastDayIsOver) {
  world_.PutProject("iso-1", "40.00");
  pb::CreateBallotRequest request = Wanted();
  request.mutable_ballot()->set_end_date("2026-03-01");
  EXPECT_THAT(Create(request), IsOk());
  EXPECT_THAT(Open("ballots/iso-dis-1"), HasField("ballot.end_date"));
}

TEST_F(BallotsTest, DoNotOpenWhileTheDirectoryIsAway) {
  const std::string name = world_.Created(pb::BALLOT_KIND_DIS).name();
  world_.StopDirectory();
  EXPECT_THAT(Open(name), HasReason("DIRECTORY_BEHIND"));
  EXPECT_THAT(Open(name), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(world_.GetBallot(name)->state(), pb::BALLOT_STATE_DRAFT);
}

TEST_F(BallotsTest, OpenOnceByARepeatedRequest) {
  const std::string name = world_.Created(pb::BALLOT_KIND_DIS).name();
  EXPECT_THAT(Open(name, kCentralSecretariat, "", RequestId(1)), IsOk());
  const int64_t head = world_.Head();
  EXPECT_EQ(Open(name, kCentralSecretariat, "", RequestId(1))->etag(), "\"2\"");
  EXPECT_EQ(world_.Head(), head);
  EXPECT_THAT(Close(Move<pb::CloseBallotRequest>(name, "", RequestId(1))),
              HasReason("REQUEST_ID_REUSED"));
}

TEST_F(BallotsTest, DoNotMoveWithAStaleEtag) {
  const std::string name = world_.Created(pb::BALLOT_KIND_DIS).name();
  EXPECT_THAT(Open(name, kCentralSecretariat, "\"7\""), HasReason("ETAG_MISMATCH"));
  EXPECT_THAT(Open(name, kCentralSecretariat, "\"1\""), IsOk());
  const int64_t head = world_.Head();
  EXPECT_THAT(Extend(Move<pb::ExtendBallotRequest>(name, "\"1\""), "2026-12-01"),
              HasReason("ETAG_MISMATCH"));
  EXPECT_THAT(Close(Move<pb::CloseBallotRequest>(name, "\"1\"")), HasReason("ETAG_MISMATCH"));
  EXPECT_THAT(Cancel(Move<pb::CancelBallotRequest>(name, "\"1\"")), HasReason("ETAG_MISMATCH"));
  EXPECT_EQ(world_.Head(), head);
}

TEST_F(BallotsTest, AreExtendedOnceByARepeatedRequest) {
  const std::string name = world_.Opened(pb::BALLOT_KIND_DIS).name();
  const auto request = Move<pb::ExtendBallotRequest>(name, "\"2\"", RequestId(1));
  const auto extended = Extend(request, "2026-06-30");
  EXPECT_EQ(extended->end_date(), "2026-06-30");
  EXPECT_EQ(extended->reason(), "a reason");
  const int64_t head = world_.Head();
  EXPECT_THAT(*Extend(request, "2026-06-30"), EqualsProto(*extended));
  EXPECT_EQ(world_.Head(), head);
  EXPECT_THAT(Extend(request, "2026-07-30"), HasReason("REQUEST_ID_REUSED"));
}

TEST_F(BallotsTest, AreNotExtendedToAnEarlierDay) {
  const std::string name = world_.Opened(pb::BALLOT_KIND_DIS).name();
  for (const char* day : {"2026-05-25", "2026-03-05", "tomorrow", "2026-02-30"}) {
    EXPECT_THAT(Extend(Move<pb::ExtendBallotRequest>(name), day), HasField("end_date"));
  }
}

TEST_F(BallotsTest, AreClosedOnceByARepeatedRequest) {
  const std::string name = world_.Opened(pb::BALLOT_KIND_DIS).name();
  const auto request = Move<pb::CloseBallotRequest>(name, "\"2\"", RequestId(1));
  const auto closed = Close(request);
  ASSERT_THAT(closed, IsOk());
  EXPECT_EQ(closed->state(), pb::BALLOT_STATE_CLOSED);
  EXPECT_TRUE(closed->result_recorded());
  const int64_t head = world_.Head();
  EXPECT_THAT(*Close(request), EqualsProto(*closed));
  EXPECT_EQ(world_.Head(), head);
}

TEST_F(BallotsTest, AreCancelledOnceByARepeatedRequest) {
  const std::string name = world_.Opened(pb::BALLOT_KIND_DIS).name();
  const auto request = Move<pb::CancelBallotRequest>(name, "\"2\"", RequestId(1));
  EXPECT_EQ(Cancel(request)->state(), pb::BALLOT_STATE_CANCELLED);
  const int64_t head = world_.Head();
  EXPECT_EQ(Cancel(request)->etag(), "\"3\"");
  EXPECT_EQ(world_.Head(), head);
}

TEST_F(BallotsTest, InDraftTakeNoVote) {
  const std::string name = world_.Created(pb::BALLOT_KIND_DIS).name();
  ExpectNoMove(name, "BALLOT_NOT_OPEN");
  EXPECT_THAT(world_.GetTally(name), HasReason("BALLOT_NOT_OPEN"));
  EXPECT_THAT(world_.GetResult(name), HasReason("BALLOT_NOT_OPEN"));
  EXPECT_THAT(world_.Roll(name), IsEmpty());
  EXPECT_THAT(Cancel(Move<pb::CancelBallotRequest>(name)), IsOk());
}

TEST_F(BallotsTest, ThatAreClosedStayClosed) {
  const std::string name = world_.Opened(pb::BALLOT_KIND_DIS).name();
  EXPECT_THAT(world_.Close(name), IsOk());
  ExpectNoMove(name, "BALLOT_CLOSED");
  EXPECT_THAT(Cancel(Move<pb::CancelBallotRequest>(name)), HasReason("BALLOT_CLOSED"));
  EXPECT_THAT(Open(name), HasReason("BALLOT_NOT_DRAFT"));
}

TEST_F(BallotsTest, ThatAreCancelledStayCancelled) {
  const std::string name = world_.Opened(pb::BALLOT_KIND_DIS).name();
  EXPECT_THAT(Cancel(Move<pb::CancelBallotRequest>(name)), IsOk());
  ExpectNoMove(name, "BALLOT_CANCELLED");
  EXPECT_THAT(Cancel(Move<pb::CancelBallotRequest>(name)), HasReason("BALLOT_CANCELLED"));
  EXPECT_THAT(world_.GetTally(name), HasReason("BALLOT_CANCELLED"));
  EXPECT_THAT(world_.GetResult(name), HasReason("BALLOT_CANCELLED"));
}

TEST_F(BallotsTest, ThatDoNotExistAreNotFound) {
  EXPECT_THAT(world_.GetBallot("ballots/none"), HasReason("NOT_FOUND"));
  EXPECT_THAT(Extend(Move<pb::ExtendBallotRequest>("ballots/none"), "2026-12-01"),
              HasReason("NOT_FOUND"));
  EXPECT_THAT(Close(Move<pb::CloseBallotRequest>("ballots/none")), HasReason("NOT_FOUND"));
  EXPECT_THAT(Cancel(Move<pb::CancelBallotRequest>("ballots/none")), HasReason("NOT_FOUND"));
  EXPECT_THAT(world_.GetTally("ballots/none"), HasReason("NOT_FOUND"));
  EXPECT_THAT(world_.GetResult("ballots/none"), HasReason("NOT_FOUND"));
  EXPECT_THAT(world_.Cast("ballots/none", "de", pb::ANSWER_APPROVE), HasReason("NOT_FOUND"));
}

}  // namespace
}  // namespace placet::ballots
