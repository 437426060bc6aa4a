// What the Directives say of each kind of ballot, written down a second time without the table.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "services/ballots/rules/rules.h"
#include "tests/rules/printed.h"

namespace placet::ballots::rules {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr std::string_view kTwoThirds = "yes/P>=2/3";
constexpr std::string_view kMajority = "yes/P>1/2";
constexpr std::string_view kTwo = "yes/P>=2/3 no/all<=1/4";

constexpr Electorate kAll = Electorate::kAllBodies;
constexpr Electorate kP = Electorate::kPMembers;

// `lengths`: what is proposed first, then what is permitted; "*" is any.
struct Expected {
  Kind kind;
  Electorate electorate;
  bool must;
  std::string_view criteria;
  std::string_view lengths;
};

// One line for each kind that ISO-2020 and ISO-2022 share.
constexpr Expected kOfIso[] = {
    {Kind::kPwi, kP, true, kMajority, "4w *"},
    {Kind::kNp, kP, true, "yes/P>=2/3 experts>=4|16|5", "12w 8w"},
    {Kind::kDis, kAll, true, kTwo, "12w"},
    {Kind::kFdis, kAll, true, kTwo, "8w"},
    {Kind::kMinorRevision, kAll, true, kTwo, "8w 12w"},
    {Kind::kDam, kAll, true, kTwo, "12w"},
    {Kind::kFdam, kAll, true, kTwo, "8w"},
    {Kind::kFastTrackDis, kAll, true, kTwo, "12w"},
    {Kind::kFastTrackFdis, kAll, true, kTwo, "20w"},
    {Kind::kDts, kP, true, kTwoThirds, "8w 12w"},
    {Kind::kDtr, kP, true, kMajority, "8w 12w"},
    {Kind::kDpas, kP, true, kMajority, "8w"},
    {Kind::kConversion, kP, true, kTwoThirds, "4w *"},
    {Kind::kReview, kAll, true, "users>=5 confirm/P>1/2 revise/P>1/2 withdraw/P>1/2", "20w"},
    {Kind::kWithdrawal, kAll, true, "no<=0", "8w"},
    {Kind::kReinstatementDis, kAll, true, kTwo, "12w"},
    {Kind::kReinstatementFdis, kAll, true, kTwo, "8w"},
    {Kind::kGuide, kAll, false, "no/all<=1/4", "12w"},
    {Kind::kCib, kP, true, kMajority, "4w *"},
    {Kind::kResolution, kP, true, kMajority, "4w *"},
    {Kind::kNewCommittee, kAll, false, "yes/all>=2/3 participants>=5", "12w"},
    {Kind::kProjectCommittee, kAll, false, "yes/all>=2/3 experts of all>=5", "12w"},
    {Kind::kNewSubcommittee, kP, true, "yes/P>=2/3 participants>=5", "4w *"},
    {Kind::kDissolution, kP, true, kTwoThirds, "4w *"},
    {Kind::kScope, kP, true, kTwoThirds, "4w *"},
    {Kind::kConvenor, kP, true, kMajority, "4w *"},
    {Kind::kChair, kP, true, kTwoThirds, "4w *"},
    {Kind::kLiaison, kP, true, kTwoThirds, "4w *"},
    {Kind::kAllMembers, kAll, false, "", "12w *"},
    {Kind::kWgConsultation, Electorate::kExperts, false, "", "*"},
};

// What differs: the vote on committee drafts, and all that is older or not ISO's.
struct ExpectedIn {
  std::string_view edition;
  Expected row;
};

constexpr ExpectedIn kElsewhere[] = {
    {"ISO-2020", {Kind::kCd, kP, true, kTwoThirds, "8w 12w 16w"}},
    {"ISO-2022", {Kind::kCdConsultation, Electorate::kNobody, false, "", "8w 12w 16w 2m"}},
    {"JTC1-2023", {Kind::kCd, kP, true, kTwoThirds, "8w 12w 16w"}},
    {"JTC1-5ED", {Kind::kNp, kP, true, "yes/P>1/2 participants>=5", "3m"}},
    {"JTC1-5ED", {Kind::kCd, kP, true, kTwoThirds, "3m 4m 5m 6m"}},
    {"JTC1-5ED", {Kind::kFdis, kAll, true, kTwo, "2m"}},
    {"JTC1-5ED", {Kind::kFastTrackDis, kAll, true, kTwo, "5m"}},
    {"JTC1-5ED", {Kind::kDtr, kP, true, kMajority, "3m 4m 5m 6m"}},
    {"ISO-2004", {Kind::kNp, kP, true, "yes/P>1/2 participants>=5", "3m"}},
    {"ISO-2004", {Kind::kCd, kP, true, kTwoThirds, "3m"}},
    {"ISO-2004", {Kind::kDis, kAll, true, kTwo, "5m"}},
    {"ISO-2004", {Kind::kFdis, kAll, true, kTwo, "2m"}},
    {"ISO-2004", {Kind::kWithdrawal, kAll, true, "no<=0", "3m"}},
    {"ISO-2008", {Kind::kNp, kP, true, "yes/P>1/2 participants>=5", "3m"}},
    {"ISO-2008", {Kind::kCd, kP, true, kTwoThirds, "3m 2m"}},
    {"ISO-2008", {Kind::kDis, kAll, true, kTwo, "5m"}},
    {"ISO-2008", {Kind::kFdis, kAll, true, kTwo, "2m"}},
    {"ISO-2008", {Kind::kWithdrawal, kAll, true, "no<=0", "2m 3m"}},
    {"ISO-2012", {Kind::kNp, kP, true, "yes/P>1/2 experts>=4|16|5", "3m"}},
    {"ISO-2012", {Kind::kDis, kAll, true, kTwo, "3m 5m"}},
    {"ISO-2014", {Kind::kNp, kP, true, "yes/P>1/2 experts>=4|16|5", "3m"}},
    {"ISO-2014", {Kind::kDis, kAll, true, kTwo, "3m 5m"}},
    {"ISO-2016", {Kind::kNp, kP, true, "yes/P>1/2 experts>=4|16|5", "12w"}},
    {"ISO-2016", {Kind::kDis, kAll, true, kTwo, "12w 3m"}},
    {"ISO-2016", {Kind::kFdis, kAll, true, kTwo, "8w"}},
    {"ISO-2017", {Kind::kNp, kP, true, "yes/P>=2/3 experts>=4|16|5", "12w 8w"}},
    {"ISO-2017", {Kind::kDis, kAll, true, kTwo, "12w"}},
    {"ISO-2017", {Kind::kFdis, kAll, true, kTwo, "8w"}},
    {"IEC-2013", {Kind::kNp, kP, true, "yes/P>1/2 experts>=4|16|5", "3m"}},
    {"IEC-2013", {Kind::kDis, kAll, true, kTwo, "3m"}},
    {"IEC-2020", {Kind::kNp, kP, true, "yes/P>=2/3 experts>=4|16|5", "12w"}},
    {"IEC-2020", {Kind::kDis, kAll, true, kTwo, "12w"}},
    {"IEC-2020", {Kind::kFdis, kAll, true, kTwo, "6w"}},
    {"IEC-2020", {Kind::kDts, kP, true, kTwoThirds, "8w"}},
    {"IEC-2020", {Kind::kDtr, kP, true, kMajority, "8w"}},
};

std::string LengthsOf(const Rule& rule) {
  std::string text = rule.period.Exists() ? Short(rule.period) : "";
  for (const Period& period : rule.periods) text += " " + Short(period);
  if (rule.any_period) text += text.empty() ? "*" : " *";
  return text;
}

void Expect(std::string_view edition, const Expected& expected) {
  SCOPED_TRACE(std::string(edition) + " " + std::string(KindName(expected.kind)));
  const Rule* rule = FindRule(expected.kind, edition);
  ASSERT_NE(rule, nullptr);
  EXPECT_EQ(rule->electorate, expected.electorate);
  EXPECT_EQ(rule->p_must, expected.must);
  EXPECT_EQ(ShortCriteria(*rule), expected.criteria);
  EXPECT_EQ(LengthsOf(*rule), expected.lengths);
}

TEST(EveryKind, HasItsRowInIso2020AndIso2022) {
  for (const Expected& expected : kOfIso) {
    Expect("ISO-2020", expected);
    Expect("ISO-2022", expected);
  }
  for (const auto& [edition, expected] : kElsewhere) Expect(edition, expected);
}

TEST(EveryKind, IsNamedAbove) {
  for (int i = 0; i <= static_cast<int>(Kind::kWgConsultation); ++i) {
    const Kind kind = static_cast<Kind>(i);
    const bool named =
        std::ranges::any_of(kOfIso, [&](const Expected& row) { return row.kind == kind; }) ||
        std::ranges::any_of(kElsewhere, [&](const ExpectedIn& in) { return in.row.kind == kind; });
    EXPECT_TRUE(named) << KindName(kind);
  }
}

TEST(Jtc1, HasIsosRowsButForTheCommitteeDraftAndVotesOfAllMembers) {
  for (const Expected& expected : kOfIso) {
    const bool of_all_iso = expected.kind == Kind::kGuide || expected.kind == Kind::kNewCommittee ||
                            expected.kind == Kind::kProjectCommittee ||
                            expected.kind == Kind::kAllMembers;
    if (of_all_iso) {
      EXPECT_EQ(FindRule(expected.kind, "JTC1-2023"), nullptr);
    } else {
      Expect("JTC1-2023", expected);
    }
  }
}

// Stages.

std::string StagesOf(Kind kind, std::string_view edition) {
  const Rule* rule = FindRule(kind, edition);
  std::string text;
  for (const std::string_view stage : rule->stages_before) text += std::string(stage) + " ";
  return text + std::string(rule->stage_open) + " " + std::string(rule->stage_closed);
}

TEST(Stages, AreThoseOfTheMatrix) {
  EXPECT_EQ(StagesOf(Kind::kPwi, "ISO-2022"), "00.00 00.20 00.60");
  EXPECT_EQ(StagesOf(Kind::kNp, "ISO-2022"), "10.00 10.20 10.60");
  EXPECT_EQ(StagesOf(Kind::kCd, "ISO-2020"), "30.00 30.92 30.20 30.60");
  EXPECT_EQ(StagesOf(Kind::kCdConsultation, "ISO-2022"), "30.00 30.92 30.20 30.60");
  for (const Kind kind : {Kind::kDis, Kind::kDam, Kind::kFastTrackDis, Kind::kReinstatementDis}) {
    EXPECT_EQ(StagesOf(kind, "ISO-2022"), "40.00 40.93 40.20 40.60");
  }
  for (const Kind kind : {Kind::kFdis, Kind::kFdam, Kind::kFastTrackFdis, Kind::kMinorRevision,
                          Kind::kReinstatementFdis}) {
    EXPECT_EQ(StagesOf(kind, "ISO-2022"), "50.00 50.20 50.60");
  }
  EXPECT_EQ(StagesOf(Kind::kReview, "ISO-2022"), "60.60 90.93 90.20 90.60");
  EXPECT_EQ(StagesOf(Kind::kWithdrawal, "ISO-2022"), "90.99 95.20 95.60");
}

TEST(Stages, OfDtsDtrAndDpasAre30Before2022AndFiftySince) {
  for (const Kind kind : {Kind::kDts, Kind::kDtr, Kind::kDpas}) {
    EXPECT_EQ(StagesOf(kind, "ISO-2020"), "30.00 30.20 30.60");
    EXPECT_EQ(StagesOf(kind, "ISO-2022"), "50.00 50.20 50.60");
  }
}

TEST(Subject, IsTheCommitteeItselfWhereNoProjectMoves) {
  for (const Kind kind :
       {Kind::kCib, Kind::kResolution, Kind::kNewCommittee, Kind::kProjectCommittee,
        Kind::kNewSubcommittee, Kind::kDissolution, Kind::kScope, Kind::kConvenor, Kind::kChair,
        Kind::kLiaison, Kind::kAllMembers, Kind::kWgConsultation}) {
    EXPECT_EQ(FindRule(kind, "ISO-2022")->subject, Subject::kCommittee) << KindName(kind);
    EXPECT_EQ(StagesOf(kind, "ISO-2022"), " ") << KindName(kind);
  }
}

// Lengths besides.

TEST(Translation, TakesEightWeeksBeforeAnEnquiryOnly) {
  for (const Rule& rule : AllRules()) {
    const bool enquiry = rule.stage_open == "40.20";
    if (rule.edition != "ISO-2020" && rule.edition != "ISO-2022") continue;
    EXPECT_EQ(rule.translation.weeks, enquiry ? 8 : 0) << KindName(rule.kind);
    EXPECT_EQ(rule.revised.weeks, enquiry ? 8 : 0) << KindName(rule.kind);
  }
  EXPECT_FALSE(FindRule(Kind::kDis, "ISO-2008")->translation.Exists());
  EXPECT_EQ(FindRule(Kind::kDis, "ISO-2012")->translation.months, 2);
}

TEST(RevisedDis, IsBallotedEightWeeksAndUpToTwelveIfAsked) {
  for (const std::string_view edition : {"ISO-2020", "ISO-2022", "JTC1-2023"}) {
    std::string text;
    for (const Period& period : FindRule(Kind::kDis, edition)->revised_periods) {
      text += Short(period) + " ";
      EXPECT_THAT(period.condition, HasSubstr("P-member asks"));
    }
    EXPECT_EQ(text, "9w 10w 11w 12w ");
  }
}

TEST(Permitted, LengthsSayWhenTheyMayBeChosen) {
  for (const Rule& rule : AllRules()) {
    EXPECT_THAT(rule.period.condition, IsEmpty());
    for (const Period& period : rule.periods) EXPECT_THAT(period.condition, Not(IsEmpty()));
  }
}

// Answers.

std::optional<TextRule> TextOf(Kind kind, Answer answer, std::string_view edition = "ISO-2022") {
  for (const Offer& offer : FindRule(kind, edition)->answers) {
    if (offer.answer == answer) return offer.text;
  }
  return std::nullopt;
}

TEST(Reasons, AreNeededForANoToCountOnDraftsAndProposals) {
  for (const Kind kind : {Kind::kNp, Kind::kDis, Kind::kFdis, Kind::kDam, Kind::kFdam, Kind::kDts,
                          Kind::kDtr, Kind::kDpas, Kind::kMinorRevision, Kind::kFastTrackDis,
                          Kind::kFastTrackFdis, Kind::kProjectCommittee, Kind::kNewCommittee}) {
    EXPECT_EQ(TextOf(kind, Answer::kNo), TextRule::kNeededToCount) << KindName(kind);
  }
  EXPECT_EQ(TextOf(Kind::kCd, Answer::kNo, "ISO-2020"), TextRule::kNeededToCount);
  EXPECT_EQ(TextOf(Kind::kCd, Answer::kNo, "JTC1-2023"), TextRule::kNeededToCount);
  EXPECT_EQ(TextOf(Kind::kNewCommittee, Answer::kYes), TextRule::kNeededToCount);
  EXPECT_EQ(TextOf(Kind::kNp, Answer::kYes), TextRule::kOptional);
  EXPECT_EQ(TextOf(Kind::kChair, Answer::kNo), TextRule::kOptional);
}

TEST(Reasons, AreCompulsoryToReviseToWithdrawAndToObject) {
  EXPECT_EQ(TextOf(Kind::kReview, Answer::kConfirm), TextRule::kOptional);
  EXPECT_EQ(TextOf(Kind::kReview, Answer::kRevise), TextRule::kCompulsory);
  EXPECT_EQ(TextOf(Kind::kReview, Answer::kWithdraw), TextRule::kCompulsory);
  EXPECT_EQ(TextOf(Kind::kReview, Answer::kYes), std::nullopt);
  EXPECT_EQ(TextOf(Kind::kWithdrawal, Answer::kNo), TextRule::kCompulsory);
}

TEST(Abstention, IsOfferedWhereverThereIsAVote) {
  for (const Rule& rule : AllRules()) {
    if (rule.answers.empty() || rule.own_questions) continue;
    EXPECT_TRUE(FindOffer(rule, Entitlement::kMayVote, Answer::kAbstain)) << Printed(rule);
  }
}

TEST(Cib, HasQuestionsOfItsOwnAndBearsLateVotes) {
  const Rule& cib = *FindRule(Kind::kCib, "ISO-2022");
  EXPECT_TRUE(cib.own_questions && cib.by_question && cib.any_period && cib.late_votes_count);
  EXPECT_TRUE(FindOffer(cib, Entitlement::kMustVote, Answer::kReply));
  EXPECT_FALSE(FindOffer(cib, Entitlement::kMustVote, Answer::kYes));
  EXPECT_FALSE(FindRule(Kind::kDis, "ISO-2022")->late_votes_count);
}

// Questions.

const Question* Asked(Kind kind, std::string_view id) {
  for (const Question& question : FindRule(kind, "ISO-2022")->questions) {
    if (question.id == id) return &question;
  }
  ADD_FAILURE() << id;
  return nullptr;
}

TEST(Review, AsksSixQuestionsOfWhichTheFirstIsTheVote) {
  EXPECT_EQ(FindRule(Kind::kReview, "ISO-2020")->questions.size(), 6U);  // and why one abstains
  EXPECT_EQ(FindRule(Kind::kReview, "ISO-2022")->questions.size(), 8U);  // and two of its form
  EXPECT_EQ(Asked(Kind::kReview, "adopted")->choices, "yes|no");
  EXPECT_EQ(Asked(Kind::kReview, "identical")->only_if, "adopted=yes");
  EXPECT_EQ(Asked(Kind::kReview, "identical")->text_needed, "modified");
  EXPECT_EQ(Asked(Kind::kReview, "used")->choices, "yes|no");
  EXPECT_EQ(Asked(Kind::kReview, "regulations")->text_needed, "yes");
  EXPECT_EQ(Asked(Kind::kReview, "active-part")->choices, "yes|no");
  EXPECT_EQ(Asked(Kind::kReview, "abstain-reason")->only_if, "answer=abstain");
  EXPECT_EQ(Asked(Kind::kReview, "correction")->only_if, "answer=confirm");
  EXPECT_EQ(Asked(Kind::kReview, "correction")->text_needed, "with-correction");
  EXPECT_EQ(Asked(Kind::kReview, "conversion")->choices, "yes|no");
}

TEST(Participation, IsAskedWhereItIsCounted) {
  for (const Kind kind :
       {Kind::kNp, Kind::kNewCommittee, Kind::kProjectCommittee, Kind::kNewSubcommittee}) {
    EXPECT_EQ(Asked(kind, "active-part")->choices, "yes|no") << KindName(kind);
  }
}

// The rest.

TEST(Np, LeavesTwoWeeksForReasonsAndExperts) {
  EXPECT_EQ(FindRule(Kind::kNp, "ISO-2022")->grace_weeks, 2);
  for (const Rule& rule : AllRules()) {
    EXPECT_TRUE(rule.kind == Kind::kNp || rule.grace_weeks == 0) << Printed(rule);
  }
}

TEST(CommitteeDraft, IsJudgedByPeople) {
  for (const Rule& rule : AllRules()) {
    EXPECT_EQ(rule.advice, rule.kind == Kind::kCd) << Printed(rule);
    EXPECT_EQ(rule.not_met == Verdict::kForAPerson, rule.kind == Kind::kWithdrawal);
  }
}

TEST(Opening, IsTheCentralSecretariatsWhereAllBodiesVote) {
  for (const Rule& rule : AllRules()) {
    const bool all = rule.electorate == kAll || rule.electorate == Electorate::kWeighted;
    EXPECT_EQ(rule.opened_by == Office::kCentralSecretariat, all) << Printed(rule);
  }
}

}  // namespace
}  // namespace placet::ballots::rules
