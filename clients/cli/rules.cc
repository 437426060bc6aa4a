// The verb that shows the rules.
#include "clients/cli/rules.h"

#include <algorithm>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/names.h"
#include "clients/cli/questions.h"
#include "clients/cli/verbs.h"

namespace placet::cli {
namespace {

using namespace placet::ballots::v1;  // NOLINT: the messages this file is about
using Stub = Connection::Rules;

struct RulesArguments {
  std::string edition, kind, day, reference;
  bool whole = false;
};

std::string Length(const Period& period) {
  return period.months() > 0 ? Count(period.months(), "month") : Count(period.weeks(), "week");
}

std::string InWords(const Period& period) {
  return absl::StrCat(Length(period),
                      period.condition().empty() ? "" : absl::StrCat(", ", period.condition()),
                      " (", Word(period.sureness()), ": ", period.source(), ")");
}

std::string InWords(TextRule rule) {
  switch (rule) {
    case TEXT_RULE_NONE:
      return "takes no text";
    case TEXT_RULE_NEEDED_TO_COUNT:
      return "counts only with a text";
    case TEXT_RULE_COMPULSORY:
      return "needs a text";
    default:
      return "";
  }
}

std::string InWords(Electorate electorate) {
  switch (electorate) {
    case ELECTORATE_ALL_BODIES:
      return "all member bodies";
    case ELECTORATE_P_MEMBERS:
      return "P-members; O-members may comment";
    case ELECTORATE_NOBODY:
      return "nobody; P- and O-members comment";
    case ELECTORATE_EXPERTS:
      return "experts of a working group: no ballot of bodies";
    case ELECTORATE_WEIGHTED:
      return "the bodies that have a weight";
    default:
      return "";
  }
}

void AddPeriods(const Rule& rule, Table& facts) {
  std::string word = "period";
  for (const Period& period : rule.periods()) {
    facts.AddFact(word, InWords(period));
    word = "or";
  }
  if (rule.any_period()) facts.AddFact(word, "any length");
  if (rule.has_translation()) facts.AddFact("translation before", InWords(rule.translation()));
  word = "revised draft";
  for (const Period& period : rule.revised_periods()) {
    facts.AddFact(word, InWords(period));
    word = "or";
  }
}

void AddCriteria(const Rule& rule, Table& facts) {
  for (const Criterion& criterion : rule.criteria()) {
    facts.AddFact("criterion", criterion.text());
    facts.AddFact("", absl::StrCat(criterion.id(), ": ", criterion.formula()));
    facts.AddFact("", {absl::StrCat(criterion.clause(), " (", Word(criterion.sureness()), ")"),
                       Style::kFaint});
  }
  facts.AddFact("otherwise", rule.criteria().empty() || rule.advice()
                                 ? "a person decides"
                                 : absl::StrCat("if one does not hold: ", Word(rule.not_met())));
  if (rule.by_question()) facts.AddFact("applied to", "each question of the ballot's own");
}

void AddRest(const Rule& rule, Table& facts) {
  facts.AddFact("opens from", absl::StrJoin(rule.stages_before(), ", "));
  facts.AddFact("while open", rule.stage_open());
  facts.AddFact("from closing on", rule.stage_closed());
  if (rule.grace_weeks() > 0) {
    facts.AddFact("may be supplied for", absl::StrCat(Count(rule.grace_weeks(), "week"), " (",
                                                      rule.grace_clause(), ")"));
  }
  if (rule.change_weeks() > 0) {
    facts.AddFact("may be changed for", absl::StrCat(Count(rule.change_weeks(), "week"), " (",
                                                     rule.change_clause(), ")"));
  }
  if (rule.late_votes_count()) facts.AddFact("late votes", "count if an officer accepts them");
  if (rule.weights_size() > 0) {
    facts.AddFact("weights", absl::StrJoin(rule.weights(), ", ", [](std::string* out, const auto& w) {
                    absl::StrAppend(out, Id(w.member()), " ", w.weight());
                  }));
  }
  facts.AddFact("not sure", {rule.unsure(), Style::kWarn});
}

void ShowRules(Shell& shell, const RulesArguments& given) {
  ListRulesRequest request;
  request.set_edition(given.edition);
  request.set_kind(Value<BallotKind>(given.kind));
  request.set_day(given.day);
  request.set_committee_reference(given.reference);
  const ListRulesResponse response = shell.connection().Call(&Stub::ListRules, request);
  if (shell.PrintedJson(response)) return;
  if (shell.options.csv || (response.rules_size() != 1 && !given.whole)) {
    shell.Print(RulesTable(response));
    return;
  }
  for (const Rule& rule : response.rules()) {
    shell.Print(RuleFacts(rule), absl::StrCat(rule.kind_name(), " by ", rule.edition()));
    if (rule.questions_size() > 0) shell.Print(QuestionsTable(rule.questions()), "Questions");
  }
}

}  // namespace

std::string PeriodInWords(const Rule& rule) {
  if (rule.periods().empty()) return rule.any_period() ? "any" : "";
  const std::string proposed = Length(rule.periods(0));
  return rule.any_period() ? absl::StrCat("any, ", proposed, " proposed") : proposed;
}

std::string CriteriaInWords(const Rule& rule) {
  if (rule.criteria().empty()) return "a person decides";
  const std::string formulas =
      absl::StrJoin(rule.criteria(), "; ", [](std::string* out, const Criterion& criterion) {
        absl::StrAppend(out, criterion.formula());
      });
  return absl::StrCat(formulas, rule.advice() ? " (advice)" : "",
                      rule.by_question() ? " (by question)" : "");
}

Sureness LeastSure(const Rule& rule) {
  Sureness least = SURENESS_CONFIRMED;
  for (const Criterion& criterion : rule.criteria()) least = std::max(least, criterion.sureness());
  if (rule.periods_size() > 0) least = std::max(least, rule.periods(0).sureness());
  return least;
}

Table RulesTable(const ListRulesResponse& response) {
  Table table({"kind", "edition", "who votes", "period", "criteria", "clause", "sure"});
  for (const Rule& rule : response.rules()) {
    const Sureness least = LeastSure(rule);
    table.Add({Word(rule.kind()),
               rule.edition(),
               Word(rule.electorate()),
               PeriodInWords(rule),
               CriteriaInWords(rule),
               rule.clause(),
               {Word(least), least == SURENESS_ASSUMED ? Style::kWarn : Style::kPlain}});
  }
  return table;
}

Table RuleFacts(const Rule& rule) {
  Table facts = Table::Facts();
  facts.AddFact("clause", rule.clause());
  facts.AddFact("about", Word(rule.subject()));
  facts.AddFact("who votes", absl::StrCat(InWords(rule.electorate()),
                                          rule.p_members_must() ? "; P-members must" : ""));
  facts.AddFact("opened by", Word(rule.opened_by()));
  for (const Offer& offer : rule.answers()) {
    const std::string text = InWords(offer.text());
    facts.AddFact("answer", absl::StrCat(Word(offer.answer()), text.empty() ? "" : ": ", text));
  }
  AddPeriods(rule, facts);
  AddCriteria(rule, facts);
  if (rule.own_questions()) facts.AddFact("questions", "written by whoever creates the ballot");
  AddRest(rule, facts);
  return facts;
}

void AddRulesVerb(CLI::App& app, Shell& shell) {
  auto given = std::make_shared<RulesArguments>();
  auto* rules = Verb(app, kBallotGroup, "rules", "The rules of voting, with clause and sureness.",
                     "placet rules --edition ISO-2022\n"
                     "  placet rules --kind DIS --day 2026-11-23 --reference 'ISO/TC 307'");
  rules->add_option("--edition", given->edition, "Only of this edition, e.g. ISO-2022");
  rules->add_option("--kind", given->kind, "Only of this kind")->type_name(Choices<BallotKind>());
  auto* day = rules->add_option("--day", given->day, "Only those in force on this day");
  day->type_name("DATE");
  auto* reference = rules->add_option("--reference", given->reference,
                                      "... for this committee, e.g. 'ISO/TC 307'");
  reference->needs(day);
  day->needs(reference);
  rules->add_flag("--long", given->whole, "All that each row says, as with one row alone");
  rules->callback([=, &shell] { ShowRules(shell, *given); });
}

}  // namespace placet::cli
