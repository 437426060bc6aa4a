// After closing: results in versions, graces, late votes, votes in a body's place, a meeting.

#include "tests/ballots/harness.h"

namespace placet::ballots {
namespace {

class Lifecycle : public ::testing::Test {
 protected:
  static pb::CastVoteRequest VoteOf(const std::string& ballot, const std::string& member,
                                    pb::Answer answer, const std::string& text = "") {
    pb::CastVoteRequest request;
    request.mutable_vote()->set_name(ballot + "/votes/" + member);
    request.mutable_vote()->set_answer(answer);
    request.mutable_vote()->set_text(text);
    return request;
  }
  static pb::CastVoteRequest WithExpert(pb::CastVoteRequest request) {
    request.mutable_vote()->add_experts()->set_display_name("An expert");
    return request;
  }
  absl::StatusOr<pb::Vote> Cast(const pb::CastVoteRequest& request,
                                const std::string& caller = kVoters) const {
    return world_.Ask(caller, &BallotStub::CastVote, request);
  }
  absl::StatusOr<pb::Vote> Late(const pb::CastVoteRequest& vote, bool count,
                                const std::string& caller = kCentralSecretariat,
                                const std::string& request_id = "") const {
    pb::RecordLateVoteRequest request;
    *request.mutable_vote() = vote.vote();
    request.set_reason("a letter of the day before closing");
    request.set_count(count);
    request.set_request_id(request_id);
    return world_.Ask(caller, &BallotStub::RecordLateVote, request);
  }
  std::vector<pb::Tally> Versions(const std::string& ballot) const {
    pb::ListResultVersionsRequest request;
    request.set_parent(ballot);
    const auto response = world_.Ask(kNobody, &BallotStub::ListResultVersions, request);
    EXPECT_THAT(response, IsOk());
    if (!response.ok()) return {};
    return {response->versions().begin(), response->versions().end()};
  }
  std::string OpenResolution() {
    pb::CreateBallotRequest create;
    create.set_ballot_id("resolution-1");
    pb::Ballot& ballot = *create.mutable_ballot();
    ballot.set_kind(pb::BALLOT_KIND_RESOLUTION);
    ballot.set_committee(kCommittee);
    ballot.set_title("To meet in May");
    EXPECT_THAT(world_.Ask(kManager, &BallotStub::CreateBallot, create), IsOk());
    pb::OpenBallotRequest open;
    open.set_name("ballots/resolution-1");
    EXPECT_THAT(world_.Ask(kManager, &BallotStub::OpenBallot, open), IsOk());
    return open.name();
  }

