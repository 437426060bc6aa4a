// Ballots that open by themselves on a day, that are made like another one, and that ask the
// experts of a working group.
#include "absl/strings/str_cat.h"
#include "tests/ballots/moves.h"

namespace placet::ballots {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Code = absl::StatusCode;

class Openings : public ::testing::Test {
 protected:
  absl::StatusOr<pb::Ballot> Schedule(const std::string& ballot, const std::string& day,
                                      const std::string& caller = kCentralSecretariat,
                                      const std::string& etag = "", int request = 0) {
    pb::ScheduleBallotRequest schedule;
    schedule.set_name(ballot);
    schedule.set_opens_on(day);
    schedule.set_etag(etag);
    if (request != 0) schedule.set_request_id(RequestId(request));
    return world_.Ask(caller, &BallotStub::ScheduleBallot, schedule);
  }
  // The keeper looks at the clock a few times a second.
  pb::Ballot Until(const std::string& ballot, const std::function<bool(const pb::Ballot&)>& holds) {
    for (const absl::Time end = absl::Now() + absl::Seconds(20); absl::Now() < end;) {
      world_.CatchUp();
      const auto now = world_.GetBallot(ballot);
      if (now.ok() && holds(*now)) return *now;
    }
    ADD_FAILURE() << "it never came to that";
    return {};
  }
  absl::StatusOr<pb::Ballot> CreateLike(const std::string& like, const pb::Ballot& wanted,
                                        const std::string& id) {
    pb::CreateBallotRequest request;
    request.set_ballot_id(id);
    request.set_like(like);
    *request.mutable_ballot() = wanted;
    return world_.Ask(kCentralSecretariat, &BallotStub::CreateBallot, request);
  }

  World world_;
};

TEST_F(Openings, ADraftOpensOnTheDayThatWasNamed) {
  const pb::Ballot draft = world_.Created(pb::BALLOT_KIND_DIS);
  const auto scheduled = Schedule(draft.name(), "2026-03-10", kCentralSecretariat, draft.etag());
  ASSERT_THAT(scheduled, IsOk());
  EXPECT_EQ(scheduled->state(), pb::BALLOT_STATE_DRAFT);
  EXPECT_EQ(scheduled->opens_on(), "2026-03-10");
  EXPECT_EQ(scheduled->scheduler(), kCentralSecretariat);

  world_.clock().Set("2026-03-09T22:59:59Z");  // the last second of the day before, in Geneva
  world_.CatchUp();
  EXPECT_EQ(world_.GetBallot(draft.name())->state(), pb::BALLOT_STATE_DRAFT);
  world_.clock().Set("2026-03-09T23:00:00Z");
  const pb::Ballot open =
      Until(draft.name(), [](const pb::Ballot& b) { return b.state() == pb::BALLOT_STATE_OPEN; });
  EXPECT_EQ(open.opener(), kCentralSecretariat);
  EXPECT_EQ(open.end_date(), "2026-06-02");  // twelve weeks from that day
  EXPECT_EQ(world_.StageOf(), "40.20");
  EXPECT_THAT(world_.Cast(draft.name(), "de", pb::ANSWER_APPROVE), IsOk());
}

TEST_F(Openings, WhatForbidsItIsRecordedAndNotTriedAgain) {
  const pb::Ballot draft = world_.Created(pb::BALLOT_KIND_DIS);
  ASSERT_THAT(Schedule(draft.name(), "2026-03-10"), IsOk());
  world_.PutProject("iso-1", "30.60");
  world_.clock().Set("2026-03-10T08:00:00Z");
  const pb::Ballot refused =
      Until(draft.name(), [](const pb::Ballot& b) { return !b.opening_refused().empty(); });
  EXPECT_EQ(refused.state(), pb::BALLOT_STATE_DRAFT);
  EXPECT_THAT(refused.opening_refused(), HasSubstr("30.60"));
  const int64_t head = world_.Head();
  world_.CatchUp();
  EXPECT_EQ(world_.Head(), head);
  world_.PutProject("iso-1", "40.00");
  const auto again = Schedule(draft.name(), "2026-03-11");
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->opening_refused(), "");
}

