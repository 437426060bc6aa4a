// Anonymous ballots: what each body sends is shown to that body alone, for ever; counts are shown,
// and nothing is done from which a vote could be told.
#include "absl/strings/str_cat.h"
#include "tests/ballots/moves.h"

namespace placet::ballots {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

class Anonymous : public ::testing::Test {
 protected:
  pb::Ballot Wanted() {
    pb::Ballot wanted = About(world_, RowOf(world_, pb::BALLOT_KIND_CIB));
    wanted.clear_questions();
    *wanted.add_questions() = Decides("proceed");
    wanted.set_visibility(pb::VISIBILITY_ANONYMOUS);
    return wanted;
  }
  void Vote() const {
    ASSERT_THAT(Send(world_, ballot_, "de", Reply("proceed", "yes")), IsOk());
    ASSERT_THAT(Send(world_, ballot_, "fr", Reply("proceed", "no")), IsOk());
    ASSERT_THAT(Send(world_, ballot_, "us", Reply("proceed", "yes")), IsOk());
  }
  absl::StatusOr<pb::Vote> Get(const std::string& caller, const std::string& member) const {
    pb::GetVoteRequest request;
    request.set_name(absl::StrCat(ballot_, "/votes/", member));
    return world_.Ask(caller, &BallotStub::GetVote, request);
  }
  std::vector<std::string> Listed(const std::string& caller) const {
    pb::ListVotesRequest request;
    request.set_parent(ballot_);
    const auto votes = world_.Ask(caller, &BallotStub::ListVotes, request);
    EXPECT_THAT(votes, IsOk());
    std::vector<std::string> names;
    for (const pb::Vote& vote : votes->votes()) names.push_back(vote.name());
    return names;
  }

