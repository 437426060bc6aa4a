// The decisions as text: whoever changes one changes decisions.txt too, where a reviewer sees it.
// Then what single ballots permit.

#include "services/ballots/rules/outcomes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace placet::ballots::rules {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

std::string_view Printed(Sureness sureness) {
  switch (sureness) {
    case Sureness::kConfirmed:
      return "confirmed";
    case Sureness::kMeasured:
      return "measured";
    case Sureness::kAssumed:
      return "assumed";
  }
  return "?";
}

std::string_view Printed(When when) {
  switch (when) {
    case When::kMet:
      return "met";
    case When::kNotMet:
      return "not met";
    case When::kAny:
      return "any";
    case When::kOneSidedMet:
      return "met here alone";
    case When::kOneSidedNotMet:
      return "met there alone";
  }
  return "?";
}

std::string_view Printed(Start start) {
  switch (start) {
    case Start::kClosing:
      return "closing";
    case Start::kDecision:
      return "decision";
    case Start::kMeeting:
      return "meeting";
  }
  return "?";
}

// In the order of the enumerators.
std::string_view Printed(Kind kind) {
  constexpr std::string_view kNames[] = {
      "PWI",           "NP",          "CD",         "CD consultation", "DIS",        "FDIS",
      "minor",         "DAM",         "FDAM",       "fast DIS",        "fast FDIS",  "DTS",
      "DTR",           "DPAS",        "conversion", "review",          "withdrawal", "again by DIS",
      "again by FDIS", "Guide",       "CIB",        "resolution",      "new TC",     "new PC",
      "new SC",        "dissolution", "scope",      "convenor",        "chair",      "liaison",
      "all members",   "WG"};
  static_assert(std::size(kNames) == static_cast<std::size_t>(Kind::kWgConsultation) + 1);
  return kNames[static_cast<std::size_t>(kind)];
}

std::string Printed(const Due& due) {
  std::ostringstream out;
  out << "    " << due.id << ": ";
  if (due.weeks > 0) out << due.weeks << " weeks";
  if (due.months > 0) out << due.months << " months";
  out << " after " << Printed(due.start);
  if (!due.form.empty()) out << ", " << due.form;
  out << ", " << Printed(due.sureness) << " [" << due.clause << "]\n";
  return out.str();
}

std::string Printed(const Decision& row) {
  std::ostringstream out;
  for (const Kind kind : row.kinds) out << Printed(kind) << ", ";
  if (!row.from.empty()) out << row.from << " ";
  out << Printed(row.when) << " -> " << row.id;
  if (!row.stage.empty()) out << " " << row.stage;
  if (!row.next.empty()) out << " then " << row.next;
  if (!row.new_project.empty()) out << " new " << row.new_project;
  out << "\n  " << row.text << "\n  " << Printed(row.sureness) << " [" << row.clause << "]";
  if (!row.source.empty()) out << " " << row.source;
  out << "\n";
  if (row.organizations != "ISO|IEC|JTC1") out << "  only " << row.organizations << "\n";
  if (!row.since.empty()) out << "  since " << row.since << "\n";
  if (!row.until.empty()) out << "  until " << row.until << "\n";
  if (row.need != Need::kNothing) out << "  needs: " << NeedText(row.need) << "\n";
  if (!row.proposal.empty()) out << "  proposed as: " << row.proposal << "\n";
  if (row.reason == Reason::kAlways) out << "  reason\n";
  if (row.reason == Reason::kAgainstProposal) out << "  reason, unless proposed\n";
  for (const Due& due : row.dues) out << Printed(due);
  if (row.objection.Exists()) {
    out << "  objection: " << row.objection.members << " members, " << row.objection.weeks
        << " weeks [" << row.objection.clause << "]\n";
  }
  return out.str();
}