TEST_F(Openings, TheRoleIsLookedAtOnTheDay) {
  world_.PutProject("iso-1", "10.00");
  const pb::Ballot draft = world_.Created(pb::BALLOT_KIND_NP);
  ASSERT_THAT(Schedule(draft.name(), "2026-03-10", kManager), IsOk());
  world_.clock().Set("2026-03-05T08:00:00Z");
  world_.Revoke("people/manager/grants/committee-manager-iso-tc-307");
  world_.CatchUp();
  world_.clock().Set("2026-03-10T08:00:00Z");
  const pb::Ballot refused =
      Until(draft.name(), [](const pb::Ballot& b) { return !b.opening_refused().empty(); });
  EXPECT_THAT(refused.opening_refused(), HasSubstr("committee manager"));
}

TEST_F(Openings, ADayIsNamedWhileTheBallotIsADraftAndTheDayToCome) {
  const pb::Ballot draft = world_.Created(pb::BALLOT_KIND_DIS);
  EXPECT_THAT(Schedule(draft.name(), "2026-03-02"), HasReason("INVALID_FIELD"));
  EXPECT_THAT(Schedule(draft.name(), "tomorrow"), HasReason("INVALID_FIELD"));
  EXPECT_THAT(Schedule(draft.name(), "2026-03-10", kVoterDe), HasReason("ROLE_MISSING"));
  EXPECT_THAT(Schedule(draft.name(), "2026-03-10", kCentralSecretariat, "\"77\""),
              HasReason("ETAG_MISMATCH"));
  EXPECT_THAT(Schedule("ballots/none", "2026-03-10"), StatusIs(Code::kNotFound));
  const auto first = Schedule(draft.name(), "2026-03-10", kCentralSecretariat, "", 1);
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(Schedule(draft.name(), "2026-03-10", kCentralSecretariat, "", 1)->etag(),
            first->etag());
  const auto never = Schedule(draft.name(), "");
  ASSERT_THAT(never, IsOk());
  EXPECT_EQ(never->opens_on(), "");
  EXPECT_EQ(never->scheduler(), "");
  ASSERT_THAT(Open(world_, draft.name()), IsOk());
  EXPECT_THAT(Schedule(draft.name(), "2026-03-10"), HasReason("BALLOT_NOT_DRAFT"));
}

TEST_F(Openings, ALengthThatTheRulesForbidIsRefusedWhenTheDayIsNamed) {
  const pb::Rule rule = RowOf(world_, pb::BALLOT_KIND_DIS);
  pb::Ballot wanted = About(world_, rule);
  wanted.set_end_date("2026-06-02");
  const auto draft = Create(world_, wanted);
  ASSERT_THAT(draft, IsOk());
  EXPECT_THAT(Schedule(draft->name(), "2026-05-20"), HasReason("PERIOD_FORBIDDEN"));
  EXPECT_THAT(Schedule(draft->name(), "2026-06-03"), HasReason("INVALID_FIELD"));
  EXPECT_THAT(Schedule(draft->name(), "2026-03-10"), IsOk());
}

TEST_F(Openings, ABallotIsMadeLikeAnother) {
  pb::Ballot wanted = About(world_, RowOf(world_, pb::BALLOT_KIND_CIB));
  wanted.set_note("Please read N 12 first");
  wanted.add_documents()->set_number("N 12");
  wanted.mutable_documents(0)->set_title("A proposal");
  const auto other = Create(world_, wanted, kCentralSecretariat, "first");
  ASSERT_THAT(other, IsOk());
  pb::Ballot differs;
  differs.set_note("Once more");
  const auto like = CreateLike(other->name(), differs, "second");
  ASSERT_THAT(like, IsOk());
  EXPECT_EQ(like->kind(), pb::BALLOT_KIND_CIB);
  EXPECT_EQ(like->committee(), kCommittee);
  EXPECT_EQ(like->title(), other->title());
  EXPECT_EQ(like->note(), "Once more");
  ASSERT_THAT(like->questions(), SizeIs(1));
  EXPECT_EQ(like->questions(0).id(), "proceed");
  EXPECT_THAT(like->documents(), SizeIs(1));
  EXPECT_EQ(like->state(), pb::BALLOT_STATE_DRAFT);
  EXPECT_EQ(like->end_date(), "");
  EXPECT_THAT(CreateLike("ballots/none", differs, "third"), StatusIs(Code::kNotFound));
  EXPECT_THAT(CreateLike("second", differs, "third"), HasReason("INVALID_FIELD"));
}

