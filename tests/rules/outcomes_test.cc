// The decisions as text: whoever changes one changes it here too, where a reviewer sees it. Then
// what single ballots permit.

#include "services/ballots/rules/outcomes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
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

// Raw strings that begin with a line break, so that a block stands by itself.
std::string_view WithoutFirstBreak(std::string_view block) { return block.substr(1); }

TEST(Decisions, ArePinned) {
  std::string all;
  for (const Decision& row : AllDecisions()) all += Printed(row);
  EXPECT_EQ(all, WithoutFirstBreak(R"(
PWI, 00.60 met -> register-pwi
  The item enters the programme of work as a preliminary work item.
  confirmed [ISO/IEC Directives Part 1, 2020, 2.2.1]
    proposal: 36 months after decision, confirmed [ISO/IEC Directives Part 1, 2020, 2.2.3]
PWI, 00.60 not met -> reject 00.98
  The item does not enter the programme of work.
  assumed [ISO/IEC Directives Part 1, 2020, 2.2.1] the decision is the clause's, the stage code is assumed
NP, 10.60 met -> register-wd 10.99 then 20.00
  The project is registered, and a working draft is prepared.
  confirmed [ISO/IEC Directives Part 1, 2020, 2.3.6]
    report: 4 weeks after closing, Form 6, confirmed [ISO/IEC Directives Part 1, 2020, 2.3.6]
    decision: 6 months after closing, confirmed [ISO help pages, automatic cancellation of projects]
NP, 10.60 met -> register-cd 10.99 then 30.00
  The project is registered, and its draft goes to the committee.
  confirmed [ISO/IEC Directives Part 1, 2020, Annex F.1]
  needs: The draft is ready for that stage, and the members agreed to begin there.
    report: 4 weeks after closing, Form 6, confirmed [ISO/IEC Directives Part 1, 2020, 2.3.6]
    decision: 6 months after closing, confirmed [ISO help pages, automatic cancellation of projects]
NP, 10.60 met -> register-dis 10.99 then 40.00
  The project is registered, and its draft goes to the enquiry.
  confirmed [ISO/IEC Directives Part 1, 2020, Annex F.1]
  needs: The draft is ready for that stage, and the members agreed to begin there.
    report: 4 weeks after closing, Form 6, confirmed [ISO/IEC Directives Part 1, 2020, 2.3.6]
    decision: 6 months after closing, confirmed [ISO help pages, automatic cancellation of projects]
NP, 10.60 not met -> ask-for-fewer-experts
  The technical management board is asked to let the work begin with fewer experts.
  confirmed [ISO/IEC Directives Part 1, 2020, 2.3.5]
  needs: The members approved, and nothing but experts is missing.
  reason
    report: 4 weeks after closing, Form 6, confirmed [ISO/IEC Directives Part 1, 2020, 2.3.6]
    decision: 6 months after closing, confirmed [ISO help pages, automatic cancellation of projects]
NP, 10.60 not met -> register-wd-by-board 10.99 then 20.00
  The project is registered with the experts that it has, and a working draft is prepared.
  confirmed [ISO/IEC Directives Part 1, 2020, 2.3.5]
  needs: The technical management board has decided so.
  reason
    report: 4 weeks after closing, Form 6, confirmed [ISO/IEC Directives Part 1, 2020, 2.3.6]
    decision: 6 months after closing, confirmed [ISO help pages, automatic cancellation of projects]
NP, 10.60 not met -> return-to-proposer 10.92 then 10.00
  The proposal goes back to the proposer, to be defined further.
  confirmed [ISO/IEC Directives Part 1, 2020, Annex SD]
  reason
    report: 4 weeks after closing, Form 6, confirmed [ISO/IEC Directives Part 1, 2020, 2.3.6]
    decision: 6 months after closing, confirmed [ISO help pages, automatic cancellation of projects]
NP, 10.60 not met -> reject 10.98
  The proposal is rejected.
  confirmed [ISO/IEC Directives Part 1, 2020, Annex SD]
    report: 4 weeks after closing, Form 6, confirmed [ISO/IEC Directives Part 1, 2020, 2.3.6]
    decision: 6 months after closing, confirmed [ISO help pages, automatic cancellation of projects]
conversion, 10.60 met -> register-dis 10.99 then 40.00
  The project is registered, and its text, brought up to date, goes to the enquiry.
  confirmed [ISO/IEC Directives Part 1, 2020, 2.3.1 and 2.9.3.3]
conversion, 10.60 met -> register-cd 10.99 then 30.00
  The project is registered; so much is to change that the committee reviews it first.
  confirmed [ISO/IEC Directives Part 1, 2020, 2.3.1 and 2.9.3.3]
conversion, 10.60 not met -> reject 10.98
  The TS or PAS is not converted.
  confirmed [ISO/IEC Directives Part 1, 2020, Annex SD]
CD, CD consultation, 30.60 any -> discuss
  Draft and comments are discussed at the next meeting.
  confirmed [ISO/IEC Directives Part 1, 2020, 2.5.3 a)]
  proposed as: discuss
    compilation: 4 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.5.3]
    further-draft: 12 weeks after meeting, confirmed [ISO/IEC Directives Part 1, 2020, 2.5.4]
CD, CD consultation, 30.60 any -> revised-cd 30.92
  A revised committee draft is circulated.
  confirmed [ISO/IEC Directives Part 1, 2020, 2.5.3 b)]
    compilation: 4 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.5.3]
  objection: 2 members, 8 weeks [ISO/IEC Directives Part 1, 2020, 2.5.3]
