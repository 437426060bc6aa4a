// AnalysisService: is it decided, what if, how did it stand, the tally as it changes; and who may
// ask.
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"
#include "tests/ballots/moves.h"

namespace placet::ballots {
namespace {

using ::testing::ElementsAre;

template <class Request>
Request Named(const std::string& name) {
  Request request;
  request.set_name(name);
  return request;
}

void Change(pb::WhatIfRequest& request, const std::string& member, pb::Answer answer,
            bool with_text = true) {
  pb::VoteChange& change = *request.add_changes();
  change.set_member(absl::StrCat("members/", member));
  change.set_answer(answer);
  change.set_with_text(with_text);
}

class Analysis : public ::testing::Test {
 protected:
  absl::StatusOr<pb::Decided> Decided(const std::string& ballot,
                                      const std::string& caller = kCentralSecretariat) const {
    return world_.Ask(caller, &AnalysisStub::GetDecided, Named<pb::GetDecidedRequest>(ballot));
  }
  absl::StatusOr<pb::WhatIfResponse> WhatIf(const pb::WhatIfRequest& request,
                                            const std::string& caller = kCentralSecretariat) const {
    return world_.Ask(caller, &AnalysisStub::WhatIf, request);
  }
  void Cast(const std::string& ballot, const std::string& member, pb::Answer answer,
            const std::string& text = "because") const {
    EXPECT_THAT(world_.Cast(ballot, member, answer, text), IsOk());
  }
  std::string OpenDis() { return world_.Opened(pb::BALLOT_KIND_DIS).name(); }

