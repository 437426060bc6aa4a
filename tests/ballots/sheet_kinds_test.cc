// Sheets of ballots that are no vote of yes or no: reviews, questions, consultations, parallel counts.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/ballots/count.h"
#include "services/ballots/sheet.h"

namespace placet::ballots::sheet {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Body BodyOf(const std::string& member, pb::MemberStatus status, pb::Answer answer,
            const std::string& text = "") {
  Body body;
  body.member = member;
  body.country = "C-" + member;
  body.acronym = "A-" + member;
  body.full_member = true;
  body.status = body.status_at_opening = status;
  if (answer == pb::ANSWER_UNSPECIFIED) return body;
  body.vote.emplace().set_answer(answer);
  body.vote->set_text(text);
  return body;
}

void Answers(Body& body, const std::string& question, const std::string& choice,
             const std::string& text = "") {
  pb::QuestionAnswer& answer = *body.vote->add_answers();
  answer.set_question(question);
  answer.set_choice(choice);
  answer.set_text(text);
}

CountFacts FactsOf(pb::BallotKind kind, std::vector<Body> bodies) {
  CountFacts facts;
  pb::Ballot& ballot = facts.ballot.ballot.emplace();
  ballot.set_name("ballots/b");
  ballot.set_kind(kind);
  ballot.set_rules_edition("ISO-2022");
  ballot.set_reference("ISO 1");
  facts.bodies = std::move(bodies);
  return facts;
}

pb::Result ResultFrom(const CountFacts& facts) {
  return ResultOf(facts, *facts.ballot.ballot, Count(facts, absl::UnixEpoch(), true));
}

TEST(Sheet, OfAReviewHasItsActionsAndWhatIsProposed) {
  std::vector<Body> bodies = {
      BodyOf("at", pb::MEMBER_STATUS_O, pb::ANSWER_ABSTAIN),
      BodyOf("de", pb::MEMBER_STATUS_P, pb::ANSWER_CONFIRM),
      BodyOf("fr", pb::MEMBER_STATUS_P, pb::ANSWER_CONFIRM),
      BodyOf("jp", pb::MEMBER_STATUS_P, pb::ANSWER_REVISE, "3.1 is old"),
      BodyOf("us", pb::MEMBER_STATUS_P, pb::ANSWER_UNSPECIFIED)};
  const std::string text =
      Text(ResultFrom(FactsOf(pb::BALLOT_KIND_SYSTEMATIC_REVIEW, std::move(bodies))));
  EXPECT_THAT(text, HasSubstr("Voting stage      Review\n"));
  EXPECT_THAT(text, HasSubstr("It is adopted or used in at least 5 countries: 0 (requirement >= 5)"));
  EXPECT_THAT(text, HasSubstr("P-Members voting: 2 to confirm out of 3 = 66.66 % (requirement > 1/2)"));
  EXPECT_THAT(text, HasSubstr("  (Abstentions are not counted.)\n\n"
                              "  FOR A PERSON TO DECIDE\n  PROPOSED: WITHDRAW\n"));
  EXPECT_THAT(text, HasSubstr(R"(
  Country    Member Status Confirm Revise Withdraw Abstention Not voted Remark
  C-at       A-at   O                              X
  C-de       A-de   P      X
  C-fr       A-fr   P      X
  C-jp       A-jp   P              X*
  C-us       A-us   P                                         X
  P-Members         4      2       1      0        0          1
  All bodies        5      2       1      0        1          1
)"));
}

TEST(Sheet, OfQuestionsSaysWhatWasChosenAndWhatFollows) {
  std::vector<Body> bodies = {BodyOf("de", pb::MEMBER_STATUS_P, pb::ANSWER_REPLY),
                              BodyOf("fr", pb::MEMBER_STATUS_P, pb::ANSWER_REPLY),
                              BodyOf("se", pb::MEMBER_STATUS_O, pb::ANSWER_COMMENTS, "well")};
  Answers(bodies[0], "berlin", "yes");
  Answers(bodies[1], "berlin", "no", "too far");
  Answers(bodies[1], "where", "", "=Rome");
  CountFacts facts = FactsOf(pb::BALLOT_KIND_CIB, std::move(bodies));
  pb::Question& question = *facts.ballot.ballot->add_questions();
  question.set_id("berlin");
  question.set_text("Meet in Berlin?");
  for (const char* choice : {"yes", "no"}) question.add_choices(choice);
  question.add_yes_choices("yes");
  question.add_no_choices("no");
  question.set_criterion("majority-p");
  facts.ballot.ballot->add_questions()->set_id("where");
  const pb::Result result = ResultFrom(facts);
  const std::string text = Text(result);
  EXPECT_THAT(text, HasSubstr("Result of voting\n  NOT APPROVED\n"));
  EXPECT_THAT(text, HasSubstr(R"(
Questions
  berlin: Meet in Berlin?
    yes             1 P-members, all bodies 1
    no              1 P-members, all bodies 1
    NOT APPROVED: P-Members voting: 1 in favour out of 2 = 50.00 % (requirement > 1/2)
)"));
  EXPECT_THAT(text, HasSubstr("  Country    Member Status Replied Not voted Remark\n"
                              "  C-de       A-de   P      X\n"));
  EXPECT_THAT(text, HasSubstr("  C-se       A-se   O                        comments*\n"));
  EXPECT_THAT(text, HasSubstr("  se                commented, has no vote\n"));
  EXPECT_THAT(text, HasSubstr("    berlin: no - too far\n    where: =Rome\n"));
  EXPECT_THAT(text, Not(HasSubstr("Edition number")));
  const std::string csv = Csv(result);
  EXPECT_THAT(csv, HasSubstr("experts,text,question berlin,question where\r\n"));
  EXPECT_THAT(csv, HasSubstr("C-fr,A-fr,,,no - too far,'=Rome\r\n"));
  EXPECT_THAT(csv, HasSubstr("se,O,COMMENTS,no,O,MAY_COMMENT,no,C-se,A-se,,well,,\r\n"));
}

TEST(Sheet, OfAConsultationHasCommentsOnly) {
  std::vector<Body> bodies = {BodyOf("de", pb::MEMBER_STATUS_P, pb::ANSWER_COMMENTS, "3.1"),
                              BodyOf("fr", pb::MEMBER_STATUS_P, pb::ANSWER_NO_COMMENTS),
                              BodyOf("jp", pb::MEMBER_STATUS_P, pb::ANSWER_UNSPECIFIED)};
  const std::string text =
      Text(ResultFrom(FactsOf(pb::BALLOT_KIND_CD_CONSULTATION, std::move(bodies))));
  EXPECT_THAT(text, HasSubstr(R"(
  Country    Member Status Comments No comments Remark
  C-de       A-de   P      X*
  C-fr       A-fr   P               X
  C-jp       A-jp   P
  * with comments or reasons, below.
)"));
}

TEST(Sheet, MarksNobodyAsNotVotingThatMayNot) {
  std::vector<Body> bodies = {BodyOf("de", pb::MEMBER_STATUS_P, pb::ANSWER_APPROVE),
                              BodyOf("se", pb::MEMBER_STATUS_O, pb::ANSWER_UNSPECIFIED)};
  const std::string text = Text(ResultFrom(FactsOf(pb::BALLOT_KIND_DTS, std::move(bodies))));
  EXPECT_THAT(text, HasSubstr("  C-se       A-se   O\n  P-Members         1      1"));
}

TEST(Sheet, OfANewCommitteeSaysWhatTheStatementsMean) {
  std::vector<Body> bodies = {BodyOf("de", pb::MEMBER_STATUS_P, pb::ANSWER_APPROVE, "needed"),
                              BodyOf("fr", pb::MEMBER_STATUS_P, pb::ANSWER_APPROVE)};
  const std::string text = Text(ResultFrom(FactsOf(pb::BALLOT_KIND_NEW_COMMITTEE, bodies)));
  EXPECT_THAT(text, HasSubstr("Member bodies voting: 1 in favour out of 1 = 100.00 %"));
  EXPECT_THAT(text, HasSubstr("  fr                approved without the statement that it needs\n"));
  EXPECT_THAT(text, HasSubstr("  C-fr       A-fr   P      X                                         "
                              "not counted\n"));
}

TEST(Sheet, HasTheParallelCountBesideTheFirst) {
  CountFacts facts =
      FactsOf(pb::BALLOT_KIND_DIS, {BodyOf("de", pb::MEMBER_STATUS_P, pb::ANSWER_APPROVE)});
  facts.ballot.ballot->set_parallel_edition("CEN-2013");
  const std::string text = Text(ResultFrom(facts));
  EXPECT_THAT(text, HasSubstr("The same votes by CEN-2013\n"));
  EXPECT_THAT(text, HasSubstr("Weights voting: 29 in favour out of 29 = 100.00 % (requirement >= "
                              "71/100)"));
}

}  // namespace
}  // namespace placet::ballots::sheet