CD, CD consultation, 30.60 any -> register-dis 30.99 then 40.00
  The draft is registered for the enquiry.
  confirmed [ISO/IEC Directives Part 1, 2020, 2.5.3 c)]
  proposed as: proceed
  reason, unless proposed
    compilation: 4 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.5.3]
    text: 16 weeks after decision, Form 8A, confirmed [ISO/IEC Directives Part 1, 2020, 2.5.7]
  objection: 2 members, 8 weeks [ISO/IEC Directives Part 1, 2020, 2.5.3]
CD, CD consultation, 30.60 any -> final-ballot 30.99 then 50.00
  The draft of a TS, TR or PAS goes to its ballot.
  measured [ISO/IEC Directives Part 1, 2020, 3.1.1] ISO help pages: drafts of TS, TR and PAS may be circulated at stage 30 and are balloted at stage 50; stage histories show 50.00 after 30.99
  since 2022-06-30
  needs: The document is to be a TS, TR or PAS, which have no enquiry.
  proposed as: proceed
  reason, unless proposed
    compilation: 4 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.5.3]
CD, CD consultation, 30.60 any -> publish-ts 30.99 then 50.00
  A technical specification is published instead, pending agreement on a standard.
  assumed [ISO/IEC Directives Part 1, 2020, 2.5.10 and 3.1.1] the decision is the clause's, the stage code is assumed
  needs: At least two thirds of the P-members voting agreed to it.
  reason
    compilation: 4 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.5.3]
    text: 16 weeks after decision, confirmed [ISO/IEC Directives Part 1, 2020, 3.1.2]
CD, CD consultation, 30.60 any -> cancel 30.98
  The project is cancelled.
  confirmed [ISO/IEC Directives Part 1, 2020, 2.5.5]
  reason
    compilation: 4 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.5.3]
DIS, DAM, again by DIS, fast DIS, 40.60 met -> publish 40.99 then 50.00
  The text is published without an approval stage, after a proof.
  measured [ISO/IEC Directives Part 1, 2020, 2.6.4 a)] the way by 50.00 is measured: 419 of 1,520 texts, and 13 without a proof; that it began in 2016 is background knowledge
  since 2016-05-01
  needs: No technical changes are made to the text.
    result: 4 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.6.1]
    report: 12 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.6.5]
    text: 16 weeks after closing, Form 13, confirmed [ISO/IEC Directives Part 1, 2020, 2.6.6]
