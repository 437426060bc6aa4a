// Verbs that say what would turn a ballot, and what to expect of it: decided, what-if, retally,
// forecast.
#include "clients/cli/analysis.h"

#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "clients/cli/cast.h"
#include "clients/cli/names.h"
#include "clients/cli/tally.h"
#include "clients/cli/time.h"
#include "clients/cli/verbs.h"

namespace placet::cli {
namespace {

using namespace placet::ballots::v1;  // NOLINT: the messages this file is about
using Stub = Connection::Analyses;

struct AnalysisArguments {
  std::string ballot, abstentions, edition, at;
  std::vector<std::string> flips, ruled_out;
};

template <class Request>
Request ToRequest(const AnalysisArguments& given) {
  Request request;
  request.set_name(Name("ballots", given.ballot));
  return request;
}

template <class Names>
std::string Ids(const Names& names) {
  return absl::StrJoin(names, ", ", [](std::string* out, const std::string& name) {
    absl::StrAppend(out, Id(name));
  });
}

// "VERDICT_NOT_APPROVED" -> "not approved"; everything else as it is.
std::string Readable(const std::string& text) {
  Verdict verdict;
  return Verdict_Parse(text, &verdict) ? InWords(verdict) : text;
}

std::string ChangeInWords(const VoteChange& change) {
  std::string words = absl::StrCat(Id(change.member()), " ", Word(change.answer()));
  for (const QuestionAnswer& answer : change.answers()) {
    absl::StrAppend(&words, " ", answer.question(), "=", answer.choice());
  }
  if (change.names_expert()) words += " with an expert";
  if (change.takes_part()) words += " taking part";
  if (change.uses()) words += " using it";
  return words;
}

void AddModifier(absl::string_view modifier, const std::string& text, VoteChange& change) {
  const std::pair<std::string, std::string> answer =
      absl::StrSplit(modifier, absl::MaxSplits(':', 1));
  if (modifier == "expert") {
    change.set_names_expert(true);
  } else if (modifier == "part") {
    change.set_takes_part(true);
  } else if (modifier == "uses") {
    change.set_uses(true);
  } else if (modifier == "text" || modifier == "no-text") {
    change.set_with_text(modifier == "text");
  } else if (!answer.first.empty() && !answer.second.empty()) {
    change.add_answers()->set_question(answer.first);
    change.mutable_answers(change.answers_size() - 1)->set_choice(answer.second);
  } else {
    throw Usage(absl::StrCat("\"+", modifier, "\" in \"", text, "\" says nothing"),
                "add +expert, +part, +uses, +text, +no-text or +question:choice");
  }
}

void ShowDecided(Shell& shell, const AnalysisArguments& given) {
  const Decided decided =
      shell.connection().Call(&Stub::GetDecided, ToRequest<GetDecidedRequest>(given));
  if (shell.PrintedJson(decided)) return;
  shell.Print(DecidedTable(decided));
  if (shell.options.csv) return;
  shell.Say("");
  shell.Say(decided.decided() ? "Decided: no vote still to come changes the verdict."
                              : "Not decided: votes still to come may change the verdict.",
            decided.decided() ? Style::kGood : Style::kWarn);
  Table facts = Table::Facts();
  facts.AddFact("verdict now",
                Cell(cli::InWords(decided.tally().verdict()), Look(decided.tally().verdict())));
  facts.AddFact("proposed", decided.tally().proposal());
  facts.AddFact("it hangs on", Ids(decided.pivotal()));
  facts.AddFact("yet to vote", Ids(decided.remaining()));
  shell.Print(facts);
}

WhatIfRequest ToWhatIf(const AnalysisArguments& given) {
  auto request = ToRequest<WhatIfRequest>(given);
  for (const std::string& text : given.flips) *request.add_changes() = ToVoteChange(text);
  for (const std::string& member : given.ruled_out) {
    VoteChange& change = *request.add_changes();
    change.set_member(Name("members", member));
    change.set_rule_out(true);
  }
  request.set_abstentions(Value<Answer>(given.abstentions));
  request.set_rules_edition(given.edition);
  if (!given.at.empty()) *request.mutable_as_of() = ToTimestamp(ParseMoment(given.at));
  return request;
}

void ShowWhatIf(Shell& shell, const AnalysisArguments& given) {
  const WhatIfResponse response = shell.connection().Call(&Stub::WhatIf, ToWhatIf(given));
  if (shell.PrintedJson(response)) return;
  if (shell.options.csv) return shell.Print(DifferenceTable(response));
  const Tally& what_if = response.what_if();
  shell.Print(CountTable(what_if),
              absl::StrCat("Votes as they would be, by ", what_if.rules_edition()));
  if (what_if.criteria_size() > 0) shell.Print(CriterionFacts(what_if), "Criteria");
  if (what_if.questions_size() > 0) shell.Print(QuestionTable(what_if), "Questions");
  if (response.differences_size() > 0) {
    shell.Print(DifferenceTable(response), "What would be different");
  } else {
    shell.Say("");
    shell.Say("No criterion and no verdict would be different.");
  }
  shell.Say("");
  shell.Say(absl::StrCat("Verdict as it is: ", cli::InWords(response.as_is().verdict())),
            Look(response.as_is().verdict()));
  shell.Say(absl::StrCat("Verdict as it would be: ", cli::InWords(what_if.verdict())),
            Look(what_if.verdict()));
}

// "2.500" of 2500 thousandths.
std::string Thousandths(int64_t milli) {
  return absl::StrFormat("%d.%03d", milli / 1000, static_cast<int>(milli % 1000));
}

void ShowForecast(Shell& shell, const AnalysisArguments& given) {
  const Forecast forecast =
      shell.connection().Call(&Stub::GetForecast, ToRequest<GetForecastRequest>(given));
  if (shell.PrintedJson(forecast)) return;
  Table table(
      {"yet to vote", {"owed", true}, {"voted", true}, {"this late", true}, {"share", true}});
  for (const ForecastEntry& entry : forecast.entries()) {
    table.Add({Id(entry.member()), entry.owed(), entry.voted(), entry.voted_this_late(),
               entry.share_milli() < 0 ? "no history" : Thousandths(entry.share_milli())});
  }
  shell.Print(table);
  if (shell.options.csv) return;
  shell.Say("");
  shell.Say(absl::StrCat(Count(forecast.votes_in(), "vote"),
                         " of P-members in; expected by closing: ",
                         Thousandths(forecast.expected_by_closing_milli())));
  shell.Say(forecast.basis(), Style::kFaint);
}

CLI::App* BallotVerb(CLI::App& app, AnalysisArguments& given, const std::string& name,
                     const std::string& help, const std::string& example) {
  auto* verb = Verb(app, kBallotGroup, name, help, example);
  verb->add_option("BALLOT", given.ballot, "The ballot")->required();
  return verb;
}

void AddWhatIfVerb(CLI::App& app, Shell& shell, const std::shared_ptr<AnalysisArguments>& given) {
  auto* what_if = BallotVerb(app, *given, "what-if", "The tally as other votes would make it.",
                             "placet what-if iso-dis-20435 --flip de=approve --rule-out fr\n"
                             "  placet what-if iso-np-20435 --flip de=approve+expert");
  what_if->add_option("--flip", given->flips, "MEMBER=ANSWER, +expert, +part, +uses, +no-text")
      ->type_name("VOTE ...")
      ->take_all()
      ->expected(1);
  what_if->add_option("--rule-out", given->ruled_out, "A disapproval whose reasons do not count")
      ->type_name("MEMBER ...")
      ->take_all()
      ->expected(1);
  what_if->add_option("--abstentions", given->abstentions, "What abstentions count as")
      ->type_name(Choices<Answer>());
  what_if->add_option("--edition", given->edition, "Rules applied instead, e.g. ISO-2004");
  what_if->add_option("--at", given->at, "As of this moment: 2027-02-15, '2027-02-15 14:05'")
      ->type_name("TIME");
  what_if->callback([=, &shell] { ShowWhatIf(shell, *given); });
}

}  // namespace

VoteChange ToVoteChange(const std::string& text) {
  const std::pair<std::string, std::string> sides = absl::StrSplit(text, absl::MaxSplits('=', 1));
  const std::vector<std::string> parts = absl::StrSplit(sides.second, '+');
  if (sides.first.empty() || parts[0].empty()) {
    throw Usage(absl::StrCat("\"", text, "\" is not a vote"), "write member=answer, de=approve");
  }
  VoteChange change;
  change.set_member(Name("members", sides.first));
  if (sides.second == "none") {
    change.set_take_away(true);
    return change;
  }
  change.set_answer(ToAnswer(parts[0]));
  // Nobody means a disapproval that would count nowhere.
  change.set_with_text(change.answer() == ANSWER_DISAPPROVE || change.answer() == ANSWER_REVISE ||
                       change.answer() == ANSWER_WITHDRAW ||
                       change.answer() == ANSWER_APPROVE_WITH_COMMENTS);
  for (size_t i = 1; i < parts.size(); ++i) AddModifier(parts[i], text, change);
  return change;
}

std::string InWords(const Flip& flip) {
  if (!flip.possible()) return "no votes do";
  return absl::StrCat(Count(flip.votes(), "vote"), ": ",
                      absl::StrJoin(flip.changes(), ", ", [](std::string* out, const auto& change) {
                        absl::StrAppend(out, ChangeInWords(change));
                      }));
}

Table DecidedTable(const Decided& decided) {
  Table table({"", "now", "turned by votes to come", "or by changed ones"});
  for (const CriterionFlip& flip : decided.criteria()) {
    table.Add({flip.criterion(),
               {flip.met() ? "met" : "not met", flip.met() ? Style::kGood : Style::kBad},
               InWords(flip.by_remaining()),
               InWords(flip.by_changed())});
  }
  const Tally& tally = decided.tally();
  table.Add({"verdict",
             {tally.proposal().empty() ? InWords(tally.verdict()) : tally.proposal(),
              Look(tally.verdict())},
             InWords(decided.verdict_by_remaining()),
             InWords(decided.verdict_by_changed())});
  return table;
}

Table DifferenceTable(const WhatIfResponse& response) {
  Table table({"", "as it is", "as it would be"});
  for (const Difference& difference : response.differences()) {
    table.Add({difference.what(), Readable(difference.as_is()), Readable(difference.what_if())});
  }
  return table;
}

void AddAnalysisVerbs(CLI::App& app, Shell& shell) {
  auto given = std::make_shared<AnalysisArguments>();
  auto* decided = BallotVerb(app, *given, "decided", "Is it decided, and whose vote matters?",
                             "placet decided iso-dis-20435");
  decided->callback([=, &shell] { ShowDecided(shell, *given); });

  AddWhatIfVerb(app, shell, given);

  auto* retally = BallotVerb(app, *given, "retally", "The same votes by another edition's rules.",
                             "placet retally iso-dis-20435 --edition ISO-2004");
  retally->add_option("--edition", given->edition, "The edition; placet rules lists them")
      ->required();
  retally->callback([=, &shell] { ShowWhatIf(shell, *given); });

  auto* forecast = BallotVerb(app, *given, "forecast", "Who will vote by closing: an estimate.",
                              "placet forecast iso-dis-20435");
  forecast->callback([=, &shell] { ShowForecast(shell, *given); });
}

}  // namespace placet::cli