// The text that would be right stands in a file afterwards, to be read before it is taken over.
TEST(Decisions, AreTheseLiterally) {
  std::string text;
  for (const Decision& row : AllDecisions()) text += Printed(row);
  std::ifstream file(PLACET_SOURCE_DIR "/tests/rules/decisions.txt");
  const std::string pinned(std::istreambuf_iterator<char>(file), {});
  if (text == pinned) return;
  const std::string beside = ::testing::TempDir() + "decisions.txt";
  std::ofstream(beside) << text;
  EXPECT_EQ(text, pinned) << "printed to " << beside;
}

TEST(Decisions, CiteAClause) {
  for (const Decision& row : AllDecisions()) {
    EXPECT_THAT(std::string(row.clause), Not(IsEmpty())) << row.id;
    for (const Due& due : row.dues) EXPECT_THAT(std::string(due.clause), Not(IsEmpty())) << due.id;
    if (row.objection.Exists()) {
      EXPECT_THAT(std::string(row.objection.clause), Not(IsEmpty())) << row.id;
    }
  }
}

// Rows of a table of one's own, so that these tests hold whatever the real one says.
Rule RuleOf(Kind kind, std::string_view stage_closed, std::string_view edition = "ISO-2022") {
  return {.kind = kind,
          .edition = edition,
          .clause = "of this test",
          .subject = stage_closed.empty() ? Subject::kCommittee : Subject::kProject,
          .electorate = Electorate::kPMembers,
          .opened_by = Office::kCommitteeManager,
          .answers = {},
          .period = {.weeks = 8},
          .stage_closed = stage_closed};
}

constexpr Criterion kNobodyObjects[] = {{.id = "no-objection",
                                         .text = "Nobody votes no.",
                                         .clause = "of this test",
                                         .part = Part::kNo,
                                         .whole = Whole::kNumber,
                                         .comparison = Comparison::kAtMost,
                                         .bound_numerator = 0}};

std::vector<std::string> Ids(const PermittedList& list) {
  std::vector<std::string> ids;
  for (const Permitted& permitted : list) ids.emplace_back(permitted.decision->id);
  return ids;
}

TEST(PermittedOutcomes, OfAProposal) {
  const Rule rule = RuleOf(Kind::kNp, "10.60");
  EXPECT_THAT(Ids(PermittedOutcomes(rule, Verdict::kApproved)),
              ElementsAre("register-wd", "register-cd", "register-dis"));
  EXPECT_THAT(
      Ids(PermittedOutcomes(rule, Verdict::kNotApproved)),
      ElementsAre("ask-for-fewer-experts", "register-wd-by-board", "return-to-proposer", "reject"));
}

TEST(PermittedOutcomes, OfAnEnquiry) {
  const Rule rule = RuleOf(Kind::kDis, "40.60");
  EXPECT_THAT(Ids(PermittedOutcomes(rule, Verdict::kApproved)),
              ElementsAre("publish", "publish-without-proof", "register-fdis", "second-dis"));
  EXPECT_THAT(
      Ids(PermittedOutcomes(rule, Verdict::kNotApproved)),
      ElementsAre("revised-dis", "return-to-cd", "discuss", "publish-ts", "publish-pas", "cancel"));
}

TEST(PermittedOutcomes, NoValidVotesAreTakenForNotMet) {
  const Rule rule = RuleOf(Kind::kDis, "40.60");
  EXPECT_EQ(Ids(PermittedOutcomes(rule, Verdict::kNoValidVotes)),
            Ids(PermittedOutcomes(rule, Verdict::kNotApproved)));
}

TEST(PermittedOutcomes, ASecondEnquiryAfterApprovalCameIn2022AndNotToIec) {
  EXPECT_THAT(Ids(PermittedOutcomes(RuleOf(Kind::kDis, "40.60", "ISO-2020"), Verdict::kApproved)),
              ElementsAre("publish", "publish-without-proof", "register-fdis"));
  EXPECT_THAT(Ids(PermittedOutcomes(RuleOf(Kind::kDis, "40.60", "IEC-2020"), Verdict::kApproved)),
              ElementsAre("publish", "publish-without-proof", "register-fdis"));
}

