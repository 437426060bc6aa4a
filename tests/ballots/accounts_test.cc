// Duties, thresholds, years, tabs and orders as tables.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/ballots/checks.h"
#include "services/ballots/geneva.h"
#include "services/ballots/obligations.h"
#include "services/rpc/names.h"
#include "tests/support/matchers.h"

namespace placet::ballots::obligations {
namespace {

using placet::testing::HasField;
using placet::testing::HasReason;
using placet::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

absl::Time At(const std::string& text) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, text, &time, &error)) << error;
  return time;
}

const absl::Time kNow = At("2026-03-02T09:00:00Z");

BodyOnBallot BodyOf(const std::string& ballot, pb::BallotKind kind, const std::string& end_date,
                    pb::Answer answer = pb::ANSWER_UNSPECIFIED) {
  BodyOnBallot body;
  body.ballot = ballot;
  body.reference = "ISO/X " + ballot;
  body.title = "A title";
  body.committee = "iso-tc-1";
  body.committee_reference = "ISO/TC 1";
  body.kind = kind;
  body.rules_edition = "ISO-2022";
  body.end_date = end_date;
  body.close_time = geneva::EndOf(end_date);
  body.open_time = body.close_time - absl::Hours(24 * 30);
  body.member = "de";
  body.full_member = true;
  body.status = pb::MEMBER_STATUS_P;
  body.answer = answer;
  body.cast_time = kNow - absl::Hours(1);
  return body;
}

// Owed questions of CIBs, of which some are missed, one question each.
std::vector<pb::OwedBallot> Cibs(int owed, int missed) {
  std::vector<pb::OwedBallot> ballots;
  for (int i = 0; i < owed; ++i) {
    pb::OwedBallot& ballot = ballots.emplace_back();
    ballot.set_duty(pb::DUTY_CLASS_CIB);
    ballot.set_duty_sureness(pb::SURENESS_CONFIRMED);
    ballot.set_questions(1);
    ballot.set_voted(i >= missed);
  }
  return ballots;
}

TEST(Share, IsExceededByMoreThanAFifthAndAtLeastTwo) {
  for (const auto& [missed, owed, exceeded] :
       {std::tuple{0, 0, false}, std::tuple{1, 1, false}, std::tuple{1, 4, false},
        std::tuple{2, 10, false}, std::tuple{2, 9, true}, std::tuple{2, 2, true},
        std::tuple{3, 15, false}, std::tuple{3, 14, true}, std::tuple{20, 100, false},
        std::tuple{21, 100, true}}) {
    EXPECT_EQ(ExceedsShare(missed, owed), exceeded) << missed << " of " << owed;
    const pb::Threshold threshold = ThresholdsOf(Cibs(owed, missed))[1];
    EXPECT_EQ(threshold.exceeded(), exceeded) << missed << " of " << owed;
    EXPECT_EQ(threshold.owed(), owed);
    EXPECT_EQ(threshold.missed(), missed);
  }
}

TEST(Share, CountsQuestionsAndNotBallots) {
  std::vector<pb::OwedBallot> ballots = Cibs(4, 1);  // 1 of 4
  EXPECT_FALSE(ThresholdsOf(ballots)[1].exceeded());
  ballots[0].set_questions(2);  // 2 of 5
  EXPECT_TRUE(ThresholdsOf(ballots)[1].exceeded());
  ballots[3].set_questions(7);  // 2 of 11
  EXPECT_FALSE(ThresholdsOf(ballots)[1].exceeded());
}

TEST(Share, IsAssumedWhereAssignedKindsDecide) {
  std::vector<pb::OwedBallot> ballots = Cibs(4, 2);
  EXPECT_EQ(ThresholdsOf(ballots)[1].sureness(), pb::SURENESS_CONFIRMED);
  ballots[0].set_duty_sureness(pb::SURENESS_ASSUMED);  // without it, 1 of 3
  EXPECT_TRUE(ThresholdsOf(ballots)[1].exceeded());
  EXPECT_EQ(ThresholdsOf(ballots)[1].sureness(), pb::SURENESS_ASSUMED);
}

