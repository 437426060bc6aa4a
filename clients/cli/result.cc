// Verbs that show how a ballot stands: tally and result.
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "clients/cli/ballots.h"
#include "clients/cli/criterion.h"
#include "clients/cli/names.h"
#include "clients/cli/time.h"
#include "clients/cli/verbs.h"

namespace placet::cli {
namespace {

using namespace placet::ballots::v1;  // NOLINT: the messages this file is about
using Stub = Connection::Ballots;

std::string InWords(Verdict verdict) {
  switch (verdict) {
    case VERDICT_APPROVED:
      return "approved";
    case VERDICT_NOT_APPROVED:
      return "not approved";
    case VERDICT_NO_VALID_VOTES:
      return "no valid votes: the Directives do not say what follows";
    case VERDICT_FOR_A_PERSON:
      return "the rules leave it to people";
    default:
      return "no verdict";
  }
}

Style Look(Verdict verdict) {
  if (verdict == VERDICT_APPROVED) return Style::kGood;
  return verdict == VERDICT_NOT_APPROVED ? Style::kBad : Style::kWarn;
}

absl::string_view InWords(LeftOutReason reason) {
  switch (reason) {
    case LEFT_OUT_REASON_ABSTAINED:
      return "abstained; abstentions are not counted";
    case LEFT_OUT_REASON_NO_WITHOUT_REASONS:
      return "disapproved without reasons; not counted";
    case LEFT_OUT_REASON_NOT_ENTITLED:
      return "may not vote with the status that decides";
    default:
      return "no reason given";
  }
}

void AddCounts(const char* who, const Counts& counts, Table& table) {
  table.Add({who, counts.entitled(), counts.yes(), counts.yes_with_comments(), counts.no(),
             counts.no_without_reasons(), counts.abstain(), counts.not_voting()});
}

Table CountTable(const Tally& tally) {
  Table table({"",
               {"may vote", true},
               {"yes", true},
               {"of these with comments", true},
               {"no", true},
               {"no without reasons", true},
               {"abstain", true},
               {"not voting", true}});
  AddCounts("P-members", tally.p_members(), table);
  AddCounts("all bodies", tally.all_bodies(), table);
  return table;
}

Table CriterionFacts(const Tally& tally) {
  Table facts = Table::Facts();
  for (const Criterion& criterion : tally.criteria()) {
    facts.AddFact(criterion.met() ? "met" : "not met",
                  {criterion.text(), criterion.met() ? Style::kGood : Style::kBad});
    facts.AddFact("", {criterion.clause(), Style::kFaint});
    facts.AddFact("", criterion.formula());
    facts.AddFact("", Numbers(criterion));
    facts.AddFact("", Distance(criterion));
  }
  return facts;
}

Table CriterionTable(const Tally& tally) {
  Table table({"criterion", "met", "numerator", "denominator", "bound_numerator",
               "bound_denominator", "comparison", "distance", "clause", "formula"});
  for (const Criterion& criterion : tally.criteria()) {
    table.Add({criterion.id(), criterion.met() ? "yes" : "no", criterion.numerator(),
               criterion.denominator(), criterion.bound_numerator(), criterion.bound_denominator(),
               Word(criterion.comparison()), criterion.distance(), criterion.clause(),
               criterion.formula()});
  }
  return table;
}

// Who is not in the sums, and why.
Table LeftOutTable(const Tally& tally) {
  Table table = Table::Facts();
  std::vector<LeftOut> left_out(tally.left_out().begin(), tally.left_out().end());
  std::stable_sort(left_out.begin(), left_out.end(),
                   [](const LeftOut& a, const LeftOut& b) { return a.reason() < b.reason(); });
  for (const LeftOut& vote : left_out) {
    table.AddFact(Id(vote.member()), std::string(InWords(vote.reason())));
  }
  return table;
}

void ShowRest(Shell& shell, const Tally& tally) {
  if (tally.left_out_size() > 0) shell.Print(LeftOutTable(tally), "Votes that enter no sum");
  if (tally.p_members_not_voting_size() > 0) {
    const std::string names = absl::StrJoin(
        tally.p_members_not_voting(), ", ",
        [](std::string* out, const std::string& name) { absl::StrAppend(out, Id(name)); });
    shell.Say("");
    shell.Say("P-members not voting", Style::kTitle);
    shell.Say(names);
  }
  if (tally.status_changes_size() > 0) {
    Table changes({"member", "at opening", "at closing"});
    for (const StatusChange& change : tally.status_changes()) {
      changes.Add({Id(change.member()), Word(change.at_opening()), Word(change.at_closing())});
    }
    shell.Print(changes, "Changed status while the ballot was open");
  }
  for (const Warning& warning : tally.warnings()) {
    shell.Say(absl::StrCat("note: ", warning.text(), " (", warning.clause(), ")"), Style::kWarn);
  }
}

void ShowVerdict(Shell& shell, const Tally& tally) {
  const std::string now = tally.final() ? "" : "as the votes stand now: ";
  shell.Say("");
  shell.Say(absl::StrCat("Verdict: ", now, InWords(tally.verdict())), Look(tally.verdict()));
  if (tally.verdict_by_status_at_opening() != VERDICT_UNSPECIFIED &&
      tally.verdict_by_status_at_opening() != tally.verdict()) {
    shell.Say(absl::StrCat("By the status at opening it would be: ",
                           InWords(tally.verdict_by_status_at_opening())),
              Style::kWarn);
  }
}

void ShowTally(Shell& shell, const std::string& id) {
  GetTallyRequest request;
  request.set_name(Name("ballots", id));
  const Tally tally = shell.connection().Call(&Stub::GetTally, request);
  if (shell.PrintedJson(tally)) return;
  if (shell.options.csv) return shell.Print(CriterionTable(tally));
  Table facts = Table::Facts();
  facts.AddFact("ballot", tally.ballot());
  facts.AddFact("as of", BothClocks(tally.as_of()));
  facts.AddFact("this is", tally.final() ? "the result" : "a count while the ballot is open");
  facts.AddFact("rules", tally.rules_edition());
  facts.AddFact("status at", absl::StrCat(Word(tally.deciding_status()), " decides"));
  shell.Print(facts);
  shell.Print(CountTable(tally), "Votes received");
  shell.Print(CriterionFacts(tally), "Criteria");
  ShowRest(shell, tally);
  ShowVerdict(shell, tally);
}

void ShowResult(Shell& shell, const std::string& id, const std::string& format) {
  RenderResultRequest request;
  request.set_name(Name("ballots", id));
  request.set_format(Value<SheetFormat>(format));
  if (format.empty()) request.set_format(SHEET_FORMAT_TEXT);
  if (shell.options.json) request.set_format(SHEET_FORMAT_JSON);
  if (shell.options.csv) request.set_format(SHEET_FORMAT_CSV);
  const std::string sheet = shell.connection().Call(&Stub::RenderResult, request).content();
  if (request.format() != SHEET_FORMAT_TEXT) return shell.Write(sheet);
  for (absl::string_view line : absl::StrSplit(absl::StripSuffix(sheet, "\n"), '\n')) {
    shell.Write(absl::StrCat(Clean(line), "\n"));
  }
}

}  // namespace

void AddResultVerbs(CLI::App& app, Shell& shell) {
  auto id = std::make_shared<std::string>();
  auto* tally = Verb(app, kBallotGroup, "tally", "The count, criterion by criterion.",
                     "placet tally iso-dis-20435");
  tally->add_option("BALLOT", *id, "The ballot")->required();
  tally->callback([=, &shell] { ShowTally(shell, *id); });

  auto format = std::make_shared<std::string>();
  auto* result = Verb(app, kBallotGroup, "result", "The result of a closed ballot, as a sheet.",
                      "placet result iso-dis-20435 --format csv");
  result->add_option("BALLOT", *id, "The ballot")->required();
  result->add_option("--format", *format, "Form of the sheet; --json and --csv imply it")
      ->type_name(Choices<SheetFormat>());
  result->callback([=, &shell] { ShowResult(shell, *id, *format); });
}

}  // namespace placet::cli