TEST(PermittedOutcomes, ASecondFdisIsADerogationInIec) {
  const auto second_fdis = [](std::string_view edition) {
    const PermittedList list =
        PermittedOutcomes(RuleOf(Kind::kFdis, "50.60", edition), Verdict::kNotApproved);
    const Permitted* permitted = list.Find("second-fdis");
    return permitted == nullptr ? Need::kTsOrPas : permitted->decision->need;
  };
  EXPECT_EQ(second_fdis("ISO-2022"), Need::kNothing);
  EXPECT_EQ(second_fdis("IEC-2020"), Need::kBoardHasDecided);
}

TEST(PermittedOutcomes, OfAJointDocumentThatOneSideApproved) {
  const Rule rule = RuleOf(Kind::kFdis, "50.60");
  const std::vector<std::string> here =
      Ids(PermittedOutcomes(rule, Verdict::kApproved, "", /*one_sided=*/true));
  EXPECT_THAT(here, Contains("single-logo"));
  EXPECT_THAT(here, Contains("second-fdis"));
  EXPECT_THAT(here, Not(Contains("publish")));
  EXPECT_THAT(here, Not(Contains("leave-to-other")));
  const std::vector<std::string> there =
      Ids(PermittedOutcomes(rule, Verdict::kNotApproved, "", /*one_sided=*/true));
  EXPECT_THAT(there, Contains("leave-to-other"));
  EXPECT_THAT(there, Not(Contains("single-logo")));
  EXPECT_THAT(Ids(PermittedOutcomes(rule, Verdict::kForAPerson)), Not(Contains("single-logo")));
}

TEST(PermittedOutcomes, OfATechnicalSpecificationDependOnItsStage) {
  const auto stage = [](std::string_view closed) {
    const PermittedList list = PermittedOutcomes(RuleOf(Kind::kDts, closed), Verdict::kApproved);
    const Permitted* publish = list.Find("publish");
    return publish == nullptr ? "" : publish->decision->stage;
  };
  EXPECT_EQ(stage("50.60"), "50.99");
  EXPECT_EQ(stage("30.60"), "30.99");
}

TEST(PermittedOutcomes, OfAReviewAreOpenAndTheProposalComesFirst) {
  const Rule rule = RuleOf(Kind::kReview, "90.60");
  const PermittedList list = PermittedOutcomes(rule, Verdict::kForAPerson, "withdraw");
  EXPECT_THAT(Ids(list), ElementsAre("withdraw", "confirm", "revise", "revise-later", "convert",
                                     "ask-members"));
  EXPECT_TRUE(list.Find("withdraw")->proposed);
  EXPECT_FALSE(list.Find("withdraw")->needs_reason);
  EXPECT_FALSE(list.Find("confirm")->proposed);
  EXPECT_TRUE(list.Find("confirm")->needs_reason);
  EXPECT_FALSE(list.Find("ask-members")->needs_reason);
  for (const Permitted& permitted : PermittedOutcomes(rule, Verdict::kForAPerson)) {
    EXPECT_FALSE(permitted.proposed) << permitted.decision->id;
    EXPECT_FALSE(permitted.needs_reason) << permitted.decision->id;
  }
}

TEST(PermittedOutcomes, ACommitteeDraftMayGoOnAgainstAdviceWithAReason) {
  Rule rule = RuleOf(Kind::kCd, "30.60");
  rule.advice = true;
  const PermittedList list = PermittedOutcomes(rule, Verdict::kForAPerson, "discuss");
  EXPECT_TRUE(list.Find("register-dis")->needs_reason);
  EXPECT_FALSE(list.Find("revised-cd")->needs_reason);
  EXPECT_EQ(list.begin()->decision->id, "discuss");
  EXPECT_EQ(list.Find("register-dis")->decision->objection.weeks, 8);
}

TEST(PermittedOutcomes, AnObjectionTakesAWithdrawalToTheBoard) {
  Rule rule = RuleOf(Kind::kWithdrawal, "95.60");
  rule.criteria = kNobodyObjects;
  rule.not_met = Verdict::kForAPerson;
  EXPECT_THAT(Ids(PermittedOutcomes(rule, Verdict::kApproved)), ElementsAre("withdraw"));
  EXPECT_THAT(Ids(PermittedOutcomes(rule, Verdict::kForAPerson)),
              ElementsAre("refer-to-board", "withdraw-by-board", "keep"));
}

