// Verbs about what a national body has to vote on, and what became of it.
#include <google/protobuf/util/time_util.h>

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "clients/cli/names.h"
#include "clients/cli/time.h"
#include "clients/cli/verbs.h"
#include "placet/ballots/v1/obligations.pb.h"

namespace placet::cli {
namespace {

using namespace placet::ballots::v1;  // NOLINT: the messages this file is about
using Stub = Connection::Obligations;

struct ObligationArguments {
  std::string member, committee, tab, sort, reason;
  bool descending = false;
  int year = 0;
};

Cell VotedCell(const MyBallot& ballot) {
  if (ballot.voted()) return Geneva(ToTime(ballot.cast_time()));
  const bool must = ballot.entitlement() == ENTITLEMENT_MUST_VOTE;
  if (ballot.state() == BALLOT_STATE_CLOSED) {
    return must ? Cell("missed", Style::kBad) : Cell("nothing came", Style::kFaint);
  }
  return must ? Cell("is due", Style::kWarn) : Cell("not yet", Style::kFaint);
}

void ListDue(Shell& shell, const ObligationArguments& given) {
  ListMyBallotsRequest request;
  request.set_member(Name("members", given.member));
  request.set_committee(Name("committees", given.committee));
  request.set_tab(given.tab.empty() ? TAB_VOTE_REQUIRED : Value<Tab>(given.tab));
  request.set_sort(Value<SortColumn>(given.sort));
  request.set_descending(given.descending);
  const auto response = shell.connection().All(&Stub::ListMyBallots, request);
  if (shell.PrintedJson(response)) return;
  Table table({"ballot", "kind", "committee", "reference", "title", "closes", "left", "obligation",
               "vote"});
  for (const MyBallot& ballot : response.ballots()) {
    table.Add({Id(ballot.ballot()), Word(ballot.kind()), Id(ballot.committee()), ballot.reference(),
               ballot.title(), ballot.end_date(), Left(ToTime(ballot.close_time()), absl::Now()),
               Word(ballot.entitlement()), VotedCell(ballot)});
  }
  shell.Print(table);
}

Cell ProposalCell(AccountProposal proposal) {
  if (proposal == ACCOUNT_PROPOSAL_REMINDER) return {Word(proposal), Style::kWarn};
  return {Word(proposal), proposal == ACCOUNT_PROPOSAL_STATUS_CHANGE ? Style::kBad : Style::kPlain};
}

std::string InWords(const Threshold& threshold) {
  return absl::StrCat(threshold.missed(), " of ", threshold.owed(),
                      threshold.exceeded() ? " EXCEEDED" : "");
}

Table AccountTable() {
  return Table({"committee",
                "member",
                "status",
                {"owed", true},
                {"voted", true},
                {"missed", true},
                "DIS, FDIS, SR missed",
                "CIB questions missed",
                "reminded",
                "proposal"});
}

void AddAccount(const CommitteeAccount& account, Table& table) {
  std::string single = "-", share = "-";
  for (const Threshold& threshold : account.thresholds()) {
    (threshold.id() == "one-missed" ? single : share) = InWords(threshold);
  }
  table.Add({Id(account.committee()), Id(account.member()), Word(account.status()), account.owed(),
             account.voted(), account.missed(), single, share,
             account.has_reminder() ? Geneva(ToTime(account.reminder().record_time())) : "",
             ProposalCell(account.proposal())});
}

template <class Response>
void SayReadings(Shell& shell, const Response& response) {
  shell.Say(absl::StrCat(response.year(), response.year_over() ? "" : ", which is not over",
                         ". How it is counted where the texts are silent:"));
  for (const std::string& reading : response.readings()) {
    shell.Say(absl::StrCat("- ", reading), Style::kFaint);
  }
}

void ShowTheAccount(Shell& shell, const ObligationArguments& given) {
  GetVotingAccountRequest request;
  request.set_member(Name("members", given.member));
  request.set_committee(Name("committees", given.committee));
  request.set_year(given.year);
  const VotingAccount response = shell.connection().Call(&Stub::GetVotingAccount, request);
  if (shell.PrintedJson(response)) return;
  Table table = AccountTable();
  Table ballots(
      {"ballot", "kind", "reference", "last day", "counts as", {"questions", true}, "vote"});
  for (const CommitteeAccount& account : response.committees()) {
    AddAccount(account, table);
    for (const OwedBallot& ballot : account.ballots()) {
      const bool assumed = ballot.duty_sureness() == SURENESS_ASSUMED;
      ballots.Add({Id(ballot.ballot()), Word(ballot.kind()), ballot.reference(), ballot.end_date(),
                   absl::StrCat(Word(ballot.duty()), assumed ? " (assumed)" : ""),
                   ballot.questions(),
                   ballot.voted() ? Cell("received") : Cell("missed", Style::kBad)});
    }
  }
  shell.Print(table);
  if (!ballots.empty()) {
    shell.Print(ballots, request.committee().empty() ? "Missed" : "What was owed");
  }
  for (const CommitteeAccount& account : response.committees()) {
    if (account.proposal() == ACCOUNT_PROPOSAL_NONE) continue;
    shell.Say(absl::StrCat(Id(account.committee()), ": ", account.proposal_text()), Style::kWarn);
  }
  SayReadings(shell, response);
}

void ListTheAccounts(Shell& shell, const ObligationArguments& given) {
  ListAccountsRequest request;
  request.set_committee(Name("committees", given.committee));
  request.set_year(given.year);
  const ListAccountsResponse response = shell.connection().Call(&Stub::ListAccounts, request);
  if (shell.PrintedJson(response)) return;
  Table table = AccountTable();
  for (const CommitteeAccount& account : response.accounts()) AddAccount(account, table);
  shell.Print(table);
  SayReadings(shell, response);
}

void Remind(Shell& shell, const ObligationArguments& given) {
  RecordReminderRequest request;
  request.set_member(Name("members", given.member));
  request.set_committee(Name("committees", given.committee));
  request.set_year(given.year);
  request.set_reason(given.reason);
  const Reminder reminder = shell.connection().Call(&Stub::RecordReminder, request);
  if (shell.PrintedJson(reminder)) return;
  Table facts = Table::Facts();
  facts.AddFact("name", reminder.name());
  facts.AddFact("reason", reminder.reason());
  facts.AddFact("recorded by", Id(reminder.recorder()));
  facts.AddFact("recorded", Geneva(ToTime(reminder.record_time())));
  shell.Print(facts);
}

void AddDueVerb(CLI::App& app, Shell& shell, const std::shared_ptr<ObligationArguments>& given) {
  auto* due = Verb(app, kVoteGroup, "due", "What a body has to vote on, of all committees.",
                   "placet due de --as voter-de\n"
                   "  placet due de --tab all-open --sort committee --as voter-de\n"
                   "  placet due de --tab closing --committee iso-tc-307 --as voter-de");
  due->add_option("MEMBER", given->member, "The national body")->required();
  due->add_option("--tab", given->tab, "Which ballots; not given: vote-required")
      ->type_name(Choices<Tab>());
  due->add_option("--sort", given->sort, "By which column; not given: closes")
      ->type_name(Choices<SortColumn>());
  due->add_flag("--descending", given->descending, "Highest first");
  due->add_option("--committee", given->committee, "Only of this committee");
  due->callback([=, &shell] { ListDue(shell, *given); });
}

}  // namespace

void AddObligationVerbs(CLI::App& app, Shell& shell) {
  auto given = std::make_shared<ObligationArguments>();
  AddDueVerb(app, shell, given);

  auto* account =
      Verb(app, kVoteGroup, "account", "What a body owed in a year, and what it missed.",
           "placet account de --year 2026 --as voter-de\n"
           "  placet account de --committee iso-tc-307 --as voter-de");
  account->add_option("MEMBER", given->member, "The national body")->required();
  account->add_option("--committee", given->committee, "Of this committee, ballot by ballot");
  account->add_option("--year", given->year, "Year of closing; not given: the present one");
  account->callback([=, &shell] { ShowTheAccount(shell, *given); });

  auto* accounts = Verb(app, kVoteGroup, "accounts",
                        "What the P-members of a committee missed in a year, most first.",
                        "placet accounts iso-tc-307 --year 2026 --as tc307-manager");
  accounts->add_option("COMMITTEE", given->committee, "The committee")->required();
  accounts->add_option("--year", given->year, "Year of closing; not given: the present one");
  accounts->callback([=, &shell] { ListTheAccounts(shell, *given); });

  auto* remind = Verb(app, kVoteGroup, "remind", "Writes down that a body was reminded.",
                      "placet remind de --committee iso-tc-307 --year 2026 \\\n"
                      "    --reason 'ISO/DIS 20435 was missed' --as central-secretariat");
  remind->add_option("MEMBER", given->member, "The national body")->required();
  remind->add_option("--committee", given->committee, "In which committee")->required();
  remind->add_option("--year", given->year, "The year of the account")->required();
  remind->add_option("--reason", given->reason, "What was missed")->required();
  remind->callback([=, &shell] { Remind(shell, *given); });
}

}  // namespace placet::cli
