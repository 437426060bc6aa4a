// Ballots with questions of their own: what a creator may ask, what must be answered, what is
// counted.
#include "absl/strings/str_cat.h"
#include "tests/ballots/moves.h"

namespace placet::ballots {
namespace {

class Cib : public ::testing::Test {
 protected:
  // A committee internal ballot with these questions.
  pb::Ballot Wanted(const std::vector<pb::Question>& questions) {
    pb::Ballot wanted = About(world_, RowOf(world_, pb::BALLOT_KIND_CIB));
    wanted.clear_questions();
    for (const pb::Question& question : questions) *wanted.add_questions() = question;
    return wanted;
  }
  std::string Begin(const std::vector<pb::Question>& questions) {
    return Begun(world_, Wanted(questions));
  }
  // Is one question refused, for this field of it?
  void ExpectBad(const pb::Question& question, const char* field) {
    EXPECT_THAT(Create(world_, Wanted({question})),
                HasField(absl::StrCat("ballot.questions[0].", field)))
        << question.ShortDebugString();
  }
  pb::Tally Closed(const std::string& ballot) const {
    EXPECT_THAT(world_.Close(ballot), IsOk());
    return world_.GetResult(ballot)->tally();
  }
  void ExpectReply(const std::string& ballot, const std::string& member,
                   const std::string& choice) const {
    EXPECT_THAT(Send(world_, ballot, member, Reply("proceed", choice)), IsOk());
  }