// --- Experts of a working group.

class Consultation : public Openings {
 protected:
  Consultation() {
    PutGroup("wg-1");
    PutGroup("wg-2");
    for (const char* person : {"anna", "bo", "carla"}) world_.PutPerson(person);
    GrantExpert("anna", "wg-1", "de");
    GrantExpert("bo", "wg-1", "");
    GrantExpert("carla", "wg-2", "fr");
    world_.CatchUp();
  }
  void PutGroup(const std::string& id) {
    mpb::PutGroupRequest request;
    mpb::Group& group = *request.mutable_group();
    group.set_name(absl::StrCat(kCommittee, "/groups/", id));
    group.set_kind(mpb::GROUP_KIND_WORKING_GROUP);
    group.set_reference(absl::StrCat("ISO/TC 307/", id));
    group.set_title("A group");
    EXPECT_THAT(world_.Tell(&DirectoryStub::PutGroup, request), IsOk());
  }
  void GrantExpert(const std::string& person, const std::string& group, const std::string& member) {
    mpb::GrantRoleRequest request;
    request.set_parent("people/" + person);
    request.mutable_grant()->set_role(mpb::ROLE_EXPERT);
    request.mutable_grant()->set_committee(kCommittee);
    request.mutable_grant()->set_group(absl::StrCat(kCommittee, "/groups/", group));
    if (!member.empty()) request.mutable_grant()->set_member("members/" + member);
    EXPECT_THAT(world_.Tell(&DirectoryStub::GrantRole, request), IsOk());
  }
  absl::StatusOr<pb::Ballot> CreateFor(const std::string& group) {
    pb::Ballot wanted = About(world_, RowOf(world_, pb::BALLOT_KIND_WG_CONSULTATION));
    wanted.set_group(group);
    return Create(world_, wanted);
  }
  pb::Ballot Begin() {
    const auto draft = CreateFor(absl::StrCat(kCommittee, "/groups/wg-1"));
    EXPECT_THAT(draft, IsOk());
    const auto open = Open(world_, draft.value_or(pb::Ballot()).name(), kManager);
    EXPECT_THAT(open, IsOk());
    return open.value_or(pb::Ballot());
  }
};

TEST_F(Consultation, AsksTheExpertsOfTheGroupAndNobodyElse) {
  const pb::Ballot ballot = Begin();
  const std::vector<pb::RollEntry> roll = world_.Roll(ballot.name());
  ASSERT_THAT(roll, SizeIs(2));
  EXPECT_EQ(roll[0].name(), ballot.name() + "/roll/anna");
  EXPECT_EQ(roll[0].country(), "C-de");
  EXPECT_EQ(roll[0].acronym(), "anna (DES)");
  EXPECT_EQ(roll[0].status(), pb::MEMBER_STATUS_EXPERT);
  EXPECT_EQ(roll[0].entitlement(), pb::ENTITLEMENT_MAY_COMMENT);
  EXPECT_EQ(roll[1].name(), ballot.name() + "/roll/bo");
  EXPECT_EQ(roll[1].country(), "");  // named by no body
  EXPECT_EQ(roll[1].acronym(), "bo");

  EXPECT_THAT(
      world_.Cast(ballot.name(), "anna", pb::ANSWER_COMMENTS, "Clause 4 is unclear", "people/anna"),
      IsOk());
  EXPECT_THAT(world_.Cast(ballot.name(), "anna", pb::ANSWER_NO_COMMENTS, "", "people/bo"),
              HasReason("ROLE_MISSING"));  // only in one's own name
  EXPECT_THAT(world_.Cast(ballot.name(), "carla", pb::ANSWER_NO_COMMENTS, "", "people/carla"),
              HasReason("ROLE_MISSING"));  // of another group
  EXPECT_THAT(world_.Cast(ballot.name(), "de", pb::ANSWER_APPROVE), HasReason("ROLE_MISSING"));
  EXPECT_THAT(world_.Cast(ballot.name(), "bo", pb::ANSWER_APPROVE, "", "people/bo"),
              HasReason("NOT_ENTITLED"));
  EXPECT_THAT(world_.Cast(ballot.name(), "bo", pb::ANSWER_COMMENTS, "", "people/bo"),
              HasReason("TEXT_MISSING"));
}