DIS, DAM, again by DIS, fast DIS, 40.60 met -> publish-without-proof 40.99 then 60.00
  The text is published without an approval stage and without a proof.
  measured [ISO/IEC Directives Part 1, 2020, 2.6.4 a)] measured: 13 of 1,520 texts; that it began in 2016 is background knowledge
  since 2016-05-01
  needs: No technical changes are made to the text.
    result: 4 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.6.1]
    report: 12 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.6.5]
    text: 16 weeks after closing, Form 13, confirmed [ISO/IEC Directives Part 1, 2020, 2.6.6]
DIS, DAM, again by DIS, fast DIS, 40.60 met -> publish 40.99 then 50.00
  The text is published without an approval stage, after a proof.
  assumed [IEC process pages, before 2016: enquiry stage] IEC's page, taken for ISO's rule of that time as well
  until 2016-05-01
  needs: Nobody voted no.
    result: 4 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.6.1]
    report: 12 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.6.5]
    text: 16 weeks after closing, Form 13, confirmed [ISO/IEC Directives Part 1, 2020, 2.6.6]
DIS, DAM, again by DIS, fast DIS, 40.60 met -> register-fdis 40.99 then 50.00
  The text, as modified, is registered as a final draft.
  confirmed [ISO/IEC Directives Part 1, 2020, 2.6.4 b)]
  since 2016-05-01
  needs: Technical changes are made to the text.
    result: 4 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.6.1]
    report: 12 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.6.5]
    text: 16 weeks after closing, Form 13, confirmed [ISO/IEC Directives Part 1, 2020, 2.6.6]
DIS, DAM, again by DIS, fast DIS, 40.60 met -> register-fdis 40.99 then 50.00
  The text is registered as a final draft.
  assumed [IEC process pages, before 2016: enquiry stage] IEC's page, taken for ISO's rule of that time as well
  until 2016-05-01
    result: 4 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.6.1]
    report: 12 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.6.5]
    text: 16 weeks after closing, Form 13, confirmed [ISO/IEC Directives Part 1, 2020, 2.6.6]
DIS, DAM, again by DIS, fast DIS, 40.60 met -> second-dis 40.93
  The text is approved, but so much is changed that it is put to a second enquiry.
  confirmed [ISO, summary of the changes of 2022 to the Directives] the clause itself was not read; whether P-members may object is not known
  only ISO|JTC1
  since 2022-06-30
  reason
    result: 4 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.6.1]
    report: 12 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.6.5]
DIS, DAM, again by DIS, 40.60 not met -> revised-dis 40.93
  A revised enquiry draft is put to the vote.
  confirmed [ISO/IEC Directives Part 1, 2020, 2.6.4 c) 1)]
    result: 4 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.6.1]
    report: 12 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.6.5]
  objection: 2 members, 8 weeks [ISO/IEC Directives Part 1, 2020, 2.6.5]
DIS, DAM, again by DIS, 40.60 not met -> return-to-cd 40.92 then 30.00
  A revised committee draft is circulated for comments.
  confirmed [ISO/IEC Directives Part 1, 2020, 2.6.4 c) 2)]
    result: 4 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.6.1]
    report: 12 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.6.5]
  objection: 2 members, 8 weeks [ISO/IEC Directives Part 1, 2020, 2.6.5]
DIS, DAM, again by DIS, 40.60 not met -> discuss
  Draft and comments are discussed at the next meeting.
  confirmed [ISO/IEC Directives Part 1, 2020, 2.6.4 c) 3)]
    result: 4 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.6.1]
    report: 12 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.6.5]
fast DIS, 40.60 not met -> return-to-committee 40.92
  The proposal has failed; the committee decides what is done with the text.
  assumed [ISO/IEC Directives Part 1, 2020, F.2.4] the decision is the clause's, the stage code is assumed
    result: 4 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.6.1]
    report: 12 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.6.5]
fast DIS, 40.60 not met -> revised-dis 40.93
  The committee decides to put a revised enquiry draft to the vote.
  assumed [ISO/IEC Directives Part 1, 2020, F.2.4] the clause leaves further action to the committee and names none
  reason
    result: 4 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.6.1]
    report: 12 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.6.5]