TEST(PermittedOutcomes, OfACommittee) {
  const Rule rule = RuleOf(Kind::kResolution, "");
  EXPECT_THAT(Ids(PermittedOutcomes(rule, Verdict::kApproved)), ElementsAre("adopt"));
  EXPECT_THAT(Ids(PermittedOutcomes(rule, Verdict::kNotApproved)),
              ElementsAre("reject", "discuss"));
  EXPECT_THAT(Ids(PermittedOutcomes(rule, Verdict::kForAPerson)),
              ElementsAre("adopt", "reject", "discuss"));
  for (const Permitted& permitted : PermittedOutcomes(rule, Verdict::kForAPerson)) {
    EXPECT_FALSE(permitted.moves);
  }
}

TEST(PermittedOutcomes, WithoutAProjectAConsultationIsNoted) {
  EXPECT_THAT(Ids(PermittedOutcomes(RuleOf(Kind::kWgConsultation, ""), Verdict::kForAPerson)),
              ElementsAre("note"));
}

TEST(PermittedOutcomes, NoneUnderAnUnknownEdition) {
  EXPECT_EQ(PermittedOutcomes(RuleOf(Kind::kDis, "40.60", "ISO-1066"), Verdict::kApproved).size(),
            0U);
}

TEST(PermittedOutcomes, OfEveryRowAreSomeFewEnoughAndUnambiguous) {
  const std::vector<std::pair<Verdict, bool>> results = {{Verdict::kApproved, false},
                                                         {Verdict::kNotApproved, false},
                                                         {Verdict::kForAPerson, false},
                                                         {Verdict::kForAPerson, true}};
  for (const Rule& rule : AllRules()) {
    for (const auto& [verdict, one_sided] : results) {
      const PermittedList list = PermittedOutcomes(rule, verdict, "", one_sided);
      const std::vector<std::string> ids = Ids(list);
      const std::string row = std::string(rule.edition) + " " + std::string(Printed(rule.kind));
      EXPECT_THAT(ids, Not(IsEmpty())) << row;
      EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), ids.size()) << row;
      EXPECT_LT(list.size(), kMostDecisions + 1) << row;
    }
  }
}

// A row that no ballot leads to is a mistake in it, or in the rules.
TEST(PermittedOutcomes, ReachEveryDecision) {
  std::set<const Decision*> reached;
  for (const Rule& rule : AllRules()) {
    for (const Verdict verdict : {Verdict::kApproved, Verdict::kNotApproved}) {
      for (const bool one_sided : {false, true}) {
        for (const Permitted& permitted : PermittedOutcomes(rule, verdict, "", one_sided)) {
          reached.insert(permitted.decision);
        }
      }
    }
  }
  for (const Decision& row : AllDecisions()) {
    EXPECT_TRUE(reached.contains(&row)) << Printed(row);
  }
}

// The list drops what it has no room for, so the room must do for every kind, stage and
// organization.
TEST(PermittedList, HasRoomForAll) {
  for (const Edition& edition : AllEditions()) {
    std::map<std::pair<Kind, std::string_view>, std::size_t> rows;
    for (const Decision& row : AllDecisions()) {
      const bool listed =
          ("|" + std::string(row.organizations) + "|")
              .find("|" + std::string(edition.organization) + "|") != std::string::npos;
      if (!listed || (!row.since.empty() && edition.from < row.since) ||
          (!row.until.empty() && edition.from >= row.until)) {
        continue;
      }
      for (const Kind kind : row.kinds) ++rows[{kind, row.from}];
    }
    for (const auto& [key, count] : rows) {
      const auto anywhere = key.second.empty() ? rows.end() : rows.find({key.first, ""});
      EXPECT_LE(count + (anywhere == rows.end() ? 0 : anywhere->second), kMostDecisions)
          << Printed(key.first) << " " << key.second;
    }
  }
}

}  // namespace
}  // namespace placet::ballots::rules