TEST_F(Consultation, NamesPersonsInItsResult) {
  const pb::Ballot ballot = Begin();
  ASSERT_THAT(world_.Cast(ballot.name(), "anna", pb::ANSWER_COMMENTS, "Unclear", "people/anna"),
              IsOk());
  ASSERT_THAT(world_.Close(ballot.name()), IsOk());
  const auto result = world_.GetResult(ballot.name());
  ASSERT_THAT(result, IsOk());
  std::vector<std::string> names;
  for (const pb::ResultRow& row : result->rows()) names.push_back(row.member());
  EXPECT_THAT(names, ElementsAre("people/bo", "people/anna"));
  EXPECT_EQ(result->rows(1).text(), "Unclear");
  EXPECT_EQ(result->tally().verdict(), pb::VERDICT_FOR_A_PERSON);
  EXPECT_EQ(result->others_not_voting(), 0);
}

TEST_F(Consultation, HidesWhatOthersSaidUntilItCloses) {
  const pb::Ballot ballot = Begin();
  ASSERT_THAT(world_.Cast(ballot.name(), "anna", pb::ANSWER_COMMENTS, "Unclear", "people/anna"),
              IsOk());
  pb::GetVoteRequest request;
  request.set_name(ballot.name() + "/votes/anna");
  EXPECT_THAT(world_.Ask("people/anna", &BallotStub::GetVote, request), IsOk());
  EXPECT_THAT(world_.Ask("people/bo", &BallotStub::GetVote, request),
              StatusIs(Code::kPermissionDenied));
}

TEST_F(Consultation, WhoIsNoExpertAnyMoreSaysNothingMore) {
  const pb::Ballot ballot = Begin();
  world_.clock().Advance(absl::Hours(24));
  world_.Revoke("people/bo/grants/expert-iso-tc-307-wg-1");
  world_.CatchUp();
  EXPECT_THAT(world_.Cast(ballot.name(), "bo", pb::ANSWER_NO_COMMENTS, "", "people/bo"),
              HasReason("ROLE_MISSING"));
}

TEST_F(Consultation, NeedsAGroupOfItsCommitteeWithExperts) {
  EXPECT_THAT(CreateFor(""), HasReason("INVALID_FIELD"));
  EXPECT_THAT(CreateFor("committees/iso-tc-68/groups/wg-1"), HasReason("INVALID_FIELD"));
  PutGroup("wg-9");
  const auto draft = CreateFor(absl::StrCat(kCommittee, "/groups/wg-9"));
  ASSERT_THAT(draft, IsOk());
  EXPECT_THAT(Open(world_, draft->name()), HasReason("EMPTY_ROLL"));
  pb::Ballot dis = About(world_, RowOf(world_, pb::BALLOT_KIND_DIS));
  dis.set_group(absl::StrCat(kCommittee, "/groups/wg-1"));
  EXPECT_THAT(Create(world_, dis), HasReason("INVALID_FIELD"));
}

}  // namespace
}  // namespace placet::ballots
