#include "clients/cli/tally.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/ballots.h"
#include "clients/cli/criterion.h"
#include "clients/cli/names.h"
#include "clients/cli/verbs.h"

namespace placet::cli {
namespace {

using namespace placet::ballots::v1;  // NOLINT: the messages this file is about
using Stub = Connection::Ballots;
using Analyses = Connection::Analyses;

// One column of the counts. Most kinds of ballots have votes of yes or no, and all may abstain.
struct CountColumn {
  const char* title;
  int32_t (Counts::*count)() const;
  enum { kAlways, kOfVotes, kWhereAny } when;
};

constexpr CountColumn kCountColumns[] = {
    {"may vote", &Counts::entitled, CountColumn::kAlways},
    {"yes", &Counts::yes, CountColumn::kOfVotes},
    {"of these with comments", &Counts::yes_with_comments, CountColumn::kOfVotes},
    {"yes without statement", &Counts::yes_without_reasons, CountColumn::kWhereAny},
    {"no", &Counts::no, CountColumn::kOfVotes},
    {"no without reasons", &Counts::no_without_reasons, CountColumn::kOfVotes},
    {"confirm", &Counts::confirm, CountColumn::kWhereAny},
    {"revise", &Counts::revise, CountColumn::kWhereAny},
    {"withdraw", &Counts::withdraw, CountColumn::kWhereAny},
    {"replies", &Counts::reply, CountColumn::kWhereAny},
    {"abstain", &Counts::abstain, CountColumn::kAlways},
    {"not voting", &Counts::not_voting, CountColumn::kAlways},
};

// Is it a review, or a ballot of questions?
bool HasOtherAnswers(const Counts& counts) {
  return counts.confirm() + counts.revise() + counts.withdraw() + counts.reply() > 0;
}

bool IsShown(const CountColumn& column, const Counts& all) {
  if (column.when == CountColumn::kAlways) return true;
  if ((all.*column.count)() > 0) return true;
  return column.when == CountColumn::kOfVotes && !HasOtherAnswers(all);
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

void ShowCounts(Shell& shell, const Tally& tally, const std::string& of) {
  shell.Print(CountTable(tally), absl::StrCat("Votes received", of));
  if (tally.criteria_size() > 0) shell.Print(CriterionFacts(tally), absl::StrCat("Criteria", of));
  if (tally.questions_size() > 0) shell.Print(QuestionTable(tally), "Questions");
}

Tally GetTally(Shell& shell, const std::string& id) {
  GetTallyRequest request;
  request.set_name(Name("ballots", id));
  return shell.connection().Call(&Stub::GetTally, request);
}

// On a terminal the new tally takes the place of the old one; elsewhere it follows it.
void ShowAgain(Shell& shell, const Tally& tally) {
  if (shell.options.json) {
    shell.Write(ToJson(tally, Layout::kOneLine));
  } else {
    if (shell.screen().terminal && !shell.options.csv) shell.Write("\x1b[H\x1b[J");
    ShowTally(shell, tally);
  }
  std::fflush(stdout);
}

// Until the ballot is closed. A stream that was cut off begins anew, a second later.
void WatchTheTally(Shell& shell, const std::string& id) {
  Connection& connection = shell.connection();
  WatchTallyRequest request;
  request.set_name(Name("ballots", id));
  while (true) {
    grpc::ClientContext context;
    connection.Prepare(&context);
    const auto reader = connection.stub<Analyses>().WatchTally(&context, request);
    for (Tally tally; reader->Read(&tally);) {
      ShowAgain(shell, tally);
      if (tally.final()) return context.TryCancel();
    }
    const grpc::Status status = reader->Finish();
    if (ToExitCode(status.error_code()) != kUnavailable) {
      throw connection.Refused<Analyses>(status, request);
    }
    std::this_thread::sleep_for(std::chrono::seconds(1));
  }
}

}  // namespace

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

std::string InWords(LeftOutReason reason) {
  switch (reason) {
    case LEFT_OUT_REASON_ABSTAINED:
      return "abstained; abstentions are not counted";
    case LEFT_OUT_REASON_NO_WITHOUT_REASONS:
      return "disapproved without reasons; not counted";
    case LEFT_OUT_REASON_NOT_ENTITLED:
      return "may not vote with the status that decides";
    case LEFT_OUT_REASON_YES_WITHOUT_REASONS:
      return "approved without the statement that it needs; not counted";
    case LEFT_OUT_REASON_COMMENTS_ONLY:
      return "commented; has no vote on this ballot";
    default:
      return "no reason given";
  }
}

Table CountTable(const Tally& tally) {
  std::vector<Column> columns = {""};
  std::vector<Cell> p_members = {"P-members"}, all_bodies = {"all bodies"};
  for (const CountColumn& column : kCountColumns) {
    if (!IsShown(column, tally.all_bodies())) continue;
    columns.emplace_back(column.title, true);
    p_members.emplace_back((tally.p_members().*column.count)());
    all_bodies.emplace_back((tally.all_bodies().*column.count)());
  }
  Table table(std::move(columns));
  table.Add(std::move(p_members));
  table.Add(std::move(all_bodies));
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

Table QuestionTable(const Tally& tally) {
  Table table({"question", "choice", {"P-members", true}, {"all bodies", true}, "verdict", ""});
  for (const QuestionTally& question : tally.questions()) {
    const bool decides = question.has_criterion();
    Cell verdict = decides ? Cell(InWords(question.verdict()), Look(question.verdict())) : "";
    std::string numbers = decides ? Numbers(question.criterion()) : "";
    std::string id = question.question();
    for (const ChoiceCount& choice : question.choices()) {
      table.Add({id, choice.choice(), choice.p_members(), choice.all_bodies(), verdict, numbers});
      id.clear();  // said once
      numbers.clear();
      verdict = "";
    }
  }
  return table;
}

void ShowVerdict(Shell& shell, const Tally& tally) {
  const std::string now = tally.final() ? "" : "as the votes stand now: ";
  shell.Say("");
  shell.Say(absl::StrCat("Verdict: ", now, InWords(tally.verdict())), Look(tally.verdict()));
  if (!tally.proposal().empty()) {
    shell.Say(absl::StrCat("The criteria propose: ", tally.proposal()), Style::kWarn);
  }
  if (tally.verdict_by_status_at_opening() != VERDICT_UNSPECIFIED &&
      tally.verdict_by_status_at_opening() != tally.verdict()) {
    shell.Say(absl::StrCat("By the status at opening it would be: ",
                           InWords(tally.verdict_by_status_at_opening())),
              Style::kWarn);
  }
}

void ShowTally(Shell& shell, const Tally& tally) {
  if (shell.PrintedJson(tally)) return;
  if (shell.options.csv) return shell.Print(CriterionTable(tally));
  Table facts = Table::Facts();
  facts.AddFact("ballot", tally.ballot());
  facts.AddFact("as of", BothClocks(tally.as_of()));
  facts.AddFact("this is", tally.final() ? "the result" : "a count while the ballot is open");
  facts.AddFact("rules", tally.rules_edition());
  facts.AddFact("status at", absl::StrCat(Word(tally.deciding_status()), " decides"));
  shell.Print(facts);
  ShowCounts(shell, tally, "");
  ShowRest(shell, tally);
  ShowVerdict(shell, tally);
  if (!tally.has_parallel()) return;
  ShowCounts(shell, tally.parallel(), absl::StrCat(" by ", tally.parallel().rules_edition()));
  ShowVerdict(shell, tally.parallel());
}

void AddTallyVerb(CLI::App& app, Shell& shell) {
  auto id = std::make_shared<std::string>();
  auto watch = std::make_shared<bool>(false);
  auto* tally = Verb(app, kBallotGroup, "tally", "The count, criterion by criterion.",
                     "placet tally iso-dis-20435 --watch");
  tally->add_option("BALLOT", *id, "The ballot")->required();
  tally->add_flag("--watch", *watch, "Show it again as it changes, until the ballot is closed");
  tally->callback([=, &shell] {
    if (*watch) return WatchTheTally(shell, *id);
    ShowTally(shell, GetTally(shell, *id));
  });
}

}  // namespace placet::cli