TEST(Single, IsExceededByOne) {
  for (const auto& [kind, missed] :
       {std::pair{pb::BALLOT_KIND_DIS, 1}, std::pair{pb::BALLOT_KIND_FDIS, 1},
        std::pair{pb::BALLOT_KIND_SYSTEMATIC_REVIEW, 1}, std::pair{pb::BALLOT_KIND_DAM, 1},
        std::pair{pb::BALLOT_KIND_FAST_TRACK_DIS, 1}, std::pair{pb::BALLOT_KIND_NP, 0},
        std::pair{pb::BALLOT_KIND_DTS, 0}, std::pair{pb::BALLOT_KIND_GUIDE, 0},
        std::pair{pb::BALLOT_KIND_CIB, 0}, std::pair{pb::BALLOT_KIND_WITHDRAWAL, 0}}) {
    pb::OwedBallot ballot;
    ballot.set_duty(DutyOf(kind).duty);
    ballot.set_duty_sureness(DutyOf(kind).sureness);
    ballot.set_questions(1);
    const pb::Threshold threshold = ThresholdsOf({ballot})[0];
    EXPECT_EQ(threshold.missed(), missed) << pb::BallotKind_Name(kind);
    EXPECT_EQ(threshold.exceeded(), missed > 0) << pb::BallotKind_Name(kind);
  }
}

TEST(DutyOf, EveryKindHasOneAndGuidesAreExempt) {
  for (int kind = 1; kind < pb::BallotKind_ARRAYSIZE; ++kind) {
    if (!pb::BallotKind_IsValid(kind)) continue;
    EXPECT_NE(DutyOf(static_cast<pb::BallotKind>(kind)).duty, pb::DUTY_CLASS_UNSPECIFIED);
  }
  EXPECT_EQ(DutyOf(pb::BALLOT_KIND_GUIDE).duty, pb::DUTY_CLASS_EXEMPT);
  EXPECT_EQ(DutyOf(pb::BALLOT_KIND_RESOLUTION).duty, pb::DUTY_CLASS_CIB);
  EXPECT_EQ(DutyOf(pb::BALLOT_KIND_RESOLUTION).sureness, pb::SURENESS_ASSUMED);
}

TEST(YearOf, IsThatOfGenevaAndNoneToCome) {
  EXPECT_EQ(YearOf(0, At("2026-12-31T22:59:59Z"))->year, 2026);
  EXPECT_EQ(YearOf(0, At("2026-12-31T23:00:00Z"))->year, 2027);  // midnight in Geneva
  EXPECT_THAT(YearOf(2027, At("2026-12-31T22:59:59Z")), HasField("year"));
  EXPECT_THAT(YearOf(1899, kNow), HasField("year"));
  EXPECT_THAT(YearOf(-1, kNow), HasField("year"));
  const ClosingYear leap = *YearOf(2024, kNow);
  EXPECT_EQ(leap.from, At("2023-12-31T23:00:00Z"));
  EXPECT_EQ(leap.to, At("2024-12-31T23:00:00Z"));
  EXPECT_EQ(leap.to - leap.from, absl::Hours(24 * 366));
  EXPECT_TRUE(IsOver(leap, kNow));
  EXPECT_EQ(YearOf(2026, kNow)->to, kNow);
  EXPECT_FALSE(IsOver(*YearOf(2026, kNow), kNow));
}

pb::CommitteeAccount AccountOf(const std::vector<BodyOnBallot>& bodies,
                               pb::MemberStatus today = pb::MEMBER_STATUS_P,
                               bool reminded = false) {
  Seat seat{"iso-tc-1", "ISO/TC 1", "de", "Germany", "DIN", today};
  std::vector<pb::Reminder> reminders;
  if (reminded) {
    reminders.emplace_back().set_committee("committees/iso-tc-1");
    reminders[0].set_member("members/de");
  }
  const auto accounts = AccountsOf(bodies, {seat}, reminders, *YearOf(2026, kNow), Listed::kMissed);
  EXPECT_EQ(accounts.size(), 1u);
  return accounts.empty() ? pb::CommitteeAccount() : accounts[0];
}

TEST(Accounts, CountAnAbstentionAndANoWithoutReasonsAsVotes) {
  const auto account =
      AccountOf({BodyOf("a", pb::BALLOT_KIND_DIS, "2026-01-10", pb::ANSWER_ABSTAIN),
                 BodyOf("b", pb::BALLOT_KIND_DIS, "2026-01-11", pb::ANSWER_DISAPPROVE)});
  EXPECT_EQ(account.owed(), 2);
  EXPECT_EQ(account.voted(), 2);
  EXPECT_EQ(account.proposal(), pb::ACCOUNT_PROPOSAL_NONE);
}