  World world_;
};

TEST_F(Lifecycle, AResultIsTheFirstVersionOfItself) {
  const std::string ballot = world_.Opened(pb::BALLOT_KIND_DIS).name();
  world_.PassClosing(ballot);
  const auto tally = world_.GetTally(ballot);
  ASSERT_THAT(tally, IsOk());
  EXPECT_EQ(tally->version(), 1);
  EXPECT_EQ(tally->cause(), pb::RESULT_CAUSE_CLOSING);
  EXPECT_THAT(Versions(ballot), ::testing::ElementsAre(EqualsProto(*tally)));
}

TEST_F(Lifecycle, ReasonsSuppliedInTheGraceMakeANewVersion) {
  const std::string ballot = world_.Opened(pb::BALLOT_KIND_NP).name();
  ASSERT_THAT(Cast(VoteOf(ballot, "de", pb::ANSWER_DISAPPROVE)), IsOk());
  ASSERT_THAT(Cast(VoteOf(ballot, "fr", pb::ANSWER_APPROVE)), IsOk());
  world_.PassClosing(ballot);
  ASSERT_THAT(world_.GetTally(ballot), IsOk());
  const auto supplied = Cast(VoteOf(ballot, "de", pb::ANSWER_DISAPPROVE, "No market."));
  ASSERT_THAT(supplied, IsOk());
  EXPECT_EQ(supplied->moment(), pb::VOTE_MOMENT_SUPPLIED);
  const std::vector<pb::Tally> versions = Versions(ballot);
  ASSERT_EQ(versions.size(), 2u);
  EXPECT_EQ(versions[0].p_members().no(), 0);
  EXPECT_EQ(versions[0].p_members().no_without_reasons(), 1);
  EXPECT_EQ(versions[1].p_members().no(), 1);
  EXPECT_EQ(versions[1].version(), 2);
  EXPECT_EQ(versions[1].cause(), pb::RESULT_CAUSE_SUPPLIED);
  EXPECT_THAT(versions[1].caused_by(), ::testing::ElementsAre("members/de"));
  const auto result = world_.GetResult(ballot);
  ASSERT_THAT(result, IsOk());
  EXPECT_THAT(result->tally(), EqualsProto(versions[1]));
}

TEST_F(Lifecycle, AnExpertIsSuppliedBeforeTheFirstResultIsAskedFor) {
  const std::string ballot = world_.Opened(pb::BALLOT_KIND_NP).name();
  ASSERT_THAT(Cast(VoteOf(ballot, "de", pb::ANSWER_APPROVE)), IsOk());
  world_.PassClosing(ballot);
  ASSERT_THAT(Cast(WithExpert(VoteOf(ballot, "de", pb::ANSWER_APPROVE))), IsOk());
  const std::vector<pb::Tally> versions = Versions(ballot);
  ASSERT_EQ(versions.size(), 2u) << "the result without the expert comes first";
  EXPECT_EQ(versions[0].criteria(1).numerator(), 0);
  EXPECT_EQ(versions[1].criteria(1).numerator(), 1);
}

TEST_F(Lifecycle, OnlyWhatLacksIsSupplied) {
  const std::string ballot = world_.Opened(pb::BALLOT_KIND_NP).name();
  ASSERT_THAT(Cast(VoteOf(ballot, "de", pb::ANSWER_DISAPPROVE, "Because.")), IsOk());
  ASSERT_THAT(Cast(VoteOf(ballot, "fr", pb::ANSWER_DISAPPROVE)), IsOk());
  world_.PassClosing(ballot);
  const auto refused = HasReason("BALLOT_CLOSED");
  EXPECT_THAT(Cast(VoteOf(ballot, "de", pb::ANSWER_DISAPPROVE, "Other reasons.")), refused);
  EXPECT_THAT(Cast(VoteOf(ballot, "de", pb::ANSWER_APPROVE)), refused);
  EXPECT_THAT(Cast(WithExpert(VoteOf(ballot, "fr", pb::ANSWER_APPROVE))), refused);
  EXPECT_THAT(Cast(VoteOf(ballot, "jp", pb::ANSWER_APPROVE)), refused) << "has not voted";
  EXPECT_EQ(Versions(ballot).size(), 1u);
}

TEST_F(Lifecycle, TheGraceEndsWithItsLastDay) {
  const std::string ballot = world_.Opened(pb::BALLOT_KIND_NP).name();  // closes on 2026-05-25
  ASSERT_THAT(Cast(VoteOf(ballot, "de", pb::ANSWER_DISAPPROVE)), IsOk());
  ASSERT_THAT(Cast(VoteOf(ballot, "fr", pb::ANSWER_DISAPPROVE)), IsOk());
  world_.clock().Set("2026-06-08T21:59:59Z");  // Geneva: the last second of the 14th day
  EXPECT_THAT(Cast(VoteOf(ballot, "de", pb::ANSWER_DISAPPROVE, "In time.")), IsOk());
  world_.clock().Set("2026-06-08T22:00:00Z");
  EXPECT_THAT(Cast(VoteOf(ballot, "fr", pb::ANSWER_DISAPPROVE, "Too late.")),
              HasReason("BALLOT_CLOSED"));
}

TEST_F(Lifecycle, ADisHasNoGrace) {
  const std::string ballot = world_.Opened(pb::BALLOT_KIND_DIS).name();
  ASSERT_THAT(Cast(VoteOf(ballot, "de", pb::ANSWER_DISAPPROVE)), IsOk());
  world_.PassClosing(ballot);
  EXPECT_THAT(Cast(VoteOf(ballot, "de", pb::ANSWER_DISAPPROVE, "Late reasons.")),
              HasReason("BALLOT_CLOSED"));
}

TEST_F(Lifecycle, ALateVoteStandsApart) {
  const std::string ballot = world_.Opened(pb::BALLOT_KIND_DIS).name();
  EXPECT_THAT(Late(VoteOf(ballot, "de", pb::ANSWER_APPROVE), false),
              HasReason("BALLOT_STILL_OPEN"));
  world_.PassClosing(ballot);
  const pb::CastVoteRequest vote = VoteOf(ballot, "de", pb::ANSWER_APPROVE);
  EXPECT_THAT(Late(vote, false, kManager), HasReason("ROLE_MISSING")) << "a DIS is not his";
  EXPECT_THAT(Late(vote, true), HasReason("LATE_VOTE_UNCOUNTABLE"));
  const auto late = Late(vote, false, kCentralSecretariat, RequestId(1));
  ASSERT_THAT(late, IsOk());
  EXPECT_EQ(late->moment(), pb::VOTE_MOMENT_LATE);
  EXPECT_EQ(late->late_approver(), kCentralSecretariat);
  const int64_t head = world_.Head();
  const auto again = Late(vote, false, kCentralSecretariat, RequestId(1));
  ASSERT_THAT(again, IsOk());
  EXPECT_THAT(*again, EqualsProto(*late));
  EXPECT_EQ(world_.Head(), head);
  const auto result = world_.GetResult(ballot);
  ASSERT_THAT(result, IsOk());
  ASSERT_EQ(result->late_votes_size(), 1);
  EXPECT_EQ(result->late_votes(0).late_reason(), "a letter of the day before closing");
  EXPECT_EQ(result->tally().all_bodies().yes(), 0);
  EXPECT_EQ(result->tally().version(), 1);
  const auto events = world_.Events(kNobody, ballot + "/late-votes/");
  ASSERT_EQ(events.size(), 1u);
  EXPECT_TRUE(events[0].has_vote()) << "the ballot is closed: everybody sees it";
}

TEST_F(Lifecycle, ALateVoteOnAMatterOfTheCommitteeMayCount) {
  const std::string ballot = OpenResolution();
  ASSERT_THAT(Cast(VoteOf(ballot, "fr", pb::ANSWER_APPROVE)), IsOk());
  world_.PassClosing(ballot);
  ASSERT_THAT(Late(VoteOf(ballot, "de", pb::ANSWER_DISAPPROVE, "No."), true, kManager), IsOk());
  EXPECT_THAT(Late(VoteOf(ballot, "fr", pb::ANSWER_DISAPPROVE, "No."), true, kManager),
              HasReason("VOTE_STANDS"));
  const std::vector<pb::Tally> versions = Versions(ballot);
  ASSERT_EQ(versions.size(), 2u);
  EXPECT_EQ(versions[1].cause(), pb::RESULT_CAUSE_LATE_VOTE);
  EXPECT_EQ(versions[1].p_members().no(), 1);
  EXPECT_EQ(versions[0].verdict(), pb::VERDICT_APPROVED);
  EXPECT_EQ(versions[1].verdict(), pb::VERDICT_NOT_APPROVED) << "a tie is no majority";
}

TEST_F(Lifecycle, AnOfficerVotesInABodysPlaceAndSaysWhy) {
  const std::string ballot = OpenResolution();
  pb::CastVoteRequest vote = VoteOf(ballot, "de", pb::ANSWER_APPROVE);
  EXPECT_THAT(Cast(vote, kManager), HasReason("ROLE_MISSING"));
  vote.mutable_vote()->set_behalf_reason("by letter");
  EXPECT_THAT(Cast(vote, "people/other-manager"), HasReason("ROLE_MISSING"));
  EXPECT_THAT(Cast(vote, "people/voter-fr"), HasReason("ROLE_MISSING"));
  const auto cast = Cast(vote, kManager);
  ASSERT_THAT(cast, IsOk());
  EXPECT_TRUE(cast->on_behalf());
  EXPECT_EQ(cast->behalf_reason(), "by letter");
  vote.mutable_vote()->set_text("His own.");
  const auto own = Cast(vote, kVoterDe);
  ASSERT_THAT(own, IsOk());
  EXPECT_FALSE(own->on_behalf());
  EXPECT_EQ(own->behalf_reason(), "");
}

TEST_F(Lifecycle, NobodyVotesInABodysPlaceOnADisButTheCentralSecretariat) {
  const std::string ballot = world_.Opened(pb::BALLOT_KIND_DIS).name();
  pb::CastVoteRequest vote = VoteOf(ballot, "de", pb::ANSWER_APPROVE);
  vote.mutable_vote()->set_behalf_reason("by letter");
  EXPECT_THAT(Cast(vote, kManager), HasReason("ROLE_MISSING"));
  EXPECT_THAT(Cast(vote, kCentralSecretariat), IsOk());
}

TEST_F(Lifecycle, VotesAreChangedAfterAMeetingOnlyWhereTheRulesSaySo) {
  const std::string ballot = world_.Opened(pb::BALLOT_KIND_DIS).name();
  world_.PassClosing(ballot);
  pb::AllowChangesRequest allow;
  allow.set_name(ballot);
  allow.set_meeting_date("2026-05-26");
  EXPECT_THAT(world_.Ask(kCentralSecretariat, &BallotStub::AllowChanges, allow),
              HasReason("CHANGES_FORBIDDEN"));
}

TEST_F(Lifecycle, VotesAreChangedInTheWindowAfterABallotResolutionMeeting) {
  world_.PutProject("iso-1", "40.00");
  pb::CreateBallotRequest create;
  create.mutable_ballot()->set_project("projects/iso-1");
  create.mutable_ballot()->set_kind(pb::BALLOT_KIND_FAST_TRACK_DIS);
  create.mutable_ballot()->set_rules_edition("JTC1-5ED");
  const auto created = world_.Ask(kCentralSecretariat, &BallotStub::CreateBallot, create);
  ASSERT_THAT(created, IsOk());
  const std::string ballot = created->name();
  pb::OpenBallotRequest open;
  open.set_name(ballot);
  ASSERT_THAT(world_.Ask(kCentralSecretariat, &BallotStub::OpenBallot, open), IsOk());
  ASSERT_THAT(Cast(VoteOf(ballot, "de", pb::ANSWER_DISAPPROVE, "Clause 4.")), IsOk());
  world_.PassClosing(ballot);
  ASSERT_THAT(world_.GetTally(ballot), IsOk());
  EXPECT_THAT(Cast(VoteOf(ballot, "de", pb::ANSWER_APPROVE)), HasReason("BALLOT_CLOSED"));
  const std::string closed = world_.GetBallot(ballot)->end_date();
  pb::AllowChangesRequest allow;
  allow.set_name(ballot);
  allow.set_meeting_date("2027-12-31");
  EXPECT_THAT(world_.Ask(kCentralSecretariat, &BallotStub::AllowChanges, allow),
              HasField("meeting_date"));
  allow.set_meeting_date(closed);
  EXPECT_THAT(world_.Ask(kManager, &BallotStub::AllowChanges, allow), HasReason("ROLE_MISSING"));
  const auto allowed = world_.Ask(kCentralSecretariat, &BallotStub::AllowChanges, allow);
  ASSERT_THAT(allowed, IsOk());
  EXPECT_GT(allowed->change_until(), closed);
  const auto changed = Cast(VoteOf(ballot, "de", pb::ANSWER_APPROVE));
  ASSERT_THAT(changed, IsOk());
  EXPECT_EQ(changed->moment(), pb::VOTE_MOMENT_CHANGED_AFTER_MEETING);
  EXPECT_THAT(Cast(VoteOf(ballot, "fr", pb::ANSWER_APPROVE)), HasReason("BALLOT_CLOSED"))
      << "who has not voted has nothing to change";
  ASSERT_EQ(Versions(ballot).size(), 2u);
  EXPECT_EQ(Versions(ballot)[1].cause(), pb::RESULT_CAUSE_CHANGED_AFTER_MEETING);
}

}  // namespace
}  // namespace placet::ballots
