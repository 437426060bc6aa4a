#include "tests/rules/printed.h"

#include <span>
#include <sstream>
#include <string>
#include <string_view>

namespace placet::ballots::rules {
namespace {

std::string_view Word(Sureness sureness) {
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

std::string_view Word(Part part) {
  switch (part) {
    case Part::kYes:
      return "yes";
    case Part::kNo:
      return "no";
    case Part::kExpertBodies:
      return "experts";
    case Part::kExpertBodiesOfAll:
      return "experts of all";
    case Part::kParticipants:
      return "participants";
    case Part::kUsers:
      return "users";
    case Part::kConfirm:
      return "confirm";
    case Part::kRevise:
      return "revise";
    case Part::kWithdraw:
      return "withdraw";
  }
  return "?";
}

std::string_view Word(Whole whole) {
  switch (whole) {
    case Whole::kPMembersVoting:
      return "/P";
    case Whole::kAllBodiesVoting:
      return "/all";
    case Whole::kWeightsVoting:
      return "/weights";
    case Whole::kNumberOfPMembers:
    case Whole::kNumber:
      return "";
  }
  return "?";
}

std::string_view Word(Comparison comparison) {
  switch (comparison) {
    case Comparison::kAtLeast:
      return ">=";
    case Comparison::kMoreThan:
      return ">";
    case Comparison::kAtMost:
      return "<=";
  }
  return "?";
}

std::string_view Word(Electorate electorate) {
  switch (electorate) {
    case Electorate::kAllBodies:
      return "all bodies";
    case Electorate::kPMembers:
      return "P-members";
    case Electorate::kNobody:
      return "nobody";
    case Electorate::kExperts:
      return "experts";
    case Electorate::kWeighted:
      return "weighted bodies";
  }
  return "?";
}

std::string_view Word(Early early) {
  switch (early) {
    case Early::kNobody:
      return "nobody";
    case Early::kCentralSecretariat:
      return "the central secretariat";
    case Early::kOfficers:
      return "officers";
  }
  return "?";
}

std::string_view Word(Verdict verdict) {
  switch (verdict) {
    case Verdict::kApproved:
      return "approved";
    case Verdict::kNotApproved:
      return "not approved";
    case Verdict::kNoValidVotes:
      return "no valid votes";
    case Verdict::kForAPerson:
      return "for a person";
  }
  return "?";
}

std::string_view Word(Answer answer) {
  switch (answer) {
    case Answer::kYes:
      return "yes";
    case Answer::kYesWithComments:
      return "yes with comments";
    case Answer::kNo:
      return "no";
    case Answer::kAbstain:
      return "abstain";
    case Answer::kConfirm:
      return "confirm";
    case Answer::kRevise:
      return "revise";
    case Answer::kWithdraw:
      return "withdraw";
    case Answer::kComments:
      return "comments";
    case Answer::kNoComments:
      return "no comments";
    case Answer::kReply:
      return "reply";
  }
  return "?";
}

std::string_view Word(TextRule rule) {
  switch (rule) {
    case TextRule::kOptional:
      return "";
    case TextRule::kNone:
      return " (no text)";
    case TextRule::kNeededToCount:
      return " (needs a text to count)";
    case TextRule::kCompulsory:
      return " (text compulsory)";
  }
  return "?";
}

std::string Full(const Period& period) {
  std::ostringstream out;
  out << Short(period) << ", " << Word(period.sureness) << " [" << period.source << "]";
  if (!period.condition.empty()) out << " " << period.condition;
  return out.str();
}

void PrintPeriods(std::ostream& out, std::string_view head, const Period& proposed,
                  std::span<const Period> others, bool any) {
  if (proposed.Exists()) out << "  " << head << ": " << Full(proposed) << "\n";
  if (any) out << "  " << head << ": or any other\n";
  for (const Period& period : others) out << "  " << head << ": or " << Full(period) << "\n";
}

void PrintAnswers(std::ostream& out, const Rule& rule) {
  out << "  answers:";
  std::string_view comma = " ";
  for (const Offer& offer : rule.answers) {
    out << comma << Word(offer.answer) << Word(offer.text);
    comma = ", ";
  }
  out << (rule.answers.empty() ? " none\n" : "\n");
}

void PrintFlags(std::ostream& out, const Rule& rule) {
  if (rule.own_questions) out << "  questions of its own\n";
  if (rule.by_question) out << "  judged question by question\n";
  if (rule.advice) out << "  the criteria are advice\n";
  if (rule.not_met != Verdict::kNotApproved) out << "  if not met: " << Word(rule.not_met) << "\n";
  if (rule.late_votes_count) out << "  late votes count if accepted\n";
}

void PrintStages(std::ostream& out, const Rule& rule) {
  if (rule.stages_before.empty()) return;
  out << " ";
  for (const std::string_view stage : rule.stages_before) out << " " << stage;
  out << " -> " << rule.stage_open << " -> " << rule.stage_closed << "\n";
}

void PrintQuestion(std::ostream& out, const Question& question) {
  out << "  " << question.id << ": " << question.text << " (" << question.choices;
  if (!question.text_needed.empty()) out << "; text: " << question.text_needed;
  if (!question.text_refused.empty()) out << "; no text: " << question.text_refused;
  if (!question.only_if.empty()) out << "; only if " << question.only_if;
  out << ") [" << question.source << "]\n";
}

void PrintWeights(std::ostream& out, std::span<const Weight> weights) {
  if (weights.empty()) return;
  out << "  weights:";
  for (const Weight& weight : weights) out << " " << weight.body << " " << weight.weight;
  out << "\n";
}

}  // namespace

std::string Short(const Period& period) {
  return period.weeks != 0 ? std::to_string(period.weeks) + "w"
                           : std::to_string(period.months) + "m";
}

std::string Short(const Criterion& criterion) {
  std::ostringstream out;
  out << Word(criterion.part) << Word(criterion.whole) << Word(criterion.comparison)
      << criterion.bound_numerator;
  if (criterion.bound_denominator != 1) out << "/" << criterion.bound_denominator;
  if (criterion.small_committee != 0) {
    out << "|" << criterion.small_committee << "|" << criterion.bound_large;
  }
  return out.str();
}

std::string ShortCriteria(const Rule& rule) {
  std::string text;
  for (const Criterion& criterion : rule.criteria) {
    text += (text.empty() ? "" : " ") + Short(criterion);
  }
  return text;
}

std::string Printed(const Criterion& criterion) {
  std::ostringstream out;
  out << "  " << criterion.id << ": " << Short(criterion) << ", " << Word(criterion.sureness);
  if (criterion.needs_p_members) out << ", only where there are P-members";
  if (!criterion.action.empty()) out << ", met: " << criterion.action;
  if (!criterion.otherwise.empty()) out << ", else: " << criterion.otherwise;
  out << "\n    " << criterion.text << " [" << criterion.clause << "]\n";
  return out.str();
}

std::string Printed(const Rule& rule) {
  std::ostringstream out;
  out << rule.edition << " " << KindName(rule.kind) << " [" << rule.clause << "]\n  "
      << (rule.subject == Subject::kProject ? "on a project" : "without a project") << ", "
      << Word(rule.electorate) << (rule.p_must ? ", P-members must" : "") << ", opened by the "
      << (rule.opened_by == Office::kCentralSecretariat ? "central secretariat"
                                                        : "committee manager")
      << ", seen early by " << Word(rule.seen_early) << "\n";
  PrintAnswers(out, rule);
  PrintFlags(out, rule);
  PrintPeriods(out, "length", rule.period, rule.periods, rule.any_period);
  PrintPeriods(out, "translation", rule.translation, {}, false);
  PrintPeriods(out, "revised", rule.revised, rule.revised_periods, false);
  PrintStages(out, rule);
  if (rule.grace_weeks != 0) {
    out << "  grace: " << rule.grace_weeks << " weeks [" << rule.grace_clause << "]\n";
  }
  if (rule.change_weeks != 0) {
    out << "  change: " << rule.change_weeks << " weeks [" << rule.change_clause << "]\n";
  }
  for (const Criterion& criterion : rule.criteria) out << Printed(criterion);
  for (const Question& question : rule.questions) PrintQuestion(out, question);
  PrintWeights(out, rule.weights);
  if (!rule.unsure.empty()) out << "  unsure: " << rule.unsure << "\n";
  return out.str();
}

std::string Printed(const Edition& edition) {
  std::ostringstream out;
  out << edition.id << " (" << edition.organization << ") from " << edition.from << ", "
      << Word(edition.from_sureness);
  if (!edition.until.empty()) out << ", until " << edition.until;
  out << "\n  " << edition.title << "\n  [" << edition.source << "]\n";
  return out.str();
}

}  // namespace placet::ballots::rules