TEST(Accounts, DoNotTakeCommentsOfAFormerOMemberForAVote) {
  const auto account =
      AccountOf({BodyOf("a", pb::BALLOT_KIND_NP, "2026-01-10", pb::ANSWER_COMMENTS)});
  EXPECT_EQ(account.missed(), 1);
}

TEST(Accounts, LeaveOutWhatWasNotOwed) {
  BodyOnBallot o_member = BodyOf("a", pb::BALLOT_KIND_DIS, "2026-01-10");
  o_member.status = pb::MEMBER_STATUS_O;
  const auto account =
      AccountOf({o_member, BodyOf("b", pb::BALLOT_KIND_CD_CONSULTATION, "2026-01-11")});
  EXPECT_EQ(account.owed(), 0);
}

TEST(Accounts, ProposeAReminderFirstAndThenAChange) {
  const std::vector<BodyOnBallot> missed = {BodyOf("a", pb::BALLOT_KIND_FDIS, "2026-01-10")};
  EXPECT_EQ(AccountOf(missed).proposal(), pb::ACCOUNT_PROPOSAL_REMINDER);
  EXPECT_EQ(AccountOf(missed).ballots_size(), 1);
  const auto reminded = AccountOf(missed, pb::MEMBER_STATUS_P, true);
  EXPECT_EQ(reminded.proposal(), pb::ACCOUNT_PROPOSAL_STATUS_CHANGE);
  EXPECT_THAT(reminded.proposal_text(), HasSubstr("an officer does in the directory"));
  const auto changed = AccountOf(missed, pb::MEMBER_STATUS_O, true);
  EXPECT_EQ(changed.proposal(), pb::ACCOUNT_PROPOSAL_NONE);
  EXPECT_THAT(changed.proposal_text(), HasSubstr("not a P-member today"));
}

TEST(Accounts, ApplyIsosThresholdsToIsoAlone) {
  BodyOnBallot body = BodyOf("a", pb::BALLOT_KIND_DIS, "2026-01-10");
  body.committee_reference = "IEC/TC 1";
  body.rules_edition = "IEC-2020";
  const auto accounts = AccountsOf({body}, {}, {}, *YearOf(2026, kNow), Listed::kNone);
  ASSERT_EQ(accounts.size(), 1u);
  EXPECT_EQ(accounts[0].thresholds_size(), 0);
  EXPECT_EQ(accounts[0].proposal(), pb::ACCOUNT_PROPOSAL_NONE);
}

TEST(Accounts, AreSortedByWhatWasMissedAndThenByMember) {
  std::vector<pb::CommitteeAccount> accounts(3);
  accounts[0].set_member("members/b");
  accounts[1].set_member("members/c");
  accounts[1].set_missed(2);
  accounts[2].set_member("members/a");
  SortByMissed(accounts);
  EXPECT_EQ(accounts[0].member(), "members/c");
  EXPECT_EQ(accounts[1].member(), "members/a");
}

std::vector<std::string> IdsUnder(pb::Tab tab, const std::vector<BodyOnBallot>& bodies) {
  std::vector<std::string> ids;
  for (const pb::MyBallot& ballot : Under(tab, bodies, {}, kNow)) ids.push_back(ballot.ballot());
  return ids;
}

TEST(Under, HoldsToTwoWeeksInDaysOfGeneva) {
  const auto open = [](const std::string& end) { return BodyOf("b", pb::BALLOT_KIND_DIS, end); };
  EXPECT_EQ(IdsUnder(pb::TAB_CLOSING, {open("2026-03-16")}).size(), 1u);
  EXPECT_EQ(IdsUnder(pb::TAB_CLOSING, {open("2026-03-17")}).size(), 0u);
  EXPECT_EQ(IdsUnder(pb::TAB_CLOSED, {open("2026-02-16")}).size(), 1u);
  EXPECT_EQ(IdsUnder(pb::TAB_CLOSED, {open("2026-02-15")}).size(), 0u);
  BodyOnBallot body = open("2026-05-01");
  body.open_time = geneva::EndOf("2026-02-15");  // the first instant of the 16th
  EXPECT_EQ(IdsUnder(pb::TAB_NEW, {body}).size(), 1u);
  body.open_time -= absl::Microseconds(1);
  EXPECT_EQ(IdsUnder(pb::TAB_NEW, {body}).size(), 0u);
}

