#include "tests/ballots/moves.h"

#include "absl/strings/str_cat.h"

namespace placet::ballots {

pb::Rule RowOf(const World& world, pb::BallotKind kind, const std::string& edition) {
  pb::ListRulesRequest request;
  request.set_edition(edition);
  request.set_kind(kind);
  const auto rows = world.Ask(kNobody, &RulesStub::ListRules, request);
  EXPECT_THAT(rows, IsOk());
  if (!rows.ok() || rows->rules_size() != 1) {
    ADD_FAILURE() << pb::BallotKind_Name(kind) << " has no row in " << edition;
    return {};
  }
  return rows->rules(0);
}

pb::Ballot About(World& world, const pb::Rule& rule) {
  pb::Ballot wanted;
  wanted.set_kind(rule.kind());
  wanted.set_rules_edition(rule.edition());
  if (rule.subject() == pb::SUBJECT_PROJECT) {
    wanted.set_project(world.PutProject("iso-1", rule.stages_before(0)).name());
  } else {
    wanted.set_committee(kCommittee);
    wanted.set_title("A matter");
  }
  if (rule.own_questions()) *wanted.add_questions() = Decides("proceed");
  return wanted;
}

absl::StatusOr<pb::Ballot> Create(const World& world, const pb::Ballot& wanted,
                                  const std::string& caller, const std::string& id) {
  pb::CreateBallotRequest request;
  request.set_ballot_id(id);
  *request.mutable_ballot() = wanted;
  return world.Ask(caller, &BallotStub::CreateBallot, request);
}

absl::StatusOr<pb::Ballot> Open(const World& world, const std::string& name,
                                const std::string& caller) {
  pb::OpenBallotRequest request;
  request.set_name(name);
  return world.Ask(caller, &BallotStub::OpenBallot, request);
}

std::string Begun(const World& world, const pb::Ballot& wanted, const std::string& id) {
  const auto created = Create(world, wanted, kCentralSecretariat, id);
  EXPECT_THAT(created, IsOk());
  if (!created.ok()) return "";
  EXPECT_THAT(Open(world, created->name()), IsOk());
  return created->name();
}

std::string Begun(World& world, pb::BallotKind kind) {
  const pb::Ballot wanted = About(world, RowOf(world, kind));
  return Begun(world, wanted, absl::StrCat("b", world.Head()));
}

absl::StatusOr<pb::Vote> Send(const World& world, const std::string& ballot,
                              const std::string& member, pb::Vote vote) {
  pb::CastVoteRequest request;
  *request.mutable_vote() = std::move(vote);
  request.mutable_vote()->set_name(absl::StrCat(ballot, "/votes/", member));
  return world.Ask(kVoters, &BallotStub::CastVote, request);
}

pb::Vote Reply(const std::string& question, const std::string& choice, const std::string& text) {
  pb::Vote vote;
  vote.set_answer(pb::ANSWER_REPLY);
  pb::QuestionAnswer& answer = *vote.add_answers();
  answer.set_question(question);
  answer.set_choice(choice);
  answer.set_text(text);
  return vote;
}

pb::Question Decides(const std::string& id) {
  pb::Question question;
  question.set_id(id);
  question.set_text("Shall it be done?");
  for (const char* choice : {"yes", "no", "abstain"}) question.add_choices(choice);
  question.add_yes_choices("yes");
  question.add_no_choices("no");
  question.set_criterion("majority-p");
  return question;
}

}  // namespace placet::ballots