DIS, DAM, again by DIS, fast DIS, 40.60 not met -> publish-ts 40.92 then 50.00
  The text is published as a technical specification instead.
  assumed [ISO/IEC Directives Part 1, 2020, 3.1.1] the decision is the clause's, the stage code is assumed
  needs: At least two thirds of the P-members voting agreed to it.
  reason
    result: 4 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.6.1]
    report: 12 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.6.5]
    text: 16 weeks after decision, confirmed [ISO/IEC Directives Part 1, 2020, 3.1.2]
DIS, DAM, again by DIS, fast DIS, 40.60 not met -> publish-pas 40.92 then 50.00
  The text is published as a publicly available specification instead.
  assumed [ISO/IEC Directives Part 1, 2020, 3.2.4] 2.6.4 does not list it, 2.1.6.2 does for late projects; the stage code is assumed
  needs: More than half of the P-members voting agreed to it.
  reason
    result: 4 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.6.1]
    report: 12 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.6.5]
DIS, DAM, again by DIS, fast DIS, 40.60 not met -> cancel 40.98
  The project is cancelled.
  assumed [ISO/IEC Directives Part 1, 2020, Annex SD] the clause does not list it; that a committee may give up a project at any time is assumed
  reason
    result: 4 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.6.1]
    report: 12 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.6.5]
DIS, DAM, again by DIS, 40.60 met here alone -> single-logo 40.99 then 50.00
  The project goes on under the logo of this organization alone; the joint working group is disbanded.
  assumed [ISO/IEC Directives Part 1, 2020, B.4.2.7] the decision is the clause's, the stage code is assumed
  needs: The officers of both committees and both central secretariats agreed to it.
  reason
    result: 4 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.6.1]
    report: 12 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.6.5]
    text: 16 weeks after closing, Form 13, confirmed [ISO/IEC Directives Part 1, 2020, 2.6.6]
DIS, DAM, again by DIS, 40.60 met there alone -> leave-to-other 40.98
  The project goes on under the logo of the other organization alone; the joint working group is disbanded.
  assumed [ISO/IEC Directives Part 1, 2020, B.4.2.7] the decision is the clause's, the stage code is assumed
  needs: The officers of both committees and both central secretariats agreed to it.
  reason
    result: 4 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.6.1]
    report: 12 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.6.5]
Guide, 40.60 met -> publish 40.99 then 60.00
  The Guide is published.
  assumed [ISO/IEC Directives Part 1, 2020, A.5.2 and A.6] the decision is the clause's, the stage code is assumed
Guide, 40.60 any -> amended-draft 40.93
  An amended draft, which should find more agreement, is put to the vote for 8 weeks.
  assumed [ISO/IEC Directives Part 1, 2020, A.5.3] the decision is the clause's, the stage code is assumed
Guide, 40.60 not met -> cancel 40.98
  The project is cancelled.
  assumed [ISO/IEC Directives Part 1, 2020, Annex SD] the clause does not list it; that a committee may give up a project at any time is assumed
  reason
Guide, 40.60 met here alone -> single-logo 40.99 then 60.00
  The Guide is published under the name of this organization alone.
  assumed [ISO/IEC Directives Part 1, 2020, A.5.2] the decision is the clause's, the stage code is assumed
FDIS, FDAM, minor, again by FDIS, fast FDIS, 50.60 met -> publish 50.99 then 60.00
  The document is published; only editorial errors are corrected.
  confirmed [ISO/IEC Directives Part 1, 2020, 2.7.6]
    report: 2 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.7.5]
    publication: 6 weeks after decision, assumed [ISO/IEC Directives Part 1, 2020, 2.8.1]
FDIS, FDAM, minor, again by FDIS, 50.60 not met -> return-to-cd 50.92 then 30.00
  A modified draft is circulated as a committee draft.
  confirmed [ISO/IEC Directives Part 1, 2020, 2.7.7]
    report: 2 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.7.5]
