// ObligationService: lists by tab and order, accounts of a year, reminders; who may ask.
#include "absl/strings/str_cat.h"
#include "services/rpc/names.h"
#include "tests/ballots/harness.h"

namespace placet::ballots {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class ObligationsTest : public ::testing::Test {
 protected:
  void Create(const std::string& id, pb::BallotKind kind, const std::string& end_date = "",
              int questions = 0) {
    pb::CreateBallotRequest request;
    request.set_ballot_id(id);
    pb::Ballot& ballot = *request.mutable_ballot();
    ballot.set_kind(kind);
    if (kind == pb::BALLOT_KIND_CIB) {
      ballot.set_committee(kCommittee);
      ballot.set_title("A matter");
      for (int i = 0; i < questions; ++i) {
        pb::Question& question = *ballot.add_questions();
        question.set_id(absl::StrCat("q", i));
        question.set_text("Shall it be so?");
        question.add_choices("yes");
        question.add_choices("no");
      }
    } else {
      world_.PutProject(id, StageBefore(kind));
      ballot.set_project("projects/" + id);
    }
    ballot.set_end_date(end_date);
    if (!end_date.empty()) ballot.set_period_reason("a test needs this day");
    EXPECT_THAT(world_.Ask(kCentralSecretariat, &BallotStub::CreateBallot, request), IsOk());
  }
  void Open(const std::string& id, pb::BallotKind kind, const std::string& end_date = "",
            int questions = 0) {
    Create(id, kind, end_date, questions);
    pb::OpenBallotRequest request;
    request.set_name("ballots/" + id);
    EXPECT_THAT(world_.Ask(kCentralSecretariat, &BallotStub::OpenBallot, request), IsOk());
  }

  absl::StatusOr<pb::ListMyBallotsResponse> Ask(const pb::ListMyBallotsRequest& request,
                                                const std::string& caller = kVoters) const {
    return world_.Ask(caller, &ObligationStub::ListMyBallots, request);
  }
  std::vector<std::string> Names(const std::string& member, pb::Tab tab,
                                 const std::string& caller = kVoters) const {
    pb::ListMyBallotsRequest request;
    request.set_member("members/" + member);
    request.set_tab(tab);
    const auto listed = Ask(request, caller);
    EXPECT_THAT(listed, IsOk());
    std::vector<std::string> names;
    if (!listed.ok()) return names;
    for (const pb::MyBallot& ballot : listed->ballots()) names.push_back(ballot.ballot().substr(8));
    return names;
  }

  absl::StatusOr<pb::VotingAccount> Account(const std::string& member, int year = 0,
                                            const std::string& committee = "",
                                            const std::string& caller = kVoters) const {
    pb::GetVotingAccountRequest request;
    request.set_member("members/" + member);
    request.set_committee(committee);
    request.set_year(year);
    return world_.Ask(caller, &ObligationStub::GetVotingAccount, request);
  }
  pb::CommitteeAccount InTc(const std::string& member, int year = 0) const {
    const auto account = Account(member, year, kCommittee);
    EXPECT_THAT(account, IsOk());
    if (!account.ok() || account->committees_size() != 1) return {};
    return account->committees(0);
  }

  static pb::RecordReminderRequest ReminderOf(const std::string& member) {
    pb::RecordReminderRequest request;
    request.set_member("members/" + member);
    request.set_committee(kCommittee);
    request.set_year(2026);
    request.set_reason("a DIS was missed");
    return request;
  }
  absl::StatusOr<pb::Reminder> Remind(const pb::RecordReminderRequest& request,
                                      const std::string& caller = kCentralSecretariat) const {
    return world_.Ask(caller, &ObligationStub::RecordReminder, request);
  }

