// The decisions as tables: state x time, move x state, role x scope.
#include "services/ballots/decide.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "placet/members/v1/members.pb.h"
#include "services/ballots/geneva.h"
#include "services/rpc/refuse.h"
#include "tests/support/matchers.h"

namespace placet::ballots::decide {
namespace {

namespace members = placet::members::v1;
using placet::testing::HasField;

const absl::Time kClosing = geneva::EndOf("2027-01-15");
const Grant kSecretariat{members::ROLE_CENTRAL_SECRETARIAT, "", ""};
const Grant kManagerOfTc{members::ROLE_COMMITTEE_MANAGER, "", "tc"};

pb::Ballot BallotIn(pb::BallotState state, pb::BallotKind kind = pb::BALLOT_KIND_DIS) {
  pb::Ballot ballot;
  ballot.set_name("ballots/b");
  ballot.set_project("projects/p");
  ballot.set_committee("committees/tc");
  ballot.set_kind(kind);
  ballot.set_state(state);
  ballot.set_rules_edition("ISO-2022");
  if (state != pb::BALLOT_STATE_DRAFT) {
    ballot.set_end_date("2027-01-15");
    ballot.mutable_close_time()->set_seconds(absl::ToUnixSeconds(kClosing));
  }
  return ballot;
}

rpc::Call CallAt(absl::Time now) {
  rpc::Call call;
  call.caller = "people/anna";
  call.now = now;
  return call;
}

BallotFacts FactsOf(const pb::Ballot& ballot, std::vector<Grant> grants = {kSecretariat}) {
  BallotFacts facts;
  facts.asker.grants = std::move(grants);
  facts.ballot = ballot;
  facts.version = 3;
  facts.project.emplace().set_name("projects/p");
  facts.project->set_committee("committees/tc");
  facts.project->set_reference("ISO 1");
  facts.project->set_stage(ballot.kind() == pb::BALLOT_KIND_NP ? "10.00" : "40.00");
  facts.committee_reference = "ISO/TC 1";
  facts.p_members = 1;
  return facts;
}

CastFacts CastFactsOf(const pb::Ballot& ballot, std::vector<Grant> grants) {
  CastFacts facts;
  facts.asker.grants = std::move(grants);
  facts.ballot = std::make_shared<const pb::Ballot>(ballot);
  facts.body.emplace().member = "de";
  facts.body->full_member = true;
  facts.body->status = pb::MEMBER_STATUS_P;
  return facts;
}

template <class Request>
Request To(const char* end_date = nullptr) {
  Request request;
  request.set_name("ballots/b");
  if constexpr (std::is_same_v<Request, pb::ExtendBallotRequest>) request.set_end_date(end_date);
  return request;
}

pb::Vote Yes() {
  pb::Vote vote;
  vote.set_name("ballots/b/votes/de");
  vote.set_answer(pb::ANSWER_APPROVE);
  return vote;
}

TEST(StateAt, FollowsTheClockOnlyWhereABallotIsOpen) {
  for (const auto& [stored, before, at] :
       {std::tuple{pb::BALLOT_STATE_DRAFT, pb::BALLOT_STATE_DRAFT, pb::BALLOT_STATE_DRAFT},
        std::tuple{pb::BALLOT_STATE_OPEN, pb::BALLOT_STATE_OPEN, pb::BALLOT_STATE_CLOSED},
        std::tuple{pb::BALLOT_STATE_CLOSED, pb::BALLOT_STATE_CLOSED, pb::BALLOT_STATE_CLOSED},
        std::tuple{pb::BALLOT_STATE_CANCELLED, pb::BALLOT_STATE_CANCELLED,
                   pb::BALLOT_STATE_CANCELLED}}) {
    EXPECT_EQ(StateAt(BallotIn(stored), kClosing - absl::Microseconds(1)), before);
    EXPECT_EQ(StateAt(BallotIn(stored), kClosing), at);
    EXPECT_EQ(StateAt(BallotIn(stored), kClosing + absl::Hours(1)), at);
  }
}

TEST(StateAt, IsClosedAfterAnEarlyClosingWhateverTheClockSays) {
  pb::Ballot ballot = BallotIn(pb::BALLOT_STATE_OPEN);
  const int64_t early = absl::ToUnixSeconds(kClosing) - 1;
  ballot.mutable_close_time()->set_seconds(early);
  for (const int64_t now : {early - 3600, early - 1, early, early + 1}) {
    EXPECT_EQ(StateAt(ballot, absl::FromUnixSeconds(now)), pb::BALLOT_STATE_CLOSED);
  }
}

struct Moves {
  pb::BallotState state;
  absl::Duration from_closing;
  const char* open;
  const char* other;  // extend, close, cast
  const char* cancel;
};

constexpr absl::Duration kBefore = -absl::Microseconds(1);
const Moves kMoves[] = {
    {pb::BALLOT_STATE_DRAFT, kBefore, "", "BALLOT_NOT_OPEN", ""},
    {pb::BALLOT_STATE_OPEN, kBefore, "BALLOT_NOT_DRAFT", "", ""},
    {pb::BALLOT_STATE_OPEN, absl::ZeroDuration(), "BALLOT_NOT_DRAFT", "BALLOT_CLOSED",
     "BALLOT_CLOSED"},
    {pb::BALLOT_STATE_CLOSED, kBefore, "BALLOT_NOT_DRAFT", "BALLOT_CLOSED", "BALLOT_CLOSED"},
    {pb::BALLOT_STATE_CANCELLED, kBefore, "BALLOT_NOT_DRAFT", "BALLOT_CANCELLED",
     "BALLOT_CANCELLED"},
};

TEST(Moves, ArePossibleInTheirStateAndTimeOnly) {
  const auto reason = [](const auto& decided) { return rpc::ReasonOf(decided.status()); };
  for (const Moves& row : kMoves) {
    SCOPED_TRACE(
        absl::StrCat(pb::BallotState_Name(row.state), " ", absl::FormatDuration(row.from_closing)));
    const pb::Ballot ballot = BallotIn(row.state);
    const BallotFacts facts = FactsOf(ballot);
    const rpc::Call call = CallAt(kClosing + row.from_closing);
    EXPECT_EQ(reason(OpenBallot(facts, call, To<pb::OpenBallotRequest>())), row.open);
    EXPECT_EQ(reason(ExtendBallot(facts, call, To<pb::ExtendBallotRequest>("2027-02-01"))),
              row.other);
    EXPECT_EQ(reason(CloseBallot(facts, call, To<pb::CloseBallotRequest>())), row.other);
    EXPECT_EQ(reason(CancelBallot(facts, call, To<pb::CancelBallotRequest>())), row.cancel);
    const Grant voter{members::ROLE_VOTER, "de", ""};
    EXPECT_EQ(reason(CastVote(CastFactsOf(ballot, {voter}), call, Yes())), row.other);
  }
}

struct Office {
  pb::BallotKind kind;
  Grant grant;
  bool may;
};

const Office kOffices[] = {
    {pb::BALLOT_KIND_NP, kSecretariat, true},
    {pb::BALLOT_KIND_NP, kManagerOfTc, true},
    {pb::BALLOT_KIND_NP, {members::ROLE_COMMITTEE_MANAGER, "", "other"}, false},
    {pb::BALLOT_KIND_NP, {members::ROLE_CHAIR, "", "tc"}, false},
    {pb::BALLOT_KIND_NP, {members::ROLE_BALLOT_MONITOR, "", "tc"}, false},
    {pb::BALLOT_KIND_DIS, kSecretariat, true},
    {pb::BALLOT_KIND_DIS, kManagerOfTc, false},
    {pb::BALLOT_KIND_FDIS, kManagerOfTc, false},
    {pb::BALLOT_KIND_DIS, {members::ROLE_MEMBER_ADMINISTRATOR, "de", ""}, false},
    {pb::BALLOT_KIND_DIS, {members::ROLE_CENTRAL_SECRETARIAT, "de", ""}, false},
    {pb::BALLOT_KIND_DIS, {members::ROLE_CENTRAL_SECRETARIAT, "", "tc"}, false},
};

TEST(Offices, OpenTheBallotsOfTheirKind) {
  for (const Office& row : kOffices) {
    const BallotFacts facts = FactsOf(BallotIn(pb::BALLOT_STATE_DRAFT, row.kind), {row.grant});
    const auto opened = OpenBallot(facts, CallAt(kClosing), To<pb::OpenBallotRequest>());
    EXPECT_EQ(opened.ok(), row.may) << opened.status();
    EXPECT_EQ(rpc::ReasonOf(opened.status()), row.may ? "" : "ROLE_MISSING");
  }
}

struct Right {
  Grant grant;
  bool votes;
  bool sees_body;         // what de sent, on a DIS
  bool sees_voted;        // that de has, on any
  bool sees_dis = false;  // everything on a DIS
  bool sees_np = false;   // and on a ballot of the committee's own
};

const Right kRights[] = {
    {{members::ROLE_VOTER, "de", ""}, true, true, true},
    {{members::ROLE_VOTER, "de", "tc"}, true, true, true},
    {{members::ROLE_VOTER, "", "tc"}, true, true, true},
    {{members::ROLE_VOTER, "", ""}, true, true, true},
    {{members::ROLE_VOTER, "de", "other"}, false, false, false},
    {{members::ROLE_VOTER, "fr", ""}, false, false, false},
    {{members::ROLE_BALLOT_MONITOR, "de", ""}, false, true, true},
    {{members::ROLE_BALLOT_MONITOR, "", "tc"}, false, false, true, false, true},
    {{members::ROLE_BALLOT_MONITOR, "", ""}, false, false, true, false, true},
    {{members::ROLE_BALLOT_MONITOR, "", "other"}, false, false, false},
    {{members::ROLE_BALLOT_MONITOR, "fr", "tc"}, false, false, false},
    {{members::ROLE_MEMBER_ADMINISTRATOR, "de", ""}, false, true, true},
    {{members::ROLE_MEMBER_ADMINISTRATOR, "fr", ""}, false, false, false},
    {kManagerOfTc, false, false, true, false, true},
    {{members::ROLE_COMMITTEE_MANAGER, "", "other"}, false, false, false},
    {kSecretariat, false, true, true, true, true},
    {{members::ROLE_CHAIR, "", "tc"}, false, false, false},
    {{members::ROLE_PROJECT_LEADER, "", "tc"}, false, false, false},
};

TEST(Rights, HoldInTheirScopeWhileABallotIsOpen) {
  const pb::Ballot ballot = BallotIn(pb::BALLOT_STATE_OPEN);
  const absl::Time now = kClosing + kBefore;
  for (const Right& row : kRights) {
    SCOPED_TRACE(absl::StrCat(row.grant.role, ":", row.grant.member, ":", row.grant.committee));
    const Asker asker{{row.grant}, std::nullopt};
    EXPECT_EQ(CastVote(CastFactsOf(ballot, {row.grant}), CallAt(now), Yes()).ok(), row.votes);
    EXPECT_EQ(SeesBody(ballot, "de", asker, now), row.sees_body);
    EXPECT_EQ(SeesWhetherVoted(ballot, "de", asker, now), row.sees_voted);
    EXPECT_EQ(SeesAll(ballot, asker, now), row.sees_dis);
    EXPECT_EQ(MaySeeAll(ballot, asker, now).ok(), row.sees_dis);
    EXPECT_TRUE(SeesBody(ballot, "de", asker, kClosing));
    EXPECT_TRUE(SeesWhetherVoted(ballot, "de", asker, kClosing));
    EXPECT_TRUE(SeesAll(ballot, asker, kClosing));
  }
}

TEST(Rights, ToSeeEverythingAreThoseOfTheRowOfRules) {
  const absl::Time now = kClosing + kBefore;
  const pb::Ballot np = BallotIn(pb::BALLOT_STATE_OPEN, pb::BALLOT_KIND_NP);
  const pb::Ballot chair = BallotIn(pb::BALLOT_STATE_OPEN, pb::BALLOT_KIND_CHAIR);
  pb::Ballot without = BallotIn(pb::BALLOT_STATE_OPEN);
  without.set_rules_edition("of nobody");
  for (const Right& row : kRights) {
    SCOPED_TRACE(absl::StrCat(row.grant.role, ":", row.grant.member, ":", row.grant.committee));
    const Asker asker{{row.grant}, std::nullopt};
    EXPECT_EQ(SeesAll(np, asker, now), row.sees_np);
    EXPECT_FALSE(SeesAll(chair, asker, now)) << "about a person";
    EXPECT_FALSE(SeesAll(without, asker, now)) << "no row, so nobody";
    EXPECT_EQ(SeesWhetherVoted(chair, "de", asker, now), row.sees_voted);
    EXPECT_TRUE(SeesAll(chair, asker, kClosing));
  }
}

TEST(Rights, ToVoteOnBehalfAreForThoseWhoSeePositions) {
  pb::Vote vote = Yes();
  vote.set_behalf_reason("asked to by telephone");
  const rpc::Call call = CallAt(kClosing + kBefore);
  const auto reason = [&](pb::BallotKind kind, const Grant& grant) {
    const pb::Ballot ballot = BallotIn(pb::BALLOT_STATE_OPEN, kind);
    return rpc::ReasonOf(CastVote(CastFactsOf(ballot, {grant}), call, vote).status());
  };
  EXPECT_EQ(reason(pb::BALLOT_KIND_NP, kManagerOfTc), "");
  EXPECT_EQ(reason(pb::BALLOT_KIND_DIS, kManagerOfTc), "ROLE_MISSING");
  EXPECT_EQ(reason(pb::BALLOT_KIND_DIS, kSecretariat), "");
  EXPECT_EQ(reason(pb::BALLOT_KIND_CHAIR, kManagerOfTc), "ROLE_MISSING");
  EXPECT_EQ(reason(pb::BALLOT_KIND_CHAIR, kSecretariat), "ROLE_MISSING");
}

TEST(Rights, ToSeeNeedTheClosingAndNotTheCancelling) {
  const Asker nobody;
  for (const absl::Duration later : {kBefore, absl::ZeroDuration(), absl::Hours(1)}) {
    EXPECT_FALSE(SeesAll(BallotIn(pb::BALLOT_STATE_DRAFT), nobody, kClosing + later));
    EXPECT_FALSE(SeesAll(BallotIn(pb::BALLOT_STATE_CANCELLED), nobody, kClosing + later));
    EXPECT_TRUE(SeesAll(BallotIn(pb::BALLOT_STATE_CLOSED), nobody, kClosing + later));
  }
}

TEST(Replayed, TellsTheSameRequestFromAnother) {
  rpc::Call call = CallAt(kClosing);
  call.fingerprint = "this";
  EXPECT_FALSE(*Replayed({{}, std::nullopt}, call));
  EXPECT_TRUE(*Replayed({{}, "this"}, call));
  EXPECT_EQ(rpc::ReasonOf(Replayed({{}, "that"}, call).status()), "REQUEST_ID_REUSED");
}

TEST(OpenBallot, ClosesAtMidnightInGenevaAlsoWhenTheClocksChange) {
  for (const auto& [day, close_time] : {std::pair{"2027-03-28", "2027-03-28T22:00:00Z"},
                                        std::pair{"2026-10-25", "2026-10-25T23:00:00Z"}}) {
    pb::Ballot ballot = BallotIn(pb::BALLOT_STATE_DRAFT);
    ballot.set_end_date(day);
    ballot.set_period_reason("the clocks change");
    const rpc::Call call = CallAt(absl::FromCivil(absl::CivilDay(2026, 9, 1), absl::UTCTimeZone()));
    const auto opened = OpenBallot(FactsOf(ballot), call, To<pb::OpenBallotRequest>());
    ASSERT_TRUE(opened.ok()) << opened.status();
    EXPECT_EQ(absl::FormatTime("%Y-%m-%dT%H:%M:%SZ",
                               absl::FromUnixSeconds(opened->close_time().seconds()),
                               absl::UTCTimeZone()),
              close_time);
  }
}

TEST(OpenBallot, MayEndOnTheDayOnWhichItBegins) {
  pb::Ballot ballot = BallotIn(pb::BALLOT_STATE_DRAFT);
  ballot.set_end_date("2027-01-15");
  ballot.set_period_reason("the shortest there is");
  const auto open = [&](absl::Time now) {
    return OpenBallot(FactsOf(ballot), CallAt(now), To<pb::OpenBallotRequest>());
  };
  EXPECT_TRUE(open(kClosing + kBefore).ok());
  EXPECT_THAT(open(kClosing), HasField("ballot.end_date"));
}

TEST(RuleOf, IsThatOfTheEditionOrTheOneInForce) {
  pb::Ballot ballot = BallotIn(pb::BALLOT_STATE_DRAFT);
  const auto day = [](int year) {
    return absl::FromCivil(absl::CivilDay(year, 12, 1), absl::UTCTimeZone());
  };
  EXPECT_EQ(RuleOf(ballot, "IEC/TC 1", day(2018))->edition, "ISO-2022");
  ballot.clear_rules_edition();
  EXPECT_EQ(RuleOf(ballot, "ISO/TC 1", day(2018))->edition, "ISO-2017");
  EXPECT_EQ(RuleOf(ballot, "ISO/TC 1", day(2020))->edition, "ISO-2020");
  EXPECT_EQ(RuleOf(ballot, "ISO/TC 1", day(2026))->edition, "ISO-2022");
  EXPECT_EQ(RuleOf(ballot, "IEC/TC 1", day(2026))->edition, "IEC-2020");
  EXPECT_EQ(RuleOf(ballot, "ISO/TC 1", day(2000)), nullptr);
  EXPECT_EQ(RuleOf(ballot, "ITU/SG 1", day(2026)), nullptr);
}

TEST(ReferenceOf, NamesDraftAndKind) {
  struct Row {
    const char* project;
    pb::BallotKind kind;
    int draft;
    const char* reference;
    const char* id;
  };
  for (const Row& row : {
           Row{"ISO 20435", pb::BALLOT_KIND_DIS, 1, "ISO/DIS 20435", "iso-dis-20435"},
           Row{"ISO 20435", pb::BALLOT_KIND_DIS, 2, "ISO/DIS 20435.2", "iso-dis-20435.2"},
           Row{"ISO 22739:2024", pb::BALLOT_KIND_FDIS, 1, "ISO/FDIS 22739", "iso-fdis-22739"},
           Row{"ISO 1-2:2024", pb::BALLOT_KIND_FDIS, 1, "ISO/FDIS 1-2", "iso-fdis-1-2"},
           Row{"ISO/IEC 27001", pb::BALLOT_KIND_NP, 1, "ISO/IEC NP 27001", "iso-iec-np-27001"},
           Row{"IEC 60974", pb::BALLOT_KIND_NP, 0, "IEC/NP 60974", "iec-np-60974"},
           Row{"Token taxonomy", pb::BALLOT_KIND_NP, 1, "Token taxonomy NP", "token-taxonomy-np"},
       }) {
    pb::Project project;
    project.set_reference(row.project);
    const std::string reference = ReferenceOf(project, row.kind, row.draft);
    EXPECT_EQ(reference, row.reference);
    EXPECT_EQ(IdOf(reference), row.id);
  }
}

TEST(IdOf, IsAnIdentifierWhateverTheReference) {
  EXPECT_EQ(IdOf("  ISO // DIS -- 1  "), "iso-dis-1");
  EXPECT_EQ(IdOf("Änderung 1"), "nderung-1");
  EXPECT_EQ(IdOf(std::string(100, 'A')), std::string(63, 'a'));
  EXPECT_EQ(IdOf("§"), "");
}

}  // namespace
}  // namespace placet::ballots::decide