FDIS, FDAM, minor, again by FDIS, 50.60 not met -> return-to-dis 50.92 then 40.00
  A modified draft is put to an enquiry again.
  confirmed [ISO/IEC Directives Part 1, 2020, 2.7.7]
    report: 2 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.7.5]
FDIS, FDAM, minor, again by FDIS, 50.60 not met -> second-fdis 50.92 then 50.00
  A modified draft is put to the vote as a final draft again.
  confirmed [ISO/IEC Directives Part 1, 2020, 2.7.7]
  only ISO|JTC1
    report: 2 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.7.5]
FDIS, FDAM, minor, again by FDIS, 50.60 not met -> second-fdis 50.92 then 50.00
  A modified draft is put to the vote as a final draft again, by a derogation.
  confirmed [ISO/IEC Directives Part 1, 2020, B.4.2.8]
  only IEC
  needs: The technical management board has decided so.
  reason
    report: 2 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.7.5]
fast FDIS, 50.60 not met -> return-to-committee 50.92
  The proposal has failed; the committee decides what is done with the text.
  assumed [ISO/IEC Directives Part 1, 2020, F.2.4] the stage code is assumed; without a committee the originating organization and the central secretariat discuss it
    report: 2 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.7.5]
FDIS, FDAM, minor, again by FDIS, fast FDIS, 50.60 not met -> publish-ts 50.92 then 50.00
  The text is published as a technical specification instead.
  assumed [ISO/IEC Directives Part 1, 2020, 2.7.7 and 3.1.1] the decision is the clause's, the stage code is assumed
  needs: At least two thirds of the P-members voting agreed to it.
  reason
    report: 2 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.7.5]
    text: 16 weeks after decision, confirmed [ISO/IEC Directives Part 1, 2020, 3.1.2]
FDIS, FDAM, minor, again by FDIS, fast FDIS, 50.60 not met -> publish-pas 50.92 then 50.00
  The text is published as a publicly available specification instead.
  assumed [ISO/IEC Directives Part 1, 2020, 2.7.7 and 3.2.4] the decision is the clause's, the stage code is assumed
  needs: More than half of the P-members voting agreed to it.
  reason
    report: 2 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.7.5]
FDIS, FDAM, minor, again by FDIS, fast FDIS, 50.60 not met -> cancel 50.98
  The project is cancelled.
  confirmed [ISO/IEC Directives Part 1, 2020, 2.7.7]
  reason
    report: 2 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.7.5]
FDIS, FDAM, minor, again by FDIS, 50.60 met here alone -> single-logo 50.99 then 60.00
  The document is published under the logo of this organization alone; the joint working group is disbanded.
  assumed [ISO/IEC Directives Part 1, 2020, B.4.2.8] the decision is the clause's, the stage code is assumed
  needs: The officers of both committees and both central secretariats agreed to it.
  reason
    report: 2 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.7.5]
    publication: 6 weeks after decision, assumed [ISO/IEC Directives Part 1, 2020, 2.8.1]
FDIS, FDAM, minor, again by FDIS, 50.60 met there alone -> leave-to-other 50.98
  The document is published under the logo of the other organization alone; the joint working group is disbanded.
  assumed [ISO/IEC Directives Part 1, 2020, B.4.2.8] the decision is the clause's, the stage code is assumed
  needs: The officers of both committees and both central secretariats agreed to it.
  reason
    report: 2 weeks after closing, confirmed [ISO/IEC Directives Part 1, 2020, 2.7.5]
DTS, DTR, DPAS, 50.60 met -> publish 50.99 then 60.00
  The document is published.
  confirmed [ISO/IEC Directives Part 1, 2020, 3.1.1, 3.2.4 and 3.3.1]
    text: 16 weeks after decision, assumed [ISO/IEC Directives Part 1, 2020, 3.1.2 and 3.3.2]
DTS, DTR, DPAS, 50.60 any -> second-ballot 50.92 then 50.00
  A changed draft is put to the vote again.
  measured [ISO/IEC Directives Part 1, 2020, Annex SD] stage histories of ISO, 2024 and 2025: at least 24 of 260
  reason