  World world_;
  const std::string ballot_ = Begun(world_, Wanted());
};

TEST_F(Anonymous, ShowsNoPositionToAnOfficerWhileItIsOpen) {
  Vote();
  for (const char* caller : {kManager, kMonitor, kCentralSecretariat, kNobody}) {
    EXPECT_THAT(Get(caller, "de"), HasReason("SECRET_WHILE_OPEN")) << caller;
    EXPECT_THAT(world_.GetTally(ballot_, caller), HasReason("SECRET_WHILE_OPEN")) << caller;
    EXPECT_THAT(Listed(caller), ::testing::IsEmpty()) << caller;
  }
  EXPECT_THAT(Get(kVoterDe, "de"), IsOk());
  EXPECT_TRUE(world_.Entry(ballot_, "de").voted()) << "that it has voted is no secret to officers";
}

TEST_F(Anonymous, ShowsCountsAndNoPositionsAfterClosing) {
  Vote();
  ASSERT_THAT(world_.Close(ballot_), IsOk());
  for (const char* caller : {kManager, kMonitor, kCentralSecretariat, kNobody}) {
    EXPECT_THAT(Get(caller, "de"), HasReason("ANONYMOUS")) << caller;
    EXPECT_THAT(Listed(caller), ::testing::IsEmpty()) << caller;
    const auto tally = world_.GetTally(ballot_, caller);
    ASSERT_THAT(tally, IsOk());
    EXPECT_EQ(tally->questions(0).p_members().yes(), 2);
    EXPECT_EQ(tally->questions(0).p_members().no(), 1);
    EXPECT_EQ(tally->verdict(), pb::VERDICT_APPROVED);
  }
  EXPECT_THAT(Listed(kVoterDe), UnorderedElementsAre(ballot_ + "/votes/de"));
}

// Whatever order the votes came in, and whoever sent them: the same answer, byte for byte.
TEST_F(Anonymous, HasAResultFromWhichNoNameCanBeTold) {
  Vote();
  const std::string other = Begun(world_, Wanted(), "other");
  ASSERT_THAT(Send(world_, other, "us", Reply("proceed", "no")), IsOk());
  ASSERT_THAT(Send(world_, other, "fr", Reply("proceed", "yes")), IsOk());
  ASSERT_THAT(Send(world_, other, "de", Reply("proceed", "yes")), IsOk());
  ASSERT_THAT(world_.Close(ballot_), IsOk());
  ASSERT_THAT(world_.Close(other), IsOk());
  const auto one = world_.GetResult(ballot_), two = world_.GetResult(other);
  ASSERT_EQ(one->rows_size(), 3);
  for (int i = 0; i < 3; ++i) {
    EXPECT_THAT(one->rows(i), EqualsProto(two->rows(i)));
    EXPECT_EQ(one->rows(i).member() + one->rows(i).acronym() + one->rows(i).country(), "");
  }
  EXPECT_THAT(one->tally().p_members_not_voting(), Not(::testing::Contains("members/de")))
      << "who took part is shown";
  pb::RenderResultRequest request;
  request.set_name(ballot_);
  request.set_format(pb::SHEET_FORMAT_TEXT);
  const auto sheet = world_.Ask(kNobody, &BallotStub::RenderResult, request);
  ASSERT_THAT(sheet, IsOk());
  EXPECT_THAT(sheet->content(), HasSubstr("Anonymous"));
  EXPECT_THAT(sheet->content(), HasSubstr("not shown"));
}

TEST_F(Anonymous, AnswersNothingFromWhichAVoteCouldBeReckoned) {
  Vote();
  ASSERT_THAT(world_.Close(ballot_), IsOk());
  pb::WhatIfRequest what_if;
  what_if.set_name(ballot_);
  EXPECT_THAT(world_.Ask(kManager, &AnalysisStub::WhatIf, what_if), HasReason("ANONYMOUS"));
  pb::GetDecidedRequest decided;
  decided.set_name(ballot_);
  EXPECT_THAT(world_.Ask(kCentralSecretariat, &AnalysisStub::GetDecided, decided),
              HasReason("ANONYMOUS"));
  pb::GetForecastRequest forecast;
  forecast.set_name(ballot_);
  EXPECT_THAT(world_.Ask(kManager, &AnalysisStub::GetForecast, forecast), HasReason("ANONYMOUS"));
  pb::ListVoteRevisionsRequest versions;
  versions.set_name(ballot_ + "/votes/de");
  EXPECT_THAT(world_.Ask(kManager, &BallotStub::ListVoteRevisions, versions),
              HasReason("ANONYMOUS"));
  EXPECT_THAT(world_.Ask(kVoterDe, &BallotStub::ListVoteRevisions, versions), IsOk());
  for (const pb::Event& event : world_.Events(kManager)) EXPECT_FALSE(event.has_vote());
}

// Where a late vote were counted, the difference of two results would be that vote.
TEST_F(Anonymous, TakesNoLateVoteAndNoVoteOfAnOfficer) {
  pb::CastVoteRequest behalf;
  behalf.mutable_vote()->set_name(ballot_ + "/votes/jp");
  *behalf.mutable_vote()->mutable_answers() = Reply("proceed", "no").answers();
  behalf.mutable_vote()->set_answer(pb::ANSWER_REPLY);
  behalf.mutable_vote()->set_behalf_reason("by letter");
  EXPECT_THAT(world_.Ask(kManager, &BallotStub::CastVote, behalf), HasReason("ROLE_MISSING"));
  Vote();
  ASSERT_THAT(world_.Close(ballot_), IsOk());
  pb::RecordLateVoteRequest late;
  *late.mutable_vote() = behalf.vote();
  late.mutable_vote()->clear_behalf_reason();
  late.set_reason("by post");
  const int64_t head = world_.Head();
  for (const bool count : {false, true}) {
    late.set_count(count);
    EXPECT_THAT(world_.Ask(kManager, &BallotStub::RecordLateVote, late), HasReason("ANONYMOUS"));
  }
  EXPECT_EQ(world_.Head(), head);
}

TEST_F(Anonymous, ListsNobodyWhoseVoteWasLeftOut) {
  ASSERT_THAT(Send(world_, ballot_, "de", Reply("proceed", "abstain")), IsOk());
  ASSERT_THAT(Send(world_, ballot_, "fr", Reply("proceed", "no", "SECRET")), IsOk());
  world_.Change("fr", mpb::SEAT_STATUS_O);
  world_.CatchUp();
  ASSERT_THAT(world_.Close(ballot_), IsOk());
  const auto tally = world_.GetTally(ballot_);
  ASSERT_THAT(tally, IsOk());
  EXPECT_TRUE(tally->left_out().empty());
  EXPECT_EQ(tally->verdict_by_status_at_opening(), pb::VERDICT_UNSPECIFIED);
  // That fr is no P-member any more is known: a row that counts nowhere would be its vote.
  const auto result = world_.GetResult(ballot_);
  ASSERT_THAT(result, IsOk());
  ASSERT_EQ(result->rows_size(), 1);
  EXPECT_EQ(result->rows(0).answers(0).choice(), "abstain");
}

TEST_F(Anonymous, MayBeWherePMembersDecideAMatterOfTheCommittee) {
  pb::Ballot chair = About(world_, RowOf(world_, pb::BALLOT_KIND_CHAIR));
  chair.set_visibility(pb::VISIBILITY_ANONYMOUS);
  const auto created = Create(world_, chair);
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(world_.GetBallot(created->name())->visibility(), pb::VISIBILITY_ANONYMOUS);
  for (const pb::BallotKind kind :
       {pb::BALLOT_KIND_DIS, pb::BALLOT_KIND_NP, pb::BALLOT_KIND_CD_CONSULTATION,
        pb::BALLOT_KIND_ALL_MEMBERS, pb::BALLOT_KIND_NEW_SUBCOMMITTEE,
        pb::BALLOT_KIND_SYSTEMATIC_REVIEW}) {
    pb::Ballot wanted = About(world_, RowOf(world_, kind));
    wanted.set_visibility(pb::VISIBILITY_ANONYMOUS);
    EXPECT_THAT(Create(world_, wanted), HasField("ballot.visibility")) << pb::BallotKind_Name(kind);
  }
}

TEST_F(Anonymous, IsWhatIsMadeLikeIt) {
  pb::CreateBallotRequest request;
  request.set_like(ballot_);
  request.set_ballot_id("another");
  request.mutable_ballot()->set_reference("Another");
  const auto created = world_.Ask(kManager, &BallotStub::CreateBallot, request);
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(created->visibility(), pb::VISIBILITY_ANONYMOUS);
}

}  // namespace
}  // namespace placet::ballots
