// Every kind of ballot from creation to its result, by its row of rules; and ballots about the
// committee itself.
#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/ballots/moves.h"

namespace placet::ballots {
namespace {

using ::testing::ElementsAre;

// But for the one whose roll is one of persons: openings_test.cc.
std::vector<pb::BallotKind> AllKinds() {
  std::vector<pb::BallotKind> kinds;
  for (int kind = 1; kind < pb::BallotKind_ARRAYSIZE; ++kind) {
    if (kind == pb::BALLOT_KIND_WG_CONSULTATION) continue;
    kinds.push_back(static_cast<pb::BallotKind>(kind));
  }
  return kinds;
}

std::vector<std::string> IdsOf(const google::protobuf::RepeatedPtrField<pb::Criterion>& criteria) {
  std::vector<std::string> ids;
  for (const pb::Criterion& criterion : criteria) ids.push_back(criterion.id());
  return ids;
}

// --- Every kind that has a row and a roll of bodies.

class EveryKind : public ::testing::TestWithParam<pb::BallotKind> {
 protected:
  // ISO-2022 has no vote on committee drafts.
  static std::string Edition() {
    return GetParam() == pb::BALLOT_KIND_CD ? "ISO-2020" : "ISO-2022";
  }
  // A P-member casts each answer in turn.
  void CastEveryAnswer(const std::string& ballot) const {
    const char* const members[] = {"de", "fr", "jp", "us"};
    ASSERT_LE(rule_.answers_size(), 4);
    for (int i = 0; i < rule_.answers_size(); ++i) {
      const pb::Answer answer = rule_.answers(i).answer();
      pb::Vote vote;
      if (answer == pb::ANSWER_REPLY) vote = Reply("proceed", "yes");
      vote.set_answer(answer);
      vote.set_text("because");
      EXPECT_THAT(Send(world_, ballot, members[i], vote), IsOk()) << pb::Answer_Name(answer);
    }
  }
  void ExpectSheets(const std::string& ballot) const {
    for (pb::SheetFormat format :
         {pb::SHEET_FORMAT_TEXT, pb::SHEET_FORMAT_CSV, pb::SHEET_FORMAT_JSON}) {
      pb::RenderResultRequest request;
      request.set_name(ballot);
      request.set_format(format);
      EXPECT_THAT(world_.Ask(kNobody, &BallotStub::RenderResult, request), IsOk());
    }
  }

