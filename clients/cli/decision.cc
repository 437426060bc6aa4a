#include "clients/cli/decision.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "clients/cli/names.h"
#include "clients/cli/time.h"

namespace placet::cli {
namespace {

using namespace placet::ballots::v1;  // NOLINT: the messages this file is about

std::string InWords(Verdict verdict) {
  switch (verdict) {
    case VERDICT_APPROVED:
      return "approved";
    case VERDICT_NOT_APPROVED:
      return "not approved";
    case VERDICT_NO_VALID_VOTES:
      return "no valid votes";
    default:
      return "left to people";
  }
}

std::string SpanInWords(const DecisionDue& due) {
  const std::string start = due.start() == DUE_START_CLOSING    ? "closing"
                            : due.start() == DUE_START_DECISION ? "the decision"
                                                                : "the meeting";
  return absl::StrCat(due.weeks() > 0 ? Count(due.weeks(), "week") : Count(due.months(), "month"),
                      " after ", start);
}

// What has to come along.
Cell NeedsCell(const DecisionOption& option) {
  if (option.need_standing() == NEED_STANDING_DOES_NOT_HOLD) return {"closed", Style::kBad};
  const bool affirm = option.need_standing() == NEED_STANDING_TO_AFFIRM;
  if (!affirm) return option.needs_reason() ? "--reason" : "";
  return option.needs_reason() ? "--affirm --reason" : "--affirm";
}

std::string NeedInWords(const DecisionOption& option) {
  switch (option.need_standing()) {
    case NEED_STANDING_TO_AFFIRM:
      return absl::StrCat("to affirm: ", option.need());
    case NEED_STANDING_HOLDS:
      return absl::StrCat("needed, and so it is: ", option.need());
    case NEED_STANDING_DOES_NOT_HOLD:
      return absl::StrCat("needed, and not so: ", option.need());
    default:
      return "";
  }
}

Cell DayCell(const DecisionDue& due) {
  const std::string day = due.day().empty() ? "not known" : due.day();
  if (due.done()) return {absl::StrCat(day, ", done by the decision"), Style::kFaint};
  return {due.overdue() ? absl::StrCat(day, ", over") : day,
          due.overdue() ? Style::kBad : Style::kPlain};
}

// What is due next, and has not been done by the decision.
const DecisionDue* Next(const Decision& decision) {
  const DecisionDue* next = nullptr;
  for (const DecisionDue& due : decision.dues()) {
    if (due.done() || due.day().empty()) continue;
    if (next == nullptr || due.day() < next->day()) next = &due;
  }
  return next;
}

Cell StateCell(DecisionState state) {
  if (state == DECISION_STATE_OBJECTED) return {"to be discussed at a meeting", Style::kWarn};
  return state == DECISION_STATE_SUPERSEDED ? Cell("a later decision took its place", Style::kFaint)
                                            : Cell("stands", Style::kGood);
}

}  // namespace

std::string ResultInWords(const Tally& tally) {
  const Counts& p_members = tally.p_members();
  std::string words = absl::StrCat(InWords(tally.verdict()), ": P-members ");
  if (p_members.confirm() + p_members.revise() + p_members.withdraw() > 0) {
    absl::StrAppend(&words, p_members.confirm(), " confirm, ", p_members.revise(), " revise, ",
                    p_members.withdraw(), " withdraw");
  } else {
    absl::StrAppend(&words, p_members.yes(), " yes, ", p_members.no(), " no");
  }
  absl::StrAppend(&words, ", ", p_members.abstain(), " abstain, ", p_members.not_voting(),
                  " not voting");
  if (tally.criteria_size() > 0) {
    const auto met = std::count_if(tally.criteria().begin(), tally.criteria().end(),
                                   [](const Criterion& criterion) { return criterion.met(); });
    absl::StrAppend(&words, "; met ", met, " of ", tally.criteria_size(), " criteria");
  }
  if (!tally.proposal().empty()) absl::StrAppend(&words, "; proposed: ", tally.proposal());
  return words;
}

std::string StagesInWords(const std::string& stage, const std::string& next) {
  if (stage.empty()) return "stays";
  return next.empty() ? stage : absl::StrCat(stage, ", then ", next);
}

Table OptionTable(const DecisionForm& form) {
  Table table({"decision", "project", "needs", "how sure", "clause"});
  for (const DecisionOption& option : form.options()) {
    table.Add({{option.proposed() ? absl::StrCat(option.id(), " (proposed)") : option.id(),
                option.proposed() ? Style::kGood : Style::kPlain},
               StagesInWords(option.stage(), option.next_stage()),
               NeedsCell(option),
               Word(option.sureness()),
               option.clause()});
  }
  return table;
}

Table MeaningTable(const DecisionForm& form) {
  Table facts = Table::Facts();
  for (const DecisionOption& option : form.options()) {
    facts.AddFact(option.id(), option.text());
    facts.AddFact("", NeedInWords(option));
    if (option.has_objection_rule()) {
      facts.AddFact("", absl::StrCat(Count(option.objection_rule().members(), "P-member"),
                                     " may call it before a meeting until ",
                                     option.objection_rule().until()));
    }
    if (!option.source().empty()) {
      facts.AddFact("", {absl::StrCat("note: ", option.source()), Style::kFaint});
    }
  }
  return facts;
}

Table FormDueTable(const DecisionForm& form) {
  Table table({"by", "what", "counted", "form", "clause", "how sure"});
  std::set<std::tuple<std::string, std::string, std::string>> told;
  for (const DecisionOption& option : form.options()) {
    for (const DecisionDue& due : option.dues()) {
      if (!told.emplace(due.day(), due.id(), due.clause()).second) continue;
      table.Add({due.day().empty() ? "not known" : due.day(), due.text(), SpanInWords(due),
                 due.form(), due.clause(), Word(due.sureness())});
    }
  }
  return table;
}

Table DecisionFacts(const Decision& decision) {
  Table facts = Table::Facts();
  facts.AddFact("decision", decision.name());
  facts.AddFact("state", StateCell(decision.state()));
  facts.AddFact("decided", decision.text());
  facts.AddFact("option", decision.overridden() ? "none: outside the options" : decision.option());
  facts.AddFact("by", decision.decider());
  facts.AddFact("when", Geneva(ToTime(decision.decide_time())));
  facts.AddFact("why", decision.reason());
  facts.AddFact("affirmed", decision.affirmed());
  if (!decision.project().empty()) {
    facts.AddFact("project",
                  absl::StrCat(Id(decision.project()), " at ", decision.stage_before(), ": ",
                               StagesInWords(decision.stage(), decision.next_stage())));
  }
  facts.AddFact("clause", decision.clause());
  facts.AddFact("how sure", absl::StrCat(Word(decision.sureness()),
                                         decision.source().empty() ? "" : ": ", decision.source()));
  facts.AddFact("in place of", decision.supersedes());
  facts.AddFact("because", decision.cause());
  facts.AddFact("rests on", absl::StrCat("the result in event ", decision.result_event()));
  if (decision.result_superseded()) {
    facts.AddFact("", {"which has been recorded anew since", Style::kWarn});
  }
  if (decision.has_objection_rule()) {
    facts.AddFact("objections", absl::StrCat(decision.objections_size(), "; ",
                                             decision.objection_rule().members(),
                                             " P-members may call it before a meeting until ",
                                             decision.objection_rule().until()));
  }
  return facts;
}

Table DueTable(const Decision& decision) {
  Table table({"by", "what", "counted", "form", "clause", "how sure"});
  for (const DecisionDue& due : decision.dues()) {
    table.Add({DayCell(due), due.text(), SpanInWords(due), due.form(), due.clause(),
               Word(due.sureness())});
  }
  return table;
}

Table ObjectionTable(const Decision& decision) {
  Table table({"member", "by", "when", "why"});
  for (const Objection& objection : decision.objections()) {
    table.Add({Id(objection.member()), objection.person(), Geneva(ToTime(objection.object_time())),
               objection.reason()});
  }
  return table;
}

Table DecisionsTable(const ListDecisionsResponse& listed) {
  Table table({"ballot", "decision", "project", "decided", "state", "due next", "what"});
  for (const Decision& decision : listed.decisions()) {
    const DecisionDue* next = Next(decision);
    table.Add({Id(decision.ballot()), decision.overridden() ? "override" : decision.option(),
               StagesInWords(decision.stage(), decision.next_stage()),
               Geneva(ToTime(decision.decide_time())), StateCell(decision.state()),
               next == nullptr ? Cell("") : DayCell(*next), next == nullptr ? "" : next->text()});
  }
  return table;
}

}  // namespace placet::cli
