// What tests of decisions share: a closed ballot, and calls of DecisionService.
#pragma once

#include <string>
#include <vector>

#include "tests/ballots/harness.h"

namespace placet::ballots {

inline constexpr char kOtherManager[] = "people/other-manager";

inline pb::DecideBallotRequest Wanted(const std::string& ballot, const std::string& option) {
  pb::DecideBallotRequest request;
  request.set_ballot(ballot);
  request.set_option(option);
  return request;
}

class Decided : public ::testing::Test {
 protected:
  // A ballot with these votes of de, fr, jp, us, closed.
  std::string Closed(pb::BallotKind kind, const std::vector<pb::Answer>& answers) {
    const std::string ballot = world_.Opened(kind).name();
    const char* const bodies[] = {"de", "fr", "jp", "us"};
    for (size_t i = 0; i < answers.size(); ++i) {
      EXPECT_THAT(world_.Cast(ballot, bodies[i], answers[i], Text(answers[i])), IsOk());
    }
    EXPECT_THAT(world_.Close(ballot), IsOk());
    return ballot;
  }
  std::string Approved() {
    return Closed(pb::BALLOT_KIND_DIS,
                  {pb::ANSWER_APPROVE, pb::ANSWER_APPROVE, pb::ANSWER_APPROVE_WITH_COMMENTS});
  }
  std::string Failed() {
    return Closed(pb::BALLOT_KIND_DIS,
                  {pb::ANSWER_APPROVE, pb::ANSWER_DISAPPROVE, pb::ANSWER_DISAPPROVE});
  }
  static std::string Text(pb::Answer answer) {
    return answer == pb::ANSWER_APPROVE ? "" : "clause 5 is wrong";
  }

  absl::StatusOr<pb::DecisionForm> Form(const std::string& ballot, bool one_sided = false) {
    pb::GetDecisionFormRequest request;
    request.set_ballot(ballot);
    request.set_one_sided(one_sided);
    return world_.Ask(kNobody, &DecisionStub::GetDecisionForm, request);
  }
  absl::StatusOr<pb::Decision> Decide(const pb::DecideBallotRequest& request,
                                      const std::string& caller = kManager) {
    return world_.Ask(caller, &DecisionStub::DecideBallot, request);
  }
  absl::StatusOr<pb::Decision> Get(const std::string& name) {
    pb::GetDecisionRequest request;
    request.set_name(name);
    return world_.Ask(kNobody, &DecisionStub::GetDecision, request);
  }
  absl::StatusOr<pb::Decision> Object(const std::string& decision, const std::string& member,
                                      const std::string& caller = kVoters,
                                      const std::string& request_id = "") {
    pb::ObjectToDecisionRequest request;
    request.set_decision(decision);
    request.set_member("members/" + member);
    request.set_reason("it has to be talked about");
    request.set_request_id(request_id);
    return world_.Ask(caller, &DecisionStub::ObjectToDecision, request);
  }
  absl::StatusOr<pb::RenderDecisionResponse> Render(const std::string& name,
                                                    pb::DecisionFormat format) {
    pb::RenderDecisionRequest request;
    request.set_name(name);
    request.set_format(format);
    return world_.Ask(kNobody, &DecisionStub::RenderDecision, request);
  }
  std::vector<pb::Decision> List(const std::string& due_before, const std::string& committee = "") {
    pb::ListDecisionsRequest request;
    request.set_due_before(due_before);
    request.set_committee(committee);
    const auto listed = world_.Ask(kNobody, &DecisionStub::ListDecisions, request);
    EXPECT_THAT(listed, IsOk());
    if (!listed.ok()) return {};
    return {listed->decisions().begin(), listed->decisions().end()};
  }
  static std::vector<std::string> Ids(const pb::DecisionForm& form) {
    std::vector<std::string> ids;
    for (const pb::DecisionOption& option : form.options()) ids.push_back(option.id());
    return ids;
  }

  World world_;
};

}  // namespace placet::ballots