  World world_;
};

TEST_F(ObligationsTest, AreListedByTab) {
  Open("dis", pb::BALLOT_KIND_DIS);
  Open("np", pb::BALLOT_KIND_NP);
  Create("draft", pb::BALLOT_KIND_DIS);
  EXPECT_THAT(Names("de", pb::TAB_ALL_MANDATORY), UnorderedElementsAre("dis", "np"));
  EXPECT_THAT(world_.Cast("ballots/dis", "de", pb::ANSWER_ABSTAIN), IsOk());
  EXPECT_THAT(Names("de", pb::TAB_ALL_MANDATORY), UnorderedElementsAre("dis", "np"));
  EXPECT_THAT(Names("de", pb::TAB_VOTE_REQUIRED), ElementsAre("np"));
  EXPECT_THAT(Names("se", pb::TAB_ALL_MANDATORY), IsEmpty());
  EXPECT_THAT(Names("se", pb::TAB_ALL_OPEN), UnorderedElementsAre("dis", "np"));
  EXPECT_THAT(Names("br", pb::TAB_ALL_OPEN), ElementsAre("dis"));  // without a seat
  EXPECT_THAT(Names("al", pb::TAB_ALL_OPEN), IsEmpty());           // a correspondent
}

TEST_F(ObligationsTest, AreNewClosingAndClosedForTwoWeeks) {
  Open("dis", pb::BALLOT_KIND_DIS);  // closes after twelve weeks, at the end of 2026-05-25
  EXPECT_THAT(Names("de", pb::TAB_NEW), ElementsAre("dis"));
  EXPECT_THAT(Names("de", pb::TAB_CLOSING), IsEmpty());
  world_.clock().Advance(absl::Hours(24 * 75));
  EXPECT_THAT(Names("de", pb::TAB_NEW), IsEmpty());
  EXPECT_THAT(Names("de", pb::TAB_CLOSING), ElementsAre("dis"));
  EXPECT_THAT(Names("de", pb::TAB_CLOSED), IsEmpty());
  world_.PassClosing("ballots/dis");
  EXPECT_THAT(Names("de", pb::TAB_ALL_OPEN), IsEmpty());
  EXPECT_THAT(Names("de", pb::TAB_CLOSED), ElementsAre("dis"));
  EXPECT_THAT(Names("br", pb::TAB_CLOSED), ElementsAre("dis"));
  world_.clock().Advance(absl::Hours(24 * 15));
  EXPECT_THAT(Names("de", pb::TAB_CLOSED), IsEmpty());
}

TEST_F(ObligationsTest, AreListedWithWhatABodyMayDoAndHasDone) {
  Open("dis", pb::BALLOT_KIND_DIS);
  EXPECT_THAT(world_.Cast("ballots/dis", "de", pb::ANSWER_APPROVE), IsOk());
  pb::ListMyBallotsRequest request;
  request.set_member("members/de");
  const auto listed = Ask(request, kVoterDe);
  ASSERT_EQ(listed->ballots_size(), 1);
  const pb::MyBallot& ballot = listed->ballots(0);
  EXPECT_EQ(ballot.reference(), "ISO/DIS 1");
  EXPECT_EQ(ballot.committee(), kCommittee);
  EXPECT_EQ(ballot.committee_reference(), "ISO/TC 307");
  EXPECT_EQ(ballot.entitlement(), pb::ENTITLEMENT_MUST_VOTE);
  EXPECT_TRUE(ballot.voted());
  EXPECT_EQ(absl::FromUnixSeconds(ballot.cast_time().seconds()), world_.clock().Now());
  EXPECT_EQ(ballot.left().seconds(),
            ballot.close_time().seconds() - absl::ToUnixSeconds(world_.clock().Now()));
}

TEST_F(ObligationsTest, AreSortedByEveryColumnPageByPage) {
  Open("c", pb::BALLOT_KIND_DIS);
  world_.clock().Advance(absl::Hours(24));
  Open("a", pb::BALLOT_KIND_NP);
  Open("b", pb::BALLOT_KIND_FDIS);
  EXPECT_THAT(world_.Cast("ballots/b", "de", pb::ANSWER_APPROVE), IsOk());
  for (int column = 0; column < pb::SortColumn_ARRAYSIZE; ++column) {
    for (const bool descending : {false, true}) {
      SCOPED_TRACE(absl::StrCat(column, descending ? " descending" : ""));
      pb::ListMyBallotsRequest request;
      request.set_member("members/de");
      request.set_sort(static_cast<pb::SortColumn>(column));
      request.set_descending(descending);
      const auto whole = Ask(request);
      ASSERT_EQ(whole->ballots_size(), 3);
      request.set_page_size(1);
      for (const pb::MyBallot& expected : whole->ballots()) {
        const auto page = Ask(request);
        ASSERT_EQ(page->ballots_size(), 1);
        EXPECT_THAT(page->ballots(0), EqualsProto(expected));
        request.set_page_token(page->next_page_token());
      }
      EXPECT_EQ(request.page_token(), "");
    }
  }
  pb::ListMyBallotsRequest request;
  request.set_member("members/de");
  request.set_sort(pb::SORT_COLUMN_VOTED);
  request.set_descending(true);
  EXPECT_EQ(Ask(request)->ballots(0).ballot(), "ballots/b");
  request.set_sort(pb::SORT_COLUMN_OPENED);
  EXPECT_EQ(Ask(request)->ballots(2).ballot(), "ballots/c");
  request.set_sort(pb::SORT_COLUMN_KIND);
  EXPECT_EQ(Ask(request)->ballots(0).ballot(), "ballots/a");
}

TEST_F(ObligationsTest, AreToldToThoseWhoMayAskForTheBody) {
  Open("dis", pb::BALLOT_KIND_DIS);
  for (const char* caller : {kVoterDe, kManager, kCentralSecretariat, "people/monitor-de",
                             "people/administrator-de", kMonitor}) {
    EXPECT_THAT(Names("de", pb::TAB_ALL_OPEN, caller), ElementsAre("dis")) << caller;
  }
  for (const char* caller : {"people/voter-de-elsewhere", "people/other-manager"}) {
    EXPECT_THAT(Names("de", pb::TAB_ALL_OPEN, caller), IsEmpty()) << caller;
  }
  pb::ListMyBallotsRequest request;
  request.set_member("members/de");
  for (const char* caller : {kNobody, "people/voter-fr"}) {
    EXPECT_THAT(Ask(request, caller), HasReason("ROLE_MISSING")) << caller;
    EXPECT_THAT(Account("de", 0, "", caller), HasReason("ROLE_MISSING")) << caller;
  }
}

TEST_F(ObligationsTest, AreRefusedWhereTheRequestIsMalformed) {
  pb::ListMyBallotsRequest request;
  request.set_member("de");
  EXPECT_THAT(Ask(request), HasField("member"));
  request.set_member("members/none");
  EXPECT_THAT(Ask(request), HasReason("NOT_FOUND"));
  request.set_member("members/de");
  request.set_tab(static_cast<pb::Tab>(99));
  EXPECT_THAT(Ask(request), HasField("tab"));
  request.clear_tab();
  request.set_sort(static_cast<pb::SortColumn>(99));
  EXPECT_THAT(Ask(request), HasField("sort"));
  request.clear_sort();
  request.set_committee("x");
  EXPECT_THAT(Ask(request), HasField("committee"));
  request.clear_committee();
  request.set_page_size(-1);
  EXPECT_THAT(Ask(request), HasField("page_size"));
  request.clear_page_size();
  for (const char* key : {"x", "0+", "0+|", "0+|zz|b", "1+|00|b", "0-|00|b"}) {
    request.set_page_token(rpc::PageToken(key));
    EXPECT_THAT(Ask(request), HasField("page_token")) << key;
  }
  EXPECT_THAT(Account("de", 2027), HasField("year"));
  EXPECT_THAT(Account("none"), HasReason("NOT_FOUND"));
  EXPECT_THAT(Account("de", 0, "x"), HasField("committee"));
}

TEST_F(ObligationsTest, MissedLeadToAReminderAndThenToAChange) {
  Open("dis", pb::BALLOT_KIND_DIS);
  EXPECT_THAT(world_.Cast("ballots/dis", "de", pb::ANSWER_ABSTAIN), IsOk());
  EXPECT_THAT(world_.Cast("ballots/dis", "jp", pb::ANSWER_DISAPPROVE), IsOk());  // not counted
  EXPECT_EQ(InTc("fr").owed(), 0);                                               // still open
  world_.PassClosing("ballots/dis");
  for (const char* member : {"de", "jp"}) {
    EXPECT_EQ(InTc(member).voted(), 1) << member;
    EXPECT_EQ(InTc(member).proposal(), pb::ACCOUNT_PROPOSAL_NONE) << member;
  }
  EXPECT_EQ(InTc("fr").missed(), 1);
  ASSERT_EQ(InTc("fr").ballots_size(), 1);
  EXPECT_FALSE(InTc("fr").ballots(0).voted());
  EXPECT_EQ(InTc("fr").proposal(), pb::ACCOUNT_PROPOSAL_REMINDER);
  EXPECT_THAT(Remind(ReminderOf("fr")), IsOk());
  EXPECT_EQ(InTc("fr").proposal(), pb::ACCOUNT_PROPOSAL_STATUS_CHANGE);
  EXPECT_EQ(InTc("fr").reminder().reason(), "a DIS was missed");
  EXPECT_EQ(world_.Entry("ballots/dis", "fr").status(), pb::MEMBER_STATUS_P) << "nothing moves";
  world_.Change("fr", mpb::SEAT_STATUS_O);
  world_.CatchUp();
  EXPECT_EQ(InTc("fr").proposal(), pb::ACCOUNT_PROPOSAL_NONE);
  EXPECT_EQ(InTc("fr").status(), pb::MEMBER_STATUS_O);
}

TEST_F(ObligationsTest, AreThoseOfTheStatusAtClosing) {
  Open("dis", pb::BALLOT_KIND_DIS);
  world_.Change("fr", mpb::SEAT_STATUS_O);
  world_.Change("se", mpb::SEAT_STATUS_P);
  world_.CatchUp();
  world_.PassClosing("ballots/dis");
  EXPECT_EQ(InTc("fr").owed(), 0);
  EXPECT_EQ(InTc("se").owed(), 1);
}

TEST_F(ObligationsTest, OfACibAreItsQuestions) {
  Open("cib", pb::BALLOT_KIND_CIB, "2026-03-30", 3);
  world_.PassClosing("ballots/cib");
  const pb::CommitteeAccount account = InTc("de");
  ASSERT_EQ(account.thresholds_size(), 2);
  EXPECT_EQ(account.thresholds(0).owed(), 0);
  EXPECT_EQ(account.thresholds(1).owed(), 3);
  EXPECT_EQ(account.thresholds(1).missed(), 3);
  EXPECT_TRUE(account.thresholds(1).exceeded());
}

TEST_F(ObligationsTest, BelongToTheYearOfTheLastDayInGeneva) {
  world_.clock().Set("2026-11-02T09:00:00Z");
  Open("old", pb::BALLOT_KIND_FDIS, "2026-12-31");
  Open("new", pb::BALLOT_KIND_FDIS, "2027-01-01");
  world_.clock().Set("2027-01-02T09:00:00Z");
  ASSERT_EQ(InTc("de", 2026).ballots_size(), 1);
  EXPECT_EQ(InTc("de", 2026).ballots(0).ballot(), "ballots/old");
  ASSERT_EQ(InTc("de", 2027).ballots_size(), 1);
  EXPECT_EQ(InTc("de").ballots(0).ballot(), "ballots/new");
  EXPECT_TRUE(Account("de", 2026)->year_over());
  EXPECT_FALSE(Account("de", 2027)->year_over());
}

TEST_F(ObligationsTest, OfOtherCommitteesAreLeftOutOrRefused) {
  Open("dis", pb::BALLOT_KIND_DIS);
  world_.PassClosing("ballots/dis");
  EXPECT_EQ(Account("de", 0, "", "people/voter-de-elsewhere")->committees_size(), 0);
  EXPECT_THAT(Account("de", 0, kCommittee, "people/voter-de-elsewhere"), HasReason("ROLE_MISSING"));
  EXPECT_EQ(Account("de", 0, "", kVoterDe)->committees_size(), 1);
}

TEST_F(ObligationsTest, OfACommitteeAreListedForItsManager) {
  Open("dis", pb::BALLOT_KIND_DIS);
  for (const char* member : {"fr", "us"}) {
    EXPECT_THAT(world_.Cast(absl::StrCat("ballots/dis"), member, pb::ANSWER_APPROVE), IsOk());
  }
  world_.PassClosing("ballots/dis");
  world_.Join("br", mpb::SEAT_STATUS_P);  // owes nothing yet
  world_.CatchUp();
  pb::ListAccountsRequest request;
  request.set_committee(kCommittee);
  const auto listed = world_.Ask(kManager, &ObligationStub::ListAccounts, request);
  ASSERT_THAT(listed, IsOk());
  std::vector<std::string> lines;
  for (const pb::CommitteeAccount& account : listed->accounts()) {
    lines.push_back(
        absl::StrCat(account.member().substr(8), " ", account.missed(), " of ", account.owed()));
  }
  EXPECT_THAT(lines, ElementsAre("de 1 of 1", "jp 1 of 1", "br 0 of 0", "fr 0 of 1", "us 0 of 1"));
  for (const char* caller : {kNobody, kVoterDe, kMonitor, "people/other-manager"}) {
    EXPECT_THAT(world_.Ask(caller, &ObligationStub::ListAccounts, request),
                HasReason("ROLE_MISSING"));
  }
  request.set_committee("committees/none");
  EXPECT_THAT(world_.Ask(kCentralSecretariat, &ObligationStub::ListAccounts, request),
              HasReason("NOT_FOUND"));
}

TEST_F(ObligationsTest, RemindersAreRecordedOnceByTheCentralSecretariat) {
  for (const char* caller : {kNobody, kVoterDe, kManager, kMonitor}) {
    EXPECT_THAT(Remind(ReminderOf("de"), caller), HasReason("ROLE_MISSING")) << caller;
  }
  EXPECT_THAT(Remind(ReminderOf("none")), HasReason("REFERENCE_UNKNOWN"));
  pb::RecordReminderRequest request = ReminderOf("de");
  request.set_year(2027);
  EXPECT_THAT(Remind(request), HasField("year"));
  request = ReminderOf("de");
  request.clear_reason();
  EXPECT_THAT(Remind(request), HasField("reason"));
  EXPECT_EQ(world_.Head(), 0);
  request = ReminderOf("de");
  request.set_request_id(RequestId(1));
  const auto recorded = Remind(request);
  ASSERT_THAT(recorded, IsOk());
  EXPECT_EQ(recorded->recorder(), kCentralSecretariat);
  EXPECT_THAT(*Remind(request), EqualsProto(*recorded)) << "a repeat";
  request.set_request_id(RequestId(2));
  EXPECT_THAT(Remind(request), HasReason("REMINDER_RECORDED"));
  request.set_request_id(RequestId(1));
  request.set_reason("another");
  EXPECT_THAT(Remind(request), HasReason("REQUEST_ID_REUSED"));
  EXPECT_EQ(world_.Head(), 1);
  EXPECT_THAT(Remind(ReminderOf("fr")), IsOk());
}

TEST_F(ObligationsTest, RemindersAreSeenInTheStreamByThoseWhomTheyConcern) {
  EXPECT_THAT(Remind(ReminderOf("de")), IsOk());
  for (const char* caller : {kCentralSecretariat, kManager, kVoterDe, kMonitor}) {
    const std::vector<pb::Event> events = world_.Events(caller);
    ASSERT_EQ(events.size(), 1u);
    EXPECT_EQ(events[0].reminder().member(), "members/de") << caller;
    EXPECT_EQ(events[0].subject(), "committees/iso-tc-307/members/de/reminders/2026");
  }
  for (const char* caller : {kNobody, "people/voter-fr", "people/other-manager"}) {
    const std::vector<pb::Event> events = world_.Events(caller);
    ASSERT_EQ(events.size(), 1u);
    EXPECT_TRUE(events[0].has_hidden()) << caller;
    EXPECT_EQ(events[0].actor(), "");
    EXPECT_EQ(events[0].subject(), kCommittee);
  }
}

}  // namespace
}  // namespace placet::ballots