  World world_;
};

pb::Question FreeText(const std::string& id) {
  pb::Question question;
  question.set_id(id);
  question.set_text("What else?");
  return question;
}

// --- What may be asked.

TEST_F(Cib, ConsistsOfQuestions) {
  EXPECT_THAT(Create(world_, Wanted({})), HasField("ballot.questions"));
  const auto created = Create(world_, Wanted({Decides("proceed"), FreeText("else")}), kManager);
  ASSERT_THAT(created, IsOk());
  ASSERT_EQ(created->questions_size(), 2);
  EXPECT_EQ(created->questions(0).source(), kManager);
  EXPECT_THAT(*world_.GetBallot(created->name()), EqualsProto(*created));
  EXPECT_THAT(Open(world_, created->name(), kManager), IsOk());
  EXPECT_EQ(world_.GetBallot(created->name())->questions(1).id(), "else");
}

TEST_F(Cib, IsTheOnlyKindOfACommitteeWithQuestionsOfItsOwn) {
  pb::Ballot chair = About(world_, RowOf(world_, pb::BALLOT_KIND_CHAIR));
  *chair.add_questions() = Decides("proceed");
  EXPECT_THAT(Create(world_, chair), HasField("ballot.questions"));
  pb::Ballot all = About(world_, RowOf(world_, pb::BALLOT_KIND_ALL_MEMBERS));
  EXPECT_THAT(Create(world_, all), IsOk());
}

TEST_F(Cib, NamesEachQuestionOnce) {
  pb::Question question = Decides("Proceed?");
  ExpectBad(question, "id");
  EXPECT_THAT(Create(world_, Wanted({Decides("a"), Decides("a")})),
              HasField("ballot.questions[1].id"));
  ExpectBad(Decides("answer"), "id");  // conditions mean the vote by it
  question = Decides("a");
  question.clear_text();
  ExpectBad(question, "text");
  question = Decides("a");
  question.add_choices("yes|no");
  ExpectBad(question, "choices");
  question = Decides("a");
  question.add_choices("yes");
  ExpectBad(question, "choices");
}

TEST_F(Cib, RefersToChoicesThatThereAre) {
  pb::Question question = Decides("a");
  question.add_text_needed("maybe");
  ExpectBad(question, "text_needed");
  question = Decides("a");
  question.add_text_refused("maybe");
  ExpectBad(question, "text_refused");
  question = Decides("a");
  question.add_text_needed("no");
  question.add_text_refused("no");
  ExpectBad(question, "text_refused");
  question = Decides("a");
  question.add_yes_choices("maybe");
  ExpectBad(question, "yes_choices");
  question = Decides("a");
  question.add_no_choices("maybe");
  ExpectBad(question, "no_choices");
}

TEST_F(Cib, DecidesByACriterionThatHasBothSides) {
  pb::Question question = Decides("a");
  question.set_criterion("unanimity");
  ExpectBad(question, "criterion");
  question.clear_criterion();
  ExpectBad(question, "criterion");
  question = Decides("a");
  question.clear_no_choices();
  ExpectBad(question, "yes_choices");
  question = Decides("a");
  question.add_no_choices("yes");
  ExpectBad(question, "no_choices");
}

TEST_F(Cib, PutsAQuestionAfterOneThatStandsBefore) {
  pb::Question question = Decides("a");
  for (const char* condition : {"b=yes", "a=yes", "answer=abstain", "nonsense", "="}) {
    question.set_only_if(condition);
    ExpectBad(question, "only_if");
  }
  question = FreeText("else");
  question.set_only_if("a=perhaps");
  EXPECT_THAT(Create(world_, Wanted({Decides("a"), question})),
              HasField("ballot.questions[1].only_if"));
  question.set_only_if("a=no|abstain");
  EXPECT_THAT(Create(world_, Wanted({Decides("a"), question})), IsOk());
}

// --- What must be answered.

TEST_F(Cib, TakesRepliesOnly) {
  const std::string ballot = Begin({Decides("proceed")});
  EXPECT_THAT(world_.Cast(ballot, "de", pb::ANSWER_APPROVE), HasReason("ANSWER_NOT_OFFERED"));
  EXPECT_THAT(Send(world_, ballot, "de", Reply("proceed", "maybe")),
              HasField("vote.answers[0].choice"));
  EXPECT_THAT(Send(world_, ballot, "de", Reply("else", "yes")),
              HasField("vote.answers[0].question"));
  ExpectReply(ballot, "de", "yes");
}

TEST_F(Cib, AsksForWhatIsRequiredWhereItIsPut) {
  pb::Question why = FreeText("why");
  why.set_only_if("proceed=no");
  why.set_required(true);
  pb::Question proceed = Decides("proceed");
  proceed.set_required(true);
  const std::string ballot = Begin({proceed, why});
  pb::Vote nothing;
  nothing.set_answer(pb::ANSWER_REPLY);
  EXPECT_THAT(Send(world_, ballot, "de", nothing), HasField("vote.answers"));
  EXPECT_THAT(Send(world_, ballot, "de", Reply("proceed", "no")), HasField("vote.answers"));
  pb::Vote vote = Reply("proceed", "no");
  *vote.add_answers() = Reply("why", "", " ").answers(0);
  EXPECT_THAT(Send(world_, ballot, "de", vote), HasField("vote.answers"));  // says nothing
  vote.mutable_answers(1)->set_text("too early");
  EXPECT_THAT(Send(world_, ballot, "de", vote), IsOk());
  vote.mutable_answers(0)->set_choice("yes");
  EXPECT_THAT(Send(world_, ballot, "de", vote), HasField("vote.answers[1].question"));
  ExpectReply(ballot, "de", "yes");
}

TEST_F(Cib, TakesTextsAsTheQuestionSays) {
  pb::Question proceed = Decides("proceed");
  proceed.add_text_needed("no");
  proceed.add_text_refused("yes");
  const std::string ballot = Begin({proceed});
  EXPECT_THAT(Send(world_, ballot, "de", Reply("proceed", "no")), HasField("vote.answers[0].text"));
  EXPECT_THAT(Send(world_, ballot, "de", Reply("proceed", "yes", "well")),
              HasField("vote.answers[0].text"));
  EXPECT_THAT(Send(world_, ballot, "de", Reply("proceed", "no", "too early")), IsOk());
  EXPECT_THAT(Send(world_, ballot, "fr", Reply("proceed", "abstain", "well")), IsOk());
}

// --- What is counted.

TEST_F(Cib, WithOneQuestionThatDecidesHasItsVerdict) {
  const std::string ballot = Begin({Decides("proceed"), FreeText("else")});
  ExpectReply(ballot, "de", "yes");
  ExpectReply(ballot, "fr", "no");
  EXPECT_EQ(world_.GetTally(ballot)->verdict(), pb::VERDICT_NOT_APPROVED);
  ExpectReply(ballot, "jp", "yes");
  ExpectReply(ballot, "us", "abstain");
  const pb::Tally tally = Closed(ballot);
  EXPECT_EQ(tally.verdict(), pb::VERDICT_APPROVED);
  EXPECT_EQ(tally.p_members().reply(), 4);
  EXPECT_EQ(tally.criteria_size(), 0);
  ASSERT_EQ(tally.questions_size(), 1);
  const pb::QuestionTally& question = tally.questions(0);
  EXPECT_EQ(question.verdict(), pb::VERDICT_APPROVED);
  EXPECT_THAT(question.choices(0), EqualsProto("choice: 'yes' p_members: 2 all_bodies: 2"));
  EXPECT_THAT(question.choices(2), EqualsProto("choice: 'abstain' p_members: 1 all_bodies: 1"));
  EXPECT_EQ(question.criterion().numerator(), 2);
  EXPECT_EQ(question.criterion().denominator(), 3);
  EXPECT_EQ(question.p_members().abstain(), 1);
}

TEST_F(Cib, WithSeveralQuestionsThatDecideIsForAPerson) {
  pb::Question chair = Decides("chair");
  chair.set_criterion("two-thirds-p");
  const std::string ballot = Begin({Decides("proceed"), chair});
  ExpectReply(ballot, "de", "yes");
  EXPECT_THAT(Send(world_, ballot, "fr", Reply("chair", "no")), IsOk());
  const pb::Tally tally = Closed(ballot);
  EXPECT_EQ(tally.verdict(), pb::VERDICT_FOR_A_PERSON);
  EXPECT_EQ(tally.questions(0).verdict(), pb::VERDICT_APPROVED);
  EXPECT_EQ(tally.questions(1).verdict(), pb::VERDICT_NOT_APPROVED);
  EXPECT_EQ(tally.questions(0).p_members().not_voting(), 3);
}

TEST_F(Cib, WithoutAnAnswerToItsQuestionHasNoValidVotes) {
  const std::string ballot = Begin({Decides("proceed")});
  ExpectReply(ballot, "de", "abstain");
  EXPECT_EQ(Closed(ballot).verdict(), pb::VERDICT_NO_VALID_VOTES);
}

TEST_F(Cib, CountsChoicesThatDecideNothing) {
  pb::Question which = Decides("which");
  which.clear_yes_choices();
  which.clear_no_choices();
  which.clear_criterion();
  const std::string ballot = Begin({which});
  EXPECT_THAT(Send(world_, ballot, "de", Reply("which", "no")), IsOk());
  const pb::Tally tally = Closed(ballot);
  EXPECT_EQ(tally.verdict(), pb::VERDICT_FOR_A_PERSON);
  EXPECT_FALSE(tally.questions(0).has_criterion());
  EXPECT_EQ(tally.questions(0).choices(1).p_members(), 1);
}

}  // namespace
}  // namespace placet::ballots