DTS, DTR, DPAS, 50.60 not met -> return-to-cd 50.92 then 30.00
  A modified draft is circulated in the committee for comments.
  assumed [ISO/IEC Directives Part 1, 2020, Annex SD] by analogy with 2.7.7; clause 3 does not say what follows
DTS, DTR, DPAS, 50.60 not met -> cancel 50.98
  The project is cancelled.
  assumed [ISO/IEC Directives Part 1, 2020, Annex SD] the clause does not list it; that a committee may give up a project at any time is assumed
  reason
DTS, DTR, DPAS, 30.60 met -> publish 30.99 then 60.00
  The document is published.
  measured [ISO/IEC Directives Part 1, 2020, 3.1.1, 3.2.4 and 3.3.1] stage histories of ISO to 2022; some went by 50.00
    text: 16 weeks after decision, assumed [ISO/IEC Directives Part 1, 2020, 3.1.2 and 3.3.2]
DTS, DTR, DPAS, 30.60 any -> second-ballot 30.92 then 30.00
  A changed draft is put to the vote again.
  measured [ISO/IEC Directives Part 1, 2020, Annex SD] stage histories of ISO to 2022
  reason
DTS, DTR, DPAS, 30.60 not met -> cancel 30.98
  The project is cancelled.
  assumed [ISO/IEC Directives Part 1, 2020, Annex SD] the clause does not list it; that a committee may give up a project at any time is assumed
  reason
review, 90.60 any -> confirm 90.93
  The document is confirmed as it is.
  confirmed [ISO/IEC Directives Part 1, 2020, 2.9.3.2 option 1]
  proposed as: confirm
  reason, unless proposed
    decision: 6 months after closing, Form 21, confirmed [ISO/IEC Directives Part 1, 2020, 2.9.2]
review, 90.60 any -> revise 90.92 new 10.99
  The document is revised or amended: a resolution with target dates and a leader, and a call for experts.
  confirmed [ISO/IEC Directives Part 1, 2020, 2.9.3.2 option 2 and 2.3.1]
  proposed as: revise
  reason, unless proposed
    decision: 6 months after closing, Form 21, confirmed [ISO/IEC Directives Part 1, 2020, 2.9.2]
review, 90.60 any -> revise-later 90.93 new 00.00
  The document is confirmed for now, and its revision registered as a preliminary item.
  assumed [ISO/IEC Directives Part 1, 2020, 2.9.3.2 option 2] the decision is the clause's; that the item begins at 00.00 is assumed
  proposed as: revise
  reason, unless proposed
    decision: 6 months after closing, Form 21, confirmed [ISO/IEC Directives Part 1, 2020, 2.9.2]
review, 90.60 any -> withdraw 90.99
  Withdrawal is proposed, and the national bodies are asked for objections.
  confirmed [ISO/IEC Directives Part 1, 2020, 2.9.3.2 option 3]
  proposed as: withdraw
  reason, unless proposed
    decision: 6 months after closing, Form 21, confirmed [ISO/IEC Directives Part 1, 2020, 2.9.2]
    objections: 8 weeks after decision, confirmed [ISO/IEC Directives Part 1, 2020, 2.9.3.2]
review, 90.60 any -> convert 90.92 new 10.99
  The TS or PAS becomes an International Standard, as a rule from the enquiry on.
  assumed [ISO/IEC Directives Part 1, 2020, 2.9.3.3 and 2.3.1] the decision is the clause's, the stage code is assumed
  needs: The document is a TS or a PAS.
  reason, unless proposed
    decision: 6 months after closing, Form 21, confirmed [ISO/IEC Directives Part 1, 2020, 2.9.2]
review, 90.60 any -> ask-members
  The result is not definite: the members are asked to agree to an action by a day.
  confirmed [ISO/IEC Directives Part 1, 2020, 2.9.3.1]
    decision: 6 months after closing, Form 21, confirmed [ISO/IEC Directives Part 1, 2020, 2.9.2]
    answers: 2 months after decision, Form 21, assumed [ISO/IEC Directives Part 1, 2020, 2.9.3.1]
