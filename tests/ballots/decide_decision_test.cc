// Decisions after voting without a store: what a test of the service cannot bring about.
#include "services/ballots/decide_decision.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "placet/members/v1/members.pb.h"
#include "tests/support/matchers.h"

namespace placet::ballots::decide {
namespace {

using placet::testing::HasReason;
using placet::testing::IsOk;

rpc::Call Now(const std::string& time = "2026-06-01T12:00:00Z") {
  rpc::Call call;
  call.caller = "people/manager";
  std::string error;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, time, &call.now, &error)) << error;
  return call;
}

// A closed DIS of ISO/TC 1 that was approved, asked about by the central secretariat.
DecisionFacts Facts(const std::string& edition = "ISO-2022") {
  DecisionFacts facts;
  facts.asker.grants.push_back({members::v1::ROLE_CENTRAL_SECRETARIAT, "", ""});
  pb::Ballot& ballot = facts.ballot.emplace();
  ballot.set_name("ballots/b");
  ballot.set_project("projects/p");
  ballot.set_committee("committees/c");
  ballot.set_kind(pb::BALLOT_KIND_DIS);
  ballot.set_rules_edition(edition);
  ballot.set_state(pb::BALLOT_STATE_CLOSED);
  ballot.set_end_date("2026-05-31");
  facts.project.emplace().set_name("projects/p");
  facts.project->set_stage("40.60");
  facts.project_version = 3;
  facts.tally.set_verdict(pb::VERDICT_APPROVED);
  facts.result_event = 17;
  return facts;
}

pb::DecideBallotRequest Wanted(const std::string& option) {
  pb::DecideBallotRequest request;
  request.set_ballot("ballots/b");
  request.set_option(option);
  return request;
}

const pb::DecisionOption* Find(const pb::DecisionForm& form, const std::string& id) {
  for (const pb::DecisionOption& option : form.options()) {
    if (option.id() == id) return &option;
  }
  return nullptr;
}

TEST(Need, IsSeenInTheTallyWhereItCanBe) {
  DecisionFacts facts = Facts("ISO-2004");
  const pb::DecisionForm form = FormOf(facts, Now(), false);
  ASSERT_NE(Find(form, "publish"), nullptr);
  EXPECT_EQ(Find(form, "publish")->need_standing(), pb::NEED_STANDING_HOLDS);
  EXPECT_THAT(DecideBallot(facts, Now(), Wanted("publish")), IsOk()) << "nothing to affirm";
  facts.tally.mutable_all_bodies()->set_no_without_reasons(1);
  EXPECT_EQ(Find(FormOf(facts, Now(), false), "publish")->need_standing(),
            pb::NEED_STANDING_DOES_NOT_HOLD);
  pb::DecideBallotRequest request = Wanted("publish");
  request.set_affirm_need(true);
  EXPECT_THAT(DecideBallot(facts, Now(), request), HasReason("NEED_NOT_AFFIRMED"));
}

TEST(Dues, AreCountedInDaysOfGeneva) {
  DecisionFacts facts = Facts();
  const auto late = FormOf(facts, Now("2026-06-01T22:30:00Z"), false);  // 2 June, 0:30
  EXPECT_EQ(Find(late, "register-fdis")->dues(0).day(), "2026-06-28") << "from the last day";
  facts.ballot->set_kind(pb::BALLOT_KIND_FDIS);
  facts.project->set_stage("50.60");
  const auto form = FormOf(facts, Now("2026-06-01T22:30:00Z"), false);
  EXPECT_EQ(Find(form, "publish")->dues(1).day(), "2026-07-14") << "6 weeks from the decision";
}

TEST(Override, SaysWhetherTheTableOfStagesHasTheMove) {
  pb::DecideBallotRequest request = Wanted("");
  request.set_reason("so it is");
  request.set_override_stage("95.99");
  auto decision = DecideBallot(Facts(), Now(), request);
  ASSERT_THAT(decision, IsOk());
  EXPECT_THAT(decision->source(), ::testing::HasSubstr("does not let 95.99 follow 40.60"));
  EXPECT_EQ(MovedBy(Facts(), *decision).stage(), "95.99");
  request.set_override_stage("40.98");
  decision = DecideBallot(Facts(), Now(), request);
  EXPECT_THAT(decision->source(), ::testing::HasSubstr("lets 40.98 follow 40.60"));
  DecisionFacts facts = Facts();
  facts.project.reset();
  EXPECT_THAT(DecideBallot(facts, Now(), request), HasReason("INVALID_FIELD"));
}

TEST(Standing, ShowsThatTheResultIsAnotherOneNow) {
  DecisionFacts facts = Facts();
  pb::DecideBallotRequest request = Wanted("register-fdis");
  request.set_affirm_need(true);
  facts.decisions.push_back(DecideBallot(facts, Now(), request).value());
  EXPECT_FALSE(Shown(facts, facts.decisions[0], Now().now).result_superseded());
  facts.result_event = 30;
  EXPECT_TRUE(Shown(facts, facts.decisions[0], Now().now).result_superseded());
  request.set_cause("votes were accepted late");
  request.set_result_event(17);
  EXPECT_THAT(DecideBallot(facts, Now(), request), HasReason("RESULT_SUPERSEDED"));
}

TEST(Standing, CountsNothingAsOverdueThatWasReplaced) {
  DecisionFacts facts = Facts();
  pb::DecideBallotRequest request = Wanted("register-fdis");
  request.set_affirm_need(true);
  facts.decisions.push_back(DecideBallot(facts, Now(), request).value());
  facts.project->set_stage("40.99");
  request.set_option("publish");
  request.set_cause("no technical changes after all");
  const auto second = DecideBallot(facts, Now(), request);
  ASSERT_THAT(second, IsOk());
  facts.decisions.push_back(*second);
  const absl::Time later = Now("2027-01-01T00:00:00Z").now;
  EXPECT_FALSE(Shown(facts, facts.decisions[0], later).dues(0).overdue());
  EXPECT_TRUE(Shown(facts, facts.decisions[1], later).dues(0).overdue());
  EXPECT_EQ(MovedBy(facts, *second).stage(), "40.99") << "where it is";
}

}  // namespace
}  // namespace placet::ballots::decide