  World world_;
};

// --- GetDecided.

TEST_F(Analysis, SaysHowFewVotesTurnEachCriterion) {
  const std::string dis = OpenDis();
  for (const char* member : {"de", "fr", "jp"}) Cast(dis, member, pb::ANSWER_APPROVE);
  const auto decided = Decided(dis);
  ASSERT_THAT(decided, IsOk());
  EXPECT_FALSE(decided->decided());
  ASSERT_EQ(decided->criteria_size(), 2);
  EXPECT_EQ(decided->criteria(0).criterion(), "two-thirds-p");
  EXPECT_TRUE(decided->criteria(0).met());
  EXPECT_FALSE(decided->criteria(0).by_remaining().possible());  // us alone: 3 of 4
  EXPECT_EQ(decided->criteria(0).by_changed().votes(), 2);
  EXPECT_EQ(decided->criteria(1).criterion(), "quarter-negative-all");
  EXPECT_EQ(decided->criteria(1).by_remaining().votes(), 2);  // 2 of 5
  const pb::Flip& turned = decided->verdict_by_remaining();
  ASSERT_EQ(turned.changes_size(), 2);
  EXPECT_EQ(turned.changes(0).answer(), pb::ANSWER_DISAPPROVE);
  EXPECT_TRUE(turned.changes(0).with_text());
  EXPECT_EQ(decided->verdict_by_changed().votes(), 1);  // 1 of 3
  EXPECT_EQ(Ids(decided->pivotal()), "de fr jp");
  EXPECT_EQ(Ids(decided->remaining()), "br se us");
  EXPECT_THAT(decided->tally(), EqualsProto(*world_.GetTally(dis)));
}

TEST_F(Analysis, SaysWhenItIsDecided) {
  const std::string np = world_.Opened(pb::BALLOT_KIND_NP).name();
  for (const char* member : {"de", "fr"}) Cast(np, member, pb::ANSWER_DISAPPROVE);
  const auto decided = Decided(np);
  EXPECT_TRUE(decided->decided());
  EXPECT_FALSE(decided->verdict_by_remaining().possible());
  EXPECT_EQ(Ids(decided->remaining()), "jp us");
  EXPECT_THAT(world_.Close(np), IsOk());
  EXPECT_TRUE(Decided(np, kNobody)->decided());
}

TEST_F(Analysis, SaysOfQuestionsWhichAnswersTurnThem) {
  const std::string cib = Begun(world_, pb::BALLOT_KIND_CIB);
  EXPECT_THAT(Send(world_, cib, "de", Reply("proceed", "yes")), IsOk());
  const auto decided = Decided(cib);
  ASSERT_THAT(decided, IsOk());
  EXPECT_FALSE(decided->decided());
  ASSERT_EQ(decided->criteria_size(), 1);
  EXPECT_EQ(decided->criteria(0).criterion(), "question proceed");
  EXPECT_TRUE(decided->criteria(0).met());
  ASSERT_EQ(decided->verdict_by_remaining().changes_size(), 1);
  const pb::VoteChange& change = decided->verdict_by_remaining().changes(0);
  EXPECT_THAT(change, EqualsProto("member: 'members/fr' answer: ANSWER_REPLY "
                                  "answers { question: 'proceed' choice: 'no' }"));
  auto request = Named<pb::WhatIfRequest>(cib);
  *request.add_changes() = change;
  EXPECT_EQ(WhatIf(request)->what_if().verdict(), pb::VERDICT_NOT_APPROVED);
  for (const char* member : {"fr", "jp"}) {
    EXPECT_THAT(Send(world_, cib, member, Reply("proceed", "yes")), IsOk());
  }
  EXPECT_TRUE(Decided(cib)->decided());
}

// --- WhatIf.

TEST_F(Analysis, OfNothingIsTheTally) {
  for (pb::BallotKind kind : {pb::BALLOT_KIND_DIS, pb::BALLOT_KIND_CIB, pb::BALLOT_KIND_NP}) {
    const std::string ballot = Begun(world_, kind);
    if (kind != pb::BALLOT_KIND_CIB) Cast(ballot, "de", pb::ANSWER_APPROVE);
    const auto answer = WhatIf(Named<pb::WhatIfRequest>(ballot));
    ASSERT_THAT(answer, IsOk());
    EXPECT_THAT(answer->what_if(), EqualsProto(answer->as_is()));
    EXPECT_THAT(answer->as_is(), EqualsProto(*world_.GetTally(ballot)));
    EXPECT_EQ(answer->differences_size(), 0);
    EXPECT_THAT(world_.Close(ballot), IsOk());
  }
  pb::Ballot parallel = About(world_, RowOf(world_, pb::BALLOT_KIND_FDIS));
  parallel.set_parallel_edition("CEN-2013");
  const std::string fdis = Begun(world_, parallel);
  Cast(fdis, "de", pb::ANSWER_APPROVE);
  const auto answer = WhatIf(Named<pb::WhatIfRequest>(fdis));
  EXPECT_THAT(answer->what_if(), EqualsProto(*world_.GetTally(fdis)));
}

TEST_F(Analysis, FlipsVotes) {
  const std::string dis = OpenDis();
  for (const char* member : {"de", "fr", "jp", "us"}) Cast(dis, member, pb::ANSWER_APPROVE);
  ASSERT_THAT(world_.Close(dis), IsOk());
  auto request = Named<pb::WhatIfRequest>(dis);
  Change(request, "de", pb::ANSWER_DISAPPROVE);
  Change(request, "br", pb::ANSWER_DISAPPROVE);
  const auto answer = WhatIf(request, kNobody);
  ASSERT_THAT(answer, IsOk());
  EXPECT_TRUE(answer->as_is().final());
  EXPECT_FALSE(answer->what_if().final());
  EXPECT_EQ(answer->what_if().all_bodies().no(), 2);
  std::vector<std::string> what;
  for (const pb::Difference& difference : answer->differences()) what.push_back(difference.what());
  EXPECT_THAT(what, ElementsAre("quarter-negative-all", "two-thirds-p", "verdict"));
  EXPECT_EQ(answer->differences(2).as_is(), "VERDICT_APPROVED");
  EXPECT_EQ(answer->differences(2).what_if(), "VERDICT_NOT_APPROVED");
  EXPECT_TRUE(absl::StrContains(answer->differences(0).what_if(), "not met: 2 of 5"))
      << answer->differences(0).what_if();
  EXPECT_EQ(world_.GetResult(dis)->tally().verdict(), pb::VERDICT_APPROVED);  // nothing is stored
}

TEST_F(Analysis, RulesVotesOutAndReadsAbstentions) {
  const std::string dis = OpenDis();
  for (const char* member : {"de", "fr"}) Cast(dis, member, pb::ANSWER_APPROVE);
  Cast(dis, "jp", pb::ANSWER_DISAPPROVE);
  Cast(dis, "us", pb::ANSWER_ABSTAIN, "");
  auto request = Named<pb::WhatIfRequest>(dis);
  request.add_changes()->set_member("members/jp");
  request.mutable_changes(0)->set_rule_out(true);
  const auto ruled_out = WhatIf(request);
  ASSERT_THAT(ruled_out, IsOk());
  EXPECT_EQ(ruled_out->as_is().verdict(), pb::VERDICT_NOT_APPROVED);
  EXPECT_EQ(ruled_out->what_if().verdict(), pb::VERDICT_APPROVED);
  EXPECT_EQ(ruled_out->what_if().p_members().no_without_reasons(), 1);
  request.clear_changes();
  request.set_abstentions(pb::ANSWER_APPROVE);
  EXPECT_EQ(WhatIf(request)->what_if().p_members().yes(), 3);
  request.set_abstentions(pb::ANSWER_DISAPPROVE);
  EXPECT_EQ(WhatIf(request)->what_if().p_members().no(), 2);
}

TEST_F(Analysis, TakesVotesAway) {
  const pb::Ballot ballot = world_.Opened(pb::BALLOT_KIND_DIS);
  ASSERT_THAT(world_.Cast(ballot.name(), "de", pb::ANSWER_APPROVE), IsOk());
  ASSERT_THAT(world_.Cast(ballot.name(), "fr", pb::ANSWER_APPROVE), IsOk());
  pb::WhatIfRequest request;
  request.set_name(ballot.name());
  pb::VoteChange& change = *request.add_changes();
  change.set_member("members/de");
  change.set_take_away(true);
  const auto answer = world_.Ask(kCentralSecretariat, &AnalysisStub::WhatIf, request);
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->as_is().p_members().yes(), 2);
  EXPECT_EQ(answer->what_if().p_members().yes(), 1);
  EXPECT_EQ(answer->what_if().p_members_not_voting_size(),
            answer->as_is().p_members_not_voting_size() + 1);
  change.set_member("members/jp");  // has not voted
  EXPECT_THAT(world_.Ask(kCentralSecretariat, &AnalysisStub::WhatIf, request),
              HasReason("INVALID_FIELD"));
}

TEST_F(Analysis, RefusesChangesThatMakeNoSense) {
  const std::string dis = OpenDis();
  Cast(dis, "de", pb::ANSWER_APPROVE);
  const auto refused = [&](const std::string& member, pb::Answer answer, bool rule_out = false) {
    auto request = Named<pb::WhatIfRequest>(dis);
    Change(request, member, answer);
    request.mutable_changes(0)->set_rule_out(rule_out);
    return WhatIf(request);
  };
  EXPECT_THAT(refused("zz", pb::ANSWER_APPROVE), HasField("changes[0].member"));
  EXPECT_THAT(refused("", pb::ANSWER_APPROVE), HasField("changes[0].member"));
  EXPECT_THAT(refused("de", pb::ANSWER_CONFIRM), HasField("changes[0].answer"));
  EXPECT_THAT(refused("de", pb::ANSWER_UNSPECIFIED), HasField("changes[0].answer"));
  EXPECT_THAT(refused("al", pb::ANSWER_APPROVE), HasField("changes[0].answer"));
  EXPECT_THAT(refused("de", pb::ANSWER_UNSPECIFIED, true), HasField("changes[0].rule_out"));
  EXPECT_THAT(refused("fr", pb::ANSWER_UNSPECIFIED, true), HasField("changes[0].rule_out"));
  const std::string resolution = Begun(world_, pb::BALLOT_KIND_RESOLUTION);
  Cast(resolution, "de", pb::ANSWER_DISAPPROVE);
  auto request = Named<pb::WhatIfRequest>(resolution);
  request.add_changes()->set_member("members/de");
  request.mutable_changes(0)->set_rule_out(true);
  EXPECT_THAT(WhatIf(request), HasField("changes[0].rule_out"));  // it needs no reasons
}

TEST_F(Analysis, CountsByAnotherEdition) {
  const std::string np = world_.Opened(pb::BALLOT_KIND_NP).name();
  for (const char* member : {"de", "fr"}) Cast(np, member, pb::ANSWER_APPROVE);
  Cast(np, "jp", pb::ANSWER_DISAPPROVE, "");  // without reasons: counts in 2012 only
  Cast(np, "us", pb::ANSWER_DISAPPROVE);
  auto request = Named<pb::WhatIfRequest>(np);
  request.set_rules_edition("ISO-2012");
  const auto answer = WhatIf(request);
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->what_if().rules_edition(), "ISO-2012");
  EXPECT_EQ(answer->as_is().p_members().no(), 1);
  EXPECT_EQ(answer->what_if().p_members().no(), 2);
  std::vector<std::string> what;
  for (const pb::Difference& difference : answer->differences()) what.push_back(difference.what());
  EXPECT_THAT(what, ElementsAre("majority-p", "two-thirds-p"));
  EXPECT_EQ(answer->differences(0).as_is(), "");  // has no such criterion
  request.set_rules_edition("ISO-1947");
  EXPECT_THAT(WhatIf(request), HasReason("RULES_UNKNOWN"));
  EXPECT_THAT(WhatIf(request), HasField("rules_edition"));
}