TEST(Under, TellsWhatMustFromWhatMay) {
  BodyOnBallot must = BodyOf("must", pb::BALLOT_KIND_DIS, "2026-05-01");
  BodyOnBallot voted = BodyOf("voted", pb::BALLOT_KIND_DIS, "2026-05-01", pb::ANSWER_ABSTAIN);
  BodyOnBallot may = BodyOf("may", pb::BALLOT_KIND_DIS, "2026-05-01");
  may.status = pb::MEMBER_STATUS_O;
  BodyOnBallot comment = BodyOf("comment", pb::BALLOT_KIND_NP, "2026-05-01");
  comment.status = pb::MEMBER_STATUS_O;
  BodyOnBallot observes = BodyOf("observes", pb::BALLOT_KIND_DIS, "2026-05-01");
  observes.full_member = false;
  const std::vector<BodyOnBallot> all = {must, voted, may, comment, observes};
  EXPECT_THAT(IdsUnder(pb::TAB_ALL_MANDATORY, all), ElementsAre("ballots/must", "ballots/voted"));
  EXPECT_THAT(IdsUnder(pb::TAB_VOTE_REQUIRED, all), ElementsAre("ballots/must"));
  EXPECT_EQ(IdsUnder(pb::TAB_ALL_OPEN, all).size(), 4u);
  EXPECT_EQ(IdsUnder(pb::TAB_UNSPECIFIED, all).size(), 4u);
  EXPECT_THAT(IdsUnder(pb::TAB_CLOSED, all), IsEmpty());
}

TEST(PageOf, GoesOnAfterTheLastRowWhateverHasComeOrGone) {
  std::vector<pb::MyBallot> ballots(4);
  for (int i = 0; i < 4; ++i) {
    ballots[static_cast<size_t>(i)].set_ballot(absl::StrCat("ballots/", i));
    ballots[static_cast<size_t>(i)].set_title(i < 2 ? "A – title | x" : "B");
  }
  pb::ListMyBallotsRequest request;
  request.set_sort(pb::SORT_COLUMN_TITLE);
  request.set_descending(true);
  const auto first = PageOf(ballots, request, {.size = 3, .after = ""});
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(first->ballots(0).ballot(), "ballots/2");
  EXPECT_EQ(first->ballots(2).ballot(), "ballots/0");
  const std::string after = *rpc::ParsePageToken(first->next_page_token());
  ballots.erase(ballots.begin());  // the last row of the page has gone
  const auto second = PageOf(ballots, request, {.size = 3, .after = after});
  ASSERT_EQ(second->ballots_size(), 1);
  EXPECT_EQ(second->ballots(0).ballot(), "ballots/1");
  EXPECT_EQ(second->next_page_token(), "");
  request.set_descending(false);
  EXPECT_THAT(PageOf(ballots, request, {.size = 3, .after = after}), HasField("page_token"));
}

TEST(RecordReminder, IsForTheCentralSecretariatAndOnce) {
  rpc::Call call;
  call.caller = "people/anna";
  call.now = kNow;
  pb::RecordReminderRequest request;
  request.set_member("members/de");
  request.set_committee("committees/iso-tc-1");
  request.set_year(2026);
  request.set_reason(" ");
  ObligationFacts facts;
  facts.member_exists = facts.committee_exists = true;
  facts.asker.grants = {{members::v1::ROLE_COMMITTEE_MANAGER, "", "iso-tc-1"}};
  EXPECT_THAT(RecordReminder(facts, call, request), HasReason("ROLE_MISSING"));
  facts.asker.grants = {{members::v1::ROLE_CENTRAL_SECRETARIAT, "", ""}};
  EXPECT_THAT(RecordReminder(facts, call, request), HasField("reason"));
  request.set_reason("a DIS was missed");
  const auto reminder = RecordReminder(facts, call, request);
  ASSERT_THAT(reminder, IsOk());
  EXPECT_EQ(reminder->name(), "committees/iso-tc-1/members/de/reminders/2026");
  facts.reminder = *reminder;
  EXPECT_THAT(RecordReminder(facts, call, request), HasReason("REMINDER_RECORDED"));
  facts.member_exists = false;
  EXPECT_THAT(RecordReminder(facts, call, request), HasField("member"));
}

}  // namespace
}  // namespace placet::ballots::obligations
