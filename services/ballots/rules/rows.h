// What the rows of a kind have in common, whatever the edition.
#pragma once

#include <span>
#include <string_view>

#include "criteria.h"
#include "questions.h"
#include "rules.h"

namespace placet::ballots::rules::table {

using Criteria = std::span<const Criterion>;
using Periods = std::span<const Period>;

constexpr Period Weeks(int weeks, Sureness sureness, std::string_view source,
                       std::string_view condition = {}) {
  return {.weeks = weeks, .sureness = sureness, .source = source, .condition = condition};
}

constexpr Period Months(int months, Sureness sureness, std::string_view source,
                        std::string_view condition = {}) {
  return {.months = months, .sureness = sureness, .source = source, .condition = condition};
}

// The stages that a project must have, and where the ballot moves it. A project returned at 10.92
// or 50.92 is registered anew at 10.00 or 50.00 first; a new ballot on a revised CD or DIS starts
// from its decision, 30.92 or 40.93.
struct Stages {
  std::span<const std::string_view> before;
  std::string_view open;
  std::string_view closed;
};

inline constexpr std::string_view kBefore00[] = {"00.00"};
inline constexpr std::string_view kBefore10[] = {"10.00"};
inline constexpr std::string_view kBeforeCd[] = {"30.00", "30.92"};
inline constexpr std::string_view kBefore30[] = {"30.00"};
inline constexpr std::string_view kBefore40[] = {"40.00", "40.93"};
inline constexpr std::string_view kBefore50[] = {"50.00"};
inline constexpr std::string_view kBefore90[] = {"60.60", "90.93"};
inline constexpr std::string_view kBefore95[] = {"90.99"};

inline constexpr Stages kPreliminary = {kBefore00, "00.20", "00.60"};
inline constexpr Stages kProposal = {kBefore10, "10.20", "10.60"};
inline constexpr Stages kCommitteeDraft = {kBeforeCd, "30.20", "30.60"};
// A DTS, DTR or DPAS was balloted at stage 30 until the tool changed on 2022-06-30, and is at stage
// 50 since.
inline constexpr Stages kStage30 = {kBefore30, "30.20", "30.60"};
inline constexpr Stages kEnquiry = {kBefore40, "40.20", "40.60"};
inline constexpr Stages kApproval = {kBefore50, "50.20", "50.60"};
inline constexpr Stages kUnderReview = {kBefore90, "90.20", "90.60"};
inline constexpr Stages kUnderWithdrawal = {kBefore95, "95.20", "95.60"};

constexpr Rule At(const Stages& stages, Rule rule) {
  rule.stages_before = stages.before;
  rule.stage_open = stages.open;
  rule.stage_closed = stages.closed;
  return rule;
}

constexpr Rule Unsure(Rule rule, std::string_view what) {
  rule.unsure = what;
  return rule;
}

// Ballots on documents.

inline constexpr std::string_view kReasonsAsOfADis =
    "that a no counts only with its reasons is taken over from DIS and FDIS";

// What the Directives leave to the tools: who sees positions before closing.
inline constexpr std::string_view kOfficersSee =
    "ISO's help pages: the manager of a committee sees its internal ballots in full, a monitor "
    "reads "
    "them, and the manager enters votes for bodies";
inline constexpr std::string_view kSecretariatSees =
    "the central secretariat conducts what all bodies vote on; that a committee's manager does not "
    "see the positions of an open one is Placet's reading of ISO's help pages, which contradict "
    "each "
    "other";
inline constexpr std::string_view kNobodySees =
    "a ballot about a person: that nobody sees positions before closing is Placet's choice";

constexpr Rule OfPMembers(Kind kind, std::string_view edition, std::string_view clause,
                          Criteria criteria, Period period, Periods periods = {}) {
  return {.kind = kind,
          .edition = edition,
          .clause = clause,
          .electorate = Electorate::kPMembers,
          .opened_by = Office::kCommitteeManager,
          .seen_early = Early::kOfficers,
          .seen_early_source = kOfficersSee,
          .answers = kVote,
          .period = period,
          .periods = periods,
          .criteria = criteria};
}

constexpr Rule OfAllBodies(Kind kind, std::string_view edition, std::string_view clause,
                           Criteria criteria, Period period, Periods periods = {}) {
  Rule rule = OfPMembers(kind, edition, clause, criteria, period, periods);
  rule.electorate = Electorate::kAllBodies;
  rule.opened_by = Office::kCentralSecretariat;
  rule.seen_early = Early::kCentralSecretariat;
  rule.seen_early_source = kSecretariatSees;
  return rule;
}

// A new work item. In the editions that speak of it, reasons and experts may follow for 2 weeks.
constexpr Rule Np(std::string_view edition, Criteria criteria, Period period, Periods periods,
                  std::span<const Question> questions, std::string_view grace_clause) {
  Rule rule = At(kProposal, OfPMembers(Kind::kNp, edition, "ISO/IEC Directives Part 1, 2020, 2.3",
                                       criteria, period, periods));
  rule.questions = questions;
  rule.grace_weeks = 2;
  rule.grace_clause = grace_clause;
  return rule;
}

// Before reasons were asked for.
constexpr Rule OldNp(std::string_view edition, std::string_view clause, Criteria criteria,
                     Period period, std::span<const Question> questions = {}) {
  Rule rule = At(kProposal, OfPMembers(Kind::kNp, edition, clause, criteria, period));
  rule.answers = kPlainVote;
  rule.questions = questions;
  rule.unsure =
      "the form of that time is not known, nor from when on a no needed its justification; here it "
      "needs none";
  return rule;
}

// By vote. Consensus is the chair's judgement; in doubt two thirds of the P-members are enough.
constexpr Rule Cd(std::string_view edition, std::string_view clause, Criteria criteria,
                  Period period, Periods periods) {
  Rule rule =
      At(kCommitteeDraft, OfPMembers(Kind::kCd, edition, clause, criteria, period, periods));
  rule.advice = true;
  rule.unsure =
      "a P-member owes a vote on all that is formally put to its committee (1.7.1); the clause on "
      "committee drafts itself asks for votes in doubt only";
  return rule;
}

constexpr Rule CdConsultation(std::string_view edition, std::string_view clause, Period period,
                              Periods periods) {
  Rule rule =
      At(kCommitteeDraft, OfPMembers(Kind::kCdConsultation, edition, clause, {}, period, periods));
  rule.electorate = Electorate::kNobody;
  rule.p_must = false;
  rule.answers = {};
  return rule;
}

// A revised draft is not translated again (measured: it opens about 20 days after registration).
struct Drafts {
  Period first;
  Period translation = {};
  Period revised = {};
  Periods revised_periods = {};
};

constexpr Rule Enquiry(Kind kind, std::string_view edition, std::string_view clause,
                       Criteria criteria, const Drafts& drafts, Periods periods = {}) {
  Rule rule = At(kEnquiry, OfAllBodies(kind, edition, clause, criteria, drafts.first, periods));
  rule.translation = drafts.translation;
  rule.revised = drafts.revised;
  rule.revised_periods = drafts.revised_periods;
  return rule;
}

constexpr Rule Dis(std::string_view edition, const Drafts& drafts, Periods periods = {}) {
  return Enquiry(Kind::kDis, edition, "ISO/IEC Directives Part 1, 2020, 2.6", kDisCriteria, drafts,
                 periods);
}

constexpr Rule Approval(Kind kind, std::string_view edition, std::string_view clause,
                        Criteria criteria, Period period, Periods periods = {}) {
  return At(kApproval, OfAllBodies(kind, edition, clause, criteria, period, periods));
}

constexpr Rule Fdis(std::string_view edition, Period period) {
  return Approval(Kind::kFdis, edition, "ISO/IEC Directives Part 1, 2020, 2.7", kFdisCriteria,
                  period);
}

constexpr Rule Review(std::string_view edition, Criteria criteria, Period period) {
  Rule rule =
      At(kUnderReview, OfAllBodies(Kind::kReview, edition, "ISO/IEC Directives Part 1, 2020, 2.9",
                                   criteria, period));
  rule.answers = kReviewAnswers;
  rule.questions = kReviewQuestions;
  return rule;
}

constexpr Rule Asking(Rule rule, std::span<const Question> questions) {
  rule.questions = questions;
  return rule;
}

inline constexpr std::string_view kWhoMustObject =
    "one of ISO's help pages says that P-members must vote here, another that nobody must";

constexpr Rule Withdrawal(std::string_view edition, Criteria criteria, Period period,
                          Periods periods = {}) {
  Rule rule =
      At(kUnderWithdrawal,
         OfAllBodies(Kind::kWithdrawal, edition,
                     "ISO/IEC Directives Part 1, 2020, 2.9.3.2; who votes: ISO's help pages",
                     criteria, period, periods));
  rule.answers = kObjection;
  rule.not_met = Verdict::kForAPerson;
  rule.unsure = kWhoMustObject;
  return rule;
}

constexpr Rule Guide(std::string_view edition, Criteria criteria, const Drafts& drafts) {
  Rule rule =
      Enquiry(Kind::kGuide, edition, "ISO/IEC Directives Part 1, 2020, A.5", criteria, drafts);
  rule.p_must = false;
  rule.answers = kPlainVote;
  rule.unsure =
      "the stage codes are those of an enquiry, and a no counts without reasons, because the "
      "clause "
      "does not speak of them; of an ISO/IEC Guide each organization holds a ballot of its own";
  return rule;
}

// Decisions without a project.

// Of a committee, by a ballot of its own: any length, and a late vote counts if the manager takes
// it.
constexpr Rule Decision(Kind kind, std::string_view edition, std::string_view clause,
                        Criteria criteria, Period period) {
  Rule rule = OfPMembers(kind, edition, clause, criteria, period);
  rule.subject = Subject::kCommittee;
  rule.answers = kDecision;
  rule.any_period = true;
  rule.late_votes_count = true;
  if (kind == Kind::kConvenor || kind == Kind::kChair) {
    rule.seen_early = Early::kNobody;
    rule.seen_early_source = kNobodySees;
  }
  return rule;
}

constexpr Rule Cib(std::string_view edition, Criteria criteria, Period period) {
  Rule rule =
      Decision(Kind::kCib, edition,
               "ISO/IEC Directives Part 1, 2020, Foreword, general principles; questions and "
               "late votes: ISO's help pages",
               criteria, period);
  rule.answers = kReplies;
  rule.by_question = true;
  rule.own_questions = true;
  return rule;
}

constexpr Rule NewSubcommittee(std::string_view edition, Criteria criteria, Period period) {
  Rule rule = Decision(Kind::kNewSubcommittee, edition,
                       "ISO/IEC Directives Part 1, 2020, 1.6.1 and 1.6.2", criteria, period);
  rule.questions = kParticipation;
  rule.unsure =
      "a member must also offer the secretariat, and the Technical Management Board ratifies; "
      "counted as willing are those that vote yes";
  return rule;
}

// A decision that begins a project; what moves it is its proposal stage.
constexpr Rule Conversion(std::string_view edition, std::string_view clause, Criteria criteria,
                          Period period) {
  Rule rule = At(kProposal, Decision(Kind::kConversion, edition, clause, criteria, period));
  rule.subject = Subject::kProject;
  rule.unsure =
      "the Directives say where an approved conversion ends, 10.99; that it is voted on at 10.20 "
      "is "
      "Placet's choice";
  return rule;
}

constexpr Rule Pwi(std::string_view edition, Criteria criteria, Period period) {
  Rule rule = At(kPreliminary, Decision(Kind::kPwi, edition, "ISO/IEC Directives Part 1, 2020, 2.2",
                                        criteria, period));
  rule.subject = Subject::kProject;
  return rule;
}

// Of all members: no committee, so nobody owes a vote.
constexpr Rule OfAllMembers(Kind kind, std::string_view edition, std::string_view clause,
                            Criteria criteria, Period period) {
  Rule rule = OfAllBodies(kind, edition, clause, criteria, period);
  rule.subject = Subject::kCommittee;
  rule.p_must = false;
  return rule;
}

constexpr Rule NewCommittee(std::string_view edition, Criteria criteria, Period period) {
  Rule rule = OfAllMembers(Kind::kNewCommittee, edition,
                           "ISO/IEC Directives Part 1, 2020, 1.5.6 and 1.5.7", criteria, period);
  rule.answers = kStatement;
  rule.questions = kParticipation;
  rule.unsure =
      "the criteria are those for a proposal to the Technical Management Board, which decides";
  return rule;
}

constexpr Rule ProjectCommittee(std::string_view edition, Criteria criteria, Period period) {
  Rule rule = OfAllMembers(Kind::kProjectCommittee, edition, "ISO/IEC Directives Part 1, 2020, K.1",
                           criteria, period);
  rule.questions = kParticipation;
  rule.unsure = "that a no counts only with its justification is taken over from the NP";
  return rule;
}

constexpr Rule AllMembers(std::string_view edition, Period period) {
  Rule rule = OfAllMembers(Kind::kAllMembers, edition,
                           "ISO's help pages on types of ballots: all-member votes", {}, period);
  rule.answers = kReplies;
  rule.own_questions = true;
  rule.any_period = true;
  rule.unsure = "no text says what decides a question to all members: a person does";
  return rule;
}

constexpr Rule WgConsultation(std::string_view edition) {
  Rule rule =
      Decision(Kind::kWgConsultation, edition,
               "ISO's help pages on types of ballots: consultations of working groups", {}, {});
  rule.electorate = Electorate::kExperts;
  rule.p_must = false;
  rule.answers = {};
  rule.late_votes_count = false;
  rule.unsure = "its length is free, and none is proposed";
  return rule;
}

}  // namespace placet::ballots::rules::table