// --- As of a moment. Events bear the time of the store, so that the clock is brought there.

class AsOf : public Analysis {
 protected:
  AsOf() { SetClock(absl::Now() - absl::Hours(1)); }
  void SetClock(absl::Time time) {
    world_.clock().Set(absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone()));
  }
  pb::Tally At(const std::string& ballot, absl::Time moment) {
    SetClock(absl::Now() + absl::Hours(1));
    auto request = Named<pb::WhatIfRequest>(ballot);
    *request.mutable_as_of() = Stamp(moment);
    const auto answer = WhatIf(request);
    EXPECT_THAT(answer, IsOk());
    return answer.ok() ? answer->what_if() : pb::Tally();
  }
  static google::protobuf::Timestamp Stamp(absl::Time time) {
    return google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(time));
  }
};

TEST_F(AsOf, VotesAreThoseOfTheMoment) {
  const std::string dis = OpenDis();
  const absl::Time nothing = absl::Now();
  Cast(dis, "de", pb::ANSWER_APPROVE);
  const absl::Time first = absl::Now();
  Cast(dis, "de", pb::ANSWER_ABSTAIN, "");
  Cast(dis, "fr", pb::ANSWER_APPROVE);
  EXPECT_EQ(At(dis, nothing).p_members().not_voting(), 4);
  EXPECT_EQ(At(dis, first).p_members().yes(), 1);
  EXPECT_EQ(At(dis, first).p_members().abstain(), 0);
  EXPECT_EQ(At(dis, absl::Now()).p_members().abstain(), 1);
  EXPECT_EQ(At(dis, first).as_of().seconds(), absl::ToUnixSeconds(first));
}