withdrawal, 95.60 met -> withdraw 95.99
  Nobody objected: the document is withdrawn.
  confirmed [ISO/IEC Directives Part 1, 2020, 2.9.3.2 option 3]
withdrawal, 95.60 not met -> refer-to-board
  The objections are referred to the technical management board.
  confirmed [ISO/IEC Directives Part 1, 2020, 2.9.3.2 option 3]
withdrawal, 95.60 not met -> withdraw-by-board 95.99
  The document is withdrawn all the same.
  confirmed [ISO/IEC Directives Part 1, 2020, 2.9.3.2 option 3]
  needs: The technical management board has decided so.
  reason
withdrawal, 95.60 not met -> keep 95.92
  The document is not withdrawn.
  confirmed [ISO/IEC Directives Part 1, 2020, 2.9.3.2 option 3]
  needs: The technical management board has decided so.
  reason
CIB, resolution, convenor, chair, liaison, all members, met -> adopt
  The motion is adopted.
  confirmed [ISO/IEC Directives Part 1, 2020, Foreword]
  only ISO|IEC|JTC1|CEN
new SC, dissolution, scope, met -> adopt
  The motion is adopted and goes to the technical management board for its approval.
  confirmed [ISO/IEC Directives Part 1, 2020, 1.5.10, 1.6.1 and 1.6.2]
new TC, new PC, met -> adopt
  The proposal is supported; the technical management board decides.
  confirmed [ISO/IEC Directives Part 1, 2020, 1.5.7 and K.1]
CIB, resolution, convenor, chair, liaison, all members, new SC, dissolution, scope, new TC, new PC, not met -> reject
  The motion is not adopted.
  confirmed [ISO/IEC Directives Part 1, 2020, Foreword]
  only ISO|IEC|JTC1|CEN
CIB, resolution, convenor, chair, liaison, all members, not met -> discuss
  The matter is put on the agenda of the next meeting.
  assumed [ISO/IEC Directives Part 1, 2020, Foreword] matters of strategy need a discussion; that others may have one is assumed
  only ISO|IEC|JTC1|CEN
WG, any -> note
  The convenor takes the comments into account; nothing else is decided.
  assumed [ISO/IEC Directives Part 1, 2020, 1.12.1] a working group works by consensus; how a consultation ends is not said
DIS, DAM, again by DIS, 40.60 met -> register-fdis 40.99 then 50.00
  The text goes to the formal vote.
  assumed [CEN, guidance on the enquiry] the decision is the clause's, the stage code is assumed
  only CEN
DIS, DAM, again by DIS, 40.60 met -> publish 40.99 then 50.00
  The formal vote is skipped, and the text is published.
  assumed [CEN, guidance on the practice of voting] the stage code, and that technical changes stand in the way, are assumed
  only CEN
  needs: No technical changes are made to the text.
DIS, DAM, again by DIS, 40.60 not met -> revised-dis 40.93
  A revised draft is put to a second enquiry.
  assumed [CEN, guidance on the enquiry] the decision is the clause's, the stage code is assumed
  only CEN
DIS, DAM, again by DIS, 40.60 not met -> publish-ts 40.92 then 50.00
  The text is published as a technical specification instead.
  assumed [CEN, guidance on the enquiry] the decision is the clause's, the stage code is assumed
  only CEN
  reason
DIS, DAM, again by DIS, 40.60 not met -> cancel 40.98
  The work item is deleted.
  assumed [CEN, guidance on the enquiry] the decision is the clause's, the stage code is assumed
  only CEN
  reason
FDIS, FDAM, minor, again by FDIS, 50.60 met -> publish 50.99 then 60.00
  The document is published.
  assumed [CEN, guidance on the formal vote] the decision is the clause's, the stage code is assumed
  only CEN
FDIS, FDAM, minor, again by FDIS, 50.60 not met -> return-to-committee 50.92
  The document is not published; the committee decides what is done with the text.
  assumed [CEN, guidance on the formal vote] the decision is the clause's, the stage code is assumed
  only CEN
)"));
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