  World world_;
  const pb::Rule rule_ = RowOf(world_, GetParam(), Edition());
};

TEST_P(EveryKind, LivesFromCreationToItsResult) {
  const auto created = Create(world_, About(world_, rule_));
  ASSERT_THAT(created, IsOk());
  const std::string ballot = created->name();
  const auto opened = Open(world_, ballot);
  ASSERT_THAT(opened, IsOk());
  EXPECT_EQ(opened->state(), pb::BALLOT_STATE_OPEN);
  const bool moves = rule_.subject() == pb::SUBJECT_PROJECT && !rule_.stage_open().empty();
  if (moves) {
    EXPECT_EQ(world_.StageOf(), rule_.stage_open());
  }
  CastEveryAnswer(ballot);
  if (rule_.seen_early() == pb::EARLY_NOBODY) {
    EXPECT_THAT(world_.GetTally(ballot), HasReason("SECRET_WHILE_OPEN"));
  } else {
    EXPECT_THAT(world_.GetTally(ballot), IsOk());
  }
  ASSERT_THAT(world_.Close(ballot), IsOk());
  if (moves) {
    EXPECT_EQ(world_.StageOf(), rule_.stage_closed());
  }

  const auto result = world_.GetResult(ballot);
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->tally().rules_edition(), Edition());
  const auto none = google::protobuf::RepeatedPtrField<pb::Criterion>();
  EXPECT_EQ(IdsOf(result->tally().criteria()),
            IdsOf(rule_.by_question() ? none : rule_.criteria()));
  EXPECT_NE(result->tally().verdict(), pb::VERDICT_UNSPECIFIED);
  ExpectSheets(ballot);
}

INSTANTIATE_TEST_SUITE_P(, EveryKind, ::testing::ValuesIn(AllKinds()), [](const auto& kind) {
  return pb::BallotKind_Name(kind.param).substr(sizeof("BALLOT_KIND"));
});

// --- What is offered.

class Kinds : public ::testing::Test {
 protected:
  World world_;
};

TEST_F(Kinds, OfferTheAnswersOfTheirRowAndNoOther) {
  const std::string dis = world_.Opened(pb::BALLOT_KIND_DIS).name();
  for (pb::Answer answer : {pb::ANSWER_CONFIRM, pb::ANSWER_REPLY, pb::ANSWER_COMMENTS}) {
    const auto cast = world_.Cast(dis, "de", answer, "because");
    EXPECT_THAT(cast, HasReason("ANSWER_NOT_OFFERED"));
    EXPECT_THAT(cast, HasField("vote.answer"));
    EXPECT_TRUE(absl::StrContains(cast.status().ToString(), "ANSWER_APPROVE_WITH_COMMENTS"));
  }
  const std::string resolution = Begun(world_, pb::BALLOT_KIND_RESOLUTION);
  EXPECT_THAT(world_.Cast(resolution, "de", pb::ANSWER_APPROVE_WITH_COMMENTS, "well"),
              HasReason("ANSWER_NOT_OFFERED"));
  EXPECT_THAT(world_.Cast(resolution, "de", pb::ANSWER_DISAPPROVE), IsOk());  // needs no reasons
  EXPECT_EQ(world_.GetTally(resolution)->p_members().no(), 1);
}

TEST_F(Kinds, RefuseAnAnswerWithoutTheTextThatItNeeds) {
  const std::string withdrawal = Begun(world_, pb::BALLOT_KIND_WITHDRAWAL);
  const auto cast = world_.Cast(withdrawal, "de", pb::ANSWER_DISAPPROVE, " \n ");
  EXPECT_THAT(cast, HasReason("TEXT_MISSING"));
  EXPECT_THAT(cast, HasField("vote.text"));
  EXPECT_THAT(world_.Cast(withdrawal, "de", pb::ANSWER_DISAPPROVE, "in use"), IsOk());
}

TEST_F(Kinds, TakeCommentsOfOMembersAndNeverCountThem) {
  const std::string dts = Begun(world_, pb::BALLOT_KIND_DTS);
  EXPECT_THAT(world_.Cast(dts, "se", pb::ANSWER_DISAPPROVE, "bad"), HasReason("NOT_ENTITLED"));
  EXPECT_THAT(world_.Cast(dts, "se", pb::ANSWER_COMMENTS), HasReason("TEXT_MISSING"));
  EXPECT_THAT(world_.Cast(dts, "se", pb::ANSWER_NO_COMMENTS, "none"), HasField("vote.text"));
  EXPECT_THAT(world_.Cast(dts, "al", pb::ANSWER_COMMENTS, "well"), HasReason("NOT_ENTITLED"));
  EXPECT_THAT(world_.Cast(dts, "se", pb::ANSWER_COMMENTS, "3.1 is wrong"), IsOk());
  EXPECT_THAT(world_.Cast(dts, "de", pb::ANSWER_APPROVE), IsOk());
  ASSERT_THAT(world_.Close(dts), IsOk());
  const auto result = world_.GetResult(dts);
  EXPECT_EQ(result->tally().all_bodies().entitled(), 4);
  EXPECT_EQ(result->tally().verdict(), pb::VERDICT_APPROVED);
  ASSERT_EQ(result->tally().left_out_size(), 1);
  EXPECT_THAT(result->tally().left_out(0),
              EqualsProto("member: 'members/se' reason: LEFT_OUT_REASON_COMMENTS_ONLY"));
  const auto row = std::find_if(result->rows().begin(), result->rows().end(),
                                [](const auto& r) { return r.member() == "members/se"; });
  ASSERT_NE(row, result->rows().end());
  EXPECT_EQ(row->text(), "3.1 is wrong");
  EXPECT_EQ(row->counting(), pb::COUNTING_LEFT_OUT);
}

TEST_F(Kinds, AskBodiesWithoutAVoteNoQuestions) {
  pb::Ballot wanted = About(world_, RowOf(world_, pb::BALLOT_KIND_CIB));
  wanted.mutable_questions(0)->set_required(true);
  const std::string cib = Begun(world_, wanted);
  EXPECT_THAT(world_.Cast(cib, "se", pb::ANSWER_COMMENTS, "why?"), IsOk());
  pb::Vote vote = Reply("proceed", "yes");
  vote.set_answer(pb::ANSWER_COMMENTS);
  vote.set_text("why?");
  EXPECT_THAT(Send(world_, cib, "se", vote), HasField("vote.answers"));
  vote.clear_answers();
  vote.add_experts()->set_display_name("Ada");
  EXPECT_THAT(Send(world_, Begun(world_, pb::BALLOT_KIND_NP), "se", vote),
              HasField("vote.experts"));
}

TEST_F(Kinds, CountTheMemberThatOnlyCommentedAndThenOwesAVoteAsNotVoting) {
  const std::string dtr = Begun(world_, pb::BALLOT_KIND_DTR);
  EXPECT_THAT(world_.Cast(dtr, "se", pb::ANSWER_COMMENTS, "well"), IsOk());
  world_.clock().Advance(absl::Hours(24));
  world_.Change("se", mpb::SEAT_STATUS_P);
  world_.CatchUp();
  ASSERT_THAT(world_.Close(dtr), IsOk());
  const pb::Tally tally = world_.GetResult(dtr)->tally();
  EXPECT_EQ(tally.p_members().not_voting(), 5);
  EXPECT_EQ(Ids(tally.p_members_not_voting()), "de fr jp se us");
  EXPECT_EQ(tally.left_out_size(), 1);
}

TEST_F(Kinds, OfConsultationsCountNothing) {
  const std::string cd = Begun(world_, pb::BALLOT_KIND_CD_CONSULTATION);
  EXPECT_THAT(world_.Cast(cd, "de", pb::ANSWER_APPROVE), HasReason("NOT_ENTITLED"));
  EXPECT_THAT(world_.Cast(cd, "de", pb::ANSWER_COMMENTS, "well"), IsOk());
  EXPECT_THAT(world_.Cast(cd, "fr", pb::ANSWER_NO_COMMENTS), IsOk());
  ASSERT_THAT(world_.Close(cd), IsOk());
  const pb::Tally tally = world_.GetResult(cd)->tally();
  EXPECT_EQ(tally.verdict(), pb::VERDICT_FOR_A_PERSON);
  EXPECT_EQ(tally.all_bodies().entitled(), 0);
  EXPECT_EQ(tally.left_out_size(), 2);
  EXPECT_EQ(tally.p_members_not_voting_size(), 0);
}

// --- Matters of the committee.

TEST_F(Kinds, OfCommitteesNeedNoProjectAndMakeTheirReference) {
  pb::Ballot wanted = About(world_, RowOf(world_, pb::BALLOT_KIND_CHAIR));
  const auto created = Create(world_, wanted, kManager);
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(created->reference(), "ISO/TC 307 Chair 2026-03-02");
  EXPECT_EQ(created->name(), "ballots/iso-tc-307-chair-2026-03-02");
  EXPECT_EQ(created->committee(), kCommittee);
  EXPECT_EQ(created->committee_reference(), "ISO/TC 307");
  EXPECT_THAT(Create(world_, wanted, kManager), HasReason("ALREADY_EXISTS"));
  wanted.set_reference("ISO/TC 307 N 55");
  EXPECT_EQ(Create(world_, wanted, kManager)->name(), "ballots/iso-tc-307-n-55");
}

TEST_F(Kinds, OfCommitteesNeedATitleAndACommitteeThatExists) {
  pb::Ballot wanted = About(world_, RowOf(world_, pb::BALLOT_KIND_RESOLUTION));
  wanted.clear_title();
  EXPECT_THAT(Create(world_, wanted), HasField("ballot.title"));
  wanted.set_title("A matter");
  wanted.set_committee("committees/none");
  EXPECT_THAT(Create(world_, wanted), HasReason("REFERENCE_UNKNOWN"));
  EXPECT_THAT(Create(world_, wanted), HasField("ballot.committee"));
  wanted.set_kind(pb::BALLOT_KIND_DIS);
  wanted.set_committee(kCommittee);
  EXPECT_THAT(Create(world_, wanted), HasField("ballot.project"));
}

TEST_F(Kinds, OfCommitteesAreConductedByTheirManager) {
  const pb::Ballot wanted = About(world_, RowOf(world_, pb::BALLOT_KIND_RESOLUTION));
  for (const char* caller : {kNobody, kVoterDe, kMonitor, "people/other-manager"}) {
    EXPECT_THAT(Create(world_, wanted, caller), HasReason("ROLE_MISSING")) << caller;
  }
  const auto created = Create(world_, wanted, kManager);
  EXPECT_THAT(Open(world_, created->name(), "people/other-manager"), HasReason("ROLE_MISSING"));
  EXPECT_THAT(Open(world_, created->name(), kManager), IsOk());
  const std::string all =
      Create(world_, About(world_, RowOf(world_, pb::BALLOT_KIND_NEW_COMMITTEE)))->name();
  EXPECT_THAT(Open(world_, all, kManager), HasReason("ROLE_MISSING"));
}

}  // namespace
}  // namespace placet::ballots