TEST_F(AsOf, StatusesAreThoseOfTheMoment) {
  const std::string dis = OpenDis();
  Cast(dis, "se", pb::ANSWER_APPROVE);
  const absl::Time before = absl::Now();
  SetClock(absl::Now() + absl::Hours(30));
  world_.Change("se", mpb::SEAT_STATUS_P);
  world_.CatchUp();
  EXPECT_EQ(world_.GetTally(dis)->p_members().entitled(), 5);
  EXPECT_EQ(At(dis, before).p_members().entitled(), 4);
  EXPECT_EQ(At(dis, before).status_changes_size(), 0);
  EXPECT_EQ(At(dis, absl::Now()).p_members().entitled(), 5);
}

TEST_F(AsOf, MomentsBeforeOpeningAreRefused) {
  const std::string dis = OpenDis();
  auto request = Named<pb::WhatIfRequest>(dis);
  *request.mutable_as_of() = Stamp(absl::Now() - absl::Hours(2));
  EXPECT_THAT(WhatIf(request), HasReason("NOT_YET_OPEN_THEN"));
  auto roll = Named<pb::GetRollAtRequest>(dis);
  *roll.mutable_as_of() = request.as_of();
  EXPECT_THAT(world_.Ask(kManager, &AnalysisStub::GetRollAt, roll), HasReason("NOT_YET_OPEN_THEN"));
}

// --- Who may ask.

TEST_F(Analysis, IsSecretWhileOpenAndForAllFromClosingOn) {
  const std::string dis = OpenDis();
  Cast(dis, "de", pb::ANSWER_APPROVE);
  const auto forecast = Named<pb::GetForecastRequest>(dis);
  for (const char* caller :
       {kNobody, kVoterDe, kVoters, "people/other-manager", kManager, kMonitor}) {
    EXPECT_THAT(Decided(dis, caller), HasReason("SECRET_WHILE_OPEN")) << caller;
    EXPECT_THAT(WhatIf(Named<pb::WhatIfRequest>(dis), caller), HasReason("SECRET_WHILE_OPEN"));
    EXPECT_THAT(world_.Ask(caller, &AnalysisStub::GetForecast, forecast),
                HasReason("SECRET_WHILE_OPEN"));
  }
  EXPECT_THAT(Decided(dis, kCentralSecretariat), IsOk());
  const std::string np = world_.Opened(pb::BALLOT_KIND_NP, "projects/iso-2").name();
  for (const char* caller : {kManager, kMonitor, kCentralSecretariat}) {
    EXPECT_THAT(Decided(np, caller), IsOk()) << caller;
  }
  world_.PassClosing(dis);
  EXPECT_THAT(Decided(dis, kNobody), IsOk());
  EXPECT_THAT(WhatIf(Named<pb::WhatIfRequest>(dis), kNobody), IsOk());
}

TEST_F(Analysis, NeedsABallotThatWasOpened) {
  const std::string draft = world_.Created(pb::BALLOT_KIND_DIS).name();
  EXPECT_THAT(Decided(draft), HasReason("BALLOT_NOT_OPEN"));
  EXPECT_THAT(WhatIf(Named<pb::WhatIfRequest>(draft)), HasReason("BALLOT_NOT_OPEN"));
  EXPECT_THAT(Decided("ballots/none"), HasReason("NOT_FOUND"));
  EXPECT_THAT(Decided("nonsense"), HasField("name"));
}

}  // namespace
}  // namespace placet::ballots
